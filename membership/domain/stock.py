"""Biểu 1-BTCTW "Tăng, giảm đảng viên": A + B − C = D for any organisation and any days.

The stock (A, D) is counted from spells, what came and went (B, C) from movements: two records of the same acts, written
together. The tree is today's, for every period alike, so that periods follow on one another and children add up.
A move within the organisation cancels out in it and counts in each of the two below.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Substr

from membership.base import paths
from membership.base.dates import add_months
from membership.models import (
    DECREASE,
    INCREASE,
    MemberMovement,
    MemberSpell,
    MemberStatus,
    MovementKind,
    Organisation,
    within,
)

MOVED_IN, MOVED_OUT = "moved_in", "moved_out"
OPENING, CLOSING = "opening", "closing"
GAINS = (*(str(kind.value) for kind in INCREASE), MOVED_IN)
LOSSES = (*(str(kind.value) for kind in DECREASE), MOVED_OUT)


@dataclass
class Stock:
    """Members of an organisation over a period. `increases`, `decreases`: MovementKind -> how many.

    `moved_in`, `moved_out`: from and to other organisations of the tree. `probationary`: of which dự bị, by "opening",
    "closing", a kind, "moved_in", "moved_out".
    """

    opening: int = 0
    increases: dict[str, int] = field(default_factory=lambda: {str(kind.value): 0 for kind in INCREASE})
    decreases: dict[str, int] = field(default_factory=lambda: {str(kind.value): 0 for kind in DECREASE})
    moved_in: int = 0
    moved_out: int = 0
    closing: int = 0
    probationary: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def gained(self) -> int:
        """B, the whole increase."""
        return sum(self.increases.values()) + self.moved_in

    @property
    def lost(self) -> int:
        """C, the whole decrease."""
        return sum(self.decreases.values()) + self.moved_out

    @property
    def unexplained(self) -> int:
        """D − (A + B − C): nothing, unless spells and movements were written apart (`check_members` finds where)."""
        return self.closing - (self.opening + self.gained - self.lost)

    def figure(self, code: str) -> int:
        """One figure by its code: opening, closing, moved_in, moved_out, gained, lost, or a kind of movement."""
        found = self.increases.get(code, self.decreases.get(code))
        return getattr(self, code) if found is None else found


@dataclass(frozen=True)
class Balance:
    """An organisation, the same period a year before, and what lies directly under it (key: organisation id)."""

    whole: Stock
    year_before: Stock
    children: Mapping[int, Stock]
    moved_within: int  # moves between its children: counted in each of them, in the whole they cancel out


def stock(organisation: Organisation, first: date, last: date) -> Stock:
    """The stock of an organisation with everything now under it, from a day to a day, both included."""
    return balance(organisation, first, last).whole


def balance(organisation: Organisation, first: date, last: date) -> Balance:
    """The stock with its children and the year before. Two queries, whatever the size."""
    periods = {"now": (first, last), "before": year_before(first, last)}
    counted: dict[tuple[str, str | None], Stock] = defaultdict(Stock)
    _count_stock(organisation, periods, counted)
    within_it = _count_movements(organisation, periods, counted)
    children = {paths.ids(key)[-1]: one for (period, key), one in counted.items() if period == "now" and key}
    return Balance(counted["now", None], counted["before", None], children, within_it)


def year_before(first: date, last: date) -> tuple[date, date]:
    """The same period of the year before; one that ends with a month ends with it there too."""
    ends_month = (last + timedelta(days=1)).day == 1
    end = add_months(last + timedelta(days=1), -12) - timedelta(days=1) if ends_month else add_months(last, -12)
    return add_months(first, -12), end


# --- A and D, from spells -----------------------------------------------------------------------------------------
def there_on(day: date) -> Q:
    """Spells that cover the end of a day."""
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return begun & (Q(valid_to=None) | Q(valid_to__gt=day))


def probationary_on(day: date) -> Q:
    unrecognised = Q(member__status=MemberStatus.PROBATIONARY) | Q(left_unrecognised=True)
    return Q(unrecognised, member__official_on=None) | Q(member__official_on__gt=day)


def spells_of(where: Q):
    """Spells in some places, told of members who left before they were recognised."""
    left = MemberMovement.objects.in_force().filter(member=OuterRef("member"), probationary=True, kind__in=DECREASE)
    return MemberSpell.objects.order_by().filter(where).annotate(left_unrecognised=Exists(left))


def _count_stock(organisation: Organisation, periods, counted) -> None:
    sums = {}
    for name, (first, last) in periods.items():
        for code, day in ((OPENING, first - timedelta(days=1)), (CLOSING, last)):
            sums[f"{name}_{code}"] = Count("pk", filter=there_on(day))
            sums[f"{name}_{code}_probationary"] = Count("pk", filter=there_on(day) & probationary_on(day))
    path = "organisation__path"
    rows = spells_of(within(organisation.path, path)).annotate(child=_child_of(organisation, path))
    for row in rows.values("child").annotate(**sums):
        for name in periods:
            for key in (None, row["child"]):
                one = counted[name, key]
                for code in (OPENING, CLOSING):
                    setattr(one, code, getattr(one, code) + row[f"{name}_{code}"])
                    one.probationary[code] += row[f"{name}_{code}_probationary"]


def _child_of(organisation: Organisation, column: str) -> Substr:
    """The path of the child a row lies under; of a row of the organisation itself its own path."""
    return Substr(column, 1, len(organisation.path) + paths.STEP)


# --- B and C, from movements ---------------------------------------------------------------------------------------
def movements_touching(organisation: Organisation):
    """Movements in force that happened in an organisation, or took a member out of it to another branch."""
    here = within(organisation.path, "organisation_path")
    left = Q(kind=MovementKind.MOVED) & within(organisation.path, "from_organisation__path")
    return MemberMovement.objects.in_force().filter(here | left)


def _count_movements(organisation: Organisation, periods, counted) -> int:
    """Both periods at once: one longer than a year overlaps the year before, so each has a flag of its own."""
    rows = (
        movements_touching(organisation)
        .filter(occurred_on__gte=periods["before"][0], occurred_on__lte=periods["now"][1])
        .annotate(to=_child_of(organisation, "organisation_path"))
        .annotate(origin=_child_of(organisation, "from_organisation__path"))
        .annotate(**{name: _flag(period) for name, period in periods.items()})
        .order_by()
        .values("to", "origin", "kind", "probationary", *periods)
        .annotate(n=Count("pk"))
    )
    moved_within = 0
    for row in rows:
        for name in periods:
            if row[name]:
                moved_within += _add(organisation, row, name, counted)
    return moved_within


def _flag(period: tuple[date, date]) -> Case:
    return Case(When(occurred_on__range=period, then=Value(1)), default=Value(0), output_field=IntegerField())


def _add(organisation: Organisation, row: dict, period: str, counted) -> int:
    """Count one group of movements; returns how many moved between children now."""
    n, kind, to = row["n"], row["kind"], row["to"]
    if kind != MovementKind.MOVED:
        for key in (None, to):
            _put(counted[period, key], kind, n, row["probationary"])
        return 0
    origin = row["origin"]
    comes, goes = to.startswith(organisation.path), origin.startswith(organisation.path)
    if comes and goes and to == origin:
        return 0
    for inside, key, code in ((comes, to, MOVED_IN), (goes, origin, MOVED_OUT)):
        if inside:
            _put(counted[period, key], code, n, row["probationary"])
            if not (comes and goes):
                _put(counted[period, None], code, n, row["probationary"])
    return n if comes and goes and period == "now" else 0


def _put(one: Stock, code: str, n: int, probationary: bool) -> None:
    if code in (MOVED_IN, MOVED_OUT):
        setattr(one, code, getattr(one, code) + n)
    else:
        side = one.increases if code in one.increases else one.decreases
        side[code] += n
    if probationary:
        one.probationary[code] += n
