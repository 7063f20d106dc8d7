"""Background jobs: the list, one job, what the polling part shows, stopping one, marking as seen."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from membership.domain import jobs
from membership.filters import JobFilterSet
from membership.models import Job
from membership.tables import JobTable
from membership.views.access import OPEN_TO_ALL, fetch, requires
from membership.views.lists import list_page


@requires(OPEN_TO_ALL)
def job_list(request):
    return list_page(
        request,
        queryset=Job.objects.visible_to(request.user).select_related("requested_by"),
        filterset_class=JobFilterSet,
        table_class=JobTable,
        template="membership/job_list.html",
        title=_("Công việc nền"),
        context={
            "unseen": jobs.unseen(by=request.user),
            "empty_title": _("Chưa có công việc nền nào"),
            "empty_text": _(
                "Việc dài như nhập danh sách lớn hay lập báo cáo chạy ở đây; có thể đóng trang rồi xem lại sau."
            ),
        },
    )


@requires(OPEN_TO_ALL)
def job_detail(request, pk):
    job = fetch(Job.objects.select_related("requested_by", "organisation"), request.user, pk=pk)
    return render(request, "membership/job_detail.html", {"job": job, **progress_of(job)})


@requires(OPEN_TO_ALL)
def job_progress(request, pk):
    """The part that polls. With `?tai-lai=1` the page around it is loaded anew once the job has ended."""
    job = fetch(Job.objects.all(), request.user, pk=pk)
    reload_after = request.GET.get("tai-lai") == "1"
    response = render(request, "parts/job.html", {"job": job, "reload": reload_after, **progress_of(job)})
    if reload_after and not job.is_open:
        response["HX-Refresh"] = "true"
    return response


@requires(OPEN_TO_ALL)
@require_POST
def job_cancel(request, pk):
    job = fetch(Job.objects.all(), request.user, pk=pk)
    if jobs.cancel(job, by=request.user):
        messages.success(request, _("Đã yêu cầu dừng. Việc dừng ở bước gần nhất và không ghi gì dở dang."))
    else:
        messages.info(request, _("Công việc này đã kết thúc nên không dừng được nữa."))
    return redirect("membership:job.detail", pk=job.pk)


@requires(OPEN_TO_ALL)
@require_POST
def job_seen(request):
    jobs.mark_seen(by=request.user)
    return redirect("membership:job.list")


def progress_of(job: Job) -> dict:
    """What is known of the time: how long it took, or about how long it still takes."""
    if job.started_at is None:
        return {}
    now = timezone.now()
    if not job.is_open:
        return {"took": (job.finished_at or now) - job.started_at}
    spent = (now - job.started_at).total_seconds()
    if job.done and job.total and spent >= 2:
        return {"remaining": timedelta(seconds=max(1, spent * (job.total - job.done) / job.done))}
    return {}
