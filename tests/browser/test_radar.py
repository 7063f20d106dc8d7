"""The radar and a nomination done with fingers and mouse, on an office PC and on a telephone."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from candidates.models import Candidate, Nomination, RadarList
from membership.models import RoleCode
from tests.browser.journey import DESK, PHONE, Actor
from tests.conftest import make_tree
from tests.factories import CandidateFactory, MemberFactory, UserFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture
def tree():
    tree = make_tree()
    for _ in range(2):
        MemberFactory(organisation=tree.branch, official_on=date(2011, 3, 26))
    CandidateFactory(organisation=tree.branch, full_name="Lò Thị Nguồn", stage_since=date(2026, 1, 5))
    return tree


@pytest.fixture
def actor(chromium, live_server):
    complaints, made = [], []

    def enter(user, size) -> Actor:
        one = Actor(chromium, live_server.url, user, complaints)
        one.page.set_viewport_size(size)
        made.append(one)
        return one

    yield enter
    for one in made:
        one.context.close()
    assert complaints == []


def nothing_sticks_out(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@SIZES
def test_from_a_warning_to_a_list_that_is_followed(tree, actor, size):
    staff = actor(UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune), size)
    page = staff.open("radar")
    card = page.locator(".radar-card").filter(has_text="Chi bộ dưới 5 đảng viên")
    expect(card.locator(".radar-count")).to_contain_text("1")
    nothing_sticks_out(page)
    with page.expect_navigation():
        staff.tap(card.get_by_role("link").first)
    expect(staff.main).to_contain_text("Có 2 đảng viên, trong đó 2 chính thức")
    expect(staff.main.get_by_role("link", name="Lò Thị Nguồn")).to_be_visible()
    nothing_sticks_out(page)
    staff.follow("Chốt danh sách")
    staff.fill(name="Xóa chi bộ dưới 5 đảng viên", due_on="31/12/2099")
    staff.press("Chốt")
    staff.told("Đã chốt danh sách")
    expect(staff.main.locator(".radar-count")).to_have_text("0/1")
    expect(staff.main).to_contain_text("Còn 1 nơi phải xong trước ngày 31/12/2099")
    nothing_sticks_out(page)
    assert RadarList.objects.get().warning == "under_five"


@SIZES
def test_a_nomination(tree, actor, size):
    staff = actor(UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch), size)
    staff.open("radar.findings", query="?loai=duoi-5")
    staff.follow("Lò Thị Nguồn")
    with staff.page.expect_navigation():
        staff.tap(
            staff.main.locator(
                f'a[href$="{reverse("candidates:nomination.new", args=[Candidate.objects.get().pk])}"]'
            ).first
        )
    staff.fill(nominated_by="youth_union", body_name="Chi đoàn thôn Đông", on=f"{timezone.localdate():%d/%m/%Y}")
    nothing_sticks_out(staff.page)
    staff.press("Ghi")
    staff.told("Đã ghi ai giới thiệu Lò Thị Nguồn")
    assert Nomination.objects.get().body_name == "Chi đoàn thôn Đông"
