"""Units whose records say something else than what is confirmed: looked through and confirmed many at once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from membership.domain.errors import Refused, Stale
from membership.domain.unit_causes import Doubt, doubts
from membership.domain.units import Confirmed, confirm_states
from membership.filters_units import UnitFilterSet
from membership.forms.units import StateDocumentForm, StateLineForm
from membership.models import Action, ResidentialUnit
from membership.views.access import requires

PAGE, MOST = 40, 5000


@requires(Action.MANAGE_UNIT)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_confirm(request):
    units = ResidentialUnit.objects.visible_to(request.user, Action.MANAGE_UNIT).select_related("organisation")
    filterset = UnitFilterSet(request.GET, queryset=units, request=request)
    rows = filterset.qs if filterset.is_valid() else units.none()
    found = doubts(rows.filter(valid_to=None).order_by("commune", "folded_name", "pk")[:MOST])
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    data = request.POST if request.method == "POST" else None
    posted = set(request.POST.getlist("don-vi"))
    shown = [doubt for doubt in found if str(doubt.unit.pk) in posted] if data is not None else list(page)
    whole = bool(request.GET.get("tat-ca"))
    lines = [(doubt, _line(doubt, data, whole)) for doubt in shown]
    form, status = StateDocumentForm(data), 200
    if data is not None:
        chosen = [(doubt, line) for doubt, line in lines if line.is_valid() and line.cleaned_data["chosen"]]
        wrong = [line for _doubt, line in lines if line["chosen"].value() and not line.is_valid()]
        status = 422
        if form.is_valid() and not wrong:
            try:
                done = confirm_states(by=request.user, lines=[_said(*each) for each in chosen], **form.cleaned_data)
            except Refused as refusal:
                form.refuse(refusal)
                status = 409 if isinstance(refusal, Stale) else 422
            else:
                messages.success(request, _("Đã xác nhận tình trạng của %(count)d đơn vị.") % {"count": len(done)})
                return redirect(request.get_full_path())
    context = {
        "filter": filterset, "lines": lines, "form": form, "page": page, "found": len(found),
        "stale": status == 409, "all": whole, "tab": "confirm", "may_manage": True,
    }  # fmt: skip
    return render(request, "membership/unit_confirm.html", context, status=status)


def _line(doubt: Doubt, data, chosen: bool) -> StateLineForm:
    initial = {
        "chosen": chosen and not doubt.weak, "on": doubt.since, "cause": doubt.cause, "state": doubt.proposal.state,
        "version": doubt.unit.version,
    }  # fmt: skip
    return StateLineForm(data, prefix=str(doubt.unit.pk), initial=initial)


def _said(doubt: Doubt, line: StateLineForm) -> Confirmed:
    said = line.cleaned_data
    return Confirmed(doubt.unit, said["version"], said["on"], said["state"], said["cause"])
