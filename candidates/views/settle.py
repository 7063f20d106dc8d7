"""Where a candidate lives."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.domain.settle import settle_candidate
from candidates.forms.settle import SettleCandidateForm
from candidates.models import Candidate
from membership.domain.errors import Refused
from membership.forms.units import UNITS_LIST
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.people import answer


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_settle(request, pk):
    candidate = fetch(
        Candidate.objects.select_related("organisation__parent", "unit"), request.user, Action.EDIT_PERSON, pk=pk
    )
    initial = {"version": candidate.version, "unit": candidate.unit}
    form = SettleCandidateForm(request.POST or None, user=request.user, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            settle_candidate(by=request.user, candidate=candidate, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi nơi cư trú của %(name)s.") % {"name": candidate.full_name})
            return redirect("candidates:candidate.detail", pk)
    context = {"candidate": candidate, "units_list": UNITS_LIST}
    return answer(request, "candidates/candidate_settle.html", form, context, refused)
