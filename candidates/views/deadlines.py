"""What is due: row by row with the page where it is done, and organisation by organisation for whoever presses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, CharField, Count, Min, Q, Value, When
from django.db.models.functions import Substr
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from candidates.exchange.deadline_list import export_deadlines
from candidates.filters_deadlines import DeadlineFilterSet
from candidates.models import Deadline
from candidates.tables_deadlines import DeadlineTable
from membership.base import paths
from membership.base.numbers import whole_in_address
from membership.models import Action, Organisation, within
from membership.views.access import requires
from membership.views.lists import EXPORT_PARAMETER, list_page

SEEN_BY = Action.VIEW_PERSON_DETAILS
MOST_ROWS = 200
WEEK, MONTH = timedelta(days=7), timedelta(days=30)


@requires(SEEN_BY)
@require_safe
def deadline_list(request):
    rows = Deadline.objects.visible_to(request.user, SEEN_BY)
    may_export = request.user.may(Action.EXPORT)
    if may_export and request.GET.get(EXPORT_PARAMETER) == "xlsx":
        filterset = DeadlineFilterSet(request.GET, queryset=rows, request=request)
        found = filterset.qs if filterset.is_valid() else rows.none()
        return export_deadlines(request, found.order_by("due_on", "pk"))
    return list_page(
        request,
        queryset=rows.select_related("candidate", "organisation__parent"),
        filterset_class=DeadlineFilterSet,
        table_class=DeadlineTable,
        template="candidates/deadline_list.html",
        title=_("Thời hạn"),
        context={
            "tab": "nguoi",
            "export_url": _export_url(request) if may_export else "",
            "empty_icon": "circle-check",
            "empty_title": _("Không có việc nào đến hạn"),
            "empty_text": _("Việc quá hạn và việc đến hạn trong 30 ngày tới sẽ hiện ở đây."),
        },
    )


def _export_url(request) -> str:
    query = request.GET.copy()
    query.pop("trang", None)
    query[EXPORT_PARAMETER] = "xlsx"
    return f"{request.path}?{query.urlencode()}"


@dataclass(frozen=True)
class Behind:
    """One organisation with everything under it: how many are overdue, since when, and how many come near."""

    organisation: Organisation
    late: int
    week: int
    month: int
    oldest: date | None
    has_more: bool


@requires(SEEN_BY)
@require_safe
def deadline_organisations(request):
    """The organisations directly under a place, the latest behind first."""
    reachable = Organisation.objects.visible_to(request.user, SEEN_BY)
    number = whole_in_address(request.GET.get("to-chuc", ""))
    place = reachable.filter(pk=number).first() if number is not None else None
    tops = request.user.reach(SEEN_BY).subtrees
    if place is None and len(tops) == 1:
        place = reachable.filter(path=tops[0]).first()
    rows = Deadline.objects.visible_to(request.user, SEEN_BY)
    behind = _behind(rows.under(place) if place is not None else rows, place, tops, reachable)
    context = {
        "tab": "to-chuc",
        "place": place,
        "above": list(reachable.filter(pk__in=place.ancestor_ids()).order_by("path")) if place else [],
        "rows": behind[:MOST_ROWS],
        "hidden": max(0, len(behind) - MOST_ROWS),
        "late": sum(row.late for row in behind),
    }
    return render(request, "candidates/deadline_organisations.html", context)


def _behind(rows, place: Organisation | None, tops: Sequence[str], reachable) -> list[Behind]:
    """Grouped by what stands directly under the place, or by the places themselves where there are several."""
    today = timezone.localdate()
    if place is not None:
        node = Substr("organisation_path", 1, len(place.path) + paths.STEP)
    else:
        whens = [When(within(top, "organisation_path"), then=Value(top)) for top in tops]
        node = Case(*whens, default=Value(""), output_field=CharField())
    found = (
        rows.filter(due_on__lte=today + MONTH)
        .order_by()
        .annotate(node=node)
        .values("node")
        .annotate(
            late=Count("pk", filter=Q(due_on__lt=today)),
            week=Count("pk", filter=Q(due_on__gte=today, due_on__lte=today + WEEK)),
            month=Count("pk", filter=Q(due_on__gte=today)),
            oldest=Min("due_on", filter=Q(due_on__lt=today)),
        )
    )
    by_path = {row["node"]: row for row in found}
    names = {row.path: row for row in reachable.filter(path__in=list(by_path)).only("pk", "name", "path")}
    told = [
        Behind(names[path], row["late"], row["week"], row["month"], row["oldest"], place is None or path != place.path)
        for path, row in by_path.items()
        if path in names
    ]
    return sorted(told, key=lambda each: (-each.late, -each.month, each.organisation.path))
