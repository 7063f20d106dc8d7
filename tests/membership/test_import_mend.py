"""A list mended in place: cells said anew, rows in error left out, and the office's own workbook back."""

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest
import xlwt
from django.urls import reverse
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from candidates.models import Admission
from membership.models import ImportBatch, ImportState, RoleCode
from tests.membership.list_files import ADMISSIONS, admission, write_xlsx
from tests.membership.test_import_pages import apply, choose, client, private_folder, tried, upload  # noqa: F401

pytestmark = pytest.mark.django_db


def mend(client, batch, **said):  # noqa: F811
    url = reverse("membership:import.mend", args=[batch.pk])
    answer = client.post(
        url, {"version": batch.version} | {name.replace("_", "-"): text for name, text in said.items()}
    )
    batch.refresh_from_db()
    return answer


def wrong_list(tmp_path):
    return write_xlsx(
        tmp_path / "sai.xlsx", ADMISSIONS, admission(1), admission(2, **{"Dân tộc": "Sao Hỏa"}),
        admission(3, **{"Dân tộc": "Sao Hỏa"}), admission(4, **{"Ngày sinh": "31/02/1990"}),
        admission(5, **{"Mã tổ chức": None}),
    )  # fmt: skip


def test_three_errors_mended_in_place_and_written(client, tree, tmp_path):  # noqa: F811
    batch = tried(client, wrong_list(tmp_path), tree)
    assert (batch.counts["rows_in_error"], Admission.objects.count()) == (4, 0)
    page = client.get(reverse("membership:import.detail", args=[batch.pk])).content.decode()
    assert "D3, D4" in page
    assert 'name="o-D3" value="Sao Hỏa"' in page
    mend(client, batch, o_D3="Kinh", o_B5="28/02/1990", o_K6=tree.branch.code)
    assert batch.edits == {"D3": "Kinh", "D4": "Kinh", "B5": "28/02/1990", "K6": tree.branch.code}
    assert (batch.state, batch.counts["errors"], batch.counts["create"]) == (ImportState.TRIED, 0, 5)
    assert "Đã sửa 4 ô" in client.get(reverse("membership:import.detail", args=[batch.pk])).content.decode()
    apply(client, batch)
    assert Admission.objects.count() == 5
    assert str(Admission.objects.get(full_name="Nguyễn Văn Thử 4").born_on) == "1990-02-28"


def test_only_cells_at_fault_can_be_said_anew_and_it_can_be_forgotten(client, tree, tmp_path):  # noqa: F811
    batch = tried(client, wrong_list(tmp_path), tree)
    mend(client, batch, o_A2="Người khác", o_D3="Sao Hỏa", o_ZZ9="x")
    assert batch.edits == {}
    mend(client, batch, o_D3="Tày")
    assert set(batch.edits) == {"D3", "D4"}
    assert batch.counts["rows_in_error"] == 2
    stale = batch.version - 1
    client.post(reverse("membership:import.mend", args=[batch.pk]), {"version": stale, "o-B5": "01/01/1990"})
    batch.refresh_from_db()
    assert "B5" not in batch.edits
    mend(client, batch, bo_sua="1")
    assert (batch.edits, batch.counts["rows_in_error"]) == ({}, 4)


def test_the_valid_rows_alone(client, tree, tmp_path):  # noqa: F811
    batch = tried(client, wrong_list(tmp_path), tree)
    assert apply(client, batch).status_code == 200
    assert not Admission.objects.exists()
    batch.refresh_from_db()
    mend(client, batch, chi_dong_dung="1")
    assert (batch.only_valid, batch.counts["create"], batch.counts["rows_in_error"]) == (True, 1, 4)
    page = client.get(reverse("membership:import.detail", args=[batch.pk])).content.decode()
    assert "4 dòng có lỗi sẽ không được ghi" in page
    apply(client, batch)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["create"], batch.counts["rows_in_error"]) == (ImportState.APPLIED, 1, 4)
    assert list(Admission.objects.values_list("full_name", flat=True)) == ["Nguyễn Văn Thử 1"]
    other = tried(client, wrong_list(tmp_path), tree)
    mend(client, other, chi_dong_dung="1")
    mend(client, other, chi_dong_dung="0")
    assert not other.only_valid


def test_a_row_that_fails_only_without_another_goes_too(client, tree, tmp_path):  # noqa: F811
    """Two rows of one person contradict each other: without the first, the second may stand."""
    same = {"Họ và tên": "Trần Thị Hai Lần", "Ngày sinh": "01/01/1990"}
    path = write_xlsx(
        tmp_path / "a.xlsx", ADMISSIONS, admission(1, **same), admission(2, **same), admission(3),
        admission(4, **{"Dân tộc": "Sao Hỏa"}),
    )  # fmt: skip
    batch = tried(client, path, tree)
    mend(client, batch, chi_dong_dung="1")
    trial = (batch.counts["create"], batch.counts["update"], batch.counts["unchanged"])
    apply(client, batch)
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert trial == (batch.counts["create"], batch.counts["update"], batch.counts["unchanged"])
    assert Admission.objects.count() == batch.counts["create"]


