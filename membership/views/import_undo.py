"""The page on which a written list is taken back: what would go, what would stay and why, then the doing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from membership.domain.errors import Refused, Stale
from membership.exchange.registry import KINDS
from membership.exchange.undo_steps import LOOK, is_long, look_back, may_take_back, start_undo
from membership.forms.imports import UndoForm
from membership.models import Action, ImportBatch, ImportState, JobState
from membership.models.import_batch import WRITTEN
from membership.views.access import fetch, requires
from membership.views.imports import waits_for_job
from membership.views.jobs import progress_of


@requires(Action.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request, pk):
    batch = fetch(
        ImportBatch.objects.select_related("organisation", "job", "undone_by", "applied_by"),
        request.user,
        Action.IMPORT,
        pk=pk,
    )
    if batch.state not in WRITTEN or not may_take_back(request.user, batch):
        raise Http404
    form = UndoForm(request.POST if "undo" in request.POST else None, initial={"version": batch.version})
    if request.method == "POST" and not waits_for_job(batch):
        if "undo" not in request.POST:
            look_back(batch, by=request.user)
            return redirect("membership:import.undo", pk=pk)
        if form.is_valid():
            try:
                start_undo(batch, by=request.user, **form.cleaned_data)
            except Stale as stale:
                messages.warning(request, str(stale))
                return redirect("membership:import.undo", pk=pk)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return redirect("membership:import.undo", pk=pk)
    waiting = waits_for_job(batch)
    context = {
        "batch": batch,
        "kind": KINDS[batch.kind],
        "form": form,
        "job": batch.job if waiting else None,
        "failed_job": batch.job if batch.job and batch.job.error and not waiting else None,
        "undone": batch.state == ImportState.UNDONE,
        "found": None if waiting else _found(batch, request),
        **(progress_of(batch.job) if waiting else {}),
    }
    return render(request, "membership/import_undo.html", context)


def _found(batch: ImportBatch, request) -> dict | None:
    """What would happen: of a long list as the last job found it for this very state, None if nobody has looked."""
    if batch.state == ImportState.UNDONE:
        return batch.counts.get("undo")
    job = batch.job
    if job is not None and job.kind == LOOK and job.state == JobState.DONE and job.key.endswith(f":{batch.version}"):
        return job.result
    if batch.state != ImportState.APPLIED:
        return None
    return None if is_long(batch) else look_back(batch, by=request.user)
