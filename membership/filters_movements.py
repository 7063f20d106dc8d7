"""Filters of movements, letters between branches, members on a day, probationers."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.domain.probation import WINDOWS, ending_within, overdue_probation
from membership.domain.stock import GAINS, LOSSES, MOVED_IN, MOVED_OUT, probationary_on, spells_of, there_on
from membership.filters import DateRangeFilter, FoldedSearch, ListFilterSet, OrganisationFilter
from membership.models import (
    Action,
    HandoverState,
    ImportBatch,
    MemberHandover,
    MemberMovement,
    MovementKind,
    PartyMember,
    within,
)

ANY = _("Tất cả")
GAIN, LOSS = "tang", "giam"
_WAYS = [
    (GAIN, _("Tăng (B)")),
    (LOSS, _("Giảm (C)")),
    *((str(kind.value), kind.label[:1].upper() + kind.label[1:]) for kind in MovementKind if kind.value != "reversed"),
    (MOVED_IN, _("Chuyển đến từ nơi khác trong cây tổ chức")),
    (MOVED_OUT, _("Chuyển đi nơi khác trong cây tổ chức")),
    (str(MovementKind.REVERSED.value), _("Đính chính")),
]


class MovementFilterSet(ListFilterSet):
    """Movements as Biểu 1 counts them; those corrected away are shown when asked for."""

    q = FoldedSearch(field_name="member__folded_name")
    to_chuc = OrganisationFilter(method="by_place")
    loai = django_filters.ChoiceFilter(method="by_kind", label=_("Biến động"), empty_label=ANY, choices=_WAYS)
    ngay = DateRangeFilter(field_name="occurred_on", label=_("Trong kỳ"))
    dien = django_filters.ChoiceFilter(
        method="by_standing", label=_("Diện"), empty_label=ANY,
        choices=[("du-bi", _("Dự bị")), ("chinh-thuc", _("Chính thức"))],
    )  # fmt: skip
    hieu_luc = django_filters.ChoiceFilter(
        method="by_force", label=_("Đính chính"), empty_label=_("Chỉ việc đang tính"),
        choices=[("tat-ca", _("Cả việc đã đính chính"))],
    )  # fmt: skip
    dot = django_filters.ModelChoiceFilter(
        field_name="batch", widget=forms.HiddenInput, label=_("Đợt nhập"),
        queryset=lambda request: _batches(request),
    )  # fmt: skip

    advanced = ("dien", "hieu-luc")

    class Meta:
        model = MemberMovement
        fields = []

    @property
    def shown_fields(self):
        return [field for field in super().shown_fields if not field.is_hidden]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        cleaned = self.form.cleaned_data
        wants_all = cleaned.get("hieu-luc") or cleaned.get("loai") == MovementKind.REVERSED
        return queryset if wants_all else queryset.in_force()

    def by_place(self, queryset, name, value):
        left = Q(kind=MovementKind.MOVED) & within(value.path, "from_organisation__path")
        return queryset.filter(within(value.path, "organisation_path") | left)

    def by_kind(self, queryset, name, value):
        codes = {GAIN: GAINS, LOSS: LOSSES}.get(value, (value,))
        found = Q(kind__in=[code for code in codes if code not in (MOVED_IN, MOVED_OUT)])
        place = self.form.cleaned_data.get("to-chuc")
        for code, here, there in (
            (MOVED_IN, "organisation_path", "from_organisation__path"),
            (MOVED_OUT, "from_organisation__path", "organisation_path"),
        ):
            if code in codes and place is not None:
                found |= Q(kind=MovementKind.MOVED) & within(place.path, here) & ~within(place.path, there)
            elif code in codes and value == code:
                found |= Q(kind=MovementKind.MOVED)
        return queryset.filter(found)

    def by_standing(self, queryset, name, value):
        return queryset.filter(probationary=value == "du-bi")

    def by_force(self, queryset, name, value):
        return queryset


def _batches(request):
    return ImportBatch.objects.visible_to(request.user) if request else ImportBatch.objects.none()


class HandoverFilterSet(ListFilterSet):
    """By default the letters that still wait for an answer."""

    q = FoldedSearch(field_name="member__folded_name")
    to_chuc = OrganisationFilter(method="by_place")
    chieu = django_filters.ChoiceFilter(
        method="by_direction", label=_("Chiều"), empty_label=_("Đi và đến"),
        choices=[("di", _("Từ đây đi")), ("den", _("Từ nơi khác đến"))],
    )  # fmt: skip
    trang_thai = django_filters.ChoiceFilter(
        method="by_state", label=_("Tình trạng"), empty_label=_("Đang chờ trả lời"),
        choices=[*HandoverState.choices[1:], ("tat-ca", ANY)],
    )  # fmt: skip

    class Meta:
        model = MemberHandover
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        cleaned = self.form.cleaned_data
        waiting = not (cleaned.get("trang-thai") or cleaned.get("q"))
        return queryset.filter(state=HandoverState.OFFERED) if waiting else queryset

    def by_place(self, queryset, name, value):
        return queryset.filter(within(value.path, "organisation_path") | within(value.path, "target__path"))

    def by_direction(self, queryset, name, value):
        reach = self.request.user.reach(queryset.view_action)
        return queryset.filter(reach.condition("organisation_path" if value == "di" else "target__path"))

    def by_state(self, queryset, name, value):
        return queryset if value == "tat-ca" else queryset.filter(state=value)


class MemberOnDayFilterSet(ListFilterSet):
    """Members who took part somewhere under an organisation at the end of a day."""

    to_chuc = OrganisationFilter(method="nothing_more")
    ngay = django_filters.DateFilter(method="nothing_more", label=_("Cuối ngày"))
    dien = django_filters.ChoiceFilter(
        method="nothing_more", label=_("Diện"), empty_label=ANY, choices=[("du-bi", _("Dự bị"))]
    )

    class Meta:
        model = PartyMember
        fields = []

    def nothing_more(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        cleaned = self.form.cleaned_data
        place, day = cleaned.get("to-chuc"), cleaned.get("ngay") or timezone.localdate()
        reach = self.request.user.reach(Action.VIEW_PERSON)
        where = within(place.path, "organisation__path") if place else reach.condition("organisation__path")
        spells = spells_of(where).filter(there_on(day))
        if cleaned.get("dien"):
            spells = spells.filter(probationary_on(day))
        return queryset.filter(pk__in=spells.values("member"))


class ProbationFilterSet(ListFilterSet):
    """Probationers: overdue, or whose twelve months end within so many days."""

    han = django_filters.ChoiceFilter(
        method="by_window", label=_("Hết 12 tháng"), empty_label=ANY,
        choices=[("qua-han", _("Đã quá 12 tháng")), *((str(n), _("Trong %(n)d ngày tới") % {"n": n}) for n in WINDOWS)],
    )  # fmt: skip
    ho_so = django_filters.ChoiceFilter(
        method="by_file", label=_("Hồ sơ kết nạp"), empty_label=ANY,
        choices=[("co", _("Có hồ sơ")), ("chua", _("Không có hồ sơ ở đây"))],
    )  # fmt: skip

    class Meta:
        model = PartyMember
        fields = []

    def by_window(self, queryset, name, value):
        return overdue_probation(queryset) if value == "qua-han" else ending_within(queryset, int(value))

    def by_file(self, queryset, name, value):
        return queryset.filter(candidate=None) if value == "chua" else queryset.exclude(candidate=None)
