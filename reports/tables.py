"""Tables of the report pages."""

import django_tables2 as tables
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from candidates.models import Admission, Override
from membership.catalogues import OCCUPATIONS
from membership.tables import DayColumn, ListTable, MomentColumn, NumberColumn
from membership.templatetags.present import UNKNOWN, born, percent
from reports.domain.attainment import exact_percent
from reports.domain.reading import period_of
from reports.models import Run

NUM = {"td": {"class": "num"}, "th": {"class": "num"}}


class RunTable(ListTable):
    """Reports: the period opens the report; the figures are those of its root."""

    last_day = tables.Column(verbose_name=_("Kỳ báo cáo"), linkify=("reports:report.detail", {"pk": tables.A("pk")}))
    organisation = tables.Column(verbose_name=_("Tổ chức"), accessor="organisation__name")
    root_done = NumberColumn(verbose_name=_("Từ đầu năm"))
    root_quota = NumberColumn(verbose_name=_("Chỉ tiêu"))
    attainment = tables.Column(verbose_name=_("Đạt"), empty_values=(), orderable=False, attrs=NUM)
    counting = tables.Column(verbose_name=_("Tính theo"))
    state = tables.TemplateColumn(
        template_name="reports/_run_state.html", verbose_name=_("Tình trạng"), orderable=False, empty_values=()
    )
    created_at = MomentColumn(verbose_name=_("Lập lúc"))

    class Meta(ListTable.Meta):
        model = Run
        fields = (
            "last_day",
            "organisation",
            "root_quota",
            "root_done",
            "attainment",
            "counting",
            "state",
            "created_at",
        )
        sequence = fields

    def render_last_day(self, record):
        label = period_of(record).label
        return label[0].upper() + label[1:]

    def render_attainment(self, record):
        return percent(exact_percent(record.root_done or 0, record.root_quota)) if record.published_at else UNKNOWN


def admission_address(record) -> str | None:
    try:
        return reverse("candidates:admission.detail", args=[record.pk])
    except NoReverseMatch:
        return None


class LetPassTable(ListTable):
    """Conditions that were not met and let pass, with the reason and the document."""

    event = tables.Column(
        verbose_name=_("Người"),
        accessor="event__candidate__full_name",
        order_by=("event__candidate__sort_key", "pk"),
        linkify=("candidates:candidate.detail", {"pk": tables.A("event__candidate_id")}),
        attrs={"td": {"class": "col-name"}},
    )
    organisation = tables.Column(
        verbose_name=_("Chi bộ"), accessor="organisation__name", orderable=False, attrs={"td": {"class": "col-name"}}
    )
    kind = tables.Column(verbose_name=_("Việc"), accessor="event__get_kind_display", orderable=False)
    occurred_on = DayColumn(verbose_name=_("Ngày"))
    message = tables.Column(verbose_name=_("Điều kiện chưa đủ"), orderable=False)
    reason = tables.Column(verbose_name=_("Lý do cho qua"), orderable=False)
    document_number = tables.Column(verbose_name=_("Văn bản"), orderable=False, attrs={"td": {"class": "nowrap"}})
    recorded_by = tables.Column(verbose_name=_("Người ghi"), accessor="recorded_by__full_name", orderable=False)

    class Meta(ListTable.Meta):
        model = Override
        fields = (
            "event",
            "organisation",
            "kind",
            "occurred_on",
            "message",
            "reason",
            "document_number",
            "recorded_by",
        )
        sequence = fields
        order_by = ("occurred_on",)

    def render_message(self, record):
        return f"{record.message} ({record.source})"


class PeopleTable(ListTable):
    """The people behind a figure; a name opens the admission."""

    full_name = tables.Column(verbose_name=_("Họ và tên"), order_by=("sort_key", "pk"), linkify=admission_address)
    born_on = tables.Column(verbose_name=_("Ngày sinh"), attrs={"td": {"class": "nowrap tabular"}}, default=UNKNOWN)
    sex = tables.Column(verbose_name=_("Giới tính"), default=UNKNOWN)
    organisation = tables.Column(
        verbose_name=_("Chi bộ"),
        accessor="organisation__name",
        linkify=("membership:organisation.detail", {"pk": tables.A("organisation_id")}),
    )
    occupation = tables.Column(verbose_name=_("Nghề nghiệp"), empty_values=())
    decision_number = tables.Column(verbose_name=_("Số quyết định"), default=UNKNOWN)
    decision_date = DayColumn(verbose_name=_("Ngày quyết định"))
    ceremony_date = DayColumn(verbose_name=_("Ngày kết nạp"))

    class Meta(ListTable.Meta):
        model = Admission
        fields = (
            "full_name",
            "born_on",
            "sex",
            "organisation",
            "occupation",
            "decision_number",
            "decision_date",
            "ceremony_date",
        )
        order_by = "full_name"

    def render_born_on(self, record):
        return born(record)

    def render_occupation(self, record):
        if name := OCCUPATIONS.name_of(record.occupation):
            return name
        unknown = _("chưa rõ nhóm")
        return f"{record.occupation_text} ({unknown})" if record.occupation_text else unknown
