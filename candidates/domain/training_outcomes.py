"""What came of a class: how many of those who finished it were admitted within so many months, and who."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, OuterRef, Subquery

from candidates.domain.training_need import node_under
from candidates.models import Admission, ClassKind, EnrolmentState, TrainingClass
from membership.base.dates import add_months
from membership.models import Organisation

MONTHS = (6, 12, 24)


@dataclass(frozen=True)
class Outcome:
    """`admitted` of `trained` within the months; `pending`: not admitted yet and the months are not over."""

    subject: object
    trained: int
    admitted: int
    pending: int

    @property
    def percent(self) -> float | None:
        return self.admitted * 100 / self.trained if self.trained else None


def in_time(given_on: date, decided_on: date | None, months: int) -> bool:
    """Decided on or after the day of the certificate, and no later than that many months after it."""
    return decided_on is not None and given_on <= decided_on <= add_months(given_on, months)


def trained(learners):
    """Of learners those who finished an awareness class, each with `decided_on` of the admission that followed."""
    admitted = (
        Admission.objects.current()
        .filter(candidate=OuterRef("candidate"), decision_date__gte=OuterRef("certificate_date"))
        .order_by().values("candidate").annotate(day=Min("decision_date")).values("day")
    )  # fmt: skip
    passed = learners.filter(
        state=EnrolmentState.PASSED, training_class__kind=ClassKind.AWARENESS, certificate_date__isnull=False
    )
    return passed.annotate(decided_on=Subquery(admitted))


def outcomes_by_class(learners, months: int, today: date) -> list[Outcome]:
    """Class by class, the latest first; two queries. `learners`: what `trained` gave."""
    rows = learners.order_by().values_list("training_class_id", "certificate_date", "decided_on")
    found = _counted(rows, months, today)
    classes = TrainingClass.objects.filter(pk__in=list(found)).select_related("organisation")
    return [Outcome(each, *found[each.pk]) for each in classes.order_by("-closes_on", "-pk")]


def outcomes_by_place(
    learners, months: int, today: date, *, place: Organisation | None, tops: Sequence[str], reachable
) -> list[Outcome]:
    """By the organisation directly under a place to which the learner belongs."""
    rows = learners.order_by().annotate(node=node_under(place, tops))
    found = _counted(rows.values_list("node", "certificate_date", "decided_on"), months, today)
    places = reachable.filter(path__in=list(found)).order_by("path")
    return [Outcome(each, *found[each.path]) for each in places]


def total(outcomes: Iterable[Outcome]) -> Outcome:
    """The sum: counted from the numbers of people, never from percentages."""
    outcomes = list(outcomes)
    return Outcome(
        None, *(sum(getattr(each, name) for each in outcomes) for name in ("trained", "admitted", "pending"))
    )


def _counted(rows, months: int, today: date) -> dict:
    found: dict = {}
    for key, given_on, decided_on in rows:
        counted = found.setdefault(key, [0, 0, 0])
        counted[0] += 1
        if in_time(given_on, decided_on, months):
            counted[1] += 1
        elif decided_on is None and today <= add_months(given_on, months):
            counted[2] += 1
    return found
