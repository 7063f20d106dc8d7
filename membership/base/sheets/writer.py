"""Writing a list to .xlsx row by row: 50 000 rows cost no more memory than fifty.

No cell ever becomes a formula or a link. A text that begins like one (= + - @, a tab, their full-width forms) is a
plain string cell that also carries Excel's own quote prefix, so that it stays text when somebody edits the cell, and it
reads back exactly as it was.
"""

import contextlib
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

import xlsxwriter

from ..dates import PartialDate, format_date
from .header import NOTE_MARK

Kind = Literal["text", "date", "integer", "percent"]
LONGEST_CELL = 32_767
LAST_ROW = 1_048_576
_LOOKS_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "﹢", "﹣", "﹦", "﹫", "−")


@dataclass(frozen=True)
class OutColumn:
    """One column. A percent is given as 127.1 and shown as 127,1%."""

    title: str
    width: float = 16
    kind: Kind = "text"


def write_list(
    target,
    *,
    columns: Sequence[OutColumn],
    rows: Iterable[Sequence],
    title: str | None = None,
    subtitle: str | Sequence[str] | None = None,
    sheet_name: str = "Danh sách",
    properties: dict | None = None,
    footer: str | Sequence[str] | None = None,
) -> int:
    """Write the list to a path or a binary file; the number of rows written.

    A path is replaced only when the file is complete. The header stands in row 1, or under title and subtitle, always
    within the rows find_header looks at. Footer lines begin with ※, by which data_rows knows them again.
    """
    if not columns:
        raise ValueError("a list needs at least one column")
    if not isinstance(target, str | os.PathLike):
        return _write(target, columns, rows, title, subtitle, sheet_name, properties, footer)
    target = Path(target)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".xlsx.part", dir=target.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        with unfinished.open("wb") as stream:
            count = _write(stream, columns, rows, title, subtitle, sheet_name, properties, footer)
        unfinished.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise
    return count


def _write(stream, columns, rows, title, subtitle, sheet_name, properties, footer) -> int:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    book = xlsxwriter.Workbook(stream, options)
    sheet = None
    try:
        sheet = book.add_worksheet(_sheet_name(sheet_name))
        book.set_properties(
            {key: _clean(value) if isinstance(value, str) else value for key, value in (properties or {}).items()}
        )
        return _write_sheet(book, sheet, columns, rows, _lines(title), _lines(subtitle), _lines(footer))
    except BaseException:
        if sheet is not None and sheet.row_data_filename:  # rows wait in a temporary file until the book is closed
            with contextlib.suppress(Exception):
                sheet.row_data_fh.close()
                Path(sheet.row_data_filename).unlink()
        book.fileclosed = True
        raise
    finally:
        if not book.fileclosed:
            book.close()


def _write_sheet(book, sheet, columns, rows, title, subtitle, footer) -> int:
    formats = _Formats(book)
    line = 0
    for text in title:
        _write_text(sheet, line, 0, text, formats.title)
        line += 1
    for text in subtitle:
        _write_text(sheet, line, 0, text, formats.subtitle)
        line += 1
    header = line + 1 if line else 0
    if header > 9:
        raise ValueError("title and subtitle leave no room for the header within the first ten rows")
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        _write_text(sheet, header, index, _clean(column.title), formats.header)
    sheet.freeze_panes(header + 1, 0)
    sheet.repeat_rows(header)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P/&N")

    writers = [_WRITERS[column.kind](sheet, formats) for column in columns]
    row = header
    for values in rows:
        row += 1
        if row + len(footer) + 1 >= LAST_ROW:
            raise ValueError("more rows than a sheet can hold")
        for index, (write, value) in enumerate(zip(writers, values, strict=True)):
            if value is not None and value != "":
                write(row, index, value)
    count = row - header
    sheet.autofilter(header, 0, max(row, header), len(columns) - 1)
    for offset, text in enumerate(footer, start=2):
        _write_text(sheet, row + offset, 0, f"{NOTE_MARK} {text}"[:LONGEST_CELL], formats.note)
    return count


class _Formats:
    """Formats of text come in pairs: plain, and with the quote prefix for texts that look like a formula."""

    def __init__(self, book):
        def pair(properties: dict):
            return book.add_format(properties), book.add_format(properties | {"quote_prefix": True})

        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        cell = base | {"border": 1, "border_color": "#BFBFBF"}
        self.title = pair(base | {"bold": True, "font_size": 14})
        self.subtitle = pair(base | {"italic": True})
        self.note = pair(base | {"italic": True, "font_color": "#595959"})
        self.header = pair(
            cell | {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#F2F2F2"}
        )
        self.text = pair(cell | {"num_format": "@", "text_wrap": True})
        self.date = book.add_format(cell | {"num_format": "dd/mm/yyyy", "align": "center"})
        self.integer = book.add_format(cell | {"num_format": "#,##0"})
        self.percent = book.add_format(cell | {"num_format": "0.0%"})


def _write_text(sheet, row: int, column: int, text: str, formats: tuple) -> None:
    sheet.write_string(row, column, text, formats[text.lstrip(" ").startswith(_LOOKS_LIKE_FORMULA)])


def _text_writer(sheet, formats):
    def write(row: int, column: int, value) -> None:
        text = _clean(value if type(value) is str else _as_text(value))
        if text:
            _write_text(sheet, row, column, text, formats.text)

    return write


def _date_writer(sheet, formats):
    as_text = _text_writer(sheet, formats)

    def write(row: int, column: int, value) -> None:
        if isinstance(value, PartialDate) and value.precision == "day":
            value = value.day
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date) and value.year >= 1900:
            sheet.write_datetime(row, column, value, formats.date)
        else:
            as_text(row, column, value)

    return write


def _integer_writer(sheet, formats):
    as_text = _text_writer(sheet, formats)

    def write(row: int, column: int, value) -> None:
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and abs(value) < 10**15:
            sheet.write_number(row, column, value, formats.integer)
        else:  # also not-a-number, and numbers Excel would round
            as_text(row, column, value)

    return write


def _percent_writer(sheet, formats):
    as_text = _text_writer(sheet, formats)

    def write(row: int, column: int, value) -> None:
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and abs(value) < 10**15:
            sheet.write_number(row, column, value / 100, formats.percent)
        else:
            as_text(row, column, value)

    return write


_WRITERS = {"text": _text_writer, "date": _date_writer, "integer": _integer_writer, "percent": _percent_writer}


def _as_text(value) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return f"{format_date(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return format_date(value)
    return str(value)


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _clean(value) -> str:
    """What an XML part can hold and a cell has room for."""
    text = _FORBIDDEN.sub("", str(value))
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _lines(texts) -> list[str]:
    if not texts:
        return []
    return [_clean(text) for text in ([texts] if isinstance(texts, str) or not isinstance(texts, Iterable) else texts)]


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", _clean(name)).strip(" '")[:31].strip(" '") or "Danh sách"
