"""Who lacks a valid certificate: none at all, one that ran out, one that soon will. Nothing is kept of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Substr
from django.utils.translation import gettext_lazy as _

from candidates.domain.learner_rules import STAGES, certificate_until, needing
from candidates.models import ClassKind, ClassState, Enrolment, EnrolmentState, TrainingClass
from membership.base import paths
from membership.base.dates import add_months
from membership.models import Organisation, within

SOON_MONTHS = 6
_ON_THE_WAY = (
    EnrolmentState.NOMINATED, EnrolmentState.CONFIRMED, EnrolmentState.WAITING, EnrolmentState.ACCEPTED,
)  # fmt: skip
_OPEN = (ClassState.PLANNED, ClassState.CALLED, ClassState.RUNNING)


class Need(TextChoices):
    NONE = "none", _("chưa có giấy chứng nhận")
    EXPIRED = "expired", _("giấy chứng nhận đã hết giá trị")
    EXPIRING = "expiring", _("hết giá trị trong 6 tháng tới")
    VALID = "valid", _("còn giá trị")


LACKING = (Need.NONE, Need.EXPIRED, Need.EXPIRING)


def need_on(given_on: date | None, today: date) -> Need:
    """Where one certificate of the awareness class stands on a day."""
    if given_on is None:
        return Need.NONE
    until = certificate_until(ClassKind.AWARENESS, given_on)
    if until < today:
        return Need.EXPIRED
    return Need.EXPIRING if until <= add_months(today, SOON_MONTHS) else Need.VALID


def first_good(day: date) -> date:
    """A certificate given from this day on is still valid on `day`; the day before it is not any more."""
    given = add_months(day, -60) - timedelta(days=5)
    while certificate_until(ClassKind.AWARENESS, given) < day:
        given += timedelta(days=1)
    while certificate_until(ClassKind.AWARENESS, given - timedelta(days=1)) >= day:
        given -= timedelta(days=1)
    return given


def with_need(candidates, kind: str, today: date):
    """Candidates at the stage of the class, each with `held_on` (the last certificate), `need` and `sent` (their name
    is with a class that is not over)."""
    sent = Enrolment.objects.filter(
        candidate=OuterRef("pk"), training_class__kind=kind, training_class__state__in=_OPEN, state__in=_ON_THE_WAY
    )
    candidates = candidates.filter(stage__in=STAGES[kind]).annotate(sent=Exists(sent))
    if kind == ClassKind.NEW_MEMBER:
        lacking = needing(candidates, kind, today)
        return lacking.annotate(held_on=Value(None, DateField()), need=Value(Need.NONE.value, CharField()))
    passed = Enrolment.objects.filter(
        candidate=OuterRef("pk"), training_class__kind=kind, state=EnrolmentState.PASSED
    ).order_by()
    last = Subquery(passed.values("candidate").annotate(day=Max("certificate_date")).values("day"))
    own = F("certificate_date")
    soon_over = first_good(add_months(today, SOON_MONTHS) + timedelta(days=1))
    return candidates.annotate(of_class=last).annotate(
        held_on=Greatest(Coalesce(own, F("of_class")), Coalesce(F("of_class"), own)),
        need=Case(
            When(Q(certificate_date=None, of_class=None), then=Value(Need.NONE.value)),
            When(_before(first_good(today)), then=Value(Need.EXPIRED.value)),
            When(_before(soon_over), then=Value(Need.EXPIRING.value)),
            default=Value(Need.VALID.value),
            output_field=CharField(),
        ),
    )


def _before(day: date) -> Q:
    """Neither the certificate on record nor that of a class was given on the day or later."""
    return ~(Q(certificate_date__gte=day) & Q(certificate_date__isnull=False)) & ~(
        Q(of_class__gte=day) & Q(of_class__isnull=False)
    )


def counts(rows) -> Counter:
    """Need -> people; one query."""
    found = rows.order_by().values("need").annotate(n=Count("pk", distinct=True))
    return Counter({row["need"]: row["n"] for row in found})


@dataclass(frozen=True)
class OfPlace:
    """How many lack what, in one organisation with everything under it."""

    organisation: Organisation
    none: int
    expired: int
    expiring: int
    sent: int

    @property
    def all(self) -> int:
        return self.none + self.expired + self.expiring


def by_place(rows, place: Organisation | None, tops: Sequence[str], reachable) -> list[OfPlace]:
    """What stands directly under a place, or the reader's own places where there is none; two queries."""
    node = node_under(place, tops)
    whens = {need.value: Count("pk", filter=Q(need=need), distinct=True) for need in LACKING}
    found = (
        rows.order_by().annotate(node=node).values("node")
        .annotate(**whens, waiting=Count("pk", filter=Q(sent=True, need__in=LACKING), distinct=True))
    )  # fmt: skip
    by_path = {row["node"]: row for row in found}
    names = {row.path: row for row in reachable.filter(path__in=list(by_path))}
    told = [
        OfPlace(names[path], row["none"], row["expired"], row["expiring"], row["waiting"])
        for path, row in by_path.items()
        if path in names
    ]
    return sorted((each for each in told if each.all), key=lambda each: (-each.all, each.organisation.path))


def by_group(rows) -> tuple[list[tuple[str, int]], dict[bool | None, int]]:
    """Occupation -> people, the most first ("": not known); whether they work shifts -> people. Two queries.

    `rows`: only people whose details the reader may see.
    """
    lacking = rows.filter(need__in=LACKING).order_by()
    work = lacking.values("occupation").annotate(n=Count("pk", distinct=True)).values_list("occupation", "n")
    shifts = lacking.values("circumstances__shift_work").annotate(n=Count("pk", distinct=True))
    told = dict(shifts.values_list("circumstances__shift_work", "n"))
    return sorted(work, key=lambda pair: (-pair[1], pair[0])), told


def node_under(place: Organisation | None, tops: Sequence[str], column: str = "organisation_path"):
    """The path of the organisation directly under a place that a row belongs to."""
    if place is not None:
        return Substr(column, 1, len(place.path) + paths.STEP)
    whens = [When(within(top, column), then=Value(top)) for top in tops]
    return Case(*whens, default=Substr(column, 1, paths.STEP), output_field=CharField())


def open_classes(user, kind: str, today: date) -> Iterable[TrainingClass]:
    """Classes that take names now and that the person may send people to."""
    called = TrainingClass.objects.visible_to(user).filter(kind=kind, state=ClassState.CALLED)
    return called.filter(Q(enrol_until=None) | Q(enrol_until__gte=today)).order_by("opens_on", "pk")[:5]
