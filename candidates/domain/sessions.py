"""The meetings of a class: one or a whole timetable, amended, withdrawn, never deleted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.classes import hold_class
from candidates.models import SEATED, ClassSession, ClassState, Enrolment, TrainingClass
from membership.base.dates import format_date
from membership.base.text import fold, normalise
from membership.base.working_days import WEEKEND
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.domain.holidays import work_calendar
from membership.models import Action

MOST_SESSIONS = 60
_LENGTHS = {name: ClassSession._meta.get_field(name).max_length for name in ("lesson", "lecturer", "place")}
TEACHING = (ClassState.PLANNED, ClassState.CALLED, ClassState.RUNNING)


class Asked(Refused):
    """Nothing forbids it, but somebody should look twice: done when the same act is confirmed."""

    def __init__(self, questions: Sequence[str]):
        self.questions = list(questions)
        super().__init__(messages={"confirmed": self.questions})


@dataclass(frozen=True)
class SessionSaid:
    """What is told of one meeting."""

    on: date
    starts: time
    ends: time
    lesson: str
    lecturer: str = ""
    place: str = ""


def hold_teaching(training_class: TrainingClass, *, by) -> TrainingClass:
    held = hold_class(training_class, by=by)
    if held.state not in TEACHING:
        words = {"state": held.get_state_display()}
        raise Refused(_("Lớp “%(state)s” nên không ghi, sửa việc học được nữa.") % words)
    return held


def learners_of(training_class: TrainingClass):
    """Who sits in the class, in the order of lists."""
    rows = Enrolment.objects.filter(training_class=training_class, state__in=SEATED)
    return rows.select_related("candidate", "organisation").order_by("candidate__sort_key", "pk")


# --- meetings --------------------------------------------------------------------------------------------------------
def timetable(
    *,
    first: date,
    last: date,
    weekdays: Sequence[int],
    starts: time,
    ends: time,
    lessons: Sequence[str],
    lecturer: str = "",
    place: str = "",
    skip_days_off: bool = True,
) -> list[SessionSaid]:
    """One meeting a lesson, in order, on the chosen weekdays (0 is Monday) from a day to a day. Writes nothing."""
    lessons = [text for text in map(normalise, lessons) if text]
    days_off = work_calendar().days_off if skip_days_off else frozenset()
    span = (first + timedelta(days=step) for step in range(min((last - first).days + 1, 400)))
    days = [day for day in span if day.weekday() in weekdays and not rests_on(day, days_off)]
    wrong: dict[str, list[str]] = {}
    if not lessons:
        wrong["lessons"] = [_("Cần ghi ít nhất một bài, mỗi bài một dòng.")]
    elif len(lessons) > MOST_SESSIONS:
        wrong["lessons"] = [_("Nhiều nhất %(n)d buổi một lần.") % {"n": MOST_SESSIONS}]
    elif len(days) < len(lessons):
        words = {"days": len(days), "lessons": len(lessons)}
        wrong["last"] = [_("Chỉ có %(days)d ngày học cho %(lessons)d bài; hãy kéo dài thêm hoặc thêm thứ.") % words]
    if wrong:
        raise Refused(messages=wrong)
    return [SessionSaid(day, starts, ends, lesson, lecturer, place) for day, lesson in zip(days, lessons, strict=False)]


def rests_on(day: date, days_off: frozenset[date]) -> bool:
    """A day off, or the Saturday or Sunday of a weekend that a day off makes longer; the calendar names weekdays."""
    if day in days_off or day.weekday() not in WEEKEND:
        return day in days_off
    friday = day - timedelta(days=day.weekday() - 4)
    return friday in days_off or friday + timedelta(days=3) in days_off


def add_session(*, by, training_class: TrainingClass, said: SessionSaid, confirmed: bool = False) -> ClassSession:
    """One meeting more. Raises Refused, and Asked until it is confirmed where there is something to look at twice."""
    (session,) = add_sessions(by=by, training_class=training_class, sessions=[said], confirmed=confirmed)
    return session


def add_sessions(
    *, by, training_class: TrainingClass, sessions: Sequence[SessionSaid], confirmed: bool = False
) -> list[ClassSession]:
    """A whole timetable, all of it or nothing."""
    sessions = [_clean(said) for said in sessions]
    with transaction.atomic():
        held = hold_teaching(training_class, by=by)
        known = list(held.sessions.filter(withdrawn_at=None))
        _check(held, sessions, known, by=by, confirmed=confirmed)
        rows = [_row(held, said) for said in sessions]
        for row in rows:
            row.save(force_insert=True)
        record("class.session_added", by=by, organisation=held.organisation, subject=held, sessions=len(rows))
    return rows


def amend_session(
    *, by, session: ClassSession, version: int, said: SessionSaid, confirmed: bool = False
) -> ClassSession:
    """Another day, hour, lesson or lecturer; the roll that was called stays."""
    said = _clean(said)
    with transaction.atomic():
        held = hold_teaching(session.training_class, by=by)
        row = hold_session(session, version)
        others = list(held.sessions.filter(withdrawn_at=None).exclude(pk=row.pk))
        _check(held, [said], others, by=by, confirmed=confirmed)
        before = {"on": row.on.isoformat(), "starts": str(row.starts), "lesson": row.lesson}
        for name, value in vars(said).items():
            setattr(row, name, value)
        row.folded_lecturer = fold(said.lecturer)
        row.version += 1
        row.save()
        record("class.session_amended", by=by, organisation=held.organisation, subject=held, before=before)
    return row


def withdraw_session(*, by, session: ClassSession, version: int, reason: str) -> None:
    """The meeting does not take place, or was recorded by mistake: its roll counts no longer and is kept."""
    reason = normalise(reason)[:300]
    if not reason:
        raise Refused(_("Cần ghi lý do bỏ."), field="reason")
    with transaction.atomic():
        held = hold_teaching(session.training_class, by=by)
        row = hold_session(session, version)
        row.withdrawn_at = timezone.now()
        row.version += 1
        row.save(update_fields=["withdrawn_at", "version"])
        record(
            "class.session_withdrawn", by=by, organisation=held.organisation, subject=held,
            session=row.pk, on=row.on.isoformat(), reason=reason,
        )  # fmt: skip


def hold_session(session: ClassSession, version: int | None = None) -> ClassSession:
    row = ClassSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if row.withdrawn_at is not None:
        raise Refused(_("Buổi học này đã được bỏ trước đó."))
    if version is not None and row.version != version:
        raise Stale(_("Người khác vừa sửa hoặc điểm danh buổi học này. Hãy xem lại rồi làm tiếp."))
    return row


def _clean(said: SessionSaid) -> SessionSaid:
    return replace(said, **{name: normalise(getattr(said, name)) for name in _LENGTHS})


def _row(held: TrainingClass, said: SessionSaid) -> ClassSession:
    return ClassSession(training_class=held, folded_lecturer=fold(said.lecturer), **vars(said))


def _check(held: TrainingClass, sessions: Sequence[SessionSaid], known, *, by, confirmed: bool) -> None:
    wrong: dict[str, list[str]] = {}

    def say(field: str, sentence: str) -> None:
        if sentence not in wrong.setdefault(field, []):
            wrong[field].append(sentence)

    for number, said in enumerate(sessions):
        words = {"day": format_date(said.on), "from": format_date(held.opens_on), "to": format_date(held.closes_on)}
        if not held.opens_on <= said.on <= held.closes_on:
            say("on", _("Ngày %(day)s ở ngoài thời gian của lớp, từ %(from)s đến %(to)s.") % words)
        if said.ends <= said.starts:
            say("ends", _("Giờ kết thúc phải sau giờ bắt đầu."))
        if not said.lesson:
            say("lesson", _("Cần ghi bài học."))
        for name, most in _LENGTHS.items():
            if len(getattr(said, name)) > most:
                say(name, _("Nội dung dài quá %(limit)d chữ.") % {"limit": most})
        for other in (*known, *sessions[:number]):
            if _overlap(said, other):
                text = _("Ngày %(day)s lớp đã có buổi học từ %(starts)s đến %(ends)s.")
                say("starts", text % {"day": words["day"], **_hours(other)})
    if wrong:
        raise Refused(messages=wrong)
    if not confirmed and (questions := _questions(held, sessions, by)):
        raise Asked(questions)


def _overlap(one, other) -> bool:
    return one.on == other.on and one.starts < other.ends and other.starts < one.ends


def _hours(session) -> dict[str, str]:
    return {"starts": f"{session.starts:%H:%M}", "ends": f"{session.ends:%H:%M}"}


def _questions(held: TrainingClass, sessions: Sequence[SessionSaid], by) -> list[str]:
    days_off, questions = work_calendar().days_off, []
    for day in sorted({said.on for said in sessions}):
        if rests_on(day, days_off):
            questions.append(_("Ngày %(day)s ở trong kỳ nghỉ lễ, nghỉ bù. Vẫn học?") % {"day": format_date(day)})
    named = {fold(said.lecturer) for said in sessions} - {""}
    elsewhere = ClassSession.objects.none()
    if named:
        elsewhere = (
            ClassSession.objects.filter(
                on__in={said.on for said in sessions}, folded_lecturer__in=named, withdrawn_at=None
            )
            .exclude(training_class=held)
            .exclude(training_class__state=ClassState.CANCELLED)
            .select_related("training_class")
        )
    for other in elsewhere:
        for said in sessions:
            if fold(said.lecturer) == other.folded_lecturer and _overlap(said, other):
                known = by is None or by.may(Action.MANAGE_CLASS, other.training_class.organisation_path)
                words = {
                    "name": said.lecturer,
                    "day": format_date(said.on),
                    "where": other.training_class.name if known else _("một lớp khác"),
                    **_hours(other),
                }
                text = _("Đồng chí %(name)s ngày %(day)s dạy ở %(where)s từ %(starts)s đến %(ends)s. Vẫn ghi?")
                questions.append(text % words)
    return questions
