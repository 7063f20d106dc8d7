"""Columns of lists of people: a name sorted by the given name, a birth date as far as it is known and may be seen."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from membership.models import Action, PartyMember
from membership.tables import DayColumn, ListTable
from membership.templatetags.present import UNKNOWN, born


class PeopleTable(ListTable):
    """Base of lists of people. Who may not read a person's details sees the birth year, and no sex."""

    full_name = tables.Column(verbose_name=_("Họ và tên"), order_by=("sort_key", "pk"))
    born_on = tables.Column(verbose_name=_("Ngày sinh"), attrs={"td": {"class": "nowrap tabular"}}, default=UNKNOWN)
    sex = tables.Column(verbose_name=_("Giới tính"), default=UNKNOWN)
    organisation = tables.Column(verbose_name=_("Tổ chức"), order_by=("organisation_path", "sort_key"))

    class Meta(ListTable.Meta):
        pass

    def __init__(self, *args, request, **kwargs):
        self.reach = request.user.reach(Action.VIEW_PERSON_DETAILS)
        if not self.reach:
            kwargs["exclude"] = (*kwargs.get("exclude", ()), "sex", *self.details)
        super().__init__(*args, request=request, **kwargs)
        if not self.reach:
            self.columns["born_on"].column.orderable = False

    details: tuple[str, ...] = ()

    def render_born_on(self, value, record):
        return born(record) if self.reach.covers(record.organisation_path) else value.year

    def render_organisation(self, value):
        """Many branches bear the same name: the one above says which it is."""
        if value.parent is None:
            return value.name
        return format_html('<span>{}<span class="place-above">{}</span></span>', value.name, value.parent.name)

    def render_sex(self, value, record):
        return value if self.reach.covers(record.organisation_path) else UNKNOWN


class MemberTable(PeopleTable):
    full_name = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("sort_key", "pk"),
        linkify=("membership:member.detail", {"pk": tables.A("pk")}),
    )
    status = tables.TemplateColumn("{{ record.get_status_display|capfirst }}", verbose_name=_("Tình trạng"))
    joined_on = DayColumn(verbose_name=_("Ngày vào Đảng"))
    official_on = DayColumn(verbose_name=_("Ngày chính thức"))

    class Meta(ListTable.Meta):
        model = PartyMember
        fields = ("full_name", "born_on", "sex", "status", "joined_on", "official_on", "organisation")
        sequence = fields
        order_by = ("full_name",)
