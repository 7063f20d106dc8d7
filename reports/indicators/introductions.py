"""People put forward by mass organisations and what came of it; people referred to another organisation (003)."""

from django.db.models import Exists, OuterRef, Q

from candidates.models import (
    Admission,
    Body,
    CandidateEvent,
    EventKind,
    Nomination,
    Referral,
    ReferralDirection,
    ReferralState,
)
from reports.indicators.declarations import Ask, Indicator, Tallied, Tally, sentence
from reports.indicators.registry import REGISTRY

_BY_MEMBER = "member"


def read(ask: Ask) -> dict[str, Tallied]:
    """Nominations of the period, one a row, at the branch that took them up; a correction replaces its row.

    Accepted: recognised as cảm tình Đảng by the period's end; admitted: with a decision by then. Both as known.
    """
    last, known_at = ask.period.last, ask.known_at
    same = Q(candidate=OuterRef("candidate"))
    standing = Q(reversed_by=None) | Q(reversed_by__recorded_at__gt=known_at)
    recognised = CandidateEvent.objects.filter(
        same, standing, kind=EventKind.RECOGNISED, occurred_on__lte=last, recorded_at__lte=known_at
    )
    admitted = Admission.objects.known_at(known_at).filter(same, decision_date__lte=last)
    rows = (
        ask.here(Nomination.objects.all())
        .filter(Q(recorded_at__lte=known_at), Q(replaced_at=None) | Q(replaced_at__gt=known_at))
        .filter(nominated_on__gte=ask.period.first, nominated_on__lte=last)
        .order_by()
        .values_list("organisation_id", "body", Exists(recognised), Exists(admitted))
    )
    found: dict[str, list[int]] = {}
    for organisation, body, is_recognised, is_admitted in rows:
        keys = [f"introduced_by_{body or _BY_MEMBER}", "introduced"]
        if body:
            keys.append("introduced_by_bodies")
            keys += ["introduced_accepted"] * is_recognised + ["introduced_admitted"] * is_admitted
        for key in keys:
            found.setdefault(key, []).append(organisation)
    return {key: Tallied.of(organisations) for key, organisations in found.items()}


def read_referrals(ask: Ask) -> dict[str, Tallied]:
    """Referrals without an answer on the period's last day, at who referred. Those recalled since are left out, as
    their day is not kept; an answer taken back later is not seen."""
    rows = (
        ask.here(Referral.objects.filter(recorded_at__lte=ask.known_at, offered_on__lte=ask.period.last))
        .filter(Q(answered_on=None) | Q(answered_on__gt=ask.period.last))
        .exclude(state=ReferralState.RECALLED)
        .order_by()
        .values_list("organisation_id", "direction")
    )
    found: dict[str, list[int]] = {}
    for organisation, direction in rows:
        found.setdefault(f"referrals_{direction}", []).append(organisation)
        found.setdefault("referrals_open", []).append(organisation)
    return {key: Tallied.of(organisations) for key, organisations in found.items()}


REGISTRY.group("introduced", "Giới thiệu quần chúng ưu tú trong kỳ")
REGISTRY.add(Indicator("introduced", "Lượt giới thiệu", "introduced", Tally(read, "introduced")))
REGISTRY.group("introduced_by", "Lượt giới thiệu theo người, tổ chức giới thiệu", splits="introduced")
REGISTRY.add(
    Indicator("introduced_by_member", "Đảng viên chính thức", "introduced_by", Tally(read, "introduced_by_member")),
    *(
        Indicator(
            f"introduced_by_{body.value}",
            sentence(body.label),
            "introduced_by",
            Tally(read, f"introduced_by_{body.value}"),
        )
        for body in Body
    ),
)
REGISTRY.group(
    "introduced_result",
    "Kết quả giới thiệu của đoàn thể trong kỳ",
    of="introduced_by_bodies",
    note="Tính đến hết kỳ.",
)
REGISTRY.add(
    Indicator("introduced_by_bodies", "Đoàn thể giới thiệu", "introduced_result", Tally(read, "introduced_by_bodies")),
    Indicator(
        "introduced_accepted", "Được công nhận cảm tình Đảng", "introduced_result", Tally(read, "introduced_accepted")
    ),
    Indicator("introduced_admitted", "Được kết nạp", "introduced_result", Tally(read, "introduced_admitted")),
)
REGISTRY.group("referrals", "Giới thiệu hai nơi còn chờ trả lời cuối kỳ", note="Tính cho nơi giới thiệu.")
REGISTRY.add(
    Indicator("referrals_open", "Giới thiệu chờ trả lời", "referrals", Tally(read_referrals, "referrals_open"))
)
REGISTRY.group("referrals_by", "Theo chiều giới thiệu", splits="referrals_open")
REGISTRY.add(
    *(
        Indicator(
            f"referrals_{direction.value}",
            sentence(direction.label),
            "referrals_by",
            Tally(read_referrals, f"referrals_{direction.value}"),
        )
        for direction in ReferralDirection
    )
)
