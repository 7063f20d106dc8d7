"""The roll of a class on a phone and on an office screen: by thumb, by keyboard, and without JavaScript."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from candidates.models import Attendance
from membership.models import RoleCode
from tests.conftest import make_tree
from tests.factories import (
    PASSWORD,
    CandidateFactory,
    ClassSessionFactory,
    EnrolmentFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
NAMES = ("Lê Thị An", "Trần Văn Bình", "Nguyễn Hoàng Thị Minh Châu Phương Dung")
SMALLEST = 44  # a thumb


@pytest.fixture
def session():
    tree = make_tree()
    held = TrainingClassFactory(organisation=tree.commune, name="Lớp nhận thức về Đảng khóa II năm 2026")
    for name in NAMES:
        EnrolmentFactory(training_class=held, candidate=CandidateFactory(organisation=tree.branch, full_name=name))
    UserFactory(username="giaovu", full_name="Vũ Văn Gọi", role=RoleCode.TRAINING_STAFF, organisation=tree.commune)
    return ClassSessionFactory(training_class=held, on=date(2026, 3, 8))


def open_roll(page: Page, live_server, session) -> None:
    page.goto(f"{live_server.url}{reverse('membership:login')}?next={reverse('candidates:roll', args=[session.pk])}")
    page.get_by_label("Tên đăng nhập").fill("giaovu")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Điểm danh", exact=True)).to_be_visible()


def marks() -> list[str]:
    rows = Attendance.objects.order_by("enrolment__candidate__pk")
    return list(rows.values_list("mark", flat=True))


def person(page: Page, name: str):
    return page.locator(".roll-person").filter(has_text=name)


@pytest.mark.parametrize(("width", "height", "touch"), [(360, 780, True), (1366, 768, False)])
def test_everybody_present_but_one_and_saved_at_once(session, chromium, live_server, width, height, touch):
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="vi-VN", has_touch=touch)
    page = context.new_page()
    open_roll(page, live_server, session)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")  # nothing goes sideways
    for each in page.locator(".roll-mark").all():
        assert each.bounding_box()["height"] >= SMALLEST
    page.get_by_role("link", name="Tất cả có mặt").click()
    expect(page.locator("[data-roll-count]")).to_have_text("3/3")
    assert marks() == []  # nothing is written before it is saved
    person(page, NAMES[1]).get_by_role("radio", name="Vắng có lý do").check()
    save = page.get_by_role("button", name="Lưu điểm danh")
    expect(save).to_be_in_viewport()
    save.click()
    expect(page.locator(".notice-success")).to_contain_text("3/3 học viên")
    expect(person(page, NAMES[0])).to_contain_text("Vũ Văn Gọi")
    assert marks() == ["present", "excused", "present"]
    context.close()


def test_by_keyboard_alone(session, chromium, live_server):
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    page = context.new_page()
    open_roll(page, live_server, session)
    first = page.locator(".roll-person").first.locator("input[type=radio]").first
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".notice-success")).to_contain_text("2/3 học viên")
    assert marks() == ["present", "absent"]
    context.close()


def test_without_javascript(session, chromium, live_server):
    context = chromium.new_context(viewport={"width": 360, "height": 780}, java_script_enabled=False)
    page = context.new_page()
    open_roll(page, live_server, session)
    page.get_by_role("link", name="Tất cả có mặt").click()
    person(page, NAMES[2]).get_by_role("radio", name="Vắng không lý do").check()
    page.get_by_role("button", name="Lưu điểm danh").click()
    expect(page.locator(".notice-success")).to_be_visible()
    assert marks() == ["present", "present", "absent"]
    context.close()
