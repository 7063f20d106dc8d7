"""Who of a demo's members lives in which residential unit: written in bulk, as a commune's own book would bring it."""

from collections.abc import Iterable
from datetime import date

from membership.base.bulk import insert, maker, reserve_ids
from membership.models import PartyMember, Residence, ResidentialUnit
from reports.demo.data import Written

_residence = maker(Residence)


def units_by_code(done: Written) -> dict[str, ResidentialUnit]:
    return {unit.code: unit for unit in ResidentialUnit.objects.under(done.root)}


def members_by_card(done: Written) -> dict[str, PartyMember]:
    return {member.card_number: member for member in PartyMember.objects.under(done.root)}


def record_homes(done: Written, homes: Iterable[tuple[PartyMember, ResidentialUnit, date | None]]) -> None:
    """Each member once; a day of None: since ever."""
    rows = list(homes)
    insert(
        Residence,
        [
            _residence(id=pk, member_id=member.pk, unit_id=unit.pk, valid_from=since, recorded_by_id=done.by.pk)
            for pk, (member, unit, since) in zip(reserve_ids(Residence, len(rows)), rows, strict=True)
        ],
    )
