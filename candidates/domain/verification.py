"""Verification of the history of an applicant and of their relatives (06-HD/TW, mục 3): whom, where, with what result.

Whom: the applicant, parents, spouse, parents of the spouse or whoever brought the person up, own children. Who is a
Party member with a full history need not be verified. Letters and answers: `verification_letters`,
`verification_answer`; from here they can all be imported.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.guard import hold
from candidates.domain.verification_answer import ANSWERS, record_answer
from candidates.domain.verification_hold import WHILE_VERIFIED, Wrong, check_text, hold_rows, settle, write
from candidates.domain.verification_letters import Done, again, remind, send_letters, take_back
from candidates.models import Candidate, Circumstances, Relative, Stage, Verification, VerificationResult
from membership.base.text import fold, normalise
from membership.domain.errors import Refused

__all__ = [
    "ANSWERS", "Asked", "Done", "Missing", "accept_place", "plan_verification", "record_answer", "remind",
    "send_letters", "still_to_ask", "take_back", "withdraw",
]  # fmt: skip

ALWAYS = (Relative.SELF, Relative.FATHER, Relative.MOTHER)
IF_MARRIED = (Relative.SPOUSE, Relative.FATHER_IN_LAW, Relative.MOTHER_IN_LAW)
MOST_AT_ONCE = 20
REASON_LENGTH = 200


@dataclass(frozen=True)
class Asked:
    """One person to be verified at one place or several, or exempt for a reason.

    `now`: what a written place is called today, where somebody accepted that.
    """

    relative: str
    name: str = ""
    places: Sequence[str] = ()
    exempt_reason: str = ""
    now: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Missing:
    """Somebody of the law's list of whom nothing is on record. `certain`: everybody has one; else it is to be asked."""

    relative: str
    sentence: str
    certain: bool


def plan_verification(*, by, candidate: Candidate, version: int, persons: Iterable[Asked]) -> list[Verification]:
    """Say who is to be verified where. A row per person and place; an exempt person has one row, already answered."""
    persons = list(persons)
    with transaction.atomic():
        candidate, _place = hold(candidate, by=by, version=version)
        wrong: Wrong = {}
        if candidate.stage not in WHILE_VERIFIED:
            stage = Stage(candidate.stage).label
            raise Refused(_("Không thẩm tra lý lịch khi đang là “%(stage)s”.") % {"stage": stage})
        if not 0 < len(persons) <= MOST_AT_ONCE:
            raise Refused(_("Mỗi lần ghi từ 1 đến %(n)d người.") % {"n": MOST_AT_ONCE})
        known = {_who(row) for row in candidate.verifications.current()}
        rows = [row for person in persons for row in _rows(candidate, person, by, wrong)]
        for row in rows:
            if _who(row) in known:
                message = _("Đã có dòng thẩm tra %(who)s ở nơi này.")
                who = f"{row.get_relative_display()} {row.relative_name}".strip()
                wrong.setdefault("place", []).append(message % {"who": who})
            known.add(_who(row))
        if wrong:
            raise Refused(messages=wrong)
        rows = Verification.objects.bulk_create(rows)
        exempt = sum(row.result == VerificationResult.NOT_NEEDED for row in rows)
        settle("verification.planned", rows, by=by, exempt=exempt)
    return rows


def withdraw(*, by, verification: Verification, version: int, reason: str, keep: bool = False) -> Verification | None:
    """Take a row off that was recorded by mistake. `keep`: it goes on unsent, in a new row, which is returned."""
    reason, wrong = normalise(reason), {}
    with transaction.atomic():
        (row,) = hold_rows([Verification(pk=verification.pk, version=version)], by=by)
        if not reason:
            wrong["reason"] = [_("Cần ghi lý do.")]
        elif len(reason) > REASON_LENGTH:
            wrong["reason"] = [_("Dài quá %(n)d chữ.") % {"n": REASON_LENGTH}]
        if keep and row.result == VerificationResult.NOT_NEEDED:
            wrong["keep"] = [_("Người này không phải thẩm tra nên không có thư nào để gửi lại.")]
        if wrong:
            raise Refused(messages=wrong)
        fresh = again(row, by=by) if keep else None
        row.withdrawn_at = timezone.now()
        write([row], "withdrawn_at")
        if fresh is not None:
            fresh.sent_on = fresh.reminded_on = fresh.answered_on = None
            fresh.letter_number = fresh.result = fresh.result_note = ""
            fresh.reminders = 0
            fresh.save()
        settle("verification.withdrawn", [row], by=by, reason=reason, kept=keep)
    return fresh


