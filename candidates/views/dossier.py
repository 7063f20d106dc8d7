"""What is in a person's folder: the table of contents, the days of papers, several at once, and taking one out."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.domain.contents import USED_BEFORE, Part, current_part, out_of_order, part_of, summary, typed_forms
from candidates.domain.dossier import load_dossier
from candidates.domain.guard import open_steps
from candidates.domain.papers import CLOSED, Line, State, Way, contents, record_papers, withdraw_paper
from candidates.forms.dossier import PapersForm, WithdrawForm
from candidates.models import Admission, Candidate, Circumstances
from candidates.procedure import BY_CODE
from candidates.procedure.texts import NoRulesKnown, procedure_on
from membership.base.dates import format_date
from membership.domain.errors import Refused
from membership.domain.lookup import link
from membership.domain.traces import changes_of
from membership.models import Action
from membership.templatetags.present import moment
from membership.views.access import fetch, requires
from membership.views.people import answer, trace_entries

# The conditions of the law that look at the folder.
_CONDITIONS = ("trained", "certificate", "order", "opinions", "introduced", "fresh_papers", "official_papers")


@requires(Action.VIEW_PERSON_DETAILS)
@require_safe
def dossier_detail(request, pk):
    candidate = _candidate(request, pk, Action.VIEW_PERSON_DETAILS)
    return _page(request, candidate)


@requires(Action.EDIT_PERSON)
@require_POST
def dossier_record(request, pk):
    candidate = _candidate(request, pk)
    procedure = _procedure()
    form = _form(request, candidate, procedure)
    refused = None
    if form.is_valid():
        try:
            done = record_papers(
                by=request.user, candidate=candidate, version=form.cleaned_data["version"], papers=form.said()
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            if done.papers:
                codes = ", ".join(paper.form for paper in done.papers)
                messages.success(request, _("Đã ghi vào hồ sơ: %(papers)s.") % {"papers": codes})
            else:
                messages.info(request, _("Không có gì khác với những gì đã ghi."))
            for warning in done.warnings:
                if warning != done.disorder:
                    messages.warning(request, warning)
            return redirect("candidates:dossier.detail", candidate.pk)
    return _page(request, candidate, form, refused)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_withdraw(request, pk, paper):
    candidate = _candidate(request, pk)
    row = candidate.papers.current().filter(pk=paper).first()
    if row is None:
        raise Http404
    form = WithdrawForm(request.POST or None, initial={"version": candidate.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_paper(by=request.user, candidate=candidate, paper=row, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã bỏ %(form)s khỏi hồ sơ.") % {"form": row.form})
            return redirect("candidates:dossier.detail", candidate.pk)
    what = _("%(form)s ngày %(day)s") % {"form": row.form, "day": format_date(row.signed_on)}
    context = {"candidate": candidate, "what": what, "changes": _changes(candidate, 3)}
    return answer(request, "candidates/dossier_withdraw.html", form, context, refused)


def mend_of(candidate: Candidate, line: Line, steps) -> tuple[str, str]:
    """Words and address of what mends a line; ("", "") where nothing is to be done here."""
    if line.way == Way.TYPED:
        # No #fragment: a browser that jumps to one does not put the cursor into the field.
        return _("Ghi lại") if line.paper else _("Ghi ngày"), f"{_detail(candidate)}?mau={line.form.code}"
    if line.way == Way.INTRODUCTION:
        address = link("candidates:introduction.new", candidate.pk)
        if line.introduction is not None:
            return _("Ghi giấy mới"), f"{address}?thay={line.introduction.pk}"
        return _("Ghi người giới thiệu"), address
    step = BY_CODE[line.step]
    if step in steps:
        return _("Ghi việc này"), link("candidates:candidate.step", candidate.pk, step.code)
    if step.code == "train":
        return _("Sửa giấy chứng nhận"), link("candidates:candidate.edit", candidate.pk)
    return "", ""


def _page(request, candidate: Candidate, form: PapersForm | None = None, refused=None):
    today, dossier, procedure = timezone.localdate(), load_dossier(candidate), _procedure()
    may_edit = request.user.may(Action.EDIT_PERSON, candidate.organisation_path)
    may_record = may_edit and procedure is not None and candidate.stage not in CLOSED
    lines = contents(dossier, today)
    steps = open_steps(candidate, dossier.events) if may_record else []
    part = current_part(dossier)
    if form is None and may_record:
        form = _form(request, candidate, procedure)
    rows = form.rows if form is not None else []
    official = {each.code for each in procedure.forms if part_of(procedure, each) == Part.OFFICIAL} if procedure else ()
    early = [row for row in rows if part == Part.OFFICIAL and row["paper"].code not in official]
    context = {
        "candidate": candidate,
        "may_record": may_record,
        "may_introduce": may_record and candidate.stage in USED_BEFORE,
        "parts": [
            {
                "label": each.label,
                "current": each == part,
                "summary": summary(of_part),
                "lines": [_shown(candidate, line, steps, may_record) for line in of_part],
            }
            for each in (part, *(other for other in Part if other != part))
            if (of_part := [line for line in lines if line.part == each])
        ],
        "rows": [row for row in rows if row not in early],
        "early": early,
        "early_open": any(row["day"].errors for row in early),
        "disorder": out_of_order(dossier, today),
        "rules": _rules(procedure),
        "procedure": procedure,
        "gone": _gone(candidate, procedure),
        "today": today,
        "print_url": link("candidates:paper.list", candidate.pk),
        "changes": _changes(candidate, 3) if refused is not None else [],
    }
    return answer(request, "candidates/dossier_detail.html", form, context, refused)


def _shown(candidate: Candidate, line: Line, steps, may_record: bool) -> dict:
    words, address = "", ""
    wants = line.state == State.MISSING or line.stale or line.soon or (line.state == State.PRESENT and line.remark)
    if may_record and (wants or line.way == Way.TYPED):
        words, address = mend_of(candidate, line, steps)
    withdraw = ""
    if may_record and line.paper is not None and line.paper.event_id is None:
        withdraw = link("candidates:dossier.withdraw", candidate.pk, line.paper.pk)
    elif may_record and line.introduction is not None:
        withdraw = link("candidates:introduction.withdraw", candidate.pk, line.introduction.pk)
    return {"line": line, "words": words, "url": address, "withdraw": withdraw}


def _form(request, candidate: Candidate, procedure) -> PapersForm:
    papers = typed_forms(procedure, candidate.stage) if procedure is not None else []
    on_record = {row.form: row for row in candidate.papers.current() if not row.copy}
    return PapersForm(
        request.POST or None, papers=papers, on_record=on_record, focus=request.GET.get("mau", ""),
        initial={"version": candidate.version},
    )  # fmt: skip


def _gone(candidate: Candidate, procedure) -> list[dict]:
    """Papers and introductions that were replaced or taken out, the latest first."""
    titles = {form.code: str(form.title) for form in procedure.forms} if procedure is not None else {}
    reasons = {
        (activity.action, activity.data.get("paper") or activity.data.get("introduction")): activity
        for activity in changes_of(candidate, most=200)
        if activity.action in ("paper.withdrawn", "introduction.withdrawn")
    }
    rows = []
    for kind, found in (
        ("paper.withdrawn", candidate.papers.select_related("recorded_by")),
        ("introduction.withdrawn", candidate.introductions.select_related("recorded_by", "member")),
    ):
        for row in found.exclude(replaced_at=None):
            act = reasons.get((kind, row.pk))
            if kind == "paper.withdrawn":
                title = f"{row.form} {titles.get(row.form, '')}".strip()
            else:
                title = _("Giới thiệu: %(who)s") % {"who": row.member.full_name if row.member else row.body_name}
            rows.append((row.replaced_at, _gone_entry(row, title, act)))
    return [entry for _at, entry in sorted(rows, key=lambda pair: pair[0], reverse=True)]


def _gone_entry(row, title: str, act) -> dict:
    words = [_("Số %(number)s") % {"number": row.number}] if row.number else []
    words.append(_("ngày %(day)s") % {"day": format_date(row.signed_on)})
    if act is not None:
        words.append(_("lý do bỏ: %(reason)s") % {"reason": act.data.get("reason", "")})
    known = _("ghi lúc %(at)s") % {"at": moment(row.recorded_at)}
    who = row.recorded_by.full_name if row.recorded_by else _("hệ thống")
    verb = _("bỏ lúc %(at)s") if act is not None else _("thay lúc %(at)s")
    return {
        "title": title,
        "detail": " · ".join(words),
        "when": verb % {"at": moment(row.replaced_at)},
        "by": f"{known}, {who}",
        "icon": "archive",
    }


def _rules(procedure) -> list:
    return [each for each in procedure.conditions if each.code in _CONDITIONS] if procedure is not None else []


def _procedure():
    try:
        return procedure_on(timezone.localdate())
    except NoRulesKnown:
        return None


def _changes(candidate: Candidate, most: int) -> list[dict]:
    return trace_entries(changes_of(candidate, most=most), Candidate, Admission, Circumstances)


def _detail(candidate: Candidate) -> str:
    return reverse("candidates:dossier.detail", args=[candidate.pk])


def _candidate(request, pk, action=Action.EDIT_PERSON) -> Candidate:
    return fetch(Candidate.objects.select_related("organisation__parent"), request.user, action, pk=pk)
