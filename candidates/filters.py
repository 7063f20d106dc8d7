"""Filters of candidates and admissions."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.domain.overdue import ON_THE_WAY, awaiting_ceremony, expired_certificate, gone_quiet
from candidates.models import Admission, Body, Candidate, Nomination, Review, ReviewKind, Stage
from membership.catalogues import OWNERSHIP_NAMES
from membership.filters import DateRangeFilter, FoldedSearch, ListFilterSet, OrganisationFilter
from membership.models import Organisation, PartyMember
from membership.people_filters import ANY, UNKNOWN, DetailFilter, PeopleFilterSet, YesNoFilter

EVER = "tat-ca"
AGES = {
    "18-30": (18, 30), "31-35": (31, 35), "36-40": (36, 40), "41-45": (41, 45), "46-50": (46, 50), "51-55": (51, 55),
    "56-60": (56, 60), "tren-60": (61, 200),
}  # fmt: skip


class CandidateFilterSet(PeopleFilterSet):
    """Candidates: by default those still on the way into the Party."""

    giai_doan = django_filters.ChoiceFilter(
        method="by_stage",
        label=_("Giai đoạn"),
        empty_label=_("Đang theo dõi"),
        choices=[*Stage.choices, (EVER, ANY)],
    )
    nhac = django_filters.ChoiceFilter(
        method="by_reminder",
        label=_("Cần nhắc"),
        empty_label=ANY,
        choices=[
            ("cho-le", _("Có quyết định quá 30 ngày, chưa làm lễ")),
            ("im-lang", _("12 tháng chưa có việc gì mới")),
            ("chung-nhan", _("Giấy chứng nhận lớp nhận thức đã quá 60 tháng")),
        ],
    )

    advanced = ("nhac", *PeopleFilterSet.advanced)

    class Meta:
        model = Candidate
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        cleaned = self.form.cleaned_data
        chosen = cleaned.get("giai-doan") or cleaned.get("nhac") or cleaned.get("dot")
        return queryset if chosen else queryset.filter(stage__in=ON_THE_WAY)

    def by_stage(self, queryset, name, value):
        return queryset if value == EVER else queryset.filter(stage=value)

    def by_reminder(self, queryset, name, value):
        return {"cho-le": awaiting_ceremony, "im-lang": gone_quiet, "chung-nhan": expired_certificate}[value](queryset)


class AgeFilter(DetailFilter):
    def __init__(self, *args, **kwargs):
        words = [(key, _("Trên 60") if key == "tren-60" else key.replace("-", "–")) for key in AGES]
        kwargs["choices"] = [*words, (UNKNOWN, _("Chưa rõ"))]
        super().__init__(*args, **kwargs)

    def condition(self, value) -> Q:
        return Q(age=None) if value == UNKNOWN else Q(age__range=AGES[value])


class EnterpriseFilter(DetailFilter):
    def __init__(self, *args, **kwargs):
        kwargs["choices"] = [("dn", _("Mọi doanh nghiệp")), *OWNERSHIP_NAMES.items()]
        super().__init__(*args, **kwargs)

    def condition(self, value) -> Q:
        return ~Q(enterprise_kind="") if value == "dn" else super().condition(value)


class AdmissionFilterSet(PeopleFilterSet):
    """Admissions by the date of the decision: by default those of this year."""

    nam = django_filters.ChoiceFilter(
        method="by_year", label=_("Năm quyết định"), empty_label=_("Năm nay"), choices=lambda: year_choices()
    )
    ngay = DateRangeFilter(field_name="decision_date", label=_("Ngày quyết định"))
    le = DateRangeFilter(field_name="ceremony_date", label=_("Ngày kết nạp"))
    tuoi = AgeFilter(field_name="age", label=_("Tuổi khi có quyết định"))
    doanh_nghiep = EnterpriseFilter(field_name="enterprise_kind", label=_("Doanh nghiệp"))
    ket_nap_lai = YesNoFilter(field_name="readmission", label=_("Kết nạp lại"))

    advanced = ("ngay", "le", "tuoi", "doanh-nghiep", "ket-nap-lai", *PeopleFilterSet.advanced)

    class Meta:
        model = Admission
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        cleaned = self.form.cleaned_data
        if any(cleaned.get(name) for name in ("nam", "ngay", "le", "dot")):
            return queryset
        return self.by_year(queryset, "nam", timezone.localdate().year)

    def by_year(self, queryset, name, value):
        return queryset if value == EVER else queryset.filter(decision_date__year=int(value))


class _ThisYear(django_filters.ChoiceFilter):
    """A year of the last few; nothing chosen is this one."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", _("Năm"))
        kwargs.setdefault("empty_label", _("Năm nay"))
        kwargs.setdefault("choices", lambda: recent_years())
        super().__init__(*args, **kwargs)


