"""No silent pass: an unmet condition blocks with its paragraph; who has the right may let it pass, on a document."""

from datetime import date

import pytest

from candidates.domain.guard import Unfulfilled, Waiver
from candidates.domain.progress import ManyRefused, advance, advance_all, reverse
from candidates.domain.register import register
from candidates.models import EventKind, Override, Stage
from membership.domain.errors import Refused
from membership.models import MemberStatus, RoleCode
from tests.factories import (
    CandidateFactory,
    UserFactory,
    complete_dossier,
    complete_probation,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
VOTE = {"members": 3, "in_favour": 3, "present": 3}
BASE_VOTE = {"members": 9, "in_favour": 8}
REASON = Waiver("Cấp trên đồng ý cho bổ sung sau", "12-CV/ĐU", date(2025, 9, 1))


def start(organisation):
    return register(
        by=None, on=date(2024, 3, 1), organisation=organisation, full_name="Trần Thị Thử",
        attributes={"born_on": date(1995, 4, 2), "sex": "female"},
    )  # fmt: skip


def go(candidate, step, on, by=None, **fields):
    fields.setdefault("document_number", "1-NQ")
    return advance(by=by, on=on, candidate=candidate, step=step, version=candidate.version, **fields)


def at_dossier(tree):
    candidate = start(tree.branch)
    candidate = go(candidate, "recognise", date(2024, 4, 1))
    candidate = go(candidate, "train", date(2024, 9, 1))
    return go(candidate, "open_dossier", date(2025, 1, 6))


def proposed(tree):
    candidate = complete_dossier(at_dossier(tree), date(2025, 3, 3))
    candidate = go(candidate, "conclude_history", date(2025, 3, 1))
    return go(candidate, "branch_propose", date(2025, 3, 3), data={"ballot": {**VOTE, "members": 3}})


def probationer(tree):
    candidate = go(proposed(tree), "base_propose", date(2025, 3, 20), data={"ballot": BASE_VOTE})
    candidate = go(candidate, "decide", date(2025, 4, 8), data={"decided_by": tree.province.pk})
    return go(candidate, "hold_ceremony", date(2025, 4, 29))


def test_the_whole_way_under_the_law(tree):
    candidate = probationer(tree)
    candidate = go(candidate, "train_member", date(2026, 1, 9))
    complete_probation(candidate, date(2026, 4, 30))
    candidate = go(candidate, "propose_official", date(2026, 4, 30), data={"ballot": VOTE})
    candidate = go(candidate, "base_propose_official", date(2026, 5, 8))
    candidate = go(candidate, "make_official", date(2026, 5, 20), data={"decided_by": tree.province.pk})
    candidate.refresh_from_db()
    assert candidate.stage == Stage.OFFICIAL
    assert candidate.member.official_on == date(
        2026, 4, 29
    )  # the day the twelve months ended, not that of the decision
    assert candidate.member.status == MemberStatus.OFFICIAL
    assert {event.rules for event in candidate.events.exclude(kind=EventKind.NOMINATED)} == {
        "24-QĐ/TW", "232-QĐ/TW", "294-QĐ/TW", "20-QĐ/TW",
    }  # fmt: skip
    assert {paper.form for paper in candidate.papers.current()} >= {
        "1-KNĐ",
        "6-KNĐ",
        "8-KNĐ",
        "9-KNĐ",
        "13-KNĐ",
        "16-KNĐ",
    }
    assert not Override.objects.exists()


def test_everything_that_is_missing_is_said_at_once_with_its_paragraph(tree):
    candidate = at_dossier(tree)
    with pytest.raises(Unfulfilled) as refused:
        go(candidate, "branch_propose", date(2025, 3, 3))
    codes = {each.code for each in refused.value.unmet}
    assert codes == {"education", "order", "opinions", "introduced", "mentored", "history", "branch_vote"}
    assert all(each.source.text and each.mend for each in refused.value.unmet)
    candidate.refresh_from_db()
    assert candidate.stage == Stage.DOSSIER


def test_a_waiver_needs_the_right_a_reason_and_a_document(tree):
    candidate = at_dossier(tree)
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    with pytest.raises(Refused, match="không có quyền cho qua"):
        go(candidate, "branch_propose", date(2025, 3, 3), by=secretary, waiver=REASON)
    with pytest.raises(Refused) as refused:
        go(candidate, "branch_propose", date(2025, 3, 3), by=clerk, waiver=Waiver(" ", ""))
    assert set(refused.value.messages) == {"waiver_reason", "waiver_number"}
    candidate = go(candidate, "branch_propose", date(2025, 3, 3), by=clerk, waiver=REASON)
    assert candidate.stage == Stage.BRANCH_PROPOSED
    rows = Override.objects.standing()
    assert {(row.reason, row.document_number, row.recorded_by_id) for row in rows} == {
        (REASON.reason, REASON.document_number, clerk.pk)
    }
    assert all(row.message and row.source for row in rows)
    event = candidate.events.get(kind=EventKind.BRANCH_PROPOSED)
    candidate = reverse(by=clerk, candidate=candidate, event=event, reason="Ghi nhầm", version=candidate.version)
    assert Override.objects.exists()
    assert not Override.objects.standing().exists()
    assert not candidate.papers.current().filter(form="6-KNĐ").exists()


@pytest.mark.parametrize(
    ("ballot", "field"),
    [
        ({"members": 3, "in_favour": 4}, "ballot"),
        ({"members": 3, "in_favour": 2, "present": 5}, "ballot"),
        ({"members": 9, "in_favour": 9}, "members"),  # the register has three official members
    ],
)
def test_votes_that_do_not_add_up(tree, ballot, field):
    candidate = complete_dossier(at_dossier(tree), date(2025, 3, 3))
    candidate = go(candidate, "conclude_history", date(2025, 3, 1))
    with pytest.raises(Refused) as refused:
        go(candidate, "branch_propose", date(2025, 3, 3), data={"ballot": ballot})
    assert list(refused.value.messages) == [field]
    with pytest.raises(Unfulfilled, match="cần ít nhất 2"):
        go(candidate, "branch_propose", date(2025, 3, 3), data={"ballot": {"members": 3, "in_favour": 1}})


def test_a_committee_without_authority(tree):
    candidate = go(proposed(tree), "base_propose", date(2025, 3, 20), data={"ballot": BASE_VOTE})
    for identifier, said in (
        (tree.commune.pk, "chưa được ủy quyền"),
        (tree.foreign_province.pk, "không phải cấp trên"),
        (tree.branch.pk, "không có thẩm quyền"),
    ):
        with pytest.raises(Refused, match=said):
            go(candidate, "decide", date(2025, 4, 8), data={"decided_by": identifier})


def test_who_acts_must_have_the_right_there(tree):
    candidate = proposed(tree)
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    with pytest.raises(Refused, match="là việc của Đảng ủy xã An Bình 1"):
        go(candidate, "base_propose", date(2025, 3, 20), by=secretary, data={"ballot": BASE_VOTE})
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    candidate = go(candidate, "base_propose", date(2025, 3, 20), by=clerk, data={"ballot": BASE_VOTE})
    event = candidate.events.get(kind=EventKind.BASE_PROPOSED)
    assert event.acted_by == tree.commune
    with pytest.raises(Refused, match="đồng chí không bỏ được"):
        reverse(by=secretary, candidate=candidate, event=event, reason="x", version=candidate.version)


def test_a_late_ceremony_needs_the_consent_from_above(tree):
    candidate = go(proposed(tree), "base_propose", date(2025, 3, 20), data={"ballot": BASE_VOTE})
    candidate = go(candidate, "decide", date(2025, 4, 8), data={"decided_by": tree.province.pk})
    with pytest.raises(Unfulfilled, match="Quá hạn"):
        go(candidate, "hold_ceremony", date(2025, 6, 30))
    candidate = go(candidate, "hold_ceremony", date(2025, 6, 30), data={"late_consent": "3-CV/TU"})
    assert candidate.stage == Stage.PROBATIONARY


def test_one_resolution_twelve_names(tree):
    people = []
    for number in range(12):
        candidate = CandidateFactory(organisation=tree.branch, full_name=f"Lê Văn Thử {number}")
        people.append((candidate, candidate.version))
    advance_all(by=None, on=date(2026, 6, 5), candidates=people, step="recognise", document_number="9-NQ/CB")
    assert {candidate.events.last().document_number for candidate, _version in people} == {"9-NQ/CB"}
    people = [(candidate, candidate.version + 1) for candidate, _version in people]
    people[3] = (people[3][0], 1)
    with pytest.raises(ManyRefused) as refused:
        advance_all(by=None, on=date(2026, 6, 6), candidates=people, step="train", document_number="1/GCN")
    assert list(refused.value.people) == [people[3][0].pk]
    people[0][0].refresh_from_db()
    assert people[0][0].stage == Stage.SYMPATHISER


def test_cancelled_for_a_wrong_procedure_is_done_again(tree):
    candidate = probationer(tree)
    again = go(candidate, "cancel", date(2025, 6, 2), data={"ground": "procedure"})
    again = go(again, "redo", date(2025, 6, 9))
    assert again.stage == Stage.DOSSIER
    assert again.events.filter(kind=EventKind.HISTORY_VERIFIED).exists()
    again = go(again, "branch_propose", date(2025, 6, 20), data={"ballot": {**VOTE, "members": 3}})
    assert again.stage == Stage.BRANCH_PROPOSED


def test_cancelled_for_a_wrong_standard_is_not(tree):
    candidate = go(probationer(tree), "cancel", date(2025, 6, 2), data={"ground": "standard"})
    with pytest.raises(Refused, match="Không ghi được"):
        go(candidate, "redo", date(2025, 6, 9))


def test_three_failed_votes_are_reported_upwards(tree):
    candidate = probationer(tree)
    candidate = go(candidate, "train_member", date(2026, 1, 9))
    complete_probation(candidate, date(2026, 4, 30))
    with pytest.raises(Refused, match="đủ để thông qua"):
        go(candidate, "fail_vote", date(2026, 5, 4), data={"ballot": VOTE})
    for day in (4, 11, 18):
        candidate = go(candidate, "fail_vote", date(2026, 5, day), data={"ballot": {"members": 3, "in_favour": 1}})
    with pytest.raises(Unfulfilled, match="Đã 3 lần biểu quyết"):
        go(candidate, "propose_official", date(2026, 5, 25), data={"ballot": VOTE})
    fourth = {"data": {"ballot": {"members": 3, "in_favour": 1}}}
    with pytest.raises(Unfulfilled, match="Đã 3 lần biểu quyết.*mục 4.2"):
        go(candidate, "fail_vote", date(2026, 5, 25), **fourth)
    candidate = go(candidate, "fail_vote", date(2026, 5, 25), waiver=REASON, **fourth)
    assert Override.objects.standing().get().condition == "votes_left_to_fail"


def test_before_the_ceremony_a_vote_may_fail_more_often(tree):
    candidate = at_dossier(tree)
    for day in range(4, 9):
        candidate = go(candidate, "fail_vote", date(2025, 5, day), data={"ballot": {"members": 3, "in_favour": 1}})
