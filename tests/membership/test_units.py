"""Residential units: registered, renamed, merged, divided, ended; covered by branches; who lives there."""

from datetime import date

import pytest

from membership.domain.errors import Refused, Stale
from membership.domain.member_acts import leave
from membership.domain.reorganise import dissolve, move
from membership.domain.units import (
    NewUnit,
    amend_unit,
    cover_unit,
    end_unit,
    establish_unit,
    find_units,
    merge_units,
    rename_unit,
    residents_on,
    settle,
    settle_many,
    split_unit,
    uncover_unit,
)
from membership.models import Activity, PositionHolder, PositionTitle, Residence, ResidentialUnit, RoleCode, UnitState
from tests.factories import MemberFactory, OrganisationFactory, ResidenceFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def made(tree, **fields):
    fields = {"organisation": tree.commune, "name": "Bản Huổi Thử", "commune": "Xã Thử"} | fields
    return establish_unit(by=None, **fields)


def test_registered_with_its_branch_and_state(tree):
    unit = made(tree, on=date(2010, 5, 1), kind="Bản", branch=tree.branch, state=UnitState.OWN_BRANCH, households=62)
    unit.refresh_from_db()
    assert (unit.organisation_path, unit.state, unit.state_since) == (
        tree.commune.path, UnitState.OWN_BRANCH, date(2010, 5, 1),
    )  # fmt: skip
    assert unit.code == f"DVDC{unit.pk:06d}"
    assert unit.names.get().valid_from == unit.coverages.get().valid_from == date(2010, 5, 1)
    assert Activity.objects.get(action="unit.established").subject_id == str(unit.pk)


