"""Nobody helps who is gone: the help ends with the event that took them away, and goes on if that is reversed."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q
from django.utils import timezone

from candidates.models import GONE, Candidate, CandidateEvent, EventKind, Mentorship, Stage
from membership.base.bulk import chunks, upsert

WENT = "went"  # end_reason of mentorships that ended because the person helped is followed no more
CHUNK = 2000


def takes_away(event: CandidateEvent) -> bool:
    """A decision cancelled for a wrong procedure is done again, so the help goes on (24-QĐ/TW, mục 4.4)."""
    if event.kind == EventKind.REVERSED or event.from_stage == event.to_stage:
        return False
    return event.to_stage in GONE or (event.to_stage == Stage.CANCELLED and event.data.get("ground") != "procedure")


def end_help(events: Iterable[CandidateEvent]) -> None:
    """End the help of everybody these events take away; each event keeps which. Two statements for some thousand."""
    taking = {event.candidate_id: event for event in events if takes_away(event)}
    for chunk in chunks(sorted(taking), CHUNK):
        rows = list(Mentorship.objects.open().filter(candidate__in=chunk))
        for row in rows:
            event = taking[row.candidate_id]
            _close(row, event.occurred_on)
            ended = [*event.data.get("ended", ()), {"mentorship": row.pk}]
            event.data = event.data | {"ended": ended}
        upsert(Mentorship, rows, ["valid_to", "end_reason"])


def resume_help(candidate: Candidate, event: CandidateEvent) -> None:
    """The person never went: who helped goes on helping."""
    if takes_away(event):
        ended = [each["mentorship"] for each in event.data.get("ended", ())]
        mine = Q(pk__in=ended)
        if not ended and event.occurred_on is not None:  # ended afterwards, by check_candidates
            mine = Q(valid_to__gte=event.occurred_on)
        candidate.mentorships.standing().filter(mine, end_reason=WENT).update(valid_to=None, end_reason="")


def left_open(*, repair: bool = False) -> Iterator[Mentorship]:
    """Help of people who are gone that was never ended; with `repair` it ends on the day they went."""
    last = 0
    while True:
        found = Mentorship.objects.open().filter(pk__gt=last, candidate__stage__in=GONE)
        rows = list(found.select_related("candidate").order_by("pk")[:CHUNK])
        if not rows:
            return
        last = rows[-1].pk
        if repair:
            for row in rows:
                _close(row, row.candidate.stage_since)
            Mentorship.objects.bulk_update(rows, ["valid_to", "end_reason"], batch_size=500)
        yield from rows


def _close(row: Mentorship, day: date | None) -> None:
    row.valid_to, row.end_reason = max(day or timezone.localdate(), row.valid_from), WENT
