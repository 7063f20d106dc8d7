"""Tables of holders of titles, and of units where a title is held by nobody."""

from urllib.parse import urlencode

import django_tables2 as tables
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from membership.domain.position_ways import ways
from membership.models import Action, PositionHolder, ResidentialUnit
from membership.people_tables import PeopleTable
from membership.tables import DayColumn, ListTable
from membership.templatetags.present import UNKNOWN


class HolderTable(PeopleTable):
    full_name = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("sort_key", "pk"),
        linkify=("membership:holder.detail", {"pk": tables.A("pk")}),
    )
    title = tables.Column(verbose_name=_("Chức danh"), order_by=("title__order", "title__name", "sort_key"))
    unit = tables.Column(verbose_name=_("Thôn, bản"), order_by=("unit__folded_name", "sort_key"))
    standing = tables.Column(verbose_name=_("Đảng viên, quần chúng"), empty_values=(), orderable=False)
    valid_from = DayColumn(verbose_name=_("Giữ chức từ"))
    sex = None
    organisation = None

    class Meta(ListTable.Meta):
        model = PositionHolder
        fields = ("full_name", "title", "unit", "born_on", "standing", "valid_from")
        sequence = fields
        order_by = ("full_name",)

    def __init__(self, *args, request, **kwargs):
        self.people = request.user.reach(Action.VIEW_PERSON)
        super().__init__(*args, request=request, **kwargs)

    @cached_property
    def candidacies(self) -> dict:
        """Holder -> their way into the Party, of the people on the page; one query."""
        return ways().of([row.record.pk for row in self.paginated_rows])

    def render_unit(self, value):
        return format_html('<span>{}<span class="place-above">{}</span></span>', value.name, value.commune)

    def render_standing(self, record):
        way = self.candidacies.get(record.pk)
        if way is not None and not self.people.covers(way.path):
            way = None  # moved out of sight since
        words = {"holder": record, "way": way, "in_office": record.valid_to is None}
        return render_to_string("membership/_holder_standing.html", words)

    def order_born_on(self, queryset, is_descending):
        """The youngest first when it descends; who has no birth date comes last either way."""
        day = F("born_on")
        return queryset.order_by(
            day.desc(nulls_last=True) if is_descending else day.asc(nulls_last=True), "sort_key", "pk"
        ), True

    def order_valid_from(self, queryset, is_descending):
        """The longest in office first when it ascends; a day nobody remembers is long ago."""
        day = F("valid_from")
        return queryset.order_by(
            day.desc(nulls_last=True) if is_descending else day.asc(nulls_first=True), "sort_key", "pk"
        ), True


class NextTable(HolderTable):
    """Holders who are neither members nor on the list, each with the act that puts them on it."""

    act = tables.Column(verbose_name=_("Việc"), empty_values=(), orderable=False)
    standing = None

    class Meta(HolderTable.Meta):
        fields = ("full_name", "title", "unit", "born_on", "valid_from", "act")
        sequence = fields
        order_by = ("-born_on",)

    def __init__(self, *args, request, **kwargs):
        self.writes = request.user.reach(Action.EDIT_PERSON)
        if not self.writes:
            kwargs["exclude"] = (*kwargs.get("exclude", ()), "act")
        super().__init__(*args, request=request, **kwargs)

    def render_act(self, record):
        if not self.writes.covers(record.organisation_path):
            return UNKNOWN
        address = reverse("candidates:holder.candidate", args=[record.pk])
        return format_html('<a class="btn btn-sm" href="{}">{}</a>', address, _("Đưa vào danh sách"))


class VacantTable(ListTable):
    name = tables.Column(verbose_name=_("Thôn, bản, tổ dân phố"), order_by=("folded_name", "pk"))
    code = tables.Column(verbose_name=_("Mã"), attrs={"td": {"class": "nowrap"}})
    commune = tables.Column(verbose_name=_("Xã, phường"), order_by=("commune", "folded_name"))
    act = tables.Column(verbose_name=_("Việc"), empty_values=(), orderable=False)

    class Meta(ListTable.Meta):
        model = ResidentialUnit
        fields = ("name", "code", "commune", "act")
        sequence = fields
        order_by = ("commune",)

    def __init__(self, *args, request, title, **kwargs):
        self.title, self.writes = title, request.user.reach(Action.MANAGE_UNIT)
        if not self.writes:
            kwargs["exclude"] = ("act",)
        super().__init__(*args, request=request, **kwargs)

    def render_act(self, record):
        if not self.writes.covers(record.organisation_path):
            return UNKNOWN
        query = urlencode({"don-vi": record.pk, "chuc-danh": self.title.code})
        address = f"{reverse('membership:holder.new')}?{query}"
        return format_html('<a class="btn btn-sm" href="{}">{}</a>', address, _("Ghi người giữ chức"))
