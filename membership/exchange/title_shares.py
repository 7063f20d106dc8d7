"""The shares of members among holders of titles as a workbook."""

import tempfile
from collections.abc import Sequence
from datetime import date

from django.http import FileResponse
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.base.sheets.writer import OutColumn, write_list
from membership.domain.activity import record
from membership.domain.position_shares import Share
from membership.exchange.export import XLSX
from membership.models import Organisation


def export_shares(request, organisation: Organisation, day: date, rows: Sequence[Share]) -> FileResponse:
    """One row a title: holders, members, the share, what is asked, who is missing and on the way."""
    columns = [
        OutColumn(_("Chức danh"), 40),
        OutColumn(_("Số thôn, bản"), 14, "integer"),
        OutColumn(_("Người giữ chức"), 16, "integer"),
        OutColumn(_("Đảng viên"), 12, "integer"),
        OutColumn(_("Tỷ lệ"), 10, "percent"),
        OutColumn(_("Chỉ tiêu"), 10, "percent"),
        OutColumn(_("Văn bản đặt chỉ tiêu"), 30),
        OutColumn(_("Còn thiếu"), 11, "integer"),
        OutColumn(_("Quần chúng đang theo dõi"), 24, "integer"),
        OutColumn(_("Trong đó"), 44),
        OutColumn(_("Chưa có người giữ chức"), 22, "integer"),
    ]
    cells = [
        [
            share.title.name,
            share.units,
            share.holders,
            share.members,
            share.percent,
            share.target.percent if share.target else None,
            f"{share.target.decision_number} ({share.target.organisation.name})" if share.target else "",
            share.missing,
            share.candidates,
            "; ".join(f"{name}: {n}" for _stage, name, n in share.stages),
            share.unfilled,
        ]
        for share in rows
    ]
    name = _("Tỷ lệ đảng viên trong người giữ chức danh")
    target = tempfile.TemporaryFile(prefix="tao-nguon-")  # noqa: SIM115  (FileResponse closes it)
    try:
        write_list(
            target,
            columns=columns,
            rows=cells,
            title=name,
            subtitle=_("%(place)s, tính đến ngày %(day)s") % {"place": organisation.name, "day": format_date(day)},
            sheet_name=_("Chức danh"),
            properties={"title": name, "author": request.user.full_name},
        )
    except BaseException:
        target.close()
        raise
    record("list.exported", by=request.user, organisation=organisation, label=name, rows=len(cells))
    target.seek(0)
    filename = f"{name} {format_date(day).replace('/', '-')}.xlsx"
    return FileResponse(target, as_attachment=True, filename=filename, content_type=XLSX)
