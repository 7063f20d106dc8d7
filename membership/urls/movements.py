"""Addresses of this part; the views are named in full words."""

from django.urls import path

from membership.views import handovers, movements, stock

urlpatterns = [
    path("tang-giam/", movements.movement_list, name="movement.list"),
    path("tang-giam/chuyen-den/", movements.movement_receive, name="movement.receive"),
    path("tang-giam/ngay/", movements.movement_members, name="movement.members"),
    path("tang-giam/bieu-1/<int:pk>/", stock.stock_detail, name="movement.stock"),
    path("tang-giam/bieu-1/<int:pk>/tep/", stock.stock_file, name="movement.stock_file"),
    path("tang-giam/<int:pk>/", movements.movement_detail, name="movement.detail"),
    path("tang-giam/<int:pk>/dinh-chinh/", movements.movement_reverse, name="movement.reverse"),
    path("dang-vien/du-bi/", movements.probation_list, name="probation.list"),
    path("dang-vien/<int:pk>/tro-lai/", movements.movement_return, name="movement.return"),
    path("dang-vien/<int:pk>/gioi-thieu/", handovers.handover_new, name="handover.new"),
    path("gioi-thieu-dang-vien/", handovers.handover_list, name="handover.list"),
    path("gioi-thieu-dang-vien/<int:pk>/", handovers.handover_detail, name="handover.detail"),
    path("gioi-thieu-dang-vien/<int:pk>/<slug:act>/", handovers.handover_act, name="handover.act"),
]
