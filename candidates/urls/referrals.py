"""Addresses of this part; the views are named in full words."""

from django.urls import path

from candidates.views import referrals, students

urlpatterns = [
    path("hai-noi/", referrals.referral_list, name="referral.list"),
    path("hai-noi/sap-di/", students.student_list, name="student.list"),
    path("hai-noi/<int:pk>/", referrals.referral_detail, name="referral.detail"),
    path("hai-noi/<int:pk>/<slug:act>/", referrals.referral_act, name="referral.act"),
    path("quan-chung/<int:pk>/hai-noi/", referrals.referral_new, name="referral.new"),
]
