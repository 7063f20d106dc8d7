"""A person moves in mid-procedure: offered by the old place, accepted or refused by the new one, chased if silent.

At each of the moments the law knows (while helped, after the branch or the base committee proposed, after the decision,
on probation; letters 53 and 92–94 of 1361-CV/BTCTW). All clocks go on; the branch of arrival assigns a new mentor, who
need not wait twelve months. An admission is counted where its decision was made: whoever moves before it counts for the
new place's quota, whoever moves after it stays counted at the old one.
"""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain import standing_as_member as membership
from candidates.domain.deadlines import refresh
from candidates.domain.dossier import chains_of
from candidates.domain.fold import standing
from candidates.domain.guard import check_order, hold
from candidates.domain.ledger import Ledger
from candidates.models import (
    BEFORE_DECISION,
    Candidate,
    EventKind,
    Mentorship,
    ReferralState,
    Stage,
    Transfer,
    TransferMoment,
    TransferState,
)
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.domain.places import read_places
from membership.models import Action, MovementKind, Organisation, within

MOMENTS = {
    **dict.fromkeys(BEFORE_DECISION[:4], TransferMoment.HELPED),
    Stage.SUSPENDED: TransferMoment.HELPED,
    Stage.BRANCH_PROPOSED: TransferMoment.BRANCH_PROPOSED,
    Stage.BASE_PROPOSED: TransferMoment.BASE_PROPOSED,
    Stage.DECIDED: TransferMoment.DECIDED,
    Stage.PROBATIONARY: TransferMoment.PROBATION,
}
# The letter that goes with each moment, as printed by candidates/exchange/papers.
LETTERS = {
    TransferMoment.HELPED: "GCN-GĐ",
    TransferMoment.BRANCH_PROPOSED: "17A-KNĐ",
    TransferMoment.BASE_PROPOSED: "17B-KNĐ",
    TransferMoment.DECIDED: "17C-KNĐ",
    TransferMoment.PROBATION: "",
}
MOVED_ON = "moved_on"  # end_reason of mentorships that a move ended


def offer(
    *,
    by,
    on: date,
    candidate: Candidate,
    version: int,
    target: Organisation | None = None,
    target_text: str = "",
    letter_number: str,
    reason: str = "",
) -> Transfer:
    """The old place writes to the new one. The person stays in the old list until the new place accepts."""
    letter_number, target_text = normalise(letter_number), normalise(target_text)
    with transaction.atomic():
        candidate, place = hold(candidate, by=by, version=version)
        wrong: dict[str, list[str]] = {}
        moment = MOMENTS.get(candidate.stage)
        if moment is None:
            stage = Stage(candidate.stage).label
            raise Refused(_("Không giới thiệu chuyển đi được khi đang là “%(stage)s”.") % {"stage": stage})
        if candidate.transfers.filter(state=TransferState.OFFERED).exists():
            raise Refused(_("Người này đã được giới thiệu đi nơi khác và đang chờ trả lời."))
        refuse_while_referred(candidate)
        check_order(on, standing(candidate.events.all()), wrong)
        if not letter_number:
            wrong["letter_number"] = [_("Cần ghi số giấy giới thiệu.")]
        elif len(letter_number) > 60:
            wrong["letter_number"] = [_("Số văn bản dài quá %(n)d chữ.") % {"n": 60}]
        _check_target(target, target_text, place.id, wrong)
        if wrong:
            raise Refused(messages=wrong)
        ledger = Ledger(by=by)
        event = ledger.event(
            candidate, EventKind.TRANSFER_OFFERED, candidate.stage, on, document_number=letter_number,
            document_date=on, data={"target": target.name if target else target_text, "moment": moment.value},
        )  # fmt: skip
        ledger.write()
        transfer = Transfer.objects.create(
            candidate=candidate,
            organisation_id=place.id,
            organisation_path=place.path,
            target=target,
            target_text="" if target else target_text,
            moment=moment,
            offered_on=on,
            letter_number=letter_number,
            reason=normalise(reason)[:300],
            event=event,
            recorded_by=by,
        )
        _refresh(candidate)
        record(
            "transfer.offered", by=by, organisation=candidate.organisation, subject=candidate,
            target=target.code if target else target_text,
        )  # fmt: skip
    return transfer


def refuse_while_referred(candidate: Candidate) -> None:
    """Between the workplace and the residence a question is open: nobody is offered twice at once."""
    if candidate.referrals.filter(state=ReferralState.OFFERED).exists():
        message = _("Đang chờ nơi khác trả lời giới thiệu giữa nơi làm việc và nơi cư trú; hãy rút lại trước.")
        raise Refused(message)


