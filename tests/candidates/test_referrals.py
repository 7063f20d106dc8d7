"""Between the workplace and the residence: asked, accepted or refused, chased; the person is in one list at a time."""

from datetime import date
from io import BytesIO

import pytest
from django.db.models import F
from django.urls import reverse
from openpyxl import load_workbook

from candidates.domain import referrals, transfers
from candidates.domain.progress import move
from candidates.domain.progress import reverse as take_back
from candidates.domain.referral_work import open_referrals
from candidates.models import (
    Admission,
    Candidate,
    Circumstances,
    EventKind,
    LocalRule,
    Mentorship,
    Referral,
    ReferralDirection,
    ReferralState,
)
from membership.domain.errors import Refused, Stale
from membership.models import Activity, MemberStatus, Organisation, RoleCode
from tests.candidates.test_conditions import at_dossier, go, probationer, proposed, start
from tests.factories import MentorshipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
OFFERED, ANSWERED = date(2026, 6, 20), date(2026, 7, 10)
HOME, WORK = ReferralDirection.TO_RESIDENCE, ReferralDirection.TO_WORKPLACE
LIST = reverse("candidates:referral.list")


def refer(candidate, target, by=None, **fields):
    candidate.refresh_from_db()
    said = {"on": OFFERED, "direction": HOME, "reason": "Làm ca, ở trọ xa", **fields}
    return referrals.refer(by=by, candidate=candidate, version=candidate.version, target=target, **said)


def accept(referral, by=None, on=ANSWERED, **fields):
    return referrals.accept_referral(by=by, on=on, referral=referral, version=referral.version, **fields)


def test_accepted_the_person_moves_and_the_clocks_go_on(tree):
    candidate = at_dossier(tree)
    before = (candidate.stage, candidate.stage_since, candidate.certificate_date)
    mentor = MentorshipFactory(candidate=candidate)
    referral = refer(candidate, tree.foreign_branch, letter_number="7-GT", shift_work=True)
    candidate.refresh_from_db()
    assert candidate.organisation == tree.branch  # until the other side says yes
    accept(referral)
    candidate.refresh_from_db()
    referral.refresh_from_db()
    assert (candidate.organisation, candidate.organisation_path) == (tree.foreign_branch, tree.foreign_branch.path)
    assert (candidate.stage, candidate.stage_since, candidate.certificate_date) == before
    assert (referral.state, referral.answered_on) == (ReferralState.ACCEPTED, ANSWERED)
    event = candidate.events.last()
    assert (event.kind, event.document_number, event.data) == (EventKind.MOVED, "7-GT", {"referral": referral.pk})
    assert Mentorship.objects.get(pk=mentor.pk).valid_to == ANSWERED  # helps elsewhere, so somebody new will


def test_who_moves_before_the_decision_counts_for_the_new_place_and_later_for_the_old(tree):
    candidate = accept(refer(proposed(tree), tree.foreign_branch))
    candidate = go(candidate, "base_propose", date(2026, 7, 11), data={"ballot": {"members": 9, "in_favour": 8}})
    go(candidate, "decide", date(2026, 7, 12), data={"decided_by": tree.foreign_province.pk})
    assert Admission.objects.current().get(candidate=candidate).organisation == tree.foreign_branch


def test_a_probationer_takes_the_membership_along(tree):
    candidate = probationer(tree)
    accept(refer(candidate, tree.foreign_branch))
    candidate.refresh_from_db()
    member = candidate.member
    assert (member.organisation, member.status) == (tree.foreign_branch, MemberStatus.PROBATIONARY)
    assert member.joined_on == date(2025, 4, 29)
    assert Admission.objects.current().get(candidate=candidate).organisation == tree.branch


