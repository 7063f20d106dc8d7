"""Filters of classes and of the learners of one class."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import ClassHours, ClassKind, ClassState, Enrolment, EnrolmentState, TrainingClass
from membership.base.text import fold
from membership.filters import FoldedSearch, ListFilterSet, OrganisationFilter

ALIVE = "dang-mo"
SEATED = "co-cho"


class ClassFilterSet(ListFilterSet):
    """Classes by kind, state, year, hours. The search reads the names of all of them: they are few."""

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Tìm theo tên, ký hiệu, đối tượng"),
        widget=forms.TextInput(attrs={"placeholder": _("Gõ không dấu cũng được")}),
    )
    to_chuc = OrganisationFilter(label=_("Tổ chức mở lớp"))
    loai = django_filters.ChoiceFilter(
        field_name="kind", label=_("Loại lớp"), empty_label=_("Tất cả"), choices=ClassKind.choices
    )
    trang_thai = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Tình trạng"),
        empty_label=_("Tất cả"),
        choices=lambda: [(ALIVE, _("Chưa kết thúc")), *_capital(ClassState.choices)],
    )
    nam = django_filters.ChoiceFilter(
        method="by_year", label=_("Năm"), empty_label=_("Mọi năm"), choices=lambda: years()
    )
    gio = django_filters.ChoiceFilter(
        field_name="hours", label=_("Thời gian học"), empty_label=_("Tất cả"),
        choices=lambda: _capital(ClassHours.choices),
    )  # fmt: skip

    class Meta:
        model = TrainingClass
        fields = []

    def by_words(self, queryset, name, value):
        words = fold(value).split()[:8]
        rows = queryset.order_by().values_list("pk", "name", "code", "target_group", "organiser")
        wanted = [pk for pk, *texts in rows if all(word in fold(" ".join(texts)) for word in words)]
        return queryset.filter(pk__in=wanted)

    def by_state(self, queryset, name, value):
        if value == ALIVE:
            return queryset.filter(state__in=(ClassState.PLANNED, ClassState.CALLED, ClassState.RUNNING))
        return queryset.filter(state=value)

    def by_year(self, queryset, name, value):
        return queryset.filter(opens_on__year=int(value))


class LearnerFilterSet(ListFilterSet):
    """The learners of one class, as far as they are seen."""

    q = FoldedSearch(field_name="candidate__folded_name", label=_("Tìm học viên"))
    trang_thai = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Tình trạng"),
        empty_label=_("Tất cả"),
        choices=lambda: [(SEATED, _("Có chỗ trong lớp")), *_capital(EnrolmentState.choices)],
    )

    class Meta:
        model = Enrolment
        fields = []

    def by_state(self, queryset, name, value):
        if value == SEATED:
            states = (EnrolmentState.ACCEPTED, EnrolmentState.PASSED, EnrolmentState.FAILED)
            return queryset.filter(state__in=states)
        return queryset.filter(state=value)


def _capital(choices):
    return [(key, str(label)[:1].upper() + str(label)[1:]) for key, label in choices]


def years() -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(str(year), str(year)) for year in range(this + 1, this - 20, -1)]
