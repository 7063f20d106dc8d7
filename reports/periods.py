"""Periods of reports: quarter, half-year, nine months, year, and any days from–to, as offices name them."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from django.utils.translation import gettext as _

from membership.base.dates import format_date

Kind = Literal["quarter", "half_year", "nine_months", "year", "month", "from_to"]
FIRST_YEAR, LAST_YEAR = 1930, 2200
ROMAN = ("", "I", "II", "III", "IV")


class PeriodError(ValueError):
    """Days that make no period; its text is a sentence for the person who asked."""


@dataclass(frozen=True, order=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self):
        for day in (self.first, self.last):
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise PeriodError(
                    _("Năm %(year)d ngoài khoảng %(first)d–%(last)d.")
                    % {"year": day.year, "first": FIRST_YEAR, "last": LAST_YEAR}
                )
        if self.first > self.last:
            raise PeriodError(
                _("Từ ngày %(first)s ở sau đến ngày %(last)s.")
                % {"first": format_date(self.first), "last": format_date(self.last)}
            )

    @property
    def _shape(self) -> tuple[Kind, int]:
        """The kind and its number within the year (which quarter, half or month)."""
        first, last = self.first, self.last
        if first.day == 1 and first.year == last.year and last == _month_end(last.year, last.month):
            months = last.month - first.month + 1
            if months == 12:
                return "year", 1
            if months == 9 and first.month == 1:
                return "nine_months", 1
            if months == 6 and first.month in (1, 7):
                return "half_year", 1 if first.month == 1 else 2
            if months == 3 and first.month % 3 == 1:
                return "quarter", (first.month + 2) // 3
            if months == 1:
                return "month", first.month
        return "from_to", 0

    @property
    def kind(self) -> Kind:
        return self._shape[0]

    @property
    def number(self) -> int:
        return self._shape[1]

    @property
    def year(self) -> int:
        """The year whose quota counts: the one in which the period ends."""
        return self.last.year

    @property
    def label(self) -> str:
        kind, number = self._shape
        year = self.last.year
        if kind == "quarter":
            return _("Quý %(number)s năm %(year)d") % {"number": ROMAN[number], "year": year}
        if kind == "half_year" and number == 1:
            return _("6 tháng đầu năm %(year)d") % {"year": year}
        if kind == "half_year":
            return _("6 tháng cuối năm %(year)d") % {"year": year}
        if kind == "nine_months":
            return _("9 tháng đầu năm %(year)d") % {"year": year}
        if kind == "year":
            return _("Năm %(year)d") % {"year": year}
        if kind == "month":
            return _("Tháng %(number)d năm %(year)d") % {"number": number, "year": year}
        return _("từ %(first)s đến %(last)s") % {"first": format_date(self.first), "last": format_date(self.last)}

    def __str__(self) -> str:
        return self.label

    @property
    def previous(self) -> "Period":
        """The period before: the former quarter, half or year; nine months of the year before; as many days before."""
        kind, number = self._shape
        year = self.last.year
        if kind == "quarter":
            return quarter(year, number - 1) if number > 1 else quarter(year - 1, 4)
        if kind == "half_year":
            return half_year(year, 1) if number == 2 else half_year(year - 1, 2)
        if kind in ("year", "nine_months"):
            return self.same_period_last_year
        last = self.first - timedelta(days=1)
        if kind == "month":
            return Period(last.replace(day=1), last)
        return Period(last - (self.last - self.first), last)

    @property
    def same_period_last_year(self) -> "Period":
        return Period(_year_before(self.first), _year_before(self.last, end=True))

    @property
    def year_to_date(self) -> "Period":
        """From 1 January of the year in which the period ends."""
        return Period(date(self.last.year, 1, 1), self.last)

    def expected_pace(self, today: date | None = None) -> Fraction:
        """The share of the year gone by at the period's end, or by `today` while the period still runs."""
        day = min(self.last, today) if today else self.last
        start, end = date(self.last.year, 1, 1), date(self.last.year, 12, 31)
        return Fraction(max(0, (day - start).days + 1), (end - start).days + 1)


def quarter(year: int, number: int) -> Period:
    if number not in (1, 2, 3, 4):
        raise PeriodError(_("Không có quý %(number)s; quý là một số từ 1 đến 4.") % {"number": number})
    return _months(year, 3 * number - 2, 3 * number)


def half_year(year: int, number: int = 1) -> Period:
    if number not in (1, 2):
        raise PeriodError(_("Một năm chỉ có 6 tháng đầu năm và 6 tháng cuối năm."))
    return _months(year, 6 * number - 5, 6 * number)


def nine_months(year: int) -> Period:
    return _months(year, 1, 9)


def whole_year(year: int) -> Period:
    return _months(year, 1, 12)


def last_quarter_before(day: date) -> Period:
    """The latest quarter that had ended before this day began."""
    number = (day.month - 1) // 3
    return quarter(day.year, number) if number else quarter(day.year - 1, 4)


def _months(year: int, first: int, last: int) -> Period:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodError(
            _("Năm %(year)d ngoài khoảng %(first)d–%(last)d.") % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return Period(date(year, first, 1), _month_end(year, last))


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _year_before(day: date, *, end: bool = False) -> date:
    """The same day of the year before; the end of February stays the end of February."""
    if day.month == 2 and (day.day == 29 or (end and day == _month_end(day.year, 2))):
        return _month_end(day.year - 1, 2)
    return day.replace(year=day.year - 1)
