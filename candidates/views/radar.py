"""Where the ground is thin: six warnings, each open to its places, and what could still help there."""

from collections.abc import Sequence

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from candidates.domain import radar as domain
from candidates.domain.no_masses import MAY_DECLARE, stands_too_high
from candidates.domain.set_rules import setting
from candidates.exchange.radar_list import export_findings
from candidates.forms.radar import BY_SLUG, SLUGS
from candidates.models import RadarList, RadarWarning
from membership.base.numbers import whole_in_address
from membership.base.text import fold
from membership.models import Action, Organisation
from membership.type_filters import OrganisationTypeFilter, type_choices
from membership.views.access import fetch, requires
from membership.views.lists import EXPORT_PARAMETER

SEEN_BY = Action.VIEW_FIGURES
MOST_LISTS, MOST_PLACES = 20, 300
TYPES = type_choices()
ICONS: dict[str, str] = {
    RadarWarning.NO_ADMISSION: "calendar-x",
    RadarWarning.UNDER_FIVE: "users-minus",
    RadarWarning.UNDER_THREE: "alert-triangle",
    RadarWarning.NO_CANDIDATE: "user-off",
    RadarWarning.UNIT_AT_RISK: "home-x",
    RadarWarning.NO_MASSES: "user-question",
}


@requires(SEEN_BY)
@require_safe
def radar(request):
    """The six counts of a place, and the lists that are followed there."""
    place, today = place_of(request), timezone.localdate()
    found = domain.look(place, today)
    followed = RadarList.objects.visible_to(request.user).under(place).select_related("organisation")
    lists = list(followed.order_by("ended_at", "-fixed_on", "-pk")[:MOST_LISTS])
    progress = domain.follow_all(lists, today)
    context = _around(request, place) | {
        "found": found,
        "today": today,
        "warnings": [
            {
                "code": code,
                "slug": SLUGS[code],
                "label": domain.TITLES[code],
                "icon": ICONS[code],
                "count": len(rows),
                "rule": domain.RULES[code],
            }
            for code, rows in found.by_warning.items()
        ],
        "many_years": setting("many_years"),
        "lists": [(each, progress[each.pk]) for each in lists],
    }
    return render(request, "candidates/radar.html", context)


@requires(SEEN_BY)
@require_safe
def radar_findings(request):
    """The places of one warning, the worst first, with what could still help."""
    place, today = place_of(request), timezone.localdate()
    warning = BY_SLUG.get(request.GET.get("loai", ""), RadarWarning.NO_ADMISSION.value)
    found = domain.findings(place, warning, today)
    words = fold(request.GET.get("q", "")).split()
    if words:
        found = [each for each in found if all(word in fold(each.name) for word in words)]
    kind = request.GET.get("loai-hinh", "")
    if kind in dict(TYPES) and warning != RadarWarning.UNIT_AT_RISK:
        found = _of_type(request, place, found, kind)
    may_export = request.user.may(Action.EXPORT, place.path)
    if may_export and request.GET.get(EXPORT_PARAMETER) == "xlsx":
        helps = domain.help_for(request.user, found, today)
        return export_findings(request, warning, place, found, _above(request, found), helps, today)
    page = Paginator(found, settings.PAGE_SIZE).get_page(request.GET.get("trang"))
    rows = list(page.object_list)
    helps, above = domain.help_for(request.user, rows, today), _above(request, rows)
    context = _around(request, place) | {
        "warning": warning,
        "slug": SLUGS[warning],
        "label": domain.TITLES[warning],
        "rule": domain.RULES[warning],
        "kinds": [(SLUGS[code], title) for code, title in domain.TITLES.items()],
        "page": page,
        "rows": [
            {
                "finding": each,
                "help": helps[each.organisation_id, each.unit_id],
                "above": above.get(each.organisation_id, "") if each.unit_id is None else "",
            }
            for each in rows
        ],
        "q": request.GET.get("q", ""),
        "types": TYPES,
        "type": kind,
        "may_export": may_export,
        "may_declare": any(request.user.may(action, place.path) for action in MAY_DECLARE),
        "may_declare_here": not stands_too_high(place),
        "sees_people": request.user.may(Action.VIEW_PERSON, place.path),
        "of_units": warning == RadarWarning.UNIT_AT_RISK,
        "of_bases": warning == RadarWarning.NO_MASSES,
        "nobody": warning == RadarWarning.NO_CANDIDATE,
    }
    return render(request, "candidates/radar_findings.html", context)


def place_of(request) -> Organisation:
    """The organisation that the address asks for, or the topmost within reach."""
    number = request.GET.get("to-chuc", "")
    top = request.user.reach(SEEN_BY).subtrees[0]
    which = {"pk": whole_in_address(number) or 0} if number else {"path": top}
    return fetch(Organisation.objects.select_related("parent"), request.user, SEEN_BY, **which)


def _around(request, place: Organisation) -> dict:
    """The way down to the place, and what lies directly under it."""
    seen = Organisation.objects.visible_to(request.user, SEEN_BY)
    children = list(seen.filter(parent=place).current().order_by("code").only("pk", "name")[:MOST_PLACES])
    return {
        "place": place,
        "ancestors": list(seen.filter(pk__in=place.ancestor_ids()).order_by("path")),
        "children": children,
        "may_fix": request.user.may(Action.SET_QUOTA, place.path),
    }


def _of_type(request, place: Organisation, found: Sequence[domain.Finding], kind: str) -> list[domain.Finding]:
    """Those of a loại hình: their own, or that of the base above them."""
    seen = Organisation.objects.visible_to(request.user, SEEN_BY).under(place)
    keys = set(seen.filter(OrganisationTypeFilter.condition(kind)).order_by().values_list("pk", flat=True))
    return [each for each in found if each.organisation_id in keys]


def _above(request, found: Sequence[domain.Finding]) -> dict[int, str]:
    """Organisation -> what stands directly above it."""
    seen = Organisation.objects.visible_to(request.user, SEEN_BY)
    rows = seen.filter(pk__in={each.organisation_id for each in found}).select_related("parent")
    return {row.pk: row.parent.name for row in rows if row.parent is not None}
