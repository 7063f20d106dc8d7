"""A list of organisations: every way to refuse a row, and what an accepted list leaves behind."""

from datetime import date

import pytest
from django.utils import timezone

from membership.domain.errors import Refused
from membership.domain.reorganise import OrganisationRow, dissolve, record_organisations
from membership.domain.tree import subtree_on
from membership.domain.tree_check import differences
from membership.models import Activity, Organisation, PartyMember, RoleCode
from tests.factories import MemberFactory, OrganisationFactory, UserFactory


def rows(*lines) -> list[OrganisationRow]:
    """(code, name, parent code, other fields) of each row; the first row is row 2, as under a header."""
    return [
        OrganisationRow(number, code, name, parent, **(more[0] if more else {}))
        for number, (code, name, parent, *more) in enumerate(lines, start=2)
    ]


def write(lines, *, into=None, by=None, apply=True):
    return record_organisations(rows(*lines), by=by, into=into, apply=apply)


def counts(effect):
    return effect.create, effect.update, effect.unchanged, len(effect.errors)


def faults(effect):
    return [(error.row, error.field) for error in effect.errors]


NEW_TREE = [
    ("01.002.003.001.000", "Chi bộ 1", "01.002.003.000.000", {"kind": "Chi bộ", "founded_on": date(2011, 3, 3)}),
    ("01002003000000", "Đảng ủy xã", "01", {"kind": "Đảng bộ xã", "type_code": "commune", "type_text": "Xã"}),
    ("01", "Tỉnh ủy", ""),
]


def test_a_new_tree_in_any_order(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        effect = write(NEW_TREE)
    assert (counts(effect), effect.applied) == ((3, 0, 0, 0), True)
    root, commune, branch = Organisation.objects.order_by("path")
    assert [each.name for each in (root, commune, branch)] == ["Tỉnh ủy", "Đảng ủy xã", "Chi bộ 1"]
    assert (branch.parent, branch.code, branch.valid_from) == (commune, "01002003001000", date(2011, 3, 3))
    assert (commune.kind, commune.type_code, commune.type_text) == ("Đảng bộ xã", "commune", "Xã")
    assert commune.folded_name == "dang uy xa"
    assert list(differences()) == []
    assert Activity.objects.get().data == {"create": 3, "update": 0, "moved": 0}


def test_the_same_list_again_changes_nothing(db):
    write(NEW_TREE)
    assert counts(write(NEW_TREE)) == (0, 0, 3, 0)
    assert Activity.objects.count() == 1
    assert set(Organisation.objects.values_list("version", flat=True)) == {1}


def test_a_trial_counts_the_same_and_writes_nothing(tree):
    lines = [("77", "Chi bộ mới", tree.commune.code), (tree.branch.code, "Tên khác", tree.commune.code)]
    trial = write(lines, into=tree.province, apply=False)
    assert (counts(trial), trial.applied, Organisation.objects.count()) == ((1, 1, 0, 0), False, len(tree.all))
    assert counts(write(lines, into=tree.province)) == counts(trial)


def test_one_error_and_nothing_is_written(tree):
    effect = write([("77", "Chi bộ mới", tree.commune.code), ("78", "", tree.commune.code)], into=tree.province)
    assert (counts(effect), effect.applied) == ((1, 0, 0, 1), False)
    assert Organisation.objects.count() == len(tree.all)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("", "Tên", "10001001000000")], [(2, "code")]),
        ([("77", " ", "10001001000000")], [(2, "name")]),
        ([("77", "Tên", "")], [(2, "parent_code")]),
        ([("77", "Tên", "không có")], [(2, "parent_code")]),
        ([("77", "Tên", "10002001000000")], [(2, "parent_code")]),
        ([("10002001001000", "Tên", "10001001000000")], [(2, "code")]),
        ([("77", "Tên", "10001001000000"), ("7.7", "Tên", "77"), ("77", "Tên", "10001001000000")], [(4, "code")]),
        ([("77", "Tên", "78"), ("78", "Tên", "77")], [(2, "parent_code"), (3, "parent_code")]),
        ([("77", "Tên", "77")], [(2, "parent_code")]),
        ([("10001001000000", "Tên", "10001001001000")], [(2, "parent_code")]),
        ([("10001001000000", "Tên", "77"), ("77", "Tên", "10001001001000")], [(2, "parent_code"), (3, "parent_code")]),
        ([("10001000000000", "Tỉnh ủy An Bình", "10001001000000")], [(2, "parent_code")]),
        ([("77", "Tên", "10001001000000", {"founded_on": date(2100, 1, 1)})], [(2, "founded_on")]),
        ([("77", "Tên", "closed")], [(2, "parent_code")]),
        ([("closed", "Tên khác", "10001001000000")], [(2, "code")]),
        ([("10001001002000", "Tên", "10001001000000", {"founded_on": date(2030, 1, 1)})], [(2, "founded_on")]),
        ([("moved", "moved", "10001001000000", {"founded_on": date(2020, 1, 1)})], [(2, "founded_on")]),
        ([("7" * 33, "x" * 256, "10001001000000", {"kind": "x" * 81})], [(2, "code"), (2, "name"), (2, "kind")]),
        ([("", "", "")], [(2, "code"), (2, "name")]),
    ],
)
def test_what_is_refused(tree, lines, expected):
    OrganisationFactory(code="closed", parent=tree.commune, valid_to=date(2020, 1, 1))
    moved = OrganisationFactory(code="moved", name="moved", parent=tree.commune, valid_from=date(2001, 1, 1))
    moved.placements.update(valid_to=date(2010, 1, 1))
    moved.placements.create(parent=tree.commune, valid_from=date(2010, 1, 1))
    effect = write(lines, into=tree.province)
    assert faults(effect) == expected
    assert not effect.applied


