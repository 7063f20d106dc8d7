"""The pages of a class's life through HTTP: what is posted is written, what is refused is said and kept."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from candidates.domain.class_results import close_class
from candidates.domain.progress import advance
from candidates.forms.learning import read_pasted
from candidates.models import Attendance, ClassSession, Enrolment, TrainingClass
from membership.models import Activity, RoleCode
from tests.candidates.papers.make import text_of
from tests.factories import CandidateFactory, ClassSessionFactory, EnrolmentFactory, TrainingClassFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]


@pytest.fixture
def course(tree, as_role):
    tree.course = TrainingClassFactory(organisation=tree.commune, name="Lớp nhận thức khóa I")
    tree.learners = [
        EnrolmentFactory(
            training_class=tree.course, candidate=CandidateFactory(organisation=tree.branch, full_name=name)
        )
        for name in ("Lê Thị An", "Lê Thị Bình")
    ]
    tree.client = as_role(RoleCode.TRAINING_STAFF, tree.commune, full_name="Vũ Văn Gọi")
    return tree


def url(name, *args):
    return reverse(f"candidates:{name}", args=args)


def said(**fields):
    return {"on": "08/03/2026", "starts": "07:30", "ends": "11:30", "lesson": "Bài 1"} | fields


def test_a_meeting_is_written_and_shown_on_the_page_of_the_class(course):
    answer = course.client.post(url("session.new", course.course.pk), said())
    assert answer.status_code == 302
    page = course.client.get(answer.url).content.decode()
    assert "Bài 1" in page
    assert url("roll", ClassSession.objects.get().pk) in page


def test_a_question_brings_a_box_and_the_box_answers_it(course):
    page = course.client.post(url("session.new", course.course.pk), said(on="26/04/2026"))
    assert page.status_code == 422
    html = page.content.decode()
    assert "26/04/2026" in html and 'type="checkbox" name="confirmed"' in html
    assert not ClassSession.objects.exists()
    done = course.client.post(url("session.new", course.course.pk), said(on="26/04/2026", asked="1", confirmed="on"))
    assert done.status_code == 302
    assert ClassSession.objects.get().on == date(2026, 4, 26)


def test_a_timetable_of_sundays(course):
    fields = {"first": "02/03/2026", "last": "26/04/2026", "weekdays": ["6"], "starts": "7h30", "ends": "11:30",
              "lessons": "Một\nHai\n", "skip_days_off": "on"}  # fmt: skip
    assert course.client.post(url("session.timetable", course.course.pk), fields).status_code == 302
    assert list(ClassSession.objects.values_list("on", "lesson")) == [
        (date(2026, 3, 8), "Một"), (date(2026, 3, 15), "Hai"),
    ]  # fmt: skip
    short = course.client.post(url("session.timetable", course.course.pk), fields | {"last": "03/03/2026"})
    assert short.status_code == 422
    assert "0 ngày học cho 2 bài" in short.content.decode()


def test_the_roll_is_called_without_javascript(course):
    session = ClassSessionFactory(training_class=course.course)
    first, second = (row.pk for row in course.learners)
    page = course.client.get(url("roll", session.pk) + "?tat-ca=co-mat").content.decode()
    assert page.count("checked") == 2 and not Attendance.objects.exists()  # filled in, not yet saved
    answer = course.client.post(
        url("roll", session.pk),
        {f"mark-{first}": "present", f"seen-{first}": "", f"mark-{second}": "absent", f"seen-{second}": ""},
    )
    assert answer.status_code == 302
    assert dict(Attendance.objects.values_list("enrolment_id", "mark")) == {first: "present", second: "absent"}
    assert "Vũ Văn Gọi" in course.client.get(url("roll", session.pk)).content.decode()


def test_two_callers_the_later_is_told_of_the_earlier(course):
    session = ClassSessionFactory(training_class=course.course)
    key = course.learners[0].pk
    other = UserFactory(full_name="Trần Văn Trước")
    Attendance.objects.create(session=session, enrolment_id=key, mark="absent", marked_by=other)
    page = course.client.post(
        url("roll", session.pk), {f"mark-{key}": "present", f"seen-{key}": ""}, follow=True
    ).content.decode()
    assert "Trần Văn Trước vừa ghi Lê Thị An" in page
    assert Attendance.objects.get().mark == "present"


def test_nonsense_in_the_roll_is_refused(course):
    session = ClassSessionFactory(training_class=course.course)
    answer = course.client.post(url("roll", session.pk), {f"mark-{course.learners[0].pk}": "late"})
    assert answer.status_code == 422
    assert not Attendance.objects.exists()


def grades(course, **values):
    fields = {}
    for row in course.learners:
        fields |= {f"essay-{row.pk}": "", f"grade-{row.pk}": "", f"version-{row.pk}": row.version}
    return fields | values


def test_grades_are_typed_with_a_comma(course):
    first, second = (row.pk for row in course.learners)
    fields = grades(course, **{f"essay-{first}": "7,5", f"grade-{first}": "fair", f"essay-{second}": "mười"})
    page = course.client.post(url("class.grades", course.course.pk), fields)
    assert page.status_code == 422 and "ví dụ 7,5" in page.content.decode()
    assert 'value="mười"' in page.content.decode()  # what was typed is kept
    fields[f"essay-{second}"] = "8"
    assert course.client.post(url("class.grades", course.course.pk), fields).status_code == 302
    assert list(Enrolment.objects.order_by("pk").values_list("essay", "grade")) == [
        (Decimal("7.5"), "fair"), (Decimal(8), ""),
    ]  # fmt: skip


def test_pasted_marks_fill_the_page_and_wait_to_be_saved(course):
    pasted = "Lê Thị Bình\t9,25\tXuất sắc\nle thi an; 5; đạt"
    page = course.client.post(url("class.grades", course.course.pk), grades(course, pasted=pasted, fill="1"))
    html = page.content.decode()
    assert page.status_code == 200 and 'value="9,25"' in html and 'value="5"' in html
    assert set(Enrolment.objects.values_list("essay", flat=True)) == {None}


@pytest.mark.parametrize(
    ("text", "values", "problems"),
    [
        ("7\n8,5", {0: "7", 1: "8,5"}, 0),
        ("7", {}, 1),
        ("Lê Thị An\t7\nNgười Lạ\t8", {0: "7"}, 1),
    ],
)
def test_what_was_pasted_is_read_by_name_or_in_order(course, text, values, problems):
    found, said = read_pasted(text, course.learners)
    assert found == {f"essay-{course.learners[at].pk}": value for at, value in values.items()}
    assert len(said) == problems


def test_two_of_one_name_are_not_guessed(course):
    twin = EnrolmentFactory(
        training_class=course.course, candidate=CandidateFactory(organisation=course.branch, full_name="Lê Thị An")
    )
    found, problems = read_pasted("Lê Thị An; 7", [*course.learners, twin])
    assert found == {} and "cùng tên" in problems[0]


def test_the_class_is_closed_and_opened_again(course):
    Enrolment.objects.update(essay=8, version=2)
    page = course.client.get(url("class.close", course.course.pk)).content.decode()
    assert "80 %" in page and "chưa kiểm chứng" in page
    fields = {"result_number": "5-QĐ/ĐU", "on": "28/04/2026", "first_number": "001", "suffix": "/GCN", "version": 1}
    answer = course.client.post(url("class.close", course.course.pk), fields)
    assert answer.status_code == 302, answer.content.decode()
    page = course.client.get(answer.url).content.decode()
    assert "001/GCN" in page and "28/04/2031" in page
    assert course.client.post(url("class.reopen", course.course.pk), {"reason": "", "version": 2}).status_code == 422
    done = course.client.post(url("class.reopen", course.course.pk), {"reason": "Nhầm danh sách", "version": 2})
    assert done.status_code == 302
    assert TrainingClass.objects.get(pk=course.course.pk).state == "running"


def test_who_was_refused_by_the_procedure_stays_marked_on_the_page(course):
    Enrolment.objects.update(essay=8, version=2)
    late = course.learners[0].candidate
    advance(by=None, on=date(2026, 5, 20), candidate=late, step="recognise", version=late.version,
            document_number="1-NQ")  # fmt: skip
    fields = {"result_number": "5-QĐ", "on": "28/04/2026", "first_number": "1", "suffix": "", "version": 1}
    page = course.client.post(url("class.close", course.course.pk), fields, follow=True).content.decode()
    assert "Lê Thị An đã có giấy chứng nhận nhưng chưa ghi được vào quy trình" in page
    assert (
        course.client.get(url("class.detail", course.course.pk)).content.decode().count("chưa ghi vào quy trình") == 1
    )


def test_closing_a_class_somebody_changed_meanwhile_says_so(course):
    fields = {"result_number": "5-QĐ", "on": "28/04/2026", "first_number": "1", "version": 9}
    assert course.client.post(url("class.close", course.course.pk), fields).status_code == 409


# --- papers ----------------------------------------------------------------------------------------------------------
def printed(course, code) -> str:
    answer = course.client.get(url("class.paper", course.course.pk, code))
    assert answer.status_code == 200, answer
    return text_of(answer.content)


def test_the_lists_of_a_class_name_its_learners_and_meetings(course):
    for number in range(12):
        session = ClassSessionFactory(
            training_class=course.course, on=date(2026, 3, 8 + number), lesson=f"Bài {number}"
        )
        Attendance.objects.create(session=session, enrolment=course.learners[0], mark="excused")
    said = printed(course, "ds-hv")
    assert "DANH SÁCH HỌC VIÊN" in said and "Lê Thị An" in said and "lớp bồi dưỡng nhận thức về Đảng" in said
    roll = printed(course, "ds-dd")
    assert roll.count("DANH SÁCH ĐIỂM DANH") == 2  # ten meetings a page
    assert "08/03" in roll and "19/03" in roll
    assert "0/12" in printed(course, "bkq-l")


def test_a_training_clerk_prints_the_birth_year_only_and_a_clerk_of_the_base_the_day(course, as_role):
    assert "01/06/1985" not in printed(course, "ds-hv") and "1985" in printed(course, "ds-hv")
    course.client = as_role(RoleCode.BASE_STAFF, course.commune)
    assert "01/06/1985" in printed(course, "ds-hv")


def test_the_decision_and_certificates_come_when_the_class_is_closed(course):
    assert course.client.get(url("class.paper", course.course.pk, "gcn-nt")).status_code == 404
    Enrolment.objects.filter(pk=course.learners[0].pk).update(essay=8)
    close_class(by=None, on=date(2026, 4, 28), training_class=course.course, version=1, result_number="5-QĐ/ĐU",
                first_number="007", suffix="/GCN")  # fmt: skip
    course.client.get(url("class.detail", course.course.pk))
    certificates = printed(course, "gcn-nt")
    assert certificates.count("GIẤY CHỨNG NHẬN") == 1
    assert "007/GCN" in certificates and "Lê Thị An" in certificates and "Lê Thị Bình" not in certificates
    decision = printed(course, "qd-kq")
    assert "5-QĐ/ĐU" in decision and "1 (một) học viên" in decision
    assert course.client.get(url("class.paper", course.course.pk, "gcn-dvm")).status_code == 404
    assert Activity.objects.filter(action="papers.printed", subject_id=course.learners[0].candidate_id).count() == 2


def test_the_certificate_of_one_person_names_the_class_they_finished(course, as_role):
    Enrolment.objects.filter(pk=course.learners[0].pk).update(essay=8, grade="good")
    TrainingClass.objects.update(organiser="Trung tâm chính trị xã An Bình")
    close_class(by=None, on=date(2026, 4, 28), training_class=course.course, version=1, result_number="5-QĐ/ĐU",
                first_number="007", suffix="/GCN")  # fmt: skip
    person = course.learners[0].candidate
    type(person).objects.filter(pk=person.pk).update(hometown="xã An Bình")
    client = as_role(RoleCode.BASE_STAFF, course.commune)
    answer = client.get(reverse("candidates:paper.print", args=[person.pk, "cn-ntvd"]))
    assert answer.status_code == 200, answer.url
    said = text_of(answer.content)
    assert "Lớp nhận thức khóa I, từ ngày 02/03/2026 đến ngày 26/04/2026" in said
    assert "Xếp loại: Giỏi" in said and "TRUNG TÂM CHÍNH TRỊ XÃ AN BÌNH" in said
