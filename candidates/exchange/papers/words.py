"""Numbers and days as official papers spell them out."""

from datetime import date

MOST = 1_000_000
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def number_in_words(number: int) -> str:
    """15 -> 'mười lăm', 21 -> 'hai mươi mốt', 105 -> 'một trăm linh năm'. From 0 to 999 999."""
    if not 0 <= number < MOST:
        raise ValueError(number)
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(rest)
    words = f"{_below_thousand(thousands)} nghìn"
    return f"{words} {_below_thousand(rest, full=True)}" if rest else words


def _below_thousand(number: int, full: bool = False) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds and not full:
        return _below_hundred(rest)
    words = f"{_DIGITS[hundreds]} trăm"
    if not rest:
        return words
    return f"{words} linh {_DIGITS[rest]}" if rest < 10 else f"{words} {_below_hundred(rest)}"


def _below_hundred(number: int) -> str:
    tens, unit = divmod(number, 10)
    if not tens:
        return _DIGITS[unit]
    words = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if not unit:
        return words
    if unit == 1 and tens > 1:
        return f"{words} mốt"
    return f"{words} {'lăm' if unit == 5 else _DIGITS[unit]}"


def day_in_words(day: date | None) -> str:
    """'ngày 05 tháng 6 năm 2026': days below 10 and the months 1 and 2 carry a zero."""
    if day is None:
        return ""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year:04}"
