"""Pages of movements: Biểu 1 and the people behind each figure, forms, corrections, probationers."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from candidates.models import Stage
from membership.domain.member_acts import leave, transfer
from membership.domain.movements import record_movement
from membership.domain.stock import balance, year_before
from membership.domain.stock_form import ROWS, lines
from membership.domain.worklist import work_of
from membership.models import MemberMovement, MemberStatus, MovementKind, PartyMember, RoleCode
from tests.factories import AdmissionFactory, MemberFactory, MentorshipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
YEAR = {"tu": "01/01/2026", "den": "31/12/2026"}


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def url(name, *args) -> str:
    return reverse(f"membership:{name}", args=args)


@pytest.fixture
def year(tree):
    """In 2026: three were there and one was admitted; one died, one moved next door, one out of the commune."""
    old, dead = (MemberFactory(organisation=tree.branch, full_name=name) for name in ("Lê Văn Cũ", "Lê Văn Mất"))
    AdmissionFactory(organisation=tree.branch, full_name="Lê Thị Mới", decision_date=date(2026, 2, 2))
    away = MemberFactory(organisation=tree.branch, full_name="Lê Thị Xa")
    leave(by=None, on=date(2026, 3, 1), member=dead, version=1, kind="died")
    transfer(by=None, on=date(2026, 4, 1), member=old, organisation=tree.sibling_branch, version=1)
    transfer(by=None, on=date(2026, 5, 1), member=away, organisation=tree.foreign_branch, version=1)
    return tree


def test_the_form_and_the_children_add_up(year, as_role):
    client = as_role(RoleCode.LEADER, year.province)
    page = text(client.get(url("movement.stock", year.commune.pk), YEAR))
    found = balance(year.commune, date(2026, 1, 1), date(2026, 12, 31))
    assert [(line.row.mark, line.now) for line in lines(found) if line.row.level == 0] == [
        ("A", 3), ("B", 1), ("C", 2), ("D", 2),
    ]  # fmt: skip
    assert found.moved_within == 1
    assert "1 lượt chuyển giữa các tổ chức trực thuộc" in page
    assert year.branch.name in page
    assert "chưa đối chiếu" in page
    assert "Sổ sinh hoạt và biến động lệch" not in page


def test_every_row_leads_to_as_many_people_as_it_counts(year, as_role):
    client = as_role(RoleCode.LEADER, year.root)
    answer = client.get(url("movement.stock", year.commune.pk), YEAR)
    followed = 0
    for each in answer.context["lines"]:
        if each["url"] and each["line"].now:
            table = client.get(each["url"]).context["table"]
            assert len(table.rows) == each["line"].now, each["line"].row
            followed += 1
    assert followed == 8  # A, B, admitted, C, died, moved out, D and the probationer of it


def test_who_may_not_see_people_sees_figures_only(year, as_role):
    client = as_role(RoleCode.LEADER, year.sibling_commune)
    assert client.get(url("movement.stock", year.commune.pk), YEAR).status_code == 404
    mine = client.get(url("movement.list")).content.decode()
    assert "Lê Văn Mất" not in mine


def test_a_branch_sees_who_moved_away_and_who_came(year, as_role):
    client = as_role(RoleCode.BRANCH_SECRETARY, year.branch)
    page = text(client.get(url("movement.list"), {"loai": "moved_out", "to-chuc": year.branch.pk}))
    assert "Lê Thị Xa" in page
    assert "Lê Văn Cũ" in page
    there = as_role(RoleCode.BRANCH_SECRETARY, year.foreign_branch)
    page = text(there.get(url("movement.list"), {"loai": "moved_in", "to-chuc": year.foreign_branch.pk}))
    assert "Lê Thị Xa" in page
    assert "Lê Văn Cũ" not in page
    movement = MemberMovement.objects.get(kind="moved", member__full_name="Lê Thị Xa")
    assert client.get(url("movement.detail", movement.pk)).status_code == 200
    assert client.get(url("movement.reverse", movement.pk)).status_code == 403
    assert there.get(url("movement.reverse", movement.pk)).status_code == 200


def test_the_period_is_asked_for_in_words(year, as_role):
    client, page = as_role(RoleCode.LEADER, year.commune), url("movement.stock", year.branch.pk)
    assert client.get(page, {"tu": "01/06/2026", "den": "01/05/2026"}).status_code == 422
    assert client.get(page, {"tu": "x", "den": ""}).status_code == 422
    quarter = client.get(page, {"tu": "01/01/2026", "den": "31/03/2026"}).context["whole"]
    assert (quarter.opening, quarter.gained, quarter.lost, quarter.closing) == (3, 1, 1, 3)
    words = [label for label, _url, _current in client.get(page).context["shortcuts"]]
    assert words == [
        "Quý I/2026",
        "Quý II/2026",
        "Quý III/2026",
        "6 tháng 2026",
        "9 tháng 2026",
        "Năm 2026",
        "Năm 2025",
    ]


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), (date(2025, 1, 1), date(2025, 3, 31))),
        (date(2024, 2, 1), date(2024, 2, 29), (date(2023, 2, 1), date(2023, 2, 28))),
        (date(2025, 2, 1), date(2025, 2, 28), (date(2024, 2, 1), date(2024, 2, 29))),
        (date(2026, 3, 10), date(2026, 5, 20), (date(2025, 3, 10), date(2025, 5, 20))),
    ],
)
def test_the_same_period_a_year_before(first, last, wanted):
    assert year_before(first, last) == wanted


def test_the_workbook_has_the_columns_of_the_form(year, as_role):
    client = as_role(RoleCode.LEADER, year.commune)
    answer = client.get(url("movement.stock_file", year.commune.pk), YEAR)
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    form, below = book.worksheets
    assert [cell.value for cell in form[6]] == ["Tiêu chí", "Kỳ này", "Cùng kỳ năm trước", "% (2)×100/(3)"]
    rows = list(form.iter_rows(min_row=8, max_row=7 + len(ROWS), values_only=True))
    assert rows[0][:4] == ("A. Đảng viên đầu kỳ", 3, 3, 100)
    assert below["A2"].value == year.branch.name
    assert [cell.value for cell in below[2]][1:] == [3, 1, 0, 3, 2, 1]


def test_an_arrival_by_the_page(tree, as_role):
    client = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    said = {"organisation": tree.branch.code, "full_name": "Lê Văn Đến", "on": "05/03/2026", "other_place": ""}
    assert client.post(url("movement.receive"), said).status_code == 422
    assert (
        client.post(url("movement.receive"), said | {"other_place": "Tỉnh Mẫu", "document_number": "7"}).status_code
        == 302
    )
    member = PartyMember.objects.get()
    page = text(client.get(url("member.detail", member.pk)))
    assert "Chuyển đến từ ngoài đảng bộ" in page
    assert "Tỉnh Mẫu" in page


def test_leaving_coming_back_and_a_correction_by_the_pages(tree, as_role):
    client = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    member = MemberFactory(organisation=tree.branch)
    page = url("member.leave", member.pk)
    assert client.post(page, {"on": "05/03/2026", "version": 1, "kind": ""}).status_code == 422
    assert "Cần ghi số quyết định" in text(client.post(page, {"on": "05/03/2026", "version": 1, "kind": "expelled"}))
    assert client.post(page, {"on": "05/03/2026", "version": 1, "kind": "gone", "reason": "Bỏ đi"}).status_code == 302
    assert "Ghi rõ hình thức rời" in text(client.get(url("member.detail", member.pk)))
    said = {"on": "05/03/2026", "version": 2, "kind": "expelled", "document_number": "9-QĐ"}
    assert client.post(page, said).status_code == 302
    said = {
        "kind": "restored",
        "organisation": tree.branch.code,
        "on": "05/06/2026",
        "document_number": "8",
        "version": 3,
    }
    back = url("movement.return", member.pk)
    assert "Phục hồi" in text(client.get(back))
    assert client.post(back, said | {"version": 1}).status_code == 409
    assert client.post(back, said).status_code == 302
    last = MemberMovement.objects.get(kind=MovementKind.RESTORED)
    undo = url("movement.reverse", last.pk)
    assert client.post(undo, {"reason": " ", "version": 4}).status_code == 422
    assert client.post(undo, {"reason": "Ghi nhầm", "version": 4}).status_code == 302
    member.refresh_from_db()
    assert member.status == MemberStatus.LEFT
    assert "đã đính chính" in text(client.get(url("member.detail", member.pk)))
    assert "Ghi nhầm" in text(client.get(url("movement.detail", last.pk)))
    assert "Phục hồi đảng tịch</td>" not in client.get(url("movement.list")).content.decode()


# --- probationers ----------------------------------------------------------------------------------------------------
def probationer(place, joined_on, name, **fields):
    return MemberFactory(
        organisation=place, full_name=name, joined_on=joined_on, official_on=None, status=MemberStatus.PROBATIONARY,
        **fields,
    )  # fmt: skip


def test_whose_probation_ends_when(tree, as_role):
    for name, joined in (
        ("Lê Văn Quá", date(2025, 7, 15)), ("Lê Văn Mai", date(2025, 7, 16)), ("Lê Văn Ba Mươi", date(2025, 8, 14)),
        ("Lê Văn Sáu Mươi", date(2025, 8, 15)), ("Lê Văn Sau", date(2025, 12, 1)),
    ):  # fmt: skip
        probationer(tree.branch, joined, name)
    admitted = AdmissionFactory(organisation=tree.branch, full_name="Lê Thị Hồ Sơ", decision_date=date(2025, 6, 1))
    MentorshipFactory(candidate=admitted.candidate, member__full_name="Trần Giúp Đỡ")
    assert admitted.candidate.stage == Stage.PROBATIONARY
    client, page = as_role(RoleCode.BRANCH_SECRETARY, tree.branch), url("probation.list")
    shown = text(client.get(page))
    assert "Trần Giúp Đỡ" in shown
    assert shown.index("Lê Thị Hồ Sơ") < shown.index("Lê Văn Quá") < shown.index("Lê Văn Sau")

    def names(**query):
        return {row.record.full_name for row in client.get(page, query).context["table"].rows}

    assert names(han="qua-han") == {"Lê Văn Quá", "Lê Thị Hồ Sơ"}
    assert names(**{"han": "qua-han", "ho-so": "chua"}) == {"Lê Văn Quá"}
    assert names(han="30") == {"Lê Văn Mai", "Lê Văn Ba Mươi"}
    assert names(han="60") == {"Lê Văn Mai", "Lê Văn Ba Mươi", "Lê Văn Sáu Mươi"}


def test_the_home_page_counts_each_probationer_once(tree, as_role):
    from candidates.domain.deadlines import refresh_all

    probationer(tree.branch, date(2025, 7, 15), "Lê Văn Quá")
    probationer(tree.branch, date(2025, 8, 14), "Lê Văn Sắp")
    AdmissionFactory(organisation=tree.branch, decision_date=date(2025, 5, 1))
    refresh_all()
    client = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    told = {item.url: item.count for item in work_of(client.user)}
    assert told[url("probation.list") + "?ho-so=chua&han=qua-han"] == 1
    assert told[url("probation.list") + "?ho-so=chua&han=30"] == 1
    assert sum(count for address, count in told.items() if "propose_official" in address) == 1
    for address in told:
        if "du-bi" in address:
            assert len(client.get(address).context["table"].rows) == told[address]


def test_twelve_months_from_a_leap_day_end_on_the_28th(tree, frozen_today):
    from datetime import UTC, datetime

    from membership.domain.probation import overdue_probation

    probationer(tree.branch, date(2024, 2, 29), "Lê Văn Nhuận")
    for day, n in ((27, 0), (28, 1)):
        frozen_today.move_to(datetime(2025, 2, day, 3, tzinfo=UTC))
        assert overdue_probation(PartyMember.objects.all()).count() == n


def test_a_death_is_told_on_the_page_of_the_member(tree, as_role):
    member = MemberFactory(organisation=tree.branch)
    record_movement(by=None, on=date(2026, 3, 1), member=member, kind="died", version=1)
    page = text(as_role(RoleCode.LEADER, tree.branch).get(url("member.detail", member.pk)))
    assert "Từ trần" in page
    assert "Sinh hoạt trở lại" not in page
