"""A worker or student is known in two places: the one asks the other to take the person up, who accepts or refuses.

Article 003 (Khánh Hòa): shift workers are referred to the organisation of their enterprise, and from there back to the
branch of their residence. Until the other side accepts, the dossier stays where it is; then the person moves there like
by a letter (candidates.domain.transfers): all clocks go on, the admission counts where the decision is made.
"""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.deadlines import refresh
from candidates.domain.fold import standing
from candidates.domain.guard import check_order, hold
from candidates.domain.ledger import Ledger
from candidates.domain.transfers import MOMENTS, arrive
from candidates.models import (
    Candidate,
    CandidateEvent,
    Referral,
    ReferralDirection,
    ReferralState,
    Stage,
    TransferState,
)
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.domain.places import read_places
from membership.models import Action, Organisation

LONGEST, NUMBER_LENGTH = 300, 60


def refer(
    *,
    by,
    on: date | None,
    candidate: Candidate,
    version: int,
    target: Organisation | None,
    direction: str,
    reason: str,
    letter_number: str = "",
    shift_work: bool | None = None,
) -> Referral:
    """Ask the other place `on` a day; a letter may go with it. `version`: of the candidate. Raises Refused, Stale."""
    reason, letter_number = normalise(reason), normalise(letter_number)
    with transaction.atomic():
        candidate, place = hold(candidate, by=by, version=version)
        if candidate.stage not in MOMENTS:
            stage = Stage(candidate.stage).label
            raise Refused(_("Không giới thiệu được khi đang là “%(stage)s”.") % {"stage": stage})
        _nothing_open(candidate)
        wrong: dict[str, list[str]] = {}
        check_order(on, standing(candidate.events.all()), wrong)
        _check_said(direction, reason, letter_number, wrong)
        _check_target(target, place.id, wrong)
        if wrong:
            raise Refused(messages=wrong)
        referral = Referral.objects.create(
            candidate=candidate,
            organisation_id=place.id,
            organisation_path=place.path,
            target=target,
            direction=direction,
            shift_work=shift_work,
            offered_on=on,
            letter_number=letter_number,
            reason=reason,
            recorded_by=by,
        )
        record(
            "referral.offered", by=by, organisation=candidate.organisation, subject=candidate, target=target.code,
            direction=direction,
        )  # fmt: skip
    return referral


def _nothing_open(candidate: Candidate) -> None:
    if candidate.referrals.filter(state=ReferralState.OFFERED).exists():
        raise Refused(_("Người này đã được giới thiệu và đang chờ trả lời."))
    if candidate.transfers.filter(state=TransferState.OFFERED).exists():
        raise Refused(_("Đang chờ nơi khác trả lời giấy giới thiệu chuyển đi; hãy rút lại giấy ấy trước."))


def _check_said(direction: str, reason: str, letter_number: str, wrong: dict[str, list[str]]) -> None:
    if direction not in ReferralDirection.values:
        wrong["direction"] = [_("Chọn giới thiệu đến nơi làm việc hay về nơi cư trú.")]
    if not reason:
        wrong["reason"] = [_("Cần ghi lý do giới thiệu.")]
    elif len(reason) > LONGEST:
        wrong["reason"] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": LONGEST}]
    if len(letter_number) > NUMBER_LENGTH:
        wrong["letter_number"] = [_("Số văn bản dài quá %(n)d chữ.") % {"n": NUMBER_LENGTH}]


def _check_target(target: Organisation | None, here: int, wrong: dict[str, list[str]]) -> None:
    if target is None:
        wrong["target"] = [_("Chọn chi bộ được giới thiệu đến.")]
    elif target.pk == here:
        wrong["target"] = [_("Người này đang ở tổ chức này.")]
    elif target.valid_to is not None:
        wrong["target"] = [_("%(name)s đã kết thúc hoạt động.") % {"name": target.name}]
    elif target.children.filter(valid_to=None).exists():
        wrong["target"] = [_("%(name)s còn tổ chức trực thuộc; hãy chọn chi bộ.") % {"name": target.name}]


def accept_referral(*, by, on: date | None, referral: Referral, version: int, note: str = "") -> Candidate:
    """The other place takes the person up: they are in its list from now on."""
    with transaction.atomic():
        referral, candidate = _open(referral, version=version, by=by, answering=True)
        _check_answer(on, referral, candidate)
        if candidate.stage not in MOMENTS:
            stage = Stage(candidate.stage).label
            raise Refused(_("Người này nay đang là “%(stage)s”, không còn nhận được.") % {"stage": stage})
        if candidate.organisation_id != referral.organisation_id:
            raise Refused(_("Người này đã chuyển đi nơi khác sau khi được giới thiệu; nơi giới thiệu hãy rút lại."))
        if referral.target.valid_to is not None:
            raise Refused(_("%(name)s đã kết thúc hoạt động.") % {"name": referral.target.name})
        ledger = Ledger(by=by)
        arrive(
            ledger, candidate, referral.target, on, document_number=referral.letter_number,
            document_date=referral.offered_on if referral.letter_number else None, data={"referral": referral.pk},
        )  # fmt: skip
        ledger.write()
        _answer(referral, ReferralState.ACCEPTED, on, note, by)
        refresh([candidate.pk])
        record("referral.accepted", by=by, organisation=candidate.organisation, subject=candidate)
    return candidate


