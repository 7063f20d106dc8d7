"""Addresses of this part; the views are named in full words."""

from django.urls import path

from candidates.views import radar, radar_lists

urlpatterns = [
    path("can-chu-y/", radar.radar, name="radar"),
    path("can-chu-y/tung-noi/", radar.radar_findings, name="radar.findings"),
    path("can-chu-y/chot/<int:pk>/", radar_lists.radar_fix, name="radar.fix"),
    path("can-chu-y/danh-sach/<int:pk>/", radar_lists.radar_list, name="radar.list"),
    path("can-chu-y/danh-sach/<int:pk>/thoi/", radar_lists.radar_list_end, name="radar.end"),
    path("can-chu-y/khong-con-quan-chung/<int:pk>/", radar_lists.radar_masses, name="radar.masses"),
]
