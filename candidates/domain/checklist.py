"""Where a person stands: what comes next, who acts, until when, and what is still missing by which paragraph."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.conditions import decider_of, facts_of
from candidates.domain.dossier import Dossier
from candidates.domain.guard import open_steps
from candidates.models import Deadline, EventKind, MentorPurpose, Stage
from candidates.procedure import BY_CODE, Step
from candidates.procedure.checks import judged_at
from candidates.procedure.levels import Link
from candidates.procedure.limits import earliest
from candidates.procedure.schema import Condition, Procedure, Unmet
from candidates.procedure.texts import NoRulesKnown, procedure_on
from membership.base.dates import format_date

# Deadlines that say until when the next step must be taken.
_DUE_OF = {
    "decide": "decide",
    "base_propose": "decide",
    "appraise": "decide",
    "hold_ceremony": "hold_ceremony",
    "receive_decision": "hold_ceremony",
    "propose_official": "propose_official",
    "appraise_official": "make_official",
    "base_propose_official": "make_official",
    "make_official": "make_official",
}


@dataclass(frozen=True)
class Item:
    """One condition of the next step. `with_act`: it is said when the step is recorded, like the numbers of a vote."""

    condition: Condition
    unmet: Unmet | None
    with_act: bool

    @property
    def met(self) -> bool:
        return self.unmet is None

    @property
    def verified(self) -> bool:
        return self.condition.source.verified


@dataclass(frozen=True)
class Checklist:
    """`actor`: whose act the next step is. `waiting`: why nothing is to be done yet. `others`: what else may happen."""

    next: Step | None
    actor: Link | None
    items: tuple[Item, ...]
    due: Deadline | None
    waiting: str
    others: tuple[Step, ...]
    procedure: Procedure | None

    @property
    def missing(self) -> list[Item]:
        """What has to be mended before the step can be recorded."""
        return [item for item in self.items if not item.met and not item.with_act]

    @property
    def ready(self) -> bool:
        return self.next is not None and not self.missing and not self.waiting


def checklist_of(dossier: Dossier, on: date | None = None, deadlines: list[Deadline] | None = None) -> Checklist:
    """The checklist of one person. `deadlines`: the rows of the projection, where they were read already."""
    on = on or timezone.localdate()
    try:
        procedure = procedure_on(on)
    except NoRulesKnown:
        procedure = None
    steps = open_steps(dossier.candidate, dossier.events)
    code = _next(dossier, on)
    step = BY_CODE[code] if code and BY_CODE[code] in steps else None
    actor = actor_of(dossier, step, on) if step is not None else None
    return Checklist(
        next=step,
        actor=actor,
        items=_items(dossier, procedure, step, on, actor),
        due=_due(dossier, step, deadlines),
        waiting=_waiting(dossier, procedure, step, on),
        others=tuple(each for each in steps if each is not step),
        procedure=procedure,
    )


def actor_of(dossier: Dossier, step: Step, on: date) -> Link:
    """The organisation whose act a step is."""
    chain = dossier.chain
    match step.actor:
        case "section":
            return chain.section(on) or chain.base(on)
        case "base":
            return chain.base(on)
        case "authority":
            return decider_of(dossier, on) or chain.base(on)
        case _:
            return chain.branch


def _next(dossier: Dossier, on: date) -> str:
    """The ordinary next step from where the person stands."""
    kinds = {event.kind for event in dossier.of_this_round()}
    way = {event.kind for event in dossier.of_this_way()}
    match dossier.candidate.stage:
        case Stage.NOMINATED:
            return "recognise"
        case Stage.SYMPATHISER:
            return "train" if dossier.mentors else "assign_mentor"
        case Stage.TRAINED:
            if EventKind.RECOGNISED not in way:
                return "recognise"
            return "open_dossier" if dossier.mentors else "assign_mentor"
        case Stage.DOSSIER:
            return "branch_propose" if EventKind.HISTORY_VERIFIED in way else "conclude_history"
        case Stage.BRANCH_PROPOSED:
            return _towards_decision(dossier, on, kinds)
        case Stage.BASE_PROPOSED:
            return "decide"
        case Stage.DECIDED:
            return "hold_ceremony"
        case Stage.PROBATIONARY:
            return _towards_official(dossier, on, kinds)
        case Stage.SUSPENDED:
            return "resume"
        case _:
            return ""


def _towards_decision(dossier: Dossier, on: date, kinds: set[str]) -> str:
    if dossier.chain.section(on) is not None and EventKind.APPRAISED not in kinds:
        return "appraise"
    return "base_propose" if _base_asks_above(dossier, on) else "decide"


def _towards_official(dossier: Dossier, on: date, kinds: set[str]) -> str:
    if not any(each.purpose == MentorPurpose.PROBATIONER for each in dossier.mentors):
        return "assign_mentor"
    if EventKind.MEMBER_TRAINED not in kinds:
        return "train_member"
    if EventKind.OFFICIAL_PROPOSED not in kinds:
        return "propose_official"
    if dossier.chain.section(on) is not None and EventKind.OFFICIAL_APPRAISED not in kinds:
        return "appraise_official"
    if _base_asks_above(dossier, on) and EventKind.OFFICIAL_BASE_PROPOSED not in kinds:
        return "base_propose_official"
    return "make_official"


def _base_asks_above(dossier: Dossier, on: date) -> bool:
    """The base committee proposes to a committee above it, rather than decide itself."""
    base, decider = dossier.chain.base(on), decider_of(dossier, on)
    return base.id != dossier.chain.branch.id and (decider is None or decider.id != base.id)


def _items(dossier, procedure: Procedure | None, step: Step | None, on: date, actor: Link | None) -> tuple[Item, ...]:
    if procedure is None or step is None:
        return ()
    facts = facts_of(dossier, procedure, on, {}, actor if step.actor == "authority" else decider_of(dossier, on))
    return tuple(
        Item(condition, found, getattr(condition.check, "SAID_WITH_ACT", False))
        for condition, found in judged_at(procedure, step.code, facts)
    )


def _due(dossier: Dossier, step: Step | None, deadlines: list[Deadline] | None) -> Deadline | None:
    if step is None or step.code not in _DUE_OF:
        return None
    rows = dossier.candidate.deadlines.all() if deadlines is None else deadlines
    return next((row for row in rows if row.code == _DUE_OF[step.code]), None)


def _waiting(dossier: Dossier, procedure: Procedure | None, step: Step | None, on: date) -> str:
    """The probation is not over: nothing to press anybody for."""
    held = dossier.day_in_round(EventKind.CEREMONY_HELD)
    if step is None or step.code != "propose_official" or procedure is None or held is None:
        return ""
    first = earliest(procedure, "after_probation", held)
    return (
        _("Đang trong thời gian dự bị; chi bộ xét từ ngày %(day)s.") % {"day": format_date(first)} if on < first else ""
    )
