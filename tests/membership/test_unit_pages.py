"""The pages of residential units: what they show, to whom, and what they do."""

from datetime import date

import pytest
from django.urls import reverse

from membership.domain.units import NewUnit, confirm_state, cover_unit, merge_units, rename_unit
from membership.models import ResidentialUnit, RoleCode, UnitCause, UnitState, UnitStatus
from tests.factories import CandidateFactory, MemberFactory, OrganisationFactory, ResidenceFactory, UnitFactory

pytestmark = pytest.mark.django_db

OWN, MEMBERS, NONE = UnitState.OWN_BRANCH, UnitState.MEMBERS_ONLY, UnitState.NO_MEMBERS


@pytest.fixture
def clerk(as_role, tree, frozen_today):
    return as_role(RoleCode.BASE_STAFF, tree.commune)


def url(verb, unit=None, **query):
    return reverse(f"membership:unit.{verb}", args=[unit.pk] if unit else [], query=query)


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def again(tree, name="Bản Tái"):
    unit = UnitFactory(organisation=tree.commune, name=name, state=MEMBERS)
    confirm_state(
        by=None, on=date(2015, 5, 1), unit=unit, version=1, state=NONE, cause=UnitCause.MOVED_OUT,
        document_number="9-BC/ĐU",
    )  # fmt: skip
    unit.refresh_from_db()
    return unit


# --- The list --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("own_branch", {"Bản Có"}),
        ("no_members", {"Bản Trắng", "Bản Tái"}),
        ("tai-trang", {"Bản Tái"}),
        ("chua-xac-nhan", {"Bản Chưa"}),
        ("chua-co-chi-bo-rieng", {"Bản Ghép"}),
        ("da-ket-thuc", {"Bản Cũ"}),
        ("", {"Bản Có", "Bản Trắng", "Bản Tái", "Bản Chưa", "Bản Ghép"}),
    ],
)
def test_the_list_by_state(clerk, tree, state, shown):
    again(tree)
    for name, which in (("Có", OWN), ("Trắng", NONE), ("Chưa", ""), ("Ghép", UnitState.JOINT_BRANCH)):
        UnitFactory(organisation=tree.commune, name=f"Bản {name}", state=which)
    UnitFactory(organisation=tree.commune, name="Bản Cũ", valid_to=date(2020, 1, 1))
    answer = clerk.get(url("list", **{"tinh-trang": state}))
    assert {row.record.name for row in answer.context["table"].page} == shown


def test_the_list_as_a_workbook_that_can_be_read_back(clerk, tree, tmp_path):
    from membership.domain.imports import try_or_apply
    from membership.exchange.registry import KINDS

    unit = UnitFactory(organisation=tree.commune, name="Bản Có", state=OWN)
    cover_unit(by=None, on=None, unit=unit, version=1, branch=tree.branch)
    again(tree)
    answer = clerk.get(url("list", xuat="xlsx"))
    path = tmp_path / "ra.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    outcome = try_or_apply(KINDS["residential_units"], path, into=tree.commune, by=clerk.user, apply=True)
    assert [problem.message for problem in outcome.errors] == []
    assert (outcome.rows, outcome.unchanged) == (2, 2)


def test_a_secretary_sees_the_units_their_branch_covers_and_changes_nothing(as_role, tree, frozen_today):
    covered, other = (UnitFactory(organisation=tree.commune, name=name) for name in ("Bản Nhà", "Bản Bên"))
    cover_unit(by=None, on=None, unit=covered, version=1, branch=tree.branch)
    secretary = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    page = text(secretary.get(url("list")))
    assert "Bản Nhà" in page
    assert "Bản Bên" not in page
    assert "Xác nhận tình trạng" not in text(secretary.get(url("detail", covered)))
    assert secretary.get(url("detail", other)).status_code == 404
    assert secretary.get(url("state", covered)).status_code == 403


# --- One unit --------------------------------------------------------------------------------------------------------


def test_one_unit_tells_its_story(clerk, tree):
    unit = again(tree)
    ResidenceFactory(unit=unit, member__full_name="Giàng A Thử", member__organisation=tree.branch)
    CandidateFactory(organisation=tree.branch, full_name="Lò Thị Nguồn", unit=unit)
    page = text(clerk.get(url("detail", unit)))
    for words in ("tái trắng", "Chuyển cơ học: đảng viên chuyển đi", "9-BC/ĐU", "Giàng A Thử", "Lò Thị Nguồn"):
        assert words in page
    assert "Sổ sách cho thấy" in page  # somebody lives there, though confirmed white


