"""From a branch's nomination to a seat: put forward, confirmed by the base committee, accepted or waiting, withdrawn.

Several people at once: all of them or nobody, with what is wrong with each. Every act locks the class first, so seats
and the queue are one person's business at a time.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.classes import ALIVE, hold_class, lock_class
from candidates.domain.dossier import chains_of
from candidates.domain.enrolment_checks import (
    Doubtful,
    PeopleRefused,
    check_base,
    check_branches,
    check_day,
    not_in,
    reason_said,
)
from candidates.domain.learner_rules import objections
from candidates.domain.seats import Given, free_seats, give
from candidates.models import Candidate, ClassState, Enrolment, EnrolmentState, TrainingClass
from membership.base.bulk import upsert
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.models import Action

MOST_AT_ONCE = 300
ROLE_LENGTH = Enrolment._meta.get_field("role").max_length
_WRITTEN = (
    "organisation", "organisation_path", "class_path", "state", "role", "nominated_on", "nominated_by",
    "confirmed_on", "confirmed_by", "queued_at", "answered_at", "reason", "version",
)  # fmt: skip


# --- the branch ------------------------------------------------------------------------------------------------------
def nominate_learner(
    *, by, on: date | None, training_class: TrainingClass, candidate: Candidate, role: str = "",
    confirmed: bool = False,
) -> Enrolment:  # fmt: skip
    """A branch puts one of its people forward for a class."""
    roles = {candidate.pk: role}
    people = [candidate]
    return nominate_learners(
        by=by, on=on, training_class=training_class, people=people, roles=roles, confirmed=confirmed
    )[0]


def nominate_learners(
    *,
    by,
    on: date | None,
    training_class: TrainingClass,
    people: Sequence[Candidate],
    roles: dict[int, str] | None = None,
    confirmed: bool = False,
) -> list[Enrolment]:
    """Branches put people forward for a called class, up to its last day for names. All of them or nobody.

    `roles`: candidate id -> what they do ("trưởng bản"). `confirmed`: doubts (a certificate that is still good) are
    known. Where the branch is a base organisation itself nobody else has to agree. Raises PeopleRefused, Doubtful.
    """
    with transaction.atomic():
        held = lock_class(training_class)
        _check_call(held, on)
        people = _read(people)
        check_branches(by, people)
        rows = _enter(held, people, roles or {}, on, confirmed)
        chains = chains_of({person.organisation_path for person in people})
        for row in rows:
            row.state, row.nominated_on, row.nominated_by = EnrolmentState.NOMINATED, on, by
            if chains[row.organisation_path].base(on).path == row.organisation_path:
                row.state, row.confirmed_on, row.confirmed_by = EnrolmentState.CONFIRMED, on, by
        _save(rows)
        _record("enrolment.nominated", by, rows)
    return rows


def _check_call(held: TrainingClass, on: date | None) -> None:
    if held.state != ClassState.CALLED:
        raise Refused(_("Lớp này %(state)s nên chi bộ không cử người được.") % {"state": held.get_state_display()})
    if on is None:
        raise Refused(_("Cần ghi ngày chi bộ cử."), field="on")
    if on > timezone.localdate():
        raise Refused(_("Ngày này ở sau ngày hôm nay."), field="on")
    if held.call_date is not None and on < held.call_date:
        words = {"day": format_date(held.call_date)}
        raise Refused(_("Ngày này ở trước ngày thông báo chiêu sinh %(day)s.") % words, field="on")
    if held.enrol_until is not None and on > held.enrol_until:
        words = {"day": format_date(held.enrol_until)}
        raise Refused(_("Lớp chỉ nhận danh sách đến ngày %(day)s; hãy hỏi nơi mở lớp.") % words, field="on")


# --- the base committee ----------------------------------------------------------------------------------------------
def confirm_learners(*, by, on: date | None, learners: Iterable[Enrolment]) -> list[Enrolment]:
    """The base committee agrees to people its branches put forward for one class. All of them or nobody."""
    with transaction.atomic():
        held, rows = _hold(learners)
        check_day(on)
        check_base(by, on, rows)
        wrong = not_in(rows, (EnrolmentState.NOMINATED,))
        for row in rows:
            if row.nominated_on is not None and on < row.nominated_on:
                words = {"name": row.candidate.full_name, "day": format_date(row.nominated_on)}
                sentence = _("%(name)s được chi bộ cử ngày %(day)s, sau ngày này.") % words
                wrong.setdefault(row.candidate_id, []).append(sentence)
        if held.state not in ALIVE:
            raise Refused(_("Lớp này %(state)s.") % {"state": held.get_state_display()})
        if wrong:
            raise PeopleRefused(wrong)
        for row in rows:
            row.state, row.confirmed_on, row.confirmed_by = EnrolmentState.CONFIRMED, on, by
        _save(rows)
        _record("enrolment.confirmed", by, rows)
    return rows


def refuse_learners(*, by, on: date | None, learners: Iterable[Enrolment], reason: str) -> list[Enrolment]:
    """The base committee does not agree, or whoever holds the class does not take somebody; the reason is kept.

    A seat that is freed goes to the first who wait.
    """
    reason = reason_said(reason, _("Cần ghi lý do không đồng ý."))
    with transaction.atomic():
        held, rows = _hold(learners)
        check_day(on)
        theirs = [row for row in rows if row.state == EnrolmentState.NOMINATED]
        check_base(by, on, theirs)
        if len(theirs) < len(rows) and by is not None and not by.may(Action.MANAGE_CLASS, held.organisation_path):
            raise Refused(_("Người đã được đảng ủy cơ sở đồng ý thì do nơi mở lớp trả lời."))
        wrong = not_in(rows, (
            EnrolmentState.NOMINATED, EnrolmentState.CONFIRMED, EnrolmentState.WAITING, EnrolmentState.ACCEPTED,
        ))  # fmt: skip
        if wrong:
            raise PeopleRefused(wrong)
        _leave(held, rows, EnrolmentState.REFUSED, reason, by)
        _record("enrolment.refused", by, rows, reason=reason)
    return rows


# --- who holds the class ---------------------------------------------------------------------------------------------
def accept_learners(*, by, training_class: TrainingClass, learners: Iterable[Enrolment]) -> Given:
    """Seats for people the base committee agreed to, in the order they are given; full: they wait in that order."""
    with transaction.atomic():
        held = hold_class(training_class, by=by)
        if held.state not in ALIVE:
            raise Refused(_("Lớp này %(state)s.") % {"state": held.get_state_display()})
        rows = _read_rows(held, learners)
        if wrong := not_in(rows, (EnrolmentState.CONFIRMED,)):
            raise PeopleRefused(wrong)
        given = give(held, rows)
        _save(rows)
        _record("enrolment.accepted", by, given.accepted)
        _record("enrolment.queued", by, given.waiting)
    return given


def enrol_learners(
    *,
    by,
    on: date | None,
    training_class: TrainingClass,
    people: Sequence[Candidate],
    roles: dict[int, str] | None = None,
    confirmed: bool = False,
) -> Given:
    """Whoever holds the class puts people into it directly, without the branches' nominations; full: they wait."""
    with transaction.atomic():
        held = hold_class(training_class, by=by)
        if held.state not in ALIVE:
            raise Refused(_("Lớp này %(state)s.") % {"state": held.get_state_display()})
        check_day(on)
        people = _read(people)
        rows = _enter(held, people, roles or {}, on, confirmed)
        for row in rows:
            row.nominated_on, row.nominated_by = on, by
        given = give(held, rows)
        _save(rows)
        _record("enrolment.accepted", by, given.accepted)
        _record("enrolment.queued", by, given.waiting)
    return given


