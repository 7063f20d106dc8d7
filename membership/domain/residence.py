"""Which residential unit a member lives in, from which day. A member lives in one at a time, or it is not known."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base import paths
from membership.base.dates import format_date
from membership.base.text import fold, normalise
from membership.domain import unit_rules as rules
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.places import read_places
from membership.models import Action, MemberStatus, PartyMember, Residence, ResidentialUnit

MOST_LOOKED_AT = 2000


@transaction.atomic
def settle(*, by, on: date | None, member: PartyMember, unit: ResidentialUnit | None) -> Residence | None:
    """The member lives in a unit from a day on. `unit=None`: no longer in any unit known here.

    `on=None`: since ever, where nothing was recorded before. Needs the right to edit the member.
    """
    [member] = _hold([member], by=by)
    wrong = _problems(member, unit, on)
    if wrong:
        raise Refused(messages=wrong)
    row = _write(member, unit, on, by=by)
    record(
        "member.settled", by=by, organisation=member.organisation, subject=member,
        unit=unit.name if unit else "", on=on.isoformat() if on else "",
    )  # fmt: skip
    return row


@transaction.atomic
def settle_many(*, by, on: date | None, members: Sequence[PartyMember], unit: ResidentialUnit) -> int:
    """Several members live in one unit from a day on: all or nobody. Returns how many."""
    if not members:
        raise Refused(_("Chưa chọn đảng viên nào."))
    held, said = _hold(members, by=by), []
    for member in held:
        for sentences in _problems(member, unit, on).values():
            said += [f"{member.full_name}: {sentence}" for sentence in sentences]
    if said:
        raise Refused(messages={"": said})
    for member in held:
        _write(member, unit, on, by=by)
    record(
        "unit.settled", by=by, organisation=unit.organisation, subject=unit,
        members=[member.pk for member in held], on=on.isoformat() if on else "",
    )  # fmt: skip
    return len(held)


def homes_of(member: PartyMember) -> list[Residence]:
    """Where the member lived, the latest first."""
    return list(member.residences.select_related("unit__organisation").order_by("-pk"))


def within_call(user):
    """Units in which a person may settle somebody: those they see, and those of the committees above their places.

    A branch secretary has no right in the commune, but the villages of one's own commune are no secret.
    """
    above = {pk for path in user.subtrees().subtrees for pk in paths.ids(path)}
    return ResidentialUnit.objects.current().filter(
        Q(pk__in=ResidentialUnit.objects.visible_to(user).order_by().values("pk")) | Q(organisation__in=above)
    )


def find_units(user, text: str, *, most: int = 20) -> list[ResidentialUnit]:
    """What a person may mean by what was typed: a code, or words of the name and the commune."""
    rows = within_call(user).select_related("organisation")
    code = normalise(text)
    exact = list(rows.filter(code=code)[:1])
    words = fold(text).split()
    if exact or not words:
        return exact
    named = Q()
    for word in words:
        named |= Q(folded_name__contains=word)
    near = rows.filter(named).order_by("commune", "folded_name", "pk")[:MOST_LOOKED_AT]
    return [row for row in near if _says(words, f"{row.folded_name} {fold(row.commune)}")][:most]


def _says(words: list[str], text: str) -> bool:
    return all(word in text for word in words)


def _hold(members: Sequence[PartyMember], *, by) -> list[PartyMember]:
    read_places([member.organisation_id for member in members], by=None, lock=True)
    ids = [member.pk for member in members]
    rows = PartyMember.objects.select_for_update(of=("self",)).select_related("organisation").order_by("pk")
    held = rows.in_bulk(ids)
    for member in held.values():
        if by is not None and not by.may(Action.EDIT_PERSON, member.organisation_path):
            raise Refused(_("Đồng chí không có quyền ghi nhận, sửa thông tin của người này."))
    return [held[pk] for pk in dict.fromkeys(ids)]


def _problems(member: PartyMember, unit: ResidentialUnit | None, on: date | None) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    rows = list(member.residences.all())
    current = next((row for row in rows if row.valid_to is None), None)
    if member.status == MemberStatus.LEFT:
        wrong["unit"] = [_("Đảng viên này không còn sinh hoạt.")]
    elif unit is None and current is None:
        wrong["unit"] = [_("Đảng viên này chưa được ghi ở đơn vị dân cư nào.")]
    elif unit is not None and unit.valid_to is not None:
        told = {"name": unit.name, "day": format_date(unit.valid_to)}
        wrong["unit"] = [_("“%(name)s” đã kết thúc ngày %(day)s.") % told]
    elif unit is not None and current is not None and current.unit_id == unit.pk:
        wrong["unit"] = [_("Đảng viên đã được ghi ở “%(name)s” rồi.") % {"name": unit.name}]
    if on is None:
        if rows:
            wrong["on"] = [_("Cần ghi từ ngày nào, vì trước đó đã ghi nơi cư trú khác.")]
        return wrong
    wrong |= rules.day_problems(on, unit)
    last = max((day for row in rows for day in (row.valid_from, row.valid_to) if day), default=None)
    if "on" not in wrong and last is not None and on < last:
        message = _("Nơi cư trú trước đã ghi đến ngày %(day)s; hãy ghi từ ngày đó trở đi.")
        wrong["on"] = [message % {"day": format_date(last)}]
    if "on" not in wrong and on <= (member.born_on or on.replace(year=1)):
        wrong["on"] = [_("Ngày này không ở sau ngày sinh.")]
    return wrong


def _write(member: PartyMember, unit: ResidentialUnit | None, on: date | None, *, by) -> Residence | None:
    current = member.residences.filter(valid_to=None).first()
    if current is not None:
        if unit is not None and current.valid_from == on:
            Residence.objects.filter(pk=current.pk).update(unit=unit, recorded_by=by, recorded_at=timezone.now())
            return Residence.objects.get(pk=current.pk)
        Residence.objects.filter(pk=current.pk).update(valid_to=on)
    if unit is None:
        return None
    return Residence.objects.create(member=member, unit=unit, valid_from=on, recorded_by=by)
