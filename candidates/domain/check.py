"""Compare what is stored with what the events and the rules say; put it right on request. Bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from candidates.domain.deadlines import differences, held_back
from candidates.domain.dossier import CHUNK
from candidates.domain.fold import fold_with_day
from candidates.domain.ledger import Ledger
from candidates.domain.mentor_endings import left_open
from candidates.models import Candidate, CandidateEvent, Deadline
from membership.base.dates import format_date


@dataclass(frozen=True)
class Mismatch:
    """`what`: the stage, or the deadline that is meant; `stored` as it is kept, `folded` as it follows."""

    candidate: int
    what: str
    stored: str
    folded: str


def mismatches(*, repair: bool = False) -> Iterator[Mismatch]:
    """Candidates whose stage, or its day, is not the fold of their events; with `repair` both are rewritten."""
    last = 0
    while True:
        found = []
        with transaction.atomic(), held_back():
            candidates = list(Candidate.objects.filter(pk__gt=last).order_by("pk")[:CHUNK])
            if not candidates:
                return
            last, ledger = candidates[-1].pk, Ledger(by=None)
            for candidate, stage, since, sequence in _wrong(candidates):
                stored = _stage_words(candidate.stage, candidate.stage_since)
                found.append(Mismatch(candidate.pk, "stage", stored, _stage_words(stage, since)))
                ledger.change(candidate, stage=stage, stage_since=since, last_sequence=sequence)
            if repair:
                ledger.write()
        yield from found


def deadline_mismatches(*, repair: bool = False) -> Iterator[Mismatch]:
    """Deadlines that differ from the rules, are missing or too many; with `repair` they are rewritten.

    With `repair`, mend the stages first: deadlines follow from them.
    """
    for difference in differences(repair=repair):
        for kept, wanted in difference.wrong:
            row = kept or wanted
            name = f"{row.code} {row.subject}".strip()
            yield Mismatch(row.candidate_id, name, _words(kept), _words(wanted))


def mentor_mismatches(*, repair: bool = False) -> Iterator[Mismatch]:
    """Help that goes on although the person is gone; with `repair` it ends on the day they went."""
    for row in left_open(repair=repair):
        until = format_date(row.candidate.stage_since) or "?"
        yield Mismatch(row.candidate_id, f"mentorship {row.pk}", "–", until)


def _wrong(candidates: list[Candidate]) -> Iterator[tuple]:
    events: dict[int, list[CandidateEvent]] = {}
    for event in CandidateEvent.objects.filter(candidate__in=[each.pk for each in candidates]):
        events.setdefault(event.candidate_id, []).append(event)
    for candidate in candidates:
        mine = events.get(candidate.pk, ())
        stage, since = fold_with_day(mine)
        sequence = max((event.sequence for event in mine), default=0)
        if (candidate.stage, candidate.stage_since, candidate.last_sequence) != (stage, since, sequence):
            yield candidate, stage, since, sequence


def _stage_words(stage: str, since: date | None) -> str:
    return " ".join(filter(None, [stage, format_date(since)]))


def _words(row: Deadline | None) -> str:
    if row is None:
        return "–"
    return " ".join(filter(None, [format_date(row.due_on), row.actor, row.rules, f"@{row.organisation_id}"]))
