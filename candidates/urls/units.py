"""Where a candidate lives."""

from django.urls import path

from candidates.views import settle

urlpatterns = [path("quan-chung/<int:pk>/noi-o/", settle.candidate_settle, name="candidate.settle")]
