"""Taking an import back, within a request or as a job: first what it would do, then the doing, once.

The doing, the receipt and the end of the job are one transaction, as with the writing.
"""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from membership.domain import import_batches, jobs
from membership.domain.errors import Refused, Stale
from membership.domain.import_undo import begin_undo, survey, take_back
from membership.exchange.registry import KINDS
from membership.exchange.steps import may_import
from membership.models import ImportBatch, ImportState, Job

LOOK, UNDO = "import.look_back", "import.take_back"
INLINE = 5  # so many times the rows that are imported within a request are compared within one


def is_long(batch: ImportBatch) -> bool:
    return batch.counts.get("rows", 0) > settings.IMPORT_INLINE_ROWS * INLINE


def may_take_back(user, batch: ImportBatch) -> bool:
    return batch.kind in KINDS and may_import(user, KINDS[batch.kind], batch.organisation)


def look_back(batch: ImportBatch, *, by) -> dict | None:
    """What taking it back would do, as of now; None where a job has been sent to find out."""
    if is_long(batch):
        _send(LOOK, batch, by, _("Xem trước việc thu hồi %(file)s"))
        return None
    return survey(batch).as_dict()


def start_undo(batch: ImportBatch, *, by, version: int, reason: str) -> Job | None:
    """Take it back. Returns the job where it became one. Raises Refused, Stale."""
    if not may_take_back(by, batch):
        raise Refused(_("Đồng chí không có quyền thu hồi danh sách này."))
    with transaction.atomic():
        taken = begin_undo(by=by, batch=batch, version=version, reason=reason)
        if is_long(batch):
            return _send(UNDO, batch, by, _("Thu hồi danh sách %(file)s"))
        take_back(by=by, batch=batch, version=taken)
    return None


def _send(step: str, batch: ImportBatch, by, title: str) -> Job:
    job, _created = jobs.enqueue(
        step,
        key=f"{step}:{batch.pk}:{batch.version}",
        title=title % {"file": batch.filename},
        by=by,
        organisation=batch.organisation,
        params={"batch": str(batch.pk), "version": batch.version},
    )
    import_batches.attach_job(batch, batch.version, job)
    return job


def _batch_of(handle: jobs.JobHandle, state: str) -> ImportBatch:
    batch = (
        ImportBatch.objects.filter(pk=handle.params["batch"], version=handle.params["version"], state=state)
        .select_related("organisation")
        .first()
    )
    if batch is None:
        raise jobs.JobRefused(_("Danh sách đã được đổi từ khi công việc này được giao."))
    by = handle.job.requested_by
    if by is None or not by.is_active or not may_take_back(by, batch):
        raise jobs.JobRefused(_("Người giao việc không còn quyền thu hồi danh sách này."))
    return batch


def _page(batch: ImportBatch) -> str:
    return reverse("membership:import.undo", args=[batch.pk])


@jobs.runner(LOOK)
def run_look(handle: jobs.JobHandle) -> None:
    batch = _batch_of(handle, ImportState.APPLIED)
    found = survey(batch, handle.progress)
    with transaction.atomic():
        handle.finish(result=found.as_dict(), result_url=_page(batch))


@jobs.runner(UNDO)
def run_undo(handle: jobs.JobHandle) -> None:
    batch = _batch_of(handle, ImportState.UNDOING)
    try:
        with transaction.atomic():
            found = take_back(
                by=handle.job.requested_by, batch=batch, version=handle.params["version"], progress=handle.progress
            )
            handle.finish(result={"taken": found.taken, "stays": found.stays}, result_url=_page(batch))
    except Stale:
        raise jobs.LostClaim from None
    except Refused as refusal:
        raise jobs.JobRefused(str(refusal)) from None
