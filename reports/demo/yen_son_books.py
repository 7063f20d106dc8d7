"""The further books of Yên Sơn: thôn, holders of titles with what is asked of them, lists fixed when the plan began."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from candidates.domain.candidate_positions import tie
from candidates.domain.radar_lists import fix_list
from candidates.models import Candidate, RadarWarning
from membership.domain.effects import Effect
from membership.domain.position_list import HolderRow, record_holders
from membership.domain.position_shares import set_target
from membership.domain.position_titles import stored
from membership.domain.unit_list import UnitRow, record_units
from membership.models import PositionHolder, UnitState
from reports.demo.data import Further, PlannedCandidate, PlannedMember, Written
from reports.demo.homes import members_by_card, record_homes, units_by_code
from reports.demo.people import Person
from reports.demo.yen_son_places import Village

TARGETS = {"front_head": 95, "women_head": 50, "farmers_head": 70, "youth_secretary": 60, "veterans_head": 60}
IN_OFFICE_SINCE = date(2022, 8, 1)
DUE = date(2023, 12, 31)


@dataclass
class Holder:
    title: str
    village: Village
    person: Person
    member: PlannedMember | None = None
    candidate: PlannedCandidate | None = None


def further(
    villages: Sequence[Village], holders: Sequence[Holder], members: Sequence[PlannedMember], begins: date
) -> list[tuple[str, Further]]:
    return [
        (f"{len(villages)} thôn, tổ dân phố", lambda done: _units(done, villages)),
        ("nơi cư trú của đảng viên", lambda done: _settle(done, villages, members)),
        (f"{len(holders)} người giữ chức danh", lambda done: _holders(done, holders)),
        ("người giữ chức danh đang được theo dõi", lambda done: _tie(done, holders)),
        ("chỉ tiêu chức danh, danh sách chi bộ chốt đầu năm", lambda done: _targets(done, begins)),
    ]


def _units(done: Written, villages: Sequence[Village]) -> Effect:
    rows = [
        UnitRow(
            number,
            village.code,
            village.name,
            "thôn" if village.name.startswith("Thôn") else "tổ dân phố",
            village.commune,
            done.places[village.committee],
            done.places[village.branch],
            state=UnitState.OWN_BRANCH,
            since=date(2020, 1, 1),
        )  # fmt: skip
        for number, village in enumerate(villages, start=2)
    ]
    return record_units(rows, by=done.by, into=done.root, apply=True)


def _settle(done: Written, villages: Sequence[Village], members: Sequence[PlannedMember]) -> None:
    units, by_card = units_by_code(done), members_by_card(done)
    home = {village.branch: units[village.code] for village in villages}
    record_homes(done, [(by_card[each.card_number], home[each.code], None) for each in members if each.code in home])


def _holders(done: Written, holders: Sequence[Holder]) -> Effect:
    units = units_by_code(done)
    rows = [
        HolderRow(
            number,
            holder.title,
            units[holder.village.code].pk,
            holder.person.full_name,
            {name: holder.person.attributes[name] for name in ("sex", "born_on")},
            card_number=holder.member.card_number if holder.member else None,
            is_member=holder.member is not None,
            since=IN_OFFICE_SINCE,
        )  # fmt: skip
        for number, holder in enumerate(holders, start=2)
    ]
    return record_holders(rows, by=done.by, into=done.root, apply=True)


def _tie(done: Written, holders: Sequence[Holder]) -> None:
    """Holders who are on the list of quần chúng ưu tú."""
    recorded = {
        (holder.unit.code, holder.title.code): holder
        for holder in PositionHolder.objects.under(done.root).select_related("unit", "title")
    }
    people = {(each.full_name, each.born_on): each for each in Candidate.objects.under(done.root)}
    for holder in holders:
        if holder.candidate is not None:
            person = people[holder.person.full_name, holder.person.attributes["born_on"]]
            tie(by=done.by, holder=recorded[holder.village.code, holder.title], candidate=person)


def _targets(done: Written, begins: date) -> None:
    for title, percent in TARGETS.items():
        set_target(
            by=done.by, on=date(2023, 1, 1), organisation=done.root, title=stored(title), percent=Decimal(percent),
            decision_number="31-KH/HU", decision_date=date(2023, 1, 10),
        )  # fmt: skip
    for warning, name in (
        (RadarWarning.NO_ADMISSION, "Chi bộ nhiều năm không kết nạp được đảng viên, chốt đầu năm 2023"),
        (RadarWarning.UNDER_FIVE, "Chi bộ dưới 5 đảng viên, chốt đầu năm 2023"),
    ):
        fix_list(
            by=done.by, on=begins, organisation=done.root, warning=warning, name=name, due_on=DUE,
            decision_number="31-KH/HU", decision_date=date(2023, 1, 10),
        )  # fmt: skip
