"""Lists in which offices split what we keep in one column."""

from datetime import date

import pytest

from candidates.models import Admission
from tests.membership.list_files import write_xlsx
from tests.membership.test_import_command import run

pytestmark = pytest.mark.django_db
TITLE = ["DANH SÁCH ĐẢNG VIÊN MỚI KẾT NẠP NĂM 2026"]
REST = ["10001001001000", "1-QĐ/ĐU", "10/02/2026", "01/03/2026"]


def people():
    return list(Admission.objects.order_by("pk").values_list("full_name", "sex", "born_on", "born_precision"))


def test_the_column_that_holds_the_birth_date_is_the_sex(tree, tmp_path):
    header = ["STT", "HỌ VÀ TÊN", "NGÀY SINH", None, "Mã tổ chức", "Số QĐ", "Ngày quyết định", "Ngày kết nạp"]
    path = write_xlsx(
        tmp_path / "a.xlsx", TITLE, [], header, [None, None, "Nam", "Nữ"], ["(1)", "(2)", "(3)", "(4)", "(6)"],
        [1, "Nguyễn Văn Thử", "05/06/1990", None, *REST], [2, "Trần Thị Thử", None, "1992", *REST],
    )  # fmt: skip
    code, report = run("admissions", path, tree.province.code, apply=True)
    assert (code, report["errors"]) == (0, [])
    assert people() == [
        ("Nguyễn Văn Thử", "male", date(1990, 6, 5), "day"),
        ("Trần Thị Thử", "female", date(1992, 1, 1), "year"),
    ]


def test_a_birth_date_in_both_columns_is_an_error_where_it_stands(tree, tmp_path):
    header = ["Họ và tên", "Năm sinh Nam", "Năm sinh Nữ", "Mã tổ chức", "Số QĐ", "Ngày quyết định", "Ngày kết nạp"]
    path = write_xlsx(tmp_path / "a.xlsx", header, ["Nguyễn Văn Thử", "1990", "1990", *REST])
    code, report = run("admissions", path, tree.province.code)
    assert code == 1
    assert [error["cell"] for error in report["errors"]] == ["C2"]


def test_names_in_two_columns_and_dates_in_three(tree, tmp_path):
    header = ["STT", "Họ và tên", None, "Ngày sinh", None, None, "Nữ", *(
        "Mã tổ chức", "Số QĐ", "Ngày quyết định", "Ngày kết nạp")]  # fmt: skip
    under = [None, "Họ đệm", "Tên", "Ngày", "Tháng", "Năm"]
    path = write_xlsx(
        tmp_path / "a.xlsx", TITLE, header, under,
        [1, "Nguyễn Văn", "Thử", 29, 2, 1988, None, *REST], [2, "Trần Thị", "Mới", None, 7, 1991, "N", *REST],
    )  # fmt: skip
    code, report = run("admissions", path, tree.province.code, apply=True)
    assert (code, report["errors"]) == (0, [])
    assert people() == [
        ("Nguyễn Văn Thử", "", date(1988, 2, 29), "day"),
        ("Trần Thị Mới", "female", date(1991, 7, 1), "month"),
    ]


def test_columns_that_contradict_each_other_or_say_too_little(tree, tmp_path):
    header = ["Họ đệm", "Tên", "Ngày sinh Ngày", "Ngày sinh Tháng", "Ngày sinh Năm", "Giới tính", "Nữ", *(
        "Mã tổ chức", "Số QĐ", "Ngày quyết định", "Ngày kết nạp")]  # fmt: skip
    path = write_xlsx(
        tmp_path / "a.xlsx", header,
        ["Nguyễn Văn", "Thử", 31, 2, 1988, "Nam", None, *REST],
        ["Trần Văn", "Mới", 1, 7, None, "Nam", None, *REST],
        ["Lê Văn", "Ba", 1, 7, 1990, "Nam", "x", *REST],
        [None, None, 1, 7, 1990, "Nam", None, *REST],
    )  # fmt: skip
    code, report = run("admissions", path, tree.province.code)
    assert code == 1
    assert [error["cell"] for error in report["errors"]] == ["C2", "E3", "F4", "B5"]
    assert not Admission.objects.exists()


def test_the_parts_are_neither_exported_nor_asked_for_in_the_empty_form():
    from membership.exchange.registry import KINDS

    resource = KINDS["admissions"].resource()
    assert {"born_man", "woman", "given_name"} <= {column.key for column in resource.columns}
    assert not any(column.part_of for column in resource.written_columns)
