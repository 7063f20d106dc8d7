"""Quick entry for a phone: the most pressing steps, each recorded in three taps, whatever the signal."""

from datetime import date

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.domain.dossier import load_dossier
from candidates.domain.next_acts import NextAct, next_acts
from candidates.domain.progress import advance
from candidates.domain.submissions import once
from candidates.domain.terms import terms_of
from candidates.forms.quick import OTHER, QuickForm
from candidates.models import Candidate
from candidates.procedure import BY_CODE
from candidates.views.now import due_of, step_url
from candidates.views.steps import said_day
from membership.base.numbers import whole_in_address
from membership.domain.errors import Refused, Stale
from membership.models import Action
from membership.views.access import fetch, requires

LINES = 3
JSON = "application/json"


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def quick(request):
    """The three most pressing steps as short forms. A form may arrive twice: its key makes the second do nothing."""
    if request.method != "POST":
        return _page(request)
    key = whole_in_address(request.POST.get("candidate", ""))
    declared = BY_CODE.get(request.POST.get("step", ""))
    if key is None or declared is None or declared.own_page:
        return _refuse(request, [_("Biểu mẫu này không đọc được. Xin mở lại trang rồi ghi lại.")])
    candidate = fetch(Candidate.objects.select_related("organisation"), request.user, Action.EDIT_PERSON, pk=key)
    day = _day(request.POST)
    terms = terms_of(load_dossier(candidate, on=day), declared, day)
    form = QuickForm(request.POST, terms=terms, today=timezone.localdate(), auto_id=f"id_{candidate.pk}_%s")
    if not form.is_valid():
        return _refuse(request, _sentences(form.errors), form, candidate)
    words = {"what": declared.label, "name": candidate.full_name}

    def do() -> str:
        advance(by=request.user, candidate=candidate, step=declared.code, **form.said())
        return _("Đã ghi “%(what)s” của %(name)s.") % words

    try:
        answer, first = once(form.cleaned_data["key"], request.user, f"quick:{declared.code}", do)
    except Refused as refusal:
        form.refuse(refusal)
        stale = isinstance(refusal, Stale)
        sentences = [text for texts in refusal.messages.values() for text in texts]
        return _refuse(request, sentences, form, candidate, stale=stale)
    if _wants_json(request):
        return JsonResponse({"state": "done", "first": first, "message": answer})
    messages.success(request, answer)
    return redirect("candidates:quick")


def _day(said) -> date:
    chosen = said.get("day", "")
    if chosen == OTHER:
        return said_day(said.get("on", ""))
    try:
        return date.fromisoformat(chosen)
    except ValueError:
        return timezone.localdate()


def _wants_json(request) -> bool:
    return request.headers.get("Accept") == JSON


def _sentences(errors) -> list[str]:
    return [str(text) for texts in errors.values() for text in texts]


def _refuse(request, sentences: list[str], form=None, candidate=None, *, stale=False):
    """Nothing was written, and the key was not used: the mended form may come again."""
    status = 409 if stale else 422
    if _wants_json(request):
        url = reverse("candidates:candidate.detail", args=[candidate.pk]) if candidate else ""
        answer = {"state": "stale" if stale else "refused", "sentences": sentences, "url": url}
        return JsonResponse(answer, status=status)
    return _page(request, form, candidate, sentences, status=status)


def _page(request, refused=None, candidate=None, sentences=(), status=200):
    """`refused`: the form that was not accepted, shown again in its line."""
    acts = [
        act for act in next_acts(request.user, timezone.localdate())
        if act.checklist.next.actor != "authority" and not act.checklist.next.own_page
    ]  # fmt: skip
    lines = [_line(act) for act in acts if act.checklist.ready][:LINES]
    if refused is not None:
        lines = [line for line in lines if line["candidate"].pk != candidate.pk]
        lines.insert(0, {"candidate": candidate, "step": refused.terms.step, "form": refused, "refused": True})
    context = {
        "lines": lines,
        "sentences": list(sentences),
        "unready": [
            {
                "candidate": act.candidate,
                "step": act.checklist.next,
                "missing": len(act.checklist.missing),
                "due": due_of(act.checklist.due),
            }
            for act in acts
            if not act.checklist.ready
        ][:LINES],
    }
    return render(request, "candidates/quick.html", context, status=status)


def _line(act: NextAct) -> dict:
    candidate, step, today = act.candidate, act.checklist.next, timezone.localdate()
    form = QuickForm(
        terms=terms_of(act.dossier, step, today),
        today=today,
        auto_id=f"id_{candidate.pk}_%s",
        initial={"version": candidate.version, "candidate": candidate.pk, "step": step.code},
    )
    return {
        "candidate": candidate,
        "step": step,
        "form": form,
        "due": due_of(act.checklist.due),
        "whole": step_url(candidate, step),
    }
