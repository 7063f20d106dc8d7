"""Papers of a dossier: which form is there, its number and the day on it, several at once; taking one out again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.contents import Line, State, Way, contents, out_of_order, typed_forms, way_of
from candidates.domain.dossier import load_dossier
from candidates.domain.guard import hold
from candidates.domain.ledger import Ledger
from candidates.models import GONE, Candidate, EventKind, Paper, Stage
from candidates.procedure import BY_CODE
from candidates.procedure.limits import valid_until
from candidates.procedure.schema import Form, Procedure
from candidates.procedure.texts import NoRulesKnown, procedure_on
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.identity import birth_text

__all__ = [
    "CLOSED",
    "Line",
    "Recorded",
    "Said",
    "State",
    "Way",
    "contents",
    "record_papers",
    "withdraw_paper",
]

# Nobody adds to the dossier of who has left the way into the Party.
CLOSED = GONE
_LENGTHS = {name: Paper._meta.get_field(name).max_length for name in ("copy", "number", "issued_by", "note")}
REASON_LENGTH = 300


class Said(NamedTuple):
    """A paper as it was typed. `copy` tells several of one form apart; usually there is one."""

    form: str
    copy: str = ""
    number: str = ""
    signed_on: date | None = None
    issued_by: str = ""
    note: str = ""


@dataclass(frozen=True)
class Recorded:
    """What was written (papers that say what is on record already are not written again), and what to look at.

    `disorder` is the one of the warnings that the dossier's page shows as long as it is so.
    """

    papers: list[Paper] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    disorder: str = ""


def record_papers(*, by, candidate: Candidate, version: int, papers: Sequence[Said | tuple]) -> Recorded:
    """Papers were put into the folder. One that is there already is replaced by a new frozen row.

    Refused messages stand under "<form>.<field>". A day that is possible but doubtful (application after curriculum
    vitae, too old already) is written and warned about.
    """
    with transaction.atomic():
        candidate, _place = hold(candidate, by=by, version=version)
        check_open(candidate)
        said = [_clean(Said(*each)) for each in papers]
        _check(candidate, said)
        there = {(paper.form, paper.copy): paper for paper in candidate.papers.current()}
        new = [each for each in said if not _same(there.get((each.form, each.copy)), each)]
        if not new:
            return Recorded()
        ledger = Ledger(by=by)
        ledger.change(candidate)
        ledger.replaced_papers += [there[key].pk for each in new if (key := (each.form, each.copy)) in there]
        ledger.papers += [
            Paper(candidate=candidate, recorded_at=ledger.now, recorded_by_id=ledger.by_id, **each._asdict())
            for each in new
        ]
        ledger.write()
        record(
            "papers.recorded", by=by, organisation=candidate.organisation, subject=candidate,
            papers=[{"form": each.form, "day": each.signed_on.isoformat()} for each in new],
        )  # fmt: skip
        disorder = _disorder(candidate, new)
        return Recorded(ledger.papers, [text for text in (disorder, *_too_old(new)) if text], disorder)


def withdraw_paper(*, by, candidate: Candidate, version: int, paper: Paper, reason: str) -> None:
    """The paper is not in the folder after all. The row stays; what an act put there goes with the act."""
    with transaction.atomic():
        candidate, _place = hold(candidate, by=by, version=version)
        row = candidate.papers.current().select_related("event").filter(pk=paper.pk).first()
        if row is None:
            raise Refused(_("Giấy này đã được thay hoặc bỏ rồi."))
        if row.event is not None:
            what = EventKind(row.event.kind).label
            raise Refused(_("Giấy này có từ việc “%(what)s”; muốn bỏ thì đính chính việc ấy.") % {"what": what})
        why = checked_reason(reason)
        ledger = Ledger(by=by)
        ledger.change(candidate)
        ledger.replaced_papers.append(row.pk)
        ledger.write()
        record(
            "paper.withdrawn", by=by, organisation=candidate.organisation, subject=candidate,
            paper=row.pk, form=row.form, reason=why,
        )  # fmt: skip


def check_open(candidate: Candidate) -> None:
    if candidate.stage in CLOSED:
        stage = Stage(candidate.stage).label
        raise Refused(_("Người này đang là “%(stage)s”, không ghi thêm vào hồ sơ được.") % {"stage": stage})


def checked_reason(reason: str) -> str:
    text = normalise(reason)
    if not text:
        raise Refused(_("Cần ghi lý do."), field="reason")
    if len(text) > REASON_LENGTH:
        raise Refused(_("Lý do dài quá %(n)d chữ.") % {"n": REASON_LENGTH}, field="reason")
    return text


def check_signed_on(candidate: Candidate, day: date | None) -> str:
    """What is wrong with the day on a paper, or nothing."""
    if day is None:
        return _("Cần ghi ngày trên giấy.")
    if day > timezone.localdate():
        return _("Ngày này ở sau ngày hôm nay.")
    if candidate.born_on is not None and day <= candidate.born_on:
        return _("Ngày này không ở sau ngày sinh %(d)s.") % {"d": birth_text(candidate)}
    return ""


def _clean(said: Said) -> Said:
    words = {name: normalise(getattr(said, name)) for name in _LENGTHS}
    return said._replace(form=said.form.strip(), **words)


def _check(candidate: Candidate, said: list[Said]) -> None:
    """Everything that is wrong with what was typed, at once."""
    try:
        procedure = procedure_on(timezone.localdate())
    except NoRulesKnown as unknown:
        raise Refused(str(unknown)) from None
    known = {form.code: form for form in procedure.forms}
    allowed = {form.code for form in typed_forms(procedure, candidate.stage)}
    wrong: dict[str, list[str]] = {}
    seen = set()
    for each in said:
        if (each.form, each.copy) in seen:
            wrong.setdefault(f"{each.form}.signed_on", []).append(_("Mẫu này ghi hai lần."))
        seen.add((each.form, each.copy))
        if each.form not in known:
            words = {"form": each.form, "text": procedure.text.code}
            message = _("Không có mẫu “%(form)s” theo %(text)s.") % words
            wrong.setdefault(f"{each.form}.form", []).append(message)
        elif each.form not in allowed:
            wrong.setdefault(f"{each.form}.form", []).append(_elsewhere(procedure, known[each.form]))
        if message := check_signed_on(candidate, each.signed_on):
            wrong.setdefault(f"{each.form}.signed_on", []).append(message)
        for name, most in _LENGTHS.items():
            if len(getattr(each, name)) > most:
                message = _("Nội dung dài quá %(limit)d chữ.") % {"limit": most}
                wrong.setdefault(f"{each.form}.{name}", []).append(message)
    if wrong:
        raise Refused(messages=wrong)


def _elsewhere(procedure: Procedure, form: Form) -> str:
    """Where a paper is recorded whose day is not simply typed."""
    words = {"form": form.code}
    match way_of(procedure, form):
        case Way.INTRODUCTION:
            return _("%(form)s: ghi ở phần người giới thiệu.") % words
        case Way.STEP:
            words["step"] = BY_CODE[procedure.task(form.task).step].label
            return _("%(form)s có khi ghi việc “%(step)s”, không ghi riêng ở đây.") % words
        case _:
            return _("%(form)s chỉ có sau khi kết nạp.") % words


def _same(paper: Paper | None, said: Said) -> bool:
    return paper is not None and all(getattr(paper, name) == value for name, value in said._asdict().items())


def _disorder(candidate: Candidate, new: list[Said]) -> str:
    unmet = out_of_order(load_dossier(candidate), timezone.localdate())
    if unmet is None or not {each.form for each in new} & {"1-KNĐ", "2-KNĐ"}:
        return ""
    return _("%(what)s Căn cứ: %(source)s.") % {"what": f"{unmet.message} {unmet.mend}", "source": unmet.source}


def _too_old(new: list[Said]) -> list[str]:
    today, found = timezone.localdate(), []
    procedure = procedure_on(today)
    for each in new:
        validity = procedure.validity_of(each.form)
        if validity is None or today <= (last := valid_until(procedure, validity.code, each.signed_on)):
            continue
        words = {"form": each.form, "day": format_date(last), "source": validity.source, "note": validity.note}
        found.append(_("%(form)s chỉ có giá trị đến hết ngày %(day)s. %(note)s Căn cứ: %(source)s.") % words)
    return found
