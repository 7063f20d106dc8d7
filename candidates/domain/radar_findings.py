"""The six warnings as rules over what is on record; each finding says in a sentence why it is one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.domain.radar_survey import (
    MANY_YEARS,
    OLD_AGE,
    Area,
    Branch,
    Survey,
    Unit,
    survey,
    units_of,
    without_masses,
)
from candidates.models import RadarWarning
from membership.base.dates import add_months, format_date
from membership.models import Organisation

FEW, FALLING, ENOUGH = 5, 3, 4  # members: under 5; official: 3 or fewer, 4 with somebody about to go
# What follows from dated facts alone can be told of a past day as well.
OF_ANY_DAY = (RadarWarning.NO_ADMISSION, RadarWarning.UNDER_FIVE, RadarWarning.NO_MASSES)

TITLES: dict[str, str] = {
    RadarWarning.NO_ADMISSION: gettext_lazy("Chi bộ nhiều năm không kết nạp được đảng viên"),
    RadarWarning.UNDER_FIVE: gettext_lazy("Chi bộ dưới 5 đảng viên"),
    RadarWarning.UNDER_THREE: gettext_lazy("Chi bộ có nguy cơ còn dưới 3 đảng viên chính thức"),
    RadarWarning.NO_CANDIDATE: gettext_lazy("Chi bộ không có quần chúng nào đang được theo dõi"),
    RadarWarning.UNIT_AT_RISK: gettext_lazy("Đơn vị dân cư có nguy cơ tái trắng"),
    RadarWarning.NO_MASSES: gettext_lazy("Cơ sở không còn quần chúng để kết nạp"),
}
RULES: dict[str, str] = {
    RadarWarning.NO_ADMISSION: gettext_lazy(
        "Đủ n năm liền, tính đến ngày đang xem, không có quyết định kết nạp nào; chi bộ mới thành lập chưa đủ n năm "
        "thì không tính. Số năm n chưa có định nghĩa chung, đặt theo địa phương."
    ),
    RadarWarning.UNDER_FIVE: gettext_lazy("Sổ đảng viên có dưới 5 đảng viên, cả chính thức và dự bị."),
    RadarWarning.UNDER_THREE: gettext_lazy(
        "Còn từ 3 đảng viên chính thức trở xuống; hoặc còn 4 mà có đồng chí cao tuổi, đang chuyển đi, hay đã báo sẽ "
        "rời đi trong 12 tháng. Mức này do phần mềm đặt; chưa có văn bản nào định nghĩa."
    ),
    RadarWarning.NO_CANDIDATE: gettext_lazy("Không có ai từ bước được giới thiệu đến bước chờ lễ kết nạp."),
    RadarWarning.UNIT_AT_RISK: gettext_lazy(
        "Chỉ còn một đảng viên cư trú mà đồng chí ấy cao tuổi, đang chuyển đi hay đã báo sẽ rời đi; hoặc chưa có chi "
        "bộ và có không quá một đảng viên."
    ),
    RadarWarning.NO_MASSES: gettext_lazy("Cấp ủy đã ghi là không còn quần chúng để kết nạp, có ngày và lý do."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One place a warning is about. `organisation_id`: the branch, the base, or the committee a unit lies under.

    `weight` sorts the worst first. `near_id`: the branch that covers a unit.
    """

    warning: str
    organisation_id: int
    path: str
    name: str
    why: str
    weight: tuple
    type_code: str = ""
    members: int | None = None
    official: int | None = None
    candidates: int | None = None
    last_admission: date | None = None
    years: int | None = None
    unit_id: int | None = None
    near_id: int | None = None


@dataclass(frozen=True)
class Found:
    """All findings of an area on a day. `unknown`: branches of which no member is on record."""

    day: date
    branches: int
    unknown: int
    years: int
    old_age: int
    by_warning: dict[str, list[Finding]]


def look(organisation: Organisation, today: date) -> Found:
    """The six warnings within an organisation: a fixed number of queries, whatever its size."""
    area = Area.of(organisation)
    seen = survey(area, today)
    by_warning: dict[str, list[Finding]] = {warning: _of_branches(seen, rule) for warning, rule in _OF_BRANCH.items()}
    by_warning[RadarWarning.UNIT_AT_RISK] = _of_units(area, today)
    by_warning[RadarWarning.NO_MASSES] = _of_bases(area, today)
    return Found(
        today, len(seen.branches), seen.unknown, seen.settings.value(MANY_YEARS, organisation.path),
        seen.settings.value(OLD_AGE, organisation.path),
        {warning: by_warning[warning] for warning in RadarWarning.values},
    )  # fmt: skip


def findings(organisation: Organisation, warning: str, today: date) -> list[Finding]:
    """The places of one warning, the worst first."""
    area = Area.of(organisation)
    if warning == RadarWarning.UNIT_AT_RISK:
        return _of_units(area, today)
    if warning == RadarWarning.NO_MASSES:
        return _of_bases(area, today)
    return _of_branches(survey(area, today), _OF_BRANCH[warning])


