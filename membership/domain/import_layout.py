"""Columns whose header says nothing: what they are is told by what stands in them, and always asked about."""

from itertools import islice

from django.utils.translation import gettext as _

from membership.base.numbers import format_integer
from membership.base.sheets.header import HeaderMatch, data_rows
from membership.base.sheets.reader import Sheet
from membership.base.text import fold, normalise

LOOKED_AT = 200
MOST = 0.8
_NO_NAMES = {"nam", "nu", "x", "co", "khong", "kinh"}


def read_name_beside(sheet: Sheet, match: HeaderMatch, resource) -> None:
    """HỌ VÀ TÊN merged over two columns: the second, without a header of its own, holds the given names."""
    place = match.mapping.get("full_name")
    if place is None or "given_name" not in resource.fields or {"family_name", "given_name"} & set(match.mapping):
        return
    beside = place + 1
    headed = any(beside < len(row) and row[beside] for row in sheet.rows[match.row - 1 : match.last_row])
    if headed or beside in match.mapping.values():
        return
    named = [row for _number, row in islice(data_rows(sheet.rows, match), LOOKED_AT) if _words(row, place)]
    given = [" ".join(_words(row, beside)) for row in named if 0 < len(_words(row, beside)) <= 2]
    if named and len(given) >= MOST * len(named) and not set(map(fold, given)) <= _NO_NAMES:
        match.mapping["given_name"] = beside
        match.guessed.add("given_name")


def hidden_rows(sheet: Sheet, listed) -> tuple[int, str] | None:
    """(the first of them, what to say) where rows of the list are out of sight: they are read like the others."""
    hidden = [number for number, _cells in listed if number in sheet.hidden_rows]
    if not hidden:
        return None
    message = _(
        "Danh sách có %(count)s dòng đang ẩn (do bộ lọc hoặc do ẩn dòng), từ dòng %(first)s; các dòng đó vẫn được đọc. "
        "Nếu không muốn nhập chúng, hãy xóa hẳn khỏi tệp rồi gửi lại."
    )
    return hidden[0], message % {"count": format_integer(len(hidden)), "first": format_integer(hidden[0])}


def _words(row, place: int) -> list[str]:
    text = normalise(row[place]) if place < len(row) and isinstance(row[place], str) else ""
    return [] if any(character.isdigit() for character in text) else text.split()
