"""Finding the header of a list inside a sheet, wherever the office put it, and the rows of data under it.

Columns are objects with `.key`, `.title` and `.synonyms`. What a header cell says is compared without marks, case,
stars, line breaks and help in brackets: "Ngày sinh *\\n(dd/mm/yyyy)" is "Ngày sinh".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..encodings import TCVN3, VNI, decode, is_unicode_already
from ..text import fold, normalise

NOTE_MARK = "※"  # rows of remarks that writer.py puts under a list begin with it and are no data


@dataclass(frozen=True)
class Column:
    """A plain declaration for lists that have no richer one."""

    key: str
    title: str
    synonyms: tuple[str, ...] = ()
    required: bool = False


@dataclass
class HeaderMatch:
    """Where the header stands. Rows count from 1, columns from 0."""

    row: int
    mapping: dict[str, int]
    unknown: list[tuple[int, str]] = field(default_factory=list)
    duplicate: list[tuple[str, list[int]]] = field(default_factory=list)
    last_row: int = 0  # the second row of a two-row header, else the same as `row`
    remembered: object = None  # what somebody once said about this layout, where that was followed

    def __post_init__(self) -> None:
        self.last_row = self.last_row or self.row


def find_header(rows: Sequence[Sequence], columns: Iterable, *, within: int = 10) -> HeaderMatch | None:
    """The row among the first `within` in which most columns are recognised: two at least, or all there are.

    Of equals the first wins. Two rows together are taken for the header (NGÀY SINH over NAM | NỮ) where that recognises
    more columns than either row alone.
    """
    names = _Names(columns)
    if not names.keys:
        return None
    least = min(2, len(names.keys))
    rows = rows[: within + 1]
    best: HeaderMatch | None = None
    for number, row in enumerate(rows[:within], start=1):
        match = names.match(number, _texts(row))
        if best is None or len(match.mapping) > len(best.mapping):
            best = match
    for number in range(1, min(within, len(rows))):
        upper, lower = _texts(rows[number - 1]), _texts(rows[number])
        if not any(upper) or not any(lower) or _is_index_row(rows[number], len([text for text in upper if text])):
            continue
        match = names.match(number, _joined(upper, lower), lower)
        match.last_row = number + 1
        if len(match.mapping) > len(best.mapping):
            best = match
    return best if best is not None and len(best.mapping) >= least else None


class _Names:
    """What every column may be called: as written first, without its brackets second, so that
    "Ngày sinh (Nam)" and "Ngày sinh (Nữ)" can be told apart and "Ngày sinh (dd/mm/yyyy)" still be known."""

    def __init__(self, columns: Iterable):
        self.keys: set[str] = set()
        self.exact: dict[str, tuple[int, str]] = {}  # with its marks: NGÀY SINH over NAM is not over NĂM
        self.whole: dict[str, tuple[int, str]] = {}  # name -> (rank: title, then synonyms in order, key)
        self.bare: dict[str, tuple[int, str]] = {}
        contested = set()
        for column in columns:
            self.keys.add(column.key)
            for rank, name in enumerate([column.title, *(column.synonyms or ())]):
                name = str(name)
                self._enter(self.exact, normalise(name).lower(), rank, column.key)
                self._enter(self.whole, fold(name), rank, column.key)
                bare = header_key(name)
                known = self.bare.get(bare)
                if known and known[1] != column.key and bare != fold(name):
                    contested.add(bare)
                self._enter(self.bare, bare, rank, column.key)
        for name in contested - set(self.whole):
            del self.bare[name]

    @staticmethod
    def _enter(names: dict, name: str, rank: int, key: str) -> None:
        if name and (name not in names or names[name][0] > rank):
            names[name] = (rank, key)

    def look_up(self, text: str) -> tuple[int, str] | None:
        known = self._known(text)
        if known is None and not text.isascii() and not is_unicode_already(text):
            for encoding in (TCVN3, VNI):
                meant = decode(text, encoding)
                known = known or self._known(meant)
        return known

    def _known(self, text: str) -> tuple[int, str] | None:
        return self.exact.get(text.lower()) or self.whole.get(fold(text)) or self.bare.get(header_key(text))

    def match(self, number: int, texts: list[str], fallback: list[str] | None = None) -> HeaderMatch:
        found: dict[str, list[tuple[int, int]]] = {}
        unknown: list[tuple[int, str]] = []
        for column, text in enumerate(texts):
            if not text:
                continue
            known = self.look_up(text)
            if known is None and fallback and column < len(fallback) and fallback[column]:
                known = self.look_up(fallback[column])
            if known is None:
                unknown.append((column, text))
            else:
                found.setdefault(known[1], []).append((known[0], column))
        return HeaderMatch(
            row=number,
            mapping={key: min(places)[1] for key, places in found.items()},
            unknown=unknown,
            duplicate=[
                (key, sorted(column for _, column in places)) for key, places in found.items() if len(places) > 1
            ],
        )


_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")


def header_key(text: object) -> str:
    """What a header is compared by: no help in brackets, no stars, no marks, one line."""
    return fold(_BRACKETS.sub(" ", normalise(str(text))))


def _texts(row: Sequence) -> list[str]:
    return [normalise(value) if isinstance(value, str) else "" for value in row]


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """Two header rows as one: what stands above a group of cells belongs to each of them."""
    joined, group = [], ""
    for column in range(max(len(upper), len(lower))):
        above = upper[column] if column < len(upper) else ""
        below = lower[column] if column < len(lower) else ""
        if above:
            group = above
        if below:
            joined.append(f"{group} {below}".strip())
        else:
            joined.append(above)
    return joined


def data_rows(rows: Sequence[Sequence], match: HeaderMatch) -> Iterator[tuple[int, Sequence]]:
    """(row number from 1, row) for every row below the header that holds data.

    Left out are blank rows, the index row (1)(2)(3) right under the header, rows of totals and the remarks of our own
    exports. Anything else, section titles and signatures too, is given: what it means is for the caller to say.
    """
    width = len(match.mapping) + len(match.unknown)
    index_possible = True
    for number, row in enumerate(rows[match.last_row :], start=match.last_row + 1):
        if all(_is_blank(value) for value in row):
            continue
        if index_possible and _is_index_row(row, width):
            index_possible = False
            continue
        index_possible = False
        if not _is_total(row) and not _is_note(row):
            yield number, row


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not normalise(value))


_BRACKETED_NUMBER = re.compile(r"[(\[]\s*([0-9]{1,3}|[A-ZĐ])\s*[)\]]")
_INDEX = re.compile(r"([0-9]{1,3}|[A-DĐ])")


def _is_index_row(row: Sequence, width: int) -> bool:
    """(1) (2) (3), or 1 2 3 under nearly every header; A and B may come first and numbers may be skipped.

    Plain numbers must begin with 1, rise and fill the row, lest the first row of a table of figures be lost.
    """
    cells = [normalise(str(value)) for value in row if not _is_blank(value)]
    bracketed = [_BRACKETED_NUMBER.fullmatch(cell) for cell in cells]
    if len(cells) >= 2 and all(bracketed):
        return _rises([found[1] for found in bracketed])
    if len(cells) < max(3, 0.8 * width) or not all(map(_INDEX.fullmatch, cells)):
        return False
    numbers = [cell for cell in cells if cell.isdigit()]
    return len(numbers) >= 2 and numbers[0] == "1" and _rises(cells) and int(numbers[-1]) <= 2 * len(cells)


def _rises(cells: list[str]) -> bool:
    letters = [cell for cell in cells if not cell.isdigit()]
    numbers = [int(cell) for cell in cells if cell.isdigit()]
    letters_first = all(not cell.isdigit() for cell in cells[: len(letters)])
    return letters_first and all(a < b for a, b in zip(numbers, numbers[1:], strict=False))


_TOTAL = re.compile(r"(?:tổng cộng|tổng số|tổng|cộng)\s*[:.]?\s*(?:[0-9].*)?", re.IGNORECASE)


def _is_total(row: Sequence) -> bool:
    """The one text in the row says so. With marks: Tống Cộng is a person's name."""
    texts = (normalise(value) for value in row if isinstance(value, str) and not _is_blank(value))
    if not _TOTAL.fullmatch(next(texts, "")):  # nearly every row ends here, after one cell
        return False
    return not any(character.isalpha() for text in texts for character in text)


def _is_note(row: Sequence) -> bool:
    cells = (value for value in row if not _is_blank(value))
    first = next(cells, None)
    return isinstance(first, str) and first.startswith(NOTE_MARK) and next(cells, None) is None
