"""The report as a workbook in the official layout: attainment, the structure of Biểu 2, and both by organisation.

Rows are written as they come, so that a nation costs no more memory than a commune.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.models import Organisation
from reports.domain.attainment import exact_percent
from reports.indicators import REGISTRY
from reports.models import CountingDate
from reports.periods import Period

HEAD_ROW = 9
DEEPEST_INDENT = 15
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class ReportHead:
    """What the report is about. `part_of` names the whole whose report this organisation was counted in."""

    organisation: str
    period: Period
    counting: str
    known_at: datetime


@dataclass(frozen=True)
class ReportLine:
    """One organisation's figures; `depth` counts from 0 at the top of the report."""

    code: str
    name: str
    depth: int
    quota: int | None
    admitted: int
    admitted_to_date: int
    same_period_last_year: int
    breakdowns: dict = field(default_factory=dict)


def write_report(target, head: ReportHead, lines: Iterable[ReportLine]) -> int:
    """Write the workbook to a path or a binary file; the number of organisations in it."""
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        formats = _Formats(book)
        main = _MainSheet(book, formats, head)
        structure = _StructureSheet(book, formats, head)
        wide = _WideSheet(book, formats, head)
        count = 0
        for count, line in enumerate(lines, start=1):
            main.write(count, line)
            wide.write(line)
            if count == 1:
                structure.write(line)
        main.sign()
        structure.sign()
    return count


class _Formats:
    def __init__(self, book):
        plain = {"font_name": "Times New Roman", "font_size": 13, "valign": "vcenter"}
        small = plain | {"font_size": 12}
        cell = small | {"border": 1}
        self.plain = book.add_format(plain)
        self.centre = book.add_format(plain | {"align": "center"})
        self.bold = book.add_format(plain | {"align": "center", "bold": True})
        self.title = book.add_format(plain | {"align": "center", "bold": True, "font_size": 14})
        self.italic = book.add_format(plain | {"align": "center", "italic": True})
        self.head = book.add_format(cell | {"bold": True, "align": "center", "text_wrap": True})
        self.whole = book.add_format(cell | {"num_format": "#,##0", "align": "right"})
        self.percent = book.add_format(cell | {"num_format": "0.0%", "align": "right"})
        self.decimal = book.add_format(cell | {"num_format": "0.0", "align": "right"})
        self.change = book.add_format(cell | {"num_format": "+#,##0;-#,##0;0", "align": "right"})
        self.dash = book.add_format(cell | {"align": "right"})
        self.code = book.add_format(cell | {"num_format": "@"})
        self.group = book.add_format(cell | {"bold": True})
        self.names = [
            book.add_format(cell | {"text_wrap": True, "indent": depth, "bold": depth == 0, "num_format": "@"})
            for depth in range(DEEPEST_INDENT + 1)
        ]

    def name(self, depth: int):
        return self.names[min(depth, DEEPEST_INDENT)]


