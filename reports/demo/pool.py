"""Record a demo's candidates: the list first, then each later step by an act of its own, as an office does."""

from collections.abc import Sequence

from django.utils import timezone

from candidates.domain.dossier import official_members
from candidates.domain.guard import Unfulfilled
from candidates.domain.progress import advance
from candidates.domain.register import CandidateRow, record_candidates
from candidates.models import Candidate
from membership.domain.effects import Effect, OrganisationRef
from reports.demo.data import PlannedCandidate, PlannedStep
from reports.demo.dossiers import Cabinet, ballot_of


def record_pool(candidates: Sequence[PlannedCandidate], places: dict[str, OrganisationRef], *, by) -> Effect:
    rows = [
        CandidateRow(
            number,
            c.person.full_name,
            places[c.code],
            c.person.attributes,
            nominated_on=c.nominated_on,
            recognised_on=c.recognised_on,
            certificate_number=c.certificate_number or None,
            certificate_date=c.certificate_date,
        )
        for number, c in enumerate(candidates, start=2)
    ]
    effect = record_candidates(rows, by=by, apply=True)
    if not effect.errors:
        followed = [candidate for candidate in candidates if candidate.followed and candidate.recognised_on]
        _advance(followed, places, by=by)
    return effect


def _advance(candidates: Sequence[PlannedCandidate], places: dict[str, OrganisationRef], *, by) -> None:
    inside = {places[candidate.code].id for candidate in candidates}
    recorded = {
        (found.organisation_id, found.full_name, found.born_on): found
        for found in Candidate.objects.filter(organisation_id__in=inside).select_related("organisation")
    }
    found = [
        (planned, recorded[places[planned.code].id, planned.person.full_name, planned.person.attributes["born_on"]])
        for planned in candidates
    ]
    cabinet = Cabinet(inside, by, timezone.localdate(), "demo")
    for planned, candidate in found:
        cabinet.open(candidate, planned)
    cabinet.write()
    counts = official_members(inside, timezone.localdate())
    for planned, candidate in found:
        for each in planned.steps:
            try:
                candidate = _step(candidate, each, counts, by=by)
            except Unfulfilled:  # a branch too small, a mentor too new: this person waits, as people do
                break


def _step(candidate: Candidate, planned: PlannedStep, counts: dict[int, int], *, by) -> Candidate:
    ballots = {"branch_propose": ballot_of(counts, candidate), "base_propose": {"members": 15, "in_favour": 15}}
    return advance(
        by=by,
        on=planned.on,
        candidate=candidate,
        step=planned.step,
        version=candidate.version,
        document_number=planned.document_number,
        document_date=planned.on if planned.document_number else None,
        data={"ballot": {**ballot, "confirmed": True}} if (ballot := ballots.get(planned.step)) else None,
    )
