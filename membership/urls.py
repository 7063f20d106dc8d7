from django.urls import path

from membership.views import activity, catalogues, home, imports, jobs, search, session

app_name = "membership"
urlpatterns = [
    path("", home.home, name="home"),
    path("dang-nhap/", session.login, name="login"),
    path("dang-xuat/", session.logout, name="logout"),
    path("mat-khau/", session.password, name="password"),
    path("tim-kiem/", search.search, name="search"),
    path("cong-viec/", jobs.job_list, name="job.list"),
    path("cong-viec/da-xem/", jobs.job_seen, name="job.seen"),
    path("cong-viec/<uuid:pk>/", jobs.job_detail, name="job.detail"),
    path("cong-viec/<uuid:pk>/tien-do/", jobs.job_progress, name="job.progress"),
    path("cong-viec/<uuid:pk>/dung/", jobs.job_cancel, name="job.cancel"),
    path("nhat-ky/", activity.activity_list, name="activity.list"),
    path("danh-muc/", catalogues.catalogue_list, name="catalogue.list"),
    path("danh-muc/<slug:code>/", catalogues.catalogue_detail, name="catalogue.detail"),
    path("danh-muc/<slug:code>/cach-viet/", catalogues.catalogue_alias, name="catalogue.alias"),
    path("nhap-lieu/", imports.import_list, name="import.list"),
    path("nhap-lieu/moi/", imports.import_upload, name="import.upload"),
    path("nhap-lieu/mau/<slug:kind>/", imports.import_template, name="import.template"),
    path("nhap-lieu/<uuid:pk>/", imports.import_detail, name="import.detail"),
    path("nhap-lieu/<uuid:pk>/cot/", imports.import_columns, name="import.columns"),
    path("nhap-lieu/<uuid:pk>/chay-thu/", imports.import_try, name="import.try"),
    path("nhap-lieu/<uuid:pk>/ghi/", imports.import_apply, name="import.apply"),
    path("nhap-lieu/<uuid:pk>/bo/", imports.import_discard, name="import.discard"),
]
