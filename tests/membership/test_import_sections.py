"""Lists in sections: a title between the rows names the organisation of those below."""

import pytest

from candidates.models import Admission
from membership.base.sheets.sections import names_a_unit, section_title
from tests.factories import OrganisationFactory
from tests.membership.list_files import ADMISSIONS, admission, write_xlsx
from tests.membership.test_import_command import run

HEADER = ["STT", *(title for title in ADMISSIONS if title != "Mã tổ chức")]


def row(number, name):
    cells = dict(zip(ADMISSIONS, admission(number, **{"Họ và tên": name}), strict=True))
    return [number, *(cells[title] for title in HEADER[1:])]


def where():
    return dict(Admission.objects.values_list("full_name", "organisation__code"))


@pytest.mark.parametrize(("cells", "title"), [
    (["I", "Chi bộ thôn 1"], "Chi bộ thôn 1"),
    (["I. Chi bộ thôn 1 (12 đồng chí)"], "Chi bộ thôn 1"),
    ([None, "1. Chi bộ thôn 2: 03 đ/c", None], "Chi bộ thôn 2"),
    (["A", "Đảng ủy xã An Bình", 45], "Đảng ủy xã An Bình"),
    (["II", "Trường THPT số 1"], "Trường THPT số 1"),
    (["Xuân Trường", None], "Xuân Trường"),
    ([1, "Nguyễn Văn A", "05/06/1990"], ""), (["I"], ""), ([], ""), ([3], ""),
    ([1, "Nguyễn Văn A", "Nam", "Kinh"], ""),
])  # fmt: skip
def test_what_is_a_title(cells, title):
    assert section_title(cells) == title


def test_which_titles_speak_of_a_unit():
    assert [names_a_unit(text) for text in ("Chi bộ 1", "Đảng uỷ xã", "Thôn Đông", "Nguyễn Văn A", "Người lập")] == [
        True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_title_above_names_the_branch(tree, tmp_path):
    path = write_xlsx(
        tmp_path / "a.xlsx", ["DANH SÁCH"], HEADER,
        ["I", "Chi bộ thôn 1 An Bình 1"], row(1, "Nguyễn Văn Một"), row(2, "Nguyễn Văn Hai"),
        ["II. CHI BỘ THÔN 2 AN BÌNH 1 (1 đồng chí)"], row(3, "Nguyễn Văn Ba"),
        ["Tổng cộng", None, 3],
    )  # fmt: skip
    code, report = run("admissions", path, tree.province.code, apply=True)
    assert (code, report["errors"]) == (0, [])
    one, two = tree.branch.code, tree.sibling_branch.code
    assert where() == {"Nguyễn Văn Một": one, "Nguyễn Văn Hai": one, "Nguyễn Văn Ba": two}
    assert [question["cell"] for question in report["questions"]] == ["A3", "A6"]
    assert "Chi bộ thôn 1" in report["questions"][0]["message"]


@pytest.mark.django_db
def test_a_name_many_bear_is_looked_for_under_the_title_above(tree, tmp_path):
    mine = OrganisationFactory(parent=tree.commune, name="Chi bộ 7", code="10001001007000")
    other = OrganisationFactory(parent=tree.sibling_commune, name="Chi bộ 7", code="10001002007000")
    path = write_xlsx(
        tmp_path / "a.xlsx", HEADER,
        ["A", tree.commune.name], ["1", "Chi bộ 7"], row(1, "Nguyễn Văn Một"),
        ["B", tree.sibling_commune.name], ["1", "Chi bộ 7"], row(2, "Nguyễn Văn Hai"),
    )  # fmt: skip
    code, report = run("admissions", path, tree.province.code, apply=True)
    assert (code, report["errors"]) == (0, [])
    assert where() == {"Nguyễn Văn Một": mine.code, "Nguyễn Văn Hai": other.code}


@pytest.mark.django_db
def test_a_unit_nobody_knows_is_one_error_at_its_title(tree, tmp_path):
    path = write_xlsx(
        tmp_path / "a.xlsx", HEADER, ["I", "Chi bộ thôn 1 An Bình 1"], row(1, "Nguyễn Văn Một"),
        ["II", "Chi bộ Không Có"], row(2, "Nguyễn Văn Hai"), row(3, "Nguyễn Văn Ba"),
    )  # fmt: skip
    code, report = run("admissions", path, tree.province.code, apply=True)
    assert code == 1
    assert [error["cell"] for error in report["errors"]] == ["A4"]
    assert "Chi bộ Không Có" in report["errors"][0]["message"]
    assert not Admission.objects.exists()


@pytest.mark.django_db
def test_rows_before_the_first_title_are_asked_where_they_belong(tree, tmp_path):
    path = write_xlsx(
        tmp_path / "a.xlsx", HEADER, row(1, "Nguyễn Văn Một"), ["I", tree.branch.name], row(2, "Nguyễn Văn Hai")
    )
    code, report = run("admissions", path, tree.province.code)
    assert code == 1
    assert "trước tên đơn vị đầu tiên" in report["errors"][0]["message"]


@pytest.mark.django_db
def test_a_name_in_the_row_itself_goes_before_the_title(tree, tmp_path):
    header = [*HEADER, "Chi bộ"]
    path = write_xlsx(
        tmp_path / "a.xlsx", header, ["I", tree.branch.name],
        [*row(1, "Nguyễn Văn Một"), None], [*row(2, "Nguyễn Văn Hai"), tree.sibling_branch.name],
    )  # fmt: skip
    code, report = run("admissions", path, tree.province.code, apply=True)
    assert (code, report["errors"]) == (0, [])
    assert where() == {"Nguyễn Văn Một": tree.branch.code, "Nguyễn Văn Hai": tree.sibling_branch.code}
