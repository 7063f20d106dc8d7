"""The list of verifications as a workbook."""

import tempfile
from collections.abc import Iterator

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.base.sheets.writer import OutColumn, write_list
from membership.domain.activity import record
from membership.exchange.export import XLSX

CHUNK = 2000


def export_verifications(request, queryset) -> FileResponse:
    """What the page shows, within the places where the reader may export. `queryset`: already the reader's own."""
    today = timezone.localdate()
    columns = [
        OutColumn(_("Nơi thẩm tra"), 40), OutColumn(_("Nơi ấy nay là"), 40), OutColumn(_("Họ và tên quần chúng"), 26),
        OutColumn(_("Chi bộ"), 34), OutColumn(_("Quan hệ"), 18), OutColumn(_("Người được thẩm tra"), 26),
        OutColumn(_("Số công văn"), 18), OutColumn(_("Ngày gửi"), 12, "date"), OutColumn(_("Chờ, ngày"), 10, "integer"),
        OutColumn(_("Số lần nhắc"), 10, "integer"), OutColumn(_("Nhắc gần nhất"), 14, "date"),
        OutColumn(_("Ngày có kết quả"), 14, "date"), OutColumn(_("Kết quả"), 26),
    ]  # fmt: skip
    target = tempfile.TemporaryFile(prefix="tao-nguon-")  # noqa: SIM115  (FileResponse closes it)
    try:
        count = write_list(
            target, columns=columns, rows=_rows(queryset), sheet_name=_("Thư thẩm tra"),
            properties={"title": _("Thư thẩm tra"), "author": request.user.full_name},
        )  # fmt: skip
    except BaseException:
        target.close()
        raise
    record("list.exported", by=request.user, label=_("Thư thẩm tra"), kind="verifications", rows=count)
    target.seek(0)
    name = _("%(name)s %(day)s.xlsx") % {"name": _("Thư thẩm tra"), "day": format_date(today).replace("/", "-")}
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


def _rows(queryset) -> Iterator[list]:
    for each in queryset.iterator(chunk_size=CHUNK):
        yield [
            each.place, each.place_now, each.candidate.full_name, each.candidate.organisation.name,
            each.get_relative_display(), each.relative_name, each.letter_number, each.sent_on, each.days_waiting,
            each.reminders or None, each.reminded_on, each.answered_on,
            each.get_result_display() if each.result else "",
        ]  # fmt: skip
