"""People whom one resolution of a branch put forward (one resolution, twelve names)."""

from django.db.models import Exists, OuterRef

from candidates.models import CandidateEvent, EventKind

KINDS = (EventKind.BRANCH_PROPOSED, EventKind.OFFICIAL_PROPOSED)


def put_forward_by(people, number: str):
    """Those of a queryset of candidates; what was taken back does not count."""
    events = CandidateEvent.objects.filter(
        candidate=OuterRef("pk"), kind__in=KINDS, document_number=number, reversed_by=None
    )
    return people.filter(Exists(events))
