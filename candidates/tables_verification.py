"""The table of verifications, by place: who is asked about, since when, reminded how often."""

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from candidates.models import Verification
from membership.models import Action
from membership.tables import ListTable

FILTERS = ("q", "to-chuc", "tinh-trang", "noi")


class VerificationTable(ListTable):
    pick = tables.Column(verbose_name=_("Chọn"), accessor="pk", orderable=False, attrs={"td": {"class": "pick"}})
    place = tables.Column(
        verbose_name=_("Nơi thẩm tra"), order_by=("place_shown", "sent_on", "pk"), empty_values=(), accessor="place"
    )
    person = tables.Column(
        verbose_name=_("Thẩm tra ai"),
        accessor="candidate__full_name",
        order_by=("candidate__sort_key", "pk"),
        linkify=("candidates:verification.person", {"pk": tables.A("candidate_id")}),
    )
    letter = tables.TemplateColumn(
        template_name="candidates/_verification_letter.html", verbose_name=_("Thư"), order_by=("sent_on", "pk"),
        empty_values=(),
    )  # fmt: skip
    state = tables.TemplateColumn(
        template_name="candidates/_verification_state.html", verbose_name=_("Tình trạng"), orderable=False,
        empty_values=(),
    )  # fmt: skip
    organisation = tables.Column(
        verbose_name=_("Tổ chức"), accessor="candidate__organisation", order_by=("candidate__organisation_path", "pk")
    )

    class Meta(ListTable.Meta):
        model = Verification
        template_name = "candidates/_verification_table.html"
        fields = ("pick", "place", "person", "letter", "state", "organisation")
        sequence = fields
        order_by = ("place",)

    def __init__(self, *args, request, **kwargs):
        self.reach = request.user.reach(Action.EDIT_PERSON)
        if not self.reach:
            kwargs["exclude"] = (*kwargs.get("exclude", ()), "pick")
        self.today = timezone.localdate()
        super().__init__(*args, request=request, **kwargs)

    @property
    def in_force(self) -> list[tuple[str, str]]:
        """The filters of the page, for an act on the whole list as it is filtered."""
        return [(name, self.request.GET[name]) for name in FILTERS if self.request.GET.get(name)]

    def render_pick(self, record):
        if record.result or not self.reach.covers(record.candidate.organisation_path):
            return "–"
        label = _("Chọn: %(who)s của %(name)s") % {
            "who": record.get_relative_display(),
            "name": record.candidate.full_name,
        }
        box = '<input type="checkbox" class="form-check-input" name="thu" value="{}" aria-label="{}">'
        return format_html(f'<label class="pick-box">{box}</label>', record.pk, label)

    def render_place(self, record):
        if not record.place_now or record.place_now == record.place:
            return record.place or "–"
        return format_html('<span>{}<span class="place-above">{}</span></span>', record.place_now, record.place)

    def render_person(self, value, record):
        who = record.get_relative_display()
        if record.relative == "self":
            return format_html('{}<span class="place-above">{}</span>', value, who)
        return format_html('{}<span class="place-above">{} {}</span>', value, who, record.relative_name)

    def render_organisation(self, value):
        if value.parent is None:
            return value.name
        return format_html('<span>{}<span class="place-above">{}</span></span>', value.name, value.parent.name)
