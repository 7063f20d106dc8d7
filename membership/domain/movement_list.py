"""Write a list of movements: members who came, went, moved or came back, as an office keeps them in a workbook.

A row is known already when the member has a movement of that kind on that day. What a list tells has happened, so it
need not know the document; whom it means must be beyond doubt.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from membership.base.bulk import chunks
from membership.base.text import fold, name_sort_key, normalise
from membership.domain.activity import record
from membership.domain.effects import Effect, OrganisationRef, PersonRow, Progress, RowError, RowQuestion, no_progress
from membership.domain.identity import birth_text
from membership.domain.member_book import MemberBook, Standing
from membership.domain.members import MemberRow, card_digits, plan
from membership.domain.movement_rules import Said, Wrong, is_vague, objections, vague_objections
from membership.domain.people import CHUNK
from membership.domain.places import Place, common_organisation, read_places
from membership.models import DECREASE, Action, MovementKind, Organisation, PartyMember, Precision


@dataclass
class MovementRow(PersonRow):
    """One movement of a list. `organisation`: the branch the member was in, or (arrivals) comes to.

    `to_organisation`: of a move between branches the new one.
    """

    kind: str = ""
    on: date | None = None
    card_number: str = ""
    to_organisation: OrganisationRef | None = None
    joined_on: date | None = None
    official_on: date | None = None
    other_place: str = ""
    document_number: str = ""
    document_date: date | None = None
    note: str = ""

    @property
    def said(self) -> Said:
        return Said.of(self.other_place, self.document_number, self.document_date, self.note)


@dataclass
class _List:
    """A list being weighed: its rows, whom each means, and where."""

    rows: list[MovementRow]
    effect: Effect
    places: dict[int, Place]
    book: MemberBook
    meant: dict[int, Standing] = field(default_factory=dict)  # row number -> standing
    arrivals: list[MovementRow] = field(default_factory=list)

    def wrong(self, row: MovementRow, field_name: str, message: str, value=None) -> None:
        self.effect.errors.append(RowError(row.row, field_name, message, value))


def record_movements(
    rows: Sequence[MovementRow],
    *,
    by,
    into: Organisation | None = None,
    apply: bool,
    batch=None,
    progress: Progress = no_progress,
) -> Effect:
    """Write a list of movements, or (apply=False) say what that would do. With any error nothing is written."""
    rows, effect = list(rows), Effect()
    if not rows:
        return effect
    with transaction.atomic():
        ids = [ref.id for row in rows for ref in (row.organisation, row.to_organisation) if ref is not None]
        told = _List(rows, effect, read_places(ids, by=by, lock=apply), MemberBook(by=by, batch=batch))
        progress(0, len(rows), _("Kiểm tra từng dòng"))
        _find(told, by=by, into=into, lock=apply)
        for row in sorted(rows, key=lambda row: (row.on or date.max, row.row)):
            if row.row in told.meant:
                _weigh(told, row)
        arrived = _arrivals(told, by=by, lock=apply, progress=progress)
        if apply and not effect.errors:
            progress(len(rows), len(rows), _("Ghi vào sổ"))
            for row, member in arrived:
                told.book.arrive(member, row.on, **row.said.fields())
            told.book.write()
            effect.applied = True
            if effect.create or effect.update:
                place = batch.organisation if batch else common_organisation(told.places.values())
                record(
                    "movements.recorded", by=by, organisation=place, subject=batch,
                    create=effect.create, update=effect.update, unchanged=effect.unchanged,
                )  # fmt: skip
    return effect


# --- whom a row means ------------------------------------------------------------------------------------------------
def _find(told: _List, *, by, into: Organisation | None, lock: bool) -> None:
    members = PartyMember.objects.all() if by is None else PartyMember.objects.visible_to(by, Action.EDIT_PERSON)
    if into is not None:
        members = members.under(into)
    known: dict[int, PartyMember] = {}
    for chunk in chunks(told.rows, CHUNK):
        names = {fold(row.full_name) for row in chunk}
        cards = {card_digits(row.card_number) for row in chunk} - {""}
        query = members.filter(Q(folded_name__in=names) | Q(card_number__in=cards)).select_related("organisation")
        query = query.select_for_update(of=("self",)).order_by("pk") if lock else query.order_by("pk")
        known.update((member.pk, member) for member in query)
    by_name: dict[str, list[Standing]] = defaultdict(list)
    by_card: dict[str, Standing] = {}
    for standing in told.book.load(list(known.values())).values():
        by_name[standing.member.folded_name].append(standing)
        if standing.member.card_number:
            by_card[standing.member.card_number] = standing
    for row in told.rows:
        found = by_card.get(card_digits(row.card_number)) if row.card_number else None
        _settle(told, row, [found] if found else by_name.get(fold(row.full_name), []))


def _settle(told: _List, row: MovementRow, found: list[Standing]) -> None:
    """Exactly one person, somebody who comes for the first time, or an objection."""
    if row.kind not in MovementKind.values or row.kind == MovementKind.REVERSED:
        told.wrong(row, "kind", _("Cần ghi hình thức tăng, giảm."), row.kind)
        return
    same = [standing for standing in found if _is_meant(standing, row)]
    if len(same) > 1:  # of namesakes the one this has already happened to, else the one who is there
        same = [each for each in same if _happened(each, row)] or [each for each in same if each.open] or same
    words = {"name": row.full_name, "where": told.places[row.organisation.id].name, "n": len(same)}
    if len(same) == 1:
        told.meant[row.row] = same[0]
        _ask(told.effect, row, same[0])
    elif same:
        message = _("Có %(n)d đảng viên tên %(name)s ở %(where)s; hãy ghi ngày sinh hoặc số thẻ đảng viên.")
        told.wrong(row, "full_name", message % words, row.full_name)
    elif row.kind == MovementKind.TRANSFERRED_IN:
        told.arrivals.append(row)
    else:
        message = _("Không thấy đảng viên %(name)s ở %(where)s, hoặc ngày sinh, số thẻ không khớp với sổ.")
        told.wrong(row, "full_name", message % words, row.full_name)


def _is_meant(standing: Standing, row: MovementRow) -> bool:
    member = standing.member
    if row.card_number and member.card_number == card_digits(row.card_number):
        return True
    if member.sort_key != name_sort_key(normalise(row.full_name)) or not _born_alike(member, row):
        return False
    been = {spell.organisation_id for spell in standing.spells} | {member.organisation_id}
    return row.organisation.id in been


def _born_alike(member: PartyMember, row: MovementRow) -> bool:
    """The less exact of two birth dates allows the other; an unknown one says nothing."""
    if member.born_on is None or row.born_on is None:
        return True
    said = row.attributes.get("born_precision", Precision.DAY)
    if Precision.YEAR in (said, member.born_precision):
        return member.born_on.year == row.born_on.year
    if Precision.MONTH in (said, member.born_precision):
        return (member.born_on.year, member.born_on.month) == (row.born_on.year, row.born_on.month)
    return member.born_on == row.born_on


def _ask(effect: Effect, row: MovementRow, standing: Standing) -> None:
    if row.born_on is not None or row.card_number:
        return
    member = standing.member
    message = _("Danh sách không ghi ngày sinh hay số thẻ; hiểu là %(name)s, sinh %(born)s.")
    words = {"name": member.full_name, "born": birth_text(member) if member.born_on else _("chưa rõ")}
    effect.questions.append(RowQuestion(row.row, "full_name", message % words))


# --- what it would do ------------------------------------------------------------------------------------------------
def _happened(standing: Standing, row: MovementRow) -> bool:
    def same(movement) -> bool:
        there = row.to_organisation is None or movement.organisation_id == row.to_organisation.id
        return movement.kind == row.kind and movement.occurred_on == row.on and there

    return any(map(same, standing.movements))


def _weigh(told: _List, row: MovementRow) -> None:
    standing, effect = told.meant[row.row], told.effect
    if _happened(standing, row):
        effect.unchanged += 1
        return
    if row.kind == MovementKind.ADMITTED:
        told.wrong(row, "kind", _("Việc kết nạp được nhập bằng danh sách kết nạp."), row.kind)
        return
    target = row.to_organisation if row.kind == MovementKind.MOVED else row.organisation
    if target is None:
        told.wrong(row, "to_organisation", _("Cần ghi chi bộ nơi đến."), None)
        return
    vague = is_vague(standing, row.kind)
    if not told.places[row.organisation.id].allowed:
        name = told.places[row.organisation.id].name
        wrong: Wrong = {"organisation": [_("Đồng chí không có quyền ghi người của %(name)s.") % {"name": name}]}
    elif vague:
        wrong = vague_objections(standing, row.kind, row.on, row.said, from_list=True)
    else:
        comes = row.kind not in DECREASE
        place = told.places[target.id] if comes else None
        wrong = objections(standing, row.kind, row.on, row.said, place=place, from_list=True)
    if wrong:
        _refuse(told, row, wrong)
        return
    said, there = row.said.fields(), told.places[target.id]
    if vague:
        told.book.specify(standing, row.kind, row.on, **said)
        effect.update += 1
        return
    if row.kind == MovementKind.MOVED:
        told.book.move(standing, row.on, (there.id, there.path), **said)
    elif row.kind in DECREASE:
        told.book.end(standing, row.kind, row.on, **said)
    else:
        told.book.begin(standing, row.kind, row.on, (there.id, there.path), **said)
    effect.create += 1


def _refuse(told: _List, row: MovementRow, wrong: Wrong) -> None:
    for name, sentences in wrong.items():
        column = {"": "full_name", "organisation": "to_organisation"}.get(name, name)
        if column == "to_organisation" and row.kind != MovementKind.MOVED:
            column = "organisation"
        for sentence in sentences:
            told.wrong(row, column, sentence, getattr(row, name, None) if name else row.full_name)


def _arrivals(told: _List, *, by, lock: bool, progress: Progress) -> list[tuple[MovementRow, PartyMember]]:
    """Those who come for the first time, as new records."""
    rows = told.arrivals
    if not rows:
        return []
    for row in rows:
        wrong = objections_of_arrival(row, told.places[row.organisation.id])
        _refuse(told, row, wrong)
    people = [
        MemberRow(
            row.row, row.full_name, row.organisation, row.attributes, row.card_number, row.joined_on, row.official_on
        )
        for row in rows
    ]
    writing, _traces, _people = plan(people, told.effect, by=by, lock=lock, batch=None, progress=progress)
    return list(zip(rows, writing.members, strict=False)) if not told.effect.errors else []


def objections_of_arrival(row: MovementRow, place: Place) -> Wrong:
    standing = Standing(PartyMember(joined_on=row.joined_on, organisation_id=place.id))
    return objections(standing, MovementKind.TRANSFERRED_IN, row.on, row.said, place=place, from_list=True)
