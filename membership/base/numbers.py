"""Whole numbers and percentages as Vietnamese offices write them: a dot between thousands, a comma before decimals."""

import math
import re
from decimal import Decimal
from fractions import Fraction

from .speech import quote
from .speech import translate as _
from .text import normalise

_PLAIN = re.compile(r"[+\-−]?\s?[0-9]{1,18}")
_GROUPED = re.compile(r"[+\-−]?\s?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){1,5}|(?: [0-9]{3}){1,5})")


class NumberError(ValueError):
    """A value that is no whole number; its text is a sentence for the person who typed it."""


def parse_integer(value: object) -> int:
    """The whole number a cell or a field holds. Anything that could be read in two ways is refused."""
    if isinstance(value, bool) or value is None or value == "":
        raise _refused(value)
    if isinstance(value, int):
        return value
    if isinstance(value, float | Decimal):
        if not math.isfinite(value) or value != int(value):
            raise _refused(value)
        return int(value)
    if isinstance(value, str):
        text = normalise(value)
        if not text:
            raise _refused("")
        if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
            return int(re.sub(r"[ .+]", "", text).replace("−", "-"))
    raise _refused(value)


def whole_in_address(text: object, digits: int = 9) -> int | None:
    """The number an address holds, or None for whatever else people paste there: ² is a digit to Python, but no
    number, and more digits are more than a database or a calendar holds."""
    text = str(text)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def _refused(value: object) -> NumberError:
    if value is None or value == "":
        return NumberError(_("Ô số còn để trống; cần một số nguyên, ví dụ 1.234."))
    if isinstance(value, float | Decimal):
        value = str(value).replace(".", ",")
    return NumberError(
        _("%(found)s không phải là số nguyên; cần một số nguyên, ví dụ 12 hoặc 1.234.") % {"found": quote(value)}
    )


def format_integer(number: int) -> str:
    """1234 -> '1.234'"""
    return f"{number:,}".replace(",", ".")


def ratio_percent(numerator, denominator, places: int = 2) -> Decimal | None:
    """numerator / denominator in percent, exact and rounded half up; None where there is nothing to divide by."""
    if numerator is None or not denominator:
        return None
    return _rounded(Fraction(numerator) * 100 / Fraction(denominator), places)


def format_percent(percent: Decimal | int | None, places: int = 1) -> str:
    """Decimal('127.05') -> '127,1'; the sign % is the page's affair. None is an empty text."""
    if percent is None:
        return ""
    whole, _dot, decimals = f"{_rounded(Fraction(percent), places):,f}".partition(".")
    whole = whole.replace(",", ".")
    return f"{whole},{decimals}" if decimals else whole


def _rounded(value: Fraction, places: int) -> Decimal:
    units = math.floor(abs(value) * 10**places + Fraction(1, 2))
    return Decimal((int(value < 0 and units > 0), tuple(map(int, str(units))), -places))
