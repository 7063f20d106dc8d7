"""Residential units: the list, one unit's page, registering and amending one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from membership.base.numbers import whole_in_address
from membership.domain.errors import Refused
from membership.domain.traces import changes_of
from membership.domain.unit_people import groups_of
from membership.domain.unit_states import with_again
from membership.domain.units import amend_unit, establish_unit, find_units, proposed_state, residents_on
from membership.filters_units import UnitFilterSet
from membership.forms.organisations import PLACES_LIST
from membership.forms.units import KINDS, UNIT_KINDS_LIST, AmendUnitForm, NewUnitForm
from membership.models import Action, Organisation, PartyMember, PositionHolder, ResidentialUnit
from membership.tables_units import UnitTable
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer, trace_entries
from membership.views.unit_story import branches_of, states_of, successions_of

MOST_PEOPLE = 200


@requires(Action.VIEW_ORGANISATION)
@require_safe
def unit_list(request):
    def table(rows, request):
        return UnitTable(rows, request=request, beside=proposed_state)

    units = ResidentialUnit.objects.visible_to(request.user).select_related("organisation__parent")
    return list_page(
        request,
        queryset=with_again(units),
        filterset_class=UnitFilterSet,
        table_class=table,
        template="membership/unit_list.html",
        title=_("Thôn, bản, tổ dân phố"),
        export="residential_units",
        context={
            "tab": "list",
            "may_manage": request.user.may(Action.MANAGE_UNIT),
            "empty_icon": "home-2",
            "empty_title": _("Chưa có thôn, bản, tổ dân phố nào trong danh sách"),
            "empty_text": _("Ghi từng đơn vị, hoặc nhập cả danh sách từ tệp Excel."),
        },
    )


@requires(Action.VIEW_ORGANISATION)
@require_safe
def unit_detail(request, pk):
    user, today = request.user, timezone.localdate()
    unit = fetch(ResidentialUnit.objects.select_related("organisation__parent"), user, pk=pk)
    unit.again = with_again(ResidentialUnit.objects.visible_to(user)).filter(pk=pk, again=True).exists()
    path = unit.organisation_path
    may_see_people = user.may(Action.VIEW_PERSON)
    proposal = proposed_state([pk], min(today, unit.valid_to) if unit.valid_to else today)[pk]
    living = residents_on(today).filter(unit=unit).values("member")
    members = PartyMember.objects.visible_to(user).filter(pk__in=living).select_related("organisation")
    holders = PositionHolder.objects.visible_to(user).filter(unit=unit, valid_to=None).select_related("title")
    context = {
        "unit": unit,
        "may_manage": user.may(Action.MANAGE_UNIT, path) and unit.valid_to is None,
        "may_correct": user.may(Action.MANAGE_UNIT, path),
        "may_settle": user.may(Action.EDIT_PERSON, path) and unit.valid_to is None,
        "may_see_people": may_see_people,
        "proposal": proposal,
        "differs": unit.valid_to is None and proposal.state != unit.state,
        "states": states_of(unit),
        "branches": branches_of(user, unit),
        "names": unit.names.order_by("-pk"),
        "successions": successions_of(unit),
        "members": members[:MOST_PEOPLE] if may_see_people else [],
        "holders": holders if may_see_people else [],
        "groups": groups_of(user, unit) if may_see_people else [],
        "changes": trace_entries(changes_of(unit), ResidentialUnit),
    }
    return render(request, "membership/unit_detail.html", context)


@requires(Action.MANAGE_UNIT)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request):
    form = NewUnitForm(request.POST or None, user=request.user, initial=_given_place(request))
    if request.method == "POST" and form.is_valid():
        try:
            unit = establish_unit(by=request.user, **form.said())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi “%(name)s” vào danh sách.") % {"name": unit.name})
            return redirect("membership:unit.detail", unit.pk)
    return answer(request, "membership/unit_new.html", form, _lists())


@requires(Action.MANAGE_UNIT)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_edit(request, pk):
    unit = fetch(ResidentialUnit.objects.select_related("organisation"), request.user, Action.MANAGE_UNIT, pk=pk)
    initial = {name: getattr(unit, name) for name in (*AmendUnitForm.DESCRIBED, "version")}
    initial["organisation"] = unit.organisation.code
    form = AmendUnitForm(request.POST or None, user=request.user, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            amend_unit(by=request.user, unit=unit, version=form.cleaned_data["version"], values=form.values())
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lưu thông tin của “%(name)s”.") % {"name": form.cleaned_data["name"]})
            return redirect("membership:unit.detail", pk)
    return answer(request, "membership/unit_edit.html", form, {"unit": unit, **_lists()}, refused)


@requires(Action.EDIT_PERSON)
@require_safe
def unit_suggest(request):
    """Units for the box in which one is typed."""
    rows = find_units(request.user, request.GET.get("unit", "")[:120])
    return render(request, "membership/_unit_suggestions.html", {"rows": rows})


def _lists() -> dict:
    return {"places_list": PLACES_LIST, "kinds": KINDS, "kinds_list": UNIT_KINDS_LIST}


def _given_place(request) -> dict:
    number = whole_in_address(request.GET.get("to-chuc", ""))
    reachable = Organisation.objects.visible_to(request.user, Action.MANAGE_UNIT)
    place = reachable.filter(pk=number).first() if number is not None else None
    return {"organisation": place.code} if place else {}
