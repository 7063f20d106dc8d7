"""Record a demo's candidates: the list first, then each later step by an act of its own, as an office does."""

from collections.abc import Sequence

from candidates.domain.progress import advance
from candidates.domain.register import CandidateRow, record_candidates
from candidates.models import Candidate
from membership.domain.effects import Effect, OrganisationRef
from reports.demo.data import PlannedCandidate


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
        _advance([candidate for candidate in candidates if candidate.steps], places, by=by)
    return effect


def _advance(candidates: Sequence[PlannedCandidate], places: dict[str, OrganisationRef], *, by) -> None:
    inside = {places[candidate.code].id for candidate in candidates}
    recorded = {
        (found.organisation_id, found.full_name, found.born_on): found
        for found in Candidate.objects.filter(organisation_id__in=inside)
    }
    for planned in candidates:
        candidate = recorded[places[planned.code].id, planned.person.full_name, planned.person.attributes["born_on"]]
        for each in planned.steps:
            candidate = advance(
                by=by,
                on=each.on,
                candidate=candidate,
                step=each.step,
                version=candidate.version,
                document_number=each.document_number,
                document_date=each.on if each.document_number else None,
            )
