"""Lists out to Excel: the columns of the import, so that the file can be corrected and read back."""

import tempfile
from collections.abc import Iterator

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.base.sheets.writer import OutColumn, write_list
from membership.base.text import fold
from membership.domain.activity import record
from membership.exchange.columns import Column
from membership.exchange.registry import KINDS, ListKind
from membership.exchange.resources import ListResource
from membership.models import Action, Organisation, Reach

CHUNK = 2000
UNLOGGED = ("q", "xuat")  # what was typed into the search box may be a person's name
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_list(request, kind_code: str, queryset) -> FileResponse:
    """What a list page shows (its filtered queryset) as a workbook, streamed from a temporary file.

    The queryset must already be the reader's own (`visible_to`). Columns that tell a person's ethnicity or religion are
    there for whoever may read details, and filled only for people in the places where they may.
    """
    kind = KINDS[kind_code]
    resource = kind.resource()
    reach = request.user.reach(Action.VIEW_PERSON_DETAILS)
    columns = [column for column in resource.written_columns if reach or not column.sensitive]
    target = tempfile.TemporaryFile(prefix="tao-nguon-")  # noqa: SIM115  (FileResponse closes it)
    try:
        count = write_list(
            target,
            columns=[OutColumn(column.title, column.width, column.kind) for column in columns],
            rows=_rows(resource, columns, resource.queryset(queryset), reach),
            sheet_name=kind.name,
            properties={"title": kind.name, "author": request.user.full_name},
        )
    except BaseException:
        target.close()
        raise
    record(
        "list.exported",
        by=request.user,
        organisation=_place(request.user),
        label=kind.name,
        kind=kind.code,
        rows=count,
        columns=[column.key for column in columns],
        filters={name: value for name, value in request.GET.items() if name not in UNLOGGED and value},
    )
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=_filename(kind), content_type=XLSX)


def _rows(resource: ListResource, columns: list[Column], queryset, reach: Reach) -> Iterator[list]:
    writers = resource.writers(columns)
    hidden = [position for position, column in enumerate(columns) if column.sensitive]
    for instances in _chunks(queryset):
        resource.enrich(instances)
        for instance in instances:
            row = [write(instance) for write in writers]
            if hidden and not reach.everything and not reach.covers(instance.organisation_path):
                for position in hidden:
                    row[position] = None
            yield row


def _chunks(queryset) -> Iterator[list]:
    chunk: list = []
    for instance in queryset.iterator(chunk_size=CHUNK):
        chunk.append(instance)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _place(user) -> Organisation | None:
    """Where the export is entered in the log: the topmost place of the person."""
    subtrees = user.reach(Action.EXPORT).subtrees
    return Organisation.objects.filter(path__in=subtrees[:1]).first() if subtrees else None


def _filename(kind: ListKind) -> str:
    return _("%(name)s %(day)s.xlsx") % {
        "name": kind.name,
        "day": format_date(timezone.localdate()).replace("/", "-"),
    }


def template_name(kind: ListKind) -> str:
    return f"mau-{fold(kind.name).replace(' ', '-')}.xlsx"
