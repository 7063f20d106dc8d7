"""The bản of Mường Nhé in the books: registered with their states of 2016, and who of the members lives where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from membership.domain.effects import Effect
from membership.domain.movement_list import MovementRow, record_movements
from membership.domain.unit_list import UnitRow, record_units
from membership.models import MovementKind, PartyMember, UnitCause, UnitState
from reports.demo.data import Further, PlannedAdmission, PlannedCandidate, PlannedMember, Written
from reports.demo.homes import record_homes, units_by_code
from reports.demo.muong_nhe_places import Village
from reports.demo.schooling import PlannedClass, record_planned

TERM_BEGINS = date(2016, 1, 1)
LEFT_ON = date(2016, 8, 17)  # the only member of a bản moved out of the district
_BEFORE = {"own": UnitState.OWN_BRANCH, "kept": UnitState.MEMBERS_ONLY}


@dataclass(frozen=True)
class Pupil:
    """A learner: of which bản, in which of the nine classes, what they do there."""

    planned: PlannedCandidate
    village: Village
    seat: int
    role: str


def further(
    villages: Sequence[Village],
    pupils: Sequence[Pupil],
    stock: Sequence[PlannedMember],
    admissions: Sequence[PlannedAdmission],
    leaver: PlannedMember,
    classes: Sequence[PlannedClass],
) -> list[tuple[str, Further]]:
    gains = _gains(villages, pupils, stock, admissions)
    again = [village for village in villages if village.fate == "again"]
    others = [village for village in villages if village.fate != "again"]
    return [
        (
            f"{len(villages)} bản",
            lambda done: _record(done, again, lambda _v: (UnitState.NO_MEMBERS, date(2013, 5, 10))),
        ),
        ("  nơi có đảng viên rồi lại trắng", lambda done: _record(done, again, _came_in)),
        (
            "  tình trạng đầu nhiệm kỳ",
            lambda done: _record(done, others, lambda v: (_BEFORE.get(v.fate, UnitState.NO_MEMBERS), TERM_BEGINS)),
        ),
        ("nơi cư trú của đảng viên", lambda done: _settle(done, villages, stock, leaver, gains)),
        (
            "  những bản hết trắng",
            lambda done: _record(done, [v for v in villages if v in gains], lambda v: _gained(gains[v])),
        ),
        (
            "  đảng viên chuyển đi",
            lambda done: record_movements([_moved_out(done, leaver)], by=done.by, into=done.root, apply=True),
        ),
        (
            "  bản tái trắng",
            lambda done: _record(done, again, lambda _v: (UnitState.NO_MEMBERS, LEFT_ON, UnitCause.MOVED_OUT)),
        ),
        (f"{len(classes)} lớp", lambda done: record_planned(done, classes)),
    ]


def _came_in(_village: Village):
    return UnitState.MEMBERS_ONLY, date(2014, 9, 1), UnitCause.MOVED_IN


Gain = tuple[PlannedMember | PlannedAdmission, date]


def _gains(villages, pupils, stock, admissions) -> dict[Village, Gain]:
    """Who made a bản white no longer, and when: the first admitted there, or a member of the commune who moved in."""
    admitted = {id(each.person): each for each in admissions}
    gains: dict[Village, Gain] = {}
    for pupil in pupils:
        decision = admitted.get(id(pupil.planned.person))
        if decision is not None and pupil.village.fate == "gained":
            gains.setdefault(pupil.village, (decision, decision.ceremony_date))
    spare = {}
    for number, village in enumerate(each for each in villages if each.fate == "gained" and each not in gains):
        place = spare.setdefault(village.branch, [each for each in stock if each.code == village.branch])
        gains[village] = (place.pop(), date(2016, 3 + number, 15))
    return gains


def _gained(gain: Gain):
    who, day = gain
    return UnitState.MEMBERS_ONLY, day, (
        UnitCause.ADMISSION if isinstance(who, PlannedAdmission) else UnitCause.MOVED_IN
    )  # fmt: skip


def _record(done: Written, villages: Iterable[Village], said) -> Effect:
    rows = []
    for number, village in enumerate(villages, start=2):
        state, since, *cause = said(village)
        rows.append(
            UnitRow(
                number,
                village.code,
                village.name,
                "bản",
                village.commune,
                done.places[village.committee],
                branch=done.places[village.branch] if state == UnitState.OWN_BRANCH else None,
                state=state,
                since=since,
                cause=cause[0] if cause else UnitCause.FIRST,
            )  # fmt: skip
        )
    return record_units(rows, by=done.by, into=done.root, apply=True)


def _settle(done: Written, villages: Sequence[Village], stock, leaver, gains: dict[Village, Gain]) -> None:
    """Members of a bản's own branch live in it; where there is none, members of the commune's offices live in some."""
    units, known = units_by_code(done), _members(done)
    gone = {id(who) for who, _day in gains.values()}
    spare: dict[str, list[PlannedMember]] = {}
    for each in stock:
        if id(each) not in gone:
            spare.setdefault(each.code, []).append(each)
    homes = []
    for village in villages:
        if village.fate == "own":
            living, since = spare.get(village.branch, []), None
        elif village.fate == "kept":
            living, since = [spare[village.branch].pop()], None
        elif village.fate == "again":
            living, since = [leaver], date(2014, 9, 1)
        elif village in gains:
            living, since = [gains[village][0]], gains[village][1]
        else:
            continue
        homes += [(known[_identity(each)], units[village.code], since) for each in living]
    record_homes(done, homes)


def _members(done: Written) -> dict[tuple, PartyMember]:
    rows = PartyMember.objects.under(done.root).select_related("organisation")
    return {(each.organisation.code, each.full_name, each.born_on): each for each in rows}


def _identity(planned: PlannedMember | PlannedAdmission) -> tuple:
    return planned.code, planned.person.full_name, planned.person.attributes["born_on"]


def _moved_out(done: Written, leaver: PlannedMember) -> MovementRow:
    return MovementRow(
        2, leaver.person.full_name, done.places[leaver.code], {"born_on": leaver.person.attributes["born_on"]},
        kind=MovementKind.TRANSFERRED_OUT, on=LEFT_ON, card_number=leaver.card_number,
        other_place="Đảng bộ huyện Nậm Pồ, tỉnh Điện Biên", document_number="41-GTSH/HU", document_date=LEFT_ON,
    )  # fmt: skip
