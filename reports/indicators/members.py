"""Members as a stock: Biểu 1-BTCTW (opening + increase − decrease = closing) and who they are."""

from datetime import date, timedelta

from django.db.models import Count, Q

from membership.catalogues import NOT_MINORITY
from membership.models import DECREASE, INCREASE, MemberMovement, MemberSpell, MemberStatus, MovementKind
from reports.indicators.declarations import Ask, Indicator, Tallied, Tally, sentence
from reports.indicators.registry import REGISTRY

FORM = "Biểu 1-BTCTW"


def read_stock(ask: Ask) -> dict[str, Tallied]:
    """Members by branch on the last day and on the day before the first, from the spells; one grouped query.

    A spell that was recorded later is left out, but its end, and sex, ethnic group and the day of becoming official,
    are those of today: these figures cannot be counted again as they were known.
    """
    before, last = ask.period.first - timedelta(days=1), ask.period.last
    here = _on(last)
    probationary = Q(member__joined_on__lte=last) & (
        Q(member__official_on__gt=last) | Q(member__official_on=None, member__status=MemberStatus.PROBATIONARY)
    )
    conditions = {
        "members_before": _on(before),
        "members": here,
        "members_women": here & Q(member__sex="female"),
        "members_sex_unknown": here & Q(member__sex=""),
        "members_minority": here & ~Q(member__ethnic_group__in=("", *NOT_MINORITY)),
        "members_ethnicity_unknown": here & Q(member__ethnic_group=""),
        "members_probationary": here & probationary,
    }
    spells = MemberSpell.objects.filter(recorded_at__lte=ask.known_at).filter(
        Q(valid_to=None) | Q(valid_to__gt=before), Q(valid_from=None) | Q(valid_from__lte=last)
    )
    counts = {f"n{number}": Count("pk", filter=condition) for number, condition in enumerate(conditions.values())}
    rows = list(
        ask.here(spells, "organisation__path")
        .order_by()
        .values("organisation_id")
        .annotate(**counts)
        .values_list("organisation_id", *counts)
    )
    organisations = [row[0] for row in rows]
    return {
        key: Tallied.of(organisations, [row[number] for row in rows]) for number, key in enumerate(conditions, start=1)
    }


def _on(day: date) -> Q:
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gt=day))


def read_movements(ask: Ask) -> dict[str, Tallied]:
    """What came and went in the period, each at its branch; a move between two branches counts apart from what both
    lie under. A movement that was taken back later counts as it was known."""
    period = ask.period
    rows = (
        MemberMovement.objects.filter(occurred_on__gte=period.first, occurred_on__lte=period.last)
        .filter(recorded_at__lte=ask.known_at)
        .filter(Q(reversed_by=None) | Q(reversed_by__recorded_at__gt=ask.known_at))
        .exclude(kind=MovementKind.REVERSED)
    )
    if ask.places is not None:
        rows = rows.filter(ask.inside("organisation_path") | ask.inside("from_organisation__path"))
    found: dict[str, list[int]] = {}
    moves: list[tuple[int, int]] = []
    for organisation, origin, kind in rows.order_by().values_list("organisation_id", "from_organisation_id", "kind"):
        if kind == MovementKind.MOVED:
            moves.append((organisation, origin))
        else:
            found.setdefault(f"moved_{kind}", []).append(organisation)
            found.setdefault("increase" if kind in INCREASE else "decrease", []).append(organisation)
    arrivals, origins = [to for to, _origin in moves], [origin or 0 for _to, origin in moves]
    moved = {"arrived": Tallied.of(arrivals, apart=origins), "departed": Tallied.of(origins, apart=arrivals)}
    return moved | {key: Tallied.of(organisations) for key, organisations in found.items()}


def _stock(key: str, label: str, group: str, **said) -> Indicator:
    return Indicator(key, label, group, Tally(read_stock, key), **said)


def _moved(key: str, label: str, group: str) -> Indicator:
    return Indicator(key, label, group, Tally(read_movements, key), FORM)


REGISTRY.group("members_before", "Đảng viên đầu kỳ", source=f"{FORM} A")
REGISTRY.add(_stock("members_before", "A. Đảng viên đầu kỳ", "members_before", source=f"{FORM} A"))
REGISTRY.group("increase", "Tăng trong kỳ", source=f"{FORM} B")
REGISTRY.add(_moved("increase", "B. Tăng trong kỳ", "increase"))
REGISTRY.group("increase_by", "Tăng, chia ra", splits="increase", source=f"{FORM} B")
REGISTRY.add(*(_moved(f"moved_{kind.value}", sentence(kind.label), "increase_by") for kind in INCREASE))
REGISTRY.group("decrease", "Giảm trong kỳ", source=f"{FORM} C")
REGISTRY.add(_moved("decrease", "C. Giảm trong kỳ", "decrease"))
REGISTRY.group("decrease_by", "Giảm, chia ra", splits="decrease", source=f"{FORM} C")
REGISTRY.add(*(_moved(f"moved_{kind.value}", sentence(kind.label), "decrease_by") for kind in DECREASE))
REGISTRY.group(
    "between_branches",
    "Chuyển giữa các chi bộ trong đảng bộ",
    note="Chuyển trong nội bộ tổ chức này không tính: hai nơi đều ở dưới nó.",
)
REGISTRY.add(
    _moved("arrived", "Từ chi bộ khác đến", "between_branches"),
    _moved("departed", "Đi chi bộ khác", "between_branches"),
)
REGISTRY.group("members", "Đảng viên cuối kỳ", source=f"{FORM} D")
REGISTRY.add(_stock("members", "D. Đảng viên cuối kỳ", "members", source=f"{FORM} D"))
REGISTRY.group("members_among", "Trong số đảng viên cuối kỳ", of="members", source="Biểu 3-BTCTW")
REGISTRY.add(
    _stock("members_probationary", "Đảng viên dự bị", "members_among"),
    _stock("members_women", "Nữ", "members_among", unknown="members_sex_unknown"),
    _stock("members_minority", "Dân tộc thiểu số", "members_among", unknown="members_ethnicity_unknown"),
    _stock("members_sex_unknown", "Chưa rõ giới tính", "members_among"),
    _stock("members_ethnicity_unknown", "Chưa rõ dân tộc", "members_among"),
)
