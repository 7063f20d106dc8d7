"""Deadlines: all of them computed anew and compared, against reading the same people's events; and their counts."""

from statistics import median
from time import perf_counter

from django.db import transaction
from django.utils import timezone

from benchmarks.measure import Measured, against, interleaved
from candidates.domain.deadline_rules import LIVE
from candidates.domain.deadline_work import counted
from candidates.domain.deadlines import refresh_all
from candidates.models import CandidateEvent, Deadline
from membership.models import Organisation


def run(*, rows: int) -> list[Measured]:
    kept = Deadline.objects.count()
    seconds = interleaved(
        {"floor": lambda: list(CandidateEvent.objects.filter(candidate__stage__in=LIVE)), "computed": refresh_all},
        rounds=3,
    )
    results = [
        against(
            f"{kept} deadlines computed and compared", "reading the events of the same people", seconds, None,
            name="computed", floor="floor",
        ),
        _from_nothing(kept, median(seconds["computed"])),
    ]  # fmt: skip
    today = timezone.localdate()
    for place in (Organisation.objects.get(parent=None), Organisation.objects.filter(parent__parent=None).last()):
        within = Deadline.objects.under(place)
        seconds = interleaved({"floor": within.count, "counted": lambda rows=within: counted(rows, today)}, rounds=15)
        results.append(
            against(
                f"deadlines of the home page, {'root' if place.parent_id is None else 'committee'}",
                "counting the rows", seconds, None, name="counted", floor="floor",
            )
        )  # fmt: skip
    return results


def _from_nothing(kept: int, computed: float) -> Measured:
    """Written anew, as after a long import; taken back again."""
    with transaction.atomic():
        Deadline.objects.all().delete()
        begun = perf_counter()
        refresh_all()
        spent = perf_counter() - begun
        transaction.set_rollback(True)
    return Measured(f"{kept} deadlines written from nothing (once)", spent, "computed and compared", computed, None,
                    (spent, spent))  # fmt: skip
