"""The list of deadlines as a workbook, to hand out or to press with."""

import tempfile
from collections.abc import Iterator

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.deadline_kinds import BY_CODE
from membership.base.dates import format_date
from membership.base.sheets.writer import OutColumn, write_list
from membership.domain.activity import record
from membership.exchange.export import UNLOGGED, XLSX
from membership.models import Action, Organisation

CHUNK = 2000


def export_deadlines(request, rows) -> FileResponse:
    """What the page shows (its filtered rows), within the subtrees where the person may export."""
    rows = rows.visible_to(request.user, Action.EXPORT).select_related("candidate", "organisation__parent")
    today = timezone.localdate()
    target = tempfile.TemporaryFile(prefix="tao-nguon-")  # noqa: SIM115  (FileResponse closes it)
    columns = [
        OutColumn(_("Họ và tên"), 26), OutColumn(_("Việc"), 40), OutColumn(_("Ai làm"), 18),
        OutColumn(_("Tính từ ngày"), 14, "date"), OutColumn(_("Hạn"), 14, "date"),
        OutColumn(_("Số ngày còn lại"), 12, "integer"), OutColumn(_("Căn cứ"), 26), OutColumn(_("Cần xem lại"), 40),
        OutColumn(_("Tổ chức"), 34), OutColumn(_("Cấp trên"), 34),
    ]  # fmt: skip
    try:
        count = write_list(
            target, columns=columns, rows=_rows(rows, today), sheet_name=_("Thời hạn"),
            title=_("Việc đến hạn, tính đến ngày %(day)s") % {"day": format_date(today)},
            properties={"title": _("Thời hạn"), "author": request.user.full_name},
        )  # fmt: skip
    except BaseException:
        target.close()
        raise
    subtrees = request.user.reach(Action.EXPORT).subtrees
    record(
        "list.exported",
        by=request.user,
        organisation=Organisation.objects.filter(path__in=subtrees[:1]).first() if subtrees else None,
        label=_("Thời hạn"),
        kind="deadlines",
        rows=count,
        columns=[column.title for column in columns],
        filters={name: value for name, value in request.GET.items() if name not in UNLOGGED and value},
    )
    target.seek(0)
    name = _("Thời hạn %(day)s.xlsx") % {"day": format_date(today).replace("/", "-")}
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


def _rows(rows, today) -> Iterator[list]:
    for row in rows.iterator(chunk_size=CHUNK):
        kind = BY_CODE[row.code]
        source = kind.source(row.rules)
        above = row.organisation.parent.name if row.organisation.parent else ""
        words = _("%(source)s (chưa kiểm chứng)") % {"source": source} if source and not source.verified else source
        yield [
            row.candidate.full_name, str(kind.label), row.get_actor_display(), row.since_on, row.due_on,
            (row.due_on - today).days, str(words) if source else _("thông lệ"), row.doubt, row.organisation.name, above,
        ]  # fmt: skip
