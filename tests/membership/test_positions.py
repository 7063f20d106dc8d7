"""Titles in residential units: who holds them, who of them are members, the share a committee asks for."""

from datetime import date
from decimal import Decimal

import pytest

from membership.domain.errors import Refused, Stale
from membership.domain.positions import (
    add_title,
    amend_holder,
    amend_title,
    appoint,
    known_titles,
    replace_holder,
    restore_title,
    retire_title,
    set_target,
    shares,
    step_down,
    title_of,
    withdraw_target,
)
from membership.models import Activity, PositionHolder, PositionTitle, RoleCode, TitleTarget
from tests.factories import HolderFactory, MemberFactory, TitleFactory, UnitFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
TODAY = date(2026, 7, 15)
DAY = date(2026, 3, 1)


def refusal_of(call, *args, **fields) -> dict:
    with pytest.raises(Refused) as refused:
        call(*args, **fields)
    return refused.value.messages


def village_head() -> PositionTitle:
    return title_of("village_head")


@pytest.fixture
def unit(tree):
    return UnitFactory(name="Bản Nà Pheo", organisation=tree.commune)


def put(unit, name="Lò Văn Thử", *, by=None, on=DAY, title=None, **fields) -> PositionHolder:
    return appoint(by=by, on=on, title=title or village_head(), unit=unit, full_name=name, **fields)


# --- titles ----------------------------------------------------------------------------------------------------------
def test_the_first_titles_are_known_before_any_is_written():
    assert len(known_titles()) == 9
    assert not PositionTitle.objects.exists()
    assert known_titles()[0].name == "Trưởng ban công tác mặt trận"


def test_an_administrator_keeps_the_titles(tree):
    admin = UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.root)
    added = add_title(by=admin, name="Tổ trưởng tổ tự quản", order=15)
    assert PositionTitle.objects.count() == 10
    assert [title.name for title in known_titles()][1] == "Tổ trưởng tổ tự quản"
    assert "name" in refusal_of(add_title, by=admin, name="tổ trưởng  TỔ tự quản")
    assert "name" in refusal_of(add_title, by=admin, name="Trưởng ban công tác mặt trận")
    renamed = amend_title(by=admin, title=added, version=1, name="Tổ trưởng tự quản", short="TT", order=99)
    assert (renamed.name, renamed.version, renamed.folded_name) == ("Tổ trưởng tự quản", 2, "to truong tu quan")
    with pytest.raises(Stale):
        retire_title(by=admin, title=added, version=1)
    retire_title(by=admin, title=added, version=2)
    assert added.code not in [title.code for title in known_titles()]
    assert "" in refusal_of(retire_title, by=admin, title=added, version=3)
    restore_title(by=admin, title=added, version=3)
    assert added.code in [title.code for title in known_titles()]
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.root)
    assert "" in refusal_of(add_title, by=clerk, name="Khác")


def test_a_declared_title_may_be_renamed_and_keeps_its_code():
    amend_title(by=None, title=village_head(), version=1, name="Trưởng bản", short="", order=1)
    assert title_of("village_head").name == "Trưởng bản"
    assert len(known_titles()) == 9
    assert known_titles()[0].code == "village_head"


# --- holders ---------------------------------------------------------------------------------------------------------
def test_somebody_is_appointed_and_steps_down(unit, tree):
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    holder = put(unit, by=clerk, sex="male", born_on=date(1979, 1, 1), born_precision="year")
    assert (holder.title.code, holder.organisation, holder.valid_to) == ("village_head", tree.commune, None)
    assert (holder.folded_name, holder.born_precision, holder.recorded_by) == ("lo van thu", "year", clerk)
    assert list(refusal_of(put, unit, "Người Khác")) == ["title"]
    assert "Lò Văn Thử, từ 01/03/2026" in refusal_of(put, unit, "Người Khác")["title"][0]
    with pytest.raises(Stale):
        step_down(by=clerk, on=TODAY, holder=holder, version=7)
    holder = step_down(by=clerk, on=date(2026, 6, 1), holder=holder, version=1, reason="Hết nhiệm kỳ")
    assert (holder.valid_to, holder.end_reason) == (date(2026, 6, 1), "Hết nhiệm kỳ")
    assert list(refusal_of(step_down, by=clerk, on=TODAY, holder=holder, version=2)) == [""]
    assert list(refusal_of(put, unit, "Người Khác", on=date(2026, 5, 31))) == ["on"]
    assert put(unit, "Người Khác", on=date(2026, 6, 1)).pk
    assert set(Activity.objects.values_list("action", flat=True)) == {"holder.appointed", "holder.ended"}


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"on": date(2026, 7, 16)}, "on"),
        ({"name": " "}, "full_name"),
        ({"name": "x" * 121}, "full_name"),
        ({"born_on": date(2026, 7, 16)}, "born_on"),
        ({"sex": "khac"}, "sex"),
        ({"note": "x" * 301}, "note"),
    ],
)
def test_refused(unit, fields, where):
    assert list(refusal_of(put, unit, **fields)) == [where]
    assert not PositionHolder.objects.exists()


