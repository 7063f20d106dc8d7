"""Write a list of learners: each row one learner of one class, with what came of it.

Classes, learners and people not yet on the list are written together. A class is the same when its holder and its code
are the same, a learner when class and person are. A blank cell leaves what is on record; what a list tells has
happened, so no condition of the law is asked (the result of a class is judged where it is recorded by hand).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.class_book_people import People, read_people
from candidates.domain.class_book_rows import Book, ClassRow
from candidates.domain.class_book_rules import check_certificates, check_learner, check_rows, check_twice
from candidates.domain.class_rules import clean_said, wrong_of
from candidates.domain.learner_rules import certificate_until
from candidates.domain.ledger import Ledger
from candidates.domain.seats import move_up
from candidates.models import SEATED, ClassKind, ClassState, Enrolment, EnrolmentState, TrainingClass
from membership.base.bulk import chunks, insert, maker, reserve_ids, upsert
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.effects import Effect, Progress, RowError, RowQuestion, no_progress
from membership.domain.people import CHUNK, differences, reference, write_traces
from membership.domain.places import common_organisation
from membership.models import Action, Organisation

_KEPT = {"id", "created_at", "created_by", "batch"}
_CLASS_FIELDS = [column.name for column in TrainingClass._meta.concrete_fields if column.name not in _KEPT]
_LEARNER_FIELDS = [
    column.name for column in Enrolment._meta.concrete_fields
    if column.name not in {"id", "recorded_at", "recorded_by", "batch"}
]  # fmt: skip
# Name in a row -> name of the class's field.
_SAID = {
    "class_name": "name", "target_group": "target_group", "hours": "hours", "place": "place",
    "organiser": "organiser", "opens_on": "opens_on", "closes_on": "closes_on", "seats": "seats",
}  # fmt: skip
_RESULTS = (EnrolmentState.PASSED, EnrolmentState.FAILED)
_enrolment = maker(Enrolment)


def record_classes(
    rows: Sequence[ClassRow],
    *,
    by,
    into: Organisation | None = None,
    apply: bool,
    batch=None,
    progress: Progress = no_progress,
) -> Effect:
    """Write a list of learners with their classes, or (apply=False) say what that would do. With any error nothing.

    `into`: holds the classes whose rows name no holder. A learner who is nowhere on record is put on the source list,
    nominated on the class's opening day unless the row says when; one of a new-member class has to be there already.
    """
    rows, effect = list(rows), Effect()
    if not rows:
        return effect
    with transaction.atomic():
        books = _books(rows, into, by=by, lock=apply, effect=effect)
        ledger = Ledger(by=by, batch=batch)
        people = read_people(rows, ledger, by=by, lock=apply, effect=effect, progress=progress)
        progress(len(rows), len(rows), _("So với dữ liệu đã có"))
        _read_learners(books)
        for book in books.values():
            check_twice(book, people, effect)
        check_certificates(rows, books, people, by=by, effect=effect)
        _settle(books, people, ledger, effect, by=by, batch=batch)
        if apply and not effect.errors:
            progress(len(rows), len(rows), _("Ghi vào sổ"))
            _write(books, ledger, by=by, batch=batch)
            write_traces("candidate.corrected_by_list", people.traces, by=by, batch=batch)
            effect.applied = True
            if effect.create or effect.update:
                places = [person.place for person in people.by_row.values()]
                record(
                    "classes.recorded", by=by, subject=batch,
                    organisation=batch.organisation if batch else common_organisation(places),
                    create=effect.create, update=effect.update, unchanged=effect.unchanged, classes=len(books),
                )  # fmt: skip
    return effect


# --- classes ---------------------------------------------------------------------------------------------------------
def _books(rows, into, *, by, lock: bool, effect: Effect) -> dict[tuple[int, str], Book]:
    """The classes of the list, with what its rows say of each, read and checked at once."""
    default = reference(into) if into is not None else None
    books: dict[tuple[int, str], Book] = {}
    for row in rows:
        holder, code = row.holder or default, normalise(row.class_code or "")
        if holder is None:
            effect.errors.append(RowError(row.row, "holder", _("Cần ghi tổ chức mở lớp.")))
        elif not code:
            effect.errors.append(RowError(row.row, "class_code", _("Cần ghi ký hiệu lớp.")))
        else:
            books.setdefault((holder.id, code), Book(holder, [])).rows.append(row)
    for chunk in chunks(sorted(books), CHUNK):
        known = TrainingClass.objects.filter(
            organisation__in={holder for holder, _code in chunk}, code__in={code for _holder, code in chunk}
        ).order_by("pk")
        for found in known.select_for_update(of=("self",), no_key=True) if lock else known:
            if (book := books.get((found.organisation_id, found.code))) is not None:
                book.known = found
    reach = by.reach(Action.MANAGE_CLASS) if by is not None else None
    for (_holder, code), book in books.items():
        _say(book, code, effect)
        if reach is not None and not reach.covers(book.holder.path):
            message = _("Đồng chí không có quyền mở lớp ở %(name)s.") % {"name": book.holder.name}
            effect.errors.append(RowError(book.rows[0].row, "holder", message, book.holder.name))
    return books


def _say(book: Book, code: str, effect: Effect) -> None:
    """What the rows agree on; then whether that can be so."""
    told = check_rows(book, _SAID, effect)
    known = book.known
    if known is not None and told.get("kind") not in (None, known.kind):
        words = {"name": known.name, "kind": known.get_kind_display()}
        message = _("Trên sổ lớp “%(name)s” là lớp %(kind)s.") % words
        effect.errors.append(RowError(book.rows[0].row, "kind", message, told["kind"]))
        return
    if known is not None and known.state == ClassState.CANCELLED:
        message = _("Trên sổ lớp “%(name)s” đã ghi là không mở.") % {"name": known.name}
        effect.errors.append(RowError(book.rows[0].row, "class_code", message, code))
    told["code"] = code
    if known is None:
        told.setdefault("kind", ClassKind.AWARENESS.value)
        told.setdefault("name", code)
        told.setdefault("seats", len(book.rows))
        book.said = clean_said(told)
        checked = book.said
    else:
        book.said = clean_said({name: value for name, value in told.items() if name != "kind"})
        checked = {name: getattr(known, name) for name in ("name", "kind", "opens_on", "closes_on", "seats")}
        checked = checked | book.said
    columns = {name: row_name for row_name, name in _SAID.items()} | {"code": "class_code"}
    for name, sentences in wrong_of(checked).items():
        for sentence in sentences:
            row_name = columns.get(name, name)
            effect.errors.append(RowError(book.rows[0].row, row_name, sentence, getattr(book.rows[0], row_name, None)))


def _read_learners(books: dict[tuple, Book]) -> None:
    by_id = {book.known.pk: book for book in books.values() if book.known is not None}
    for chunk in chunks(sorted(by_id), CHUNK):
        for row in Enrolment.objects.filter(training_class__in=chunk).select_related("candidate"):
            by_id[row.training_class_id].learners[row.candidate_id] = row


# --- learners --------------------------------------------------------------------------------------------------------
def _settle(books: dict, people: People, ledger: Ledger, effect: Effect, *, by, batch) -> None:
    failed = {error.row for error in effect.errors}
    for book in books.values():
        if book.known is not None:
            book.changes = differences(book.known, book.said)
        elif any(book.said.get(name) is None for name in ("opens_on", "closes_on")):
            continue  # said above
        touched: set[int] = set()
        for row in book.rows:
            person = people.by_row.get(row.row)
            if row.row in failed or person is None:
                continue
            before = (effect.create, effect.update)
            _learner(book, row, people, ledger, effect, by=by, batch=batch)
            if before != (effect.create, effect.update):
                touched.add(row.row)
        _seats(book, effect)
        quiet = [row for row in book.rows if row.row not in failed and row.row in people.by_row]
        if book.changes and quiet and quiet[0].row not in touched and effect.unchanged:
            effect.unchanged, effect.update = effect.unchanged - 1, effect.update + 1


def _learner(book: Book, row: ClassRow, people: People, ledger: Ledger, effect: Effect, *, by, batch) -> None:
    candidate = people.candidate_of(row)
    opens, closes = _days(book)
    fresh = candidate is None
    if not check_learner(book, row, candidate, effect):
        return
    if fresh:
        candidate = people.add(row, row.nominated_on or min(opens, timezone.localdate()))
    learner = book.learners.get(candidate.pk) if candidate.pk else None
    said = _said_of(book, row, candidate, learner, closes, effect)
    event = people.event_of(candidate, book.kind, said, closes)
    amended = people.amend(candidate, row) if not fresh else False
    if learner is None:
        new = _enrolment(
            organisation_id=candidate.organisation_id, organisation_path=candidate.organisation_path,
            class_path=book.holder.path, recorded_at=ledger.now, recorded_by_id=ledger.by_id,
            batch_id=ledger.batch_id, nominated_on=row.nominated_on, **said,
        )  # fmt: skip
        ledger.links.append((new, "candidate_id", candidate))
        if event is not None:
            ledger.links.append((new, "event_id", event))
        book.new.append(new)
        effect.create += 1
        return
    changes = {name: new for name, (_old, new) in differences(learner, said).items()}
    if changes:
        for name, value in changes.items():
            setattr(learner, name, value)
        learner.version += 1
        book.changed.append(learner)
        if event is not None:
            ledger.links.append((learner, "event_id", event))
    if changes or amended:
        effect.update += 1
    else:
        effect.unchanged += 1


def _said_of(book: Book, row: ClassRow, candidate, learner: Enrolment | None, closes: date, effect: Effect) -> dict:
    """The columns of the learner's row that the list speaks of, with those that follow from them."""
    said: dict[str, Any] = {}
    if role := normalise(row.role or ""):
        said["role"] = role
    if row.grade:
        said["grade"] = row.grade
    outcome = row.outcome
    if outcome in _RESULTS or (outcome and learner is None):
        said["state"] = str(outcome)
        if outcome == EnrolmentState.WAITING:
            said["queued_at"] = timezone.now()
    elif outcome and (outcome != EnrolmentState.ACCEPTED or learner.state in _RESULTS):
        pass  # an older list: what is on record goes further
    elif learner is None or learner.state not in SEATED:
        said["state"] = EnrolmentState.ACCEPTED.value
        if learner is not None and learner.state in (EnrolmentState.WITHDRAWN, EnrolmentState.REFUSED):
            words = {"name": candidate.full_name, "state": learner.get_state_display()}
            message = _("Trên sổ %(name)s đã “%(state)s”; theo danh sách thì vẫn học lớp này.") % words
            effect.questions.append(RowQuestion(row.row, "full_name", message))
            said["reason"] = ""
    if number := normalise(row.certificate_number or ""):
        said["certificate_number"] = number
        if row.certificate_date is None and (learner is None or learner.certificate_date is None):
            message = _("Chưa ghi ngày cấp giấy chứng nhận; lấy ngày bế giảng.")
            effect.questions.append(RowQuestion(row.row, "certificate_date", message))
            said["certificate_date"] = closes
    if row.certificate_date is not None:
        said["certificate_date"] = row.certificate_date
    if said.get("certificate_date") is not None:
        said["certificate_until"] = certificate_until(book.kind, said["certificate_date"])
    return said


