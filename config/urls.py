from django.urls import include, path

urlpatterns = [
    path("", include("membership.urls")),
    path("", include("candidates.urls")),
    path("", include("reports.urls")),
]
