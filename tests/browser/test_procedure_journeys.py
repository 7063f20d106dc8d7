"""Whole ways of people on the telephones of those who record them: to official member, moved half-way, let pass."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.urls import reverse
from docx import Document
from playwright.sync_api import expect

from candidates.models import Candidate, EventKind, Override, Stage
from membership.domain import jobs
from membership.models import MemberStatus, RoleCode
from reports.domain.runs import start_run
from reports.periods import Period
from tests.browser.journey import Actor, Way
from tests.conftest import make_tree
from tests.factories import MemberFactory, UserFactory

pytestmark = [
    pytest.mark.office,  # once in the whole proof, on the database of an office
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("journeys"),
    pytest.mark.django_db(transaction=True),
]
TODAY = datetime(2026, 7, 15, 3, 0, tzinfo=UTC)  # 20-QĐ/TW, the last days of the three levels
MENTOR, SECOND, THIRD = "Bùi Văn Giúp", "Cao Thị Giới Thiệu", "Đinh Văn Chứng"
PERSON = {
    "born": "02/04/1995", "sex": "female", "general_education": "upper_secondary",
    "hometown": "Xã Thử, tỉnh Mẫu", "residence": "Thôn 1, xã An Bình 1",
}  # fmt: skip
RELATIVES = [
    ("self", "", "Xã Thử, tỉnh Mẫu"),
    ("father", "Trần Văn Cha", "Xã Thử, tỉnh Mẫu"),
    ("mother", "Lê Thị Mẹ", "Xã Khác, tỉnh Mẫu"),
]
VOTE = {"members": "3", "present": "3", "in_favour": "2"}
BASE_VOTE = {"members": "9", "present": "9", "in_favour": "8"}


@pytest.fixture
def world(chromium, live_server):
    """The tree, three official members in each of two branches, an account for each level and its telephone."""
    with time_machine.travel(TODAY):
        tree = make_tree()
        for number, name in enumerate((MENTOR, SECOND, THIRD)):
            MemberFactory(organisation=tree.branch, full_name=name)
            MemberFactory(organisation=tree.sibling_branch, full_name=f"Phan Văn Nơi Mới {number}")
        complaints: list[str] = []
        actors = []

        def at_phone(role, organisation, name) -> Actor:
            user = UserFactory(role=role, organisation=organisation, full_name=name)
            actors.append(Actor(chromium, live_server.url, user, complaints))
            return actors[-1]

        yield SimpleNamespace(tree=tree, at_phone=at_phone, complaints=complaints)
        for actor in actors:
            actor.context.close()
        assert complaints == []


@pytest.fixture
def secretary(world):
    return world.at_phone(RoleCode.BRANCH_SECRETARY, world.tree.branch, "Bí thư Thử")


@pytest.fixture
def base(world):
    return world.at_phone(RoleCode.BASE_STAFF, world.tree.commune, "Cán bộ xã Thử")


@pytest.fixture
def province(world):
    return world.at_phone(RoleCode.ORGANISATION_STAFF, world.tree.province, "Cán bộ tỉnh Thử")


def words_of(content: bytes) -> str:
    """Everything that is written in a paper, tables and heads of pages too."""
    document = Document(io.BytesIO(content))
    parts = [document.element.body]
    parts += [part._element for each in document.sections for part in (each.header, each.footer)]
    return "\n".join(text for part in parts for text in part.itertext())


def is_filled(content: bytes, name: str) -> None:
    said = words_of(content)
    assert name.casefold() in said.casefold()
    assert not re.search(r"\{\{|\}\}|\{%|%\}|\bNone\b", said)


def is_no_work_of(actor: Actor, way: Way, step: str, who: str) -> None:
    """Somebody without the right at that level is told whose work it is and finds no button."""
    actor.open("candidate.step", way.pk, step)
    expect(actor.main).to_contain_text(f"là việc của {who}; đồng chí không có quyền ghi thay")
    expect(actor.main.get_by_role("button", name="Ghi", exact=True)).to_have_count(0)


def to_the_dossier(secretary: Actor, name: str, mentor: bool = True) -> Way:
    way = Way.begin(secretary, name, "01/03/2024", **PERSON)
    way.step(secretary, "recognise", "01/04/2024", "4-NQ/CB")
    if mentor:
        way.mentor(secretary, MENTOR, "01/04/2024", together_since="01/01/2020")
    way.step(secretary, "train", "01/09/2024", "7/GCN")
    way.step(secretary, "open_dossier", "06/01/2025")
    return way


def test_from_nomination_to_official_member(world, secretary, base, province):
    tree, name = world.tree, "Trần Thị Đi Hết Đường"
    commune, above = tree.commune.name, tree.province.name

    way = Way.begin(
        secretary, name, "01/03/2024", document_number="1-CV/CB", nominated_by="member", member=MENTOR,
        movement="Xây dựng nông thôn mới", **PERSON,
    )  # fmt: skip
    expect(secretary.main).to_contain_text("Xây dựng nông thôn mới")
    secretary.look("01-person-nominated", desk=True)
    way.step(secretary, "recognise", "01/04/2024", "4-NQ/CB")
    secretary.open("mentor.assign", way.pk)
    secretary.look("02-mentor-assign")
    way.mentor(secretary, MENTOR, "01/04/2024", together_since="01/01/2020", resolution_number="4-NQ/CB")

    secretary.follow("Ghi nhận xét")
    secretary.main.locator("input[name=progress]").first.check()
    secretary.fill(text="Chăm sinh hoạt thôn", written_on="03/05/2024")
    secretary.look("03-note")
    secretary.press("Ghi nhận xét")
    secretary.told("04/2024")
    secretary.open("mentor.month", query="?thang=2024-05")
    secretary.main.get_by_role("radio").first.check()
    secretary.look("04-notes-of-a-month", desk=True)
    secretary.fill(written_on="02/06/2024")
    secretary.press("Ghi tất cả")
    secretary.told("05/2024: 1 nhận xét")

    way.step(secretary, "train", "01/09/2024", "7/GCN")
    way.step(secretary, "open_dossier", "06/01/2025")
    way.papers(secretary, {"2-KNĐ": "10/01/2025", "5-KNĐ": "15/01/2025"})
    secretary.look("05-dossier", desk=True)

    way.ask_about(secretary, RELATIVES)
    secretary.look("06-verification", desk=True)
    way.send(secretary, "20/01/2025", "12-CV/ĐU")
    way.answer(secretary, "20/02/2025")
    expect(secretary.main).to_contain_text("Mọi nơi được hỏi đã trả lời")
    is_no_work_of(secretary, way, "conclude_history", commune)
    way.step(base, "conclude_history", "01/03/2025", "3-KL/ĐU")

    way.introduced_by(secretary, SECOND, "20/02/2025", "01/01/2020")
    way.introduced_by(secretary, THIRD, "21/02/2025", "01/01/2020")
    way.page(secretary)
    rows = secretary.page.locator(".now-list .missing-list > li")
    expect(rows).to_have_count(1)  # all is there, and today too old: the meeting recorded now was held in March 2025
    expect(rows).to_contain_text("chỉ có giá trị đến hết ngày")
    secretary.look("07-person-ready", desk=True)
    way.begin_step(secretary, "branch_propose")
    secretary.fill(on="03/03/2025", document_number="9-NQ/CB", **VOTE)
    expect(secretary.page.locator("[data-vote-line]")).to_contain_text("Đủ: 2/3 tán thành")
    secretary.look("08-step-branch", desk=True)
    secretary.press("Ghi")
    secretary.told(name)

    is_no_work_of(secretary, way, "base_propose", commune)
    secretary.look("09-not-our-work")
    way.page(secretary)
    expect(secretary.page.locator(".now-card")).to_contain_text(f"Chờ {commune}")
    way.step(base, "base_propose", "20/03/2025", "15-NQ/ĐU", **BASE_VOTE)
    way.begin_step(base, "decide")
    base.fill(on="08/04/2025", document_number="88-QĐ/TU", decided_by=str(tree.province.pk))
    base.press("Ghi")
    base.refused(f"là việc của {above}; đồng chí không có quyền ghi thay", ".notice-warning")
    way.step(province, "decide", "08/04/2025", "88-QĐ/TU", decided_by=str(tree.province.pk))
    way.step(secretary, "receive_decision", "10/04/2025")
    way.step(secretary, "hold_ceremony", "29/04/2025")
    way.page(secretary)
    expect(secretary.page.locator(".now-card")).to_contain_text(str(Stage.PROBATIONARY.label))

    way.mentor(secretary, SECOND, "06/05/2025", resolution_number="12-NQ/CB")
    expect(secretary.main).to_contain_text("giúp đỡ đảng viên dự bị")
    way.step(secretary, "train_member", "09/01/2026", "21/GCN")
    way.papers(secretary, {"10-KNĐ": "28/04/2026", "11-KNĐ": "28/04/2026", "12-KNĐ": "29/04/2026"})
    way.step(secretary, "propose_official", "30/04/2026", "6-NQ/CB", **VOTE)
    is_no_work_of(secretary, way, "base_propose_official", commune)
    way.step(base, "base_propose_official", "08/05/2026", "19-NQ/ĐU")
    way.step(province, "make_official", "20/05/2026", "99-QĐ/TU", decided_by=str(tree.province.pk))
    way.page(secretary)
    expect(secretary.page.locator(".now-card")).to_contain_text(str(Stage.OFFICIAL.label))
    expect(secretary.page.locator(".now-card")).to_contain_text("từ ngày 29/04/2026")
    expect(secretary.main).to_contain_text("chính thức từ 29/04/2026")
    secretary.look("10-person-official", desk=True)

    candidate = Candidate.objects.select_related("member").get(pk=way.pk)
    assert candidate.stage == Stage.OFFICIAL
    assert candidate.member.status == MemberStatus.OFFICIAL
    assert candidate.member.official_on == date(2026, 4, 29)  # the twelve months ended, whatever the decision's day
    assert not candidate.events.filter(kind=EventKind.REVERSED).exists()
    assert not Override.objects.filter(event__candidate=candidate).exists()

    secretary.open("dossier.detail", way.pk)
    secretary.look("11-dossier-official", desk=True)
    all_papers_of(secretary, way)


def all_papers_of(actor: Actor, way: Way) -> None:
    """Each paper by itself, all as an archive, and as papers of many people: named, and filled to the last tag."""
    actor.open("paper.list", way.pk)
    actor.look("12-papers", desk=True)
    prefix = reverse("candidates:paper.print", args=[way.pk, "x"])[:-2]
    links = actor.main.locator(f'a[href^="{prefix}"]').filter(has_text="In")
    addresses = links.evaluate_all("all => all.map(each => each.getAttribute('href'))")
    single = [address for address in addresses if not address.endswith("/tat-ca/")]
    slugs = {address.removeprefix(prefix).strip("/") for address in single}
    assert slugs >= {f"{n}-knd" for n in (1, 2, 3, 5, 6, 8, 9, 10, 11, 12, 13, 15, 16)} | {"cn-ntvd", "ml-hs", "cv-tt"}
    expect(actor.main.locator(".paper-missing")).to_have_count(0)
    for address in single:
        link = actor.main.locator(f'a[href="{address}"]')
        is_filled(actor.download(lambda link=link: link.tap()), way.name)

    everything = actor.main.get_by_role("link", name=re.compile(r"^Tải \d+ giấy in được"))
    count = int(re.search(r"\d+", everything.inner_text())[0])
    archive = zipfile.ZipFile(io.BytesIO(actor.download(lambda: everything.tap())))
    assert len(archive.namelist()) == count
    for each in archive.namelist():
        is_filled(archive.read(each), way.name)

    actor.open("paper.bundle", query=f"?giai-doan={Stage.OFFICIAL.value}")
    for box in actor.main.locator("input[name=papers]").all():
        box.set_checked(box.get_attribute("value") in slugs)
    actor.look("13-papers-of-many")
    button = actor.main.get_by_role("button", name="In", exact=True)
    content = actor.download(lambda: button.tap())
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert len(archive.namelist()) == len(slugs)
    for each in archive.namelist():
        is_filled(archive.read(each), way.name)


def test_moved_while_being_helped(world, secretary, base):
    tree, name = world.tree, "Trần Thị Chuyển Đi"
    there = world.at_phone(RoleCode.BRANCH_SECRETARY, tree.sibling_branch, "Bí thư Nơi Mới")
    way = to_the_dossier(secretary, name)
    way.papers(secretary, {"2-KNĐ": "10/01/2025"})

    way.page(secretary)
    secretary.follow("Giới thiệu chuyển đi")
    secretary.fill(target=tree.sibling_branch.code, on="13/01/2025", letter_number="5-GGT/ĐU")
    secretary.look("20-transfer-new")
    secretary.press("Ghi giấy giới thiệu")
    secretary.told("Chờ nơi đến trả lời")

    there.open("candidate.list")
    expect(there.main).not_to_contain_text(name)
    there.open("transfer.list")
    there.look("21-transfer-list")
    there.follow(name)
    expect(there.main).to_contain_text("Đang chờ đồng chí trả lời")
    there.look("22-transfer-offered")
    there.follow("Nhận người chuyển đến")
    there.fill(on="20/01/2025")
    there.press("Nhận")
    there.told("Nhận người chuyển đến")
    there.follow("Mở trang của người này")
    there.look("23-person-moved-in", desk=True)
    way.page(secretary)  # gone from here
    secretary.refused("Không có trang này", "h1", 404)

    there.open("mentor.assign", way.pk)
    expect(there.main).to_contain_text("không phải tính lại 12 tháng cùng nơi")
    expect(there.main.locator("[name=together_since]")).to_have_count(0)
    way.mentor(there, "Phan Văn Nơi Mới 0", "21/01/2025")
    way.papers(there, {"5-KNĐ": "24/01/2025"})
    way.ask_about(there, RELATIVES)
    way.send(there, "25/01/2025", "2-CV/ĐU")
    way.answer(there, "20/02/2025")
    for number in (1, 2):
        way.introduced_by(there, f"Phan Văn Nơi Mới {number}", f"2{number}/02/2025", "21/01/2025")
    way.step(base, "conclude_history", "01/03/2025", "4-KL/ĐU")
    way.step(there, "branch_propose", "03/03/2025", "2-NQ/CB", **VOTE)
    way.page(there)
    there.look("24-person-proposed-there")

    candidate = Candidate.objects.get(pk=way.pk)
    assert candidate.organisation == tree.sibling_branch
    assert candidate.stage == Stage.BRANCH_PROPOSED
    assert candidate.events.get(kind=EventKind.BRANCH_PROPOSED).organisation == tree.sibling_branch
    assert not Override.objects.filter(event__candidate=candidate).exists()


def test_let_pass_on_a_document(world, secretary, base, province):
    tree, name = world.tree, "Trần Thị Được Cho Qua"
    way = to_the_dossier(secretary, name, mentor=False)
    unmet = ("2-KNĐ", "5-KNĐ", "Cần 2 đảng viên chính thức giới thiệu", "giúp đỡ", "thẩm tra")

    way.begin_step(secretary, "branch_propose")
    secretary.fill(on="03/03/2025", document_number="9-NQ/CB", **VOTE)
    secretary.press("Ghi")
    secretary.refused("Chưa ghi được")
    rows = secretary.page.locator("main [role=alert] .missing-list > li")
    for words in unmet:
        expect(rows.filter(has_text=words).first).to_be_visible()
    for row in rows.all():
        expect(row.locator(".now-source")).to_contain_text(re.compile("QĐ/TW|HD/TW|Điều lệ|HD/BTCTW"))
    expect(secretary.page.locator("section.waive")).to_have_count(0)
    secretary.look("30-step-unmet-secretary", desk=True)
    assert Candidate.objects.get(pk=way.pk).stage == Stage.DOSSIER

    way.begin_step(base, "branch_propose")
    base.fill(on="03/03/2025", document_number="9-NQ/CB", **VOTE)
    base.press("Ghi")
    base.refused("Chưa ghi được")
    base.look("31-step-unmet-base", desk=True)
    base.press("Ghi, cho qua các điều kiện chưa đủ")
    base.refused("Chưa lưu được")
    base.fill(waiver_reason="Sắp nhập ngũ, bổ sung sau", waiver_number="12-CV/ĐU", waiver_date="01/03/2025")
    base.press("Ghi, cho qua các điều kiện chưa đủ")
    base.told(name)
    passed = base.page.locator(".overridden")
    expect(passed).to_contain_text("Sắp nhập ngũ, bổ sung sau")
    expect(passed).to_contain_text("12-CV/ĐU")
    base.look("32-person-let-pass", desk=True)
    way.page(secretary)
    expect(secretary.page.locator(".overridden")).to_contain_text("12-CV/ĐU")

    quarter = Period(date(2025, 1, 1), date(2025, 3, 31))
    run, _new = start_run(by=province.user, organisation=tree.province, period=quarter)
    jobs.run(run.job_id)
    province.page.goto(province.address + reverse("reports:report.detail", args=[run.pk]))
    let_pass = f'a[href^="{reverse("reports:report.let_pass", args=[run.pk])}"]'
    told = province.main.locator(".notice-warning").filter(has=province.page.locator(let_pass))
    expect(told).to_contain_text("1 việc")
    province.look("33-report", desk=True)
    province.tap(told.locator(let_pass))
    expect(province.main).to_contain_text(name)
    expect(province.main).to_contain_text("12-CV/ĐU")
    province.look("34-report-let-pass", desk=True)


def test_the_pages_that_remind_fit_a_telephone(world, secretary):
    to_the_dossier(secretary, "Trần Thị Còn Việc")
    way = Way.begin(secretary, "Trần Thị Mới Vào", "01/06/2026", **PERSON)
    secretary.open("deadline.list")
    expect(secretary.main).to_contain_text("Trần Thị Còn Việc")
    secretary.look("40-work-list", desk=True)
    secretary.open("quick")
    expect(secretary.main).to_contain_text(way.name)
    secretary.tap(secretary.page.locator("details.quick-line summary").first)
    secretary.look("41-quick-entry", desk=True)
    secretary.open("review.new")
    secretary.look("42-review", desk=True)
