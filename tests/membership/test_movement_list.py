"""A list of movements: whom a row means, the same list twice, several movements of one person, what is refused."""

from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from membership.domain.imports import try_or_apply
from membership.domain.movements import MovementRow, record_movements, stock
from membership.domain.people import reference
from membership.exchange.registry import KINDS
from membership.models import MemberMovement, MemberStatus, PartyMember, RoleCode
from tests.factories import MemberFactory, UserFactory
from tests.membership.list_files import write_xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
DAY = date(2026, 3, 5)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
BORN = {"born_on": date(1985, 6, 1)}


def row(place, number=2, name="Lê Văn Thử", kind="died", on=DAY, born=BORN, **fields):
    if fields.get("to_organisation") is not None:
        fields["to_organisation"] = reference(fields["to_organisation"])
    return MovementRow(number, name, reference(place), dict(born or {}), kind=kind, on=on, **fields)


def write(*rows, by=None, into=None, apply=True):
    return record_movements(list(rows), by=by, into=into, apply=apply)


def member(place, **fields):
    return MemberFactory(organisation=place, full_name="Lê Văn Thử", **fields)


def test_the_same_list_twice_changes_nothing(tree):
    gone, moved = member(tree.branch), MemberFactory(organisation=tree.branch, full_name="Lê Thị Chuyển")
    rows = [
        row(tree.branch),
        row(tree.branch, 3, "Lê Thị Chuyển", "moved", to_organisation=tree.sibling_branch),
        row(tree.branch, 4, "Lê Văn Đến", "transferred_in", joined_on=date(2008, 1, 1), other_place="Tỉnh Mẫu"),
    ]
    assert (write(*rows, apply=False).create, MemberMovement.objects.count()) == (3, 2)
    effect = write(*rows)
    assert (effect.create, effect.unchanged, effect.errors) == (3, 0, [])
    again = write(*rows)
    assert (again.create, again.update, again.unchanged, again.errors) == (0, 0, 3, [])
    moved.refresh_from_db()
    gone.refresh_from_db()
    assert (gone.status, moved.organisation) == (MemberStatus.LEFT, tree.sibling_branch)
    assert PartyMember.objects.get(full_name="Lê Văn Đến").spells.get().valid_from == DAY
    assert stock(tree.commune, *YEAR).unexplained == 0
    call_command("check_members", stdout=StringIO())


def test_several_movements_of_one_person_in_any_order(tree):
    person = member(tree.branch, card_number="12345678")
    rows = [
        row(tree.sibling_branch, 2, kind="expelled", on=date(2026, 5, 1), card_number="12.345.678"),
        row(tree.branch, 3, kind="moved", on=date(2026, 2, 1), to_organisation=tree.sibling_branch,
            card_number="12345678"),
        row(tree.branch, 4, kind="restored", on=date(2026, 6, 1), card_number="12345678"),
    ]  # fmt: skip
    assert write(*rows).errors == []
    kinds = person.movements.order_by("sequence").values_list("kind", flat=True)
    assert list(kinds) == ["admitted", "moved", "expelled", "restored"]
    person.refresh_from_db()
    assert (person.status, person.organisation) == (MemberStatus.OFFICIAL, tree.branch)
    call_command("check_members", stdout=StringIO())


def test_a_list_tells_how_somebody_left_who_was_only_known_to_be_gone(tree):
    person = member(tree.branch)
    assert write(row(tree.branch, kind="gone")).create == 1
    effect = write(row(tree.branch, kind="transferred_out"))
    assert (effect.update, effect.errors) == (1, [])
    assert [m.kind for m in person.movements.in_force().order_by("sequence")] == ["admitted", "transferred_out"]


def test_namesakes_are_an_error_and_no_birth_date_is_a_question(tree):
    one = member(tree.branch)
    effect = write(row(tree.branch, born=None), apply=False)
    assert (effect.create, [question.field for question in effect.questions]) == (1, ["full_name"])
    member(tree.branch, born_on=date(1970, 1, 1))
    (error,) = write(row(tree.branch, born=None)).errors
    assert "Có 2 đảng viên" in error.message
    assert write(row(tree.branch)).create == 1
    one.refresh_from_db()
    assert one.status == MemberStatus.LEFT