REFUSED = {
    "no commune": ({"commune": " "}, "commune"),
    "no name": ({"name": ""}, "name"),
    "the future": ({"on": date(2026, 7, 16)}, "on"),
    "a name known there": ({"name": "bản đã có"}, "name"),
    "a code used": ({"code": "B1"}, "code"),
    "a branch from elsewhere": ({"branch": "foreign_branch"}, "branch"),
    "a committee as branch": ({"branch": "commune"}, "branch"),
    "a state of no day": ({"state": UnitState.NO_MEMBERS}, "state_since"),
    "a state before it was there": (
        {"on": date(2020, 1, 1), "state": UnitState.NO_MEMBERS, "state_since": date(2019, 12, 31)},
        "state_since",
    ),
    "too many households": ({"households": 100_001}, "households"),
    "a decision of tomorrow": ({"document_date": date(2026, 7, 16)}, "document_date"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_registering_refused(tree, frozen_today, case):
    fields, field = REFUSED[case]
    UnitFactory(organisation=tree.commune, name="Bản Đã Có", code="B1", commune="Xã Thử")
    if "branch" in fields:
        fields = fields | {"branch": getattr(tree, fields["branch"])}
    with pytest.raises(Refused) as refused:
        made(tree, **fields)
    assert list(refused.value.messages) == [field]
    assert ResidentialUnit.objects.count() == 1


def test_all_that_is_wrong_is_said_at_once(tree, frozen_today):
    with pytest.raises(Refused) as refused:
        made(tree, name="", commune="", on=date(2027, 1, 1))
    assert set(refused.value.messages) == {"name", "commune", "on"}


def test_the_same_name_in_another_commune(tree):
    made(tree)
    made(tree, commune="Xã Khác")
    made(tree, organisation=tree.sibling_commune)


@pytest.mark.parametrize(
    ("role", "place", "may"),
    [
        (RoleCode.BASE_STAFF, "commune", True),
        (RoleCode.ORGANISATION_STAFF, "root", True),
        (RoleCode.BRANCH_SECRETARY, "commune", False),
        (RoleCode.LEADER, "root", False),
        (RoleCode.BASE_STAFF, "sibling_commune", False),
    ],
)
def test_who_may(tree, role, place, may):
    user = UserFactory(role=role, organisation=getattr(tree, place))
    fields = {"by": user, "organisation": tree.commune, "name": "Bản Mới", "commune": "Xã Thử"}
    if may:
        assert establish_unit(**fields).pk
    else:
        with pytest.raises(Refused):
            establish_unit(**fields)


def test_an_old_name_is_found(tree, as_role):
    unit = made(tree, on=date(2010, 1, 1))
    unit = rename_unit(by=None, on=date(2020, 7, 1), unit=unit, version=unit.version, name="Bản Nà Mới")
    assert [(n.name, n.valid_from, n.valid_to) for n in unit.names.all()] == [
        ("Bản Huổi Thử", date(2010, 1, 1), date(2020, 7, 1)),
        ("Bản Nà Mới", date(2020, 7, 1), None),
    ]
    client = as_role(RoleCode.LEADER, tree.commune)
    assert "Bản Nà Mới" in client.get("/thon-ban/", {"q": "huoi thu"}).content.decode()
    with pytest.raises(Refused) as refused:
        rename_unit(by=None, on=date(2020, 6, 30), unit=unit, version=unit.version, name="Bản Khác")
    assert "01/07/2020" in refused.value.messages["on"][0]
    with pytest.raises(Stale):
        rename_unit(by=None, on=date(2021, 1, 1), unit=unit, version=1, name="Bản Khác")


def test_amended_with_its_trace(tree):
    unit = made(tree)
    unit = amend_unit(by=None, unit=unit, version=1, values={"households": 70, "organisation": tree.sibling_commune})
    unit.refresh_from_db()
    assert (unit.households, unit.organisation_path) == (70, tree.sibling_commune.path)
    assert set(Activity.objects.get(action="unit.amended").data["changes"]) == {"households", "organisation"}
    with pytest.raises(Refused) as refused:
        amend_unit(by=None, unit=unit, version=2, values={"commune": ""})
    assert list(refused.value.messages) == ["commune"]


def test_given_only_to_a_committee_within_ones_right(tree):
    unit = made(tree)
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    with pytest.raises(Refused):
        amend_unit(by=clerk, unit=unit, version=1, values={"organisation": tree.sibling_commune})


def test_covered_one_after_another(tree, frozen_today):
    unit = made(tree, on=date(2010, 1, 1))
    unit = cover_unit(by=None, on=date(2012, 1, 1), unit=unit, version=1, branch=tree.branch)
    unit = cover_unit(by=None, on=date(2015, 1, 1), unit=unit, version=2, branch=tree.sibling_branch)
    with pytest.raises(Refused) as refused:
        cover_unit(by=None, on=date(2014, 12, 31), unit=unit, version=3, branch=tree.branch)
    assert "01/01/2015" in refused.value.messages["on"][0]
    with pytest.raises(Refused) as refused:
        cover_unit(by=None, on=date(2016, 1, 1), unit=unit, version=3, branch=tree.sibling_branch)
    assert list(refused.value.messages) == ["branch"]
    unit = uncover_unit(by=None, on=date(2018, 1, 1), unit=unit, version=3)
    assert [(c.branch_id, c.valid_from, c.valid_to) for c in unit.coverages.all()] == [
        (tree.branch.pk, date(2012, 1, 1), date(2015, 1, 1)),
        (tree.sibling_branch.pk, date(2015, 1, 1), date(2018, 1, 1)),
    ]
    with pytest.raises(Refused) as refused:
        cover_unit(by=None, on=date(2017, 12, 31), unit=unit, version=4, branch=tree.branch)
    assert "01/01/2018" in refused.value.messages["on"][0]


def test_an_organisation_in_use_is_not_dissolved_silently(tree):
    commune = OrganisationFactory(name="Đảng ủy xã Mới", parent=tree.province)
    branch = OrganisationFactory(parent=commune)
    unit = made(tree, organisation=commune, branch=branch)
    with pytest.raises(Refused) as refused:
        dissolve(by=None, on=date(2020, 1, 1), organisation=branch, version=1)
    assert "chi bộ phụ trách" in str(refused.value)
    unit = uncover_unit(by=None, on=date(2019, 1, 1), unit=unit, version=1)
    dissolve(by=None, on=date(2020, 1, 1), organisation=branch, version=1)
    with pytest.raises(Refused) as refused:
        dissolve(by=None, on=date(2020, 1, 1), organisation=commune, version=1)
    assert "thôn, bản, tổ dân phố" in str(refused.value)


def test_it_follows_its_committee(tree):
    unit = made(tree)
    move(by=None, on=date(2020, 1, 1), organisation=tree.commune, parent=tree.foreign_province, version=1)
    unit.refresh_from_db()
    tree.commune.refresh_from_db()
    assert unit.organisation_path == tree.commune.path
    assert unit in ResidentialUnit.objects.under(tree.foreign_province)


# --- Who lives there -------------------------------------------------------------------------------------------------


def test_settled_and_gone(tree, frozen_today):
    first, second = made(tree, name="Bản Một"), made(tree, name="Bản Hai")
    member = MemberFactory(organisation=tree.branch)
    settle(by=None, on=date(2012, 1, 1), member=member, unit=first)
    settle(by=None, on=date(2015, 1, 1), member=member, unit=second)
    for day, where in ((date(2014, 12, 31), first), (date(2015, 1, 1), second)):
        assert residents_on(day).get().unit == where
    leave(by=None, on=date(2018, 6, 1), member=member, reason="từ trần", version=member.version)
    assert residents_on(date(2018, 5, 31)).count() == 1
    assert residents_on(date(2018, 6, 1)).count() == 0  # who died lives there no longer, whoever forgot to say so


SETTLING = {
    "before the last": ({"on": date(2014, 12, 31)}, "on"),
    "the future": ({"on": date(2026, 7, 16)}, "on"),
    "since ever, though known elsewhere": ({"on": None}, "on"),
    "where they live": ({"unit": "home"}, "unit"),
    "in a unit that ended": ({"unit": "gone"}, "unit"),
    "before the unit was there": ({"unit": "young", "on": date(2015, 1, 1)}, "on"),
}


@pytest.mark.parametrize("case", SETTLING)
def test_settling_refused(tree, frozen_today, case):
    fields, field = SETTLING[case]
    units = {
        "home": UnitFactory(organisation=tree.commune),
        "other": UnitFactory(organisation=tree.commune),
        "gone": UnitFactory(organisation=tree.commune, valid_to=date(2016, 1, 1)),
        "young": UnitFactory(organisation=tree.commune, valid_from=date(2020, 1, 1)),
    }
    member = MemberFactory(organisation=tree.branch)
    ResidenceFactory(member=member, unit=units["home"], valid_from=date(2015, 1, 1))
    fields = {"on": date(2020, 5, 5), "unit": "other"} | fields
    with pytest.raises(Refused) as refused:
        settle(by=None, member=member, on=fields["on"], unit=units[fields["unit"]])
    assert list(refused.value.messages) == [field]


def test_a_secretary_settles_their_own_members_in_the_commune(tree):
    unit = made(tree)
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    assert find_units(secretary, "huoi thu") == [unit]
    settle(by=secretary, on=date(2020, 1, 1), member=MemberFactory(organisation=tree.branch), unit=unit)
    with pytest.raises(Refused):
        settle(by=secretary, on=date(2020, 1, 1), member=MemberFactory(organisation=tree.sibling_branch), unit=unit)
    foreign = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.foreign_branch)
    assert find_units(foreign, "huoi thu") == []


def test_many_are_settled_or_nobody(tree, frozen_today):
    unit = made(tree, on=date(2020, 1, 1))
    members = [MemberFactory(organisation=tree.branch) for _ in range(3)]
    ResidenceFactory(member=members[2], unit=unit, valid_from=date(2021, 1, 1))
    with pytest.raises(Refused) as refused:
        settle_many(by=None, on=date(2022, 1, 1), members=members, unit=unit)
    assert members[2].full_name in str(refused.value)
    assert Residence.objects.count() == 1
    assert settle_many(by=None, on=date(2022, 1, 1), members=members[:2], unit=unit) == 2
    assert residents_on(date(2022, 1, 1)).count() == 3


# --- Merged, divided, ended ------------------------------------------------------------------------------------------


def test_merged_into_a_new_one_with_all_who_lived_there(tree, frozen_today):
    olds = [made(tree, name=name, on=date(2010, 1, 1)) for name in ("Bản Một", "Bản Hai")]
    member = ResidenceFactory(unit=olds[0], member__organisation=tree.branch).member
    title = PositionTitle.objects.create(code="thu", name="Trưởng bản thử", folded_name="truong ban thu")
    holder = PositionHolder.objects.create(
        unit=olds[1], title=title, organisation=tree.commune, organisation_path=tree.commune.path,
        full_name="Lò Văn Thử", folded_name="lo van thu", sort_key="thu", valid_from=date(2015, 1, 1),
    )  # fmt: skip
    new = merge_units(
        by=None, on=date(2020, 7, 1), units=olds, versions=[1, 1], new=NewUnit("Bản Hợp Nhất"),
        document_number="12/NQ-HĐND",
    )  # fmt: skip
    assert (new.commune, new.valid_from, new.state) == ("Xã Thử", date(2020, 7, 1), "")
    assert residents_on(date(2020, 6, 30)).get().unit == olds[0]
    assert residents_on(date(2020, 7, 1)).get() == member.residences.get(unit=new)
    assert {link.predecessor for link in new.precessions.all()} == set(olds)
    holder.refresh_from_db()
    assert (holder.valid_to, holder.end_reason) == (date(2020, 7, 1), "sáp nhập đơn vị dân cư")
    assert [u.valid_to for u in ResidentialUnit.objects.filter(pk__in=[o.pk for o in olds])] == [date(2020, 7, 1)] * 2


def test_merged_into_one_that_stays(tree, frozen_today):
    small, big = made(tree, name="Bản Nhỏ"), made(tree, name="Bản Lớn", state=UnitState.OWN_BRANCH, on=date(2011, 1, 1))
    stays = merge_units(by=None, on=date(2020, 7, 1), units=[small], versions=[1, 1], into=big)
    assert (stays.pk, stays.state, stays.valid_to) == (big.pk, UnitState.OWN_BRANCH, None)
    small.refresh_from_db()
    assert small.valid_to == date(2020, 7, 1)
    with pytest.raises(Refused) as refused:
        merge_units(by=None, on=date(2021, 1, 1), units=[small], versions=[small.version, stays.version], into=stays)
    assert "đã kết thúc" in str(refused.value)


@pytest.mark.parametrize("wrong", ["one alone", "into itself", "both ways", "before a status", "tomorrow"])
def test_merging_refused(tree, frozen_today, wrong):
    one = made(tree, name="Bản Một", state=UnitState.NO_MEMBERS, state_since=date(2019, 1, 1))
    two = made(tree, name="Bản Hai")
    how = {"on": date(2020, 7, 1), "units": [one, two], "versions": [1, 1], "new": NewUnit("Bản Mới")}
    how |= {
        "one alone": {"units": [one], "versions": [1]},
        "into itself": {"units": [one], "into": one, "new": None},
        "both ways": {"into": made(tree, name="Bản Ba"), "versions": [1, 1, 1]},
        "before a status": {"on": date(2019, 1, 1)},
        "tomorrow": {"on": date(2026, 7, 16)},
    }[wrong]
    with pytest.raises(Refused):
        merge_units(by=None, **how)
    assert ResidentialUnit.objects.current().count() == ResidentialUnit.objects.count()


def test_divided(tree, frozen_today):
    unit = made(tree, on=date(2010, 1, 1))
    member = ResidenceFactory(unit=unit, member__organisation=tree.branch).member
    parts = [NewUnit("Bản Trên"), NewUnit("Bản Dưới")]
    made_ones = split_unit(by=None, on=date(2020, 7, 1), unit=unit, version=1, parts=parts, keep=False)
    assert [each.name for each in made_ones] == ["Bản Trên", "Bản Dưới"]
    assert residents_on(date(2020, 7, 1)).count() == 0  # nobody is moved by guess
    settle(by=None, on=date(2020, 7, 1), member=member, unit=made_ones[1])
    one = split_unit(by=None, on=date(2021, 1, 1), unit=made_ones[1], version=1, parts=[NewUnit("Bản Giữa")], keep=True)
    made_ones[1].refresh_from_db()
    assert made_ones[1].valid_to is None
    assert one[0].precessions.get().predecessor == made_ones[1]


def test_ended_only_when_nobody_lives_there(tree, frozen_today):
    unit = made(tree)
    member = ResidenceFactory(unit=unit, member__organisation=tree.branch).member
    with pytest.raises(Refused) as refused:
        end_unit(by=None, on=date(2020, 1, 1), unit=unit, version=1)
    assert "1 đảng viên" in str(refused.value)
    settle(by=None, on=date(2019, 1, 1), member=member, unit=None)
    end_unit(by=None, on=date(2020, 1, 1), unit=unit, version=1)
    unit.refresh_from_db()
    assert unit.valid_to == date(2020, 1, 1)
    assert unit.names.get().valid_to == date(2020, 1, 1)