def test_neither_a_retired_title_nor_an_ended_unit_is_filled(unit, tree):
    ended = UnitFactory(organisation=tree.commune, valid_to=date(2026, 1, 1))
    assert list(refusal_of(put, ended)) == ["unit"]
    assert list(refusal_of(put, ended, on=None)) == ["unit"]
    assert put(ended, on=date(2025, 12, 31)).pk
    title = retire_title(by=None, title=title_of("militia_head"), version=1)
    assert list(refusal_of(put, unit, title=title)) == ["title"]


def test_only_who_manages_the_units_there(unit, tree):
    for role, place in ((RoleCode.BRANCH_SECRETARY, tree.commune), (RoleCode.BASE_STAFF, tree.sibling_commune)):
        assert "" in refusal_of(put, unit, by=UserFactory(role=role, organisation=place))


def test_a_successor_takes_over_the_same_day(unit):
    old = put(unit)
    assert list(refusal_of(replace_holder, by=None, on=date(2026, 2, 1), holder=old, version=1, full_name="Mới")) == [
        "on"
    ]
    new = replace_holder(by=None, on=date(2026, 5, 1), holder=old, version=1, full_name="Lò Thị Mới", reason="Nghỉ")
    old.refresh_from_db()
    assert (old.valid_to, old.end_reason, new.valid_from) == (date(2026, 5, 1), "Nghỉ", date(2026, 5, 1))
    assert (new.title, new.unit, new.valid_to) == (old.title, unit, None)
    assert list(refusal_of(replace_holder, by=None, on=TODAY, holder=new, version=1, full_name=" ")) == ["full_name"]
    new.refresh_from_db()
    assert new.valid_to is None  # the refusal took the stepping down back too


def test_a_member_gives_their_name_and_birth(unit, tree):
    member = MemberFactory(organisation=tree.branch, full_name="Quàng Thị Thử")
    holder = put(unit, "", member=member)
    assert (holder.full_name, holder.sex, holder.born_on) == ("Quàng Thị Thử", "female", date(1985, 6, 1))
    other = UnitFactory(organisation=tree.commune)
    assert list(refusal_of(put, other, "Tên Khác", member=member)) == ["full_name"]
    stranger = MemberFactory(organisation=tree.other_branch)
    assert list(refusal_of(put, other, "", member=stranger)) == ["member"]
    gone = MemberFactory(organisation=tree.branch, status="left", left_on=date(2025, 1, 1))
    assert list(refusal_of(put, other, "", member=gone)) == ["member"]


def test_a_holder_is_amended_with_a_trace(unit, tree):
    holder = put(unit)
    member = MemberFactory(organisation=tree.branch, full_name="Lò Văn Thử")
    said = {"full_name": "Lò Văn Thử", "member": member, "valid_from": date(2025, 1, 1), "note": "Kiêm nhiệm"}
    amended = amend_holder(by=None, holder=holder, version=1, values=said)
    assert (amended.member, amended.valid_from, amended.version) == (member, date(2025, 1, 1), 2)
    traced = Activity.objects.get(action="holder.amended").data["changes"]
    assert traced["Đảng viên"] == [None, "Lò Văn Thử"]
    assert amend_holder(by=None, holder=holder, version=2, values=said).version == 2
    with pytest.raises(Stale):
        amend_holder(by=None, holder=holder, version=1, values=said)
    late = said | {"valid_from": date(2026, 7, 16)}
    assert list(refusal_of(amend_holder, by=None, holder=holder, version=2, values=late)) == ["valid_from"]


# --- shares ----------------------------------------------------------------------------------------------------------
def share_of(title, organisation, day=TODAY):
    return next(share for share in shares(organisation, day) if share.title.code == title.code)


