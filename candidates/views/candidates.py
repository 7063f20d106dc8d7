"""The list of quần chúng ưu tú, one person's page, and putting a person on the list."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain.amend import amend_candidate
from candidates.domain.fold import standing
from candidates.domain.progress import open_steps
from candidates.domain.register import register
from candidates.filters import CandidateFilterSet
from candidates.forms.candidates import CandidateForm, RegisterForm
from candidates.models import Admission, Candidate
from candidates.tables import CandidateTable
from candidates.views.story import steps_of, timeline_of
from membership.domain.errors import Refused
from membership.domain.traces import changes_of
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer, facts_of, trace_entries


@requires(Action.VIEW_PERSON)
@require_safe
def candidate_list(request):
    return list_page(
        request,
        queryset=Candidate.objects.visible_to(request.user).select_related("organisation__parent"),
        filterset_class=CandidateFilterSet,
        table_class=CandidateTable,
        template="candidates/candidate_list.html",
        title=_("Quần chúng ưu tú"),
        export="candidates",
        context={
            "may_add": request.user.may(Action.EDIT_PERSON),
            "empty_icon": "user-star",
            "empty_title": _("Chưa theo dõi quần chúng ưu tú nào"),
            "empty_text": _("Thêm từng người, hoặc nhập cả danh sách từ tệp Excel."),
        },
    )


@requires(Action.VIEW_PERSON)
@require_safe
def candidate_detail(request, pk):
    candidate = fetch(Candidate.objects.select_related("organisation__parent", "member"), request.user, pk=pk)
    user, path = request.user, candidate.organisation_path
    details, may_edit = user.may(Action.VIEW_PERSON_DETAILS, path), user.may(Action.EDIT_PERSON, path)
    events = list(
        candidate.events.select_related("recorded_by", "organisation", "from_organisation", "reverses", "reversed_by")
    )
    stand = standing(events)
    steps = open_steps(candidate) if may_edit else []
    onward = [step for step in steps if not step.ends and step.code not in ("suspend", "nominate_again")]
    last = stand[-1] if stand else None
    context = {
        "candidate": candidate,
        "details": details,
        "may_edit": may_edit,
        "steps": steps_of(candidate, stand),
        "next_step": onward[0] if onward else None,
        "other_steps": [step for step in steps if not onward or step is not onward[0]],
        "last_event": last if may_edit and last and (len(stand) > 1 or last.kind != "nominated") else None,
        "admission": candidate.admissions.current().first(),
        "facts": facts_of(candidate) if details else [],
        "timeline": timeline_of(events, stand, details=details),
        "changes": trace_entries(changes_of(candidate), Candidate, Admission) if details else [],
    }
    return render(request, "candidates/candidate_detail.html", context)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_new(request):
    form = RegisterForm(request.POST or None, user=request.user)
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
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã thêm %(name)s vào danh sách theo dõi.") % {"name": candidate.full_name})
            return redirect("candidates:candidate.detail", candidate.pk)
    return answer(request, "candidates/candidate_new.html", form, {"suggestions": form.suggestions})


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
        "changes": trace_entries(changes_of(candidate, most=3), Candidate, Admission),
    }
    return answer(request, "candidates/candidate_edit.html", form, context, refused)
