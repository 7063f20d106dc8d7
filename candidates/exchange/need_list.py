"""Who is to be sent to a class, as a workbook."""

from collections.abc import Iterator

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.training_need import Need
from candidates.exchange.plain_list import export_rows
from membership.base.dates import format_date
from membership.base.sheets.writer import OutColumn
from membership.catalogues import OCCUPATIONS
from membership.models import Action

CHUNK = 2000


def export_need(request, rows) -> FileResponse:
    """What the page shows, within the subtrees where the person may export; details only where they may be read."""
    rows = rows.visible_to(request.user, Action.EXPORT).select_related("organisation__parent", "circumstances")
    columns = [
        OutColumn(_("TT"), 6, "integer"), OutColumn(_("Họ và tên"), 26), OutColumn(_("Năm sinh"), 10),
        OutColumn(_("Chức vụ, đơn vị công tác"), 34), OutColumn(_("Nghề nghiệp"), 24),
        OutColumn(_("Học được lúc nào"), 24), OutColumn(_("Giai đoạn"), 22), OutColumn(_("Giấy chứng nhận"), 28),
        OutColumn(_("Ngày cấp"), 14, "date"), OutColumn(_("Đã cử"), 12), OutColumn(_("Tổ chức"), 34),
        OutColumn(_("Cấp trên"), 34),
    ]  # fmt: skip
    return export_rows(
        request, name=_("Danh sách cử đi học"), kind="training_need", columns=columns, rows=_rows(request.user, rows),
        title=_("Danh sách cử đi học, tính đến ngày %(day)s") % {"day": format_date(timezone.localdate())},
    )  # fmt: skip


def _rows(user, rows) -> Iterator[list]:
    reach = user.reach(Action.VIEW_PERSON_DETAILS)
    for number, row in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
        details = reach.covers(row.organisation_path)
        yield [
            number, row.full_name, str(row.born_on.year) if row.born_on else "",
            row.position if details else "",
            (OCCUPATIONS.name_of(row.occupation) or row.occupation_text) if details else "",
            _free(row) if details else "", row.get_stage_display(), Need(row.need).label, row.held_on,
            _("đã có tên") if row.sent else "", row.organisation.name,
            row.organisation.parent.name if row.organisation.parent else "",
        ]  # fmt: skip


def _free(row) -> str:
    about = getattr(row, "circumstances", None)
    if about is None or about.shift_work is None:
        return ""
    return _("làm ca: chủ nhật, tối") if about.shift_work else _("không làm ca")