class _Sheet:
    """A sheet that begins like an official paper: who issues it left, the Party right, the title below."""

    title = ""
    columns: tuple[tuple[str, float], ...] = ()

    def __init__(self, book, formats: _Formats, head: ReportHead, sheet_name: str):
        self.sheet = book.add_worksheet(sheet_name)
        self.formats, self.head = formats, head
        self.last = len(self.columns) - 1
        for index, (_title, width) in enumerate(self.columns):
            self.sheet.set_column(index, index, width)
        self.sheet.set_paper(9)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&R&P/&N")
        self.row = HEAD_ROW + 1

    def head_paper(self) -> None:
        half = max(1, self.last // 2)
        today = timezone.localdate()
        lines = (
            (self.head.organisation.upper(), _("ĐẢNG CỘNG SẢN VIỆT NAM"), self.formats.centre, self.formats.bold),
            (
                _("BAN TỔ CHỨC"),
                _("Ngày %(day)02d tháng %(month)02d năm %(year)d")
                % {"day": today.day, "month": today.month, "year": today.year},
                self.formats.bold,
                self.formats.italic,
            ),
        )
        for row, (left, right, left_format, right_format) in enumerate(lines):
            self.sheet.merge_range(row, 0, row, half, left, left_format)
            self.sheet.merge_range(row, half + 1, row, self.last, right, right_format)
        period, counting = self.head.period, CountingDate(self.head.counting).label
        known = timezone.localtime(self.head.known_at)
        under = (
            (3, self.title, self.formats.title),
            (4, period.label[0].upper() + period.label[1:], self.formats.bold),
            (
                5,
                _("Kỳ: từ %(first)s đến %(last)s; lũy kế từ 01/01/%(year)d")
                % {"first": format_date(period.first), "last": format_date(period.last), "year": period.year},
                self.formats.italic,
            ),
            (
                6,
                _("Tính theo %(counting)s; số liệu trong phần mềm đến %(time)s ngày %(day)s")
                % {"counting": counting, "time": f"{known:%H:%M}", "day": format_date(known.date())},
                self.formats.italic,
            ),
        )
        for row, text, style in under:
            self.sheet.merge_range(row, 0, row, self.last, text, style)
        self.head_row(HEAD_ROW)

    def head_row(self, row: int) -> None:
        for index, (title, _width) in enumerate(self.columns):
            self.sheet.write_string(row, index, title, self.formats.head)
        self.sheet.repeat_rows(row)
        self.sheet.freeze_panes(row + 1, 0)

    def number(self, column: int, value, style=None) -> None:
        if value is None:
            self.sheet.write_string(self.row, column, "–", self.formats.dash)
        else:
            self.sheet.write_number(self.row, column, value, style or self.formats.whole)

    def share(self, column: int, percent: Fraction | None) -> None:
        self.number(column, None if percent is None else float(percent / 100), self.formats.percent)

    def sign(self) -> None:
        half = max(1, self.last // 2)
        for offset, left, right, style in (
            (1, _("NGƯỜI LẬP BIỂU"), _("TRƯỞNG BAN"), self.formats.bold),
            (2, _("(Ký, ghi rõ họ tên)"), _("(Ký, ghi rõ họ tên)"), self.formats.italic),
        ):
            self.sheet.merge_range(self.row + offset, 0, self.row + offset, half, left, style)
            self.sheet.merge_range(self.row + offset, half + 1, self.row + offset, self.last, right, style)


class _MainSheet(_Sheet):
    def __init__(self, book, formats, head):
        self.title = _("KẾT QUẢ KẾT NẠP ĐẢNG VIÊN SO VỚI CHỈ TIÊU")
        self.columns = (
            (_("STT"), 6),
            (_("Mã tổ chức"), 18),
            (_("Tổ chức đảng"), 46),
            (_("Chỉ tiêu năm"), 11),
            (_("Kết nạp trong kỳ"), 12),
            (_("Kết nạp từ đầu năm"), 13),
            (_("Đạt % chỉ tiêu"), 12),
            (_("Cùng kỳ năm trước"), 12),
            (_("Tăng, giảm so cùng kỳ"), 12),
        )
        super().__init__(book, formats, head, _("Kết quả"))
        self.head_paper()

    def write(self, number: int, line: ReportLine) -> None:
        self.number(0, number)
        self.sheet.write_string(self.row, 1, _dotted(line.code), self.formats.code)
        self.sheet.write_string(self.row, 2, line.name, self.formats.name(line.depth))
        self.number(3, line.quota)
        self.number(4, line.admitted)
        self.number(5, line.admitted_to_date)
        self.share(6, exact_percent(line.admitted_to_date, line.quota))
        self.number(7, line.same_period_last_year)
        self.number(8, line.admitted - line.same_period_last_year, self.formats.change)
        self.row += 1


class _StructureSheet(_Sheet):
    def __init__(self, book, formats, head):
        self.title = _("CƠ CẤU ĐẢNG VIÊN MỚI KẾT NẠP TỪ ĐẦU NĂM (THEO BIỂU 2-BTCTW)")
        self.columns = ((_("Tiêu chí"), 62), (_("Số lượng"), 14), (_("% tổng số"), 14), (_("Chưa rõ"), 14))
        super().__init__(book, formats, head, _("Biểu 2"))
        self.head_paper()

    def write(self, line: ReportLine) -> None:
        total = line.admitted_to_date
        self.sheet.write_string(self.row, 0, _("I. Tổng số kết nạp từ đầu năm"), self.formats.group)
        self.number(1, total)
        self.share(2, exact_percent(total, total))
        self.sheet.write_blank(self.row, 3, None, self.formats.dash)
        self.row += 1
        self._groups(REGISTRY.about_admissions, line, total)
        self.sheet.write_string(
            self.row, 0, _("II. Nguồn, lớp học, đơn vị dân cư và đảng viên trong kỳ"), self.formats.group
        )
        for column in (1, 2, 3):
            self.sheet.write_blank(self.row, column, None, self.formats.dash)
        self.row += 1
        self._groups(REGISTRY.about_sources, line, None)

    def _groups(self, groups, line: ReportLine, total: int | None) -> None:
        for group in groups:
            members = REGISTRY.of(group.code)
            if len(members) > 1:
                self.sheet.write_string(self.row, 0, group.label, self.formats.group)
                for column in (1, 2, 3):
                    self.sheet.write_blank(self.row, column, None, self.formats.dash)
                self.row += 1
            for indicator in members:
                value = line.breakdowns.get(indicator.code)
                self.sheet.write_string(self.row, 0, indicator.label, self.formats.name(1 if len(members) > 1 else 0))
                if indicator.is_whole:
                    of = indicator.of or group.whole
                    whole = line.breakdowns.get(of, 0) if of else total
                    self.number(1, value or 0)
                    self.share(2, exact_percent(value or 0, whole))
                else:
                    self.number(1, value, self.formats.decimal)
                    self.sheet.write_blank(self.row, 2, None, self.formats.dash)
                if indicator.unknown:
                    self.number(3, line.breakdowns.get(indicator.unknown, 0))
                else:
                    self.sheet.write_blank(self.row, 3, None, self.formats.dash)
                self.row += 1


class _WideSheet(_Sheet):
    """Every figure of every organisation: to be worked on, not to be printed."""

    def __init__(self, book, formats, head):
        self.indicators = list(REGISTRY.indicators.values())
        self.columns = (
            (_("Mã tổ chức"), 18),
            (_("Tổ chức đảng"), 40),
            (_("Kết nạp từ đầu năm"), 12),
            *((self._heading(indicator), 12) for indicator in self.indicators),
        )
        super().__init__(book, formats, head, _("Cơ cấu từng tổ chức"))
        self.head_row(0)
        self.sheet.freeze_panes(1, 2)
        self.row = 1

    @staticmethod
    def _heading(indicator) -> str:
        group = REGISTRY.groups[indicator.group]
        return indicator.label if group.code in ("among", "unknown") else f"{group.label}: {indicator.label}"

    def write(self, line: ReportLine) -> None:
        self.sheet.write_string(self.row, 0, _dotted(line.code), self.formats.code)
        self.sheet.write_string(self.row, 1, line.name, self.formats.name(line.depth))
        self.number(2, line.admitted_to_date)
        for column, indicator in enumerate(self.indicators, start=3):
            value = line.breakdowns.get(indicator.code)
            if indicator.is_whole:
                self.number(column, value or 0)
            else:
                self.number(column, value, self.formats.decimal)
        self.row += 1


def _dotted(code: str) -> str:
    return Organisation(code=code).code_display
