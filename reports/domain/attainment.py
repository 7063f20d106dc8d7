"""How far a quota is reached."""

from decimal import Decimal

from membership.base.numbers import ratio_percent


def attainment(admitted: int, quota: int | None) -> Decimal | None:
    """Percent of the quota, an exact ratio rounded half up to two decimals; None without one. Over 100 is normal."""
    return ratio_percent(admitted, quota, 2)