def accept_place(*, by, verification: Verification, version: int, place_now: str) -> Verification:
    """Somebody says that the place is called so today; what the applicant wrote stays beside it."""
    with transaction.atomic():
        (row,) = hold_rows([Verification(pk=verification.pk, version=version)], by=by)
        wrong: Wrong = {}
        text = check_text("place_now", place_now, wrong, needed=_("Cần ghi tên nơi ấy hiện nay."))
        if wrong:
            raise Refused(messages=wrong)
        row.place_now = text
        write([row], "place_now")
        settle("verification.place_accepted", [row], by=by)
    return row


def still_to_ask(rows: Iterable[Verification], about: Circumstances | None) -> list[Missing]:
    """Whom the law lists and of whom nothing is on record. What is not known of the person is asked, not guessed."""
    there = {row.relative for row in rows}
    missing = []
    for relative in ALWAYS:
        if relative not in there:
            label = Relative(relative).label
            missing.append(Missing(relative, _("Chưa ghi việc thẩm tra %(who)s.") % {"who": label}, certain=True))
    married = not there.isdisjoint(IF_MARRIED)
    for relative in IF_MARRIED:
        if relative in there or (relative != Relative.SPOUSE and Relative.FOSTER in there):
            continue
        label = Relative(relative).label
        if married:
            sentence = _("Chưa ghi việc thẩm tra %(who)s.") % {"who": label}
        else:
            sentence = _("Đã có vợ hoặc chồng chưa? Nếu có thì thẩm tra cả %(who)s.") % {"who": label}
        if married or relative == Relative.SPOUSE:
            missing.append(Missing(relative, sentence, certain=False))
    children = about.children if about is not None else None
    if Relative.CHILD not in there and children != 0:
        sentence = (
            _("Có con đẻ đủ năng lực hành vi dân sự không? Nếu có thì thẩm tra con đẻ.")
            if children is None
            else _("Có %(n)d con: con nào đủ năng lực hành vi dân sự thì thẩm tra.") % {"n": children}
        )
        missing.append(Missing(Relative.CHILD, sentence, certain=False))
    return missing


def _rows(candidate: Candidate, person: Asked, by, wrong: Wrong) -> list[Verification]:
    if person.relative not in Relative.values:
        wrong.setdefault("relative", []).append(_("Cần chọn quan hệ với người vào Đảng."))
        return []
    name = check_text("relative_name", person.name, wrong)
    if person.relative == Relative.SELF:
        name = name or candidate.full_name
    elif not name:
        wrong.setdefault("relative_name", []).append(_("Cần ghi họ tên người được thẩm tra."))
    reason = check_text("exempt_reason", person.exempt_reason, wrong)
    base = {"candidate": candidate, "relative": person.relative, "relative_name": name, "recorded_by": by}
    places = [place for place in (check_text("place", place, wrong) for place in person.places) if place]
    if reason:
        if person.relative == Relative.SELF:
            wrong.setdefault("exempt_reason", []).append(_("Bản thân người vào Đảng luôn phải thẩm tra."))
        result = VerificationResult.NOT_NEEDED
        return [Verification(**base, place=(places or [""])[0], exempt_reason=reason, result=result)]
    if not places:
        wrong.setdefault("place", []).append(_("Cần ghi nơi thẩm tra, hoặc lý do không phải thẩm tra."))
    now = {normalise(place): text for place, text in person.now.items()}
    return [
        Verification(**base, place=place, place_now=check_text("place_now", now.get(place, ""), wrong))
        for place in places
    ]


def _who(row: Verification) -> tuple[str, str, str]:
    return row.relative, fold(row.relative_name), fold(row.place)
