"""Filters of candidates and admissions."""

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.domain.overdue import ON_THE_WAY, awaiting_ceremony, expired_certificate, gone_quiet
from candidates.models import Admission, Candidate, Stage
from membership.catalogues import OWNERSHIP_NAMES
from membership.filters import DateRangeFilter
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


def year_choices() -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(EVER, _("Mọi năm")), *((str(year), str(year)) for year in range(this - 1, 1989, -1))]
