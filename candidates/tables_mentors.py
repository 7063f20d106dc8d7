"""The table of mentors: what each does is read for the rows of a page at once."""

from collections import defaultdict

import django_tables2 as tables
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from candidates.domain.dossier import chains_of
from candidates.domain.mentor_loads import is_lost, is_overloaded, load_of
from candidates.domain.mentor_notes import with_missing_counted
from candidates.models import Mentorship
from membership.models import Action, PartyMember
from membership.tables import ListTable

MOST_NAMED = 6


class MentorTable(ListTable):
    """People who are helped are named as far as the reader may see them; how many there are is no secret."""

    full_name = tables.TemplateColumn(
        template_name="candidates/_mentor_name.html", verbose_name=_("Họ và tên"), order_by=("sort_key", "pk")
    )
    helps = tables.TemplateColumn(
        template_name="candidates/_mentor_people.html", verbose_name=_("Đang giúp đỡ"), orderable=False, accessor="pk"
    )
    missing = tables.TemplateColumn(
        template_name="candidates/_mentor_missing.html", verbose_name=_("Nhận xét tháng"), orderable=False,
        accessor="pk",
    )  # fmt: skip
    organisation = tables.Column(verbose_name=_("Sinh hoạt tại"), order_by=("organisation_path", "sort_key"))

    class Meta(ListTable.Meta):
        model = PartyMember
        fields = ("full_name", "organisation", "helps", "missing")
        sequence = fields
        order_by = ("full_name",)

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, request=request, **kwargs)
        self.sees = request.user.reach(Action.VIEW_PERSON)

    def render_organisation(self, value, record):
        """Many branches bear the same name. Where a mentor went who is out of sight is not told."""
        if not self.sees.covers(record.organisation_path):
            return _("nơi khác")
        above = format_html('<span class="place-above">{}</span>', value.parent.name) if value.parent else ""
        return format_html("<span>{}{}</span>", value.name, above)

    @cached_property
    def beside(self) -> dict[int, dict]:
        """What is said beside each name, for all rows of the page: three queries."""
        members = [row.record for row in self.paginated_rows]
        today = timezone.localdate()
        found = (
            with_missing_counted(Mentorship.objects.visible_to(self.request.user), today)
            .filter(member__in=[member.pk for member in members])
            .select_related("candidate")
            .order_by("candidate__sort_key", "pk")
        )
        helped = defaultdict(list)
        for each in found:
            helped[each.member_id].append(each)
        chains = chains_of({each.candidate.organisation_path for rows in helped.values() for each in rows})
        loads = load_of(members)
        return {
            member.pk: self._beside(member, helped[member.pk], chains, loads[member.pk], today) for member in members
        }

    def _beside(self, member, rows, chains, load, today) -> dict:
        for each in rows:
            each.member = member
        return {
            "rows": rows[:MOST_NAMED],
            "others": load - len({each.candidate_id for each in rows[:MOST_NAMED]}),
            "load": load,
            "too_many": is_overloaded(load),
            "missing": sum(each.missing for each in rows),
            "gone": any(is_lost(each, chains[each.candidate.organisation_path].base(today).path) for each in rows),
            "sees": self.sees.covers(member.organisation_path),
        }