def refuse_referral(*, by, on: date | None, referral: Referral, version: int, note: str) -> Referral:
    """The other place does not take the person up, and says why; nothing else changes."""
    if not normalise(note):
        raise Refused(_("Cần ghi lý do không nhận."), field="note")
    with transaction.atomic():
        referral, candidate = _open(referral, version=version, by=by, answering=True)
        _check_answer(on, referral, None)
        _answer(referral, ReferralState.REFUSED, on, note, by)
        record("referral.refused", by=by, organisation=referral.organisation, subject=candidate)
    return referral


def remind_referral(*, by, on: date | None, referral: Referral, version: int) -> Referral:
    """Who referred asks again."""
    with transaction.atomic():
        referral, candidate = _open(referral, version=version, by=by, answering=False)
        first = referral.reminded_on or referral.offered_on
        if on is None or not first <= on <= timezone.localdate():
            words = {"first": format_date(first)}
            raise Refused(_("Ngày nhắc phải từ ngày %(first)s đến hôm nay.") % words, field="on")
        Referral.objects.filter(pk=referral.pk).update(
            reminded_on=on, reminders=F("reminders") + 1, version=F("version") + 1
        )
        referral.refresh_from_db()
        record(
            "referral.reminded", by=by, organisation=referral.organisation, subject=candidate,
            times=referral.reminders,
        )  # fmt: skip
    return referral


def recall_referral(*, by, referral: Referral, version: int, note: str) -> Referral:
    """Who referred takes it back before it was answered."""
    if not normalise(note):
        raise Refused(_("Cần ghi lý do rút lại."), field="note")
    with transaction.atomic():
        referral, candidate = _open(referral, version=version, by=by, answering=False)
        _answer(referral, ReferralState.RECALLED, None, note, by)
        record("referral.recalled", by=by, organisation=referral.organisation, subject=candidate)
    return referral


def _open(referral: Referral, *, version: int, by, answering: bool) -> tuple[Referral, Candidate]:
    """The referral and the person, for us alone. `answering`: the act of the place it was sent to."""
    places = read_places([referral.organisation_id, referral.target_id], by=by, lock=True)
    referral = (
        Referral.objects.select_for_update(of=("self",)).select_related("target", "organisation").get(pk=referral.pk)
    )
    candidate = (
        Candidate.objects.select_for_update(of=("self",))
        .select_related("organisation", "member")
        .get(pk=referral.candidate_id)
    )
    acting = places[referral.target_id if answering else referral.organisation_id]
    if by is not None and not by.may(Action.EDIT_PERSON, acting.path):
        raise Refused(_("Việc này do %(name)s ghi.") % {"name": acting.name})
    if referral.version != version:
        raise Stale(_("Người khác vừa ghi về lần giới thiệu này. Hãy xem lại rồi làm tiếp."))
    if referral.state != ReferralState.OFFERED:
        raise Stale(_("Lần giới thiệu này đã xong: %(state)s.") % {"state": referral.get_state_display()})
    return referral, candidate


def _check_answer(on: date | None, referral: Referral, candidate: Candidate | None) -> None:
    wrong: dict[str, list[str]] = {}
    check_order(on, standing(candidate.events.all()) if candidate else [], wrong)
    if "on" not in wrong and on < referral.offered_on:
        wrong["on"] = [_("Ngày này ở trước ngày giới thiệu %(day)s.") % {"day": format_date(referral.offered_on)}]
    if wrong:
        raise Refused(messages=wrong)


def _answer(referral: Referral, state: str, on: date | None, note: str, by) -> None:
    Referral.objects.filter(pk=referral.pk).update(
        state=state, answered_on=on, answer_note=normalise(note)[:LONGEST], answered_by=by, version=F("version") + 1
    )
    referral.refresh_from_db()


def take_back_acceptance(candidate: Candidate, event: CandidateEvent) -> None:
    """The move was recorded by mistake: the question waits for its answer again."""
    key = event.data.get("referral")
    if key is None:
        return
    if candidate.referrals.filter(state=ReferralState.OFFERED).exists():
        raise Refused(_("Người này lại đang được giới thiệu đi nơi khác; hãy rút lại trước."))
    Referral.objects.filter(pk=key, candidate=candidate, state=ReferralState.ACCEPTED).update(
        state=ReferralState.OFFERED, answered_on=None, answer_note="", answered_by=None, version=F("version") + 1
    )
