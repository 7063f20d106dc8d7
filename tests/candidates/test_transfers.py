"""People who move in mid-procedure: offered, accepted, refused, chased; all clocks go on."""

from datetime import date

import pytest
from django.urls import reverse

from candidates.domain import transfers
from candidates.domain.conditions import moved_while_helped
from candidates.domain.dossier import load_dossier
from candidates.domain.progress import move
from candidates.domain.progress import reverse as take_back
from candidates.models import Admission, EventKind, Mentorship, Stage, Transfer, TransferMoment, TransferState
from membership.domain.errors import Refused, Stale
from membership.models import MemberStatus, RoleCode
from tests.candidates.test_conditions import BASE_VOTE, at_dossier, go, probationer, proposed, start
from tests.factories import MentorshipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
OFFERED, ANSWERED = date(2026, 7, 1), date(2026, 7, 10)


def offer(candidate, target=None, by=None, **fields):
    fields.setdefault("letter_number", "3-GGT/ĐU")
    return transfers.offer(by=by, on=OFFERED, candidate=candidate, version=candidate.version, target=target, **fields)


def accept(transfer, by=None, on=ANSWERED):
    return transfers.accept(by=by, on=on, transfer=transfer, version=transfer.version)


MOMENTS = {
    TransferMoment.HELPED: lambda tree: at_dossier(tree),
    TransferMoment.BRANCH_PROPOSED: lambda tree: proposed(tree),
    TransferMoment.BASE_PROPOSED: lambda tree: go(
        proposed(tree), "base_propose", date(2025, 3, 20), data={"ballot": BASE_VOTE}
    ),
    TransferMoment.DECIDED: lambda tree: go(
        go(proposed(tree), "base_propose", date(2025, 3, 20), data={"ballot": BASE_VOTE}),
        "decide", date(2025, 4, 8), data={"decided_by": tree.province.pk},
    ),
    TransferMoment.PROBATION: lambda tree: probationer(tree),
}  # fmt: skip


@pytest.mark.parametrize("moment", MOMENTS)
def test_at_each_moment_the_clocks_go_on(tree, moment):
    candidate = MOMENTS[moment](tree)
    before = (candidate.stage, candidate.stage_since, candidate.certificate_date)
    transfer = offer(candidate, tree.foreign_branch)
    assert (transfer.moment, transfer.state) == (moment, TransferState.OFFERED)
    candidate.refresh_from_db()
    assert candidate.organisation == tree.branch  # until somebody takes the person in
    candidate = accept(transfer)
    candidate.refresh_from_db()
    assert candidate.organisation == tree.foreign_branch
    assert candidate.organisation_path == tree.foreign_branch.path
    assert (candidate.stage, candidate.stage_since, candidate.certificate_date) == before
    assert moved_while_helped(load_dossier(candidate))
    assert not Mentorship.objects.filter(candidate=candidate, valid_to=None).exists()
    if moment == TransferMoment.PROBATION:
        member = candidate.member
        assert (member.organisation, member.status) == (tree.foreign_branch, MemberStatus.PROBATIONARY)
        assert member.joined_on == date(2025, 4, 29)
    if moment in (TransferMoment.DECIDED, TransferMoment.PROBATION):  # counted where the decision was made
        assert Admission.objects.current().get(candidate=candidate).organisation == tree.branch


def test_who_moves_before_the_decision_counts_for_the_new_place(tree):
    candidate = accept(offer(MOMENTS[TransferMoment.BASE_PROPOSED](tree), tree.foreign_branch))
    candidate = go(candidate, "decide", date(2026, 7, 12), data={"decided_by": tree.foreign_commune.pk})
    assert Admission.objects.current().get(candidate=candidate).organisation == tree.foreign_branch


def test_mentors_within_one_base_go_on(tree):
    candidate = at_dossier(tree)
    MentorshipFactory(candidate=candidate)
    accept(offer(candidate, tree.sibling_branch))
    assert Mentorship.objects.filter(candidate=candidate, valid_to=None).count() == 1


def test_out_of_the_tree(tree):
    transfer = offer(probationer(tree), target_text="Đảng ủy phường Thử, tỉnh khác")
    candidate = accept(transfer)
    candidate.refresh_from_db()
    assert candidate.stage == Stage.MOVED_AWAY
    assert candidate.member.status == MemberStatus.LEFT
    event = candidate.events.last()
    candidate = take_back(by=None, candidate=candidate, event=event, reason="Nhầm", version=candidate.version)
    transfer.refresh_from_db()
    assert transfer.state == TransferState.OFFERED
    candidate.member.refresh_from_db()
    assert candidate.member.status == MemberStatus.PROBATIONARY


def test_refused_with_a_reason_and_taken_back(tree):
    candidate = at_dossier(tree)
    transfer = offer(candidate, tree.foreign_branch)
    with pytest.raises(Refused, match="lý do"):
        transfers.refuse(by=None, on=ANSWERED, transfer=transfer, version=transfer.version, note=" ")
    transfer = transfers.refuse(by=None, on=ANSWERED, transfer=transfer, version=transfer.version, note="Không cư trú")
    candidate.refresh_from_db()
    assert (transfer.state, candidate.organisation, candidate.stage) == ("refused", tree.branch, Stage.DOSSIER)
    with pytest.raises(Stale):
        accept(transfer)
    take_back(by=None, candidate=candidate, event=candidate.events.last(), reason="Nhầm", version=candidate.version)
    transfer.refresh_from_db()
    assert accept(transfer).organisation == tree.foreign_branch


