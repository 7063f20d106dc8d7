"""What a list of residential units will write, numbered and written at the end."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from membership.base.bulk import chunks, insert, reserve_ids, update_some
from membership.domain.unit_acts import own_code
from membership.models import ResidentialUnit, UnitCoverage, UnitName, UnitStatus

_FIELDS = (
    "name", "folded_name", "kind", "commune", "commune_code", "households", "note", "state", "state_since",
    "valid_from", "organisation", "organisation_path", "version",
)  # fmt: skip


@dataclass
class Writing:
    by: Any
    batch: Any
    now: Any = field(default_factory=timezone.now)
    new: list[ResidentialUnit] = field(default_factory=list)
    changed: list[ResidentialUnit] = field(default_factory=list)
    coverages: list[UnitCoverage] = field(default_factory=list)
    ended: list[UnitCoverage] = field(default_factory=list)
    replaced: list[UnitCoverage] = field(default_factory=list)
    statuses: list[UnitStatus] = field(default_factory=list)

    def covered(self, unit: ResidentialUnit, branch_id: int, start: date | None, current: UnitCoverage | None) -> None:
        if current is not None and current.valid_from == start:
            current.branch_id = branch_id
            self.replaced.append(current)
            return
        if current is not None:
            current.valid_to = start
            self.ended.append(current)
        self.coverages.append(UnitCoverage(unit=unit, branch_id=branch_id, valid_from=start, **self._by()))

    def confirmed(self, unit: ResidentialUnit, state: str, since: date, cause: str) -> None:
        unit.state, unit.state_since = str(state), since
        self.statuses.append(UnitStatus(unit=unit, state=state, since=since, cause=cause, **self._by()))

    def write(self) -> None:
        for unit, pk in zip(self.new, reserve_ids(ResidentialUnit, len(self.new)), strict=True):
            unit.pk, unit.code = pk, unit.code or own_code(pk)
        for row in (*self.coverages, *self.statuses):
            row.unit_id = row.unit.pk
        insert(ResidentialUnit, self.new)
        insert(UnitName, [
            UnitName(unit=unit, name=unit.name, folded_name=unit.folded_name, kind=unit.kind,
                     valid_from=unit.valid_from, **self._by())
            for unit in self.new
        ])  # fmt: skip
        for unit in self.changed:
            unit.version += 1
        update_some(ResidentialUnit, self.changed, _FIELDS)
        self._correct_names()
        update_some(UnitCoverage, self.ended, ["valid_to"])
        update_some(UnitCoverage, self.replaced, ["branch"])
        insert(UnitCoverage, self.coverages)
        insert(UnitStatus, self.statuses)

    def _correct_names(self) -> None:
        units = {unit.pk: unit for unit in self.changed}
        for some in chunks(sorted(units), 500):
            names = list(UnitName.objects.filter(unit__in=some, valid_to=None))
            for row in names:
                unit = units[row.unit_id]
                row.name, row.folded_name, row.kind = unit.name, unit.folded_name, unit.kind
            update_some(UnitName, names, ["name", "folded_name", "kind"])
        started = {unit.pk: unit.valid_from for unit in units.values() if unit.valid_from is not None}
        for some in chunks(sorted(started), 500):
            since_ever = list(UnitName.objects.filter(unit__in=some, valid_from=None))
            for row in since_ever:
                row.valid_from = started[row.unit_id]
            update_some(UnitName, since_ever, ["valid_from"])

    def _by(self) -> dict:
        return {"recorded_by": self.by, "recorded_at": self.now}