def withdraw_learner(*, by, enrolment: Enrolment, reason: str, version: int) -> Enrolment:
    """The branch takes a name back, or whoever holds the class does; the seat goes to the first who wait."""
    reason = reason_said(reason, _("Cần ghi lý do rút tên."))
    with transaction.atomic():
        held, (row,) = _hold([enrolment])
        at_branch = by is None or by.may(Action.EDIT_PERSON, row.organisation_path)
        if not at_branch and not by.may(Action.MANAGE_CLASS, held.organisation_path):
            raise Refused(_("Đồng chí không có quyền rút tên người này."))
        if row.version != version:
            raise Stale(_("Người khác vừa sửa dòng này. Hãy xem lại rồi làm tiếp."))
        wrong = not_in([row], (
            EnrolmentState.NOMINATED, EnrolmentState.CONFIRMED, EnrolmentState.WAITING, EnrolmentState.ACCEPTED,
        ))  # fmt: skip
        if wrong:
            raise PeopleRefused(wrong)
        _leave(held, [row], EnrolmentState.WITHDRAWN, reason, by)
        _record("enrolment.withdrawn", by, [row], reason=reason)
    return row


# --- rows ------------------------------------------------------------------------------------------------------------
def _hold(learners: Iterable[Enrolment]) -> tuple[TrainingClass, list[Enrolment]]:
    learners = list(learners)
    if not learners:
        raise Refused(_("Chưa chọn ai."))
    if len({row.training_class_id for row in learners}) > 1:
        raise Refused(_("Mỗi lần chỉ ghi cho người của một lớp."))
    held = lock_class(TrainingClass(pk=learners[0].training_class_id))
    return held, _read_rows(held, learners)


