"""Meetings of a class, the roll, grades: what is refused, what is asked, and who said what last."""

import contextlib
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates.domain.learning import (
    Asked,
    GradeSaid,
    SessionSaid,
    add_session,
    add_sessions,
    amend_session,
    grade_learners,
    mark_roll,
    timetable,
    withdraw_session,
)
from candidates.models import Attendance, ClassSession, ClassState, Enrolment
from membership.domain.errors import Refused, Stale
from membership.models import Activity, RoleCode
from tests.factories import (
    CandidateFactory,
    ClassSessionFactory,
    EnrolmentFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
SUNDAY = date(2026, 3, 8)
MORNING, NOON, EVENING = time(7, 30), time(11, 30), time(17)


def said(on=SUNDAY, starts=MORNING, ends=NOON, lesson="Bài 1", **fields) -> SessionSaid:
    return SessionSaid(on, starts, ends, lesson, **fields)


@pytest.fixture
def course(tree):
    """A class of the commune with three learners, from 2 March to 26 April 2026."""
    tree.course = TrainingClassFactory(organisation=tree.commune)
    tree.learners = [
        EnrolmentFactory(
            training_class=tree.course, candidate=CandidateFactory(organisation=tree.branch, full_name=name)
        )
        for name in ("Lê Thị An", "Lê Thị Bình", "Lê Thị Cúc")
    ]
    tree.clerk = UserFactory(role=RoleCode.TRAINING_STAFF, organisation=tree.commune, full_name="Vũ Văn Gọi")
    return tree


def fields_of(call, *args, **kwargs) -> set[str]:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return set(caught.value.messages)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": date(2026, 3, 1)}, "on"),
        ({"on": date(2026, 4, 27)}, "on"),
        ({"ends": MORNING}, "ends"),
        ({"lesson": "  "}, "lesson"),
        ({"lesson": "x" * 201}, "lesson"),
        ({"starts": time(11, 29), "ends": EVENING}, "starts"),
        ({"starts": time(6), "ends": time(7, 31)}, "starts"),
        ({"starts": time(8), "ends": time(9)}, "starts"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(course, wrong, field):
    ClassSessionFactory(training_class=course.course, on=SUNDAY, starts=MORNING, ends=NOON)
    assert fields_of(
        add_session, by=course.clerk, training_class=course.course, said=said(**{"on": SUNDAY, **wrong}), confirmed=True
    ) >= {field}
    assert ClassSession.objects.count() == 1


@pytest.mark.parametrize(
    ("starts", "ends"), [(time(11, 30), EVENING), (time(6), time(7, 30))], ids=["right after", "right before"]
)
def test_meetings_may_touch(course, starts, ends):
    ClassSessionFactory(training_class=course.course, on=SUNDAY)
    add_session(by=course.clerk, training_class=course.course, said=said(starts=starts, ends=ends))
    assert ClassSession.objects.count() == 2


def test_everything_wrong_is_said_at_once(course):
    with pytest.raises(Refused) as caught:
        add_session(by=None, training_class=course.course, said=said(on=date(2027, 1, 1), ends=time(6), lesson=""))
    assert {"on", "ends", "lesson"} <= set(caught.value.messages)


def test_two_lines_of_one_timetable_may_not_overlap_and_nothing_is_written(course):
    lines = [said(), said(starts=time(10), ends=time(12), lesson="Bài 2")]
    assert fields_of(add_sessions, by=None, training_class=course.course, sessions=lines) == {"starts"}
    assert not ClassSession.objects.exists()


def test_a_holiday_is_asked_about_and_then_held(course):
    day = date(2026, 4, 26)  # Giỗ Tổ Hùng Vương, a Sunday; the Monday after is off
    with pytest.raises(Asked) as caught:
        add_session(by=None, training_class=course.course, said=said(on=day))
    assert "26/04/2026" in caught.value.questions[0]
    assert not ClassSession.objects.exists()
    add_session(by=None, training_class=course.course, said=said(on=day), confirmed=True)
    assert ClassSession.objects.get().on == day


def test_the_same_lecturer_elsewhere_at_that_hour_is_asked_about(course):
    hidden = TrainingClassFactory(organisation=course.foreign_commune, name="Lớp Chim Yến")
    ClassSessionFactory(training_class=hidden, on=SUNDAY, lecturer="NGUYỄN  Văn Giảng")
    with pytest.raises(Asked) as caught:
        add_session(by=course.clerk, training_class=course.course, said=said(lecturer="Nguyễn Văn Giảng"))
    (question,) = caught.value.questions
    assert "07:30" in question
    assert "Chim Yến" not in question  # the other class is none of this clerk's business
    add_session(
        by=course.clerk, training_class=course.course, said=said(lecturer="Nguyễn Văn Giảng", starts=NOON, ends=EVENING)
    )
    add_session(by=course.clerk, training_class=course.course, said=said(lecturer="Nguyễn Văn Giảng"), confirmed=True)


def test_a_timetable_gives_each_lesson_a_sunday_and_passes_over_holidays():
    rows = timetable(
        first=date(2026, 4, 6), last=date(2026, 5, 10), weekdays=[6], starts=MORNING, ends=NOON,
        lessons=["Bài 1", "", " Bài 2 ", "Bài 3"],
    )  # fmt: skip
    assert [(row.on, row.lesson) for row in rows] == [
        (date(2026, 4, 12), "Bài 1"),
        (date(2026, 4, 19), "Bài 2"),
        (date(2026, 5, 10), "Bài 3"),  # 26 April and 3 May lie in long weekends
    ]


def test_a_timetable_too_short_for_its_lessons_says_so():
    fields = {"weekdays": [6], "starts": MORNING, "ends": NOON}
    assert fields_of(timetable, first=SUNDAY, last=SUNDAY, lessons=["1", "2"], **fields) == {"last"}
    assert fields_of(timetable, first=SUNDAY, last=SUNDAY, lessons=[" "], **fields) == {"lessons"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(6, 20), st.integers(1, 5), st.booleans()), min_size=2, max_size=9)
)
def test_whatever_is_said_no_two_standing_meetings_overlap(course, acts):
    ClassSession.objects.all().delete()
    for day, hour, length, withdraw in acts:
        line = said(on=SUNDAY + timedelta(days=day), starts=time(hour), ends=time(min(hour + length, 23)))
        standing = list(ClassSession.objects.filter(withdrawn_at=None).order_by("pk"))
        with contextlib.suppress(Refused):
            if withdraw and standing:
                withdraw_session(by=None, session=standing[0], version=standing[0].version, reason="Đổi lịch")
            elif standing and hour % 3 == 0:
                amend_session(by=None, session=standing[-1], version=standing[-1].version, said=line)
            else:
                add_session(by=None, training_class=course.course, said=line)
    rows = list(ClassSession.objects.filter(withdrawn_at=None))
    for number, one in enumerate(rows):
        assert not any(one.on == b.on and one.starts < b.ends and b.starts < one.ends for b in rows[number + 1 :])


