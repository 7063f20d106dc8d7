"""What a place answered about a person. A problem becomes an open question of the applicant, never a judgement."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.verification_hold import (
    Wrong,
    check_after_opening,
    check_day,
    check_text,
    hold_rows,
    settle,
    write,
)
from candidates.models import Circumstances, Verification, VerificationResult
from membership.base.dates import format_date
from membership.domain.errors import Refused
from membership.models import Action

ANSWERS = (VerificationResult.CLEAR, VerificationResult.QUESTION, VerificationResult.UNKNOWN)


def record_answer(
    *,
    by,
    verification: Verification,
    version: int,
    result: str,
    answered_on: date,
    result_note: str = "",
    confirmed: bool = False,
) -> Verification:
    """Record what came back, or correct it. It may come without a letter: somebody went
    there, or the branch itself knows.

    “Có vấn đề” demands a note and opens the question of political history (Circumstances.political_question), which
    only a conclusion in writing closes. Where an earlier question was already concluded, `confirmed` says that this is
    another one and opens it anew.
    """
    with transaction.atomic():
        (row,) = hold_rows([_as_seen(verification, version)], by=by)
        if by is not None and not by.may(Action.VIEW_PERSON_DETAILS, row.candidate.organisation_path):
            raise Refused(_("Đồng chí không có quyền xem, ghi kết quả thẩm tra."))
        wrong: Wrong = {}
        if row.result == VerificationResult.NOT_NEEDED:
            wrong[""] = [_("Người này đã ghi là không phải thẩm tra.")]
        if result not in ANSWERS:
            wrong.setdefault("result", []).append(_("Cần chọn kết quả."))
        needed = _("Cần ghi vấn đề cần xem xét.") if result == VerificationResult.QUESTION else ""
        note = check_text("result_note", result_note, wrong, needed=needed)
        if check_day("answered_on", answered_on, wrong):
            _check_order(row, answered_on, confirmed, wrong)
        about = Circumstances.objects.select_for_update().filter(candidate=row.candidate_id).first()
        opens = result == VerificationResult.QUESTION and row.result != VerificationResult.QUESTION
        if opens and about is not None and about.political_conclusion and not confirmed:
            message = _(
                "Đã có văn bản kết luận về lịch sử chính trị (%(number)s). Nếu đây là vấn đề khác thì đánh dấu xác "
                "nhận; phần mềm sẽ ghi là chờ kết luận mới."
            )
            wrong.setdefault("confirmed", []).append(message % {"number": about.political_conclusion})
        if wrong:
            raise Refused(messages=wrong)
        corrected = bool(row.result)
        row.result, row.result_note, row.answered_on = result, note, answered_on
        write([row], "result", "result_note", "answered_on")
        if opens:
            _open_question(row, about, by)
        settle("verification.answered", [row], by=by, on=answered_on.isoformat(), corrected=corrected, opened=opens)
    return row


def _as_seen(verification: Verification, version: int) -> Verification:
    return Verification(pk=verification.pk, version=version)


def _check_order(row: Verification, on: date, confirmed: bool, wrong: Wrong) -> None:
    last = row.reminded_on or row.sent_on
    if row.sent_on is not None and on < row.sent_on:
        message = _("Ngày có kết quả ở trước ngày gửi %(day)s.") % {"day": format_date(row.sent_on)}
        wrong.setdefault("answered_on", []).append(message)
    elif last is not None and on < last:
        # The answer was on its way when the reminder went out: possible, but worth a second look.
        if not confirmed:
            message = _("Ngày có kết quả ở trước lần nhắc ngày %(day)s. Nếu đúng thì đánh dấu xác nhận.")
            wrong.setdefault("confirmed", []).append(message % {"day": format_date(last)})
    elif row.sent_on is None:
        check_after_opening([row], on, confirmed, wrong)


def _open_question(row: Verification, about: Circumstances | None, by) -> None:
    if about is None:
        about = Circumstances(candidate=row.candidate, version=0)
    about.political_question, about.political_conclusion = True, ""
    about.version += 1
    about.changed_at, about.changed_by = timezone.now(), by
    about.save()
