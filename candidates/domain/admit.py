"""The decision and the ceremony of one person: the events, the frozen fact, the probationary member."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from candidates.domain import standing_as_member as membership
from candidates.domain.ledger import Ledger, person_fields
from candidates.models import Admission, Candidate, CandidateEvent, EventKind, Stage
from membership.base.dates import completed_years
from membership.models import ATTRIBUTE_NAMES, MemberSpell, MemberStatus, MovementKind, PartyMember

_PERSON = frozenset(("full_name", "folded_name", "sort_key", *ATTRIBUTE_NAMES))


def decide(
    ledger: Ledger,
    candidate: Candidate,
    decided_on: date,
    number: str,
    ceremony_on: date | None,
    flags: dict[str, Any],
    enterprise_kind: str,
) -> Admission:
    """The event of the decision, and the fact frozen at it."""
    ledger.event(candidate, EventKind.ADMISSION_DECIDED, Stage.DECIDED, decided_on, document_number=number,
                 document_date=decided_on)  # fmt: skip
    return ledger.fact(
        candidate,
        **person_fields(candidate),
        **flags,
        organisation_id=candidate.organisation_id,
        organisation_path=candidate.organisation_path,
        decision_number=number,
        decision_date=decided_on,
        ceremony_date=ceremony_on,
        age=age_on(candidate.born_on, decided_on),
        enterprise_kind=enterprise_kind,
    )


def hold_ceremony(ledger: Ledger, candidate: Candidate, held_on: date, member: PartyMember | None) -> None:
    """The event of the ceremony, and the probationary member it makes unless that member is on record already.

    A former member is admitted again: struck off or expelled before, or after a decision that was cancelled and redone.
    """
    again = member is not None and _is_former(member, held_on)
    made = {"made_member": member is None or again}
    ledger.event(candidate, EventKind.CEREMONY_HELD, Stage.PROBATIONARY, held_on, data=made)
    if member is None:
        ledger.admit(candidate, held_on, person_fields(candidate))
        return
    candidate.member_id = member.pk
    if again:
        membership.admit_again(ledger, member, held_on)
    elif member.joined_on is None:
        ledger.join_on(member, held_on)


def _is_former(member: PartyMember, held_on: date) -> bool:
    """Whether a member had left before this ceremony, or was on record by a ceremony that a correction took back."""
    if member.status != MemberStatus.LEFT:
        return False
    return (member.left_on is not None and member.left_on <= held_on) or membership.was_taken_back(member)


def age_on(born_on: date | None, day: date) -> int | None:
    return completed_years(born_on, day) if born_on is not None else None


def correct_admission(
    ledger: Ledger,
    fact: Admission,
    changes: dict[str, tuple],
    member: PartyMember | None,
    events: Sequence[CandidateEvent],
    spells: Sequence[MemberSpell],
) -> Admission:
    """A new row replaces the fact; events, candidate and member follow where they still said what the old one said."""
    candidate = fact.candidate
    new = {name: value for name, (_old, value) in changes.items()}
    decided, held = new.get("decision_date", fact.decision_date), new.get("ceremony_date", fact.ceremony_date)
    if {"decision_date", "born_on"} & set(new):
        new["age"] = age_on(new.get("born_on", fact.born_on), decided)
    replaced = ledger.replace_fact(fact, **new)
    person = {name: pair for name, pair in changes.items() if name in _PERSON}
    if member is not None:
        _follow(lambda **fields: ledger.change_member(member, **fields), member, person)
    _follow(lambda **fields: ledger.change(candidate, **fields), candidate, person)
    if {"decision_date", "decision_number"} & set(new):
        number = replaced.decision_number
        _correct_event(ledger, candidate, events, EventKind.ADMISSION_DECIDED, decided, number, decided)
    if "ceremony_date" in new:
        if fact.ceremony_date is None:
            hold_ceremony(ledger, candidate, held, member)
        else:
            _correct_event(ledger, candidate, events, EventKind.CEREMONY_HELD, held)
            if member is not None and member.joined_on == fact.ceremony_date:
                ledger.change_member(member, joined_on=held)
                for spell in spells:
                    if spell.valid_from == fact.ceremony_date and (spell.valid_to is None or spell.valid_to >= held):
                        ledger.change_spell(spell, valid_from=held)
                        ledger.movements.tell_again(member, (MovementKind.ADMITTED,), fact.ceremony_date, held)
                        break
    return replaced


def _follow(change, target, changes: dict[str, tuple]) -> None:
    """Today's record takes a correction where it is blank or still says what the fact said."""
    taken = {name: new for name, (old, new) in changes.items() if getattr(target, name) in (old, None, "")}
    if taken:
        change(**taken)


def _correct_event(ledger, candidate, events, kind, on: date, number: str = "", document_date=None) -> None:
    event = next((event for event in reversed(events) if event.kind == kind), None)
    if event is not None:
        ledger.correct(candidate, event, on, document_number=number, document_date=document_date)
