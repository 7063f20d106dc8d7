"""The states of residential units: as a grid commune by commune, over time, and the changes behind every number."""

import re
from collections import Counter
from datetime import date

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from membership.domain.unit_states import documents_of, with_state_on
from membership.domain.unit_table import CLOSED, STATES, Histories, days_to_show
from membership.filters_units import AGAIN, UNKNOWN, WITHOUT_OWN, UnitFilterSet, UnitGridFilterSet
from membership.forms.units import SpanForm
from membership.models import Action, ResidentialUnit, UnitState
from membership.templatetags.units import AGAIN as AGAIN_MARK
from membership.templatetags.units import mark_of
from membership.views.access import requires

MOST_SQUARES, YEARS_BACK, PAGE = 3000, 5, 100
WAYS = ("left", "ended", "came", "found")


@requires(Action.VIEW_ORGANISATION)
@require_safe
def unit_grid(request):
    units = ResidentialUnit.objects.visible_to(request.user).select_related("organisation")
    filterset = UnitGridFilterSet(request.GET, queryset=units, request=request)
    rows = filterset.qs if filterset.is_valid() else units.none()
    said = getattr(filterset.form, "cleaned_data", {})
    day = said.get("ngay") or timezone.localdate()
    rows = with_state_on(rows.open_on(day), day).order_by("organisation_path", "commune", "folded_name", "pk")
    squares = list(rows[: MOST_SQUARES + 1])
    too_many = len(squares) > MOST_SQUARES
    again = set() if too_many else set(Histories(rows).whitened_again(day))
    counts = Counter(square.state_then or "" for square in squares)
    context = {
        "filter": filterset, "day": day, "tab": "grid", "too_many": too_many, "total": len(squares),
        "may_manage": request.user.may(Action.MANAGE_UNIT),
        "legend": [
            *((mark_of(state), counts[state]) for state in STATES if counts[state] or state),
            (AGAIN_MARK, len(again)),
        ],
        "communes": [] if too_many else _communes(squares, again, said.get("tinh-trang")),
    }  # fmt: skip
    only_results = request.htmx and request.htmx.target == "ket-qua" and not request.htmx.history_restore_request
    template = "membership/_unit_grid.html" if only_results else "membership/unit_grid.html"
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


def _communes(squares, again: set[int], wanted: str | None) -> list[dict]:
    """One row for each commune: its units as squares, and how many of each state there are."""
    rows: dict[tuple, dict] = {}
    for unit in squares:
        row = rows.setdefault(
            (unit.organisation_id, unit.commune),
            {"name": unit.commune, "place": unit.organisation.name, "units": [], "counts": Counter(), "total": 0},
        )
        state = unit.state_then or ""
        row["counts"][state] += 1
        row["total"] += 1
        if not wanted or _wanted(wanted, state, unit.pk in again):
            row["units"].append((unit, mark_of(state, unit.pk in again)))
    for row in rows.values():
        row["units"].sort(key=lambda each: natural(each[0].folded_name))
        row["counts"] = [(mark_of(state), row["counts"][state]) for state in STATES if row["counts"][state]]
    return [row for row in rows.values() if row["units"]]


def natural(text: str) -> list[tuple]:
    """Khu vực 2 stands before Khu vực 10."""
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in re.split(r"(\d+)", text)]


def _wanted(wanted: str, state: str, again: bool) -> bool:
    if wanted == AGAIN:
        return again
    if wanted == WITHOUT_OWN:
        return state in (UnitState.JOINT_BRANCH, UnitState.MEMBERS_ONLY)
    return state == ("" if wanted == UNKNOWN else wanted)


@requires(Action.VIEW_ORGANISATION)
@require_safe
def unit_table(request):
    """Begin of the span, each year end, its last day; and between them how one state grew and shrank."""
    filterset, units, form, first, last, state = _asked(request)
    histories = Histories(units)
    days = days_to_show(first, last)
    counted = [histories.partition(day) for day in days]
    spans = [*zip(days, days[1:], strict=False), *([(days[0], days[-1])] if len(days) > 2 else [])]
    context = {
        "filter": filterset, "form": form, "tab": "table", "days": days, "first": first, "last": last,
        "may_manage": request.user.may(Action.MANAGE_UNIT),
        "state": state, "label": mark_of(state).label, "is_white": state == UnitState.NO_MEMBERS,
        "rows": [(key, [each[key] for each in counted]) for key in STATES],
        "totals": [sum(each.values()) for each in counted],
        "flows": [(start, end, histories.flow(state, start, end)) for start, end in spans],
        "address": _address(request),
    }  # fmt: skip
    return render(request, "membership/unit_table.html", context)


@requires(Action.VIEW_ORGANISATION)
@require_safe
def unit_changes(request):
    """Every change of a span: of one state in one way (`cach`), or all of them; each opens its unit."""
    filterset, units, form, first, last, state = _asked(request)
    histories = Histories(units)
    way = request.GET.get("cach", "")
    if way in WAYS:
        found = getattr(histories.flow(state, first, last), way)
    else:
        way, found = "", histories.changes(first, last)
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    named = units.in_bulk([change.unit for change in page])
    documents = documents_of([change.status for change in page])
    context = {
        "filter": filterset, "form": form, "tab": "changes", "first": first, "last": last, "page": page,
        "state": state, "way": way,
        "may_manage": request.user.may(Action.MANAGE_UNIT),
        "title": _titles(state).get(way, _("Mọi biến động tình trạng")),
        "changes": [(change, named[change.unit], documents.get(change.status, "")) for change in page],
        "CLOSED": CLOSED, "address": _address(request),
    }  # fmt: skip
    return render(request, "membership/unit_changes.html", context)


def _titles(state: str) -> dict[str, str]:
    label = mark_of(state).label
    if state == UnitState.NO_MEMBERS:
        return {
            "left": _("Đã xóa trắng"), "ended": _("Trắng, nay không còn đơn vị"),
            "came": _("Tái trắng"), "found": _("Mới ghi nhận là trắng"),
        }  # fmt: skip
    told = {"state": label}
    return {
        "left": _("Thôi “%(state)s”") % told, "ended": _("“%(state)s”, nay không còn đơn vị") % told,
        "came": _("Trở thành “%(state)s”") % told, "found": _("Mới ghi nhận “%(state)s”") % told,
    }  # fmt: skip


def _asked(request):
    units = ResidentialUnit.objects.visible_to(request.user)
    filterset = UnitFilterSet(_only(request, "to-chuc"), queryset=units, request=request)
    place = filterset.form.cleaned_data.get("to-chuc") if filterset.is_valid() else None
    units = units.under(place) if place is not None else units
    form = SpanForm(request.GET if {"tu", "den", "trang_thai"} & set(request.GET) else None)
    first, last, state = form.span(date(timezone.localdate().year - YEARS_BACK, 1, 1))
    return filterset, units, form, first, last, state


def _only(request, *names):
    query = request.GET.copy()
    for name in [name for name in query if name not in names]:
        del query[name]
    return query


def _address(request) -> str:
    """The filters that go along from the table to the changes behind it."""
    return _only(request, "to-chuc", "trang_thai").urlencode()
