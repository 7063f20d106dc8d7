"""Addresses of residential units, and of who lives in them."""

from django.urls import path

from membership.views import residences, unit_acts, unit_states, unit_table, units

urlpatterns = [
    path("thon-ban/", units.unit_list, name="unit.list"),
    path("thon-ban/so-do/", unit_table.unit_grid, name="unit.grid"),
    path("thon-ban/theo-thoi-gian/", unit_table.unit_table, name="unit.table"),
    path("thon-ban/bien-dong/", unit_table.unit_changes, name="unit.changes"),
    path("thon-ban/xac-nhan/", unit_states.unit_confirm, name="unit.confirm"),
    path("thon-ban/goi-y/", units.unit_suggest, name="unit.suggest"),
    path("thon-ban/moi/", units.unit_new, name="unit.new"),
    path("thon-ban/<int:pk>/", units.unit_detail, name="unit.detail"),
    path("thon-ban/<int:pk>/sua/", units.unit_edit, name="unit.edit"),
    path("thon-ban/<int:pk>/doi-ten/", unit_acts.unit_rename, name="unit.rename"),
    path("thon-ban/<int:pk>/chi-bo/", unit_acts.unit_cover, name="unit.cover"),
    path("thon-ban/<int:pk>/thoi-chi-bo/", unit_acts.unit_uncover, name="unit.uncover"),
    path("thon-ban/<int:pk>/sap-nhap/", unit_acts.unit_merge, name="unit.merge"),
    path("thon-ban/<int:pk>/chia-tach/", unit_acts.unit_split, name="unit.split"),
    path("thon-ban/<int:pk>/ket-thuc/", unit_acts.unit_end, name="unit.end"),
    path("thon-ban/<int:pk>/tinh-trang/", unit_acts.unit_state, name="unit.state"),
    path("thon-ban/<int:pk>/bo-tinh-trang/", unit_acts.unit_withdraw, name="unit.withdraw"),
    path("thon-ban/<int:pk>/cu-tru/", residences.unit_settle, name="unit.settle"),
    path("dang-vien/<int:pk>/noi-o/", residences.member_settle, name="member.settle"),
]
