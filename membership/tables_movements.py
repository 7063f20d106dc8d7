"""Tables of movements, of letters between branches, of members on a day and of probationers."""

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from membership.domain.handover_terms import COMPLETE
from membership.domain.holidays import work_calendar
from membership.domain.probation import ends_on
from membership.models import HandoverState, MemberHandover, MemberMovement, MovementKind, PartyMember
from membership.people_tables import PeopleTable
from membership.tables import DayColumn, ListTable
from membership.templatetags.present import UNKNOWN, day


class MovementTable(ListTable):
    member = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("member__sort_key", "pk"),
        linkify=("membership:movement.detail", {"pk": tables.A("pk")}),
    )
    kind = tables.TemplateColumn("{{ record.get_kind_display|capfirst }}", verbose_name=_("Biến động"), orderable=False)
    occurred_on = DayColumn(verbose_name=_("Ngày"), order_by=("occurred_on", "pk"))
    organisation = tables.Column(verbose_name=_("Chi bộ"), order_by=("organisation_path", "occurred_on"))
    where = tables.Column(verbose_name=_("Từ, đến"), empty_values=(), orderable=False)
    probationary = tables.Column(verbose_name=_("Diện"), orderable=False, attrs={"td": {"class": "nowrap"}})
    document_number = tables.Column(verbose_name=_("Số văn bản"), orderable=False)

    class Meta(ListTable.Meta):
        model = MemberMovement
        fields = ("member", "kind", "occurred_on", "organisation", "where", "probationary", "document_number")
        sequence = fields
        order_by = ("-occurred_on",)

    def render_organisation(self, value):
        above = value.parent.name if value.parent else ""
        return format_html('<span>{}<span class="place-above">{}</span></span>', value.name, above)

    def render_where(self, record):
        if record.kind == MovementKind.MOVED:
            return _("từ %(name)s") % {"name": record.from_organisation.name}
        return record.other_place or UNKNOWN

    def render_probationary(self, value):
        return _("dự bị") if value else _("chính thức")


class HandoverTable(ListTable):
    member = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("member__sort_key", "pk"),
        linkify=("membership:handover.detail", {"pk": tables.A("pk")}),
    )
    organisation = tables.Column(verbose_name=_("Nơi đi"), accessor="organisation__name", orderable=False)
    target = tables.Column(verbose_name=_("Nơi đến"), accessor="target__name", orderable=False)
    offered_on = DayColumn(verbose_name=_("Ngày giới thiệu"))
    due = DayColumn(verbose_name=_("Hạn xong"), empty_values=(), orderable=False)
    state = tables.Column(verbose_name=_("Tình trạng"), orderable=False)

    class Meta(ListTable.Meta):
        model = MemberHandover
        fields = ("member", "organisation", "target", "offered_on", "due", "state")
        sequence = fields
        order_by = ("offered_on",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.calendar = work_calendar()

    def render_due(self, record):
        if record.state != HandoverState.OFFERED:
            return UNKNOWN
        due = COMPLETE.due(record.offered_on, self.calendar)
        return _("%(day)s, quá hạn") % {"day": day(due)} if due < timezone.localdate() else day(due)


class MemberOnDayTable(PeopleTable):
    """Who took part on a day."""

    full_name = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("sort_key", "pk"),
        linkify=("membership:member.detail", {"pk": tables.A("pk")}),
    )
    joined_on = DayColumn(verbose_name=_("Ngày vào Đảng"))
    official_on = DayColumn(verbose_name=_("Ngày chính thức"))

    class Meta(ListTable.Meta):
        model = PartyMember
        fields = ("full_name", "born_on", "sex", "joined_on", "official_on", "organisation")
        sequence = fields
        order_by = ("full_name",)


class ProbationTable(PeopleTable):
    """Probationers, whose twelve months end first."""

    full_name = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("sort_key", "pk"),
        linkify=("membership:member.detail", {"pk": tables.A("pk")}),
    )
    joined_on = DayColumn(verbose_name=_("Ngày vào Đảng"), order_by=("joined_on", "pk"))
    ends = DayColumn(verbose_name=_("Hết 12 tháng"), empty_values=(), orderable=False)
    left = tables.Column(verbose_name=_("Còn lại"), empty_values=(), orderable=False)
    mentor = tables.Column(verbose_name=_("Người giúp đỡ"), empty_values=(), orderable=False)
    file = tables.Column(verbose_name=_("Hồ sơ kết nạp"), empty_values=(), orderable=False)

    class Meta(ListTable.Meta):
        model = PartyMember
        fields = ("full_name", "born_on", "joined_on", "ends", "left", "mentor", "file", "organisation")
        sequence = fields
        exclude = ("sex",)
        order_by = ("joined_on",)

    def render_ends(self, record):
        return day(ends_on(record))

    def render_left(self, record):
        if record.joined_on is None:
            return _("chưa rõ ngày vào Đảng")
        days = (ends_on(record) - timezone.localdate()).days
        return _("còn %(n)d ngày") % {"n": days} if days > 0 else _("đã quá %(n)d ngày") % {"n": -days}

    def render_mentor(self, record):
        candidate = getattr(record, "candidate", None)
        names = [] if candidate is None else [
            each.member.full_name for each in candidate.mentorships.all()
            if each.valid_to is None and each.taken_back_at is None
        ]  # fmt: skip
        return ", ".join(names) or UNKNOWN

    def render_file(self, record):
        return _("có") if hasattr(record, "candidate") else _("không có ở đây")