# --- branches --------------------------------------------------------------------------------------------------------
Rule = Callable[[Branch, Survey], Finding | None]


def _of_branches(seen: Survey, rule: Rule) -> list[Finding]:
    found = [one for branch in seen.branches if (one := rule(branch, seen)) is not None]
    return sorted(found, key=lambda each: (each.weight, each.path))


def _finding(warning: str, branch: Branch, why: str, weight: tuple, years: int | None = None) -> Finding:
    return Finding(
        str(warning), branch.id, branch.path, branch.name, why, weight, branch.type_code, branch.members,
        branch.official if branch.members is not None else None, branch.candidates, branch.last_admission, years,
    )  # fmt: skip


def no_admission(branch: Branch, seen: Survey) -> Finding | None:
    years = seen.settings.value(MANY_YEARS, branch.path)
    since = add_months(seen.day, -12 * years)
    if branch.last_admission is not None:
        if branch.last_admission > since:
            return None
        words = {"day": format_date(branch.last_admission), "n": years}
        why = _("Kết nạp gần nhất ngày %(day)s, đã đủ %(n)d năm.") % words
    else:
        if branch.founded is not None and branch.founded > since:
            return None
        why = _("Chưa ghi lượt kết nạp nào.")
    return _finding(RadarWarning.NO_ADMISSION, branch, why, (branch.last_admission or date.min,), years)


def under_five(branch: Branch, seen: Survey) -> Finding | None:
    if branch.members is None or branch.members >= FEW:
        return None
    why = _("Có %(n)d đảng viên, trong đó %(official)d chính thức.")
    words = {"n": branch.members, "official": branch.official}
    return _finding(RadarWarning.UNDER_FIVE, branch, why % words, (branch.members,))


def under_three(branch: Branch, seen: Survey) -> Finding | None:
    if branch.members is None or branch.official > ENOUGH:
        return None
    if branch.official == ENOUGH and not (branch.old or branch.leaving):
        return None
    parts = [_("Có %(n)d đảng viên chính thức") % {"n": branch.official}]
    if branch.old:
        words = {"n": branch.old, "age": seen.settings.value(OLD_AGE, branch.path)}
        parts.append(_("%(n)d từ %(age)d tuổi trở lên") % words)
    if branch.leaving:
        parts.append(_("%(n)d sắp chuyển đi") % {"n": branch.leaving})
    weight = (branch.official, -branch.leaving, -branch.old)
    return _finding(RadarWarning.UNDER_THREE, branch, "; ".join(parts) + ".", weight)


def no_candidate(branch: Branch, seen: Survey) -> Finding | None:
    if branch.candidates:
        return None
    why = _("Không có quần chúng nào đang được theo dõi.")
    return _finding(RadarWarning.NO_CANDIDATE, branch, why, (branch.last_admission or date.min,))


_OF_BRANCH: dict[str, Rule] = {
    RadarWarning.NO_ADMISSION: no_admission,
    RadarWarning.UNDER_FIVE: under_five,
    RadarWarning.UNDER_THREE: under_three,
    RadarWarning.NO_CANDIDATE: no_candidate,
}


# --- residential units, bases ----------------------------------------------------------------------------------------
def _of_units(area: Area, today: date) -> list[Finding]:
    found = [one for unit in units_of(area, today) if (one := unit_at_risk(unit)) is not None]
    return sorted(found, key=lambda each: (each.weight, each.path, each.name))


def unit_at_risk(unit: Unit) -> Finding | None:
    parts = []
    if unit.members == 1 and unit.alone_old:
        parts.append(_("Đảng viên duy nhất đã từ %(age)d tuổi.") % {"age": unit.old_age})
    if unit.members == 1 and unit.alone_leaves:
        parts.append(_("Đảng viên duy nhất sắp chuyển đi."))
    if unit.branch_id is None:
        words = {"n": unit.members}
        parts.append(_("Chưa có chi bộ, theo sổ có %(n)d đảng viên cư trú.") % words)
    if not parts:
        return None
    name = f"{unit.name}, {unit.commune}"
    return Finding(
        str(RadarWarning.UNIT_AT_RISK), unit.organisation_id, unit.path, name, " ".join(parts),
        (unit.members, -int(unit.alone_leaves), -int(unit.alone_old)), members=unit.members, unit_id=unit.id,
        near_id=unit.branch_id,
    )  # fmt: skip


def _of_bases(area: Area, today: date) -> list[Finding]:
    return [
        Finding(
            str(RadarWarning.NO_MASSES), row.organisation_id, row.organisation.path, row.organisation.name,
            _("Từ ngày %(day)s: %(reason)s") % {"day": format_date(row.valid_from), "reason": row.reason},
            (row.valid_from,), row.organisation.type_code,
        )
        for row in without_masses(area, today)
    ]  # fmt: skip
