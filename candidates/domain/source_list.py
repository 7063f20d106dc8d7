"""The source list of a branch as a review sees it: who is on it, who waits for it, what is known of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from candidates.domain.fold import standing
from candidates.models import (
    Candidate,
    CandidateEvent,
    EventKind,
    MentorNote,
    MentorPurpose,
    Mentorship,
    Nomination,
    Review,
    ReviewKind,
    ReviewLine,
    Stage,
)
from candidates.procedure.limits import valid_until
from candidates.procedure.texts import procedure_on
from membership.base.bulk import chunks
from membership.models import Action, Organisation

# Recognised, and no decision yet. Who is suspended stays on the list until a review removes them.
ON_LIST = (
    Stage.SYMPATHISER, Stage.TRAINED, Stage.DOSSIER, Stage.BRANCH_PROPOSED, Stage.BASE_PROPOSED, Stage.SUSPENDED,
)  # fmt: skip
REVIEWED = (Stage.NOMINATED, *ON_LIST)
LAST_NOTES = 2


@dataclass
class Listed:
    """One person of a branch's list. `waiting`: nominated (or trained) but not recognised yet."""

    candidate: Candidate
    events: list[CandidateEvent]
    recognised_on: date | None = None
    is_recognised: bool = False
    nominations: list[Nomination] = field(default_factory=list)
    mentors: list[Mentorship] = field(default_factory=list)
    notes: list[MentorNote] = field(default_factory=list)
    last_line: ReviewLine | None = None
    certificate_until: date | None = None

    @property
    def waiting(self) -> bool:
        stage = self.candidate.stage
        return stage == Stage.NOMINATED or (stage == Stage.TRAINED and not self.is_recognised)

    @property
    def quiet_days(self) -> int | None:
        """Days since anything happened, or a mentor wrote; None where no day is known."""
        days = [event.occurred_on for event in self.events if event.occurred_on]
        days += [note.written_on for note in self.notes]
        return (timezone.localdate() - max(days)).days if days else None

    @property
    def certificate_expired(self) -> bool:
        return self.certificate_until is not None and self.certificate_until < timezone.localdate()


@dataclass(frozen=True)
class SourceList:
    """`listed`: each needs a verdict of a review. `waiting`: may be taken up by it. `later`: recognised after it."""

    listed: list[Listed]
    waiting: list[Listed]
    later: list[Listed]


def source_list(organisation: Organisation, on: date) -> SourceList:
    """The list of one branch for a review held on a day, without mentors and notes. Two queries."""
    people = list(Candidate.objects.filter(organisation=organisation, stage__in=REVIEWED).order_by("sort_key", "pk"))
    events = defaultdict(list)
    for event in CandidateEvent.objects.filter(candidate__in=people).order_by("candidate", "sequence"):
        events[event.candidate_id].append(event)
    found = SourceList([], [], [])
    for candidate in people:
        person = _listed(candidate, standing(events[candidate.pk]))
        if person.waiting:
            found.waiting.append(person)
        elif person.recognised_on is not None and person.recognised_on > on:
            found.later.append(person)
        else:
            found.listed.append(person)
    return found


def _listed(candidate: Candidate, events: list[CandidateEvent]) -> Listed:
    """Recognised on this way: a person removed and nominated again has to be recognised again."""
    begun = max((n for n, event in enumerate(events) if event.kind == EventKind.NOMINATED), default=0)
    recognised = [event for event in events[begun:] if event.kind == EventKind.RECOGNISED]
    day = recognised[-1].occurred_on if recognised else None
    return Listed(candidate, events, day, bool(recognised))


def add_what_is_known(people: Iterable[Listed]) -> None:
    """Who nominated, mentors with their last notes, the certificate's last day, the last verdict. Four queries."""
    by_id = {person.candidate.pk: person for person in people}
    for nomination in Nomination.objects.current().filter(candidate__in=by_id).select_related("member"):
        by_id[nomination.candidate_id].nominations.append(nomination)
    helped = Mentorship.objects.filter(
        candidate__in=by_id, taken_back_at=None, valid_to=None, purpose=MentorPurpose.CANDIDATE
    )
    for mentorship in helped.select_related("member").order_by("valid_from", "pk"):
        by_id[mentorship.candidate_id].mentors.append(mentorship)
    notes = MentorNote.objects.current().filter(mentorship__candidate__in=by_id, mentorship__taken_back_at=None)
    for note in notes.select_related("mentorship").order_by("-month", "-pk"):
        person = by_id[note.mentorship.candidate_id]
        if len(person.notes) < LAST_NOTES:
            person.notes.append(note)
    lines = ReviewLine.objects.filter(candidate__in=by_id, review__replaced_at=None)
    for line in lines.select_related("review").order_by("review__held_on", "pk"):
        by_id[line.candidate_id].last_line = line
    procedure = procedure_on(timezone.localdate())
    for person in by_id.values():
        if (issued := person.candidate.certificate_date) is not None:
            person.certificate_until = valid_until(procedure, "certificate", issued)


def last_reviewed(candidate_ids: Iterable[int]) -> dict[int, date]:
    """Candidate id -> the day of the last review that said something of them; who was never reviewed is absent."""
    found: dict[int, date] = {}
    for chunk in chunks(list(candidate_ids), 2000):
        lines = ReviewLine.objects.filter(candidate__in=chunk, review__replaced_at=None).order_by()
        latest = lines.values("candidate_id").annotate(day=Max("review__held_on"))
        found.update(latest.values_list("candidate_id", "day"))
    return found


# --- branches --------------------------------------------------------------------------------------------------------
@dataclass
class BranchNumbers:
    listed: int = 0
    waiting: int = 0
    last_reviewed: date | None = None


def branches_to_review(user):
    """Branches with people to review, where the person may do it; `reviewed`: by a yearly review of this year."""
    year = timezone.localdate().year
    people = Candidate.objects.visible_to(user, Action.EDIT_PERSON).filter(stage__in=REVIEWED)
    held = Review.objects.current().filter(
        organisation=OuterRef("pk"), kind=ReviewKind.YEAR, held_on__range=(date(year, 1, 1), date(year, 12, 31))
    )
    return (
        Organisation.objects.visible_to(user, Action.EDIT_PERSON)
        .current()
        .filter(pk__in=people.order_by().values("organisation"))
        .annotate(reviewed=Exists(held))
    )


def branch_numbers(organisations: Iterable[int]) -> dict[int, BranchNumbers]:
    """How many are on the list of each branch, how many wait for it, when it was last reviewed. Two queries."""
    ids = list(organisations)
    found = {identifier: BranchNumbers() for identifier in ids}
    recognised = CandidateEvent.objects.filter(candidate=OuterRef("pk"), kind=EventKind.RECOGNISED, reversed_by=None)
    waiting = Q(stage=Stage.NOMINATED) | Q(stage=Stage.TRAINED, is_recognised=False)
    counted = (
        Candidate.objects.filter(organisation__in=ids, stage__in=REVIEWED)
        .annotate(is_recognised=Exists(recognised))
        .order_by()
        .values("organisation_id")
        .annotate(waiting=Count("pk", filter=waiting), everybody=Count("pk"))
    )
    for row in counted:
        numbers = found[row["organisation_id"]]
        numbers.listed, numbers.waiting = row["everybody"] - row["waiting"], row["waiting"]
    held = Review.objects.current().filter(organisation__in=ids).order_by().values("organisation_id")
    for identifier, day in held.annotate(day=Max("held_on")).values_list("organisation_id", "day"):
        found[identifier].last_reviewed = day
    return found