def test_reversing_the_arrival_brings_everything_back(tree):
    candidate = at_dossier(tree)
    mentorship = MentorshipFactory(candidate=candidate)
    transfer = offer(candidate, tree.foreign_branch)
    candidate = accept(transfer)
    candidate.refresh_from_db()
    event = candidate.events.last()
    assert event.kind == EventKind.MOVED
    take_back(by=None, candidate=candidate, event=event, reason="Nhầm", version=candidate.version)
    candidate.refresh_from_db()
    mentorship.refresh_from_db()
    transfer.refresh_from_db()
    assert (candidate.organisation, mentorship.valid_to, transfer.state) == (tree.branch, None, "offered")


def test_recalled_and_offered_elsewhere(tree):
    candidate = at_dossier(tree)
    transfer = offer(candidate, tree.foreign_branch)
    candidate.refresh_from_db()
    with pytest.raises(Refused, match="đang chờ trả lời"):
        offer(candidate, tree.sibling_branch)
    with pytest.raises(Refused, match="rút lại giấy ấy"):
        move(by=None, on=ANSWERED, candidate=candidate, organisation=tree.sibling_branch, version=candidate.version)
    transfer = transfers.remind(by=None, on=ANSWERED, transfer=transfer, version=transfer.version)
    assert (transfer.reminders, transfer.reminded_on) == (1, ANSWERED)
    with pytest.raises(Stale):
        transfers.recall(by=None, transfer=transfer, version=1, note="Không đi nữa")
    transfers.recall(by=None, transfer=transfer, version=transfer.version, note="Không đi nữa")
    assert offer(candidate, tree.sibling_branch).state == TransferState.OFFERED


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"target_text": ""}, "target"),
        ({"target_text": "x", "letter_number": " "}, "letter_number"),
        ({"target_text": "x", "letter_number": "9" * 61}, "letter_number"),
    ],
)
def test_a_letter_says_where_to_and_its_number(tree, said, field):
    with pytest.raises(Refused) as refused:
        offer(at_dossier(tree), **said)
    assert list(refused.value.messages) == [field]


def test_not_to_a_committee_nor_to_oneself(tree):
    candidate = at_dossier(tree)
    for target in (tree.branch, tree.foreign_commune):
        with pytest.raises(Refused) as refused:
            offer(candidate, target)
        assert list(refused.value.messages) == ["target"]
    with pytest.raises(Refused, match="Không giới thiệu"):
        offer(go(candidate, "remove", date(2025, 2, 1)), tree.foreign_branch)


def test_each_side_does_its_own_part(tree):
    old = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    new = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.foreign_branch)
    stranger = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.sibling_branch)
    transfer = offer(at_dossier(tree), tree.foreign_branch, by=old)
    with pytest.raises(Refused, match="do Chi bộ"):
        accept(transfer, by=old)
    with pytest.raises(Refused, match="do Chi bộ"):
        transfers.recall(by=new, transfer=transfer, version=transfer.version, note="x")
    assert Transfer.objects.visible_to(old).count() == Transfer.objects.visible_to(new).count() == 1
    assert not Transfer.objects.visible_to(stranger).exists()
    assert accept(transfer, by=new).organisation == tree.foreign_branch


def test_the_pages_of_both_sides(tree, as_role):
    candidate = start(tree.branch)
    old, new = (as_role(RoleCode.BRANCH_SECRETARY, place) for place in (tree.branch, tree.foreign_branch))
    url = reverse("candidates:transfer.new", args=[candidate.pk])
    assert old.get(url).status_code == 200
    answer = old.post(url, {"version": candidate.version, "on": "01/07/2026", "letter_number": ""})
    assert answer.status_code == 422
    fields = {
        "version": candidate.version,
        "on": "01/07/2026",
        "letter_number": "3-GGT",
        "target": tree.foreign_branch.code,
    }
    answer = old.post(url, fields)
    assert answer.status_code == 302
    transfer = Transfer.objects.get()
    assert old.post(url, fields).status_code == 409  # sent twice
    page = new.get(answer["Location"]).content.decode()
    assert "Đang chờ đồng chí trả lời" in page
    assert candidate.full_name in page
    assert reverse("candidates:candidate.detail", args=[candidate.pk]) not in page
    assert candidate.full_name in new.get(reverse("candidates:transfer.list") + "?chieu=den").content.decode()
    assert candidate.full_name not in new.get(reverse("candidates:transfer.list") + "?chieu=di").content.decode()
    act = reverse("candidates:transfer.act", args=[transfer.pk, "nhan"])
    assert old.post(act, {"version": transfer.version, "on": "10/07/2026"}).status_code == 422
    assert new.get(act).status_code == 200
    assert new.post(act, {"version": transfer.version, "on": "10/07/2026"}).status_code == 302
    assert new.get(reverse("candidates:candidate.detail", args=[candidate.pk])).status_code == 200
    assert old.get(reverse("candidates:candidate.detail", args=[candidate.pk])).status_code == 404
    assert new.get(reverse("candidates:transfer.act", args=[transfer.pk, "khac"])).status_code == 404
    for act in ("tu-choi", "nhac", "rut"):
        assert old.get(reverse("candidates:transfer.act", args=[transfer.pk, act])).status_code == 200
