"""The stage follows from the events: which of them stand, and where they lead."""

from collections.abc import Iterable
from datetime import date

from candidates.models import CandidateEvent, EventKind, Stage


def standing(events: Iterable[CandidateEvent]) -> list[CandidateEvent]:
    """The events that still hold, in their order.

    A REVERSED event takes another one out. Any other event with `reverses` says the same thing better (a corrected
    date or number) and stands in the place of the one it corrects.
    """
    place: dict[int, int] = {}
    held: dict[int, CandidateEvent] = {}
    for event in sorted(events, key=lambda event: event.sequence):
        position = event.sequence
        if event.reverses_id is not None:
            position = place.pop(event.reverses_id)
            held.pop(position)
        if event.kind != EventKind.REVERSED:
            place[event.pk] = position
            held[position] = event
    return [held[position] for position in sorted(held)]


def reached_on(event: CandidateEvent) -> date | None:
    """Since when the stage of an event holds: an official member since the probation ended, however late the decision
    was signed (24-QĐ/TW, mục 4.3); otherwise since the day it happened."""
    said = event.data.get("official_on") if event.kind == EventKind.MADE_OFFICIAL else None
    return date.fromisoformat(said) if said else event.occurred_on


def fold(events: Iterable[CandidateEvent]) -> str:
    """The stage that the events lead to."""
    return fold_with_day(events)[0]


def fold_with_day(events: Iterable[CandidateEvent]) -> tuple[str, date | None]:
    """The stage, and the day since when it holds (as far as known)."""
    stage, since = Stage.NOMINATED.value, None
    for event in standing(events):
        if event.to_stage and (event.to_stage != stage or since is None):
            stage, since = event.to_stage, reached_on(event)
    return stage, since
