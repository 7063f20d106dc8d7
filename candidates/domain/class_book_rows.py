"""A row of a list of learners, and the class that several of them speak of."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from candidates.models import Enrolment, EnrolmentState, Grade, TrainingClass
from membership.domain.effects import OrganisationRef, PersonRow


@dataclass
class ClassRow(PersonRow):
    """One learner of one class. `holder`: the organisation that holds it (None: the place of the list). None: not said.

    `result`: a state of the learner; passed, failed or accepted (has a seat). A certificate says passed by itself.
    """

    class_code: str = ""
    class_name: str | None = None
    kind: str | None = None
    holder: OrganisationRef | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    seats: int | None = None
    target_group: str | None = None
    hours: str | None = None
    place: str | None = None
    organiser: str | None = None
    role: str | None = None
    result: str | None = None
    grade: str | None = None
    certificate_number: str | None = None
    certificate_date: date | None = None
    nominated_on: date | None = None

    @property
    def outcome(self) -> str:
        """The state the row speaks of; "" where it only says that the person is in the class."""
        if self.grade == Grade.FAIL:
            return EnrolmentState.FAILED
        told = self.certificate_number or self.certificate_date or self.grade
        return self.result or (EnrolmentState.PASSED if told else "")


@dataclass
class Book:
    """One class of the list: what is on record, what the rows say of it, its learners on record by candidate."""

    holder: OrganisationRef
    rows: list[ClassRow]
    known: TrainingClass | None = None
    said: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple] = field(default_factory=dict)
    learners: dict[int, Enrolment] = field(default_factory=dict)
    new: list[Enrolment] = field(default_factory=list)
    changed: list[Enrolment] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.known.kind if self.known is not None else self.said["kind"]
