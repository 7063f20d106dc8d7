"""Pages of a class's life: its meetings, the roll on a phone, grades, the end of the class, opening it again."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.domain.class_results import bounds_of, close_class, reopen_class, results_of
from candidates.domain.learning import (
    add_session,
    add_sessions,
    amend_session,
    grade_learners,
    learners_of,
    mark_roll,
    timetable,
    withdraw_session,
)
from candidates.domain.lessons import PROGRAMMES
from candidates.domain.sessions import TEACHING
from candidates.forms.learning import CloseForm, GradesForm, PastedForm, SessionForm, TimetableForm, read_pasted
from candidates.forms.nominations import WithdrawForm
from candidates.models import AttendanceMark, ClassState, TrainingClass
from membership.base.dates import format_date
from membership.domain.errors import Refused
from membership.domain.lookup import link
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.people import answer

ALL_PRESENT = "tat-ca"


# --- meetings --------------------------------------------------------------------------------------------------------
@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request, pk):
    held = _class(request, pk)
    form = SessionForm(request.POST or None, initial={"on": held.opens_on, "place": held.place})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            add_session(
                by=request.user, training_class=held, said=form.said(), confirmed=form.cleaned_data["confirmed"]
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi buổi học."))
            return _to_class(held)
    return answer(request, "candidates/session_new.html", form, _context(held), refused)


@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def session_timetable(request, pk):
    """A whole timetable at once: every Sunday from a day to a day, one lesson a meeting."""
    held = _class(request, pk)
    programme = PROGRAMMES[held.kind]
    initial = {"first": held.opens_on, "last": held.closes_on, "place": held.place, "lessons": programme.text}
    form = TimetableForm(request.POST or None, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            rows = add_sessions(
                by=request.user,
                training_class=held,
                sessions=timetable(**form.said()),
                confirmed=form.cleaned_data["confirmed"],
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            words = {"n": len(rows), "first": format_date(rows[0].on), "last": format_date(rows[-1].on)}
            messages.success(request, _("Đã ghi %(n)d buổi học, từ %(first)s đến %(last)s.") % words)
            return _to_class(held)
    return answer(
        request, "candidates/session_timetable.html", form, {**_context(held), "programme": programme}, refused
    )


@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request, pk):
    held, session = _session(request, pk)
    initial = {
        name: getattr(session, name) for name in ("on", "starts", "ends", "lesson", "lecturer", "place", "version")
    }
    form = SessionForm(request.POST or None, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            amend_session(
                by=request.user,
                session=session,
                version=form.cleaned_data["version"],
                said=form.said(),
                confirmed=form.cleaned_data["confirmed"],
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã sửa buổi học."))
            return _to_class(held)
    return answer(request, "candidates/session_edit.html", form, {**_context(held), "session": session}, refused)


@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def session_withdraw(request, pk):
    held, session = _session(request, pk)
    form = WithdrawForm(request.POST or None, initial={"version": session.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_session(
                by=request.user,
                session=session,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã bỏ buổi học ngày %(day)s.") % {"day": format_date(session.on)})
            return _to_class(held)
    return answer(request, "candidates/session_withdraw.html", form, {**_context(held), "session": session}, refused)


# --- the roll --------------------------------------------------------------------------------------------------------
@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def roll(request, pk):
    """The roll of one meeting, for a thumb: three buttons a learner, saved at once; works without JavaScript."""
    held, session = _session(request, pk)
    learners = list(learners_of(held))
    sentences: dict[str, list[str]] = {}
    if request.method == "POST":
        marks = {one.pk: mark for one in learners if (mark := request.POST.get(f"mark-{one.pk}", ""))}
        seen = {one.pk: request.POST.get(f"seen-{one.pk}", "") for one in learners}
        try:
            called = mark_roll(by=request.user, session=session, marks=marks, seen=seen)
        except Refused as refusal:
            sentences = refusal.messages
        else:
            _tell(request, called, len(learners), len(marks))
            return redirect("candidates:roll", session.pk)
    kept = {each.enrolment_id: each for each in session.attendance.select_related("marked_by")}
    rows = []
    for learner in learners:
        mark = kept[learner.pk].mark if learner.pk in kept else ""
        shown = request.POST.get(f"mark-{learner.pk}", mark) if request.method == "POST" else mark
        if not shown and request.GET.get(ALL_PRESENT):
            shown = AttendanceMark.PRESENT.value
        rows.append({"learner": learner, "mark": shown, "seen": mark, "kept": kept.get(learner.pk)})
    last = max(kept.values(), key=lambda each: each.marked_at, default=None)
    context = {
        **_context(held),
        "session": session,
        "rows": rows,
        "marks": [(mark.value, mark.label, _MARK_ICONS[mark]) for mark in AttendanceMark],
        "called": len(kept),
        "last": last,
        "sentences": [text for texts in sentences.values() for text in texts],
        "editable": held.state in TEACHING and session.withdrawn_at is None and session.on <= timezone.localdate(),
        "future": session.on > timezone.localdate(),
    }
    return render(request, "candidates/roll_call.html", context, status=422 if sentences else 200)


_MARK_ICONS = {
    AttendanceMark.PRESENT: "check",
    AttendanceMark.EXCUSED: "note",
    AttendanceMark.ABSENT: "x",
}


def _tell(request, called, learners: int, marked: int) -> None:
    words = {"n": called.written, "marked": marked, "all": learners}
    messages.success(request, _("Đã lưu điểm danh: %(marked)d/%(all)d học viên, %(n)d thay đổi.") % words)
    labels = dict(AttendanceMark.choices)
    for learner, before, who in called.overruled:
        words = {
            "name": learner.candidate.full_name,
            "who": who.full_name if who else _("hệ thống"),
            "mark": labels[before],
        }
        text = _("%(who)s vừa ghi %(name)s là “%(mark)s”; lần gọi của đồng chí được giữ lại.")
        messages.warning(request, text % words)


# --- grades ----------------------------------------------------------------------------------------------------------
@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def class_grades(request, pk):
    """Essay and grade of the whole class on one page; marks may be pasted from a sheet, looked at, then saved."""
    held = _class(request, pk)
    learners = list(learners_of(held))
    pasted = PastedForm(request.POST or None)
    form = GradesForm(request.POST or None, learners=learners)
    refused, problems = None, []
    if request.method == "POST" and "fill" in request.POST:
        values, problems = read_pasted(pasted.data.get("pasted", ""), learners)
        if not problems:
            data = request.POST.copy()
            data.update({name: values[name] for name in values if name not in data})
            for name, value in values.items():
                data[name] = value
            form = GradesForm(data, learners=learners)
            form.is_valid()
            messages.info(request, _("Đã điền từ ô dán, chưa lưu. Xin xem lại rồi bấm Lưu điểm."))
    elif request.method == "POST" and form.is_valid():
        try:
            changed = grade_learners(by=request.user, training_class=held, said=form.said())
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lưu điểm: %(n)d người thay đổi.") % {"n": changed})
            return redirect("candidates:class.grades", held.pk)
    context = {**_context(held), "form": form, "pasted": pasted, "problems": problems,
               "editable": held.state in TEACHING}  # fmt: skip
    failed = bool(refused or problems or (request.method == "POST" and "fill" not in request.POST))
    return render(request, "candidates/result_grades.html", context, status=422 if failed else 200)


# --- the end ---------------------------------------------------------------------------------------------------------
@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def class_close(request, pk):
    """Who would pass and who not, and why; the decision and the first number of the certificates."""
    held = _class(request, pk)
    if held.state != ClassState.RUNNING and request.method != "POST":
        messages.warning(request, _("Chỉ kết thúc được lớp đang học."))
        return _to_class(held)
    form = CloseForm(request.POST or None, initial={"version": held.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            closing = close_class(by=request.user, training_class=held, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            words = {"passed": len(closing.passed), "failed": len(closing.failed)}
            text = _("Đã kết thúc lớp: %(passed)d người hoàn thành, %(failed)d người không hoàn thành.")
            messages.success(request, text % words)
            for learner, sentence in closing.unrecorded:
                words = {"name": learner.candidate.full_name, "why": sentence}
                text = _("%(name)s đã có giấy chứng nhận nhưng chưa ghi được vào quy trình: %(why)s")
                messages.warning(request, text % words)
            return _to_class(held)
    results = results_of(held, timezone.localdate())
    context = {
        **_context(held),
        "results": results,
        "passing": sum(not each.reason for each in results),
        "bounds": bounds_of(held, timezone.localdate()),
    }
    return answer(request, "candidates/result_close.html", form, context, refused)


@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def class_reopen(request, pk):
    held = _class(request, pk)
    form = WithdrawForm(request.POST or None, initial={"version": held.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            reopen_class(
                by=request.user,
                training_class=held,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã mở lại lớp; giấy chứng nhận đã cấp được thu lại."))
            return _to_class(held)
    return answer(request, "candidates/result_reopen.html", form, _context(held), refused)


# --- the pieces ------------------------------------------------------------------------------------------------------
def _class(request, pk) -> TrainingClass:
    return fetch(TrainingClass.objects.select_related("organisation__parent"), request.user, Action.MANAGE_CLASS, pk=pk)


def _session(request, pk):
    held = fetch(
        TrainingClass.objects.select_related("organisation__parent"), request.user, Action.MANAGE_CLASS, sessions__pk=pk
    )
    return held, held.sessions.get(pk=pk)


def class_url(training_class: TrainingClass) -> str:
    return link("candidates:class.detail", training_class.pk) or reverse(
        "candidates:class.grades", args=[training_class.pk]
    )


def _to_class(held: TrainingClass) -> HttpResponseRedirect:
    return HttpResponseRedirect(class_url(held))


def _context(held: TrainingClass) -> dict:
    return {"training_class": held, "class_url": class_url(held)}
