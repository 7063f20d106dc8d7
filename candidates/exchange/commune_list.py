"""The office's table of communes before and after 1/7/2025, as ministries and provinces lay it out.

One line an old commune, its new commune beside it; section rows that name a province in between; codes in brackets
behind names; a new name that stands once above several lines (a merged cell).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.utils.translation import gettext as _

from candidates.domain.commune_table import CommuneRow
from membership.base.sheets.cells import cell_name
from membership.base.sheets.header import Column, HeaderMatch, data_rows, find_header
from membership.base.sheets.limits import DEFAULT
from membership.base.sheets.reader import ErrorCell, Sheet, UnreadableFile, read_workbook
from membership.base.text import normalise
from membership.domain.effects import RowError

COLUMNS = (
    Column("new_province", "Tỉnh, thành phố mới", ("Tỉnh mới", "Tên tỉnh mới", "Tỉnh/thành phố mới", "Tỉnh, TP mới")),
    Column("new_name", "Tên xã mới", ("Xã mới", "Xã, phường mới", "Đơn vị mới", "Tên đơn vị hành chính mới", "ĐVHC mới",
                                      "Xã/phường mới", "Tên xã, phường mới")),
    Column("old_name", "Tên xã cũ", ("Xã cũ", "Xã, phường cũ", "Đơn vị cũ", "Tên đơn vị hành chính cũ", "ĐVHC cũ",
                                     "Xã, phường, thị trấn cũ", "Xã/phường cũ", "Tên xã, phường cũ")),
    Column("note", "Ghi chú", ("Cách sắp xếp", "Hình thức", "Nhập")),
    Column("old_district", "Quận/huyện", ("Huyện cũ", "Quận, huyện cũ", "Quận, huyện", "Huyện", "Tên huyện cũ",
                                          "Quận/huyện cũ", "Cấp huyện cũ")),
    Column("old_province", "Tỉnh cũ", ("Tên tỉnh cũ", "Tỉnh, thành phố cũ", "Tỉnh/thành phố cũ", "Tỉnh, TP cũ")),
)  # fmt: skip
NEEDED = ("new_name", "old_name")
LIMITS = replace(DEFAULT, rows=40_000, columns=40, cells=1_000_000, wall=25, cpu=25)
MOST_ERRORS = 200
_CODE = re.compile(r"\s*\([0-9]{1,5}\)\s*$")


@dataclass
class ReadTable:
    """What a file holds. `errors`: pairs of cell and sentence."""

    rows: list[CommuneRow] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    sheet: str = ""
    columns: dict[str, int] = field(default_factory=dict)

    def cell_of(self, error: RowError) -> str:
        """Where in the file an objection of the domain is to be looked for."""
        place = self.columns.get(error.field)
        return cell_name(error.row, place) if place is not None else _("dòng %(n)d") % {"n": error.row}


def read_commune_table(path: Path, filename: str) -> ReadTable:
    """The lines of an office's file. UnreadableFile says why there are none."""
    workbook = read_workbook(path, filename=filename, limits=LIMITS)
    found = [(sheet, match) for sheet in workbook.sheets if (match := find_header(sheet.rows, COLUMNS))]
    found = [(sheet, match) for sheet, match in found if set(NEEDED) <= set(match.mapping)]
    if not found:
        raise UnreadableFile(
            _("Không thấy dòng tiêu đề có các cột “Tên xã mới” và “Tên xã cũ” trong mười dòng đầu của trang tính nào.")
        )
    sheet, match = max(found, key=lambda each: (len(each[1].mapping), len(each[0].rows)))
    return _Reader(sheet, match).read()


class _Reader:
    def __init__(self, sheet: Sheet, match: HeaderMatch):
        self.sheet, self.match = sheet, match
        self.table = ReadTable(sheet=sheet.name, columns=match.mapping)
        self.above = {"new_name": "", "new_province": ""}

    def read(self) -> ReadTable:
        for number, cells in data_rows(self.sheet.rows, self.match):
            row = self.sheet.first_row + number - 1
            texts = {key: self._text(row, place, cells) for key, place in self.match.mapping.items()}
            if sum(map(bool, texts.values())) <= 1:  # the name of a province between two parts of the table
                self.above = dict.fromkeys(self.above, "")
                continue
            self._take(row, texts)
        return self.table

    def _text(self, row: int, place: int, cells: Sequence) -> str:
        value = cells[place] if place < len(cells) else None
        if isinstance(value, ErrorCell):
            self._object(cell_name(row, place), _("Ô này là lỗi công thức %(code)s.") % {"code": value.code})
            return ""
        return _CODE.sub("", normalise(str(value))) if value is not None else ""

    def _take(self, row: int, texts: dict[str, str]) -> None:
        for key in self.above:  # a merged cell keeps its text in its first row
            self.above[key] = texts[key] = texts.get(key, "") or self.above[key]
        district = texts.get("old_district", "")
        old = texts["old_name"] or district
        self.table.rows.append(
            CommuneRow(
                row=row,
                old_name=old,
                new_name=texts["new_name"],
                new_province=texts["new_province"] or texts.get("old_province", ""),
                old_district=district if texts["old_name"] else "",
                old_province=texts.get("old_province", ""),
                note=texts.get("note", ""),
            )
        )

    def _object(self, cell: str, message: str) -> None:
        if len(self.table.errors) < MOST_ERRORS:
            self.table.errors.append((cell, message))
