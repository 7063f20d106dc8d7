"""The page on which a person sees and corrects what each column of the file was taken for."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from membership.base.sheets.cells import column_letter
from membership.base.sheets.header import HeaderMatch, data_rows
from membership.base.sheets.reader import Sheet
from membership.domain import import_batches, import_files
from membership.domain.column_memory import forget_columns, recall, remember
from membership.domain.errors import Stale
from membership.domain.import_sheet import as_remembered, header_texts, match_header
from membership.exchange.registry import KINDS
from membership.exchange.steps import start_trial
from membership.forms.imports import ColumnsForm
from membership.models import Action, ColumnMemory, ImportBatch, ImportState
from membership.views.access import fetch, requires
from membership.views.imports import own_batch, steps_shown, waits_for_job


@requires(Action.IMPORT)
def import_columns(request, pk):
    batch = own_batch(request, pk)
    if batch.state not in (ImportState.UPLOADED, ImportState.TRIED) or waits_for_job(batch):
        return redirect("membership:import.detail", pk=pk)
    looks = import_files.first_look(batch)
    if not looks:
        messages.error(request, _("Tệp đã tải lên không còn; hãy nhập lại từ đầu."))
        return redirect("membership:import.upload")
    resource = KINDS[batch.kind].resource(batch.organisation)
    look = _chosen_look(request, batch, looks, resource)
    sheet = Sheet(look["name"], look["hidden"], look["rows"], look["first_row"])
    match = _chosen_header(request, batch, sheet, resource)
    said = as_remembered(sheet, match, recall(batch.kind, batch.organisation)) or match
    texts = header_texts(sheet, match)
    width = max((len(row) for row in sheet.rows), default=0)
    untitled = _("(không có tiêu đề)")
    choices = [(place, f"{column_letter(place)} – {texts.get(place) or untitled}") for place in range(width)]
    header_row = match.row + sheet.first_row - 1
    mapping = batch.mapping if _is_kept(batch, sheet, header_row) else said.mapping
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        columns=resource.columns,
        choices=choices,
        mapping=mapping,
        initial={"version": batch.version, "sheet": sheet.name, "header_row": header_row},
    )
    if request.method == "POST" and form.is_valid():
        missing = resource.missing(form.mapping, data_rows(sheet.rows, match))
        if missing:
            form.add_error(None, _("Còn thiếu cột bắt buộc: %(titles)s.") % {"titles": ", ".join(missing)})
        else:
            remember(
                by=request.user,
                kind=batch.kind,
                organisation=batch.organisation,
                titles=texts,
                mapping=form.mapping,
                guess=match.mapping,
            )
            return _try(request, batch, form, sheet, header_row)
    used = set(mapping.values())
    return render(
        request,
        "membership/import_columns.html",
        {
            "batch": batch,
            "kind": KINDS[batch.kind],
            "form": form,
            "looks": looks,
            "sheet": sheet,
            "header_row": header_row,
            "header_rows": range(sheet.first_row, sheet.first_row + min(len(sheet.rows), 15)),
            "letters": [column_letter(place) for place in range(width)],
            "preview": [
                (number + sheet.first_row, number + 1 == match.row, row) for number, row in enumerate(sheet.rows[:12])
            ],
            "ignored": [choices[place][1] for place in range(width) if texts.get(place) and place not in used],
            "recognised": sum(1 for key in mapping if key in resource.fields),
            "before": import_batches.applied_before(batch),
            "remembered": _shown_memory(request, said),
            "steps": steps_shown(1),
        },
    )


def _try(request, batch, form, sheet: Sheet, header_row: int):
    try:
        import_batches.choose_columns(
            by=request.user,
            batch=batch,
            version=form.cleaned_data["version"],
            sheet=sheet.name,
            header_row=header_row,
            mapping=form.mapping,
        )
        start_trial(batch, by=request.user)
    except Stale as stale:
        messages.warning(request, str(stale))
    return redirect("membership:import.detail", pk=batch.pk)


def _chosen_look(request, batch: ImportBatch, looks: list[dict], resource) -> dict:
    """The sheet asked for, else the one chosen before, else the first visible one that has the list."""
    asked = request.POST.get("sheet") or request.GET.get("trang_tinh") or batch.sheet
    named = next((look for look in looks if look["name"] == asked), None)
    if named is not None:
        return named
    visible = [look for look in looks if not look["hidden"] and look["rows"]] or looks
    best, most = visible[0], -1
    for look in visible:
        match = match_header(Sheet(look["name"], False, look["rows"], look["first_row"]), resource)
        if match is None:
            continue
        if not resource.missing(match.mapping, data_rows(look["rows"], match)):
            return look
        if len(match.mapping) > most:
            best, most = look, len(match.mapping)
    return best


def _chosen_header(request, batch: ImportBatch, sheet: Sheet, resource) -> HeaderMatch:
    asked = request.POST.get("header_row") or request.GET.get("dong_tieu_de") or ""
    row = int(asked) if asked.isdecimal() and len(asked) < 5 else None
    if row is None and batch.sheet == sheet.name:
        row = batch.header_row
    return match_header(sheet, resource, row) or match_header(sheet, resource, sheet.first_row) or HeaderMatch(1, {})


def _is_kept(batch: ImportBatch, sheet: Sheet, header_row: int) -> bool:
    return bool(batch.mapping) and batch.sheet == sheet.name and batch.header_row == header_row


def _shown_memory(request, match: HeaderMatch) -> dict | None:
    """Who said how this layout is read, and whether the reader may take that back."""
    if match.remembered is None:
        return None
    may = ColumnMemory.objects.visible_to(request.user).filter(pk=match.remembered.pk).exists()
    return {"said": match.remembered, "may_forget": may}


@requires(Action.IMPORT)
@require_POST
def columns_forget(request, pk):
    memory = fetch(ColumnMemory.objects.select_related("organisation"), request.user, pk=pk)
    forget_columns(by=request.user, memory=memory)
    messages.success(request, _("Đã bỏ cách hiểu cột đã lưu; các cột được nhận ra theo tên."))
    try:
        return redirect("membership:import.columns", UUID(request.POST.get("batch", "")))
    except ValueError:
        return redirect("membership:import.list")
