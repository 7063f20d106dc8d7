"""Acts on one Party member: put on record, amend, transfer to another branch, leave. Others: domain.movements."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.dates import format_date, months_between
from membership.domain.activity import record
from membership.domain.charter import ADULT_MONTHS
from membership.domain.effects import Effect, no_progress
from membership.domain.errors import Refused, Stale
from membership.domain.member_book import MemberBook, Standing
from membership.domain.members import CARD_LENGTHS, MemberRow, card_digits, first_spell, plan, tell_joining
from membership.domain.movement_log import MovementLog
from membership.domain.movement_rules import Said, hold, is_vague, objections, vague_objections
from membership.domain.people import as_trace, check_amended, differences, reference, refusal
from membership.domain.places import read_places
from membership.models import (
    ATTRIBUTE_NAMES,
    DECREASE,
    Action,
    MemberSpell,
    MemberStatus,
    MovementKind,
    Organisation,
    PartyMember,
)

EDITABLE = ("full_name", *ATTRIBUTE_NAMES, "card_number", "joined_on", "official_on", "note")


def record_member(
    *,
    by,
    organisation: Organisation,
    full_name: str,
    attributes: dict[str, Any],
    card_number: str = "",
    joined_on: date | None = None,
    official_on: date | None = None,
    note: str = "",
) -> PartyMember:
    """Put a member on record in the branch where they take part. Refused when they are on record there already."""
    row = MemberRow(0, full_name, reference(organisation), attributes, card_number, joined_on, official_on, note=note)
    effect = Effect()
    with transaction.atomic():
        writing, _traces, _people = plan([row], effect, by=by, lock=True, batch=None, progress=no_progress)
        if effect.errors:
            raise refusal(effect.errors)
        if not effect.create:
            raise Refused(_("Người này đã có trong danh sách đảng viên của tổ chức."), field="full_name")
        writing.write()
        member = PartyMember.objects.select_related("organisation").get(pk=writing.members[0].pk)
        record("member.recorded", by=by, organisation=member.organisation, subject=member)
    return member


def amend_member(*, by, member: PartyMember, version: int, values: dict[str, Any]) -> PartyMember:
    """Write what is known of a member today."""
    with transaction.atomic():
        member = _hold(member, by=by, version=version)
        said = check_amended(member, {name: values[name] for name in EDITABLE if name in values})
        changes = differences(member, said)
        if not changes:
            return member
        _check(member, said, changes)
        joined = changes.get("joined_on")
        for name, (_old, new) in changes.items():
            setattr(member, name, new)
        if "official_on" in changes and member.status != MemberStatus.LEFT and member.official_on is not None:
            member.status = MemberStatus.OFFICIAL
        member.version += 1
        member.save()
        if joined is not None:
            _join_on(member, *joined, by=by)
        record("member.amended", by=by, organisation=member.organisation, subject=member, changes=as_trace(changes))
    return member


def _join_on(member: PartyMember, old: date | None, new: date | None, *, by) -> None:
    """The first spell and its movement follow the day of joining."""
    first = first_spell(list(member.spells.select_related("organisation")), old, new)
    if first is not None:
        MemberSpell.objects.filter(pk=first.pk).update(valid_from=new)
        log = MovementLog(by_id=by.pk if by else None)
        tell_joining(log, member, first, old, new)
        log.write()


def transfer(
    *,
    by,
    on: date,
    member: PartyMember,
    organisation: Organisation,
    version: int,
    note: str = "",
    document_number: str = "",
    document_date: date | None = None,
) -> PartyMember:
    """To another branch of the tree, at once: for staff who may write people at both. (Else: domain.handovers.)"""
    said = Said.of("", document_number, document_date, note)
    with transaction.atomic():
        book = MemberBook(by=by)
        standing, places = hold(member, book, by=by, version=version, target=organisation.pk)
        place = places[organisation.pk]
        if wrong := objections(standing, MovementKind.MOVED, on, said, place=place):
            raise Refused(messages=wrong)
        origin = standing.member.organisation
        book.move(standing, on, (place.id, place.path), **said.fields())
        book.write()
        member = _read(standing)
        record(
            "member.transferred", by=by, organisation=member.organisation, subject=member,
            origin=origin.name, on=on.isoformat(), note=said.note,
        )  # fmt: skip
    return member


def leave(
    *,
    by,
    on: date,
    member: PartyMember,
    version: int,
    kind: str = MovementKind.GONE,
    reason: str = "",
    other_place: str = "",
    document_number: str = "",
    document_date: date | None = None,
) -> PartyMember:
    """Takes part no longer. `kind`: one of DECREASE; of GONE (the form is not known) the `reason` must be told.

    Of somebody who is GONE already, the true kind and day may be told afterwards.
    """
    said = Said.of(other_place, document_number, document_date, reason)
    with transaction.atomic():
        book = MemberBook(by=by)
        standing, _places = hold(member, book, by=by, version=version)
        if is_vague(standing, kind):
            wrong, act = vague_objections(standing, kind, on, said), book.specify
        else:
            wrong, act = objections(standing, kind, on, said), book.end
        if kind not in DECREASE:
            wrong["kind"] = [_("Cần chọn hình thức.")]
        if wrong:
            if "note" in wrong:
                wrong["reason"] = wrong.pop("note")
            raise Refused(messages=wrong)
        act(standing, kind, on, **said.fields())
        book.write()
        member = _read(standing)
        record(
            "member.left", by=by, organisation=member.organisation, subject=member,
            on=on.isoformat(), kind=str(kind), reason=said.note,
        )  # fmt: skip
    return member


def _read(standing: Standing) -> PartyMember:
    """The member as written, for whoever goes on with it."""
    return PartyMember.objects.select_related("organisation").get(pk=standing.member.pk)


def _hold(member: PartyMember, *, by, version: int) -> PartyMember:
    """The member read anew, for us alone until the act is done; refused without the right, stale if changed."""
    read_places([member.organisation_id], by=by, lock=True)
    held = PartyMember.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=member.pk)
    if by is not None and not by.may(Action.EDIT_PERSON, held.organisation_path):
        raise Refused(_("Đồng chí không có quyền ghi nhận, sửa thông tin của người này."))
    if held.version != version:
        raise Stale(_("Người khác vừa ghi nhận hoặc sửa thông tin của người này. Hãy xem lại rồi làm tiếp."))
    return held


def _check(member: PartyMember, said: dict[str, Any], changes: dict[str, tuple]) -> None:
    today = timezone.localdate()
    joined, official = said.get("joined_on", member.joined_on), said.get("official_on", member.official_on)
    born = said.get("born_on", member.born_on)
    wrong: dict[str, str] = {}
    if {"joined_on", "official_on"} & set(changes) and hasattr(member, "candidate"):
        wrong[""] = _("Ngày vào Đảng, ngày chính thức của người này theo hồ sơ kết nạp; hãy ghi ở trang quần chúng.")
    for name, day in (("joined_on", joined), ("official_on", official)):
        if day is not None and day > today:
            wrong[name] = _("Ngày này ở sau ngày hôm nay.")
    if joined is not None and official is not None and official < joined:
        wrong["official_on"] = _("Ngày chính thức ở trước ngày vào Đảng %(day)s.") % {"day": format_date(joined)}
    if member.left_on is not None and any(day is not None and day > member.left_on for day in (joined, official)):
        wrong["joined_on"] = _("Đảng viên đã rời ngày %(day)s, trước ngày này.") % {"day": format_date(member.left_on)}
    if joined is not None and born is not None and months_between(born, joined) < ADULT_MONTHS:
        wrong["born_on"] = _("Đến ngày vào Đảng chưa đủ 18 tuổi.")
    if "card_number" in changes:
        said["card_number"] = card = card_digits(said["card_number"])
        changes["card_number"] = (member.card_number, card)
        if card and (not card.isascii() or not card.isdigit() or len(card) not in CARD_LENGTHS):
            wrong["card_number"] = _("Số thẻ đảng viên gồm 8 hoặc 12 chữ số.")
        elif card and PartyMember.objects.exclude(pk=member.pk).filter(card_number=card).exists():
            wrong["card_number"] = _("Số thẻ này đã ghi cho một đảng viên khác.")
    if wrong:
        raise Refused(messages={name: [message] for name, message in wrong.items()})
