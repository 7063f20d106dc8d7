"""What an event brought about besides the stage, taken back when the event is reversed."""

from collections.abc import Callable

from candidates.domain import standing_as_member as membership
from candidates.domain import transfers
from candidates.domain.ledger import Ledger
from candidates.domain.mentor_endings import resume_help
from candidates.domain.mentors import take_back as mentor_taken_back
from candidates.domain.referrals import take_back_acceptance
from candidates.models import Admission, Candidate, CandidateEvent, EventKind


def undo(ledger: Ledger, candidate: Candidate, event: CandidateEvent) -> None:
    ledger.take_back_papers(event)
    resume_help(candidate, event)
    if event.kind in _UNDO:
        _UNDO[event.kind](ledger, candidate, event)


def _trained(ledger: Ledger, candidate: Candidate, event: CandidateEvent) -> None:
    if candidate.certificate_date == event.occurred_on:
        ledger.change(candidate, certificate_date=None, certificate_number="")


def _decided(ledger: Ledger, candidate: Candidate, event: CandidateEvent) -> None:
    for fact in Admission.objects.current().filter(candidate=candidate):
        ledger.withdraw_fact(fact)


def _held(ledger: Ledger, candidate: Candidate, event: CandidateEvent) -> None:
    for fact in Admission.objects.current().filter(candidate=candidate):
        fact.candidate = candidate
        ledger.replace_fact(fact, ceremony_date=None)
    if candidate.member is None:
        return
    if event.data.get("made_member", True):
        membership.take_back(ledger, candidate.member)
    else:
        ledger.change(candidate, member=None)


def _made_official(ledger: Ledger, candidate: Candidate, event: CandidateEvent) -> None:
    if candidate.member is not None:
        membership.make_probationary(ledger, candidate.member)


def _cancelled(ledger: Ledger, candidate: Candidate, event: CandidateEvent) -> None:
    last = Admission.objects.filter(candidate=candidate).order_by("pk").last()
    if last is not None:
        last.candidate = candidate
        ledger.restore_fact(last)
    _ended(ledger, candidate, event)


def _ended(ledger: Ledger, candidate: Candidate, event: CandidateEvent) -> None:
    if candidate.member is not None:
        membership.restore(ledger, candidate.member, event.occurred_on)


def _away(ledger: Ledger, candidate: Candidate, event: CandidateEvent) -> None:
    _ended(ledger, candidate, event)
    transfers.take_back_answer(candidate, event)


def _letter(ledger: Ledger, candidate: Candidate, event: CandidateEvent) -> None:
    transfers.take_back_offer(candidate, event)


def _answered(ledger: Ledger, candidate: Candidate, event: CandidateEvent) -> None:
    transfers.take_back_answer(candidate, event)


def _moved(ledger: Ledger, candidate: Candidate, event: CandidateEvent) -> None:
    transfers.take_back_answer(candidate, event)
    take_back_acceptance(candidate, event)
    origin, here = event.from_organisation, candidate.organisation_id
    ledger.change(candidate, organisation=origin, organisation_path=origin.path)
    if candidate.member is not None and candidate.member.organisation_id == here:
        membership.transfer_back(ledger, candidate.member, origin, event.occurred_on)


_UNDO: dict[str, Callable] = {
    EventKind.TRAINED: _trained,
    EventKind.ADMISSION_DECIDED: _decided,
    EventKind.CEREMONY_HELD: _held,
    EventKind.MADE_OFFICIAL: _made_official,
    EventKind.CANCELLED: _cancelled,
    EventKind.STRUCK_OFF: _ended,
    EventKind.DIED: _ended,
    EventKind.MOVED_AWAY: _away,
    EventKind.TRANSFER_OFFERED: _letter,
    EventKind.TRANSFER_REFUSED: _answered,
    EventKind.MOVED: _moved,
    EventKind.MENTOR_ASSIGNED: mentor_taken_back,
    EventKind.MENTOR_ENDED: mentor_taken_back,
}
