"""What may be recorded of one person: a step, its reversal, a move to another organisation."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.domain.dossier import load_dossier
from candidates.domain.fold import standing
from candidates.domain.guard import Unfulfilled
from candidates.domain.progress import advance, move, open_steps, reverse
from candidates.domain.terms import terms_of
from candidates.forms.candidates import MoveForm, ReverseForm
from candidates.forms.steps import VOTE_CODES, DayForm, step_form
from candidates.models import Admission, Candidate, EventKind
from candidates.procedure import BY_CODE
from candidates.views.mend import mend_link
from candidates.views.now import rows_of, step_url
from membership.base.dates import DateError, parse_date
from membership.base.numbers import whole_in_address
from membership.domain.errors import Refused, Stale
from membership.domain.traces import changes_of
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.people import answer, trace_entries


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_step(request, pk, step):
    """Record a step. What the law asks for stands beside the form; what is unmet comes back with its paragraph."""
    candidate = _candidate(request, pk)
    if step not in BY_CODE:
        raise Http404
    declared = BY_CODE[step]
    if declared.own_page:
        if not (url := step_url(candidate, declared)):
            raise Http404
        return redirect(url)
    day = said_day((request.POST if request.method == "POST" else request.GET).get("on", ""))
    dossier = load_dossier(candidate, on=day)
    if request.method != "POST" and declared not in open_steps(candidate, dossier.events):
        words = {"step": declared.label, "stage": candidate.get_stage_display()}
        messages.warning(request, _("Không ghi được “%(step)s” khi đang là “%(stage)s”.") % words)
        return redirect("candidates:candidate.detail", candidate.pk)
    may_waive = request.user.may(Action.OVERRIDE, candidate.organisation_path)
    chosen = whole_in_address(request.POST.get("decided_by", ""))
    terms = terms_of(dossier, declared, day, chosen)
    named = dossier.chain.find(chosen) if chosen is not None else None
    form = step_form(step)(
        request.POST or None,
        terms=terms,
        named=(named,) if named is not None else (),
        may_waive=may_waive,
        initial={"version": candidate.version} | ({"on": day} if request.GET.get("on") else {}),
    )
    judge_as_typed(form, request.path)
    refused = None
    if request.method == "POST" and form.is_valid():
        waiver = form.waiver() if may_waive and request.POST.get("waive") else None
        try:
            advance(by=request.user, candidate=candidate, step=step, waiver=waiver, **form.said())
        except Refused as refusal:
            refused = refusal
            tell_refusal(form, refusal)
        else:
            words = {"what": declared.label, "name": candidate.full_name}
            messages.success(request, _("Đã ghi “%(what)s” của %(name)s.") % words)
            return redirect("candidates:candidate.detail", candidate.pk)
    unmet = refused.unmet if isinstance(refused, Unfulfilled) else []
    may_record = request.user.may(Action.EDIT_PERSON, terms.acting.path)
    waiving = may_waive and bool(request.POST.get("waive")) and refused is not None
    context = {
        "candidate": candidate,
        "step": declared,
        "terms": terms,
        "missing": rows_of(candidate, terms.missing, may_edit=True),
        "unmet": [{"unmet": each, "mend": mend_link(candidate, each.code)} for each in unmet],
        "may_waive": may_waive and (waiving or any(not vote_unsaid(form, each) for each in unmet)),
        "may_record": may_record,
        "shows_form": may_record or request.method == "POST",
        "day_form": DayForm(initial={"on": day}, auto_id="id_day_%s"),
        "changes": _faster(candidate, refused),
    }
    return answer(request, "candidates/candidate_step.html", form, context, refused)


def said_day(text: str) -> date:
    """The day that was typed, for what depends on it; today until a day can be read."""
    try:
        return parse_date(text).day
    except DateError:
        return timezone.localdate()


def judge_as_typed(form, address: str) -> None:
    """The conditions beside the form follow the day that is typed; without scripts a form of its own asks for them."""
    form.fields["on"].widget.attrs |= {
        "hx-get": address, "hx-trigger": "change", "hx-select": "#dieu-kien", "hx-target": "#dieu-kien",
        "hx-swap": "outerHTML",
    }  # fmt: skip


def tell_refusal(form, refusal: Refused) -> None:
    """Beside the fields; conditions of the law have a place of their own on the page."""
    if not isinstance(refusal, Unfulfilled):
        form.refuse(refusal)
        return
    for each in refusal.unmet:
        if vote_unsaid(form, each):
            form.add_error("in_favour", each.message)


def vote_unsaid(form, unmet) -> bool:
    """The vote was only not typed: nothing that a document could let pass."""
    return unmet.code in VOTE_CODES and "in_favour" in form.fields and form.ballot() is None


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
    context = {"candidate": candidate, "event": event, "changes": _faster(candidate, refused)}
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
    context = {"candidate": candidate, "suggestions": form.suggestions, "changes": _faster(candidate, refused)}
    return answer(request, "candidates/candidate_move.html", form, context, refused)


def _candidate(request, pk) -> Candidate:
    return fetch(Candidate.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)


def _faster(candidate: Candidate, refused: Refused | None) -> list[dict]:
    """What somebody else recorded in the meantime."""
    return trace_entries(changes_of(candidate, most=3), Candidate, Admission) if isinstance(refused, Stale) else []
