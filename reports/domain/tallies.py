"""Read the tallies of the registry and add them up the tree: one reading a family, whatever the size of the tree."""

from datetime import datetime

import numpy

from membership.base import paths
from reports.domain.adder import Adder
from reports.domain.places import Places
from reports.indicators import Ask, Registry, Tallied
from reports.indicators.declarations import NOTHING
from reports.periods import Period

Told = dict[str, Tallied]


def read(
    period: Period, *, known_at: datetime, places: Places, search_in: list[str] | None, registry: Registry
) -> Told:
    """Indicator code -> its facts, each reader called once."""
    leaves = [node for node in places.nodes if node.is_leaf]
    branches = numpy.array([node.id for node in leaves], dtype=numpy.int64)
    ask = Ask(period, known_at, search_in, branches, [node.path for node in leaves])
    readers = {indicator.measure.reader for indicator in registry.tallies}
    found = {reader: ask.once(reader) for reader in readers}
    return {
        indicator.code: found[indicator.measure.reader].get(indicator.measure.key, NOTHING)
        for indicator in registry.tallies
    }


def organisations(told: Told) -> list[int]:
    """Every organisation that a fact lies at."""
    columns = [facts.organisations for facts in told.values()]
    return numpy.unique(numpy.concatenate(columns)).tolist() if columns else []


def sums(told: Told, adder: Adder, places: Places) -> dict[str, numpy.ndarray]:
    return {code: _sum(facts, adder, places) for code, facts in told.items()}


def _sum(facts: Tallied, adder: Adder, places: Places) -> numpy.ndarray:
    positions = adder.located(facts.organisations)
    weights = facts.weights
    if facts.apart is not None:
        meeting = _meetings(positions, adder.located(facts.apart), places)
        weights = numpy.ones(len(positions), dtype=numpy.int64) if weights is None else weights
        positions, weights = numpy.concatenate([positions, meeting]), numpy.concatenate([weights, -weights])
    return adder.sums(positions, positions >= 0, weights=weights)


def _meetings(here: numpy.ndarray, there: numpy.ndarray, places: Places) -> numpy.ndarray:
    """Where the ways up from two organisations meet; -1 where they do not meet in this tree."""
    found = numpy.full(len(here), -1, dtype=numpy.int64)
    for number, (one, other) in enumerate(zip(here.tolist(), there.tolist(), strict=True)):
        if one >= 0 and other >= 0:
            found[number] = _meeting(places.nodes[one].path, places.nodes[other].path, places)
    return found


def _meeting(one: str, other: str, places: Places) -> int:
    met = -1
    for mine, yours in zip(paths.ids(one), paths.ids(other), strict=False):
        if mine != yours:
            break
        met = places.index.get(mine, met)
    return met
