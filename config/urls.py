from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("membership.urls")),
    path("", include("candidates.urls")),
    path("", include("reports.urls")),
]
