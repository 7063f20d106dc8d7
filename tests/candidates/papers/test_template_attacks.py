"""Templates come from people: what is not of their language, or not a plain Word file, is refused with a sentence."""

import io
import time
import zipfile
from dataclasses import replace

import pytest

from candidates.exchange.papers.context import PaperContext
from candidates.exchange.papers.language import ENVIRONMENT, walls
from candidates.exchange.papers.package import TemplateProblem
from candidates.exchange.papers.render import check_template, render
from candidates.exchange.papers.values import example_of
from tests.candidates.papers.make import repacked, split_runs, text_of, with_row, word

EXAMPLE = example_of(PaperContext)
RELS = "word/_rels/document.xml.rels"
CODE = [
    "{{ ''.__class__.__mro__ }}",
    "{{ ho_ten.__class__ }}",
    "{{ ho_ten.upper() }}",
    "{{ ho_ten['__class__'] }}",
    "{{ nq_chi_bo.items }}",
    "{{ nq_chi_bo|attr('__class__') }}",
    "{{ self }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum }}",
    "{{ ho_ten * 1000000000 }}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ ho_ten ~ ho_ten }}",
    "{{ ho_ten|safe }}",
    "{{ ho_ten|replace('a', 'b') }}",
    "{{ ho_ten|cham(10, 20) }}",
    "{{ ho_ten|cham(so_gcn) }}",
    "{{ (ho_ten, chi_bo) }}",
    "{{ ho_ten if chi_bo }}",
    "{% for i in range(10**9) %}{% endfor %}",
    "{% for i in 'aaaa' %}{% endfor %}",
    "{% for a, b in than_nhan %}{% endfor %}",
    "{% for a in than_nhan recursive %}{% endfor %}",
    "{% for a in than_nhan if a.ho_ten %}{% endfor %}",
    "{% include 'x' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% from 'os' import path %}",
    "{% set x = ho_ten %}",
    "{% macro m() %}{% endmacro %}",
    "{% raw %}{% endraw %}",
    "{% block b %}{% endblock %}",
    "{% with x = ho_ten %}{% endwith %}",
    "{% filter upper %}{% endfilter %}",
    "{%r if ho_ten %}{%r endif %}",
    "{{r ho_ten }}",
    "{%- if ho_ten -%}{% endif %}",
    "{# lời #}",
    "{% cellbg ho_ten %}",
    "{{ }}",
    "{{ ho_ten",
    "ho_ten }}",
    "{ho_ten}",
    "{{ {{ ho_ten }} }}",
    "{% if ho_ten %}",
    "{% endif %}",
    "{% if ho_ten %}{% endfor %}",
    "{{ nguoi_giup_do.ho_ten }}",
    "{{ nguoi_giup_do }}",
    "{{ nq_chi_bo }}",
    "{% for ho_ten in than_nhan %}{% endfor %}",
    "{{ " + "x" * 300 + " }}",
]


@pytest.mark.parametrize("code", CODE)
def test_what_is_not_of_the_language_is_refused_where_it_stands(code):
    content = word("Tôi là: {{ ho_ten }}", code)
    problems = check_template(content)
    assert 1 <= len(problems) <= 2
    assert all("“" in problem for problem in problems), "each sentence quotes what was found"
    with pytest.raises(TemplateProblem):
        render(content, EXAMPLE)


@pytest.mark.parametrize("code", [code for code in CODE if code.count("{") > 1][:35])
def test_the_header_of_a_page_is_read_as_its_body(code):
    assert check_template(word("An", header=code))


def test_all_problems_are_told_at_once_with_what_was_probably_meant():
    problems = check_template(word("{{ ho_tem }}", "{{ ngay_sinhh }}", "{{ nq_chi_bo.tan_than }}", "{{ ho_ten|chm }}"))
    assert len(problems) == 4
    assert "có lẽ là “ho_ten”" in problems[0]
    assert "“tan_thanh”" in problems[2]
    assert "“cham”" in problems[3]


def test_the_walls_stand_without_the_reader():
    """A tag that came past the reading of paragraphs is stopped again: before compiling, and in the sandbox."""
    for code in ("{{ ho_ten.upper() }}", "{% for i in range(9) %}{% endfor %}", "{% set x = 1 %}", "{{ 2 ** 9 }}"):
        with pytest.raises(Exception, match="không được dùng"):
            walls(code)
    for code in ("{{ x.__class__ }}", "{{ x['y'] }}", "{{ range(3) }}", "{{ x.upper() }}"):
        with pytest.raises(Exception):  # noqa: B017
            ENVIRONMENT.from_string(code).render(x="a")


def test_tags_that_word_broke_into_runs_are_read():
    assert text_of(render(split_runs("Tôi là {", "{ ho", "_ten|ho", "a }", "}."), EXAMPLE)) == "Tôi là NGUYỄN VĂN AN."


def test_conditions_and_loops_of_the_language_work():
    content = word(
        "{% if doan_vien == “có” and not bc_bo_phan.so %}sai{% elif ton_giao != 'Không' %}sai{% else %}đúng{% endif %}",
        "{%p for n in nguoi_giup_do %}",
        "{{ loop.index }}. {{ n.ho_ten|cham }} {% if not loop.last %};{% endif %}",
        "{%p endfor %}",
        "{{ ton_giao or 'không rõ' }}",
    )
    assert check_template(content) == []
    assert text_of(render(content, EXAMPLE)).split("\n") == ["đúng", "1. Lê Thị Bình ;", "2. Lê Thị Bình ", "Không"]


