"""`make screenshots`: the pictures of the documents, taken anew from the demo."""

from pathlib import Path

from reports.demo import DEMO_ACCOUNTS
from tests.house.machine import Machine

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "screenshots"


def test_take_the_pictures(page, tmp_path):
    machine = Machine(tmp_path)
    try:
        address = machine.serve()
        account = next(account for account in DEMO_ACCOUNTS if account.username == "bantochuc")
        page.set_viewport_size({"width": 1366, "height": 900})
        page.goto(f"{address}/bao-cao/")
        page.get_by_label("Tên đăng nhập").fill(account.username)
        page.locator("input[name=password]").fill(account.password)
        page.locator("form button[type=submit]").first.click()
        of_the_city = page.get_by_role("row").filter(has_text="Đảng bộ thành phố Cần Thơ")
        of_the_city.get_by_role("link", name="Quý IV năm 2011").first.click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / "report-2011.png")
    finally:
        machine.close()
