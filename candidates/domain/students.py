"""People who leave a place on a known day (they graduate, their contract ends): what must be done before, and in time?

Where the law sets a term, its last day is taken; where it sets none, a length that is usual, which is this software's
estimate and is called so wherever it is shown. Under way nothing is promised: who is not in time is referred.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from candidates.domain.dossier import Dossier, load_dossiers
from candidates.models import BEFORE_DECISION, Candidate, EventKind, Referral, ReferralState, Stage, Transfer
from candidates.procedure import BY_CODE
from candidates.procedure.limits import due, earliest
from candidates.procedure.schema import Procedure
from candidates.procedure.texts import PROCEDURES, NoRulesKnown, procedure_on
from membership.base.bulk import chunks
from membership.base.dates import format_date
from membership.base.working_days import WorkCalendar
from membership.domain.holidays import work_calendar

LEAVERS = (*BEFORE_DECISION, Stage.DECIDED, Stage.PROBATIONARY, Stage.SUSPENDED)
# How many days a step usually takes where no text sets a term: an estimate of this software, not a rule.
USUAL: dict[str, int] = {
    "recognise": 30,
    "assign_mentor": 15,
    "train": 60,
    "open_dossier": 30,
    "conclude_history": 60,
    "branch_propose": 30,
    "train_member": 60,
}


@dataclass(frozen=True)
class ToDo:
    """A step that is still open, and by when it is done at the usual pace. `by_law`: the day is the end of a term."""

    step: str
    label: str
    by: date
    by_law: bool


@dataclass(frozen=True)
class Plan:
    """`in_time` None: nothing can be said. `referral`, `transfer`: where the person was last referred to, if ever."""

    leaves_on: date
    goal: str
    steps: list[ToDo] = field(default_factory=list)
    in_time: bool | None = None
    why: str = ""
    referral: Referral | None = None
    transfer: Transfer | None = None

    @property
    def finish(self) -> date | None:
        return self.steps[-1].by if self.steps else None

    @property
    def open_referral(self) -> bool:
        return self.referral is not None and self.referral.state == ReferralState.OFFERED


def plans(people: Sequence[Candidate], today: date) -> dict[int, Plan]:
    """Plan by candidate, of those of whom it is known when they leave; a fixed number of queries for a page."""
    known = [each for each in people if getattr(each, "circumstances", None) and each.circumstances.leaves_on]
    calendar, found = work_calendar(), {}
    for chunk in chunks(known, 2000):
        referrals: dict[int, Referral] = {}
        rows = Referral.objects.filter(candidate__in=[each.pk for each in chunk]).select_related("target")
        for row in rows.order_by("pk"):
            referrals[row.candidate_id] = row
        for key, dossier in load_dossiers(chunk).items():
            found[key] = plan_of(dossier, today, calendar, referrals.get(key))
    return found


def plan_of(dossier: Dossier, today: date, calendar: WorkCalendar, referral: Referral | None = None) -> Plan:
    """What is left to do for one person until admitted (a probationer: until official) against the day of leaving."""
    candidate, leaves_on = dossier.candidate, dossier.circumstances.leaves_on
    on_probation = candidate.stage == Stage.PROBATIONARY
    goal = _("công nhận chính thức") if on_probation else _("làm lễ kết nạp")
    transfer = dossier.transfers[-1] if dossier.transfers else None
    beside = {"referral": referral, "transfer": transfer}
    if candidate.stage == Stage.SUSPENDED:
        return Plan(leaves_on, goal, why=_("Đang tạm dừng xem xét nên không tính được."), **beside)
    try:
        procedure = procedure_on(today)
    except NoRulesKnown:
        procedure = PROCEDURES[-1]
    way = _probation if on_probation else _admission
    steps = list(way(dossier, procedure, today, calendar))
    in_time, why = _verdict(dossier, procedure, steps, leaves_on, today)
    return Plan(leaves_on, goal, steps, in_time, why, **beside)


def _verdict(dossier: Dossier, procedure: Procedure, steps, leaves_on: date, today: date) -> tuple[bool, str]:
    finish = steps[-1].by
    if leaves_on < today:
        return False, _("Đã qua ngày dự kiến rời đi; xem lại ngày ấy, hoặc chuyển hồ sơ ngay.")
    if finish <= leaves_on:
        return True, _("Đúng nhịp thường lệ thì xong khoảng %(day)s.") % {"day": format_date(finish)}
    held = dossier.day_in_round(EventKind.CEREMONY_HELD)
    if dossier.candidate.stage == Stage.PROBATIONARY and held is not None:
        first = earliest(procedure, "after_probation", held)
        if first > leaves_on:
            words = {"day": format_date(first)}
            message = _("Sớm nhất ngày %(day)s mới hết thời gian dự bị để xét; chuyển sinh hoạt cho nơi mới.")
            return False, message % words
    words = {"n": len(steps), "day": format_date(finish), "days": (finish - leaves_on).days}
    return False, _(
        "Còn %(n)d bước, thường đến %(day)s mới xong, quá %(days)d ngày; làm gấp hoặc giới thiệu đi."
    ) % words


def _admission(dossier: Dossier, procedure: Procedure, today: date, calendar: WorkCalendar) -> Iterator[ToDo]:
    """The steps to the ceremony, each after the one before."""
    day, proposed = today, dossier.day_in_round(EventKind.BRANCH_PROPOSED)
    for step in _open_before_resolution(dossier):
        day += timedelta(days=USUAL[step])
        yield _todo(step, day, by_law=False)
        proposed = day
    decided = dossier.day_in_round(EventKind.ADMISSION_DECIDED)
    if dossier.candidate.stage != Stage.DECIDED:
        decided = max(due(procedure, "decide", occurred=proposed or today, calendar=calendar).day, today)
        yield _todo("decide", decided, by_law=True)
    received = dossier.day_in_round(EventKind.DECISION_RECEIVED)
    ceremony = due(procedure, "hold_ceremony", occurred=decided or today, received=received, calendar=calendar).day
    yield _todo("hold_ceremony", max(ceremony, today), by_law=True)


def _open_before_resolution(dossier: Dossier) -> list[str]:
    """What is still open until the branch's resolution, in the order of the procedure."""
    stage = dossier.candidate.stage
    if stage not in BEFORE_DECISION[:4]:
        return []
    kinds = {event.kind for event in dossier.of_this_way()}
    done = {
        "recognise": EventKind.RECOGNISED in kinds,
        "assign_mentor": bool(dossier.mentors) or stage == Stage.DOSSIER,
        "train": stage in (Stage.TRAINED, Stage.DOSSIER),
        "open_dossier": stage == Stage.DOSSIER,
        "conclude_history": EventKind.HISTORY_VERIFIED in kinds,
        "branch_propose": False,
    }
    if stage == Stage.DOSSIER:
        done["recognise"] = True
    return [step for step, is_done in done.items() if not is_done]


