from django.urls import path

from reports.views import let_pass, people, quotas, runs, structure

app_name = "reports"
urlpatterns = [
    path("bao-cao/", runs.report_list, name="report.list"),
    path("bao-cao/lap/", runs.report_new, name="report.new"),
    path("bao-cao/<uuid:pk>/", runs.report_detail, name="report.detail"),
    path("bao-cao/<uuid:pk>/cap-duoi/", runs.report_children, name="report.children"),
    path("bao-cao/<uuid:pk>/co-cau/", structure.report_structure, name="report.structure"),
    path("bao-cao/<uuid:pk>/bieu-do/", structure.report_charts, name="report.charts"),
    path("bao-cao/<uuid:pk>/nguoi/", people.report_people, name="report.people"),
    path("bao-cao/<uuid:pk>/cho-qua/", let_pass.report_let_pass, name="report.let_pass"),
    path("bao-cao/<uuid:pk>/tep/", runs.report_export, name="report.export"),
    path("chi-tieu/", quotas.quota_list, name="quota.list"),
    path("chi-tieu/cap-duoi/", quotas.quota_children, name="quota.children"),
    path("chi-tieu/<int:pk>/<int:year>/", quotas.quota_detail, name="quota.detail"),
    path("chi-tieu/<int:pk>/<int:year>/giao/", quotas.quota_set, name="quota.set"),
]
