"""The state of a unit: proposed from the records, confirmed, withdrawn; the table in time adds up."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from membership.domain.errors import Refused, Stale
from membership.domain.member_acts import leave
from membership.domain.units import (
    Confirmed,
    Histories,
    confirm_state,
    confirm_states,
    cover_unit,
    doubts,
    establish_unit,
    partition,
    proposed_state,
    settle,
    uncover_unit,
    withdraw_state,
)
from membership.models import ResidentialUnit, RoleCode, UnitCause, UnitState, UnitStatus
from tests.factories import MemberFactory, OrganisationFactory, ResidenceFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

OWN, JOINT, MEMBERS, NONE = UnitState.OWN_BRANCH, UnitState.JOINT_BRANCH, UnitState.MEMBERS_ONLY, UnitState.NO_MEMBERS
DAY = date(2020, 1, 1)


def proposed(unit, day=DAY):
    return proposed_state([unit.pk], day)[unit.pk]


def test_proposed_from_the_records(tree, frozen_today):
    one, two = UnitFactory(organisation=tree.commune), UnitFactory(organisation=tree.commune)
    assert proposed(one).state == NONE
    ResidenceFactory(unit=one, member__organisation=tree.branch, valid_from=date(2015, 1, 1))
    assert (proposed(one).state, proposed(one).members) == (MEMBERS, 1)
    assert proposed(one, date(2014, 12, 31)).state == NONE
    cover_unit(by=None, on=date(2016, 1, 1), unit=one, version=1, branch=tree.branch)
    assert (proposed(one).state, proposed(one, date(2015, 12, 31)).state) == (OWN, MEMBERS)
    two = cover_unit(by=None, on=date(2018, 1, 1), unit=two, version=1, branch=tree.branch)
    assert [proposed(unit).state for unit in (one, two)] == [JOINT, JOINT]
    assert (proposed(one, date(2017, 6, 1)).state, proposed(two).joint) == (OWN, 2)
    uncover_unit(by=None, on=date(2019, 1, 1), unit=two, version=2)
    assert [proposed(unit).state for unit in (one, two)] == [OWN, NONE]


def test_a_branch_that_ended_covers_nothing(tree):
    branch = OrganisationFactory(parent=tree.commune)
    unit = UnitFactory(organisation=tree.commune)
    cover_unit(by=None, on=None, unit=unit, version=1, branch=branch)
    branch.valid_to = date(2019, 5, 1)
    branch.save()
    assert (proposed(unit, date(2019, 4, 30)).state, proposed(unit, date(2019, 5, 1)).state) == (OWN, NONE)


def test_confirmed_and_refused_before_the_last_one(tree, frozen_today):
    unit = UnitFactory(organisation=tree.commune)
    confirm_state(by=None, on=date(2018, 3, 1), unit=unit, version=1, state=NONE, cause=UnitCause.FIRST)
    unit.refresh_from_db()
    assert (unit.state, unit.state_since) == (NONE, date(2018, 3, 1))
    for day in (date(2018, 2, 28), date(2018, 3, 1)):
        with pytest.raises(Refused) as refused:
            confirm_state(by=None, on=day, unit=unit, version=2, state=MEMBERS, cause=UnitCause.ADMISSION)
        assert "01/03/2018" in refused.value.messages["on"][0]
    status = confirm_state(
        by=None, on=date(2018, 3, 2), unit=unit, version=2, state=MEMBERS, cause=UnitCause.ADMISSION,
        document_number="7-BC/ĐU",
    )  # fmt: skip
    assert (status.decision_number, status.members) == ("7-BC/ĐU", 0)
    with pytest.raises(Stale):
        confirm_state(by=None, on=date(2019, 1, 1), unit=unit, version=2, state=OWN)


REFUSED = {
    "no day": ({"on": None}, "on"),
    "the future": ({"on": date(2026, 7, 16)}, "on"),
    "before the unit was there": ({"on": date(2009, 12, 31)}, "on"),
    "no such state": ({"state": "white"}, "state"),
    "no such cause": ({"cause": "?"}, "cause"),
    "the state it is in": ({"state": NONE}, "state"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_confirming_refused(tree, frozen_today, case):
    fields, field = REFUSED[case]
    unit = UnitFactory(organisation=tree.commune, valid_from=date(2010, 1, 1), state=NONE, state_since=date(2012, 1, 1))
    fields = {"on": date(2020, 1, 1), "state": MEMBERS, "cause": UnitCause.MOVED_IN} | fields
    with pytest.raises(Refused) as refused:
        confirm_state(by=None, unit=unit, version=1, **fields)
    assert list(refused.value.messages) == [field]
    assert UnitStatus.objects.count() == 1


def test_who_may_confirm(tree):
    unit = UnitFactory(organisation=tree.commune)
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.commune)
    with pytest.raises(Refused):
        confirm_state(by=secretary, on=DAY, unit=unit, version=1, state=NONE)
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    assert confirm_state(by=clerk, on=DAY, unit=unit, version=1, state=NONE).recorded_by == clerk


def test_many_at_once_all_or_none(tree, frozen_today):
    units = [UnitFactory(organisation=tree.commune) for _ in range(2)]
    lines = [Confirmed(unit, 1, DAY, NONE, UnitCause.FIRST) for unit in units]
    with pytest.raises(Refused) as refused:
        confirm_states(by=None, lines=[lines[0], Confirmed(units[1], 1, date(2027, 1, 1), NONE, UnitCause.FIRST)])
    assert units[1].name in refused.value.messages[""][0]
    assert not UnitStatus.objects.exists()
    assert len(confirm_states(by=None, lines=lines)) == 2


def test_a_mistake_is_withdrawn_with_a_reason(tree, frozen_today):
    unit = UnitFactory(organisation=tree.commune, state=NONE)
    confirm_state(by=None, on=DAY, unit=unit, version=1, state=OWN, cause=UnitCause.BRANCH_FOUNDED)
    with pytest.raises(Refused) as refused:
        withdraw_state(by=None, unit=unit, version=2, reason=" ")
    assert list(refused.value.messages) == ["reason"]
    unit = withdraw_state(by=None, unit=unit, version=2, reason="ghi nhầm bản")
    assert (unit.state, unit.state_since) == (NONE, date(2011, 1, 1))
    assert unit.statuses.count() == 2
    confirm_state(by=None, on=DAY, unit=unit, version=3, state=MEMBERS, cause=UnitCause.MOVED_IN)  # the same day again
    for version in (4, 5):
        unit = withdraw_state(by=None, unit=unit, version=version, reason="ghi nhầm")
    assert (unit.state, unit.state_since) == ("", None)
    with pytest.raises(Refused):
        withdraw_state(by=None, unit=unit, version=6, reason="ghi nhầm")


# --- What differs, and why -------------------------------------------------------------------------------------------


def test_only_what_differs_is_offered(tree, frozen_today):
    same, never = UnitFactory(organisation=tree.commune, state=NONE), UnitFactory(organisation=tree.commune)
    found = doubts([same, never])
    assert [(doubt.unit, doubt.proposal.state, doubt.cause) for doubt in found] == [(never, NONE, UnitCause.FIRST)]


@pytest.mark.parametrize(
    ("how", "cause", "since"),
    [
        ("moves house", UnitCause.MOVED_OUT, date(2019, 4, 1)),
        ("dies", UnitCause.LEFT_PARTY, date(2019, 4, 1)),
        ("nobody known", UnitCause.OTHER, date(2026, 7, 15)),
    ],
)
def test_why_a_unit_is_white_again(tree, frozen_today, how, cause, since):
    unit = UnitFactory(organisation=tree.commune, state=MEMBERS)
    member = MemberFactory(organisation=tree.branch)
    if how != "nobody known":
        ResidenceFactory(unit=unit, member=member)
    if how == "moves house":
        settle(by=None, on=since, member=member, unit=UnitFactory(organisation=tree.commune))
    elif how == "dies":
        leave(by=None, on=since, member=member, reason="từ trần", version=1)
    [doubt] = doubts([unit])
    assert (doubt.proposal.state, doubt.since, doubt.cause) == (NONE, since, cause)


@pytest.mark.parametrize(
    ("joined", "cause"), [(date(2019, 9, 2), UnitCause.ADMISSION), (date(2005, 1, 1), UnitCause.MOVED_IN)]
)
def test_how_a_unit_came_to_members(tree, frozen_today, joined, cause):
    unit = UnitFactory(organisation=tree.commune, state=NONE)
    member = MemberFactory(organisation=tree.branch, joined_on=joined, official_on=None)
    ResidenceFactory(unit=unit, member=member, valid_from=date(2012, 1, 1))
    [doubt] = doubts([unit])
    assert (doubt.proposal.state, doubt.cause) == (MEMBERS, cause)
    assert doubt.since == max(joined, date(2012, 1, 1))


# --- The table in time -----------------------------------------------------------------------------------------------


def muong_nhe(tree):
    """118 villages; 37 white at the start, 20 of them no longer, one white again."""
    begin = date(2010, 6, 1)

    def some(count, state):
        return [UnitFactory(organisation=tree.commune, state=state, state_since=begin) for _ in range(count)]

    white, own, members = some(37, NONE), some(50, OWN), some(31, MEMBERS)
    for number, unit in enumerate(white[:20]):
        state, cause = (MEMBERS, UnitCause.ADMISSION) if number < 11 else (OWN, UnitCause.BRANCH_FOUNDED)
        confirm_state(by=None, on=date(2012, 1, 1 + number), unit=unit, version=1, state=state, cause=cause)
    confirm_state(by=None, on=date(2014, 5, 1), unit=white[0], version=2, state=NONE, cause=UnitCause.MOVED_OUT)
    return white, own, members


def test_thirty_seven_less_twenty_and_one_again(tree, frozen_today):
    white, _own, _members = muong_nhe(tree)
    end = partition(tree.commune, date(2016, 12, 31))
    assert end == {OWN: 59, JOINT: 0, MEMBERS: 41, NONE: 18, "": 0}
    assert sum(end.values()) == 118
    histories = Histories.of(tree.commune)
    flow = histories.flow(NONE, date(2010, 12, 31), date(2016, 12, 31))
    assert (flow.opening, len(flow.left), len(flow.came), flow.closing) == (37, 20, 1, 18)
    assert flow.opening - len(flow.left) + len(flow.came) == flow.closing
    [again] = flow.came
    assert (again.unit, again.cause, again.on, again.again) == (
        white[0].pk,
        UnitCause.MOVED_OUT,
        date(2014, 5, 1),
        True,
    )
    assert list(histories.whitened_again(date(2016, 12, 31))) == [white[0].pk]
    assert histories.whitened_again(date(2014, 4, 30)) == {}
    assert histories.partition(date(2016, 12, 31)) == end


def test_a_unit_founded_and_one_ended_in_between(tree, frozen_today):
    old = UnitFactory(organisation=tree.commune, state=NONE, state_since=date(2010, 1, 1), valid_to=date(2015, 1, 1))
    establish_unit(
        by=None, on=date(2015, 1, 1), organisation=tree.commune, name="Bản Mới", commune="Xã Thử",
        state=NONE, state_since=date(2015, 2, 1),
    )  # fmt: skip
    flow = Histories.of(tree.commune).flow(NONE, date(2014, 12, 31), date(2015, 12, 31))
    assert [len(rows) for rows in (flow.left, flow.ended, flow.came, flow.found)] == [0, 1, 0, 1]
    assert (flow.opening, flow.closing, flow.ended[0].unit) == (1, 1, old.pk)
    assert partition(tree.commune, date(2015, 1, 15)) == {OWN: 0, JOINT: 0, MEMBERS: 0, NONE: 0, "": 1}


def test_as_it_was_known(tree, frozen_today):
    unit = UnitFactory(organisation=tree.commune, state=NONE)
    frozen_today.shift(3600)
    from django.utils import timezone

    before = timezone.now()
    frozen_today.shift(3600)
    confirm_state(by=None, on=DAY, unit=unit, version=1, state=OWN, cause=UnitCause.BRANCH_FOUNDED)
    assert partition(tree.commune, date(2020, 6, 1))[OWN] == 1
    assert partition(tree.commune, date(2020, 6, 1), before)[NONE] == 1


def test_the_check_finds_and_mends(tree, frozen_today):
    unit = UnitFactory(organisation=tree.commune, state=NONE)
    out = StringIO()
    call_command("check_units", stdout=out)
    assert "không có sai khác" in out.getvalue()
    ResidentialUnit.objects.filter(pk=unit.pk).update(state=OWN)
    with pytest.raises(CommandError):
        call_command("check_units", stdout=out)
    assert unit.code in out.getvalue()
    call_command("check_units", fix=True, stdout=out)
    unit.refresh_from_db()
    assert unit.state == NONE


def test_where_nobody_was_ever_written_down_the_doubt_is_weak_and_comes_last(tree, frozen_today):
    weak, strong = (UnitFactory(organisation=tree.commune, state=MEMBERS) for _ in range(2))
    ResidenceFactory(unit=strong, member__organisation=tree.branch, valid_to=date(2020, 1, 1))
    assert [(doubt.unit, doubt.weak) for doubt in doubts([weak, strong])] == [(strong, False), (weak, True)]
