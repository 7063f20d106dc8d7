"""How far a quota is reached, and shares of a whole."""

from decimal import Decimal
from fractions import Fraction

from membership.base.numbers import ratio_percent


def attainment(admitted: int, quota: int | None) -> Decimal | None:
    """Percent of the quota, an exact ratio rounded half up to two decimals; None without one. Over 100 is normal."""
    return ratio_percent(admitted, quota, 2)


def exact_percent(part: int | None, whole: int | None) -> Fraction | None:
    """The same unrounded, so that fewer decimals are rounded once, from the ratio: 133,846 is 133,8, not 133,9."""
    return Fraction(part * 100, whole) if part is not None and whole else None