def _probation(dossier: Dossier, procedure: Procedure, today: date, calendar: WorkCalendar) -> Iterator[ToDo]:
    """The steps to being recognised; the branch may not resolve before the twelve months are over."""
    kinds = {event.kind for event in dossier.of_this_round()}
    held = dossier.day_in_round(EventKind.CEREMONY_HELD) or today
    if EventKind.MEMBER_TRAINED not in kinds:
        yield _todo("train_member", today + timedelta(days=USUAL["train_member"]), by_law=False)
    proposed = dossier.day_in_round(EventKind.OFFICIAL_PROPOSED)
    if proposed is None:
        proposed = max(due(procedure, "propose_official", occurred=held, calendar=calendar).day, today)
        yield _todo("propose_official", proposed, by_law=True)
    official = due(procedure, "make_official", occurred=proposed, calendar=calendar).day
    yield _todo("make_official", max(official, today), by_law=True)


def _todo(step: str, day: date, *, by_law: bool) -> ToDo:
    return ToDo(step, str(BY_CODE[step].label), day, by_law)


def leavers(queryset) -> Iterable[Candidate]:
    """Of a queryset of candidates: those on the way of whom it is known when they leave."""
    return queryset.filter(stage__in=LEAVERS, circumstances__leaves_on__isnull=False)
