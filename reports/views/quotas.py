"""Quotas of a year: level by level, and one organisation's with its history."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from membership.base.numbers import whole_in_address
from membership.domain.errors import Refused
from membership.models import Action, Activity, Organisation
from membership.views.access import fetch, requires
from reports.domain.progress import expected_now, lines_under
from reports.domain.quotas import FIRST_YEAR, LAST_YEAR, set_quota
from reports.forms.quotas import QuotaForm
from reports.models import Quota


def _year(request) -> int:
    given = whole_in_address(request.GET.get("nam", ""))
    return given if given is not None and FIRST_YEAR <= given <= LAST_YEAR else timezone.localdate().year


def _require_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404


def _place(request) -> Organisation:
    """The organisation that the address asks for, or the topmost within reach."""
    number = request.GET.get("to-chuc", "")
    top = request.user.reach(Action.VIEW_FIGURES).subtrees[0]
    which = {"pk": whole_in_address(number) or 0} if number else {"path": top}
    return fetch(Organisation.objects.all(), request.user, Action.VIEW_FIGURES, **which)


def _seen(request):
    return Organisation.objects.visible_to(request.user, Action.VIEW_FIGURES)


@requires(Action.VIEW_FIGURES)
def quota_list(request):
    year, place = _year(request), _place(request)
    lines = lines_under(place, year, seen=_seen(request))
    context = {
        "year": year,
        "place": place,
        "ancestors": _seen(request).filter(pk__in=place.ancestor_ids()).order_by("path"),
        "head": lines[0],
        "lines": lines[1:],
        "expected": expected_now(year),
        "top": place.depth,
        "may_set": request.user.may(Action.SET_QUOTA, place.path),
        "may_import": request.user.may(Action.IMPORT, place.path),
        "may_export": request.user.may(Action.EXPORT, place.path),
    }
    if context["may_export"] and request.GET.get("xuat") == "xlsx":
        from membership.exchange.export import export_list

        quotas = Quota.objects.visible_to(request.user).visible_to(request.user, Action.EXPORT)
        return export_list(request, "quotas", quotas.under(place).filter(year=year).order_by("organisation_path"))
    return render(request, "reports/quota_list.html", context)


@requires(Action.VIEW_FIGURES)
def quota_children(request):
    """The rows under one organisation, to be put beneath its own."""
    year, place = _year(request), _place(request)
    from_depth = whole_in_address(request.GET.get("tu", ""), 2)
    top = place.depth if from_depth is None else from_depth
    lines = lines_under(place, year, seen=_seen(request), itself=False)
    for line in lines:
        line.level = line.organisation.depth - top
    context = {"lines": lines, "year": year, "expected": expected_now(year), "top": top}
    return render(request, "reports/_quota_rows.html", context)


@requires(Action.VIEW_FIGURES)
def quota_detail(request, pk, year):
    organisation = fetch(Organisation.objects.all(), request.user, Action.VIEW_FIGURES, pk=pk)
    _require_year(year)
    quota = Quota.objects.visible_to(request.user).filter(organisation=organisation, year=year).first()
    form = QuotaForm.of(quota) if request.user.may(Action.SET_QUOTA, organisation.path) else None
    return _detail(request, organisation, year, quota, form)


@requires(Action.SET_QUOTA)
@require_POST
def quota_set(request, pk, year):
    organisation = fetch(Organisation.objects.all(), request.user, Action.SET_QUOTA, pk=pk)
    _require_year(year)
    form = QuotaForm(request.POST)
    if form.is_valid():
        try:
            set_quota(by=request.user, organisation=organisation, year=year, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("Đã ghi chỉ tiêu năm %(year)d của %(name)s.") % {"year": year, "name": organisation.name}
            )
            return redirect("reports:quota.detail", pk=organisation.pk, year=year)
    quota = Quota.objects.visible_to(request.user).filter(organisation=organisation, year=year).first()
    return _detail(request, organisation, year, quota, form, status=422)


def _detail(request, organisation, year, quota, form, *, status=200):
    context = {
        "organisation": organisation,
        "year": year,
        "quota": quota,
        "line": lines_under(organisation, year, seen=_seen(request))[0],
        "expected": expected_now(year),
        "form": form,
        "entries": _history(request, quota),
        "ancestors": _seen(request).filter(pk__in=organisation.ancestor_ids()).order_by("path"),
    }
    return render(request, "reports/quota_detail.html", context, status=status)


def _history(request, quota: Quota | None) -> list[dict]:
    """What was given when and by whom: acts on this quota, and lists that touched it."""
    if quota is None:
        return []
    own = Q(subject_type="quota", subject_id=str(quota.pk))
    lists = Q(action="quota.recorded", data__before__has_key=str(quota.pk))
    acts = (
        Activity.objects.visible_to(request.user, Action.VIEW_FIGURES)
        .filter(own | lists)
        .select_related("by")
        .order_by("-at")
    )
    entries = [_entry(quota, act) for act in acts]
    if quota.batch_id and not any("before" in act.data and act.action == "quota.recorded" for act in acts):
        entries.append(
            {
                "title": _("Giao theo danh sách nhập từ tệp"),
                "when": timezone.localtime(quota.recorded_at).strftime("%H:%M %d/%m/%Y"),
                "by": quota.recorded_by,
                "icon": "file-import",
                "url": reverse("membership:import.detail", args=[quota.batch_id]),
            }
        )
    return entries


def _entry(quota: Quota, act: Activity) -> dict:
    if act.action == "quota.recorded":
        before = act.data["before"][str(quota.pk)]
        title, detail = _("Sửa theo danh sách nhập từ tệp"), _("trước đó: %(what)s") % {"what": _words(before)}
    else:
        title = _("Giao chỉ tiêu") if act.action == "quota.set" else _("Điều chỉnh chỉ tiêu")
        detail = _words(act.data["after"])
        if act.data.get("before"):
            detail = _("từ %(before)s thành %(after)s") % {"before": _words(act.data["before"]), "after": detail}
        if act.data.get("note"):
            detail = f"{detail}. {act.data['note']}"
    return {
        "title": title,
        "detail": detail,
        "when": timezone.localtime(act.at).strftime("%H:%M %d/%m/%Y"),
        "by": act.by or _("hệ thống"),
        "icon": "target-arrow",
        "tone": "done",
    }


def _words(values: dict) -> str:
    def told(value):
        return "–" if value is None else f"{value:,}".replace(",", ".")

    words = _("kết nạp %(admission)s, bồi dưỡng %(training)s") % {
        "admission": told(values.get("admission_quota")),
        "training": told(values.get("training_quota")),
    }
    return f"{words} ({values['decision_number']})" if values.get("decision_number") else words
