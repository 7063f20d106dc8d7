"""The figures of Biểu 2-BTCTW "Đảng viên mới kết nạp", in its order, each with its "chưa rõ" beside it."""

from django.db.models import Q

from membership.catalogues import (
    DEGREES,
    ENTERPRISE,
    GENERAL_EDUCATION,
    MAJORITY,
    NO_RELIGION,
    OCCUPATIONS,
    OWNERSHIP,
    OWNERSHIP_NAMES,
    POLITICAL_THEORY,
    UNIVERSITY_OR_HIGHER,
    Catalogue,
)
from reports.indicators.declarations import Count, Indicator, Mean
from reports.indicators.registry import REGISTRY

FORM = "Biểu 2-BTCTW"
UNKNOWN = "Chưa rõ"


def _outside(column: str, catalogue: Catalogue) -> Q:
    """No entry of the catalogue is known: empty, or free text that fits none."""
    return ~Q(**{f"{column}__in": [entry.code for entry in catalogue.entries]})


def _flag(code: str, label: str, column: str) -> None:
    """Yes, or not known: "no" is not a row of the form."""
    REGISTRY.add(
        Indicator(code, label, "among", Count(Q(**{column: True})), f"{FORM} I", f"{code}_unknown"),
        Indicator(f"{code}_unknown", UNKNOWN, "unknown", Count(Q(**{f"{column}__isnull": True}))),
    )


REGISTRY.group("among", "Trong tổng số kết nạp", source=f"{FORM} I")
REGISTRY.group("unknown", "Chưa rõ về các mục trên")
REGISTRY.add(
    Indicator("female", "Nữ", "among", Count(Q(sex="female")), f"{FORM} I", "sex_unknown"),
    Indicator("sex_unknown", "Chưa rõ giới tính", "unknown", Count(Q(sex=""))),
    # Neither Kinh, nor of foreign origin, nor unknown (domain.md 6.1).
    Indicator(
        "ethnic_minority",
        "Dân tộc thiểu số",
        "among",
        Count(~Q(ethnic_group__in=("", MAJORITY, "foreign_origin"))),
        f"{FORM} I",
        "ethnicity_unknown",
    ),
    Indicator("ethnicity_unknown", "Chưa rõ dân tộc", "unknown", Count(Q(ethnic_group=""))),
    Indicator(
        "religious",
        "Người theo tôn giáo",
        "among",
        Count(~Q(religion__in=("", NO_RELIGION))),
        f"{FORM} I",
        "religion_unknown",
    ),
    Indicator("religion_unknown", "Chưa rõ tôn giáo", "unknown", Count(Q(religion=""))),
)
_flag("youth_union", "Đoàn viên TNCS Hồ Chí Minh", "youth_union")
_flag("private_owner", "Chủ doanh nghiệp tư nhân", "private_owner")
_flag("population_policy_breach", "Quần chúng vi phạm KHHGĐ", "population_policy_breach")
_flag("foreign_spouse", "Có quan hệ hôn nhân với người nước ngoài", "foreign_spouse")
_flag("readmission", "Kết nạp lại", "readmission")

REGISTRY.group("occupation", "Nghề nghiệp", splits="", source=f"{FORM} II.1")
REGISTRY.add(
    *(
        Indicator(
            "student" if entry.code == "student" else f"occupation_{entry.code}",
            entry.name,
            "occupation",
            Count(Q(occupation=entry.code)),
            f"{FORM} II.1",
        )
        for entry in OCCUPATIONS.entries
    ),
    Indicator("occupation_unknown", UNKNOWN, "occupation", Count(_outside("occupation", OCCUPATIONS))),
)

REGISTRY.group("enterprise", "Doanh nghiệp", source=f"{FORM} II.1")
REGISTRY.add(
    Indicator("enterprise", "Trong doanh nghiệp", "enterprise", Count(Q(occupation__in=ENTERPRISE)), f"{FORM} II.1")
)
REGISTRY.group("ownership", "Trong đó theo loại hình doanh nghiệp", splits="enterprise", source="Biểu 5-BTCTW, mục 9")
REGISTRY.add(
    *(
        Indicator(
            f"enterprise_{ownership}",
            name,
            "ownership",
            Count(
                Q(
                    occupation__in=ENTERPRISE,
                    enterprise_kind__in=[ownership, *(code for code, kind in OWNERSHIP.items() if kind == ownership)],
                )
            ),
            "Biểu 5-BTCTW, mục 9",
        )
        for ownership, name in OWNERSHIP_NAMES.items()
    ),
    Indicator(
        "enterprise_unknown",
        UNKNOWN,
        "ownership",
        Count(Q(occupation__in=ENTERPRISE) & ~Q(enterprise_kind__in=[*OWNERSHIP_NAMES, *OWNERSHIP])),
    ),
)

REGISTRY.group("age", "Tuổi đời", splits="", source=f"{FORM} II.2")
REGISTRY.add(
    # Who completes 18 years within the month of the decision counts as 18 (age is counted to the month).
    Indicator("age_18_30", "18–30 tuổi", "age", Count(Q(age__lte=30)), f"{FORM} II.2"),
    *(
        Indicator(
            f"age_{low}_{low + 4}",
            f"{low}–{low + 4} tuổi",
            "age",
            Count(Q(age__gte=low, age__lte=low + 4)),
            f"{FORM} II.2",
        )
        for low in range(31, 57, 5)
    ),
    Indicator("age_over_60", "Trên 60 tuổi", "age", Count(Q(age__gt=60)), f"{FORM} II.2"),
    Indicator("age_unknown", UNKNOWN, "age", Count(Q(age__isnull=True))),
)
REGISTRY.group("mean_age", "Tuổi bình quân", source=f"{FORM} II.2")
REGISTRY.add(Indicator("mean_age", "Tuổi bình quân", "mean_age", Mean("age"), f"{FORM} II.2"))

REGISTRY.group("education", "Trình độ giáo dục phổ thông", splits="", source=f"{FORM} II.3")
REGISTRY.add(
    *(
        Indicator(
            f"education_{entry.code}",
            entry.name,
            "education",
            Count(Q(general_education=entry.code)),
            f"{FORM} II.3",
        )
        for entry in GENERAL_EDUCATION.entries
    ),
    Indicator("education_unknown", UNKNOWN, "education", Count(_outside("general_education", GENERAL_EDUCATION))),
)

REGISTRY.group("degree", "Trình độ chuyên môn nghiệp vụ cao nhất", splits="", source=f"{FORM} II.4")
REGISTRY.add(
    *(
        Indicator(f"degree_{entry.code}", entry.name, "degree", Count(Q(degree=entry.code)), f"{FORM} II.4")
        for entry in DEGREES.entries
    ),
    Indicator("degree_unknown", UNKNOWN, "degree", Count(_outside("degree", DEGREES))),
)
REGISTRY.group("university", "Đại học trở lên", source=f"{FORM} II.4")
REGISTRY.add(
    Indicator("university", "Đại học trở lên", "university", Count(Q(degree__in=UNIVERSITY_OR_HIGHER)), f"{FORM} II.4")
)

REGISTRY.group("political_theory", "Trình độ lý luận chính trị", splits="", source="Biểu 3-BTCTW")
REGISTRY.add(
    *(
        Indicator(
            f"theory_{entry.code}",
            entry.name,
            "political_theory",
            Count(Q(political_theory=entry.code)),
            "Biểu 3-BTCTW",
        )
        for entry in POLITICAL_THEORY.entries
    ),
    Indicator("theory_unknown", UNKNOWN, "political_theory", Count(_outside("political_theory", POLITICAL_THEORY))),
)
