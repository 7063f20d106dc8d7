"""Merge several residential units into one, divide one into several. Who lived there follows, old units end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from membership.domain import unit_rules as rules
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.unit_acts import close, closing_problems, establish_unit
from membership.domain.unit_people import move_followers
from membership.models import Residence, ResidentialUnit, UnitSuccession


@dataclass(frozen=True)
class NewUnit:
    """A unit that comes into being by a merger or a division; what is left empty is as in the unit before."""

    name: str
    kind: str = ""
    code: str = ""


@transaction.atomic
def merge_units(
    *,
    by,
    on: date,
    units: Sequence[ResidentialUnit],
    versions: Sequence[int],
    into: ResidentialUnit | None = None,
    new: NewUnit | None = None,
    document_number: str = "",
    document_date: date | None = None,
    note: str = "",
) -> ResidentialUnit:
    """Units go on as one from a day on: as `into`, which stays, or as a `new` one. Returns the one that goes on.

    Members and candidates who lived in the old units live in that one; titles held in the old ones end, as they are
    given anew. The state of the new unit is for the committee to confirm.
    """
    held = rules.hold([*units, *([into] if into else [])], by=by, versions=versions)
    olds, into = (held[:-1], held[-1]) if into else (held, None)
    wrong = rules.document_problems(document_number, document_date, note)
    wrong |= _merge_problems(olds, into, new, on)
    if wrong:
        raise Refused(messages=wrong)
    act = rules.document(by, document_number, document_date, note)
    ids = [unit.pk for unit in olds]
    living = list(Residence.objects.filter(unit__in=ids, valid_to=None))
    for unit in olds:
        close(unit, on)
        end_titles(unit, on, _("sáp nhập đơn vị dân cư"))
    if into is None:
        into = _found(by, on, new, olds[0], act)
    Residence.objects.bulk_create(
        Residence(member_id=row.member_id, unit=into, valid_from=on, recorded_by=by) for row in living
    )
    move_followers(ids, into)
    for unit in olds:
        UnitSuccession.objects.create(predecessor=unit, successor=into, on=on, **act)
    rules.touch(into.pk)
    record(
        "unit.merged", by=by, organisation=into.organisation, subject=into,
        units=[unit.name for unit in olds], **rules.told(on, act),
    )  # fmt: skip
    into.refresh_from_db()
    return into


@transaction.atomic
def split_unit(
    *,
    by,
    on: date,
    unit: ResidentialUnit,
    version: int,
    parts: Sequence[NewUnit],
    keep: bool,
    document_number: str = "",
    document_date: date | None = None,
    note: str = "",
) -> list[ResidentialUnit]:
    """New units come out of one from a day on. `keep`: the old one goes on, smaller; else it ends.

    Nobody is moved by guess: where the old unit ends, its members live nowhere until they are settled.
    """
    [unit] = rules.hold([unit], by=by, versions=[version])
    rules.require_open(unit)
    wrong = rules.document_problems(document_number, document_date, note)
    wrong |= rules.day_problems(on, unit) if keep else closing_problems(unit, on)
    least = 1 if keep else 2
    if len(parts) < least:
        wrong["parts"] = [_("Cần ghi tên của ít nhất %(least)d đơn vị mới.") % {"least": least}]
    if wrong:
        raise Refused(messages=wrong)
    act = rules.document(by, document_number, document_date, note)
    if not keep:
        close(unit, on)
        end_titles(unit, on, _("chia tách đơn vị dân cư"))
        move_followers([unit.pk], None)
    made = []
    for part in parts:
        try:
            made.append(_found(by, on, part, unit, act))
        except Refused as refusal:
            sentences = [text for texts in refusal.messages.values() for text in texts]
            raise Refused(messages={"parts": sentences}) from None
    for each in made:
        UnitSuccession.objects.create(predecessor=unit, successor=each, on=on, **act)
    if keep:
        rules.touch(unit.pk)
    record(
        "unit.split", by=by, organisation=unit.organisation, subject=unit,
        units=[each.name for each in made], kept=keep, **rules.told(on, act),
    )  # fmt: skip
    return made


def end_titles(unit: ResidentialUnit, on: date, reason: str) -> None:
    unit.holders.filter(valid_to=None).update(valid_to=on, end_reason=reason)


def _merge_problems(olds, into, new, on: date | None) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    ids = [unit.pk for unit in olds]
    if not olds or (into is None and len(set(ids)) < 2):
        wrong["units"] = [_("Cần chọn những đơn vị sáp nhập với nhau.")]
    if into is not None and into.pk in ids:
        wrong["units"] = [_("Đơn vị giữ lại không thể cũng là đơn vị nhập vào.")]
    if (into is None) == (new is None):
        wrong["name"] = [_("Chọn một trong hai: nhập vào một đơn vị đang có, hoặc lập đơn vị mới.")]
    for unit in [*olds, *([into] if into else [])]:
        if unit.valid_to is not None:
            wrong.setdefault("units", []).append(_("“%(name)s” đã kết thúc.") % {"name": unit.name})
        problems = closing_problems(unit, on) if unit.pk in ids else rules.day_problems(on, unit)
        for field, sentences in problems.items():
            wrong.setdefault(field, []).extend(text for text in sentences if text not in wrong.get(field, ()))
    return wrong


def _found(by, on: date, new: NewUnit, like: ResidentialUnit, act: dict) -> ResidentialUnit:
    return establish_unit(
        by=by, on=on, organisation=like.organisation, name=new.name, code=new.code, kind=new.kind or like.kind,
        commune=like.commune, commune_code=like.commune_code,
        document_number=act["decision_number"], document_date=act["decision_date"], note=act["note"],
    )  # fmt: skip
