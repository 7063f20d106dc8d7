"""Filters of the need for training and of talks."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.domain.training_need import LACKING, Need
from candidates.domain.training_outcomes import in_time
from candidates.models import BEFORE_DECISION, Candidate, ClassKind, Enrolment, Stage, Talk
from membership.filters import FoldedSearch, ListFilterSet
from membership.people_filters import ANY, DetailFilter, PeopleFilterSet


class FreeTimeFilter(DetailFilter):
    """When somebody can learn, by what is known of their work; whoever works shifts needs Sundays or evenings."""

    def __init__(self, *args, **kwargs):
        kwargs["choices"] = [
            ("ca", _("Làm theo ca: học chủ nhật, buổi tối")),
            ("gio", _("Không làm theo ca")),
            ("chua-ro", _("Chưa rõ")),
        ]
        super().__init__(*args, **kwargs)

    def condition(self, value) -> Q:
        if value == "chua-ro":
            return Q(circumstances=None) | Q(circumstances__shift_work=None)
        return Q(circumstances__shift_work=value == "ca")


class NeedFilterSet(PeopleFilterSet):
    """Who lacks a valid certificate; `need` and `sent` come with the queryset."""

    lop = django_filters.ChoiceFilter(
        method="of_the_kind_already",
        label=_("Lớp"),
        empty_label=_("Nhận thức về Đảng"),
        choices=[(ClassKind.NEW_MEMBER.value, _("Đảng viên mới"))],
    )
    can = django_filters.ChoiceFilter(
        method="by_need",
        label=_("Giấy chứng nhận"),
        empty_label=_("Cần học"),
        choices=[*((need.value, need.label[:1].upper() + need.label[1:]) for need in Need)],
    )
    cu = django_filters.ChoiceFilter(
        method="by_sent",
        label=_("Đã cử"),
        empty_label=ANY,
        choices=[("chua", _("Chưa có tên ở lớp nào")), ("roi", _("Đã có tên ở lớp sắp học, đang học"))],
    )
    giai_doan = django_filters.ChoiceFilter(
        field_name="stage",
        label=_("Giai đoạn"),
        empty_label=ANY,
        choices=[(stage.value, stage.label) for stage in (*BEFORE_DECISION, Stage.PROBATIONARY)],
    )
    gio = FreeTimeFilter(label=_("Thời gian học được"))

    advanced = ("giai-doan", "gio", *PeopleFilterSet.advanced)

    class Meta:
        model = Candidate
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("can") else queryset.filter(need__in=LACKING)

    def of_the_kind_already(self, queryset, name, value):
        return queryset

    def by_need(self, queryset, name, value):
        return queryset.filter(need=Need(value))

    def by_sent(self, queryset, name, value):
        return queryset.filter(sent=value == "roi")


class TalkFilterSet(ListFilterSet):
    q = FoldedSearch(label=_("Tìm theo chuyên đề, báo cáo viên"), method="by_words")
    nam = django_filters.ChoiceFilter(
        field_name="on", lookup_expr="year", label=_("Năm"), empty_label=ANY, choices=lambda: _years()
    )
    bo = django_filters.ChoiceFilter(
        method="by_state", label=_("Tình trạng"), empty_label=_("Đang tính"), choices=[("bo", _("Đã bỏ"))]
    )

    class Meta:
        model = Talk
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("bo") else queryset.filter(withdrawn_at=None)

    def by_words(self, queryset, name, value):
        return queryset.filter(Q(subject__icontains=value) | Q(speaker__icontains=value))

    def by_state(self, queryset, name, value):
        return queryset.exclude(withdrawn_at=None)


def _years() -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(str(year), str(year)) for year in range(this, this - 10, -1)]


class OutcomeFilterSet(ListFilterSet):
    """Who finished a class; `decided_on` comes with the queryset, the year was looked at already."""

    q = FoldedSearch(field_name="candidate__folded_name", label=_("Tìm theo tên học viên"))
    nam = django_filters.ChoiceFilter(
        method="of_the_year_already", label=_("Năm cấp giấy chứng nhận"), empty_label=ANY, choices=lambda: _years()
    )
    thang = django_filters.ChoiceFilter(
        method="of_the_year_already",
        label=_("Được kết nạp trong"),
        empty_label=None,
        choices=[("12", _("12 tháng")), ("6", _("6 tháng")), ("24", _("24 tháng"))],
    )
    lop = django_filters.NumberFilter(field_name="training_class", widget=forms.HiddenInput, label=_("Lớp"))
    kq = django_filters.ChoiceFilter(
        method="by_result",
        label=_("Kết quả"),
        empty_label=ANY,
        choices=[("roi", _("Đã được kết nạp trong hạn")), ("chua", _("Chưa được kết nạp trong hạn"))],
    )

    class Meta:
        model = Enrolment
        fields = []

    @property
    def shown_fields(self):
        return [field for field in super().shown_fields if not field.is_hidden]

    def of_the_year_already(self, queryset, name, value):
        return queryset

    def by_result(self, queryset, name, value):
        months = int(self.form.cleaned_data.get("thang") or 12)
        keys = [
            pk
            for pk, given_on, decided_on in queryset.order_by().values_list("pk", "certificate_date", "decided_on")
            if in_time(given_on, decided_on, months) is (value == "roi")
        ]
        return queryset.filter(pk__in=keys)
