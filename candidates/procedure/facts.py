"""What is known of a person on the day something is to be done; None and empty mean: not known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from candidates.procedure.limits import Ballot
from membership.base.dates import PartialDate


@dataclass(frozen=True)
class Introducer:
    """A member who introduces or helps; `together_since`: working, studying or living in the same place."""

    name: str
    official: bool
    together_since: date | None = None


@dataclass(frozen=True)
class Facts:
    """`papers`: form code -> day on the paper. `introduced_by`: the mass organisation that introduces, if one does."""

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
    settings: Mapping[str, object] = field(default_factory=dict)
