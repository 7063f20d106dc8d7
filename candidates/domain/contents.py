"""The table of contents of a dossier (mục lục hồ sơ): every form on the way of one person, there or not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.domain.conditions import decider_of, introducer, moved_while_helped
from candidates.domain.dossier import Dossier
from candidates.models import BEFORE_DECISION, PIPELINE, CandidateEvent, EventKind, Introduction, Paper, Stage
from candidates.procedure import BY_CODE
from candidates.procedure.checks import Introduced
from candidates.procedure.facts import Facts
from candidates.procedure.limits import earliest, valid_until
from candidates.procedure.schema import Form, Procedure, Unmet
from candidates.procedure.texts import NoRulesKnown, procedure_on
from membership.base.dates import format_date

SOON_DAYS = 60
CERTIFICATE = "CN-NTVĐ"
OF_BODY = {"youth_union": "4-KNĐ", "trade_union": "4A-KNĐ"}
OF_MEMBER = "3-KNĐ"
# Where papers of the first half may still have to be redone.
USED_BEFORE = (*BEFORE_DECISION, Stage.SUSPENDED, Stage.CANCELLED)


class State(TextChoices):
    PRESENT = "present", gettext_lazy("có")
    MISSING = "missing", gettext_lazy("còn thiếu")
    LATER = "later", gettext_lazy("ở bước sau")
    NOT_NEEDED = "not_needed", gettext_lazy("không cần ở đây")


class Way(TextChoices):
    """How a paper gets into the dossier: its day is typed, it is an introduction, or an act of the procedure."""

    TYPED = "typed"
    INTRODUCTION = "introduction"
    STEP = "step"


class Part(TextChoices):
    ADMISSION = "admission", gettext_lazy("Hồ sơ kết nạp")
    OFFICIAL = "official", gettext_lazy("Hồ sơ công nhận chính thức")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One paper of the table. `valid_until`: the last day it may be used, None where the law names no term.

    `stale`, `soon`: on the day asked about it is too old, or will be within 60 days. `step`: the act that makes it.
    `remark`: what to look at, in words.
    """

    form: Form
    part: Part
    way: Way
    state: State
    copy: str = ""
    number: str = ""
    signed_on: date | None = None
    issued_by: str = ""
    note: str = ""
    valid_until: date | None = None
    stale: bool = False
    soon: bool = False
    step: str = ""
    remark: str = ""
    paper: Paper | None = None
    introduction: Introduction | None = None

    @property
    def counts(self) -> bool:
        """It has to be there by now."""
        return self.state in (State.PRESENT, State.MISSING)

    @property
    def wants_care(self) -> bool:
        return self.state == State.MISSING or self.stale

    @property
    def label(self) -> str:
        return str(State(self.state).label)


def way_of(procedure: Procedure, form: Form) -> Way:
    task = procedure.task(form.task)
    if task.code == task.step:
        return Way.STEP
    return Way.INTRODUCTION if task.code == "introduce" else Way.TYPED


def part_of(procedure: Procedure, form: Form) -> Part:
    step = BY_CODE[procedure.task(form.task).step]
    return Part.OFFICIAL if step.from_stages == (Stage.PROBATIONARY,) else Part.ADMISSION


def typed_forms(procedure: Procedure, stage: str) -> list[Form]:
    """The forms whose day a person at this stage may have typed."""
    admitted = stage in (Stage.PROBATIONARY, Stage.OFFICIAL)
    return [
        form
        for form in procedure.forms
        if way_of(procedure, form) == Way.TYPED and (admitted or part_of(procedure, form) == Part.ADMISSION)
    ]


def contents(dossier: Dossier, on: date) -> list[Line]:
    """The table of contents as it stands on a day; empty on a day whose rules are not known here."""
    try:
        procedure = procedure_on(on)
    except NoRulesKnown:
        return []
    return list(_Table(dossier, procedure, on).lines())


def current_part(dossier: Dossier) -> Part:
    return Part.OFFICIAL if _reached(dossier) in (Stage.PROBATIONARY, Stage.OFFICIAL) else Part.ADMISSION


