"""Acts on one Party member: put on record, amend, transfer to another branch, leave."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.dates import format_date, months_between
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.charter import ADULT_MONTHS
from membership.domain.effects import Effect, no_progress
from membership.domain.errors import Refused, Stale
from membership.domain.members import CARD_LENGTHS, MemberRow, card_digits, plan
from membership.domain.people import as_trace, check_amended, differences, reference, refusal
from membership.domain.places import read_places
from membership.models import ATTRIBUTE_NAMES, Action, MemberSpell, MemberStatus, Organisation, PartyMember

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
            first = member.spells.filter(valid_from=joined[0]).first()
            if first is not None and (joined[1] is None or first.valid_to is None or joined[1] <= first.valid_to):
                MemberSpell.objects.filter(pk=first.pk).update(valid_from=joined[1])
        record("member.amended", by=by, organisation=member.organisation, subject=member, changes=as_trace(changes))
    return member


def transfer(
    *, by, on: date, member: PartyMember, organisation: Organisation, version: int, note: str = ""
) -> PartyMember:
    """To another branch of the tree: the spell in the old one ends, one in the new begins."""
    with transaction.atomic():
        target = read_places([organisation.pk], by=by, lock=True)[organisation.pk]
        member = _hold(member, by=by, version=version)
        spell = _open_spell(member, on)
        wrong: dict[str, list[str]] = {}
        if member.status == MemberStatus.PROBATIONARY and hasattr(member, "candidate"):
            wrong[""] = [_("Đảng viên dự bị này có hồ sơ kết nạp; hãy ghi việc chuyển ở trang quần chúng ưu tú.")]
        if not target.allowed:
            wrong["organisation"] = [_("Đồng chí không có quyền ghi người vào tổ chức này.")]
        elif target.valid_to is not None:
            wrong["organisation"] = [_("Tổ chức này đã kết thúc hoạt động.")]
        elif target.id == member.organisation_id:
            wrong["organisation"] = [_("Đảng viên đang sinh hoạt ở tổ chức này.")]
        if target.founded_after(on):
            wrong["on"] = [_("Tổ chức này thành lập sau ngày đó, ngày %(d)s.") % {"d": format_date(target.valid_from)}]
        if wrong:
            raise Refused(messages=wrong)
        origin = member.organisation
        MemberSpell.objects.filter(pk=spell.pk).update(valid_to=on, reason_out="transferred")
        MemberSpell.objects.create(
            member=member, organisation=organisation, valid_from=on, reason_in="transferred", recorded_by=by
        )
        member.organisation, member.organisation_path = organisation, target.path
        member.version += 1
        member.save()
        record(
            "member.transferred", by=by, organisation=organisation, subject=member,
            origin=origin.name, on=on.isoformat(), note=normalise(note),
        )  # fmt: skip
    return member


def leave(*, by, on: date, member: PartyMember, reason: str, version: int) -> PartyMember:
    """Takes part no longer: moved beyond the tree, struck off, expelled, died."""
    reason = normalise(reason)
    with transaction.atomic():
        member = _hold(member, by=by, version=version)
        spell = _open_spell(member, on)
        if member.status == MemberStatus.PROBATIONARY and hasattr(member, "candidate"):
            raise Refused(_("Đảng viên dự bị này có hồ sơ kết nạp; hãy ghi việc này ở trang quần chúng ưu tú."))
        if not reason:
            raise Refused(_("Cần ghi lý do."), field="reason")
        MemberSpell.objects.filter(pk=spell.pk).update(valid_to=on, reason_out="left")
        member.status, member.left_on, member.left_reason = MemberStatus.LEFT, on, reason[:120]
        member.version += 1
        member.save()
        record("member.left", by=by, organisation=member.organisation, subject=member, on=on.isoformat(), reason=reason)
    return member


def _hold(member: PartyMember, *, by, version: int) -> PartyMember:
    """The member read anew, for us alone until the act is done; refused without the right, stale if changed."""
    read_places([member.organisation_id], by=by, lock=True)
    held = PartyMember.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=member.pk)
    if by is not None and not by.may(Action.EDIT_PERSON, held.organisation_path):
        raise Refused(_("Đồng chí không có quyền ghi nhận, sửa thông tin của người này."))
    if held.version != version:
        raise Stale(_("Người khác vừa ghi nhận hoặc sửa thông tin của người này. Hãy xem lại rồi làm tiếp."))
    return held


def _open_spell(member: PartyMember, on: date | None) -> MemberSpell:
    spell = member.spells.filter(valid_to=None).first()
    if spell is None:
        raise Refused(_("Đảng viên này không còn sinh hoạt ở tổ chức nào."))
    if on is None:
        raise Refused(_("Cần ghi ngày."), field="on")
    if on > timezone.localdate():
        raise Refused(_("Ngày này ở sau ngày hôm nay."), field="on")
    if spell.valid_from is not None and on < spell.valid_from:
        message = _("Đảng viên vào tổ chức hiện nay từ ngày %(day)s, sau ngày này.")
        raise Refused(message % {"day": format_date(spell.valid_from)}, field="on")
    return spell


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
