"""Filters of residential units: by the name of today or one of before, by commune, by state."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from membership.base.text import fold
from membership.domain.unit_states import once_called, whitened
from membership.filters import ListFilterSet, OrganisationFilter
from membership.models import ImportBatch, ResidentialUnit, UnitState

ANY = _("Tất cả")
UNKNOWN, AGAIN, ENDED, WITHOUT_OWN = "chua-xac-nhan", "tai-trang", "da-ket-thuc", "chua-co-chi-bo-rieng"
STATES = [
    *UnitState.choices,
    (WITHOUT_OWN, _("có đảng viên, chưa có chi bộ riêng (gồm cả ghép)")),
    (AGAIN, _("tái trắng")),
    (UNKNOWN, _("chưa xác nhận")),
]


def state_choices():
    return [(key, str(label)[:1].upper() + str(label)[1:]) for key, label in STATES]


class UnitFilterSet(ListFilterSet):
    """Units that are there now; those that ended only when asked for. `dot`: what one list brought in."""

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Tìm theo tên hoặc mã"),
        widget=forms.TextInput(attrs={"placeholder": _("Tên, tên cũ hoặc mã; gõ không dấu cũng được")}),
    )
    to_chuc = OrganisationFilter(label=_("Trong đảng bộ"))
    tinh_trang = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Tình trạng"),
        empty_label=ANY,
        choices=lambda: [*state_choices(), (ENDED, _("Đã kết thúc"))],
    )
    xa = django_filters.CharFilter(field_name="commune", lookup_expr="iexact", label=_("Xã, phường"))
    dot = django_filters.ModelChoiceFilter(
        field_name="batch", label=_("Đợt nhập"), widget=forms.HiddenInput, queryset=lambda request: _batches(request)
    )

    advanced = ("xa",)

    class Meta:
        model = ResidentialUnit
        fields = []

    @property
    def shown_fields(self):
        return [field for field in super().shown_fields if not field.is_hidden]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("tinh-trang") == ENDED else queryset.filter(valid_to=None)

    def by_words(self, queryset, name, value):
        words = fold(value).split()
        if not words:
            return queryset
        now = Q()
        for word in words:
            now &= Q(folded_name__contains=word)
        return queryset.filter(now | Q(code__istartswith=value.strip()) | Q(pk__in=once_called(words)))

    def by_state(self, queryset, name, value):
        if value == ENDED:
            return queryset.exclude(valid_to=None)
        if value == AGAIN:
            return whitened(queryset)
        if value == UNKNOWN:
            return queryset.filter(state="")
        if value == WITHOUT_OWN:
            return queryset.filter(state__in=(UnitState.JOINT_BRANCH, UnitState.MEMBERS_ONLY))
        return queryset.filter(state=value)


def _batches(request):
    return ImportBatch.objects.visible_to(request.user) if request else ImportBatch.objects.none()


class UnitGridFilterSet(ListFilterSet):
    """The grid: a subtree, a day, and which states to show (the view counts before it leaves any out)."""

    to_chuc = OrganisationFilter(label=_("Trong đảng bộ"))
    tinh_trang = django_filters.ChoiceFilter(
        method="later", label=_("Tình trạng"), empty_label=ANY, choices=state_choices
    )
    ngay = django_filters.DateFilter(method="later", label=_("Tại ngày"))

    class Meta:
        model = ResidentialUnit
        fields = []

    def later(self, queryset, name, value):
        return queryset
