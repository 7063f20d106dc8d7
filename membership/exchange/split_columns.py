"""What we keep in one column and offices in several: họ đệm | tên, NGÀY SINH over Nam | Nữ or over day | month | year,
the sex as a mark in one of two columns. Each joining says where two columns contradict each other."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from membership.domain.effects import RowError
from membership.exchange.resources import Reading

Cells = dict[str, list]


def join_columns(cells: Cells, numbers: list[int], reading: Reading) -> None:
    """Put the parts that are there together under the key of the whole; what the whole column says goes first."""
    _join_names(cells, numbers, reading)
    said = _sex_by_birth_column(cells, numbers, reading)
    _join_day_month_year(cells, numbers, reading)
    _join_sexes(cells, numbers, reading, said)


def _take(cells: Cells, key: str, length: int) -> list:
    values = cells.pop(key, None)
    return values if values is not None else [None] * length


def _join_names(cells: Cells, numbers: list[int], reading: Reading) -> None:
    if not {"family_name", "given_name"} & set(cells):
        return
    size = len(numbers)
    whole = _take(cells, "full_name", size)
    families, givens = _take(cells, "family_name", size), _take(cells, "given_name", size)
    joined = []
    for number, name, family, given in zip(numbers, whole, families, givens, strict=True):
        # “Họ và tên” over two columns may be read as the column of the family name.
        parts = [part for part in (family or (name if given else None), given) if part]
        joined.append(" ".join(parts) if parts else name)
        if joined[-1] is None:
            reading.errors.append(RowError(number, "given_name", _("Ô này còn trống; cần ghi Họ và tên."), None))
    cells["full_name"] = joined


def _sex_by_birth_column(cells: Cells, numbers: list[int], reading: Reading) -> list[str]:
    """The column that holds the birth date is the sex; both or neither is for a person to say."""
    size = len(numbers)
    said = [""] * size
    if not {"born_man", "born_woman"} & set(cells):
        return said
    births = _take(cells, "born_on", size)
    men, women = _take(cells, "born_man", size), _take(cells, "born_woman", size)
    for place, (number, man, woman) in enumerate(zip(numbers, men, women, strict=True)):
        if man and woman:
            message = _("Ngày sinh ghi ở cả cột Nam và cột Nữ; chỉ ghi ở một cột.")
            reading.errors.append(RowError(number, "born_woman", message, None))
        elif man or woman:
            births[place] = man or woman
            said[place] = "male" if man else "female"
    cells["born_on"] = births
    return said


def _join_day_month_year(cells: Cells, numbers: list[int], reading: Reading) -> None:
    if "born_year" not in cells:
        cells.pop("born_day", None)
        cells.pop("born_month", None)
        return
    size = len(numbers)
    births = _take(cells, "born_on", size)
    days, months, years = (_take(cells, key, size) for key in ("born_day", "born_month", "born_year"))
    for place, (number, day, month, year) in enumerate(zip(numbers, days, months, years, strict=True)):
        if not year:
            if day or month:
                message = _("Có ngày, tháng sinh mà thiếu năm sinh.")
                reading.errors.append(RowError(number, "born_year", message, None))
            continue
        try:
            births[place] = _birth(day or 0, month or 0, year)
        except ValueError:
            words = {"day": day, "month": month, "year": year}
            message = _("Không có ngày %(day)s tháng %(month)s năm %(year)s.") % words
            reading.errors.append(RowError(number, "born_day", message, None))
    cells["born_on"] = births


def _birth(day: int, month: int, year: int) -> dict[str, Any]:
    """A birth year stays a birth year; a day without its month says nothing."""
    if year < 100:
        year += 1900
    precision = "day" if day and month else "month" if month else "year"
    return {"born_on": date(year, month or 1, day if precision == "day" else 1), "born_precision": precision}


def _join_sexes(cells: Cells, numbers: list[int], reading: Reading, said: list[str]) -> None:
    marked = bool({"man", "woman"} & set(cells))
    if not marked and not any(said):
        return
    size = len(numbers)
    whole = _take(cells, "sex", size)
    men, women = _take(cells, "man", size), _take(cells, "woman", size)
    for place, (number, man, woman) in enumerate(zip(numbers, men, women, strict=True)):
        claims = {said[place]} | ({"male"} if man else set()) | ({"female"} if woman else set())
        claims |= {whole[place]["sex"]} if whole[place] else set()
        claims.discard("")
        if len(claims) > 1:
            message = _("Các cột nói khác nhau về giới tính: vừa là nam vừa là nữ.")
            reading.errors.append(RowError(number, "sex", message, None))
        elif claims:
            whole[place] = {"sex": claims.pop()}
    cells["sex"] = whole
