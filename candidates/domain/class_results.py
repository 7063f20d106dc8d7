"""How a class ends: who passed and why not, the decision, the certificates; and opening it again, with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.certificates import (
    numbers_in_run,
    record_training,
    take_back_training,
    used_numbers,
)
from candidates.domain.classes import hold_class
from candidates.domain.deadline_rules import rules_for_start
from candidates.domain.learner_rules import certificate_until
from candidates.domain.local_rules import rules_for
from candidates.domain.sessions import Asked, learners_of
from candidates.models import (
    Attendance,
    AttendanceMark,
    ClassSession,
    ClassState,
    Enrolment,
    EnrolmentState,
    Grade,
    TrainingClass,
)
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused

NUMBER_LENGTH = TrainingClass._meta.get_field("result_number").max_length
_RESULT = (
    "state", "reason", "certificate_number", "certificate_date", "certificate_until", "event", "version",
)  # fmt: skip


@dataclass(frozen=True)
class Share:
    """How often a learner came, of the meetings whose roll was called; meetings never called say nothing."""

    present: int = 0
    excused: int = 0
    absent: int = 0
    called: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded down, so that nobody passes a bound who did not reach it. None: no roll was called."""
        return self.present * 100 // self.called if self.called else None


@dataclass(frozen=True)
class Bounds:
    """What the committee that holds the class asks for; None: nothing."""

    attendance: int | None
    essay: Decimal | None


@dataclass(frozen=True)
class Result:
    """Where a learner stands by the rule: `reason` empty means passed."""

    learner: Enrolment
    share: Share
    reason: str


@dataclass
class Closing:
    """What closing the class did. `unrecorded`: whose event the procedure refused, and why."""

    passed: list[Enrolment] = field(default_factory=list)
    failed: list[Enrolment] = field(default_factory=list)
    unrecorded: list[tuple[Enrolment, str]] = field(default_factory=list)


def bounds_of(training_class: TrainingClass, on: date) -> Bounds:
    """The settings `class_attendance` (percent) and `class_essay` of the nearest committee, on a day."""
    path = training_class.organisation_path
    procedure, _doubts = rules_for_start(on)
    values = procedure.setting_values(rules_for([path])[path].on(on))
    attendance, essay = values.get("class_attendance"), values.get("class_essay")
    return Bounds(int(attendance) if attendance else None, Decimal(essay) if essay else None)


def shares_of(training_class: TrainingClass, learners: Iterable[Enrolment]) -> dict[int, Share]:
    """Enrolment -> how often they came; two queries for the whole class."""
    marks = Attendance.objects.filter(session__training_class=training_class, session__withdrawn_at=None).order_by()
    called = marks.aggregate(n=Count("session", distinct=True))["n"]
    counts = {mark: Count("pk", filter=Q(mark=mark)) for mark in AttendanceMark.values}
    rows = {row["enrolment_id"]: row for row in marks.values("enrolment_id").annotate(**counts)}
    none = dict.fromkeys(AttendanceMark.values, 0)
    return {
        learner.pk: Share(*((rows.get(learner.pk) or none)[mark] for mark in AttendanceMark.values), called)
        for learner in learners
    }


def why_failed(learner: Enrolment, share: Share, bounds: Bounds) -> str:
    """Why a learner does not pass; "" when they do."""
    if bounds.attendance is not None and share.percent is not None and share.percent < bounds.attendance:
        words = {"present": share.present, "called": share.called, "percent": bounds.attendance}
        return _("Có mặt %(present)d/%(called)d buổi, dưới %(percent)d %%.") % words
    if learner.grade == Grade.FAIL:
        return _("Xếp loại không đạt.")
    if bounds.essay is not None and learner.essay is not None and learner.essay < bounds.essay:
        return _("Điểm bài thu hoạch %(essay)s, dưới %(least)s.") % {
            "essay": number_text(learner.essay),
            "least": number_text(bounds.essay),
        }
    if learner.essay is None and not learner.grade:
        return _("Chưa có điểm bài thu hoạch, chưa xếp loại.")
    return ""


