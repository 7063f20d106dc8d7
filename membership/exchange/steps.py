"""The two steps of an import that may take long: the trial and the writing, within a request or as a job.

Either way the writing, the receipt and the end of the job are one transaction: a worker that dies leaves nothing, and
the next one does it once.
"""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from membership.base.bulk import watched_by
from membership.domain import import_batches, import_files, jobs
from membership.domain.effects import Progress, no_progress
from membership.domain.errors import Refused, Stale
from membership.domain.import_traces import Recorder
from membership.domain.imports import Draft, ImportOutcome, read_list, weigh
from membership.exchange.registry import KINDS
from membership.models import Action, ImportBatch, ImportState, Job

TRY, APPLY = "import.try", "import.apply"


def may_import(user, kind, organisation) -> bool:
    """Two rights make one: to import lists, and to do by hand what this list does."""
    return user.may(Action.IMPORT, organisation.path) and user.may(kind.action, organisation.path)


def is_long(batch: ImportBatch) -> bool:
    """Whether the list is too long to be dealt with while a person waits."""
    rows = next((sheet["row_count"] for sheet in import_files.first_look(batch) if sheet["name"] == batch.sheet), 0)
    return rows > settings.IMPORT_INLINE_ROWS + (batch.header_row or 1)


def start_trial(batch: ImportBatch, *, by) -> Job | None:
    """Try the list as its columns now stand. Returns the job where it became one."""
    if is_long(batch):
        return _send(TRY, batch, by, _("Chạy thử danh sách %(file)s"))
    outcome = weigh(_draft(batch), by=by, apply=False, only_valid=batch.only_valid)
    import_batches.keep_trial(batch, batch.version, outcome)
    batch.refresh_from_db()
    return None


def start_apply(batch: ImportBatch, *, by, version: int) -> Job | None:
    """Write the list, once for each version that was tried. Returns the job where it became one."""
    if is_long(batch):
        with transaction.atomic():
            import_batches.begin_apply(batch=batch, version=version)
            return _send(APPLY, batch, by, _("Ghi danh sách %(file)s vào sổ"))
    draft = _draft(batch)
    with transaction.atomic():
        taken = import_batches.begin_apply(batch=batch, version=version)
        _write(draft, batch, taken, by=by)
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


def _draft(batch: ImportBatch, progress: Progress = no_progress) -> Draft:
    return read_list(
        KINDS[batch.kind],
        import_files.path_of(batch),
        batch.filename,
        into=batch.organisation,
        sheet=batch.sheet or None,
        header_row=batch.header_row,
        mapping=batch.mapping or None,
        edits=batch.edits,
        progress=progress,
    )


def _write(draft: Draft, batch: ImportBatch, version: int, *, by) -> ImportOutcome:
    recorder = Recorder()
    with watched_by(recorder):
        outcome = weigh(draft, by=by, apply=True, batch=batch, only_valid=batch.only_valid)
    if outcome.applied:
        recorder.keep(batch)
    import_batches.finish_apply(by=by, batch=batch, version=version, outcome=outcome)
    return outcome


def _batch_of(handle: jobs.JobHandle, state: str) -> ImportBatch:
    """The batch the job is for, as long as nobody has gone on without it and its owner may still do this."""
    batch = (
        ImportBatch.objects.filter(pk=handle.params["batch"], version=handle.params["version"])
        .select_related("organisation")
        .first()
    )
    if batch is None or batch.state == ImportState.DISCARDED or (state and batch.state != state):
        raise jobs.JobRefused(_("Danh sách đã được đổi hoặc bỏ từ khi công việc này được giao."))
    by = handle.job.requested_by
    if by is None or not by.is_active or not may_import(by, KINDS[batch.kind], batch.organisation):
        raise jobs.JobRefused(_("Người giao việc không còn quyền nhập danh sách này."))
    if not import_files.path_of(batch).exists():
        raise jobs.JobRefused(_("Tệp đã tải lên không còn; hãy nhập lại từ đầu."))
    return batch


def _page(batch: ImportBatch) -> str:
    return reverse("membership:import.detail", args=[batch.pk])


@jobs.runner(TRY)
def run_trial(handle: jobs.JobHandle) -> None:
    batch = _batch_of(handle, "")
    draft = _draft(batch, handle.progress)
    handle.progress(draft.outcome.rows * 2 // 3, draft.outcome.rows, _("So với dữ liệu đã có"), force=True)
    outcome = weigh(draft, by=handle.job.requested_by, apply=False, only_valid=batch.only_valid)
    with transaction.atomic():
        import_batches.keep_trial(batch, handle.params["version"], outcome)
        handle.finish(result={"rows": outcome.rows, "errors": len(outcome.errors)}, result_url=_page(batch))


@jobs.runner(APPLY)
def run_apply(handle: jobs.JobHandle) -> None:
    batch = _batch_of(handle, ImportState.APPLYING)
    draft = _draft(batch, handle.progress)
    total = draft.outcome.rows
    handle.progress(total * 2 // 3, total, _("Ghi vào sổ"), force=True)
    try:
        with transaction.atomic():
            outcome = _write(draft, batch, handle.params["version"], by=handle.job.requested_by)
            handle.finish(
                result={"rows": outcome.rows, "create": outcome.create, "update": outcome.update},
                result_url=_page(batch),
            )
    except Stale:
        raise jobs.LostClaim from None
    except Refused as refusal:
        raise jobs.JobRefused(str(refusal)) from None
