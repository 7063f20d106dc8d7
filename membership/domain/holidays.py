"""Days off as the administrator keeps them: what is declared for the State's offices, and the office's rows above it.

A row adds a day off or a worked weekend day, corrects a declared one, or withdraws it. A year without declaration is
unknown, and terms counted in it are doubtful, until the administrator has confirmed it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import local

from django.core.signals import request_finished, request_started
from django.db import models
from django.db.models import Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from membership.base.working_days import WEEKEND, WorkCalendar
from membership.catalogues.holidays import STATE_OFFICES, YEARS
from membership.domain.lookup import link
from membership.domain.worklist import SOON, WorkItem, provider
from membership.models import Action, Holiday, HolidayYear

# Called with the year after a change of its days off is committed.
on_calendar_changed: list[Callable[[int], None]] = []
# Called with (the calendar now, the calendar after) before a change; each answers with sentences on what it moves.
calendar_effects: list[Callable[[WorkCalendar, WorkCalendar], Iterable[str]]] = []

WEEKDAYS = (
    gettext_lazy("thứ Hai"),
    gettext_lazy("thứ Ba"),
    gettext_lazy("thứ Tư"),
    gettext_lazy("thứ Năm"),
    gettext_lazy("thứ Sáu"),
    gettext_lazy("thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)
_now = local()


@dataclass(frozen=True)
class KeptDay:
    """One line of a year: what holds on a day, whoever says so. `version` 0: it is declared and nobody touched it."""

    day: date
    name: str
    source: str
    verified: bool
    worked: bool = False
    withdrawn_reason: str = ""
    version: int = 0
    is_withdrawn: bool = False

    @property
    def by_office(self) -> bool:
        return self.version > 0

    @property
    def weekday(self) -> str:
        return str(WEEKDAYS[self.day.weekday()])


def work_calendar() -> WorkCalendar:
    """The calendar that terms are counted with, as it stands in the database now; one query.

    Within a request it is read once. Elsewhere every call asks: before a loop, take it once.
    """
    known = getattr(_now, "calendar", None)
    if known is None:
        known = _read()
        if getattr(_now, "in_request", False):
            _now.calendar = known
    return known


def _read() -> WorkCalendar:
    """Both tables in one look; a handful of rows a year, so nothing is kept from one request to the next."""
    rows = (
        Holiday.objects.order_by()
        .annotate(known=Value(None, models.IntegerField()))
        .values_list("day", "worked", "withdrawn_at", "known")
    )
    years = (
        HolidayYear.objects.order_by()
        .annotate(
            day=Value(None, models.DateField()),
            worked=Value(False, models.BooleanField()),
            withdrawn_at=Value(None, models.DateTimeField()),
            known=models.F("year"),
        )
        .values_list("day", "worked", "withdrawn_at", "known")
    )
    off, worked, known = set(STATE_OFFICES.days_off), set(STATE_OFFICES.worked), set(STATE_OFFICES.years)
    for day, is_worked, withdrawn_at, year in rows.union(years, all=True):
        if day is None:
            known.add(year)
            continue
        off.discard(day)
        worked.discard(day)
        if withdrawn_at is None:
            (worked if is_worked else off).add(day)
    return WorkCalendar(frozenset(off), frozenset(worked), frozenset(known))


def forget_calendar(**kwargs) -> None:
    """After a change, and where a request begins or ends, the calendar is read anew."""
    _now.calendar = None


def _begin(**kwargs) -> None:
    _now.calendar, _now.in_request = None, True


def _end(**kwargs) -> None:
    _now.calendar, _now.in_request = None, False


request_started.connect(_begin, dispatch_uid="membership.calendar")
request_finished.connect(_end, dispatch_uid="membership.calendar")


# --- Reading a year ------------------------------------------------------------------------------


def days_of(year: int) -> list[KeptDay]:
    """What is declared and what the office says of a year, by day; withdrawn lines too. One query."""
    found = {row.day: KeptDay(row.day, row.name, row.source, row.verified, row.worked) for row in YEARS.get(year, ())}
    for row in Holiday.objects.filter(day__year=year):
        found[row.day] = _kept(row)
    return [found[day] for day in sorted(found)]


def day_line(day: date) -> KeptDay | None:
    """The line of one day, or None where nothing is said of it."""
    row = Holiday.objects.filter(day=day).first()
    if row is not None:
        return _kept(row)
    declared = next((entry for entry in YEARS.get(day.year, ()) if entry.day == day), None)
    return declared and KeptDay(day, declared.name, declared.source, declared.verified, declared.worked)


def _kept(row: Holiday) -> KeptDay:
    return KeptDay(
        row.day,
        row.name,
        row.document,
        row.verified,
        row.worked,
        row.withdrawn_reason,
        row.version,
        row.withdrawn_at is not None,
    )


def year_confirmation(year: int) -> HolidayYear | None:
    return HolidayYear.objects.select_related("recorded_by").filter(year=year).first()


def working_days_of(year: int, calendar: WorkCalendar) -> int:
    first = date(year, 1, 1)
    return sum(calendar.works_on(first + timedelta(days=n)) for n in range((date(year + 1, 1, 1) - first).days))


# --- What a change would do ----------------------------------------------------------------------


def calendar_with(calendar: WorkCalendar, day: date, *, worked: bool | None) -> WorkCalendar:
    """The calendar if a day were worked (True), off (False), or like any other of its weekday (None)."""
    off, busy = calendar.days_off - {day}, calendar.worked - {day}
    if worked is not None:
        off, busy = (off, busy | {day}) if worked else (off | {day}, busy)
    return replace(calendar, days_off=off, worked=busy)


def effect_of(day: date, *, worked: bool | None) -> list[str]:
    """Sentences on what saying so of a day would move, for the person to read before it is written."""
    before = work_calendar()
    after = calendar_with(before, day, worked=worked)
    was, will = working_days_of(day.year, before), working_days_of(day.year, after)
    if was == will:
        told = [_("Số ngày làm việc của năm %(year)d không đổi: %(n)d ngày.") % {"year": day.year, "n": was}]
    else:
        numbers = {"year": day.year, "was": was, "will": will}
        told = [_("Năm %(year)d có %(will)d ngày làm việc, trước là %(was)d.") % numbers]
    return told + [sentence for effect in calendar_effects for sentence in effect(before, after)]


def is_weekend(day: date) -> bool:
    return day.weekday() in WEEKEND


@provider
def next_year_unknown(user):
    """From October on the announcement of the next year is out: somebody must enter it."""
    today = timezone.localdate()
    if today.month < 10 or not user.may(Action.MANAGE_CATALOGUES):
        return
    year = today.year + 1
    if year not in work_calendar().years:
        yield WorkItem(
            _("Chưa xác nhận lịch nghỉ lễ năm %(year)d") % {"year": year},
            f"{link('membership:holiday.list')}?nam={year}",
            SOON,
            _("Thời hạn tính sang năm ấy mới chỉ trừ thứ Bảy, Chủ nhật."),
        )
