"""Lists fixed at the start of a plan and followed; bases declared to have nobody left to admit."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain import radar as domain
from candidates.exchange.radar_list import export_list
from candidates.forms.radar import BY_SLUG, SLUGS, EndListForm, FixForm, MassesAgainForm, NoMassesForm
from candidates.models import RadarList, RadarWarning
from membership.domain.errors import Refused
from membership.models import Action, Organisation
from membership.views.access import fetch, requires
from membership.views.lists import EXPORT_PARAMETER
from membership.views.people import answer


@requires(Action.SET_QUOTA)
@require_http_methods(["GET", "HEAD", "POST"])
def radar_fix(request, pk):
    """Fix the places of one warning in an organisation as a list."""
    place = fetch(Organisation.objects.select_related("parent"), request.user, Action.SET_QUOTA, pk=pk)
    warning = BY_SLUG.get(request.GET.get("loai", ""), RadarWarning.NO_ADMISSION.value)
    form = FixForm(request.POST or None, initial={"warning": warning})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = domain.fix_list(by=request.user, organisation=place, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã chốt danh sách “%(name)s”.") % {"name": made.name})
            return redirect("candidates:radar.list", made.pk)
    return answer(request, "candidates/radar_fix.html", form, {"place": place, "slug": SLUGS[warning]}, refused)


@requires(Action.VIEW_FIGURES)
@require_safe
def radar_list(request, pk):
    """A fixed list: how many got off it, by what, and what remains."""
    kept = fetch(RadarList.objects.select_related("organisation", "recorded_by"), request.user, pk=pk)
    today = timezone.localdate()
    progress = domain.follow(kept, today)
    may_export = request.user.may(Action.EXPORT, kept.organisation_path)
    if may_export and request.GET.get(EXPORT_PARAMETER) == "xlsx":
        return export_list(request, kept, progress, today)
    context = {
        "list": kept,
        "title": domain.TITLES[kept.warning],
        "progress": progress,
        "today": today,
        "left_lines": [each for each in progress.lines if not each.off],
        "off_lines": [each for each in progress.lines if each.off],
        "may_end": kept.ended_at is None and request.user.may(Action.SET_QUOTA, kept.organisation_path),
        "may_export": may_export,
        "sees_people": request.user.may(Action.VIEW_PERSON, kept.organisation_path),
    }
    return render(request, "candidates/radar_list.html", context)


@requires(Action.SET_QUOTA)
@require_http_methods(["GET", "HEAD", "POST"])
def radar_list_end(request, pk):
    kept = fetch(RadarList.objects.select_related("organisation"), request.user, Action.SET_QUOTA, pk=pk)
    form = EndListForm(request.POST or None, initial={"version": kept.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            domain.end_list(by=request.user, radar_list=kept, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã thôi theo dõi “%(name)s”.") % {"name": kept.name})
            return redirect("candidates:radar.list", kept.pk)
    return answer(request, "candidates/radar_list_end.html", form, {"list": kept}, refused)


@requires(Action.SET_QUOTA)
@require_http_methods(["GET", "HEAD", "POST"])
def radar_masses(request, pk):
    """Say that nobody is left to admit in an organisation, or that there are people again."""
    place = fetch(Organisation.objects.select_related("parent"), request.user, Action.SET_QUOTA, pk=pk)
    declared = domain.declared_for(place)
    form = (MassesAgainForm if declared else NoMassesForm)(request.POST or None)
    act = domain.end_no_masses if declared else domain.declare_no_masses
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.user, organisation=place, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi cho %(name)s.") % {"name": place.name})
            address = reverse("candidates:radar.findings")
            return redirect(f"{address}?loai={SLUGS[RadarWarning.NO_MASSES]}&to-chuc={place.pk}")
    return answer(request, "candidates/radar_masses.html", form, {"place": place, "declared": declared}, refused)
