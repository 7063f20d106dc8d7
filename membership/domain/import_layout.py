"""Columns whose header says nothing: what they are is told by what stands in them, and always asked about."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _

from membership.base.dates import DateError, parse_date
from membership.base.numbers import format_integer
from membership.base.sheets.header import HeaderMatch, data_rows, find_header
from membership.base.sheets.reader import Sheet
from membership.base.speech import quote
from membership.base.text import fold, normalise

LOOKED_AT = 200
MOST = 0.8
FEWEST = 3  # rows that look like people; fewer say nothing about a column
_NUMBER_TITLES = {"stt", "tt", "so tt", "so thu tu"}
_NO_NAMES = {"nam", "nu", "x", "co", "khong", "kinh"}


def read_name_beside(sheet: Sheet, match: HeaderMatch, resource) -> None:
    """HỌ VÀ TÊN merged over two columns: the second, without a header of its own, holds the given names."""
    place = match.mapping.get("full_name")
    if place is None or "given_name" not in resource.fields or {"family_name", "given_name"} & set(match.mapping):
        return
    beside = place + 1
    headed = any(beside < len(row) and row[beside] for row in sheet.rows[match.row - 1 : match.last_row])
    if headed or beside in match.mapping.values():
        return
    named = [row for _number, row in islice(data_rows(sheet.rows, match), LOOKED_AT) if _words(row, place)]
    given = [" ".join(_words(row, beside)) for row in named if 0 < len(_words(row, beside)) <= 2]
    if named and len(given) >= MOST * len(named) and not set(map(fold, given)) <= _NO_NAMES:
        match.mapping["given_name"] = beside
        match.guessed.add("given_name")


def guess_columns(sheet: Sheet, resource, within: int) -> HeaderMatch | None:
    """A list of people without any header: its columns by what they hold. None where a row might be a header."""
    if not {"full_name", "born_on"} <= set(resource.fields):
        return None
    rows = sheet.rows[:LOOKED_AT]
    first = next((place for place, row in enumerate(rows[:within]) if _is_person(row)), None)
    if first is None or (first and len([cell for cell in rows[first - 1] if cell not in (None, "")]) > 2):
        return None
    people = [row for row in rows[first:] if _is_person(row)]
    if len(people) < FEWEST:
        return None
    match = HeaderMatch(row=first, mapping={})
    columns = {place: [row[place] for row in people if row[place] not in (None, "")] for place in range(len(people[0]))}
    columns = {place: cells for place, cells in columns.items() if len(cells) >= MOST * len(people)}
    for key, places in _by_content(columns, resource).items():
        match.mapping.setdefault(key, places)
    match.guessed = set(match.mapping)
    return match if {"full_name", "born_on"} <= set(match.mapping) else None


def _by_content(columns: dict[int, list], resource) -> dict[str, int]:
    found: dict[str, int] = {}
    years: dict[int, float] = {}
    for place, cells in columns.items():
        days = [day for day in map(_day, cells) if day]
        folded = {fold(str(cell)) for cell in cells}
        if len(days) >= MOST * len(cells):
            years[place] = sorted(day.year for day in days)[len(days) // 2]
        elif folded <= {"nam", "nu"}:
            found.setdefault("sex", place)
        elif "ethnic_group" in resource.fields and _are_known(resource, "ethnic_group", cells):
            found.setdefault("ethnic_group", place)
        elif (
            "full_name" not in found and sum(map(_is_name, cells)) >= MOST * len(cells) and 3 * len(folded) > len(cells)
        ):
            found["full_name"] = place
    if years:
        found["born_on"] = min(years, key=years.get)
    return found


def _are_known(resource, key: str, cells: list) -> bool:
    column = resource.fields[key]
    matcher = resource.lookups.matcher(key)
    texts = [cell for cell in cells if isinstance(cell, str) and len(cell) <= column.widget.longest]
    return sum(matcher.find(normalise(text)) is not None for text in texts) >= MOST * len(cells)


def _is_person(row) -> bool:
    return any(map(_is_name, row)) and any(map(_day, row))


def _is_name(cell: object) -> bool:
    words = normalise(cell).split() if isinstance(cell, str) else []
    return 2 <= len(words) <= 6 and all(word[0].isupper() and word.isalpha() for word in words)


def _day(cell: object) -> date | None:
    if not isinstance(cell, str | date) and not (isinstance(cell, int) and 1930 <= cell <= 2030):
        return None
    try:
        return parse_date(cell, allow_partial=True).day
    except DateError:
        return None


def stacked_header(sheet: Sheet, resource, within: int) -> str:
    """A header cell of several lines, each of which is a column of its own ("Họ và tên", below it "Ngày sinh")."""
    for row in sheet.rows[:within]:
        for cell in row:
            lines = [line for line in cell.split("\n") if line.strip()] if isinstance(cell, str) else []
            found = find_header([lines], resource.columns, within=1) if 1 < len(lines) < 9 else None
            if found is not None and len(found.mapping) > 1:
                return ", ".join(map(normalise, lines))
    return ""


def takes_several_rows(texts: dict[int, str], listed) -> bool:
    """Whether one number in the column STT stands for three rows or more, as in the register Mẫu 7-HSĐV."""
    place = next((place for place, text in texts.items() if fold(text) in _NUMBER_TITLES), None)
    if place is None:
        return False
    numbered = sum(str(row[place] or "").strip(" .").isdigit() for _number, row in listed)
    return numbered >= FEWEST and len(listed) >= 2.5 * numbered


def doubts_about_layout(sheet: Sheet, match: HeaderMatch, resource, listed) -> Iterator[tuple[int, int, str]]:
    """(row, place, what to say) on what was understood without being said, and on rows that are out of sight."""
    row = match.row + sheet.first_row - 1
    if match.guessed and match.guessed == set(match.mapping):
        message = _("Trang tính không có dòng tiêu đề; các cột được đoán theo nội dung, hãy xem lại từng cột.")
        yield row + 1, 0, message
    for key in sorted(match.guessed):
        title = quote(resource.fields[key].title)
        message = _("Cột này không có tiêu đề; theo nội dung thì đã hiểu là %(title)s.") % {"title": title}
        yield max(row, 1), match.mapping[key], message
    hidden = [number for number, _cells in listed if number in sheet.hidden_rows]
    if hidden:
        message = _(
            "Danh sách có %(count)s dòng đang ẩn (do bộ lọc hoặc do ẩn dòng), từ dòng %(first)s; các dòng đó vẫn được "
            "đọc. Nếu không muốn nhập chúng, hãy xóa hẳn khỏi tệp rồi gửi lại."
        )
        yield hidden[0], 0, message % {"count": format_integer(len(hidden)), "first": format_integer(hidden[0])}


def _words(row, place: int) -> list[str]:
    text = normalise(row[place]) if place < len(row) and isinstance(row[place], str) else ""
    return [] if any(character.isdigit() for character in text) else text.split()
