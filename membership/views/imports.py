"""Bringing in a list: upload, columns, trial run, writing, receipt. Every step is a plain page and a plain form."""

import tempfile

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from membership.base.sheets.cells import column_letter
from membership.domain import import_batches, import_files
from membership.domain.errors import Refused, Stale
from membership.exchange.blank import write_blank
from membership.exchange.export import XLSX, template_name
from membership.exchange.registry import KINDS
from membership.exchange.steps import may_import, start_apply, start_trial
from membership.forms.imports import UploadForm
from membership.models import Action, ImportBatch, ImportState
from membership.models.import_batch import WRITTEN
from membership.views.access import fetch, requires
from membership.views.import_groups import groups_of
from membership.views.jobs import progress_of

PAGE = 50
PROBLEMS_PAGE = 50


@requires(Action.IMPORT)
@require_safe
def import_list(request):
    batches = (
        ImportBatch.objects.visible_to(request.user)
        .exclude(state=ImportState.DISCARDED)
        .select_related("organisation", "created_by", "job")
        .defer("errors", "questions")
    )
    page = Paginator(batches, PAGE).get_page(request.GET.get("trang"))
    for batch in page:
        batch.kind_name = KINDS[batch.kind].name if batch.kind in KINDS else batch.kind
    return render(request, "membership/import_list.html", {"page": page, "kinds": _kinds_for(request.user)})


