"""Columns of dates in which somebody wrote the month first: 03/25/1973. What could be either is then not guessed at."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from membership.base.speech import quote
from membership.base.text import normalise
from membership.domain.effects import RowError

_NUMERIC = re.compile(r"\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*[0-9]{4}\s*")


def doubt_month_first(key: str, index: int, rows: Sequence[tuple[int, Sequence]]) -> list[RowError]:
    """Errors for dates that could be read both ways, in a column where more cells are surely month/day than day/month.

    One slip of the pen (31 of the 12th typed as 12/31) among many right dates puts no other date in doubt.
    """
    day_first = month_first = 0
    either: list[tuple[int, str]] = []
    example = ""
    for number, row in rows:
        cell = row[index] if index < len(row) else None
        found = _NUMERIC.fullmatch(cell) if isinstance(cell, str) else None
        if found is None:
            continue
        one, two = int(found[1]), int(found[2])
        if two > 12 >= one:
            month_first += 1
            example = example or cell
        elif one > 12:
            day_first += 1
        elif one != two:
            either.append((number, cell))
    if month_first <= day_first:
        return []
    message = _(
        "Cột này có ngày ghi tháng trước (ví dụ %(example)s), nên không rõ %(found)s là ngày nào; hãy ghi lại cả cột "
        "theo dạng ngày/tháng/năm."
    )
    return [
        RowError(number, key, message % {"example": quote(normalise(example)), "found": quote(normalise(cell))}, cell)
        for number, cell in either
    ]
