"""What waits to be done about classes: names to send, nominations to answer, seats to give; counts for the pages."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.dossier import chains_of
from candidates.domain.learner_rules import LEFT, STAGES, needing
from candidates.models import Candidate, ClassState, Enrolment, EnrolmentState, TrainingClass
from membership.domain.lookup import link
from membership.domain.worklist import SOON, WorkItem, provider
from membership.models import Action, within


def counts_of(training_class: TrainingClass) -> Counter:
    """Learners of a class by state: numbers only, so for anybody who sees the class."""
    rows = Enrolment.objects.filter(training_class=training_class).order_by().values("state")
    return Counter({row["state"]: row["n"] for row in rows.annotate(n=Count("pk"))})


def seen_in(classes: Iterable[int], user) -> dict[int, int]:
    """Class id -> how many of its learners the person may see, those who left aside. One query."""
    rows = Enrolment.objects.visible_to(user).filter(training_class__in=list(classes)).exclude(state__in=LEFT)
    return {row["training_class"]: row["n"] for row in rows.order_by().values("training_class").annotate(n=Count("pk"))}


def takes_names(training_class: TrainingClass, on: date) -> bool:
    """Whether branches may put people forward on a day."""
    until = training_class.enrol_until
    return training_class.state == ClassState.CALLED and (until is None or on <= until)


def eligible(candidates, training_class: TrainingClass, on: date, *, everybody: bool = False):
    """Of a queryset of candidates: those of the holder's part of the tree who are at the stage, need the class and
    are not in it. `everybody`: also those who have a valid certificate."""
    here = candidates.filter(within(training_class.organisation_path, "organisation_path"))
    here = here.filter(stage__in=STAGES[training_class.kind]) if everybody else needing(here, training_class.kind, on)
    inside = training_class.enrolments.exclude(state__in=LEFT)
    return here.exclude(pk__in=inside.order_by().values("candidate"))


def to_answer(learners, user, on: date) -> list[Enrolment]:
    """Of a queryset of learners: those put forward by a branch for whose base committee the person may answer."""
    rows = list(
        learners.filter(state=EnrolmentState.NOMINATED)
        .select_related("candidate", "organisation__parent")
        .order_by("organisation_path", "candidate__sort_key", "pk")
    )
    reach = user.reach(Action.EDIT_PERSON)
    chains = chains_of({row.organisation_path for row in rows}) if rows else {}
    return [row for row in rows if reach.covers(chains[row.organisation_path].base(on).path)]


@provider
def work(user) -> Iterable[WorkItem]:
    """Called classes for those who have people to send; what base committees and holders of classes still answer."""
    today = timezone.localdate()
    url = link("candidates:class.list")
    if user.may(Action.EDIT_PERSON) and url:
        yield from _to_send(user, today)
        yield from _to_confirm(user, today)
    if user.may(Action.MANAGE_CLASS) and url:
        yield from _to_seat(user)


def _to_send(user, today: date) -> Iterable[WorkItem]:
    called = TrainingClass.objects.visible_to(user).filter(state=ClassState.CALLED, enrol_until__gte=today)
    mine = Candidate.objects.visible_to(user, Action.EDIT_PERSON)
    for one in called.order_by("enrol_until", "pk")[:3]:
        if count := eligible(mine, one, today).order_by()[:1000].count():
            url = link("candidates:class.nominate", one.pk)
            yield WorkItem(_("Cử người đi học"), url, SOON, detail=one.name, due=one.enrol_until, count=count)


def _to_confirm(user, today: date) -> Iterable[WorkItem]:
    nominated = Enrolment.objects.visible_to(user, Action.EDIT_PERSON).filter(
        training_class__state__in=(ClassState.CALLED, ClassState.RUNNING)
    )
    waiting = Counter(
        row.training_class_id for row in to_answer(nominated.select_related("training_class"), user, today)
    )
    for identifier, count in sorted(waiting.items())[:3]:
        title = _("Chi bộ cử người đi học, chờ đảng ủy cơ sở trả lời")
        yield WorkItem(title, link("candidates:class.confirm", identifier), SOON, count=count)


def _to_seat(user) -> Iterable[WorkItem]:
    reach = user.reach(Action.MANAGE_CLASS)
    confirmed = Enrolment.objects.filter(
        reach.condition("class_path"), state=EnrolmentState.CONFIRMED,
        training_class__state__in=(ClassState.CALLED, ClassState.RUNNING),
    )  # fmt: skip
    rows = confirmed.order_by().values("training_class", "training_class__name").annotate(n=Count("pk"))
    for row in rows.order_by("training_class")[:3]:
        url = link("candidates:class.accept", row["training_class"])
        yield WorkItem(_("Xếp học viên vào lớp"), url, SOON, detail=row["training_class__name"], count=row["n"])