def test_messages_name_the_other_row_the_circle_and_nothing_outside(tree):
    twice = write([("77", "A", tree.commune.code), ("77", "B", tree.commune.code)], into=tree.province)
    assert "dòng 2" in twice.errors[0].message
    circle = write([("77", "Chi bộ A", "78"), ("78", "Chi bộ B", "77")], into=tree.province)
    assert "Chi bộ A → Chi bộ B → Chi bộ A" in circle.errors[0].message
    outside = write([("77", "A", tree.foreign_commune.code), ("79", "A", "không có")], into=tree.province)
    assert outside.errors[0].message == outside.errors[1].message
    taken = write([(tree.foreign_branch.code, "A", tree.commune.code)], into=tree.province)
    assert tree.foreign_branch.name not in taken.errors[0].message


def test_a_chain_too_deep_is_refused(tree):
    lines = [("L0", "Tầng 0", tree.root.code), *((f"L{n}", f"Tầng {n}", f"L{n - 1}") for n in range(1, 30))]
    effect = write(lines)
    assert faults(effect) == [(25, "parent_code")]


def test_into_itself_may_stand_in_its_list(tree):
    for parent in ("", tree.root.code):
        assert counts(write([(tree.province.code, tree.province.name, parent)], into=tree.province)) == (0, 0, 1, 0)
    assert counts(write([(tree.province.code, "Tỉnh ủy Mới", "")], into=tree.province)) == (0, 1, 0, 0)
    tree.province.refresh_from_db()
    assert (tree.province.name, tree.province.parent) == ("Tỉnh ủy Mới", tree.root)


def test_a_second_root_is_allowed_to_the_command_line(tree):
    assert counts(write([("99", "Đảng bộ khác", "")])) == (1, 0, 0, 0)
    assert write([(tree.province.code, tree.province.name, "")]).errors[0].field == "parent_code"


def test_a_blank_cell_leaves_what_is_on_record(tree):
    Organisation.objects.filter(pk=tree.branch.pk).update(type_code="ward", type_text="Phường")
    line = (tree.branch.code, tree.branch.name, tree.commune.code)
    assert counts(write([line], into=tree.root)) == (0, 0, 1, 0)
    assert counts(write([(*line, {"type_code": "", "kind": "Chi bộ cơ sở"})], into=tree.root)) == (0, 1, 0, 0)
    tree.branch.refresh_from_db()
    assert (tree.branch.type_code, tree.branch.type_text, tree.branch.kind) == ("", "Phường", "Chi bộ cơ sở")