def test_the_share_of_a_title(tree):
    title = TitleFactory()
    units = [UnitFactory(organisation=tree.commune) for _ in range(6)]
    member = MemberFactory(organisation=tree.branch, joined_on=date(2020, 5, 1))
    gone = MemberFactory(organisation=tree.branch, status="left", left_on=date(2026, 1, 1))
    HolderFactory(title=title, unit=units[0], member=member)
    HolderFactory(title=title, unit=units[1], member=gone)
    HolderFactory(title=title, unit=units[2])
    HolderFactory(title=title, unit=units[3], valid_to=TODAY)
    HolderFactory(title=title, unit=units[4], valid_from=date(2026, 7, 16))
    HolderFactory(title=title, unit=UnitFactory(organisation=tree.sibling_commune))
    told = share_of(title, tree.commune)
    assert (told.units, told.holders, told.members, told.neither, told.unfilled) == (6, 3, 1, 2, 3)
    assert told.percent == Decimal("33.33")
    before = share_of(title, tree.commune, date(2025, 12, 31))
    assert (before.holders, before.members) == (4, 2)  # the one who left was a member then; who stepped down held it
    assert share_of(title, tree.commune, date(2020, 4, 30)).members == 1
    assert (share_of(title, tree.province).holders, share_of(title, tree.root).units) == (4, 7)


def ask_for(title, organisation, percent, on=date(2026, 1, 1), **fields):
    fields.setdefault("decision_number", "5-NQ/ĐU")
    return set_target(by=None, on=on, organisation=organisation, title=title, percent=Decimal(percent), **fields)


@pytest.mark.parametrize(
    ("holders", "members", "percent", "missing"),
    [(20, 19, "95", 0), (20, 18, "95", 1), (20, 19, "95.01", 1), (0, 0, "60", 0), (3, 0, "50", 2), (1, 1, "100", 0)],
)
def test_how_many_are_missing(tree, holders, members, percent, missing):
    title = TitleFactory()
    for number in range(holders):
        member = MemberFactory(organisation=tree.branch) if number < members else None
        HolderFactory(title=title, unit=UnitFactory(organisation=tree.commune), member=member)
    ask_for(title, tree.commune, percent)
    assert share_of(title, tree.commune).missing == missing


def test_the_nearest_committee_decides_and_the_later_target_of_it(tree):
    title = TitleFactory()
    ask_for(title, tree.province, "60")
    assert share_of(title, tree.commune).target.percent == 60
    ask_for(title, tree.commune, "80", on=date(2026, 2, 1))
    ask_for(title, tree.commune, "85", on=date(2026, 8, 1))
    assert share_of(title, tree.commune).target.percent == 80
    assert share_of(title, tree.sibling_commune).target.percent == 60
    assert share_of(title, tree.commune, date(2026, 1, 15)).target.percent == 60
    assert share_of(title, tree.commune, date(2026, 8, 1)).target.percent == 85
    again = ask_for(title, tree.commune, "70", on=date(2026, 2, 1))
    assert share_of(title, tree.commune).target.percent == 70
    assert (TitleTarget.objects.count(), TitleTarget.objects.current().count()) == (4, 3)
    assert list(refusal_of(withdraw_target, by=None, target=again, reason="")) == ["reason"]
    withdraw_target(by=None, target=again, reason="Ghi nhầm")
    assert share_of(title, tree.commune).target.percent == 60
    assert list(refusal_of(withdraw_target, by=None, target=again, reason="Ghi nhầm")) == [""]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"percent": "0"}, "percent"),
        ({"percent": "100.01"}, "percent"),
        ({"on": None}, "on"),
        ({"decision_number": " "}, "decision_number"),
        ({"decision_date": date(2026, 7, 16)}, "decision_date"),
    ],
)
def test_a_target_is_refused(tree, fields, where):
    said = {"percent": "50"} | fields
    assert list(refusal_of(ask_for, TitleFactory(), tree.commune, **said)) == [where]


def test_a_committee_asks_only_of_its_own(tree):
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    said = {"on": DAY, "title": TitleFactory(), "percent": Decimal(50), "decision_number": "1-NQ"}
    assert list(refusal_of(set_target, by=clerk, organisation=tree.province, **said)) == ["organisation"]
    assert set_target(by=clerk, organisation=tree.commune, **said).pk
