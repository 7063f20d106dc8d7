"""The table of deadlines: who, what, who acts, until when, by which paragraph."""

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from candidates.domain.deadline_kinds import BY_CODE
from candidates.domain.deadline_pages import page_of
from candidates.models import Deadline
from membership.models import Action
from membership.people_tables import PeopleTable
from membership.tables import ListTable


class DeadlineTable(ListTable):
    full_name = tables.Column(
        verbose_name=_("Họ và tên"),
        accessor="candidate__full_name",
        order_by=("candidate__sort_key", "pk"),
        linkify=("candidates:candidate.detail", {"pk": tables.A("candidate_id")}),
        attrs={"td": {"class": "col-name"}},
    )
    code = tables.Column(verbose_name=_("Việc"), order_by=("code", "due_on"), attrs={"td": {"class": "col-words"}})
    actor = tables.Column(verbose_name=_("Ai làm"))
    due_on = tables.Column(verbose_name=_("Hạn"), order_by=("due_on", "pk"))
    rules = tables.Column(verbose_name=_("Căn cứ"), orderable=False, empty_values=())
    organisation = tables.Column(
        verbose_name=_("Tổ chức"), order_by=("organisation_path", "due_on"), attrs={"td": {"class": "col-name"}}
    )

    class Meta(ListTable.Meta):
        model = Deadline
        fields = ("full_name", "code", "actor", "due_on", "rules", "organisation")
        sequence = fields
        order_by = ("due_on",)

    def __init__(self, *args, request, **kwargs):
        self.editable, self.today = request.user.reach(Action.EDIT_PERSON), timezone.localdate()
        super().__init__(*args, request=request, **kwargs)

    def render_code(self, value, record):
        """What is to be done, and the page where it is done, for whoever may do it."""
        kind = BY_CODE[value]
        name = f"{kind.label} ({record.subject})" if value == "papers" else kind.label
        if not self.editable.covers(record.organisation_path):
            return format_html('<span>{}<span class="place-above">{}</span></span>', name, kind.advice)
        return format_html(
            '<span><a href="{}">{}</a><span class="place-above">{}</span></span>', page_of(record), name, kind.advice
        )

    def render_due_on(self, value, record):
        days = (value - self.today).days
        words = {"due_on": value, "days": days, "late_by": -days, "doubt": record.doubt}
        return render_to_string("candidates/_deadline_left.html", words)

    def render_rules(self, record):
        source = BY_CODE[record.code].source(record.rules)
        return render_to_string("candidates/_deadline_source.html", {"source": source})

    render_organisation = PeopleTable.render_organisation
