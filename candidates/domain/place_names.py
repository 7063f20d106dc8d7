"""Names of places as people write them: “H. Ngọc Hiển”, “TP HCM”, “xa Tan Lap - huyen Dan Phuong”, in any order.

A text is read in several ways at once (is the hyphen of “Bà Rịa - Vũng Tàu” a separator?); whoever looks a place up
takes the way that explains most of it (`communes`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from membership.base.text import fold, name_sort_key, normalise

COMMUNE, DISTRICT, PROVINCE = "commune", "district", "province"

# The folded word before a name, what it may be short for, and the levels it may stand at. Longer words come first.
_KINDS: tuple[tuple[str, str, frozenset[str]], ...] = tuple(
    (word, meant, frozenset(levels))
    for word, meant, levels in (
        ("thi tran", "thi tran", (COMMUNE,)),
        ("dac khu", "dac khu", (COMMUNE,)),
        ("thanh pho", "thanh pho", (DISTRICT, PROVINCE)),
        ("thi xa", "thi xa", (DISTRICT,)),
        ("phuong", "phuong", (COMMUNE,)),
        ("huyen", "huyen", (DISTRICT,)),
        ("quan", "quan", (DISTRICT,)),
        ("tinh", "tinh", (PROVINCE,)),
        ("xa", "xa", (COMMUNE,)),
        ("tt", "thi tran", (COMMUNE,)),
        ("tx", "thi xa", (DISTRICT,)),
        ("tp", "thanh pho", (DISTRICT, PROVINCE)),
        ("p", "phuong", (COMMUNE,)),
        ("x", "xa", (COMMUNE,)),
        ("h", "huyen", (DISTRICT,)),
        ("q", "quan", (DISTRICT,)),
        ("t", "tinh", (PROVINCE,)),
    )
)
_IN_FULL = tuple(each for each in _KINDS if len(each[0]) > 2 or each[0] == "xa")
DISTRICT_KINDS = frozenset({"huyen", "quan", "thi xa", "thanh pho"})
# What stands below the commune is no part of its name.
_HAMLETS = re.compile(
    r"(?:thon|xom|ap|ban|buon|lang|to|to dan pho|tdp|khu|khu pho|kp|so|duong|ngo|hem|doi|cum|tieu khu)\b"
)
_ALIASES = {
    "hcm": "ho chi minh", "tphcm": "ho chi minh", "tp hcm": "ho chi minh", "sai gon": "ho chi minh",
    "thua thien hue": "hue", "hn": "ha noi",
}  # fmt: skip
_WORD = (
    r"(?:(?:thị trấn|thi tran|đặc khu|dac khu|thành phố|thanh pho|thị xã|thi xa|phường|phuong|huyện|huyen|quận|quan"
    r"|tỉnh|tinh|xã|xa|t[tpx])\b\.?|[pxhqt]\.|[pq](?=[0-9]))"
)
_COMMAS = re.compile(r"[,;|/\n]+")
_HYPHENS = re.compile(r"\s*[-–—]+\s*")
_HYPHEN_AND_KIND = re.compile(rf"\s*[-–—]+\s*(?={_WORD}\s*\S)", re.IGNORECASE)
_BEFORE_KIND = r"(?!(?<=thị)\s+xã\b)(?!(?<=thi)\s+xa\b)\s+"
_SPACE_AND_KIND = re.compile(rf"{_BEFORE_KIND}(?={_WORD}\s*\S)", re.IGNORECASE)
# Not before the last syllable of a name that sounds like a kind: “xã Tân Xã huyện Thạch Thất”.
_SPACE_AND_NAME = re.compile(rf"{_BEFORE_KIND}(?={_WORD}\s*(?!{_WORD})\S)", re.IGNORECASE)
MOST_LETTERS = 255
KEY_LENGTH = 120


@dataclass(frozen=True)
class Reading:
    """One way to read a part: its kind ("" where none is said), its levels (empty: any), its name and key."""

    kind: str
    levels: frozenset[str]
    name: str
    key: str

    def may_be(self, level: str) -> bool:
        return not self.levels or level in self.levels


@dataclass(frozen=True)
class Part:
    readings: tuple[Reading, ...]
    below_commune: bool

    @property
    def says_above(self) -> bool:
        """It names its level, and that is a district or a province."""
        return not self.below_commune and bool(self.readings[0].levels) and COMMUNE not in self.readings[0].levels


def name_key(name: str) -> str:
    """What names are looked up by: folded, y as i, k as c, 01 as 1; “Mỹ Lý” and “Mĩ Lí” are one, so are Kạn and Cạn.

    >>> name_key("Mỹ Lý"), name_key("Đắk Lắk"), name_key("01")
    ('mi li', 'dac lac', '1')
    """
    words = fold(name).split()
    words = [word.lstrip("0") or "0" if word.isdigit() else _usual(word) for word in words]
    key = " ".join(words)
    return _ALIASES.get(key, key)[:KEY_LENGTH]


def _usual(word: str) -> str:
    word = word.replace("y", "i")
    return word if word.startswith("kh") else word.replace("k", "c")


def marked_key(name: str) -> str:
    """What tells Tân An from Tân Ân; where the tone mark stands in a syllable does not matter."""
    return name_sort_key(re.sub(r"\b0+(?=[0-9])", "", name))


def split_kind(name: str) -> tuple[str, str]:
    """("phuong", "Trúc Bạch") of “Phường Trúc Bạch”; ("", name) where no kind is written in full."""
    name = normalise(name)
    for word, meant, _levels in _IN_FULL:
        if (rest := _without(name, word)) is not None:
            return meant, rest
    return "", name


def _without(name: str, word: str) -> str | None:
    """The name after its kind; None when it does not begin with that kind, or is nothing else."""
    count = word.count(" ") + 1
    pieces = name.split(" ")
    if len(pieces) <= count or fold(" ".join(pieces[:count])) != word:
        return None
    return " ".join(pieces[count:])


@lru_cache(maxsize=2048)
def ways_to_read(text: str) -> tuple[tuple[Part, ...], ...]:
    """The parts of a written place, split in every way that makes sense."""
    text = normalise(_COMMAS.sub(",", (text or "")[:MOST_LETTERS]))
    text = re.sub(r"(?<=[A-Za-z])\.(?=\S)", ". ", text)
    found: dict[tuple[str, ...], None] = {}
    for rules in (
        (),
        (_HYPHEN_AND_KIND,),
        (_HYPHENS,),
        (_HYPHEN_AND_KIND, _SPACE_AND_KIND),
        (_HYPHEN_AND_KIND, _SPACE_AND_NAME),
        (_HYPHENS, _SPACE_AND_NAME),
    ):
        pieces = [text]
        for rule in (_COMMAS, *rules):
            pieces = [part for piece in pieces for part in rule.split(piece)]
        parts = tuple(part for piece in pieces if (part := piece.strip(" .")))
        if parts:
            found[parts] = None
    return tuple(tuple(_part(piece) for piece in parts) for parts in found)


def _part(text: str) -> Part:
    text = re.sub(r"(?i)\b([pq])([0-9]{1,2})$", r"\1 \2", text)
    return Part(tuple(_readings(text)), bool(_HAMLETS.match(fold(text))))


def _readings(text: str) -> Iterator[Reading]:
    plain = normalise(re.sub(r"\.(?=\s|$)", "", text))
    for word, meant, levels in _KINDS:
        rest = _without(plain, word)
        if rest is not None and (key := name_key(rest)):
            yield Reading(meant, levels, rest, key)
            if word in ("huyen", "h") and (island := _without(rest, "dao")) is not None:  # huyện đảo Lý Sơn
                yield Reading(meant, levels, island, name_key(island))
            break
    yield Reading("", frozenset(), plain, name_key(plain))
