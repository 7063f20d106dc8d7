"""How the corpus writes its files: one function per format, and the invented people the lists are about."""

import random
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape
from pathlib import Path

import xlsxwriter
import xlwt

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Lò", "Giàng", "Trương", "Huỳnh")
MIDDLES = {"Nam": ("Văn", "Đức", "Quốc", "Minh", "Xuân"), "Nữ": ("Thị", "Thị Mỹ", "Ngọc", "Thị Hồng", "Thu")}
GIVENS = (
    "Thử",
    "Hải",
    "Tuyết",
    "Hương",
    "Cường",
    "Bửu",
    "Yến",
    "Kháng",
    "Phúc",
    "Nghĩa",
    "Đông",
    "Trâm",
    "Uyên",
    "Ước",
)


@dataclass(frozen=True)
class Person:
    """What the script knows. `born` as dd/mm/yyyy, mm/yyyy or yyyy; `unit`: a name in `UNITS`."""

    name: str
    born: str
    sex: str
    unit: str = "branch"
    joined: str = "03/02/2015"
    ethnic: str = "Kinh"

    @property
    def day(self) -> date:
        day, month, year = map(int, self.born.split("/"))
        return date(year, month, day)

    @property
    def family(self) -> str:
        return self.name.rpartition(" ")[0]

    @property
    def given(self) -> str:
        return self.name.rpartition(" ")[2]

    def but(self, **said) -> "Person":
        return replace(self, **said)


def people(seed: str, count: int = 12, **said) -> list[Person]:
    """Invented people, always the same for a seed, no two of one name."""
    dice = random.Random(seed)  # noqa: S311  (no secret)
    found: dict[str, Person] = {}
    while len(found) < count:
        sex = dice.choice(("Nam", "Nữ"))
        name = f"{dice.choice(FAMILIES)} {dice.choice(MIDDLES[sex])} {dice.choice(GIVENS)}"
        born = f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/{dice.randint(1955, 1994)}"
        joined = f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/{dice.randint(2014, 2022)}"
        found[name] = Person(name, born, sex, joined=joined, **said)
    return list(found.values())


@dataclass
class Case:
    """A workbook and what is true of it.

    `people`: who stands in it. `doubts`: the cells that nobody can read for sure; each must be asked about or refused.
    `asked`: words that some question must hold.
    `lacks`: what the list does not say. `refusal`: words of the sentence with which the file is turned away.
    """

    path: Path
    people: Sequence[Person]
    doubts: set[str] = field(default_factory=set)
    asked: tuple[str, ...] = ()
    lacks: str = ""
    refusal: str = ""
    into: str = "branch"
    kind: str = "members"


def xlsx(path: Path, rows: Sequence[Sequence], *, merges=(), hidden=(), filtered=False, font="", more=(), epoch=1900):
    """`merges`: (first row, first column, last row, last column) from 0; `hidden`: rows from 1;
    `more`: (name, rows, hidden) of further sheets. ("=", formula, value) is a formula; dates are written as dates."""
    book = xlsxwriter.Workbook(path, {"date_1904": epoch == 1904})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    look = book.add_format({"font_name": font}) if font else None
    for name, cells, out_of_sight in [("Danh sách", rows, False), *more]:
        sheet = book.add_worksheet(name)
        if out_of_sight:
            sheet.hide()
        _fill(sheet, cells, day, look)
    first = book.worksheets()[0]
    for merge in merges:
        first.merge_range(*merge, rows[merge[0]][merge[1]])
    for row in hidden:
        first.set_row(row - 1, None, None, {"hidden": True})
    if filtered:
        first.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
    book.close()
    return path


def _fill(sheet, rows, day, look) -> None:
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, tuple):
                sheet.write_formula(number, column, cell[1], look, cell[2])
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, str):
                sheet.write_string(number, column, cell, look)
            elif cell is not None:
                sheet.write(number, column, cell)


def xls(path: Path, rows: Sequence[Sequence]) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Danh sách")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write(number, column, cell, day)
            elif cell is not None:
                sheet.write(number, column, cell)
    book.save(str(path))
    return path


_ODS = "urn:oasis:names:tc:opendocument:xmlns"
_ODS_MIME = "application/vnd.oasis.opendocument.spreadsheet"


def ods(path: Path, rows: Sequence[Sequence]) -> Path:
    """The least that LibreOffice itself would write."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{_ODS}:office:1.0" '
        f'xmlns:table="{_ODS}:table:1.0" xmlns:text="{_ODS}:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Danh sách">{lines}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_MIME}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _ODS_MIME)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def _ods_cell(cell: object) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, date):
        said = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, int | float):
        said = f'office:value-type="float" office:value="{cell}"'
    else:
        said = 'office:value-type="string"'
    return f"<table:table-cell {said}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


def csv(path: Path, rows: Sequence[Sequence], *, sign=",", encoding="utf-8-sig") -> Path:
    lines = [sign.join("" if cell is None else f'"{cell}"' for cell in row) for row in rows]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def page(path: Path, rows: Sequence[Sequence], *, head: str = "", marks: int = 5) -> Path:
    """A web page under the name of a workbook. `head`: rows written by hand above the others."""
    lines = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell)) if cell is not None else chr(160)}</td>' for cell in row)}</tr>"
        for row in rows
    )
    head = f"<html><head><meta charset=utf-8><title>DS</title></head><body><table border=1>{head}"
    text = f"{head}{lines}</table></body></html>"
    path.write_bytes(b"\xef\xbb\xbf" * marks + text.encode())
    return path
