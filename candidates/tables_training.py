"""Tables of classes and of the learners of a class."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from candidates.domain.classes import UNSETTLED
from candidates.models import ClassKind, Enrolment, TrainingClass
from candidates.tables import OfPageTable
from membership.base.dates import format_date
from membership.models import Action
from membership.tables import ListTable, NumberColumn
from membership.templatetags.present import UNKNOWN, born

_NOWRAP = {"td": {"class": "nowrap tabular"}}


class ClassTable(OfPageTable):
    """Classes; beside each how many of the reader's own people are in its list."""

    name = tables.Column(
        verbose_name=_("Lớp"),
        order_by=("name", "pk"),
        linkify=("candidates:class.detail", {"pk": tables.A("pk")}),
    )
    opens_on = tables.Column(verbose_name=_("Khai giảng – bế giảng"), order_by=("opens_on", "pk"), attrs=_NOWRAP)
    seats = tables.TemplateColumn(
        template_name="candidates/_class_seats.html", verbose_name=_("Đã xếp / số chỗ"), orderable=False
    )
    mine = NumberColumn(verbose_name=_("Người của mình"), empty_values=(), orderable=False)
    state = tables.TemplateColumn(
        template_name="candidates/_class_state.html", verbose_name=_("Tình trạng"), order_by=("state", "-opens_on")
    )
    organisation = tables.Column(
        verbose_name=_("Nơi mở lớp"), accessor="organisation__name", order_by=("organisation_path", "-opens_on")
    )

    class Meta(ListTable.Meta):
        model = TrainingClass
        fields = ("name", "opens_on", "seats", "mine", "state", "organisation")
        sequence = fields
        order_by = ("-opens_on",)

    def render_name(self, value, record):
        kind = _("nhận thức về Đảng") if record.kind == ClassKind.AWARENESS else _("đảng viên mới")
        about = " · ".join(str(text) for text in (record.code, kind, record.target_group) if text)
        return format_html('<span>{}<span class="place-above">{}</span></span>', value, about)

    def render_opens_on(self, record):
        days = f"{format_date(record.opens_on)} – {format_date(record.closes_on)}"
        return format_html('<span>{}<span class="place-above">{}</span></span>', days, record.get_hours_display())

    def render_mine(self, record):
        return self.beside(record) or 0


class LearnerTable(ListTable):
    full_name = tables.Column(
        verbose_name=_("Học viên"), accessor="candidate__full_name", order_by=("candidate__sort_key", "pk")
    )
    born_on = tables.Column(
        verbose_name=_("Năm sinh"), accessor="candidate__born_on", order_by=("candidate__born_on",), attrs=_NOWRAP,
        default=UNKNOWN,
    )  # fmt: skip
    organisation = tables.Column(verbose_name=_("Chi bộ"), order_by=("organisation_path", "candidate__sort_key"))
    role = tables.Column(verbose_name=_("Chức danh"), orderable=False, default=UNKNOWN)
    state = tables.TemplateColumn(
        template_name="candidates/_learner_state.html", verbose_name=_("Tình trạng"), order_by=("state", "queued_at")
    )
    certificate = tables.Column(verbose_name=_("Giấy chứng nhận"), empty_values=(), orderable=False)
    act = tables.Column(verbose_name="", empty_values=(), orderable=False, default="")

    class Meta(ListTable.Meta):
        model = Enrolment
        fields = ("full_name", "born_on", "organisation", "role", "state", "certificate", "act")
        sequence = fields
        order_by = ("full_name",)

    def __init__(self, *args, request, training_class: TrainingClass, **kwargs):
        user = request.user
        self.sees = user.reach(Action.VIEW_PERSON)
        self.details = user.reach(Action.VIEW_PERSON_DETAILS)
        self.edits = user.reach(Action.EDIT_PERSON)
        self.runs = user.may(Action.MANAGE_CLASS, training_class.organisation_path)
        super().__init__(*args, request=request, **kwargs)

    def render_full_name(self, value, record):
        """The person's page opens to whoever may see them where they are now."""
        if not self.sees.covers(record.candidate.organisation_path):
            return value
        return format_html(
            '<a href="{}">{}</a>', reverse("candidates:candidate.detail", args=[record.candidate_id]), value
        )

    def render_born_on(self, value, record):
        return born(record.candidate) if self.details.covers(record.organisation_path) else value.year

    def render_organisation(self, value):
        if value.parent is None:
            return value.name
        return format_html('<span>{}<span class="place-above">{}</span></span>', value.name, value.parent.name)

    def render_certificate(self, record):
        if not record.certificate_date:
            return UNKNOWN
        words = {"number": record.certificate_number or "–", "day": format_date(record.certificate_date)}
        return _("số %(number)s, %(day)s") % words

    def render_act(self, record):
        """Taking the name out of the class, where that is the reader's business."""
        route = self._route_out(record)
        if not route:
            return ""
        words = (reverse(route, args=[record.pk]), _("Rút tên"), record.candidate.full_name)
        return format_html('<a class="learner-act" href="{}">{}<span class="visually-hidden"> {}</span></a>', *words)

    def _route_out(self, record) -> str:
        if record.state not in UNSETTLED:
            return ""
        if self.edits.covers(record.organisation_path):
            return "candidates:enrolment.withdraw"
        return "candidates:enrolment.release" if self.runs else ""
