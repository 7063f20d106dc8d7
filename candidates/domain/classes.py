"""The life of a class: planned, called, running, closed, or not held at all. Closing it is in `learning`.

Whoever holds the class (Action.MANAGE_CLASS in its organisation) writes here. The row of the class is locked first in
every act that gives or frees a seat, so that two of them never meet half-way.
"""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.class_book import ClassRow, record_classes
from candidates.domain.class_rules import MOST_SEATS, PLANNED_FIELDS, TEXTS, clean_said, wrong_of
from candidates.domain.seats import move_up
from candidates.models import SEATED, ClassState, Enrolment, EnrolmentState, TrainingClass
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.models import Action, Organisation

__all__ = [
    "ALIVE",
    "MOST_SEATS",
    "UNSETTLED",
    "ClassRow",
    "amend_class",
    "call_class",
    "cancel_class",
    "hold_class",
    "lock_class",
    "open_class",
    "plan_class",
    "record_classes",
    "seated",
]

# A class that may still change; what is over stays as it was.
ALIVE = (ClassState.PLANNED, ClassState.CALLED, ClassState.RUNNING)
# Learners whose place in a class is not settled by a result yet.
UNSETTLED = (
    EnrolmentState.NOMINATED, EnrolmentState.CONFIRMED, EnrolmentState.WAITING, EnrolmentState.ACCEPTED,
)  # fmt: skip


def plan_class(*, by, organisation: Organisation, **said) -> TrainingClass:
    """Put a class into the plan of an organisation. `said`: PLANNED_FIELDS, days as dates, seats as a number."""
    if by is not None and not by.may(Action.MANAGE_CLASS, organisation.path):
        raise Refused(_("Đồng chí không có quyền mở lớp ở %(name)s.") % {"name": organisation.name})
    said = clean_said(said)
    with transaction.atomic():
        wrong = wrong_of(said)
        if organisation.valid_to is not None:
            wrong["organisation"] = [_("%(name)s đã kết thúc hoạt động.") % {"name": organisation.name}]
        _check_code(organisation.pk, said.get("code", ""), None, wrong)
        if wrong:
            raise Refused(messages=wrong)
        planned = TrainingClass.objects.create(
            organisation=organisation, organisation_path=organisation.path, created_by=by, **said
        )
        record("class.planned", by=by, organisation=organisation, subject=planned)
    return planned


def amend_class(*, by, training_class: TrainingClass, version: int, **said) -> TrainingClass:
    """Change what was planned, with the last day for names where the class was called. Never fewer seats than taken.

    More seats go at once to those who wait.
    """
    with transaction.atomic():
        held = hold_class(training_class, by=by, version=version)
        _must_be(held, ALIVE)
        until = said.pop("enrol_until", held.enrol_until)
        until = until if held.state == ClassState.CALLED else held.enrol_until
        said = clean_said(said)
        new = {name: getattr(held, name) for name in PLANNED_FIELDS} | said
        wrong = wrong_of(new)
        if new["seats"] is not None and new["seats"] < held.taken:
            words = {"taken": held.taken}
            wrong.setdefault("seats", []).append(
                _("Đã xếp %(taken)d người; số chỗ không thể ít hơn. Hãy rút tên bớt trước.") % words
            )
        if new["kind"] != held.kind and held.enrolments.exists():
            wrong["kind"] = [_("Lớp đã có danh sách học viên nên không đổi loại lớp được.")]
        if held.state == ClassState.RUNNING and new["opens_on"] and new["opens_on"] > timezone.localdate():
            wrong["opens_on"] = [_("Lớp đã khai giảng; ngày khai giảng không thể ở sau hôm nay.")]
        if held.state == ClassState.CALLED:
            _check_until(until, held.call_date, new["opens_on"], wrong)
        _check_code(held.organisation_id, new["code"], held.pk, wrong)
        if wrong:
            raise Refused(messages=wrong)
        changed = {name: value for name, value in {**new, "enrol_until": until}.items()
                   if getattr(held, name) != value}  # fmt: skip
        if not changed:
            return held
        _write(held, **changed)
        record("class.amended", by=by, organisation=held.organisation, subject=held, fields=sorted(changed))
        if "seats" in changed:
            move_up(held, by=by)
    return held


def call_class(
    *, by, on: date | None, training_class: TrainingClass, version: int, number: str, enrol_until: date | None
) -> TrainingClass:
    """The call goes out to branches `on` a day, by a document; names are taken until `enrol_until`."""
    number = normalise(number)
    with transaction.atomic():
        held = hold_class(training_class, by=by, version=version)
        _must_be(held, (ClassState.PLANNED,))
        wrong: dict[str, list[str]] = {}
        if not number:
            wrong["number"] = [_("Cần ghi số thông báo chiêu sinh.")]
        elif len(number) > TEXTS["call_number"]:
            wrong["number"] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": TEXTS["call_number"]}]
        if on is None:
            wrong["on"] = [_("Cần ghi ngày thông báo.")]
        elif on > timezone.localdate():
            wrong["on"] = [_("Ngày này ở sau ngày hôm nay.")]
        _check_until(enrol_until, on, held.opens_on, wrong)
        if wrong:
            raise Refused(messages=wrong)
        _write(held, state=ClassState.CALLED, call_number=number, call_date=on, enrol_until=enrol_until)
        record("class.called", by=by, organisation=held.organisation, subject=held, number=number)
    return held


