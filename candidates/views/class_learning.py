"""What the page of a class shows of its meetings, and of how its learners do."""

from django.db.models import Count, Q

from candidates.domain.class_results import shares_of
from candidates.domain.learning import learners_of
from candidates.domain.sessions import TEACHING
from candidates.models import AttendanceMark, ClassState, Enrolment
from candidates.models.training import SEATED


def sessions_part(request, training_class, *, may_manage: bool) -> dict:
    """The meetings in order, beside each how many were there of those whose roll was called."""
    present = Count("attendance", filter=Q(attendance__mark=AttendanceMark.PRESENT))
    rows = training_class.sessions.filter(withdrawn_at=None).annotate(called=Count("attendance"), present=present)
    return {
        "rows": [{"session": row, "called": row.called, "present": row.present} for row in rows],
        "learners": training_class.taken,
        "alive": training_class.state in TEACHING,
        "may_manage": may_manage,
    }


def results_part(request, training_class, *, may_manage: bool) -> dict | None:
    """Attendance, marks and certificates of the learners the reader may see."""
    seen = Enrolment.objects.visible_to(request.user).filter(training_class=training_class, state__in=SEATED)
    learners = list(learners_of(training_class).filter(pk__in=seen.values("pk")))
    if not learners and not may_manage:
        return None
    shares = shares_of(training_class, learners)
    return {
        "rows": [{"learner": learner, "share": shares[learner.pk]} for learner in learners],
        "alive": training_class.state in TEACHING,
        "running": training_class.state == ClassState.RUNNING,
        "closed": training_class.state == ClassState.CLOSED,
        "may_manage": may_manage,
        "papers": [],
    }
