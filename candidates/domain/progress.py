"""What happens to candidates: a step on or out, of one or of many, its reversal, a move.

With the lists the only writers of stage.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.domain import standing_as_member as membership
from candidates.domain.dossier import load_dossiers
from candidates.domain.fold import fold_with_day, standing
from candidates.domain.guard import Act, Waiver, check, check_order, hold, open_steps
from candidates.domain.ledger import Ledger
from candidates.domain.step_effects import take_effect
from candidates.domain.transfers import leave_mentors_behind, refuse_while_referred
from candidates.domain.undo import undo
from candidates.models import Candidate, CandidateEvent, EventKind, TransferState
from candidates.procedure import BY_CODE
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.places import read_places
from membership.models import Action, Organisation

__all__ = ["ManyRefused", "Waiver", "advance", "advance_all", "hold", "move", "open_steps", "reverse"]


class ManyRefused(Refused):
    """Some people of a list may not take the step: candidate id -> why. Nothing was written for anybody."""

    def __init__(self, people: dict[int, Refused]):
        self.people = people
        super().__init__(_("%(n)d người trong danh sách chưa ghi được.") % {"n": len(people)})


def advance(
    *,
    by,
    on: date,
    candidate: Candidate,
    step: str,
    version: int,
    document_number: str = "",
    document_date: date | None = None,
    data: dict[str, Any] | None = None,
    waiver: Waiver | None = None,
) -> Candidate:
    """A step of the procedure happened `on` a day.

    `data`: what belongs to the step: `note`; `ballot` (members, in_favour, away, exempt_absent, present, confirmed);
    `decided_by` (organisation id); at the decision the flags of Biểu 2; `late_consent` at the ceremony; `official_on`
    at the recognition; `ground` of a cancellation (standard, procedure). Conditions of the law that are not met raise
    Unfulfilled, unless a `waiver` of somebody with the right lets them pass.
    """
    try:
        (done,) = advance_all(
            by=by, on=on, candidates=[(candidate, version)], step=step, document_number=document_number,
            document_date=document_date, data=data, waiver=waiver,
        )  # fmt: skip
    except ManyRefused as refused:
        (reason,) = refused.people.values()
        raise reason from None
    return done


def advance_all(
    *,
    by,
    on: date,
    candidates: Sequence[tuple[Candidate, int]],
    step: str,
    document_number: str = "",
    document_date: date | None = None,
    data: dict[str, Any] | None = None,
    own: dict[int, dict[str, Any]] | None = None,
    waiver: Waiver | None = None,
) -> list[Candidate]:
    """One step for a list of people by one document (one resolution, twelve names). `candidates`: with the version
    each was seen in; `own`: what differs, by candidate id (each has a vote of their own). All or nobody: ManyRefused
    says of each person what stands in the way."""
    declared, number = BY_CODE[step], normalise(document_number)
    if declared.own_page:
        raise ValueError(f"{step} has a function of its own")
    refused: dict[int, Refused] = {}
    with transaction.atomic():
        held = []
        for candidate, version in sorted(candidates, key=lambda pair: pair[0].pk):
            try:
                held.append(hold(candidate, by=by, version=version))
            except Refused as reason:
                refused[candidate.pk] = reason
        dossiers = load_dossiers([candidate for candidate, _place in held], on=on)
        acts = []
        for candidate, place in held:
            said = dict(data or {}) | (own or {}).get(candidate.pk, {})
            act = Act(dossiers[candidate.pk], declared, on, number, document_date, said, waiver, place)
            try:
                check(act, by=by)
            except Refused as reason:
                refused[candidate.pk] = reason
            acts.append(act)
        if refused:
            raise ManyRefused(refused)
        ledger = Ledger(by=by)
        for act in acts:
            take_effect(ledger, act)
        ledger.write()
        for act in acts:
            record(
                "candidate.advanced",
                by=by,
                organisation=act.candidate.organisation,
                subject=act.candidate,
                step=declared.code,
                on=on.isoformat(),
                **({"let_pass": [each.code for each in act.verdict.unmet]} if act.verdict.unmet else {}),
            )
    order = {act.candidate.pk: act.candidate for act in acts}
    return [order[candidate.pk] for candidate, _version in candidates]


def reverse(*, by, candidate: Candidate, event: CandidateEvent, reason: str, version: int) -> Candidate:
    """The last thing recorded never happened, or not so: take it out again, with what it brought about."""
    reason = normalise(reason)
    if not reason:
        raise Refused(_("Cần ghi lý do đính chính."), field="reason")
    with transaction.atomic():
        candidate, _place = hold(candidate, by=by, version=version)
        stand = standing(candidate.events.select_related("acted_by"))
        if not stand or stand[-1].pk != event.pk:
            raise Refused(_("Chỉ bỏ được việc ghi sau cùng. Hãy bỏ các việc ghi sau trước."))
        if len(stand) == 1 and event.kind == EventKind.NOMINATED:
            raise Refused(_("Đây là việc đầu tiên. Nếu ghi nhầm người, hãy đưa người này ra khỏi danh sách."))
        actor = stand[-1].acted_by
        if by is not None and actor is not None and not by.may(Action.EDIT_PERSON, actor.path):
            raise Refused(_("Việc này do %(name)s ghi; đồng chí không bỏ được.") % {"name": actor.name})
        ledger = Ledger(by=by)
        undo(ledger, candidate, stand[-1])
        stage, since = fold_with_day(stand[:-1])
        ledger.reverse(candidate, event, stage, since, reason=reason)
        ledger.write()
        record(
            "candidate.reversed", by=by, organisation=candidate.organisation, subject=candidate,
            kind=event.kind, reason=reason,
        )  # fmt: skip
    return candidate


def move(
    *,
    by,
    on: date,
    candidate: Candidate,
    organisation: Organisation,
    version: int,
    document_number: str = "",
    document_date: date | None = None,
) -> Candidate:
    """To another organisation of the tree; what was done so far goes along, and the member with it."""
    with transaction.atomic():
        places = read_places([candidate.organisation_id, organisation.pk], by=by, lock=True)
        candidate, _place = hold(candidate, by=by, version=version)
        target, wrong = places[organisation.pk], {}
        check_order(on, standing(candidate.events.all()), wrong)
        if by is not None and not by.may(Action.EDIT_PERSON, target.path):
            wrong.setdefault("organisation", []).append(_("Đồng chí không có quyền ghi người vào tổ chức này."))
        if candidate.transfers.filter(state=TransferState.OFFERED).exists():
            message = _("Đang chờ nơi khác trả lời giấy giới thiệu; hãy rút lại giấy ấy trước.")
            wrong.setdefault("organisation", []).append(message)
        refuse_while_referred(candidate)
        if target.id == candidate.organisation_id:
            wrong.setdefault("organisation", []).append(_("Người này đang ở tổ chức này."))
        if target.valid_to is not None:
            wrong.setdefault("organisation", []).append(_("Tổ chức này đã kết thúc hoạt động."))
        if wrong:
            raise Refused(messages=wrong)
        organisation.path = target.path
        ledger, origin = Ledger(by=by), candidate.organisation
        ledger.change(candidate, organisation=organisation, organisation_path=target.path)
        ledger.event(
            candidate, EventKind.MOVED, candidate.stage, on,
            document_number=normalise(document_number), document_date=document_date, from_organisation_id=origin.pk,
        )  # fmt: skip
        if candidate.member is not None and candidate.member.organisation_id == origin.pk:
            membership.transfer(ledger, candidate.member, organisation, on)
        leave_mentors_behind(candidate, organisation, on)
        ledger.write()
        record("candidate.moved", by=by, organisation=organisation, subject=candidate, origin=origin.name)
    return candidate
