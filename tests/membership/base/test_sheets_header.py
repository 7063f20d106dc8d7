from dataclasses import dataclass

import pytest

from membership.base.sheets.header import Column, data_rows, find_header

COLUMNS = [
    Column("number", "STT", ("TT", "Số thứ tự")),
    Column("name", "Họ và tên", ("Họ tên", "Họ và tên khai sinh"), required=True),
    Column("born", "Ngày sinh", ("Ngày tháng năm sinh", "Sinh ngày")),
    Column("people", "Dân tộc"),
]


def header(*rows, columns=COLUMNS, **options):
    return find_header([list(row) for row in rows], columns, **options)


def test_any_order_any_case_stars_help_and_line_breaks():
    match = header(["DÂN TỘC ", "Sinh ngày*\n(dd/mm/yyyy)", None, "Họ  và\ntên (*)", "Ghi chú"])
    assert (match.row, match.last_row) == (1, 1)
    assert match.mapping == {"people": 0, "born": 1, "name": 3}
    assert match.unknown == [(4, "Ghi chú")] and match.duplicate == []


def test_below_titles_and_only_within_the_first_rows():
    titles = [["DANH SÁCH"], [None, "Họ và tên cán bộ lập biểu"], [], ["STT", "Họ tên", "Ngày sinh"]]
    assert header(*titles).row == 4
    assert header(*[[]] * 7, *titles) is None
    assert header(*[[]] * 7, *titles, within=11).row == 11


def test_most_columns_win_then_the_first():
    assert header(["STT", "Họ tên"], ["STT", "Họ tên", "Dân tộc"], ["TT", "Họ tên", "Dân tộc"]).row == 2


def test_two_columns_at_least_or_all_there_are():
    assert header(["Họ và tên", "Địa chỉ"]) is None
    assert header(["Họ và tên", "Địa chỉ"], columns=COLUMNS[1:2]).mapping == {"name": 0}
    assert header() is None and header([], [None, 5]) is None and header(["STT"], columns=[]) is None


def test_the_same_column_twice_is_told_and_the_title_preferred():
    match = header(["Họ tên", "Họ và tên", "Dân tộc", "Ngày sinh", "Sinh ngày"])
    assert match.mapping == {"name": 1, "people": 2, "born": 3}
    assert match.duplicate == [("name", [0, 1]), ("born", [3, 4])]


def test_brackets_that_tell_columns_apart():
    columns = [Column("man", "Ngày sinh (Nam)"), Column("woman", "Ngày sinh (Nữ)"), Column("name", "Họ và tên")]
    assert header(["Họ và tên", "Ngày sinh (nữ)", "Ngày sinh (nam)"], columns=columns).mapping == {
        "name": 0,
        "woman": 1,
        "man": 2,
    }
    match = header(["Họ và tên", "Ngày sinh", "Ngày sinh (nam) *"], columns=columns)
    assert match.mapping == {"name": 0, "man": 2} and match.unknown == [(1, "Ngày sinh")]


def test_header_of_two_rows():
    columns = [
        *COLUMNS[:2],
        COLUMNS[3],
        Column("man", "Ngày sinh nam", ("Ngày, tháng, năm sinh - Nam",)),
        Column("woman", "Ngày sinh nữ", ("Ngày, tháng, năm sinh - Nữ",)),
    ]
    rows = [
        ["DANH SÁCH", None, None, None, None],
        ["STT", "Họ và tên", "NGÀY, THÁNG, NĂM SINH", None, "Dân tộc"],
        [None, None, "NAM", "NỮ", None],
        [1, 2, 3, 4, 6],
        [1, "Lê An", "05/06/1990", None, "Kinh"],
    ]
    match = find_header(rows, columns)
    assert (match.row, match.last_row) == (2, 3)
    assert match.mapping == {"number": 0, "name": 1, "man": 2, "woman": 3, "people": 4} and match.unknown == []
    assert list(data_rows(rows, match)) == [(5, rows[4])]


def test_a_row_of_data_is_never_taken_for_a_second_header_row():
    match = header(["STT", "Họ và tên", "Mục"], [1, "Lê An", "Dân tộc"])
    assert (match.row, match.last_row) == (1, 1)


def rows_below(*rows):
    sheet = [["STT", "Họ và tên", "Ngày sinh", "Dân tộc"], *map(list, rows)]
    return [number for number, _row in data_rows(sheet, find_header(sheet, COLUMNS))]


@pytest.mark.parametrize(
    "index",
    [
        ["(1)", "(2)", "(3)", "(4)"],
        [1, 2, 3, 4],
        ["1", "2", "3", "4"],
        [1, 2, 4, 5],
        ["A", "B", 1, 2],
        ["(A)", "(B)", "(1)", "(2)"],
        [None, "(6)", "(7)", None],
        ["( 1 )", "(2)", "(3)", "(5)"],
    ],
)
def test_index_row_is_left_out_once_and_only_at_the_top(index):
    person = [1, "Lê An", None, None]
    assert rows_below(index, person) == [3]
    assert rows_below([None] * 4, index, person) == [4]
    assert rows_below(person, index) == [2, 3]
    assert rows_below(index, index) == [3]


@pytest.mark.parametrize(
    "row", [[1, "Lê An", 1990, 2], [1, 2, None, None], [5, 6, 7, 8], [1, 5, 3, 4], [1, None, None, None]]
)
def test_rows_that_are_no_index(row):
    assert rows_below(row) == [2]


@pytest.mark.parametrize(
    "row",
    [
        [None, "Tổng cộng", None, 12],
        ["TỔNG CỘNG:", None, None, "12"],
        ["Cộng", 3, 4, 5],
        [None, "Tổng số 23 đồng chí", None, None],
        ["Tổng cộng: 102 đơn vị | Nguồn: Nghị quyết 1654", None, None, None],
    ],
)
def test_totals_are_left_out(row):
    assert rows_below([1, "Lê An"], row, [2, "Lê Bình"]) == [2, 4]


@pytest.mark.parametrize(
    "row",
    [
        [1, "Tống Cộng", None, None],
        [1, "Cộng", None, "Kinh"],
        ["I. PHƯỜNG", None, None, None],
        ["Chi bộ thôn 1", None, None, None],
        [None, "NGƯỜI LẬP BIỂU", None, None],
        ["Tổng công ty Sông Đà", None, None, None],
        ["Cộng Hòa", None, None, None],
        [None, None, None, "Kinh"],
    ],
)
def test_everything_else_is_given(row):
    assert rows_below(row) == [2]


def test_blank_rows_and_our_own_remarks_are_left_out():
    assert rows_below([None, " \u00a0", "", None], [], [1, "Lê An"], ["※ Xuất ngày 05/06/2026", None, None, None]) == [
        4
    ]


def test_columns_need_only_three_attributes():
    @dataclass
    class Mine:
        key: str
        title: str
        synonyms: list

    assert header(["Mã", "Tên"], columns=[Mine("code", "Mã", []), Mine("name", "Tên gọi", ["Tên"])]).mapping == {
        "code": 0,
        "name": 1,
    }
