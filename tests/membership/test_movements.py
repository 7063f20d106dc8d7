"""Members come, go, come back; a correction takes the last movement back; what may not be is refused."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from membership.domain.errors import Refused, Stale
from membership.domain.member_acts import amend_member, leave, record_member, transfer
from membership.domain.members import MemberRow, record_members
from membership.domain.movements import receive, record_movement, reverse_movement, stock
from membership.domain.people import reference
from membership.models import Activity, MemberMovement, MemberSpell, MemberStatus, MovementKind, RoleCode
from tests.factories import AdmissionFactory, MemberFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
DAY = date(2026, 3, 5)


def happen(member, kind, on=DAY, *, by=None, **said):
    member.refresh_from_db()
    said.setdefault("document_number", "12-QĐ/ĐU")
    if kind in (MovementKind.TRANSFERRED_IN, MovementKind.TRANSFERRED_OUT):
        said.setdefault("other_place", "Đảng bộ tỉnh Mẫu")
    return record_movement(by=by, on=on, member=member, kind=kind, version=member.version, **said)


def refusal_of(call, *args, **fields) -> dict:
    with pytest.raises(Refused) as refused:
        call(*args, **fields)
    return refused.value.messages


def kinds(member) -> list[str]:
    return list(member.movements.in_force().order_by("occurred_on", "sequence").values_list("kind", flat=True))


def agree() -> None:
    call_command("check_members", stdout=StringIO())


# --- what happens ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["died", "expelled", "struck_off", "resigned", "transferred_out"])
def test_a_member_goes_in_a_form_of_the_statistics(tree, kind):
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    member = happen(MemberFactory(organisation=tree.branch), kind, by=clerk, note="như đã báo cáo")
    assert (member.status, member.left_on, member.spells.get().valid_to) == (MemberStatus.LEFT, DAY, DAY)
    made = member.movements.get(kind=kind)
    assert (made.sequence, made.document_number, made.recorded_by) == (2, "12-QĐ/ĐU", clerk)
    assert "như đã báo cáo" in member.left_reason
    year = stock(tree.commune, *YEAR)
    assert (year.opening, year.decreases[kind], year.closing, year.unexplained) == (1, 1, 0, 0)
    agree()


@pytest.mark.parametrize("kind", ["expelled", "struck_off", "resigned", "gone"])
def test_membership_is_restored_after_a_wrong_removal(tree, kind):
    member = happen(MemberFactory(organisation=tree.branch), kind, note="đã ra")
    member = happen(member, MovementKind.RESTORED, date(2026, 5, 1))
    assert (member.status, member.left_on, member.left_reason) == (MemberStatus.OFFICIAL, None, "")
    assert [(s.valid_from, s.valid_to) for s in member.spells.order_by("pk")] == [
        (date(2010, 3, 26), DAY), (date(2026, 5, 1), None),
    ]  # fmt: skip
    year = stock(tree.branch, *YEAR)
    assert (year.opening, year.gained, year.lost, year.closing) == (1, 1, 1, 1)
    agree()


def test_neither_the_dead_nor_who_moved_away_is_restored_and_nobody_twice(tree):
    dead = happen(MemberFactory(organisation=tree.branch), "died")
    away = happen(MemberFactory(organisation=tree.branch), "transferred_out")
    for member, kind in ((dead, "restored"), (dead, "transferred_in"), (away, "restored")):
        assert list(refusal_of(happen, member, kind, date(2026, 5, 1))) == [""]
    assert list(refusal_of(happen, dead, "expelled")) == [""]
    happen(away, "transferred_in", date(2026, 5, 1), organisation=tree.sibling_branch)
    away.refresh_from_db()
    assert (away.status, away.organisation) == (MemberStatus.OFFICIAL, tree.sibling_branch)
    assert "đang sinh hoạt" in refusal_of(happen, away, "transferred_in", date(2026, 6, 1))[""][0]
    agree()


def test_a_member_comes_from_outside_with_a_letter(tree):
    said = {"other_place": "Đảng bộ tỉnh Mẫu", "document_number": "7-GGT", "document_date": date(2026, 2, 20)}
    member = receive(
        by=None, on=DAY, organisation=tree.branch, full_name="Lê Văn Đến", attributes={"born_on": date(1970, 1, 1)},
        joined_on=date(2000, 1, 1), official_on=date(2001, 1, 1), **said,
    )  # fmt: skip
    assert (member.joined_on, member.spells.get().valid_from, kinds(member)) == (
        date(2000, 1, 1), DAY, ["transferred_in"],
    )  # fmt: skip
    assert stock(tree.branch, *YEAR).increases["transferred_in"] == 1
    assert stock(tree.branch, date(2000, 1, 1), date(2025, 12, 31)).closing == 0
    amend_member(by=None, member=member, version=1, values={"joined_on": date(1999, 1, 1)})
    assert member.spells.get().valid_from == DAY
    again = {"by": None, "on": DAY, "organisation": tree.branch, "full_name": "Lê Văn Đến"}
    wrong = refusal_of(receive, attributes={"born_on": date(1970, 1, 1)}, **again, **said)
    assert list(wrong) == ["full_name"]
    wrong = refusal_of(receive, attributes={}, **again | {"on": None, "full_name": " "})
    assert set(wrong) == {"on", "full_name", "other_place"}
    agree()


def test_a_probationer_comes_as_one(tree):
    receive(
        by=None, on=DAY, organisation=tree.branch, full_name="Lê Thị Dự", attributes={}, joined_on=date(2025, 9, 1),
        other_place="Tỉnh Mẫu", document_number="7-GGT",
    )  # fmt: skip
    year = stock(tree.branch, *YEAR)
    assert (year.probationary["transferred_in"], year.probationary["closing"]) == (1, 1)


def test_how_somebody_left_may_be_learnt_later(tree):
    member = leave(by=None, on=DAY, member=MemberFactory(organisation=tree.branch), version=1, reason="Không rõ")
    assert list(refusal_of(happen, member, "gone")) == [""]
    member = happen(member, "struck_off", date(2026, 2, 1))
    assert (kinds(member), member.left_on) == (["admitted", "struck_off"], date(2026, 2, 1))
    assert member.spells.get().valid_to == date(2026, 2, 1)
    agree()


REFUSED = {
    "no day": ({"on": None}, "on"),
    "the future": ({"on": date(2026, 7, 16)}, "on"),
    "before they came": ({"on": date(2010, 3, 25)}, "on"),
    "no decision": ({"document_number": " "}, "document_number"),
    "a decision of tomorrow": ({"document_date": date(2026, 7, 16)}, "document_date"),
    "nowhere": ({"kind": "transferred_out", "other_place": ""}, "other_place"),
    "too long": ({"note": "x" * 301}, "note"),
    "an admission": ({"kind": "admitted"}, "kind"),
    "a move to nowhere": ({"kind": "moved"}, "organisation"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(tree, case):
    fields, where = REFUSED[case]
    said = {"kind": "expelled"} | fields
    assert list(refusal_of(happen, MemberFactory(organisation=tree.branch), said.pop("kind"), **said)) == [where]
    assert MemberMovement.objects.count() == 1


def test_every_objection_at_once(tree):
    wrong = refusal_of(happen, MemberFactory(organisation=tree.branch), "expelled", None, document_number="")
    assert set(wrong) == {"on", "document_number"}


def test_not_before_the_branch_was_founded(tree):
    member = MemberFactory(organisation=tree.branch)
    type(tree.branch).objects.filter(pk=tree.sibling_branch.pk).update(valid_from=date(2026, 4, 1))
    assert list(refusal_of(happen, member, "moved", organisation=tree.sibling_branch)) == ["on"]


def test_only_who_may_write_there_and_only_what_they_saw(tree):
    member = MemberFactory(organisation=tree.branch)
    for role, place in ((RoleCode.LEADER, tree.root), (RoleCode.BASE_STAFF, tree.foreign_commune)):
        with pytest.raises(Refused):
            happen(member, "died", by=UserFactory(role=role, organisation=place))
    with pytest.raises(Stale):
        record_movement(by=None, on=DAY, member=member, kind="died", version=7)


# --- corrections -----------------------------------------------------------------------------------------------------
def undo(movement, *, by=None, reason="Ghi nhầm người"):
    movement.member.refresh_from_db()
    return reverse_movement(by=by, movement=movement, reason=reason, version=movement.member.version)


@pytest.mark.parametrize("kind", ["died", "restored", "transferred_in", "moved", "admitted", "received"])
def test_taken_back_everything_is_as_before(tree, kind):
    member = MemberFactory(organisation=tree.branch)
    if kind in ("restored", "transferred_in"):
        happen(member, {"restored": "expelled", "transferred_in": "transferred_out"}[kind], date(2026, 2, 1))
    if kind == "received":
        member = receive(
            by=None, on=DAY, organisation=tree.branch, full_name="Lê Văn Đến", attributes={}, other_place="Mẫu"
        )
    elif kind != "admitted":
        happen(member, kind, organisation=tree.sibling_branch if kind == "moved" else None)
    member.refresh_from_db()
    last = member.movements.in_force().order_by("sequence").last()
    assert list(refusal_of(undo, last, reason=" ")) == ["reason"]
    undo(last)
    member.refresh_from_db()
    assert member.organisation == tree.branch
    assert (member.status == MemberStatus.LEFT) == (kind not in ("died", "moved"))
    assert last.pk not in member.movements.in_force().values_list("pk", flat=True)
    assert MemberMovement.objects.filter(reverses=last).get().note == "Ghi nhầm người"
    assert stock(tree.root, *YEAR).unexplained == 0
    assert Activity.objects.get(action="movement.reversed").data["kind"] == last.kind
    assert list(refusal_of(undo, last)) == [""]
    agree()


def test_only_the_last_is_taken_back(tree):
    member = MemberFactory(organisation=tree.branch)
    transfer(by=None, on=DAY, member=member, organisation=tree.sibling_branch, version=1)
    happen(member, "died", date(2026, 4, 1))
    assert "từ trần" in refusal_of(undo, member.movements.get(kind="moved"))[""][0]


def test_nobody_is_put_back_into_a_closed_branch(tree):
    member = MemberFactory(organisation=tree.branch)
    transfer(by=None, on=DAY, member=member, organisation=tree.sibling_branch, version=1)
    type(tree.branch).objects.filter(pk=tree.branch.pk).update(valid_to=date(2026, 6, 1))
    assert "kết thúc hoạt động" in refusal_of(undo, member.movements.get(kind="moved"))[""][0]


def test_what_the_dossier_recorded_is_corrected_there(tree):
    member = AdmissionFactory(organisation=tree.branch).candidate.member
    assert list(refusal_of(undo, member.movements.get())) == [""]
    assert "hồ sơ kết nạp" in refusal_of(happen, member, "died")[""][0]


# --- lists and amendments --------------------------------------------------------------------------------------------
def listed(tree, **fields):
    row = MemberRow(2, "Lê Văn Sổ", reference(tree.branch), {"born_on": date(1970, 1, 1)}, **fields)
    effect = record_members([row], by=None, apply=True)
    assert not effect.errors, effect.errors
    return effect


def test_the_day_of_joining_carries_the_movement_along(tree):
    listed(tree)
    spell = MemberSpell.objects.get()
    assert (spell.valid_from, MemberMovement.objects.count()) == (None, 0)
    listed(tree, joined_on=date(2026, 2, 1))
    listed(tree, joined_on=date(2026, 3, 1))
    member = spell.member
    assert stock(tree.branch, *YEAR).increases["admitted"] == 1
    assert stock(tree.branch, date(2026, 2, 1), date(2026, 2, 28)).gained == 0
    agree()
    member.refresh_from_db()
    amend_member(by=None, member=member, version=member.version, values={"joined_on": date(2026, 4, 1)})
    agree()
    member.refresh_from_db()
    amend_member(by=None, member=member, version=member.version, values={"joined_on": None})
    assert kinds(member) == []
    assert stock(tree.branch, *YEAR).opening == 1
    agree()


def test_a_list_says_that_somebody_left_and_later_when(tree):
    listed(tree, joined_on=date(2000, 1, 1))
    listed(tree, left_on=DAY)
    agree()
    listed(tree, left_on=date(2026, 4, 1))
    year = stock(tree.branch, *YEAR)
    assert (year.decreases["gone"], year.closing) == (1, 0)
    agree()
    row = MemberRow(2, "Lê Văn Sổ", reference(tree.branch), {"born_on": date(1970, 1, 1)}, status="official")
    (error,) = record_members([row], by=None, apply=True).errors
    assert error.field == "status"


def test_a_list_of_those_who_left_long_ago(tree):
    listed(tree, joined_on=date(2000, 1, 1), left_on=date(2020, 1, 1))
    assert stock(tree.branch, date(2020, 1, 1), date(2020, 12, 31)).decreases["gone"] == 1
    agree()


def test_the_check_finds_what_was_written_apart(tree):
    member = MemberFactory(organisation=tree.branch)
    MemberSpell.objects.filter(member=member).update(valid_from=date(2011, 1, 1))
    other = record_member(by=None, organisation=tree.branch, full_name="Lê Văn Sổ", attributes={})
    type(other).objects.filter(pk=other.pk).update(status=MemberStatus.LEFT)
    told = StringIO()
    with pytest.raises(CommandError, match="3 chỗ"):
        call_command("check_members", stdout=told)
    assert "26/03/2010" in told.getvalue()
