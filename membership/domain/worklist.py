"""The work list: what is overdue, due soon, or good to know for one person.

Each app registers providers here; the home page asks them all. A provider answers with few lines (one per kind of
work, with a count), in a constant number of queries, and only for what the person may do something about.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Urgency(IntEnum):
    OVERDUE = 0
    SOON = 1
    INFO = 2


OVERDUE, SOON, INFO = Urgency.OVERDUE, Urgency.SOON, Urgency.INFO


@dataclass(frozen=True)
class WorkItem:
    """One line of the work list; `url` is where it is done."""

    title: str
    url: str
    urgency: Urgency = INFO
    detail: str = ""
    due: date | None = None
    count: int | None = None


PROVIDERS: list[Callable[..., Iterable[WorkItem]]] = []


def provider(function):
    """Register `function(user) -> items`. Modules with providers are imported when their app is ready."""
    if function not in PROVIDERS:
        PROVIDERS.append(function)
    return function


def work_of(user) -> list[WorkItem]:
    """Everything to do for a person, the most urgent first."""
    found = [item for one in PROVIDERS for item in one(user)]
    return sorted(found, key=lambda item: (item.urgency, item.due or date.max))
