"""What the acts of the procedure say on papers: numbers, days, votes, who proposed and who decides."""

from datetime import date

from candidates.domain.conditions import decider_of
from candidates.domain.dossier import Dossier
from candidates.exchange.papers.context import Act
from candidates.exchange.papers.names import branch_name, committee, organisation
from candidates.exchange.papers.words import MOST, day_in_words, number_in_words
from candidates.models import CandidateEvent
from candidates.procedure.levels import Chain, Link
from candidates.procedure.limits import Ballot, BallotError
from membership.base.dates import format_date
from membership.base.numbers import format_percent, ratio_percent


def above(chain: Chain, link: Link) -> str:
    at = chain.links.index(link) if link in chain.links else 0
    return organisation(chain.links[at - 1]) if at else ""


def decider(dossier: Dossier, event: CandidateEvent | None, on: date) -> Link | None:
    """Who decided, if it was recorded; else who may."""
    acted = dossier.chain.find(event.acted_by_id) if event is not None and event.acted_by_id else None
    return acted or decider_of(dossier, on)


def proposal(acts: dict, by_branch: str, by_base: str, chain: Chain, base: Link, decides: Link) -> tuple[Act, str]:
    """The resolution a decision rests on: of the base, or of the branch where the base decides itself."""
    if by_base in acts or base != decides:
        return act(acts.get(by_base)), committee(base)
    return act(acts.get(by_branch)), branch_name(chain.branch)


def act(event: CandidateEvent | None) -> Act:
    if event is None:
        return Act()
    day = event.document_date or event.occurred_on
    return Act(
        number=event.document_number,
        day=format_date(day),
        day_in_words=day_in_words(day),
        meeting=day_in_words(event.occurred_on),
        **_vote(event.data.get("ballot")),
    )


def _vote(said: dict | None) -> dict[str, str]:
    try:
        ballot = Ballot(**{name: said[name] for name in Ballot.__dataclass_fields__ if name in said}) if said else None
    except (BallotError, TypeError):
        return {}
    if ballot is None:
        return {}
    values = {
        "members": str(ballot.members),
        "counted": str(ballot.counted),
        "in_favour": str(ballot.in_favour),
        "in_favour_in_words": _words(ballot.in_favour),
        "share": format_percent(ratio_percent(ballot.in_favour, ballot.counted), 1).removesuffix(",0"),
    }
    if ballot.present is not None:
        against = ballot.present - ballot.in_favour
        values |= {
            "present": str(ballot.present),
            "absent": str(ballot.members - ballot.present),
            "against": str(against),
            "against_in_words": _words(against),
        }
    return values


def _words(number: int) -> str:
    return number_in_words(number) if 0 <= number < MOST else ""