def possible_targets():
    """Where a letter may go: any organisation of the tree, as on paper. That it exists is no secret, its people are."""
    return Organisation.objects.current()


def _check_target(target, target_text: str, here: int, wrong: dict[str, list[str]]) -> None:
    if (target is None) == (not target_text):
        wrong["target"] = [_("Chọn tổ chức nơi đến, hoặc ghi tên nơi đến nếu ở ngoài đảng bộ; chỉ một trong hai.")]
    elif target is not None and target.pk == here:
        wrong["target"] = [_("Người này đang ở tổ chức này.")]
    elif target is not None and target.valid_to is not None:
        wrong["target"] = [_("%(name)s đã kết thúc hoạt động.") % {"name": target.name}]
    elif target is not None and target.children.filter(valid_to=None).exists():
        wrong["target"] = [_("%(name)s còn tổ chức trực thuộc; hãy chọn chi bộ nơi đến.") % {"name": target.name}]


def accept(*, by, on: date, transfer: Transfer, version: int, note: str = "") -> Candidate:
    """The new place takes the person in; of one outside this tree the old place records the answer it got."""
    with transaction.atomic():
        transfer, candidate = _open(transfer, version=version, by=by, answering=True)
        _check_answer(on, transfer, candidate)
        ledger = Ledger(by=by)
        if transfer.target is not None:
            event = arrive(
                ledger, candidate, transfer.target, on, document_number=transfer.letter_number,
                document_date=transfer.offered_on, data={"transfer": transfer.pk},
            )  # fmt: skip
        else:
            event = ledger.event(
                candidate, EventKind.MOVED_AWAY, Stage.MOVED_AWAY, on, document_number=transfer.letter_number,
                data={"target": transfer.target_text},
            )  # fmt: skip
            if candidate.member is not None:
                kind = MovementKind.TRANSFERRED_OUT
                membership.end(ledger, candidate.member, on, str(EventKind.MOVED_AWAY.label), kind)
        ledger.write()
        _answer(transfer, TransferState.ACCEPTED, on, note, by, event)
        _refresh(candidate)
        record("transfer.accepted", by=by, organisation=candidate.organisation, subject=candidate)
    return candidate


def refuse(*, by, on: date, transfer: Transfer, version: int, note: str) -> Transfer:
    """The new place does not take the person in, and says why; nothing else changes."""
    if not normalise(note):
        raise Refused(_("Cần ghi lý do không nhận."), field="note")
    with transaction.atomic():
        transfer, candidate = _open(transfer, version=version, by=by, answering=True)
        _check_answer(on, transfer, candidate)
        ledger = Ledger(by=by)
        event = ledger.event(
            candidate, EventKind.TRANSFER_REFUSED, candidate.stage, on, data={"reason": normalise(note)[:300]}
        )
        ledger.write()
        _answer(transfer, TransferState.REFUSED, on, note, by, event)
        _refresh(candidate)
        record("transfer.refused", by=by, organisation=candidate.organisation, subject=candidate)
    return transfer


def recall(*, by, transfer: Transfer, version: int, note: str) -> Transfer:
    """The old place takes its letter back before it was answered."""
    if not normalise(note):
        raise Refused(_("Cần ghi lý do rút lại."), field="note")
    with transaction.atomic():
        transfer, candidate = _open(transfer, version=version, by=by, answering=False)
        _answer(transfer, TransferState.RECALLED, None, note, by, transfer.event)
        _refresh(candidate)
        record("transfer.recalled", by=by, organisation=candidate.organisation, subject=candidate)
    return transfer


def remind(*, by, on: date, transfer: Transfer, version: int) -> Transfer:
    """The old place asks again."""
    with transaction.atomic():
        transfer, candidate = _open(transfer, version=version, by=by, answering=False)
        if not transfer.offered_on <= on <= timezone.localdate():
            words = {"first": format_date(transfer.offered_on)}
            raise Refused(_("Ngày nhắc phải từ ngày %(first)s đến hôm nay.") % words, field="on")
        Transfer.objects.filter(pk=transfer.pk).update(
            reminded_on=on, reminders=F("reminders") + 1, version=F("version") + 1
        )
        transfer.refresh_from_db()
        _refresh(candidate)
        record(
            "transfer.reminded", by=by, organisation=candidate.organisation, subject=candidate,
            times=transfer.reminders,
        )  # fmt: skip
    return transfer


