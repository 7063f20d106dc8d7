"""Compare what is stored with what the events say; put it right on request."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from candidates.domain.fold import fold_with_day
from candidates.domain.ledger import Ledger
from candidates.models import Candidate, CandidateEvent
from membership.base.bulk import chunks

CHUNK = 2000


@dataclass(frozen=True)
class Mismatch:
    candidate: int
    name: str
    stored: str
    folded: str


def mismatches(*, repair: bool = False) -> Iterator[Mismatch]:
    """Candidates whose stage is not the fold of their events; with `repair` the stage is rewritten."""
    keys = list(Candidate.objects.order_by("pk").values_list("pk", flat=True))
    for chunk in chunks(keys, CHUNK):
        with transaction.atomic():
            candidates = {each.pk: each for each in Candidate.objects.filter(pk__in=chunk)}
            events: dict[int, list[CandidateEvent]] = {}
            for event in CandidateEvent.objects.filter(candidate__in=chunk):
                events.setdefault(event.candidate_id, []).append(event)
            ledger = Ledger(by=None)
            for pk, candidate in candidates.items():
                stage, since = fold_with_day(events.get(pk, ()))
                last = max((event.sequence for event in events.get(pk, ())), default=0)
                if (candidate.stage, candidate.last_sequence) != (stage, last):
                    yield Mismatch(pk, candidate.full_name, candidate.stage, stage)
                    ledger.change(candidate, stage=stage, stage_since=since, last_sequence=last)
            if repair:
                ledger.write()
