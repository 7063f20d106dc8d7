"""The list of deadlines as a workbook, to hand out or to press with."""

from collections.abc import Iterator

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.deadline_kinds import BY_CODE
from candidates.exchange.plain_list import export_rows
from membership.base.dates import format_date
from membership.base.sheets.writer import OutColumn
from membership.models import Action

CHUNK = 2000


def export_deadlines(request, rows) -> FileResponse:
    """What the page shows (its filtered rows), within the subtrees where the person may export."""
    rows = rows.visible_to(request.user, Action.EXPORT).select_related("candidate", "organisation__parent")
    today = timezone.localdate()
    columns = [
        OutColumn(_("Họ và tên"), 26), OutColumn(_("Việc"), 40), OutColumn(_("Ai làm"), 18),
        OutColumn(_("Tính từ ngày"), 14, "date"), OutColumn(_("Hạn"), 14, "date"),
        OutColumn(_("Số ngày còn lại"), 12, "integer"), OutColumn(_("Căn cứ"), 26), OutColumn(_("Cần xem lại"), 40),
        OutColumn(_("Tổ chức"), 34), OutColumn(_("Cấp trên"), 34),
    ]  # fmt: skip
    return export_rows(
        request, name=_("Thời hạn"), kind="deadlines", columns=columns, rows=_rows(rows, today),
        title=_("Việc đến hạn, tính đến ngày %(day)s") % {"day": format_date(today)},
    )  # fmt: skip


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
