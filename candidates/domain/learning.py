"""The life of a class once it has learners: who came to its meetings, what they wrote; how it ends.

Whoever calls the roll last is right, and it is kept who did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.class_results import Closing, close_class, reopen_class
from candidates.domain.sessions import (
    Asked,
    SessionSaid,
    add_session,
    add_sessions,
    amend_session,
    hold_session,
    hold_teaching,
    learners_of,
    timetable,
    withdraw_session,
)
from candidates.models import Attendance, AttendanceMark, ClassSession, Enrolment, Grade, TrainingClass
from membership.base.dates import format_date
from membership.domain.activity import record
from membership.domain.errors import Refused

__all__ = [
    "Asked",
    "Called",
    "Closing",
    "GradeSaid",
    "SessionSaid",
    "add_session",
    "add_sessions",
    "amend_session",
    "close_class",
    "grade_learners",
    "learners_of",
    "mark_roll",
    "reopen_class",
    "timetable",
    "withdraw_session",
]

HIGHEST_ESSAY = Decimal(10)


# --- the roll --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Called:
    """`written`: how many marks are new; `overruled`: (learner, mark before, who had given it) that this call changed
    although the caller had not seen them."""

    written: int
    overruled: list[tuple[Enrolment, str, object]]


def mark_roll(*, by, session: ClassSession, marks: Mapping[int, str], seen: Mapping[int, str] | None = None) -> Called:
    """The roll of one meeting was called. `marks`: enrolment -> mark; who is left out keeps what was said before.

    `seen`: the marks the caller had before them, so that what somebody else said meanwhile can be told.
    """
    with transaction.atomic():
        held = hold_teaching(session.training_class, by=by)
        row = hold_session(session)
        if row.on > timezone.localdate():
            day = format_date(row.on)
            raise Refused(_("Buổi học này đến ngày %(day)s mới diễn ra.") % {"day": day})
        seated = {each.pk: each for each in learners_of(held)}
        wrong = {
            f"mark-{key}": [_("Chọn có mặt, vắng có lý do hoặc vắng không lý do.")]
            for key, mark in marks.items()
            if mark not in AttendanceMark.values
        }
        if any(key not in seated for key in marks):
            wrong[""] = [_("Có người không còn trong danh sách học viên của lớp. Hãy mở lại trang điểm danh.")]
        if wrong:
            raise Refused(messages=wrong)
        kept = {each.enrolment_id: each for each in row.attendance.select_related("marked_by")}
        new = {key: mark for key, mark in marks.items() if key not in kept or kept[key].mark != mark}
        overruled = [
            (seated[key], kept[key].mark, kept[key].marked_by)
            for key in new
            if seen is not None and key in kept and seen.get(key, "") != kept[key].mark
        ]
        now = timezone.now()
        Attendance.objects.bulk_create(
            [
                Attendance(session=row, enrolment_id=key, mark=mark, marked_at=now, marked_by=by)
                for key, mark in new.items()
            ],
            update_conflicts=True,
            unique_fields=["session", "enrolment"],
            update_fields=["mark", "marked_at", "marked_by"],
        )
        if new:
            row.version += 1
            row.save(update_fields=["version"])
            record(
                "class.roll_called", by=by, organisation=held.organisation, subject=held,
                session=row.pk, on=row.on.isoformat(), marks=len(new), overruled=len(overruled),
            )  # fmt: skip
    return Called(len(new), overruled)


# --- what they wrote -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class GradeSaid:
    """`version`: of the learner's row, as it was seen."""

    enrolment: int
    version: int
    essay: Decimal | None = None
    grade: str = ""


def grade_learners(*, by, training_class: TrainingClass, said: Sequence[GradeSaid]) -> int:
    """Marks of the essay (0 to 10) and grades of a class, all of them or none; how many learners changed."""
    with transaction.atomic():
        held = hold_teaching(training_class, by=by)
        rows = {each.pk: each for each in learners_of(held).select_for_update(of=("self",))}
        wrong: dict[str, list[str]] = {}
        changed = []
        for each in said:
            row = rows.get(each.enrolment)
            if row is None:
                wrong[""] = [_("Có người không còn trong danh sách học viên của lớp. Hãy mở lại trang này.")]
                continue
            if each.essay is not None and not (each.essay.is_finite() and 0 <= each.essay <= HIGHEST_ESSAY):
                wrong[f"essay-{row.pk}"] = [_("Điểm từ 0 đến 10.")]
            elif each.essay is not None and each.essay != round(each.essay, 2):
                wrong[f"essay-{row.pk}"] = [_("Điểm có nhiều nhất hai chữ số lẻ.")]
            if each.grade and each.grade not in Grade.values:
                wrong[f"grade-{row.pk}"] = [_("Chọn một xếp loại trong danh sách.")]
            if (row.essay, row.grade) == (each.essay, each.grade):
                continue
            if row.version != each.version:
                words = {"name": row.candidate.full_name}
                wrong[f"essay-{row.pk}"] = [_("Người khác vừa ghi điểm của %(name)s; hãy xem lại.") % words]
            row.essay, row.grade, row.version = each.essay, each.grade, row.version + 1
            changed.append(row)
        if wrong:
            raise Refused(messages=wrong)
        Enrolment.objects.bulk_update(changed, ["essay", "grade", "version"], batch_size=500)
        if changed:
            record("class.graded", by=by, organisation=held.organisation, subject=held, learners=len(changed))
    return len(changed)
