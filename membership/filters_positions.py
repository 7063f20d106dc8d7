"""Filters of the lists of holders, and of units where a title is held by nobody."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from membership.domain.position_holders import holding_on
from membership.domain.position_titles import known_titles
from membership.filters import FoldedSearch, ListFilterSet, OrganisationFilter
from membership.models import Action, PositionHolder, ResidentialUnit
from membership.people_filters import ANY

MEMBER, CANDIDATE, NEITHER = "dang-vien", "quan-chung", "chua"
ENDED, EVER = "da-thoi", "tat-ca"


def all_titles() -> list[tuple[str, str]]:
    return [(title.code, title.name) for title in known_titles(retired=True)]


class TitleFilter(django_filters.ChoiceFilter):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("field_name", "title__code")
        kwargs.setdefault("label", _("Chức danh"))
        kwargs.setdefault("empty_label", ANY)
        kwargs.setdefault("choices", all_titles)
        super().__init__(*args, **kwargs)


class NextFilterSet(ListFilterSet):
    """Holders by name, title and place."""

    to_chuc = OrganisationFilter(action=Action.VIEW_PERSON)
    chuc_danh = TitleFilter()

    class Meta:
        model = PositionHolder
        fields = []


class HolderFilterSet(NextFilterSet):
    """Holders in office on a day (`ngay`, by default today); `is_member`, `is_candidate` come with the queryset."""

    la = django_filters.ChoiceFilter(
        method="by_standing",
        label=_("Là"),
        empty_label=ANY,
        choices=[
            (MEMBER, _("Đảng viên")),
            (CANDIDATE, _("Quần chúng đang theo dõi")),
            (NEITHER, _("Chưa là đảng viên, chưa theo dõi")),
        ],
    )
    tinh_trang = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Tình trạng"),
        empty_label=_("Đang giữ chức"),
        choices=[(ENDED, _("Đã thôi")), (EVER, ANY)],
    )
    ngay = django_filters.DateFilter(method="as_of_already", label=_("Tính đến ngày"))

    advanced = ("ngay",)

    def __init__(self, *args, day, **kwargs):
        self.day = day
        super().__init__(*args, **kwargs)

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("tinh-trang") else queryset.filter(holding_on(self.day))

    def by_standing(self, queryset, name, value):
        if value == MEMBER:
            return queryset.filter(is_member=True)
        return queryset.filter(is_member=False, is_candidate=value == CANDIDATE)

    def by_state(self, queryset, name, value):
        return queryset.exclude(valid_to=None) if value == ENDED else queryset

    def as_of_already(self, queryset, name, value):
        return queryset


class VacantFilterSet(ListFilterSet):
    """Units where nobody is on record with a title; which title, the view knows."""

    q = FoldedSearch(label=_("Tìm theo tên thôn, bản"))
    to_chuc = OrganisationFilter(action=Action.VIEW_PERSON)
    chuc_danh = django_filters.ChoiceFilter(
        method="of_title_already",
        label=_("Chưa có ai là"),
        empty_label=None,
        choices=lambda: [(title.code, title.name) for title in known_titles()],
    )

    class Meta:
        model = ResidentialUnit
        fields = []

    def of_title_already(self, queryset, name, value):
        return queryset


class SharesFilterSet(ListFilterSet):
    """Which place and day the shares are of; the view reads both."""

    q = None
    to_chuc = OrganisationFilter(action=Action.VIEW_FIGURES)
    ngay = django_filters.DateFilter(method="as_of_already", label=_("Tính đến ngày"), widget=forms.DateInput)

    class Meta:
        model = PositionHolder
        fields = []

    def as_of_already(self, queryset, name, value):
        return queryset