def test_amended_with_its_version_and_withdrawn_with_a_reason(course):
    row = add_session(by=None, training_class=course.course, said=said())
    moved = amend_session(by=course.clerk, session=row, version=1, said=said(starts=NOON, ends=EVENING))
    assert (moved.starts, moved.version) == (NOON, 2)
    with pytest.raises(Stale):
        amend_session(by=course.clerk, session=row, version=1, said=said())
    assert fields_of(withdraw_session, by=course.clerk, session=row, version=2, reason=" ") == {"reason"}
    withdraw_session(by=course.clerk, session=row, version=2, reason="Trùng lịch")
    assert Activity.objects.filter(action="class.session_withdrawn", data__reason="Trùng lịch").exists()
    add_session(by=None, training_class=course.course, said=said(starts=NOON, ends=EVENING))  # the hour is free again
    with pytest.raises(Refused):
        mark_roll(by=course.clerk, session=row, marks={course.learners[0].pk: "present"})


@pytest.mark.parametrize("state", [ClassState.CLOSED, ClassState.CANCELLED])
def test_a_class_that_is_over_learns_no_more(course, state):
    session = ClassSessionFactory(training_class=course.course)
    type(course.course).objects.filter(pk=course.course.pk).update(state=state)
    for act in (
        lambda: add_session(by=None, training_class=course.course, said=said(starts=NOON, ends=EVENING)),
        lambda: mark_roll(by=None, session=session, marks={}),
        lambda: grade_learners(by=None, training_class=course.course, said=[]),
    ):
        with pytest.raises(Refused):
            act()


