"""What a legal text says of the procedure, as declarations that a lawyer could check.

No number of the law stands anywhere else: a limit names its length, what it runs from, what it limits and the paragraph
it comes from. `verified` is False wherever the text itself was not read; pages say so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Unit(TextChoices):
    MONTHS = "months", _("tháng")
    WORKING_DAYS = "working_days", _("ngày làm việc")
    DAYS = "days", _("ngày")
    YEARS = "years", _("năm")
    TIMES = "times", _("lần")
    PERSONS = "persons", _("người")


class StartDay(TextChoices):
    """Which day of an event a term runs from."""

    OCCURRED = "occurred", _("ngày diễn ra")
    ISSUED = "issued", _("ngày ban hành")
    RECEIVED = "received", _("ngày nhận được")


class Level(TextChoices):
    """Where a committee stands; which organisation that is differs between the legal texts."""

    BRANCH = "branch", _("chi bộ")
    SECTION = "section", _("đảng bộ bộ phận")
    BASE = "base", _("cấp cơ sở")
    ABOVE_BASE = "above_base", _("cấp trên trực tiếp của cơ sở")
    UNDER_CENTRE = "under_centre", _("cấp trực thuộc Trung ương")


@dataclass(frozen=True)
class LegalText:
    code: str
    title: str
    issued_on: date
    in_force_from: date
    in_force_to: date | None = None
    verified: bool = False
    guidance: tuple[str, ...] = ()
    note: str = ""

    def covers(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


@dataclass(frozen=True)
class Source:
    """Where a rule is written. `before`: the earlier text that was read instead, where this one could not be."""

    text: str
    paragraph: str = ""
    verified: bool = False
    before: str = ""

    def __str__(self) -> str:
        if self.before:
            return _("%(text)s (theo %(before)s)") % {"text": self.text, "before": self.before}
        return f"{self.text}, {self.paragraph}" if self.paragraph else self.text


@dataclass(frozen=True)
class Length:
    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.label}"


@dataclass(frozen=True)
class Task:
    """Something that has to be done within a step of the procedure (its code in STEPS; "" before the first of them)."""

    code: str
    label: str
    actor: str
    step: str
    source: Source
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """`task`: what the limit is about."""

    code: str
    label: str
    task: str
    length: Length
    source: Source
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Deadline(Limit):
    """The task must be done by then. `since`: what it runs from, in words; `after`: the waiting that ends first."""

    since: str
    runs_from: str
    start: StartDay = StartDay.OCCURRED
    after: str = ""
    extension: Length | None = None


@dataclass(frozen=True, kw_only=True)
class Waiting(Limit):
    """The task may not be done earlier. `strictly_after`: not even on the day the waiting ends."""

    runs_from: str
    strictly_after: bool = False


@dataclass(frozen=True, kw_only=True)
class Validity(Limit):
    """How long papers may be used, counted from the day on them."""

    forms: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Threshold(Limit):
    """A number from which something is so."""


@dataclass(frozen=True)
class Majority:
    """A share of all who count; `strict`: more than the share."""

    numerator: int
    denominator: int
    strict: bool = False

    def needed(self, counted: int) -> int:
        """The smallest number of votes that is enough."""
        whole, rest = divmod(counted * self.numerator, self.denominator)
        return whole + 1 if rest or self.strict else whole

    def __str__(self) -> str:
        words = _("trên %(share)s") if self.strict else _("từ %(share)s trở lên")
        return words % {"share": f"{self.numerator}/{self.denominator}"}


@dataclass(frozen=True)
class VoteRule:
    code: str
    label: str
    task: str
    majority: Majority
    counted: str
    source: Source
    note: str = ""


@dataclass(frozen=True)
class Authority:
    """Who decides at a level, and how; `vote`: the code of the vote rule. `delegated`: only by written delegation."""

    code: str
    level: Level
    body: str
    way: str
    source: Source
    vote: str = ""
    delegated: bool = False


@dataclass(frozen=True)
class Form:
    """A paper of the dossier. The code is data: re-issues renumber the forms."""

    code: str
    title: str
    task: str
    source: Source
    note: str = ""


@dataclass(frozen=True)
class Setting:
    """What a local office may set, with date and document number; until then the default holds."""

    code: str
    label: str
    default: bool | int | str | None
    source: Source
    note: str = ""


@dataclass(frozen=True)
class Unmet:
    """Why a step cannot be taken: what is wrong, by which paragraph, what mends it."""

    message: str
    source: Source
    mend: str
    code: str = ""


class Check(Protocol):
    """A frozen dataclass that looks at the facts: None, or what is unmet."""

    def __call__(self, facts, procedure: "Procedure", source: Source) -> Unmet | None: ...


@dataclass(frozen=True)
class Condition:
    """`setting`: the code of the setting that turns the condition off."""

    code: str
    label: str
    task: str
    source: Source
    check: Check
    setting: str = ""


@dataclass(frozen=True)
class Procedure:
    """All that holds while a legal text is in force. `before`: what held until then."""

    text: LegalText
    tasks: tuple[Task, ...]
    deadlines: tuple[Deadline, ...]
    waitings: tuple[Waiting, ...]
    validities: tuple[Validity, ...]
    thresholds: tuple[Threshold, ...]
    votes: tuple[VoteRule, ...]
    authorities: tuple[Authority, ...]
    conditions: tuple[Condition, ...]
    forms: tuple[Form, ...]
    settings: tuple[Setting, ...]
    transition: str = ""
    changes: tuple[str, ...] = field(default=())
    before: "Procedure | None" = field(default=None, repr=False, compare=False)

    def at(self, day: date) -> "Procedure":
        """What held on an earlier day, for a term that began on it; the first known text where none reaches back."""
        found = self
        while found.before is not None and day < found.text.in_force_from:
            found = found.before
        return found

    def task(self, code: str) -> Task:
        return _named(self.tasks, code)

    def deadline(self, code: str) -> Deadline:
        return _named(self.deadlines, code)

    def waiting(self, code: str) -> Waiting:
        return _named(self.waitings, code)

    def validity(self, code: str) -> Validity:
        return _named(self.validities, code)

    def threshold(self, code: str) -> Threshold:
        return _named(self.thresholds, code)

    def vote(self, code: str) -> VoteRule:
        return _named(self.votes, code)

    def form(self, code: str) -> Form:
        return _named(self.forms, code)

    def validity_of(self, form: str) -> Validity | None:
        return next((validity for validity in self.validities if form in validity.forms), None)

    def setting_values(self, said: Mapping[str, object] | None = None) -> dict[str, object]:
        """The value of every setting: what the office said, or the default."""
        return {setting.code: (said or {}).get(setting.code, setting.default) for setting in self.settings}

    def declarations(self) -> Iterator:
        """Everything that names its source."""
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, tuple):
                yield from (item for item in value if is_dataclass(item))


def _named(rows: tuple, code: str):
    for row in rows:
        if row.code == code:
            return row
    raise LookupError(code)


def restate(
    procedure: Procedure,
    text: LegalText,
    *,
    cites: Mapping[str, str],
    confirmed: frozenset[str] = frozenset(),
    changes: tuple[str, ...] = (),
    **changed,
) -> Procedure:
    """The same rules under a later text, with what it changed.

    `cites`: which text now stands for which; of what is cited anew only the codes in `confirmed` are verified.
    `changed`: declarations that take the place of those with their code, by the field of the procedure they are in.
    """
    new = {}
    for each in fields(procedure):
        rows = getattr(procedure, each.name)
        if each.name == "changes" or not isinstance(rows, tuple):
            continue
        other = {row.code: row for row in changed.pop(each.name, ())}
        new[each.name] = tuple(other.pop(row.code, None) or _cite(row, cites, confirmed) for row in rows)
        if other:
            raise LookupError(f"{text.code}: {sorted(other)} take the place of nothing")
    if changed:
        raise LookupError(f"{text.code}: there are no {sorted(changed)}")
    return replace(procedure, text=text, changes=changes, before=procedure, **new)


def _cite(row, cites: Mapping[str, str], confirmed: frozenset[str]):
    source = row.source
    if source.text not in cites:
        return row
    known = row.code in confirmed
    before = "" if known else source.before or str(source)
    return replace(row, source=replace(source, text=cites[source.text], verified=known, before=before))
