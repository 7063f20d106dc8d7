"""Movements of members as one act writes them: numbered within each member, corrections beside what they correct.

Every writer of a spell (MemberSpell) writes here too, so that Biểu 1-BTCTW can be counted from movements while the
stock is counted from spells (domain.stock), and both agree (domain.member_check).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from membership.base.bulk import chunks, insert, maker, reserve_ids
from membership.models import MemberMovement, MemberStatus, MovementKind, PartyMember

CHUNK = 2000
_TEXT = {name: MemberMovement._meta.get_field(name).max_length for name in ("other_place", "document_number", "note")}
_movement = maker(MemberMovement)


def was_probationary(member: PartyMember, on: date) -> bool:
    """Whether a member who takes part was dự bị on a day, as far as the records tell."""
    if member.official_on is not None:
        return member.official_on > on
    return member.status == MemberStatus.PROBATIONARY


def in_order(movements: Iterable[MemberMovement]) -> list[MemberMovement]:
    """As they happened: by day; an admission comes first on its day, then as they were written down."""
    return sorted(movements, key=lambda m: (m.occurred_on, m.kind != MovementKind.ADMITTED, m.sequence))


@dataclass
class _Correction:
    """A movement in force of one of `kinds` on a day is taken back; with `new_on` it is told again for that day."""

    member: PartyMember
    kinds: tuple[str, ...]
    on: date | None
    new_on: date | None
    note: str


class MovementLog:
    """Collects an act's movements and writes them at the end with a fixed number of statements.

    Members may still be without a key when they are named here; they have one when `write` is called.
    """

    def __init__(self, *, by_id: int | None, batch_id=None, now=None):
        self.by_id, self.batch_id, self.now = by_id, batch_id, now or timezone.now()
        self._rows: list[tuple[MemberMovement, PartyMember]] = []
        self._corrections: list[_Correction] = []
        self._new: set[int] = set()  # id() of members that had no key when first named: no movement before these

    def add(
        self,
        member: PartyMember,
        kind: str,
        on: date,
        *,
        from_organisation_id: int | None = None,
        probationary: bool | None = None,
        place: tuple[int, str] | None = None,
        **said: Any,
    ) -> MemberMovement:
        """A movement of a member on a day, in the branch where the record has them now (or `place`: id and path).

        `said`: other_place, document_number, document_date, note. Texts are cut at what the column holds.
        """
        if member.pk is None:
            self._new.add(id(member))
        where, path = place or (member.organisation_id, member.organisation_path)
        for name, limit in _TEXT.items():
            said[name] = (said.get(name) or "")[:limit]
        row = _movement(
            kind=str(MovementKind(kind).value),
            organisation_id=where,
            organisation_path=path,
            from_organisation_id=from_organisation_id,
            occurred_on=on,
            probationary=was_probationary(member, on) if probationary is None else probationary,
            recorded_at=self.now,
            recorded_by_id=self.by_id,
            batch_id=self.batch_id,
            **said,
        )
        self._rows.append((row, member))
        return row

    def admitted(self, member: PartyMember, on: date, **said: Any) -> MemberMovement:
        return self.add(member, MovementKind.ADMITTED, on, probationary=True, **said)

    def take_back(self, member: PartyMember, kinds: Iterable[str], on: date | None = None, *, note: str = "") -> None:
        """The latest movement in force of these kinds (on this day, if one is given) never happened."""
        self._corrections.append(_Correction(member, tuple(kinds), on, None, note))

    def tell_again(self, member: PartyMember, kinds: Iterable[str], on: date | None, new_on: date) -> None:
        """The movement happened on another day."""
        self._corrections.append(_Correction(member, tuple(kinds), on, new_on, ""))

    def write(self) -> None:
        """Put everything down, inside the transaction of the act."""
        if not self._rows and not self._corrections:
            return
        self._correct()
        known = {member.pk for _row, member in self._rows if id(member) not in self._new}
        last = _last_sequences(known)
        for row, member in self._rows:
            row.member_id = member.pk
            row.sequence = last[member.pk] = last[member.pk] + 1
        unnumbered = [row for row, _member in self._rows if row.pk is None]
        for row, pk in zip(unnumbered, reserve_ids(MemberMovement, len(unnumbered)), strict=True):
            row.pk = pk
        insert(MemberMovement, [row for row, _member in self._rows])
        self._rows, self._corrections = [], []

    def _correct(self) -> None:
        standing = movements_of(each.member.pk for each in self._corrections)
        rows: list[tuple[MemberMovement, PartyMember]] = []
        for each in self._corrections:
            found = [
                movement
                for movement in standing.get(each.member.pk, ())
                if movement.kind in each.kinds and each.on in (None, movement.occurred_on)
            ]
            if not found:
                continue
            movement = found[-1]
            standing[each.member.pk].remove(movement)
            rows.append((self.correction_of(movement, each.note), each.member))
            if each.new_on is not None:
                rows.append((self._again(movement, each.new_on), each.member))
        self._rows = rows + self._rows

    def correction_of(self, movement: MemberMovement, note: str = "") -> MemberMovement:
        """The row that takes a movement back, not yet numbered."""
        return _movement(
            kind=MovementKind.REVERSED.value,
            organisation_id=movement.organisation_id,
            organisation_path=movement.organisation_path,
            from_organisation_id=movement.from_organisation_id,
            occurred_on=timezone.localdate(self.now),
            reverses_id=movement.pk,
            note=note[: _TEXT["note"]],
            recorded_at=self.now,
            recorded_by_id=self.by_id,
            batch_id=self.batch_id,
        )

    def reverse(self, member: PartyMember, movement: MemberMovement, note: str) -> None:
        """Take back this very movement."""
        self._rows.append((self.correction_of(movement, note), member))

    def _again(self, movement: MemberMovement, on: date) -> MemberMovement:
        return _movement(
            kind=movement.kind,
            organisation_id=movement.organisation_id,
            organisation_path=movement.organisation_path,
            from_organisation_id=movement.from_organisation_id,
            occurred_on=on,
            probationary=movement.probationary,
            recorded_at=self.now,
            recorded_by_id=self.by_id,
            batch_id=self.batch_id,
            **{name: getattr(movement, name) for name in (*_TEXT, "document_date")},
        )


def movements_of(members: Iterable[int]) -> dict[int, list[MemberMovement]]:
    """Member id -> the movements in force, in order."""
    found: dict[int, list[MemberMovement]] = defaultdict(list)
    for chunk in chunks(sorted(set(members)), CHUNK):
        for movement in MemberMovement.objects.in_force().filter(member__in=chunk).order_by():
            found[movement.member_id].append(movement)
    return {member: in_order(rows) for member, rows in found.items()}


def _last_sequences(members: Iterable[int]) -> dict[int, int]:
    last: dict[int, int] = defaultdict(int)
    for chunk in chunks(sorted(members), CHUNK):
        rows = MemberMovement.objects.filter(member__in=chunk).order_by().values_list("member")
        last.update(rows.annotate(Max("sequence")))
    return last
