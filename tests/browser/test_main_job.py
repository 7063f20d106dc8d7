"""The main job in a browser, on the processes that `make run` starts: from a list in Excel to the figure it changes."""

import re
from datetime import date, timedelta

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from reports.demo import DEMO_ACCOUNTS
from tests.house.machine import Machine

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

PEOPLE = 300
DISTRICT = "92002000000000"  # Đảng bộ quận Bình Thủy
PUBLISHED = {
    "Đảng bộ thành phố Cần Thơ": ("2.100", "2.669", "127,1 %"),
    "Đảng bộ Khối Cơ quan Dân Chính Đảng": ("250", "417", "166,8 %"),
    "Đảng bộ Khối Doanh nghiệp": ("260", "348", "133,8 %"),
    "Đảng bộ quận Bình Thủy": ("140", "146", "104,3 %"),
}


@pytest.fixture(scope="module")
def machine(chromium, tmp_path_factory):
    machine = Machine(tmp_path_factory.mktemp("served"))
    yield machine
    machine.close()


@pytest.fixture(scope="module")
def address(machine):
    return machine.serve()


@pytest.fixture
def at_desk(page: Page, address: str) -> Page:
    """Logged in with the demo's organisation-committee account."""
    account = next(account for account in DEMO_ACCOUNTS if account.username == "bantochuc")
    page.goto(f"{address}/bao-cao/")
    page.get_by_label("Tên đăng nhập").fill(account.username)
    page.locator("input[name=password]").fill(account.password)
    page.locator("form button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Báo cáo", exact=True)).to_be_visible()
    return page


def open_report(page: Page) -> None:
    of_the_city = page.get_by_role("row").filter(has_text="Đảng bộ thành phố Cần Thơ")
    of_the_city.get_by_role("link", name="Quý IV năm 2011").first.click()
    expect(page.get_by_text("Kết nạp đảng viên so với chỉ tiêu – Quý IV năm 2011")).to_be_visible()


def line(page: Page, organisation: str):
    return page.get_by_role("row").filter(has=page.get_by_text(organisation, exact=True)).first


def write_list(path, codes: list[str]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Kết nạp 2011")
        sheet.write_string(0, 0, "DANH SÁCH ĐẢNG VIÊN MỚI KẾT NẠP")
        header = (
            "STT",
            "Họ và tên",
            "Ngày sinh",
            "Giới tính",
            "Dân tộc",
            "Mã tổ chức",
            "Số QĐ",
            "Ngày quyết định",
            "Ngày kết nạp",
        )
        sheet.write_row(2, 0, header)
        for number in range(PEOPLE):
            decided = date(2011, 10, 3) + timedelta(days=number % 60)
            born = date(1984, 1, 1) + timedelta(days=number * 7)
            sheet.write_row(
                number + 3,
                0,
                (
                    number + 1,
                    f"Huỳnh Thị Bổ Sung {number}",
                    f"{born:%d/%m/%Y}",
                    "Nữ",
                    "Khmer" if number % 3 else "Kinh",
                    codes[number % len(codes)],
                    f"{number}-QĐ/QU",
                    f"{decided:%d/%m/%Y}",
                    f"{decided + timedelta(days=12):%d/%m/%Y}",
                ),
            )


def test_the_published_figures_open_to_their_people(at_desk: Page):
    page = at_desk
    open_report(page)
    for organisation, figures in PUBLISHED.items():
        for figure in figures:
            expect(line(page, organisation)).to_contain_text(figure)
    expect(page.locator("main")).to_contain_text("9/9")

    line(page, "Đảng bộ quận Bình Thủy").get_by_role("link", name="146", exact=True).click()
    expect(page.locator("main")).to_contain_text("trong 146")
    expect(page.locator("main table tbody tr")).to_have_count(50)
    people = page.locator("main table tbody tr").first
    expect(people).to_contain_text(re.compile(r"\d\d/\d\d/2011"))
    assert page.complaints == []


def test_a_list_of_300_changes_the_figures(at_desk: Page, machine, address, tmp_path):
    page = at_desk
    found = machine.errand("branches", DISTRICT)
    write_list(tmp_path / "ket-nap-2011.xlsx", found["codes"])

    page.goto(f"{address}/nhap-lieu/moi/")
    page.get_by_label("Đảng viên mới kết nạp").check()
    page.locator("input[name=file]").set_input_files(tmp_path / "ket-nap-2011.xlsx")
    page.get_by_role("button", name="Tải lên và xem các cột").click()
    expect(page.get_by_text("Đã nhận ra 8 cột")).to_be_visible()

    page.get_by_role("button", name="Chạy thử (chưa ghi)").click()
    write = page.get_by_role("button", name=f"Ghi vào sổ: thêm {PEOPLE}, sửa 0")
    expect(write).to_be_visible(timeout=60_000)
    expect(page.locator(".kpi").filter(has_text="Mới")).to_contain_text(str(PEOPLE))

    write.click()
    expect(page.locator("progress.job-bar").first).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile("Đã ghi|đã ghi"), timeout=60_000)
    expect(page.locator(".kpi").filter(has_text="Mới")).to_contain_text(str(PEOPLE))

    page.goto(f"{address}/bao-cao/")
    open_report(page)
    expect(line(page, "Đảng bộ quận Bình Thủy")).to_contain_text("146")  # a report stays what it was
    page.get_by_role("link", name="Lập lại").first.click()
    page.get_by_role("button", name="Lập báo cáo").click()
    expect(line(page, "Đảng bộ quận Bình Thủy")).to_contain_text("446", timeout=60_000)
    expect(line(page, "Đảng bộ quận Bình Thủy")).to_contain_text("318,6 %")
    expect(line(page, "Đảng bộ thành phố Cần Thơ")).to_contain_text("2.969")
    expect(line(page, "Đảng bộ thành phố Cần Thơ")).to_contain_text("141,4 %")
    assert page.complaints == []
