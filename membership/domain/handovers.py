"""A member's activity is handed over between two branches of the tree: a letter by the old, an answer by the new.

Until the new branch accepts, the member counts in the old one. Staff who may write people at both may do it in one step
(`member_acts.transfer`). A probationer with a dossier moves with it (candidates.domain.transfers).
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.domain.handover_terms import COMPLETE
from membership.domain.holidays import work_calendar
from membership.domain.lookup import link
from membership.domain.member_book import MemberBook
from membership.domain.movement_rules import Said, check_place, hold, objections
from membership.domain.places import read_places
from membership.domain.worklist import OVERDUE, SOON, WorkItem, provider
from membership.models import (
    Action,
    HandoverState,
    MemberHandover,
    MemberMovement,
    MovementKind,
    Organisation,
    PartyMember,
)

ROUTE = "membership:handover.list"


def possible_targets():
    """Where a letter may go: any open organisation of the tree. That it exists is no secret, its people are."""
    return Organisation.objects.current()


def offer(
    *,
    by,
    on: date,
    member: PartyMember,
    version: int,
    organisation: Organisation,
    letter_number: str,
    reason: str = "",
) -> MemberHandover:
    """The old branch writes the letter. The member stays on its list until the new one accepts."""
    letter_number, reason = normalise(letter_number), normalise(reason)
    with transaction.atomic():
        book = MemberBook(by=by)
        standing, places = hold(member, book, by=by, version=version, target=organisation.pk)
        place = places[organisation.pk]
        wrong = objections(standing, MovementKind.MOVED, on, Said())
        check_place(place, on, wrong, asks_right=False)
        if place.id == standing.member.organisation_id:
            wrong["organisation"] = [_("Đảng viên đang sinh hoạt ở tổ chức này.")]
        elif organisation.children.filter(valid_to=None).exists():
            message = _("%(name)s còn tổ chức trực thuộc; hãy chọn chi bộ nơi đến.")
            wrong["organisation"] = [message % {"name": place.name}]
        if not letter_number:
            wrong["letter_number"] = [_("Cần ghi số giấy giới thiệu.")]
        for name, text, limit in (("letter_number", letter_number, 60), ("reason", reason, 300)):
            if len(text) > limit:
                wrong[name] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": limit}]
        if wrong:
            raise Refused(messages=wrong)
        held = standing.member
        handover = MemberHandover.objects.create(
            member=held, organisation_id=held.organisation_id, organisation_path=held.organisation_path,
            target=organisation, offered_on=on, letter_number=letter_number, reason=reason, recorded_by=by,
        )  # fmt: skip
        record("handover.offered", by=by, organisation=held.organisation, subject=held, target=organisation.name)
    return handover


def accept(*, by, on: date, handover: MemberHandover, version: int, note: str = "") -> PartyMember:
    """The new branch takes the member in: from this day they count there."""
    with transaction.atomic():
        handover, places = _open(handover, version=version, by=by, answering=True)
        _check_answer(on, handover)
        book = MemberBook(by=by)
        held = PartyMember.objects.select_for_update(of=("self",)).select_related("organisation")
        member = held.get(pk=handover.member_id)
        standing = book.load([member])[member.pk]
        standing.letter_open = False  # this very letter is answered
        place = places[handover.target_id]
        said = Said.of("", handover.letter_number, handover.offered_on, note)
        if wrong := objections(standing, MovementKind.MOVED, on, said, place=place):
            raise Refused(messages=wrong)
        book.move(standing, on, (place.id, place.path), **said.fields())
        book.write()
        movement = MemberMovement.objects.filter(member=member, kind=MovementKind.MOVED).order_by("sequence").last()
        _answer(handover, HandoverState.ACCEPTED, on, note, by, movement)
        member.refresh_from_db()
        record("handover.accepted", by=by, organisation=member.organisation, subject=member, on=on.isoformat())
    return member


def refuse(*, by, on: date, handover: MemberHandover, version: int, note: str) -> MemberHandover:
    """The new branch does not take the member in, and says why; nothing else changes."""
    if not normalise(note):
        raise Refused(_("Cần ghi lý do không nhận."), field="note")
    with transaction.atomic():
        handover, _places = _open(handover, version=version, by=by, answering=True)
        _check_answer(on, handover)
        _answer(handover, HandoverState.REFUSED, on, note, by, None)
        record("handover.refused", by=by, organisation=handover.organisation, subject=handover.member)
    return handover


def recall(*, by, handover: MemberHandover, version: int, note: str) -> MemberHandover:
    """The old branch takes its letter back before it was answered."""
    if not normalise(note):
        raise Refused(_("Cần ghi lý do rút lại."), field="note")
    with transaction.atomic():
        handover, _places = _open(handover, version=version, by=by, answering=False)
        _answer(handover, HandoverState.RECALLED, None, note, by, None)
        record("handover.recalled", by=by, organisation=handover.organisation, subject=handover.member)
    return handover


def remind(*, by, on: date, handover: MemberHandover, version: int) -> MemberHandover:
    """The old branch asks again."""
    with transaction.atomic():
        handover, _places = _open(handover, version=version, by=by, answering=False)
        if on is None or not handover.offered_on <= on <= timezone.localdate():
            words = {"first": format_date(handover.offered_on)}
            raise Refused(_("Ngày nhắc phải từ ngày %(first)s đến hôm nay.") % words, field="on")
        MemberHandover.objects.filter(pk=handover.pk).update(
            reminded_on=on, reminders=F("reminders") + 1, version=F("version") + 1
        )
        handover.refresh_from_db()
        record(
            "handover.reminded", by=by, organisation=handover.organisation, subject=handover.member,
            times=handover.reminders,
        )  # fmt: skip
    return handover


def _open(handover: MemberHandover, *, version: int, by, answering: bool):
    """The letter for us alone, and both places. `answering`: the act of the new branch."""
    places = read_places([handover.organisation_id, handover.target_id], by=by, lock=True)
    locked = MemberHandover.objects.select_for_update(of=("self",))
    handover = locked.select_related("organisation", "target", "member").get(pk=handover.pk)
    acting = places[handover.target_id if answering else handover.organisation_id]
    if by is not None and not by.may(Action.EDIT_PERSON, acting.path):
        raise Refused(_("Việc này do %(name)s ghi.") % {"name": acting.name})
    if handover.version != version:
        raise Stale(_("Người khác vừa ghi về giấy giới thiệu này. Hãy xem lại rồi làm tiếp."))
    if handover.state != HandoverState.OFFERED:
        raise Stale(_("Giấy giới thiệu này đã có trả lời: %(state)s.") % {"state": handover.get_state_display()})
    return handover, places


def _check_answer(on: date | None, handover: MemberHandover) -> None:
    if on is None:
        raise Refused(_("Cần ghi ngày."), field="on")
    if on > timezone.localdate():
        raise Refused(_("Ngày này ở sau ngày hôm nay."), field="on")
    if on < handover.offered_on:
        words = {"day": format_date(handover.offered_on)}
        raise Refused(_("Ngày này ở trước ngày giới thiệu %(day)s.") % words, field="on")


def _answer(handover: MemberHandover, state: str, on: date | None, note: str, by, movement) -> None:
    MemberHandover.objects.filter(pk=handover.pk).update(
        state=state, answered_on=on, answer_note=normalise(note)[:300], answered_by=by, movement=movement,
        version=F("version") + 1,
    )  # fmt: skip
    handover.refresh_from_db()


def overdue(letters, today: date) -> int:
    """How many of these letters are past their term. Two queries."""
    # So many working days take at least as many days.
    old = letters.filter(offered_on__lt=today - timedelta(days=COMPLETE.working_days))
    by_day = list(old.values_list("offered_on").annotate(n=Count("pk")))
    calendar = work_calendar() if by_day else None
    return sum(n for day, n in by_day if COMPLETE.due(day, calendar) < today)


@provider
def waiting_handovers(user):
    """Letters that wait for one's own answer, and one's own letters whose term is over. Two queries."""
    if not user.may(Action.EDIT_PERSON) or not link(ROUTE):
        return
    reach, today = user.reach(Action.EDIT_PERSON), timezone.localdate()
    waiting = MemberHandover.objects.filter(state=HandoverState.OFFERED).order_by()
    ours = waiting.filter(reach.condition("target__path")).count()
    if ours:
        yield WorkItem(
            _("Đảng viên được giới thiệu đến, chờ trả lời"), f"{link(ROUTE)}?chieu=den", SOON,
            _("Nhận hay không nhận; đảng viên còn tính ở nơi đi cho đến khi được nhận."), count=ours,
        )  # fmt: skip
    late = overdue(waiting.filter(reach.condition("organisation_path")), today)
    if late:
        yield WorkItem(
            _("Giấy giới thiệu đảng viên đi quá %(n)d ngày làm việc chưa xong") % {"n": COMPLETE.working_days},
            f"{link(ROUTE)}?chieu=di", OVERDUE, _("Nhắc nơi đến, hoặc rút lại giấy."), count=late,
        )  # fmt: skip
