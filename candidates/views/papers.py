"""Printing papers: what can be printed of one person and what is missing, one paper, all of them, papers of many."""

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.exchange.papers.bundle import file_name, plain_name
from candidates.exchange.papers.declarations import BY_SLUG, PAPERS, PARTS, Mend, Paper
from candidates.exchange.papers.package import TemplateProblem
from candidates.exchange.papers.printing import (
    KIND,
    MOST_AT_ONCE,
    MOST_PEOPLE,
    archive_of,
    file_of,
    lacking_of,
    people_of,
    print_list,
    print_one,
    standings,
)
from candidates.forms.papers import WhatForm, WhoForm
from candidates.models import Candidate
from membership.domain.jobs import enqueue
from membership.domain.lookup import link
from membership.models import Action, Job, JobState
from membership.templatetags.present import number
from membership.views.access import OPEN_TO_ALL, fetch, requires

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
MOST_SHOWN = 200
_PAGES = {
    Mend.PERSON: "candidates:candidate.edit",
    Mend.MENTORS: "candidates:mentor.assign",
    Mend.INTRODUCERS: "candidates:introduction.new",
    Mend.TRAINING: "candidates:candidate.edit",
    Mend.VERIFICATION: "candidates:verification.person",
    Mend.STEPS: "candidates:candidate.detail",
    Mend.MOVE: "candidates:transfer.new",
}


@requires(Action.VIEW_PERSON_DETAILS)
@require_safe
def paper_list(request, pk):
    candidate = _candidate(request, pk)
    return _page(request, candidate)


@requires(Action.VIEW_PERSON_DETAILS)
@require_http_methods(["GET"])
def paper_print(request, pk, code):
    """One paper as a file; where something is missing, the page that says what."""
    candidate = _candidate(request, pk)
    paper = BY_SLUG.get(code)
    if paper is None or paper.many:
        raise Http404
    try:
        content, lacking = print_one(candidate, paper, by=request.user, on=timezone.localdate())
    except TemplateProblem as problem:
        messages.error(request, _template_broken(paper, problem))
        return redirect("candidates:paper.list", candidate.pk)
    if lacking:
        words = {"code": paper.code, "what": "; ".join(each.label for each in lacking)}
        messages.error(request, _("Chưa in được %(code)s, còn thiếu: %(what)s.") % words)
        return redirect("candidates:paper.list", candidate.pk)
    return _docx(content, f"{plain_name(candidate.full_name)} - {file_name(paper)}")


@requires(Action.VIEW_PERSON_DETAILS)
@require_http_methods(["GET"])
def paper_all(request, pk):
    """Every paper of the dossier that can be printed now, as an archive."""
    candidate = _candidate(request, pk)
    papers = [paper for paper in BY_SLUG.values() if paper.dossier and not paper.many]
    try:
        stream, _count = archive_of([candidate], papers, by=request.user, on=timezone.localdate())
    except TemplateProblem as problem:
        messages.error(request, str(problem))
        return redirect("candidates:paper.list", candidate.pk)
    name = _("Giấy tờ %(name)s.zip") % {"name": plain_name(candidate.full_name)}
    return FileResponse(stream, as_attachment=True, filename=plain_name(name[:-4]) + ".zip", content_type=ZIP)


@requires(Action.VIEW_PERSON_DETAILS)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_bundle(request):
    """Papers of many people: of a branch, of a stage, of one resolution."""
    who = WhoForm(request.GET, user=request.user)
    people = who.people()
    shown = list(people[: MOST_SHOWN + 1])
    more = len(shown) > MOST_SHOWN
    shown = shown[:MOST_SHOWN]
    form = WhatForm(
        request.POST if request.method == "POST" else None,
        papers=[(paper.slug, f"{paper.code} · {paper.title}") for paper in PAPERS if not paper.of_class],
        shown=shown,
    )
    context = {"who": who, "people": shown, "more": more, "form": form, "most_people": MOST_PEOPLE}
    if request.method == "POST" and form.is_valid():
        papers = [BY_SLUG[slug] for slug in form.cleaned_data["papers"]]
        if form.cleaned_data["everyone"]:
            chosen = list(people[: MOST_PEOPLE + 1])
        else:
            ticked = set(form.cleaned_data["people"])
            chosen = [person for person in shown if person.pk in ticked]
        return _print_many(request, form, chosen, papers, context)
    return render(request, "candidates/paper_bundle.html", context, status=422 if request.method == "POST" else 200)


