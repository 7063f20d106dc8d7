"""Residential units by state on the period's last day, and what became of the "white" ones in it (002, Biểu 10)."""

from datetime import date

from django.db.models import Q

from membership.models import ResidentialUnit, UnitState, UnitStatus
from reports.indicators.declarations import Ask, Indicator, Tallied, Tally
from reports.indicators.registry import REGISTRY

_KEYS = {
    UnitState.OWN_BRANCH: "units_own_branch",
    UnitState.JOINT_BRANCH: "units_without_branch",
    UnitState.MEMBERS_ONLY: "units_without_branch",
    UnitState.NO_MEMBERS: "units_no_members",
}


def read(ask: Ask) -> dict[str, Tallied]:
    """One row a unit that exists on the last day, by its confirmed state; "tái trắng": without members after it had
    some (domain.md 2.3). Statuses as they were known; a unit's own days are today's."""
    first, last = ask.period.first, ask.period.last
    found: dict[str, list[int]] = {}

    def add(key: str, organisation: int) -> None:
        found.setdefault(key, []).append(organisation)

    units = dict(
        ask.here(ResidentialUnit.objects.open_on(last).filter(created_at__lte=ask.known_at))
        .order_by()
        .values_list("pk", "organisation_id")
    )
    histories: dict[int, list[tuple[date, str]]] = {unit: [] for unit in units}
    statuses = (
        ask.here(UnitStatus.objects.all(), "unit__organisation_path")
        .filter(Q(recorded_at__lte=ask.known_at), Q(replaced_at=None) | Q(replaced_at__gt=ask.known_at))
        .filter(since__lte=last)
        .order_by("unit_id", "since", "pk")
        .values_list("unit_id", "since", "state")
    )
    for unit, since, state in statuses:
        if unit in histories:
            histories[unit].append((since, state))
    for unit, history in histories.items():
        organisation = units[unit]
        state = history[-1][1] if history else ""
        add("units", organisation)
        add(_KEYS.get(state, "units_unstated"), organisation)
        if state == UnitState.JOINT_BRANCH:
            add("units_joint_branch", organisation)
        for (_before, old), (since, new) in zip(history, history[1:], strict=False):
            if since >= first and old != new and UnitState.NO_MEMBERS in (old, new):
                add("units_white_again" if new == UnitState.NO_MEMBERS else "units_left_white", organisation)
        if _state_before(history, first) == UnitState.NO_MEMBERS:
            add("units_white_before", organisation)
    return {key: Tallied.of(organisations) for key, organisations in found.items()}


def _state_before(history: list[tuple[date, str]], day: date) -> str:
    """The state with which a unit went into a day; a first status of that very day is what was found there."""
    earlier = [state for since, state in history if since < day]
    return earlier[-1] if earlier else history[0][1] if history and history[0][0] == day else ""


def _tally(key: str, label: str, group: str, **said) -> Indicator:
    return Indicator(key, label, group, Tally(read, key), **said)


REGISTRY.group("units", "Thôn, bản, tổ dân phố cuối kỳ")
REGISTRY.add(_tally("units", "Đơn vị dân cư", "units"))
REGISTRY.group("units_by_state", "Theo tình trạng đã xác nhận", splits="units", source="Biểu 10-TCTW (cũ)")
REGISTRY.add(
    _tally("units_own_branch", "Có chi bộ", "units_by_state"),
    _tally("units_without_branch", "Có đảng viên, chưa có chi bộ riêng", "units_by_state"),
    _tally("units_no_members", "Chưa có đảng viên (“trắng”)", "units_by_state"),
    _tally("units_unstated", "Chưa xác nhận tình trạng", "units_by_state"),
)
REGISTRY.group(
    "units_white",
    "“Trắng” đảng viên: biến động trong kỳ",
    note="Cuối kỳ = đầu kỳ − giảm + tái trắng, khi không có đơn vị thành lập, chia tách, xác nhận lần đầu trong kỳ.",
)
REGISTRY.add(
    _tally("units_white_before", "“Trắng” đầu kỳ", "units_white"),
    _tally("units_left_white", "Giảm trong kỳ (đã có đảng viên)", "units_white"),
    _tally("units_white_again", "Tái trắng trong kỳ", "units_white"),
    _tally("units_joint_branch", "Sinh hoạt ghép cuối kỳ", "units_white"),
)
