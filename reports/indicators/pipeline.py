"""The people on the way, by stage, on the period's last day: from the events as they were known."""

from collections import Counter
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Count, Q

from candidates.domain.fold import standing
from candidates.models import BEFORE_DECISION, Candidate, CandidateEvent, Stage
from reports.indicators.declarations import Ask, Indicator, Tallied, Tally, sentence
from reports.indicators.registry import REGISTRY

_ON_THE_WAY = (*BEFORE_DECISION, Stage.DECIDED)


def read(ask: Ask) -> dict[str, Tallied]:
    """Whoever has no event after the last day or the moment stands where they are stored to stand; the others' events
    are folded as far as they reached then. A day that no list told counts as past."""
    later = Q(occurred_on__gt=ask.period.last) | Q(recorded_at__gt=ask.known_at)
    since = CandidateEvent.objects.filter(later).order_by().values("candidate_id")
    settled = ask.here(Candidate.objects.filter(stage__in=_ON_THE_WAY).exclude(pk__in=since))
    counts: Counter[tuple[int, str]] = Counter()
    for organisation, stage, count in settled.order_by().values_list("organisation_id", "stage").annotate(Count("pk")):
        counts[organisation, stage] = count
    counts.update(_folded(ask, since))
    found: dict[str, tuple[list, list]] = {}
    for (organisation, stage), count in counts.items():
        for key in (f"stage_{stage}", "on_the_way"):
            organisations, numbers = found.setdefault(key, ([], []))
            organisations.append(organisation)
            numbers.append(count)
    return {key: Tallied.of(*columns) for key, columns in found.items()}


def _folded(ask: Ask, since) -> Counter:
    """(organisation, stage) of those who went on since, as they stood then."""
    # What happened later leads nowhere yet; what corrects, and what is corrected, is needed to know what stands.
    told = Q(occurred_on=None) | Q(occurred_on__lte=ask.period.last)
    corrections = Q(reverses__isnull=False) | Q(reversed_by__isnull=False)
    events = CandidateEvent.objects.filter(told | corrections, candidate__in=since, recorded_at__lte=ask.known_at)
    if ask.places is not None:
        left = CandidateEvent.objects.filter(ask.inside("from_organisation__path")).order_by().values("candidate_id")
        events = events.filter(ask.inside("candidate__organisation_path") | Q(candidate__in=left))
    rows = events.order_by("candidate_id", "sequence").values_list(
        "pk", "candidate_id", "sequence", "kind", "to_stage", "organisation_id", "occurred_on", "reverses_id"
    )
    counts: Counter[tuple[int, str]] = Counter()
    for _candidate, mine in groupby(rows.iterator(chunk_size=20_000), key=itemgetter(1)):
        reached = _reached(list(mine), ask.period.last)
        if reached is not None and reached.to_stage in _ON_THE_WAY:
            counts[reached.organisation_id, reached.to_stage] += 1
    return counts


class _Event(NamedTuple):
    """As much of an event as the fold needs."""

    pk: int
    candidate_id: int
    sequence: int
    kind: str
    to_stage: str
    organisation_id: int
    occurred_on: date | None
    reverses_id: int | None


def _reached(rows: list[tuple], day: date) -> _Event | None:
    """The last standing event by a day that led somewhere."""
    events = [_Event(*row) for row in rows]
    if any(event.reverses_id for event in events):
        events = standing(events)
    for event in reversed(events):
        if event.to_stage and (event.occurred_on is None or event.occurred_on <= day):
            return event
    return None


REGISTRY.group("on_the_way", "Nguồn phát triển đảng viên cuối kỳ", note="Theo sự việc đã ghi đến ngày cuối kỳ.")
REGISTRY.add(Indicator("on_the_way", "Quần chúng đang được theo dõi", "on_the_way", Tally(read, "on_the_way")))
REGISTRY.group("stages", "Theo giai đoạn", splits="on_the_way")
REGISTRY.add(
    *(
        Indicator(f"stage_{stage.value}", sentence(stage.label), "stages", Tally(read, f"stage_{stage.value}"))
        for stage in _ON_THE_WAY
    )
)
