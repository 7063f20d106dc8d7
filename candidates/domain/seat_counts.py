"""The seats counted on classes against the learners who hold them, after an import was taken back."""

from django.db.models import Count, F, Q

from candidates.domain.seats import move_up
from candidates.models import SEATED, Enrolment, EnrolmentState, TrainingClass
from membership.domain.import_undo import AFTERWARDS


def recount() -> int:
    """Put `taken` right wherever it is not the number of learners with a seat, and let whoever waits beside a free
    seat move up. Returns how many classes were looked at. A class never gets fewer seats than its learners hold.
    """
    held = Count("enrolments", filter=Q(enrolments__state__in=SEATED))
    waiting = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.WAITING))
    counted = TrainingClass.objects.annotate(held=held, waiting=waiting).order_by("pk")
    rows = list(counted.filter(~Q(taken=F("held")) | Q(taken__lt=F("seats"), waiting__gt=0)))
    for row in rows:
        row.seats, row.taken = max(row.seats, row.held), row.held
        row.save(update_fields=["seats", "taken"])
        move_up(row, by=None)
    return len(rows)


def _after_undo(model, keys: list) -> None:
    if model in (Enrolment, TrainingClass):
        recount()


AFTERWARDS.append(_after_undo)
