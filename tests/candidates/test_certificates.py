"""The end of a class: who passes, certificates in a run and how long they hold, the guard, opening again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.domain.certificates import numbers_in_run
from candidates.domain.class_results import (
    Bounds,
    Share,
    close_class,
    reopen_class,
    results_of,
    why_failed,
)
from candidates.domain.learner_rules import certificate_until
from candidates.domain.progress import advance
from candidates.domain.sessions import Asked
from candidates.models import (
    Attendance,
    Candidate,
    CandidateEvent,
    ClassKind,
    ClassState,
    Enrolment,
    EnrolmentState,
    EventKind,
    LocalRule,
    Stage,
    TrainingClass,
)
from membership.base.dates import add_months
from membership.domain.errors import Refused, Stale
from membership.models import RoleCode
from tests.factories import (
    AdmissionFactory,
    CandidateFactory,
    ClassSessionFactory,
    EnrolmentFactory,
    TrainingClassFactory,
    UserFactory,
)

DAY = date(2026, 4, 28)


# --- arithmetic ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given_on", "until"),
    [
        (date(2026, 3, 20), date(2031, 3, 20)),
        (date(2026, 12, 31), date(2031, 12, 31)),
        (date(2024, 2, 29), date(2029, 2, 28)),  # no leap day five years later
        (date(2023, 2, 28), date(2028, 2, 28)),  # a leap year: still the 28th
        (date(2026, 4, 30), date(2031, 4, 30)),
        (date(2021, 8, 31), date(2026, 8, 31)),
        (date(2019, 5, 31), date(2024, 5, 31)),  # before the first text known: by that one
    ],
)
def test_sixty_months_end_on_the_day_or_the_last_of_the_month(given_on, until):
    assert certificate_until(ClassKind.AWARENESS, given_on) == until


@given(st.dates(date(2021, 8, 1), date(2090, 12, 31)))
def test_a_certificate_holds_about_five_years_and_never_ends_later_than_its_day(day):
    until = certificate_until(ClassKind.AWARENESS, day)
    assert (until.year, until.month) == (day.year + 5, day.month)
    assert until.day == day.day or (until + timedelta(days=1)).day == 1
    assert until == add_months(day, 60)


def test_the_class_for_new_members_sets_no_term():
    assert certificate_until(ClassKind.NEW_MEMBER, DAY) is None


def test_a_run_keeps_the_width_that_was_typed():
    assert numbers_in_run("009", "/GCN", 3) == ["009/GCN", "010/GCN", "011/GCN"]
    assert numbers_in_run("99", "", 2) == ["99", "100"]


@pytest.mark.parametrize("first", ["", "0", "000", "-1", "1a", "١", "1234567890"])
def test_a_run_begins_with_a_number(first):
    with pytest.raises(Refused):
        numbers_in_run(first, "/GCN", 1)


@pytest.mark.parametrize(
    ("present", "called", "essay", "grade", "passes"),
    [
        (8, 10, "5", "", True),
        (7, 10, "5", "", False),
        (4, 5, "5", "good", True),
        (79, 100, "9", "good", False),
        (0, 0, "5", "", True),  # no roll was called: nothing is known against anybody
        (10, 10, "4.99", "pass", False),
        (10, 10, "9", "fail", False),
        (10, 10, None, "pass", True),
        (10, 10, None, "", False),
    ],
)
def test_who_passes(present, called, essay, grade, passes):
    learner = Enrolment(essay=Decimal(essay) if essay else None, grade=grade)
    reason = why_failed(learner, Share(present=present, called=called), Bounds(80, Decimal(5)))
    assert (reason == "") is passes


def test_a_bound_that_is_not_set_is_not_asked_for():
    learner = Enrolment(essay=Decimal(1), grade="")
    assert why_failed(learner, Share(present=0, called=10), Bounds(None, None)) == ""


# --- the act ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def course(tree, frozen_today):
    """A class under way: three learners, two meetings; the third learner came once and passes no bound of 80 %."""
    tree.course = TrainingClassFactory(organisation=tree.commune)
    tree.learners = [
        EnrolmentFactory(
            training_class=tree.course,
            candidate=CandidateFactory(organisation=tree.branch, full_name=name, stage_since=date(2026, 1, 5)),
            essay=Decimal(8), grade="good",
        )
        for name in ("Lê Thị An", "Lê Thị Bình", "Lê Thị Cúc")
    ]  # fmt: skip
    for day, marks in ((8, ("present",) * 3), (15, ("present", "present", "absent"))):
        session = ClassSessionFactory(training_class=tree.course, on=date(2026, 3, day))
        for learner, mark in zip(tree.learners, marks, strict=True):
            Attendance.objects.create(session=session, enrolment=learner, mark=mark)
    tree.clerk = UserFactory(role=RoleCode.TRAINING_STAFF, organisation=tree.commune)
    return tree


def close(course, **fields):
    said = {"by": course.clerk, "on": DAY, "training_class": course.course, "version": 1, "result_number": "5-QĐ",
            "first_number": "01", "suffix": "/GCN"}  # fmt: skip
    return close_class(**said | fields)


def rows(course) -> list[tuple[str, str]]:
    found = Enrolment.objects.filter(training_class=course.course).order_by("candidate__sort_key")
    return list(found.values_list("state", "certificate_number"))


def test_closing_gives_numbers_in_the_order_of_the_list_and_the_events(course):
    closing = close(course)
    assert rows(course) == [("passed", "01/GCN"), ("passed", "02/GCN"), ("failed", "")]
    assert closing.unrecorded == []
    assert "1/2" in Enrolment.objects.get(pk=course.learners[2].pk).reason
    first = Candidate.objects.get(pk=course.learners[0].candidate_id)
    assert (first.stage, first.certificate_number, first.certificate_date) == (Stage.TRAINED, "01/GCN", DAY)
    row = Enrolment.objects.get(pk=course.learners[0].pk)
    assert row.event.kind == EventKind.TRAINED
    assert row.certificate_until == date(2031, 4, 28)
    assert CandidateEvent.objects.filter(kind=EventKind.TRAINED).count() == 2
    closed = TrainingClass.objects.get(pk=course.course.pk)
    assert (closed.state, closed.result_number, closed.result_date, closed.version) == ("closed", "5-QĐ", DAY, 2)


def test_the_bound_is_the_committees_own(course):
    LocalRule.objects.create(
        organisation=course.province, organisation_path=course.province.path, code="class_attendance", value=50,
        in_force_from=date(2026, 1, 1), document_number="1-QĐ",
    )  # fmt: skip
    assert [result.reason for result in results_of(course.course, DAY)] == ["", "", ""]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"on": None}, "on"),
        ({"on": date(2026, 7, 16)}, "on"),
        ({"on": date(2026, 3, 14)}, "on"),  # a meeting comes after
        ({"on": date(2026, 3, 1)}, "on"),
        ({"result_number": " "}, "result_number"),
        ({"certificate_date": date(2026, 4, 27)}, "certificate_date"),
        ({"certificate_date": date(2026, 7, 16)}, "certificate_date"),
        ({"first_number": ""}, "first_number"),
        ({"suffix": "x" * 60}, "suffix"),
    ],
)
def test_refused_and_nothing_written(course, fields, field):
    with pytest.raises(Refused) as caught:
        close(course, **fields)
    assert field in caught.value.messages
    assert {state for state, _number in rows(course)} == {"accepted"}
    assert not CandidateEvent.objects.filter(kind=EventKind.TRAINED).exists()


def test_a_number_is_given_once(course):
    other = EnrolmentFactory(training_class__organisation=course.foreign_commune, state="passed")
    Enrolment.objects.filter(pk=other.pk).update(certificate_number="02/GCN")
    with pytest.raises(Refused, match="02/GCN"):
        close(course)
    close(course, first_number="03")


def test_a_meeting_without_a_roll_is_asked_about_and_does_not_count(course):
    ClassSessionFactory(training_class=course.course, on=date(2026, 3, 22))
    with pytest.raises(Asked, match="22/03/2026"):
        close(course)
    assert len(close(course, confirmed=True).passed) == 2


def test_closed_once_by_whom_it_was_seen(course):
    with pytest.raises(Stale):
        close(course, version=7)
    close(course)
    with pytest.raises(Refused):
        close(course, version=2, first_number="11")
    stranger = UserFactory(role=RoleCode.TRAINING_STAFF, organisation=course.foreign_commune)
    with pytest.raises(Refused):
        reopen_class(by=stranger, training_class=course.course, version=2, reason="Nhầm")


def test_whom_the_guard_refuses_keeps_the_certificate_and_is_named(course):
    first = course.learners[0].candidate
    advance(
        by=None, on=date(2026, 5, 20), candidate=first, step="recognise", version=first.version, document_number="1-NQ"
    )
    closing = close(course)
    ((learner, sentence),) = closing.unrecorded
    assert learner.candidate_id == first.pk
    assert "20/05/2026" in sentence
    assert rows(course)[0] == ("passed", "01/GCN")
    assert Enrolment.objects.get(pk=learner.pk).event is None
    assert Candidate.objects.get(pk=first.pk).stage == Stage.SYMPATHISER


def test_a_learner_from_elsewhere_is_recorded_by_their_own_place(course):
    away = CandidateFactory(organisation=course.foreign_branch, full_name="Lê Thị Xa")
    EnrolmentFactory(training_class=course.course, candidate=away, essay=Decimal(9))
    Attendance.objects.all().delete()
    closing = close(course, confirmed=True)
    assert [learner.candidate_id for learner, _sentence in closing.unrecorded] == [away.pk]
    assert Candidate.objects.get(pk=away.pk).stage == Stage.NOMINATED


def test_taken_again_the_new_certificate_takes_the_place_of_the_old(course):
    person = course.learners[0].candidate
    Candidate.objects.filter(pk=person.pk).update(
        stage=Stage.DOSSIER, certificate_number="7/CU", certificate_date=date(2020, 1, 1)
    )
    close(course)
    renewed = Candidate.objects.get(pk=person.pk)
    assert (renewed.stage, renewed.certificate_number, renewed.certificate_date) == (Stage.DOSSIER, "01/GCN", DAY)
    reopen_class(by=course.clerk, training_class=course.course, version=2, reason="Nhầm số")
    back = Candidate.objects.get(pk=person.pk)
    assert (back.certificate_number, back.certificate_date) == ("7/CU", date(2020, 1, 1))


def test_new_members_finish_their_class_within_their_stage(tree, frozen_today):
    fact = AdmissionFactory(organisation=tree.branch, decision_date=date(2025, 11, 1))
    learner = EnrolmentFactory(
        training_class__organisation=tree.commune, training_class__kind=ClassKind.NEW_MEMBER,
        candidate=fact.candidate, grade="excellent",
    )  # fmt: skip
    close_class(
        by=None, on=DAY, training_class=learner.training_class, version=1, result_number="6-QĐ", first_number="1",
        suffix="/ĐVM",
    )  # fmt: skip
    row = Enrolment.objects.get(pk=learner.pk)
    assert (row.event.kind, row.certificate_number, row.certificate_until) == (EventKind.MEMBER_TRAINED, "1/ĐVM", None)
    assert Candidate.objects.get(pk=fact.candidate.pk).stage == Stage.PROBATIONARY


def test_opened_again_everything_is_as_before_and_the_numbers_are_free(course):
    close(course)
    with pytest.raises(Refused):
        reopen_class(by=course.clerk, training_class=course.course, version=2, reason="  ")
    reopen_class(by=course.clerk, training_class=course.course, version=2, reason="Sai danh sách")
    assert rows(course) == [("accepted", "")] * 3
    person = Candidate.objects.get(pk=course.learners[0].candidate_id)
    assert (person.stage, person.certificate_number, person.certificate_date) == (Stage.NOMINATED, "", None)
    assert CandidateEvent.objects.filter(kind=EventKind.REVERSED, data__reason="Sai danh sách").count() == 2
    assert TrainingClass.objects.get(pk=course.course.pk).state == ClassState.RUNNING
    close(course, version=3)
    assert Enrolment.objects.filter(state=EnrolmentState.PASSED).count() == 2


def test_not_opened_again_when_more_has_happened_since(course):
    close(course)
    person = Candidate.objects.get(pk=course.learners[1].candidate_id)
    advance(by=None, on=date(2026, 6, 1), candidate=person, step="recognise", version=person.version,
            document_number="2-NQ")  # fmt: skip
    with pytest.raises(Refused, match="Lê Thị Bình"):
        reopen_class(by=course.clerk, training_class=course.course, version=2, reason="Nhầm")
    assert [state for state, _number in rows(course)] == ["passed", "passed", "failed"]
    assert Candidate.objects.get(pk=course.learners[0].candidate_id).stage == Stage.TRAINED