def _days(book: Book) -> tuple[date, date]:
    known = book.known
    opens = book.said.get("opens_on") or known.opens_on
    return opens, book.said.get("closes_on") or known.closes_on


def _seats(book: Book, effect: Effect) -> None:
    """Nobody sits without a seat: told seats must do; where the list does not tell, there are as many as needed."""
    learners = [*book.learners.values(), *book.new]
    needed = sum(learner.state in SEATED for learner in learners)
    told = any(row.seats is not None for row in book.rows)
    seats = book.said["seats"] if book.known is None else book.said.get("seats", book.known.seats)
    if needed > seats and told:
        message = _("Lớp ghi %(seats)d chỗ nhưng có %(needed)d học viên.") % {"seats": seats, "needed": needed}
        effect.errors.append(RowError(book.rows[0].row, "seats", message, seats))
        return
    book.said["seats"], book.said["taken"] = max(seats, needed), needed
    if book.known is not None:
        more = {name: book.said[name] for name in ("seats", "taken")}
        book.changes |= differences(book.known, more)


# --- writing ---------------------------------------------------------------------------------------------------------
def _write(books: dict, ledger: Ledger, *, by, batch) -> None:
    today = timezone.localdate()
    fresh = [book for book in books.values() if book.known is None]
    for book, pk in zip(fresh, reserve_ids(TrainingClass, len(fresh)), strict=True):
        state = ClassState.PLANNED
        if book.said["opens_on"] <= today:
            state = ClassState.CLOSED if book.said["closes_on"] < today else ClassState.RUNNING
        book.known = TrainingClass(
            pk=pk, organisation_id=book.holder.id, organisation_path=book.holder.path, state=state,
            created_by=by, batch=batch, **book.said,
        )  # fmt: skip
        book.changes = {}
    insert(TrainingClass, [book.known for book in fresh])
    changed = [book for book in books.values() if book.changes]
    for book in changed:
        for name, (_old, new) in book.changes.items():
            setattr(book.known, name, new)
        book.known.version += 1
    upsert(TrainingClass, [book.known for book in changed], _CLASS_FIELDS)
    learners = [learner for book in books.values() for learner in book.new]
    for learner, pk in zip(learners, reserve_ids(Enrolment, len(learners)), strict=True):
        learner.pk = pk
    for book in books.values():
        for learner in book.new:
            learner.training_class_id = book.known.pk
    ledger.write()
    insert(Enrolment, learners)
    upsert(Enrolment, [learner for book in books.values() for learner in book.changed], _LEARNER_FIELDS)
    for book in books.values():
        if any(learner.state == EnrolmentState.WAITING for learner in [*book.learners.values(), *book.new]):
            move_up(book.known, by=by)
