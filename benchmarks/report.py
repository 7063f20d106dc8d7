"""The figures of a quarter for every organisation, against the same counts without grouping."""

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from benchmarks.measure import Measured, against, interleaved
from candidates.models import Admission
from membership.models import Organisation
from reports.domain.engine import compute
from reports.domain.facts import between
from reports.domain.runs import publish
from reports.indicators import REGISTRY
from reports.models import CountingDate, Run
from reports.periods import Period, last_quarter_before

COUNTING = CountingDate.DECISION.value


def run(*, rows: int) -> list[Measured]:
    root = Organisation.objects.get(parent=None)
    period = last_quarter_before(timezone.localdate())
    figures = compute(root, period, COUNTING, timezone.now())

    def store() -> None:
        with transaction.atomic():
            made = Run.objects.create(
                organisation=root,
                organisation_path=root.path,
                first_day=period.first,
                last_day=period.last,
                counting=COUNTING,
            )
            publish(made, compute(root, period, COUNTING, timezone.now()))
            transaction.set_rollback(True)

    seconds = interleaved(
        {
            "floor": lambda: ungrouped(period),
            "computed": lambda: compute(root, period, COUNTING, timezone.now()),
            "stored": store,
        }
    )
    what = f"quarter for {len(figures.nodes)} organisations, {len(REGISTRY.counts) + 4} counts"
    floor = "the same counts ungrouped"
    return [
        against(f"{what}, computed", floor, seconds, 20, name="computed", floor="floor"),
        against(f"{what}, and stored", floor, seconds, 40, name="stored", floor="floor"),
    ]


def ungrouped(period: Period) -> dict[str, int]:
    """Every count of the report for the whole database at once, its two years in two queries as in the engine."""
    to_date = between(period.year_to_date, COUNTING)
    counts = {"period": Count("pk", filter=between(period, COUNTING)), "to_date": Count("pk", filter=to_date)}
    for indicator in REGISTRY.counts:
        counts[f"n_{indicator.code}"] = Count("pk", filter=to_date & indicator.measure.where)
    window = Period(min(period.first, period.year_to_date.first), period.last)
    found = Admission.objects.current().filter(between(window, COUNTING)).aggregate(**counts)
    before = period.same_period_last_year
    earlier = Period(min(before.first, before.year_to_date.first), before.last)
    return found | Admission.objects.current().filter(between(earlier, COUNTING)).aggregate(
        before=Count("pk", filter=between(before, COUNTING)),
        before_to_date=Count("pk", filter=between(before.year_to_date, COUNTING)),
    )
