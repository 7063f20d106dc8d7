from django.urls import path

from candidates.views import admissions, candidates, steps
from candidates.views.rules import rules

app_name = "candidates"
urlpatterns = [
    path("quan-chung/", candidates.candidate_list, name="candidate.list"),
    path("quan-chung/moi/", candidates.candidate_new, name="candidate.new"),
    path("quan-chung/<int:pk>/", candidates.candidate_detail, name="candidate.detail"),
    path("quan-chung/<int:pk>/sua/", candidates.candidate_edit, name="candidate.edit"),
    path("quan-chung/<int:pk>/buoc/<slug:step>/", steps.candidate_step, name="candidate.step"),
    path("quan-chung/<int:pk>/dinh-chinh/", steps.candidate_reverse, name="candidate.reverse"),
    path("quan-chung/<int:pk>/chuyen/", steps.candidate_move, name="candidate.move"),
    path("ket-nap/", admissions.admission_list, name="admission.list"),
    path("ket-nap/<int:pk>/", admissions.admission_detail, name="admission.detail"),
    path("ket-nap/<int:pk>/dinh-chinh/", admissions.admission_correct, name="admission.correct"),
    path("quy-dinh/", rules, name="rules"),
]
