"""Rows of a list that are no data but a title: "I. Chi bộ thôn 1 (12 đồng chí)" names the unit of the rows below."""

import re
from collections.abc import Sequence

from ..text import normalise

MOST_CELLS = 3  # the number, the title, how many there are

_NUMBER = re.compile(r"^(?:[IVXLC]{1,6}|[A-ZĐ]|[0-9]{1,3}(?:\.[0-9]{1,3})*)\s*[.)/:-]\s*|^[IVXLC]{1,6}\s+(?=\S{2})")
_COUNT = re.compile(
    r"\s*[:\-–(]*\s*[0-9]+\s*(?:đồng chí|đ/c|đc|người|đảng viên|quần chúng|học viên|đv|qc)\.?\s*\)*\s*$", re.IGNORECASE
)
_ONLY_NUMBER = re.compile(r"(?:[IVXLC]{1,6}|[A-ZĐ]|[0-9.]{1,7})[.)]?")
_UNIT = re.compile(
    r"(?:chi bộ|đảng bộ|đảng ủy|đảng uỷ|chi ủy|ban chấp hành đảng bộ|tổ đảng|cb|đb|đu|thôn|bản|xã|phường)\b",
    re.IGNORECASE,
)

_SUM_OF = re.compile(r"(?:tổng cộng|tổng số|tổng|cộng)\s+(?:của |toàn |trong )?", re.IGNORECASE)


def section_title(row: Sequence) -> str:
    """The title that a row consists of, without its number and its count; "" for a row that is none."""
    texts = [normalise(str(value)) for value in row if value is not None]
    texts = [text for text in texts if text]
    if not texts or len(texts) > MOST_CELLS:
        return ""
    if len(texts) > 1 and _ONLY_NUMBER.fullmatch(texts[0]):
        texts = texts[1:]
    title, others = texts[0], texts[1:]
    if any(not _ONLY_NUMBER.fullmatch(other) and not _COUNT.fullmatch(f" {other}") for other in others):
        return ""
    title = _COUNT.sub("", _NUMBER.sub("", title)).strip(" .:;-–")
    return title if sum(character.isalpha() for character in title) >= 2 else ""


def names_a_unit(title: str) -> bool:
    """Whether a title speaks of an organisation or a place, so that one we do not know is worth an error."""
    return _UNIT.match(title) is not None


def is_sub_total(row: Sequence) -> bool:
    """A sum under the rows of a unit: "Cộng chi bộ thôn 1: 6 đồng chí"."""
    texts = [normalise(str(value)) for value in row if value not in (None, "")]
    found = _SUM_OF.match(texts[0]) if texts and len(texts) <= MOST_CELLS else None
    return found is not None and names_a_unit(texts[0][found.end() :])
