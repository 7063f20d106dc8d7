"""Who introduces a person: one more, or one less."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.domain.introductions import introduce, may_introduce, withdraw_introduction
from candidates.forms.dossier import WithdrawForm
from candidates.forms.introductions import IntroductionForm
from candidates.models import Admission, Candidate, Circumstances
from candidates.procedure.texts import NoRulesKnown, procedure_on
from membership.base.dates import format_date
from membership.base.text import fold
from membership.domain.errors import Refused
from membership.domain.traces import changes_of
from membership.models import Action, PartyMember
from membership.views.access import fetch, requires
from membership.views.people import answer, trace_entries


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_new(request, pk):
    """`?thay=`: a new paper of the same introducer. `?tim=`: narrow the members to choose from."""
    candidate = _candidate(request, pk)
    old = _old(request, candidate)
    searched = request.GET.get("tim", "")[:80]
    form = IntroductionForm(
        request.POST or None,
        candidate=candidate,
        members=may_introduce(
            candidate, timezone.localdate(), members=PartyMember.objects.visible_to(request.user, Action.VIEW_PERSON)
        ),
        words=fold(searched).split()[:6],
        initial={"version": candidate.version, **IntroductionForm.initial_of(old)},
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            done = introduce(by=request.user, candidate=candidate, instead_of=old, **form.said())
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi giấy giới thiệu của %(who)s.") % {"who": _who(done.introduction)})
            for question in done.questions:
                messages.warning(request, question)
            return redirect("candidates:dossier.detail", candidate.pk)
    context = {
        "candidate": candidate,
        "old": old,
        "rule": _rule(),
        "searched": searched,
        "changes": _changes(candidate),
    }
    return answer(request, "candidates/introduction_new.html", form, context, refused)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_withdraw(request, pk, introduction):
    candidate = _candidate(request, pk)
    row = candidate.introductions.current().select_related("member").filter(pk=introduction).first()
    if row is None:
        raise Http404
    form = WithdrawForm(request.POST or None, initial={"version": candidate.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_introduction(by=request.user, candidate=candidate, introduction=row, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã bỏ giấy giới thiệu của %(who)s.") % {"who": _who(row)})
            return redirect("candidates:dossier.detail", candidate.pk)
    words = {"who": _who(row), "day": format_date(row.signed_on)}
    what = _("giấy giới thiệu của %(who)s ngày %(day)s") % words
    context = {"candidate": candidate, "what": what, "changes": _changes(candidate)}
    return answer(request, "candidates/dossier_withdraw.html", form, context, refused)


def _old(request, candidate: Candidate):
    given = request.GET.get("thay", "")
    if not given:
        return None
    rows = candidate.introductions.current().select_related("member")
    found = rows.filter(pk=given).first() if given.isascii() and given.isdigit() and len(given) < 16 else None
    if found is None:
        raise Http404
    return found


def _rule():
    try:
        procedure = procedure_on(timezone.localdate())
    except NoRulesKnown:
        return None
    return next(each for each in procedure.conditions if each.code == "introduced")


def _who(row) -> str:
    if row.member is not None:
        return _("đồng chí %(name)s") % {"name": row.member.full_name}
    return row.body_name or row.get_body_display()


def _changes(candidate: Candidate) -> list[dict]:
    return trace_entries(changes_of(candidate, most=3), Candidate, Admission, Circumstances)


def _candidate(request, pk) -> Candidate:
    return fetch(Candidate.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
