"""Write a list of Party members: who they are today, and since when they take part in the branch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.bulk import chunks, insert, maker, reserve_ids, upsert
from membership.base.dates import add_months, format_date
from membership.base.text import name_sort_key, normalise
from membership.domain.activity import record
from membership.domain.charter import PROBATION_MONTHS
from membership.domain.effects import Effect, PersonRow, Progress, RowError, no_progress
from membership.domain.identity import Person, ask_about_namesakes, on_record
from membership.domain.movement_log import MovementLog
from membership.domain.people import CHUNK, check_adult, check_day, clean_people, differences, said_values, write_traces
from membership.domain.places import common_organisation
from membership.models import DECREASE, MemberSpell, MemberStatus, MovementKind, PartyMember

CARD_LENGTHS = (8, 12)  # CT 29-CT/TW 2003; HD 38-HD/BTCTW 2025
RECEIVED = "received"  # reason_in of a spell that began with an arrival from outside the tree
_NOTE_LENGTH = 500
_KEPT = {"id", "created_at", "batch"}
_FIELDS = [column.name for column in PartyMember._meta.concrete_fields if column.name not in _KEPT]
_member, _spell = maker(PartyMember), maker(MemberSpell)


@dataclass
class MemberRow(PersonRow):
    """One member of a list. None: the list does not say."""

    card_number: str | None = None
    joined_on: date | None = None
    official_on: date | None = None
    status: str | None = None
    left_on: date | None = None
    note: str | None = None


@dataclass
class Writing:
    """What an act will write, members and spells numbered at the end, and the movements that follow from it."""

    by: Any
    batch: Any
    now: Any = field(default_factory=timezone.now)
    members: list[PartyMember] = field(default_factory=list)
    spells: list[tuple[MemberSpell, PartyMember]] = field(default_factory=list)
    changed: list[PartyMember] = field(default_factory=list)
    changed_spells: list[MemberSpell] = field(default_factory=list)
    log: MovementLog = field(init=False)

    def __post_init__(self):
        batch_id = self.batch.pk if self.batch else None
        self.log = MovementLog(by_id=self.by.pk if self.by else None, batch_id=batch_id, now=self.now)

    def write(self) -> None:
        for member, pk in zip(self.members, reserve_ids(PartyMember, len(self.members)), strict=True):
            member.pk = pk
        for (spell, member), pk in zip(self.spells, reserve_ids(MemberSpell, len(self.spells)), strict=True):
            spell.pk, spell.member_id = pk, member.pk
        insert(PartyMember, self.members)
        upsert(PartyMember, self.changed, _FIELDS)
        upsert(MemberSpell, self.changed_spells, ["valid_from", "valid_to", "reason_out"])
        insert(MemberSpell, [spell for spell, _member in self.spells])
        self.log.write()


def record_members(
    rows: Sequence[MemberRow], *, by, apply: bool, batch=None, progress: Progress = no_progress
) -> Effect:
    """Write a list of members, or (apply=False) say what that would do. With any error nothing is written."""
    rows, effect = list(rows), Effect()
    if not rows:
        return effect
    with transaction.atomic():
        writing, traces, people = plan(rows, effect, by=by, lock=apply, batch=batch, progress=progress)
        if apply and not effect.errors:
            progress(len(rows), len(rows), _("Ghi vào sổ"))
            writing.write()
            write_traces("member.corrected_by_list", traces, by=by, batch=batch)
            effect.applied = True
            if effect.create or effect.update:
                record(
                    "members.recorded",
                    by=by,
                    organisation=batch.organisation if batch else common_organisation(p.place for p in people),
                    subject=batch,
                    create=effect.create,
                    update=effect.update,
                    unchanged=effect.unchanged,
                )
    return effect


def plan(rows, effect: Effect, *, by, lock: bool, batch, progress: Progress):
    """What writing the rows would do: (what is to be written, what it changes, whom)."""
    people = clean_people(rows, by=by, lock=lock, effect=effect, progress=progress, rules=_rules())
    progress(len(rows), len(rows), _("So với dữ liệu đã có"))
    found = {identity: each[0] for identity, each in on_record(PartyMember, people, lock=lock).items()}
    _check_cards(people, found, by, effect)
    ask_about_namesakes(PartyMember, people, [member.pk for member in found.values()], by=by, effect=effect)
    writing = Writing(by, batch)
    return writing, _settle(people, found, writing, effect), people


def _rules():
    today = timezone.localdate()
    labels = {"joined_on": _("Ngày vào Đảng"), "official_on": _("Ngày chính thức"), "left_on": _("Ngày rời")}
    joined = _("ngày vào Đảng")
    cards: dict[str, int] = {}

    def rules(person: Person, say) -> None:
        row: MemberRow = person.row
        born = (person.born_on, _("ngày sinh"))
        check_day(say, "joined_on", labels["joined_on"], row.joined_on, today=today, not_before=born)
        after = (row.joined_on, joined) if row.joined_on else born
        check_day(say, "official_on", labels["official_on"], row.official_on, today=today, not_before=after)
        after = (row.official_on, _("ngày chính thức")) if row.official_on else after
        check_day(say, "left_on", labels["left_on"], row.left_on, today=today, not_before=after)
        if row.joined_on is not None and person.born_on is not None and row.joined_on >= person.born_on:
            check_adult(say, person, row.joined_on, joined)
        if row.status is not None and row.status not in MemberStatus.values:
            say("status", _("Không có trạng thái này."), row.status)
        if row.status == MemberStatus.LEFT and row.left_on is None:
            say("left_on", _("Người không còn sinh hoạt cần có ngày rời."), None)
        elif row.left_on is not None and row.status not in (None, MemberStatus.LEFT):
            say("status", _("Có ngày rời nhưng trạng thái không phải là “không còn sinh hoạt”."), row.status)
        if row.status == MemberStatus.PROBATIONARY and row.official_on is not None:
            say("status", _("Có ngày chính thức nhưng trạng thái là “đảng viên dự bị”."), row.status)
        if row.note and len(row.note) > _NOTE_LENGTH:
            say("note", _("Nội dung dài quá %(limit)d chữ.") % {"limit": _NOTE_LENGTH}, row.note)
        if card := card_digits(row.card_number):
            if not card.isascii() or not card.isdigit() or len(card) not in CARD_LENGTHS:
                say("card_number", _("Số thẻ đảng viên gồm 8 hoặc 12 chữ số."), row.card_number)
            elif cards.setdefault(card, row.row) != row.row:
                say("card_number", _("Trùng số thẻ với dòng %(row)d.") % {"row": cards[card]}, row.card_number)
        if person.place.valid_to is not None and row.status != MemberStatus.LEFT and row.left_on is None:
            say("organisation", _("%(name)s đã kết thúc hoạt động.") % {"name": person.place.name}, person.place.name)

    return rules


def card_digits(text: str | None) -> str:
    """Card numbers are often typed in groups: 12.345678, 012 345 678 901."""
    return normalise(text or "").replace(".", "").replace(" ", "")


def _check_cards(people: list[Person], found: dict, by, effect: Effect) -> None:
    """A card belongs to one person; whose it is, is only said to those who may see that person."""
    wanted = {card_digits(person.row.card_number): person for person in people if person.row.card_number}
    for chunk in chunks(sorted(wanted), CHUNK):
        holders = PartyMember.objects.filter(card_number__in=chunk).values_list(
            "pk", "card_number", "full_name", "organisation__name", "organisation_path"
        )
        for pk, card, name, organisation, path in holders:
            person = wanted[card]
            mine = found.get(person.identity)
            if mine is not None and mine.pk == pk:
                continue
            if by is None or by.reach(PartyMember.objects.none().view_action).covers(path):
                message = _("Số thẻ này đã ghi cho %(name)s, %(where)s. Nếu là một người, hãy ghi chuyển sinh hoạt.")
                message %= {"name": name, "where": organisation}
            else:
                message = _("Số thẻ này đã ghi cho một đảng viên khác.")
            effect.errors.append(RowError(person.row.row, "card_number", message, card))


def _settle(people: list[Person], found: dict, writing: Writing, effect: Effect) -> list[tuple[PartyMember, dict]]:
    traces = []
    failed = {error.row for error in effect.errors}
    spells = _spells(list(found.values()))
    for person in people:
        if person.row.row in failed:
            continue
        member = found.get(person.identity)
        if member is None:
            _create(person, writing)
            effect.create += 1
            continue
        changes = differences(member, _said(person, member))
        if not changes:
            effect.unchanged += 1
        elif _fits(member, changes, spells.get(member.pk, ()), person, effect):
            _update(member, changes, spells.get(member.pk, ()), writing)
            traces.append((member, changes))
            effect.update += 1
    return traces


def _said(person: Person, known: PartyMember | None = None) -> dict[str, Any]:
    row: MemberRow = person.row
    said = said_values(person.values)
    said |= {
        name: getattr(row, name) for name in ("joined_on", "official_on", "left_on") if getattr(row, name) is not None
    }
    if card := card_digits(row.card_number):
        said["card_number"] = card
    if note := normalise(row.note or ""):
        said["note"] = note
    if row.status is not None:
        said["status"] = str(MemberStatus(row.status).value)
    elif row.left_on is not None:
        said["status"] = MemberStatus.LEFT.value
    elif row.official_on is not None and (known is None or known.status == MemberStatus.PROBATIONARY):
        said["status"] = MemberStatus.OFFICIAL.value
    elif known is None and row.joined_on is not None:
        over = add_months(row.joined_on, PROBATION_MONTHS) <= timezone.localdate()
        said["status"] = (MemberStatus.OFFICIAL if over else MemberStatus.PROBATIONARY).value
    if known is not None and known.full_name.casefold() != person.full_name.casefold():
        said |= {"full_name": person.full_name, "sort_key": name_sort_key(person.full_name)}
    return said


def _create(person: Person, writing: Writing) -> None:
    member = _member(
        created_at=writing.now,
        batch_id=writing.batch.pk if writing.batch else None,
        **person.named(),
        **_said(person),
    )
    spell = _spell(
        organisation_id=person.place.id,
        valid_from=member.joined_on,
        valid_to=member.left_on,
        reason_in="recorded",
        reason_out="left" if member.left_on else "",
        recorded_at=writing.now,
        recorded_by_id=writing.by.pk if writing.by else None,
    )
    writing.members.append(member)
    writing.spells.append((spell, member))
    tell_beginning(writing.log, member)


def tell_beginning(log: MovementLog, member: PartyMember) -> None:
    """The movements of a member as a list tells them: admitted where they are now, on the day they joined the Party.

    Without that day they belong to the opening stock: they were there since ever. Whoever came from elsewhere is
    recorded by movements.receive, not by a list of members.
    """
    if member.joined_on is not None:
        log.admitted(member, member.joined_on)
    if member.left_on is not None:
        log.add(member, MovementKind.GONE, member.left_on)


def _fits(
    member: PartyMember, changes: dict[str, tuple], spells: Sequence[MemberSpell], person: Person, effect: Effect
) -> bool:
    """New days together with those on record must still follow one another; nobody comes back by a list of members."""
    if changes.get("status", ("",))[0] == MemberStatus.LEFT:
        message = _("Người này đã rời ngày %(day)s. Nếu nay sinh hoạt lại, hãy ghi phục hồi hoặc chuyển đến.")
        message %= {"day": format_date(member.left_on)}
        effect.errors.append(RowError(person.row.row, "status", message, changes["status"][1]))
        return False
    days = [changes.get(name, (None, getattr(member, name)))[1] for name in ("joined_on", "official_on", "left_on")]
    known = [day for day in days if day is not None]
    left = changes.get("left_on", (None, None))[1]
    since = spells[-1].valid_from if spells and left is not None and len(spells) > 1 else None
    if since is not None and left < since:
        message = _("Đảng viên vào tổ chức hiện nay từ ngày %(day)s, sau ngày này.") % {"day": format_date(since)}
        effect.errors.append(RowError(person.row.row, "left_on", message, left))
        return False
    if known == sorted(known):
        return True
    name = next(name for name in ("joined_on", "official_on", "left_on") if name in changes)
    message = _("Ngày này không khớp với các ngày vào Đảng, chính thức, rời đã ghi trên sổ.")
    effect.errors.append(RowError(person.row.row, name, message, changes[name][1]))
    return False


def _update(member: PartyMember, changes: dict[str, tuple], spells: Sequence[MemberSpell], writing: Writing) -> None:
    joined, left = changes.get("joined_on"), changes.get("left_on")
    if left is not None and left[0] is None:  # while the member still says whether they were dự bị
        writing.log.add(member, MovementKind.GONE, left[1])
    for name, (_old, new) in changes.items():
        setattr(member, name, new)
    member.version += 1
    writing.changed.append(member)
    first = first_spell(spells, *joined) if joined is not None else None
    if first is not None:
        first.valid_from = joined[1]
        tell_joining(writing.log, member, first, *joined)
        writing.changed_spells.append(first)
    last = spells[-1] if left is not None and spells else None
    if last is not None and last.valid_to == left[0]:
        last.valid_to, last.reason_out = left[1], "left"
        if left[0] is not None:
            writing.log.tell_again(member, DECREASE, *left)
        if last is not first:
            writing.changed_spells.append(last)


def first_spell(spells: Sequence[MemberSpell], old: date | None, new: date | None) -> MemberSpell | None:
    """The spell that begins with the day of joining and may begin on another: it still ends after that, and was no
    arrival from elsewhere. `spells`: of one member, in order."""
    for spell in spells:
        if spell.valid_from == old and (old is None or spell.valid_to != old) and spell.reason_in != RECEIVED:
            return spell if new is None or spell.valid_to is None or new <= spell.valid_to else None
    return None


def tell_joining(log: MovementLog, member: PartyMember, spell: MemberSpell, old: date | None, new: date | None) -> None:
    """The day of joining was corrected, and the first spell with it; unknown is the opening stock."""
    if old is None:
        log.admitted(member, new, place=(spell.organisation_id, spell.organisation.path))
    elif new is None:
        log.take_back(member, (MovementKind.ADMITTED,), old)
    else:
        log.tell_again(member, (MovementKind.ADMITTED,), old, new)


def _spells(members: list[PartyMember]) -> dict[int, list[MemberSpell]]:
    found: dict[int, list[MemberSpell]] = {}
    for chunk in chunks(members, CHUNK):
        rows = MemberSpell.objects.filter(member__in=[member.pk for member in chunk])
        for spell in rows.select_related("organisation"):
            found.setdefault(spell.member_id, []).append(spell)
    return found
