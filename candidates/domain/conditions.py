"""What stands in the way of a step: the dossier as the facts that the law's conditions look at."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from candidates.domain.dossier import Dossier
from candidates.models import EventKind, Relative, Verification
from candidates.procedure import Step
from candidates.procedure.checks import unmet_at
from candidates.procedure.facts import Facts, Introducer
from candidates.procedure.levels import Link
from candidates.procedure.limits import Ballot, authority, official_day
from candidates.procedure.schema import Level, Procedure, Unmet
from candidates.procedure.texts import NoRulesKnown, procedure_on
from membership.base import paths
from membership.base.dates import PartialDate
from membership.domain.holidays import work_calendar
from membership.domain.official import official_on
from membership.models import MemberStatus, PartyMember

CRITERIA_MET = "criteria_met"  # what the branch says with its proposal where a committee set criteria of its own
_HELPED = (EventKind.RECOGNISED, EventKind.MENTOR_ASSIGNED)


@dataclass(frozen=True)
class Verdict:
    """What the law says of a step on a day. `procedure` None: no text known here was in force, nothing was checked."""

    procedure: Procedure | None
    unmet: list[Unmet]

    @property
    def rules(self) -> str:
        return self.procedure.text.code if self.procedure is not None else ""


def judge(dossier: Dossier, step: Step, on: date, data: dict[str, Any], decider: Link | None = None) -> Verdict:
    """Check every condition of a step. `data` is what the act itself says: its vote, its day of recognition…"""
    try:
        procedure = procedure_on(on)
    except NoRulesKnown:
        return Verdict(None, [])
    return Verdict(procedure, unmet_at(procedure, step.code, facts_of(dossier, procedure, on, data, decider)))


def facts_of(dossier: Dossier, procedure: Procedure, on: date, data: dict[str, Any], decider: Link | None) -> Facts:
    candidate, about, chain = dossier.candidate, dossier.circumstances, dossier.chain
    base, section = chain.base(on), chain.section(on)
    delegated = dossier.local.delegated(on)
    ceremony_on = dossier.day_in_round(EventKind.CEREMONY_HELD)
    within = decider is not None and chain.find(decider.id) is not None
    level = decider.decides_at(on) if decider is not None else None
    kinds = {event.kind for event in dossier.of_this_round()}
    official = ceremony_on is not None
    return Facts(
        on=on,
        born=PartialDate(candidate.born_on, candidate.born_precision) if candidate.born_on else None,
        citizen=about.citizen if about else None,
        education=candidate.general_education,
        education_exception=about.education_exception if about else "",
        consent_over_age=bool(about and about.over_age_consent),
        papers=dossier.paper_days(),
        introducers=tuple(
            introducer(each.member, base, on, each.together_since) for each in dossier.introductions if each.member
        ),
        introduced_by=next((each.body for each in dossier.introductions if each.body), ""),
        moved_while_helped=moved_while_helped(dossier),
        official_members=dossier.official_members,
        ballot=data.get("ballot") if isinstance(data.get("ballot"), Ballot) else None,
        ceremony_on=ceremony_on,
        political_question_open=bool(about and about.political_question and not about.political_conclusion),
        readmission=bool(about and about.former_member),
        readmitted_before=about.readmitted_before if about else 0,
        left_on=about.left_on if about else None,
        left_because=about.left_because if about else "",
        conviction_cleared_on=about.conviction_cleared_on if about else None,
        convicted=bool(about and about.convicted),
        consent_to_readmit=bool(about and about.readmission_consent),
        children=about.children if about else None,
        youngest_born_on=about.youngest_born_on if about else None,
        population_exception=bool(about and about.population_exception),
        private_owner=about.private_owner if about else None,
        owner_reviewed=bool(about and about.owner_review),
        settings=dossier.local.on(on),
        criteria_met=bool(data.get(CRITERIA_MET)),
        criteria_by=dossier.local.document_of("local_criteria", on),
        mentored=bool(dossier.mentorships),
        mentor=_mentor(data, base, on),
        history_concluded=any(event.kind == EventKind.HISTORY_VERIFIED for event in dossier.of_this_way()),
        history_open=tuple(_open_letters(dossier)),
        history_asked=bool(dossier.verifications),
        history_self=any(each.relative == Relative.SELF for each in dossier.verifications),
        section=section.name if section else "",
        appraised=EventKind.APPRAISED in kinds,
        base=base.name,
        base_proposed=EventKind.BASE_PROPOSED in kinds,
        base_proposal_needed=decider is not None and decider.id != base.id and base.id != chain.branch.id,
        decided_by=decider.name if decider else "",
        decided_at=level,
        decided_within=within,
        delegated=decider is not None and decider.id in delegated,
        decision_on=dossier.day_in_round(EventKind.ADMISSION_DECIDED),
        decision_received_on=dossier.day_in_round(EventKind.DECISION_RECEIVED),
        late_consent=str(data.get("late_consent", "")),
        member_trained=EventKind.MEMBER_TRAINED in kinds,
        failed_votes=failed_votes(dossier),
        official_on=data.get("official_on") or (official_day(procedure, ceremony_on) if official else None),
        official_proposed=EventKind.OFFICIAL_PROPOSED in kinds,
        official_appraised=EventKind.OFFICIAL_APPRAISED in kinds,
        official_base_proposed=EventKind.OFFICIAL_BASE_PROPOSED in kinds,
        calendar=work_calendar,
    )


def introducer(member: PartyMember, base: Link, on: date, together_since: date | None) -> Introducer:
    """A member as the conditions see them on a day. `base`: the base organisation they should take part in."""
    official = official_on(member, on) and member.status != MemberStatus.LEFT
    return Introducer(member.full_name, official, together_since, paths.contains(base.path, member.organisation_path))


def moved_while_helped(dossier: Dossier) -> bool:
    """The person moved after the branch had begun to help: nobody counts the twelve months again."""
    helped = False
    for event in dossier.events:
        helped = helped or event.kind in _HELPED
        if helped and event.kind == EventKind.MOVED:
            return True
    return False


def failed_votes(dossier: Dossier) -> int:
    """Votes on the matter at hand that did not reach the majority."""
    return sum(event.kind == EventKind.VOTE_FAILED for event in dossier.within_stage())


def decider_of(dossier: Dossier, on: date, chosen: Link | None = None) -> Link | None:
    """The committee that decides: the one named, else the nearest that the rules of the day let decide."""
    if chosen is not None:
        return chosen
    found = deciders_of(dossier, on)
    return found[0] if found else None


def deciders_of(dossier: Dossier, on: date) -> list[Link]:
    """Committees above the branch that may decide on a day, the nearest first."""
    base_decides = True
    try:
        row = authority(procedure_on(on), Level.BASE)
        base_decides = row is not None and not row.delegated
    except NoRulesKnown:
        pass
    chain = dossier.chain
    delegated = dossier.local.delegated(on)
    return list(type(chain)(chain.links, delegated).deciders(on, base_decides))


def _mentor(data: dict[str, Any], base: Link, on: date) -> Introducer | None:
    member = data.get("mentor")
    if not isinstance(member, PartyMember):
        return None
    return introducer(member, base, on, data.get("together_since"))


def _open_letters(dossier: Dossier) -> list[str]:
    return [_letter(each) for each in dossier.verifications if each.is_open]


def _letter(each: Verification) -> str:
    who = f"{each.get_relative_display()} {each.relative_name}".strip()
    return who if each.sent_on is not None else _("%(who)s (chưa gửi thư)") % {"who": who}
