"""The tree, one organisation, search, and the tree as of a day."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from membership.base.text import fold
from membership.catalogues import ORGANISATION_TYPES
from membership.domain import occupants
from membership.domain.lookup import link, with_words
from membership.domain.tree import children_counts, children_on, count_under, names_on, normalise_code
from membership.filters import OrganisationFilterSet
from membership.forms.organisations import DayForm
from membership.models import Action, Organisation
from membership.tables import OrganisationTable
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.organisation_history import entries_of

CHILDREN_PAGE = 100
SUGGESTED = 12


@requires(Action.VIEW_ORGANISATION)
@require_safe
def organisation_list(request):
    """The tree, from the topmost organisations a person reaches. Only one of them: it is already unfolded."""
    reach = request.user.reach(Action.VIEW_ORGANISATION)
    tops = Organisation.objects.visible_to(request.user).filter(path__in=reach.subtrees).order_by("path")
    page = Paginator(tops, CHILDREN_PAGE).get_page(request.GET.get("trang"))
    nodes = _counted(page)
    if page.paginator.count == 1:
        nodes[0].unfolded = True
        nodes[0].children_page = _children(request, nodes[0], 1)
    return render(request, "membership/organisation_tree.html", {"page": page, "nodes": nodes})


@requires(Action.VIEW_ORGANISATION)
@require_safe
def organisation_children(request, pk):
    """What lies directly under an organisation: a piece of the tree page for htmx, otherwise a page of its own."""
    organisation = fetch(Organisation.objects.all(), request.user, Action.VIEW_ORGANISATION, pk=pk)
    closed = request.GET.get("ca-da-dong") == "1"
    page = _children(request, organisation, request.GET.get("trang"), closed=closed)
    context = {"organisation": organisation, "page": page, "closed": closed}
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "membership/_organisation_branches.html", context)
    return render(request, "membership/organisation_children.html", {**context, "line": _line(request, organisation)})


@requires(Action.VIEW_ORGANISATION)
@require_safe
def organisation_search(request):
    return list_page(
        request,
        queryset=Organisation.objects.visible_to(request.user).select_related("parent"),
        filterset_class=OrganisationFilterSet,
        table_class=OrganisationTable,
        template="membership/organisation_search.html",
        title=_("Tìm tổ chức đảng"),
        export="organisations",
    )


@requires(Action.VIEW_ORGANISATION)
@require_safe
def organisation_suggest(request):
    """Names for the box in which an organisation is typed."""
    typed = (request.GET.get(name, "") for name in ("parent", "organisation", "branch", "into"))
    text = next(filter(None, typed), "")[:120]
    reachable = Organisation.objects.visible_to(request.user).current()
    rows = []
    if words := fold(text).split():
        code = normalise_code(text)
        rows = list(reachable.filter(code__startswith=code).order_by("path")[:SUGGESTED]) if code[0].isdigit() else []
        rows = rows or with_words(reachable, words).order_by("path")[:SUGGESTED]
    return render(request, "membership/_organisation_suggestions.html", {"rows": rows})


@requires(Action.VIEW_ORGANISATION)
@require_safe
def organisation_detail(request, pk):
    user = request.user
    organisation = fetch(Organisation.objects.select_related("parent"), user, Action.VIEW_ORGANISATION, pk=pk)
    may_change = user.may(Action.MANAGE_ORGANISATION, organisation.path)
    above = organisation.parent.path if organisation.parent else organisation.path
    may_see_people = user.may(Action.VIEW_PERSON, organisation.path)
    people = [
        {
            "name": kind.name,
            "count": count,
            "url": f"{url}?to-chuc={pk}" if may_see_people and (url := link(kind.route)) else "",
        }
        for kind, count in occupants.counts(organisation)
    ]
    context = {
        "organisation": organisation,
        "type_name": ORGANISATION_TYPES.name_of(organisation.type_code) or organisation.type_text,
        "line": _line(request, organisation),
        "people": people,
        "below": count_under(organisation) - organisation.is_open,
        "history": entries_of(user, organisation),
        "page": _children(request, organisation, 1),
        "may_change": may_change and organisation.is_open,
        "may_replace": organisation.is_open and user.may(Action.MANAGE_ORGANISATION, above),
        "day_form": DayForm(),
    }
    return render(request, "membership/organisation_detail.html", context)


@requires(Action.VIEW_ORGANISATION)
@require_safe
def organisation_on_day(request, pk):
    """What lay directly under an organisation on a day, one level at a time."""
    organisation = fetch(Organisation.objects.all(), request.user, Action.VIEW_ORGANISATION, pk=pk)
    form = DayForm(request.GET if "ngay" in request.GET else None)
    day = form.cleaned_data["ngay"] if form.is_bound and form.is_valid() else timezone.localdate()
    ids = children_on(organisation, day)
    seen = Organisation.objects.visible_to(request.user).filter(pk__in=ids).order_by("code")
    page = Paginator(seen, CHILDREN_PAGE).get_page(request.GET.get("trang"))
    rows = list(page)
    shown = [organisation.pk, *(row.pk for row in rows)]
    names, counts = names_on(shown, day), children_counts(shown, day)
    for row in rows:
        row.name_then, row.children_then = names.get(row.pk, row.name), counts.get(row.pk, 0)
    context = {
        "organisation": organisation,
        "name_then": names.get(organisation.pk, organisation.name),
        "there": organisation.pk in names,
        "rows": rows,
        "page": page,
        "elsewhere": len(ids) - page.paginator.count,
        "form": form,
        "day_text": f"{day:%d/%m/%Y}",
        "line": _line(request, organisation),
    }
    return render(request, "membership/organisation_on_day.html", context)


def _children(request, organisation, number, *, closed: bool = False):
    """A page of what lies directly under an organisation, with the number of children of each."""
    rows = Organisation.objects.visible_to(request.user).filter(parent=organisation).order_by("code")
    page = Paginator(rows if closed else rows.current(), CHILDREN_PAGE).get_page(number)
    page.object_list = _counted(page)
    return page


def _counted(rows) -> list[Organisation]:
    rows = list(rows)
    counts = children_counts([row.pk for row in rows])
    for row in rows:
        row.children_count = counts.get(row.pk, 0)
        row.type_name = ORGANISATION_TYPES.name_of(row.type_code)
    return rows


def _line(request, organisation: Organisation) -> list[Organisation]:
    """What lies above, as far as the person reaches."""
    return list(
        Organisation.objects.visible_to(request.user).filter(pk__in=organisation.ancestor_ids()).order_by("path")
    )
