"""Tables of the need for training, of talks, and of what came of classes."""

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from candidates.domain.learner_rules import certificate_until
from candidates.domain.training_need import Need
from candidates.models import Candidate, ClassKind, Enrolment, Talk
from candidates.tables import OfPageTable
from membership.catalogues import OCCUPATIONS
from membership.people_tables import PeopleTable
from membership.tables import DayColumn, ListTable, NumberColumn
from membership.templatetags.present import UNKNOWN, day, icon

_LOOKS = {Need.NONE: ("behind", "school-off"), Need.EXPIRED: ("behind", "alert-triangle"),
          Need.EXPIRING: ("on", "clock"), Need.VALID: ("attained", "check")}  # fmt: skip


class NeedTable(PeopleTable):
    full_name = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("sort_key", "pk"),
        linkify=("candidates:candidate.detail", {"pk": tables.A("pk")}),
    )
    stage = tables.TemplateColumn(
        template_name="parts/stage_badge.html", verbose_name=_("Giai đoạn"), order_by=("stage", "sort_key")
    )
    need = tables.Column(verbose_name=_("Giấy chứng nhận"), order_by=("held_on", "sort_key", "pk"))
    work = tables.Column(verbose_name=_("Nghề nghiệp, học được lúc nào"), empty_values=(), orderable=False)

    details = ("work",)

    class Meta(ListTable.Meta):
        model = Candidate
        fields = ("full_name", "born_on", "stage", "need", "work", "organisation")
        exclude = ("sex",)
        sequence = fields
        order_by = ("full_name",)

    def render_need(self, value, record):
        need = Need(value)
        look, symbol = _LOOKS[need]
        below = []
        if record.held_on is not None:
            until = day(certificate_until(ClassKind.AWARENESS, record.held_on))
            below.append(_("cấp %(given)s, đến %(until)s") % {"given": day(record.held_on), "until": until})
        if record.sent:
            below.append(str(_("đã có tên ở một lớp")))
        return format_html(
            '<span><span class="badge badge-{}">{} {}</span>{}</span>',
            look, icon(symbol), need.label,
            format_html_join("", '<span class="place-above">{}</span>', ((text,) for text in below)),
        )  # fmt: skip

    def render_work(self, record):
        if not self.reach.covers(record.organisation_path):
            return UNKNOWN
        work = OCCUPATIONS.name_of(record.occupation) or record.occupation_text or UNKNOWN
        return format_html('<span>{}<span class="place-above">{}</span></span>', work, free_time(record))


def free_time(candidate: Candidate) -> str:
    """When the person can learn, as far as their work tells."""
    about = getattr(candidate, "circumstances", None)
    if about is None or about.shift_work is None:
        return str(_("chưa rõ có làm ca"))
    return str(_("làm ca: chủ nhật, tối")) if about.shift_work else str(_("không làm ca"))


class TalkTable(OfPageTable):
    on = tables.Column(
        verbose_name=_("Ngày"), order_by=("on", "pk"), linkify=("candidates:talk.detail", {"pk": tables.A("pk")}),
        attrs={"td": {"class": "nowrap tabular"}},
    )  # fmt: skip
    subject = tables.Column(verbose_name=_("Chuyên đề"), orderable=False)
    speaker = tables.Column(verbose_name=_("Báo cáo viên"), orderable=False)
    people = NumberColumn(verbose_name=_("Người dự"), empty_values=(), orderable=False)
    organisation = tables.Column(verbose_name=_("Tổ chức"), order_by=("organisation_path", "-on"))

    class Meta(ListTable.Meta):
        model = Talk
        fields = ("on", "subject", "speaker", "people", "organisation")
        sequence = fields
        order_by = ("-on",)

    def render_on(self, value):
        return day(value)

    def render_people(self, record):
        return self.beside(record) or 0


class OutcomePeopleTable(ListTable):
    """The people behind a number of the outcomes."""

    full_name = tables.Column(
        verbose_name=_("Họ và tên"), accessor="candidate__full_name", order_by=("candidate__sort_key", "pk"),
        linkify=("candidates:candidate.detail", {"pk": tables.A("candidate_id")}),
    )  # fmt: skip
    training_class = tables.Column(verbose_name=_("Lớp"), accessor="training_class__name", orderable=False)
    certificate_date = DayColumn(verbose_name=_("Ngày cấp giấy chứng nhận"))
    decided_on = DayColumn(verbose_name=_("Quyết định kết nạp"))
    organisation = tables.Column(verbose_name=_("Chi bộ"), order_by=("organisation_path", "pk"))

    class Meta(ListTable.Meta):
        model = Enrolment
        fields = ("full_name", "training_class", "certificate_date", "decided_on", "organisation")
        sequence = fields
        order_by = ("full_name",)
