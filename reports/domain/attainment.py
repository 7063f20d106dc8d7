"""How far a quota is reached: the exact ratio, and the word for it."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from membership.base.numbers import ratio_percent

Standing = Literal["none", "over", "reached", "on_pace", "behind"]


def attainment(admitted: int, quota: int | None) -> Decimal | None:
    """Percent of the quota, rounded half up to two decimals; None without a quota. Over 100 is normal."""
    return ratio_percent(admitted, quota, 2)


def standing(admitted: int, quota: int | None, pace: Fraction) -> Standing:
    """Over or exactly at the quota; else on pace when the share reached is at least the share of the year gone by."""
    if not quota:
        return "none"
    if admitted > quota:
        return "over"
    if admitted == quota:
        return "reached"
    return "on_pace" if Fraction(admitted, quota) >= pace else "behind"
