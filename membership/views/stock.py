"""Biểu 1-BTCTW of an organisation over a period: on screen, on paper, as a workbook."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import FileResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from membership.base.dates import format_date
from membership.domain.activity import record
from membership.domain.stock import Balance, Stock, balance, year_before
from membership.domain.stock_form import SOURCE, lines, shortcuts
from membership.exchange.export import XLSX
from membership.exchange.stock_workbook import stock_workbook
from membership.forms.movements import PeriodForm
from membership.models import Action, Organisation
from membership.views.access import fetch, requires

MOST_CHILDREN = 500


@dataclass(frozen=True)
class ChildLine:
    organisation: Organisation
    stock: Stock
    url: str
    is_itself: bool


def _asked(request) -> tuple[PeriodForm, date, date]:
    """The period of the address; this year up to today where none is given or it is wrong."""
    today = timezone.localdate()
    given = {name: request.GET.get(name) for name in ("tu", "den")}
    whole = {"tu": format_date(date(today.year, 1, 1)), "den": format_date(date(today.year, 12, 31))}
    form = PeriodForm(given if any(given.values()) else whole)
    if form.is_valid():
        return form, form.cleaned_data["tu"], form.cleaned_data["den"]
    return form, date(today.year, 1, 1), date(today.year, 12, 31)


def _period(first: date, last: date) -> dict[str, str]:
    return {"tu": format_date(first), "den": format_date(last)}


@requires(Action.VIEW_FIGURES)
@require_safe
def stock_detail(request, pk):
    organisation = fetch(Organisation.objects.select_related("parent"), request.user, Action.VIEW_FIGURES, pk=pk)
    form, first, last = _asked(request)
    found = balance(organisation, first, last)
    parent = organisation.parent
    sees_parent = parent is not None and request.user.may(Action.VIEW_FIGURES, parent.path)
    before = year_before(first, last)
    context = {
        "organisation": organisation,
        "form": form,
        "first": first,
        "last": last,
        "before": before,
        "lines": [
            {"line": line, "url": _people(request, organisation, line.row, first, last),
             "url_before": _people(request, organisation, line.row, *before)}
            for line in lines(found)
        ],
        "whole": found.whole,
        "children": _children(request.user, organisation, found, first, last),
        "moved_within": found.moved_within,
        "parent_url": _page(parent.pk, first, last) if sees_parent else "",
        "shortcuts": [
            (label, f"?{urlencode(_period(start, end))}", (start, end) == (first, last))
            for label, start, end in shortcuts(timezone.localdate())
        ],
        "file_url": f"{reverse('membership:movement.stock_file', args=[pk])}?{urlencode(_period(first, last))}"
        if request.user.may(Action.EXPORT, organisation.path)
        else "",
        "not_over": last > timezone.localdate(),
        "source": SOURCE,
    }  # fmt: skip
    return render(request, "membership/stock_detail.html", context, status=200 if form.is_valid() else 422)


@requires(Action.EXPORT)
@require_safe
def stock_file(request, pk):
    organisation = fetch(Organisation.objects.all(), request.user, Action.EXPORT, pk=pk)
    _form, first, last = _asked(request)
    found = balance(organisation, first, last)
    children = [
        (child.organisation.name, child.stock) for child in _children(request.user, organisation, found, first, last)
    ]
    target = stock_workbook(organisation.name, first, last, lines(found), children)
    record(
        "list.exported", by=request.user, organisation=organisation, label=_("Biểu 1. Tăng, giảm đảng viên"),
        kind="stock", filters=_period(first, last),
    )  # fmt: skip
    name = _("Biểu 1 %(first)s - %(last)s.xlsx") % {"first": f"{first:%d-%m-%Y}", "last": f"{last:%d-%m-%Y}"}
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


def _page(pk: int, first: date, last: date) -> str:
    return f"{reverse('membership:movement.stock', args=[pk])}?{urlencode(_period(first, last))}"


def _children(user, organisation: Organisation, found: Balance, first: date, last: date) -> list[ChildLine]:
    """What lies directly under it now, and who takes part in the organisation itself. One query."""
    reachable = Organisation.objects.visible_to(user, Action.VIEW_FIGURES)
    rows = reachable.filter(parent=organisation).order_by("code")[:MOST_CHILDREN]
    lines_ = [
        ChildLine(child, found.children.get(child.pk, Stock()), _page(child.pk, first, last), False)
        for child in rows
        if child.is_open or child.pk in found.children
    ]
    if lines_ and organisation.pk in found.children:
        lines_.insert(0, ChildLine(organisation, found.children[organisation.pk], "", True))
    return lines_


def _people(request, organisation: Organisation, row, first: date, last: date) -> str:
    """Where the people behind a figure are listed, for who may see people there."""
    if not request.user.may(Action.VIEW_PERSON, organisation.path):
        return ""
    query: dict[str, object] = {"to-chuc": organisation.pk}
    if row.probationary:
        query["dien"] = "du-bi"
    if row.codes in (("opening",), ("closing",)):
        query["ngay"] = format_date(first - timedelta(days=1) if row.codes == ("opening",) else last)
        return f"{reverse('membership:movement.members')}?{urlencode(query)}"
    if not row.way:
        return ""
    query |= {"loai": row.way, "ngay_tu": format_date(first), "ngay_den": format_date(last)}
    return f"{reverse('membership:movement.list')}?{urlencode(query)}"
