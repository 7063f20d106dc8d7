"""The people behind a figure of a report."""

from django.http import Http404
from django.utils.translation import gettext as _

from membership.models import Action
from membership.views.access import requires
from membership.views.lists import list_page
from reports.domain.reading import FIGURES, TO_DATE, people_behind
from reports.filters import people_filters
from reports.indicators import REGISTRY
from reports.tables import PeopleTable
from reports.views.runs import chosen_row, frame_of, opened, reader_of

MOST_CHOICES = 200


@requires(Action.VIEW_FIGURES)
def report_people(request, pk):
    """Exactly the facts that the figure counts, as far as the reader may see people there."""
    run = opened(request, pk)
    row, reader = chosen_row(request, run), reader_of(request, run)
    figure, group = request.GET.get("so") or TO_DATE, request.GET.get("nhom", "")
    indicator = REGISTRY.indicators.get(group) if group else None
    if figure not in FIGURES or (group and (indicator is None or not indicator.is_count)):
        raise Http404
    # Who belongs to a group (believers, a minority) is a detail of a person.
    action = Action.VIEW_PERSON_DETAILS if group else Action.VIEW_PERSON
    people = people_behind(run, row, figure=figure, indicator=group)
    context = frame_of(request, run, row, reader, "nguoi")
    line = [*context["ancestors"], row]
    places = [(each.organisation_id, each.name) for each in line]
    places += [(each.organisation_id, f"\u2003{each.name}") for each in reader.children(row)[:MOST_CHOICES]]
    words = str(FIGURES[figure])
    if indicator is not None:
        words = f"{words} – {REGISTRY.groups[indicator.group].label}: {indicator.label}"
    return list_page(
        request,
        queryset=people.visible_to(request.user, action).select_related("organisation"),
        filterset_class=people_filters(places),
        table_class=PeopleTable,
        template="reports/report_people.html",
        title=words,
        export="admissions",
        context=context
        | {
            "figure": figure,
            "empty_title": _("Không có người nào trong con số này"),
            "empty_text": _("Con số này bằng 0, hoặc những người được đếm ở ngoài phạm vi được xem."),
            "empty_icon": "users",
        },
    )
