"""Fixtures that every test may use: a small tree, clients with a role, a fixed day, a browser."""

import os
import shutil
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client

from tests.factories import OrganisationFactory, UserFactory

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@pytest.fixture
def tree(db):
    return make_tree()


def make_tree() -> SimpleNamespace:
    """Root, two provinces, two communes in each, two branches in each commune.

    `province`, `commune`, `branch` lie under one another; `sibling_*` beside them; `foreign_*` in the other province.
    """
    root = OrganisationFactory(code="10000000000000", name="Đảng bộ Thử nghiệm", kind="Đảng bộ", parent=None)
    nodes = SimpleNamespace(root=root, all=[root])
    for name, title, number in (("", "An Bình", 1), ("foreign_", "Sông Trà", 2)):
        province = OrganisationFactory(
            code=f"10{number:03d}000000000", name=f"Tỉnh ủy {title}", kind="Đảng bộ tỉnh", parent=root
        )
        setattr(nodes, f"{name}province", province)
        nodes.all.append(province)
        for commune_number, commune_name in ((1, "commune"), (2, "sibling_commune")):
            commune = OrganisationFactory(
                code=f"10{number:03d}{commune_number:03d}000000",
                name=f"Đảng ủy xã {title} {commune_number}",
                kind="Đảng bộ xã",
                parent=province,
            )
            nodes.all.append(commune)
            setattr(nodes, f"{name}{commune_name}", commune)
            for branch_number in (1, 2):
                branch = OrganisationFactory(
                    code=f"10{number:03d}{commune_number:03d}{branch_number:03d}000",
                    name=f"Chi bộ thôn {branch_number} {title} {commune_number}",
                    kind="Chi bộ",
                    parent=commune,
                )
                nodes.all.append(branch)
                if commune_number == 1:
                    setattr(nodes, f"{name}{'branch' if branch_number == 1 else 'sibling_branch'}", branch)
                else:
                    setattr(nodes, f"{name}{'other_branch' if branch_number == 1 else 'last_branch'}", branch)
    nodes.sibling_province = nodes.foreign_province
    return nodes


@pytest.fixture
def as_role(db):
    """`as_role(RoleCode.X, organisation)`: a logged-in client; `client.user` is the person."""

    def login(role, organisation, **fields) -> Client:
        client = Client()
        client.user = UserFactory(role=role, organisation=organisation, **fields)
        client.force_login(client.user)
        return client

    return login


@pytest.fixture
def frozen_today():
    """15 July 2026, 10 o'clock in Hà Nội; yields the traveller so that a test can move on."""
    with time_machine.travel(datetime(2026, 7, 15, 3, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """REQUIRE_BROWSER=1 says that this machine has everything: then nothing may be skipped."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("REQUIRE_BROWSER") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {call.excinfo.value}"
    return report


def find_chromium() -> str | None:
    """The browser of this machine: CHROMIUM names it, else the usual names are tried."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium. Without one the test is skipped, unless REQUIRE_BROWSER=1 says it must be there."""
    path = find_chromium()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, but no Chromium was found (set CHROMIUM to its path)")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    # Playwright's loop would make Django refuse to touch the database from the test's own thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    """A fresh page of an office PC; what its console complains about is in `page.complaints`."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN", accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()
