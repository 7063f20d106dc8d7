"""Filters and tags of templates; icons that exist; phrases for every recorded act; no inline style or script."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import Context, Template

from membership.domain.phrases import PHRASES
from membership.templatetags import present

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize(("value", "text"), [(1234, "1.234"), (0, "0"), (None, "–"), (Decimal("12.5"), "12,5")])
def test_number(value, text):
    assert present.number(value) == text


@pytest.mark.parametrize(("value", "text"), [(Decimal("127.05"), "127,1\u00a0%"), (None, "–"), (0, "0,0\u00a0%")])
def test_percent(value, text):
    assert present.percent(value) == text


def test_code_has_dots_only_where_it_has_fourteen_digits():
    assert present.code("92001002000000") == "92.001.002.000.000"
    assert present.code("CB-01") == "CB-01"


def test_small_words():
    assert present.initials("Nguyễn Văn Ánh") == "NÁ"
    assert present.initials("") == ""
    assert present.day(date(2026, 6, 5)) == "05/06/2026"
    assert present.day(None) == "–"
    assert present.moment(datetime(2026, 1, 2, 3, 4, tzinfo=UTC)) == "10:04 02/01/2026"
    assert present.duration(timedelta(seconds=95)) == "2 phút"
    assert present.yes_no(None) == "chưa rõ"


@pytest.mark.parametrize(
    ("percent", "expected", "standing"),
    [
        (127, 50, "attained"),
        (60, 50, "on"),
        (40, 50, "behind"),
        (None, 50, "none"),
        (40, None, "on"),
        (0, 50, "behind"),
    ],
)
def test_pace(percent, expected, standing):
    assert present.pace(percent, expected) == standing


def test_bar_draws_with_points_whatever_the_language():
    template = Template('{% include "parts/bar.html" with percent=percent expected=expected %}')
    drawn = template.render(Context({"percent": Decimal("92.5"), "expected": Decimal("89.04")}))
    assert 'width="92.50"' in drawn and "M89.04 0V10" in drawn
    assert "Đúng tiến độ" in drawn


def test_every_icon_named_in_a_template_is_in_the_sprite():
    known = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/app/icons.svg").read_text("utf-8")))
    named = {
        (path.name, name) for path in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', path.read_text("utf-8"))
    }
    assert {pair for pair in named if pair[1] not in known} == set()


def test_no_template_carries_styles_or_scripts_of_its_own():
    wrong = re.compile(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
    assert [str(path) for path in TEMPLATES if wrong.search(path.read_text("utf-8"))] == []


def test_every_recorded_act_has_its_phrase():
    pattern = re.compile(r'\b(?:record|write_traces)\(\s*"([a-z_.]+)"')
    found = {
        action
        for app in ("membership", "candidates", "reports")
        for path in (ROOT / app).rglob("*.py")
        for action in pattern.findall(path.read_text("utf-8"))
    }
    assert found - set(PHRASES) == set()
