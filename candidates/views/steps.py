"""What may be recorded of one person: a step, its reversal, a move to another organisation."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.domain.fold import standing
from candidates.domain.progress import advance, move, open_steps, reverse
from candidates.forms.candidates import DecisionForm, MoveForm, ReverseForm, StepForm
from candidates.models import Candidate, EventKind
from candidates.procedure import BY_CODE
from membership.domain.errors import Refused
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.people import answer


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_step(request, pk, step):
    candidate = _candidate(request, pk)
    if step not in BY_CODE:
        raise Http404
    declared = BY_CODE[step]
    if request.method != "POST" and declared not in open_steps(candidate):
        messages.warning(
            request,
            _("Không ghi được “%(step)s” khi đang là “%(stage)s”.")
            % {"step": declared.label, "stage": candidate.get_stage_display()},
        )
        return redirect("candidates:candidate.detail", candidate.pk)
    form_class = DecisionForm if step == "decide" else StepForm
    form = form_class(request.POST or None, step=declared, initial={"version": candidate.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            advance(by=request.user, candidate=candidate, step=step, **form.said())
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            words = {"what": declared.label, "name": candidate.full_name}
            messages.success(request, _("Đã ghi “%(what)s” của %(name)s.") % words)
            return redirect("candidates:candidate.detail", candidate.pk)
    return answer(request, "candidates/candidate_step.html", form, {"candidate": candidate, "step": declared}, refused)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_reverse(request, pk):
    """Take the last thing recorded out again. The page says which one that is."""
    candidate = _candidate(request, pk)
    stand = standing(candidate.events.select_related("recorded_by"))
    if not stand:
        return redirect("candidates:candidate.detail", candidate.pk)
    event, refused = stand[-1], None
    form = ReverseForm(request.POST or None, initial={"version": candidate.version})
    if request.method == "POST" and form.is_valid():
        try:
            reverse(
                by=request.user,
                candidate=candidate,
                event=event,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            words = {"what": EventKind(event.kind).label, "name": candidate.full_name}
            messages.success(request, _("Đã bỏ việc “%(what)s” của %(name)s.") % words)
            return redirect("candidates:candidate.detail", candidate.pk)
    context = {"candidate": candidate, "event": event}
    return answer(request, "candidates/candidate_reverse.html", form, context, refused)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_move(request, pk):
    candidate = _candidate(request, pk)
    form = MoveForm(request.POST or None, user=request.user, initial={"version": candidate.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            move(by=request.user, candidate=candidate, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            words = {"name": candidate.full_name, "place": form.cleaned_data["organisation"].name}
            messages.success(request, _("Đã chuyển %(name)s đến %(place)s.") % words)
            return redirect("candidates:candidate.detail", candidate.pk)
    context = {"candidate": candidate, "suggestions": form.suggestions}
    return answer(request, "candidates/candidate_move.html", form, context, refused)


def _candidate(request, pk) -> Candidate:
    return fetch(Candidate.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
