"""Lists fixed when a plan begins (“80 chi bộ nhiều năm không kết nạp”) and followed to their target.

What is on a list does not change any more; whether a place has got off it is counted from the records, never typed.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.radar_findings import ENOUGH, FEW, OF_ANY_DAY, findings, under_three
from candidates.domain.radar_survey import Area, Branch, Survey, official_on, spells_on, survey
from candidates.models import (
    Admission,
    BaseWithoutMasses,
    CandidateEvent,
    EventKind,
    RadarLine,
    RadarList,
    RadarWarning,
)
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.models import Action, Organisation

NAME_LENGTH = 200


def fix_list(
    *,
    by,
    on: date | None,
    organisation: Organisation,
    warning: str,
    name: str,
    target: int | None = None,
    due_on: date | None = None,
    decision_number: str = "",
    decision_date: date | None = None,
) -> RadarList:
    """Keep the findings of a day as a list. `target`: how many are to get off it by `due_on`; nothing said is all."""
    name, number, today = normalise(name), normalise(decision_number), timezone.localdate()
    if by is not None and not by.may(Action.SET_QUOTA, organisation.path):
        raise Refused(_("Đồng chí không có quyền chốt danh sách cho %(name)s.") % {"name": organisation.name})
    if warning == RadarWarning.UNIT_AT_RISK or warning not in RadarWarning.values:
        raise Refused(_("Đơn vị dân cư được theo dõi bằng lịch sử tình trạng, không chốt thành danh sách."))
    wrong = _what_is_wrong(on, warning, name, number, due_on, decision_date, today)
    found = findings(organisation, warning, on) if on is not None and "on" not in wrong else []
    if not wrong and not found:
        raise Refused(_("Ngày ấy không có nơi nào thuộc loại này, nên không có gì để chốt."))
    if target is not None and not wrong and not 1 <= target <= len(found):
        wrong["target"] = [_("Chỉ tiêu phải từ 1 đến %(n)d, là số nơi trong danh sách.") % {"n": len(found)}]
    if wrong:
        raise Refused(messages=wrong)
    with transaction.atomic():
        made = RadarList.objects.create(
            organisation=organisation, organisation_path=organisation.path, warning=warning, name=name,
            years=next((each.years for each in found if each.years), None), fixed_on=on, due_on=due_on,
            target=target or len(found), decision_number=number, decision_date=decision_date, recorded_by=by,
        )  # fmt: skip
        RadarLine.objects.bulk_create(
            [
                RadarLine(
                    radar_list=made, organisation_id=each.organisation_id, last_admission_on=each.last_admission,
                    members=each.members,
                )
                for each in found
            ],
            batch_size=1000,
        )  # fmt: skip
        record("radar.fixed", by=by, organisation=organisation, subject=made, label=name, lines=len(found))
    return made


def _what_is_wrong(on, warning, name, number, due_on, decision_date, today) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if on is None:
        wrong["on"] = [_("Cần ghi ngày chốt.")]
    elif on > today:
        wrong["on"] = [_("Ngày này ở sau ngày hôm nay.")]
    elif on < today and warning not in OF_ANY_DAY:
        wrong["on"] = [_("Loại này chỉ chốt được theo ngày hôm nay, vì phần mềm không tính lại được cho ngày đã qua.")]
    if not name:
        wrong["name"] = [_("Cần đặt tên danh sách.")]
    elif len(name) > NAME_LENGTH:
        wrong["name"] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": NAME_LENGTH}]
    if len(number) > 60:
        wrong["decision_number"] = [_("Số văn bản dài quá %(n)d chữ.") % {"n": 60}]
    if decision_date is not None and decision_date > today:
        wrong["decision_date"] = [_("Ngày văn bản ở sau ngày hôm nay.")]
    if due_on is not None and on is not None and due_on <= on:
        wrong["due_on"] = [_("Hạn phải sau ngày chốt %(day)s.") % {"day": format_date(on)}]
    return wrong


def end_list(*, by, radar_list: RadarList, version: int, reason: str) -> RadarList:
    """Follow the list no longer; it stays readable."""
    reason = normalise(reason)
    if not reason:
        raise Refused(_("Cần ghi lý do thôi theo dõi."), field="reason")
    with transaction.atomic():
        kept = RadarList.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=radar_list.pk)
        if by is not None and not by.may(Action.SET_QUOTA, kept.organisation_path):
            raise Refused(_("Đồng chí không có quyền thôi theo dõi danh sách này."))
        if kept.version != version or kept.ended_at is not None:
            raise Stale(_("Người khác vừa thay đổi danh sách này. Hãy xem lại rồi làm tiếp."))
        kept.ended_at, kept.note, kept.version = timezone.now(), reason[:500], kept.version + 1
        kept.save(update_fields=["ended_at", "note", "version"])
        record("radar.ended", by=by, organisation=kept.organisation, subject=kept, label=kept.name, reason=reason)
    return kept


# --- following -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Followed:
    """A line as it stands now. `off`: it got off the list, since `off_on` where that is known; `gone`: it exists no
    longer, which is told apart and counted as no success. `first`: the first admission decided after the list was
    fixed, `admitted`: how many there were."""

    line: RadarLine
    off: bool
    off_on: date | None
    gone: bool
    members: int | None
    official: int | None
    candidates: int
    first: Admission | None
    admitted: int


@dataclass(frozen=True)
class Progress:
    """`percent`: of the target; `expected`: where it should be by now if it went evenly to the due day."""

    lines: list[Followed]
    target: int
    done: int
    gone: int
    percent: float
    expected: float | None
    days_left: int | None
    left: int


def follow(radar_list: RadarList, today: date) -> Progress:
    """How far a list has come, counted from the records."""
    return follow_all([radar_list], today)[radar_list.pk]


def follow_all(lists: Sequence[RadarList], today: date) -> dict[int, Progress]:
    """Progress by list: a fixed number of queries for any number of lists of any length."""
    if not lists:
        return {}
    area = Area(listed=tuple(each.pk for each in lists))
    first_day = min(each.fixed_on for each in lists)
    seen = survey(area, today)
    since = {warning: _off_since(warning, area, seen, first_day) for warning in {each.warning for each in lists}}
    admissions: dict[int, list[Admission]] = defaultdict(list)
    rows = Admission.objects.current().filter(area.rows(), decision_date__gt=first_day, decision_date__lte=today)
    for row in rows.order_by("decision_date", "pk"):
        admissions[row.organisation_id].append(row)
    lines: dict[int, list[RadarLine]] = defaultdict(list)
    for line in RadarLine.objects.filter(radar_list__in=area.listed).select_related("organisation__parent"):
        lines[line.radar_list_id].append(line)
    branches, found = seen.by_id, {}
    for each in lists:
        followed = [
            _followed(each, line, branches.get(line.organisation_id), seen, since[each.warning], admissions)
            for line in lines[each.pk]
        ]
        found[each.pk] = _progress(each, followed, today)
    return found


def _followed(radar_list, line: RadarLine, branch: Branch | None, seen: Survey, since, admissions) -> Followed:
    after = [each for each in admissions[line.organisation_id] if each.decision_date > radar_list.fixed_on]
    days = [each for each in since.get(line.organisation_id, ()) if each > radar_list.fixed_on]
    off, off_on = _off(radar_list.warning, branch, seen, days, after)
    return Followed(
        line, off, off_on, branch is None,
        branch.members if branch else None,
        branch.official if branch and branch.members is not None else None,
        branch.candidates if branch else 0,
        after[0] if after else None, len(after),
    )  # fmt: skip


def _progress(radar_list: RadarList, lines: list[Followed], today: date) -> Progress:
    target = radar_list.target or len(lines)
    done = sum(each.off for each in lines)
    expected = days_left = None
    if radar_list.due_on is not None:
        whole = (radar_list.due_on - radar_list.fixed_on).days
        gone_by = min(max((today - radar_list.fixed_on).days, 0), whole)
        expected, days_left = gone_by * 100 / whole, (radar_list.due_on - today).days
    ordered = sorted(lines, key=lambda each: (each.off, each.gone, each.line.organisation.path))
    return Progress(
        ordered, target, done, sum(each.gone for each in lines), done * 100 / target, expected, days_left,
        max(target - done, 0),
    )  # fmt: skip


def _off(warning, branch: Branch | None, seen: Survey, days: list[date], after: list[Admission]):
    """Is the place off the list, and since when? `days`: those on which what is needed came about."""
    day = days[0] if days else None
    if branch is None:
        return False, None
    if warning == RadarWarning.NO_ADMISSION:
        return (True, after[0].decision_date) if after else (False, None)
    if warning == RadarWarning.UNDER_FIVE:
        off = branch.members is not None and branch.members >= FEW
    elif warning == RadarWarning.UNDER_THREE:
        off = branch.members is not None and under_three(branch, seen) is None
    elif warning == RadarWarning.NO_CANDIDATE:
        off = branch.candidates > 0
    else:
        off = day is not None
    return off, day if off else None


def _off_since(warning: str, area: Area, seen: Survey, first_day: date) -> dict[int, list[date]]:
    """Organisation -> the days on which the fifth of its members came, the fourth became official, people were
    nominated, the declaration that holds no longer ended. One query."""
    days: dict[int, list[date]] = defaultdict(list)
    if warning == RadarWarning.NO_CANDIDATE:
        rows = CandidateEvent.objects.filter(area.joined("candidate__organisation"), kind=EventKind.NOMINATED)
        rows = rows.filter(occurred_on__gt=first_day, occurred_on__lte=seen.day).order_by("occurred_on")
        for organisation, day in rows.values_list("candidate__organisation_id", "occurred_on"):
            days[organisation].append(day)
    elif warning == RadarWarning.NO_MASSES:
        last = dict(
            BaseWithoutMasses.objects.filter(area.joined())
            .order_by("valid_from")
            .values_list("organisation_id", "valid_to")
        )
        return {pk: [day] for pk, day in last.items() if day is not None and day <= seen.day}
    elif warning == RadarWarning.UNDER_FIVE:
        return _came(spells_on(seen.day).filter(area.joined()), FEW, with_official=False)
    elif warning == RadarWarning.UNDER_THREE:
        return _came(spells_on(seen.day).filter(area.joined(), official_on(seen.day)), ENOUGH, with_official=True)
    return days


def _came(spells, needed: int, *, with_official: bool) -> dict[int, list[date]]:
    """Organisation -> the day on which the last of so many members that are there now came (or became official)."""
    days: dict[int, list[date]] = defaultdict(list)
    for organisation, came, official in spells.order_by().values_list(
        "organisation_id", "valid_from", "member__official_on"
    ):
        counted = [came, official] if with_official else [came]
        days[organisation].append(max((each for each in counted if each is not None), default=date.min))
    return {pk: [sorted(found)[needed - 1]] for pk, found in days.items() if len(found) >= needed}