def test_refused_with_a_reason_nothing_else_changes(tree):
    candidate = at_dossier(tree)
    referral = refer(candidate, tree.foreign_branch)
    how = {"by": None, "on": ANSWERED, "referral": referral, "version": referral.version}
    with pytest.raises(Refused) as refused:
        referrals.refuse_referral(**how, note=" ")
    assert set(refused.value.messages) == {"note"}
    with pytest.raises(Refused) as refused:
        referrals.refuse_referral(**how | {"on": date(2026, 6, 19)}, note="Không cư trú")
    assert set(refused.value.messages) == {"on"}
    referrals.refuse_referral(**how, note="Không cư trú ở đây")
    candidate.refresh_from_db()
    assert candidate.organisation == tree.branch
    with pytest.raises(Stale):
        accept(Referral.objects.get())
    assert refer(candidate, tree.sibling_branch).state == ReferralState.OFFERED  # and may be referred elsewhere


def test_reminded_and_recalled_by_who_asked(tree):
    referral = refer(at_dossier(tree), tree.foreign_branch)
    how = {"by": None, "referral": referral}
    for day in (None, date(2026, 6, 19), date(2026, 7, 16)):
        with pytest.raises(Refused):
            referrals.remind_referral(**how, on=day, version=referral.version)
    referral = referrals.remind_referral(**how, on=ANSWERED, version=referral.version)
    assert (referral.reminders, referral.reminded_on) == (1, ANSWERED)
    with pytest.raises(Stale):
        referrals.recall_referral(**how, version=1, note="Thôi")
    with pytest.raises(Refused, match="lý do"):
        referrals.recall_referral(**how, version=referral.version, note="")
    referral = referrals.recall_referral(**how, version=referral.version, note="Không chuyển nữa")
    assert (referral.state, referral.answered_on) == (ReferralState.RECALLED, None)


def test_nothing_double_with_a_transfer_a_move_or_another_referral(tree):
    candidate = at_dossier(tree)
    referral = refer(candidate, tree.foreign_branch)
    with pytest.raises(Refused, match="chờ trả lời"):
        refer(candidate, tree.sibling_branch)
    with pytest.raises(Refused, match="giữa nơi làm việc và nơi cư trú"):
        transfers.offer(by=None, on=OFFERED, candidate=candidate, version=candidate.version,
                        target=tree.sibling_branch, letter_number="1-GGT")  # fmt: skip
    with pytest.raises(Refused, match="giữa nơi làm việc và nơi cư trú"):
        move(by=None, on=ANSWERED, candidate=candidate, organisation=tree.sibling_branch, version=candidate.version)
    referrals.recall_referral(by=None, referral=referral, version=1, note="Thôi")
    transfers.offer(by=None, on=OFFERED, candidate=candidate, version=candidate.version, target=tree.sibling_branch,
                    letter_number="1-GGT")  # fmt: skip
    with pytest.raises(Refused, match="giấy giới thiệu chuyển đi"):
        refer(candidate, tree.foreign_branch)


def test_reversing_the_acceptance_asks_again(tree):
    candidate = at_dossier(tree)
    mentor = MentorshipFactory(candidate=candidate)
    referral = refer(candidate, tree.foreign_branch)
    candidate = accept(referral)
    candidate.refresh_from_db()
    how = {"by": None, "event": candidate.events.last(), "reason": "Nhầm người"}
    second = refer(candidate, tree.sibling_branch, on=ANSWERED)
    with pytest.raises(Refused, match="hãy rút lại trước"):
        take_back(candidate=candidate, version=candidate.version, **how)
    referrals.recall_referral(by=None, referral=second, version=1, note="Thôi")
    take_back(candidate=candidate, version=candidate.version, **how)
    candidate.refresh_from_db()
    referral.refresh_from_db()
    mentor.refresh_from_db()
    assert (candidate.organisation, referral.state, mentor.valid_to) == (tree.branch, "offered", None)
    assert accept(referral).organisation == tree.foreign_branch


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"on": None}, {"on"}),
        ({"on": date(2026, 7, 16)}, {"on"}),
        ({"on": date(2025, 1, 5)}, {"on"}),
        ({"direction": "up", "reason": " ", "letter_number": "9" * 61}, {"direction", "reason", "letter_number"}),
        ({"reason": "x" * 301}, {"reason"}),
    ],
)
def test_what_is_said_of_a_referral(tree, said, wrong):
    with pytest.raises(Refused) as refused:
        refer(at_dossier(tree), tree.foreign_branch, **said)
    assert set(refused.value.messages) == wrong
    assert not Referral.objects.exists()


