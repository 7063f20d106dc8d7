"""What an indicator is: one figure of the report, declared once.

Figures of admission are conditions on the frozen fact of admission. Figures of everything else (classes, members,
residential units…) are tallies: facts that lie at organisations, read by a function and added up the tree.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy
from django.db.models import Q, QuerySet

from membership.models import within
from reports.periods import Period


@dataclass(frozen=True)
class Count:
    """How many admissions meet a condition over the columns of candidates.models.Admission."""

    where: Q


@dataclass(frozen=True)
class Mean:
    """The mean of a column over the admissions that have it. Rolled up as sum and count, never averaged."""

    column: str
    places: int = 1


def inside(places: Iterable[str], column: str) -> Q:
    """Rows whose path lies in any of the subtrees."""
    condition = Q(pk__in=())
    for place in places:
        condition |= within(place, column)
    return condition


@dataclass(frozen=True)
class Ask:
    """What is asked of a reader: the period, the moment whose knowledge counts, and where to look.

    `places`: subtrees of today's tree in which facts may lie (None: everywhere). `branches`: ids of the organisations
    of the tree of the period's last day that have nothing under them, `branch_paths` where each stands in it.
    """

    period: Period
    known_at: datetime
    places: list[str] | None
    branches: numpy.ndarray
    branch_paths: list[str]
    shared: dict[Callable, Any] = field(default_factory=dict)

    def once(self, reading: Callable[["Ask"], Any]) -> Any:
        """What a reading brings, read once for all families that ask for it."""
        if reading not in self.shared:
            self.shared[reading] = reading(self)
        return self.shared[reading]

    def here(self, facts: QuerySet, column: str = "organisation_path") -> QuerySet:
        """The facts that may lie in the tree that is reported on."""
        return facts if self.places is None else facts.filter(self.inside(column))

    def inside(self, column: str) -> Q:
        return Q() if self.places is None else inside(self.places, column)


@dataclass(frozen=True)
class Tallied:
    """Facts of one figure: the organisation each lies at, and how much each counts (by default one).

    `apart`: for what goes from one organisation to another. The fact counts at its own organisation and upwards only
    as far as the other does not lie under the same: a move between two branches is none for their common committee.
    """

    organisations: numpy.ndarray
    weights: numpy.ndarray | None = None
    apart: numpy.ndarray | None = None

    @classmethod
    def of(cls, organisations, weights=None, apart=None) -> "Tallied":
        columns = [
            None if column is None else numpy.array(column, dtype=numpy.int64)
            for column in (organisations, weights, apart)
        ]
        return cls(*columns)


NOTHING = Tallied(numpy.zeros(0, dtype=numpy.int64))

# Reads a family of figures at once, in a number of queries that does not grow; keys without facts may be left out.
Reader = Callable[[Ask], Mapping[str, Tallied]]


@dataclass(frozen=True)
class Tally:
    """What a reader finds under a key. Flows are those of the period itself, stocks those of its last day."""

    reader: Reader
    key: str


@dataclass(frozen=True)
class Indicator:
    """`unknown` names the indicator that counts those of whom it is not known; `source` the row of the form.

    `of`: the figure its share is taken of, where that is another one than its group's.
    """

    code: str
    label: str
    group: str
    measure: Count | Mean | Tally
    source: str = ""
    unknown: str = ""
    of: str = ""

    @property
    def is_count(self) -> bool:
        return isinstance(self.measure, Count)

    @property
    def is_tally(self) -> bool:
        return isinstance(self.measure, Tally)

    @property
    def is_whole(self) -> bool:
        """A number of something, zero where there is nothing; means are not."""
        return not isinstance(self.measure, Mean)


@dataclass(frozen=True)
class Group:
    """Figures shown together. `splits` names what its parts add up to: "" the number admitted, None: no partition.

    `of`: the figure that shares are taken of, where the parts do not add up to it. `note`: how it is counted.
    """

    code: str
    label: str
    splits: str | None = None
    source: str = ""
    of: str = ""
    note: str = ""

    @property
    def whole(self) -> str:
        """The figure that shares of the parts are taken of; "" where the group says none."""
        return self.splits or self.of


def sentence(label) -> str:
    """A label of a choice as the beginning of a line."""
    text = str(label)
    return text[:1].upper() + text[1:]


class Registry:
    """Indicators by code, in the order of the forms."""

    def __init__(self):
        self.groups: dict[str, Group] = {}
        self.indicators: dict[str, Indicator] = {}

    def group(self, code: str, label: str, *, splits: str | None = None, **said: str) -> Group:
        self.groups[code] = Group(code, label, splits, **said)
        return self.groups[code]

    def add(self, *indicators: Indicator) -> None:
        for indicator in indicators:
            if indicator.code in self.indicators:
                raise ValueError(f"indicator {indicator.code} is declared twice")
            if indicator.group not in self.groups:
                raise ValueError(f"indicator {indicator.code}: no group {indicator.group}")
            self.indicators[indicator.code] = indicator

    def of(self, group: str) -> list[Indicator]:
        return [indicator for indicator in self.indicators.values() if indicator.group == group]

    @property
    def counts(self) -> list[Indicator]:
        return [indicator for indicator in self.indicators.values() if indicator.is_count]

    @property
    def means(self) -> list[Indicator]:
        return [indicator for indicator in self.indicators.values() if isinstance(indicator.measure, Mean)]

    @property
    def tallies(self) -> list[Indicator]:
        return [indicator for indicator in self.indicators.values() if indicator.is_tally]

    @property
    def about_admissions(self) -> list[Group]:
        """Groups of the figures of Biểu 2, in its order; what is unknown stands beside each figure instead."""
        return [group for group in self._filled(tallies=False) if group.code != "unknown"]

    @property
    def about_sources(self) -> list[Group]:
        """Groups of the figures of where members come from, and of the members themselves."""
        return self._filled(tallies=True)

    def _filled(self, *, tallies: bool) -> list[Group]:
        wanted = {indicator.group for indicator in self.indicators.values() if indicator.is_tally is tallies}
        return [group for group in self.groups.values() if group.code in wanted]
