"""Establish, move, rename, dissolve: what they write, and every reason for which they refuse."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from candidates.models import Candidate
from membership.base import paths
from membership.domain.copies import copies
from membership.domain.errors import Refused, Stale
from membership.domain.reorganise import describe, dissolve, establish, move, rename
from membership.domain.tree import subtree_on
from membership.models import Activity, Organisation, PartyMember, Placement, RoleCode
from tests.factories import CandidateFactory, MemberFactory, OrganisationFactory, UserFactory

DAY = date(2025, 7, 1)


@pytest.fixture
def staff(tree):
    return UserFactory(role=RoleCode.ORGANISATION_STAFF, organisation=tree.province)


def acts():
    return list(Activity.objects.order_by("pk").values_list("action", flat=True))


def test_establish_writes_path_placement_name_and_trace(tree, staff):
    made = establish(
        by=staff,
        on=DAY,
        code="10.001.001.009.000",
        name="  Chi bộ   thôn 9 ",
        parent=tree.commune,
        kind="Chi bộ",
        type_code="commune",
        decision_number="12-QĐ/ĐU",
        decision_date=DAY,
    )
    assert (made.code, made.name, made.folded_name) == ("10001001009000", "Chi bộ thôn 9", "chi bo thon 9")
    assert made.path == paths.child(tree.commune.path, made.pk)
    assert (made.parent, made.valid_from, made.valid_to) == (tree.commune, DAY, None)
    [placement], [name] = made.placements.all(), made.names.all()
    assert (placement.parent, placement.valid_from, placement.decision_number) == (tree.commune, DAY, "12-QĐ/ĐU")
    assert (name.name, name.kind, name.valid_from, name.recorded_by) == (made.name, "Chi bộ", DAY, staff)
    assert acts() == ["organisation.established"]


def test_establish_a_root_by_command_only(tree, staff):
    with pytest.raises(Refused):
        establish(by=staff, on=None, code="99", name="Đảng bộ khác", parent=None)
    root = establish(by=None, on=None, code="99", name="Đảng bộ khác", parent=None)
    assert root.path == paths.step(root.pk)
    assert root.placements.get().parent is None


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"code": " "}, "code", "Cần ghi mã"),
        ({"name": ""}, "name", "Cần ghi tên"),
        ({"name": "x" * 256}, "name", "255"),
        ({"code": "10.001.001.001.000"}, "code", "Chi bộ thôn 1 An Bình 1"),
        ({"code": "10002001001000"}, "code", "Không dùng được mã này"),
        ({"on": date(2100, 1, 1)}, "on", "sau hôm nay"),
        ({"parent": "foreign_commune"}, "parent", "không có quyền"),
        ({"parent": "closed"}, "parent", "kết thúc hoạt động ngày 01/01/2020"),
        ({"parent": "young", "on": date(2020, 1, 1)}, "parent", "01/01/2024 mới thành lập"),
        ({"decision_date": date(2100, 1, 1)}, "decision_date", "sau hôm nay"),
        ({"decision_number": "9" * 61}, "decision_number", "60"),
    ],
)
def test_establish_refuses(tree, staff, changes, field, words):
    tree.closed = OrganisationFactory(parent=tree.commune, valid_to=date(2020, 1, 1))
    tree.young = OrganisationFactory(parent=tree.commune, valid_from=date(2024, 1, 1))
    wanted = {"code": "77", "name": "Chi bộ mới", "parent": "commune", "on": DAY} | changes
    wanted["parent"] = getattr(tree, wanted["parent"])
    before = Organisation.objects.count()
    with pytest.raises(Refused) as refused:
        establish(by=staff, **wanted)
    assert list(refused.value.messages) == [field]
    assert words in refused.value.messages[field][0]
    assert (Organisation.objects.count(), acts()) == (before, [])


def test_establish_says_all_that_is_wrong_at_once(tree, staff):
    with pytest.raises(Refused) as refused:
        establish(by=staff, on=date(2100, 1, 1), code="", name="", parent=tree.commune)
    assert set(refused.value.messages) == {"code", "name", "on"}


def test_a_tree_has_a_deepest_level(tree):
    parent = tree.root
    for level in range(2, 25):
        parent = OrganisationFactory(code=f"L{level}", parent=parent)
    with pytest.raises(Refused, match="24 cấp"):
        establish(by=None, on=None, code="L25", name="Quá sâu", parent=parent)
    with pytest.raises(Refused, match="24 cấp"):
        move(by=None, on=DAY, organisation=tree.branch, parent=parent, version=1)


def test_move_takes_the_subtree_its_people_and_the_log_along(tree, staff, django_assert_max_num_queries):
    member = MemberFactory(organisation=tree.branch)
    candidate = CandidateFactory(organisation=tree.commune)
    rename(by=staff, on=DAY, organisation=tree.branch, name="Chi bộ thôn Một", version=1)
    other = MemberFactory(organisation=tree.other_branch)
    # one UPDATE a table with a copy of the path, and the deadlines of a chunk of people, which read a fixed number
    with django_assert_max_num_queries(18 + len(copies()) + 20):
        moved = move(
            by=staff,
            on=DAY,
            organisation=tree.commune,
            parent=tree.sibling_commune,
            version=1,
            decision_number="5-QĐ/TU",
            note="sắp xếp",
        )
    assert moved.path == tree.sibling_commune.path + paths.step(tree.commune.pk)
    assert (moved.parent, moved.version) == (tree.sibling_commune, 2)
    tree.branch.refresh_from_db()
    assert tree.branch.path == moved.path + paths.step(tree.branch.pk)
    for row, organisation in ((member, tree.branch), (candidate, moved), (other, tree.other_branch)):
        row.refresh_from_db()
        assert row.organisation_path == organisation.path
    assert set(Activity.objects.values_list("organisation_path", flat=True)) == {moved.path, tree.branch.path}
    first, second = tree.commune.placements.all()
    assert (first.parent, first.valid_to) == (tree.province, DAY)
    assert (second.parent, second.valid_from, second.valid_to) == (tree.sibling_commune, DAY, None)
    assert (second.decision_number, second.note, second.recorded_by) == ("5-QĐ/TU", "sắp xếp", staff)


def test_a_moved_tree_is_seen_at_once_by_who_reaches_the_new_place(tree):
    here = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    there = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.foreign_commune)
    MemberFactory(organisation=tree.branch)
    move(by=None, on=DAY, organisation=tree.branch, parent=tree.foreign_commune, version=1)
    assert Organisation.objects.visible_to(there).filter(pk=tree.branch.pk).exists()
    assert PartyMember.objects.visible_to(there).count() == 1
    assert not Organisation.objects.visible_to(here).filter(pk=tree.branch.pk).exists()
    assert PartyMember.objects.visible_to(here).count() == 0


def test_a_second_move_of_the_same_day_replaces_the_first(tree, staff):
    move(by=staff, on=DAY, organisation=tree.branch, parent=tree.sibling_commune, version=1)
    move(by=staff, on=DAY, organisation=tree.branch, parent=tree.province, version=2, decision_number="2")
    rows = tree.branch.placements.values_list("parent", "valid_from", "valid_to", "decision_number")
    assert list(rows) == [(tree.commune.pk, None, DAY, ""), (tree.province.pk, DAY, None, "2")]


@pytest.mark.parametrize(
    ("what", "to", "on", "field", "words"),
    [
        ("commune", "commune", DAY, "parent", "vào chính nó"),
        ("commune", "branch", DAY, "parent", "trực thuộc nó"),
        ("branch", "commune", DAY, "parent", "đang trực thuộc"),
        ("branch", "sibling_commune", date(2100, 1, 1), "on", "sau hôm nay"),
        ("branch", "sibling_commune", None, "on", "Cần ghi ngày"),
        ("branch", "closed", DAY, "parent", "kết thúc hoạt động"),
        ("branch", "young", date(2020, 1, 1), "parent", "mới thành lập"),
        ("branch", "foreign_commune", DAY, "parent", "không có quyền"),
        ("foreign_branch", "commune", DAY, "", "không có quyền"),
        ("province", "commune", DAY, "", "không có quyền"),
        ("closed", "sibling_commune", DAY, "", "kết thúc hoạt động"),
        ("young", "sibling_commune", date(2023, 12, 31), "on", "thành lập ngày 01/01/2024"),
        ("moved", "commune", date(2025, 6, 30), "on", "Lần chuyển gần nhất có hiệu lực từ 01/07/2025"),
    ],
)
def test_move_refuses(tree, staff, what, to, on, field, words):
    tree.closed = OrganisationFactory(parent=tree.commune, valid_to=date(2020, 1, 1))
    tree.young = OrganisationFactory(parent=tree.commune, valid_from=date(2024, 1, 1))
    tree.moved = move(by=None, on=DAY, organisation=tree.sibling_branch, parent=tree.sibling_commune, version=1)
    trace = acts()
    organisation = getattr(tree, what)
    with pytest.raises(Refused) as refused:
        move(by=staff, on=on, organisation=organisation, parent=getattr(tree, to), version=organisation.version)
    assert list(refused.value.messages) == [field]
    assert words in refused.value.messages[field][0]
    assert acts() == trace


def test_a_move_into_the_past_may_not_close_a_circle_there(tree):
    """Until 1/7/2025 the sibling commune lay under the commune; a move the other way cannot begin before."""
    move(by=None, on=date(2020, 1, 1), organisation=tree.sibling_commune, parent=tree.commune, version=1)
    move(by=None, on=DAY, organisation=tree.sibling_commune, parent=tree.province, version=2)
    into = {"organisation": tree.commune, "parent": tree.other_branch, "version": 1}
    with pytest.raises(Refused, match="đã có lúc"):
        move(by=None, on=date(2022, 5, 5), **into)
    move(by=None, on=DAY, **into)
    for day in (date(2019, 1, 1), date(2022, 1, 1), DAY):
        assert len(subtree_on(tree.root, day)) == len(tree.all)


def test_everybody_tells_what_they_saw(tree):
    for act in (
        lambda: move(by=None, on=DAY, organisation=tree.branch, parent=tree.province, version=7),
        lambda: rename(by=None, on=DAY, organisation=tree.branch, name="Khác", version=7),
        lambda: dissolve(by=None, on=DAY, organisation=tree.branch, version=7),
        lambda: describe(by=None, organisation=tree.branch, type_code="ward", version=7),
    ):
        with pytest.raises(Stale):
            act()


def test_rename_keeps_the_old_name_and_the_old_label(tree, staff):
    changed = rename(
        by=staff, on=DAY, organisation=tree.commune, name="Đảng ủy xã Mới", kind="Đảng bộ cơ sở", version=1
    )
    assert (changed.name, changed.folded_name, changed.version) == ("Đảng ủy xã Mới", "dang uy xa moi", 2)
    old, new = changed.names.all()
    assert (old.name, old.kind, old.valid_to) == ("Đảng ủy xã An Bình 1", "Đảng bộ xã", DAY)
    assert (new.name, new.kind, new.valid_from, new.valid_to) == ("Đảng ủy xã Mới", "Đảng bộ cơ sở", DAY, None)
    rename(by=staff, on=DAY, organisation=changed, name="Đảng ủy xã Mới Nhất", version=2)
    assert [row.name for row in changed.names.all()] == ["Đảng ủy xã An Bình 1", "Đảng ủy xã Mới Nhất"]


@pytest.mark.parametrize(
    ("what", "changes", "field", "words"),
    [
        ("branch", {"name": ""}, "name", "Cần ghi tên"),
        ("branch", {"name": "Chi bộ thôn 1 An Bình 1"}, "name", "trùng"),
        ("branch", {"kind": "x" * 81}, "kind", "80"),
        ("branch", {"on": date(2100, 1, 1)}, "on", "sau hôm nay"),
        ("renamed", {"on": DAY - timedelta(days=1)}, "on", "có hiệu lực từ 01/07/2025"),
        ("foreign_branch", {}, "", "không có quyền"),
        ("closed", {}, "", "kết thúc hoạt động"),
    ],
)
def test_rename_refuses(tree, staff, what, changes, field, words):
    tree.closed = OrganisationFactory(parent=tree.commune, valid_to=date(2020, 1, 1))
    tree.renamed = rename(by=None, on=DAY, organisation=tree.sibling_branch, name="Chi bộ Đổi Tên", version=1)
    organisation = getattr(tree, what)
    wanted = {"name": "Chi bộ Mới", "on": DAY, "version": organisation.version} | changes
    with pytest.raises(Refused) as refused:
        rename(by=staff, organisation=organisation, **wanted)
    assert list(refused.value.messages) == [field]
    assert words in refused.value.messages[field][0]


def test_dissolve_closes_and_keeps(tree, staff):
    ended = dissolve(by=staff, on=DAY, organisation=tree.branch, version=1, decision_number="9-QĐ/ĐU")
    assert (ended.valid_to, ended.is_open, ended.parent) == (DAY, False, tree.commune)
    assert ended.placements.get().valid_to == ended.names.get().valid_to == DAY
    before = {node.id for node in subtree_on(tree.commune, DAY - timedelta(days=1))}
    after = {node.id for node in subtree_on(tree.commune, DAY)}
    assert before - after == {ended.pk}


@pytest.mark.parametrize(
    ("what", "on", "field", "words"),
    [
        ("commune", DAY, "", "Còn 3 tổ chức trực thuộc đang hoạt động"),
        ("peopled", DAY, "", "Còn 1 đảng viên"),
        ("nominating", DAY, "", "Còn 1 quần chúng ưu tú"),
        ("branch", date(2100, 1, 1), "on", "sau hôm nay"),
        ("young", date(2024, 1, 1), "on", "phải sau 01/01/2024"),
        ("renamed", date(2025, 1, 1), "on", "phải sau 01/07/2025"),
        ("emptied", date(2025, 1, 1), "on", "đến 01/07/2025"),
        ("foreign_branch", DAY, "", "không có quyền"),
        ("province", DAY, "", "không có quyền"),
        ("closed", DAY, "", "kết thúc hoạt động"),
    ],
)
def test_dissolve_refuses(tree, staff, what, on, field, words):
    tree.closed = OrganisationFactory(parent=tree.commune, valid_to=date(2020, 1, 1))
    tree.young = OrganisationFactory(parent=tree.commune, valid_from=date(2024, 1, 1))
    tree.peopled, tree.nominating, tree.emptied = (OrganisationFactory(parent=tree.sibling_commune) for _ in range(3))
    MemberFactory(organisation=tree.peopled)
    CandidateFactory(organisation=tree.nominating)
    tree.renamed = rename(by=None, on=DAY, organisation=tree.sibling_branch, name="Chi bộ Đổi Tên", version=1)
    left = OrganisationFactory(parent=tree.emptied)
    move(by=None, on=DAY, organisation=left, parent=tree.sibling_commune, version=1)
    organisation = getattr(tree, what)
    with pytest.raises(Refused) as refused:
        dissolve(by=staff, on=on, organisation=organisation, version=organisation.version)
    assert list(refused.value.messages) == [field]
    assert words in refused.value.messages[field][0]
    assert Placement.objects.filter(organisation=organisation).exclude(valid_to=None).count() == (what == "closed")


def test_people_who_left_do_not_hold_an_organisation(tree):
    MemberFactory(organisation=tree.branch, status="left", left_on=date(2020, 1, 1))
    Candidate.objects.filter(pk=CandidateFactory(organisation=tree.branch).pk).update(stage="withdrawn")
    assert dissolve(by=None, on=timezone.localdate(), organisation=tree.branch, version=1).valid_to


def test_describe_sets_the_type(tree, staff):
    assert describe(by=staff, organisation=tree.branch, type_code="ward", version=1).type_code == "ward"
    assert acts() == ["organisation.described"]
