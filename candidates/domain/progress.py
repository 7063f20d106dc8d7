"""What happens to one candidate: a step on or out, its reversal, a move. With the lists the only writers of stage."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain import standing_as_member as membership
from candidates.domain.admit import decide, hold_ceremony
from candidates.domain.fold import fold_with_day, standing
from candidates.domain.ledger import FLAGS, Ledger
from candidates.domain.undo import undo
from candidates.models import Admission, Candidate, CandidateEvent, EventKind, Stage
from candidates.procedure import BY_CODE, Step, steps_from
from membership.base.dates import add_months, format_date, months_between
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.domain.identity import birth_text
from membership.domain.people import ADULT_MONTHS
from membership.domain.places import Place, read_places
from membership.models import Action, MemberStatus, Organisation, PartyMember

PROBATION_MONTHS = 12
_NUMBER_LENGTH = 60


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
) -> Candidate:
    """A step of the procedure happened `on` a day. `data`: a note, and at the decision the flags of Biểu 2."""
    declared, number, data = BY_CODE[step], normalise(document_number), dict(data or {})
    with transaction.atomic():
        candidate, place = hold(candidate, by=by, version=version)
        stand = standing(candidate.events.all())
        _check_step(candidate, place, declared, on, stand, number, document_date)
        ledger = Ledger(by=by)
        _EFFECTS.get(declared.code, _happen)(ledger, candidate, place, declared, on, stand, number, document_date, data)
        ledger.write()
        record(
            "candidate.advanced",
            by=by,
            organisation=candidate.organisation,
            subject=candidate,
            step=declared.code,
            on=on.isoformat(),
        )
    return candidate


def open_steps(candidate: Candidate) -> list[Step]:
    """What may be recorded next. Who was admitted and moved away comes back as a member, not as a nominee."""
    steps = steps_from(candidate.stage)
    if candidate.stage == Stage.MOVED_AWAY and candidate.admissions.current().exists():
        return [step for step in steps if step.code != "nominate_again"]
    return steps


def hold(candidate: Candidate, *, by, version: int) -> tuple[Candidate, Place]:
    """The candidate read anew, for us alone until the act is done; refused without the right, stale if changed."""
    place = read_places([candidate.organisation_id], by=by, lock=True)[candidate.organisation_id]
    candidate = (
        Candidate.objects.select_for_update(of=("self",)).select_related("organisation", "member").get(pk=candidate.pk)
    )
    if by is not None and not by.may(Action.EDIT_PERSON, candidate.organisation_path):
        raise Refused(_("Đồng chí không có quyền ghi nhận, sửa thông tin của người này."))
    if candidate.version != version or candidate.organisation_id != place.id:
        raise Stale(_("Người khác vừa ghi nhận hoặc sửa thông tin của người này. Hãy xem lại rồi làm tiếp."))
    return candidate, place


def _check_step(candidate, place: Place, step: Step, on, stand, number: str, document_date) -> None:
    wrong: dict[str, list[str]] = {}
    if step not in open_steps(candidate):
        stage = Stage(candidate.stage).label
        message = _("Không ghi được “%(step)s” khi đang là “%(stage)s”.") % {"step": step.label, "stage": stage}
        raise Refused(message)
    check_order(on, stand, wrong)
    if step.needs_document and not number:
        wrong.setdefault("document_number", []).append(_("Cần ghi số văn bản."))
    if len(number) > _NUMBER_LENGTH:
        wrong.setdefault("document_number", []).append(_("Số văn bản dài quá %(n)d chữ.") % {"n": _NUMBER_LENGTH})
    if document_date is not None and document_date > timezone.localdate():
        wrong.setdefault("document_date", []).append(_("Ngày văn bản ở sau ngày hôm nay."))
    if on is not None:
        if candidate.born_on is not None and on <= candidate.born_on:
            wrong.setdefault("on", []).append(_("Ngày này không ở sau ngày sinh %(d)s.") % {"d": birth_text(candidate)})
        if place.closed_on(on) and not step.ends:
            message = _("%(name)s đã kết thúc hoạt động từ ngày %(day)s.")
            wrong.setdefault("on", []).append(message % {"name": place.name, "day": format_date(place.valid_to)})
        if step.code == "decide" and candidate.born_on and months_between(candidate.born_on, on) < ADULT_MONTHS:
            message = _("Sinh %(born)s, đến ngày này chưa đủ 18 tuổi.") % {"born": birth_text(candidate)}
            wrong.setdefault("on", []).append(message)
        if step.code == "make_official":
            held = next((event.occurred_on for event in stand if event.kind == EventKind.CEREMONY_HELD), None)
            if held is not None and on < (end := add_months(held, PROBATION_MONTHS)):
                message = _("Thời gian dự bị 12 tháng đến ngày %(day)s mới hết.") % {"day": format_date(end)}
                wrong.setdefault("on", []).append(message)
    if wrong:
        raise Refused(messages=wrong)


def check_order(on: date | None, stand: list[CandidateEvent], wrong: dict[str, list[str]]) -> None:
    """A day must be there, not in the future, and not before what happened last."""
    if on is None:
        wrong.setdefault("on", []).append(_("Cần ghi ngày."))
    elif on > timezone.localdate():
        wrong.setdefault("on", []).append(_("Ngày này ở sau ngày hôm nay."))
    else:
        last = max((event for event in stand if event.occurred_on), key=lambda event: event.occurred_on, default=None)
        if last is not None and on < last.occurred_on:
            message = _("Ngày này ở trước việc đã ghi gần nhất: %(what)s, ngày %(day)s.")
            what = EventKind(last.kind).label
            wrong.setdefault("on", []).append(message % {"what": what, "day": format_date(last.occurred_on)})


# --- what each step does besides the event ---------------------------------------------------------------------------
def _happen(ledger: Ledger, candidate, place, step: Step, on, stand, number, document_date, data) -> None:
    ledger.event(
        candidate, step.kind, step.target(candidate.stage), on,
        document_number=number, document_date=document_date, data=data,
    )  # fmt: skip


def _train(ledger: Ledger, candidate, place, step, on, stand, number, document_date, data) -> None:
    _happen(ledger, candidate, place, step, on, stand, number, document_date or on, data)
    ledger.change(candidate, certificate_date=on, certificate_number=number or candidate.certificate_number)


def _resume(ledger: Ledger, candidate, place, step, on, stand, number, document_date, data) -> None:
    suspended = next(event for event in reversed(stand) if event.kind == EventKind.SUSPENDED)
    ledger.event(
        candidate, step.kind, suspended.from_stage, on,
        document_number=number, document_date=document_date, data=data,
    )  # fmt: skip


def _decide(ledger: Ledger, candidate, place: Place, step, on, stand, number, document_date, data) -> None:
    flags = {name: data[name] for name in FLAGS if data.get(name) is not None}
    decide(ledger, candidate, on, number, None, flags, place.enterprise_kind)


def _hold_ceremony(ledger: Ledger, candidate, place, step, on, stand, number, document_date, data) -> None:
    fact = Admission.objects.current().select_for_update().get(candidate=candidate)
    fact.candidate = candidate
    ledger.replace_fact(fact, ceremony_date=on)
    member = candidate.member
    if member is None:
        same = PartyMember.objects.filter(
            candidate=None,
            organisation_id=candidate.organisation_id,
            folded_name=candidate.folded_name,
            born_on=candidate.born_on,
            born_precision=candidate.born_precision,
        )
        member = same.first() if candidate.born_on is not None else None
    elif membership.was_taken_back(member):
        membership.admit_again(ledger, member, on)
    hold_ceremony(ledger, candidate, on, member)


def _make_official(ledger: Ledger, candidate, place, step, on, stand, number, document_date, data) -> None:
    _happen(ledger, candidate, place, step, on, stand, number, document_date, data)
    if candidate.member is not None:
        ledger.change_member(candidate.member, official_on=on, status=MemberStatus.OFFICIAL)


def _end(ledger: Ledger, candidate, place, step: Step, on, stand, number, document_date, data) -> None:
    _happen(ledger, candidate, place, step, on, stand, number, document_date, data)
    if step.code == "cancel":
        for fact in Admission.objects.current().filter(candidate=candidate):
            ledger.withdraw_fact(fact)
    if candidate.member is not None:
        membership.end(ledger, candidate.member, on, str(step.label))


_EFFECTS: dict[str, Callable] = {
    "train": _train,
    "resume": _resume,
    "decide": _decide,
    "hold_ceremony": _hold_ceremony,
    "make_official": _make_official,
    "move_away": _end,
    "cancel": _end,
    "strike_off": _end,
    "die": _end,
}


def reverse(*, by, candidate: Candidate, event: CandidateEvent, reason: str, version: int) -> Candidate:
    """The last thing recorded never happened, or not so: take it out again, with what it brought about."""
    reason = normalise(reason)
    if not reason:
        raise Refused(_("Cần ghi lý do đính chính."), field="reason")
    with transaction.atomic():
        candidate, _place = hold(candidate, by=by, version=version)
        stand = standing(candidate.events.all())
        if not stand or stand[-1].pk != event.pk:
            raise Refused(_("Chỉ bỏ được việc ghi sau cùng. Hãy bỏ các việc ghi sau trước."))
        if len(stand) == 1 and event.kind == EventKind.NOMINATED:
            raise Refused(_("Đây là việc đầu tiên. Nếu ghi nhầm người, hãy đưa người này ra khỏi danh sách."))
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
        ledger.write()
        record("candidate.moved", by=by, organisation=organisation, subject=candidate, origin=origin.name)
    return candidate
