"""Tables and filters of mass organisations."""

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.domain.mass import Funnel
from candidates.filters import recent_years
from candidates.models import Body, MassOrganisation
from candidates.tables import OfPageTable
from membership.filters import ListFilterSet, OrganisationFilter
from membership.models import Action
from membership.people_filters import ANY
from membership.tables import ListTable, NumberColumn
from membership.templatetags.present import UNKNOWN, number, percent


def bodies() -> list[tuple[str, str]]:
    return [(key, str(label)[:1].upper() + str(label)[1:]) for key, label in Body.choices]


class MassFilterSet(ListFilterSet):
    """Mass organisations by place and kind: by default those followed now; the year is the view's."""

    to_chuc = OrganisationFilter(action=Action.VIEW_FIGURES)
    nam = django_filters.ChoiceFilter(
        method="of_the_year_already", label=_("Năm"), empty_label=_("Năm nay"), choices=lambda: recent_years()
    )
    loai = django_filters.ChoiceFilter(field_name="body", label=_("Loại"), empty_label=ANY, choices=bodies)
    tinh_trang = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Tình trạng"),
        empty_label=_("Đang theo dõi"),
        choices=[("da-thoi", _("Đã thôi theo dõi")), ("tat-ca", ANY)],
    )

    class Meta:
        model = MassOrganisation
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("tinh-trang") else queryset.current()

    def of_the_year_already(self, queryset, name, value):
        return queryset

    def by_state(self, queryset, name, value):
        return queryset.exclude(valid_to=None) if value == "da-thoi" else queryset


class MassTable(OfPageTable):
    """Mass organisations; beside each, what it did in the year."""

    name = tables.Column(
        verbose_name=_("Đoàn thể"),
        order_by=("folded_name", "pk"),
        linkify=lambda record, table: table.address(record),
    )
    body = tables.Column(verbose_name=_("Loại"))
    organisation = tables.Column(verbose_name=_("Cấp ủy"), order_by=("organisation_path", "body", "name"))
    quota = NumberColumn(verbose_name=_("Chỉ tiêu"), empty_values=(), orderable=False)
    introduced = NumberColumn(verbose_name=_("Giới thiệu"), empty_values=(), orderable=False)
    reached = NumberColumn(verbose_name=_("Đạt"), empty_values=(), orderable=False)
    accepted = NumberColumn(verbose_name=_("Công nhận"), empty_values=(), orderable=False)
    admitted = NumberColumn(verbose_name=_("Kết nạp"), empty_values=(), orderable=False)

    class Meta(ListTable.Meta):
        model = MassOrganisation
        fields = ("name", "body", "organisation", "quota", "introduced", "reached", "accepted", "admitted")
        sequence = fields
        order_by = ("organisation",)

    def __init__(self, *args, year: int, **kwargs):
        self.year = year
        super().__init__(*args, **kwargs)

    def address(self, record) -> str:
        return f"{reverse('candidates:mass.detail', args=[record.pk])}?nam={self.year}"

    def funnel(self, record) -> Funnel:
        return self.beside(record) or Funnel()

    def render_body(self, record):
        label = str(record.get_body_display())
        return label[:1].upper() + label[1:]

    def render_organisation(self, value):
        return value.name

    def render_quota(self, record):
        quota = self.funnel(record).quota
        return UNKNOWN if quota is None else number(quota)

    def render_introduced(self, record):
        return number(self.funnel(record).introduced)

    def render_reached(self, record):
        return percent(self.funnel(record).percent)

    def render_accepted(self, record):
        return number(self.funnel(record).accepted)

    def render_admitted(self, record):
        return number(self.funnel(record).admitted)


class AccountFilterSet(ListFilterSet):
    to_chuc = OrganisationFilter(action=Action.MANAGE_USERS)
    loai = django_filters.ChoiceFilter(field_name="body", label=_("Loại"), empty_label=ANY, choices=bodies)

    class Meta:
        model = MassOrganisation
        fields = []


class AccountTable(OfPageTable):
    """Mass organisations and whose accounts work for them."""

    name = tables.Column(
        verbose_name=_("Đoàn thể"),
        order_by=("folded_name", "pk"),
        linkify=("candidates:mass.account", {"pk": tables.A("pk")}),
    )
    organisation = tables.Column(verbose_name=_("Cấp ủy"), order_by=("organisation_path", "body", "name"))
    accounts = tables.Column(verbose_name=_("Tài khoản"), empty_values=(), orderable=False)

    class Meta(ListTable.Meta):
        model = MassOrganisation
        fields = ("name", "organisation", "accounts")
        sequence = fields
        order_by = ("organisation",)

    def render_organisation(self, value):
        return value.name

    def render_accounts(self, record):
        return ", ".join(self.beside(record) or ()) or _("chưa có")
