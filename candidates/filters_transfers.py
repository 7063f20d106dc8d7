"""Filters of letters about people who move."""

import django_filters
from django.utils.translation import gettext_lazy as _

from candidates.models import Transfer, TransferMoment, TransferState
from membership.filters import FoldedSearch, ListFilterSet

ALL = "tat-ca"


class TransferFilterSet(ListFilterSet):
    """By default the letters that still wait for an answer."""

    q = FoldedSearch(field_name="candidate__folded_name")
    chieu = django_filters.ChoiceFilter(
        method="by_direction", label=_("Chiều"), empty_label=_("Đi và đến"),
        choices=[("di", _("Từ đây đi")), ("den", _("Từ nơi khác đến"))],
    )  # fmt: skip
    trang_thai = django_filters.ChoiceFilter(
        method="by_state", label=_("Tình trạng"), empty_label=_("Đang chờ trả lời"),
        choices=[*TransferState.choices[1:], (ALL, _("Tất cả"))],
    )  # fmt: skip
    luc = django_filters.ChoiceFilter(
        field_name="moment", label=_("Chuyển khi"), empty_label=_("Bất kỳ"), choices=TransferMoment.choices
    )

    class Meta:
        model = Transfer
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        cleaned = self.form.cleaned_data
        if cleaned.get("trang-thai") or cleaned.get("q"):
            return queryset
        return queryset.filter(state=TransferState.OFFERED)

    def by_direction(self, queryset, name, value):
        reach = self.request.user.reach(queryset.view_action)
        column = "organisation_path" if value == "di" else "target__path"
        return queryset.filter(reach.condition(column))

    def by_state(self, queryset, name, value):
        return queryset if value == ALL else queryset.filter(state=value)
