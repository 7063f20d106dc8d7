"""A member is handed over between two branches: the letter, the answer, chasing; who counts where meanwhile."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from candidates.procedure.texts import PROCEDURES
from membership.domain import handovers
from membership.domain.errors import Refused, Stale
from membership.domain.handover_terms import COMPLETE, PRESENT
from membership.domain.holidays import work_calendar
from membership.domain.member_acts import leave, transfer
from membership.domain.movements import reverse_movement, stock
from membership.domain.worklist import work_of
from membership.models import HandoverState, MemberHandover, MemberMovement, RoleCode
from tests.factories import AdmissionFactory, MemberFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
DAY, LATER = date(2026, 6, 1), date(2026, 6, 20)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def offered(tree, *, by=None, on=DAY, target=None, letter="5-GGT", member=None):
    member = member or MemberFactory(organisation=tree.branch)
    return handovers.offer(
        by=by, on=on, member=member, version=member.version, organisation=target or tree.foreign_branch,
        letter_number=letter,
    )  # fmt: skip


def refusal_of(call, *args, **fields) -> dict:
    with pytest.raises(Refused) as refused:
        call(*args, **fields)
    return refused.value.messages


def test_the_member_counts_in_the_old_branch_until_accepted(tree):
    old = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    new = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.foreign_branch)
    letter = offered(tree, by=old)
    assert stock(tree.branch, *YEAR).closing == 1
    with pytest.raises(Refused):
        handovers.accept(by=old, on=LATER, handover=letter, version=1)
    member = handovers.accept(by=new, on=LATER, handover=letter, version=1)
    letter.refresh_from_db()
    assert (letter.state, letter.answered_on, letter.answered_by) == (HandoverState.ACCEPTED, LATER, new)
    assert (member.organisation, letter.movement.kind) == (tree.foreign_branch, "moved")
    assert (letter.movement.document_number, letter.movement.document_date) == ("5-GGT", DAY)
    there, here, whole = (stock(each, *YEAR) for each in (tree.foreign_branch, tree.branch, tree.root))
    assert (there.moved_in, there.closing, here.moved_out, here.closing) == (1, 1, 1, 0)
    assert (whole.gained, whole.lost, whole.closing) == (0, 0, 1)
    call_command("check_members", stdout=StringIO())


def test_refused_recalled_and_offered_again(tree):
    letter = offered(tree)
    assert list(refusal_of(handovers.refuse, by=None, on=LATER, handover=letter, version=1, note=" ")) == ["note"]
    letter = handovers.refuse(by=None, on=LATER, handover=letter, version=1, note="Không rõ nơi ở")
    with pytest.raises(Stale):
        handovers.accept(by=None, on=LATER, handover=letter, version=2)
    again = offered(tree, member=letter.member, letter="6-GGT")
    again = handovers.remind(by=None, on=LATER, handover=again, version=1)
    assert (again.reminders, again.reminded_on) == (1, LATER)
    assert list(refusal_of(handovers.remind, by=None, on=date(2026, 5, 1), handover=again, version=2)) == ["on"]
    again = handovers.recall(by=None, handover=again, version=2, note="Đổi ý")
    assert (again.state, MemberMovement.objects.filter(kind="moved").count()) == (HandoverState.RECALLED, 0)


def test_while_the_letter_is_out_nothing_else_happens(tree):
    letter = offered(tree)
    member = letter.member
    assert "chờ trả lời" in refusal_of(offered, tree, member=member)[""][0]
    where = {"organisation": tree.sibling_branch, "version": 1, "by": None, "on": LATER, "member": member}
    assert "chờ trả lời" in refusal_of(transfer, **where)[""][0]
    assert list(refusal_of(leave, by=None, on=LATER, member=member, version=1, kind="died")) == [""]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"on": None}, "on"),
        ({"on": date(2026, 7, 16)}, "on"),
        ({"on": date(2009, 1, 1)}, "on"),
        ({"letter": " "}, "letter_number"),
        ({"letter": "x" * 61}, "letter_number"),
        ({"target": "branch"}, "organisation"),
        ({"target": "commune"}, "organisation"),
    ],
)
def test_refused(tree, fields, where):
    fields = {name: getattr(tree, value) if name == "target" else value for name, value in fields.items()}
    assert list(refusal_of(offered, tree, **fields)) == [where]


@pytest.mark.parametrize("on", [None, date(2026, 5, 31), date(2026, 7, 16)])
def test_an_answer_comes_after_the_letter_and_not_tomorrow(tree, on):
    assert list(refusal_of(handovers.accept, by=None, on=on, handover=offered(tree), version=1)) == ["on"]


def test_a_probationer_with_a_dossier_goes_with_it(tree):
    member = AdmissionFactory(organisation=tree.branch).candidate.member
    assert "hồ sơ kết nạp" in refusal_of(offered, tree, member=member)[""][0]


def test_taken_back_the_letter_waits_again(tree):
    letter = offered(tree)
    member = handovers.accept(by=None, on=LATER, handover=letter, version=1)
    letter.refresh_from_db()
    reverse_movement(by=None, movement=letter.movement, reason="Nhận nhầm", version=member.version)
    letter.refresh_from_db()
    member.refresh_from_db()
    assert (letter.state, letter.movement, member.organisation) == (HandoverState.OFFERED, None, tree.branch)


def test_the_terms_are_those_of_the_procedure():
    """This app stands below the procedure and restates two numbers of it."""
    for term in (PRESENT, COMPLETE):
        (declared,) = [each for each in PROCEDURES[-1].deadlines if each.code == term.code]
        assert (declared.length.amount, term.verified) == (term.working_days, False)


def test_both_sides_are_told(tree):
    old = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    new = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.foreign_branch)
    letter = offered(tree)
    page = reverse("membership:handover.list")
    assert [item.count for item in work_of(new) if item.url == f"{page}?chieu=den"] == [1]
    assert [item for item in work_of(old) if page in item.url] == []
    calendar, today = work_calendar(), date(2026, 7, 15)
    latest = max(day for day in (today - timedelta(days=n) for n in range(130)) if COMPLETE.due(day, calendar) < today)
    for day, late in ((latest, [1]), (latest + timedelta(days=1), [])):
        MemberHandover.objects.filter(pk=letter.pk).update(offered_on=day)
        assert [item.count for item in work_of(old) if item.url == f"{page}?chieu=di"] == late


def test_the_pages_of_both_sides(tree, as_role):
    member = MemberFactory(organisation=tree.branch, full_name="Lê Văn Đi")
    old = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    new = as_role(RoleCode.BRANCH_SECRETARY, tree.foreign_branch)
    stranger = as_role(RoleCode.BRANCH_SECRETARY, tree.other_branch)
    url = reverse("membership:handover.new", args=[member.pk])
    assert "60 ngày làm việc" in old.get(url).content.decode()
    said = {"organisation": tree.foreign_branch.code, "on": "01/06/2026", "letter_number": "", "version": 1}
    assert old.post(url, said).status_code == 422
    assert old.post(url, said | {"letter_number": "5-GGT"}).status_code == 302
    letter = MemberHandover.objects.get()
    detail, answer = reverse("membership:handover.detail", args=[letter.pk]), "membership:handover.act"
    assert "Nhận đảng viên chuyển đến" not in old.get(detail).content.decode()
    assert "Nhắc nơi đến" in old.get(detail).content.decode()
    assert "Đang chờ đồng chí trả lời" in new.get(detail).content.decode()
    assert stranger.get(detail).status_code == 404
    assert "đang chờ trả lời" in old.get(reverse("membership:member.detail", args=[member.pk])).content.decode()
    take = reverse(answer, args=[letter.pk, "nhan"])
    assert old.post(take, {"on": "20/06/2026", "version": 1}).status_code == 422
    assert new.post(take, {"on": "20/06/2026", "version": 9}).status_code == 409
    assert new.post(take, {"on": "20/06/2026", "version": 1}).status_code == 302
    assert new.get(reverse("membership:member.detail", args=[member.pk])).status_code == 200
    assert old.get(reverse("membership:movement.list")).content.decode().count("Lê Văn Đi") == 2
    assert new.get(reverse(answer, args=[letter.pk, "khac"])).status_code == 404
