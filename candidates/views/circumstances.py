"""What the conditions of admission ask of a person beyond the form, with why each is asked and where it is written."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.domain.circumstances import set_circumstances
from candidates.domain.local_rules import rules_for
from candidates.forms.circumstances import CircumstancesForm
from candidates.models import Admission, Candidate, Circumstances
from candidates.procedure.texts import NoRulesKnown, procedure_on
from membership.domain.errors import Refused
from membership.domain.traces import changes_of
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.people import answer, trace_entries


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def circumstances_edit(request, pk):
    candidate = fetch(
        Candidate.objects.select_related("organisation__parent", "circumstances"), request.user, Action.EDIT_PERSON,
        pk=pk,
    )  # fmt: skip
    if not request.user.may(Action.VIEW_PERSON_DETAILS, candidate.organisation_path):
        raise PermissionDenied
    row = getattr(candidate, "circumstances", None)
    form = CircumstancesForm(request.POST) if request.method == "POST" else CircumstancesForm.of(candidate, row)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            set_circumstances(
                by=request.user,
                candidate=candidate,
                version_of_candidate=form.cleaned_data["version_of_candidate"],
                version=form.cleaned_data["version"],
                values=form.values(),
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lưu phần điều kiện của %(name)s.") % {"name": candidate.full_name})
            return redirect("candidates:candidate.detail", candidate.pk)
    context = {
        "candidate": candidate,
        "groups": _groups(candidate, form),
        "changes": trace_entries(changes_of(candidate, most=3), Candidate, Admission, Circumstances),
    }
    return answer(request, "candidates/circumstances_edit.html", form, context, refused)


def _groups(candidate: Candidate, form: CircumstancesForm) -> list[dict]:
    """The fields with the conditions of today's law that look at them. `off`: the local committee does not ask."""
    today = timezone.localdate()
    try:
        procedure = procedure_on(today)
    except NoRulesKnown:
        procedure = None
    local = rules_for([candidate.organisation_path])[candidate.organisation_path].on(today)
    values = procedure.setting_values(local) if procedure is not None else {}
    shown = []
    for group, fields in form.groups:
        found = [each for each in procedure.conditions if each.code in group.conditions] if procedure else []
        off = bool(found) and all(each.setting and not values[each.setting] for each in found)
        shown.append({"group": group, "fields": fields, "conditions": found, "off": off})
    return shown