def test_a_name_is_corrected_in_place_as_a_list_gives_no_day(tree):
    write([(tree.branch.code, "Chi bộ Đúng Tên", tree.commune.code)], into=tree.province)
    tree.branch.refresh_from_db()
    [row] = tree.branch.names.all()
    assert (tree.branch.name, tree.branch.version) == ("Chi bộ Đúng Tên", 2)
    assert (row.name, row.folded_name, row.valid_from) == ("Chi bộ Đúng Tên", "chi bo dung ten", None)


def test_a_founding_day_begins_the_whole_history(tree):
    day = date(2012, 5, 6)
    line = (tree.branch.code, tree.branch.name, tree.commune.code, {"founded_on": day})
    assert counts(write([line], into=tree.province)) == (0, 1, 0, 0)
    assert tree.branch.placements.get().valid_from == tree.branch.names.get().valid_from == day
    assert counts(write([line], into=tree.province)) == (0, 0, 1, 0)
    assert list(differences()) == []


def test_another_parent_is_a_move_as_of_today(tree, django_assert_max_num_queries):
    member = MemberFactory(organisation=tree.branch)
    lines = [
        (tree.commune.code, tree.commune.name, "77"),
        ("77", "Đảng ủy khu vực", tree.sibling_commune.code),
        (tree.sibling_branch.code, tree.sibling_branch.name, tree.province.code),
        ("78", "Chi bộ mới", tree.branch.code),
    ]
    with django_assert_max_num_queries(60):
        effect = write(lines, into=tree.province)
    assert counts(effect) == (2, 2, 0, 0)
    assert list(differences()) == []
    tree.branch.refresh_from_db()
    assert PartyMember.objects.get(pk=member.pk).organisation_path == tree.branch.path
    assert Organisation.objects.under(tree.sibling_commune).count() == 3 + 1 + 1 + 1 + 1
    first, second = tree.commune.placements.all()
    assert (first.parent, first.valid_to, second.valid_from) == (tree.province, timezone.localdate(), first.valid_to)
    assert len(subtree_on(tree.province, timezone.localdate())) == 9
    back = [(tree.commune.code, tree.commune.name, tree.province.code)]
    assert counts(write(back, into=tree.province)) == (0, 1, 0, 0)
    assert tree.commune.placements.count() == 2, "a second move of the same day replaces the first"
    assert list(differences()) == []


def test_two_may_change_places(tree):
    """A list may turn a piece of the tree upside down, as long as the end is a tree."""
    lines = [
        (tree.branch.code, tree.branch.name, tree.province.code),
        (tree.commune.code, tree.commune.name, tree.branch.code),
    ]
    assert counts(write(lines, into=tree.province)) == (0, 2, 0, 0)
    assert list(differences()) == []


def test_a_list_needs_the_right_to_change_the_tree_there(tree):
    staff = UserFactory(role=RoleCode.ORGANISATION_STAFF, organisation=tree.province)
    line = [("77", "Chi bộ mới", tree.commune.code)]
    assert counts(write(line, into=tree.commune, by=staff)) == (1, 0, 0, 0)
    for by, into in (
        (staff, tree.foreign_province),
        (staff, tree.root),
        (staff, None),
        (UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.province), tree.commune),
    ):
        with pytest.raises(Refused):
            write(line, into=into, by=by)
        with pytest.raises(Refused):
            write(line, into=into, by=by, apply=False)


def test_whoever_reaches_everything_may_add_a_root(tree):
    everywhere = UserFactory(role=RoleCode.ORGANISATION_STAFF, organisation=tree.root)
    assert counts(write([("99", "Đảng bộ khác", "")], by=everywhere)) == (1, 0, 0, 0)


def test_thousands_of_rows_in_few_queries(db, django_assert_max_num_queries):
    lines = [("01", "Tỉnh ủy", ""), *((f"01{n}", f"Chi bộ {n}", "01") for n in range(3000))]
    with django_assert_max_num_queries(900):  # SQLite takes few values at a time
        assert counts(write(lines)) == (3001, 0, 0, 0)
    with django_assert_max_num_queries(15):
        assert counts(write(lines)) == (0, 0, 3001, 0)


def test_a_closed_one_may_stay_in_the_list_unchanged(tree):
    dissolve(by=None, on=date(2025, 1, 1), organisation=tree.branch, version=1)
    line = (tree.branch.code, tree.branch.name, tree.commune.code)
    assert counts(write([line], into=tree.province)) == (0, 0, 1, 0)
