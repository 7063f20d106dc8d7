"""The holder of a title in a residential unit as quần chúng ưu tú: put on the list, tie to somebody on it, untie."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates.domain.candidate_positions import namesakes, register_holder, tie, untie
from candidates.forms.mass import HolderCandidateForm
from membership.domain.errors import Refused
from membership.models import Action, Organisation, PositionHolder, within
from membership.views.access import fetch, requires
from membership.views.people import answer

SUGGESTED = 100


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def holder_candidate(request, pk):
    holder = _fetch(request, pk)
    known = namesakes(holder, request.user)
    reachable = Organisation.objects.visible_to(request.user, Action.EDIT_PERSON).current()
    nearby = reachable.filter(within(holder.organisation_path, "path"))
    initial = {}
    covering = nearby.filter(covered_units__unit=holder.unit_id, covered_units__valid_to=None).first()
    if covering is not None:
        alone = reachable.filter(name=covering.name).count() == 1
        initial["organisation"] = covering.name if alone else covering.code
    form = HolderCandidateForm(request.POST or None, reachable=reachable, known=known, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if said["candidate"] == form.NEW:
                names = ("on", "organisation", "document_number")
                register_holder(by=request.user, holder=holder, **{name: said[name] for name in names})
            else:
                tie(by=request.user, holder=holder, candidate=form.known[said["candidate"]])
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s nay có trong danh sách theo dõi.") % {"name": holder.full_name})
            return redirect("membership:holder.detail", holder.pk)
    suggestions = nearby.filter(children=None).order_by("path")[:SUGGESTED]
    context = {"holder": holder, "suggestions": suggestions, "known": known}
    return answer(request, "candidates/mass_holder_candidate.html", form, context, refused)


@requires(Action.EDIT_PERSON)
@require_POST
def holder_untie(request, pk):
    holder = _fetch(request, pk)
    try:
        untie(by=request.user, holder=holder)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã bỏ việc gắn với quần chúng."))
    return redirect("membership:holder.detail", holder.pk)


def _fetch(request, pk) -> PositionHolder:
    return fetch(
        PositionHolder.objects.select_related("title", "unit", "organisation__parent", "member"),
        request.user,
        Action.EDIT_PERSON,
        pk=pk,
    )
