"""Filters of referrals between workplace and residence, and of people who leave a place on a known day."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, Circumstances, Referral, ReferralDirection, ReferralState
from membership.filters import DateRangeFilter, FoldedSearch, ListFilterSet, OrganisationFilter
from membership.models import within
from membership.people_filters import ANY

SENT, RECEIVED = "di", "den"


class ReferralFilterSet(ListFilterSet):
    """`chieu` is the tab: what waits for an answer (by default), what was sent from here, what was sent to here."""

    q = FoldedSearch(field_name="candidate__folded_name")
    to_chuc = OrganisationFilter(method="by_place")
    trang_thai = django_filters.ChoiceFilter(
        field_name="state", label=_("Tình trạng"), empty_label=ANY, choices=ReferralState.choices
    )
    huong = django_filters.ChoiceFilter(
        field_name="direction", label=_("Giới thiệu"), empty_label=ANY, choices=ReferralDirection.choices
    )
    ca = django_filters.ChoiceFilter(
        method="by_shift", label=_("Làm ca"), empty_label=ANY, choices=[("co", _("Có")), ("khong", _("Không"))]
    )

    class Meta:
        model = Referral
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        tab = self.data.get("chieu", "")
        if tab in (SENT, RECEIVED):
            column = "organisation_path" if tab == SENT else "target__path"
            return queryset.filter(self.request.user.reach(queryset.view_action).condition(column))
        cleaned = self.form.cleaned_data
        if cleaned.get("trang-thai") or cleaned.get("q"):
            return queryset
        return queryset.filter(state=ReferralState.OFFERED)

    def by_place(self, queryset, name, value):
        return queryset.filter(within(value.path, "organisation_path") | within(value.path, "target__path"))

    def by_shift(self, queryset, name, value):
        return queryset.filter(shift_work=value == "co")


class LeavingFilterSet(ListFilterSet):
    """By default those who leave because they graduate or their contract ends, and pupils and students."""

    vi = django_filters.ChoiceFilter(
        method="by_reason",
        label=_("Rời đi vì"),
        empty_label=_("Tốt nghiệp, hết hợp đồng"),
        choices=[*Circumstances._meta.get_field("leaves_because").choices, ("tat-ca", ANY)],
    )
    ngay = DateRangeFilter(field_name="circumstances__leaves_on", label=_("Dự kiến rời ngày"))

    advanced = ("ngay",)
    STUDENTS = ("student", "pupil")

    class Meta:
        model = Candidate
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("vi"):
            return queryset
        soon = Q(circumstances__leaves_because__in=("graduation", "contract"))
        return queryset.filter(soon | Q(occupation__in=self.STUDENTS))

    def by_reason(self, queryset, name, value):
        return queryset if value == "tat-ca" else queryset.filter(circumstances__leaves_because=value)
