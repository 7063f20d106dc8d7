"""What a demo consists of, before anything is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from membership.domain.effects import Effect, OrganisationRef
from membership.domain.organisation_plan import OrganisationRow
from membership.models import Organisation, User
from reports.demo.accounts import DemoAccount
from reports.demo.people import Person
from reports.periods import Period


@dataclass(frozen=True)
class PlannedQuota:
    code: str
    year: int
    admission_quota: int
    training_quota: int
    decision_number: str
    decision_date: date


@dataclass
class PlannedAdmission:
    code: str
    person: Person
    decision_date: date
    ceremony_date: date | None
    decision_number: str = ""
    flags: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PlannedStep:
    """A step of the procedure (its code there), the day and the number of its document."""

    step: str
    on: date
    document_number: str = ""


@dataclass
class PlannedCandidate:
    """A person of the pool: what the list says of them, and the steps recorded after it. `followed`: still helped."""

    code: str
    person: Person
    nominated_on: date
    recognised_on: date | None = None
    certificate_number: str = ""
    certificate_date: date | None = None
    steps: list[PlannedStep] = field(default_factory=list)
    followed: bool = True


@dataclass
class PlannedMember:
    code: str
    person: Person
    joined_on: date
    official_on: date | None
    card_number: str = ""
    left_on: date | None = None


@dataclass(frozen=True)
class Written:
    """What is in the books when the further lists are written: who writes, the tree, its organisations by code."""

    by: User
    root: Organisation
    places: dict[str, OrganisationRef]
    today: date


# A further list: it writes through its own domain function and returns what that did (None: an act that is no list).
Further = Callable[[Written], Effect | None]


@dataclass
class DemoData:
    """Lists in the order of writing: the tree, accounts, quotas, members, candidates, admissions by year, and then
    whatever else the demo has to say, each in its words."""

    code: str
    title: str
    root_code: str
    organisations: list[OrganisationRow]
    accounts: tuple[DemoAccount, ...]
    quotas: list[PlannedQuota]
    members: list[PlannedMember]
    candidates: list[PlannedCandidate]
    admissions: list[list[PlannedAdmission]] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    further: Sequence[tuple[str, Further]] = ()