def test_names_only_to_who_may_see_people(as_role, tree):
    unit = UnitFactory(organisation=tree.commune)
    ResidenceFactory(unit=unit, member__full_name="Giàng A Thử", member__organisation=tree.branch)
    admin = as_role(RoleCode.ADMINISTRATOR, tree.root)
    page = text(admin.get(url("detail", unit)))
    assert "Giàng A Thử" not in page
    assert "(1)" in page


def test_registered_on_a_page(clerk, tree):
    said = {"name": "Bản Mới", "commune": "", "organisation": tree.commune.code}
    answer = clerk.post(url("new"), said)
    assert answer.status_code == 422
    assert "Cần ghi xã, phường" in answer.content.decode()
    answer = clerk.post(
        url("new"), said | {"commune": "Xã Thử", "branch": tree.branch.code, "valid_from": "01/05/2012"}
    )
    unit = ResidentialUnit.objects.get()
    assert answer.url == url("detail", unit)
    assert unit.coverages.get().valid_from == date(2012, 5, 1)


def test_a_committee_out_of_reach_cannot_be_named(clerk, tree):
    said = {"name": "Bản Mới", "commune": "Xã Thử", "organisation": tree.foreign_commune.code}
    assert clerk.post(url("new"), said).status_code == 422
    assert not ResidentialUnit.objects.exists()


ACTS = {
    "edit": {"name": "Bản Thử", "commune": "Xã Khác", "organisation": "10001001000000", "code": "B1"},
    "rename": {"name": "Bản Tên Khác", "on": "01/07/2020"},
    "cover": {"branch": "10001001001000", "on": "01/07/2020"},
    "split": {"parts": "Bản Trên\nBản Dưới", "on": "01/07/2020"},
    "end": {"on": "01/07/2020"},
    "state": {"state": "no_members", "cause": "first", "on": "01/07/2020"},
}


@pytest.mark.parametrize("verb", ACTS)
def test_an_act_is_done_once(clerk, tree, verb):
    unit = UnitFactory(organisation=tree.commune, name="Bản Thử", code="B1")
    assert clerk.get(url(verb, unit)).status_code == 200
    said = ACTS[verb] | {"version": 1}
    assert clerk.post(url(verb, unit), said | {"on": "31/12/2099", "valid_from": "31/12/2099"}).status_code == 422
    assert clerk.post(url(verb, unit), said).status_code == 302
    unit.refresh_from_db()
    assert unit.version == 2
    assert clerk.post(url(verb, unit), said).status_code == 409


def test_merged_on_a_page(clerk, tree):
    one, two = (UnitFactory(organisation=tree.commune, name=name) for name in ("Bản Một", "Bản Hai"))
    assert "Bản Hai" in text(clerk.get(url("merge", one)))
    said = {"units": [two.pk], "into": "", "name": "Bản Hợp", "on": "01/07/2020", "version": 1}
    answer = clerk.post(url("merge", one), said)
    new = ResidentialUnit.objects.get(name="Bản Hợp")
    assert answer.url == url("detail", new)
    assert "Bản Hợp" in text(clerk.get(url("detail", one)))
    assert "Bản Một" in text(clerk.get(url("detail", new)))


def test_merged_into_another_on_a_page(clerk, tree):
    one, two = (UnitFactory(organisation=tree.commune, name=name) for name in ("Bản Một", "Bản Hai"))
    clerk.post(url("merge", one), {"units": [two.pk], "into": two.pk, "on": "01/07/2020", "version": 1})
    assert list(ResidentialUnit.objects.current()) == [two]


def test_uncovered_and_taken_back_on_pages(clerk, tree):
    unit = UnitFactory(organisation=tree.commune, state=OWN)
    cover_unit(by=None, on=date(2012, 1, 1), unit=unit, version=1, branch=tree.branch)
    clerk.post(url("uncover", unit), {"on": "01/01/2019", "version": 2})
    assert unit.coverages.get().valid_to == date(2019, 1, 1)
    assert clerk.post(url("withdraw", unit), {"reason": "", "version": 3}).status_code == 422
    clerk.post(url("withdraw", unit), {"reason": "ghi nhầm bản", "version": 3})
    assert "ghi nhầm bản" in text(clerk.get(url("detail", unit)))
    assert UnitStatus.objects.current().count() == 0


