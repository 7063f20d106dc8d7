"""Who lives in which residential unit: one member from their page, many from the unit's."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from membership.base.text import fold
from membership.domain.errors import Refused
from membership.domain.units import homes_of, settle, settle_many
from membership.forms.units import UNITS_LIST, SettleForm, SettleManyForm
from membership.models import Action, MemberStatus, PartyMember, ResidentialUnit
from membership.views.access import fetch, requires
from membership.views.people import answer

SHOWN = 200


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def member_settle(request, pk):
    member = fetch(PartyMember.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
    homes = homes_of(member)
    current = next((home for home in homes if home.valid_to is None), None)
    form = SettleForm(request.POST or None, user=request.user, first=not homes)
    if request.method == "POST" and form.is_valid():
        try:
            settle(by=request.user, member=member, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi nơi cư trú của %(name)s.") % {"name": member.full_name})
            return redirect("membership:member.detail", pk)
    context = {"member": member, "current": current, "units_list": UNITS_LIST}
    return answer(request, "membership/unit_member.html", form, context)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_settle(request, pk):
    """Members of the committee's branches who do not live here, those of the covering branch first."""
    unit = fetch(
        ResidentialUnit.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk
    )
    people = PartyMember.objects.visible_to(request.user, Action.EDIT_PERSON).exclude(status=MemberStatus.LEFT)
    form = SettleManyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = [number for number in request.POST.getlist("nguoi") if number.isdecimal()]
        members = list(people.filter(pk__in=chosen[:SHOWN]))
        try:
            count = settle_many(by=request.user, unit=unit, members=members, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            told = {"count": count, "unit": unit.name}
            messages.success(request, _("Đã ghi %(count)d đảng viên cư trú ở “%(unit)s”.") % told)
            return redirect("membership:unit.detail", pk)
    context = {"unit": unit, "q": request.GET.get("q", ""), "chosen": request.POST.getlist("nguoi")}
    context |= _offered(request, unit, people)
    return answer(request, "membership/unit_settle.html", form, context)


def _offered(request, unit: ResidentialUnit, people) -> dict:
    """Who may be settled: of the covering branch, or of the whole committee (`ca-xa`), or found by name."""
    covering = unit.coverages.filter(valid_to=None).values_list("branch", flat=True).first()
    whole = bool(request.GET.get("ca-xa")) or covering is None
    people = people.under(unit.organisation) if whole else people.filter(organisation=covering)
    living = unit.residences.filter(valid_to=None).values("member")
    people = people.exclude(pk__in=living).select_related("organisation").prefetch_related("residences__unit")
    for word in fold(request.GET.get("q", "")[:120]).split():
        people = people.filter(folded_name__contains=word)
    rows = list(people.order_by("sort_key", "pk")[: SHOWN + 1])
    for row in rows:
        row.home = next((home.unit for home in row.residences.all() if home.valid_to is None), None)
    rows.sort(key=lambda row: row.home is not None)
    return {"people": rows[:SHOWN], "more": len(rows) > SHOWN, "whole": whole, "covering": covering}
