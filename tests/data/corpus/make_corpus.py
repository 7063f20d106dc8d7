"""A workbook for every layout and quirk that was seen in real offices' lists (docs/import.md), with what is true.

`python -m tests.data.corpus.make_corpus FOLDER` writes them for looking at; test_corpus.py imports every one. All
people are invented.
"""

import sys
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.data.corpus.books import Case, Person, csv, ods, page, people, xls, xlsx

CORPUS: dict[str, Callable[[Path], Case]] = {}
UNITS = {
    "branch": ("10001001001000", "Chi bộ thôn 1 An Bình 1"),
    "sibling_branch": ("10001001002000", "Chi bộ thôn 2 An Bình 1"),
    "office": ("10001001003000", "Chi bộ Ủy ban nhân dân xã"),
}
HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Ngày vào Đảng"]


def workbook(make: Callable[[Path], Case]) -> Callable[[Path], Case]:
    CORPUS[make.__name__] = make
    return make


def line(number: int, person: Person) -> list:
    return [number, person.name, person.born, person.sex, person.ethnic, person.joined]


def lines(those, first: int = 1) -> list[list]:
    return [line(number, person) for number, person in enumerate(those, start=first)]


# --- formats ----------------------------------------------------------------------------------------------------------


@workbook
def plain(folder):
    those = people("plain")
    return Case(xlsx(folder / "a.xlsx", [HEAD, *lines(those)]), those)


@workbook
def old_xls(folder):
    those = people("xls")
    rows = [[*line(n, p)[:2], p.day, *line(n, p)[3:]] for n, p in enumerate(those, 1)]
    return Case(xls(folder / "a.xls", [["DANH SÁCH ĐẢNG VIÊN"], HEAD, *rows]), those)


@workbook
def libreoffice(folder):
    those = people("ods")
    rows = [[*line(n, p)[:2], p.day, *line(n, p)[3:]] for n, p in enumerate(those, 1)]
    return Case(ods(folder / "a.ods", [HEAD, *rows]), those)


@workbook
def csv_of_excel(folder):
    those = people("csv")
    return Case(csv(folder / "a.csv", [HEAD, *lines(those)]), those)


@workbook
def csv_with_semicolons_in_windows_1258(folder):
    those = people("csv-1258")
    rows = [[_vn1258(cell) for cell in row] for row in [HEAD, *lines(those)]]
    return Case(csv(folder / "a.csv", rows, sign=";", encoding="cp1258"), those)


@workbook
def csv_of_unicode_text(folder):
    those = people("csv-16")
    return Case(csv(folder / "a.csv", [HEAD, *lines(those)], sign="\t", encoding="utf-16"), those)


@workbook
def web_page_named_xls_with_five_marks(folder):
    those = people("html")
    return Case(page(folder / "a.xls", [HEAD, *lines(those)]), those)


@workbook
def web_page_with_a_merged_header(folder):
    those = people("html-2")
    head = (
        "<tr><td rowspan=2>STT</td><td rowspan=2>Họ và tên</td><td colspan=2>Ngày sinh</td></tr>"
        "<tr><td>Nam</td><td>Nữ</td></tr>"
    )
    return Case(
        page(folder / "a.xls", [_by_sex(n, p) for n, p in enumerate(those, 1)], head=head, marks=0),
        those,
        lacks="ethnic joined",
    )


def _vn1258(cell):
    """Letters as the old code page knows them: the mark of tone stands after the letter."""
    if not isinstance(cell, str):
        return cell
    out = []
    for letter in cell:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        out.append(unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + tones)
    return "".join(out)


def _by_sex(number: int, person: Person) -> list:
    man = person.sex == "Nam"
    return [number, person.name, person.born if man else None, None if man else person.born]


# --- where the table stands -------------------------------------------------------------------------------------------

