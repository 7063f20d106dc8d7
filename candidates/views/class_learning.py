"""What the page of a class shows of its meetings, and of how its learners do."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.domain.class_results import shares_of
from candidates.domain.learning import learners_of
from candidates.domain.sessions import TEACHING
from candidates.exchange.papers.bundle import file_name
from candidates.exchange.papers.class_papers import papers_of, print_class
from candidates.exchange.papers.package import TemplateProblem
from candidates.models import AttendanceMark, ClassState, Enrolment, EnrolmentState, TrainingClass
from candidates.models.training import SEATED
from membership.models import Action
from membership.views.access import fetch, requires

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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
        "rows": [
            {"learner": learner, "share": shares[learner.pk], "unrecorded": _unrecorded(learner)}
            for learner in learners
        ],
        "percent": _percent(shares.values()),
        "alive": training_class.state in TEACHING,
        "running": training_class.state == ClassState.RUNNING,
        "closed": training_class.state == ClassState.CLOSED,
        "may_manage": may_manage,
        "papers": papers_of(training_class) if may_manage and learners else [],
    }


def _unrecorded(learner: Enrolment) -> bool:
    """Has the certificate, but the procedure knows nothing of it: the guard refused the step when the class closed."""
    known = learner.event_id is not None or learner.candidate.certificate_number == learner.certificate_number
    return learner.state == EnrolmentState.PASSED and not known


def _percent(shares) -> int | None:
    """Of all the calls of the roll, how many found their learner; None where none was called."""
    shares = list(shares)
    called = sum(share.called for share in shares)
    return sum(share.present for share in shares) * 100 // called if called else None


@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET"])
def class_paper(request, pk, code):
    """One paper of the class as a file; certificates of the whole class are one file, a page each."""
    held = fetch(TrainingClass.objects.select_related("organisation"), request.user, Action.MANAGE_CLASS, pk=pk)
    paper = next((each for each in papers_of(held) if each.slug == code), None)
    if paper is None:
        raise Http404
    try:
        content, lacking = print_class(held, paper, by=request.user, on=timezone.localdate())
    except TemplateProblem as problem:
        messages.error(request, str(problem))
        return redirect("candidates:class.detail", held.pk)
    if lacking:
        words = {"title": paper.title, "what": "; ".join(each.label for each in lacking)}
        messages.error(request, _("Chưa in được “%(title)s”, còn thiếu: %(what)s.") % words)
        return redirect("candidates:class.detail", held.pk)
    answer = HttpResponse(content, content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(paper)}"'
    return answer
