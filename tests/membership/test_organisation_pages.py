"""The tree page, the page of an organisation, and acts that are shown before they are done."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from membership.domain.reorganise import dissolve, move, rename
from membership.models import Organisation, RoleCode
from tests.factories import CandidateFactory, MemberFactory, OrganisationFactory

DAY = date(2025, 7, 1)


def url(name, *args, **query):
    return reverse(f"membership:organisation.{name}", args=args, query=query or None)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def staff(as_role, tree):
    return as_role(RoleCode.ORGANISATION_STAFF, tree.province)


def test_the_tree_starts_where_the_person_works(as_role, tree):
    page = text(as_role(RoleCode.LEADER, tree.commune).get(url("list")))
    assert tree.commune.name in page
    assert tree.branch.name in page, "with a single place to start from, the first level is open"
    assert tree.province.name not in page.split("tree-card")[1]
    assert tree.sibling_commune.name not in page


def test_children_come_as_a_piece_or_as_a_page(staff, tree):
    address = url("children", tree.commune.pk)
    piece = staff.get(address, headers={"HX-Request": "true"})
    assert "<html" not in text(piece)
    assert tree.branch.name in text(piece)
    page = staff.get(address)
    assert "<html" in text(page)
    assert tree.branch.name in text(page)


def test_a_level_is_paged_and_costs_the_same_for_many(staff, tree, django_assert_max_num_queries):
    OrganisationFactory.create_batch(105, parent=tree.branch)
    with django_assert_max_num_queries(15):
        few = text(staff.get(url("children", tree.commune.pk), headers={"HX-Request": "true"}))
    with django_assert_max_num_queries(15):
        many = text(staff.get(url("children", tree.branch.pk), headers={"HX-Request": "true"}))
    assert "105 trực thuộc" in few
    assert many.count('class="tree-node') == 100
    assert "Xem tiếp" in many
    rest = text(staff.get(url("children", tree.branch.pk, trang=2), headers={"HX-Request": "true"}))
    assert rest.count('class="tree-node') == 5


def test_closed_ones_are_shown_on_demand(staff, tree):
    dissolve(by=None, on=DAY, organisation=tree.branch, version=1)
    address = url("children", tree.commune.pk)
    assert tree.branch.name not in text(staff.get(address))
    assert tree.branch.name in text(staff.get(address + "?ca-da-dong=1"))


@pytest.mark.parametrize("words", ["chi bo thon 1 an binh", "10.001.001.001.000", "ten cu"])
def test_search_finds_by_name_code_and_old_name(staff, tree, words):
    if words == "ten cu":
        rename(by=None, on=date(2020, 1, 1), organisation=tree.branch, name="Chi bộ Tên Cũ", version=1)
        rename(by=None, on=DAY, organisation=tree.branch, name="Chi bộ thôn 1 An Bình 1", version=2)
    page = text(staff.get(url("search", q=words)))
    assert url("detail", tree.branch.pk) in page
    assert tree.foreign_branch.name not in page


def test_search_costs_the_same_for_many(staff, tree, django_assert_max_num_queries):
    with django_assert_max_num_queries(18):
        staff.get(url("search"))
    OrganisationFactory.create_batch(30, parent=tree.branch)
    with django_assert_max_num_queries(18):
        staff.get(url("search"))


def test_suggestions_stay_within_reach(staff, tree):
    found = text(staff.get(url("suggest", parent="dang uy xa")))
    assert tree.commune.code_display in found
    assert tree.foreign_commune.code_display not in found
    assert text(staff.get(url("suggest", parent=""))).strip() == ""


def test_the_page_of_an_organisation(staff, tree, django_assert_max_num_queries):
    MemberFactory(organisation=tree.branch)
    CandidateFactory(organisation=tree.sibling_branch)
    move(
        by=None,
        on=DAY,
        organisation=tree.commune,
        parent=tree.sibling_commune,
        version=1,
        decision_number="12-QĐ/TU",
        decision_date=date(2025, 6, 20),
    )
    with django_assert_max_num_queries(30):
        page = text(staff.get(url("detail", tree.commune.pk)))
    for expected in (
        tree.commune.code_display,
        "Trực thuộc Tỉnh ủy An Bình",
        "Trực thuộc Đảng ủy xã An Bình 2",
        "01/07/2025 – nay",
        "Quyết định 12-QĐ/TU ngày 20/06/2025",
        url("move", tree.commune.pk),
        url("establish", tree.commune.pk),
    ):
        assert expected in page


def test_readers_get_no_buttons(as_role, tree):
    page = text(as_role(RoleCode.LEADER, tree.province).get(url("detail", tree.commune.pk)))
    assert url("move", tree.commune.pk) not in page


def test_the_top_of_ones_own_reach_is_moved_by_others(staff, tree):
    page = text(staff.get(url("detail", tree.province.pk)))
    assert url("rename", tree.province.pk) in page
    assert url("move", tree.province.pk) not in page


def test_the_tree_of_a_day(staff, tree):
    rename(by=None, on=DAY, organisation=tree.branch, name="Chi bộ Mới", version=1)
    move(by=None, on=DAY, organisation=tree.sibling_branch, parent=tree.foreign_commune, version=1)
    before = text(staff.get(url("on_day", tree.commune.pk, ngay="30/06/2025")))
    assert "Chi bộ thôn 1 An Bình 1" in before
    assert "nay là Chi bộ Mới" in before
    assert "Và 1 tổ chức nay ở ngoài phạm vi" in before
    after = text(staff.get(url("on_day", tree.commune.pk, ngay="01/07/2025")))
    assert "Chi bộ Mới" in after
    assert "ngoài phạm vi" not in after


def test_a_wrong_day_is_said_beside_the_field(staff, tree):
    response = staff.get(url("on_day", tree.commune.pk, ngay="31/02/2025"))
    assert response.context["form"].errors["ngay"]
    assert tree.branch.name in text(response), "today's tree is shown meanwhile"


def confirm(client, address, data):
    """Type, look, confirm: the second POST carries the seal that the first one showed."""
    shown = client.post(address, data)
    assert shown.status_code == 200
    form = shown.context["form"]
    return shown, client.post(address, {**data, "shown": form.data["shown"]})


def test_a_move_is_shown_then_done(staff, tree):
    MemberFactory(organisation=tree.branch)
    address = url("move", tree.commune.pk)
    assert staff.get(address).status_code == 200
    data = {
        "parent": tree.sibling_commune.code_display,
        "on": "01/07/2025",
        "decision_number": "5-QĐ/TU",
        "decision_date": "20/06/2025",
        "note": "",
        "version": 1,
    }
    first = staff.post(address, data)
    assert "Sẽ chuyển 3 tổ chức" in text(first)
    assert "1 đảng viên" in text(first)
    tree.commune.refresh_from_db()
    assert tree.commune.parent == tree.province, "nothing is done before it is confirmed"
    _shown, done = confirm(staff, address, data)
    assert done.url == url("detail", tree.commune.pk)
    tree.commune.refresh_from_db()
    assert tree.commune.parent == tree.sibling_commune
    assert tree.commune.placements.last().decision_number == "5-QĐ/TU"


def test_what_was_changed_after_it_was_shown_is_shown_again(staff, tree):
    address = url("move", tree.commune.pk)
    data = {"parent": tree.sibling_commune.code, "on": "01/07/2025", "version": 1}
    seal = staff.post(address, data).context["form"].data["shown"]
    again = staff.post(address, {**data, "on": "02/07/2025", "shown": seal})
    assert again.status_code == 200
    assert "từ ngày 02/07/2025" in text(again)
    tree.commune.refresh_from_db()
    assert tree.commune.parent == tree.province


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"parent": "không có"}, "parent", "Không thấy tổ chức"),
        ({"parent": "10.002.001.000.000"}, "parent", "Không thấy tổ chức"),
        ({"parent": "10.001.001.001.000"}, "parent", "trực thuộc nó"),
        ({"on": "01/01/2100"}, "on", "sau hôm nay"),
        ({"on": ""}, "on", ""),
        ({"version": 9}, None, "Người khác vừa thay đổi"),
    ],
)
def test_errors_stand_beside_their_fields_and_keep_what_was_typed(staff, tree, data, field, words):
    typed = {"parent": tree.sibling_commune.code, "on": "01/07/2025", "version": 1, "note": "giữ lại"} | data
    response = staff.post(url("move", tree.commune.pk), typed)
    form = response.context["form"]
    errors = form.errors[field] if field else form.non_field_errors()
    assert words in errors[0]
    assert "giữ lại" in text(response)


def test_establish_rename_describe_and_dissolve(staff, tree):
    data = {"name": "Chi bộ thôn 9", "code": "10.001.001.009.000", "kind": "Chi bộ", "on": "", "type_code": "commune"}
    shown, done = confirm(staff, url("establish", tree.commune.pk), data)
    assert "Sẽ thành lập “Chi bộ thôn 9”" in text(shown)
    made = Organisation.objects.get(code="10001001009000")
    assert (done.url, made.parent, made.valid_from) == (url("detail", made.pk), tree.commune, None)
    data = {"name": "Chi bộ thôn Chín", "kind": "Chi bộ", "on": "01/07/2025", "version": 1}
    shown, _done = confirm(staff, url("rename", made.pk), data)
    assert "“Chi bộ thôn 9” sẽ mang tên “Chi bộ thôn Chín”" in text(shown)
    staff.post(url("describe", made.pk), {"type_code": "ward", "type_text": "", "version": 2})
    made.refresh_from_db()
    assert (made.name, made.type_code) == ("Chi bộ thôn Chín", "ward")
    shown, _done = confirm(staff, url("dissolve", made.pk), {"on": "05/08/2025", "version": 3})
    assert "sẽ kết thúc hoạt động" in text(shown)
    made.refresh_from_db()
    assert made.valid_to == date(2025, 8, 5)


def test_a_dissolution_says_what_is_in_the_way(staff, tree):
    MemberFactory(organisation=tree.branch)
    response = staff.post(url("dissolve", tree.branch.pk), {"on": f"{timezone.localdate():%d/%m/%Y}", "version": 1})
    assert "Còn 1 đảng viên" in text(response)


@pytest.mark.parametrize("act", ["establish", "move", "rename", "describe", "dissolve"])
def test_acts_need_the_right_in_that_place(as_role, tree, act):
    reader = as_role(RoleCode.BASE_STAFF, tree.province)
    assert reader.get(url(act, tree.commune.pk)).status_code == 403
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.province)
    assert staff.get(url(act, tree.commune.pk)).status_code == 200
    assert staff.get(url(act, tree.foreign_commune.pk)).status_code == 404


@pytest.mark.parametrize("page", ["detail", "children", "on_day"])
def test_pages_outside_ones_subtree_are_not_there(as_role, tree, page):
    secretary = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    assert secretary.get(url(page, tree.branch.pk)).status_code == 200
    for other in (tree.sibling_branch, tree.commune, tree.foreign_branch):
        assert secretary.get(url(page, other.pk)).status_code == 404