def open_class(*, by, on: date | None, training_class: TrainingClass, version: int) -> TrainingClass:
    """The class begins `on` a day, with whoever has a seat; that day becomes its opening day."""
    with transaction.atomic():
        held = hold_class(training_class, by=by, version=version)
        _must_be(held, (ClassState.PLANNED, ClassState.CALLED))
        if on is None:
            raise Refused(_("Cần ghi ngày khai giảng."), field="on")
        if on > timezone.localdate():
            raise Refused(_("Ngày này ở sau ngày hôm nay."), field="on")
        if on > held.closes_on:
            words = {"day": format_date(held.closes_on)}
            raise Refused(_("Ngày này ở sau ngày bế giảng %(day)s.") % words, field="on")
        if held.call_date is not None and on < held.call_date:
            words = {"day": format_date(held.call_date)}
            raise Refused(_("Ngày này ở trước ngày thông báo chiêu sinh %(day)s.") % words, field="on")
        if not held.taken:
            raise Refused(_("Chưa xếp ai vào lớp; hãy xếp học viên trước khi khai giảng."))
        _write(held, state=ClassState.RUNNING, opens_on=on)
        record("class.opened", by=by, organisation=held.organisation, subject=held, on=on.isoformat())
    return held


def cancel_class(*, by, training_class: TrainingClass, version: int, reason: str) -> TrainingClass:
    """The class is not held: everybody in its list is free again, with the reason. Refused once results are there."""
    reason = normalise(reason)
    if not reason:
        raise Refused(_("Cần ghi lý do không mở lớp."), field="reason")
    if len(reason) > 240:
        raise Refused(_("Nội dung dài quá %(limit)d chữ.") % {"limit": 240}, field="reason")
    with transaction.atomic():
        held = hold_class(training_class, by=by, version=version)
        _must_be(held, ALIVE)
        learners = Enrolment.objects.filter(training_class=held)
        if learners.filter(state__in=(EnrolmentState.PASSED, EnrolmentState.FAILED)).exists():
            raise Refused(_("Lớp đã có kết quả học tập nên không hủy được; hãy kết thúc lớp."))
        told = _("Lớp không mở: %(reason)s") % {"reason": reason}
        learners.filter(state__in=UNSETTLED).update(
            state=EnrolmentState.WITHDRAWN, reason=told[:300], queued_at=None, answered_at=timezone.now(),
            version=F("version") + 1,
        )  # fmt: skip
        note = f"{told}. {held.note}" if held.note else told
        _write(held, state=ClassState.CANCELLED, taken=0, note=note[: TEXTS["note"]])
        record("class.cancelled", by=by, organisation=held.organisation, subject=held, reason=reason)
    return held


# --- the row itself --------------------------------------------------------------------------------------------------
def hold_class(training_class: TrainingClass, *, by, version: int | None = None) -> TrainingClass:
    """The class read anew, for us alone until the act is done. `by`: must hold it (None: nobody asks).

    `version`: the one the person saw; Stale where the class has changed since.
    """
    held = lock_class(training_class)
    if by is not None and not by.may(Action.MANAGE_CLASS, held.organisation_path):
        raise Refused(_("Đồng chí không có quyền quản lý lớp này."))
    if version is not None and held.version != version:
        raise Stale(_("Người khác vừa sửa lớp này. Hãy xem lại rồi làm tiếp."))
    return held


def lock_class(training_class: TrainingClass) -> TrainingClass:
    rows = TrainingClass.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    return rows.get(pk=training_class.pk)


def _write(held: TrainingClass, **fields) -> None:
    for name, value in fields.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=[*fields, "version"])


def _must_be(held: TrainingClass, states: tuple) -> None:
    if held.state not in states:
        raise Refused(_("Lớp này %(state)s nên không làm việc này được.") % {"state": held.get_state_display()})


# --- what was said of it ---------------------------------------------------------------------------------------------
def _check_until(until: date | None, called: date | None, opens: date | None, wrong: dict[str, list[str]]) -> None:
    if until is None:
        wrong["enrol_until"] = [_("Cần ghi ngày cuối nhận danh sách.")]
    elif called is not None and until < called:
        wrong["enrol_until"] = [_("Ngày này ở trước ngày thông báo %(day)s.") % {"day": format_date(called)}]
    elif opens is not None and until > opens:
        wrong["enrol_until"] = [_("Ngày này ở sau ngày khai giảng %(day)s.") % {"day": format_date(opens)}]


def _check_code(organisation_id: int, code: str, own: int | None, wrong: dict[str, list[str]]) -> None:
    same = TrainingClass.objects.filter(organisation=organisation_id, code=code).exclude(pk=own)
    if code and same.exists():
        wrong.setdefault("code", []).append(_("Ký hiệu %(code)s đã dùng cho một lớp khác ở đây.") % {"code": code})


def seated(training_class: TrainingClass) -> int:
    """How many learners hold a seat, counted from the learners; always what `taken` says."""
    return training_class.enrolments.filter(state__in=SEATED).count()
