"""What is wrong with the rows of a list of learners, all of it at once."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import ClassKind, Enrolment, EnrolmentState, Stage
from membership.base import paths
from membership.base.bulk import chunks
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.effects import Effect, RowError

CHUNK = 2000
_LENGTHS = {name: Enrolment._meta.get_field(name).max_length for name in ("role", "certificate_number")}
TAUGHT = (Stage.PROBATIONARY, Stage.OFFICIAL)


def check_rows(book, said: Mapping[str, str], effect: Effect) -> dict[str, Any]:
    """What the rows of one class say of it, by the class's own field names; where they disagree, both rows are named.

    `said`: name in a row -> name of the class's field.
    """
    told: dict[str, tuple[Any, int]] = {}
    for row in book.rows:
        for name, column in {"kind": "kind", **said}.items():
            value = getattr(row, name)
            value = normalise(value) if isinstance(value, str) else value
            if value in (None, ""):
                continue
            first, where = told.setdefault(column, (value, row.row))
            if first != value:
                message = _("Khác với dòng %(row)d của cùng lớp (%(first)s).")
                words = {"row": where, "first": format_date(first) if isinstance(first, date) else first}
                effect.errors.append(RowError(row.row, name, message % words, value))
    values = {column: value for column, (value, _where) in told.items()}
    known = book.known
    opens = values.get("opens_on") or (known.opens_on if known else None)
    closes = values.get("closes_on") or (known.closes_on if known else None)
    for row in book.rows:
        _check_row(row, opens, closes, effect)
    return values


def _check_row(row, opens: date | None, closes: date | None, effect: Effect) -> None:
    today = timezone.localdate()

    def say(name: str, message: str, value: Any = None) -> None:
        effect.errors.append(RowError(row.row, name, message, value))

    for name, limit in _LENGTHS.items():
        if len(normalise(getattr(row, name) or "")) > limit:
            say(name, _("Nội dung dài quá %(limit)d chữ.") % {"limit": limit}, getattr(row, name))
    given = row.certificate_date
    if given is not None and given > today:
        say("certificate_date", _("Ngày cấp ở sau ngày hôm nay."), given)
    elif given is not None and opens is not None and given < opens:
        words = {"day": format_date(opens)}
        say("certificate_date", _("Ngày cấp ở trước ngày khai giảng %(day)s.") % words, given)
    if row.nominated_on is not None and row.nominated_on > today:
        say("nominated_on", _("Ngày này ở sau ngày hôm nay."), row.nominated_on)
    if row.outcome == EnrolmentState.FAILED and (row.certificate_number or given):
        say("result", _("Không hoàn thành lớp thì không có giấy chứng nhận."), row.result)
    if row.outcome == EnrolmentState.PASSED and opens is not None and opens > today:
        say("result", _("Lớp chưa khai giảng nên chưa ai hoàn thành."), row.result)
    elif row.outcome == EnrolmentState.PASSED and given is None and closes is not None and closes > today:
        words = {"day": format_date(closes)}
        say("result", _("Lớp đến ngày %(day)s mới bế giảng; cần ghi ngày cấp giấy chứng nhận.") % words, row.result)


def check_learner(book, row, candidate, effect: Effect) -> bool:
    """Whether somebody may stand in this class; a list of what has happened asks for little more. None: nobody yet."""
    found = len(effect.errors)
    path = candidate.organisation_path if candidate is not None else row.organisation.path
    if book.kind == ClassKind.NEW_MEMBER and candidate is None:
        message = _("Người học lớp đảng viên mới phải có trong danh sách kết nạp trước.")
        effect.errors.append(RowError(row.row, "full_name", message, row.full_name))
    elif book.kind == ClassKind.NEW_MEMBER and candidate.stage not in TAUGHT:
        words = {"name": candidate.full_name, "stage": candidate.get_stage_display()}
        message = _("%(name)s nay là “%(stage)s”, chưa là đảng viên dự bị nên không học lớp đảng viên mới.")
        effect.errors.append(RowError(row.row, "full_name", message % words, row.full_name))
    if not paths.contains(book.holder.path, path):
        message = _("Chi bộ này không thuộc %(name)s, nơi mở lớp.") % {"name": book.holder.name}
        effect.errors.append(RowError(row.row, "organisation", message, row.organisation.name))
    return len(effect.errors) == found


def check_twice(book, people, effect: Effect) -> None:
    """Nobody is twice in one class."""
    first: dict[tuple, int] = {}
    for row in book.rows:
        person = people.by_row.get(row.row)
        if person is None:
            continue
        other = first.setdefault(person.identity, row.row)
        if other != row.row:
            message = _("Trùng với dòng %(row)d: một người hai lần trong một lớp.") % {"row": other}
            effect.errors.append(RowError(row.row, "full_name", message, row.full_name))


def check_certificates(rows: Iterable, books: dict, people, *, by, effect: Effect) -> None:
    """A number is on one certificate, in the list and on record. Whose it is, is told to those who may see them."""
    first: dict[str, Any] = {}
    for row in rows:
        number = normalise(row.certificate_number or "")
        if not number:
            continue
        other = first.setdefault(number, row)
        if other is not row:
            message = _("Số giấy chứng nhận này đã có ở dòng %(row)d.") % {"row": other.row}
            effect.errors.append(RowError(row.row, "certificate_number", message, number))
    own = {row.row: (book, people.candidate_of(row)) for book in books.values() for row in book.rows}
    for chunk in chunks(sorted(first), CHUNK):
        taken = Enrolment.objects.filter(certificate_number__in=chunk).select_related("candidate", "training_class")
        for learner in taken:
            row = first[learner.certificate_number]
            book, candidate = own.get(row.row, (None, None))
            same_class = book is not None and book.known is not None and book.known.pk == learner.training_class_id
            if same_class and candidate is not None and candidate.pk == learner.candidate_id:
                continue
            seen = by is None or by.reach(Enrolment.objects.none().view_action).covers(learner.organisation_path)
            message = _("Số này đã cấp cho một người khác.")
            if seen:
                words = {"name": learner.candidate.full_name, "class": learner.training_class.name}
                message = _("Số này đã cấp cho %(name)s, lớp “%(class)s”.") % words
            effect.errors.append(RowError(row.row, "certificate_number", message, learner.certificate_number))
