"""The radar on its pages: counts that open to their places, names only for who may see them, lists fixed and ended."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from candidates.models import BaseWithoutMasses, RadarList, Stage
from membership.models import Organisation, RoleCode
from tests.candidates.test_radar import admitted, fix, members, rule, unit
from tests.factories import CandidateFactory, MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
RADAR, FINDINGS = reverse("candidates:radar"), reverse("candidates:radar.findings")


def text(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def sheet(answer) -> list[list]:
    return [list(row) for row in load_workbook(BytesIO(b"".join(answer))).active.values]


def test_six_counts_each_open_to_their_places(tree, as_role):
    leader = as_role(RoleCode.LEADER, tree.commune)
    members(tree.branch, 2)
    members(tree.sibling_branch, 6)
    unit(tree, "Bản Lẻ", None, [MemberFactory(organisation=tree.branch)])
    rule(tree.commune, "many_years", 4)
    page = leader.get(RADAR)
    counts = {each["slug"]: each["count"] for each in page.context["warnings"]}
    assert counts == {
        "khong-ket-nap": 2, "duoi-5": 1, "duoi-3": 1, "khong-nguon": 2, "don-vi-dan-cu": 1, "khong-quan-chung": 0,
    }  # fmt: skip
    shown = page.content.decode()
    assert "Chi bộ 4 năm liền không kết nạp" in shown
    assert "Chưa có định nghĩa chung" in shown or "chưa có định nghĩa chung" in shown
    for slug, count in counts.items():
        opened = leader.get(f"{FINDINGS}?loai={slug}")
        assert opened.context["page"].paginator.count == count
    assert "Bản Lẻ, Xã Thử" in text(leader, f"{FINDINGS}?loai=don-vi-dan-cu")


def test_what_could_help_is_named_with_a_way_to_it(tree, as_role):
    members(tree.branch, 2)
    person = CandidateFactory(organisation=tree.branch, full_name="Lò Thị Nguồn")
    leader, training = as_role(RoleCode.LEADER, tree.commune), as_role(RoleCode.TRAINING_STAFF, tree.commune)
    page = text(leader, f"{FINDINGS}?loai=duoi-5")
    assert "Lò Thị Nguồn" in page
    assert reverse("candidates:candidate.detail", args=[person.pk]) in page
    assert str(Stage.NOMINATED.label) in page
    assert training.get(FINDINGS).status_code == 403


def test_narrowed_by_place_and_name_and_never_beyond_ones_reach(tree, as_role):
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.province)
    for branch in (tree.branch, tree.other_branch, tree.foreign_branch):
        members(branch, 1)
    assert staff.get(f"{FINDINGS}?loai=duoi-5").context["page"].paginator.count == 2
    narrowed = staff.get(f"{FINDINGS}?loai=duoi-5&to-chuc={tree.commune.pk}")
    assert [row["finding"].name for row in narrowed.context["rows"]] == [tree.branch.name]
    named = staff.get(f"{FINDINGS}?loai=duoi-5&q=an binh 2")
    assert [row["finding"].name for row in named.context["rows"]] == [tree.other_branch.name]
    assert staff.get(f"{FINDINGS}?to-chuc={tree.foreign_branch.pk}").status_code == 404
    assert staff.get(f"{RADAR}?to-chuc={tree.foreign_commune.pk}").status_code == 404
    assert staff.get(f"{FINDINGS}?loai=la-gi&trang=99&to-chuc=").status_code == 200
    assert staff.get(f"{RADAR}?to-chuc=x1").status_code == 404


def test_narrowed_by_loai_hinh(tree, as_role):
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.province)
    Organisation.objects.filter(pk=tree.sibling_commune.pk).update(type_code="joint_stock")
    Organisation.objects.filter(pk=tree.last_branch.pk).update(type_code="commune")
    for branch in (tree.branch, tree.other_branch, tree.last_branch):
        members(branch, 1)

    def found(kind):
        rows = staff.get(f"{FINDINGS}?loai=duoi-5&loai-hinh={kind}").context["rows"]
        return [row["finding"].name for row in rows]

    assert found("dn") == [tree.other_branch.name]
    assert found("commune") == [tree.last_branch.name]
    assert len(found("la-gi")) == 3


def test_the_same_rows_in_a_workbook(tree, as_role):
    members(tree.branch, 2)
    CandidateFactory(organisation=tree.branch, full_name="Lò Thị Nguồn")
    leader = as_role(RoleCode.LEADER, tree.commune)
    rows = sheet(leader.get(f"{FINDINGS}?loai=duoi-5&xuat=xlsx"))
    (line,) = [row for row in rows if row[0] == tree.branch.name]
    assert (line[1], line[3], line[7]) == (tree.commune.name, 2, "Lò Thị Nguồn (được giới thiệu)")
    inspector = as_role(RoleCode.INSPECTOR, tree.commune)
    assert "spreadsheet" not in inspector.get(f"{FINDINGS}?loai=duoi-5&xuat=xlsx")["Content-Type"]


def test_a_list_is_fixed_followed_and_ended(tree, as_role):
    staff = as_role(RoleCode.BASE_STAFF, tree.commune)
    url = reverse("candidates:radar.fix", args=[tree.commune.pk])
    assert 'value="under_five" selected' in text(staff, f"{url}?loai=duoi-5")
    fields = {"warning": "no_admission", "on": "01/01/2026", "name": "Chi bộ nhiều năm không kết nạp", "target": "1",
              "due_on": "31/12/2026"}  # fmt: skip
    assert staff.post(url, fields | {"target": "9"}).status_code == 422
    answer = staff.post(url, fields)
    listed = RadarList.objects.get()
    assert answer["Location"] == reverse("candidates:radar.list", args=[listed.pk])
    fact = admitted(tree.branch, date(2026, 3, 3))
    page = text(staff, answer["Location"])
    assert fact.full_name in page
    assert "Đã đạt chỉ tiêu" in page
    rows = sheet(staff.get(f"{answer['Location']}?xuat=xlsx"))
    assert [row[2] for row in rows if row[0] in (tree.branch.name, tree.sibling_branch.name)] == [
        "Còn trong danh sách", "Đã ra khỏi danh sách",
    ]  # fmt: skip
    assert "Chi bộ nhiều năm không kết nạp" in text(as_role(RoleCode.LEADER, tree.commune), RADAR)
    end = reverse("candidates:radar.end", args=[listed.pk])
    assert staff.post(end, {"reason": "", "version": 1}).status_code == 422
    assert staff.post(end, {"reason": "Hết kế hoạch", "version": 1}).status_code == 302
    assert staff.post(end, {"reason": "Hết kế hoạch", "version": 1}).status_code == 409
    assert "Hết kế hoạch" in text(staff, answer["Location"])


def test_past_due_and_behind_are_said(tree, as_role):
    staff = as_role(RoleCode.BASE_STAFF, tree.commune)
    listed = fix(tree, organisation=tree.commune, due_on=date(2026, 7, 14))
    assert "Đã quá hạn 14/07/2026 mà còn thiếu 2 nơi" in text(staff, reverse("candidates:radar.list", args=[listed.pk]))
    assert text(staff, RADAR).count("Chậm") == 1


def test_no_masses_is_said_where_nobody_is_left_and_taken_back(tree, as_role):
    staff = as_role(RoleCode.BASE_STAFF, tree.commune)
    url = reverse("candidates:radar.masses", args=[tree.branch.pk])
    assert url in text(staff, f"{FINDINGS}?loai=khong-nguon")
    assert staff.post(url, {"on": "01/07/2026", "reason": ""}).status_code == 422
    answer = staff.post(url, {"on": "01/07/2026", "reason": "Mọi người đều là đảng viên"})
    assert "Mọi người đều là đảng viên" in text(staff, answer["Location"])
    assert "Ghi không còn quần chúng từ ngày 01/07/2026" in text(staff, url)
    assert staff.post(url, {"on": "10/07/2026", "reason": "Tuyển mới"}).status_code == 302
    assert BaseWithoutMasses.objects.get().valid_to == date(2026, 7, 10)
    assert as_role(RoleCode.LEADER, tree.commune).get(url).status_code == 403
