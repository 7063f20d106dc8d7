"""The way of one uploaded list: received, columns agreed, tried, applied or discarded.

Every step names the version it was made for, so that a second click, a second window and a restarted worker find the
step already taken.
"""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.sheets.reader import UnreadableFile, read_workbook
from membership.domain import import_files
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.domain.imports import ImportOutcome
from membership.models import OPEN_STATES, ImportBatch, ImportState, Job, Organisation

MOST_EDITS = 5000
LONGEST_EDIT = 500
SHOWN_PROBLEMS = 2000  # so many are kept with the batch; the count is always of all of them


def receive(*, by, kind, organisation: Organisation, filename: str, chunks) -> ImportBatch:
    """Keep an uploaded file and look at it. Refused where it is no readable workbook."""
    batch = ImportBatch(
        kind=kind.code,
        filename=filename[:255],
        organisation=organisation,
        organisation_path=organisation.path,
        created_by=by,
    )
    import_files.store(batch, chunks)
    try:
        import_files.keep_look(batch, read_workbook(import_files.path_of(batch), filename=filename))
        batch.save()
    except UnreadableFile as error:
        import_files.forget(batch)
        raise Refused(str(error), field="file") from None
    except BaseException:
        import_files.forget(batch)
        raise
    return batch


def choose_columns(
    *, by, batch: ImportBatch, version: int, sheet: str, header_row: int, mapping: dict[str, int]
) -> None:
    """Say in which sheet, under which header and in which columns the list stands; what was tried before is void."""
    edits = {} if sheet != batch.sheet else batch.edits  # cells of another sheet are other cells
    _say_anew(batch, version, sheet=sheet, header_row=header_row, mapping=mapping, edits=edits)


def mend_cells(*, by, batch: ImportBatch, version: int, edits: dict[str, str]) -> None:
    """Say what cells should say; the file stays as it came. "" empties a cell. What was tried before is void."""
    if len(batch.edits | edits) > MOST_EDITS:
        words = {"most": MOST_EDITS}
        raise Refused(_("Đã sửa quá %(most)d ô trên trang; hãy sửa trong tệp Excel rồi nhập lại.") % words)
    if any(len(text) > LONGEST_EDIT for text in edits.values()):
        raise Refused(_("Nội dung một ô dài quá %(most)d chữ.") % {"most": LONGEST_EDIT})
    _say_anew(batch, version, edits=batch.edits | edits)


def forget_edits(*, by, batch: ImportBatch, version: int) -> None:
    """The cells say again what the file says."""
    _say_anew(batch, version, edits={})


def leave_out_errors(*, by, batch: ImportBatch, version: int, only_valid: bool) -> None:
    """Write only the rows without errors, or again nothing until there are none."""
    _say_anew(batch, version, only_valid=only_valid)


def _say_anew(batch: ImportBatch, version: int, **said) -> None:
    changed = ImportBatch.objects.filter(
        pk=batch.pk, version=version, state__in=(ImportState.UPLOADED, ImportState.TRIED)
    ).update(counts={}, errors=[], questions=[], state=ImportState.UPLOADED, job=None, version=F("version") + 1, **said)
    _must(changed)
    batch.refresh_from_db()


def keep_trial(batch: ImportBatch, version: int, outcome: ImportOutcome) -> bool:
    """Write what a trial run of that version found."""
    return bool(
        ImportBatch.objects.filter(
            pk=batch.pk, version=version, state__in=(ImportState.UPLOADED, ImportState.TRIED)
        ).update(state=ImportState.TRIED, **_found(outcome))
    )


def begin_apply(*, batch: ImportBatch, version: int) -> int:
    """Take the right to write this list, once. Returns the version that the writing goes under.

    A writing that failed may be begun again: then its job is closed and the batch still waits.
    """
    ready = Q(state=ImportState.TRIED) | (Q(state=ImportState.APPLYING) & ~Q(job__state__in=OPEN_STATES))
    pks = ImportBatch.objects.filter(ready, pk=batch.pk, version=version).values("pk")
    changed = ImportBatch.objects.filter(pk__in=pks, version=version).update(
        state=ImportState.APPLYING, version=F("version") + 1
    )
    _must(changed)
    batch.refresh_from_db()
    if (batch.counts.get("errors") and not batch.only_valid) or not batch.counts.get("rows"):
        raise Refused(_("Danh sách còn lỗi nên chưa ghi được; hãy sửa ngay trên trang này, hoặc sửa tệp rồi nhập lại."))
    return batch.version


def finish_apply(*, by, batch: ImportBatch, version: int, outcome: ImportOutcome) -> None:
    """The receipt, in the transaction of the writing.

    With errors (the records have changed since the trial) the batch goes back to where the trial left it.
    """
    if outcome.applied:
        fields = {"state": ImportState.APPLIED, "applied_by": by, "applied_at": timezone.now()}
    else:
        fields = {"state": ImportState.TRIED}
    _must(
        ImportBatch.objects.filter(pk=batch.pk, version=version, state=ImportState.APPLYING).update(
            **fields, **_found(outcome)
        )
    )
    batch.refresh_from_db()
    if outcome.applied:
        record(
            "list.imported",
            by=by,
            organisation=batch.organisation,
            subject=batch,
            kind=batch.kind,
            sha256=batch.sha256,
            rows=outcome.rows,
            create=outcome.create,
            update=outcome.update,
            unchanged=outcome.unchanged,
        )


def attach_job(batch: ImportBatch, version: int, job: Job) -> None:
    ImportBatch.objects.filter(pk=batch.pk, version=version).update(job=job)
    batch.job = job


def discard(*, by, batch: ImportBatch, version: int) -> None:
    """Give the list up before anything is written; the file goes, the row stays."""
    with transaction.atomic():
        changed = ImportBatch.objects.filter(
            pk=batch.pk, version=version, state__in=(ImportState.UPLOADED, ImportState.TRIED)
        ).update(state=ImportState.DISCARDED, errors=[], questions=[], version=F("version") + 1)
        _must(changed)
        record("list.discarded", by=by, organisation=batch.organisation, subject=batch, kind=batch.kind)
        transaction.on_commit(lambda: import_files.forget(batch))


def applied_before(batch: ImportBatch) -> ImportBatch | None:
    """The same file, already written into the same place as the same kind of list."""
    return (
        ImportBatch.objects.filter(
            kind=batch.kind, sha256=batch.sha256, organisation=batch.organisation_id, state=ImportState.APPLIED
        )
        .exclude(pk=batch.pk)
        .order_by("-applied_at")
        .first()
    )


def _found(outcome: ImportOutcome) -> dict:
    return {
        "counts": {
            "rows": outcome.rows,
            "create": outcome.create,
            "update": outcome.update,
            "unchanged": outcome.unchanged,
            "rows_in_error": outcome.rows_in_error,
            "errors": len(outcome.errors),
            "questions": len(outcome.questions),
        },
        "errors": [problem.as_dict() for problem in outcome.errors[:SHOWN_PROBLEMS]],
        "questions": [problem.as_dict() for problem in outcome.questions[:SHOWN_PROBLEMS]],
    }


def _must(changed: int) -> None:
    if not changed:
        raise Stale(_("Bước này đã được làm rồi, hoặc danh sách vừa được đổi ở cửa sổ khác."))