def test_only_who_manages_the_class_calls_the_roll(course):
    session = ClassSessionFactory(training_class=course.course)
    for role, place in ((RoleCode.BRANCH_SECRETARY, course.branch), (RoleCode.TRAINING_STAFF, course.foreign_commune)):
        with pytest.raises(Refused):
            mark_roll(by=UserFactory(role=role, organisation=place), session=session, marks={})
    assert not Attendance.objects.exists()


# --- the roll --------------------------------------------------------------------------------------------------------
def marks_of(session) -> dict[int, str]:
    return dict(Attendance.objects.filter(session=session).values_list("enrolment_id", "mark"))


def test_the_last_call_counts_and_tells_whom_it_overruled(course):
    session = ClassSessionFactory(training_class=course.course)
    first, second, third = (row.pk for row in course.learners)
    other = UserFactory(role=RoleCode.TRAINING_STAFF, organisation=course.commune, full_name="Trần Văn Trước")
    done = mark_roll(by=other, session=session, marks={first: "present", second: "absent"}, seen={})
    assert (done.written, done.overruled) == (2, [])
    late = mark_roll(
        by=course.clerk, session=session, marks={first: "present", second: "excused", third: "present"}, seen={}
    )
    assert late.written == 2
    ((learner, before, who),) = late.overruled
    assert (learner.pk, before, who) == (second, "absent", other)
    assert marks_of(session) == {first: "present", second: "excused", third: "present"}
    assert Attendance.objects.get(enrolment=first).marked_by == other  # said the same: it stays the first's word
    assert Attendance.objects.get(enrolment=second).marked_by == course.clerk


def test_who_is_left_out_keeps_the_mark(course):
    session = ClassSessionFactory(training_class=course.course)
    first, second, _third = (row.pk for row in course.learners)
    mark_roll(by=course.clerk, session=session, marks={first: "present"})
    mark_roll(by=course.clerk, session=session, marks={second: "absent"}, seen={})
    assert marks_of(session) == {first: "present", second: "absent"}


def test_a_roll_that_cannot_be_is_refused(course):
    session = ClassSessionFactory(training_class=course.course)
    stranger = EnrolmentFactory(training_class=TrainingClassFactory(organisation=course.commune))
    assert fields_of(mark_roll, by=None, session=session, marks={stranger.pk: "present"}) == {""}
    key = course.learners[0].pk
    assert fields_of(mark_roll, by=None, session=session, marks={key: "perhaps"}) == {f"mark-{key}"}
    tomorrow = ClassSessionFactory(training_class=course.course, on=date(2026, 7, 16))
    with pytest.raises(Refused, match="16/07/2026"):
        mark_roll(by=None, session=tomorrow, marks={key: "present"})
    assert not Attendance.objects.exists()


# --- grades ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("essay", "fine"),
    [("0", True), ("10", True), ("7.25", True), ("-0.01", False), ("10.01", False), ("7.255", False), ("NaN", False)],
)
def test_the_essay_is_out_of_ten(course, essay, fine):
    learner = course.learners[0]
    line = GradeSaid(learner.pk, learner.version, Decimal(essay), "good")
    if fine:
        assert grade_learners(by=course.clerk, training_class=course.course, said=[line]) == 1
        assert Enrolment.objects.get(pk=learner.pk).essay == Decimal(essay)
    else:
        assert fields_of(grade_learners, by=course.clerk, training_class=course.course, said=[line]) == {
            f"essay-{learner.pk}"
        }


def test_grades_are_all_or_none_and_a_second_clerk_is_told(course):
    first, second, _third = course.learners
    lines = [GradeSaid(first.pk, 1, Decimal(8), "good"), GradeSaid(second.pk, 1, Decimal(11))]
    assert fields_of(grade_learners, by=None, training_class=course.course, said=lines) == {f"essay-{second.pk}"}
    assert Enrolment.objects.get(pk=first.pk).grade == ""
    assert grade_learners(by=None, training_class=course.course, said=lines[:1]) == 1
    assert grade_learners(by=None, training_class=course.course, said=lines[:1]) == 0  # the same again changes nothing
    assert fields_of(
        grade_learners, by=None, training_class=course.course, said=[GradeSaid(first.pk, 1, Decimal(5), "pass")]
    ) == {f"essay-{first.pk}"}
    assert Enrolment.objects.get(pk=first.pk).essay == Decimal(8)
