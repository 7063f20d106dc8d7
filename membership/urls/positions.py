"""Addresses of titles in residential units and of who holds them."""

from django.urls import path

from membership.views import position_acts as acts
from membership.views import position_titles as titles
from membership.views import positions

urlpatterns = [
    path("chuc-danh/", positions.holder_list, name="holder.list"),
    path("chuc-danh/ty-le/", positions.holder_shares, name="holder.shares"),
    path("chuc-danh/nguon/", positions.holder_next, name="holder.next"),
    path("chuc-danh/con-thieu/", positions.holder_vacant, name="holder.vacant"),
    path("chuc-danh/moi/", acts.holder_new, name="holder.new"),
    path("chuc-danh/danh-muc/", titles.title_list, name="title.list"),
    path("chuc-danh/danh-muc/moi/", titles.title_new, name="title.new"),
    path("chuc-danh/danh-muc/<slug:code>/", titles.title_edit, name="title.edit"),
    path("chuc-danh/danh-muc/<slug:code>/thoi/", titles.title_retire, name="title.retire"),
    path("chuc-danh/danh-muc/<slug:code>/dung-lai/", titles.title_restore, name="title.restore"),
    path("chuc-danh/chi-tieu/<int:pk>/bo/", titles.target_withdraw, name="target.withdraw"),
    path("chuc-danh/chi-tieu/<slug:code>/", titles.target_new, name="target.new"),
    path("chuc-danh/<int:pk>/", positions.holder_detail, name="holder.detail"),
    path("chuc-danh/<int:pk>/sua/", acts.holder_edit, name="holder.edit"),
    path("chuc-danh/<int:pk>/thoi/", acts.holder_end, name="holder.end"),
    path("chuc-danh/<int:pk>/thay/", acts.holder_replace, name="holder.replace"),
]
