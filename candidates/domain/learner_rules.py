"""Who may be put forward for a class, who needs one, and how long its certificate is good.

The certificate of the awareness class lasts 60 months (06-HD/TW, mục 5.4): computed by the law of the day it was given.
Of the certificate of the new-member class no text sets an end.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from candidates.models import (
    BEFORE_DECISION,
    Candidate,
    CandidateEvent,
    ClassKind,
    ClassState,
    Enrolment,
    EnrolmentState,
    EventKind,
    Stage,
    TrainingClass,
)
from candidates.procedure.limits import valid_until
from candidates.procedure.texts import PROCEDURES, NoRulesKnown, procedure_on
from membership.base import paths
from membership.base.dates import format_date

# Who sits in which class (domain.md 1.1, steps 4 and 15).
STAGES: dict[str, tuple[str, ...]] = {
    ClassKind.AWARENESS: BEFORE_DECISION,
    ClassKind.NEW_MEMBER: (Stage.PROBATIONARY,),
}
LEFT = (EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN)  # may be put forward again for the same class
_WAITING_FOR_A_RESULT = (
    EnrolmentState.NOMINATED, EnrolmentState.CONFIRMED, EnrolmentState.WAITING, EnrolmentState.ACCEPTED,
)  # fmt: skip
_OPEN = (ClassState.PLANNED, ClassState.CALLED, ClassState.RUNNING)


def certificate_until(kind: str, given_on: date) -> date | None:
    """The last day of a certificate given on a day; None: it has no end."""
    if kind != ClassKind.AWARENESS:
        return None
    try:
        procedure = procedure_on(given_on)
    except NoRulesKnown:  # of the texts before 2021 none could be read; they said no other number
        procedure = PROCEDURES[0]
    return valid_until(procedure, "certificate", given_on)


def needing(candidates, kind: str, on: date):
    """Those of a queryset of candidates who are at the stage of this class and lack what it gives on a day."""
    candidates = candidates.filter(stage__in=STAGES[kind])
    if kind == ClassKind.AWARENESS:
        return candidates.filter(Q(certificate_date=None) | Q(certificate_date__lt=_oldest_valid(on)))
    done = CandidateEvent.objects.filter(candidate=OuterRef("pk"), kind=EventKind.MEMBER_TRAINED, reversed_by=None)
    return candidates.filter(~Exists(done))


@lru_cache(maxsize=64)
def _oldest_valid(on: date) -> date:
    """Certificates from this day on are still good on a day; looked for among those of the last six years."""
    year = on.year - 6
    day = date(year, on.month, min(on.day, 28))
    while certificate_until(ClassKind.AWARENESS, day) < on:
        day = date.fromordinal(day.toordinal() + 1)
    return day


def objections(
    training_class: TrainingClass, people: Iterable[Candidate], on: date
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """(why somebody cannot be put forward, what has to be confirmed first), both by candidate id. Three queries."""
    people = list(people)
    refused: dict[int, list[str]] = {}
    doubtful: dict[int, list[str]] = {}
    here, elsewhere = _enrolments(training_class, people)
    trained = _trained(people) if training_class.kind == ClassKind.NEW_MEMBER else {}
    for person in people:
        words = {"name": person.full_name}
        if person.stage not in STAGES[training_class.kind]:
            words |= {"stage": person.get_stage_display(), "kind": training_class.get_kind_display()}
            sentence = _("%(name)s nay là “%(stage)s”, không thuộc đối tượng của lớp %(kind)s.")
            refused.setdefault(person.pk, []).append(sentence % words)
        if not paths.contains(training_class.organisation_path, person.organisation_path):
            words["holder"] = training_class.organisation.name
            sentence = _("%(name)s không sinh hoạt trong %(holder)s, nơi mở lớp này.")
            refused.setdefault(person.pk, []).append(sentence % words)
        known = here.get(person.pk)
        if known is not None and known.state not in LEFT:
            words["state"] = known.get_state_display()
            sentence = _("%(name)s đã có tên trong lớp này (%(state)s).")
            refused.setdefault(person.pk, []).append(sentence % words)
        if person.pk in refused:
            continue
        if warning := _still_valid(training_class, person, trained, on):
            doubtful.setdefault(person.pk, []).append(warning)
        if other := elsewhere.get(person.pk):
            sentence = _("%(name)s đang có tên ở lớp “%(other)s”.")
            doubtful.setdefault(person.pk, []).append(sentence % {**words, "other": other})
    return refused, doubtful


def _still_valid(training_class: TrainingClass, person: Candidate, trained: dict, on: date) -> str:
    if training_class.kind == ClassKind.NEW_MEMBER:
        if person.pk not in trained:
            return ""
        return _("%(name)s đã học lớp bồi dưỡng đảng viên mới.") % {"name": person.full_name}
    if person.certificate_date is None:
        return ""
    until = certificate_until(ClassKind.AWARENESS, person.certificate_date)
    if until is None or until < on:
        return ""
    words = {"name": person.full_name, "until": format_date(until)}
    return _("%(name)s đã có giấy chứng nhận còn giá trị đến %(until)s.") % words


def _enrolments(training_class: TrainingClass, people: list[Candidate]) -> tuple[dict[int, Enrolment], dict[int, str]]:
    """(candidate -> the row in this class, candidate -> name of another open class of the kind)"""
    here: dict[int, Enrolment] = {}
    elsewhere: dict[int, str] = {}
    rows = Enrolment.objects.filter(candidate__in=people, training_class__kind=training_class.kind)
    for row in rows.select_related("training_class"):
        if row.training_class_id == training_class.pk:
            here[row.candidate_id] = row
        elif row.state in _WAITING_FOR_A_RESULT and row.training_class.state in _OPEN:
            elsewhere[row.candidate_id] = row.training_class.name
    return here, elsewhere


def _trained(people: list[Candidate]) -> set[int]:
    done = CandidateEvent.objects.filter(candidate__in=people, kind=EventKind.MEMBER_TRAINED, reversed_by=None)
    return set(done.values_list("candidate_id", flat=True))
