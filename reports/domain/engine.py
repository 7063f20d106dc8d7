"""Count the figures of a period for an organisation and everything under it: a few queries, then sums in memory."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy

from membership.domain.tree import TreeNode
from membership.models import Organisation, within
from reports.domain import facts, tallies
from reports.domain.adder import Adder
from reports.domain.attainment import attainment
from reports.domain.places import Places
from reports.indicators import REGISTRY
from reports.models import CountingDate, Quota
from reports.periods import Period


@dataclass
class Figures:
    """Columns of figures; position n of each belongs to `nodes[n]`, which stand in preorder, the root first."""

    period: Period
    counting: str
    known_at: datetime
    nodes: list[TreeNode]
    ends: list[int]
    quotas: list[int | None]
    training_quotas: list[int | None]
    children_quotas: list[int | None]
    admitted: list[int]
    admitted_to_date: list[int]
    same_period_last_year: list[int]
    last_year_to_date: list[int]
    let_pass: list[int]
    counts: dict[str, numpy.ndarray]
    means: dict[str, tuple[numpy.ndarray, numpy.ndarray]]
    notes: list[dict]

    def attainment(self, position: int):
        return attainment(self.admitted_to_date[position], self.quotas[position])

    def breakdowns(self, position: int, *, full: bool = True) -> dict:
        """Indicator code -> figure: of admissions those of the year to date, tallies of the period.

        Without `full` figures that are zero are left out.
        """
        found = self._found[position]
        return self._nothing | found if full else found

    @cached_property
    def _nothing(self) -> dict:
        return dict.fromkeys(self.counts, 0) | dict.fromkeys(self.means)

    @cached_property
    def _found(self) -> list[dict]:
        """For each organisation what is not zero: most have admitted nobody, and few figures fit those who have."""
        found: list[dict] = [{} for _node in self.nodes]
        for code, column in self.counts.items():
            places = numpy.flatnonzero(column)
            for position, count in zip(places.tolist(), column[places].tolist(), strict=True):
                found[position][code] = count
        for code, (totals, numbers) in self.means.items():
            unit = 10 ** REGISTRY.indicators[code].measure.places
            places = numpy.flatnonzero(numbers)
            # Whole numbers throughout, so that a half is exactly a half and is rounded up.
            means = (2 * unit * totals[places] + numbers[places]) // (2 * numbers[places])
            for position, mean in zip(places.tolist(), means.tolist(), strict=True):
                found[position][code] = mean / unit
        return found


def compute(organisation: Organisation, period: Period, counting: str, known_at: datetime) -> Figures:
    """The figures as they were known at a moment, in the tree as of the period's last day.

    The number of queries does not depend on the size of the tree or of the records.
    """
    counting = CountingDate(counting).value
    places = Places(organisation, period.last)
    search_in = places.search_in()
    now = facts.read(period, counting=counting, known_at=known_at, places=search_in, registry=REGISTRY)
    before = facts.read(period.same_period_last_year, counting=counting, known_at=known_at, places=search_in)
    passed = facts.let_pass(period, known_at=known_at, places=search_in)
    told = tallies.read(period, known_at=known_at, places=places, search_in=search_in, registry=REGISTRY)
    places.take_in(numpy.unique(numpy.concatenate([now.organisations, before.organisations, passed])).tolist())
    noted = dict(places.strays)
    places.take_in(tallies.organisations(told))

    adder = Adder(places)
    passed = adder.located(passed)
    here, there = adder.located(now.organisations), adder.located(before.organisations)
    to_date = now.has("to_date")
    quotas = _quotas(organisation, period.year, places, search_in)
    return Figures(
        period=period,
        counting=counting,
        known_at=known_at,
        nodes=places.nodes,
        ends=adder.ends.tolist(),
        quotas=[quotas.get(node.id, (None, None))[0] for node in places.nodes],
        training_quotas=[quotas.get(node.id, (None, None))[1] for node in places.nodes],
        children_quotas=_sums_of_children(places, quotas),
        admitted=adder.sums(here, now.has("period")).tolist(),
        admitted_to_date=adder.sums(here, to_date).tolist(),
        same_period_last_year=adder.sums(there, before.has("period")).tolist(),
        last_year_to_date=adder.sums(there, before.has("to_date")).tolist(),
        let_pass=adder.sums(passed, passed >= 0).tolist(),
        counts={indicator.code: adder.sums(here, to_date & now.has(indicator.code)) for indicator in REGISTRY.counts}
        | tallies.sums(told, adder, places),
        means={
            code: (adder.sums(here, to_date & now.has(code), weights=values), adder.sums(here, to_date & now.has(code)))
            for code, values in now.values.items()
        },
        notes=_notes(noted, places, adder.own(here, to_date)),
    )


def _quotas(organisation: Organisation, year: int, places: Places, search_in: list[str] | None) -> dict:
    quotas = Quota.objects.filter(year=year).order_by()
    if search_in is not None and len(search_in) == 1:
        quotas = quotas.filter(within(search_in[0], "organisation_path"))
    return {
        identifier: (admission, training)
        for identifier, admission, training in quotas.values_list(
            "organisation_id", "admission_quota", "training_quota"
        )
        if identifier in places.index
    }


def _sums_of_children(places: Places, quotas: dict) -> list[int | None]:
    sums: list[int | None] = [None] * len(places.nodes)
    for identifier, (admission, _training) in quotas.items():
        parent = places.index.get(places.nodes[places.index[identifier]].parent_id)
        if admission is not None and parent is not None:
            sums[parent] = (sums[parent] or 0) + admission
    return sums


def _notes(noted: dict[int, str], places: Places, own: numpy.ndarray) -> list[dict]:
    """Which organisations admitted although they do not stand in the tree of the period's last day."""
    notes = []
    for identifier, state in noted.items():
        node = places.nodes[places.index[identifier]]
        notes.append(
            {
                "kind": state,
                "organisation": identifier,
                "code": node.code,
                "name": node.name,
                "admitted_to_date": int(own[places.index[identifier]]),
            }
        )
    return notes
