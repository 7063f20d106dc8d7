"""From the branch's nomination to a seat, a place in the queue, and out again."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from candidates.domain import classes
from candidates.domain.enrolment_checks import Doubtful, PeopleRefused
from candidates.domain.enrolments import (
    accept_learners,
    confirm_learners,
    enrol_learners,
    nominate_learner,
    nominate_learners,
    refuse_learners,
    withdraw_learner,
)
from candidates.domain.learner_rules import certificate_until, needing
from candidates.domain.progress import move
from candidates.models import Candidate, ClassKind, ClassState, Enrolment, EventKind, Stage, TrainingClass
from membership.domain.errors import Refused, Stale
from membership.domain.worklist import work_of
from membership.models import Activity, Notice, RoleCode
from tests.factories import CandidateFactory, EnrolmentFactory, TrainingClassFactory, UserFactory, _event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
TODAY = date(2026, 7, 15)


@pytest.fixture
def people(tree):
    """Who acts: the branch, the base (the commune stands in for it), whoever holds the class (the province)."""
    return {
        "branch": UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch),
        "base": UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune),
        "holder": UserFactory(role=RoleCode.TRAINING_STAFF, organisation=tree.province),
    }


@pytest.fixture
def called(tree):
    return called_class(tree.province)


def called_class(organisation, **fields):
    return TrainingClassFactory(**{
        "organisation": organisation, "state": ClassState.CALLED, "seats": 2, "call_number": "1-TB",
        "call_date": date(2026, 7, 1), "enrol_until": date(2026, 7, 31), "opens_on": date(2026, 8, 2),
        "closes_on": date(2026, 9, 20), **fields,
    })  # fmt: skip


def state_of(row) -> str:
    return Enrolment.objects.get(pk=row.pk).state


def kept(training_class) -> bool:
    """Seats counted are seats held, never too many, and nobody waits beside a free one."""
    row = TrainingClass.objects.get(pk=training_class.pk)
    waiting = row.enrolments.filter(state="waiting").exists()
    return row.taken == classes.seated(row) <= row.seats and not (waiting and row.taken < row.seats)


def test_the_whole_way(tree, people, called):
    persons = [CandidateFactory(organisation=tree.branch) for _number in range(3)]
    rows = nominate_learners(by=people["branch"], on=TODAY, training_class=called, people=persons)
    assert {row.state for row in rows} == {"nominated"}
    confirm_learners(by=people["base"], on=TODAY, learners=rows)
    given = accept_learners(by=people["holder"], training_class=called, learners=rows)
    assert ([row.pk for row in given.accepted], [row.pk for row in given.waiting]) == (
        [rows[0].pk, rows[1].pk], [rows[2].pk],
    )  # fmt: skip
    assert kept(called)
    first = Enrolment.objects.get(pk=rows[0].pk)
    withdraw_learner(by=people["branch"], enrolment=first, reason="ốm", version=first.version)
    assert [state_of(row) for row in rows] == ["withdrawn", "accepted", "accepted"]
    assert kept(called)
    told = Notice.objects.filter(key__startswith="class.moved_up:")
    assert set(told.values_list("user", flat=True)) == {people["branch"].pk, people["base"].pk}
    assert Activity.objects.filter(action="enrolment.moved_up").count() == 1


def test_a_refused_learner_frees_the_seat_in_order_of_the_queue(tree, people, called):
    seated = [EnrolmentFactory(training_class=called, candidate__organisation=tree.branch) for _number in range(2)]
    later, sooner = (
        EnrolmentFactory(training_class=called, state="waiting", candidate__organisation=tree.branch, queued_at=moment)
        for moment in ("2026-07-02 08:00Z", "2026-07-02 07:59Z")
    )
    refuse_learners(by=people["holder"], on=TODAY, learners=seated[:1], reason="không đúng đối tượng")
    assert (state_of(sooner), state_of(later)) == ("accepted", "waiting")
    assert kept(called)


def test_who_may_do_what(tree, people, called):
    person = CandidateFactory(organisation=tree.branch)
    with pytest.raises(Refused, match="quyền"):
        nominate_learner(by=people["holder"], on=TODAY, training_class=called, candidate=person)
    row = nominate_learner(by=people["branch"], on=TODAY, training_class=called, candidate=person)
    for who in ("branch", "holder"):
        with pytest.raises(Refused, match="do"):
            confirm_learners(by=people[who], on=TODAY, learners=[row])
    confirm_learners(by=people["base"], on=TODAY, learners=[row])
    for who in ("branch", "base"):
        with pytest.raises(Refused, match="quyền"):
            accept_learners(by=people[who], training_class=called, learners=[row])
        with pytest.raises(Refused, match="nơi mở lớp"):
            refuse_learners(by=people[who], on=TODAY, learners=[row], reason="x")
    stranger = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.sibling_commune)
    row.refresh_from_db()
    with pytest.raises(Refused, match="quyền"):
        withdraw_learner(by=stranger, enrolment=row, reason="x", version=row.version)


def test_a_branch_that_is_the_base_itself_needs_no_answer(tree):
    tree.branch.kind = "Chi bộ cơ sở"
    tree.branch.save()
    held = called_class(tree.province)
    person = CandidateFactory(organisation=tree.branch)
    row = nominate_learner(by=None, on=TODAY, training_class=held, candidate=person)
    assert (row.state, row.confirmed_on) == ("confirmed", TODAY)


@pytest.mark.parametrize(
    ("kind", "stage", "goes"),
    [
        (ClassKind.AWARENESS, Stage.NOMINATED, True),
        (ClassKind.AWARENESS, Stage.SYMPATHISER, True),
        (ClassKind.AWARENESS, Stage.BASE_PROPOSED, True),
        (ClassKind.AWARENESS, Stage.DECIDED, False),
        (ClassKind.AWARENESS, Stage.PROBATIONARY, False),
        (ClassKind.AWARENESS, Stage.REMOVED, False),
        (ClassKind.NEW_MEMBER, Stage.PROBATIONARY, True),
        (ClassKind.NEW_MEMBER, Stage.DECIDED, False),
        (ClassKind.NEW_MEMBER, Stage.OFFICIAL, False),
        (ClassKind.NEW_MEMBER, Stage.SYMPATHISER, False),
    ],
)
def test_who_sits_in_which_class(tree, kind, stage, goes):
    held, person = called_class(tree.province, kind=kind), CandidateFactory(organisation=tree.branch)
    Candidate.objects.update(stage=stage)
    if goes:
        nominate_learner(by=None, on=TODAY, training_class=held, candidate=person)
    else:
        with pytest.raises(PeopleRefused, match="không thuộc đối tượng"):
            nominate_learner(by=None, on=TODAY, training_class=held, candidate=person)


def test_nobody_is_twice_in_one_class_but_may_come_back(tree, called):
    person = CandidateFactory(organisation=tree.branch)
    row = nominate_learner(by=None, on=TODAY, training_class=called, candidate=person)
    with pytest.raises(PeopleRefused, match="đã có tên trong lớp này"):
        nominate_learner(by=None, on=TODAY, training_class=called, candidate=person)
    refuse_learners(by=None, on=TODAY, learners=[row], reason="để đợt sau")
    again = nominate_learner(by=None, on=TODAY, training_class=called, candidate=person)
    again.refresh_from_db()
    assert (again.pk, again.state, again.reason) == (row.pk, "nominated", "")


def test_all_of_them_or_nobody_with_what_is_wrong_with_each(tree, called):
    good, admitted, foreign = (
        CandidateFactory(organisation=place) for place in (tree.branch, tree.branch, tree.foreign_branch)
    )
    Candidate.objects.filter(pk=admitted.pk).update(stage=Stage.DECIDED)
    with pytest.raises(PeopleRefused) as refusal:
        nominate_learners(by=None, on=TODAY, training_class=called, people=[good, admitted, foreign])
    assert set(refusal.value.people) == {admitted.pk, foreign.pk}
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    ("given", "asks"),
    [(None, False), (date(2021, 7, 15), True), (date(2021, 7, 14), False), (date(2026, 7, 1), True)],
)
def test_a_certificate_that_is_still_good_has_to_be_confirmed(tree, called, given, asks):
    """60 months: of 15/7/2021 the last day is today."""
    person = CandidateFactory(organisation=tree.branch, certificate_date=given)
    assert needing(Candidate.objects.all(), ClassKind.AWARENESS, TODAY).exists() is not asks
    if asks:
        with pytest.raises(Doubtful, match="còn giá trị"):
            nominate_learner(by=None, on=TODAY, training_class=called, candidate=person)
    row = nominate_learner(by=None, on=TODAY, training_class=called, candidate=person, confirmed=asks)
    assert row.state == "nominated"


def test_a_new_member_who_was_taught_has_to_be_confirmed(tree):
    held, person = called_class(tree.province, kind="new_member"), CandidateFactory(organisation=tree.branch)
    _event(person, EventKind.MEMBER_TRAINED, Stage.PROBATIONARY, date(2026, 5, 1))
    assert not needing(Candidate.objects.all(), ClassKind.NEW_MEMBER, TODAY).exists()
    with pytest.raises(Doubtful, match="đã học"):
        nominate_learner(by=None, on=TODAY, training_class=held, candidate=person)


def test_a_name_in_another_open_class_has_to_be_confirmed(tree, called):
    person = CandidateFactory(organisation=tree.branch)
    nominate_learner(by=None, on=TODAY, training_class=called, candidate=person)
    with pytest.raises(Doubtful, match="đang có tên ở lớp"):
        nominate_learner(by=None, on=TODAY, training_class=called_class(tree.commune), candidate=person)


def test_how_long_a_certificate_is_good():
    assert certificate_until("awareness", date(2021, 7, 15)) == date(2026, 7, 15)
    assert certificate_until("awareness", date(2016, 5, 10)) == date(2021, 5, 10)  # no text known: the same length
    assert certificate_until("new_member", date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("fields", "on", "message"),
    [
        ({"state": "planned"}, TODAY, "kế hoạch"),
        ({"state": "running"}, TODAY, "đang học"),
        ({}, None, "Cần ghi ngày"),
        ({}, TODAY + timedelta(days=1), "sau ngày hôm nay"),
        ({}, date(2026, 6, 30), "trước ngày thông báo"),
        ({"enrol_until": date(2026, 7, 14)}, TODAY, "chỉ nhận danh sách"),
    ],
)
def test_when_branches_may_send_names(tree, fields, on, message):
    held = called_class(tree.province, **fields)
    with pytest.raises(Refused, match=message):
        nominate_learner(by=None, on=on, training_class=held, candidate=CandidateFactory(organisation=tree.branch))


def test_the_last_day_is_still_in_time(tree):
    held = called_class(tree.province, enrol_until=TODAY)
    nominate_learner(by=None, on=TODAY, training_class=held, candidate=CandidateFactory(organisation=tree.branch))


def test_nothing_is_answered_twice(tree, people, called):
    row = nominate_learner(
        by=people["branch"], on=TODAY, training_class=called, candidate=CandidateFactory(organisation=tree.branch)
    )
    with pytest.raises(PeopleRefused, match="hãy xem lại"):
        accept_learners(by=people["holder"], training_class=called, learners=[row])
    with pytest.raises(Refused, match="sau ngày này"):
        confirm_learners(by=people["base"], on=date(2026, 7, 14), learners=[row])
    confirm_learners(by=people["base"], on=TODAY, learners=[row])
    with pytest.raises(PeopleRefused, match="hãy xem lại"):
        confirm_learners(by=people["base"], on=TODAY, learners=[row])
    accept_learners(by=people["holder"], training_class=called, learners=[row])
    with pytest.raises(PeopleRefused):
        accept_learners(by=people["holder"], training_class=called, learners=[row])
    with pytest.raises(Stale):
        withdraw_learner(by=people["branch"], enrolment=row, reason="x", version=1)


def test_a_refusal_needs_its_reason(tree, called):
    row = nominate_learner(
        by=None, on=TODAY, training_class=called, candidate=CandidateFactory(organisation=tree.branch)
    )
    with pytest.raises(Refused) as refusal:
        refuse_learners(by=None, on=TODAY, learners=[row], reason=" ")
    assert "reason" in refusal.value.messages


def test_the_holder_chooses_directly(tree, people, called):
    persons = [CandidateFactory(organisation=place) for place in (tree.branch, tree.sibling_branch, tree.last_branch)]
    given = enrol_learners(by=people["holder"], on=TODAY, training_class=called, people=persons)
    assert (len(given.accepted), len(given.waiting)) == (2, 1)
    assert kept(called)
    with pytest.raises(PeopleRefused, match="không sinh hoạt trong"):
        foreign = CandidateFactory(organisation=tree.foreign_branch)
        enrol_learners(by=None, on=TODAY, training_class=called, people=[foreign])


def test_who_moves_takes_the_seat_along_and_leaves_the_results_behind(tree, people):
    person = CandidateFactory(organisation=tree.branch)
    running = EnrolmentFactory(candidate=person, training_class=called_class(tree.province))
    over = EnrolmentFactory(candidate=person, training_class=called_class(tree.province), state="failed")
    move(by=None, on=TODAY, candidate=person, organisation=tree.last_branch, version=person.version)
    running.refresh_from_db()
    over.refresh_from_db()
    assert (running.organisation, running.organisation_path) == (tree.last_branch, tree.last_branch.path)
    assert over.organisation == tree.branch


# --- pages -----------------------------------------------------------------------------------------------------------
def test_a_branch_nominates_on_its_page_and_sees_what_became_of_it(tree, as_role, called):
    client = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    mine = CandidateFactory(organisation=tree.branch, full_name="Sùng A Tráng", position="Trưởng bản")
    trained = CandidateFactory(organisation=tree.branch, full_name="Giàng Thị Mỷ", certificate_date=date(2025, 1, 1))
    other = CandidateFactory(organisation=tree.sibling_branch, full_name="Mùa A Páo")
    where = reverse("candidates:class.nominate", args=[called.pk])
    page = client.get(where).content.decode()
    assert "Sùng A Tráng" in page
    assert "Giàng Thị Mỷ" not in page
    assert "Mùa A Páo" not in page
    assert "Giàng Thị Mỷ" in client.get(f"{where}?tat-ca=1").content.decode()
    assert "Sùng A Tráng" not in client.get(f"{where}?tim=giang").content.decode()

    sent = {"on": "15/07/2026", "nguoi": [mine.pk, trained.pk]}
    doubt = client.post(where, sent)
    assert doubt.status_code == 422
    assert "Giàng Thị Mỷ đã có giấy chứng nhận còn giá trị đến 01/01/2030" in doubt.content.decode()
    assert client.post(where, sent | {"confirmed": "on"}).status_code == 302
    assert Enrolment.objects.get(candidate=mine).role == "Trưởng bản"
    assert client.post(where, {"on": "15/07/2026", "nguoi": [other.pk]}).status_code == 422
    assert client.post(where, {"on": "15/07/2026"}).status_code == 422
    assert not Enrolment.objects.filter(candidate=other).exists()
    shown = client.get(reverse("candidates:class.detail", args=[called.pk])).content.decode()
    assert "Chi bộ cử, chờ đảng ủy cơ sở" in shown


def test_the_base_and_the_holder_answer_many_at_once(tree, as_role, called):
    rows = [
        EnrolmentFactory(
            training_class=called, state="nominated", nominated_on=TODAY, candidate__organisation=tree.branch
        )
        for _number in range(4)
    ]
    keys = [row.pk for row in rows]
    base, holder = as_role(RoleCode.BASE_STAFF, tree.commune), as_role(RoleCode.TRAINING_STAFF, tree.province)
    where = reverse("candidates:class.confirm", args=[called.pk])
    assert base.get(where).content.decode().count('name="nguoi"') == 4
    assert base.post(where, {"on": "15/07/2026", "act": "khong", "nguoi": keys[:1]}).status_code == 422
    refused = {"on": "15/07/2026", "act": "khong", "nguoi": keys[:1], "reason": "đã có lớp khác"}
    assert base.post(where, refused).status_code == 302
    assert base.post(where, {"on": "15/07/2026", "act": "dong-y", "nguoi": keys[1:]}).status_code == 302
    assert base.post(where, {"on": "15/07/2026", "act": "dong-y", "nguoi": keys[1:]}).status_code == 422
    where = reverse("candidates:class.accept", args=[called.pk])
    assert holder.get(where).content.decode().count('name="nguoi"') == 3
    assert holder.post(where, {"on": "15/07/2026", "act": "dong-y", "nguoi": keys[1:]}).status_code == 302
    assert [state_of(row) for row in rows] == ["refused", "accepted", "accepted", "waiting"]
    out = reverse("candidates:enrolment.release", args=[keys[1]])
    version = Enrolment.objects.get(pk=keys[1]).version
    assert holder.post(out, {"reason": "bỏ học", "version": version}).status_code == 302
    assert [state_of(row) for row in rows] == ["refused", "withdrawn", "accepted", "accepted"]
    assert kept(called)


def test_the_work_list_says_whose_turn_it_is(tree, people, called):
    person = CandidateFactory(organisation=tree.branch)
    told = [item for item in work_of(people["branch"]) if "Cử người đi học" in item.title]
    assert [(item.count, item.due) for item in told] == [(1, date(2026, 7, 31))]
    row = nominate_learner(by=people["branch"], on=TODAY, training_class=called, candidate=person)
    assert not [item for item in work_of(people["branch"]) if "Cử người" in item.title]
    assert [item.count for item in work_of(people["base"]) if "chờ đảng ủy cơ sở" in item.title] == [1]
    confirm_learners(by=people["base"], on=TODAY, learners=[row])
    assert [item.count for item in work_of(people["holder"]) if "Xếp học viên" in item.title] == [1]


def test_the_persons_page_shows_the_classes(tree, as_role, called):
    client = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    person = CandidateFactory(organisation=tree.branch)
    where = reverse("candidates:candidate.detail", args=[person.pk])
    assert "Cần học" in client.get(where).content.decode()
    EnrolmentFactory(
        training_class=called, candidate=person, state="passed", certificate_number="9/GCN",
        certificate_date=date(2021, 1, 5), certificate_until=date(2026, 1, 5),
    )  # fmt: skip
    page = client.get(where).content.decode()
    assert called.name in page
    assert "9/GCN" in page
    assert "đã hết giá trị từ 05/01/2026" in page
