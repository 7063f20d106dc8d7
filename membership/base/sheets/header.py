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
    guessed: set[str] = field(default_factory=set)  # of what is mapped: columns without a header that says so
    remembered: object = None  # what somebody once said about this layout, where that was followed

    def __post_init__(self) -> None:
        self.last_row = self.last_row or self.row


MOST_HEADER_ROWS = 3


def find_header(rows: Sequence[Sequence], columns: Iterable, *, within: int = 10) -> HeaderMatch | None:
    """The row among the first `within` in which most columns are recognised: two at least, or all there are.

    Of equals the first wins. Two or three rows together are taken for the header (NGÀY SINH over NAM | NỮ) where that
    recognises more columns than one row alone, or where the rows below plainly divide its cells.
    """
    names = _Names(columns)
    if not names.keys:
        return None
    least = min(2, len(names.keys))
    rows = rows[: within + MOST_HEADER_ROWS - 1]
    best: HeaderMatch | None = None
    for height in range(1, MOST_HEADER_ROWS + 1):
        for number in range(1, min(within, len(rows) - height + 1) + 1):
            levels = [_texts(row) for row in rows[number - 1 : number + height - 1]]
            if height > 1 and not _may_be_levels(levels, rows[number : number + height - 1]):
                continue
            match = names.match(number, levels)
            if best is None or len(match.mapping) > len(best.mapping):
                best = match
    if best is None or len(best.mapping) < least:
        return None
    levels = [_texts(row) for row in rows[best.row - 1 : best.last_row]]
    for row in rows[best.last_row : best.row + MOST_HEADER_ROWS - 1]:
        if not _divides(levels, row):
            break
        levels.append(_texts(row))
    return names.match(best.row, levels) if len(levels) > best.last_row - best.row + 1 else best


def _may_be_levels(levels: list[list[str]], below: Sequence[Sequence]) -> bool:
    """Whether every row says something, none is the index row, and a third one holds nothing but texts."""
    if not all(map(any, levels)):
        return False
    width = len([text for text in levels[0] if text])
    if any(_is_index_row(row, width) for row in below):
        return False
    return len(below) < 2 or not any(_is_number(value) for row in below for value in row)


def _divides(levels: list[list[str]], row: Sequence) -> bool:
    """Whether a row stands only under header cells that reach over several columns: Quốc gia | Tỉnh | Địa chỉ."""
    texts = _texts(row)
    places = [column for column, text in enumerate(texts) if text]
    if len(places) < 2 or any(_is_number(value) for value in row):
        return False
    fresh = 0
    for column in places:
        above = next((level for level in reversed(levels) if column < len(level) and level[column]), None)
        if above is None:
            fresh += 1
        elif column + 1 >= len(above) or above[column + 1]:
            return False
    return fresh > 0


def _is_number(value: object) -> bool:
    return not _is_blank(value) and (not isinstance(value, str) or normalise(value)[0].isdigit())


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
        return known or self._before_help(text)

    def _known(self, text: str) -> tuple[int, str] | None:
        return self.exact.get(text.lower()) or self.whole.get(fold(text)) or self.bare.get(header_key(text))

    def _before_help(self, text: str) -> tuple[int, str] | None:
        """What a header says before words that only help to fill it in: "Ngày sinh: ghi đủ ngày, tháng, năm"."""
        cut = _HELP.search(text)
        known = self._known(text[: cut.start()]) if cut is not None and len(cut[0].split()) > 1 else None
        other = self._known(cut[0].strip(" :;-–*()")) if known else None
        return known if other is None or other[1] == known[1] else None

    def match(self, number: int, levels: list[list[str]]) -> HeaderMatch:
        found: dict[str, list[tuple[int, int]]] = {}
        unknown: list[tuple[int, str]] = []
        for column, ways in enumerate(_ways_to_read(levels)):
            if not ways:
                continue
            known = next((known for known in map(self.look_up, ways) if known), None)
            if known is None:
                unknown.append((column, ways[0]))
            else:
                found.setdefault(known[1], []).append((known[0], column))
        return HeaderMatch(
            row=number,
            mapping={key: min(places)[1] for key, places in found.items()},
            unknown=unknown,
            duplicate=[
                (key, sorted(column for _, column in places)) for key, places in found.items() if len(places) > 1
            ],
            last_row=number + len(levels) - 1,
        )


_HELP = re.compile(r"(?:\s*[:;*]|\s+[-–]\s|\s*\(|\s(?:ví dụ|vd|ghi|chọn)\b).*", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")


def header_key(text: object) -> str:
    """What a header is compared by: no help in brackets, no stars, no marks, one line."""
    return fold(_BRACKETS.sub(" ", normalise(str(text))))


def _texts(row: Sequence) -> list[str]:
    return [normalise(value) if isinstance(value, str) else "" for value in row]


def _ways_to_read(levels: list[list[str]]) -> list[list[str]]:
    """Per column what its header may be called: with all that stands above it, then with less and less of that.

    What stands above a group of cells belongs to each of them, as far as the next text in its row or further up.
    """
    width = max(map(len, levels))
    levels = [level + [""] * (width - len(level)) for level in levels]
    groups = [""] * len(levels)
    read = []
    for column in range(width):
        parts = []
        for depth, level in enumerate(levels):
            if level[column]:
                groups[depth:] = [level[column]] + [""] * (len(levels) - depth - 1)
            if level[column] or (groups[depth] and any(below[column] for below in levels[depth + 1 :])):
                parts.append(groups[depth])
        read.append([" ".join(parts[start:]) for start in range(len(parts))])
    return read


def data_rows(rows: Sequence[Sequence], match: HeaderMatch) -> Iterator[tuple[int, Sequence]]:
    """(row number from 1, row) for every row below the header that holds data.

    Left out are blank rows, the index row (1)(2)(3) right under the header, the header again where it stands on every
    printed page, rows of totals and the remarks of our own exports. Anything else, section titles and signatures too,
    is given: what it means is for the caller to say.
    """
    width = len(match.mapping) + len(match.unknown)
    header = [[*map(fold, _texts(row))] for row in rows[match.row - 1 : match.last_row]]
    index_possible = True
    for number, row in enumerate(rows[match.last_row :], start=match.last_row + 1):
        if all(_is_blank(value) for value in row):
            continue
        if index_possible and _is_index_row(row, width):
            index_possible = False
            continue
        index_possible = _stands_in(header, row)
        if index_possible:
            continue
        if not _is_total(row) and not _is_note(row):
            yield number, row


def _stands_in(header: list[list[str]], row: Sequence) -> bool:
    """Whether a row is one of the header's rows once more; cells that were merged there may be blank here."""
    said = ((column, value) for column, value in enumerate(row) if value not in (None, ""))
    column, value = next(said, (0, None))
    if not isinstance(value, str):  # most rows of data end here, and nearly all others at the next line
        return False
    levels = [level for level in header if column < len(level) and level[column] == fold(value) != ""]
    if not levels:
        return False
    others = [(column, value) for column, value in said if not _is_blank(value)]
    return any(
        others and all(isinstance(value, str) and fold(value) == level[column] for column, value in others)
        for level in levels
    )


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
