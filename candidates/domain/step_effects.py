"""What each step does besides its event: the frozen fact, the member, the papers, the conditions let pass."""

from collections.abc import Callable

from candidates.domain import standing_as_member as membership
from candidates.domain.admit import decide, hold_ceremony
from candidates.domain.guard import Act
from candidates.domain.ledger import FLAGS, Ledger
from candidates.models import Admission, CandidateEvent, EventKind
from membership.base.dates import add_months
from membership.base.text import normalise
from membership.domain.charter import PROBATION_MONTHS
from membership.models import MemberStatus, MovementKind, PartyMember


def take_effect(ledger: Ledger, act: Act) -> CandidateEvent:
    """Put the act into the ledger: its event, what it brings about, its paper, what was let pass."""
    event = _EFFECTS.get(act.step.code, _happen)(ledger, act)
    event.data = {**act.stored(), **event.data}
    event.rules = act.verdict.rules
    if act.step.actor != "branch" and act.acting is not None:
        event.acted_by_id = act.acting.id
    if act.step.paper and (act.number or not act.step.needs_document):
        ledger.paper(
            act.candidate, event, form=act.step.paper, number=act.number,
            signed_on=act.document_date or act.on, issued_by=act.acting.name if act.acting and act.number else "",
        )  # fmt: skip
    for each in act.verdict.unmet:
        ledger.override(
            act.candidate, event, condition=each.code, message=each.message[:500], source=str(each.source)[:255],
            reason=normalise(act.waiver.reason)[:500], document_number=normalise(act.waiver.document_number),
            document_date=act.waiver.document_date,
        )  # fmt: skip
    return event


def _happen(ledger: Ledger, act: Act, data: dict | None = None) -> CandidateEvent:
    return ledger.event(
        act.candidate, act.step.kind, act.step.target(act.candidate.stage), act.on,
        document_number=act.number, document_date=act.document_date, data=data,
    )  # fmt: skip


def _train(ledger: Ledger, act: Act) -> CandidateEvent:
    act.document_date = act.document_date or act.on
    event = _happen(ledger, act)
    number = act.number or act.candidate.certificate_number
    ledger.change(act.candidate, certificate_date=act.on, certificate_number=number)
    return event


def _resume(ledger: Ledger, act: Act) -> CandidateEvent:
    suspended = next(event for event in reversed(act.dossier.events) if event.kind == EventKind.SUSPENDED)
    return ledger.event(
        act.candidate, act.step.kind, suspended.from_stage, act.on,
        document_number=act.number, document_date=act.document_date,
    )  # fmt: skip


def _decide(ledger: Ledger, act: Act) -> CandidateEvent:
    flags = {name: act.data[name] for name in FLAGS if act.data.get(name) is not None}
    about = act.dossier.circumstances
    if about is not None and about.private_owner is not None:
        flags.setdefault("private_owner", about.private_owner)
    decide(ledger, act.candidate, act.on, act.number, None, flags, act.place.enterprise_kind)
    return ledger.events[-1]


def _hold_ceremony(ledger: Ledger, act: Act) -> CandidateEvent:
    candidate, on = act.candidate, act.on
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
    hold_ceremony(ledger, candidate, on, member)
    return ledger.events[-1]


def _make_official(ledger: Ledger, act: Act) -> CandidateEvent:
    """Official from the day the probation ended, whenever the decision was signed (24-QĐ/TW, mục 4.3)."""
    held = act.dossier.day_in_round(EventKind.CEREMONY_HELD)
    said = act.data.get("official_on")
    official_on = said or (add_months(held, PROBATION_MONTHS) if held is not None else act.on)
    event = _happen(ledger, act, {"official_on": official_on.isoformat()})
    if act.candidate.member is not None:
        ledger.change_member(act.candidate.member, official_on=official_on, status=MemberStatus.OFFICIAL)
    return event


def _end(ledger: Ledger, act: Act) -> CandidateEvent:
    if act.step.code == "cancel":
        act.data.setdefault("ground", "standard")
        for fact in Admission.objects.current().filter(candidate=act.candidate):
            ledger.withdraw_fact(fact)
    event = _happen(ledger, act)
    if act.candidate.member is not None:
        membership.end(ledger, act.candidate.member, act.on, str(act.step.label), _COUNTED_AS[act.step.code])
    return event


# Biểu 1-BTCTW has no row for a cancelled decision: the name is struck off with it (24-QĐ/TW, mục 4.4).
_COUNTED_AS = {
    "move_away": MovementKind.TRANSFERRED_OUT,
    "cancel": MovementKind.STRUCK_OFF,
    "strike_off": MovementKind.STRUCK_OFF,
    "die": MovementKind.DIED,
}
_EFFECTS: dict[str, Callable[[Ledger, Act], CandidateEvent]] = {
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
