"""Addresses of this part; the views are named in full words."""

from django.urls import path

from candidates.views import training, training_people

urlpatterns = [
    path("lop-hoc/", training.class_list, name="class.list"),
    path("lop-hoc/moi/", training.class_new, name="class.new"),
    path("lop-hoc/<int:pk>/", training.class_detail, name="class.detail"),
    path("lop-hoc/<int:pk>/sua/", training.class_edit, name="class.edit"),
    path("lop-hoc/<int:pk>/chieu-sinh/", training.class_call, name="class.call"),
    path("lop-hoc/<int:pk>/khai-giang/", training.class_open, name="class.open"),
    path("lop-hoc/<int:pk>/khong-mo/", training.class_cancel, name="class.cancel"),
    path("lop-hoc/<int:pk>/cu-nguoi/", training_people.class_nominate, name="class.nominate"),
    path("lop-hoc/<int:pk>/them-hoc-vien/", training_people.class_enrol, name="class.enrol"),
    path("lop-hoc/<int:pk>/tra-loi/", training_people.class_confirm, name="class.confirm"),
    path("lop-hoc/<int:pk>/xep-lop/", training_people.class_accept, name="class.accept"),
    path("lop-hoc/hoc-vien/<int:pk>/rut-ten/", training_people.enrolment_withdraw, name="enrolment.withdraw"),
    path("lop-hoc/hoc-vien/<int:pk>/cho-thoi/", training_people.enrolment_release, name="enrolment.release"),
]