# --- Confirmed many at once ------------------------------------------------------------------------------------------


def test_many_are_confirmed_as_shown(clerk, tree):
    units = [UnitFactory(organisation=tree.commune) for _ in range(3)]
    same = UnitFactory(organisation=tree.commune, state=NONE, name="Bản Khớp")
    UnitFactory(organisation=tree.sibling_commune, name="Bản Xã Bên")
    page = text(clerk.get(url("confirm")))
    assert same.name not in page
    assert "Bản Xã Bên" not in page
    posted = {"don-vi": [unit.pk for unit in units], "document_number": "3-NQ/ĐU"}
    for unit in units[:2]:
        posted |= {
            f"{unit.pk}-chosen": "on", f"{unit.pk}-on": "01/07/2026", f"{unit.pk}-cause": "first",
            f"{unit.pk}-state": "no_members", f"{unit.pk}-version": 1,
        }  # fmt: skip
    wrong = posted | {f"{units[0].pk}-on": "31/12/2099"}
    answer = clerk.post(url("confirm"), wrong)
    assert answer.status_code == 422
    assert units[0].name in answer.content.decode()
    assert UnitStatus.objects.count() == 1
    assert clerk.post(url("confirm"), posted).status_code == 302
    confirmed = UnitStatus.objects.filter(decision_number="3-NQ/ĐU")
    assert {status.unit for status in confirmed} == set(units[:2])
    assert clerk.post(url("confirm"), posted | {"don-vi": [units[2].pk]}).status_code == 422  # nothing chosen


# --- Who lives there -------------------------------------------------------------------------------------------------


def test_settled_from_the_members_page(clerk, tree):
    unit = UnitFactory(organisation=tree.commune, name="Bản Nhà", code="B7")
    member = MemberFactory(organisation=tree.branch)
    page = reverse("membership:member.settle", args=[member.pk])
    assert "B7" in text(clerk.get(reverse("membership:unit.suggest"), {"unit": "ban nha"}))
    assert clerk.post(page, {"unit": "không có"}).status_code == 422
    assert clerk.post(page, {"unit": "B7", "on": "01/07/2020"}).status_code == 302
    assert member.residences.get().unit == unit
    assert "Bản Nhà" in text(clerk.get(reverse("membership:member.detail", args=[member.pk])))


def test_several_units_of_one_name_are_asked_apart(clerk, tree):
    for commune in ("Xã Trên", "Xã Dưới"):
        UnitFactory(organisation=tree.commune, name="Bản Nhà", commune=commune)
    member = MemberFactory(organisation=tree.branch)
    page = reverse("membership:member.settle", args=[member.pk])
    answer = clerk.post(page, {"unit": "ban nha", "on": "01/07/2020"})
    assert answer.status_code == 422
    assert "Xã Trên" in answer.content.decode()
    assert clerk.post(page, {"unit": "ban nha xa tren", "on": "01/07/2020"}).status_code == 302


def test_many_settled_from_the_units_page(clerk, tree):
    unit = UnitFactory(organisation=tree.commune)
    cover_unit(by=None, on=None, unit=unit, version=1, branch=tree.branch)
    near, far = MemberFactory(organisation=tree.branch), MemberFactory(organisation=tree.sibling_branch)
    page = text(clerk.get(url("settle", unit)))
    assert near.full_name in page
    assert far.full_name not in page
    assert far.full_name in text(clerk.get(url("settle", unit, **{"ca-xa": "1"})))
    foreign = MemberFactory(organisation=tree.foreign_branch)
    clerk.post(url("settle", unit), {"nguoi": [near.pk, far.pk, foreign.pk], "on": "01/07/2020"})
    assert unit.residences.count() == 2


def test_a_candidate_is_settled_and_follows_a_merger(clerk, tree):
    unit, other = UnitFactory(organisation=tree.commune, code="B7"), UnitFactory(organisation=tree.commune)
    candidate = CandidateFactory(organisation=tree.branch)
    page = reverse("candidates:candidate.settle", args=[candidate.pk])
    assert clerk.post(page, {"unit": "B7", "version": 1}).status_code == 302
    assert clerk.post(page, {"unit": "", "version": 1}).status_code == 409
    assert unit.name in text(clerk.get(reverse("candidates:candidate.detail", args=[candidate.pk])))
    new = merge_units(by=None, on=date(2020, 1, 1), units=[unit, other], versions=[1, 1], new=NewUnit("Bản Hợp"))
    candidate.refresh_from_db()
    assert candidate.unit == new


