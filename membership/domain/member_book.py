"""Where members take part, changed by movements: the one place that keeps spells, movements and the record in step.

An act loads the members it is about, lets movements happen to them in memory (a trial stops there) and writes all of it
with a fixed number of statements. What may happen is said by domain.movement_rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.bulk import chunks, insert, maker, reserve_ids, upsert
from membership.base.dates import add_months
from membership.domain.charter import PROBATION_MONTHS
from membership.domain.movement_log import CHUNK, MovementLog, movements_of
from membership.models import (
    DECREASE,
    HandoverState,
    MemberHandover,
    MemberMovement,
    MemberSpell,
    MemberStatus,
    MovementKind,
    PartyMember,
)

TAKEN_BACK = "taken_back"  # reason_out of a spell of no length that a correction left behind
_KEPT = {"id", "created_at", "batch"}
_FIELDS = [column.name for column in PartyMember._meta.concrete_fields if column.name not in _KEPT]
_spell = maker(MemberSpell)


@dataclass
class Standing:
    """A member, where they took part, and the movements in force, all in order.

    `letter_open`: a handover waits for its answer. `follows_file`: a probationer with a dossier, whose moves are
    recorded there.
    """

    member: PartyMember
    spells: list[MemberSpell] = field(default_factory=list)
    movements: list[MemberMovement] = field(default_factory=list)
    letter_open: bool = False
    has_file: bool = False

    @property
    def open(self) -> MemberSpell | None:
        return next((spell for spell in self.spells if spell.valid_to is None), None)

    @property
    def last(self) -> MemberMovement | None:
        return self.movements[-1] if self.movements else None

    @property
    def follows_file(self) -> bool:
        return self.has_file and self.member.status == MemberStatus.PROBATIONARY

    @property
    def since(self) -> date | None:
        """Nothing may happen before: the member came to the present branch, or left, on this day."""
        return self.open.valid_from if self.open is not None else self.member.left_on


class MemberBook:
    def __init__(self, *, by, batch=None):
        self.by_id = by.pk if by else None
        self.now = timezone.now()
        self.log = MovementLog(by_id=self.by_id, batch_id=batch.pk if batch else None, now=self.now)
        self._new_members: list[PartyMember] = []
        self._members: dict[int, PartyMember] = {}
        self._new_spells: list[tuple[MemberSpell, PartyMember]] = []
        self._spells: dict[int, MemberSpell] = {}

    # --- reading ---------------------------------------------------------------------------------------------------
    def load(self, members: Sequence[PartyMember]) -> dict[int, Standing]:
        """Member id -> standing; four queries for each few thousand members."""
        found = {member.pk: Standing(member) for member in members}
        for chunk in chunks(sorted(found), CHUNK):
            for spell in MemberSpell.objects.filter(member__in=chunk):
                found[spell.member_id].spells.append(spell)
            waiting = MemberHandover.objects.filter(member__in=chunk, state=HandoverState.OFFERED)
            for pk in waiting.order_by().values_list("member_id", flat=True):
                found[pk].letter_open = True
            with_file = PartyMember.objects.filter(pk__in=chunk).exclude(candidate=None)
            for pk in with_file.order_by().values_list("pk", flat=True):
                found[pk].has_file = True
        for pk, movements in movements_of(found).items():
            found[pk].movements = movements
        return found

    # --- what happens ----------------------------------------------------------------------------------------------
    def arrive(self, member: PartyMember, on: date, **said: Any) -> Standing:
        """Somebody not yet on record comes with a letter: the record begins that day, not with the day of joining.

        Without an official day, and within twelve months of joining, they are dự bị.
        """
        if member.official_on is None:
            joined = member.joined_on
            on_probation = joined is not None and add_months(joined, PROBATION_MONTHS) > on
            member.status = MemberStatus.PROBATIONARY if on_probation else MemberStatus.OFFICIAL
        self._new_members.append(member)
        standing = Standing(member)
        self.begin(
            standing, MovementKind.TRANSFERRED_IN, on, (member.organisation_id, member.organisation_path), **said
        )
        return standing

    def begin(self, standing: Standing, kind: str, on: date, place: tuple[int, str], **said: Any) -> MemberMovement:
        """The member takes part again, or for the first time, in the branch at `place` (id, path)."""
        member = standing.member
        status = MemberStatus.PROBATIONARY if self._is_probationary(standing, on) else MemberStatus.OFFICIAL
        self._change(member, status=status, left_on=None, left_reason="")
        member.organisation_id, member.organisation_path = place
        self._open(standing, on, "restored" if kind == MovementKind.RESTORED else "received")
        return self._log(standing, kind, on, **said)

    def move(self, standing: Standing, on: date, place: tuple[int, str], **said: Any) -> MemberMovement:
        member, left = standing.member, standing.open
        self._close(left, on, "transferred")
        self._change(member)
        member.organisation_id, member.organisation_path = place
        self._open(standing, on, "transferred")
        return self._log(standing, MovementKind.MOVED, on, from_organisation_id=left.organisation_id, **said)

    def end(self, standing: Standing, kind: str, on: date, **said: Any) -> MemberMovement:
        """The member takes part no longer."""
        movement = self._log(standing, kind, on, **said)  # while the record still says whether they were dự bị
        self._close(standing.open, on, "left")
        self._left(standing.member, kind, on, movement.note)
        return movement

    def specify(self, standing: Standing, kind: str, on: date, **said: Any) -> MemberMovement:
        """How and when a member left, of whom it was only known that they did."""
        vague = standing.movements.pop()
        spell = self._ended_by(standing, vague)
        self.log.reverse(standing.member, vague, str(MovementKind(kind).label))
        movement = self._log(standing, kind, on, probationary=vague.probationary, **said)
        self._close(spell, on, "left")
        self._left(standing.member, kind, on, movement.note)
        return movement

    def take_back(self, standing: Standing, reason: str) -> MemberMovement:
        """The last movement never happened: the member stands where they stood before it."""
        movement, member = standing.movements.pop(), standing.member
        self.log.reverse(member, movement, reason)
        self._change(member)
        if movement.kind not in DECREASE:
            spell = standing.open
            self._close(spell, spell.valid_from, TAKEN_BACK)
        if movement.kind in (*DECREASE, MovementKind.MOVED):
            before = self._ended_by(standing, movement)
            self._close(before, None, "")
            status = MemberStatus.PROBATIONARY if movement.probationary and not member.official_on else None
            member.status = status or (MemberStatus.OFFICIAL if movement.kind in DECREASE else member.status)
            member.left_on, member.left_reason = None, ""
            member.organisation_id, member.organisation_path = before.organisation_id, before.organisation.path
        elif standing.last is not None:
            self._left(member, standing.last.kind, standing.last.occurred_on, standing.last.note)
        else:
            member.status, member.left_on = MemberStatus.LEFT, movement.occurred_on
            member.left_reason = _("Đính chính: %(why)s") % {"why": reason}
            member.left_reason = member.left_reason[:120]
        return movement

    @staticmethod
    def _ended_by(standing: Standing, movement: MemberMovement) -> MemberSpell:
        """The spell that a movement ended; of several on one day the last begun."""
        place = movement.from_organisation_id or movement.organisation_id
        return [
            spell
            for spell in standing.spells
            if spell.valid_to == movement.occurred_on
            and spell.organisation_id == place
            and spell.reason_out in ("left", "transferred")
        ][-1]

    def _is_probationary(self, standing: Standing, on: date) -> bool:
        member = standing.member
        if member.official_on is not None:
            return False
        left_as = standing.last.probationary if standing.last is not None else None
        return member.status == MemberStatus.PROBATIONARY if left_as is None else left_as

    # --- collecting and writing ------------------------------------------------------------------------------------
    def _log(self, standing: Standing, kind: str, on: date, **said: Any) -> MemberMovement:
        row = self.log.add(standing.member, kind, on, **said)
        standing.movements.append(row)
        return row

    def _change(self, member: PartyMember, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(member, name, value)
        if member.pk is not None and member.pk not in self._members:
            member.version += 1
            self._members[member.pk] = member

    def _left(self, member: PartyMember, kind: str, on: date, note: str) -> None:
        label = str(MovementKind(kind).label)
        reason = note if kind == MovementKind.GONE and note else f"{label}: {note}" if note else label
        self._change(member, status=MemberStatus.LEFT, left_on=on, left_reason=reason[:120])

    def _close(self, spell: MemberSpell, on: date | None, reason: str) -> None:
        spell.valid_to, spell.reason_out = on, reason
        if spell.pk is not None:
            self._spells[spell.pk] = spell

    def _open(self, standing: Standing, on: date, reason: str) -> None:
        spell = _spell(
            organisation_id=standing.member.organisation_id,
            valid_from=on,
            reason_in=reason,
            recorded_at=self.now,
            recorded_by_id=self.by_id,
        )
        standing.spells.append(spell)
        self._new_spells.append((spell, standing.member))

    def write(self) -> None:
        """Put everything down, inside the transaction of the act: what ends before what begins."""
        for member, pk in zip(self._new_members, reserve_ids(PartyMember, len(self._new_members)), strict=True):
            member.pk = pk
        for (spell, member), pk in zip(self._new_spells, reserve_ids(MemberSpell, len(self._new_spells)), strict=True):
            spell.pk, spell.member_id = pk, member.pk
        insert(PartyMember, self._new_members)
        upsert(PartyMember, list(self._members.values()), _FIELDS)
        closed = [spell for spell in self._spells.values() if spell.valid_to is not None]
        upsert(MemberSpell, closed, ["valid_to", "reason_out"])
        upsert(MemberSpell, [s for s in self._spells.values() if s.valid_to is None], ["valid_to", "reason_out"])
        insert(MemberSpell, [spell for spell, _member in self._new_spells])
        self.log.write()
