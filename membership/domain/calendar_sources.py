"""What stands in a person's calendar: each app registers sources; the feed asks them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CalendarEntry:
    """An all-day entry. `uid` names it for ever, so that a calendar moves it instead of showing it twice.

    `title` and `detail` carry no personal name; `person` is shown only to those who asked for names, as the secret
    address of a feed can leak. `url` is a path of this house.
    """

    uid: str
    day: date
    title: str
    detail: str = ""
    url: str = ""
    person: str = ""


SOURCES: list[Callable[..., Iterable[CalendarEntry]]] = []


def calendar_source(function):
    """Register `function(user) -> entries`: a constant number of queries, and only what the person may see.

    Modules with sources are imported when their app is ready.
    """
    if function not in SOURCES:
        SOURCES.append(function)
    return function


def entries_of(user) -> list[CalendarEntry]:
    """Everything in a person's calendar by day; of two entries with one uid the first counts."""
    found: dict[str, CalendarEntry] = {}
    for source in SOURCES:
        for entry in source(user):
            found.setdefault(entry.uid, entry)
    return sorted(found.values(), key=lambda entry: (entry.day, entry.uid))
