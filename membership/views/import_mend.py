"""Mending a list in place: cells said anew, rows with errors left out, and the office's own workbook back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from membership.base.sheets.reader import UnreadableFile
from membership.domain import import_files
from membership.domain.errors import Refused, Stale
from membership.domain.import_batches import forget_edits, leave_out_errors, mend_cells
from membership.exchange.marked_copy import marked_copy
from membership.exchange.steps import start_trial
from membership.models import Action, ImportBatch, ImportState
from membership.views.access import requires
from membership.views.import_groups import groups_of
from membership.views.imports import own_batch, version_of, waits_for_job


@requires(Action.IMPORT)
@require_POST
def import_mend(request, pk):
    """Take the new words for the cells shown, then try again."""
    batch = own_batch(request, pk)
    if batch.state != ImportState.TRIED or waits_for_job(batch):
        return redirect("membership:import.detail", pk=pk)
    try:
        if "bo-sua" in request.POST:
            forget_edits(by=request.user, batch=batch, version=version_of(request))
        elif "chi-dong-dung" in request.POST:
            only = request.POST["chi-dong-dung"] == "1"
            leave_out_errors(by=request.user, batch=batch, version=version_of(request), only_valid=only)
        else:
            edits = _edits(batch, request.POST)
            if not edits:
                messages.info(request, _("Chưa ô nào được sửa khác đi."))
                return redirect("membership:import.detail", pk=pk)
            mend_cells(by=request.user, batch=batch, version=version_of(request), edits=edits)
            messages.success(request, _("Đã sửa %(count)d ô và chạy thử lại.") % {"count": len(edits)})
        start_trial(batch, by=request.user)
    except Stale as stale:
        messages.warning(request, str(stale))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("membership:import.detail", pk=pk)


def _edits(batch: ImportBatch, sent) -> dict[str, str]:
    """Only cells that the trial found fault with, and only where something else was typed."""
    edits: dict[str, str] = {}
    for group in groups_of(batch.errors):
        if not group.cells:
            continue
        said = sent.get(f"o-{group.key}")
        if said is not None and said.strip() != _shown(group.value):
            edits.update(dict.fromkeys(group.cells, said.strip()))
    return edits


def _shown(value: object) -> str:
    return "" if value is None else str(value).strip()


@requires(Action.IMPORT)
@require_safe
def import_marked(request, pk):
    """The file as it came, with a coloured column of what is wrong in each row."""
    batch = own_batch(request, pk)
    if not import_files.path_of(batch).exists() or not (batch.errors or batch.questions):
        raise Http404
    try:
        return marked_copy(batch)
    except (UnreadableFile, KeyError):
        messages.error(request, _("Không ghi được cột nhận xét vào tệp này; hãy xem các ô ở trang này."))
        return redirect("membership:import.detail", pk=pk)
