"""Lists of members: the person, the spell in the branch, and what a list may not say."""

from datetime import date

import pytest

from membership.domain.effects import OrganisationRef
from membership.domain.members import MemberRow, record_members
from membership.models import Activity, MemberSpell, MemberStatus, PartyMember, RoleCode
from tests.factories import MemberFactory, UserFactory

pytestmark = pytest.mark.django_db


def member(organisation, row=2, name="Trần Văn Thử", born=date(1970, 6, 1), **fields) -> MemberRow:
    reference = OrganisationRef(
        organisation.pk, organisation.path, organisation.code, organisation.name, None, organisation.valid_to, ""
    )
    return MemberRow(row, name, reference, {"born_on": born, **fields.pop("attributes", {})}, **fields)


def write(*rows, by=None):
    effect = record_members(rows, by=by, apply=True)
    assert effect.errors == []
    return effect


def test_a_row_makes_the_member_and_the_spell_once(tree):
    row = member(tree.branch, joined_on=date(2000, 3, 26), card_number="12.345678", attributes={"sex": "male"})
    assert record_members([row], by=None, apply=False).create == 1
    assert PartyMember.objects.count() == 0
    assert write(row).create == 1
    made = PartyMember.objects.get()
    assert (made.card_number, made.status, made.sex) == ("12345678", MemberStatus.OFFICIAL, "male")
    spell = made.spells.get()
    assert (spell.organisation, spell.valid_from, spell.valid_to) == (tree.branch, date(2000, 3, 26), None)
    assert write(row).unchanged == 1
    assert (PartyMember.objects.count(), MemberSpell.objects.count(), Activity.objects.count()) == (1, 1, 1)


STATUS = {
    "nothing known": ({}, MemberStatus.OFFICIAL),
    "joined long ago": ({"joined_on": date(2020, 1, 1)}, MemberStatus.OFFICIAL),
    "joined this year": ({"joined_on": date(2026, 1, 1)}, MemberStatus.PROBATIONARY),
    "official": ({"joined_on": date(2026, 1, 1), "official_on": date(2026, 7, 1)}, MemberStatus.OFFICIAL),
    "left": ({"joined_on": date(2020, 1, 1), "left_on": date(2024, 1, 1)}, MemberStatus.LEFT),
}


@pytest.mark.parametrize("case", STATUS)
def test_the_status_follows_from_the_dates_when_the_list_is_silent(tree, frozen_today, case):
    fields, status = STATUS[case]
    write(member(tree.branch, **fields))
    made = PartyMember.objects.get()
    assert made.status == status
    assert made.spells.get().valid_to == made.left_on


REFUSED = {
    "joined in the future": ({"joined_on": date(2026, 7, 16)}, "joined_on"),
    "joined at seventeen": ({"joined_on": date(1988, 5, 31)}, "born_on"),
    "official before joined": ({"joined_on": date(2000, 1, 1), "official_on": date(1999, 1, 1)}, "official_on"),
    "left before joined": ({"joined_on": date(2000, 1, 1), "left_on": date(1999, 1, 1)}, "left_on"),
    "left without a day": ({"status": MemberStatus.LEFT}, "left_on"),
    "official and on probation": ({"official_on": date(2000, 1, 1), "status": MemberStatus.PROBATIONARY}, "status"),
    "a card of nine digits": ({"card_number": "123456789"}, "card_number"),
    "a card with letters": ({"card_number": "AB345678"}, "card_number"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(tree, frozen_today, case):
    fields, field = REFUSED[case]
    effect = record_members([member(tree.branch, row=7, **fields)], by=None, apply=True)
    assert {(error.row, error.field) for error in effect.errors} == {(7, field)}
    assert PartyMember.objects.count() == 0


def test_a_card_belongs_to_one_person_and_strangers_stay_unnamed(tree):
    MemberFactory(full_name="Lê Thị Giữ Thẻ", organisation=tree.foreign_branch, card_number="11111111")
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.province)
    row = member(tree.branch, card_number="11111111")
    (error,) = record_members([row], by=clerk, apply=True).errors
    assert error.field == "card_number"
    assert "Giữ Thẻ" not in error.message
    (error,) = record_members([row], by=None, apply=True).errors
    assert "Giữ Thẻ" in error.message
    rows = [member(tree.branch, row=n, name=f"Lê Văn {n}", card_number="22222222") for n in (2, 3)]
    assert [error.row for error in record_members(rows, by=None, apply=True).errors] == [3]


def test_a_later_list_completes_and_corrects(tree):
    write(member(tree.branch, joined_on=date(2000, 3, 26)))
    write(member(tree.branch, joined_on=date(2000, 3, 27), attributes={"degree": "university"}))
    made = PartyMember.objects.get()
    assert (made.degree, made.version, made.spells.get().valid_from) == ("university", 2, date(2000, 3, 27))
    write(member(tree.branch, left_on=date(2020, 1, 1)))
    made.refresh_from_db()
    assert (made.status, made.spells.get().valid_to) == (MemberStatus.LEFT, date(2020, 1, 1))
    row = member(tree.branch, official_on=date(2021, 1, 1), status="left", left_on=date(2022, 1, 1))
    assert record_members([row], by=None, apply=True).update == 1
    effect = record_members([member(tree.branch, joined_on=date(2023, 1, 1))], by=None, apply=True)
    assert effect.rows_in_error == 1


def test_the_number_of_statements_does_not_grow_with_the_rows(tree, django_assert_max_num_queries):
    rows = [member(tree.branch, row=n, name=f"Lê Văn Số {n}", joined_on=date(2001, 5, 20)) for n in range(2, 802)]
    with django_assert_max_num_queries(80):
        write(*rows)
    with django_assert_max_num_queries(15):
        assert write(*rows).unchanged == 800
