"""What a cell says, for every kind of column."""

from datetime import date, datetime

import pytest

from membership.base.sheets.reader import ErrorCell
from membership.exchange.columns import Column
from membership.exchange.matching import CatalogueWidget, Lookups, OrganisationCodeWidget, OrganisationNameWidget
from membership.exchange.widgets import (
    BirthWidget,
    DateWidget,
    IntegerWidget,
    NameWidget,
    SexWidget,
    TextWidget,
    YearWidget,
    YesNoWidget,
    text_of,
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [(12.0, "12"), (12.5, "12,5"), (date(2026, 2, 5), "05/02/2026"), (datetime(2026, 2, 5, 8), "05/02/2026"),
     ("  a\u00a0b ", "a b"), (None, ""), (True, "True")],
)  # fmt: skip
def test_a_cell_reads_as_a_person_reads_it(cell, text):
    assert text_of(cell) == text


@pytest.mark.parametrize("cell", ["x", "X", "có", "CÓ", 1, 1.0, True, "true", "v", "✓", "Đoàn viên", "rồi"])
def test_yes(cell):
    assert YesNoWidget("Đoàn viên").clean(cell) is True


@pytest.mark.parametrize("cell", ["không", "KHÔNG", "0", 0, 0.0, False, "k", "chưa", "không là đoàn viên"])
def test_no(cell):
    assert YesNoWidget("Đoàn viên").clean(cell) is False


@pytest.mark.parametrize("cell", ["y tế", 2, "có thể", date(2026, 1, 1)])
def test_neither_yes_nor_no_is_an_error(cell):
    with pytest.raises(ValueError, match="không rõ là có hay không"):
        YesNoWidget().clean(cell)


@pytest.mark.parametrize(("cell", "sex"), [("Nam", "male"), ("NỮ", "female"), ("nu", "female"), (" nữ ", "female")])
def test_sex(cell, sex):
    assert SexWidget().clean(cell) == {"sex": sex}


@pytest.mark.parametrize("cell", ["M", "F", "Năm", 1, "khác"])
def test_sex_that_is_not_plain_is_an_error(cell):
    with pytest.raises(ValueError, match="nam hay nữ"):
        SexWidget().clean(cell)


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [("05/06/1990", date(1990, 6, 5), "day"), ("06/1990", date(1990, 6, 1), "month"),
     ("1990", date(1990, 1, 1), "year"), (1990.0, date(1990, 1, 1), "year"),
     (date(1990, 6, 5), date(1990, 6, 5), "day")],
)  # fmt: skip
def test_a_birth_date_keeps_what_is_known_of_it(cell, day, precision):
    assert BirthWidget().clean(cell) == {"born_on": day, "born_precision": precision}


def test_a_decision_needs_its_whole_date():
    with pytest.raises(ValueError, match="chưa đủ"):
        DateWidget().clean("02/2026")


def test_numbers():
    assert IntegerWidget().clean("1.200") == 1200
    with pytest.raises(ValueError, match="số âm"):
        IntegerWidget().clean(-3)
    with pytest.raises(ValueError, match="không phải là số nguyên"):
        IntegerWidget().clean("ba mươi")
    with pytest.raises(ValueError, match="là một ngày"):
        IntegerWidget().clean(date(2026, 1, 1))


@pytest.mark.parametrize("cell", [1929, 2201, 26, "1.926"])
def test_a_year_lies_between_1930_and_2200(cell):
    with pytest.raises(ValueError, match=r"1930–2200"):
        YearWidget().clean(cell)


def test_names_need_a_letter_and_texts_have_an_end():
    with pytest.raises(ValueError, match="không phải là một tên"):
        NameWidget(120).clean(12345.0)
    with pytest.raises(ValueError, match="nhiều nhất là 10"):
        TextWidget(10).clean("x" * 11)


def bound(widget, into=None):
    widget.bind(Lookups(into))
    return widget


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cell", "code"), [("Không", "none"), ("Không có", "none"), ("Hòa Hảo", "hoa_hao"), ("CÔNG GIÁO", "catholic")]
)
def test_religion(cell, code):
    assert bound(CatalogueWidget("religion", "religion")).clean(cell) == {"religion": code}


@pytest.mark.django_db
def test_strict_catalogues_refuse_and_others_keep():
    with pytest.raises(ValueError, match="“Kinhh” không có trong danh mục Dân tộc"):
        bound(CatalogueWidget("ethnic_group", "ethnic_group")).clean("Kinhh")
    degree = bound(CatalogueWidget("degree", "degree"))
    assert degree.clean("ĐH") == {"degree": "university", "degree_text": ""}
    assert degree.clean("Đại học Luật") == {"degree": "university", "degree_text": "Đại học Luật"}
    assert degree.clean("Thợ hàn") == {"degree": "", "degree_text": "Thợ hàn"}
    occupation = bound(CatalogueWidget("occupation", "occupation", keeps_detail=True))
    assert occupation.clean("Trưởng thôn") == {"occupation": "village_activist", "occupation_text": "Trưởng thôn"}
    assert occupation.clean("Sinh viên") == {"occupation": "student", "occupation_text": ""}


@pytest.mark.django_db
def test_twelve_twelfths_that_excel_took_for_a_day():
    education = bound(CatalogueWidget("general_education", "general_education"))
    assert education.clean(date(2026, 12, 12))["general_education"] == "upper_secondary"
    assert education.clean(date(2026, 12, 9))["general_education"] == "lower_secondary"
    assert education.clean(date(2026, 9, 12))["general_education"] == "lower_secondary"


def test_organisations_by_code_or_name(tree):
    by_code, by_name = bound(OrganisationCodeWidget(), tree.province), bound(OrganisationNameWidget(), tree.province)
    assert by_code.clean("10.001.001.001.000").id == tree.branch.pk
    assert by_code.clean(10001001001000.0).id == tree.branch.pk
    assert by_name.clean("CHI BO THON 1 AN BINH 1").id == tree.branch.pk
    assert by_name.clean("10001001001000").id == tree.branch.pk
    with pytest.raises(ValueError, match="“99” không có trong “Tỉnh ủy An Bình”"):
        by_code.clean("99")
    with pytest.raises(ValueError, match="không có trong"):
        by_code.clean(tree.foreign_branch.code)
    with pytest.raises(ValueError, match="Không có tổ chức nào tên là"):
        by_name.clean(tree.foreign_branch.name)


def test_a_failed_formula_and_a_blank_required_cell():
    column = Column("full_name", "Họ và tên", widget=NameWidget(120), required=True)
    with pytest.raises(ValueError, match="#N/A"):
        column.read(ErrorCell("#N/A"))
    with pytest.raises(ValueError, match="còn trống"):
        column.read("  \u00a0 ")
    assert Column("note", "Ghi chú").read("") is None
