"""Who helps: assigning a mentor, putting another in their place, ending the help, and the list of all mentors."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain.conditions import moved_while_helped
from candidates.domain.dossier import Dossier, load_dossier
from candidates.domain.guard import Unfulfilled, open_steps
from candidates.domain.mentor_loads import is_overloaded, load_of, mentors_seen_by, since_of
from candidates.domain.mentors import STEP, assign_mentor, end_mentorship
from candidates.exchange.helper_lists import export_mentors
from candidates.filters_mentors import MentorFilterSet
from candidates.forms.mentors import AssignForm, EndForm
from candidates.models import Candidate, Mentorship, Stage
from candidates.tables_mentors import MentorTable
from membership.base.text import fold
from membership.domain.errors import Refused
from membership.domain.lookup import with_words
from membership.domain.traces import changes_of
from membership.models import Action, MemberStatus, PartyMember, within
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer, trace_entries

MOST_OFFERED = 60


@requires(Action.VIEW_PERSON)
@require_safe
def mentor_list(request):
    return list_page(
        request,
        queryset=mentors_seen_by(request.user).select_related("organisation__parent"),
        filterset_class=MentorFilterSet,
        table_class=MentorTable,
        template="candidates/mentor_list.html",
        title=_("Người giúp đỡ"),
        export=export_mentors,
        context={
            "may_write": request.user.may(Action.EDIT_PERSON),
            "empty_icon": "heart-handshake",
            "empty_title": _("Chưa phân công ai giúp đỡ quần chúng"),
            "empty_text": _("Phân công ở trang của từng quần chúng ưu tú, đảng viên dự bị."),
        },
    )


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_assign(request, pk):
    candidate = fetch(Candidate.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
    return _assign(request, candidate, None)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_change(request, pk):
    mentorship = _mentorship(request, pk)
    if mentorship.valid_to is not None:
        return _over(request, mentorship)
    return _assign(request, mentorship.candidate, mentorship)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_end(request, pk):
    mentorship = _mentorship(request, pk)
    if mentorship.valid_to is not None:
        return _over(request, mentorship)
    candidate = mentorship.candidate
    form = EndForm(request.POST or None, initial={"version": candidate.version, "on": timezone.localdate()})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            end_mentorship(by=request.user, mentorship=mentorship, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã thôi phân công đồng chí %(n)s.") % {"n": mentorship.member.full_name})
            return redirect("candidates:candidate.detail", candidate.pk)
    context = {"candidate": candidate, "mentorship": mentorship, "changes": _changes(candidate)}
    return answer(request, "candidates/mentor_end.html", form, context, refused)


def _assign(request, candidate: Candidate, replaces: Mentorship | None):
    dossier = load_dossier(candidate)
    if request.method != "POST" and STEP not in open_steps(candidate, dossier.events):
        words = {"step": STEP.label, "stage": candidate.get_stage_display()}
        messages.warning(request, _("Không ghi được “%(step)s” khi đang là “%(stage)s”.") % words)
        return redirect("candidates:candidate.detail", candidate.pk)
    members, near = _members(request, dossier)
    asks_since = candidate.stage != Stage.PROBATIONARY and not moved_while_helped(dossier)
    form = AssignForm(
        request.POST or None,
        members=members,
        changes=replaces is not None,
        asks_since=asks_since,
        may_waive=request.user.may(Action.OVERRIDE, candidate.organisation_path),
        initial={"version": candidate.version, "on": timezone.localdate()},
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            done = assign_mentor(by=request.user, candidate=candidate, replaces=replaces, **form.said())
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            words = {"mentor": done.member.full_name, "name": candidate.full_name}
            messages.success(request, _("Đã phân công đồng chí %(mentor)s giúp đỡ %(name)s.") % words)
            return redirect("candidates:candidate.detail", candidate.pk)
    searched = request.GET.get("tim", "")[:80]
    offered = _offered(members, near, fold(searched).split()[:6], form.chosen, dossier)
    context = {
        "candidate": candidate,
        "replaces": replaces,
        "step": STEP,
        "offered": offered[:MOST_OFFERED],
        "more": len(offered) > MOST_OFFERED,
        "searched": searched,
        "asks_since": asks_since,
        "unmet": isinstance(refused, Unfulfilled),
        "changes": _changes(candidate),
    }
    return answer(request, "candidates/mentor_assign.html", form, context, refused)


def _members(request, dossier: Dossier):
    """Whom the person may choose from (official, of the base organisation, within sight), and those of the branch."""
    base = dossier.chain.base(timezone.localdate())
    members = (
        PartyMember.objects.visible_to(request.user)
        .filter(within(base.path, "organisation_path"), status=MemberStatus.OFFICIAL)
        .exclude(pk=dossier.candidate.member_id or 0)
        .select_related("organisation")
    )
    return members, Q(organisation=dossier.candidate.organisation_id)


def _offered(members, near: Q, words: list[str], chosen: str, dossier: Dossier) -> list[dict]:
    """The members of the branch first, each with how many people they help and since when they are there."""
    found = with_words(members, words)
    rows = list(found.filter(near).order_by("sort_key", "pk")[: MOST_OFFERED + 1])
    rows += found.exclude(near).order_by("sort_key", "pk")[: MOST_OFFERED + 1 - len(rows)]
    if chosen.isdigit() and len(chosen) < 16 and not any(str(row.pk) == chosen for row in rows):
        rows = [*members.filter(pk=chosen), *rows]
    loads = load_of(rows)
    since = since_of(rows)
    helping = {each.member_id for each in dossier.mentors}
    return [
        {
            "member": row,
            "chosen": str(row.pk) == chosen,
            "near": row.organisation_id == dossier.candidate.organisation_id,
            "since": since.get(row.pk),
            "load": loads[row.pk],
            "too_many": is_overloaded(loads[row.pk] + 1),
            "helps_already": row.pk in helping,
        }
        for row in rows
    ]


def _over(request, mentorship: Mentorship):
    messages.warning(request, _("Việc phân công này đã kết thúc, hoặc đã được đính chính."))
    return redirect("candidates:candidate.detail", mentorship.candidate_id)


def _mentorship(request, pk) -> Mentorship:
    return fetch(
        Mentorship.objects.standing().select_related("member", "candidate__organisation__parent"),
        request.user,
        Action.EDIT_PERSON,
        pk=pk,
    )


def _changes(candidate: Candidate) -> list[dict]:
    return trace_entries(changes_of(candidate, most=3), Candidate)
