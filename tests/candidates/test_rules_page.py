"""The page of the rules in force: the text of the day, what is not verified, a day without rules."""

import re
from datetime import date

import pytest
from django.urls import reverse

from candidates.domain.set_rules import set_rule
from membership.domain.holiday_acts import confirm_year, set_holiday, withdraw_holiday
from membership.models import RoleCode
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(as_role, tree):
    def show(day: str | None = None, role=RoleCode.BRANCH_SECRETARY) -> str:
        client = as_role(role, tree.branch)
        answer = client.get(reverse("candidates:rules"), {"ngay": day} if day is not None else {})
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", answer.content.decode())

    return show


@pytest.mark.parametrize(
    ("day", "text", "ceremony"),
    [
        ("19/01/2025", "24-QĐ/TW", "kể từ ngày nhận được quyết định"),
        ("20/01/2025", "232-QĐ/TW", "kể từ ngày nhận được quyết định"),
        ("01/07/2025", "294-QĐ/TW", "kể từ ngày nhận được quyết định"),
        ("25/07/2026", "20-QĐ/TW", "kể từ ngày nhận được quyết định"),
        ("26072026", "208-QĐ/TW", "kể từ ngày ban hành quyết định"),
    ],
)
def test_the_text_of_the_chosen_day(show, day, text, ceremony):
    page = show(day)
    assert f"áp dụng <strong>{text}</strong>" in page
    assert f"trong 30 ngày làm việc, {ceremony}" in page
    assert "16-KNĐ" in page


def test_today_is_shown_first(show, frozen_today):
    page = show()
    assert "Ngày 15/07/2026 áp dụng <strong>20-QĐ/TW</strong>" in page
    assert 'value="15/07/2026"' in page


def test_what_was_not_read_is_marked(show):
    old, new = (re.search(r"(\d+) trong (\d+) điều", show(day)) for day in ("15/03/2024", "01/10/2026"))
    assert old[2] == new[2]
    assert int(old[1]) < int(new[1]) < int(new[2])
    assert show("01/10/2026").count('class="unread"') >= int(new[1])
    assert "chưa đọc được toàn văn" in show("15/03/2024"), "in the list of texts"


def test_a_day_without_rules_is_said(show):
    page = show("29/07/2021")
    assert "chưa có quy định có hiệu lực ngày 29/07/2021" in page
    assert 'id="trinh-tu"' not in page
    assert "24-QĐ/TW" in page


def test_a_year_without_holidays_is_said(show):
    assert "Chưa có lịch nghỉ lễ của năm này" in show("01/01/2030")
    assert "16/02/2026 (thứ Hai)" in show("01/01/2026")


def test_what_is_no_day_is_kept_and_said(show, frozen_today):
    page = show("32/01/2026")
    assert 'value="32/01/2026"' in page
    assert "Không đọc được ngày này" in page
    assert "<strong>20-QĐ/TW</strong>" in page


# An account of a mass organisation sees whom that one introduced, and nothing else.
@pytest.mark.parametrize("role", [role for role in RoleCode.values if role != RoleCode.MASS_ORGANISATION])
def test_everybody_reads_the_rules_and_finds_them_in_the_menu(show, role):
    assert show(role=role).count(f'href="{reverse("candidates:rules")}"') >= 1


# --- what the office keeps -------------------------------------------------------------------------------------------
def test_the_days_off_are_those_the_administrator_keeps(show, tree, frozen_today):
    admin = UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.root)
    set_holiday(by=admin, day=date(2026, 10, 7), name="Nghỉ bão", document="9-TB")
    withdraw_holiday(by=admin, day=date(2026, 11, 24), reason="Chưa có thông báo", version=0)
    page = show("01/10/2026")
    assert "07/10/2026 (thứ Tư)" in page and "Nghỉ bão" in page and "9-TB" in page
    assert "24/11/2026" not in page
    assert f'href="{reverse("membership:holiday.list")}?nam=2026"' in page


def test_a_year_is_unknown_until_it_is_confirmed(show, tree, frozen_today):
    admin = UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.root)
    set_holiday(by=admin, day=date(2030, 2, 4), name="Tết Nguyên đán", document="9-TB")
    page = show("01/01/2030")
    assert "04/02/2030 (thứ Hai)" in page and "chưa được xác nhận là đủ" in page
    confirm_year(by=admin, year=2030, document="9-TB")
    assert "chưa được xác nhận" not in show("01/01/2030")


def local(tree, code, value, organisation, on=date(2026, 1, 1), number="5-QĐ/TU"):
    set_rule(by=None, organisation=organisation, code=code, value=value, in_force_from=on, document_number=number)


def cell(page: str, setting: str) -> str:
    """What the page says of a setting."""
    part = page.partition('id="quy-dinh-rieng"')[2]
    return re.sub(r"<[^>]+>", " ", part.partition(setting)[2].partition("</tr>")[0])


REMIND = "Sau bao nhiêu ngày chưa có trả lời thì nhắc"


def test_what_holds_locally_is_shown_with_who_set_it(show, tree, frozen_today):
    assert "Mức chung" in cell(show(), REMIND)
    local(tree, "reply_days", 20, tree.province)
    local(tree, "reply_days", 40, tree.commune, on=date(2026, 3, 1), number="8-QĐ/ĐU")
    local(tree, "reply_days", 60, tree.foreign_province, number="6-QĐ/TU")
    local(tree, "population_policy", False, tree.province)
    page = show()
    assert " 40 " in cell(page, REMIND) and "Đảng ủy xã An Bình 1 đặt tại 8-QĐ/ĐU, từ 01/03/2026" in page
    assert "6-QĐ/TU" not in page
    assert " Không " in cell(page, "Xét chính sách dân số")
    before = show("28/02/2026")
    assert " 20 " in cell(before, REMIND) and "8-QĐ/ĐU" not in before
    assert f'href="{reverse("candidates:rule.list")}"' in page


def test_a_delegation_names_the_committee(show, tree, frozen_today):
    local(tree, "may_admit", True, tree.commune, number="3-QĐ/TU")
    local(tree, "may_admit", False, tree.province, number="4-QĐ/TU")
    told = cell(show(), "Đảng ủy cơ sở được ủy quyền")
    assert "Đảng ủy xã An Bình 1 đặt tại 3-QĐ/TU" in told and "Tỉnh ủy An Bình đặt tại 4-QĐ/TU" in told