WRONG = {
    "nobody of that name": ({"name": "Không Có Ai"}, "full_name"),
    "another birth date": ({"born": {"born_on": date(1999, 1, 1)}}, "full_name"),
    "another branch": ({"place": "other_branch"}, "full_name"),
    "an admission": ({"kind": "admitted"}, "kind"),
    "no such kind": ({"kind": "promoted"}, "kind"),
    "a move to nowhere": ({"kind": "moved"}, "to_organisation"),
    "a move to where they are": ({"kind": "moved", "to_organisation": "branch"}, "to_organisation"),
    "no day": ({"on": None}, "on"),
    "the future": ({"on": date(2026, 7, 16)}, "on"),
    "before they came": ({"on": date(2000, 1, 1)}, "on"),
    "who is there comes back": ({"kind": "restored"}, "full_name"),
}


@pytest.mark.parametrize("case", WRONG)
def test_refused_row_by_row(tree, case):
    fields, where = WRONG[case]
    member(tree.branch)
    fields = {name: getattr(tree, v) if name in ("place", "to_organisation") else v for name, v in fields.items()}
    effect = write(row(fields.pop("place", tree.branch), **fields))
    assert [(error.row, error.field) for error in effect.errors] == [(2, where)]
    assert MemberMovement.objects.count() == 1


def test_only_where_one_may_write(tree):
    member(tree.foreign_branch)
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    assert [e.field for e in write(row(tree.foreign_branch), by=clerk).errors] == ["full_name"]
    member(tree.branch)
    moved = row(tree.branch, kind="moved", to_organisation=tree.foreign_branch)
    assert [e.field for e in write(moved, by=clerk).errors] == ["to_organisation"]
    arrived = row(tree.foreign_branch, name="Lê Văn Lạ", kind="transferred_in")
    assert {e.field for e in write(arrived, by=clerk).errors} == {"organisation"}


def test_the_number_of_statements_does_not_grow_with_the_rows(tree, django_assert_max_num_queries):
    people = [MemberFactory(organisation=tree.branch, full_name=f"Lê Văn Số {n}") for n in range(60)]
    rows = [row(tree.branch, n + 2, person.full_name) for n, person in enumerate(people)]
    with django_assert_max_num_queries(30):
        assert write(*rows).create == 60


def test_a_workbook_of_an_office_and_what_is_taken_out_comes_back_unchanged(tree, tmp_path, as_role):
    member(tree.branch)
    MemberFactory(organisation=tree.branch, full_name="Lê Thị Chuyển", card_number="12345678")
    head = [
        "TT",
        "Họ và tên",
        "Năm sinh",
        "Chi bộ",
        "Tăng/giảm",
        "Từ ngày",
        "Chi bộ nơi đến",
        "Số QĐ",
        "Nơi đi, nơi đến",
    ]
    path = write_xlsx(
        tmp_path / "bd.xlsx", head,
        [1, "Lê Văn Thử", 1985, tree.branch.name, "Xoá tên", "05/03/2026", None, "9-QĐ", None],
        [2, "Lê Thị Chuyển", "01/06/1985", tree.branch.name, "Chuyển nội bộ", "06/03/2026", tree.sibling_branch.name,
         "4-GGT", None],
        [3, "Lê Văn Đến", 1990, tree.branch.name, "Chuyển đến", "07/03/2026", None, None, "Tỉnh Mẫu"],
    )  # fmt: skip
    outcome = try_or_apply(KINDS["movements"], path, into=tree.commune, by=None, apply=True)
    assert (outcome.create, outcome.errors) == (3, [])
    clerk = as_role(RoleCode.BASE_STAFF, tree.commune)
    answer = clerk.get(reverse("membership:movement.list"), {"xuat": "xlsx", "ngay_tu": "01/01/2026"})
    taken = tmp_path / "ra.xlsx"
    taken.write_bytes(b"".join(answer.streaming_content))
    assert load_workbook(BytesIO(taken.read_bytes())).active.max_row == 4
    outcome = try_or_apply(KINDS["movements"], taken, into=tree.commune, by=None, apply=True)
    assert (outcome.create, outcome.unchanged, outcome.errors) == (0, 3, [])
