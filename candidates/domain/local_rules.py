"""What committees set for themselves, resolved for a branch on a day: the nearest committee above decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from candidates.models import LocalRule
from membership.base import paths
from membership.base.bulk import chunks
from membership.base.dates import format_date
from membership.models import Organisation

DELEGATION = "may_admit"  # not inherited: it is given to one committee


@dataclass(frozen=True)
class LocalRules:
    """The rules of the committees on one way down the tree, the root's first."""

    rows: tuple[LocalRule, ...] = ()

    def on(self, day: date) -> dict[str, Any]:
        """Setting code -> value in force on a day; what is not set is absent."""
        values = {}
        for row in self.rows:  # nearer committees come later, and of one committee later rules
            if row.code != DELEGATION and row.in_force_from <= day:
                values[row.code] = row.value
        return values

    def document_of(self, code: str, day: date) -> str:
        """The document of the rule that is in force on a day; "" where nothing is set."""
        found = next((row for row in reversed(self.rows) if row.code == code and row.in_force_from <= day), None)
        if found is None:
            return ""
        return " ".join(filter(None, [found.document_number, format_date(found.document_date)]))

    def delegated(self, day: date) -> frozenset[int]:
        """Committees that may decide on admissions by written delegation on that day."""
        said: dict[int, bool] = {}
        for row in self.rows:
            if row.code == DELEGATION and row.in_force_from <= day:
                said[row.organisation_id] = bool(row.value)
        return frozenset(identifier for identifier, may in said.items() if may)


def rules_for(all_paths: Iterable[str]) -> Mapping[str, LocalRules]:
    """Path -> the rules that hold there; one query for any number of paths."""
    wanted = {path: paths.ids(path) for path in all_paths}
    ids = sorted({identifier for way in wanted.values() for identifier in way})
    by_organisation: dict[int, list[LocalRule]] = {}
    for chunk in chunks(ids, 5000):
        for row in LocalRule.objects.current().filter(organisation__in=chunk).order_by("in_force_from", "pk"):
            by_organisation.setdefault(row.organisation_id, []).append(row)
    return {path: LocalRules(_along(way, by_organisation)) for path, way in wanted.items()}


def _along(way: Sequence[int], rows: Mapping[int, list[LocalRule]]) -> tuple[LocalRule, ...]:
    return tuple(row for identifier in way for row in rows.get(identifier, ()))


def names_of(organisations: Iterable[int]) -> dict[int, str]:
    """What the committees are called whose rules hold for a reader; they may stand above the reader's own part."""
    wanted = list(organisations)
    return dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
