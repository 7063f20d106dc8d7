"""Read the facts of admission for a report: one row a fact, its figures packed as bits, so that any tree can add them.

A grouped aggregate would bring one wide row for every organisation; a nation has more organisations than admissions in
a year, so the narrow rows of the facts themselves are the smaller load (docs/performance.md).
"""

from dataclasses import dataclass
from datetime import datetime

import numpy
from django.db.models import BigIntegerField, Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from candidates.models import Admission, Override
from reports.indicators import Mean, Registry
from reports.indicators.declarations import inside
from reports.periods import Period

BITS_PER_WORD = 62


@dataclass(frozen=True)
class Facts:
    """Columns of equal length: the organisation that admitted, and for every bit whether the fact has it."""

    organisations: numpy.ndarray
    words: tuple[numpy.ndarray, ...]
    values: dict[str, numpy.ndarray]
    bits: dict[str, int]

    def has(self, name: str) -> numpy.ndarray:
        word, bit = divmod(self.bits[name], BITS_PER_WORD)
        return (self.words[word] >> bit) & 1 == 1


def column_of(counting: str) -> str:
    return {"decision": "decision_date", "ceremony": "ceremony_date"}[counting]


def between(period: Period, counting: str) -> Q:
    column = column_of(counting)
    return Q(**{f"{column}__gte": period.first, f"{column}__lte": period.last})


def read(
    period: Period, *, counting: str, known_at: datetime, places: list[str] | None, registry: Registry | None = None
) -> Facts:
    """Facts of the period and of the year to date, known at a moment, in the subtrees of `places` (None: anywhere).

    Bits "period" and "to_date" say in which window a fact lies; with a registry there is one more per indicator.
    """
    flags = {"period": between(period, counting), "to_date": between(period.year_to_date, counting)}
    means: dict[str, Mean] = {}
    if registry is not None:
        flags |= {indicator.code: indicator.measure.where for indicator in registry.counts}
        means = {indicator.code: indicator.measure for indicator in registry.means}
        flags |= {code: Q(**{f"{mean.column}__isnull": False}) for code, mean in means.items()}
    window = Period(min(period.first, period.year_to_date.first), period.last)
    facts = Admission.objects.known_at(known_at).counted_between(window.first, window.last, by=counting)
    if places is not None:
        facts = facts.filter(inside(places, "organisation_path"))
    codes = list(flags)
    words = [
        _packed([flags[code] for code in codes[start : start + BITS_PER_WORD]])
        for start in range(0, len(codes), BITS_PER_WORD)
    ]
    values = [Coalesce(F(mean.column), 0) for mean in means.values()]
    rows = facts.order_by().values_list("organisation_id", *words, *values)
    table = numpy.array(list(rows.iterator(chunk_size=20_000)), dtype=numpy.int64).reshape(-1, 1 + len(words + values))
    return Facts(
        organisations=table[:, 0],
        words=tuple(table[:, 1 + index] for index in range(len(words))),
        values={code: table[:, 1 + len(words) + index] for index, code in enumerate(means)},
        bits={code: index for index, code in enumerate(codes)},
    )


def let_pass(period: Period, *, known_at: datetime, places: list[str] | None) -> numpy.ndarray:
    """The organisation of every act of the period that was recorded although a condition was not met."""
    rows = acts_let_pass(period, known_at=known_at)
    if places is not None:
        rows = rows.filter(inside(places, "organisation_path"))
    acts = rows.order_by().values_list("organisation_id", "event_id").distinct()
    return numpy.array([organisation for organisation, _event in acts], dtype=numpy.int64)


def acts_let_pass(period: Period, *, known_at: datetime):
    """Conditions let pass by acts of the period, as they were known at a moment."""
    return Override.objects.known_at(known_at).filter(occurred_on__gte=period.first, occurred_on__lte=period.last)


def _packed(conditions: list[Q]):
    """One integer whose bit n says whether condition n holds; added in pairs, so that the expression stays shallow."""
    terms = [
        Case(
            When(condition, then=Value(1 << bit, output_field=BigIntegerField())),
            default=Value(0, output_field=BigIntegerField()),
            output_field=BigIntegerField(),
        )
        for bit, condition in enumerate(conditions)
    ]
    while len(terms) > 1:
        terms = [
            terms[index] + terms[index + 1] if index + 1 < len(terms) else terms[index]
            for index in range(0, len(terms), 2)
        ]
    return terms[0]
