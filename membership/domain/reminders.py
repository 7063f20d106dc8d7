"""Lines of the work list that this app knows about: lists on their way in, and jobs."""

from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from membership.domain.lookup import link
from membership.domain.worklist import INFO, OVERDUE, SOON, WorkItem, provider
from membership.models import OPEN_STATES, Action, ImportBatch, ImportState, Job, JobState


@provider
def lists_not_yet_written(user):
    """Lists that were uploaded or tried and then left lying: nothing of them is in the records."""
    if not user.may(Action.IMPORT):
        return
    waiting = (
        ImportBatch.objects.visible_to(user)
        .filter(created_by=user, state__in=(ImportState.UPLOADED, ImportState.TRIED))
        .order_by("-created_at")[:5]
    )
    for batch in waiting:
        url = link("membership:import.detail", batch.pk)
        if not url:
            continue
        tried = batch.state == ImportState.TRIED
        detail = _("Đã chạy thử, chưa ghi vào sổ.") if tried else _("Đã tải lên, chưa chạy thử.")
        yield WorkItem(_("Danh sách “%(name)s” còn dở") % {"name": batch.filename}, url, SOON, detail)


@provider
def jobs(user):
    """One's own jobs that failed and were not looked at, and those still running."""
    mine = Job.objects.filter(requested_by=user)
    failed = mine.filter(state=JobState.FAILED, seen_at=None).aggregate(n=Count("pk"), last=Max("finished_at"))
    running = list(mine.filter(state__in=OPEN_STATES).order_by("created_at")[:5])
    if failed["n"]:
        yield WorkItem(
            ngettext("Công việc nền không thành", "Công việc nền không thành", failed["n"]),
            link("membership:job.list"),
            OVERDUE,
            _("Xem lý do rồi làm lại, hoặc đánh dấu đã xem."),
            count=failed["n"],
        )
    for job in running:
        yield WorkItem(job.title, link("membership:job.detail", job.pk), INFO, _("Đang chạy"), count=None)
