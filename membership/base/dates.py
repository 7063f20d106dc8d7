"""Dates as people and workbooks write them: the day comes first, the year has four digits, nothing is guessed."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from .speech import quote
from .speech import translate as _
from .text import fold, normalise

Precision = Literal["day", "month", "year"]
FIRST_YEAR, LAST_YEAR = 1900, 2199
LAST_SERIAL = 80_000  # 10/01/2119; a larger number in a date column is something else
FIRST_TYPED, LAST_TYPED = 1_01_1900, 31_12_2199  # 05062026 that a workbook took for the number 5062026


class DateError(ValueError):
    """A value that is no date; its text is a sentence for the person who typed it."""


@dataclass(frozen=True)
class PartialDate:
    """A date known to the day, the month or the year; what is not known stands at its first: 01/06/1986."""

    day: date
    precision: Precision = "day"

    def __str__(self) -> str:
        return format_date(self.day, self.precision)


_TIME = r"(?:[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?Z?)?"
_SEPARATOR = r"\s*[/.\-–—]\s*"
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{4}}){_TIME}")
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}}){_TIME}")
_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_SPOKEN = re.compile(r"(?:ngay)? ?([0-9]{1,2}) ?thang ?([0-9]{1,2}) ?nam ?([0-9]{4})")
_SHORT_YEAR = re.compile(
    rf"[0-9]{{1,2}}{_SEPARATOR}[0-9]{{1,2}}{_SEPARATOR}[0-9]{{2}}{_TIME}"
    rf"|(?:ngay)? ?[0-9]{{1,2}} ?thang ?[0-9]{{1,2}} ?nam ?[0-9]{{2}}"
)
# What may stand for a day or month nobody knows: nothing, 0, 00, dots, underscores, question marks.
_UNKNOWN = r"(?:0{1,2}|[.…_?\s]{0,12})"
_MONTH_YEAR = re.compile(rf"(?:{_UNKNOWN}[/\-])?\s*([0-9]{{1,2}}){_SEPARATOR}([0-9]{{4}})")
_YEAR_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_SPOKEN_MONTH = re.compile(r"(?:thang)? ?([0-9]{1,2}) ?nam ?([0-9]{4})")
_YEAR_ONLY = re.compile(rf"(?:{_UNKNOWN}[/\-]){{0,4}}\s*([0-9]{{4}})")
_SPOKEN_YEAR = re.compile(r"nam ?([0-9]{4})")


def parse_date(value: object, *, allow_partial: bool = False) -> PartialDate:
    """The date a cell or a field holds, or a DateError that says what was found and what is wanted.

    A number is an Excel serial; between 1900 and 2100 it is far more likely a year, so it is one where a year is enough
    and refused where it is not. Of seven or eight digits it is a day typed without signs: 5062026 is 05/06/2026. Text
    in digits only is never a serial.
    """
    if isinstance(value, PartialDate):
        if value.precision != "day" and not allow_partial:
            raise _incomplete(str(value))
        return value
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return PartialDate(_within_years(value.year, value.month, value.day, format_date(value)))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, allow_partial)
    if isinstance(value, str):
        return _from_text(normalise(value), allow_partial)
    raise _unreadable("" if value is None else value)


def _from_number(number: int | float, allow_partial: bool) -> PartialDate:
    if FIRST_TYPED <= number <= LAST_TYPED and number == int(number):
        return _from_text(f"{int(number):08d}", allow_partial)
    if not math.isfinite(number) or not 1 <= number < LAST_SERIAL + 1:
        raise _unreadable(number)
    if FIRST_YEAR <= number <= 2100 and number == int(number):
        if allow_partial:
            return PartialDate(date(int(number), 1, 1), "year")
        raise _incomplete(int(number))
    serial = int(number)
    if serial == 60:  # 29/02/1900 exists in Excel only
        raise _impossible("29/02/1900")
    return PartialDate((date(1899, 12, 31) if serial < 60 else date(1899, 12, 30)) + timedelta(days=serial))


def _from_text(text: str, allow_partial: bool) -> PartialDate:
    if not text or len(text) > 60:
        raise _unreadable(text)
    spoken = fold(text) if any(character.isalpha() for character in text) else ""
    numeric = re.sub(r"(?i)^ngày\s+", "", text)
    if found := _DAY_FIRST.fullmatch(numeric) or _DIGITS.fullmatch(numeric) or _SPOKEN.fullmatch(spoken):
        day, month, year = map(int, found.groups())
        if day or not allow_partial:
            return PartialDate(_within_years(year, month, day, text))
    elif found := _YEAR_FIRST.fullmatch(numeric):
        return PartialDate(_within_years(*map(int, found.groups()), text))
    elif _SHORT_YEAR.fullmatch(numeric) or _SHORT_YEAR.fullmatch(spoken):
        raise DateError(
            _("%(found)s ghi năm bằng hai chữ số nên không rõ là năm nào; cần ghi đủ bốn chữ số, ví dụ 05/06/1990.")
            % {"found": quote(text)}
        )
    if found := _YEAR_ONLY.fullmatch(text) or _SPOKEN_YEAR.fullmatch(spoken):
        month, year, precision = 1, int(found[1]), "year"
    elif found := _MONTH_YEAR.fullmatch(text) or _SPOKEN_MONTH.fullmatch(spoken):
        month, year, precision = int(found[1]), int(found[2]), "month"
    elif found := _YEAR_MONTH.fullmatch(text):
        month, year, precision = int(found[2]), int(found[1]), "month"
    else:
        raise _unreadable(text)
    if not allow_partial:
        raise _incomplete(text)
    return PartialDate(_within_years(year, month, 1, text), precision)


def _within_years(year: int, month: int, day: int, found: object) -> date:
    try:
        result = date(year, month, day)
    except ValueError:
        raise _impossible(found) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(
            _("%(found)s có năm %(year)d ngoài khoảng %(first)d–%(last)d; xin kiểm tra lại năm.")
            % {"found": quote(found), "year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return result


def _impossible(found: object) -> DateError:
    return DateError(
        _("%(found)s không phải là ngày có thật; cần dạng ngày/tháng/năm, ví dụ 05/06/1990.") % {"found": quote(found)}
    )


def _incomplete(found: object) -> DateError:
    return DateError(
        _("%(found)s chưa đủ ngày, tháng và năm; cần dạng ngày/tháng/năm, ví dụ 05/06/1990.") % {"found": quote(found)}
    )


def _unreadable(found: object) -> DateError:
    if found == "":
        return DateError(_("Ô ngày còn để trống; cần dạng ngày/tháng/năm, ví dụ 05/06/1990."))
    return DateError(
        _("%(found)s không đọc được thành ngày; cần dạng ngày/tháng/năm, ví dụ 05/06/1990.") % {"found": quote(found)}
    )


def format_date(day: date | None, precision: Precision = "day") -> str:
    """'dd/mm/yyyy', 'mm/yyyy' or 'yyyy'. Not strftime: its %Y drops zeros before the year 1000 on some systems."""
    if day is None:
        return ""
    if precision == "year":
        return f"{day.year:04}"
    if precision == "month":
        return f"{day.month:02}/{day.year:04}"
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def completed_years(born: date, on: date) -> int:
    """Age in full years; who is born on 29/02 completes a year on 01/03 of a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def months_between(born: date, on: date) -> int:
    """Calendar months from one date to another, days left out of account."""
    return (on.year - born.year) * 12 + on.month - born.month


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier); the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + month // 11, (month + 1) % 12 + 1, 1) if (year, month) != (9999, 11) else None
    last = (first_of_next - timedelta(days=1)).day if first_of_next else 31
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
