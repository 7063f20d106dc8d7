"""What is known of a person on the day something is to be done; None and empty mean: not known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from candidates.procedure.limits import Ballot
from candidates.procedure.schema import Level
from membership.base.dates import PartialDate
from membership.base.working_days import WorkCalendar
from membership.catalogues.holidays import STATE_OFFICES


@dataclass(frozen=True)
class Introducer:
    """A member who introduces or helps; `together_since`: working, studying or living in the same place.

    `near`: takes part in the branch, or in another of the same base organisation.
    """

    name: str
    official: bool
    together_since: date | None = None
    near: bool = True


@dataclass(frozen=True)
class Facts:
    """`papers`: form code -> day on the paper. `introduced_by`: the mass organisation that introduces, if one does.

    `calendar`: asked only where a term in working days is judged, as it may have to be read.
    """

    on: date
    born: PartialDate | None = None
    citizen: bool | None = None
    education: str = ""
    education_exception: str = ""
    consent_over_age: bool = False
    papers: Mapping[str, date] = field(default_factory=dict)
    introducers: tuple[Introducer, ...] = ()
    introduced_by: str = ""
    moved_while_helped: bool = False
    official_members: int | None = None
    ballot: Ballot | None = None
    ceremony_on: date | None = None
    political_question_open: bool = False
    readmission: bool = False
    readmitted_before: int = 0
    left_on: date | None = None
    left_because: str = ""
    conviction_cleared_on: date | None = None
    convicted: bool = False
    consent_to_readmit: bool = False
    children: int | None = None
    youngest_born_on: date | None = None
    population_exception: bool = False
    private_owner: bool | None = None
    owner_reviewed: bool = False
    settings: Mapping[str, object] = field(default_factory=dict)
    criteria_met: bool = False
    criteria_by: str = ""
    # Acts of the procedure
    mentored: bool = False
    mentor: Introducer | None = None
    history_concluded: bool = False
    history_open: tuple[str, ...] = ()
    history_asked: bool = False
    history_self: bool = False
    section: str = ""
    appraised: bool = False
    base: str = ""
    base_proposed: bool = False
    base_proposal_needed: bool = True
    decided_by: str = ""
    decided_at: Level | None = None
    decided_within: bool = True
    delegated: bool = False
    decision_on: date | None = None
    decision_received_on: date | None = None
    late_consent: str = ""
    member_trained: bool = False
    failed_votes: int = 0
    official_on: date | None = None
    official_proposed: bool = False
    official_appraised: bool = False
    official_base_proposed: bool = False
    calendar: Callable[[], WorkCalendar] = lambda: STATE_OFFICES