def test_only_to_a_branch_that_exists_and_is_another(tree):
    candidate = at_dossier(tree)
    Organisation.objects.filter(pk=tree.sibling_branch.pk).update(valid_to=date(2026, 1, 1))
    tree.sibling_branch.refresh_from_db()
    for target in (None, tree.branch, tree.foreign_commune, tree.sibling_branch):
        with pytest.raises(Refused) as refused:
            refer(candidate, target)
        assert set(refused.value.messages) == {"target"}
    with pytest.raises(Refused, match="Không giới thiệu được"):
        refer(go(candidate, "remove", date(2025, 2, 1)), tree.foreign_branch)


def test_who_left_the_way_or_the_place_meanwhile_is_not_taken(tree):
    candidate = at_dossier(tree)
    referral = refer(candidate, tree.foreign_branch)
    candidate.refresh_from_db()
    go(candidate, "withdraw", date(2026, 7, 1))
    with pytest.raises(Refused, match="không còn nhận được"):
        accept(referral)
    Candidate.objects.filter(pk=candidate.pk).update(
        stage="dossier", organisation=tree.last_branch, organisation_path=tree.last_branch.path
    )
    with pytest.raises(Refused, match="đã chuyển đi nơi khác"):
        accept(referral)


def test_each_side_does_its_own_part_and_both_see(tree):
    old, new = (UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=place) for place in (
        tree.branch, tree.foreign_branch,
    ))  # fmt: skip
    stranger = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.sibling_branch)
    candidate = at_dossier(tree)
    with pytest.raises(Refused, match="không có quyền"):
        refer(candidate, tree.foreign_branch, by=stranger)
    referral = refer(candidate, tree.foreign_branch, by=old)
    with pytest.raises(Refused, match="do Chi bộ"):
        accept(referral, by=old)
    for act in (referrals.recall_referral, referrals.remind_referral):
        more = {"note": "x"} if act is referrals.recall_referral else {"on": ANSWERED}
        with pytest.raises(Refused, match="do Chi bộ"):
            act(by=new, referral=referral, version=referral.version, **more)
    assert [Referral.objects.visible_to(user).count() for user in (old, new, stranger)] == [1, 1, 0]
    assert accept(referral, by=new).organisation == tree.foreign_branch
    assert set(Activity.objects.filter(action__startswith="referral.").values_list("action", flat=True)) == {
        "referral.offered", "referral.accepted",
    }  # fmt: skip


# --- pages -----------------------------------------------------------------------------------------------------------
def test_the_pages_of_both_sides(tree, as_role):
    candidate = start(tree.branch)
    Circumstances.objects.create(candidate=candidate, shift_work=True)
    old, new = (as_role(RoleCode.BRANCH_SECRETARY, place) for place in (tree.branch, tree.foreign_branch))
    url = reverse("candidates:referral.new", args=[candidate.pk])
    card = old.get(reverse("candidates:candidate.detail", args=[candidate.pk])).content.decode()
    assert url in card
    assert "Làm việc theo ca" in card
    page = old.get(url)
    assert page.context["form"].initial["shift_work"] is True
    fields = {"version": candidate.version, "on": "20/06/2026", "direction": "to_residence", "shift_work": "true",
              "target": tree.foreign_branch.code, "reason": "Làm ca"}  # fmt: skip
    assert old.post(url, fields | {"target": "không có"}).status_code == 422
    answer = old.post(url, fields)
    assert answer.status_code == 302
    assert old.post(url, fields).status_code == 422  # sent twice: it waits for its answer already
    referral = Referral.objects.get()
    detail = reverse("candidates:candidate.detail", args=[candidate.pk])
    assert url not in old.get(detail).content.decode()
    shown = new.get(answer["Location"]).content.decode()
    assert "Đang chờ đồng chí trả lời" in shown
    assert detail not in shown
    for tab, sides in (("", (old, new)), ("?chieu=di", (old,)), ("?chieu=den", (new,))):
        for client in (old, new):
            assert (candidate.full_name in client.get(LIST + tab).content.decode()) is (client in sides)
    act = reverse("candidates:referral.act", args=[referral.pk, "nhan"])
    assert old.post(act, {"version": 1, "on": "10/07/2026"}).status_code == 422
    assert new.get(act).status_code == 200
    assert new.post(act, {"version": 0, "on": "10/07/2026"}).status_code == 409
    assert new.post(act, {"version": 1, "on": "10/07/2026"}).status_code == 302
    assert new.get(detail).status_code == 200
    assert old.get(detail).status_code == 404
    assert candidate.full_name in old.get(f"{LIST}?chieu=di").content.decode()
    assert candidate.full_name not in old.get(LIST).content.decode()
    assert new.get(reverse("candidates:referral.act", args=[referral.pk, "khac"])).status_code == 404


