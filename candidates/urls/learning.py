"""Addresses of this part; the views are named in full words."""

from django.urls import path

from candidates.views import learning

urlpatterns = [
    path("lop-hoc/<int:pk>/buoi-hoc/them/", learning.session_new, name="session.new"),
    path("lop-hoc/<int:pk>/buoi-hoc/lich/", learning.session_timetable, name="session.timetable"),
    path("lop-hoc/<int:pk>/diem/", learning.class_grades, name="class.grades"),
    path("lop-hoc/<int:pk>/ket-thuc/", learning.class_close, name="class.close"),
    path("lop-hoc/<int:pk>/mo-lai/", learning.class_reopen, name="class.reopen"),
    path("lop-hoc/buoi-hoc/<int:pk>/sua/", learning.session_edit, name="session.edit"),
    path("lop-hoc/buoi-hoc/<int:pk>/bo/", learning.session_withdraw, name="session.withdraw"),
    path("lop-hoc/buoi-hoc/<int:pk>/diem-danh/", learning.roll, name="roll"),
]
