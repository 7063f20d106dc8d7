"""Days off, year by year: what is declared, what the office says, where from; entering, correcting, withdrawing."""

from collections.abc import Callable
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from membership.base.dates import format_date
from membership.base.numbers import whole_in_address
from membership.catalogues.holidays import YEARS
from membership.domain.errors import Refused
from membership.domain.holiday_acts import confirm_year, set_holiday, withdraw_holiday
from membership.domain.holidays import (
    KeptDay,
    day_line,
    days_of,
    effect_of,
    work_calendar,
    working_days_of,
    year_confirmation,
)
from membership.forms.holidays import WORKED, ConfirmYearForm, HolidayForm, HolidayTextForm, WithdrawHolidayForm
from membership.models import YEARS_KEPT, Action
from membership.views.access import requires
from membership.views.confirmed import confirmed

YEARS_AHEAD = 2


@requires(Action.VIEW_ORGANISATION)
@require_safe
def holiday_list(request):
    year = _year(request)
    lines = days_of(year)
    held = [line for line in lines if not line.is_withdrawn]
    calendar = work_calendar()
    months = [(month, list(rows)) for month, rows in groupby(lines, key=lambda line: line.day.month)]
    known = year in calendar.years
    context = {
        "year": year,
        "years": _years(year),
        "months": months,
        "off": sum(not line.worked for line in held),
        "worked": sum(line.worked for line in held),
        "working_days": working_days_of(year, calendar),
        "unverified": sum(not line.verified for line in held),
        "known": known,
        "confirmation": year_confirmation(year),
        "may_change": request.user.may(Action.MANAGE_CATALOGUES),
    }
    return render(request, "membership/holiday_list.html", context)


@requires(Action.MANAGE_CATALOGUES)
def holiday_new(request):
    def act(said):
        return set_holiday(by=request.user, worked=said["kind"] == WORKED, **_without(said, "kind"))

    return _answer(
        request,
        HolidayForm(request.POST or None),
        act=act,
        effect=lambda said: _set_effect(said["day"], said["kind"] == WORKED),
        title=_("Thêm ngày nghỉ, ngày làm bù"),
        submit=_("Đồng ý ghi"),
        done=_("Đã ghi ngày %s."),
        year=_year(request),
    )


@requires(Action.MANAGE_CATALOGUES)
def holiday_edit(request, day):
    """Correct the words of a line, or say that it was compared with the announcement; a withdrawn one holds again."""
    line = _line(day)
    initial = {"name": line.name, "document": line.source, "verified": line.verified, "version": line.version}
    return _answer(
        request,
        HolidayTextForm(request.POST or None, initial=initial),
        act=lambda said: set_holiday(by=request.user, day=line.day, worked=line.worked, **said),
        effect=lambda said: _set_effect(line.day, line.worked),
        title=_("Ghi lại ngày đã bỏ") if line.is_withdrawn else _("Sửa ngày nghỉ, ngày làm bù"),
        submit=_("Đồng ý ghi"),
        done=_("Đã ghi ngày %s."),
        year=line.day.year,
        line=line,
    )


@requires(Action.MANAGE_CATALOGUES)
def holiday_withdraw(request, day):
    line = _line(day)

    def effect(said):
        words = {"day": format_date(line.day), "weekday": line.weekday}
        sentence = (
            _("%(day)s (%(weekday)s) sẽ lại là ngày nghỉ cuối tuần, không phải ngày làm bù.")
            if line.worked
            else _("%(day)s (%(weekday)s) sẽ là ngày làm việc.")
        )
        return [sentence % words, *effect_of(line.day, worked=None)]

    return _answer(
        request,
        WithdrawHolidayForm(request.POST or None, initial={"version": line.version}),
        act=lambda said: withdraw_holiday(by=request.user, day=line.day, **said),
        effect=effect,
        title=_("Bỏ khỏi lịch nghỉ"),
        submit=_("Đồng ý bỏ"),
        done=_("Đã bỏ ngày %s khỏi lịch nghỉ; dòng ấy vẫn giữ lại để xem."),
        year=line.day.year,
        line=line,
    )


@requires(Action.MANAGE_CATALOGUES)
def holiday_year(request, year):
    if not YEARS_KEPT[0] <= year <= YEARS_KEPT[1]:
        raise Http404
    form = ConfirmYearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_year(by=request.user, year=year, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã xác nhận lịch nghỉ năm %d.") % year)
            return redirect(_back(year))
    context = {
        "form": form,
        "title": _("Xác nhận lịch nghỉ năm %d") % year,
        "text": _("Từ lúc xác nhận, thời hạn tính qua năm này được coi là chắc chắn, không còn ghi chú nghi ngờ."),
        "submit": _("Xác nhận đã đủ ngày nghỉ"),
        "back": _back(year),
        "year": year,
    }
    return render(request, "membership/holiday_form.html", context, status=422 if form.errors else 200)


def _answer(
    request,
    form,
    *,
    act: Callable[[dict], object],
    effect: Callable[[dict], list[str]],
    title: str,
    submit: str,
    done: str,
    year: int,
    line: KeptDay | None = None,
):
    """The page of an act that is shown before it is done."""
    row, sentences = confirmed(request, form, act, effect)
    if row is not None:
        messages.success(request, done % format_date(row.day))
        return redirect(_back(row.day.year))
    context = {
        "form": form,
        "effect": sentences,
        "title": title,
        "line": line,
        "submit": submit if sentences else _("Xem trước"),
        "back": _back(year),
        "year": year,
    }
    return render(request, "membership/holiday_form.html", context, status=422 if form.errors else 200)


def _set_effect(day: date, worked: bool) -> list[str]:
    line = KeptDay(day, "", "", False, worked)
    words = {"day": format_date(day), "weekday": line.weekday}
    told = _("%(day)s (%(weekday)s) là ngày làm việc.") if worked else _("%(day)s (%(weekday)s) là ngày nghỉ.")
    return [told % words, *effect_of(day, worked=worked)]


def _line(text: str) -> KeptDay:
    try:
        line = day_line(date.fromisoformat(text))
    except ValueError:
        line = None
    if line is None:
        raise Http404
    return line


def _year(request) -> int:
    year = whole_in_address(request.GET.get("nam", ""))
    return year if year is not None and YEARS_KEPT[0] <= year <= YEARS_KEPT[1] else timezone.localdate().year


def _years(shown: int) -> list[int]:
    now = timezone.localdate().year
    return sorted({*YEARS, *range(now, now + YEARS_AHEAD + 1), shown})


def _back(year: int) -> str:
    return f"{reverse('membership:holiday.list')}?nam={year}"


def _without(said: dict, *names: str) -> dict:
    return {name: value for name, value in said.items() if name not in names}