class NominatorFilterSet(ListFilterSet):
    """Official members by how many they put forward; `given` and its year come with the queryset."""

    nam = _ThisYear(method="given_already")
    chua = django_filters.ChoiceFilter(
        method="by_given",
        label=_("Đã giới thiệu"),
        empty_label=ANY,
        choices=[("chua", _("Chưa giới thiệu ai")), ("roi", _("Từ một người trở lên"))],
    )

    class Meta:
        model = PartyMember
        fields = []

    def given_already(self, queryset, name, value):
        return queryset

    def by_given(self, queryset, name, value):
        return queryset.filter(given=0) if value == "chua" else queryset.filter(given__gt=0)


class NominationFilterSet(ListFilterSet):
    """Nominations by year, by who made them. `dang-vien`: those of one member."""

    q = FoldedSearch(field_name="candidate__folded_name", label=_("Tìm theo tên người được giới thiệu"))
    nam = _ThisYear(method="of_the_year_already")
    ben = django_filters.ChoiceFilter(
        method="by_body", label=_("Ai giới thiệu"), empty_label=ANY, choices=lambda: nominator_choices()
    )
    dang_vien = django_filters.ModelChoiceFilter(
        field_name="member",
        label=_("Đảng viên giới thiệu"),
        widget=forms.HiddenInput,
        queryset=lambda request: PartyMember.objects.visible_to(request.user) if request else None,
    )

    class Meta:
        model = Nomination
        fields = []

    @property
    def shown_fields(self):
        return [field for field in super().shown_fields if not field.is_hidden]

    def of_the_year_already(self, queryset, name, value):
        return queryset

    def by_body(self, queryset, name, value):
        return queryset.filter(body="" if value == "dang-vien" else value)


class ReviewFilterSet(ListFilterSet):
    q = None
    nam = django_filters.ChoiceFilter(method="by_year", label=_("Năm"), empty_label=ANY, choices=lambda: recent_years())
    loai = django_filters.ChoiceFilter(
        field_name="kind", label=_("Kỳ rà soát"), empty_label=ANY, choices=ReviewKind.choices
    )

    class Meta:
        model = Review
        fields = []

    def by_year(self, queryset, name, value):
        return queryset.filter(held_on__year=int(value))


class BranchToReviewFilterSet(ListFilterSet):
    """Branches with a source list; `reviewed` (this year, by a yearly review) comes with the queryset."""

    q = FoldedSearch(label=_("Tìm theo tên chi bộ"))
    to_chuc = OrganisationFilter(field_name="path", label=_("Trong tổ chức"))
    ra_soat = django_filters.ChoiceFilter(
        method="by_reviewed",
        label=_("Rà soát năm nay"),
        empty_label=ANY,
        choices=[("chua", _("Chưa rà soát hằng năm")), ("roi", _("Đã rà soát hằng năm"))],
    )

    class Meta:
        model = Organisation
        fields = []

    def by_reviewed(self, queryset, name, value):
        return queryset.filter(reviewed=value == "roi")


def nominator_choices() -> list[tuple[str, str]]:
    return [("dang-vien", _("Đảng viên chính thức")), *Body.choices]


def recent_years() -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(str(year), str(year)) for year in range(this, this - 10, -1)]


def year_choices() -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(EVER, _("Mọi năm")), *((str(year), str(year)) for year in range(this - 1, 1989, -1))]