def out_of_order(dossier: Dossier, on: date) -> Unmet | None:
    """The application must not be dated after the curriculum vitae (06-HD/TW, mục 3)."""
    days = dossier.paper_days()
    try:
        procedure = procedure_on(on)
    except NoRulesKnown:
        return None
    condition = next(each for each in procedure.conditions if each.code == "order")
    if any(form not in days for form in condition.check.forms):
        return None
    return condition.check(Facts(on=on, papers=days), procedure, condition.source)


def introduced_by(procedure: Procedure) -> Introduced:
    """How many members must introduce, alone or beside a mass organisation."""
    return next(each.check for each in procedure.conditions if isinstance(each.check, Introduced))


class _Table:
    def __init__(self, dossier: Dossier, procedure: Procedure, on: date):
        self.dossier, self.procedure, self.on = dossier, procedure, on
        self.at = PIPELINE.index(_reached(dossier))
        self.used_before = dossier.candidate.stage in USED_BEFORE

    def lines(self) -> Iterator[Line]:
        for form in self.procedure.forms:
            part, way = part_of(self.procedure, form), way_of(self.procedure, form)
            if part == Part.OFFICIAL and self.at < PIPELINE.index(Stage.PROBATIONARY):
                continue
            papers = [paper for paper in self.dossier.papers if paper.form == form.code]
            found = [self._of_paper(form, part, way, paper) for paper in papers]
            if way == Way.INTRODUCTION:
                found += self._introductions(form, part)
            elif not found and (line := self._from_act(form, part, way)):
                found.append(line)
            if not found and (state := self._absent(form, way)):
                remark = self._later(part) if state == State.LATER and way == Way.TYPED else ""
                step = self.procedure.task(form.task).step if way == Way.STEP else ""
                found.append(Line(form=form, part=part, way=way, state=state, step=step, remark=remark))
            yield from found

    # --- what is there -------------------------------------------------------------------------------------------
    def _of_paper(self, form: Form, part: Part, way: Way, paper: Paper) -> Line:
        return self._there(
            form, part, way, paper.signed_on, copy=paper.copy, number=paper.number, issued_by=paper.issued_by,
            note=paper.note, paper=paper,
        )  # fmt: skip

    def _from_act(self, form: Form, part: Part, way: Way) -> Line | None:
        """What the certificate on record, or an act without a row of its own (old lists), says of its paper."""
        candidate = self.dossier.candidate
        if form.code == CERTIFICATE and candidate.certificate_date is not None:
            return self._there(form, part, way, candidate.certificate_date, number=candidate.certificate_number)
        event = self._act(form) if way == Way.STEP and form.code != CERTIFICATE else None
        day = event and (event.document_date or event.occurred_on)
        if not event or not (day or event.document_number):
            return None
        return self._there(form, part, way, day, number=event.document_number)

    def _act(self, form: Form) -> CandidateEvent | None:
        kind = BY_CODE[self.procedure.task(form.task).step].kind
        return next((event for event in reversed(self.dossier.of_this_round()) if event.kind == kind), None)

    def _there(self, form: Form, part: Part, way: Way, day: date | None, **fields) -> Line:
        validity = self.procedure.validity_of(form.code)
        last = valid_until(self.procedure, validity.code, day) if validity and day else None
        stale = self.used_before and last is not None and self.on > last
        return Line(
            form=form, part=part, way=way, state=State.PRESENT, signed_on=day, valid_until=last, stale=stale,
            soon=self.used_before and last is not None and not stale and last - self.on <= timedelta(days=SOON_DAYS),
            step=self.procedure.task(form.task).step if way == Way.STEP else "", **fields,
        )  # fmt: skip

    def _introductions(self, form: Form, part: Part) -> list[Line]:
        rows = [each for each in self.dossier.introductions if OF_BODY.get(each.body, OF_MEMBER) == form.code]
        found = [
            self._there(
                form, part, Way.INTRODUCTION, each.signed_on, number=each.number, introduction=each,
                copy=each.member.full_name if each.member else each.body_name or each.get_body_display(),
                remark=self._doubt(each),
            )
            for each in rows
        ]  # fmt: skip
        if form.code == OF_MEMBER and self._has_begun(form):
            rule = introduced_by(self.procedure)
            beside = any(each.body for each in self.dossier.introductions)
            needed = rule.beside_organisation if beside else rule.members
            absent = Line(form=form, part=part, way=Way.INTRODUCTION, state=State.MISSING)
            found += [absent] * (needed - len(rows))
        return found

    def _doubt(self, each: Introduction) -> str:
        if each.member is None:
            return ""
        base = self.dossier.chain.base(self.on)
        person = introducer(each.member, base, self.on, each.together_since)
        if not person.official:
            return _("Không phải là đảng viên chính thức.")
        if not person.near:
            return _("Không sinh hoạt trong cùng tổ chức cơ sở đảng.")
        if moved_while_helped(self.dossier) or not self.used_before:
            return ""
        if person.together_since is None:
            return _("Chưa ghi cùng công tác, học tập, cư trú từ ngày nào.")
        first = earliest(self.procedure, introduced_by(self.procedure).waiting, person.together_since)
        words = {"length": self.procedure.waiting("same_place").length, "day": format_date(first)}
        return _("Đến ngày %(day)s mới cùng nơi đủ %(length)s.") % words if self.on < first else ""

    # --- what is not ---------------------------------------------------------------------------------------------
    def _absent(self, form: Form, way: Way) -> State | None:
        if form.task == "move_away":
            return None
        if form.code in OF_BODY.values() or self._not_needed(form.task):
            return State.NOT_NEEDED
        return State.MISSING if self._has_begun(form) else State.LATER

    def _not_needed(self, task: str) -> bool:
        chain = self.dossier.chain
        if task in ("appraise", "appraise_official"):
            return chain.section(self.on) is None
        if task in ("base_propose", "base_propose_official"):
            base, decider = chain.base(self.on), decider_of(self.dossier, self.on)
            return base.id == chain.branch.id or (decider is not None and decider.id == base.id)
        return False

    def _has_begun(self, form: Form) -> bool:
        """By now the paper has to be there: its act lies behind, or the dossier is being made."""
        code = self.procedure.task(form.task).step
        step = BY_CODE[code]
        if code == "propose_official" and form.task != code:
            return self.at > PIPELINE.index(Stage.PROBATIONARY) or (
                (first := self._from_day()) is not None and self.on >= first
            )
        if code == "open_dossier":
            return self.at >= PIPELINE.index(Stage.DOSSIER)
        if code == "train":
            return self.at >= PIPELINE.index(Stage.TRAINED)
        return self.at > max(PIPELINE.index(stage) for stage in step.from_stages if stage in PIPELINE)

    def _from_day(self) -> date | None:
        """Papers at the end of the probation: not asked for before it nears."""
        held = self.dossier.day_in_round(EventKind.CEREMONY_HELD)
        if held is None:
            return None
        return earliest(self.procedure, "after_probation", held) - timedelta(days=SOON_DAYS)

    def _later(self, part: Part) -> str:
        day = self._from_day() if part == Part.OFFICIAL else None
        return _("Làm khi sắp hết thời gian dự bị, từ khoảng ngày %(day)s.") % {"day": format_date(day)} if day else ""


def _reached(dossier: Dossier) -> str:
    """The stage on the way where the person stands, or stood before stopping or leaving it."""
    if dossier.candidate.stage in PIPELINE:
        return dossier.candidate.stage
    return next((event.from_stage for event in reversed(dossier.events) if event.from_stage in PIPELINE), PIPELINE[0])


@dataclass(frozen=True)
class Summary:
    """`care`: missing or too old. `soon`: too old before long. `doubtful`: there, with something to look at."""

    there: int
    wanted: int
    care: tuple[Line, ...]
    soon: tuple[Line, ...]
    doubtful: tuple[Line, ...]


def summary(lines: Iterable[Line]) -> Summary:
    """How many of the papers that must be there by now are, and which want care: missing or stale first."""
    counted = [line for line in lines if line.counts]
    return Summary(
        sum(line.state == State.PRESENT and not line.stale for line in counted),
        len(counted),
        tuple(sorted((line for line in counted if line.wants_care), key=lambda line: not line.stale)),
        tuple(line for line in counted if line.soon),
        tuple(line for line in counted if line.remark and not line.soon and not line.wants_care),
    )
