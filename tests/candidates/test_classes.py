"""The life of a class: what may be planned, called, opened, cancelled, and who sees it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from candidates.domain import classes
from candidates.domain.classes import amend_class, call_class, cancel_class, open_class, plan_class
from candidates.models import ClassState, Enrolment, EnrolmentState, TrainingClass
from membership.domain.copies import copies, differing
from membership.domain.errors import Refused, Stale
from membership.domain.reorganise import move
from membership.models import Activity, Notice, RoleCode
from tests.factories import CandidateFactory, EnrolmentFactory, TrainingClassFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
TODAY = date(2026, 7, 15)
PLAN = {
    "code": "NTVĐ-01",
    "name": "Lớp nhận thức khóa 1",
    "kind": "awareness",
    "hours": "sundays",
    "seats": 40,
    "opens_on": date(2026, 8, 2),
    "closes_on": date(2026, 9, 20),
}


@pytest.fixture
def staff(tree):
    return UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)


def planned(tree, **fields):
    return TrainingClassFactory(
        organisation=tree.commune, state=ClassState.PLANNED, opens_on=date(2026, 8, 2), closes_on=date(2026, 9, 20),
        **fields,
    )  # fmt: skip


def test_a_class_goes_through_its_life(tree, staff, frozen_today):
    made = plan_class(by=staff, organisation=tree.commune, **PLAN)
    assert (made.state, made.organisation_path) == (ClassState.PLANNED, tree.commune.path)
    called = call_class(
        by=staff, on=TODAY, training_class=made, version=made.version, number="12-TB/TTCT",
        enrol_until=date(2026, 7, 30),
    )  # fmt: skip
    assert (called.state, called.enrol_until) == (ClassState.CALLED, date(2026, 7, 30))
    EnrolmentFactory(training_class=made, candidate__organisation=tree.branch)
    frozen_today.move_to("2026-08-03 03:00Z")
    opened = open_class(by=staff, on=date(2026, 8, 3), training_class=made, version=called.version)
    assert (opened.state, opened.opens_on) == (ClassState.RUNNING, date(2026, 8, 3))
    assert list(Activity.objects.order_by("pk").values_list("action", flat=True)) == [
        "class.planned", "class.called", "class.opened",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"code": " "}, "code"),
        ({"name": ""}, "name"),
        ({"name": "x" * 161}, "name"),
        ({"kind": "cooking"}, "kind"),
        ({"hours": "midnight"}, "hours"),
        ({"seats": 0}, "seats"),
        ({"seats": 2001}, "seats"),
        ({"seats": None}, "seats"),
        ({"closes_on": date(2026, 8, 1)}, "closes_on"),
        ({"closes_on": date(2028, 8, 1)}, "closes_on"),
        ({"opens_on": None}, "opens_on"),
    ],
)
def test_what_cannot_be_planned(tree, staff, said, field):
    with pytest.raises(Refused) as refusal:
        plan_class(by=staff, organisation=tree.commune, **PLAN | said)
    assert list(refusal.value.messages) == [field]
    assert not TrainingClass.objects.exists()


def test_everything_wrong_is_said_at_once(tree, staff):
    with pytest.raises(Refused) as refusal:
        plan_class(
            by=staff, organisation=tree.commune, **PLAN | {"code": "", "seats": 0, "closes_on": date(2026, 1, 1)}
        )
    assert set(refusal.value.messages) == {"code", "seats", "closes_on"}


def test_a_code_is_given_once_by_one_holder(tree, staff):
    plan_class(by=staff, organisation=tree.commune, **PLAN)
    with pytest.raises(Refused, match="đã dùng"):
        plan_class(by=staff, organisation=tree.commune, **PLAN)
    plan_class(by=None, organisation=tree.sibling_commune, **PLAN)


def test_only_who_holds_the_class_writes(tree):
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    other = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.sibling_commune)
    made = planned(tree)
    for by in (secretary, other):
        with pytest.raises(Refused, match="quyền"):
            plan_class(by=by, organisation=tree.commune, **PLAN)
        with pytest.raises(Refused, match="quyền"):
            cancel_class(by=by, training_class=made, version=1, reason="x")


@pytest.mark.parametrize("act", ["amend", "call", "open", "cancel"])
def test_whoever_saw_an_older_class_is_told(tree, staff, act):
    made = planned(tree)
    TrainingClass.objects.update(version=2)
    acts = {
        "amend": lambda: amend_class(by=staff, training_class=made, version=1, name="Khác"),
        "call": lambda: call_class(
            by=staff, on=TODAY, training_class=made, version=1, number="1", enrol_until=date(2026, 7, 20)
        ),
        "open": lambda: open_class(by=staff, on=TODAY, training_class=made, version=1),
        "cancel": lambda: cancel_class(by=staff, training_class=made, version=1, reason="thiếu giảng viên"),
    }
    with pytest.raises(Stale):
        acts[act]()


@pytest.mark.parametrize(
    ("number", "on", "until", "fields"),
    [
        ("", TODAY, date(2026, 7, 30), {"number"}),
        ("1", None, date(2026, 7, 30), {"on"}),
        ("1", TODAY + timedelta(days=1), date(2026, 7, 30), {"on"}),
        ("1", TODAY, None, {"enrol_until"}),
        ("1", TODAY, TODAY - timedelta(days=1), {"enrol_until"}),
        ("1", TODAY, date(2026, 8, 3), {"enrol_until"}),
        ("", None, None, {"number", "on", "enrol_until"}),
    ],
)
def test_what_a_call_needs(tree, staff, number, on, until, fields):
    with pytest.raises(Refused) as refusal:
        call_class(by=staff, on=on, training_class=planned(tree), version=1, number=number, enrol_until=until)
    assert set(refusal.value.messages) == fields


def test_the_last_day_for_names_may_be_the_day_of_the_call_and_the_opening_day(tree, staff):
    for until in (TODAY, date(2026, 8, 2)):
        call_class(by=staff, on=TODAY, training_class=planned(tree), version=1, number="1", enrol_until=until)


def test_a_class_without_learners_does_not_open(tree, staff):
    made = planned(tree)
    with pytest.raises(Refused, match="Chưa xếp ai"):
        open_class(by=staff, on=TODAY, training_class=made, version=1)


def test_seats_are_never_fewer_than_taken(tree, staff):
    made = planned(tree, seats=5)
    for _number in range(3):
        EnrolmentFactory(training_class=made, candidate__organisation=tree.branch)
    with pytest.raises(Refused) as refusal:
        amend_class(by=staff, training_class=made, version=1, seats=2)
    assert "Đã xếp 3 người" in refusal.value.messages["seats"][0]
    amend_class(by=staff, training_class=made, version=1, seats=3)
    assert TrainingClass.objects.get().seats == 3


def test_more_seats_take_in_who_waited_longest_and_they_are_told(tree, staff):
    made = planned(tree, seats=1, created_by=staff)
    EnrolmentFactory(training_class=made, candidate__organisation=tree.branch)
    queue = [
        EnrolmentFactory(
            training_class=made, state="waiting", candidate__organisation=tree.branch,
            queued_at=f"2026-07-0{day} 10:00Z",
        )
        for day in (3, 1, 2)
    ]  # fmt: skip
    amend_class(by=staff, training_class=made, version=1, seats=3)
    states = [Enrolment.objects.get(pk=one.pk).state for one in queue]
    assert states == ["waiting", "accepted", "accepted"]
    made.refresh_from_db()
    assert made.taken == classes.seated(made) == 3
    assert Notice.objects.filter(user=staff).count() == 2
    assert not Notice.objects.filter(title__contains=queue[1].candidate.full_name).exists()


def test_the_kind_stays_once_there_are_learners(tree, staff):
    made = planned(tree)
    amend_class(by=staff, training_class=made, version=1, kind="new_member")
    EnrolmentFactory(training_class=made, candidate__organisation=tree.branch, state="nominated")
    with pytest.raises(Refused) as refusal:
        amend_class(by=staff, training_class=made, version=2, kind="awareness")
    assert "kind" in refusal.value.messages


def test_a_class_not_held_sets_everybody_free(tree, staff):
    made = planned(tree)
    learners = [
        EnrolmentFactory(training_class=made, state=state, candidate__organisation=tree.branch)
        for state in ("nominated", "accepted", "waiting", "refused")
    ]
    cancel_class(by=staff, training_class=made, version=1, reason="không đủ học viên")
    made.refresh_from_db()
    assert (made.state, made.taken, classes.seated(made)) == (ClassState.CANCELLED, 0, 0)
    assert [Enrolment.objects.get(pk=one.pk).state for one in learners] == ["withdrawn"] * 3 + ["refused"]
    with pytest.raises(Refused):
        cancel_class(by=staff, training_class=made, version=made.version, reason="lần nữa")


def test_a_class_with_results_is_not_cancelled(tree, staff):
    made = planned(tree)
    EnrolmentFactory(training_class=made, state=EnrolmentState.PASSED, candidate__organisation=tree.branch)
    with pytest.raises(Refused, match="kết quả"):
        cancel_class(by=staff, training_class=made, version=1, reason="x")


def test_a_move_of_the_holder_takes_the_learners_copies_along(tree):
    made = planned(tree)
    learner = EnrolmentFactory(training_class=made, candidate__organisation=tree.foreign_branch)
    move(by=None, on=TODAY, organisation=tree.commune, parent=tree.sibling_commune, version=1)
    learner.refresh_from_db()
    tree.commune.refresh_from_db()
    assert learner.class_path == tree.commune.path
    assert not any(differing(copy).exists() for copy in copies())


# --- pages -----------------------------------------------------------------------------------------------------------
def test_a_branch_sees_the_call_of_committees_above_but_only_its_own_learners(tree, as_role):
    made = TrainingClassFactory(organisation=tree.province, state=ClassState.CALLED, name="Lớp của tỉnh")
    ours = CandidateFactory(organisation=tree.branch, full_name="Lò Thị Của Ta")
    theirs = CandidateFactory(organisation=tree.sibling_branch, full_name="Vàng Văn Của Bạn")
    for person in (ours, theirs):
        EnrolmentFactory(training_class=made, candidate=person, state="nominated")
    TrainingClassFactory(organisation=tree.sibling_commune, name="Lớp của xã bên")
    client = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    listed = client.get(reverse("candidates:class.list")).content.decode()
    assert "Lớp của tỉnh" in listed
    assert "Lớp của xã bên" not in listed
    shown = client.get(reverse("candidates:class.detail", args=[made.pk])).content.decode()
    assert "Lò Thị Của Ta" in shown
    assert "Vàng Văn Của Bạn" not in shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("loai=awareness", {"A"}),
        ("trang-thai=running", {"B"}),
        ("trang-thai=dang-mo", {"A", "B"}),
        ("gio=sundays", {"A"}),
        ("nam=2025", {"C"}),
        ("q=cong nhan", {"A"}),
    ],
)
def test_classes_are_found(tree, as_role, query, shown):
    common = {"organisation": tree.commune}
    TrainingClassFactory(
        **common, name="Lớp A", state="called", hours="sundays", target_group="Công nhân", kind="awareness"
    )
    TrainingClassFactory(**common, name="Lớp B", kind="new_member")
    TrainingClassFactory(
        **common, name="Lớp C", state="closed", kind="new_member", opens_on=date(2025, 3, 1), closes_on=date(2025, 3, 9)
    )
    client = as_role(RoleCode.LEADER, tree.commune)
    page = client.get(f"{reverse('candidates:class.list')}?{query}").content.decode()
    assert {letter for letter in "ABC" if f"Lớp {letter}" in page} == shown


def test_a_class_is_planned_called_and_opened_by_its_pages(tree, as_role):
    client = as_role(RoleCode.TRAINING_STAFF, tree.commune)
    sent = {
        **PLAN, "organisation": tree.commune.code, "opens_on": "02082026", "closes_on": "20/09/2026",
    }  # fmt: skip
    wrong = client.post(reverse("candidates:class.new"), sent | {"seats": "0"})
    assert wrong.status_code == 422
    client.post(reverse("candidates:class.new"), sent)
    made = TrainingClass.objects.get()
    assert made.opens_on == date(2026, 8, 2)
    call = {"number": "3-TB", "on": "15/07/2026", "enrol_until": "01/08/2026", "version": made.version}
    where = reverse("candidates:class.call", args=[made.pk])
    assert client.post(where, call | {"version": 99}).status_code == 409
    assert client.post(where, call).status_code == 302
    edit = reverse("candidates:class.edit", args=[made.pk])
    assert client.get(edit).status_code == 200
    made.refresh_from_db()
    changed = sent | {"seats": "50", "enrol_until": "31/07/2026", "version": made.version}
    assert client.post(edit, changed).status_code == 302
    made.refresh_from_db()
    assert (made.seats, made.enrol_until) == (50, date(2026, 7, 31))
    cancel = reverse("candidates:class.cancel", args=[made.pk])
    assert client.post(cancel, {"reason": "", "version": made.version}).status_code == 422
    assert client.post(cancel, {"reason": "lũ lụt", "version": made.version}).status_code == 302
    made.refresh_from_db()
    assert made.state == ClassState.CANCELLED
