"""Numbers in words, days in words, and the archive of many papers."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from candidates.exchange.papers.bundle import Printed, plain_name, write_bundle
from candidates.exchange.papers.context import SCHEMA, PaperContext
from candidates.exchange.papers.declarations import BY_CODE
from candidates.exchange.papers.words import day_in_words, number_in_words

GUIDE = Path(__file__).parents[3] / "docs" / "user-guide" / "mau-giay-to.md"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (105, "một trăm linh năm"),
        (111, "một trăm mười một"),
        (1_005, "một nghìn không trăm linh năm"),
        (12_340, "mười hai nghìn ba trăm bốn mươi"),
        (200_000, "hai trăm nghìn"),
    ],
)
def test_numbers_in_words(number, words):
    assert number_in_words(number) == words


def test_days_in_words_carry_zeros_as_official_papers_do():
    assert day_in_words(date(2026, 6, 5)) == "ngày 05 tháng 6 năm 2026"
    assert day_in_words(date(2026, 2, 15)) == "ngày 15 tháng 02 năm 2026"
    assert day_in_words(date(2026, 12, 1)) == "ngày 01 tháng 12 năm 2026"
    assert day_in_words(None) == ""


def _names(*printed: Printed) -> list[str]:
    stream = io.BytesIO()
    assert write_bundle(printed, stream) == len(printed)
    return zipfile.ZipFile(stream).namelist()


def test_a_bundle_has_a_folder_for_each_person():
    form, resolution = BY_CODE["1-KNĐ"], BY_CODE["6-KNĐ"]
    assert _names(
        Printed(form, b"1", "Nguyễn Thị Đào", 1),
        Printed(resolution, b"2", "Nguyễn Thị Đào", 1),
        Printed(form, b"3", "Nguyễn Thị Đảo", 2),
        Printed(form, b"4", "nguyễn thị đào", 3),
        Printed(form, b"5", "Nguyễn Thị Đào", 1),
        Printed(BY_CODE["DS-TN"], b"6"),
    ) == [
        "Nguyen Thi Dao/03.Don xin vao Dang.docx",
        "Nguyen Thi Dao/09.Nghi quyet de nghi ket nap dang vien cua chi bo.docx",
        "Nguyen Thi Dao (2)/03.Don xin vao Dang.docx",
        "nguyen thi dao (3)/03.Don xin vao Dang.docx",
        "Nguyen Thi Dao/03.Don xin vao Dang (2).docx",
        "29.Danh sach trich ngang nguoi vao Dang.docx",
    ]


def test_a_bundle_is_the_same_every_time():
    def once():
        stream = io.BytesIO()
        write_bundle([Printed(BY_CODE["1-KNĐ"], b"x", "An", 1)], stream)
        return stream.getvalue()

    assert once() == once()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c:d", "..", "CON\x00", "🙂", "Nguyễn " * 40])
def test_names_of_people_are_harmless_names_of_folders(name):
    plain = plain_name(name)
    assert plain.isascii()
    assert plain
    assert not set(plain) & set('/\\:*?"<>|.\x00')
    assert len(plain) <= 80


def test_the_guide_lists_every_value_a_template_may_use():
    text = GUIDE.read_text(encoding="utf-8")

    def names(schema, prefix=""):
        for name, shape in schema.items():
            yield prefix + name
            inner = shape[0] if isinstance(shape, list) else shape
            if inner and not prefix:
                yield from names(inner, "…")

    listed = {name.lstrip("…") for name in names(SCHEMA)}
    assert [name for name in sorted(listed) if f"`{name}`" not in text] == []
    assert PaperContext().full_name == ""
