"""Lists as offices really send them: codes kept as numbers, signatures under the table, headers in their own words."""

from datetime import date

import pytest

from candidates.models import Admission
from membership.base.sheets.header import find_header
from membership.catalogues import CATALOGUES
from membership.exchange.registry import KINDS
from membership.models import Organisation
from reports.models import Quota
from tests.factories import OrganisationFactory
from tests.membership.list_files import ADMISSIONS, admission, write_xlsx
from tests.membership.test_import_command import ORGANISATIONS, counts, run

pytestmark = pytest.mark.django_db


def test_a_code_with_a_dot_that_excel_took_for_a_number(tmp_path):
    rows = [
        [92, "Thành ủy Thử", None],
        [92.005, "Đảng ủy Phường Năm", 92],
        [5001, "Chi bộ Năm Một", 92.005],
    ]
    path = write_xlsx(tmp_path / "to-chuc.xlsx", ORGANISATIONS[:3], *rows)
    code, report = run("organisations", path, apply=True)
    assert (code, report["errors"]) == (0, [])
    found = Organisation.objects.order_by("path").values_list("code", "parent__code")
    assert list(found) == [("92", None), ("92.005", "92"), ("5001", "92.005")]
    quotas = write_xlsx(tmp_path / "chi-tieu.xlsx", ("Mã tổ chức", "Năm", "Chỉ tiêu kết nạp"), [92.005, 2026, 4])
    assert run("quotas", quotas, "92", apply=True)[0] == 0
    named = write_xlsx(tmp_path / "ten.xlsx", ("Tổ chức đảng", "Năm", "Chỉ tiêu kết nạp"), [92.005, 2026, 4])
    assert counts(run("quotas", named, "92")[1]) == (1, 0, 0, 1)
    assert Quota.objects.get().organisation.code == "92.005"
    wrong = write_xlsx(tmp_path / "sai.xlsx", ("Mã tổ chức", "Năm", "Chỉ tiêu kết nạp"), [92.007, 2026, 4])
    assert "“92.007”" in run("quotas", wrong, "92")[1]["errors"][0]["message"]


SIGNATURES = [
    [None, "Tổng cộng toàn Đảng bộ", None, None, 1],
    [None, "(Danh sách này có 01 đồng chí)"],
    [None, None, None, None, None, None, None, None, None, None, None, "An Bình, ngày 12 tháng 3 năm 2026"],
    [None, "NGƯỜI LẬP BIỂU", None, None, None, None, None, None, None, None, None, "T/M BAN THƯỜNG VỤ"],
    [None, "(Ký, ghi rõ họ tên)"],
    [None, "Nguyễn Thị Lập", None, None, None, None, None, None, None, None, None, "BÍ THƯ"],
]


def test_a_sum_in_words_and_signatures_under_the_table_are_no_people(tree, tmp_path):
    path = write_xlsx(tmp_path / "kn.xlsx", ["STT", *ADMISSIONS], [1, *admission(1)], [None], *SIGNATURES)
    code, report = run("admissions", path, tree.province.code, apply=True)
    assert (code, counts(report)) == (0, (1, 1, 0, 0)), report["errors"]
    assert [question["cell"] for question in report["questions"]] == ["B4", "B5", "L6", "B7", "B8", "B9"]
    assert list(Admission.objects.values_list("full_name", flat=True)) == ["Nguyễn Văn Thử 1"]


def test_who_signs_a_branchs_own_list_does_not_become_its_member(tree, tmp_path):
    header = ["Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Số thẻ đảng viên", "Ngày vào Đảng"]
    row = ["Lê Văn Thử", "05/06/1980", "Nam", "Kinh", "92000001", "01/02/2010"]
    path = write_xlsx(tmp_path / "dv.xlsx", header, row, ["Người lập"], ["Trần Văn Ký"])
    assert counts(run("members", path, tree.branch.code)[1]) == (1, 1, 0, 0)


@pytest.mark.parametrize("last", [["Trần Văn Thiếu"], ["Tống Cộng"], ["Trần Văn Thiếu", "ngày 5 tháng 6 năm 1990"]])
def test_a_row_that_lacks_nearly_everything_is_still_told(tree, tmp_path, last):
    path = write_xlsx(tmp_path / "kn.xlsx", ADMISSIONS, admission(1), last)
    code, report = run("admissions", path, tree.province.code)
    assert code == 1
    assert {error["cell"][1:] for error in report["errors"]} == {"3"}


