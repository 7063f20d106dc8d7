"""Periods as offices name them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from reports.domain.attainment import attainment
from reports.periods import (
    Period,
    PeriodError,
    half_year,
    last_quarter_before,
    nine_months,
    quarter,
    whole_year,
)


@pytest.mark.parametrize(
    ("period", "first", "last", "label", "kind"),
    [
        (quarter(2011, 4), date(2011, 10, 1), date(2011, 12, 31), "Quý IV năm 2011", "quarter"),
        (quarter(2024, 1), date(2024, 1, 1), date(2024, 3, 31), "Quý I năm 2024", "quarter"),
        (half_year(2026), date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026", "half_year"),
        (half_year(2026, 2), date(2026, 7, 1), date(2026, 12, 31), "6 tháng cuối năm 2026", "half_year"),
        (nine_months(2026), date(2026, 1, 1), date(2026, 9, 30), "9 tháng đầu năm 2026", "nine_months"),
        (whole_year(2026), date(2026, 1, 1), date(2026, 12, 31), "Năm 2026", "year"),
    ],
)
def test_named_periods(period, first, last, label, kind):
    assert (period.first, period.last, period.label, period.kind) == (first, last, label, kind)


def test_any_days_are_a_period():
    period = Period(date(2026, 1, 1), date(2026, 9, 21))
    assert period.label == "từ 01/01/2026 đến 21/09/2026"
    assert period.kind == "from_to"
    with pytest.raises(PeriodError, match="Từ ngày 02/01/2026 ở sau đến ngày 01/01/2026."):
        Period(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(PeriodError, match="Không có quý 5"):
        quarter(2011, 5)
    with pytest.raises(PeriodError, match="Năm 20111 ngoài khoảng"):
        quarter(20111, 1)


def test_previous():
    assert quarter(2011, 1).previous == quarter(2010, 4)
    assert half_year(2026, 1).previous == half_year(2025, 2)
    assert whole_year(2026).previous == whole_year(2025)
    assert nine_months(2026).previous == nine_months(2025)
    assert Period(date(2026, 3, 1), date(2026, 3, 31)).previous == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert Period(date(2026, 3, 6), date(2026, 3, 10)).previous == Period(date(2026, 3, 1), date(2026, 3, 5))


def test_same_period_last_year_minds_february():
    assert quarter(2024, 1).same_period_last_year == quarter(2023, 1)
    leap = Period(date(2024, 2, 29), date(2024, 2, 29))
    assert leap.same_period_last_year == Period(date(2023, 2, 28), date(2023, 2, 28))
    assert Period(date(2025, 1, 1), date(2025, 2, 28)).same_period_last_year.last == date(2024, 2, 29)
    assert Period(date(2025, 2, 28), date(2025, 3, 5)).same_period_last_year.first == date(2024, 2, 28)


def test_year_to_date_and_pace():
    assert quarter(2011, 3).year_to_date == nine_months(2011)
    assert Period(date(2010, 10, 1), date(2011, 3, 31)).year_to_date == quarter(2011, 1)
    assert whole_year(2011).expected_pace() == 1
    assert half_year(2011).expected_pace() == Fraction(181, 365)
    assert whole_year(2024).expected_pace(date(2024, 1, 1)) == Fraction(1, 366)
    assert quarter(2024, 3).expected_pace(date(2025, 5, 5)) == Fraction(274, 366)
    assert quarter(2024, 3).expected_pace(date(2023, 5, 5)) == 0


def test_last_quarter_before():
    assert last_quarter_before(date(2026, 1, 1)) == quarter(2025, 4)
    assert last_quarter_before(date(2026, 3, 31)) == quarter(2025, 4)
    assert last_quarter_before(date(2026, 4, 1)) == quarter(2026, 1)


@pytest.mark.parametrize(
    ("admitted", "quota", "percent"),
    [
        (2669, 2100, "127.10"),
        (417, 250, "166.80"),
        (348, 260, "133.85"),
        (146, 140, "104.29"),
        (145, 230, "63.04"),
        (0, 7, "0.00"),
        (1, 800, "0.13"),
        (5, 0, None),
        (5, None, None),
    ],
)
def test_attainment_of_the_published_figures(admitted, quota, percent):
    assert attainment(admitted, quota) == (None if percent is None else Decimal(percent))
