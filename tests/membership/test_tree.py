"""Finding organisations as lists name them, the tree of a day, and the check of everything derived."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from membership.base import paths
from membership.domain import copies
from membership.domain.reorganise import dissolve, establish, move, rename
from membership.domain.tree import OrganisationIndex, find_organisation, normalise_code, subtree_on
from membership.domain.tree_check import differences
from membership.models import Organisation, OrganisationName, Placement
from tests.factories import CandidateFactory, MemberFactory, OrganisationFactory

DAY = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("38.168.053.000.001", "38168053000001"),
        (" 38 168 053 000 001 ", "38168053000001"),
        ("38168053000001", "38168053000001"),
        ("38.168", "38.168"),
        (" ĐU-01/a ", "ĐU-01/a"),
        (None, ""),
        (12, "12"),
    ],
)
def test_normalise_code(text, code):
    assert normalise_code(text) == code


def test_index_reads_a_subtree_once(tree, django_assert_num_queries):
    rename(by=None, on=DAY, organisation=tree.branch, name="Chi bộ Đổi Tên", version=1)
    with django_assert_num_queries(2):
        index = OrganisationIndex(tree.province)
        assert index.by_code("10.001.001.000.000").id == tree.commune.pk
        assert index.by_code(tree.foreign_branch.code) is None
        assert [ref.id for ref in index.by_name("CHI BO doi ten")] == [tree.branch.pk]
        assert [ref.id for ref in index.by_name("chi bo thon 1 an binh 1")] == [tree.branch.pk]
        assert index.by_name("Chi bộ thôn 1 Sông Trà 1") == []
        ref = index.by_code(tree.branch.code)
        assert (ref.path, ref.name, ref.valid_from) == (tree.branch.path, "Chi bộ Đổi Tên", None)
        assert index.contains(ref)
    assert not index.contains(OrganisationIndex(None).by_code(tree.foreign_branch.code))


def test_index_finds_a_number_that_lost_its_zeros_only_if_one_code_fits(tree):
    OrganisationFactory(code="0012", parent=tree.root)
    OrganisationFactory(code="034", parent=tree.root)
    twin = OrganisationFactory(code="0034", parent=tree.root)
    index = OrganisationIndex(None)
    assert index.by_code("12").code == "0012"
    assert index.by_code("34") is None
    assert index.by_code("0034").id == twin.pk


def test_index_lists_all_that_share_a_name(tree):
    twin = OrganisationFactory(name=tree.branch.name, parent=tree.sibling_commune)
    assert {ref.id for ref in OrganisationIndex(None).by_name(tree.branch.name)} == {tree.branch.pk, twin.pk}


def test_find_organisation(tree):
    assert find_organisation("10.001.001.000.000") == tree.commune
    assert find_organisation(" Tỉnh ủy  An Bình") == tree.province
    OrganisationFactory(name="Tỉnh ủy An Bình", parent=tree.root)
    assert find_organisation("Tỉnh ủy An Bình") is None
    assert find_organisation("không có") is None


def test_the_tree_of_today_is_what_is_stored(tree, django_assert_num_queries):
    with django_assert_num_queries(2):
        nodes = subtree_on(tree.root, DAY)
    stored = dict(Organisation.objects.values_list("pk", "path"))
    assert {node.id: node.path for node in nodes} == stored
    assert [node.depth for node in nodes] == [paths.depth(node.path) for node in nodes]
    assert {node.id for node in nodes if node.is_leaf} == {
        node.pk for node in tree.all if node.name.startswith("Chi bộ")
    }
    seen = {None}
    for node in nodes:
        assert node.parent_id in seen
        seen.add(node.id)
    codes = [node.code for node in nodes if node.parent_id == tree.root.pk]
    assert codes == sorted(codes)


def test_the_tree_of_a_commune_knows_where_it_hangs(tree):
    move(by=None, on=DAY, organisation=tree.commune, parent=tree.foreign_province, version=1)
    before, after = subtree_on(tree.commune, date(2025, 6, 30)), subtree_on(tree.commune, DAY)
    assert before[0].parent_id == tree.province.pk
    assert before[0].path == tree.province.path + paths.step(tree.commune.pk)
    assert after[0].parent_id == tree.foreign_province.pk
    assert [node.id for node in before] == [node.id for node in after]
    assert len(subtree_on(tree.province, date(2025, 6, 30))) == 7
    assert len(subtree_on(tree.province, DAY)) == 4


def test_the_tree_of_a_day_has_the_names_and_members_of_that_day(tree):
    rename(by=None, on=DAY, organisation=tree.branch, name="Chi bộ Mới", version=1)
    establish(by=None, on=DAY, code="N1", name="Chi bộ Sinh Sau", parent=tree.commune)
    dissolve(by=None, on=DAY, organisation=tree.sibling_branch, version=1)
    before = {node.name for node in subtree_on(tree.commune, date(2025, 6, 30))}
    after = {node.name for node in subtree_on(tree.commune, DAY)}
    assert before - after == {"Chi bộ thôn 1 An Bình 1", "Chi bộ thôn 2 An Bình 1"}
    assert after - before == {"Chi bộ Mới", "Chi bộ Sinh Sau"}


def test_who_is_older_than_the_parent_hangs_from_the_next_that_existed(tree):
    young = OrganisationFactory(code="Y", parent=tree.province, valid_from=DAY)
    old = OrganisationFactory(code="O", parent=young, valid_from=date(2010, 1, 1))
    by_id = {node.id: node for node in subtree_on(tree.root, date(2011, 12, 31))}
    assert young.pk not in by_id
    assert by_id[old.pk].parent_id == tree.province.pk
    assert by_id[old.pk].path == paths.child(tree.province.path, old.pk)
    assert {node.id for node in subtree_on(young, date(2011, 12, 31))} == {young.pk, old.pk}
    assert subtree_on(old, date(2011, 12, 31))[0].path == paths.child(tree.province.path, old.pk)
    assert old.pk not in {node.id for node in subtree_on(tree.root, date(2009, 1, 1))}


def test_a_closed_root_still_answers(tree):
    dissolve(by=None, on=DAY, organisation=tree.branch, version=1)
    [node] = subtree_on(tree.branch, date(2026, 1, 1))
    assert (node.id, node.is_leaf) == (tree.branch.pk, True)


def test_check_tree_is_content_with_what_the_acts_leave(tree):
    MemberFactory(organisation=tree.branch)
    move(by=None, on=DAY, organisation=tree.commune, parent=tree.foreign_province, version=1)
    rename(by=None, on=DAY, organisation=tree.branch, name="Chi bộ Mới", version=1)
    establish(by=None, on=DAY, code="N1", name="Chi bộ Sinh Sau", parent=tree.commune)
    dissolve(by=None, on=DAY, organisation=tree.sibling_branch, version=1)
    assert list(differences()) == []


def run_check(**options) -> str:
    out = StringIO()
    call_command("check_tree", stdout=out, **options)
    return out.getvalue()


def test_check_tree_finds_and_mends_paths_and_copies(tree, django_assert_max_num_queries):
    member, candidate = MemberFactory(organisation=tree.branch), CandidateFactory(organisation=tree.commune)
    Organisation.objects.filter(pk=tree.branch.pk).update(path="x")
    Organisation.objects.filter(pk=tree.sibling_branch.pk).update(path=tree.branch.path)
    type(member).objects.update(organisation_path="gone")
    type(candidate).objects.update(organisation_path="gone")
    with pytest.raises(CommandError, match="5 chỗ sai khác"):
        run_check()
    assert "Đã sửa 4 dòng" in run_check(fix=True)
    for row in (tree.branch, member, candidate):
        before = row.path if isinstance(row, Organisation) else row.organisation.path
        row.refresh_from_db()
        assert (row.path if isinstance(row, Organisation) else row.organisation_path) == before
    with django_assert_max_num_queries(7 + len(copies.copies())):
        assert "không có sai khác" in run_check()


def first_ended(organisation, day):
    Placement.objects.filter(organisation=organisation, valid_to=DAY).update(valid_to=day)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda tree: Placement.objects.filter(organisation=tree.branch).update(parent=tree.province), "cấp trên khác"),
        (lambda tree: OrganisationName.objects.filter(organisation=tree.branch).update(name="?"), "tên khác"),
        (lambda tree: Placement.objects.filter(organisation=tree.branch).delete(), "Không có lịch sử cấp trên"),
        (
            lambda tree: first_ended(tree.moved, "2020-01-01"),
            "hở",
        ),
        (
            lambda tree: first_ended(tree.moved, "2025-12-01"),
            "chồng",
        ),
        (lambda tree: Placement.objects.filter(organisation=tree.branch).update(valid_from=DAY), "ngày thành lập"),
        (lambda tree: Organisation.objects.filter(pk=tree.commune.pk).update(valid_to=DAY), "sau khi cấp trên"),
        (lambda tree: Organisation.objects.filter(pk=tree.province.pk).update(parent=tree.branch), "không lên tới gốc"),
    ],
)
def test_check_tree_tells_what_only_people_can_mend(tree, harm, words):
    tree.moved = move(by=None, on=DAY, organisation=tree.sibling_branch, parent=tree.sibling_commune, version=1)
    assert list(differences()) == []
    harm(tree)
    found = list(differences())
    assert any(words in difference.message and not difference.mendable for difference in found), found
    with pytest.raises(CommandError):
        run_check(fix=True)
