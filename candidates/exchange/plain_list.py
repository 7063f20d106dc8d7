"""What a page shows as a workbook: for lists that nobody reads back."""

import tempfile
from collections.abc import Iterable, Sequence

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.base.sheets.writer import OutColumn, write_list
from membership.domain.activity import record
from membership.exchange.export import UNLOGGED, XLSX
from membership.models import Action, Organisation


def export_rows(
    request, *, name: str, kind: str, title: str, columns: Sequence[OutColumn], rows: Iterable[Sequence]
) -> FileResponse:
    """`rows` must already be what the person may export. The log tells how many rows and by which filters."""
    target = tempfile.TemporaryFile(prefix="tao-nguon-")  # noqa: SIM115  (FileResponse closes it)
    try:
        count = write_list(
            target, columns=columns, rows=rows, sheet_name=name[:31], title=title,
            properties={"title": name, "author": request.user.full_name},
        )  # fmt: skip
    except BaseException:
        target.close()
        raise
    subtrees = request.user.reach(Action.EXPORT).subtrees
    record(
        "list.exported",
        by=request.user,
        organisation=Organisation.objects.filter(path__in=subtrees[:1]).first() if subtrees else None,
        label=name,
        kind=kind,
        rows=count,
        columns=[column.title for column in columns],
        filters={key: value for key, value in request.GET.items() if key not in UNLOGGED and value},
    )
    target.seek(0)
    words = {"name": name, "day": format_date(timezone.localdate()).replace("/", "-")}
    return FileResponse(target, as_attachment=True, filename=_("%(name)s %(day)s.xlsx") % words, content_type=XLSX)
