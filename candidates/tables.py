"""Tables of candidates and admissions."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from candidates.models import Admission, Candidate
from membership.people_tables import PeopleTable
from membership.tables import DayColumn, ListTable, NumberColumn
from membership.templatetags.present import UNKNOWN


class CandidateTable(PeopleTable):
    full_name = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("sort_key", "pk"),
        linkify=("candidates:candidate.detail", {"pk": tables.A("pk")}),
    )
    stage = tables.TemplateColumn(
        template_name="parts/stage_badge.html", verbose_name=_("Giai đoạn"), order_by=("stage", "sort_key")
    )
    stage_since = DayColumn(verbose_name=_("Từ ngày"))

    class Meta(ListTable.Meta):
        model = Candidate
        fields = ("full_name", "born_on", "sex", "stage", "stage_since", "organisation")
        sequence = fields
        order_by = ("full_name",)


class AdmissionTable(PeopleTable):
    full_name = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("sort_key", "pk"),
        linkify=("candidates:admission.detail", {"pk": tables.A("pk")}),
    )
    age = NumberColumn(verbose_name=_("Tuổi"))
    decision_number = tables.Column(
        verbose_name=_("Số quyết định"), default=UNKNOWN, orderable=False, attrs={"td": {"class": "nowrap"}}
    )
    decision_date = DayColumn(verbose_name=_("Ngày quyết định"))
    ceremony_date = DayColumn(verbose_name=_("Ngày kết nạp"))

    details = ("age",)

    class Meta(ListTable.Meta):
        model = Admission
        fields = (
            "full_name", "born_on", "sex", "age", "decision_number", "decision_date", "ceremony_date", "organisation",
        )  # fmt: skip
        sequence = fields
        order_by = ("full_name",)

    def render_age(self, value, record):
        return value if self.reach.covers(record.organisation_path) else UNKNOWN
