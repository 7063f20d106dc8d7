"""The page of the rules in force: the text of the day, what is not verified, a day without rules."""

import re

import pytest
from django.urls import reverse

from membership.models import RoleCode

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


@pytest.mark.parametrize("role", RoleCode.values)
def test_everybody_reads_the_rules_and_finds_them_in_the_menu(show, role):
    assert show(role=role).count(f'href="{reverse("candidates:rules")}"') >= 1
