"""What was let pass in the period of a report: which condition, for whom, why, by which document."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from membership.models import Action
from membership.views.access import requires
from membership.views.lists import list_page
from reports.domain.reading import let_pass_behind
from reports.filters import LetPassFilterSet
from reports.tables import LetPassTable
from reports.views.runs import chosen_row, frame_of, opened, reader_of


@requires(Action.VIEW_FIGURES)
@require_safe
def report_let_pass(request, pk):
    """Exactly the acts that the report counts, as far as the reader may see people there."""
    run = opened(request, pk)
    row, reader = chosen_row(request, run), reader_of(request, run)
    rows = let_pass_behind(run, row).visible_to(request.user, Action.VIEW_PERSON_DETAILS)
    return list_page(
        request,
        queryset=rows.select_related("event__candidate", "organisation", "recorded_by"),
        filterset_class=LetPassFilterSet,
        table_class=LetPassTable,
        template="reports/report_people.html",
        title=_("Việc được ghi dù chưa đủ điều kiện"),
        context=frame_of(request, run, row, reader, "nguoi")
        | {
            "empty_title": _("Không có việc nào"),
            "empty_text": _("Trong kỳ không có việc nào được ghi khi chưa đủ điều kiện."),
            "empty_icon": "circle-check",
        },
    )
