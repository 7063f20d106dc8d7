"""Filters of lists of people. What only some may read of a person can be filtered by only where they may read it."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from membership.catalogues import (
    DEGREES,
    ETHNIC_GROUPS,
    GENERAL_EDUCATION,
    NO_RELIGION,
    NOT_MINORITY,
    OCCUPATIONS,
    POLITICAL_THEORY,
    RELIGIONS,
)
from membership.domain.probation import overdue_probation
from membership.filters import DateRangeFilter, ListFilterSet
from membership.models import Action, ImportBatch, MemberStatus, PartyMember, Sex
from membership.type_filters import OrganisationTypeFilter

ANY, UNKNOWN = _("Tất cả"), "chua-ro"
MINORITY, RELIGIOUS = "thieu-so", "co-dao"
YES_NO = [("co", _("Có")), ("khong", _("Không")), (UNKNOWN, _("Chưa rõ"))]


class DetailFilter(django_filters.ChoiceFilter):
    """A choice about details of a person: it counts only people whose details the reader may see."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("empty_label", ANY)
        super().__init__(*args, **kwargs)

    def condition(self, value) -> Q:
        return Q(**{self.field_name: "" if value == UNKNOWN else value})

    def filter(self, queryset, value):
        if value in (None, ""):
            return queryset
        reach = self.parent.request.user.reach(Action.VIEW_PERSON_DETAILS)
        return queryset.filter(self.condition(value), reach.condition("organisation_path"))


class CatalogueFilter(DetailFilter):
    def __init__(self, catalogue, *args, first=(), **kwargs):
        kwargs["choices"] = [*first, *catalogue.choices(), (UNKNOWN, _("Chưa rõ"))]
        super().__init__(*args, **kwargs)


class EthnicFilter(CatalogueFilter):
    def condition(self, value) -> Q:
        if value == MINORITY:
            return ~Q(ethnic_group__in=(*NOT_MINORITY, ""))
        return super().condition(value)


class ReligionFilter(CatalogueFilter):
    def condition(self, value) -> Q:
        return ~Q(religion__in=("", NO_RELIGION)) if value == RELIGIOUS else super().condition(value)


class YesNoFilter(DetailFilter):
    def __init__(self, *args, **kwargs):
        kwargs["choices"] = YES_NO
        super().__init__(*args, **kwargs)

    def condition(self, value) -> Q:
        return Q(**{self.field_name: {"co": True, "khong": False}.get(value)})


class PeopleFilterSet(ListFilterSet):
    """What every list of people can be narrowed by. `dot`: the people one list brought in."""

    gioi_tinh = DetailFilter(field_name="sex", label=_("Giới tính"), choices=[*Sex.choices, (UNKNOWN, _("Chưa rõ"))])
    dan_toc = EthnicFilter(
        ETHNIC_GROUPS, field_name="ethnic_group", label=_("Dân tộc"), first=[(MINORITY, _("Dân tộc thiểu số"))]
    )
    ton_giao = ReligionFilter(
        RELIGIONS, field_name="religion", label=_("Tôn giáo"), first=[(RELIGIOUS, _("Có theo tôn giáo"))]
    )
    doan_vien = YesNoFilter(field_name="youth_union", label=_("Đoàn viên"))
    hoc_van = CatalogueFilter(GENERAL_EDUCATION, field_name="general_education", label=_("Trình độ GDPT"))
    chuyen_mon = CatalogueFilter(DEGREES, field_name="degree", label=_("Chuyên môn"))
    ly_luan = CatalogueFilter(POLITICAL_THEORY, field_name="political_theory", label=_("Lý luận chính trị"))
    nghe = CatalogueFilter(OCCUPATIONS, field_name="occupation", label=_("Nghề nghiệp"))
    loai_hinh = OrganisationTypeFilter()
    dot = django_filters.ModelChoiceFilter(
        field_name="batch", label=_("Đợt nhập"), widget=forms.HiddenInput, queryset=lambda request: _batches(request)
    )

    advanced = (
        "loai-hinh", "gioi-tinh", "dan-toc", "ton-giao", "doan-vien", "hoc-van", "chuyen-mon", "ly-luan", "nghe",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request is not None and not self.request.user.may(Action.VIEW_PERSON_DETAILS):
            hidden = [name for name, one in self.filters.items() if isinstance(one, DetailFilter)]
            for name in hidden:
                del self.filters[name]
                self.form.fields.pop(name, None)

    @property
    def folded_fields(self):
        return [self.form[name] for name in self.advanced if name in self.form.fields]

    @property
    def shown_fields(self):
        return [field for field in super().shown_fields if not field.is_hidden]


def _batches(request):
    return ImportBatch.objects.visible_to(request.user) if request else ImportBatch.objects.none()


class MemberFilterSet(PeopleFilterSet):
    """Members: by default those who take part now."""

    tinh_trang = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Tình trạng"),
        empty_label=_("Đang sinh hoạt"),
        choices=[
            (MemberStatus.PROBATIONARY, _("Đảng viên dự bị")),
            ("qua-han", _("Dự bị đã quá 12 tháng")),
            (MemberStatus.OFFICIAL, _("Đảng viên chính thức")),
            (MemberStatus.LEFT, _("Không còn sinh hoạt")),
            ("tat-ca", ANY),
        ],
    )
    vao_dang = DateRangeFilter(field_name="joined_on", label=_("Ngày vào Đảng"))

    advanced = ("vao-dang", *PeopleFilterSet.advanced)

    class Meta:
        model = PartyMember
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        chosen = self.form.cleaned_data.get("tinh-trang") or self.form.cleaned_data.get("dot")
        return queryset if chosen else queryset.exclude(status=MemberStatus.LEFT)

    def by_state(self, queryset, name, value):
        if value == "qua-han":
            return overdue_probation(queryset)
        return queryset if value == "tat-ca" else queryset.filter(status=value)
