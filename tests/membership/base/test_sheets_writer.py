import io
import tracemalloc
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from membership.base.dates import PartialDate
from membership.base.sheets.header import Column, data_rows, find_header
from membership.base.sheets.reader import read_workbook
from membership.base.sheets.writer import OutColumn, write_list

COLUMNS = [
    OutColumn("Họ và tên", 28),
    OutColumn("Ngày sinh", 12, "date"),
    OutColumn("Số", 8, "integer"),
    OutColumn("Tỷ lệ", 8, "percent"),
]
NAMES = [Column("name", "Họ và tên"), Column("born", "Ngày sinh"), Column("count", "Số"), Column("share", "Tỷ lệ")]


def written(rows, columns=COLUMNS, **options):
    target = io.BytesIO()
    count = write_list(target, columns=columns, rows=rows, **options)
    target.seek(0)
    return count, openpyxl.load_workbook(target).worksheets[0]


def test_kinds_of_cells():
    rows = [
        ["Lê An", date(1990, 6, 5), 1234, Decimal("127.1")],
        ["Lê Bình", datetime(1990, 6, 5, 8), 1.0, 100],
        [None, "", None, None],
    ]
    count, sheet = written(rows)
    assert count == 3
    assert [cell.value for cell in sheet[1]] == ["Họ và tên", "Ngày sinh", "Số", "Tỷ lệ"] and sheet["A1"].font.bold
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "n", "n"]
    assert sheet["B2"].value == datetime(1990, 6, 5) and sheet["B2"].number_format == "dd/mm/yyyy"
    assert sheet["C2"].value == 1234 and sheet["C2"].number_format == "#,##0"
    assert sheet["D2"].value == pytest.approx(1.271) and sheet["D2"].number_format == "0.0%"
    assert sheet["B3"].value == datetime(1990, 6, 5)
    assert sheet["A4"].value is None
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:D4" and not sheet.protection.sheet


def test_values_that_do_not_fit_their_kind_stay_text():
    _, sheet = written(
        [
            [7, PartialDate(date(1986, 6, 1), "month"), "mười", "–"],
            [True, date(1890, 1, 1), 10**18, float("nan")],
            [date(1990, 6, 5), PartialDate(date(1986, 6, 5)), float("inf"), True],
        ]
    )
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["7", "06/1986", "mười", "–"],
        ["Có", "01/01/1890", "1000000000000000000", "nan"],
        ["05/06/1990", datetime(1986, 6, 5), "inf", "Có"],
    ]


DANGEROUS = [
    '=HYPERLINK("http://x","y")',
    "+84 912",
    "-1+2",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|'/C calc'!A0",
    "{=1+1}",
    "http://example.org",
    "mailto:a@b",
    "0123456789",
    "1e5",
    "=",
    " =1+1",
]


@pytest.mark.parametrize("kind", ["text", "date", "integer", "percent"])
def test_no_text_ever_becomes_a_formula_a_link_or_a_number(tmp_path, kind):
    """A44, in cells of every kind, the header, the title and the footer."""
    path = tmp_path / "a.xlsx"
    columns = [OutColumn("=1+1", 10, kind), OutColumn("Họ và tên")]
    rows = [[text, text] for text in DANGEROUS]
    write_list(
        path, columns=columns, rows=rows, title="=1+1", subtitle="@x", footer="=1+1", properties={"title": "=1+1"}
    )
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml and "<f " not in xml and "<hyperlink" not in xml
    sheet = openpyxl.load_workbook(path).worksheets[0]
    for row, text in zip(sheet.iter_rows(min_row=5), DANGEROUS, strict=False):
        for cell in row[:2]:
            assert cell.data_type == "s"
            assert cell.quotePrefix == (text[0] not in "{hm01")
    assert (
        sheet["A1"].quotePrefix and sheet["A2"].quotePrefix and sheet["A4"].quotePrefix and not sheet["B4"].quotePrefix
    )
    back = read_workbook(path).sheets[0].rows
    assert [row[1] for row in back[4 : 4 + len(DANGEROUS)]] == DANGEROUS


def test_written_lists_are_recognised_again(tmp_path):
    path = tmp_path / "danh sách.xlsx"
    rows = [["Nguyễn Văn Ánh", date(1990, 6, 5), 7, None], ["Lê Bình", date(1991, 1, 31), 1234, None]]
    write_list(
        path,
        columns=COLUMNS,
        rows=rows,
        title="DANH SÁCH",
        subtitle=["Chi bộ A", "Năm 2026"],
        footer=["Xuất ngày 1", "Mã 2"],
        sheet_name="Danh sách: [A/B]*?" + "x" * 40,
        properties={"title": "Danh sách", "author": "Văn phòng"},
    )
    sheet = read_workbook(path).sheets[0]
    match = find_header(sheet.rows, NAMES)
    assert match.row == 5 and match.unknown == []
    assert list(data_rows(sheet.rows, match)) == [(6, rows[0]), (7, rows[1])]
    assert len(sheet.name) <= 31


def test_header_must_stay_where_it_is_looked_for():
    with pytest.raises(ValueError):
        write_list(io.BytesIO(), columns=COLUMNS, rows=[], title="x", subtitle=["x"] * 9)
    with pytest.raises(ValueError):
        write_list(io.BytesIO(), columns=[], rows=[])


def test_texts_no_cell_can_hold(tmp_path):
    path = tmp_path / "a.xlsx"
    write_list(
        path, columns=COLUMNS[:1], rows=[["a\0b\x0b\ud800c\uffff"], ["x" * 40_000], ["\x00=1"], ["_x0041_"], ["a\nb"]]
    )
    rows = read_workbook(path).sheets[0].rows
    assert rows[1] == ["abc"] and len(rows[2][0]) == 32_767 and rows[2][0].endswith("…")
    assert [row[0] for row in rows[3:]] == ["=1", "_x0041_", "a\nb"]


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    path.write_bytes(b"old")

    def rows():
        yield ["Lê An", None, 1, 2]
        raise LookupError("the database went away")

    with pytest.raises(LookupError):
        write_list(path, columns=COLUMNS, rows=rows())
    with pytest.raises(ValueError):
        write_list(path, columns=COLUMNS, rows=[["too", "short"]])
    assert path.read_bytes() == b"old" and list((tmp_path / "temporary").iterdir()) == []
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["a.xlsx"]


def test_memory_does_not_grow_with_the_rows(tmp_path):
    def peak(count):
        tracemalloc.start()
        write_list(tmp_path / "a.xlsx", columns=COLUMNS, rows=([f"Lê Văn {n}", None, n, n] for n in range(count)))
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(4_000) < peak(400) + 1_500_000
