"""The list of quần chúng ưu tú, one person's page, and putting a person on the list."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain.amend import amend_candidate
from candidates.domain.checklist import checklist_of
from candidates.domain.dossier import load_dossier
from candidates.domain.mass import masses_for
from candidates.domain.register import register
from candidates.filters import CandidateFilterSet
from candidates.forms.candidates import CandidateForm, RegisterForm
from candidates.forms.nominations import who_may_nominate
from candidates.models import Admission, Candidate, Circumstances
from candidates.tables import CandidateTable
from candidates.tables_bulk import ChoosableCandidateTable
from candidates.views.cards import cards_of
from candidates.views.now import now_of
from candidates.views.story import overrides_of, steps_of, timeline_of
from membership.domain.errors import Refused
from membership.domain.traces import changes_of
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer, facts_of, trace_entries


@requires(Action.VIEW_PERSON)
@require_safe
def candidate_list(request):
    may_add = request.user.may(Action.EDIT_PERSON)
    return list_page(
        request,
        queryset=Candidate.objects.visible_to(request.user).select_related("organisation__parent"),
        filterset_class=CandidateFilterSet,
        table_class=ChoosableCandidateTable if may_add else CandidateTable,
        template="candidates/candidate_list.html",
        title=_("Quần chúng ưu tú"),
        export="candidates",
        context={
            "may_add": may_add,
            "list_tools": "candidates/_choose.html" if may_add else "",
            "empty_icon": "user-star",
            "empty_title": _("Chưa theo dõi quần chúng ưu tú nào"),
            "empty_text": _("Thêm từng người, hoặc nhập cả danh sách từ tệp Excel."),
        },
    )


@requires(Action.VIEW_PERSON)
@require_safe
def candidate_detail(request, pk):
    candidate = fetch(Candidate.objects.select_related("organisation__parent", "member"), request.user, pk=pk)
    user, path, today = request.user, candidate.organisation_path, timezone.localdate()
    details, may_edit = user.may(Action.VIEW_PERSON_DETAILS, path), user.may(Action.EDIT_PERSON, path)
    dossier = load_dossier(candidate, on=today)
    checklist = checklist_of(dossier, today, list(candidate.deadlines.all()))
    events = candidate.events.select_related(
        "recorded_by", "organisation", "from_organisation", "acted_by", "reverses"
    ).prefetch_related("overrides__recorded_by")
    timeline = timeline_of(dossier, events, details=details)
    last = dossier.events[-1] if dossier.events else None
    context = {
        "candidate": candidate,
        "details": details,
        "may_edit": may_edit,
        "steps": steps_of(candidate, dossier.events),
        "now": now_of(user, dossier, checklist, may_edit=may_edit),
        "last_event": last if may_edit and last and (len(dossier.events) > 1 or last.kind != "nominated") else None,
        "overridden": overrides_of(timeline),
        "cards": cards_of(request, dossier, may_edit=may_edit, details=details),
        "admission": candidate.admissions.current().first(),
        "facts": facts_of(candidate) if details else [],
        "timeline": timeline,
        "changes": trace_entries(changes_of(candidate), Candidate, Admission, Circumstances) if details else [],
    }
    return render(request, "candidates/candidate_detail.html", context)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_new(request):
    form = RegisterForm(
        request.POST or None,
        user=request.user,
        nominators=who_may_nominate(request.user),
        masses=masses_for(request.user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            candidate = register(
                by=request.user,
                on=form.cleaned_data["on"],
                organisation=form.cleaned_data["organisation"],
                full_name=form.cleaned_data["full_name"],
                attributes=form.attributes(),
                document_number=form.cleaned_data["document_number"],
                note=form.cleaned_data["note"],
                nomination=form.nomination(document_number=form.cleaned_data["document_number"]),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã thêm %(name)s vào danh sách theo dõi.") % {"name": candidate.full_name})
            return redirect("candidates:candidate.detail", candidate.pk)
    context = {"suggestions": form.suggestions, "members": form.fields["member"].offered()}
    return answer(request, "candidates/candidate_new.html", form, context)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_edit(request, pk):
    candidate = fetch(Candidate.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
    form = CandidateForm(request.POST) if request.method == "POST" else CandidateForm.of(candidate)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            amend_candidate(
                by=request.user, candidate=candidate, version=form.cleaned_data["version"], values=form.values()
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lưu thông tin của %(name)s.") % {"name": candidate.full_name})
            return redirect("candidates:candidate.detail", candidate.pk)
    context = {
        "candidate": candidate,
        "admitted": candidate.admissions.current().exists(),
        "changes": trace_entries(changes_of(candidate, most=3), Candidate, Admission, Circumstances),
    }
    return answer(request, "candidates/candidate_edit.html", form, context, refused)