def test_rows_of_a_table_repeat():
    content = with_row("Họ tên", "{%tr for n in danh_sach %}", "{{ n.ho_ten }}", "{%tr endfor %}")
    assert check_template(content) == []
    assert text_of(render(content, EXAMPLE)).count("Nguyễn Văn An") == 2


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("{% for n in danh_sach %}", "{{ n.ho_ten }}", "{% endfor %}"),
        ("{%p for n in danh_sach %}", "{% endfor %}"),
        ("{%p for n in danh_sach %} và chữ", "{%p endfor %}"),
        ("{%tr for n in danh_sach %}", "{%tr endfor %}"),
        ("{%p for a in danh_sach %}", "{%p for b in danh_sach %}", "{%p for c in danh_sach %}", "x")
        + ("{%p endfor %}",) * 3,
    ],
)
def test_loops_that_would_cut_across_paragraphs_or_go_too_deep_are_refused(paragraphs):
    assert check_template(word(*paragraphs))


def test_what_is_filled_stays_within_bounds():
    nested = ("{%p for a in danh_sach %}", "{%p for b in danh_sach %}", "x" * 2000, "{%p endfor %}", "{%p endfor %}")
    content = word(*nested)
    assert check_template(content) == []
    began = time.perf_counter()
    with pytest.raises(TemplateProblem, match="quá dài"):
        render(content, replace(EXAMPLE, people=EXAMPLE.people * 100))
    assert time.perf_counter() - began < 5


GOOD = word("Tôi là {{ ho_ten }}")
EXTERNAL = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    'Target="http://evil.example/x.png" TargetMode="External"/></Relationships>'
)
FIELD = '<w:r><w:instrText>IN</w:instrText></w:r><w:r><w:instrText>CLUDETEXT "/etc/passwd"</w:instrText></w:r>'
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
TYPES = "[Content_Types].xml"
MAIN = "wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "trống"),
        (b"PK\x03\x04 broken", "không phải là văn bản Word"),
        (b"%PDF-1.7 ...", "không phải là văn bản Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le"), ".doc cũ"),
        (b"\0" * (3 << 20), "lớn hơn 2 MB"),
        (repacked(GOOD, add={"word/vbaProject.bin": b"x"}), "macro"),
        (repacked(GOOD, change={TYPES: (MAIN, "ms-word.document.macroEnabled.main+xml")}), "macro|không phải"),
        (repacked(GOOD, change={TYPES: (MAIN, "wordprocessingml.template.main+xml")}), "không phải là văn bản Word"),
        (repacked(GOOD, add={"word/embeddings/oleObject1.bin": b"x"}), "oleObject1"),
        (repacked(GOOD, add={"word/afchunk1.html": b"<script>"}), "afchunk1"),
        (repacked(GOOD, change={RELS: ("</Relationships>", EXTERNAL)}), "evil.example"),
        (repacked(GOOD, change={"word/document.xml": ("<w:document", BOMB + "<w:document")}), "XML không an toàn"),
        (repacked(GOOD, change={"docProps/core.xml": ("<cp:core", BOMB + "<cp:core")}), "XML không an toàn"),
        (repacked(GOOD, change={"word/document.xml": ("UTF-8", "UTF-7")}), "bảng mã"),
        (repacked(GOOD, change={"word/document.xml": ("</w:body>", "")}), "bị hỏng"),
        (repacked(GOOD, change={"word/document.xml": ("</w:p>", FIELD + "</w:p>")}), "INCLUDETEXT"),
        (repacked(GOOD, change={"word/document.xml": ("</w:p>", "</w:p><w:altChunk/>")}), "altChunk"),
        (repacked(GOOD, add={"word/big.xml": b" " * (20 << 20)}), "nén bất thường"),
        (repacked(GOOD, add={f"word/{n}.xml": b"<a/>" for n in range(300)}), "nén bất thường"),
        (repacked(GOOD, change={"word/document.xml": ("<w:p>", '<w:p w:rsidR="{{ ho_ten }}">')}), "ngoài phần chữ"),
    ],
    ids=range(20),  # a file made at this second is no name for a test: each process would make another
)  # fmt: skip
def test_files_that_are_not_plain_word_are_refused(content, sentence):
    with pytest.raises(TemplateProblem, match=sentence):
        render(content, EXAMPLE)
    problems = check_template(content)
    assert problems
    assert all(problem.endswith(".") for problem in problems)


def test_two_entries_of_one_name_are_refused():
    stream = io.BytesIO(GOOD)
    with pytest.warns(UserWarning), zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert check_template(stream.getvalue())


def test_reading_a_hostile_megabyte_takes_no_time():
    """Thousands of tags, of openings without end, of table cells: refused or read within seconds."""
    for paragraphs in (["{{p " * 40_000], ["{% for n in danh_sach %}"] * 5_000, ["{{ ho_ten }}" * 599], ["{" * 90_000]):
        began = time.perf_counter()
        check_template(word(*paragraphs))
        assert time.perf_counter() - began < 8
