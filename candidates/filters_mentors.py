"""Filters of the list of mentors."""

import django_filters
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.domain.mentor_loads import lost, overloaded
from candidates.domain.mentor_notes import helping, with_missing
from candidates.models import Mentorship
from membership.filters import ListFilterSet, OrganisationFilter
from membership.models import PartyMember, within

SILENT, OVERLOADED, GONE = "thieu", "qua-tai", "khong-con"


class MentorFilterSet(ListFilterSet):
    """Mentors by name, by the place of whom they help, by what is wrong."""

    to_chuc = OrganisationFilter(method="by_place", label=_("Nơi theo dõi người được giúp đỡ"))
    tinh_trang = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Tình trạng"),
        empty_label=_("Tất cả"),
        choices=[
            (SILENT, _("Còn tháng thiếu nhận xét")),
            (OVERLOADED, _("Giúp đỡ quá nhiều người")),
            (GONE, _("Không còn sinh hoạt ở đây")),
        ],
    )

    class Meta:
        model = PartyMember
        fields = []

    @property
    def seen(self):
        """Mentorships of people within sight."""
        return Mentorship.objects.visible_to(self.request.user)

    def by_place(self, queryset, name, value):
        return queryset if value is None else self._who(queryset, helping(self.seen.filter(under(value))))

    def by_state(self, queryset, name, value):
        if value == OVERLOADED:
            return overloaded(queryset)
        today = timezone.localdate()
        if value == GONE:
            return queryset.filter(mentorships__in=lost(self.seen, today)).distinct()
        return queryset.filter(pk__in=with_missing(self.seen, today).values("member_id"))

    @staticmethod
    def _who(queryset, mentorships):
        return queryset.filter(Exists(mentorships.filter(member=OuterRef("pk"))))


def under(organisation):
    return within(organisation.path, "candidate__organisation_path")
