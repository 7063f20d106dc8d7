"""Letters of verification go out and are chased, one or hundreds at a time; a whole act can be taken back."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.verification_hold import (
    WHILE_VERIFIED,
    Wrong,
    check_after_opening,
    check_day,
    check_text,
    hold_rows,
    named,
    person_of,
    settle,
    write,
)
from candidates.models import Verification
from membership.base.dates import format_date
from membership.domain.errors import Refused


@dataclass(frozen=True)
class Done:
    """One row as an act left it, and what a reminder found: enough to take the act back while nobody touched it."""

    pk: int
    version: int
    reminded_on: date | None = None


def send_letters(
    *, by, on: date, verifications: Sequence[Verification], letter_number: str, confirmed: bool = False
) -> list[Verification]:
    """Record that a letter, or a person with a letter of introduction, went out on a day to ask about these.

    One letter may ask about several. `confirmed`: a day before the dossier was opened is meant.
    """
    with transaction.atomic():
        rows = hold_rows(verifications, by=by)
        wrong: Wrong = {}
        number = check_text(
            "letter_number", letter_number, wrong, needed=_("Cần ghi số công văn hoặc số giấy giới thiệu.")
        )
        _refuse_where(wrong, rows, lambda row: bool(row.result), _("Đã có kết quả, không gửi nữa: %(names)s."))
        _refuse_where(wrong, rows, lambda row: row.sent_on is not None, _("Đã gửi rồi: %(names)s."))
        _refuse_where(wrong, rows, lambda row: not row.place, _("Chưa ghi nơi thẩm tra: %(names)s."))
        _refuse_where(
            wrong, rows, lambda row: row.candidate.stage not in WHILE_VERIFIED,
            _("Không còn ở giai đoạn thẩm tra lý lịch: %(names)s."),
        )  # fmt: skip
        if check_day("on", on, wrong):
            check_after_opening(rows, on, confirmed, wrong)
        if wrong:
            raise Refused(messages=wrong)
        for row in rows:
            row.sent_on, row.letter_number = on, number
        write(rows, "sent_on", "letter_number")
        settle("verification.sent", rows, by=by, on=on.isoformat(), letter_number=number)
    return rows


def remind(*, by, on: date, verifications: Sequence[Verification]) -> list[Verification]:
    """Record that the places asked were reminded on a day."""
    with transaction.atomic():
        rows = hold_rows(verifications, by=by)
        wrong: Wrong = {}
        _refuse_where(wrong, rows, lambda row: bool(row.result), _("Đã có kết quả, không phải nhắc: %(names)s."))
        _refuse_where(wrong, rows, lambda row: row.sent_on is None, _("Chưa gửi thư nên chưa nhắc được: %(names)s."))
        if check_day("on", on, wrong):
            early = [
                f"{person_of(row)}: {format_date(row.reminded_on or row.sent_on)}"
                for row in rows
                if row.sent_on is not None and on < (row.reminded_on or row.sent_on)
            ]
            if early:
                message = _("Ngày nhắc ở trước ngày gửi hoặc lần nhắc trước: %(names)s.")
                wrong.setdefault("on", []).append(message % {"names": named(early)})
        if wrong:
            raise Refused(messages=wrong)
        for row in rows:
            row.reminded_on, row.reminders = on, row.reminders + 1
        write(rows, "reminded_on", "reminders")
        settle("verification.reminded", rows, by=by, on=on.isoformat())
    return rows


def take_back(*, by, done: Sequence[Done], reminder: bool) -> list[Verification]:
    """Take back sending (or, with `reminder`, reminding) that was recorded by mistake, while nobody went on from it.

    The rows are withdrawn and stand as they stood before in new ones, so that what was recorded can still be read.
    """
    with transaction.atomic():
        seen = [Verification(pk=each.pk, version=each.version) for each in done]
        rows = hold_rows(seen, by=by)
        before = {each.pk: each.reminded_on for each in done}
        wrong: Wrong = {}
        _refuse_where(wrong, rows, lambda row: bool(row.result), _("Đã có kết quả: %(names)s."))
        needed = "reminded_on" if reminder else "sent_on"
        _refuse_where(wrong, rows, lambda row: getattr(row, needed) is None, _("Không có gì để bỏ: %(names)s."))
        if wrong:
            raise Refused(messages=wrong)
        anew = []
        for row in rows:
            fresh = again(row, by=by)
            if reminder:
                fresh.reminded_on, fresh.reminders = before[row.pk], max(row.reminders - 1, 0)
            else:
                fresh.sent_on, fresh.letter_number, fresh.reminded_on, fresh.reminders = None, "", None, 0
            anew.append(fresh)
            row.withdrawn_at = timezone.now()
        write(rows, "withdrawn_at")
        Verification.objects.bulk_create(anew, batch_size=500)
        settle("verification.taken_back", rows, by=by, reminder=reminder)
    return anew


def again(row: Verification, *, by) -> Verification:
    """The same row once more, not yet stored."""
    fresh = copy(row)
    fresh._state = copy(row._state)
    fresh._state.adding = True
    fresh.pk, fresh.version, fresh.recorded_at, fresh.recorded_by = None, 1, timezone.now(), by
    return fresh


def _refuse_where(wrong: Wrong, rows: Sequence[Verification], is_wrong, message: str) -> None:
    found = [person_of(row) for row in rows if is_wrong(row)]
    if found:
        wrong.setdefault("", []).append(message % {"names": named(found)})
