"""Record a demo's candidates: the list first, then each later step by an act of its own, as an office does."""

from collections.abc import Sequence

from candidates.domain.register import CandidateRow, record_candidates
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
            stage=c.stage.value if c.stage else None,
        )
        for number, c in enumerate(candidates, start=2)
    ]
    return record_candidates(rows, by=by, apply=True)
