"""Every built-in paper: it fills, opens again, holds what it must, and is what the declarations draw."""

import io
import re
from dataclasses import replace

import pytest
from docx import Document

from candidates.exchange.papers.build_templates import SHEETS, built
from candidates.exchange.papers.built_in import built_in
from candidates.exchange.papers.context import PaperContext
from candidates.exchange.papers.declarations import BY_CODE, PAPERS, missing
from candidates.exchange.papers.render import check_template, render
from candidates.exchange.papers.values import example_of
from candidates.procedure.texts.hd12_2022 import FORMS
from tests.candidates.papers.make import text_of

EXAMPLE = example_of(PaperContext)
EVERY = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.slug)


def test_every_form_of_the_procedure_can_be_printed():
    assert {form.code for form in FORMS} <= set(BY_CODE)
    assert set(SHEETS) == set(BY_CODE)
    assert len({paper.slug for paper in PAPERS}) == len(PAPERS)


@EVERY
def test_a_paper_fills_and_opens_again(paper):
    said = text_of(render(built_in(paper), EXAMPLE))
    assert "Nguyễn Văn An" in said
    assert "{{" not in said
    assert "{%" not in said
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in said or paper.code in ("4-KNĐ", "4A-KNĐ")


@EVERY
def test_a_built_in_template_passes_what_is_asked_of_uploaded_ones(paper):
    assert check_template(built_in(paper)) == []


@EVERY
def test_the_page_is_laid_out_as_prescribed(paper):
    document = Document(io.BytesIO(built_in(paper)))
    section = document.sections[0]
    assert sorted(round(each.mm) for each in (section.page_width, section.page_height)) == [210, 297]
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(each.mm) for each in margins] == [30, 15, 20, 20]
    assert document.styles["Normal"].font.name == "Times New Roman"


@EVERY
def test_the_file_in_the_repository_is_what_the_declarations_draw(paper):
    assert built(paper.code) == built(paper.code) == built_in(paper)


@EVERY
def test_a_paper_names_all_it_lacks_and_nothing_when_it_has_all(paper):
    assert missing(paper, EXAMPLE) == []
    lacking = missing(paper, PaperContext())
    assert len(lacking) == len(paper.needs) > 0
    assert all(each.label and each.advice for each in lacking)


def test_what_is_missing_says_where_to_mend_it():
    without = replace(EXAMPLE, hometown="", branch_resolution=replace(EXAMPLE.branch_resolution, in_favour=""))
    found = {each.label: each.advice for each in missing(BY_CODE["6-KNĐ"], without)}
    assert found == {
        "Quê quán": "Sửa thông tin của người này",
        "Nghị quyết của chi bộ: số người tán thành": "Ghi bước tiếp theo của quy trình",
    }


def test_handwritten_forms_leave_dotted_lines_where_nothing_is_known():
    for code in ("1-KNĐ", "2-KNĐ", "10-KNĐ"):
        assert BY_CODE[code].handwritten
        said = text_of(render(built_in(BY_CODE[code]), PaperContext()))
        assert re.search(r"Quê quán: \.{30}", said), code


def test_a_number_and_a_day_not_yet_given_leave_room_for_the_hand():
    without = replace(EXAMPLE, admission=type(EXAMPLE.admission)())
    said = text_of(render(built_in(BY_CODE["9-KNĐ"]), without))
    assert "Số .......-QĐ/ĐU" in said
    assert "ngày ..... tháng ..... năm ........" in said


def test_each_introducer_gets_a_paper_of_their_own():
    first, second = (replace(EXAMPLE.introducers[0], name=name) for name in ("Lê Thị Bình", "Trần Văn Cường"))
    said = text_of(render(built_in(BY_CODE["3-KNĐ"]), replace(EXAMPLE, introducers=(first, second))))
    assert said.count("GIẤY GIỚI THIỆU") == 2
    assert "Tôi là: Trần Văn Cường" in said


def test_papers_that_exist_only_somewhere_say_so():
    assert not BY_CODE["7-KNĐ"].applies(replace(EXAMPLE, sectional_committee=""))
    assert BY_CODE["7-KNĐ"].applies(EXAMPLE)
    assert not BY_CODE["4-KNĐ"].applies(replace(EXAMPLE, youth_body=""))


@pytest.mark.parametrize(
    "name",
    ["Nguyễn <b>&amp; \"Sơn\" 'Hà'", "H'Hen Niê", "{{ 7*7 }} An", "{% for x in y %}", "]]> An", "An" * 60],
)
def test_names_are_text_whatever_they_hold(name):
    said = text_of(render(built_in(BY_CODE["6-KNĐ"]), replace(EXAMPLE, full_name=name)))
    assert name in said


def test_what_xml_cannot_hold_is_left_out():
    said = text_of(render(built_in(BY_CODE["6-KNĐ"]), replace(EXAMPLE, full_name="An\x00\x0b\ufffe\ud800 Bình\n")))
    assert "An Bình" in said


def test_the_same_values_give_the_same_bytes():
    paper = BY_CODE["8-KNĐ"]
    assert render(built_in(paper), EXAMPLE) == render(built_in(paper), EXAMPLE)