@requires(OPEN_TO_ALL)
@require_safe
def paper_download(request, pk):
    """The archive a job made. Only for its asker, who must still be allowed to see everybody in it."""
    job = fetch(Job.objects.all(), request.user, pk=pk)
    if job.kind != KIND or job.requested_by_id != request.user.pk or job.state != JobState.DONE:
        raise Http404
    if people_of(job, request.user) is None:
        raise Http404
    try:
        stream = file_of(job).open("rb")
    except FileNotFoundError:
        messages.info(request, _("Tệp đã được xóa sau một ngày; hãy in lại."))
        return redirect("candidates:paper.bundle")
    return FileResponse(stream, as_attachment=True, filename="giay-to.zip", content_type=ZIP)


# --- the pieces ------------------------------------------------------------------------------------------------------
def _print_many(request, form: WhatForm, chosen: list[Candidate], papers: list[Paper], context: dict):
    today = timezone.localdate()

    def again(problem: str = ""):
        if problem:
            form.add_error(None, problem)
        return render(request, "candidates/paper_bundle.html", context, status=422)

    if len(chosen) > MOST_PEOPLE:
        return again(_("Nhiều nhất %(n)s người một lần; hãy chọn hẹp hơn.") % {"n": number(MOST_PEOPLE)})
    if not chosen:
        return again(_("Không có ai khớp điều kiện."))
    single = [paper for paper in papers if not paper.many]
    few = len(chosen) * max(1, len(single)) <= MOST_AT_ONCE
    if few and not form.cleaned_data["only"]:
        lacking = lacking_of(chosen, papers, today)
        if lacking:
            context["lacking"] = [_lacking(each, request.user) for each in lacking]
            context["ready"] = len(chosen) * len(single) - len(lacking) + len(papers) - len(single)
            return again()
    if not few:
        return _later(request, chosen, papers)
    try:
        if not single and len(papers) == 1:
            content = print_list(chosen, papers[0], by=request.user, on=today)
            return _docx(content, file_name(papers[0]))
        stream, count = archive_of(chosen, papers, by=request.user, on=today)
    except TemplateProblem as problem:
        return again(str(problem))
    if not count:
        stream.close()
        return again(_("Chưa giấy nào in được cho những người này."))
    return FileResponse(stream, as_attachment=True, filename="giay-to.zip", content_type=ZIP)


def _later(request, chosen: list[Candidate], papers: list[Paper]):
    job, _created = enqueue(
        KIND,
        key=f"{KIND}:{uuid.uuid4()}",
        title=_("In giấy tờ của %(n)d người") % {"n": len(chosen)},
        by=request.user,
        params={"people": [person.pk for person in chosen], "papers": [paper.code for paper in papers]},
    )
    return redirect("membership:job.detail", job.pk)


def _page(request, candidate: Candidate, status: int = 200):
    rows = standings(candidate, timezone.localdate())
    may_edit = request.user.may(Action.EDIT_PERSON, candidate.organisation_path)
    shown = [
        {
            "paper": row.paper,
            "missing": [
                {"what": each, "url": _mend_url(candidate, each.mend) if may_edit else ""} for each in row.missing
            ],
        }
        for row in rows
    ]
    context = {
        "candidate": candidate,
        "parts": [
            (label, of_part)
            for label, codes in PARTS
            if (of_part := [row for row in shown if row["paper"].code in codes])
        ],
        "ready": sum(not row.missing for row in rows if row.paper.dossier),
    }
    return render(request, "candidates/paper_list.html", context, status=status)


def _lacking(each, user) -> dict:
    may_edit = user.may(Action.EDIT_PERSON, each.candidate.organisation_path)
    return {
        "candidate": each.candidate,
        "paper": each.paper,
        "missing": [
            {"what": row, "url": _mend_url(each.candidate, row.mend) if may_edit else ""} for row in each.missing
        ],
    }


def _mend_url(candidate: Candidate, mend: Mend) -> str:
    if mend == Mend.ORGANISATION:
        return link("membership:organisation.detail", candidate.organisation_id)
    return link(_PAGES[mend], candidate.pk) if mend in _PAGES else ""


def _template_broken(paper: Paper, problem: TemplateProblem) -> str:
    return _("Mẫu %(code)s đang dùng bị lỗi: %(problem)s") % {"code": paper.code, "problem": problem}


def _docx(content: bytes, filename: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def _candidate(request, pk) -> Candidate:
    return fetch(
        Candidate.objects.select_related("organisation__parent"), request.user, Action.VIEW_PERSON_DETAILS, pk=pk
    )
