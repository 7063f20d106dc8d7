"""When people last heard a thematic talk; the deadlines ask, so this knows nothing of them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from candidates.models import TalkAttendance


def last_talks(candidates: Iterable[int]) -> dict[int, date]:
    """Candidate -> the day of the last talk they heard; one query."""
    heard = TalkAttendance.objects.filter(candidate__in=list(candidates), talk__withdrawn_at=None).order_by()
    return dict(heard.values("candidate_id").annotate(day=Max("talk__on")).values_list("candidate_id", "day"))
