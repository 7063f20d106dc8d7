"""Pages about titles in residential units: the list, the shares, who is next, and the acts of a clerk."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from candidates.models import Candidate
from membership.domain.positions import set_target, title_of
from membership.models import PositionHolder, RoleCode, TitleTarget
from tests.factories import (
    CandidateFactory,
    HolderFactory,
    MemberFactory,
    TitleFactory,
    UnitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]


@pytest.fixture
def unit(tree):
    return UnitFactory(code="B01", name="Bản Nà Pheo", commune="Xã Mường Thử", organisation=tree.commune)


@pytest.fixture
def clerk(tree, as_role):
    return as_role(RoleCode.BASE_STAFF, tree.commune)


def body(client, name, *args, **query) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_clerk_appoints_replaces_and_ends(tree, unit, clerk):
    form = body(clerk, "membership:holder.new", **{"don-vi": unit.pk, "chuc-danh": "village_head"})
    assert "Bản Nà Pheo, Xã Mường Thử" in form
    url = reverse("membership:holder.new")
    said = {"unit": "B01", "title": "village_head", "full_name": "Lò Văn Thử", "born": "1979", "on": "01/02/2026"}
    assert clerk.post(url, said | {"unit": "Bản Xa"}).status_code == 422
    assert clerk.post(url, said | {"full_name": ""}).status_code == 422
    assert clerk.post(url, said).status_code == 302
    holder = PositionHolder.objects.get()
    again = clerk.post(url, said | {"full_name": "Khác"})
    assert again.status_code == 422
    assert "đang là Lò Văn Thử" in again.content.decode()
    assert "chưa có trong danh sách theo dõi" in body(clerk, "membership:holder.detail", holder.pk)
    edit = reverse("membership:holder.edit", args=[holder.pk])
    MemberFactory(organisation=tree.branch, full_name="Lò Văn Thử")
    amended = {"full_name": "Lò Văn Thử", "member": "Lò Văn Thử", "valid_from": "01/03/2026", "version": 1}
    assert clerk.post(edit, amended).status_code == 302
    assert clerk.post(edit, amended | {"valid_from": "02/03/2026"}).status_code == 409
    page = body(clerk, "membership:holder.detail", holder.pk)
    assert "01/02/2026 → 01/03/2026" in page
    replace = reverse("membership:holder.replace", args=[holder.pk])
    taken = {"on": "01/06/2026", "full_name": "Lò Thị Mới", "version": 2}
    assert clerk.post(replace, taken).status_code == 302
    new = PositionHolder.objects.get(valid_to=None)
    assert "Lò Văn Thử" in body(clerk, "membership:holder.detail", new.pk)
    end = reverse("membership:holder.end", args=[new.pk])
    assert clerk.post(end, {"on": "01/05/2026", "version": 1}).status_code == 422
    assert clerk.post(end, {"on": "01/07/2026", "version": 1, "reason": "Chuyển đi"}).status_code == 302
    assert not PositionHolder.objects.filter(valid_to=None).exists()


def test_the_list_is_narrowed_by_standing_and_day(tree, unit, clerk):
    title = TitleFactory(name="Trưởng bản thử")
    member = MemberFactory(organisation=tree.branch)
    HolderFactory(title=title, unit=unit, full_name="Lò Đảng Viên", member=member)
    HolderFactory(title=title, unit=UnitFactory(organisation=tree.commune), full_name="Lò Quần Chúng")
    HolderFactory(
        title=title, unit=UnitFactory(organisation=tree.commune), full_name="Lò Đã Thôi", valid_to=date(2026, 5, 1)
    )
    HolderFactory(title=title, unit=UnitFactory(organisation=tree.sibling_commune), full_name="Lò Xã Khác")
    name = "membership:holder.list"
    page = body(clerk, name)
    assert "Lò Đảng Viên" in page
    assert "Lò Đã Thôi" not in page
    assert "Lò Xã Khác" not in page
    assert "Lò Quần Chúng" not in body(clerk, name, la="dang-vien")
    assert "Lò Đảng Viên" not in body(clerk, name, la="chua")
    assert "Lò Đã Thôi" in body(clerk, name, ngay="30/04/2026")
    assert "Lò Đã Thôi" in body(clerk, name, **{"tinh-trang": "da-thoi"})
    assert "Lò Đảng Viên" not in body(clerk, name, **{"chuc-danh": "front_head"})
    assert "Lò Đảng Viên" not in body(clerk, "membership:holder.next")
    assert "Lò Quần Chúng" in body(clerk, "membership:holder.next")


def test_the_youngest_and_the_longest_in_office_first(tree, clerk):
    for name, born, since in (
        ("Lò Trẻ", date(2000, 1, 1), date(2025, 1, 1)),
        ("Lò Lâu", date(1970, 1, 1), date(2001, 1, 1)),
        ("Lò Chưa Rõ", None, None),
    ):
        HolderFactory(unit=UnitFactory(organisation=tree.commune), full_name=name, born_on=born, valid_from=since)
    page = body(clerk, "membership:holder.next")
    assert page.index("Lò Trẻ") < page.index("Lò Lâu") < page.index("Lò Chưa Rõ")
    page = body(clerk, "membership:holder.next", **{"sap-xep": "valid_from"})
    assert page.index("Lò Chưa Rõ") < page.index("Lò Lâu") < page.index("Lò Trẻ")


def test_the_shares_open_to_their_people_and_to_a_workbook(tree, clerk):
    title = TitleFactory(name="Trưởng bản thử")
    for number in range(4):
        member = MemberFactory(organisation=tree.branch) if number < 3 else None
        HolderFactory(title=title, unit=UnitFactory(organisation=tree.commune), member=member)
    set_target(
        by=None, on=date(2026, 1, 1), organisation=tree.province, title=title, percent=95, decision_number="12-NQ/TU"
    )
    page = body(clerk, "membership:holder.shares")
    assert "75,0" in page
    assert "còn thiếu 1" in page
    assert "12-NQ/TU" in page
    assert f"chuc-danh={title.code}&amp;la=dang-vien" in page
    only = clerk.get(reverse("membership:holder.shares"), headers={"HX-Request": "true", "HX-Target": "ket-qua"})
    assert "<html" not in only.content.decode()
    answer = clerk.get(reverse("membership:holder.shares"), {"xuat": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    row = next(line for line in sheet.iter_rows(values_only=True) if line[0] == "Trưởng bản thử")
    assert row[2:4] == (4, 3)
    assert row[7] == 1
    assert "12-NQ/TU" in row[6]


def test_a_target_is_set_and_withdrawn_on_a_page(tree, clerk):
    url = reverse("membership:target.new", args=["front_head"])
    said = {"organisation": tree.commune.code, "percent": "95,5", "on": "01/01/2026", "decision_number": "5-NQ"}
    assert clerk.post(url, said | {"percent": "0"}).status_code == 422
    assert clerk.post(url, said | {"organisation": tree.province.code}).status_code == 422
    assert clerk.post(url, said).status_code == 302
    target = TitleTarget.objects.get()
    assert (str(target.percent), target.title.code) == ("95.50", "front_head")
    assert "5-NQ" in body(clerk, "membership:target.new", "front_head")
    withdraw = reverse("membership:target.withdraw", args=[target.pk])
    assert clerk.post(withdraw, {"reason": "Ghi nhầm"}).status_code == 302
    assert not TitleTarget.objects.current().exists()
    assert clerk.get(reverse("membership:target.new", args=["khong-co"])).status_code == 404


def test_units_without_a_holder(tree, unit, clerk):
    held = UnitFactory(name="Bản Đã Có", organisation=tree.commune)
    clerk.post(
        reverse("membership:holder.new"), {"unit": held.code, "title": "village_head", "full_name": "Lò Văn Thử"}
    )
    page = body(clerk, "membership:holder.vacant", **{"chuc-danh": "village_head"})
    assert "Bản Nà Pheo" in page
    assert "Bản Đã Có" not in page
    assert "Bản Đã Có" in body(clerk, "membership:holder.vacant", **{"chuc-danh": "front_head"})


def test_a_holder_is_put_on_the_list_of_a_branch(tree, unit, clerk, as_role):
    holder = HolderFactory(unit=unit, full_name="Giàng A Thử")
    url = reverse("candidates:holder.candidate", args=[holder.pk])
    said = {"candidate": "moi", "organisation": tree.branch.code, "on": "01/07/2026"}
    assert clerk.post(url, said | {"organisation": ""}).status_code == 422
    assert clerk.post(url, said).status_code == 302
    candidate = Candidate.objects.get()
    page = body(clerk, "membership:holder.detail", holder.pk)
    assert reverse("candidates:candidate.detail", args=[candidate.pk]) in page
    detail = reverse("membership:holder.detail", args=[holder.pk])
    assert detail in body(clerk, "candidates:candidate.detail", candidate.pk)
    secretary = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)  # sees the person, not the unit's holders
    assert detail not in body(secretary, "candidates:candidate.detail", candidate.pk)
    assert "Giàng A Thử" not in body(clerk, "membership:holder.next")
    assert "Giàng A Thử" in body(clerk, "membership:holder.list", la="quan-chung")
    assert clerk.post(reverse("candidates:holder.untie", args=[holder.pk])).status_code == 302
    assert "Trong danh sách quần chúng đã có người cùng tên" in body(clerk, "candidates:holder.candidate", holder.pk)
    assert clerk.post(url, {"candidate": candidate.pk}).status_code == 302
    assert Candidate.objects.count() == 1
    other = CandidateFactory(organisation=tree.branch)
    assert clerk.post(url, {"candidate": other.pk}).status_code == 422


def test_an_administrator_keeps_the_titles_on_pages(tree, as_role):
    admin = as_role(RoleCode.ADMINISTRATOR, tree.root)
    assert reverse("membership:title.list") in body(admin, "membership:catalogue.list")
    assert "chưa kiểm chứng" in body(admin, "membership:title.list")
    assert admin.post(reverse("membership:title.new"), {"name": "Tổ trưởng tự quản", "order": "5"}).status_code == 302
    edit = reverse("membership:title.edit", args=["front_head"])
    assert admin.post(edit, {"name": "Trưởng ban Mặt trận", "order": "10", "version": 1}).status_code == 302
    assert admin.post(edit, {"name": "Khác", "order": "10", "version": 1}).status_code == 409
    retire = reverse("membership:title.retire", args=["front_head"])
    admin.post(retire, {"version": 1})
    assert title_of("front_head").retired_at is None
    admin.post(retire, {"version": 2})
    assert title_of("front_head").retired_at is not None
    admin.post(reverse("membership:title.restore", args=["front_head"]), {"version": 3})
    assert title_of("front_head").retired_at is None
    assert admin.get(reverse("membership:title.edit", args=["khong-co"])).status_code == 404


def test_who_may_not_read_details_sees_the_birth_year_only(tree, unit, as_role):
    HolderFactory(unit=unit, full_name="Lò Văn Thử", born_on=date(1979, 4, 30))
    trainer = as_role(RoleCode.TRAINING_STAFF, tree.commune)
    page = body(trainer, "membership:holder.list")
    assert "1979" in page
    assert "30/04" not in page
    assert "Tỷ lệ đảng viên" not in page
