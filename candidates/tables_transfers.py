"""The table of letters about people who move."""

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Transfer, TransferState
from membership.tables import DayColumn, ListTable, NumberColumn


class TransferTable(ListTable):
    candidate = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("candidate__sort_key", "pk"),
        linkify=("candidates:transfer.detail", {"pk": tables.A("pk")}),
    )
    organisation = tables.Column(verbose_name=_("Nơi đi"), accessor="organisation__name", orderable=False)
    target = tables.Column(verbose_name=_("Nơi đến"), empty_values=(), orderable=False)
    moment = tables.Column(verbose_name=_("Chuyển khi"), orderable=False)
    offered_on = DayColumn(verbose_name=_("Ngày giới thiệu"))
    waiting = NumberColumn(verbose_name=_("Chờ, ngày"), empty_values=(), orderable=False)
    state = tables.Column(verbose_name=_("Tình trạng"), orderable=False)

    class Meta(ListTable.Meta):
        model = Transfer
        fields = ("candidate", "organisation", "target", "moment", "offered_on", "waiting", "state")
        sequence = fields
        order_by = ("offered_on",)

    def render_target(self, record):
        return record.target.name if record.target else record.target_text

    def render_waiting(self, record):
        if record.state != TransferState.OFFERED:
            return "–"
        return (timezone.localdate() - record.offered_on).days