def number_text(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def results_of(training_class: TrainingClass, on: date) -> list[Result]:
    """Every learner with a seat and what the rule says of them on a day, in the order of lists."""
    learners = list(learners_of(training_class))
    shares, bounds = shares_of(training_class, learners), bounds_of(training_class, on)
    return [
        Result(learner, shares[learner.pk], why_failed(learner, shares[learner.pk], bounds)) for learner in learners
    ]


# --- the end of a class ----------------------------------------------------------------------------------------------
def close_class(
    *,
    by,
    on: date | None,
    training_class: TrainingClass,
    version: int,
    result_number: str,
    certificate_date: date | None = None,
    first_number: str = "",
    suffix: str = "",
    confirmed: bool = False,
) -> Closing:
    """The results were recognised by a decision of day `on`; whoever passed gets a certificate, numbered in a run.

    Everything that is wrong at once in Refused; Asked where a meeting has no roll, until it is confirmed.
    """
    result_number, suffix = normalise(result_number), normalise(suffix)
    given_on = certificate_date or on
    with transaction.atomic():
        held = hold_class(training_class, by=by, version=version)
        if held.state != ClassState.RUNNING:
            words = {"state": held.get_state_display()}
            raise Refused(_("Lớp đang “%(state)s”; chỉ kết thúc được lớp đang học.") % words)
        wrong: dict[str, list[str]] = {}
        _check_days(held, on, given_on, wrong)
        if not result_number:
            wrong["result_number"] = [_("Cần ghi số quyết định công nhận kết quả.")]
        elif len(result_number) > NUMBER_LENGTH:
            wrong["result_number"] = [_("Số văn bản dài quá %(n)d chữ.") % {"n": NUMBER_LENGTH}]
        results = results_of(held, on or timezone.localdate())
        if not results:
            wrong[""] = [_("Lớp chưa có học viên nào.")]
        passed = [result.learner for result in results if not result.reason]
        numbers = _numbers(first_number, suffix, len(passed), wrong)
        if wrong:
            raise Refused(messages=wrong)
        if not confirmed and (days := _without_roll(held)):
            raise Asked([_("Chưa điểm danh buổi ngày %(days)s; các buổi ấy không được tính. Vẫn kết thúc lớp?") % {
                "days": ", ".join(map(format_date, days))}])  # fmt: skip
        closing = Closing(passed, [result.learner for result in results if result.reason])
        _give(results, iter(numbers), given_on, certificate_until(held.kind, given_on))
        closing.unrecorded = record_training(by=by, kind=held.kind, learners=passed)
        try:
            with transaction.atomic():
                Enrolment.objects.bulk_update([result.learner for result in results], _RESULT, batch_size=300)
        except IntegrityError:
            raise Refused(
                _("Có số giấy chứng nhận vừa được dùng ở lớp khác; hãy ghi lại."), field="first_number"
            ) from None
        held.state, held.result_number, held.result_date = ClassState.CLOSED, result_number, on
        held.version += 1
        held.save(update_fields=["state", "result_number", "result_date", "version"])
        record(
            "class.closed", by=by, organisation=held.organisation, subject=held, number=result_number,
            passed=len(passed), failed=len(closing.failed), unrecorded=len(closing.unrecorded),
        )  # fmt: skip
    return closing


def _give(results: Iterable[Result], numbers, given_on: date, until: date | None) -> None:
    for result in results:
        learner = result.learner
        learner.version += 1
        learner.reason = result.reason
        learner.state = EnrolmentState.FAILED if result.reason else EnrolmentState.PASSED
        if not result.reason:
            learner.certificate_number, learner.certificate_date = next(numbers), given_on
            learner.certificate_until = until


def _check_days(held: TrainingClass, on: date | None, given_on: date | None, wrong: dict[str, list[str]]) -> None:
    today = timezone.localdate()
    last = ClassSession.objects.filter(training_class=held, withdrawn_at=None).order_by("on").last()
    if on is None:
        wrong["on"] = [_("Cần ghi ngày quyết định.")]
        return
    if on > today:
        wrong["on"] = [_("Ngày này ở sau ngày hôm nay.")]
    elif on < held.opens_on:
        wrong["on"] = [_("Ngày này ở trước ngày khai giảng %(day)s.") % {"day": format_date(held.opens_on)}]
    elif last is not None and on < last.on:
        message = _("Còn buổi học ngày %(day)s sau ngày này; hãy bỏ buổi ấy hoặc ghi ngày muộn hơn.")
        wrong["on"] = [message % {"day": format_date(last.on)}]
    if given_on > today:
        wrong["certificate_date"] = [_("Ngày này ở sau ngày hôm nay.")]
    elif given_on < on:
        wrong["certificate_date"] = [_("Ngày cấp giấy chứng nhận ở trước ngày quyết định.")]


def _numbers(first: str, suffix: str, count: int, wrong: dict[str, list[str]]) -> list[str]:
    if not count:
        return []
    try:
        numbers = numbers_in_run(first, suffix, count)
    except Refused as refused:
        wrong.update(refused.messages)
        return []
    if taken := used_numbers(numbers):
        words = {"n": len(taken), "numbers": ", ".join(taken[:5])}
        wrong["first_number"] = [_("%(n)d số đã dùng cho giấy chứng nhận khác: %(numbers)s.") % words]
    return numbers


def _without_roll(held: TrainingClass) -> list[date]:
    meetings = held.sessions.filter(withdrawn_at=None, attendance=None).order_by("on", "starts")
    return list(meetings.values_list("on", flat=True))


def reopen_class(*, by, training_class: TrainingClass, version: int, reason: str) -> None:
    """The end of a class was a mistake: its certificates and events are taken back, with the reason on record.

    Refused where something was recorded of a learner that rests on the certificate; nothing is written then.
    """
    reason = normalise(reason)[:300]
    if not reason:
        raise Refused(_("Cần ghi lý do mở lại lớp."), field="reason")
    with transaction.atomic():
        held = hold_class(training_class, by=by, version=version)
        if held.state != ClassState.CLOSED:
            words = {"state": held.get_state_display()}
            raise Refused(_("Lớp đang “%(state)s”; chỉ mở lại được lớp đã kết thúc.") % words)
        learners = list(learners_of(held).select_for_update(of=("self",)))
        given = [learner for learner in learners if learner.state == EnrolmentState.PASSED]
        take_back_training(by=by, learners=given, reason=reason)
        numbers = [[learner.pk, learner.certificate_number] for learner in given]
        for learner in learners:
            learner.state, learner.reason, learner.event = EnrolmentState.ACCEPTED, "", None
            learner.certificate_number, learner.certificate_date, learner.certificate_until = "", None, None
            learner.version += 1
        Enrolment.objects.bulk_update(learners, _RESULT, batch_size=300)
        record(
            "class.reopened", by=by, organisation=held.organisation, subject=held, reason=reason,
            result=held.result_number, certificates=numbers,
        )  # fmt: skip
        held.state, held.result_number, held.result_date = ClassState.RUNNING, "", None
        held.version += 1
        held.save(update_fields=["state", "result_number", "result_date", "version"])
