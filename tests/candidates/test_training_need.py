"""Who lacks a valid certificate, at the ends of months and in leap years; what came of classes."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from candidates.domain.learner_rules import certificate_until
from candidates.domain.training_need import LACKING, Need, by_place, counts, first_good, need_on, with_need
from candidates.domain.training_outcomes import in_time, outcomes_by_class, outcomes_by_place, total, trained
from candidates.models import Candidate, Circumstances, ClassKind, Enrolment, Stage
from membership.models import Organisation, RoleCode
from tests.factories import AdmissionFactory, CandidateFactory, EnrolmentFactory, TrainingClassFactory

TODAY = date(2026, 7, 15)


# --- arithmetic ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given_on", "today", "need"),
    [
        (None, TODAY, Need.NONE),
        (date(2021, 7, 15), TODAY, Need.EXPIRING),  # good on its last day
        (date(2021, 7, 14), TODAY, Need.EXPIRED),
        (date(2022, 1, 15), TODAY, Need.EXPIRING),  # runs out on 15/01/2027, six months on
        (date(2022, 1, 16), TODAY, Need.VALID),
        (date(2024, 2, 29), date(2029, 2, 28), Need.EXPIRING),  # the leap day ends on the 28th
        (date(2024, 2, 29), date(2029, 3, 1), Need.EXPIRED),
        (date(2023, 2, 28), date(2028, 2, 29), Need.EXPIRED),  # the 28th of a leap year is not its last day
        (date(2021, 8, 31), date(2026, 8, 31), Need.EXPIRING),
        (date(2021, 8, 31), date(2026, 9, 1), Need.EXPIRED),
    ],
)
def test_where_a_certificate_stands(given_on, today, need):
    assert need_on(given_on, today) == need


@given(st.dates(date(2022, 1, 1), date(2060, 12, 31)))
def test_the_first_certificate_still_good_is_a_true_boundary(day):
    first = first_good(day)
    assert certificate_until(ClassKind.AWARENESS, first) >= day
    assert certificate_until(ClassKind.AWARENESS, first - timedelta(days=1)) < day


@pytest.mark.parametrize(
    ("given_on", "decided_on", "months", "inside"),
    [
        (date(2026, 1, 31), date(2026, 7, 31), 6, True),
        (date(2026, 1, 31), date(2026, 8, 1), 6, False),
        (date(2025, 8, 31), date(2026, 2, 28), 6, True),  # February has no 31st
        (date(2025, 8, 31), date(2026, 3, 1), 6, False),
        (date(2024, 2, 29), date(2025, 2, 28), 12, True),
        (date(2026, 1, 31), date(2026, 1, 31), 6, True),
        (date(2026, 1, 31), date(2026, 1, 30), 24, False),  # decided before the class
        (date(2026, 1, 31), None, 24, False),
    ],
)
def test_admitted_within_the_months(given_on, decided_on, months, inside):
    assert in_time(given_on, decided_on, months) is inside


# --- queries ---------------------------------------------------------------------------------------------------------
def person(organisation, given_on=None, stage=Stage.SYMPATHISER, **fields) -> Candidate:
    made = CandidateFactory(organisation=organisation, **fields)
    Candidate.objects.filter(pk=made.pk).update(stage=stage, certificate_date=given_on)
    return made


def needs(kind=ClassKind.AWARENESS, today=TODAY) -> dict[int, str]:
    return dict(with_need(Candidate.objects.all(), kind, today).values_list("pk", "need"))


@pytest.mark.django_db
@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2029, 2, 28), date(2026, 8, 31), date(2027, 3, 1)])
def test_the_database_says_the_same_as_the_rule(tree, today):
    months_back = [date(today.year - 5, today.month, 28) + timedelta(days=step) for step in range(-32, 8)]
    later = [day + timedelta(days=184) for day in months_back]
    people = {person(tree.branch, day).pk: day for day in [None, *months_back, *later]}
    assert needs(today=today) == {pk: need_on(day, today).value for pk, day in people.items()}


@pytest.mark.django_db
def test_the_certificate_of_a_class_counts_though_the_step_was_not_recorded(tree):
    made = person(tree.branch, date(2015, 1, 1))
    EnrolmentFactory(
        training_class__organisation=tree.commune, candidate=made, state="passed", certificate_date=date(2026, 4, 28),
        certificate_number="1/GCN",
    )  # fmt: skip
    row = with_need(Candidate.objects.all(), ClassKind.AWARENESS, TODAY).get()
    assert (row.need, row.held_on) == (Need.VALID, date(2026, 4, 28))


@pytest.mark.django_db
def test_who_is_past_the_decision_or_gone_needs_no_class(tree):
    for stage in (Stage.DECIDED, Stage.OFFICIAL, Stage.REMOVED, Stage.PROBATIONARY):
        person(tree.branch, stage=stage)
    assert needs() == {}
    assert list(needs(ClassKind.NEW_MEMBER).values()) == [Need.NONE]


@pytest.mark.django_db
def test_counted_by_place_and_who_is_sent_already(tree):
    first, _second = person(tree.branch), person(tree.sibling_branch, date(2015, 1, 1))
    person(tree.other_branch)
    EnrolmentFactory(training_class__organisation=tree.commune, training_class__state="called", candidate=first,
                     state="nominated")  # fmt: skip
    EnrolmentFactory(training_class__organisation=tree.commune, training_class__state="cancelled", candidate=_second,
                     state="nominated")  # fmt: skip
    rows = with_need(Candidate.objects.all(), ClassKind.AWARENESS, TODAY)
    assert counts(rows) == {Need.NONE: 2, Need.EXPIRED: 1}
    told = by_place(rows, tree.province, (), Organisation.objects.all())
    assert [(each.organisation, each.none, each.expired, each.sent) for each in told] == [
        (tree.commune, 1, 1, 1), (tree.sibling_commune, 1, 0, 0),
    ]  # fmt: skip


@pytest.mark.django_db
def test_trained_then_admitted_is_counted_from_people(tree):
    early = AdmissionFactory(organisation=tree.branch, decision_date=date(2026, 1, 10))
    late = AdmissionFactory(organisation=tree.sibling_branch, decision_date=date(2026, 3, 1))
    before = AdmissionFactory(organisation=tree.branch, decision_date=date(2024, 1, 1))
    course = TrainingClassFactory(organisation=tree.commune)
    given_on = date(2025, 8, 31)
    for number, candidate in enumerate(
        [early.candidate, late.candidate, before.candidate, CandidateFactory(organisation=tree.branch)]
    ):
        EnrolmentFactory(training_class=course, candidate=candidate, state="passed", certificate_date=given_on,
                         certificate_number=f"{number}/GCN")  # fmt: skip
    EnrolmentFactory(training_class=course, candidate__organisation=tree.branch, state="failed")
    rows = trained(Enrolment.objects.all())
    (six,) = outcomes_by_class(rows, 6, TODAY)
    assert (six.subject, six.trained, six.admitted, six.pending, six.percent) == (course, 4, 1, 0, 25.0)
    (twelve,) = outcomes_by_class(rows, 12, TODAY)
    assert (twelve.admitted, twelve.pending) == (2, 2)
    places = outcomes_by_place(rows, 12, TODAY, place=tree.commune, tops=(), reachable=Organisation.objects.all())
    assert [(each.subject, each.trained, each.admitted) for each in places] == [
        (tree.branch, 3, 1), (tree.sibling_branch, 1, 1),
    ]  # fmt: skip
    assert (total(places).trained, total(places).admitted) == (4, 2)


# --- pages -----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_need_is_shown_filtered_and_exported(tree, as_role, frozen_today):
    shift = person(tree.branch, full_name="Lê Thị Ca", occupation="")
    Circumstances.objects.create(candidate=shift, shift_work=True)
    person(tree.branch, date(2021, 7, 14), full_name="Lê Thị Cũ")
    person(tree.branch, date(2026, 1, 1), full_name="Lê Thị Còn")
    person(tree.foreign_branch, full_name="Lê Thị Xa")
    called = TrainingClassFactory(organisation=tree.commune, state="called", name="Lớp khóa II")
    client = as_role(RoleCode.BASE_STAFF, tree.commune)
    url = reverse("candidates:training.need")
    page = client.get(url).content.decode()
    assert "Lê Thị Ca" in page and "Lê Thị Cũ" in page and "đến 14/07/2026" in page
    assert "Lê Thị Còn" not in page and "Lê Thị Xa" not in page
    assert reverse("candidates:class.nominate", args=[called.pk]) in page
    assert "Lê Thị Cũ" not in client.get(url, {"can": "none"}).content.decode()
    shifts = client.get(url, {"gio": "ca"}).content.decode()
    assert "Lê Thị Ca" in shifts and "Lê Thị Cũ" not in shifts
    assert 'Làm theo ca, cần lớp chủ nhật hoặc buổi tối</a> <strong class="tabular">1' in page
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(url, {"xuat": "xlsx"}).streaming_content)))
    cells = {str(cell.value) for row in book.active.iter_rows() for cell in row}
    assert {"Lê Thị Ca", "Lê Thị Cũ", "làm ca: chủ nhật, tối"} <= cells
    assert "Lê Thị Còn" not in cells


@pytest.mark.django_db
def test_who_may_not_read_details_sees_neither_work_nor_filter(tree, as_role, frozen_today):
    shift = person(tree.branch, full_name="Lê Thị Ca")
    Circumstances.objects.create(candidate=shift, shift_work=True)
    client = as_role(RoleCode.TRAINING_STAFF, tree.commune)
    page = client.get(reverse("candidates:training.need"), {"gio": "ca"}).content.decode()
    assert "Lê Thị Ca" in page
    assert "làm ca" not in page and "theo ca" not in page.lower() and 'name="gio"' not in page


@pytest.mark.django_db
def test_outcomes_open_to_the_people(tree, as_role, frozen_today):
    fact = AdmissionFactory(organisation=tree.branch, decision_date=date(2026, 1, 10), full_name="Lê Thị Vào")
    waiting = CandidateFactory(organisation=tree.branch, full_name="Lê Thị Chờ")
    course = TrainingClassFactory(organisation=tree.commune, name="Lớp khóa I")
    for number, candidate in enumerate([fact.candidate, waiting]):
        EnrolmentFactory(training_class=course, candidate=candidate, state="passed", certificate_date=date(2025, 9, 1),
                         certificate_number=f"{number}/GCN")  # fmt: skip
    client = as_role(RoleCode.LEADER, tree.commune)
    url = reverse("candidates:training.outcomes")
    page = client.get(url).content.decode()
    assert "Lớp khóa I" in page and "50" in page
    admitted = client.get(url, {"kq": "roi", "lop": course.pk}).content.decode()
    assert "Lê Thị Vào" in admitted and "Lê Thị Chờ" not in admitted
    assert client.get(url, {"thang": "999", "nam": "abc"}).status_code == 200


def test_what_is_lacking_is_everything_but_a_valid_one():
    assert set(Need) - set(LACKING) == {Need.VALID}
