"""Tables of referrals between workplace and residence, and of people who leave a place on a known day."""

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from candidates.domain.local_rules import rules_for
from candidates.models import Candidate, Referral, ReferralState
from candidates.procedure.texts import PROCEDURES
from candidates.tables import OfPageTable
from membership.models import Action
from membership.people_tables import PeopleTable
from membership.tables import DayColumn, ListTable


class ReferralTable(OfPageTable):
    """Open referrals, the longest waiting first; `beside`: after how many days the place chases."""

    candidate = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("candidate__sort_key", "pk"),
        linkify=("candidates:referral.detail", {"pk": tables.A("pk")}),
    )
    direction = tables.Column(verbose_name=_("Giới thiệu"), orderable=False)
    organisation = tables.Column(verbose_name=_("Nơi giới thiệu"), orderable=False)
    target = tables.Column(verbose_name=_("Nơi được giới thiệu đến"), orderable=False)
    offered_on = DayColumn(verbose_name=_("Ngày giới thiệu"))
    state = tables.Column(verbose_name=_("Tình trạng"), orderable=False)

    class Meta(ListTable.Meta):
        model = Referral
        fields = ("candidate", "direction", "organisation", "target", "offered_on", "state")
        sequence = fields
        order_by = ("offered_on",)

    def __init__(self, rows, **kwargs):
        super().__init__(rows, beside=self._limits, **kwargs)

    def _limits(self, keys):
        rows = [row.record for row in self.paginated_rows]
        rules, today = rules_for({row.organisation_path for row in rows}), timezone.localdate()
        values = PROCEDURES[-1].setting_values
        return {row.pk: values(rules[row.organisation_path].on(today))["referral_days"] for row in rows}

    def render_direction(self, record):
        return capfirst(record.get_direction_display())

    def render_organisation(self, value):
        return PeopleTable.render_organisation(self, value)

    render_target = render_organisation

    def render_state(self, record):
        waits = (timezone.localdate() - record.offered_on).days if record.state == ReferralState.OFFERED else None
        late = waits is not None and waits > self.beside(record)
        return render_to_string("candidates/_referral_state.html", {"referral": record, "waits": waits, "late": late})


class LeavingTable(OfPageTable):
    """People who leave on a known day; `beside`: what must still be done by then and whether there is time."""

    full_name = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("sort_key", "pk"),
        linkify=("candidates:candidate.detail", {"pk": tables.A("pk")}),
    )
    leaves_on = DayColumn(
        verbose_name=_("Rời đi ngày"), accessor="circumstances__leaves_on", order_by=("circumstances__leaves_on", "pk")
    )
    stage = tables.TemplateColumn(
        template_name="parts/stage_badge.html", verbose_name=_("Giai đoạn"), order_by=("stage", "sort_key")
    )
    todo = tables.Column(verbose_name=_("Phải làm trước ngày ấy"), empty_values=(), orderable=False)
    verdict = tables.Column(verbose_name=_("Có kịp không"), empty_values=(), orderable=False)
    goes_to = tables.Column(verbose_name=_("Giới thiệu đi đâu"), empty_values=(), orderable=False)
    organisation = tables.Column(verbose_name=_("Chi bộ"), order_by=("organisation_path", "sort_key"))

    class Meta(ListTable.Meta):
        model = Candidate
        fields = ("full_name", "leaves_on", "stage", "todo", "verdict", "goes_to", "organisation")
        sequence = fields
        order_by = ("leaves_on",)

    def __init__(self, *args, request, **kwargs):
        self.editable = request.user.reach(Action.EDIT_PERSON)
        super().__init__(*args, request=request, **kwargs)

    def render_leaves_on(self, value, record):
        why = record.circumstances.get_leaves_because_display() or _now("chưa rõ vì sao")
        shown = DayColumn().render(value)
        return format_html('<span>{}<span class="place-above">{}</span></span>', shown, why)

    def render_todo(self, record):
        return render_to_string("candidates/_student_todo.html", {"plan": self.beside(record)})

    def render_verdict(self, record):
        return render_to_string("candidates/_student_verdict.html", {"plan": self.beside(record)})

    def render_goes_to(self, record):
        words = {"candidate": record, "may_refer": self.editable.covers(record.organisation_path)}
        return render_to_string("candidates/_student_goes.html", {"plan": self.beside(record), **words})

    render_organisation = PeopleTable.render_organisation