@requires(Action.IMPORT)
def import_upload(request):
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        kinds=_kinds_for(request.user),
        initial={"kind": request.GET.get("loai")},
    )
    if request.method == "POST" and form.is_valid():
        upload, kind = form.cleaned_data["file"], KINDS[form.cleaned_data["kind"]]
        try:
            batch = import_batches.receive(
                by=request.user,
                kind=kind,
                organisation=form.cleaned_data["into"],
                filename=upload.name,
                chunks=upload.chunks(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("membership:import.columns", pk=batch.pk)
    return render(request, "membership/import_upload.html", {"form": form, "steps": steps_shown(0)})


@requires(Action.IMPORT)
@require_GET
def import_template(request, kind):
    chosen = KINDS.get(kind)
    if chosen is None:
        raise Http404
    target = tempfile.TemporaryFile()  # noqa: SIM115  (FileResponse closes it)
    write_blank(target, chosen)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=template_name(chosen), content_type=XLSX)


@requires(Action.IMPORT)
@require_safe
def import_detail(request, pk):
    """Where the list stands: waiting for a job, tried with its findings, or written with its receipt."""
    batch = fetch(
        ImportBatch.objects.select_related("organisation", "created_by", "applied_by", "job"),
        request.user,
        Action.IMPORT,
        pk=pk,
    )
    if batch.state == ImportState.DISCARDED:
        raise Http404
    job = batch.job
    waiting = waits_for_job(batch)
    if batch.state == ImportState.UPLOADED and not waiting and (job is None or not job.error):
        return redirect("membership:import.columns", pk=pk)
    own = batch.created_by_id == request.user.pk
    context = {
        "batch": batch,
        "kind": KINDS[batch.kind],
        "job": job if waiting else None,
        "failed_job": job if job and job.error and not waiting and batch.state not in WRITTEN else None,
        "tried": batch.state == ImportState.TRIED or (batch.state == ImportState.APPLYING and not waiting),
        "applied": batch.state in WRITTEN,
        "may_undo": batch.state in WRITTEN and may_import(request.user, KINDS[batch.kind], batch.organisation),
        "changes": batch.counts.get("create", 0) + batch.counts.get("update", 0),
        "own": own,
        "columns": _column_names(batch),
        "summary": _summary(batch.errors),
        "groups": Paginator(groups_of(batch.errors), PROBLEMS_PAGE).get_page(request.GET.get("loi")),
        "edited": len(batch.edits),
        "may_write": _may_write(batch),
        "has_file": own and import_files.path_of(batch).exists(),
        "questions": Paginator(batch.questions, PROBLEMS_PAGE).get_page(request.GET.get("hoi")),
        "before": import_batches.applied_before(batch) if batch.state == ImportState.TRIED else None,
        "touched_url": _touched_url(batch) if batch.state == ImportState.APPLIED else None,
        "steps": steps_shown(3 if batch.state in WRITTEN else 2),
        **(progress_of(job) if waiting else {}),
    }
    return render(request, "membership/import_detail.html", context)


@requires(Action.IMPORT)
@require_POST
def import_try(request, pk):
    """Run the trial again with the same columns, as the records may have changed."""
    batch = own_batch(request, pk)
    if batch.state not in (ImportState.UPLOADED, ImportState.TRIED) or waits_for_job(batch) or not batch.mapping:
        return redirect("membership:import.detail", pk=pk)
    try:
        import_batches.choose_columns(
            by=request.user,
            batch=batch,
            version=version_of(request),
            sheet=batch.sheet,
            header_row=batch.header_row,
            mapping=batch.mapping,
        )
        start_trial(batch, by=request.user)
    except Stale as stale:
        messages.warning(request, str(stale))
    return redirect("membership:import.detail", pk=pk)


@requires(Action.IMPORT)
@require_POST
def import_apply(request, pk):
    batch = own_batch(request, pk)
    try:
        start_apply(batch, by=request.user, version=version_of(request))
    except Stale:
        batch.refresh_from_db()
        if batch.state == ImportState.APPLIED:
            messages.info(request, _("Danh sách này đã được ghi vào sổ rồi; không ghi thêm lần nữa."))
        elif batch.state != ImportState.APPLYING:
            messages.warning(request, _("Danh sách vừa được đổi ở cửa sổ khác; hãy xem lại rồi ghi."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        batch.refresh_from_db()
        if batch.state == ImportState.TRIED:
            messages.error(request, _("Dữ liệu đã đổi từ lúc chạy thử nên chưa ghi gì; hãy xem các lỗi bên dưới."))
    return redirect("membership:import.detail", pk=pk)


@requires(Action.IMPORT)
@require_POST
def import_discard(request, pk):
    batch = own_batch(request, pk)
    if waits_for_job(batch):
        messages.warning(request, _("Công việc đang chạy; hãy dừng công việc rồi bỏ danh sách."))
        return redirect("membership:import.detail", pk=pk)
    try:
        import_batches.discard(by=request.user, batch=batch, version=version_of(request))
    except Stale as stale:
        messages.warning(request, str(stale))
        return redirect("membership:import.detail", pk=pk)
    messages.success(request, _("Đã bỏ danh sách; chưa ghi gì vào sổ."))
    return redirect("membership:import.list")


# --- helpers of these pages -----------------------------------------------------------------------------------------


def _kinds_for(user) -> list:
    """The kinds of list a person may import somewhere."""
    return [kind for kind in KINDS.values() if user.may(kind.action)]


def own_batch(request, pk) -> ImportBatch:
    """The person's own batch, which they may still import: receipts of others are only to be read."""
    batch = fetch(
        ImportBatch.objects.filter(created_by=request.user).select_related("organisation", "job"),
        request.user,
        Action.IMPORT,
        pk=pk,
    )
    if batch.kind not in KINDS or not may_import(request.user, KINDS[batch.kind], batch.organisation):
        raise Http404
    return batch


def waits_for_job(batch: ImportBatch) -> bool:
    return batch.job is not None and batch.job.is_open


def version_of(request) -> int:
    """The version of the list that a form was made for; 0 for nonsense."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _may_write(batch: ImportBatch) -> bool:
    """Whether there is something to write, and nothing wrong, or only in rows that are to be left out."""
    changes = batch.counts.get("create", 0) + batch.counts.get("update", 0)
    return bool(changes and (batch.only_valid or not batch.counts.get("errors")))


def _column_names(batch: ImportBatch) -> list[tuple[str, str]]:
    fields = KINDS[batch.kind].resource_class.fields
    pairs = sorted((place, key) for key, place in batch.mapping.items() if key in fields)
    return [(column_letter(place), fields[key].title) for place, key in pairs]


def _summary(errors: list[dict]) -> list[tuple[str, int]]:
    """How many errors in each column, most first."""
    counts: dict[str, int] = {}
    for error in errors:
        column = error["column"] or _("Cả tệp")
        counts[column] = counts.get(column, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _touched_url(batch: ImportBatch) -> str | None:
    """Where what the list brought can be seen."""
    pages = {
        "organisations": "membership:organisation.list",
        "members": "membership:member.list",
        "candidates": "candidates:candidate.list",
        "admissions": "candidates:admission.list",
        "quotas": "reports:quota.list",
    }
    try:
        page = reverse(pages[batch.kind])
    except (KeyError, NoReverseMatch):
        return None
    people = batch.kind in ("members", "candidates", "admissions")
    return f"{page}?dot={batch.pk}" if people else f"{page}?to-chuc={batch.organisation_id}"


def steps_shown(current: int) -> list[dict]:
    labels = [_("Chọn tệp"), _("Xem cột"), _("Chạy thử"), _("Ghi vào sổ")]
    done = current + 1 if current == 3 else current
    return [
        {"label": label, "state": "done" if number < done else "current" if number == done else "todo"}
        for number, label in enumerate(labels)
    ]
