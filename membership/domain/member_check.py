"""Spells, movements and members' status must tell the same: what differs, member by member, in bounded memory."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.domain.movement_log import movements_of
from membership.models import DECREASE, MemberMovement, MemberSpell, MemberStatus, MovementKind, PartyMember

CHUNK = 2000


@dataclass(frozen=True)
class Disagreement:
    member: int
    message: str


def disagreements() -> Iterator[Disagreement]:
    """Every member whose records do not agree; four queries for each few thousand members."""
    last = 0
    while True:
        members = list(PartyMember.objects.filter(pk__gt=last).order_by("pk")[:CHUNK])
        if not members:
            return
        last = members[-1].pk
        keys = [member.pk for member in members]
        spells: dict[int, list[MemberSpell]] = defaultdict(list)
        for spell in MemberSpell.objects.filter(member__in=keys):
            spells[spell.member_id].append(spell)
        movements = movements_of(keys)
        for member in members:
            for message in _of(member, spells[member.pk], movements.get(member.pk, [])):
                yield Disagreement(member.pk, message)


def _of(member: PartyMember, spells: list[MemberSpell], movements: list[MemberMovement]) -> Iterator[str]:
    yield from _order(spells)
    yield from _status(member, spells)
    begun, ended = _told_by_spells(spells)
    wanted_begun, wanted_ended = _told_by_movements(movements)
    for label, have, want in (
        (_("vào"), begun, wanted_begun),
        (_("rời"), ended, wanted_ended),
    ):
        for (place, day), n in (have - want).items():
            words = {"n": n, "what": label, "place": place, "day": format_date(day)}
            yield _("Thời gian sinh hoạt ghi %(what)s tổ chức %(place)s ngày %(day)s nhưng không có biến động.") % words
        for (place, day), n in (want - have).items():
            words = {"n": n, "what": label, "place": place, "day": format_date(day)}
            yield _("Biến động ghi %(what)s tổ chức %(place)s ngày %(day)s nhưng thời gian sinh hoạt không có.") % words


def _order(spells: list[MemberSpell]) -> Iterator[str]:
    """Spells of some length follow one another; only the first may have begun since ever."""
    end = None
    for number, spell in enumerate(s for s in spells if s.valid_to is None or s.valid_to != s.valid_from):
        if number and (end is None or spell.valid_from is None or spell.valid_from < end):
            yield _("Hai thời gian sinh hoạt chồng lên nhau.")
        if spell.valid_from is not None and spell.valid_to is not None and spell.valid_to < spell.valid_from:
            yield _("Một thời gian sinh hoạt kết thúc trước khi bắt đầu.")
        end = spell.valid_to


def _status(member: PartyMember, spells: list[MemberSpell]) -> Iterator[str]:
    open_one = next((spell for spell in spells if spell.valid_to is None), None)
    if (open_one is None) != (member.status == MemberStatus.LEFT):
        yield _("Tình trạng “%(status)s” không khớp với thời gian sinh hoạt.") % {"status": member.get_status_display()}
    elif open_one is not None and open_one.organisation_id != member.organisation_id:
        yield _("Đảng viên được ghi ở một tổ chức, thời gian sinh hoạt ở tổ chức khác.")
    elif open_one is None and not any(spell.valid_to == member.left_on for spell in spells):
        yield _("Ngày rời không khớp với thời gian sinh hoạt.")


def _told_by_spells(spells: list[MemberSpell]) -> tuple[Counter, Counter]:
    begun = Counter((s.organisation_id, s.valid_from) for s in spells if s.valid_from is not None)
    ended = Counter((s.organisation_id, s.valid_to) for s in spells if s.valid_to is not None)
    return _without_moments(begun, ended)


def _told_by_movements(movements: list[MemberMovement]) -> tuple[Counter, Counter]:
    begun: Counter = Counter()
    ended: Counter = Counter()
    for movement in movements:
        if movement.kind in DECREASE:
            ended[movement.organisation_id, movement.occurred_on] += 1
        else:
            begun[movement.organisation_id, movement.occurred_on] += 1
        if movement.kind == MovementKind.MOVED:
            ended[movement.from_organisation_id, movement.occurred_on] += 1
    return _without_moments(begun, ended)


def _without_moments(begun: Counter, ended: Counter) -> tuple[Counter, Counter]:
    """What begins and ends on one day in one place says nothing."""
    both = begun & ended
    return begun - both, ended - both
