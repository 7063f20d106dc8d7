"""The sender's own workbook back, with one coloured column more: what is to be looked at in each row.

An .xlsx is copied part by part; only the sheet (and the table of styles, for one colour) is written anew, as it streams
through, so that everything else stays as it was, to the byte. What is no .xlsx comes back as one, cells only.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import IO, BinaryIO

import xlsxwriter

from .cells import column_letter
from .child import sheet_parts
from .reader import Workbook

FILL = "FFFFE08A"
WIDTH = 70
LONGEST = 2000
BLOCK = 1 << 20
MOST_STYLES = 8 << 20

_ROW = re.compile(rb"<((?:\w+:)?)row\b([^>]*?)(/?)>")
_NUMBER = re.compile(rb'\br="(\d+)"')
_LETTERS = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})\d+"')
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Marks:
    """What to say: row (as numbered in the sheet) -> sentences; the title stands in the header row."""

    sheet: str
    header_row: int
    title: str
    messages: Mapping[int, str]

    def text(self, row: int) -> str:
        text = self.title if row == self.header_row else self.messages.get(row, "")
        return _NOT_XML.sub("", text)[:LONGEST]


def mark_xlsx(source: Path, target: BinaryIO, marks: Marks) -> None:
    """Copy an .xlsx with the messages in a column to the right of everything. KeyError where there is no such sheet."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        part = sheet_parts(old)[marks.sheet]
        with old.open(part) as stream:
            column = _widest(stream)
        styles = old.read("xl/styles.xml") if _is_small(old, "xl/styles.xml") else b""
        coloured, style = _with_colour(styles)
        for entry in old.infolist():
            if entry.filename == part:
                with old.open(entry) as stream, new.open(entry.filename, "w", force_zip64=True) as out:
                    _mark_sheet(stream, out, marks, column_letter(column), column + 1, style)
            elif entry.filename == "xl/styles.xml" and style is not None:
                new.writestr(entry.filename, coloured)
            else:
                with old.open(entry) as stream, new.open(entry.filename, "w", force_zip64=True) as out:
                    while block := stream.read(BLOCK):
                        out.write(block)


