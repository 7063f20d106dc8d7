"""Due by when, valid until when, allowed from when, enough votes: arithmetic with what a legal text declares."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from candidates.procedure.schema import Authority, Length, Level, Majority, Procedure, StartDay, Unit
from membership.base.dates import add_months
from membership.base.working_days import WorkCalendar, add_working_days
from membership.catalogues.holidays import STATE_OFFICES


@dataclass(frozen=True)
class Due:
    """The last day on which something may be done in time. `doubts`: why it may lie later than that."""

    day: date
    doubts: tuple[str, ...] = ()

    def overdue_on(self, day: date) -> bool:
        return day > self.day


def lasts_until(start: date, length: Length, calendar: WorkCalendar = STATE_OFFICES) -> date:
    """The last day of a term; one of months ends on the same day of its last month, or on that month's last day."""
    match length.unit:
        case Unit.MONTHS:
            return add_months(start, length.amount)
        case Unit.YEARS:
            return add_months(start, length.amount * 12)
        case Unit.WORKING_DAYS:
            return add_working_days(start, length.amount, calendar)
        case Unit.DAYS:
            return start + timedelta(days=length.amount)
        case _:
            raise ValueError(f"{length} is no term")


def due(
    procedure: Procedure,
    code: str,
    *,
    occurred: date,
    received: date | None = None,
    extended: bool = False,
    calendar: WorkCalendar = STATE_OFFICES,
) -> Due:
    """By when: `occurred` is the day of the task the deadline runs from (of a paper: the day it was issued)."""
    deadline, doubts = procedure.deadline(code), []
    start = occurred
    if deadline.start == StartDay.RECEIVED:
        start = received or occurred
        if received is None:
            doubts.append(_("Chưa ghi ngày nhận được văn bản nên tính từ ngày ban hành."))
    if deadline.after:
        start = lasts_until(start, procedure.waiting(deadline.after).length, calendar)
    lengths = [deadline.length]
    if extended:
        if deadline.extension is None:
            raise ValueError(f"{code} cannot be extended")
        lengths.append(deadline.extension)
    end = start
    for length in lengths:
        end = lasts_until(end, length, calendar)
    if deadline.length.unit == Unit.WORKING_DAYS and (years := calendar.unknown_years(start, end)):
        told = ", ".join(map(str, years))
        doubts.append(_("Chưa có lịch nghỉ lễ năm %(years)s nên chỉ trừ thứ Bảy, Chủ nhật.") % {"years": told})
    return Due(end, tuple(doubts))


def valid_until(procedure: Procedure, code: str, signed_on: date) -> date:
    """The last day on which the paper may be used."""
    return lasts_until(signed_on, procedure.validity(code).length)


def is_valid(procedure: Procedure, code: str, signed_on: date, on: date) -> bool:
    return signed_on <= on <= valid_until(procedure, code, signed_on)


def earliest(procedure: Procedure, code: str, since: date) -> date:
    """The first day on which what is waited for may be done."""
    waiting = procedure.waiting(code)
    return lasts_until(since, waiting.length) + timedelta(days=int(waiting.strictly_after))


def official_day(procedure: Procedure, ceremony_on: date) -> date:
    """The day the probation ends is the official day, however late the decision."""
    return lasts_until(ceremony_on, procedure.waiting("probation").length)


# --- votes -----------------------------------------------------------------------------------------------------------
class BallotError(ValueError):
    """Numbers of a vote that cannot be; its text is a sentence for the person who typed them."""


@dataclass(frozen=True)
class Ballot:
    """A vote in numbers. `away`: on temporary activity elsewhere; `exempt_absent`: exempt from activity and absent."""

    members: int
    in_favour: int
    away: int = 0
    exempt_absent: int = 0
    present: int | None = None

    def __post_init__(self):
        if min(self.members, self.in_favour, self.away, self.exempt_absent, self.present or 0) < 0:
            raise BallotError(_("Số người không thể nhỏ hơn 0."))
        if self.counted < 1:
            raise BallotError(
                _("Không còn đảng viên chính thức nào để tính biểu quyết (tổng số %(all)d, được trừ %(less)d).")
                % {"all": self.members, "less": self.away + self.exempt_absent}
            )
        if self.present is not None and self.present > self.counted:
            raise BallotError(
                _("Có mặt %(present)d người, nhiều hơn số đảng viên chính thức phải tính là %(counted)d.")
                % {"present": self.present, "counted": self.counted}
            )
        if self.in_favour > (most := self.counted if self.present is None else self.present):
            raise BallotError(
                _("Tán thành %(yes)d người, nhiều hơn số người có thể biểu quyết là %(most)d.")
                % {"yes": self.in_favour, "most": most}
            )

    @property
    def counted(self) -> int:
        """All official members without those who may be left out; who is merely absent counts."""
        return self.members - self.away - self.exempt_absent


@dataclass(frozen=True)
class Outcome:
    counted: int
    needed: int
    in_favour: int

    @property
    def reached(self) -> bool:
        return self.in_favour >= self.needed


def outcome(majority: Majority, ballot: Ballot) -> Outcome:
    return Outcome(ballot.counted, majority.needed(ballot.counted), ballot.in_favour)


# --- authority -------------------------------------------------------------------------------------------------------
def authority(procedure: Procedure, level: Level) -> Authority | None:
    """Who decides at a level; None where the text names nobody."""
    return next((row for row in procedure.authorities if row.level == level), None)
