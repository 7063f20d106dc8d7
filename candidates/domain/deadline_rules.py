"""By when something must be done for a person: a pure function of what is on record, never of today.

Legal terms go by the text in force on the day they start; only what belongs to the present stage and round exists, and
what was done drops out. Practices (reviews, monthly notes, letters without answer) go by the settings of the committee.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.conditions import decider_of
from candidates.domain.dossier import Dossier
from candidates.models import BEFORE_DECISION, Actor, EventKind, Stage, TransferMoment, TransferState
from candidates.procedure.limits import due, official_day, valid_until
from candidates.procedure.schema import Procedure
from candidates.procedure.texts import PROCEDURES, NoRulesKnown, procedure_on
from membership.base.dates import add_months
from membership.base.working_days import WorkCalendar
from membership.domain.holidays import work_calendar

# Whoever stands elsewhere has nothing left to wait for.
LIVE = (*BEFORE_DECISION, Stage.DECIDED, Stage.PROBATIONARY, Stage.SUSPENDED)
ON_THE_LIST = (Stage.SYMPATHISER, Stage.TRAINED, Stage.DOSSIER, Stage.SUSPENDED)
_TO_PROPOSE = BEFORE_DECISION[:4]
_DOUBT_LENGTH = 255


@dataclass(frozen=True)
class Noted:
    """What the deadlines need beside the dossier. `note_months`: mentorship id -> the last month reported of."""

    note_months: dict[int, date]
    last_note_on: date | None = None
    last_review_on: date | None = None
    last_talk_on: date | None = None


NOTHING_NOTED = Noted({})


@dataclass(frozen=True)
class DueItem:
    """A deadline as it must stand in the projection."""

    code: str
    subject: str
    actor: str
    since_on: date
    due_on: date
    rules: str = ""
    doubt: str = ""


def deadlines_of(dossier: Dossier, noted: Noted = NOTHING_NOTED, calendar: WorkCalendar | None = None) -> list[DueItem]:
    """Everything due for one person, in no particular order."""
    stage = dossier.candidate.stage
    if stage not in LIVE:
        return []
    calendar = calendar or work_calendar()
    found = [*_of_stage(dossier, calendar), *_moves(dossier, calendar), *_practices(dossier, noted)]
    return [item for item in found if item.due_on >= item.since_on]


# --- the law -----------------------------------------------------------------------------------------------------
def rules_for_start(day: date) -> tuple[Procedure, tuple[str, ...]]:
    """The text in force on the day a term starts; before the first known here, that one, with the doubt said."""
    try:
        return procedure_on(day), ()
    except NoRulesKnown:
        first = PROCEDURES[0]
        words = _("Bắt đầu tính trước khi có quy định phần mềm biết; tạm tính theo %(text)s.")
        return first, (words % {"text": first.text.code},)


def _legal(code: str, actor: str, occurred: date, calendar: WorkCalendar, *, since=None, received=None) -> DueItem:
    """`occurred`: the day the text counts from. `since`: the day the term starts, where a waiting ends first."""
    procedure, doubts = rules_for_start(since or occurred)
    term = due(procedure, code, occurred=occurred, received=received, calendar=calendar)
    start = since or occurred
    if received is not None and procedure.deadline(code).start == "received":
        start = received
    return DueItem(code, "", actor, start, term.day, procedure.text.code, _doubt(*doubts, *term.doubts))


def _doubt(*sentences: str) -> str:
    return " ".join(sentences)[:_DOUBT_LENGTH]


def _of_stage(dossier: Dossier, calendar: WorkCalendar) -> Iterator[DueItem]:
    stage = dossier.candidate.stage
    if stage in _TO_PROPOSE:
        yield from _certificate(dossier)
    if stage in (Stage.DOSSIER, Stage.BRANCH_PROPOSED):
        yield from _stale_papers(dossier)
    if stage in (Stage.BRANCH_PROPOSED, Stage.BASE_PROPOSED):
        proposed = dossier.day_in_round(EventKind.BRANCH_PROPOSED)
        if proposed is not None:
            actor = _next_above(dossier, proposed, EventKind.APPRAISED, EventKind.BASE_PROPOSED)
            yield _legal("decide", actor, proposed, calendar)
    elif stage == Stage.DECIDED:
        decided = dossier.day_in_round(EventKind.ADMISSION_DECIDED)
        if decided is not None:
            received = dossier.day_in_round(EventKind.DECISION_RECEIVED)
            yield _legal("hold_ceremony", Actor.BRANCH, decided, calendar, received=received)
    elif stage == Stage.PROBATIONARY:
        yield from _probation(dossier, calendar)


def _probation(dossier: Dossier, calendar: WorkCalendar) -> Iterator[DueItem]:
    proposed = next(
        (event for event in reversed(dossier.of_this_round()) if event.kind == EventKind.OFFICIAL_PROPOSED), None
    )
    held = dossier.day_in_round(EventKind.CEREMONY_HELD)
    if proposed is None and held is not None:
        procedure, _doubts = rules_for_start(held)
        yield _legal("propose_official", Actor.BRANCH, held, calendar, since=official_day(procedure, held))
    elif proposed is not None and proposed.occurred_on is not None:
        day = proposed.occurred_on
        actor = _next_above(dossier, day, EventKind.OFFICIAL_APPRAISED, EventKind.OFFICIAL_BASE_PROPOSED)
        yield _legal("make_official", actor, day, calendar)


def _next_above(dossier: Dossier, day: date, appraised: str, proposed: str) -> str:
    """Who has to act after the branch: the section, the base committee, or who decides."""
    kinds = {event.kind for event in dossier.of_this_round()}
    chain, decider = dossier.chain, decider_of(dossier, day)
    base = chain.base(day)
    if proposed in kinds:
        return Actor.AUTHORITY
    if chain.section(day) is not None and appraised not in kinds:
        return Actor.SECTION
    if base.id != chain.branch.id or (decider is not None and decider.id == base.id):
        return Actor.BASE
    return Actor.AUTHORITY


def _certificate(dossier: Dossier) -> Iterator[DueItem]:
    issued = dossier.candidate.certificate_date
    if issued is not None:
        procedure, doubts = rules_for_start(issued)
        until = valid_until(procedure, "certificate", issued)
        yield DueItem("certificate", "", Actor.BRANCH, issued, until, procedure.text.code, _doubt(*doubts))


def _stale_papers(dossier: Dossier) -> Iterator[DueItem]:
    """The paper that goes stale first; of several on one day the first by its form."""
    found = []
    for form, signed in dossier.paper_days().items():
        procedure, doubts = rules_for_start(signed)
        if form in procedure.validity("papers").forms:
            found.append((valid_until(procedure, "papers", signed), form, signed, procedure.text.code, doubts))
    if found:
        until, form, signed, rules, doubts = min(found)
        yield DueItem("papers", form, Actor.BRANCH, signed, until, rules, _doubt(*doubts))


def _moves(dossier: Dossier, calendar: WorkCalendar) -> Iterator[DueItem]:
    """An offer without answer: the term of the law, the letter that the person presents, and when to ask again.

    Activity in the Party is transferred of members only; a person not yet admitted is helped on at the new place.
    """
    offer = next((each for each in dossier.transfers if each.state == TransferState.OFFERED), None)
    if offer is not None:
        if offer.moment == TransferMoment.PROBATION:
            yield _legal("transfer", Actor.BASE, offer.offered_on, calendar)
        yield _legal("present_letter", Actor.PERSON, offer.offered_on, calendar)
        asked = offer.reminded_on or offer.offered_on
        yield from _after_days(dossier, "transfer_reply", str(offer.pk), Actor.BASE, asked)
        return
    about = dossier.circumstances
    if about is not None and about.leaves_on is not None:
        moved = dossier.last(EventKind.MOVED)
        if moved is None or moved.recorded_at < about.changed_at:
            yield DueItem("leaves", "", Actor.BRANCH, about.leaves_on, about.leaves_on)


# --- practices ---------------------------------------------------------------------------------------------------
def setting(dossier: Dossier, code: str, day: date) -> int | None:
    """What the nearest committee set, in force on a day, or the default; None and 0 turn the practice off."""
    procedure, _doubts = rules_for_start(day)
    value = procedure.setting_values(dossier.local.on(day)).get(code)
    return int(value) if value else None


def _after_days(dossier: Dossier, code: str, subject: str, actor: str, since: date) -> Iterator[DueItem]:
    days = setting(dossier, "reply_days", since)
    if days:
        yield DueItem(code, subject, actor, since, since + timedelta(days=days))


def _after_months(dossier: Dossier, code: str, name: str, since: date) -> Iterator[DueItem]:
    months = setting(dossier, name, since)
    if months:
        yield DueItem(code, "", Actor.BRANCH, since, add_months(since, months))


def _practices(dossier: Dossier, noted: Noted) -> Iterator[DueItem]:
    stage = dossier.candidate.stage
    way = dossier.of_this_way()
    if stage in _TO_PROPOSE and not any(event.kind == EventKind.HISTORY_VERIFIED for event in way):
        for letter in dossier.verifications:
            if letter.is_open and letter.sent_on is not None:
                asked = letter.reminded_on or letter.sent_on
                yield from _after_days(dossier, "verification", str(letter.pk), Actor.BASE, asked)
    if stage in ON_THE_LIST:
        recognised = max((e.occurred_on for e in way if e.kind == EventKind.RECOGNISED and e.occurred_on), default=None)
        if last := _latest(recognised, noted.last_review_on):
            yield from _after_months(dossier, "review", "review_months", last)
        if last := _latest(recognised, noted.last_talk_on):
            yield from _after_months(dossier, "talk", "talk_months", last)
    if stage in BEFORE_DECISION:
        happened = _latest(*(event.occurred_on for event in way), noted.last_review_on, noted.last_note_on)
        if happened is not None:
            yield from _after_months(dossier, "quiet", "quiet_months", happened)
    if stage not in (Stage.NOMINATED, Stage.SUSPENDED):
        yield from _notes(dossier, noted)


def _notes(dossier: Dossier, noted: Noted) -> Iterator[DueItem]:
    """The month after the last one reported of; nobody is asked for months before the mentor was on record here."""
    for mentorship in dossier.mentors:
        recorded = timezone.localtime(mentorship.recorded_at).date()
        known = _latest(mentorship.valid_from, recorded, noted.note_months.get(mentorship.pk))
        month = add_months(known.replace(day=1), 1)
        last_day = add_months(month, 1) - timedelta(days=1)
        yield DueItem("mentor_note", str(mentorship.pk), Actor.BRANCH, month, last_day)


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day is not None), default=None)
