"""The encoding doctor: what it mends, what it leaves, when it asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.base.encodings import TCVN3, VNI, decode, examine
from membership.base.syllables import is_syllable

NAMES = [
    "Nguyễn Văn Hải", "Trần Thị Hồng Nhung", "Lê Đức Thọ", "Phạm Quỳnh Hương", "Hoàng Ngọc Tuyết", "Vũ Khắc Tiệp",
    "Đặng Thùy Trâm", "Bùi Xuân Phái", "Đỗ Mạnh Cường", "Ngô Bảo Châu", "Dương Thị Mỹ Lệ", "Lý Thường Kiệt",
    "Giàng A Páo", "Lò Văn Hặc", "Quách Thị Yến", "Tạ Quang Bửu", "Trương Vĩnh Ký", "Huỳnh Thúc Kháng",
]  # fmt: skip
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"

TO_TCVN3 = str.maketrans(
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
)
_VNI = """
    aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò
    oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î Ñ
"""
_VIETNAMESE = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĐ"
TO_VNI = str.maketrans(dict(zip(_VIETNAMESE, _VNI.split(), strict=True)))


def old(names, table):
    return [name.translate(table) for name in names]


@pytest.mark.parametrize(("table", "encoding"), [(TO_TCVN3, TCVN3), (TO_VNI, VNI)])
def test_a_column_in_an_old_font_is_recognised_and_read(table, encoding):
    column = old(NAMES, table)
    found = examine(column)
    assert (found.encoding, found.sure) == (encoding, True)
    assert [decode(cell, encoding) for cell in column] == NAMES
    assert found.examples[0] == (column[0], NAMES[0])


@pytest.mark.parametrize(("table", "encoding", "font"), [(TO_TCVN3, TCVN3, ".VnTime"), (TO_VNI, VNI, "VNI-Times")])
def test_few_cells_are_believed_only_when_the_fonts_agree(table, encoding, font):
    column = old(NAMES[:3], table)
    assert examine(column).encoding == encoding
    assert not examine(column).sure
    assert examine(column, [font]).sure


@pytest.mark.parametrize("column", [
    NAMES, ["Hà", "Tú", "Lê Tú", "Hoàng Hà", "Lê Thanh Hà", "Trí", "Khánh"] * 9,
    ["Café Crème", "Müller", "François", "São Paulo", "Élodie Côté"] * 9, ["Nguyen Van A"] * 30, [], [None, 3, 4.5],
    ["Y Ñuê Buôn Yă", "H'Bé Niê", "H'Hoa Êban"] * 9,
])  # fmt: skip
@pytest.mark.parametrize("fonts", [[], [".VnTime", "VNI-Times"]])
def test_what_is_unicode_stays_whatever_the_fonts_say(column, fonts):
    assert examine(column, fonts).encoding == ""


def test_a_cell_that_is_unicode_already_stays_in_an_old_column():
    column = [*old(NAMES, TO_TCVN3), "Nguyễn Thị Ước"]
    assert examine(column).sure
    assert decode("Nguyễn Thị Ước", TCVN3) == "Nguyễn Thị Ước"


@pytest.mark.parametrize(("cell", "meant"), [
    ("NGUYÔN V¡N HïNG", "NGUYỄN VĂN HÙNG"),  # drawn in capitals by .VnTimeH
    ("NguyÔn V¨n ¸nh", "Nguyễn Văn Ánh"),  # there was no capital Á to type
    ("th«n ®«ng", "thôn đông"),
    ("Chi bé 3", "Chi bộ 3"),
    ("TrÇn Quèc V\u00adîng", "Trần Quốc Vượng"),
])  # fmt: skip
def test_capitals_that_tcvn3_lost_come_back(cell, meant):
    assert decode(cell, TCVN3) == meant


@given(st.text(LETTERS + " ", max_size=60))
def test_every_letter_survives_both_encodings(text):
    for table, encoding in ((TO_TCVN3, TCVN3), (TO_VNI, VNI)):
        written = text.translate(table)
        if not written.isascii() and not (set(written) & set("ăđĩũơư")):
            assert decode(written, encoding).lower() == text


@pytest.mark.parametrize(
    "word", ["nghiêng", "Quyết", "Giàng", "Páo", "Uyên", "Hặc", "khuỷu", "yêu", "ước", "gì", "Tuấn"]
)
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Crème", "Müller", "hàc", "nguyìn", "Păulo", "strê", "tòp", "óò"])
def test_no_syllables(word):
    assert not is_syllable(word)
