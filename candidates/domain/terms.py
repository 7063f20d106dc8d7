"""What a step asks for on a day: its conditions, its vote, who may decide and why others may not."""

from dataclasses import dataclass
from datetime import date

from candidates.domain.checklist import Item, actor_of
from candidates.domain.conditions import deciders_of, facts_of
from candidates.domain.dossier import Dossier
from candidates.models import EventKind, Stage
from candidates.procedure import Step
from candidates.procedure.checks import judged_at
from candidates.procedure.checks_acts import HasAuthority
from candidates.procedure.levels import Chain, Link
from candidates.procedure.limits import official_day
from candidates.procedure.schema import Level, Procedure, VoteRule
from candidates.procedure.texts import NoRulesKnown, procedure_on

_VOTES = {
    "branch_propose": "branch_propose",
    "base_propose": "base_propose",
    "propose_official": "propose_official",
}


@dataclass(frozen=True)
class Terms:
    """`procedure` None: no text known here was in force on the day, so nothing is checked.

    `members`: official members of the branch by the register, where it is kept. `barred`: committees above the branch
    that may not decide, each with the reason. `official_on`: the day a recognition will count from. `criteria`: what a
    committee asks for beyond the law, for the branch to confirm, by the document `criteria_by`.
    """

    step: Step
    on: date
    procedure: Procedure | None
    acting: Link
    items: tuple[Item, ...]
    vote: VoteRule | None
    members: int | None
    deciders: tuple[Link, ...]
    barred: tuple[tuple[Link, str], ...]
    official_on: date | None
    criteria: str = ""
    criteria_by: str = ""

    @property
    def missing(self) -> list[Item]:
        return [item for item in self.items if not item.met and not item.with_act]

    @property
    def needed(self) -> int | None:
        """Votes that are enough if nobody may be left out."""
        return self.vote.majority.needed(self.members) if self.vote is not None and self.members else None

    @property
    def late(self) -> bool:
        """The term of the rite is over: only with the written consent of the committee above."""
        return any(item.condition.code == "ceremony_in_time" and not item.met for item in self.items)


def terms_of(dossier: Dossier, step: Step, on: date, chosen: int | None = None) -> Terms:
    """`chosen`: the committee that was named as the one that decides."""
    try:
        procedure = procedure_on(on)
    except NoRulesKnown:
        procedure = None
    decides = step.actor == "authority"
    deciders = tuple(deciders_of(dossier, on)) if decides else ()
    named = dossier.chain.find(chosen) if decides and chosen is not None else None
    acting = named or actor_of(dossier, step, on)
    held = dossier.day_in_round(EventKind.CEREMONY_HELD)
    delegated = acting.id in dossier.local.delegated(on)
    return Terms(
        step=step,
        on=on,
        procedure=procedure,
        acting=acting,
        items=_items(dossier, procedure, step, on, acting if decides else (deciders_of(dossier, on) or [None])[0]),
        vote=vote_of(procedure, step.code, dossier.candidate.stage, Level.BASE if delegated else acting.level(on)),
        members=dossier.official_members if step.actor == "branch" else None,
        deciders=deciders,
        barred=tuple(_barred(dossier, procedure, on, deciders)) if decides and procedure is not None else (),
        official_on=(
            official_day(procedure, held)
            if step.code == "make_official" and held is not None and procedure is not None
            else None
        ),
        criteria=str(dossier.local.on(on).get("local_criteria", "")) if step.code == "branch_propose" else "",
        criteria_by=dossier.local.document_of("local_criteria", on),
    )


def vote_of(procedure: Procedure | None, step: str, stage: str, level: Level | None) -> VoteRule | None:
    """How many votes a step needs. `level`: of the committee that decides."""
    if procedure is None:
        return None
    if step == "fail_vote":
        code = "propose_official" if stage == Stage.PROBATIONARY else "branch_propose"
    elif step in ("decide", "make_official"):
        code = next((row.vote for row in procedure.authorities if row.level == level and row.vote), "")
    else:
        code = _VOTES.get(step, "")
    return next((rule for rule in procedure.votes if rule.code == code), None)


def _items(dossier: Dossier, procedure: Procedure | None, step: Step, on: date, decider: Link | None):
    if procedure is None:
        return ()
    facts = facts_of(dossier, procedure, on, {}, decider)
    return tuple(
        Item(condition, found, getattr(condition.check, "SAID_WITH_ACT", False))
        for condition, found in judged_at(procedure, step.code, facts)
    )


def _barred(dossier: Dossier, procedure: Procedure, on: date, deciders: tuple[Link, ...]):
    chain: Chain = dossier.chain
    source = procedure.authorities[0].source
    for link in reversed(chain.links):
        if link in deciders:
            continue
        found = HasAuthority()(facts_of(dossier, procedure, on, {}, link), procedure, source)
        if found is not None:
            yield link, found.message