# --- The grid and the table ------------------------------------------------------------------------------------------


def test_the_grid_counts_and_shows(clerk, tree):
    again(tree)
    for name, state in (("Có", OWN), ("Trắng", NONE), ("Lạ", "")):
        UnitFactory(organisation=tree.commune, name=f"Bản {name}", state=state)
    UnitFactory(organisation=tree.sibling_commune, name="Bản Xã Bên")
    answer = clerk.get(url("grid"))
    page = text(answer)
    assert "Bản Xã Bên" not in page
    assert answer.context["total"] == 4
    assert {mark.letter: count for mark, count in answer.context["legend"]} == {
        "C": 1, "G": 0, "Đ": 0, "T": 2, "?": 1, "T!": 1,
    }  # fmt: skip
    assert 'title="Bản Tái: tái trắng"' in page
    assert "Bản Có" not in text(clerk.get(url("grid", **{"tinh-trang": "tai-trang"})))
    then = clerk.get(url("grid", ngay="30/04/2015"))
    assert {mark.letter: count for mark, count in then.context["legend"]}["Đ"] == 1


def test_the_grid_asks_for_less(clerk, tree, monkeypatch):
    monkeypatch.setattr("membership.views.unit_table.MOST_SQUARES", 2)
    for _ in range(3):
        UnitFactory(organisation=tree.commune, name=f"Bản Nhiều {_}")
    page = text(clerk.get(url("grid")))
    assert "quá nhiều đơn vị" in page
    assert "Bản Nhiều" not in page


def test_the_table_opens_to_the_units(clerk, tree):
    unit = again(tree)
    UnitFactory(organisation=tree.commune, state=NONE)
    answer = clerk.get(url("table", tu="01/01/2012", den="31/12/2016"))
    text(answer)
    assert [sum(column) for column in zip(*(counts for _key, counts in answer.context["rows"]), strict=True)] == [2] * 6
    start, end, whole = answer.context["flows"][-1]
    assert (whole.opening, len(whole.left), len(whole.came), whole.closing) == (1, 0, 1, 2)
    page = text(clerk.get(url("changes", tu="01/01/2012", den="31/12/2016", cach="came", trang_thai="no_members")))
    for words in (unit.name, "01/05/2015", "9-BC/ĐU", "Tái trắng"):
        assert words in page
    assert "Không có biến động nào" in text(clerk.get(url("changes", tu="01/01/2012", den="30/04/2015", cach="came")))


@pytest.mark.parametrize(
    "query", ["tu=32/13/2020", "tu=01/01/2025&den=01/01/2020", "trang_thai=x", "to-chuc=x", "trang=x"]
)
def test_odd_addresses_are_answered(clerk, tree, query):
    again(tree)
    for verb in ("table", "changes", "grid", "list", "confirm"):
        assert clerk.get(f"{url(verb)}?{query}").status_code == 200


def test_units_and_branches_stand_on_the_page_of_an_organisation(clerk, tree):
    commune = OrganisationFactory(parent=tree.commune)
    UnitFactory(organisation=commune)
    answer = clerk.get(reverse("membership:organisation.detail", args=[commune.pk]))
    found = {kind["name"]: (kind["count"], kind["url"]) for kind in answer.context["people"]}
    assert found["thôn, bản, tổ dân phố"] == (1, f"/thon-ban/?to-chuc={commune.pk}")


def test_found_by_the_quick_search(clerk, tree):
    unit = UnitFactory(organisation=tree.commune, name="Bản Huổi Quý")
    rename_unit(by=None, on=date(2020, 1, 1), unit=unit, version=1, name="Bản Mới Hẳn")
    UnitFactory(organisation=tree.foreign_commune, name="Bản Huổi Quý Khác")
    page = text(clerk.get(reverse("membership:search"), {"q": "huoi quy"}))
    assert "Bản Mới Hẳn" in page
    assert "Bản Huổi Quý Khác" not in page


def test_the_changes_keep_what_was_asked(clerk, tree):
    again(tree)
    page = text(clerk.get(url("changes", cach="came", trang_thai="no_members", tu="01/01/2012")))
    assert '<option value="no_members" selected>' in page
    assert '<input type="hidden" name="cach" value="came">' in page
