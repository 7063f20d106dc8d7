"""A learner who moves to another branch is that branch's learner from then on, until the class has ended for them.

What is settled (passed, failed, refused, withdrawn) stays where it happened, so that no count of a past class changes.
"""

from collections.abc import Sequence

from django.db.models import F, OuterRef, Subquery

from candidates.domain import ledger
from candidates.domain.classes import UNSETTLED
from candidates.models import Candidate, Enrolment
from membership.base.bulk import chunks

CHUNK = 2000


def follow(keys: Sequence[int], batch_id: int | None) -> None:
    """What the ledger calls when people were written. One query for 2 000 people, two where somebody has moved."""
    for chunk in chunks(list(keys), CHUNK):
        open_rows = Enrolment.objects.filter(candidate__in=chunk, state__in=UNSETTLED).order_by()
        moved = list(open_rows.exclude(organisation=F("candidate__organisation")).values_list("pk", flat=True))
        if moved:
            now_at = Candidate.objects.filter(pk=OuterRef("candidate_id")).order_by()
            Enrolment.objects.filter(pk__in=moved).update(
                organisation_id=Subquery(now_at.values("organisation_id")[:1]),
                organisation_path=Subquery(now_at.values("organisation_path")[:1]),
                version=F("version") + 1,
            )


ledger.AFTER_WRITE.append(follow)
