"""Working days: Monday to Friday without the days off, with the Saturdays that are worked instead.

A term begins on the day after its start, as the Civil Code counts (Bộ luật Dân sự 2015, Điều 147): the first working
day after the start is the first day of the term, and the term ends when its last day ends.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKEND = (5, 6)
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked. `years`: those whose days off are known; in others only weekends are left out."""

    days_off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = field(default_factory=frozenset)

    def works_on(self, day: date) -> bool:
        return day in self.worked or (day.weekday() not in WEEKEND and day not in self.days_off)

    def unknown_years(self, first: date, last: date) -> tuple[int, ...]:
        """Years that the span touches and whose days off nobody has entered: a date counted there is a guess."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)


WEEKENDS_ONLY = WorkCalendar()


def add_working_days(day: date, n: int, holidays: WorkCalendar = WEEKENDS_ONLY) -> date:
    """The n-th working day after a day; the day itself for n = 0, whether it is worked or not."""
    if n < 0:
        raise ValueError("a term has no negative length")
    while n:
        day += _ONE
        n -= holidays.works_on(day)
    return day


def working_days_between(first: date, last: date, holidays: WorkCalendar = WEEKENDS_ONLY) -> int:
    """Working days after `first` up to and with `last`; below zero where `last` comes first."""
    if last < first:
        return -working_days_between(last, first, holidays)
    return sum(holidays.works_on(first + _ONE * step) for step in range(1, (last - first).days + 1))
