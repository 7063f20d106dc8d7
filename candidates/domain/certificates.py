"""Certificates of a class: numbers in a run, how long they are valid, what they bring about for each person.

The certificate is the learner's row; that the person has finished the class is an event of the procedure, which the
procedure's own guard judges. Whoever it refuses keeps the certificate and is told why the event was not recorded.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from candidates.domain.dossier import load_dossiers
from candidates.domain.fold import fold_with_day, standing
from candidates.domain.guard import Act, check
from candidates.domain.ledger import Ledger
from candidates.domain.step_effects import take_effect
from candidates.domain.undo import undo
from candidates.models import BEFORE_DECISION, Candidate, CandidateEvent, ClassKind, Enrolment, Stage
from candidates.procedure import BY_CODE
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.people import as_trace, differences
from membership.domain.places import read_places
from membership.models import Action, Activity

STEPS = {ClassKind.AWARENESS.value: "train", ClassKind.NEW_MEMBER.value: "train_member"}
NUMBER_LENGTH = Enrolment._meta.get_field("certificate_number").max_length
# Past the step of the class and not yet admitted: who takes it again renews the certificate.
_RENEWING = (*BEFORE_DECISION[2:], Stage.SUSPENDED)
_OURS = ("certificate_date", "certificate_number")


def numbers_in_run(first: str, suffix: str, count: int) -> list[str]:
    """`count` numbers from the first on, as wide as it was typed: "009", "/GCN" -> "009/GCN", "010/GCN", …"""
    first = first.strip()
    if not (first.isascii() and first.isdigit() and int(first) > 0 and len(first) <= 9):
        raise Refused(_("Ghi số đầu tiên bằng chữ số, ví dụ 001 hoặc 125."), field="first_number")
    numbers = [f"{int(first) + step:0{len(first)}d}{suffix}" for step in range(count)]
    if numbers and len(numbers[-1]) > NUMBER_LENGTH:
        raise Refused(_("Số giấy chứng nhận dài quá %(n)d chữ.") % {"n": NUMBER_LENGTH}, field="suffix")
    return numbers


def used_numbers(numbers: Iterable[str]) -> list[str]:
    """Which of the numbers are on a certificate already, anywhere."""
    taken = Enrolment.objects.filter(certificate_number__in=list(numbers)).order_by("certificate_number")
    return list(taken.values_list("certificate_number", flat=True))


# --- what a certificate brings about ---------------------------------------------------------------------------------
def record_training(*, by, kind: str, learners: Sequence[Enrolment]) -> list[tuple[Enrolment, str]]:
    """The event of each learner whose row bears a certificate, dated as the certificate; inside the caller's act.

    Writes `learner.event` on the rows; the caller saves them. Returns whom the guard refused, with its sentences.
    """
    step, refused = BY_CODE[STEPS[kind]], []
    people = _held(learners)
    places = read_places({each.organisation_id for each in people.values()}, by=None, lock=True)
    ledger, acts = Ledger(by=by), []
    by_day: dict[date, list[Enrolment]] = {}
    for learner in learners:
        by_day.setdefault(learner.certificate_date, []).append(learner)
    for day, group in by_day.items():
        dossiers = load_dossiers([people[each.candidate_id] for each in group], on=day)
        for learner in group:
            candidate = people[learner.candidate_id]
            if not _may(by, candidate):
                refused.append((learner, _("Chi bộ, đảng ủy cơ sở của người này tự ghi bước này.")))
            elif kind == ClassKind.AWARENESS and candidate.stage in _RENEWING:
                _renew(ledger, candidate, learner, by=by)
            else:
                number = learner.certificate_number
                act = Act(dossiers[candidate.pk], step, day, number, place=places[candidate.organisation_id])
                try:
                    check(act, by=None)
                except Refused as reason:
                    refused.append((learner, str(reason)))
                else:
                    acts.append((learner, take_effect(ledger, act), act))
    ledger.write()
    for learner, event, act in acts:
        learner.event_id = event.pk
        record(
            "candidate.advanced", by=by, organisation=act.candidate.organisation, subject=act.candidate,
            step=step.code, on=act.on.isoformat(),
        )  # fmt: skip
    return refused


def _held(learners: Sequence[Enrolment]) -> dict[int, Candidate]:
    keys = sorted({learner.candidate_id for learner in learners})
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("organisation", "member")
    return {row.pk: row for row in rows.filter(pk__in=keys).order_by("pk")}


def _may(by, candidate: Candidate) -> bool:
    path = candidate.organisation_path
    return by is None or by.may(Action.MANAGE_CLASS, path) or by.may(Action.EDIT_PERSON, path)


def _renew(ledger: Ledger, candidate: Candidate, learner: Enrolment, *, by) -> None:
    """The class was taken again: the new certificate takes the place of the one that ran out."""
    if candidate.certificate_date is not None and candidate.certificate_date > learner.certificate_date:
        return
    changes = differences(candidate, {name: getattr(learner, name) for name in _OURS})
    if changes:
        ledger.change(candidate, **{name: new for name, (_old, new) in changes.items()})
        record(
            "certificate.renewed", by=by, organisation=candidate.organisation, subject=candidate,
            enrolment=learner.pk, changes=as_trace(changes),
        )  # fmt: skip


# --- and what is taken back when the class is opened again -----------------------------------------------------------
def take_back_training(*, by, learners: Sequence[Enrolment], reason: str) -> None:
    """The events and renewals of these learners never happened. Refused for all where something rests on one."""
    people, ledger = _held(learners), Ledger(by=by)
    events: dict[int, list[CandidateEvent]] = {pk: [] for pk in people}
    for event in CandidateEvent.objects.filter(candidate__in=list(people)).order_by("candidate", "sequence"):
        events[event.candidate_id].append(event)
    wrong, renewed = [], _renewals(learners)
    for learner in learners:
        candidate = people[learner.candidate_id]
        if learner.event_id is not None:
            stand = standing(events[candidate.pk])
            if all(event.pk != learner.event_id for event in stand):
                continue  # somebody has taken it back already
            if stand[-1].pk != learner.event_id:
                wrong.append(candidate.full_name)
                continue
            undo(ledger, candidate, stand[-1])
            stage, since = fold_with_day(stand[:-1])
            ledger.reverse(candidate, stand[-1], stage, since, reason=reason)
        elif learner.pk in renewed and candidate.certificate_number == learner.certificate_number:
            number, day = renewed[learner.pk]
            ledger.change(candidate, certificate_number=number, certificate_date=day)
            record(
                "certificate.taken_back", by=by, organisation=candidate.organisation, subject=candidate,
                enrolment=learner.pk, reason=reason,
            )  # fmt: skip
    if wrong:
        message = _("Đã ghi việc sau khi hoàn thành lớp của: %(names)s. Hãy đính chính các việc ấy trước.")
        raise Refused(message % {"names": ", ".join(wrong)})
    ledger.write()


def _renewals(learners: Sequence[Enrolment]) -> dict[int, tuple[str, date | None]]:
    """Enrolment -> number and day of the certificate that its own took the place of."""
    keys = {str(learner.candidate_id) for learner in learners}
    rows = Activity.objects.filter(action="certificate.renewed", subject_type="candidate", subject_id__in=keys)
    found = {}
    for row in rows.order_by("pk"):
        changes = row.data.get("changes", {})
        number, day = (changes.get(name, [None])[0] for name in ("certificate_number", "certificate_date"))
        found[row.data.get("enrolment")] = (number or "", date.fromisoformat(day) if day else None)
    return found
