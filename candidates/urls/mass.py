"""Addresses of mass organisations, of what their accounts see, and of holders who are put on the list."""

from django.urls import path

from candidates.views import candidate_positions as positions
from candidates.views import mass, mass_accounts, own

urlpatterns = [
    path("doan-the/", mass.mass_list, name="mass.list"),
    path("doan-the/moi/", mass.mass_new, name="mass.new"),
    path("doan-the/tai-khoan/", mass_accounts.account_list, name="mass.accounts"),
    path("doan-the/<int:pk>/", mass.mass_detail, name="mass.detail"),
    path("doan-the/<int:pk>/sua/", mass.mass_edit, name="mass.edit"),
    path("doan-the/<int:pk>/thoi/", mass.mass_end, name="mass.end"),
    path("doan-the/<int:pk>/chi-tieu/<int:year>/", mass.mass_quota, name="mass.quota"),
    path("doan-the/<int:pk>/gan/", mass.mass_link, name="mass.link"),
    path("doan-the/<int:pk>/tai-khoan/", mass_accounts.mass_account, name="mass.account"),
    path("doan-the/<int:pk>/tai-khoan/<int:account>/thoi/", mass_accounts.account_end, name="mass.account_end"),
    path("doan-the/nguoi-gioi-thieu/", own.own, name="own"),
    path("doan-the/nguoi-gioi-thieu/moi/", own.own_new, name="own.new"),
    path("chuc-danh/<int:pk>/quan-chung/", positions.holder_candidate, name="holder.candidate"),
    path("chuc-danh/<int:pk>/quan-chung/bo/", positions.holder_untie, name="holder.untie"),
]
