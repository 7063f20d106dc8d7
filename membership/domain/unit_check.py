"""Recompute what the rows beside a unit say of it, and tell what differs from what is stored."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.models import Residence, ResidentialUnit, UnitCoverage, UnitName, UnitState, UnitStatus


@dataclass(frozen=True)
class Difference:
    """`code` names the unit; `mendable` where `mend` puts it right."""

    code: str
    message: str
    mendable: bool = False


def differences() -> Iterator[Difference]:
    """Everything that is not as it must be. A constant number of queries."""
    units = ResidentialUnit.objects.order_by("pk").in_bulk()
    yield from _states(units)
    yield from _names(units)
    yield from _periods(units, UnitCoverage, _("chi bộ phụ trách"))
    yield from _residences(units)


@transaction.atomic
def mend() -> int:
    """Write the state that follows from the confirmed rows; returns how many units changed."""
    units, right = ResidentialUnit.objects.order_by("pk").in_bulk(), _right()
    wrong = [unit for unit in units.values() if right.get(unit.pk, ("", None)) != (unit.state, unit.state_since)]
    for unit in wrong:
        unit.state, unit.state_since = right.get(unit.pk, ("", None))
    ResidentialUnit.objects.bulk_update(wrong, ["state", "state_since"], batch_size=500)
    return len(wrong)


def _right() -> dict[int, tuple]:
    rows = UnitStatus.objects.current().order_by("since", "pk").values_list("unit_id", "state", "since")
    return {unit: (state, since) for unit, state, since in rows.iterator(chunk_size=5000)}


def _states(units: dict[int, ResidentialUnit]) -> Iterator[Difference]:
    right = _right()
    for unit in units.values():
        state, since = right.get(unit.pk, ("", None))
        if (state, since) != (unit.state, unit.state_since):
            told = {"stored": _said(unit.state, unit.state_since), "right": _said(state, since)}
            yield Difference(unit.code, _("Tình trạng ghi là %(stored)s, phải là %(right)s.") % told, True)
    for key, since in UnitStatus.objects.current().values_list("unit_id", "since").iterator(chunk_size=5000):
        unit = units[key]
        if (unit.valid_from and since < unit.valid_from) or (unit.valid_to and since >= unit.valid_to):
            told = {"day": format_date(since)}
            yield Difference(unit.code, _("Có tình trạng xác nhận ngày %(day)s, khi chưa có hoặc đã kết thúc.") % told)


def _names(units: dict[int, ResidentialUnit]) -> Iterator[Difference]:
    last: dict[int, tuple] = {}
    for key, name, end in UnitName.objects.values_list("unit_id", "name", "valid_to").iterator(chunk_size=5000):
        last[key] = (name, end)
    for unit in units.values():
        if last.get(unit.pk) != (unit.name, unit.valid_to):
            yield Difference(unit.code, _("Dòng cuối của lịch sử tên khác với hiện tại."))


def _periods(units: dict[int, ResidentialUnit], model, what: str) -> Iterator[Difference]:
    rows: dict[int, list] = defaultdict(list)
    for key, start, end in model.objects.values_list("unit_id", "valid_from", "valid_to").iterator(chunk_size=5000):
        rows[key].append((start, end))
    for key, periods in rows.items():
        if _overlap(periods):
            yield Difference(units[key].code, _("Lịch sử %(what)s có hai dòng chồng lên nhau.") % {"what": what})
        if units[key].valid_to is not None and any(end is None for _start, end in periods):
            yield Difference(units[key].code, _("Đã kết thúc mà còn %(what)s.") % {"what": what})


def _residences(units: dict[int, ResidentialUnit]) -> Iterator[Difference]:
    rows: dict[int, list] = defaultdict(list)
    columns = ("member_id", "unit_id", "valid_from", "valid_to")
    for member, unit, start, end in Residence.objects.values_list(*columns).iterator(chunk_size=5000):
        rows[member].append((start, end, unit))
        if end is None and units[unit].valid_to is not None:
            yield Difference(units[unit].code, _("Đã kết thúc mà còn đảng viên được ghi cư trú."))
    for periods in rows.values():
        if _overlap([(start, end) for start, end, _unit in periods]):
            told = {"units": ", ".join(sorted({units[unit].code for _start, _end, unit in periods}))}
            yield Difference("", _("Một đảng viên được ghi ở hai nơi cùng lúc: %(units)s.") % told)


def _overlap(periods: list[tuple]) -> bool:
    ordered = sorted(periods, key=lambda each: (each[0] or date.min, each[1] or date.max))
    pairs = zip(ordered, ordered[1:], strict=False)
    return any(end is None or start is None or start < end for (_start, end), (start, _end) in pairs)


def _said(state: str, since) -> str:
    if not state:
        return _("chưa xác nhận")
    return f"{UnitState(state).label} ({format_date(since) if since else '–'})"