def test_short_rows_of_a_narrow_list_are_data_even_after_a_sum(tree, tmp_path):
    rows = [["TH 01", "TM Ban Mai", tree.commune.code], ["Tổng số", "1"], ["TH X", "Chi bộ Sau", tree.commune.code]]
    path = write_xlsx(tmp_path / "tc.xlsx", ORGANISATIONS[:3], *rows)
    assert run("organisations", path, tree.province.code)[1]["create"] == 2


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("organisations", {"code": "Mã đảng bộ/chi bộ", "name": "Tên đảng bộ, chi bộ", "kind": "Loại đơn vị",
                           "parent_code": "Mã tổ chức cấp trên trực tiếp", "founded_on": "Ngày, tháng, năm thành lập"}),
        ("quotas", {"organisation_code": "Mã chi bộ, đảng bộ", "year": "Năm kế hoạch",
                    "admission_quota": "Chỉ tiêu kết nạp ĐV", "training_quota": "Chỉ tiêu bồi dưỡng đối tượng Đảng",
                    "decision_number": "Số, ký hiệu quyết định", "decision_date": "Ngày ban hành"}),
        ("admissions", {"full_name": "HỌ VÀ TÊN\nĐẢNG VIÊN MỚI", "youth_union": "Đoàn viên TNCS HCM",
                        "ceremony_date": "Ngày, tháng, năm kết nạp", "decision_date": "Ngày ban hành QĐ",
                        "decision_number": "Số hiệu quyết định", "organisation_name": "Chi bộ nơi sinh hoạt"}),
        ("members", {"joined_on": "Ngày được kết nạp", "official_on": "Ngày, tháng, năm chính thức",
                     "residence": "Nơi ở hiện tại", "position": "Cơ quan, đơn vị công tác"}),
        ("candidates", {"full_name": "Họ tên QCƯT", "nominated_on": "Ngày Đoàn giới thiệu",
                        "recognised_on": "Ngày công nhận là cảm tình Đảng", "certificate_date": "Ngày cấp giấy CN"}),
    ],
)  # fmt: skip
def test_headers_in_the_words_of_offices(kind, headers):
    match = find_header([list(headers.values())], KINDS[kind].resource().columns)
    assert match.mapping == {key: place for place, key in enumerate(headers)}


def test_number_and_day_under_one_heading(tree, tmp_path):
    upper = ["STT", "Họ và tên", "Trình độ", None, "Mã tổ chức", "Quyết định kết nạp", None]
    lower = [None, None, "GDPT", "Chuyên môn", None, "Số", "Ngày, tháng, năm"]
    row = [1, "Trần Thị Thử", "12/12", "Đại học", tree.branch.code, "1-QĐ/ĐU", "10/02/2026"]
    path = write_xlsx(tmp_path / "kn.xlsx", upper, lower, row)
    assert run("admissions", path, tree.province.code, apply=True)[0] == 0
    fact = Admission.objects.get()
    assert (fact.decision_number, fact.decision_date, fact.degree) == ("1-QĐ/ĐU", date(2026, 2, 10), "university")


def test_a_name_borne_by_many_branches_is_no_question_beside_a_code(tree, tmp_path):
    OrganisationFactory(code="10001001009000", name="Chi bộ 1", kind="Chi bộ", parent=tree.commune)
    OrganisationFactory(code="10001002009000", name="Chi bộ 1", kind="Chi bộ", parent=tree.sibling_commune)
    rows = [[*admission(1, "10001001009000"), "Chi bộ 1"], [*admission(2, "10001001001000"), "Chi bộ 1"]]
    path = write_xlsx(tmp_path / "ten-trung.xlsx", (*ADMISSIONS, "Chi bộ"), *rows)
    code, report = run("admissions", path, tree.root.code)
    assert (code, report["create"]) == (0, 2)
    assert [question["cell"] for question in report["questions"]] == ["O3"]


@pytest.mark.parametrize(
    ("catalogue", "text", "code"),
    [
        ("ethnic_group", "Dân tộc Khmer", "khmer"), ("ethnic_group", "người H'Mông", "mong"),
        ("ethnic_group", "Ka Tu", "co_tu"), ("ethnic_group", "Dân tộc khác", "other"),
        ("ethnic_group", "Người nước ngoài", "foreign_origin"), ("ethnic_group", "Dân tộc Sao Hỏa", None),
        ("ethnic_group", "dân tộc", None),
        ("religion", "Không theo tôn giáo nào", "none"), ("religion", "Không theo đạo", "none"),
        ("religion", "Đạo Công giáo", "catholic"), ("religion", "Hồi", "muslim"),
        ("degree", "Sau đại học", "master"),
    ],
)  # fmt: skip
def test_more_ways_to_say_who_somebody_is(catalogue, text, code):
    assert CATALOGUES[catalogue].matcher().find(text) == code


@pytest.mark.parametrize("titles", [("Đảng bộ", "Chi bộ sinh hoạt"), ("Tổ chức cơ sở đảng", "Tên chi bộ")])
def test_where_both_are_named_people_belong_to_the_chi_bo_and_not_to_its_dang_bo(tree, tmp_path, titles):
    place = ADMISSIONS.index("Mã tổ chức")
    header, row = list(ADMISSIONS), admission(1)
    header[place : place + 1] = titles
    row[place : place + 1] = [tree.commune.name, tree.branch.name]
    path = write_xlsx(tmp_path / "kn.xlsx", header, row)
    assert run("admissions", path, tree.province.code, apply=True)[0] == 0
    assert Admission.objects.get().organisation == tree.branch
