"""Write a list of holders of titles: who holds what in which residential unit, since when, which member they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.bulk import chunks, insert, maker, reserve_ids, upsert
from membership.base.text import fold, name_sort_key, normalise
from membership.domain.activity import record
from membership.domain.effects import Effect, Progress, RowError, RowQuestion, no_progress
from membership.domain.people import check_day, differences, write_traces
from membership.domain.places import common_organisation, read_places
from membership.domain.position_holders import who_holds
from membership.domain.position_members import MembersMeant
from membership.domain.position_titles import ensure_titles, known_titles
from membership.models import Action, PartyMember, PositionHolder, Precision, ResidentialUnit

CHUNK = 2000
_NAME_LENGTH = 120
_WRITTEN = [
    "full_name", "folded_name", "sort_key", "sex", "born_on", "born_precision", "member", "valid_from", "version",
]  # fmt: skip
_holder = maker(PositionHolder)


@dataclass
class HolderRow:
    """One holder of a list. `title` is a title's code, `unit` a unit's id; None elsewhere: the list does not say.

    `attributes` holds of sex, born_on, born_precision what the list says. `is_member`: the list says that this is a
    Party member, or (False) is none; whom it means is found by the card number, else by name and birth in the commune.
    """

    row: int
    title: str
    unit: int
    full_name: str
    attributes: dict[str, Any] = field(default_factory=dict)
    card_number: str | None = None
    is_member: bool | None = None
    since: date | None = None


def record_holders(
    rows: Sequence[HolderRow], *, by, into=None, apply: bool, batch=None, progress: Progress = no_progress
) -> Effect:
    """Write a list of holders, or (apply=False) say what that would do. With any error nothing is written."""
    rows, effect = list(rows), Effect()
    if not rows:
        return effect
    with transaction.atomic():
        if apply:
            ensure_titles()
        work = _Work(rows, by=by, lock=apply, batch=batch, effect=effect, progress=progress)
        work.settle()
        if apply and not effect.errors:
            progress(len(rows), len(rows), _("Ghi vào sổ"))
            work.write()
            effect.applied = True
            if effect.create or effect.update:
                record(
                    "holders.recorded",
                    by=by,
                    organisation=batch.organisation if batch else common_organisation(work.places.values()),
                    subject=batch,
                    create=effect.create,
                    update=effect.update,
                    unchanged=effect.unchanged,
                )
    return effect


class _Work:
    """One list on its way: what it is compared with, and what it will write."""

    def __init__(self, rows: list[HolderRow], *, by, lock: bool, batch, effect: Effect, progress: Progress):
        self.rows, self.by, self.batch, self.effect, self.progress = rows, by, batch, effect, progress
        self.titles = {title.code: title for title in known_titles(retired=True)}
        self.units = _units({row.unit for row in rows})
        self.places = read_places({unit.organisation_id for unit in self.units.values()}, by=None, lock=lock)
        self.reach = by.reach(Action.MANAGE_UNIT) if by is not None else None
        self.now = _holders_now(self.units, lock=lock)
        self.members = MembersMeant(rows)
        self.new: list[PositionHolder] = []
        self.changed: list[tuple[PositionHolder, dict[str, tuple]]] = []

    def settle(self) -> None:
        met: dict[tuple, int] = {}
        for number, row in enumerate(self.rows):
            if number % CHUNK == 0:
                self.progress(number, len(self.rows), _("Kiểm tra từng dòng"))
            before = len(self.effect.errors)
            self._check(row)
            first = met.setdefault((row.title, row.unit), row.row)
            if first != row.row:
                words = {"row": first, "title": self._title_name(row), "unit": self._unit_name(row)}
                told = _("Trùng với dòng %(row)d: %(unit)s chỉ có một %(title)s cùng lúc.")
                self._say(row, "title", told % words)
            if len(self.effect.errors) == before:
                self._settle(row)

    def _check(self, row: HolderRow) -> None:
        title, unit = self.titles.get(row.title), self.units.get(row.unit)
        if title is None or title.retired_at is not None:
            self._say(row, "title", _("Không có chức danh này, hoặc đã thôi dùng."), row.title)
        if unit is None or not self._may(unit):
            self._say(row, "unit", _("Đồng chí không quản lý người giữ chức danh ở nơi này."))
        elif unit.valid_to is not None:
            self._say(row, "unit", _("%(name)s đã kết thúc.") % {"name": unit.name}, unit.name)
        name = normalise(row.full_name)
        if not fold(name):
            self._say(row, "full_name", _("Chưa ghi họ và tên."))
        elif len(name) > _NAME_LENGTH:
            self._say(row, "full_name", _("Họ và tên dài quá %(limit)d chữ.") % {"limit": _NAME_LENGTH}, name)
        today, born = timezone.localdate(), row.attributes.get("born_on")

        def say(field_name: str, message: str, value: Any = None) -> None:
            self._say(row, field_name, message, value)

        check_day(say, "born_on", _("Ngày sinh"), born, today=today)
        after = (born, _("ngày sinh"))
        if row.since is not None and unit is not None and unit.valid_from is not None and row.since < unit.valid_from:
            after = (unit.valid_from, _("ngày thành lập của đơn vị dân cư"))
        check_day(say, "since", _("Ngày giữ chức"), row.since, today=today, not_before=after)

    def _settle(self, row: HolderRow) -> None:
        title, unit = self.titles[row.title], self.units[row.unit]
        said = self._said(row)
        known = self.now.get((title.pk, unit.pk))
        if known is None:
            said |= {"valid_from": row.since} if row.since else {}
            member, question = self.members.of(row, unit)
            self._ask(row, question)
            self.new.append(
                _holder(
                    title_id=title.pk,
                    unit_id=unit.pk,
                    organisation_id=unit.organisation_id,
                    organisation_path=unit.organisation_path,
                    member_id=member.pk if member else None,
                    recorded_at=timezone.now(),
                    recorded_by_id=self.by.pk if self.by else None,
                    batch_id=self.batch.pk if self.batch else None,
                    **_from_member(said, member),
                )  # fmt: skip
            )
            self.effect.create += 1
        elif not _same_person(known, said):
            self._say(row, "full_name", who_holds(title.name, unit.name, known), said["full_name"])
        else:
            self._amend(row, unit, known, said)

    def _amend(self, row: HolderRow, unit: ResidentialUnit, known: PositionHolder, said: dict[str, Any]) -> None:
        if row.since is not None:
            said["valid_from"] = row.since
        if known.member_id is None:
            member, question = self.members.of(row, unit)
            self._ask(row, question)
            if member is not None:
                said["member"] = member
                said = _from_member(said, member, known)
        elif row.is_member is False:
            told = _("Trên sổ người này là đảng viên; danh sách ghi không phải. Giữ nguyên như trên sổ.")
            self._ask(row, told, "is_member")
        changes = differences(known, said)
        if not changes:
            self.effect.unchanged += 1
            return
        for name, (_old, new) in changes.items():
            setattr(known, name, new)
        known.version += 1
        self.changed.append((known, {name: pair for name, pair in changes.items() if name != "member"}))
        self.effect.update += 1

    def _said(self, row: HolderRow) -> dict[str, Any]:
        name = normalise(row.full_name)
        said = {"full_name": name, "folded_name": fold(name), "sort_key": name_sort_key(name)}
        if row.attributes.get("sex"):
            said["sex"] = row.attributes["sex"]
        if row.attributes.get("born_on") is not None:
            said["born_on"] = row.attributes["born_on"]
            said["born_precision"] = str(Precision(row.attributes.get("born_precision") or Precision.DAY).value)
        return said

    def write(self) -> None:
        for holder in self.new:
            if holder.title_id is None:
                raise RuntimeError("titles are made before a list is settled")
        for holder, pk in zip(self.new, reserve_ids(PositionHolder, len(self.new)), strict=True):
            holder.pk = pk
        insert(PositionHolder, self.new)
        upsert(PositionHolder, [holder for holder, _changes in self.changed], _WRITTEN)
        write_traces("holder.corrected_by_list", self.changed, by=self.by, batch=self.batch)

    def _may(self, unit: ResidentialUnit) -> bool:
        return self.reach is None or self.reach.covers(unit.organisation_path)

    def _title_name(self, row: HolderRow) -> str:
        return self.titles[row.title].name if row.title in self.titles else row.title

    def _unit_name(self, row: HolderRow) -> str:
        return self.units[row.unit].name if row.unit in self.units else ""

    def _say(self, row: HolderRow, field_name: str, message: str, value: Any = None) -> None:
        self.effect.errors.append(RowError(row.row, field_name, message, value))

    def _ask(self, row: HolderRow, message: str, field_name: str = "full_name") -> None:
        if message:
            self.effect.questions.append(RowQuestion(row.row, field_name, message))


def _units(ids: set[int]) -> dict[int, ResidentialUnit]:
    found: dict[int, ResidentialUnit] = {}
    for chunk in chunks(sorted(ids), CHUNK):
        found |= ResidentialUnit.objects.in_bulk(chunk)
    return found


def _holders_now(units: dict[int, ResidentialUnit], *, lock: bool) -> dict[tuple[int, int], PositionHolder]:
    """(title id, unit id) -> who holds it now."""
    found = {}
    for chunk in chunks(sorted(units), CHUNK):
        rows = PositionHolder.objects.filter(unit__in=chunk, valid_to=None).order_by("pk")
        for holder in rows.select_for_update(of=("self",)) if lock else rows:
            found[holder.title_id, holder.unit_id] = holder
    return found


def _same_person(known: PositionHolder, said: dict[str, Any]) -> bool:
    """Same name, and births that do not contradict each other: what one does not know, the other may."""
    if (known.sort_key, known.folded_name) != (said["sort_key"], said["folded_name"]):
        return False
    born = said.get("born_on")
    if born is None or known.born_on is None:
        return True
    if Precision.YEAR in (known.born_precision, said["born_precision"]):
        return born.year == known.born_on.year
    return (born, said["born_precision"]) == (known.born_on, known.born_precision)


def _from_member(
    said: dict[str, Any], member: PartyMember | None, known: PositionHolder | None = None
) -> dict[str, Any]:
    """What the list left out is what is on record of the member."""
    if member is None:
        return said
    filled = dict(said)
    if "sex" not in said and not (known and known.sex) and member.sex:
        filled["sex"] = member.sex
    if "born_on" not in said and not (known and known.born_on) and member.born_on is not None:
        filled |= {"born_on": member.born_on, "born_precision": member.born_precision}
    return filled
