"""What a commune of before 1/7/2025 is called now, by the table that the office itself brought in.

Nothing is guessed: a commune that was divided has several answers, and so has a name that several communes bear.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from candidates.domain.place_names import (
    COMMUNE,
    DISTRICT,
    DISTRICT_KINDS,
    PROVINCE,
    Part,
    Reading,
    marked_key,
    split_kind,
    ways_to_read,
)
from candidates.models import CommuneChange


@dataclass(frozen=True)
class Now:
    """One answer: the commune of today, and which line of the table says so.

    `partial`: only a part of the old commune went there. `already`: what was asked is itself a name of today.
    `doubt`: the district or province that was written is not the one of the table.
    """

    name: str
    province: str
    old: str = ""
    partial: bool = False
    note: str = ""
    already: bool = False
    doubt: bool = False

    @property
    def text(self) -> str:
        return f"{self.name}, {self.province}"


def is_certain(answers: list[Now]) -> bool:
    """One answer, for the whole commune, and nothing that was written speaks against it."""
    return len(answers) == 1 and not answers[0].partial and not answers[0].doubt


@dataclass
class _Match:
    row: CommuneChange
    reading: Reading
    explained: int
    doubt: bool
    already: bool
    same_kind: bool = field(init=False)
    same_marks: bool = field(init=False)

    def __post_init__(self) -> None:
        kind, name = split_kind(self.row.new_name if self.already else self.row.old_name)
        self.same_kind = self.reading.kind == kind
        self.same_marks = marked_key(self.reading.name) == marked_key(name)

    def answer(self) -> Now:
        row = self.row
        if self.already:
            return Now(row.new_name, row.new_province, already=True, doubt=self.doubt)
        old = ", ".join(filter(None, (row.old_name, row.old_district, row.old_province)))
        return Now(row.new_name, row.new_province, old, row.partial, row.note, doubt=self.doubt)


def where_now(place_text: str) -> list[Now]:
    """The communes of today that a written place may be in; empty where the table does not know it."""
    return where_now_each([place_text])[place_text]


def where_now_each(texts: Iterable[str]) -> dict[str, list[Now]]:
    """Answers by text; one query for any number of them."""
    ways = {text: ways_to_read(text) for text in texts}
    keys = {reading.key for parts in ways.values() for way in parts for part in way for reading in part.readings} - {""}
    if not keys:
        return {text: [] for text in ways}
    named = Q(old_key__in=keys) | Q(new_key__in=keys)
    book = _Book(CommuneChange.objects.filter(named, withdrawn_at=None).order_by("pk"))
    return {text: _answers(found, book, marked=not text.isascii()) for text, found in ways.items()}


class _Book:
    """Lines of the table by the keys of both names."""

    def __init__(self, rows: Iterable[CommuneChange]):
        self.old: dict[str, list[CommuneChange]] = {}
        self.new: dict[str, list[CommuneChange]] = {}
        for row in rows:
            self.old.setdefault(row.old_key, []).append(row)
            self.new.setdefault(row.new_key, []).append(row)


def is_empty() -> bool:
    """No table was brought in yet."""
    return not CommuneChange.objects.filter(withdrawn_at=None).exists()


def count() -> int:
    return CommuneChange.objects.filter(withdrawn_at=None).count()


def _answers(ways: tuple[tuple[Part, ...], ...], book: _Book, *, marked: bool) -> list[Now]:
    matches = [match for way in ways for match in _matches(way, book)]
    best = max((match.explained for match in matches), default=0)
    matches = [match for match in matches if match.explained == best and not (best == 0 and match.doubt)]
    for wish in ("same_kind", "same_marks") if marked else ("same_kind",):
        if any(getattr(match, wish) for match in matches):
            matches = [match for match in matches if getattr(match, wish)]
    if any(not match.doubt for match in matches):
        matches = [match for match in matches if not match.doubt]
    found: dict[tuple[str, str], Now] = {}
    for answer in (match.answer() for match in matches):
        key = (answer.name, answer.province)
        known = found.get(key)
        if known is None or (answer.already and not known.already) or (answer.partial and not known.already):
            found[key] = answer
    return sorted(found.values(), key=lambda answer: (answer.province, answer.name))


def _matches(way: tuple[Part, ...], book: _Book) -> Iterator[_Match]:
    for position, part in enumerate(way):
        others = way[:position] + way[position + 1 :]
        for reading in part.readings:
            for row in book.old.get(reading.key, ()):
                if reading.may_be(_level_of(row)):
                    told = [_explains(other, row) for other in others]
                    yield _match(row, reading, others, told, already=False)
            for row in book.new.get(reading.key, ()):
                if reading.may_be(COMMUNE):
                    told = [_is_new_province(other, row) for other in others]
                    yield _match(row, reading, others, told, already=True)


def _match(row, reading: Reading, others: tuple[Part, ...], told: list[bool], *, already: bool) -> _Match:
    doubt = any(not said and other.says_above for said, other in zip(told, others, strict=True))
    return _Match(row, reading, sum(told), doubt, already)


def _level_of(row: CommuneChange) -> str:
    """Some districts of islands became one unit each: there the old unit is a district."""
    return DISTRICT if row.old_kind in DISTRICT_KINDS else COMMUNE


def _explains(part: Part, row: CommuneChange) -> bool:
    return any(
        (reading.key == row.district_key and reading.may_be(DISTRICT))
        or (reading.key in (row.province_key, row.new_province_key) and reading.may_be(PROVINCE))
        for reading in part.readings
        if reading.key
    )


def _is_new_province(part: Part, row: CommuneChange) -> bool:
    return any(reading.key == row.new_province_key and reading.may_be(PROVINCE) for reading in part.readings)