def test_nobody_else_mends_or_takes_the_file(client, tree, tmp_path, as_role):  # noqa: F811
    batch = tried(client, wrong_list(tmp_path), tree)
    other = as_role(RoleCode.BASE_STAFF, tree.commune)
    for name in ("import.mend", "import.marked"):
        url = reverse(f"membership:{name}", args=[batch.pk])
        assert other.post(url).status_code in (404, 405)
        assert other.get(url).status_code in (404, 405)


# --- the office's own workbook back -----------------------------------------------------------------------------------


def office_book(path, prefix_rows=2):
    """With a title, merged cells, fonts, colours, comments, a formula, widths, a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Kết nạp & <2026>"
    sheet["A1"] = "DANH SÁCH ĐẢNG VIÊN MỚI"
    sheet.merge_cells("A1:F1")
    sheet["A1"].font = Font(name=".VnTimeH", size=16, bold=True)
    for _ in range(prefix_rows - 1):
        sheet.append([])
    sheet.append(list(ADMISSIONS))
    for number, wrong in enumerate([{}, {"Dân tộc": "Kính & <b>"}, {"Ngày sinh": "31/02/1990"}, {}], start=1):
        sheet.append(admission(number, **wrong))
    sheet["A5"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet["B5"].comment = Comment("đã đối chiếu", "VP")
    sheet.column_dimensions["A"].width = 33
    sheet["P4"] = "=1+1"
    book.create_sheet("Ghi chú").append(["giữ nguyên"])
    book.save(path)
    return path


def marked(client, batch):  # noqa: F811
    answer = client.get(reverse("membership:import.marked", args=[batch.pk]))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content), answer["Content-Disposition"]


def test_the_own_workbook_comes_back_with_one_column_more(client, tree, tmp_path):  # noqa: F811
    path = office_book(tmp_path / "Kết nạp quý I.xlsx")
    batch = tried(client, path, tree)
    content, disposition = marked(client, batch)
    assert "Q%C3%BD" in disposition or "qu%C3%BD" in disposition
    old, new = openpyxl.load_workbook(path), openpyxl.load_workbook(BytesIO(content))
    assert new.sheetnames == old.sheetnames
    was, now = old.worksheets[0], new.worksheets[0]
    column = was.max_column + 1
    for row in was.iter_rows():
        for cell in row:
            other = now.cell(cell.row, cell.column)
            assert (other.value, other.font.name, other.fill.fgColor.rgb, other.number_format) == (
                cell.value, cell.font.name, cell.fill.fgColor.rgb, cell.number_format,
            )  # fmt: skip
    assert now["B5"].comment.text == "đã đối chiếu"
    assert now.merged_cells.ranges == was.merged_cells.ranges
    assert now.column_dimensions["A"].width == 33
    header = batch.header_row
    assert "cần sửa" in now.cell(header, column).value
    said = {row: now.cell(row, column).value for row in range(header + 1, now.max_row + 1)}
    assert [row for row, text in said.items() if text] == [header + 2, header + 3]
    assert f"SỬA D{header + 2}" in said[header + 2]
    assert "Kính & <b>" in said[header + 2]
    assert now.cell(header + 2, column).fill.fgColor.rgb == "FFFFE08A"
    # It can be sent in again as it is.
    again = tmp_path / "lai.xlsx"
    again.write_bytes(content)
    other = tried(client, again, tree)
    assert other.counts["rows_in_error"] == batch.counts["rows_in_error"]


@pytest.mark.parametrize("ending", ["csv", "xls"])
def test_other_files_come_back_as_workbooks(client, tree, tmp_path, ending):  # noqa: F811
    rows = [ADMISSIONS, admission(1), admission(2, **{"Dân tộc": "Sao Hỏa"})]
    path = tmp_path / f"Danh sách.{ending}"
    if ending == "csv":
        path.write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8-sig")
    else:
        book = xlwt.Workbook()
        sheet = book.add_sheet("Danh sách")
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                sheet.write(number, place, value)
        book.save(str(path))
    batch = tried(client, path, tree)
    content, _disposition = marked(client, batch)
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    assert [cell.value for cell in sheet[2]][: len(ADMISSIONS)] == admission(1)
    assert "SỬA D3" in sheet.cell(3, len(ADMISSIONS) + 1).value


def test_a_workbook_in_another_dialect_of_the_same_format(client, tree, tmp_path):  # noqa: F811
    """Prefixed elements, rows without numbers, empty rows closed at once, as some programmes write them."""
    path = write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, [], admission(1, **{"Dân tộc": "Sao Hỏa"}))
    strange = tmp_path / "la.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(strange, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content).replace(b"xmlns=", b"xmlns:x=")
            new.writestr(name, content)
    batch = tried(client, strange, tree)
    assert batch.counts["rows_in_error"] == 1
    content, _disposition = marked(client, batch)
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    assert "SỬA D3" in sheet.cell(3, len(ADMISSIONS) + 1).value
    assert ImportBatch.objects.count() == 1
