"""Classes of a demo as the list that a political centre keeps: one row a learner, through `record_classes`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from candidates.domain.class_book import ClassRow, record_classes
from candidates.models import EnrolmentState, Grade
from membership.domain.effects import Effect
from reports.demo.data import Written
from reports.demo.people import Person

_GRADES = (Grade.GOOD, Grade.FAIR, Grade.FAIR, Grade.PASS, Grade.EXCELLENT, Grade.GOOD)


@dataclass
class PlannedClass:
    """`organiser`: code of the organisation that holds it. Learners: (code of the branch, person, role)."""

    code: str
    name: str
    kind: str
    organiser: str
    opens_on: date
    closes_on: date
    target_group: str = ""
    hours: str = "weekdays"
    place: str = ""
    learners: Sequence[tuple[str, Person, str]] = field(default_factory=list)
    finished: bool = True


def record_planned(done: Written, classes: Sequence[PlannedClass]) -> Effect:
    """Every class with all its learners; of a finished one all passed and got a certificate on the last day."""
    rows: list[ClassRow] = []
    for planned in classes:
        for number, (code, person, role) in enumerate(planned.learners, start=1):
            rows.append(
                ClassRow(
                    len(rows) + 2,
                    person.full_name,
                    done.places[code],
                    {"born_on": person.attributes["born_on"]},
                    class_code=planned.code,
                    class_name=planned.name,
                    kind=planned.kind,
                    holder=done.places[planned.organiser],
                    opens_on=planned.opens_on,
                    closes_on=planned.closes_on,
                    seats=len(planned.learners),
                    target_group=planned.target_group or None,
                    hours=planned.hours,
                    place=planned.place or None,
                    role=role or None,
                    **_result(planned, number),
                )
            )
    return record_classes(rows, by=done.by, into=done.root, apply=True)


def _result(planned: PlannedClass, number: int) -> dict:
    if not planned.finished:
        return {"result": EnrolmentState.ACCEPTED}
    return {
        "grade": _GRADES[number % len(_GRADES)],
        "certificate_number": f"{number:03}/{planned.code}",
        "certificate_date": planned.closes_on,
    }
