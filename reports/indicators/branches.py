"""Branches that need help: under five members, or years without an admission (article 000)."""

import numpy
from django.db.models import Count, Q

from candidates.models import Admission
from membership.base.dates import add_months
from membership.models import MemberSpell, Organisation
from reports.indicators.declarations import Ask, Indicator, Tallied, Tally
from reports.indicators.registry import REGISTRY

FEW = 5  # article 000: "không còn chi bộ dưới 5 đảng viên"
YEARS = 3  # no national definition is known; provinces use 2, 3 or 5 years (domain.md 2.3, chưa kiểm chứng)


def read(ask: Ask) -> dict[str, Tallied]:
    """A branch is an organisation with nothing under it in the tree of the last day. Ends of spells are those of
    today; admissions are taken as they were known. Who was founded within the years has not had the time."""
    last = ask.period.last
    since = add_months(last, -12 * YEARS)
    counted = dict(
        ask.here(
            MemberSpell.objects.filter(recorded_at__lte=ask.known_at).filter(
                Q(valid_from=None) | Q(valid_from__lte=last), Q(valid_to=None) | Q(valid_to__gt=last)
            ),
            "organisation__path",
        )
        .order_by()
        .values_list("organisation_id")
        .annotate(Count("pk"))
    )
    members = numpy.array([counted.get(branch, 0) for branch in ask.branches.tolist()], dtype=numpy.int64)
    admitting = (
        ask.here(Admission.objects.known_at(ask.known_at).filter(decision_date__gt=since, decision_date__lte=last))
        .order_by()
        .values_list("organisation_id", flat=True)
        .distinct()
    )
    young = ask.here(Organisation.objects.filter(valid_from__gt=since), "path").order_by().values_list("pk", flat=True)
    excused = numpy.array([*admitting, *young], dtype=numpy.int64)
    return {
        "branches": Tallied(ask.branches),
        "branches_few": Tallied(ask.branches[members < FEW]),
        "branches_without_admission": Tallied(ask.branches[~numpy.isin(ask.branches, excused)]),
    }


REGISTRY.group("branches", "Chi bộ cuối kỳ", note="Chi bộ: tổ chức không có tổ chức nào trực thuộc.")
REGISTRY.add(Indicator("branches", "Chi bộ", "branches", Tally(read, "branches")))
REGISTRY.group("branches_among", "Trong số chi bộ", of="branches")
REGISTRY.add(
    Indicator("branches_few", "Dưới 5 đảng viên", "branches_among", Tally(read, "branches_few")),
    Indicator(
        "branches_without_admission",
        "Ba năm liền chưa kết nạp được đảng viên",
        "branches_among",
        Tally(read, "branches_without_admission"),
    ),
)
