"""Somebody at a telephone: opens pages, taps, fills in, is told; pictures of what is seen where one asks for them."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, Route, expect

from membership.models import User
from tests.factories import PASSWORD

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1366, "height": 768}
PICTURES = os.environ.get("JOURNEY_PICTURES")


def static_file(route: Route) -> None:
    """From the disk: a page that is watched keeps nothing, so that each would ask the server for all of them anew."""
    route.fulfill(path=finders.find(urlsplit(route.request.url).path.removeprefix("/static/")))


class Actor:
    """One account at its own telephone. `complaints`: what the console says, of all actors together."""

    def __init__(self, chromium: Browser, address: str, user: User, complaints: list[str]):
        self.context = chromium.new_context(viewport=PHONE, locale="vi-VN", has_touch=True, accept_downloads=True)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.address, self.user, self.complaints = address, user, complaints
        self.page.route("**/static/**", static_file)
        for asked in ("membership:organisation.suggest", "candidates:commune.suggest"):
            # Asked while the form is already on its way, they meet the lock of the tests' database in memory.
            self.page.route(f"**{reverse(asked)}*", lambda route: route.fulfill(body=""))
        self.page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: complaints.append(str(error)))
        self.page.goto(address + reverse("membership:login"))
        self.page.get_by_label("Tên đăng nhập").fill(user.username)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.tap(self.page.locator("form button[type=submit]").first)
        expect(self.main).to_be_visible()

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    # --- what a finger does --------------------------------------------------------------------------------------
    def open(self, name: str, *args, query: str = "") -> Page:
        self.page.goto(f"{self.address}{reverse(f'candidates:{name}', args=args)}{query}")
        return self.page

    def tap(self, what: Locator) -> None:
        what.tap()

    def follow(self, words: str | re.Pattern, inside: str = "main") -> None:
        """A link by its words, wherever on the page it stands."""
        with self.page.expect_navigation():
            self.tap(self.page.locator(inside).get_by_role("link", name=words).first)

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            sent = self.main.locator(f'form[method="post"] [name="{name}"]')  # not the form that only looks elsewhere
            box = sent if sent.count() else self.main.locator(f'[name="{name}"]')
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)

    def press(self, button: str) -> None:
        with self.page.expect_navigation():  # what was there before answers no question about what comes
            self.tap(self.main.get_by_role("button", name=button, exact=True))

    # --- what the eye sees ---------------------------------------------------------------------------------------
    def told(self, words: str) -> None:
        """The act was recorded and the next page says so."""
        expect(self.page.locator(".notice-success").filter(has_text=words).first).to_be_visible()

    def refused(self, words: str, where: str = "[role=alert]", status: int = 422) -> None:
        """The page came back with what is wrong; the browser's note that it did is no complaint."""
        expect(self.page.locator(where).filter(has_text=words).first).to_be_visible()
        self.complaints[:] = [said for said in self.complaints if f"status of {status}" not in said]

    def look(self, name: str, desk: bool = False) -> None:
        """Nothing is wider than the screen; a picture for whoever wants to see it (`desk`: at an office PC too)."""
        self._fits(name)
        if PICTURES:
            self._take(f"{name}-360")
        if desk:
            self.page.set_viewport_size(DESK)
            self._fits(name)
            if PICTURES:
                self._take(f"{name}-1366")
            self.page.set_viewport_size(PHONE)

    def _fits(self, name: str) -> None:
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) <= 0, f"{name} is wider than the screen"

    def _take(self, name: str) -> None:
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)

    # --- downloads -----------------------------------------------------------------------------------------------
    def download(self, act: Callable[[], None]) -> bytes:
        with self.page.expect_download() as waiting:
            act()
        return Path(waiting.value.path()).read_bytes()


