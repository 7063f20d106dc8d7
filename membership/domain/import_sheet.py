"""Which sheet of a workbook holds the list, under which header, in which columns."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from membership.base.dates import PartialDate, format_date
from membership.base.sheets.header import MOST_HEADER_ROWS, HeaderMatch, data_rows, find_header
from membership.base.sheets.reader import ErrorCell, Sheet, Workbook
from membership.base.speech import quote
from membership.domain.column_memory import Remembered, fingerprint
from membership.domain.import_layout import guess_columns, read_name_beside, stacked_header

HEADER_WITHIN = 15


class FileRefused(Exception):
    """The file as a whole cannot be imported; the text names it."""


def plain(cell: object) -> Any:
    """A cell as JSON can hold it: dates dd/mm/yyyy, 12.0 as 12."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if cell is None or isinstance(cell, str | bool | int | float):
        return cell
    if isinstance(cell, datetime):
        return format_date(cell.date())
    if isinstance(cell, date):
        return format_date(cell)
    if isinstance(cell, PartialDate | ErrorCell):
        return str(cell)
    return str(cell)


def locate(
    workbook: Workbook,
    resource,
    filename: str,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    mapping: dict[str, int] | None = None,
    memory: dict[str, Remembered] | None = None,
) -> tuple[Sheet, HeaderMatch]:
    """The sheet and header to read: as chosen, else the first visible sheet that has the required columns.

    `memory`: how this office had its layouts read before; it goes before the guess, not before what is chosen now.
    """
    file = quote(filename, 120)
    if sheet is not None:
        candidates = [each for each in workbook.sheets if each.name == sheet]
        if not candidates:
            raise FileRefused(_("Tệp %(file)s không có trang tính %(sheet)s.") % {"file": file, "sheet": quote(sheet)})
    else:
        candidates = [each for each in workbook.sheets if not each.hidden]
    best: tuple[Sheet, HeaderMatch] | None = None
    for each in candidates:
        match = as_remembered(each, match_header(each, resource, header_row), memory)
        if match is None:
            continue
        if mapping is not None:
            match = remap(each, match, mapping)
        if not resource.missing(match.mapping, data_rows(each.rows, match)):
            return each, match
        if best is None or len(match.mapping) > len(best[1].mapping):
            best = (each, match)
    raise FileRefused(_why_not(workbook, resource, file, best, searched_all=sheet is None))


def _why_not(workbook: Workbook, resource, file: str, best, *, searched_all: bool) -> str:
    if searched_all:
        for each in workbook.sheets:
            match = match_header(each, resource) if each.hidden else None
            if match is not None and not resource.missing(match.mapping):
                return _(
                    "Tệp %(file)s có danh sách ở trang tính đang ẩn %(sheet)s; hãy bỏ ẩn trang tính đó rồi gửi lại."
                ) % {"file": file, "sheet": quote(each.name)}
        for each in workbook.sheets:
            if stacked := stacked_header(each, resource, HEADER_WITHIN):
                return _(
                    "Tệp %(file)s, trang tính %(sheet)s ghi nhiều thông tin trong một ô (%(stacked)s); hãy tách mỗi "
                    "thông tin thành một cột rồi gửi lại."
                ) % {"file": file, "sheet": quote(each.name), "stacked": quote(stacked, 120)}
    if best is None:
        wanted = ", ".join(quote(column.title) for column in resource.columns if column.required)
        return _(
            "Tệp %(file)s không có dòng tiêu đề nào nhận ra được trong %(within)s dòng đầu của trang tính; "
            "cần có các cột %(wanted)s."
        ) % {"file": file, "within": HEADER_WITHIN, "wanted": wanted}
    each, match = best
    missing = ", ".join(quote(title) for title in resource.missing(match.mapping))
    return _("Tệp %(file)s, trang tính %(sheet)s (dòng tiêu đề %(row)s) thiếu cột %(missing)s.") % {
        "file": file,
        "sheet": quote(each.name),
        "row": match.row + each.first_row - 1,
        "missing": missing,
    }


def match_header(sheet: Sheet, resource, header_row: int | None = None) -> HeaderMatch | None:
    """The header of a sheet; `header_row` (as numbered in the sheet) when a person has said which row it is."""
    match = _by_its_words(sheet, resource, header_row)
    if match is not None:
        read_name_beside(sheet, match, resource)
    return match


def _by_its_words(sheet: Sheet, resource, header_row: int | None) -> HeaderMatch | None:
    if header_row is None:
        within = HEADER_WITHIN - sheet.first_row + 1
        found = find_header(sheet.rows, resource.columns, within=within) if within > 0 else None
        return found or guess_columns(sheet, resource, within)
    index = header_row - sheet.first_row
    if index == -1:  # a person has seen that there is none
        return guess_columns(sheet, resource, HEADER_WITHIN) or HeaderMatch(row=0, mapping={})
    if not 0 <= index < len(sheet.rows):
        return None
    match = find_header(sheet.rows[index : index + MOST_HEADER_ROWS], resource.columns, within=1)
    if match is None:
        texts = [(place, str(plain(cell))) for place, cell in enumerate(sheet.rows[index]) if cell not in (None, "")]
        return HeaderMatch(row=index + 1, mapping={}, unknown=texts)
    match.row, match.last_row = index + match.row, index + match.last_row
    return match


def as_remembered(sheet: Sheet, match: HeaderMatch | None, memory: dict[str, Remembered] | None) -> HeaderMatch | None:
    """The header as this office had it read before; a header that only the memory knows is found too."""
    if not memory:
        return match
    rows = range(1, min(HEADER_WITHIN, len(sheet.rows)) + 1)
    for candidate in [match] if match is not None else [HeaderMatch(row, {}) for row in rows]:
        known = memory.get(fingerprint(header_texts(sheet, candidate)))
        if known is not None:
            found = remap(sheet, candidate, known.mapping)
            found.remembered = known
            return found
    return match


def remap(sheet: Sheet, match: HeaderMatch, mapping: dict[str, int]) -> HeaderMatch:
    """The header with the columns a person has chosen."""
    taken = set(mapping.values())
    width = max(map(len, sheet.rows), default=0)
    header = header_texts(sheet, match)
    unknown = [(place, header[place]) for place in range(width) if place not in taken and header.get(place)]
    chosen = {key: place for key, place in mapping.items() if place < width}
    return HeaderMatch(row=match.row, mapping=chosen, unknown=unknown, last_row=match.last_row)


def header_texts(sheet: Sheet, match: HeaderMatch) -> dict[int, str]:
    """What stands in the header, by place."""
    texts: dict[int, str] = {}
    for row in sheet.rows[match.row - 1 : match.last_row]:
        for place, cell in enumerate(row):
            if isinstance(cell, str) and cell.strip():
                texts[place] = f"{texts.get(place, '')} {' '.join(cell.split())}".strip()
    return texts
