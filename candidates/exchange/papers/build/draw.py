"""Draws declared layouts with python-docx: A4, margins 20, 20, 30 and 15 mm, Times New Roman (36-HD/VPTW, "
"399-QĐ/TW)."""

import io
import re
import zipfile
from datetime import datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from candidates.exchange.papers.build.blocks import Dots, Each, Head, If, P, Sheet, Signatures, Table, Title
from candidates.exchange.papers.render import pack

FONT = "Times New Roman"
_ALIGN = {
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_KEPT_STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header"}
_DROPPED = ("stylesWithEffects", "customXml", "numbering", "thumbnail", "webSettings", "theme")


def draw(sheet: Sheet, title: str) -> bytes:
    """The template as .docx, the same bytes every time."""
    document = _blank(sheet.landscape, title)
    for block in sheet.blocks:
        _DRAW[type(block)](document, block)
    body = document.element.body
    if body[-2].tag == qn("w:tbl"):  # Word wants a paragraph after the last table
        _paragraph(document, "", after=0).paragraph_format.line_spacing = Pt(2)
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return pack({name: archive.read(name) for name in archive.namelist()})


def _blank(landscape: bool, title: str):
    document = Document()
    section = document.sections[0]
    width, height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = Mm(10)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.rPr.rFonts
    for each in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(each), FONT)
    for each in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(each), None)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = 1.15
    _page_number(section)
    _slim(document)
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, "", "", ""
    core.created = core.modified = datetime(2026, 1, 1)
    return document


def _page_number(section) -> None:
    """At the top from the second page on, as the rules of layout have it."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _slim(document) -> None:
    """Leaves out what python-docx brings along and no paper uses."""
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, each in relations.items() if any(word in each.reltype for word in _DROPPED)]:
            del relations[key]
    styles = document.styles.element
    for each in list(styles):
        named = each.tag == qn("w:style") and each.get(qn("w:styleId")) not in _KEPT_STYLES
        if named or each.tag == qn("w:latentStyles"):
            styles.remove(each)
    for each in styles.iter(qn("w:rFonts")):  # the theme is gone
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            each.attrib.pop(qn(name), None)


def _paragraph(place, text, *, align="left", indent=False, bold=False, italic=False, size=14, after=4, before=0):
    paragraph = place.add_paragraph()
    paragraph.alignment = _ALIGN[align]
    form = paragraph.paragraph_format
    form.space_after, form.space_before = Pt(after), Pt(before)
    if indent:
        form.first_line_indent = Mm(10)
    _write(paragraph, text, bold, italic, size)
    return paragraph


def _write(paragraph, text, bold=False, italic=False, size=14, underline=False) -> None:
    for number, piece in enumerate(re.split(r"\*\*", text)):
        if piece:
            run = paragraph.add_run(piece)
            run.bold, run.italic, run.underline = bold or number % 2 == 1, italic, underline
            run.font.size = Pt(size)


def _tag(document, words: str) -> None:
    _paragraph(document, "{%p " + words + " %}")


def _p(document, block: P) -> None:
    _paragraph(
        document, block.text, align=block.align, indent=block.indent, bold=block.bold, italic=block.italic,
        size=block.size, after=block.after, before=block.before,
    )  # fmt: skip


def _dots(document, block: Dots) -> None:
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    for _line in range(block.lines):
        paragraph = document.add_paragraph("\t")
        paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        paragraph.paragraph_format.space_after = Pt(2)


def _if(document, block: If) -> None:
    _tag(document, f"if {block.condition}")
    for each in block.blocks:
        _DRAW[type(each)](document, each)
    if block.otherwise:
        _tag(document, "else")
        for each in block.otherwise:
            _DRAW[type(each)](document, each)
    _tag(document, "endif")


def _each(document, block: Each) -> None:
    _tag(document, f"for {block.name} in {block.rows}")
    for each in block.blocks:
        _DRAW[type(each)](document, each)
    if block.own_page:
        _tag(document, "if not loop.last")
        document.add_page_break()
        _tag(document, "endif")
    _tag(document, "endfor")


def _grid(document, rows: int, widths: list[float]):
    table = document.add_table(rows, len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
            cell._element.remove(cell.paragraphs[0]._p)
    return table


def _halves(document) -> list[float]:
    return [110, 142] if document.sections[0].orientation == WD_ORIENT.LANDSCAPE else [72, 93]


def _head(document, block: Head) -> None:
    if not block.left:
        for line in block.right:
            _paragraph(document, line, align="center", bold=True, size=15, after=0)
        _rule(document)
    else:
        left, right = _grid(document, 1, _halves(document)).rows[0].cells
        for number, line in enumerate(block.left, start=1):
            _paragraph(left, line, align="center", bold=number == len(block.left), size=13, after=0)
        _paragraph(left, "*", align="center", after=0)
        if block.number:
            _paragraph(left, block.number, align="center", after=0)
        for number, line in enumerate(block.right):
            paragraph = _paragraph(right, "", align="center", after=0)
            _write(paragraph, line, bold=True, size=15 if not number else 13, underline=number == len(block.right) - 1)
        if block.date:
            _paragraph(right, block.date, align="center", italic=True, size=13, before=6)
        return
    if block.date:
        _paragraph(document, block.date, align="right", italic=True, before=4)


def _rule(document) -> None:
    paragraph = _paragraph(document, "", align="center", after=2)
    _write(paragraph, "―――――――", size=8)


def _title(document, block: Title) -> None:
    _paragraph(document, block.kind, align="center", bold=True, size=16, before=12, after=0)
    if block.about:
        _paragraph(document, block.about, align="center", bold=True, after=0)
    _paragraph(document, "-----", align="center", after=8)


def _table(document, block: Table) -> None:
    widths = [width for _heading, width, _content in block.columns]
    table = _grid(document, 4, widths)
    _borders(table)
    for column, (heading, _width, content) in enumerate(block.columns):
        _paragraph(table.cell(0, column), heading, align="center", bold=True, size=block.size, before=2, after=2)
        _paragraph(table.cell(2, column), content, size=block.size, before=2, after=2)
        for row in (1, 3):
            words = "" if column else "{%tr " + (f"for {block.name} in {block.rows}" if row == 1 else "endfor") + " %}"
            _paragraph(table.cell(row, column), words, size=block.size, after=0)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    _paragraph(document, "", after=2)


def _borders(table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:space"), "0")
        line.set(qn("w:color"), "000000")
        borders.append(line)
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))  # the schema wants them in this order
    layout.addprevious(borders)


def _signatures(document, block: Signatures) -> None:
    _paragraph(document, "", size=6, after=0)
    left, right = _grid(document, 1, _halves(document)).rows[0].cells
    if block.receivers:
        _paragraph(left, "Nơi nhận:", size=14, bold=True, italic=True, after=0)
        for line in block.receivers:
            _paragraph(left, f"- {line}", size=12, after=0)
    _sign(left, block.left, bool(block.receivers))
    _sign(right, block.right, False)


def _sign(cell, lines, filled: bool) -> None:
    if not lines:
        if not filled:
            _paragraph(cell, "")
        return
    for number, line in enumerate(lines):
        note = line.startswith("(")
        _paragraph(
            cell, line, align="center", bold=not note and not number or line.isupper(), italic=note,
            size=12 if note else 14, after=48 if number == len(lines) - 1 else 0,
        )  # fmt: skip


_DRAW = {P: _p, Dots: _dots, If: _if, Each: _each, Head: _head, Title: _title, Table: _table, Signatures: _signatures}
