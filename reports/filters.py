"""Filters of the report pages."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.models import Admission, Override
from membership.filters import FoldedSearch, ListFilterSet
from reports.domain.reading import FIGURES
from reports.indicators import REGISTRY
from reports.models import CountingDate, Run
from reports.periods import FIRST_YEAR, LAST_YEAR


class RunFilterSet(ListFilterSet):
    """Reports in force are shown; those replaced by a later count only when asked for."""

    q = FoldedSearch(field_name="organisation__folded_name", label=_("Tìm theo tên tổ chức"))
    to_chuc = None
    year = django_filters.NumberFilter(
        field_name="last_day__year",
        label=_("Năm"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        decimal_places=0,
    )
    counting = django_filters.ChoiceFilter(choices=CountingDate.choices, label=_("Tính theo"), empty_label=_("Tất cả"))
    all = django_filters.ChoiceFilter(
        label=_("Bản đã thay"),
        choices=[("1", _("Hiện cả bản đã thay"))],
        empty_label=_("Chỉ bản đang dùng"),
        method="show_superseded",
    )

    class Meta:
        model = Run
        fields = []

    def show_superseded(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("all") else queryset.filter(superseded=False)


class LetPassFilterSet(ListFilterSet):
    """Place and period are those of the report."""

    q = FoldedSearch(field_name="event__candidate__folded_name", label=_("Tìm theo tên"))
    to_chuc = None

    class Meta:
        model = Override
        fields = []


class PlaceField(django_filters.fields.ChoiceField):
    """An organisation of the run, by its number; the choices are the way down to it and what lies under it."""

    queryset = None


class PlaceFilter(django_filters.ChoiceFilter):
    field_class = PlaceField


def people_filters(places: list[tuple[int, str]]):
    """The filters beside the people of a figure. Place, figure and group are read by the view, which picks the facts;
    here they only show what is chosen and let another be chosen."""

    class PeopleFilterSet(ListFilterSet):
        to_chuc = PlaceFilter(label=_("Tổ chức"), empty_label=_("Cả báo cáo"), method="as_picked")
        so = django_filters.ChoiceFilter(
            label=_("Con số"), choices=list(FIGURES.items()), empty_label=None, method="as_picked"
        )
        nhom = django_filters.ChoiceFilter(
            label=_("Nhóm"), choices=_groups, empty_label=_("Tất cả"), method="as_picked"
        )

        class Meta:
            model = Admission
            fields = []

        def _way_down(self, reachable):
            return places

        def as_picked(self, queryset, name, value):
            return queryset

    return PeopleFilterSet


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (group.label, [(each.code, each.label) for each in REGISTRY.of(group.code) if each.is_count])
        for group in REGISTRY.groups.values()
        if any(each.is_count for each in REGISTRY.of(group.code))
    ]