TITLES = [
    ["ĐẢNG BỘ XÃ AN BÌNH", None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
    ["CHI BỘ THÔN 1", None, None, "An Bình, ngày 05 tháng 01 năm 2026"],
    [],
    ["DANH SÁCH ĐẢNG VIÊN"],
    ["(Tính đến ngày 31/12/2025)"],
]


@workbook
def title_rows(folder):
    those = people("titles")
    rows = [*TITLES, HEAD, *lines(those)]
    return Case(xlsx(folder / "a.xlsx", rows, merges=[(0, 0, 0, 2), (3, 0, 3, 5)]), those)


@workbook
def title_of_257_characters(folder):
    those = people("long-title")
    title = ("DANH SÁCH ĐẢNG VIÊN ĐƯỢC RÀ SOÁT, BỔ SUNG " * 7)[:257]
    index = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
    return Case(xlsx(folder / "a.xlsx", [[title], HEAD, index, *lines(those)]), those)


@workbook
def table_begins_at_c4(folder):
    those = people("c4")
    rows = [[None, None, *row] for row in [HEAD, *lines(those)]]
    return Case(xlsx(folder / "a.xlsx", [[], [], [], *rows]), those)


@workbook
def header_below_row_ten(folder):
    those = people("deep")
    rows = [*TITLES, *([f"Căn cứ {number}"] for number in range(1, 7)), HEAD, *lines(those)]
    return Case(xlsx(folder / "a.xlsx", rows), those)


@workbook
def header_repeated_on_every_printed_page(folder):
    those = people("pages")
    rows = [HEAD, *lines(those[:6]), HEAD, *lines(those[6:], 7)]
    return Case(xlsx(folder / "a.xlsx", rows), those)


@workbook
def totals_and_signatures(folder):
    those = people("foot")
    foot = [
        ["Tổng cộng", None, None, 12], [None, "Danh sách này có 12 đồng chí"], [],
        [None, None, None, None, "An Bình, ngày 12 tháng 3 năm 2026"],
        [None, "NGƯỜI LẬP BIỂU", None, None, "T/M CHI BỘ"], [None, "(Ký, ghi rõ họ tên)", None, None, "BÍ THƯ"],
        [], [], [None, "Trần Thị Lập", None, None, "Nguyễn Văn Ký"],
    ]  # fmt: skip
    return Case(xlsx(folder / "a.xlsx", [["DANH SÁCH"], HEAD, *lines(those), *foot]), those)


# --- headers ----------------------------------------------------------------------------------------------------------


@workbook
def births_under_nam_and_nu(folder):
    those = people("nam-nu")
    rows = [["STT", "Họ và tên", "NGÀY SINH", None], [None, None, "Nam", "Nữ"]]
    rows += [_by_sex(n, p) for n, p in enumerate(those, 1)]
    return Case(
        xlsx(folder / "a.xlsx", rows, merges=[(0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1)]), those, lacks="ethnic joined"
    )


@workbook
def three_row_header(folder):
    those = people("three")
    rows = [
        ["DANH SÁCH"],
        ["STT", "Họ và tên", "SƠ YẾU LÝ LỊCH", None, None, "Ngày vào Đảng"],
        [None, None, "Ngày sinh", None, "Dân tộc", None],
        [None, None, "Nam", "Nữ", None, None],
    ]
    rows += [[*_by_sex(n, p), p.ethnic, p.joined] for n, p in enumerate(those, 1)]
    merges = [(1, 2, 1, 4), (2, 2, 2, 3), (1, 0, 3, 0), (1, 1, 3, 1), (1, 5, 3, 5), (2, 4, 3, 4)]
    return Case(xlsx(folder / "a.xlsx", rows, merges=merges), those)


@workbook
def three_row_header_with_an_index_row(folder):
    those = people("three-index")
    rows = [
        ["TT", "Họ và tên", "Thông tin chung", None, None, "Đảng"],
        [None, None, "Ngày sinh", None, None, "Ngày vào Đảng"],
        [None, None, "Ngày", "Tháng", "Năm", None],
        [1, 2, 3, 4, 5, 6],
    ]
    rows += [[n, p.name, *map(int, p.born.split("/")), p.joined] for n, p in enumerate(those, 1)]
    return Case(
        xlsx(folder / "a.xlsx", rows, merges=[(0, 2, 0, 4), (1, 2, 1, 4)]),
        [p.but(sex="") for p in those],
        lacks="ethnic sex",
    )


@workbook
def index_row_with_gaps(folder):
    those = people("gaps")
    return Case(xlsx(folder / "a.xlsx", [HEAD, ["(1)", "(2)", "(4)", "(5)", "(6)", "(8)"], *lines(those)]), those)


@workbook
def family_and_given_name_apart(folder):
    those = people("apart")
    rows = [["STT", "Họ đệm", "Tên", *HEAD[2:]]]
    rows += [[n, p.family, p.given, *line(n, p)[2:]] for n, p in enumerate(those, 1)]
    return Case(xlsx(folder / "a.xlsx", rows), those)


@workbook
def name_merged_over_two_columns(folder):
    those = people("merged-name")
    rows = [["STT", "Họ và tên", None, *HEAD[2:]]]
    rows += [[n, p.family, p.given, *line(n, p)[2:]] for n, p in enumerate(those, 1)]
    return Case(xlsx(folder / "a.xlsx", rows, merges=[(0, 1, 0, 2)]), those)


@workbook
def birth_over_three_columns(folder):
    those = people("three-columns")
    rows = [["STT", "Họ và tên", "Ngày sinh", None, None, "Giới tính"], [None, None, "Ngày", "Tháng", "Năm", None]]
    rows += [[n, p.name, *map(int, p.born.split("/")), p.sex] for n, p in enumerate(those, 1)]
    return Case(xlsx(folder / "a.xlsx", rows, merges=[(0, 2, 0, 4)]), those, lacks="ethnic joined")


@workbook
def help_in_the_headers(folder):
    those = people("help")
    head = [
        "STT", "Họ và tên: ghi chữ in hoa, có dấu",
        "Ngày sinh\n(dd/mm/yyyy)\nVí dụ: 05/06/1990", "Giới tính (*)\nNam/Nữ",
        "Dân tộc - ghi theo danh mục", "Ngày vào Đảng *",
    ]  # fmt: skip
    return Case(xlsx(folder / "a.xlsx", [head, *lines(those)]), those)


@workbook
def row_of_help_under_the_header(folder):
    those = people("help-row")
    help_row = [
        None,
        "Ghi chữ in hoa, có dấu",
        "Ghi đủ ngày/tháng/năm",
        "Chọn Nam hoặc Nữ",
        "Theo danh mục",
        "dd/mm/yyyy",
    ]
    return Case(xlsx(folder / "a.xlsx", [HEAD, help_row, *lines(those)]), those, doubts={"C2"})


@workbook
def standardisation_list_of_33_columns(folder):
    those = people("33")
    upper = [
        "STT", "ID", "Họ và tên*", "Tên gọi khác", "Giới tính*", "Sinh ngày*\n(dd/mm/yyyy)", "Dân tộc*", "Tôn giáo*",
        "Số định danh cá nhân*", "Số thẻ Đảng*", "Nơi cấp thẻ", "Ngày cấp thẻ", "Số thẻ theo QĐ 85",
        "Tổ chức Đảng đang sinh hoạt*\n(không được sửa)", "Nơi đăng ký khai sinh", None, None, "Quê quán (2 cấp)*",
        None, None, "Thường trú (2 cấp)*", None, None, "Ngày vào Đảng*", "Ngày chính thức*", "Số CMND cũ",
        "Trạng thái hoạt động", "Ngày rời/mất/miễn", "Đề nghị xóa", "Ghi chú 1", "Ghi chú 2", "Ghi chú 3", "Ghi chú 4",
    ]  # fmt: skip
    place = ["Quốc gia", "Tỉnh", "Địa chỉ chi tiết"]
    lower = [None] * 14 + place * 3 + [None] * 10
    rows = [["ĐẢNG ỦY XÃ AN BÌNH 1"], [], ["DANH SÁCH CHUẨN HÓA"], [], [], upper, lower]
    for number, p in enumerate(those, 1):
        row = [
            number,
            f"ID{number}",
            p.name,
            None,
            p.sex,
            p.born,
            "Kinh",
            "Không",
            f"0012{number:08}",
            f"0920{number:08}",
        ]
        row += [None, None, None, UNITS[p.unit][1], *(["Việt Nam", "Cần Thơ", "xã An Bình"] * 3), p.joined, None, None]
        rows.append(row + ["Đang sinh hoạt", None, None])
    merges = [(5, first, 5, first + 2) for first in (14, 17, 20)] + [(5, column, 6, column) for column in range(14)]
    return Case(
        xlsx(folder / "a.xlsx", rows, merges=merges), those, doubts={f"AA{n}" for n in range(8, 20)}, into="commune"
    )


@workbook
def sex_as_a_mark_in_two_columns(folder):
    those = people("marks")
    rows = [["STT", "Họ và tên", "Ngày sinh", "Giới tính", None], [None, None, None, "Nam", "Nữ"]]
    rows += [[n, p.name, p.born, *(("x", None) if p.sex == "Nam" else (None, "x"))] for n, p in enumerate(those, 1)]
    return Case(xlsx(folder / "a.xlsx", rows, merges=[(0, 3, 0, 4)]), those, lacks="ethnic joined")


@workbook
def only_women_are_marked(folder):
    those = people("women")
    rows = [["STT", "Họ và tên", "Ngày sinh", "Nữ"]]
    rows += [[n, p.name, p.born, "N" if p.sex == "Nữ" else None] for n, p in enumerate(those, 1)]
    return Case(
        xlsx(folder / "a.xlsx", rows), [p if p.sex == "Nữ" else p.but(sex="") for p in those], lacks="ethnic joined"
    )


@workbook
def no_header_at_all(folder):
    those = people("none")
    rows = [line(n, p) for n, p in enumerate(those, 1)]
    return Case(xlsx(folder / "a.xlsx", rows), those, asked=("không có dòng tiêu đề",), lacks="joined")


@workbook
def no_header_and_names_in_two_columns(folder):
    those = people("none-2")
    rows = [[n, p.family, p.given, p.born, p.sex] for n, p in enumerate(those, 1)]
    return Case(xlsx(folder / "a.xlsx", rows), those, asked=("không có dòng tiêu đề",), lacks="ethnic joined")


# --- units ------------------------------------------------------------------------------------------------------------


def _in_sections(those) -> list[list]:
    rows = []
    for number, unit in enumerate(("branch", "sibling_branch"), 1):
        mine = [p for p in those if p.unit == unit]
        rows.append(["I" * number, f"{UNITS[unit][1]} ({len(mine):02} đồng chí)"])
        rows += lines(mine)
    return rows


@workbook
def sections_name_the_unit(folder):
    those = people("s1", 6) + people("s2", 6, unit="sibling_branch")
    return Case(xlsx(folder / "a.xlsx", [["DANH SÁCH"], HEAD, *_in_sections(those)]), those, into="province")


@workbook
def sections_with_sub_totals(folder):
    those = people("t1", 6) + people("t2", 6, unit="sibling_branch")
    rows = _in_sections(those)
    rows.insert(7, [None, "Cộng chi bộ thôn 1: 6 đồng chí"])
    rows += [[None, "Cộng: 6 đồng chí"], ["Tổng cộng toàn đảng bộ", None, 12]]
    return Case(xlsx(folder / "a.xlsx", [HEAD, *rows]), those, into="province")


@workbook
def code_and_name_in_one_cell(folder):
    those = people("c1", 6) + people("c2", 6, unit="sibling_branch")
    ways = ("{0} - {1}", "{1} ({0})", "{0} {1}", "{0}: {1}")
    rows = [[*HEAD, "Chi bộ"]]
    rows += [[*line(n, p), ways[n % 4].format(*UNITS[p.unit])] for n, p in enumerate(those, 1)]
    return Case(xlsx(folder / "a.xlsx", rows), those, into="province")


@workbook
def code_and_name_that_contradict(folder):
    those = people("c3", 6)
    wrong = f"{UNITS['branch'][0]} - {UNITS['sibling_branch'][1]}"
    rows = [[*HEAD, "Chi bộ"]]
    rows += [[*line(n, p), wrong if n == 3 else UNITS[p.unit][1]] for n, p in enumerate(those, 1)]
    return Case(xlsx(folder / "a.xlsx", rows), those, doubts={"G4"}, into="province")


@workbook
def uy_written_both_ways(folder):
    those = people("uy", 6, unit="office")
    rows = [[*HEAD, "Chi bộ"]]
    ways = ("Chi bộ Uỷ ban nhân dân xã", "CHI BỘ ỦY BAN NHÂN DÂN XÃ", "chi bộ uỷ ban nhân dân xã")
    rows += [[*line(n, p), ways[n % 3]] for n, p in enumerate(those, 1)]
    return Case(xlsx(folder / "a.xlsx", rows), those, into="province")


@workbook
def unit_only_in_the_first_row_of_its_group(folder):
    those = people("m1", 6) + people("m2", 6, unit="sibling_branch")
    rows = [[*HEAD, "Chi bộ"]]
    rows += [[*line(n, p), UNITS[p.unit][1] if n in (1, 7) else None] for n, p in enumerate(those, 1)]
    merges = [(1, 6, 6, 6), (7, 6, 12, 6)]
    doubts = {f"G{row}" for row in (*range(3, 8), *range(9, 14))}
    return Case(xlsx(folder / "a.xlsx", rows, merges=merges), those, doubts=doubts, into="province")


# --- letters ----------------------------------------------------------------------------------------------------------


@workbook
def cells_end_with_nbsp(folder):
    those = people("nbsp")
    rows = [[f"{cell}\xa0" if isinstance(cell, str) else cell for cell in row] for row in lines(those)]
    return Case(xlsx(folder / "a.xlsx", [[f"{title}\xa0" for title in HEAD], *rows]), those)


@workbook
def decomposed_letters(folder):
    those = people("nfd")
    rows = [
        [unicodedata.normalize("NFD", c) if isinstance(c, str) else c for c in row] for row in [HEAD, *lines(those)]
    ]
    return Case(xlsx(folder / "a.xlsx", rows), those)


def _in_old_font(folder, table, font, seed):
    those = people(seed, 24)
    rows = [[c.translate(table) if isinstance(c, str) else c for c in row] for row in [HEAD, *lines(those)]]
    rows[0] = HEAD
    return Case(xlsx(folder / "a.xlsx", rows, font=font), those, asked=("phông chữ cũ",))


@workbook
def tcvn3(folder):
    from tests.membership.base.test_encodings import TO_TCVN3

    table = TO_TCVN3 | {ord("Đ"): "§"}
    return _in_old_font(folder, table, ".VnTime", "tcvn3")


@workbook
def vni(folder):
    from tests.membership.base.test_encodings import TO_VNI

    return _in_old_font(folder, TO_VNI | {ord("Ư"): "Ö"}, "VNI-Times", "vni")


@workbook
def tcvn3_font_with_some_unicode_cells(folder):
    from tests.membership.base.test_encodings import TO_TCVN3

    table = TO_TCVN3 | {ord("Đ"): "§"}
    those = people("mixed-font", 24)
    rows = [HEAD] + [
        [c.translate(table) if isinstance(c, str) and n % 6 else c for c in line(n, p)] for n, p in enumerate(those, 1)
    ]
    return Case(xlsx(folder / "a.xlsx", rows, font=".VnTime"), those, asked=("phông chữ cũ",))


@workbook
def names_in_capitals(folder):
    those = people("capitals")
    rows = [[n, p.name.upper() if n % 2 else p.name, *line(n, p)[2:]] for n, p in enumerate(those, 1)]
    return Case(xlsx(folder / "a.xlsx", [[title.upper() for title in HEAD], *rows]), those)


@workbook
def edge_spaces(folder):
    those = people("spaces")
    rows = [
        [f"  {cell.replace(' ', '  ')}\t" if isinstance(cell, str) else cell for cell in row] for row in lines(those)
    ]
    return Case(
        xlsx(folder / "a.xlsx", [[" Họ  và tên " if t == "Họ và tên" else f"{t} " for t in HEAD], *rows]), those
    )


@workbook
def mong_in_many_spellings(folder):
    ways = ("Mông", "H'Mông", "HMông", "H’Mông", "Hmông", "mông")
    those = people("mong", 6, ethnic="Mông")
    rows = [[*line(n, p)[:4], ways[n - 1], p.joined] for n, p in enumerate(those, 1)]
    return Case(xlsx(folder / "a.xlsx", [HEAD, *rows]), those)


# --- dates ------------------------------------------------------------------------------------------------------------


def _born(seed: str, folder: Path, write: Callable[[int, Person], object], doubt=None, count=12, **how) -> Case:
    those = people(seed, count)
    rows = [[*line(n, p)[:2], write(n, p), *line(n, p)[3:]] for n, p in enumerate(those, 1)]
    doubts = {f"C{n + 1}" for n, p in enumerate(those, 1) if doubt and doubt(n, p)}
    return Case(xlsx(folder / "a.xlsx", [HEAD, *rows], **how), those, doubts=doubts)


@workbook
def only_the_year(folder):
    case = _born("year", folder, lambda n, p: p.born[-4:] if n % 2 else int(p.born[-4:]))
    case.people = [p.but(born=p.born[-4:]) for p in case.people]
    return case


@workbook
def day_or_month_unknown(folder):
    case = _born("partial", folder, lambda n, p: ("/ /%s", "/ / //%s")[n % 2] % p.born[-4:] if n % 3 else p.born[2:])
    case.people = [p.but(born=p.born[-4:] if n % 3 else p.born[3:]) for n, p in enumerate(case.people, 1)]
    return case


@workbook
def serial_numbers(folder):
    return _born("serial", folder, lambda n, p: (p.day - date(1899, 12, 30)).days)


@workbook
def book_of_1904(folder):
    return _born("1904", folder, lambda n, p: p.day, epoch=1904)


@workbook
def dates_of_all_sorts(folder):
    def write(n, p):
        day, month, year = p.born.split("/")
        spoken = f"ngày {int(day)} tháng {int(month)} năm {year}"
        return (p.day, p.born, f"{int(day)}.{int(month)}.{year}", f"{int(day)}-{int(month)}-{year}", spoken)[n % 5]

    return _born("sorts", folder, write)


@workbook
def two_digit_years(folder):
    return _born(
        "short", folder, lambda n, p: p.born[:6] + p.born[-2:] if n % 3 == 0 else p.born, lambda n, p: n % 3 == 0
    )


@workbook
def month_first(folder):
    return _born(
        "american", folder, lambda n, p: f"{p.born[3:5]}/{p.born[:2]}/{p.born[-4:]}",
        lambda n, p: p.born[:2] != p.born[3:5],
    )  # fmt: skip


@workbook
def errors_of_formulas(folder):
    return _born("errors", folder, lambda n, p: ("=", "=NA()", "#N/A") if n == 4 else p.born, lambda n, p: n == 4)


@workbook
def formulas(folder):
    those = people("formulas")
    rows = [[("=", "=ROW()-1", n), *line(n, p)[1:5], ("=", '="x"', p.joined)] for n, p in enumerate(those, 1)]
    return Case(xlsx(folder / "a.xlsx", [HEAD, *rows]), those)


# --- what is not in sight, what stands several times ------------------------------------------------------------------


@workbook
def hidden_yearly_sheets(folder):
    those, old = people("now"), people("then")
    more = [("2024", [HEAD, *lines(old)], True), ("2023", [HEAD, *lines(old[:6])], True)]
    return Case(xlsx(folder / "a.xlsx", [HEAD, *lines(those)], more=more), those, asked=("2024", "2023"))


@workbook
def two_lists_in_sight(folder):
    those = people("first")
    more = [("Dự bị", [HEAD, *lines(people("second"))], False)]
    return Case(xlsx(folder / "a.xlsx", [HEAD, *lines(those)], more=more), those, asked=("Dự bị",))


@workbook
def rows_hidden_by_a_filter(folder):
    those = people("filter", 23)
    hidden = range(3, 22)
    book = xlsx(folder / "a.xlsx", [HEAD, *lines(those)], hidden=hidden, filtered=True)
    return Case(book, those, asked=("19 dòng đang ẩn",))


@workbook
def namesakes(folder):
    one, *others = people("same")
    those = [one, one.but(born="07/08/1971", joined="19/05/2016"), *others]
    return Case(xlsx(folder / "a.xlsx", [HEAD, *lines(those)]), those)


@workbook
def somebody_listed_twice(folder):
    those = people("twice")
    return Case(xlsx(folder / "a.xlsx", [HEAD, *lines([*those, those[0]])]), those, doubts={"B14"})


@workbook
def several_facts_in_a_cell(folder):
    those = people("stacked")
    rows = [["STT", "Họ và tên\nNgày sinh\nGiới tính", "Dân tộc", "Ngày vào Đảng"]]
    rows += [[n, f"{p.name}\n{p.born}\n{p.sex}", p.ethnic, p.joined] for n, p in enumerate(those, 1)]
    return Case(xlsx(folder / "a.xlsx", rows), those, refusal="nhiều thông tin trong một ô")


@workbook
def four_rows_for_a_person(folder):
    those = people("book", 9)
    rows = [
        ["SỔ DANH SÁCH ĐẢNG VIÊN"],
        ["STT", "Họ và tên", "Nam, nữ", "Ngày vào Đảng", "Quê quán"],
        ["(1)", "(2)", "(3)", "(7)", "(4)"],
    ]
    for n, p in enumerate(those, 1):
        rows += [[n, p.name, p.sex, p.joined, "xã An Bình"], [None, f"Sinh {p.born}", p.ethnic, None, "tỉnh Cần Thơ"]]
        rows += [[None, None, "Không", None, None], []]
    return Case(xlsx(folder / "a.xlsx", rows), those, refusal="mỗi người trên nhiều dòng")


@workbook
def everything_at_once(folder):
    those = people("all-1", 6) + people("all-2", 6, unit="sibling_branch")
    rows = [*TITLES, ["TT", "HỌ VÀ TÊN\xa0", "NĂM SINH", None, "Dân tộc\n(ghi rõ)"], [None, None, "Nam", "Nữ", None]]
    rows.append(["(1)", "(2)", "(3)", "(4)", "(6)"])
    for number, unit in enumerate(("branch", "sibling_branch"), 1):
        mine = [p for p in those if p.unit == unit]
        rows.append([f"{'I' * number}.", unicodedata.normalize("NFD", UNITS[unit][1])])
        rows += [[*_by_sex(n, p), f"{p.ethnic}\xa0"] for n, p in enumerate(mine, 1)]
        rows.append([None, f"Cộng: {len(mine)} đồng chí"])
    rows += [["Tổng cộng", None, 12], [], [None, None, None, "T/M ĐẢNG ỦY"], [None, None, None, "BÍ THƯ"]]
    return Case(
        xlsx(folder / "a.xlsx", rows, merges=[(5, 2, 5, 3), (5, 1, 6, 1)]), those, into="province", lacks="joined"
    )


if __name__ == "__main__":
    for name, make in CORPUS.items():
        (Path(sys.argv[1]) / name).mkdir(parents=True, exist_ok=True)
        make(Path(sys.argv[1]) / name)