def test_the_longest_waiting_first_and_from_when_it_is_chased(tree, as_role):
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.province)
    for days, place in ((15, tree.branch), (16, tree.sibling_branch), (3, tree.other_branch)):
        refer(start(place), tree.last_branch, on=date(2026, 7, 15 - min(days, 14)))
        Referral.objects.filter(organisation=place).update(offered_on=date(2026, 7, 15 - days) if days < 15 else (
            date(2026, 6, 30) if days == 15 else date(2026, 6, 29)
        ))  # fmt: skip
    page = staff.get(LIST).content.decode()
    assert "chờ 16 ngày, cần đôn đốc" in page
    assert "Chờ 15 ngày" in page
    assert page.index("chờ 16 ngày") < page.index("Chờ 15 ngày") < page.index("Chờ 3 ngày")
    LocalRule.objects.create(organisation=tree.commune, organisation_path=tree.commune.path, code="referral_days",
                             value=10, in_force_from=date(2026, 1, 1), document_number="1")  # fmt: skip
    assert "chờ 15 ngày, cần đôn đốc" in staff.get(LIST).content.decode()
    rows = list(load_workbook(BytesIO(b"".join(staff.get(f"{LIST}?xuat=xlsx")))).active.values)
    assert [row[8] for row in rows if row[2] and row[2].startswith("Chi bộ")] == [16, 15, 3]


def test_narrowed_by_state_direction_shift_and_place(tree, as_role):
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.province)
    refer(start(tree.branch), tree.last_branch, shift_work=True)
    refused = refer(start(tree.sibling_branch), tree.last_branch, direction=WORK)
    Referral.objects.filter(pk=refused.pk).update(state="refused", version=F("version") + 1)

    def count(query):
        return len(staff.get(LIST + query).context["table"].rows)

    assert (count(""), count("?trang-thai=refused"), count("?chieu=di"), count("?chieu=den")) == (1, 1, 2, 2)
    assert (count("?chieu=di&huong=to_workplace"), count("?chieu=di&ca=co")) == (1, 1)
    assert count(f"?chieu=di&to-chuc={tree.sibling_branch.pk}") == 1
    assert count(f"?chieu=di&to-chuc={tree.last_branch.pk}") == 2


def test_home_tells_who_waits_for_us_and_whom_to_press(tree):
    old, new = (UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=place) for place in (
        tree.branch, tree.foreign_branch,
    ))  # fmt: skip
    referral = refer(start(tree.branch), tree.foreign_branch, on=date(2026, 6, 30))

    def told(user):
        return [(item.count, item.title) for item in open_referrals(user)]

    assert told(new) == [(1, "Người được giới thiệu đến, chờ trả lời")]
    assert told(old) == []  # fifteen days: not yet
    Referral.objects.filter(pk=referral.pk).update(offered_on=date(2026, 6, 29))
    assert told(old) == [(1, "Đã giới thiệu đi, quá 15 ngày chưa trả lời")]
    accept(Referral.objects.get())
    assert told(old) == told(new) == []
    assert told(UserFactory(role=RoleCode.LEADER, organisation=tree.root)) == []
