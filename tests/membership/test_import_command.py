"""`import_records`: what it prints, what it writes, what it says about bad input."""

import io
import json
import random
import zipfile
from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command

from candidates.models import Admission, Candidate
from membership.models import ImportBatch, Organisation, PartyMember
from reports.models import Quota
from tests.membership.list_files import ADMISSIONS, admission, write_xlsx

pytestmark = pytest.mark.django_db


def run(kind, path, into="", *, apply=False):
    """(exit code, what it printed as JSON)"""
    out = io.StringIO()
    code = 0
    try:
        call_command("import_records", kind, str(path), into=into, apply=apply, format="json", stdout=out)
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(out.getvalue())


def counts(report):
    return tuple(report[name] for name in ("rows", "create", "update", "unchanged"))


def everything():
    """Rows of every table."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def cells(report):
    return [(error["cell"], error["column"]) for error in report["errors"]]


# --- the five kinds ---------------------------------------------------------------------------------------------------

ORGANISATIONS = ("Mã tổ chức", "Tên tổ chức", "Mã cấp trên", "Loại tổ chức", "Loại hình", "Ngày thành lập")


def test_organisations_with_a_root_then_again_then_changed(tmp_path):
    rows = [
        ["92000000000000", "Thành ủy Thử", None, "Đảng bộ thành phố", None, None],
        ["92001000000000", "Đảng ủy Phường Một", "92.000.000.000.000", "Đảng bộ phường", "Phường", date(2025, 7, 1)],
        ["92001001000000", "Chi bộ Công ty Mây", "92001000000000", "Chi bộ", "Công ty TNHH", None],
        ["92001002000000", "Chi bộ Chợ", "Đảng ủy Phường Một", "Chi bộ", "Chợ nổi", None],
    ]
    path = write_xlsx(tmp_path / "to-chuc.xlsx", ORGANISATIONS, *rows)
    before = everything()
    assert run("organisations", path) == (
        0,
        {"rows": 4, "create": 4, "update": 0, "unchanged": 0, "errors": [], "questions": []},
    )
    assert everything() == before
    assert counts(run("organisations", path, apply=True)[1]) == (4, 4, 0, 0)
    market = Organisation.objects.get(code="92001002000000")
    assert (market.type_code, market.type_text, market.parent.code) == ("", "Chợ nổi", "92001000000000")
    assert Organisation.objects.get(code="92001001000000").type_code == "limited"
    written = everything()
    assert counts(run("organisations", path, apply=True)[1]) == (4, 0, 0, 4)
    assert everything() == written
    rows[2][1] = "Chi bộ Công ty Mây Trắng"
    changed = write_xlsx(tmp_path / "sua.xlsx", ORGANISATIONS, *rows[1:])
    assert counts(run("organisations", changed, "92000000000000", apply=True)[1]) == (3, 0, 1, 2)


def test_organisations_without_into_need_their_root_and_the_others_need_into(tree, tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", ORGANISATIONS, ["1", "Chi bộ Lạc", "404", "", "", ""])
    code, report = run("organisations", path)
    assert code == 1
    assert cells(report) == [("C2", "Mã cấp trên")]
    code, report = run("admissions", write_xlsx(tmp_path / "b.xlsx", ADMISSIONS, admission()))
    assert code == 1
    assert "b.xlsx" in report["errors"][0]["message"]
    assert report["errors"][0]["sheet"] is report["errors"][0]["cell"] is None


def test_members(tree, tmp_path):
    header = ("Họ tên khai sinh", "Sinh ngày", "GT", "Số thẻ", "Ngày vào Đảng", "Chính thức", "Mã đơn vị", "Tình trạng")
    rows = [
        ["Lê Văn Cường", "05/06/1980", "nam", "12345678", "01/02/2010", "01/02/2011", tree.branch.code, "Chính thức"],
        ["Phạm Thị Dung", 1985, "NỮ", None, "01/02/2026", None, tree.branch.code, "Dự bị"],
    ]
    path = write_xlsx(tmp_path / "dv.xlsx", header, *rows)
    assert counts(run("members", path, tree.province.code, apply=True)[1]) == (2, 2, 0, 0)
    assert counts(run("members", path, tree.province.code, apply=True)[1]) == (2, 0, 0, 2)
    member = PartyMember.objects.get(full_name="Phạm Thị Dung")
    assert (member.status, member.born_precision, member.sex) == ("probationary", "year", "female")
    rows[1][5], rows[1][7] = "01/07/2026", "Chính thức"
    report = run("members", write_xlsx(tmp_path / "dv2.xlsx", header, *rows), tree.province.code, apply=True)[1]
    assert counts(report) == (2, 0, 1, 1)


def test_candidates(tree, tmp_path):
    header = ("HỌ VÀ TÊN", "Ngày tháng năm sinh", "Ngày giới thiệu", "Ngày công nhận", "Số GCN", "Ngày cấp", "Chi bộ")
    rows = [["Võ Văn Em", "05/06/2000", "01/02/2025", "01/03/2025", "12/GCN", "01/06/2025", tree.branch.name]]
    path = write_xlsx(tmp_path / "qc.xlsx", header, *rows)
    assert counts(run("candidates", path, tree.province.code, apply=True)[1]) == (1, 1, 0, 0)
    assert counts(run("candidates", path, tree.province.code, apply=True)[1]) == (1, 0, 0, 1)
    assert Candidate.objects.get().certificate_number == "12/GCN"
    rows[0][4] = "13/GCN"
    report = run("candidates", write_xlsx(tmp_path / "qc2.xlsx", header, *rows), tree.province.code, apply=True)[1]
    assert counts(report) == (1, 0, 1, 0)


def test_quotas(tree, tmp_path):
    header = ("Mã đơn vị", "Năm", "Chỉ tiêu kết nạp (người)", "CT bồi dưỡng", "Số QĐ", "Ngày QĐ")
    rows = [
        [tree.province.code, 2026, "1.200", 300, "12-QĐ/TU", date(2026, 1, 5)],
        [tree.commune.code, "2026", 30, None, None, None],
    ]
    path = write_xlsx(tmp_path / "ct.xlsx", header, *rows)
    assert counts(run("quotas", path, tree.root.code, apply=True)[1]) == (2, 2, 0, 0)
    assert Quota.objects.get(organisation=tree.province).admission_quota == 1200
    assert counts(run("quotas", path, tree.root.code, apply=True)[1]) == (2, 0, 0, 2)
    rows[1][2] = 31
    report = run("quotas", write_xlsx(tmp_path / "ct2.xlsx", header, *rows), tree.root.code, apply=True)[1]
    assert counts(report) == (2, 0, 1, 1)


def test_admissions(tree, tmp_path):
    path = write_xlsx(tmp_path / "kn.xlsx", ADMISSIONS, admission(1), admission(2, **{"Chuyên môn": "Thợ hàn"}))
    before = everything()
    assert counts(run("admissions", path, tree.province.code)[1]) == (2, 2, 0, 0)
    assert everything() == before
    assert counts(run("admissions", path, tree.province.code, apply=True)[1]) == (2, 2, 0, 0)
    facts = {fact.full_name: fact for fact in Admission.objects.all()}
    assert facts["Nguyễn Văn Thử 1"].degree == "university"
    assert (facts["Nguyễn Văn Thử 2"].degree, facts["Nguyễn Văn Thử 2"].degree_text) == ("", "Thợ hàn")
    written = everything()
    assert counts(run("admissions", path, tree.province.code, apply=True)[1]) == (2, 0, 0, 2)
    assert everything() == written
    changed = write_xlsx(tmp_path / "sua.xlsx", ADMISSIONS, admission(1, **{"Tôn giáo": "Phật giáo"}), admission(2))
    assert counts(run("admissions", changed, tree.province.code, apply=True)[1]) == (2, 0, 2, 0)
    assert Admission.objects.current().count() == 2


@pytest.mark.parametrize("kind", ["admissions", "candidates", "members"])
def test_a_text_gives_way_to_an_entry_and_an_entry_to_a_text(tree, tmp_path, kind):
    header = (
        "Họ và tên",
        "Ngày sinh",
        "Chuyên môn",
        "Nghề nghiệp",
        "Mã tổ chức",
        *(["Ngày QĐ"] if kind == "admissions" else []),
    )
    model = {"admissions": Admission, "candidates": Candidate, "members": PartyMember}[kind]
    for number, (degree, code, text) in enumerate(
        (("Thợ hàn", "", "Thợ hàn"), ("Đại học Luật", "university", "Đại học Luật"), ("Đại học", "university", ""),
         ("Thợ mộc", "", "Thợ mộc"))
    ):  # fmt: skip
        row = [
            "Lê Thị Thử",
            "05/06/1990",
            degree,
            "Sinh viên",
            tree.branch.code,
            *(["10/02/2026"] if kind == "admissions" else []),
        ]
        report = run(kind, write_xlsx(tmp_path / f"{number}.xlsx", header, row), tree.province.code, apply=True)[1]
        assert report["errors"] == []
        found = model.objects.order_by("pk").last()
        assert (found.degree, found.degree_text) == (code, text)


def test_a_receipt_is_kept_of_what_the_command_wrote(tree, tmp_path):
    path = write_xlsx(tmp_path / "kn.xlsx", ADMISSIONS, admission(1))
    run("admissions", path, tree.province.code, apply=True)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.filename, batch.counts["create"], batch.organisation) == (
        "applied",
        "kn.xlsx",
        1,
        tree.province,
    )
    assert Admission.objects.get().batch == batch


# --- headers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", range(1, 11))
def test_the_header_may_stand_in_any_of_the_first_ten_rows(tree, tmp_path, row):
    above = [[f"Dòng {number}"] for number in range(1, row)]
    path = write_xlsx(tmp_path / "kn.xlsx", *above, ADMISSIONS, admission(1))
    assert counts(run("admissions", path, tree.province.code)[1]) == (1, 1, 0, 0)


@pytest.mark.parametrize("seed", range(5))
def test_columns_come_in_any_order(tree, tmp_path, seed):
    order = random.Random(seed).sample(range(len(ADMISSIONS)), len(ADMISSIONS))
    rows = [[row[place] for place in order] for row in (ADMISSIONS, admission(1), admission(2, **{"Dân tộc": "Kinhh"}))]
    code, report = run("admissions", write_xlsx(tmp_path / "kn.xlsx", *rows), tree.province.code)
    assert code == 1
    assert counts(report) == (2, 1, 0, 0)
    letter = "ABCDEFGHIJKLMN"[order.index(ADMISSIONS.index("Dân tộc"))]
    assert cells(report) == [(f"{letter}3", "Dân tộc")]


@pytest.mark.parametrize(
    "header",
    [
        ("HỌ VÀ TÊN *", "NĂM SINH", "GT", "DT", "TG", "ĐOÀN VIÊN TNCS", "VH", "CMNV", "LLCT", "NGHỀ NGHIỆP HIỆN NAY",
         "ĐƠN VỊ", "SỐ QĐ", "NGÀY QĐ", "NGÀY VÀO ĐẢNG"),
        ("Ho va ten", "Ngay sinh", "Gioi tinh", "Dan toc", "Ton giao", "Doan vien", "TĐHV", "Trình độ chuyên môn",
         "Ly luan chinh tri", "Nghe nghiep", "Chi bo", "QĐ kết nạp số", "Ngay quyet dinh", "Ngày kết nạp"),
        ("Họ tên\nkhai sinh", "Ngày, tháng,\nnăm sinh", "Nam/Nữ", "Dân tộc", "Tôn giáo", "Đoàn viên",
         "Trình độ học vấn",
         "Chuyên môn", "Trình độ LLCT", "Nghề nghiệp", "Tổ chức đảng", "Số quyết định", "Ngày ký", "Ngày làm lễ"),
    ],
)  # fmt: skip
def test_headers_by_their_other_names(tree, tmp_path, header):
    row = admission(1, code=tree.branch.name)
    path = write_xlsx(tmp_path / "kn.xlsx", header, row)
    code, report = run("admissions", path, tree.province.code, apply=True)
    assert (code, counts(report)) == (0, (1, 1, 0, 0)), report
    fact = Admission.objects.get()
    assert (fact.organisation, fact.general_education, fact.degree, fact.youth_union) == (
        tree.branch, "upper_secondary", "university", True,
    )  # fmt: skip


def test_the_first_visible_sheet_with_the_columns_is_read_and_the_others_are_mentioned(tree, tmp_path):
    path = write_xlsx(
        tmp_path / "kn.xlsx", ["Bìa"], sheet="Bìa",
        more={"Cũ": [ADMISSIONS, admission(7)], "2026": [ADMISSIONS, admission(1)], "Nữa": [ADMISSIONS, admission(2)]},
        hidden=("Cũ",),
    )  # fmt: skip
    code, report = run("admissions", path, tree.province.code)
    assert (code, counts(report)) == (0, (1, 1, 0, 0))
    assert {question["sheet"] for question in report["questions"]} == {"Cũ", "Nữa"}


def test_a_branch_may_leave_itself_out_of_its_own_list(tree, tmp_path):
    place = ADMISSIONS.index("Mã tổ chức")
    rows = [[*row[:place], *row[place + 1 :]] for row in (list(ADMISSIONS), admission(1))]
    path = write_xlsx(tmp_path / "kn.xlsx", *rows)
    assert counts(run("admissions", path, tree.branch.code)[1]) == (1, 1, 0, 0)
    code, report = run("admissions", path, tree.commune.code)
    assert code == 1
    assert "Mã tổ chức hoặc Chi bộ" in report["errors"][0]["message"]


def test_rows_of_totals_and_indexes_are_no_people(tree, tmp_path):
    path = write_xlsx(
        tmp_path / "kn.xlsx", ["STT", *ADMISSIONS], [f"({number})" for number in range(1, 16)], [1, *admission(1)],
        ["Tổng cộng: 1"], [None], ["Người lập biểu"],
    )  # fmt: skip
    code, report = run("admissions", path, tree.province.code)
    assert (code, counts(report)) == (0, (1, 1, 0, 0))
    assert [question["cell"] for question in report["questions"]] == ["A6"]


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "cell", "column", "words"),
    [
        ({"Mã tổ chức": "99999999999999"}, "K3", "Mã tổ chức", "không có trong"),
        ({"Ngày sinh": "32/01/1990"}, "B3", "Ngày sinh", "không phải là ngày có thật"),
        ({"Ngày sinh": "mùa xuân"}, "B3", "Ngày sinh", "không đọc được"),
        ({"Ngày sinh": "05/06/2015"}, "B3", "Ngày sinh", "18"),
        ({"Ngày quyết định": "01/01/2099", "Ngày kết nạp": None}, "M3", "Ngày quyết định", "sau"),
        ({"Ngày kết nạp": "01/01/2026"}, "N3", "Ngày kết nạp", "trước"),
        ({"Dân tộc": "Sao Hỏa"}, "D3", "Dân tộc", "không có trong danh mục"),
        ({"Tôn giáo": "Đạo lạ"}, "E3", "Tôn giáo", "không có trong danh mục"),
        ({"Giới tính": "?"}, "C3", "Giới tính", "nam hay nữ"),
        ({"Đoàn viên": "có lẽ"}, "F3", "Đoàn viên", "có hay không"),
        ({"Họ và tên": None}, "A3", "Họ và tên", "còn trống"),
        ({"Họ và tên": "#N/A"}, "A3", "Họ và tên", "#N/A"),
        ({"Ngày quyết định": None}, "M3", "Ngày quyết định", "còn trống"),
        ({"Mã tổ chức": None}, "K3", "Mã tổ chức", "còn trống"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(tree, tmp_path, said, cell, column, words):
    path = write_xlsx(tmp_path / "kn.xlsx", ADMISSIONS, admission(1), admission(2, **said))
    before = everything()
    code, report = run("admissions", path, tree.province.code, apply=True)
    assert code == 1
    assert [(error["sheet"], error["cell"], error["column"]) for error in report["errors"]] == [
        ("Danh sách", cell, column)
    ]
    assert words in report["errors"][0]["message"], report["errors"][0]["message"]
    assert counts(report) == (2, 1, 0, 0)
    assert everything() == before


def test_all_errors_of_all_rows_come_at_once(tree, tmp_path):
    path = write_xlsx(
        tmp_path / "kn.xlsx",
        ADMISSIONS,
        admission(1, **{"Giới tính": "?", "Dân tộc": "??", "Ngày sinh": "05/06/2015"}),
        admission(2, code="404"),
        admission(3),
        admission(3),
    )
    code, report = run("admissions", path, tree.province.code, apply=True)
    assert code == 1
    assert [error["cell"] for error in report["errors"]] == ["B2", "C2", "D2", "K3", "A5"]
    assert counts(report) == (4, 1, 0, 0)
    assert report["errors"][0]["value"] == "05/06/2015"


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (["10001000000000", "mươi", 1], "B2"),
        (["10001000000000", 1900, 1], "B2"),
        (["10001000000000", 2026, "ba mươi"], "C2"),
        (["10001000000000", 2026, -1], "C2"),
        (["10001000000000", 2026, 1.5], "C2"),
        (["404", 2026, 1], "A2"),
    ],
)
def test_quotas_that_are_no_numbers(tree, tmp_path, row, cell):
    path = write_xlsx(tmp_path / "ct.xlsx", ("Mã tổ chức", "Năm", "Chỉ tiêu kết nạp"), row)
    code, report = run("quotas", path, tree.root.code, apply=True)
    assert (code, [error["cell"] for error in report["errors"]]) == (1, [cell])
    assert not Quota.objects.exists()


def test_organisations_twice_and_in_a_circle(tree, tmp_path):
    path = write_xlsx(
        tmp_path / "tc.xlsx", ORGANISATIONS,
        ["A1", "Chi bộ Một", "A2"], ["A2", "Chi bộ Hai", "A1"], ["A3", "Chi bộ Ba", tree.commune.code],
        ["A3", "Chi bộ Ba nữa", tree.commune.code], ["A4", "Chi bộ Bốn", "404"], ["A5", None, tree.commune.code],
    )  # fmt: skip
    before = everything()
    code, report = run("organisations", path, tree.province.code, apply=True)
    assert code == 1
    assert [error["cell"] for error in report["errors"]] == ["C2", "C3", "A5", "C6", "B7"]
    assert counts(report) == (6, 1, 0, 0)
    assert everything() == before


def test_files_that_are_no_lists(tree, tmp_path):
    empty = tmp_path / "rong.xlsx"
    empty.write_bytes(b"")
    text = tmp_path / "thu.xlsx"
    text.write_text("Kính gửi đồng chí", encoding="utf-8")
    no_header = write_xlsx(tmp_path / "khong.xlsx", ["a", "b"], ["c", "d"])
    only_header = write_xlsx(tmp_path / "dau.xlsx", ADMISSIONS)
    only_hidden = write_xlsx(tmp_path / "an.xlsx", ["Bìa"], more={"2022": [ADMISSIONS, admission(1)]}, hidden=("2022",))
    no_date = write_xlsx(tmp_path / "thieu.xlsx", ADMISSIONS[:12], admission(1)[:12])
    locked = tmp_path / "khoa.xlsx"
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"))
    bomb = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 250_000_000)
    before = everything()
    for path, words in (
        (locked, "mật khẩu"),
        (bomb, "không được mở"),
        (empty, "trống"), (text, "chỉ là văn bản"), (no_header, "không có dòng tiêu đề"),
        (only_header, "không có dòng nào"),
        (only_hidden, "đang ẩn"), (no_date, "thiếu cột “Ngày quyết định”"), (tmp_path / "mat.xlsx", "Không có tệp"),
    ):  # fmt: skip
        code, report = run("admissions", path, tree.province.code, apply=True)
        assert code == 1
        (error,) = report["errors"]
        assert set(error) == {"sheet", "cell", "column", "value", "message"}
        assert error["sheet"] is error["cell"] is None
        assert path.name in error["message"]
        assert words in error["message"], error["message"]
    for kind, into, words in (
        ("admissions", "404", "không có tổ chức"),
        ("nothing", tree.root.code, "không có loại danh sách"),
    ):
        code, report = run(kind, only_header, into)
        assert code == 1
        assert words in report["errors"][0]["message"]
    assert everything() == before


def test_a_code_that_contradicts_the_name_is_asked_about(tree, tmp_path):
    path = write_xlsx(
        tmp_path / "kn.xlsx",
        [*ADMISSIONS, "Chi bộ"],
        [*admission(1), tree.sibling_branch.name],
        [*admission(2), "Chi bộ Không Có"],
    )
    code, report = run("admissions", path, tree.province.code)
    assert (code, counts(report)) == (0, (2, 2, 0, 0))
    assert [question["cell"] for question in report["questions"]] == ["O2", "O3"]


def test_two_columns_of_one_meaning_and_columns_of_none(tree, tmp_path, capsys):
    path = write_xlsx(tmp_path / "kn.xlsx", [*ADMISSIONS, "Họ tên", "Màu mắt"], [*admission(1), "Khác", "nâu"])
    code, report = run("admissions", path, tree.province.code)
    assert (code, [question["cell"] for question in report["questions"]]) == (0, ["O1"])
    out = io.StringIO()
    call_command("import_records", "admissions", str(path), into=tree.province.code, stdout=out)
    assert "Cột không đọc: “Màu mắt”" in out.getvalue()
    assert "Chạy thử: chưa ghi gì" in out.getvalue()


def test_every_kind_knows_each_header_for_one_column_only():
    from membership.base.text import normalise
    from membership.exchange.registry import KINDS

    assert set(KINDS) >= {"organisations", "members", "candidates", "admissions", "quotas"}
    for kind in KINDS.values():
        known: dict[str, str] = {}
        for column in kind.resource().columns:
            for name in (column.title, *column.synonyms):
                # With marks and brackets: Ngày sinh, Ngày sinh (Nam) and Ngày sinh Năm are three columns.
                assert known.setdefault(normalise(name).lower(), column.key) == column.key, (kind.code, name)
