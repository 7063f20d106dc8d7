"""Referrals between workplace and residence as a workbook, to chase with."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from candidates.exchange.plain_list import export_rows
from candidates.models import ReferralState
from membership.base.dates import format_date
from membership.base.sheets.writer import OutColumn


def export_referrals(request, rows):
    """`rows`: what the page shows, within the subtrees where the person may export."""
    today = timezone.localdate()
    columns = [
        OutColumn(_("Họ và tên"), 26), OutColumn(_("Giới thiệu"), 44), OutColumn(_("Nơi giới thiệu"), 34),
        OutColumn(_("Nơi được giới thiệu đến"), 34), OutColumn(_("Ngày giới thiệu"), 14, "date"),
        OutColumn(_("Số văn bản"), 16), OutColumn(_("Lý do"), 40), OutColumn(_("Tình trạng"), 26),
        OutColumn(_("Chờ, ngày"), 10, "integer"), OutColumn(_("Đã nhắc, lần"), 10, "integer"),
        OutColumn(_("Ngày trả lời"), 14, "date"), OutColumn(_("Nội dung trả lời"), 40),
    ]  # fmt: skip
    return export_rows(
        request, name=_("Hai nơi làm việc, cư trú"), kind="referrals", columns=columns, rows=_rows(rows, today),
        title=_("Giới thiệu giữa nơi làm việc và nơi cư trú, đến ngày %(day)s") % {"day": format_date(today)},
    )  # fmt: skip


def _rows(rows, today) -> Iterator[list]:
    for row in rows.iterator(chunk_size=2000):
        waits = (today - row.offered_on).days if row.state == ReferralState.OFFERED else None
        yield [
            row.candidate.full_name, capfirst(row.get_direction_display()), row.organisation.name, row.target.name,
            row.offered_on, row.letter_number, row.reason, row.get_state_display(), waits, row.reminders,
            row.answered_on, row.answer_note,
        ]  # fmt: skip
