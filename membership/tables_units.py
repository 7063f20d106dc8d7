"""The list of residential units."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from membership.models import ResidentialUnit
from membership.tables import DayColumn, ListTable
from membership.templatetags.present import UNKNOWN
from membership.templatetags.units import unit_state


class UnitTable(ListTable):
    """`beside`: for the keys of one page, unit id -> what the records say of it. Rows carry `again` (tái trắng)."""

    name = tables.Column(
        verbose_name=_("Thôn, bản, tổ dân phố"),
        order_by=("folded_name", "pk"),
        linkify=("membership:unit.detail", {"pk": tables.A("pk")}),
    )
    commune = tables.Column(verbose_name=_("Xã, phường"), order_by=("commune", "folded_name"))
    state = tables.Column(verbose_name=_("Tình trạng"), order_by=("state", "folded_name"), empty_values=())
    state_since = DayColumn(verbose_name=_("Từ ngày"))
    members = tables.Column(
        verbose_name=_("Đảng viên cư trú"), empty_values=(), orderable=False,
        attrs={"td": {"class": "num tabular"}, "th": {"class": "num"}},
    )  # fmt: skip
    branch = tables.Column(verbose_name=_("Chi bộ phụ trách"), empty_values=(), orderable=False)

    class Meta(ListTable.Meta):
        model = ResidentialUnit
        fields = ("name", "commune", "state", "state_since", "members", "branch")
        sequence = fields
        order_by = ("commune", "name")

    def __init__(self, *args, beside, **kwargs):
        self._beside, self._known = beside, None
        super().__init__(*args, **kwargs)

    def beside(self, record):
        if self._known is None:
            self._known = self._beside([row.record.pk for row in self.paginated_rows])
        return self._known[record.pk]

    def render_name(self, value, record):
        return format_html('<span>{}<span class="place-above">{} {}</span></span>', value, record.kind, record.code)

    def render_state(self, record):
        return unit_state(record.state, record.again)

    def render_members(self, record):
        return self.beside(record).members

    def render_branch(self, record):
        proposal = self.beside(record)
        if proposal.branch is None:
            return UNKNOWN
        note = _("chung cho %(count)d đơn vị") % {"count": proposal.joint} if proposal.joint > 1 else ""
        return format_html('<span>{}<span class="place-above">{}</span></span>', proposal.branch.name, note)
