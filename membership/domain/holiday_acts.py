"""Changing the calendar of days off: enter or correct a day, withdraw one, confirm a year."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.domain.holidays import (
    WEEKDAYS,
    KeptDay,
    day_line,
    days_of,
    forget_calendar,
    is_weekend,
    on_calendar_changed,
)
from membership.models import YEARS_KEPT, Action, Holiday, HolidayYear


@transaction.atomic
def set_holiday(
    *,
    by,
    day: date,
    name: str,
    document: str,
    worked: bool = False,
    verified: bool = False,
    version: int | None = None,
) -> Holiday:
    """Say that a day is off, or (`worked`) that a weekend day is worked instead.

    Without `version` the day is new: refused when something holds on it already. With it, what was shown with that
    version (0: a declared line nobody touched) is corrected. `document`: the announcement it is taken from; `verified`:
    whether it was compared with it.
    """
    _require_right(by)
    row = Holiday.objects.select_for_update().filter(day=day).first()
    known = day_line(day)
    _require_shown(known, version)
    name, document = normalise(name), normalise(document)
    problems = _day_problems(day, worked, known if version is None else None)
    problems |= _text_problems(name=(name, _("Cần ghi lý do, ví dụ: Tết Nguyên đán.")))
    problems |= _text_problems(document=(document, _("Cần ghi số, ngày của văn bản hoặc thông báo làm căn cứ.")))
    if problems:
        raise Refused(messages=problems)
    row = row or Holiday(day=day, version=0)
    row.name, row.worked, row.document, row.verified = name, worked, document, verified
    row.withdrawn_at, row.withdrawn_reason = None, ""
    _write(row, by)
    record("holiday.set", by=by, subject=row, document=document, worked=worked, verified=verified, before=_trace(known))
    _changed(day.year)
    return row


@transaction.atomic
def withdraw_holiday(*, by, day: date, reason: str, version: int) -> Holiday:
    """Take a line back, declared or entered: the day is like any other of its weekday. The line stays to be read."""
    _require_right(by)
    row = Holiday.objects.select_for_update().filter(day=day).first()
    known = day_line(day)
    if known is None or known.is_withdrawn:
        raise Refused(_("Ngày %(day)s không có trong lịch nghỉ, hoặc đã bỏ rồi.") % {"day": format_date(day)})
    _require_shown(known, version)
    reason = normalise(reason)
    if problems := _text_problems(reason=(reason, _("Cần ghi lý do, căn cứ của việc bỏ ngày này."))):
        raise Refused(messages=problems)
    row = row or Holiday(
        day=day, name=known.name, worked=known.worked, document=known.source, verified=known.verified, version=0
    )
    row.withdrawn_at, row.withdrawn_reason = timezone.now(), reason
    _write(row, by)
    record("holiday.withdrawn", by=by, subject=row, reason=reason, before=_trace(known))
    _changed(day.year)
    return row


@transaction.atomic
def confirm_year(*, by, year: int, document: str, on: date | None = None) -> HolidayYear:
    """Say that the days off of a year are complete: from then on a term counted in it is certain."""
    _require_right(by)
    on, document = on or timezone.localdate(), normalise(document)
    problems = _text_problems(document=(document, _("Cần ghi văn bản, thông báo đã đối chiếu.")))
    if not YEARS_KEPT[0] <= year <= YEARS_KEPT[1]:
        problems["year"] = [_("Năm phải từ %(first)d đến %(last)d.") % {"first": YEARS_KEPT[0], "last": YEARS_KEPT[1]}]
    elif not any(not line.is_withdrawn and not line.worked for line in days_of(year)):
        problems[""] = [
            _("Chưa có ngày nghỉ nào của năm %(year)d; hãy ghi các ngày trước khi xác nhận.") % {"year": year}
        ]
    if on > timezone.localdate():
        problems["on"] = [_("Ngày xác nhận %(day)s ở sau ngày hôm nay.") % {"day": format_date(on)}]
    if problems:
        raise Refused(messages=problems)
    row, _created = HolidayYear.objects.update_or_create(
        year=year,
        defaults={"confirmed_on": on, "document": document, "recorded_by": by, "recorded_at": timezone.now()},
    )
    record("holiday.year_confirmed", by=by, subject=row, document=document, confirmed_on=on.isoformat())
    _changed(year)
    return row


def _require_right(by) -> None:
    if by is not None and not by.may(Action.MANAGE_CATALOGUES):
        raise Refused(_("Đồng chí không có quyền quản lý danh mục."))


def _require_shown(known: KeptDay | None, version: int | None) -> None:
    if version is not None and (known is None or known.version != version):
        raise Stale(_("Người khác vừa sửa ngày này. Hãy mở lại trang rồi làm lại."))


def _day_problems(day: date, worked: bool, known: KeptDay | None) -> dict[str, list[str]]:
    words = {"day": format_date(day), "weekday": WEEKDAYS[day.weekday()]}
    if not YEARS_KEPT[0] <= day.year <= YEARS_KEPT[1]:
        words |= {"first": YEARS_KEPT[0], "last": YEARS_KEPT[1]}
        return {"day": [_("Ngày %(day)s nằm ngoài các năm từ %(first)d đến %(last)d.") % words]}
    problems = []
    if worked and not is_weekend(day):
        problems.append(
            _("%(day)s là %(weekday)s, vốn là ngày làm việc; chỉ ghi làm bù vào thứ Bảy hoặc Chủ nhật.") % words
        )
    elif not worked and is_weekend(day):
        problems.append(
            _("%(day)s là %(weekday)s, vốn đã được nghỉ; chỉ ghi ngày nghỉ từ thứ Hai đến thứ Sáu.") % words
        )
    if known is not None and not known.is_withdrawn:
        words["name"] = known.name
        problems.append(
            _("Ngày %(day)s đã có trong lịch: “%(name)s”. Muốn sửa, hãy bấm “Sửa” ở dòng của ngày ấy.") % words
        )
    return {"day": problems} if problems else {}


def _text_problems(**texts: tuple[str, str]) -> dict[str, list[str]]:
    """A text that is missing, or longer than its column: field -> sentences."""
    problems = {}
    for field, (text, missing) in texts.items():
        column = Holiday._meta.get_field("withdrawn_reason" if field == "reason" else field)
        if not text:
            problems[field] = [missing]
        elif len(text) > column.max_length:
            problems[field] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": column.max_length}]
    return problems


def _write(row: Holiday, by) -> None:
    row.recorded_at, row.recorded_by = timezone.now(), by
    row.version += 1
    row.save()


def _trace(known: KeptDay | None) -> dict | None:
    if known is None:
        return None
    return {"name": known.name, "worked": known.worked, "source": known.source, "withdrawn": known.is_withdrawn}


def _changed(year: int) -> None:
    forget_calendar()
    transaction.on_commit(forget_calendar)
    for listener in on_calendar_changed:
        # The change stands; a listener that fails is logged and mends itself at night.
        transaction.on_commit(lambda listener=listener: listener(year), robust=True)
