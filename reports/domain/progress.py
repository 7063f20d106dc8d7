"""Quotas of a year beside what has been reached by now, for an organisation and those right under it.

Counted live from the facts known today; the report of a period is what is printed and kept.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.conf import settings
from django.db.models import Count, Sum
from django.db.models.functions import Substr
from django.utils import timezone

from candidates.models import Admission
from membership.base import paths
from membership.models import Organisation
from reports.domain.attainment import exact_percent
from reports.domain.reading import expected_percent
from reports.models import Quota
from reports.periods import whole_year


@dataclass
class QuotaLine:
    """One organisation's quotas of a year, the sum of its children's, and the people admitted so far."""

    organisation: Organisation
    quota: Quota | None
    children_sum: int | None
    has_children: bool
    admitted: int
    level: int = 0

    @property
    def admission_quota(self) -> int | None:
        return self.quota.admission_quota if self.quota else None

    @property
    def percent(self) -> Fraction | None:
        return exact_percent(self.admitted, self.admission_quota)

    @property
    def gap(self) -> int | None:
        """The children's quotas together less one's own: shown, never forced to be nothing."""
        if self.children_sum is None or self.admission_quota is None:
            return None
        return self.children_sum - self.admission_quota

    @property
    def gap_size(self) -> int:
        return abs(self.gap or 0)


def expected_now(year: int, today: date | None = None) -> Fraction:
    return expected_percent(whole_year(year), today or timezone.localdate())


def existing_in(organisations, year: int):
    """Organisations that existed for at least a day of the year."""
    return organisations.exclude(valid_to__lte=date(year, 1, 1)).exclude(valid_from__gt=date(year, 12, 31))


def lines_under(parent: Organisation, year: int, *, seen, itself: bool = True) -> list[QuotaLine]:
    """The organisation (with `itself`) and its children of that year, by code. `seen`: Organisation rows in reach."""
    children = list(existing_in(seen.filter(parent=parent), year).order_by("code"))
    rows = [parent, *children] if itself else children
    ids = [row.pk for row in rows]
    quotas = {quota.organisation_id: quota for quota in Quota.objects.filter(year=year, organisation__in=ids)}
    sums = dict(
        Quota.objects.filter(year=year, organisation__parent__in=ids)
        .order_by()
        .values_list("organisation__parent")
        .annotate(Sum("admission_quota"))
    )
    parents = set(seen.filter(parent__in=ids).order_by().values_list("parent", flat=True).distinct())
    admitted, own = admitted_by_child(parent, year)
    level = parent.depth
    return [
        QuotaLine(
            organisation=row,
            quota=quotas.get(row.pk),
            children_sum=sums.get(row.pk),
            has_children=row.pk in parents,
            admitted=own if row.pk == parent.pk else admitted.get(row.path, 0),
            level=row.depth - level,
        )
        for row in rows
    ]


def admitted_by_child(parent: Organisation, year: int) -> tuple[dict[str, int], int]:
    """(path of each child -> people admitted under it in the year, the same for the organisation with all under it)."""
    period = whole_year(year)
    length = len(parent.path) + paths.STEP
    counts = dict(
        Admission.objects.current()
        .counted_between(period.first, period.last, by=settings.REPORT_COUNTING_DATE)
        .under(parent)
        .order_by()
        .annotate(child=Substr("organisation_path", 1, length))
        .values_list("child")
        .annotate(Count("pk"))
    )
    return counts, sum(counts.values())