def _open(transfer: Transfer, *, version: int, by, answering: bool) -> tuple[Transfer, Candidate]:
    """The letter and the person, for us alone. `answering`: the act of the new place, where it is in this tree."""
    ids = [each for each in (transfer.organisation_id, transfer.target_id) if each is not None]
    places = read_places(ids, by=by, lock=True)
    transfer = Transfer.objects.select_for_update(of=("self",)).select_related("target", "event").get(pk=transfer.pk)
    candidate = (
        Candidate.objects.select_for_update(of=("self",))
        .select_related("organisation", "member")
        .get(pk=transfer.candidate_id)
    )
    acting = transfer.target_id if answering and transfer.target_id else transfer.organisation_id
    if by is not None and not by.may(Action.EDIT_PERSON, places[acting].path):
        raise Refused(_("Việc này do %(name)s ghi.") % {"name": places[acting].name})
    if transfer.version != version:
        raise Stale(_("Người khác vừa ghi về giấy giới thiệu này. Hãy xem lại rồi làm tiếp."))
    if transfer.state != TransferState.OFFERED:
        raise Stale(_("Giấy giới thiệu này đã có trả lời: %(state)s.") % {"state": transfer.get_state_display()})
    return transfer, candidate


def _check_answer(on: date, transfer: Transfer, candidate: Candidate) -> None:
    wrong: dict[str, list[str]] = {}
    check_order(on, standing(candidate.events.all()), wrong)
    if candidate.stage not in MOMENTS:
        stage = Stage(candidate.stage).label
        raise Refused(_("Người này nay đang là “%(stage)s”, không còn chuyển đi được.") % {"stage": stage})
    if transfer.target is not None and transfer.target.valid_to is not None:
        wrong["on"] = [_("%(name)s đã kết thúc hoạt động.") % {"name": transfer.target.name}]
    if wrong:
        raise Refused(messages=wrong)


def arrive(
    ledger: Ledger, candidate: Candidate, target: Organisation, on: date, *, document_number: str, document_date, data
):
    """The person is now in the list of `target`; clocks go on, the member goes along, mentors of elsewhere end."""
    origin = candidate.organisation
    ledger.change(candidate, organisation=target, organisation_path=target.path)
    event = ledger.event(
        candidate, EventKind.MOVED, candidate.stage, on, document_number=document_number,
        document_date=document_date, from_organisation_id=origin.pk, data=data,
    )  # fmt: skip
    if candidate.member is not None and candidate.member.organisation_id == origin.pk:
        membership.transfer(ledger, candidate.member, target, on)
    leave_mentors_behind(candidate, target, on)
    return event


def leave_mentors_behind(candidate: Candidate, target: Organisation, on: date) -> None:
    """Who helps at the old place cannot go on, unless both branches belong to one base organisation."""
    base = chains_of({target.path})[target.path].base(on)
    open_ones = Mentorship.objects.filter(candidate=candidate, valid_to=None, taken_back_at=None, valid_from__lte=on)
    open_ones.exclude(within(base.path, "member__organisation_path")).update(valid_to=on, end_reason=MOVED_ON)


def _answer(transfer: Transfer, state: str, on: date | None, note: str, by, event) -> None:
    Transfer.objects.filter(pk=transfer.pk).update(
        state=state, answered_on=on, answer_note=normalise(note)[:300], answered_by=by, event=event,
        version=F("version") + 1,
    )  # fmt: skip
    transfer.refresh_from_db()


def take_back_answer(candidate: Candidate, event) -> None:
    """An answer was recorded by mistake: the letter waits again, and who helped goes on helping."""
    for transfer in Transfer.objects.filter(candidate=candidate, event=event):
        offered = candidate.events.filter(kind=EventKind.TRANSFER_OFFERED, sequence__lt=event.sequence)
        Transfer.objects.filter(pk=transfer.pk).update(
            state=TransferState.OFFERED, answered_on=None, answer_note="", answered_by=None,
            event=offered.order_by("-sequence").first(), version=F("version") + 1,
        )  # fmt: skip
    Mentorship.objects.filter(candidate=candidate, valid_to=event.occurred_on, end_reason=MOVED_ON).update(
        valid_to=None, end_reason=""
    )


def take_back_offer(candidate: Candidate, event) -> None:
    """The letter was recorded by mistake."""
    Transfer.objects.filter(candidate=candidate, event=event, state=TransferState.OFFERED).update(
        state=TransferState.RECALLED, answer_note=_("Đính chính: chưa giới thiệu đi"), version=F("version") + 1
    )


def _refresh(candidate: Candidate) -> None:
    refresh([candidate.pk])
