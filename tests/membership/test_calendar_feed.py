"""The calendar at a secret address: what it holds, who reads it, how it ends."""

from datetime import date

import pytest
from django.core.cache import cache
from icalendar import Calendar

from membership.domain import calendar_sources
from membership.domain.calendar_feed import FAILURES, make_feed, revoke_feed
from membership.domain.calendar_sources import CalendarEntry
from membership.domain.users import close_account, end_assignment
from membership.models import Activity, CalendarFeed, RoleCode
from tests.factories import UserFactory

LONG = "Chi bộ xét công nhận đảng viên chính thức trong ba mươi ngày làm việc, kể từ khi hết mười hai tháng dự bị"


@pytest.fixture(autouse=True)
def sources(monkeypatch):
    """One source, which speaks of the person it is asked for."""
    cache.clear()
    monkeypatch.setattr(calendar_sources, "SOURCES", [])

    @calendar_sources.calendar_source
    def probation(user):
        yield CalendarEntry(
            "du-bi-7", date(2026, 8, 1), LONG, "Hạn; gồm, phẩy\nvà dòng hai", "/dang-vien/7/", "Trần Thị Thử"
        )
        yield CalendarEntry("truoc", date(2026, 7, 1), f"Việc của {user.pk}")
        yield CalendarEntry("truoc", date(2026, 7, 2), "Trùng mã")

    yield
    cache.clear()


@pytest.fixture
def person(tree):
    return UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)


def read(client, token):
    return client.get(f"/lich/{token}.ics")


def events(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_it_is_read_without_a_login_and_holds_all_day_entries(client, person, frozen_today):
    answer = read(client, make_feed(by=person))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    first, second = events(answer)
    assert (str(first["SUMMARY"]), first.decoded("DTSTART")) == (f"Việc của {person.pk}", date(2026, 7, 1))
    assert str(second["UID"]) == "du-bi-7@tao-nguon"
    assert second.decoded("DTEND") == date(2026, 8, 2)
    assert str(second["SUMMARY"]) == LONG
    assert str(second["DESCRIPTION"]) == "Hạn; gồm, phẩy\nvà dòng hai\nhttp://testserver/dang-vien/7/"
    assert CalendarFeed.objects.get().last_read_at is not None


def test_lines_are_folded_without_cutting_a_letter(client, person):
    body = read(client, make_feed(by=person)).content
    lines = body.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()
    assert b"\n" not in body.replace(b"\r\n", b"")


def test_names_only_for_whoever_asked_for_them(client, person):
    assert "Trần" not in read(client, make_feed(by=person)).content.decode().replace("\r\n ", "")
    named = read(client, make_feed(by=person, with_names=True)).content.decode().replace("\r\n ", "")
    assert f"{LONG.replace(',', chr(92) + ',')}: Trần Thị Thử" in named


def test_the_token_is_kept_nowhere(person):
    token = make_feed(by=person)
    feed = CalendarFeed.objects.get()
    assert token not in str(vars(feed))
    assert not [row for row in Activity.objects.values_list("data", "subject_label") if token in str(row)]


def test_replaced_and_revoked_addresses_are_not_there(client, person):
    old = make_feed(by=person)
    new = make_feed(by=person)
    assert read(client, old).status_code == 404
    assert read(client, new).status_code == 200
    assert revoke_feed(by=person)
    assert read(client, new).status_code == 404
    assert not revoke_feed(by=person)
    actions = list(Activity.objects.filter(by=person).order_by("pk").values_list("action", flat=True))
    assert actions == ["feed.made", "feed.replaced", "feed.revoked"]


@pytest.mark.parametrize("token", ["a", "x" * 43, "ó" * 43, "a" * 5000])
def test_an_unknown_address_is_not_there(client, db, token):
    assert read(client, token).status_code == 404


def test_without_a_role_or_an_account_there_is_no_calendar(client, person, tree):
    token = make_feed(by=person)
    end_assignment(by=None, assignment=person.assignments.get())
    assert read(client, token).status_code == 404
    other = UserFactory(role=RoleCode.LEADER, organisation=tree.province)
    token = make_feed(by=other)
    close_account(by=None, user=other)
    assert read(client, token).status_code == 404
    assert CalendarFeed.objects.get(user=other).revoked_at is not None


def test_guessing_has_to_wait_and_hinders_nobody_else(client, person):
    token = make_feed(by=person)
    for _ in range(FAILURES):
        assert read(client, "x" * 43).status_code == 404
    stopped = read(client, token)
    assert stopped.status_code == 429 and stopped.headers["Retry-After"]
    assert client.get(f"/lich/{token}.ics", REMOTE_ADDR="10.1.2.3").status_code == 200


def test_behind_a_proxy_the_address_is_the_one_the_proxy_wrote(client, person, settings):
    settings.BEHIND_PROXY = True
    token = make_feed(by=person)
    for number in range(FAILURES):
        client.get("/lich/x.ics", headers={"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.9"})
    assert client.get(f"/lich/{token}.ics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 429
    assert client.get(f"/lich/{token}.ics", headers={"X-Forwarded-For": "203.0.113.9, 203.0.113.10"}).status_code == 200
