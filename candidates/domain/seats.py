"""The seats of a class: given in one conditional statement, freed, handed to whoever has waited longest.

All of it runs inside the act of a caller who holds the row of the class. As long as anybody waits, no seat is free.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import ClassState, Enrolment, EnrolmentState, TrainingClass
from membership.domain.activity import record
from membership.domain.errors import Stale
from membership.domain.lookup import link
from membership.domain.notices import Telling, tell_all

OVER = (ClassState.CLOSED, ClassState.CANCELLED)


@dataclass
class Given:
    """Who got a seat, and who waits for one."""

    accepted: list[Enrolment] = field(default_factory=list)
    waiting: list[Enrolment] = field(default_factory=list)


def take(held: TrainingClass, count: int) -> None:
    """Count seats as given away: one statement that fails rather than sell a seat twice."""
    if count:
        free = TrainingClass.objects.filter(pk=held.pk, taken__lte=F("seats") - count)
        if not free.update(taken=F("taken") + count):
            raise Stale(_("Số chỗ của lớp vừa thay đổi. Hãy xem lại rồi làm tiếp."))
        held.taken += count


def give(held: TrainingClass, learners: Sequence[Enrolment]) -> Given:
    """Seats for learners in this order as far as they go; the others wait in this order. Sets the fields, no more.

    The caller writes the learners (`state`, `queued_at`, `answered_at`, `version`).
    """
    free = max(held.seats - held.taken, 0)
    given = Given(list(learners[:free]), list(learners[free:]))
    take(held, len(given.accepted))
    now = timezone.now()
    for learner in given.accepted:
        learner.state, learner.queued_at, learner.answered_at = EnrolmentState.ACCEPTED, None, now
    for place, learner in enumerate(given.waiting):
        learner.state, learner.answered_at = EnrolmentState.WAITING, None
        learner.queued_at = now + timedelta(microseconds=place)
    return given


def free_seats(held: TrainingClass, count: int, *, by) -> list[Enrolment]:
    """Somebody leaves: their seats go to the first who wait. Returns who moved up."""
    if count:
        TrainingClass.objects.filter(pk=held.pk, taken__gte=count).update(taken=F("taken") - count)
        held.taken -= count
    return move_up(held, by=by)


def move_up(held: TrainingClass, *, by) -> list[Enrolment]:
    """The first in the queue get the free seats; noted, and whoever put them forward is told. Not when it is over."""
    free = held.seats - held.taken
    if free <= 0 or held.state in OVER:
        return []
    queue = held.enrolments.filter(state=EnrolmentState.WAITING).order_by("queued_at", "pk")
    first = list(queue.select_for_update(of=("self",)).select_related("organisation", "candidate")[:free])
    if not first:
        return []
    take(held, len(first))
    Enrolment.objects.filter(pk__in=[one.pk for one in first]).update(
        state=EnrolmentState.ACCEPTED, queued_at=None, answered_at=timezone.now(), version=F("version") + 1
    )
    for one in first:
        one.state, one.version = EnrolmentState.ACCEPTED, one.version + 1
        record(
            "enrolment.moved_up", by=by, organisation=one.organisation, subject=one.candidate,
            training_class=held.pk,
        )  # fmt: skip
    _tell(held, first)
    return first


def _tell(held: TrainingClass, learners: Iterable[Enrolment]) -> None:
    """Whoever nominated or confirmed them, and whoever planned the class. No name: a notice may be read aloud."""
    url, said = link("candidates:class.detail", held.pk), []
    for one in learners:
        for user in {one.nominated_by_id, one.confirmed_by_id, held.created_by_id} - {None}:
            title = _("%(name)s: một người trong danh sách chờ đã được xếp lớp") % {"name": held.name}
            said.append(Telling(user, f"class.moved_up:{one.pk}:{one.version}", title, url))
    tell_all(said)
