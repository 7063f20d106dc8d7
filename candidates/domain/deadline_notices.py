"""Deadlines told: a notice when something becomes overdue or comes near, and entries for people's calendars.

Neither names a person: a notice is mailed as a number, a calendar only for those who asked for names.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.deadline_kinds import BY_CODE
from candidates.domain.deadline_work import actors_at, address, own_actors
from candidates.domain.deadlines import refresh_all
from candidates.models import Deadline
from membership.base import paths
from membership.domain.calendar_sources import CalendarEntry, calendar_source
from membership.domain.lookup import link
from membership.domain.nightly import nightly
from membership.domain.notices import Telling, tell_all
from membership.domain.worklist import OVERDUE, SOON
from membership.models import Action, Assignment, Notice
from membership.models.roles import roles_that_may

NEAR_DAYS = 7
AHEAD, BEHIND, MOST_ENTRIES = timedelta(days=90), timedelta(days=60), 500
_KEY = "deadlines:"


@nightly("candidates.deadlines", "Tính lại thời hạn, báo việc quá hạn và sắp đến hạn", own_transactions=True)
def every_night() -> str:
    """Rules, calendar or the tree may have changed: all deadlines anew, then everybody is told what is new."""
    changed = refresh_all()
    return f"{changed}; {tell_new()}"


# --- notices ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    path: str
    actor: str
    due_on: date
    count: int


@dataclass
class Sum:
    """How many, and of how many the day is the latest: that is what is new."""

    count: int = 0
    day: date = date.min
    at_day: int = 0

    def add(self, day: date, count: int) -> None:
        self.count += count
        if day > self.day:
            self.day, self.at_day = day, 0
        if day == self.day:
            self.at_day += count

    @property
    def newest(self) -> tuple[str, int]:
        return ("", 0) if self.day == date.min else (self.day.isoformat(), self.at_day)


def tell_new(today: date | None = None) -> int:
    """Tell everybody who records people what of their own became overdue or came near; how many were told.

    What was told is read from the notices themselves, so a missed night loses nothing and nothing is told twice: the
    key holds the latest day on either side and how many fall on it, and only a later day, or more on it, is new.
    """
    today = today or timezone.localdate()
    lines = _lines(today)
    places = _places(today)
    told = _told(places)
    return tell_all(
        telling
        for user, mine in places.items()
        if (telling := _telling(user, mine, lines, today, told.get(user, (("", 0), ("", 0))))) is not None
    )


def _lines(today: date) -> list[Line]:
    """Everything overdue or near, by branch, actor and day, in the order of paths. One query."""
    rows = Deadline.objects.filter(due_on__lte=today + timedelta(days=NEAR_DAYS)).order_by("organisation_path")
    grouped = rows.values_list("organisation_path", "actor", "due_on").annotate(n=Count("pk"))
    return [Line(*row) for row in grouped]


def _places(today: date) -> dict[int, list[tuple[str, frozenset[str]]]]:
    """User -> (subtree, whose acts are theirs there), of everybody who may record people. One query."""
    held = Assignment.objects.current().filter(role__in=roles_that_may(Action.EDIT_PERSON), user__is_active=True)
    found: dict[int, list[tuple[str, frozenset[str]]]] = {}
    for user, role, path, kind in held.values_list("user_id", "role", "organisation__path", "organisation__kind"):
        found.setdefault(user, []).append((path, actors_at(role, kind, today)))
    return found


def _told(users: Iterable[int]) -> dict[int, tuple]:
    """User -> the (day, how many) of both sides told last. One query."""
    last = Notice.objects.filter(key__startswith=_KEY).order_by().values("user_id").annotate(last=Max("pk"))
    rows = Notice.objects.filter(pk__in=last.values("last")).values_list("user_id", "key")
    return {user: _from_key(key) for user, key in rows}


def _key_of(late: Sum, near: Sum) -> str:
    (late_day, late_n), (near_day, near_n) = late.newest, near.newest
    return f"{_KEY}{late_day}/{late_n}:{near_day}/{near_n}"


def _from_key(key: str) -> tuple:
    sides = key.removeprefix(_KEY).split(":")
    return tuple((day, int(count)) for day, _slash, count in (side.partition("/") for side in sides))


def _telling(user: int, places, lines: Sequence[Line], today: date, told: tuple) -> Telling | None:
    late, near = Sum(), Sum()
    for line in _within(lines, places):
        (late if line.due_on < today else near).add(line.due_on, line.count)
    if not (late.newest > told[0] or near.newest > told[1]):
        return None
    parts = [_("%(n)d việc quá hạn") % {"n": late.count}] if late.count else []
    parts += [_("%(n)d việc đến hạn trong %(d)d ngày") % {"n": near.count, "d": NEAR_DAYS}] if near.count else []
    title = _("Có %(what)s") % {"what": ", ".join(parts)}
    url = address(han="qua-han" if late.count else str(NEAR_DAYS), ai="toi")
    return Telling(user, _key_of(late, near), title, url, urgency=OVERDUE if late.count else SOON)


def _within(lines: Sequence[Line], places) -> Iterable[Line]:
    """The lines of one person's places, each once."""
    seen = set()
    for path, actors in places:
        first = bisect_left(lines, path, key=lambda line: line.path)
        end = bisect_left(lines, paths.upper(path), key=lambda line: line.path)
        for number in range(first, end):
            if lines[number].actor in actors and number not in seen:
                seen.add(number)
                yield lines[number]


# --- calendars -------------------------------------------------------------------------------------------------------
@calendar_source
def deadline_entries(user) -> list[CalendarEntry]:
    """One entry a day and kind: of one person's deadline, or how many there are. The nearest days first."""
    if not user.may(Action.EDIT_PERSON) or not (actors := own_actors(user)):
        return []
    today = timezone.localdate()
    rows = (
        Deadline.objects.visible_to(user, Action.EDIT_PERSON)
        .filter(actor__in=actors, due_on__gte=today - BEHIND, due_on__lte=today + AHEAD)
        .order_by()
        .values("due_on", "code")
        .annotate(n=Count("pk"), person=Min("candidate_id"), name=Min("candidate__full_name"), one=Min("subject"))
    )
    nearest = sorted(rows, key=lambda row: (abs(row["due_on"] - today), row["due_on"], row["code"]))[:MOST_ENTRIES]
    return [_entry(row, today) for row in nearest]


def _entry(row: dict, today: date) -> CalendarEntry:
    kind, alone = BY_CODE[row["code"]], row["n"] == 1
    title = _("Hạn: %(what)s") % {"what": kind.label}
    if not alone:
        title = _("Hạn: %(what)s (%(n)d)") % {"what": kind.label, "n": row["n"]}
    if row["due_on"] < today:
        title = _("Quá hạn – %(what)s") % {"what": title}
    uid = f"deadline:{row['code']}:" + (f"{row['person']}:{row['one']}" if alone else row["due_on"].isoformat())
    url = link("candidates:candidate.detail", row["person"]) if alone else address(loai=row["code"], ai="toi")
    return CalendarEntry(uid, row["due_on"], title, str(kind.advice), url, row["name"] if alone else "")
