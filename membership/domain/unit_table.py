"""The units of a subtree in time: how many were in each state on a day, and how every change came about.

On every day each open unit is in exactly one state, or in none that was confirmed yet; so the partition always adds
up, and between two days: start − left + came = end.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count

from membership.domain.unit_states import with_state_on
from membership.models import Organisation, ResidentialUnit, UnitState, UnitStatus

CLOSED = "closed"  # not there (yet, or no longer)
UNKNOWN = ""  # there, but nothing was confirmed
STATES = (*UnitState.values, UNKNOWN)
WITH_MEMBERS = (UnitState.OWN_BRANCH, UnitState.JOINT_BRANCH, UnitState.MEMBERS_ONLY)


@dataclass(frozen=True, order=True)
class Change:
    """A unit passed from one state into another on a day. `again`: it had members before and came to none."""

    on: date
    unit: int
    before: str
    after: str
    cause: str = ""
    again: bool = False
    status: int | None = None


@dataclass
class Flow:
    """What happened to one state between two days. opening − left − ended + came + found = closing.

    `came` (of "no members": tái trắng) and `left` are changes of confirmed states; `found` and `ended` are units that
    appeared, were confirmed for the first time, or are no more. Each lists the changes behind it.
    """

    opening: int
    closing: int
    left: list[Change] = field(default_factory=list)
    ended: list[Change] = field(default_factory=list)
    came: list[Change] = field(default_factory=list)
    found: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Life:
    """One unit in time: since when (None: ever), until when, and the confirmed (since, state, cause, row) in order."""

    id: int
    first: date | None
    last: date | None
    rows: tuple[tuple[date, str, str, int], ...]

    def on(self, day: date) -> str:
        if (self.first is not None and day < self.first) or (self.last is not None and day >= self.last):
            return CLOSED
        return next((state for since, state, _cause, _pk in reversed(self.rows) if since <= day), UNKNOWN)

    def changes(self) -> Iterable[Change]:
        """Every passage from one state into another, by day."""
        days = {since for since, *_row in self.rows} | {day for day in (self.first, self.last) if day is not None}
        by_day = {since: (cause, pk) for since, _state, cause, pk in self.rows}
        before = CLOSED if self.first is not None else UNKNOWN
        had_members = False
        for day in sorted(days):
            after = self.on(day)
            if after != before:
                cause, pk = by_day.get(day, ("", None))
                again = after == UnitState.NO_MEMBERS and had_members
                yield Change(day, self.id, before, after, cause, again, pk)
            had_members = had_members or after in WITH_MEMBERS
            before = after


class Histories:
    """The lives of the units of one subtree, read once: any number of days and spans is then counted in memory."""

    def __init__(self, units):
        lives = list(units.order_by().values_list("pk", "valid_from", "valid_to"))
        rows: dict[int, list] = {}
        statuses = UnitStatus.objects.current().filter(unit__in=units.order_by().values("pk")).order_by("since", "pk")
        for unit, *row in statuses.values_list("unit_id", "since", "state", "cause", "pk"):
            rows.setdefault(unit, []).append(tuple(row))
        self.lives = [Life(pk, first, last, tuple(rows.get(pk, ()))) for pk, first, last in lives]

    @classmethod
    def of(cls, organisation: Organisation) -> "Histories":
        return cls(ResidentialUnit.objects.under(organisation))

    def partition(self, day: date) -> dict[str, int]:
        counted = Counter(life.on(day) for life in self.lives)
        return {state: counted[state] for state in STATES}

    def changes(self, first: date, last: date) -> list[Change]:
        """What changed after the day `first`, up to and with `last`."""
        return [change for change in self._changes if first < change.on <= last]

    @cached_property
    def _changes(self) -> list[Change]:
        return sorted(change for life in self.lives for change in life.changes())

    def flow(self, state: str, first: date, last: date) -> Flow:
        flow = Flow(self.partition(first)[state], self.partition(last)[state])
        for change in self.changes(first, last):
            if change.before == state:
                (flow.ended if change.after == CLOSED else flow.left).append(change)
            elif change.after == state:
                (flow.found if change.before in (CLOSED, UNKNOWN) else flow.came).append(change)
        return flow

    def whitened_again(self, day: date) -> dict[int, Change]:
        """Units without members on a day that had some before: unit id -> how they came to it ("tái trắng")."""
        found: dict[int, Change] = {}
        for life in self.lives:
            if life.on(day) == UnitState.NO_MEMBERS:
                last = max((change for change in life.changes() if change.on <= day), default=None)
                if last is not None and last.again:
                    found[life.id] = last
        return found


def partition(organisation: Organisation, day: date, known_at=None) -> dict[str, int]:
    """How many units of a subtree were in each state on a day; `""`: nothing confirmed. The sum is all that were open.

    `known_at`: as the records stood at that moment (a timezone-aware datetime).
    """
    units = ResidentialUnit.objects.under(organisation).open_on(day)
    if known_at is not None:
        units = units.filter(created_at__lte=known_at)
    counted = with_state_on(units, day, known_at).order_by().values("state_then").annotate(count=Count("pk"))
    found = {row["state_then"] or UNKNOWN: row["count"] for row in counted}
    return {state: found.get(state, 0) for state in STATES}


def states_by_place(day: date, known_at=None) -> Iterable[tuple[int, str, int]]:
    """(organisation id, state, number of units) on a day, over the whole tree: what a figure adds up."""
    units = ResidentialUnit.objects.open_on(day)
    if known_at is not None:
        units = units.filter(created_at__lte=known_at)
    rows = with_state_on(units, day, known_at).order_by().values_list("organisation_id", "state_then")
    for organisation, state, count in rows.annotate(count=Count("pk")):
        yield organisation, state or UNKNOWN, count


def changes_by_place(first: date, last: date) -> Iterable[tuple[int, Change]]:
    """(organisation id, change) of every unit after the day `first`, up to and with `last`."""
    units = ResidentialUnit.objects.all()
    place = dict(units.order_by().values_list("pk", "organisation_id"))
    for change in Histories(units).changes(first, last):
        yield place[change.unit], change


def days_to_show(first: date, last: date) -> list[date]:
    """The first day, the last of each year between, and the last day: at most a dozen, the latest."""
    ends = [date(year, 12, 31) for year in range(first.year, last.year + 1)]
    between = [day for day in ends if first < day < last]
    return [first, *between[-10:], last] if first < last else [last]
