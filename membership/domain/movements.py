"""Members come, go and come back (Biểu 1-BTCTW): one record for each, corrected only by another.

Increase and decrease between branches of the tree: `member_acts.transfer` at once, `handovers` with a letter and its
answer. Admissions are recorded from the dossier. The counting is domain.stock, the list domain.movement_list.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.effects import Effect, no_progress
from membership.domain.errors import Refused
from membership.domain.member_acts import leave, transfer
from membership.domain.member_book import MemberBook
from membership.domain.members import MemberRow, plan
from membership.domain.movement_list import MovementRow, record_movements
from membership.domain.movement_rules import RETURNS, Said, check_place, check_said, hold, objections
from membership.domain.movement_rules import reversal_objections as _standing_on
from membership.domain.people import reference
from membership.domain.places import read_places
from membership.domain.stock import Stock, stock
from membership.models import (
    DECREASE,
    HandoverState,
    MemberHandover,
    MemberMovement,
    MovementKind,
    Organisation,
    PartyMember,
)

__all__ = [
    "MovementRow", "Stock", "receive", "record_movement", "record_movements", "reverse_movement", "stock",
]  # fmt: skip


def record_movement(
    *,
    by,
    on: date | None,
    member: PartyMember,
    kind: str,
    version: int,
    organisation: Organisation | None = None,
    other_place: str = "",
    document_number: str = "",
    document_date: date | None = None,
    note: str = "",
) -> PartyMember:
    """Something of Biểu 1 happened to a member on record.

    A decrease; a move (`organisation`: the new branch); or the return of somebody who left: restored, or transferred in
    again (`organisation`: the branch they come to, by default the last one). Raises Refused, Stale.
    """
    document = {"document_number": document_number, "document_date": document_date}
    if kind == MovementKind.MOVED:
        if organisation is None:
            raise Refused(_("Cần ghi chi bộ nơi đến."), field="organisation")
        return transfer(by=by, on=on, member=member, organisation=organisation, version=version, note=note, **document)
    if kind in DECREASE:
        return _decrease(
            by=by, on=on, member=member, kind=kind, version=version, reason=note, other_place=other_place, **document
        )
    if kind not in RETURNS:
        raise Refused(_("Việc kết nạp được ghi từ hồ sơ của quần chúng ưu tú."), field="kind")
    said = Said.of(other_place, document_number, document_date, note)
    with transaction.atomic():
        book, place_id = MemberBook(by=by), organisation.pk if organisation else member.organisation_id
        standing, places = hold(member, book, by=by, version=version, target=place_id)
        place = places[place_id]
        if wrong := objections(standing, kind, on, said, place=place):
            raise Refused(messages=wrong)
        book.begin(standing, kind, on, (place.id, place.path), **said.fields())
        book.write()
        member = PartyMember.objects.select_related("organisation").get(pk=member.pk)
        code = "member.restored" if kind == MovementKind.RESTORED else "member.received"
        record(code, by=by, organisation=member.organisation, subject=member, on=on.isoformat())
    return member


def _decrease(**act: Any) -> PartyMember:
    """`leave` calls the note a reason."""
    try:
        return leave(**act)
    except Refused as refused:
        if "reason" in refused.messages:
            refused.messages["note"] = refused.messages.pop("reason")
        raise


def receive(
    *,
    by,
    on: date | None,
    organisation: Organisation,
    full_name: str,
    attributes: dict[str, Any],
    card_number: str = "",
    joined_on: date | None = None,
    official_on: date | None = None,
    other_place: str = "",
    document_number: str = "",
    document_date: date | None = None,
    note: str = "",
) -> PartyMember:
    """A member comes from outside the tree with a letter, and is put on record. Refused when they are on record here.

    `joined_on`, `official_on`: as the letter says; without the second, and within twelve months, they are dự bị.
    """
    said = Said.of(other_place, document_number, document_date, note)
    row = MemberRow(0, full_name, reference(organisation), attributes, card_number, joined_on, official_on)
    with transaction.atomic():
        wrong: dict[str, list[str]] = {}
        place = read_places([organisation.pk], by=by, lock=True)[organisation.pk]
        _check_arrival(on, joined_on, wrong)
        check_place(place, on, wrong)
        check_said(MovementKind.TRANSFERRED_IN, on, said, wrong)
        effect = Effect()
        writing, _traces, _people = plan([row], effect, by=by, lock=True, batch=None, progress=no_progress)
        for error in effect.errors:
            if error.field != "organisation":  # said already
                wrong.setdefault(error.field, []).append(error.message)
        if not effect.errors and not effect.create:
            message = _(
                "Người này đã có trong danh sách đảng viên của tổ chức; nếu đã rời, hãy ghi chuyển đến ở trang ấy."
            )
            wrong["full_name"] = [message]
        if wrong:
            raise Refused(messages=wrong)
        book, (member,) = MemberBook(by=by), writing.members
        book.arrive(member, on, **said.fields())
        book.write()
        member = PartyMember.objects.select_related("organisation").get(pk=member.pk)
        record("member.received", by=by, organisation=member.organisation, subject=member, on=on.isoformat())
    return member


def _check_arrival(on: date | None, joined_on: date | None, wrong: dict[str, list[str]]) -> None:
    if on is None:
        wrong["on"] = [_("Cần ghi ngày.")]
    elif on > timezone.localdate():
        wrong["on"] = [_("Ngày này ở sau ngày hôm nay.")]
    elif joined_on is not None and on < joined_on:
        wrong["on"] = [_("Ngày chuyển đến ở trước ngày vào Đảng.")]


def reverse_movement(*, by, movement: MemberMovement, reason: str, version: int) -> PartyMember:
    """The last movement of a member was recorded by mistake; both rows stay readable. `version`: of the member.

    A handover that it answered waits for its answer again.
    """
    reason = normalise(reason)
    if not reason:
        raise Refused(_("Cần ghi lý do đính chính."), field="reason")
    if len(reason) > 300:
        raise Refused(_("Nội dung dài quá %(limit)d chữ.") % {"limit": 300}, field="reason")
    with transaction.atomic():
        book = MemberBook(by=by)
        standing, _places = hold(movement.member, book, by=by, version=version)
        movement = MemberMovement.objects.select_related("organisation", "from_organisation").get(pk=movement.pk)
        if wrong := _standing_on(standing, movement):
            raise Refused(messages=wrong)
        book.take_back(standing, reason)
        book.write()
        answered = MemberHandover.objects.filter(movement=movement)
        for handover in answered:
            MemberHandover.objects.filter(pk=handover.pk).update(
                state=HandoverState.OFFERED, answered_on=None, answer_note="", answered_by=None, movement=None,
                version=handover.version + 1,
            )  # fmt: skip
        member = PartyMember.objects.select_related("organisation").get(pk=movement.member_id)
        record(
            "movement.reversed", by=by, organisation=movement.organisation, subject=member,
            kind=movement.kind, on=movement.occurred_on.isoformat(), reason=reason,
        )  # fmt: skip
    return member
