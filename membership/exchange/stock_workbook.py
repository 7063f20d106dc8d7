"""Biểu 1-BTCTW as a workbook: the form's four columns, and a sheet with what lies under the organisation."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date

import xlsxwriter
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.domain.stock import Stock
from membership.domain.stock_form import StockLine

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def stock_workbook(
    name: str, first: date, last: date, lines: Sequence[StockLine], children: Iterable[tuple[str, Stock]]
):
    """An open temporary file with the workbook, at its beginning."""
    target = tempfile.TemporaryFile(prefix="tao-nguon-")  # noqa: SIM115  (the answer closes it)
    try:
        with xlsxwriter.Workbook(target, OPTIONS) as book:
            _Form(book, name, first, last).write(lines)
            if children:
                _Below(book).write(children)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def _formats(book) -> dict:
    plain = {"font_name": "Times New Roman", "font_size": 13, "valign": "vcenter"}
    cell = plain | {"border": 1}
    return {
        "centre": book.add_format(plain | {"align": "center"}),
        "bold": book.add_format(plain | {"align": "center", "bold": True}),
        "italic": book.add_format(plain | {"align": "center", "italic": True}),
        "head": book.add_format(cell | {"bold": True, "align": "center", "text_wrap": True}),
        "text": book.add_format(cell | {"text_wrap": True, "num_format": "@"}),
        "strong": book.add_format(cell | {"bold": True, "num_format": "@"}),
        "number": book.add_format(cell | {"num_format": "#,##0", "align": "right"}),
        "percent": book.add_format(cell | {"num_format": "0.0", "align": "right"}),
        "dash": book.add_format(cell | {"align": "right"}),
    }


class _Form:
    """The form itself: organisation, title, period, criteria with three columns, signers."""

    def __init__(self, book, name: str, first: date, last: date):
        self.sheet, self.formats = book.add_worksheet(_("Biểu 1")), _formats(book)
        self.name, self.first, self.last = name, first, last
        self.sheet.set_column(0, 0, 48)
        self.sheet.set_column(1, 3, 16)
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)

    def write(self, lines: Sequence[StockLine]) -> None:
        sheet, formats = self.sheet, self.formats
        days = {"first": format_date(self.first), "last": format_date(self.last)}
        sheet.write_string(0, 0, self.name.upper(), formats["bold"])
        sheet.merge_range(0, 1, 0, 3, _("Biểu số 1-BTCTW"), formats["bold"])
        sheet.merge_range(2, 0, 2, 3, _("TĂNG, GIẢM ĐẢNG VIÊN"), formats["bold"])
        sheet.merge_range(3, 0, 3, 3, _("Từ ngày %(first)s đến ngày %(last)s") % days, formats["italic"])
        titles = (_("Tiêu chí"), _("Kỳ này"), _("Cùng kỳ năm trước"), _("% (2)×100/(3)"))
        numbers = [f"({column})" for column in range(1, len(titles) + 1)]
        for at, cells in ((5, titles), (6, numbers)):  # row by row, as constant memory wants it
            for column, cell in enumerate(cells):
                sheet.write_string(at, column, cell, formats["head"])
        row = 7
        for row, line in enumerate(lines, start=7):
            label = f"{line.row.mark}. {line.row.label}" if line.row.mark else str(line.row.label)
            style = formats["text" if line.row.level else "strong"]
            sheet.write_string(row, 0, "    " * line.row.level + label, style)
            sheet.write_number(row, 1, line.now, formats["number"])
            sheet.write_number(row, 2, line.before, formats["number"])
            if line.percent is None:
                sheet.write_string(row, 3, "–", formats["dash"])
            else:
                sheet.write_number(row, 3, float(line.percent), formats["percent"])
        sheet.write_string(row + 2, 0, _("NGƯỜI LẬP BIỂU"), formats["bold"])
        sheet.merge_range(row + 2, 1, row + 2, 3, _("TRƯỞNG BAN"), formats["bold"])


class _Below:
    """Each organisation directly below, with its own A, B, C, D."""

    def __init__(self, book):
        self.sheet, self.formats = book.add_worksheet(_("Theo tổ chức")), _formats(book)
        self.sheet.set_column(0, 0, 48)
        self.sheet.set_column(1, 6, 14)

    def write(self, children: Iterable[tuple[str, Stock]]) -> None:
        titles = (
            _("Tổ chức"), _("A. Đầu kỳ"), _("B. Tăng"), _("Trong đó chuyển đến trong cây"), _("C. Giảm"),
            _("Trong đó chuyển đi trong cây"), _("D. Cuối kỳ"),
        )  # fmt: skip
        for column, title in enumerate(titles):
            self.sheet.write_string(0, column, title, self.formats["head"])
        for row, (name, stock) in enumerate(children, start=1):
            self.sheet.write_string(row, 0, name, self.formats["text"])
            figures = (stock.opening, stock.gained, stock.moved_in, stock.lost, stock.moved_out, stock.closing)
            for column, figure in enumerate(figures, start=1):
                self.sheet.write_number(row, column, figure, self.formats["number"])
