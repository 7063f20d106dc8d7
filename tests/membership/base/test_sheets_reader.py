"""The reader over good workbooks and over files made to hurt. All files are built here, none is larger than 1.5 MB."""

import io
import json
import random
import shutil
import struct
import subprocess
import sys
import zipfile
from dataclasses import asdict, replace
from datetime import date, datetime

import pytest
import xlsxwriter

from membership.base.sheets import reader
from membership.base.sheets.cells import cell_name, column_letter
from membership.base.sheets.reader import DEFAULT, ErrorCell, UnreadableFile, read_workbook, sniff

OOXML = "http://schemas.openxmlformats.org"
TYPES = (
    f'<Types xmlns="{OOXML}/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" Content'
    'Type="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
ROOT = (
    f'<Relationships xmlns="{OOXML}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{OOXML}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
BOOK = (
    f'<workbook xmlns="{OOXML}/spreadsheetml/2006/main" xmlns:r="{OOXML}/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    f'<Relationships xmlns="{OOXML}/package/2006/relationships"><Relationship Id="rId1" Type="{OOXML}/officeDocument/'
    f'2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{OOXML}/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
STRINGS = f'<sst xmlns="{OOXML}/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_xml(rows, before="", after=""):
    return (
        f'<worksheet xmlns="{OOXML}/spreadsheetml/2006/main">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )


SMALL = (
    f'<row r="1">{cell("A1", "Họ và tên")}{cell("B1", "Tuổi")}</row>'
    f'<row r="2">{cell("A2", "An")}<c r="B2"><v>7</v></c></row>'
)
SMALL_ROWS = [["Họ và tên", "Tuổi"], ["An", 7]]


def build(path, sheet=None, *, declaration='<?xml version="1.0"?>', book=BOOK, strings="x", more=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", ROOT),
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/sharedStrings.xml", STRINGS % strings),
            (
                "xl/worksheets/sheet1.xml",
                sheet if isinstance(sheet, bytes) else declaration + (sheet or sheet_xml(SMALL)),
            ),
            *more,
        ]:
            archive.writestr(name, content)
    return path


def refused(path, reason, filename="danh sách.xlsx", **options):
    with pytest.raises(UnreadableFile) as refusal:
        read_workbook(path, filename=filename, **options)
    assert refusal.value.reason == reason
    assert filename in str(refusal.value) and str(refusal.value).endswith(".")
    return str(refusal.value)


# --- good workbooks ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("good") / "good.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Danh sách")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    clock = book.add_format({"num_format": "hh:mm"})
    sheet.write_row(0, 0, ["Họ và tên", "Số định danh", "Ngày sinh"])
    sheet.write_row(1, 0, ["Nguyễn Văn Ánh", "001234567890"])
    sheet.write_datetime(1, 2, datetime(1990, 6, 5), day)
    sheet.write_row(3, 0, [7, 7.25, True, 12345678901])
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.write_datetime(4, 0, datetime(2026, 6, 5, 14, 30), day)
    sheet.write_number(4, 1, 0.5, clock)
    sheet.write_formula(5, 0, "=1/0", None, "#DIV/0!")
    sheet.write_formula(5, 1, "=NA()", None, "#N/A")
    sheet.write_string(5, 2, "#REF!")
    sheet.write_string(5, 3, "#hashtag")
    sheet.write_formula(6, 0, '="a"&"b"', None, "ab")
    book.add_worksheet("Trống")
    hidden = book.add_worksheet("2022")
    hidden.write(2, 2, "x")
    hidden.hide()
    chart = book.add_chartsheet("Biểu đồ")
    bars = book.add_chart({"type": "bar"})
    bars.add_series({"values": "='Danh sách'!$A$1:$A$2"})
    chart.set_chart(bars)
    book.close()
    return path


def test_values_keep_their_kind(workbook):
    book = read_workbook(workbook)
    first, blank, hidden = book.sheets
    assert (first.name, first.hidden, first.first_row, first.left_out) == ("Danh sách", False, 1, "")
    assert first.rows == [
        ["Họ và tên", "Số định danh", "Ngày sinh", None],
        ["Nguyễn Văn Ánh", "001234567890", date(1990, 6, 5), None],
        [None] * 4,
        [7, 7.25, True, 12345678901],
        [datetime(2026, 6, 5, 14, 30), "12:00:00", None, None],
        [ErrorCell("#DIV/0!"), ErrorCell("#N/A"), ErrorCell("#REF!"), "#hashtag"],
        ["ab", None, None, None],
    ]
    assert type(first.rows[3][0]) is int and type(first.rows[3][2]) is bool and type(first.rows[1][2]) is date
    assert blank.rows == []
    assert hidden.hidden and hidden.rows == [[None] * 3, [None] * 3, [None, None, "x"]]
    assert book.kind == "xlsx" and len(book.sha256) == 64


def test_both_parsers_agree(workbook, monkeypatch):
    plain = read_workbook(workbook).sheets
    real = reader._read_in_child

    def slow(path, kind, limits, deadline):
        return real(path, "slow", limits, deadline)

    monkeypatch.setattr(reader, "_read_in_child", slow)
    assert [(s.name, s.hidden, s.rows) for s in read_workbook(workbook).sheets] == [
        (s.name, s.hidden, s.rows) for s in plain
    ]


def test_the_name_does_not_decide(workbook, tmp_path):
    for name in ("good.csv", "good.xls", "good"):
        shutil.copy(workbook, tmp_path / name)
        assert read_workbook(tmp_path / name).sheets[0].rows[0][0] == "Họ và tên"


def test_old_xls(tmp_path):
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Danh sách")
    sheet.write(0, 0, "Họ và tên")
    sheet.write(1, 1, "007")
    sheet.write(1, 2, 7)
    sheet.write(1, 3, date(1990, 6, 5), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    book.save(str(tmp_path / "cũ.xls"))
    assert sniff(tmp_path / "cũ.xls") == "xls"
    assert read_workbook(tmp_path / "cũ.xls").sheets[0].rows[1] == [None, "007", 7, date(1990, 6, 5)]


ODS = "urn:oasis:names:tc:opendocument:xmlns"


def build_ods(path, table):
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{ODS}:office:1.0" xmlns:table="{ODS}:table:1.0" '
        f'xmlns:text="{ODS}:text:1.0"><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
        archive.writestr("content.xml", content)
    return path


def test_ods(tmp_path):
    table = (
        '<table:table table:name="Danh sách"><table:table-row><table:table-cell office:value-type="string"><text:p>Họ '
        'và tên</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="7">'
        "<text:p>7</text:p>"
        '</table:table-cell><table:table-cell office:value-type="date" office:date-value="1990-06-05">'
        "<text:p>x</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    path = build_ods(tmp_path / "a.ods", table)
    assert sniff(path) == "ods"
    assert read_workbook(path).sheets[0].rows == [["Họ và tên", 7, date(1990, 6, 5)]]


@pytest.mark.parametrize(
    "content",
    [
        "Họ và tên,Số\nNguyễn Văn Ánh,007\n".encode(),
        "Họ và tên;Số\r\nNguyễn Văn Ánh;007\r\n".encode("utf-8-sig"),
        b"\xef\xbb\xbf" * 5 + "Họ và tên\tSố\nNguyễn Văn Ánh\t007\n".encode(),
        "Họ và tên\tSố\nNguyễn Văn Ánh\t007\n".encode("utf-16"),
        "Họ và tên,Số\nNguyễn Văn Ánh,007\n".encode("utf-16-le"),
        "Họ và tên,Số\nNguyễn Văn Ánh,007\n".encode("utf-16-be"),
        "Ho\u0323 và tên,Sô\u0301\nNguyê\u0303n Văn A\u0301nh,007\n".encode("cp1258"),
    ],
)
def test_csv_in_the_encodings_offices_use(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert read_workbook(path).sheets[0].rows == [["Họ và tên", "Số"], ["Nguyễn Văn Ánh", "007"]]


def test_csv_details(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('sep=;\nTên;"Nơi ở"\nAn;"Xã A, tỉnh B\nthôn C"\n\nBình;x;thừa\n', encoding="utf-8")
    sheet = read_workbook(path).sheets[0]
    assert sheet.rows == [
        [None] * 3,
        ["Tên", "Nơi ở", None],
        ["An", "Xã A, tỉnh B\nthôn C", None],
        [None] * 3,
        ["Bình", "x", "thừa"],
    ]
    path.write_text("Họ và tên\nNguyễn Văn An\nLê Thị Bình\n", encoding="utf-8")
    assert [row[0] for row in read_workbook(path).sheets[0].rows] == ["Họ và tên", "Nguyễn Văn An", "Lê Thị Bình"]


# --- odd but harmless --------------------------------------------------------------------------------------------


def test_a_dimension_that_lies(tmp_path):
    path = build(tmp_path / "a.xlsx", sheet_xml(SMALL, before='<dimension ref="A1"/>'))
    assert read_workbook(path).sheets[0].rows == SMALL_ROWS


def test_one_huge_merge(tmp_path):
    path = build(
        tmp_path / "a.xlsx", sheet_xml(SMALL, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    )
    assert read_workbook(path).sheets[0].rows == SMALL_ROWS


@pytest.mark.parametrize("place", ["A1048576", "Y1048576", "XFD1048576", "B5000"])
def test_a_stray_cell_far_below_costs_nothing_and_is_told(tmp_path, place):
    number = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    path = build(tmp_path / "a.xlsx", sheet_xml(f'{SMALL}<row r="{number}">{cell(place, "x")}</row>'))
    sheet = read_workbook(path).sheets[0]
    assert sheet.rows == SMALL_ROWS
    assert "không được đọc" in sheet.left_out


def test_a_stray_cell_far_to_the_right_is_told(tmp_path):
    path = build(tmp_path / "a.xlsx", sheet_xml(f'<row r="1">{cell("A1", "x")}{cell("XFD1", "y")}</row>'))
    sheet = read_workbook(path).sheets[0]
    assert sheet.rows == [["x"]] and "sau cột thứ 200" in sheet.left_out


def test_values_that_begin_late(tmp_path):
    path = build(
        tmp_path / "a.xlsx",
        sheet_xml(f'<row r="5000">{cell("C5000", "x")}</row><row r="5002">{cell("A5002", "y")}</row>'),
    )
    sheet = read_workbook(path).sheets[0]
    assert (sheet.first_row, sheet.rows) == (5000, [[None, None, "x"], [None] * 3, ["y", None, None]])


def test_error_cells_without_references_or_behind_long_formulas(tmp_path):
    rows = '<row><c t="inlineStr"><is><t>a</t></is></c><c t="e"><v>#N/A</v></c><c><v>3</v></c></row>'
    path = build(tmp_path / "a.xlsx", sheet_xml(rows))
    assert read_workbook(path).sheets[0].rows == [["a", ErrorCell("#N/A"), 3]]
    # calamine refuses the whole workbook for an error it does not know
    long = f'<c r="A2" s="0" t=\'e\'><f>{"A1+" * 9000}1</f><v>#REF!</v></c>'
    rows = f'<row r="2">{long}<c r="C2" t="e"><v>#NEW!</v></c></row>'
    path = build(tmp_path / "a.xlsx", sheet_xml(rows))
    assert read_workbook(path).sheets[0].rows[1] == [ErrorCell("#REF!"), None, ErrorCell("#NEW!")]


def test_error_cells_at_the_edges_of_what_is_read_at_once(tmp_path):
    filler = "".join(
        f'<row r="{n}">{cell(f"A{n}", "tên " * 20)}<c r="B{n}" t="e"><f>NA()</f><v>#N/A</v></c></row>'
        for n in range(1, 12_001)
    )
    path = build(tmp_path / "a.xlsx", sheet_xml(filler))
    rows = read_workbook(path).sheets[0].rows
    assert len(rows) == 12_000 and all(row[1] == ErrorCell("#N/A") for row in rows)


# --- refused -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n\n", "empty"),
        ("Kính gửi các đồng chí,\nđây là một bức thư.\n".encode(), "text"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "unknown"),
        (random.Random(1).randbytes(20_000), "unknown"),
        (b"PK\x03\x04" + random.Random(2).randbytes(20_000), "broken-zip"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + random.Random(3).randbytes(20_000), "ole"),
        (b"\xef\xbb\xbf" * 5 + b"<html><body><p>a</p></body></html>", "html"),
        (b"<html><body><table><tr><td> </td></tr></table>", "blank"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml"),
    ],
)
def test_no_workbook_at_all(tmp_path, content, reason):
    path = tmp_path / "upload"
    path.write_bytes(content)
    refused(path, {"broken-zip": "broken", "ole": "unknown"}.get(reason, reason))


PAGE = """<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><style>td {color: red}</style>
<title>x</title></head><body>%s</body></html>"""
GRID = """<table><caption>Danh sách</caption>
<tr><th rowspan=2>Họ và&nbsp;tên</th><th colspan="2">NGÀY SINH</th><th rowspan="2">Quê<br>quán</th></tr>
<tr><th>Nam</th><th>Nữ</th></tr>
<tr><td>Lê &amp; An<td>05/06/1990<td><td><script>x()</script>Xã A
</table>"""
GRID_ROWS = [
    ["Họ và tên", "NGÀY SINH", None, "Quê\nquán"],
    [None, "Nam", "Nữ", None],
    ["Lê & An", "05/06/1990", None, "Xã A"],
]


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf" * 5, b"\r\n "])
def test_a_web_page_saved_as_a_workbook(tmp_path, before):
    path = tmp_path / "a.xls"
    path.write_bytes(before + (PAGE % GRID).encode())
    book = read_workbook(path)
    assert (book.kind, [sheet.rows for sheet in book.sheets]) == ("html", [GRID_ROWS])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1258"])
def test_a_web_page_in_another_encoding(tmp_path, encoding):
    path = tmp_path / "a.xls"
    path.write_bytes((PAGE % "<table><tr><td>Trân<td>Đào</table>").encode(encoding))
    assert read_workbook(path).sheets[0].rows == [["Trân", "Đào"]]


def test_several_tables_of_a_page_are_sheets_and_a_frame_of_tables_is_none(tmp_path):
    path = tmp_path / "a.xls"
    inner = "<table><tr><td>%s</td></tr></table>"
    path.write_text(PAGE % f"<table><tr><td>{inner % 'a'}</td><td>{inner % 'b'}</td></tr></table>", "utf-8")
    assert [(sheet.name, sheet.rows) for sheet in read_workbook(path).sheets] == [
        ("Bảng 1", [["a"]]),
        ("Bảng 2", [["b"]]),
    ]


def test_rows_that_are_not_in_sight_are_told(tmp_path):
    rows = f'<row r="1" hidden="0">{cell("A1", "a")}</row><row r="2" spans="1:1" hidden="1">{cell("A2", "b")}</row>'
    rows += f'<row hidden="true" r="3"><c r="A3" t="e"><v>#N/A</v></c></row><row r="4">{cell("A4", "c")}</row>'
    before = '<cols><col min="1" max="1" hidden="1"/></cols>'
    sheet = read_workbook(build(tmp_path / "a.xlsx", sheet_xml(rows, before))).sheets[0]
    assert (sheet.hidden_rows, len(sheet.rows)) == ({2, 3}, 4)
    page = tmp_path / "a.xls"
    page.write_text(PAGE % "<table><tr><td>a<tr style='height:1; display: none'><td>b</table>", "utf-8")
    assert read_workbook(page).sheets[0].hidden_rows == {2}


def test_a_page_of_absurd_spans_and_depth_is_followed_only_so_far(tmp_path):
    path = tmp_path / "a.xls"
    wide = "<tr><td colspan=9999999 rowspan=9999999>a<td>b</tr>" + "<tr><td>c" * 3
    path.write_text(PAGE % f"<table>{wide}</table>" + "<table><tr><td>" * 2000, "utf-8")
    sheet = read_workbook(path).sheets[0]
    assert sheet.rows[0][0] == "a" and "cột thứ" in sheet.left_out
    rows = "<tr>" + "<td colspan=200>x" + "</tr>"
    path.write_text(PAGE % f"<table>{rows * 300}</table>", "utf-8")
    refused(path, "cells", limits=replace(DEFAULT, cells=1000))


def test_too_large(tmp_path):
    path = build(tmp_path / "a.xlsx")
    assert "hãy tách" in refused(path, "size", limits=replace(DEFAULT, file=100))


def test_password(tmp_path, workbook):
    path = tmp_path / "a.xlsx"
    try:
        from msoffcrypto.format.ooxml import OOXMLFile
    except ImportError:
        name = "EncryptedPackage".encode("utf-16-le")
        path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 1_000 + name + b"\0" * 1_000)
    else:
        with workbook.open("rb") as plain, path.open("wb") as locked:
            OOXMLFile(plain).encrypt("mat khau", locked)
    assert "bỏ mật khẩu" in refused(path, "encrypted")


def test_archives_that_are_no_workbook(tmp_path):
    for names, reason in [
        (["thư.txt"], "zip"),
        (["word/document.xml"], "word"),
        (["xl/workbook.bin"], "xlsb"),
        ([], "zip"),
    ]:
        path = tmp_path / "a.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        refused(path, reason)


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"sheet": sheet_xml("")}, "blank"),
        ({"sheet": "<html><body>xin chào</body></html>"}, "blank"),
        ({"sheet": sheet_xml(SMALL)[:-60]}, "broken"),
        ({"book": BOOK.replace('<sheet name="S" sheetId="1" r:id="rId1"/>', "")}, "blank"),
        ({"book": BOOK.replace("rId1", "rId9")}, "broken"),
        ({"book": "không phải XML"}, None),
        ({"declaration": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'}, "declaration"),
        ({"declaration": '<?xml version="1.0"?><!-- - -->\n<!ENTITY a "b">'}, "declaration"),
        ({"sheet": f"<!DOCTYPE x>{sheet_xml(SMALL)}".encode("utf-16")}, "declaration"),
        ({"more": [(f"xl/media/{n}.xml", "<a/>") for n in range(10_000)]}, "parts"),
    ],
)
def test_broken_or_hostile_parts(tmp_path, changes, reason):
    path = build(tmp_path / "a.xlsx", **changes)
    if reason:
        refused(path, reason)
    else:
        with pytest.raises(UnreadableFile):
            read_workbook(path)


@pytest.fixture(scope="module")
def bomb(tmp_path_factory):
    """1 GiB of text in one cell, 1 MB on disk."""
    path = tmp_path_factory.mktemp("bomb") / "bomb.xlsx"
    before, after = sheet_xml(f'<row r="1">{cell("A1", "@@")}</row>').split("@@")
    build(path, more=[])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if "sheet1" not in name}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            stream.write(before.encode())
            for _ in range(1_024):
                stream.write(b"x" * (1 << 20))
            stream.write(after.encode())
    return path


def test_bomb(bomb):
    assert bomb.stat().st_size < 8 << 20
    refused(bomb, "unpacked")
    refused(bomb, "ratio", limits=replace(DEFAULT, unpacked=2 << 30))


def test_bomb_that_lies_about_its_size(bomb, tmp_path):
    """Both places that tell the size say 50 KB; only the limits of the child are left."""
    content = bytearray(bomb.read_bytes())
    name = b"xl/worksheets/sheet1.xml"
    central = content.rindex(name) - 46
    assert content[central : central + 4] == b"PK\x01\x02"
    struct.pack_into("<L", content, central + 24, 50_000)
    path = tmp_path / "liar.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        read_workbook(path)


def test_the_child_bears_the_bomb_alone(bomb, tmp_path):
    """No check before it: the child runs into its own limit and the parent says so."""
    with pytest.raises(reader._ChildFailed) as failure:
        reader._read_in_child(bomb, "xlsx", replace(DEFAULT, memory=300 << 20), reader.time.monotonic() + 30)
    assert failure.value.reason in ("aborted", "memory", "broken")


def test_one_text_named_by_very_many_cells(tmp_path):
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" t="s"><v>0</v></c>' for c in "ABCDEFGH") + "</row>"
        for n in range(1, 3_000)
    )
    path = build(tmp_path / "a.xlsx", sheet_xml(rows), strings="x" * 32_000)
    with pytest.raises(UnreadableFile) as refusal:
        read_workbook(path)
    assert refusal.value.reason in ("cells", "memory")


def test_too_many_rows_or_cells(tmp_path):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 102))
    path = build(tmp_path / "a.xlsx", sheet_xml(rows))
    assert "dài hơn 100 dòng" in refused(path, "rows", limits=replace(DEFAULT, rows=100))
    refused(path, "cells", limits=replace(DEFAULT, cells=100))
    refused(path, "cells", limits=replace(DEFAULT, answer=100))


def test_too_slow(tmp_path):
    path = build(tmp_path / "a.xlsx")
    refused(path, "slow", limits=replace(DEFAULT, wall=0.0))


def test_entries_that_share_their_bytes(tmp_path):
    path = build(tmp_path / "a.xlsx", sheet_xml(SMALL * 50))
    content = bytearray(path.read_bytes())
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    directory = bytes(content[start:end])
    copies = b"".join(directory.replace(b"sheet1.xml", f"shee{n:02}.xml".encode()) for n in range(20))
    tail = bytearray(content[end:])
    struct.pack_into("<HHLL", tail, 8, 6 * 21, 6 * 21, len(directory + copies), start)
    path.write_bytes(bytes(content[:start]) + directory + copies + bytes(tail))
    refused(path, "broken")


def test_csv_with_an_open_quotation_mark(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"x,y\n' + "z,w\n" * 20_000, encoding="utf-8")
    refused(path, "quotes", filename="a.csv")


def test_truncated_anywhere(tmp_path, workbook):
    content = workbook.read_bytes()
    path = tmp_path / "a.xlsx"
    for length in range(1, len(content), len(content) // 25):
        path.write_bytes(content[:length])
        with pytest.raises(UnreadableFile):
            read_workbook(path)


def test_mutated_bytes_never_give_other_values(tmp_path):
    """A file is read as it was written or refused; nothing else ends the reader, whatever bytes are changed."""
    chance = random.Random(20261121)
    content = build(tmp_path / "a.xlsx").read_bytes()
    path, outcomes = tmp_path / "mutated.xlsx", {"read": 0, "refused": 0}
    for _ in range(200):
        mutated = bytearray(content)
        for _ in range(chance.choice([1, 1, 2, 8])):
            mutated[chance.randrange(len(mutated))] = chance.randrange(256)
        path.write_bytes(mutated)
        try:
            book = read_workbook(path, filename="a.xlsx")
        except UnreadableFile:
            outcomes["refused"] += 1
        else:
            outcomes["read"] += 1
            assert [sheet.rows for sheet in book.sheets] == [SMALL_ROWS]
    assert all(outcomes.values())


def test_the_child_takes_nothing_along(tmp_path):
    """It runs isolated: nothing of the project is imported, the environment is bare, files cannot be written."""
    probe = (
        f"import sys, runpy; runpy.run_path({str(reader.CHILD)!r}, run_name='__main__')\n"
        "assert not any(name.split('.')[0] in ('django', 'membership') for name in sys.modules)\n"
    )
    path = build(tmp_path / "a.xlsx")
    done = subprocess.run(
        [sys.executable, "-I", "-c", probe, str(path), "xlsx", json.dumps(asdict(DEFAULT))],
        capture_output=True,
        env={},
        timeout=30,
    )
    assert done.returncode == 0 and done.stdout.endswith(b'["done"]\n'), done.stderr


def test_answers_that_are_not_the_childs(tmp_path):
    for answer in [
        b"",
        b"{}\n",
        b"[1]\n",
        b'["rows",[[1]],[],[],[]]\n',
        b'["sheet","S",false]\n["rows",[[1]],[[9,9,9]],[],[]]\n',
        b"x" * 2_000,
    ]:
        with pytest.raises(reader._ChildFailed):
            reader._receive(io.BytesIO(answer), replace(DEFAULT, answer=1_000))


def test_names_of_cells():
    assert [column_letter(n) for n in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert cell_name(7, 2) == "C7"
    with pytest.raises(ValueError):
        column_letter(-1)