def _read_rows(held: TrainingClass, learners: Iterable[Enrolment]) -> list[Enrolment]:
    """The rows read anew under the lock of the class, in the order given."""
    keys = [row.pk for row in learners]
    if not keys:
        raise Refused(_("Chưa chọn ai."))
    if len(keys) > MOST_AT_ONCE:
        raise Refused(_("Mỗi lần ghi được nhiều nhất %(most)d người.") % {"most": MOST_AT_ONCE})
    rows = held.enrolments.filter(pk__in=keys).select_related("candidate", "organisation")
    found = {row.pk: row for row in rows}
    if len(found) < len(set(keys)):
        raise Refused(_("Có người không còn trong danh sách của lớp. Hãy xem lại."))
    return [found[key] for key in dict.fromkeys(keys)]


def _read(people: Sequence[Candidate]) -> list[Candidate]:
    if not people:
        raise Refused(_("Chưa chọn ai."))
    if len(people) > MOST_AT_ONCE:
        raise Refused(_("Mỗi lần ghi được nhiều nhất %(most)d người.") % {"most": MOST_AT_ONCE})
    keys = list(dict.fromkeys(person.pk for person in people))
    found = Candidate.objects.select_related("organisation").in_bulk(keys)
    return [found[key] for key in keys]


def _enter(held, people: list[Candidate], roles: dict[int, str], on: date, confirmed: bool) -> list[Enrolment]:
    """Rows for people who may come, new or taken up again; not written yet."""
    refused, doubtful = objections(held, people, on)
    for person in people:
        if len(normalise(roles.get(person.pk, ""))) > ROLE_LENGTH:
            refused.setdefault(person.pk, []).append(_("Chức danh dài quá %(limit)d chữ.") % {"limit": ROLE_LENGTH})
    if refused:
        raise PeopleRefused(refused)
    if doubtful and not confirmed:
        sentence = _("Nếu vẫn cử học, hãy đánh dấu xác nhận.")
        raise Doubtful(doubtful, {"confirmed": [sentence]})
    known = {row.candidate_id: row for row in held.enrolments.filter(candidate__in=people)}
    rows = []
    for person in people:
        row = known.get(person.pk) or Enrolment(training_class=held, candidate=person, version=0)
        row.candidate = person
        row.organisation, row.organisation_path = person.organisation, person.organisation_path
        row.class_path = held.organisation_path
        row.role = normalise(roles.get(person.pk, "")) or row.role
        row.reason, row.queued_at, row.answered_at, row.confirmed_on, row.confirmed_by = "", None, None, None, None
        rows.append(row)
    return rows


def _leave(held: TrainingClass, rows: list[Enrolment], state: str, reason: str, by) -> None:
    seats = sum(row.state == EnrolmentState.ACCEPTED for row in rows)
    for row in rows:
        row.state, row.reason, row.queued_at, row.answered_at = state, reason, None, timezone.now()
    _save(rows)
    free_seats(held, seats, by=by)


def _save(rows: Iterable[Enrolment]) -> None:
    rows = list(rows)
    for row in rows:
        row.version += 1
    new, known = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    Enrolment.objects.bulk_create(new)
    upsert(Enrolment, known, _WRITTEN)


def _record(action: str, by, rows: Iterable[Enrolment], **data) -> None:
    for row in rows:
        record(
            action, by=by, organisation=row.organisation, subject=row.candidate,
            training_class=row.training_class_id, **data,
        )  # fmt: skip
