"""`make screenshots`: the pictures of the documents, taken anew from the demo."""

import subprocess
import sys
from pathlib import Path

from reports.demo import DEMO_ACCOUNTS
from tests.house.machine import ROOT, Machine

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
DESK, PHONE = {"width": 1366, "height": 900}, {"width": 360, "height": 780}


def test_take_the_pictures(page, tmp_path):
    machine = Machine(tmp_path)
    try:
        take(page, machine.serve())
    finally:
        machine.close()


def test_take_the_pictures_of_the_ground(page, tmp_path):
    """Villages, classes, members as a stock: from the demo of Mường Nhé."""
    machine = Machine(tmp_path)
    machine.environment["DEMO"] = "0"
    for words in (["migrate", "--verbosity", "0"], ["load_demo", "muong-nhe-2016"]):
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=machine.environment, check=True)
    try:
        address = machine.serve()
        page.set_viewport_size(DESK)
        _log_in(page, address, "bantochuc")
        for name, where in (("villages", "/thon-ban/so-do/"), ("radar", "/can-chu-y/"), ("classes", "/lop-hoc/")):
            page.goto(f"{address}{where}")
            _picture(page, name)
    finally:
        machine.close()


def take(page, address: str) -> None:
    page.set_viewport_size(DESK)
    _log_in(page, address, "bantochuc")
    page.goto(f"{address}/bao-cao/")
    of_the_city = page.get_by_role("row").filter(has_text="Đảng bộ thành phố Cần Thơ")
    of_the_city.get_by_role("link", name="Quý IV năm 2011").first.click()
    _picture(page, "report-2011")
    page.goto(f"{address}/quy-dinh/")
    _picture(page, "rules")
    page.context.clear_cookies()

    _log_in(page, address, "bithu.chibo")
    _picture(page, "work-list")
    page.goto(f"{address}/quan-chung/?giai-doan=dossier&xep=-stage_since")
    page.locator("table td a[href^='/quan-chung/']").first.click()
    _picture(page, "candidate")
    page.goto(f"{page.url}buoc/branch_propose/")
    _picture(page, "step")
    page.goto(f"{address}/ra-soat/")
    _picture(page, "review")

    page.set_viewport_size(PHONE)
    page.goto(f"{address}/ghi-nhanh/")
    page.locator("details[data-line] summary").first.click()
    _picture(page, "quick-entry")


def _log_in(page, address: str, username: str) -> None:
    account = next(account for account in DEMO_ACCOUNTS if account.username == username)
    page.goto(f"{address}/")
    page.get_by_label("Tên đăng nhập").fill(account.username)
    page.locator("input[name=password]").fill(account.password)
    page.locator("form button[type=submit]").first.click()
    page.get_by_role("heading", name="Việc cần làm").wait_for()


def _picture(page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")
