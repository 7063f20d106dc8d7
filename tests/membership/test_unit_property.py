"""Whatever happens to units and their people, in any order: the partition adds up, the state follows from the rows."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from membership.base import paths
from membership.domain.errors import Refused
from membership.domain.member_acts import leave
from membership.domain.reorganise import move
from membership.domain.unit_check import differences
from membership.domain.units import (
    CLOSED,
    STATES,
    Histories,
    NewUnit,
    confirm_state,
    cover_unit,
    end_unit,
    establish_unit,
    merge_units,
    partition,
    proposed_state,
    rename_unit,
    settle,
    split_unit,
    uncover_unit,
    withdraw_state,
)
from membership.models import PartyMember, ResidentialUnit, UnitCause, UnitState, UnitStatus
from tests.conftest import make_tree
from tests.factories import MemberFactory

START = date(2020, 1, 1)
NUMBER, DAYS = st.integers(0, 40), st.integers(0, 60)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("establish"), NUMBER, DAYS),
        st.tuples(st.just("settle"), NUMBER, NUMBER, DAYS),
        st.tuples(st.just("die"), NUMBER, DAYS),
        st.tuples(st.just("cover"), NUMBER, NUMBER, DAYS),
        st.tuples(st.just("uncover"), NUMBER, DAYS),
        st.tuples(st.just("confirm"), NUMBER, st.integers(0, 3), DAYS),
        st.tuples(st.just("believe"), NUMBER, DAYS),
        st.tuples(st.just("withdraw"), NUMBER),
        st.tuples(st.just("rename"), NUMBER, DAYS),
        st.tuples(st.just("merge"), NUMBER, NUMBER, st.booleans(), DAYS),
        st.tuples(st.just("split"), NUMBER, st.booleans(), DAYS),
        st.tuples(st.just("end"), NUMBER, DAYS),
        st.tuples(st.just("move"), st.booleans(), DAYS),
    ),
    min_size=8,
    max_size=40,
)


@pytest.mark.django_db
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(acts=ACTS)
def test_the_partition_adds_up_on_every_day(django_db_blocker, acts):
    from django.db import transaction

    with transaction.atomic():
        _run(acts)
        transaction.set_rollback(True)


class World:
    def __init__(self):
        self.tree = make_tree()
        self.branches = [self.tree.branch, self.tree.sibling_branch]
        self.members = [MemberFactory(organisation=self.branches[n % 2]).pk for n in range(4)]
        self.done = 0
        for number in range(3):
            establish_unit(by=None, organisation=self.tree.commune, name=f"Bản {number}", commune="Xã Thử")

    def unit(self, number: int) -> ResidentialUnit:
        units = list(ResidentialUnit.objects.order_by("pk"))
        return units[number % len(units)]

    def act(self, act: str, *told) -> None:
        on, numbers = START + timedelta(days=told[-1]), told[:-1]
        self.done += 1
        unit = self.unit(told[0])
        this = {"by": None, "unit": unit, "version": unit.version}
        match act:
            case "establish":
                establish_unit(
                    by=None, on=on, organisation=self.tree.commune, name=f"Bản mới {self.done}", commune="Xã Thử"
                )
            case "settle":
                member = PartyMember.objects.get(pk=self.members[numbers[1] % 4])
                settle(by=None, on=on, member=member, unit=unit)
            case "die":
                member = PartyMember.objects.get(pk=self.members[numbers[0] % 4])
                leave(by=None, on=on, member=member, reason="từ trần", version=member.version)
            case "cover":
                cover_unit(on=on, branch=self.branches[numbers[1] % 2], **this)
            case "uncover":
                uncover_unit(on=on, **this)
            case "confirm":
                confirm_state(on=on, state=UnitState.values[numbers[1]], cause=UnitCause.OTHER, **this)
            case "believe":
                state = proposed_state([unit.pk], on)[unit.pk].state
                confirm_state(on=on, state=state, cause=UnitCause.OTHER, **this)
            case "withdraw":
                withdraw_state(reason="ghi nhầm", **this)
            case "rename":
                rename_unit(on=on, name=f"Bản tên khác {self.done}", **this)
            case "merge":
                other = self.unit(numbers[1])
                how = {"into": other} if numbers[2] else {"new": NewUnit(f"Bản hợp {self.done}")}
                units = [unit] if numbers[2] else [unit, other]
                merge_units(by=None, on=on, units=units, versions=[unit.version, other.version], **how)
            case "split":
                parts = [NewUnit(f"Bản chia {self.done} {part}") for part in (1, 2)]
                split_unit(on=on, parts=parts, keep=numbers[1], **this)
            case "end":
                end_unit(on=on, **this)
            case "move":
                self.tree.commune.refresh_from_db()
                parent = self.tree.province if numbers[0] else self.tree.foreign_province
                version = self.tree.commune.version
                move(by=None, on=on, organisation=self.tree.commune, parent=parent, version=version)


def _run(acts) -> None:
    world = World()
    for act in acts:
        try:
            world.act(*act)
        except Refused:
            continue
    root = world.tree.root
    histories = Histories.of(root)
    days = [START + timedelta(days=days) for days in (-1, 0, 7, 20, 33, 59, 60, 400)]
    for day in days:
        counted = partition(root, day)
        there = ResidentialUnit.objects.open_on(day)
        assert sum(counted.values()) == there.count()
        assert counted == histories.partition(day)
        for life in histories.lives:
            last = UnitStatus.objects.current().filter(unit=life.id, since__lte=day).order_by("since").last()
            is_there = there.filter(pk=life.id).exists()
            assert life.on(day) == ((last.state if last else "") if is_there else CLOSED)
    for first, last in zip(days, days[1:], strict=False):
        for state in STATES:
            flow = histories.flow(state, first, last)
            gone, come = len(flow.left) + len(flow.ended), len(flow.came) + len(flow.found)
            assert flow.opening - gone + come == flow.closing
    for unit in ResidentialUnit.objects.select_related("organisation"):
        assert unit.organisation_path == unit.organisation.path
        assert unit.organisation_path.endswith(paths.step(unit.organisation_id))
    assert list(differences()) == []
