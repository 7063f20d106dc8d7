"""A step typed on a phone without a signal reaches the server once, whatever happens to the page in between."""

import json
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Error, Page, expect

from candidates.models import CandidateEvent, EventKind
from membership.models import RoleCode
from tests.conftest import make_tree
from tests.factories import PASSWORD, CandidateFactory, UserFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
URL = reverse("candidates:quick")
NAME = "Lê Thị Vùng Sâu"


@pytest.fixture
def branch():
    tree = make_tree()
    CandidateFactory(organisation=tree.branch, full_name=NAME, stage_since=date(2026, 1, 5))
    for number in (1, 2):
        UserFactory(username=f"bithu{number}", role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    return tree.branch


@pytest.fixture
def phone(chromium):
    context = chromium.new_context(viewport={"width": 360, "height": 780}, locale="vi-VN", has_touch=True)
    yield context
    context.close()


def log_in(page: Page, live_server, username: str = "bithu1") -> None:
    page.goto(f"{live_server.url}{reverse('membership:login')}?next={URL}")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Ghi nhanh", exact=True)).to_be_visible()


def record(page: Page, number: str) -> None:
    """Three taps: the line, (the day is today already), the number, Ghi."""
    page.locator("details.quick-line summary").first.click()
    page.get_by_label("Số nghị quyết").fill(number)
    page.locator("details.quick-line").first.get_by_role("button", name="Ghi", exact=True).click()


def kept(page: Page) -> str:
    return page.evaluate("JSON.stringify(localStorage)")


def recognised() -> list[str]:
    return list(CandidateEvent.objects.filter(kind=EventKind.RECOGNISED).values_list("document_number", flat=True))


def test_typed_without_a_signal_sent_once_when_it_is_back(branch, phone: BrowserContext, live_server):
    page = phone.new_page()
    log_in(page, live_server)
    phone.set_offline(True)
    record(page, "17-NQ/CB")
    waiting = page.locator("#chua-gui")
    expect(waiting).to_contain_text("Chưa gửi được – sẽ gửi khi có mạng")
    expect(waiting).to_contain_text("17-NQ/CB")
    assert "17-NQ/CB" in kept(page)
    assert NAME not in json.loads(kept(page)).popitem()[1]  # the person's number only
    assert recognised() == []
    with pytest.raises(Error):
        page.reload()
    page.close()  # the browser is closed and opened again; what it keeps is kept
    phone.set_offline(False)
    page = phone.new_page()
    page.goto(live_server.url + URL)
    expect(page.locator(".notice-success")).to_contain_text("Đã ghi")
    expect(page.locator("#chua-gui")).to_be_hidden()
    assert recognised() == ["17-NQ/CB"]
    assert kept(page) == "{}"


def test_the_answer_got_lost_on_the_way_back(branch, phone: BrowserContext, live_server):
    page = phone.new_page()
    log_in(page, live_server)

    def lose_the_answer(route):
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(f"**{URL}", lose_the_answer)
    record(page, "18-NQ/CB")
    expect(page.locator("#chua-gui")).to_contain_text("Chưa gửi được")
    assert recognised() == ["18-NQ/CB"]  # it did arrive, but the phone cannot know
    page.unroute(f"**{URL}")
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator(".notice-success")).to_contain_text("Đã ghi")
    assert recognised() == ["18-NQ/CB"]


def test_a_refusal_is_said_and_the_text_stays(branch, phone: BrowserContext, live_server):
    page = phone.new_page()
    log_in(page, live_server)
    page.locator("details.quick-line summary").first.click()
    page.get_by_label("Ngày khác").check()
    page.locator("details.quick-line input[name=on]").fill("01/01/2000")
    page.get_by_label("Số nghị quyết").fill("19-NQ/CB")
    page.locator("details.quick-line").get_by_role("button", name="Ghi", exact=True).click()
    waiting = page.locator("#chua-gui")
    expect(waiting).to_contain_text("Máy chủ chưa nhận việc này")
    expect(waiting).to_contain_text("Ngày này ở trước việc đã ghi gần nhất")
    page.get_by_role("button", name="Sửa lại").click()
    expect(page.get_by_label("Số nghị quyết")).to_have_value("19-NQ/CB")
    page.get_by_label("Hôm nay").check()
    page.locator("details.quick-line").get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator(".notice-success")).to_contain_text("Đã ghi")
    assert recognised() == ["19-NQ/CB"]


def test_what_is_half_typed_survives_a_reload(branch, phone: BrowserContext, live_server):
    page = phone.new_page()
    log_in(page, live_server)
    page.locator("details.quick-line summary").first.click()
    page.get_by_label("Số nghị quyết").fill("20-NQ")
    page.reload()
    expect(page.get_by_label("Số nghị quyết")).to_have_value("20-NQ")


def test_another_account_neither_sees_nor_sends_it_and_logging_out_empties_it(branch, phone, live_server):
    page = phone.new_page()
    log_in(page, live_server)
    phone.set_offline(True)
    record(page, "21-NQ/CB")
    expect(page.locator("#chua-gui")).to_contain_text("21-NQ/CB")
    phone.clear_cookies()  # the session ended without a log-out
    phone.set_offline(False)
    log_in(page, live_server, "bithu2")
    expect(page.locator("#chua-gui")).to_be_hidden()
    assert recognised() == []
    phone.clear_cookies()
    log_in(page, live_server, "bithu1")
    expect(page.locator(".notice-success")).to_contain_text("Đã ghi")
    page.evaluate(
        "(me) => localStorage.setItem(`chua-gui.${me}`, JSON.stringify([{key: 'k', fields: [['day', '2026-01-06']],"
        " state: 'refused', at: Date.now(), candidate: '1', step: 'recognise', label: 'x', page: '/'}]))",
        page.locator("script[data-user]").get_attribute("data-user"),
    )
    page.reload()
    expect(page.locator("#chua-gui")).to_be_visible()
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.locator("#hoi-lai")).to_contain_text("Còn 1 việc chưa gửi được")
    page.locator("[data-ask-ok]").click()
    expect(page.get_by_label("Tên đăng nhập")).to_be_visible()
    assert "chua-gui" not in kept(page)