def mark_other(workbook: Workbook, target: BinaryIO, marks: Marks) -> None:
    """What was no .xlsx: every sheet's cells, the column of messages beside those of the list."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(target, options) as book:
        colour = book.add_format({"bg_color": f"#{FILL[2:]}", "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, sheet in enumerate(workbook.sheets, start=1):
            page = book.add_worksheet((re.sub(r"[\[\]:*?/\\']", " ", sheet.name).strip() or f"Trang {number}")[:31])
            width = max(map(len, sheet.rows), default=0)
            mine = sheet.name == marks.sheet
            if mine:
                page.set_column(width, width, WIDTH)
            for place, row in enumerate(sheet.rows, start=sheet.first_row - 1):
                for column, value in enumerate(row):
                    if hasattr(value, "year"):
                        page.write_datetime(place, column, value, day)
                    elif isinstance(value, bool | int | float):
                        page.write(place, column, value)
                    elif value is not None:
                        page.write_string(place, column, str(value)[:32_000])
                if mine and (text := marks.text(place + 1)):
                    page.write_string(place, width, text, colour)


# --- the parts of an .xlsx --------------------------------------------------------------------------------------------


def _is_small(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.namelist() and archive.getinfo(name).file_size <= MOST_STYLES


def _widest(stream: IO[bytes]) -> int:
    """The first column, from 0, to the right of every cell."""
    most, tail = 0, b""
    while block := stream.read(BLOCK):
        text = tail + block
        for found in _LETTERS.finditer(text):
            number = 0
            for letter in found[1]:
                number = number * 26 + letter - 64
            most = max(most, number)
        tail = text[-200:]
    return most


def _with_colour(styles: bytes) -> tuple[bytes, int | None]:
    """The table of styles with one more fill and one more cell style; and the number of that style."""
    fills = re.search(rb'<((?:\w+:)?)fills\b[^>]*?count="(\d+)"[^>]*>', styles)
    formats = re.search(rb'<((?:\w+:)?)cellXfs\b[^>]*?count="(\d+)"[^>]*>', styles)
    if not fills or not formats:
        return styles, None
    prefix, fill, style = fills[1], int(fills[2]), int(formats[2])
    pattern = (
        b'<%(p)sfill><%(p)spatternFill patternType="solid"><%(p)sfgColor rgb="%(c)s"/></%(p)spatternFill></%(p)sfill>'
        % {b"p": prefix, b"c": FILL.encode()}
    )
    cell = (
        b'<%(p)sxf numFmtId="0" fontId="0" fillId="%(f)d" borderId="0" xfId="0" applyFill="1" applyAlignment="1">'
        b'<%(p)salignment vertical="top" wrapText="1"/></%(p)sxf>' % {b"p": prefix, b"f": fill}
    )
    for name, more, count in ((b"fills", pattern, fill), (b"cellXfs", cell, style)):
        end = b"</" + prefix + name + b">"
        if end not in styles:
            return styles, None
        styles = styles.replace(end, more + end, 1)
        styles = re.sub(
            rb"(<(?:\w+:)?" + name + rb'\b[^>]*?count=")\d+(")', rb"\g<1>%d\g<2>" % (count + 1), styles, count=1
        )
    return styles, style


def _mark_sheet(stream: IO[bytes], out: IO[bytes], marks: Marks, letter: str, column: int, style: int | None) -> None:
    waiting, started = b"", False
    implied = 0
    for block in _blocks(stream):
        waiting += block
        if not started:
            begin = re.search(rb"<(?:\w+:)?sheetData\b", waiting)
            if begin is None and block:
                continue
            at = begin.start() if begin else len(waiting)
            out.write(_with_width(waiting[:at], column))
            waiting, started = waiting[at:], True
        done = 0
        while (row := _ROW.search(waiting, done)) is not None:
            prefix, attributes, closed = row[1], row[2], bool(row[3])
            end_tag = b"</" + prefix + b"row>"
            end = row.end() if closed else waiting.find(end_tag, row.end())
            if end < 0:
                break
            number = _NUMBER.search(attributes)
            implied = int(number[1]) if number else implied + 1
            cell = _cell(marks.text(implied), prefix, letter, implied, style)
            out.write(waiting[done : row.start()])
            if not cell:
                end += 0 if closed else len(end_tag)
                out.write(waiting[row.start() : end])
            elif closed:
                out.write(b"<" + prefix + b"row" + attributes + b">" + cell + end_tag)
            else:
                out.write(waiting[row.start() : end] + cell + end_tag)
                end += len(end_tag)
            done = end
        waiting = waiting[done:]
        if not block:
            out.write(waiting)


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block
    yield b""


def _cell(text: str, prefix: bytes, letter: str, row: int, style: int | None) -> bytes:
    if not text:
        return b""
    p, look = prefix.decode(), f' s="{style}"' if style is not None else ""
    said = escape(text, quote=False)
    return (
        f'<{p}c r="{letter}{row}"{look} t="inlineStr"><{p}is><{p}t xml:space="preserve">{said}</{p}t></{p}is></{p}c>'
    ).encode()


def _with_width(head: bytes, column: int) -> bytes:
    """What stands before the rows, with a width for the new column where that contradicts nothing."""
    widths = re.search(rb"<((?:\w+:)?)cols\b[^>]*>(.*?)</(?:\w+:)?cols>", head, re.DOTALL)
    prefix = widths[1] if widths else b""
    if widths and any(int(most) >= column for most in re.findall(rb'\bmax="(\d+)"', widths[2])):
        return head
    if not widths and re.search(rb"<\w+:worksheet\b", head):
        return head
    mine = b'<%scol min="%d" max="%d" width="%d" customWidth="1"/>' % (prefix, column, column, WIDTH)
    if widths:
        end = widths.end(2)
        return head[:end] + mine + head[end:]
    return head + b"<cols>" + mine + b"</cols>"
