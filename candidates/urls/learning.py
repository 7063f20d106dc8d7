"""Addresses of this part; the views are named in full words."""

from django.urls import path

from candidates.views import class_learning, learning, talks, training_need

urlpatterns = [
    path("lop-hoc/<int:pk>/buoi-hoc/them/", learning.session_new, name="session.new"),
    path("lop-hoc/<int:pk>/buoi-hoc/lich/", learning.session_timetable, name="session.timetable"),
    path("lop-hoc/<int:pk>/diem/", learning.class_grades, name="class.grades"),
    path("lop-hoc/<int:pk>/ket-thuc/", learning.class_close, name="class.close"),
    path("lop-hoc/<int:pk>/mo-lai/", learning.class_reopen, name="class.reopen"),
    path("lop-hoc/<int:pk>/giay-to/<slug:code>/", class_learning.class_paper, name="class.paper"),
    path("lop-hoc/buoi-hoc/<int:pk>/sua/", learning.session_edit, name="session.edit"),
    path("lop-hoc/buoi-hoc/<int:pk>/bo/", learning.session_withdraw, name="session.withdraw"),
    path("lop-hoc/buoi-hoc/<int:pk>/diem-danh/", learning.roll, name="roll"),
    path("lop-hoc/nhu-cau/", training_need.need, name="training.need"),
    path("lop-hoc/hieu-qua/", training_need.outcomes, name="training.outcomes"),
    path("noi-chuyen/", talks.talk_list, name="talk.list"),
    path("noi-chuyen/moi/", talks.talk_new, name="talk.new"),
    path("noi-chuyen/<int:pk>/", talks.talk_detail, name="talk.detail"),
    path("noi-chuyen/<int:pk>/nguoi-du/", talks.talk_attend, name="talk.attend"),
    path("noi-chuyen/<int:pk>/bo/", talks.talk_withdraw, name="talk.withdraw"),
]