class Way:
    """The way of one person: the acts that every journey needs, each done by somebody on their own pages."""

    def __init__(self, pk: int, name: str):
        self.pk, self.name = pk, name

    @classmethod
    def begin(cls, actor: Actor, name: str, on: str, **said: str) -> "Way":
        """Put on the list of the branch."""
        actor.open("candidate.new")
        actor.fill(full_name=name, on=on, **said)
        actor.press("Thêm vào danh sách")
        expect(actor.page.get_by_role("heading", name=name, exact=True)).to_be_visible()
        return cls(int(re.search(r"/quan-chung/(\d+)/", actor.page.url)[1]), name)

    def page(self, actor: Actor) -> Page:
        return actor.open("candidate.detail", self.pk)

    def begin_step(self, actor: Actor, step: str) -> None:
        """To the page of a step as the person's page leads there: the one button, else among the other acts."""
        now = actor.page.locator(".now-card")
        url = reverse("candidates:candidate.step", args=[self.pk, step])
        link = now.locator(f'a[href="{url}"]')
        if not link.count():  # not there yet, or somebody else was faster
            self.page(actor)
        if not link.first.is_visible():
            actor.tap(now.locator("details.now-others summary"))
        actor.tap(link.first)
        actor.page.wait_for_url(f"**{url}")

    def step(self, actor: Actor, step: str, on: str, number: str = "", **said: str) -> None:
        self.begin_step(actor, step)
        actor.fill(on=on, **({"document_number": number} if number else {}), **said)
        actor.press("Ghi")
        actor.told(self.name)

    def mentor(self, actor: Actor, member: str, on: str, **said: str) -> None:
        actor.open("mentor.assign", self.pk)
        actor.main.locator("label.mentor-choice").filter(has_text=member).locator("input").check()
        actor.fill(on=on, **said)
        actor.press("Ghi phân công")
        actor.told(self.name)

    def papers(self, actor: Actor, days: dict[str, str]) -> None:
        """Several papers at once, each with its day."""
        actor.open("dossier.detail", self.pk)
        for form, day in days.items():
            actor.main.get_by_role("textbox", name=f"Ngày trên giấy, {form}", exact=True).fill(day)
        actor.press("Ghi vào hồ sơ")
        actor.told(", ".join(days))

    def introduced_by(self, actor: Actor, member: str, on: str, since: str) -> None:
        actor.open("dossier.detail", self.pk)
        actor.follow("Ghi người giới thiệu")
        box = actor.main.locator("select[name=member]")
        box.select_option(box.locator("option").filter(has_text=member).first.get_attribute("value"))
        actor.fill(together_since=since, signed_on=on)
        actor.press("Ghi")
        actor.told(member)

    def ask_about(self, actor: Actor, relatives: list[tuple[str, str, str]]) -> None:
        """Whom to ask where: relative, name, place."""
        actor.open("verification.add", self.pk)
        for place, (relative, name, where) in enumerate(relatives, start=1):
            actor.fill(relative=relative, relative_name=name, place=where)
            actor.press("Ghi" if place == len(relatives) else "Ghi và thêm nữa")
            actor.told("Đã ghi việc thẩm tra")
        actor.page.wait_for_url("**/tham-tra/")

    def send(self, actor: Actor, on: str, number: str) -> None:
        """One letter about everybody."""
        actor.open("verification.person", self.pk)
        for box in actor.main.locator("input[name=thu]").all():
            box.check()
        actor.press("Ghi đã gửi những dòng đánh dấu…")
        actor.fill(on=on, letter_number=number)
        actor.tap(actor.main.locator("form button.btn-primary"))
        actor.told("Đã ghi gửi thư")

    def answer(self, actor: Actor, on: str) -> None:
        """Every place answers that nothing is wrong."""
        actor.open("verification.person", self.pk)
        links = actor.main.get_by_role("link", name=re.compile("^Ghi kết quả"))
        for _each in range(links.count()):
            actor.tap(links.first)
            actor.main.locator("input[name=result][value=clear]").check()
            actor.fill(answered_on=on)
            actor.press("Ghi")
            actor.told("Đã ghi kết quả thẩm tra")
