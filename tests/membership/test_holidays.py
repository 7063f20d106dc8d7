"""Days off kept by the administrator: what holds, who may change it, who is told."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from membership.base.working_days import add_working_days
from membership.catalogues.holidays import STATE_OFFICES
from membership.domain import holidays
from membership.domain.errors import Refused, Stale
from membership.domain.holiday_acts import confirm_year, set_holiday, withdraw_holiday
from membership.domain.holidays import day_line, days_of, effect_of, work_calendar
from membership.domain.worklist import work_of
from membership.models import Activity, Holiday, RoleCode
from tests.factories import UserFactory

NATIONAL = date(2026, 9, 2)  # declared, Wednesday
PLAIN = date(2026, 10, 7)  # nothing is said of it, Wednesday
SATURDAY = date(2026, 10, 10)
TEXT = {"name": "Nghỉ hoán đổi", "document": "Thông báo 12/TB"}


@pytest.fixture
def admin(tree):
    return UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.root)


def test_untouched_the_declared_days_hold(db):
    assert work_calendar() == STATE_OFFICES


def test_a_day_off_is_added_and_counts_in_terms(admin):
    before = add_working_days(date(2026, 10, 1), 10, work_calendar())
    set_holiday(by=admin, day=PLAIN, **TEXT)
    assert not work_calendar().works_on(PLAIN)
    assert add_working_days(date(2026, 10, 1), 10, work_calendar()) == date.fromordinal(before.toordinal() + 1)
    assert Activity.objects.get(action="holiday.set").by == admin


def test_a_saturday_is_worked_instead(admin):
    set_holiday(by=admin, day=SATURDAY, worked=True, **TEXT)
    assert work_calendar().works_on(SATURDAY)


def test_a_declared_day_is_withdrawn_and_said_again(admin):
    withdraw_holiday(by=admin, day=NATIONAL, reason="Công văn 3", version=0)
    assert work_calendar().works_on(NATIONAL)
    line = day_line(NATIONAL)
    assert (line.is_withdrawn, line.name, line.withdrawn_reason) == (True, "Quốc khánh", "Công văn 3")
    with pytest.raises(Refused, match="đã bỏ rồi"):
        withdraw_holiday(by=admin, day=NATIONAL, reason="Lần nữa", version=line.version)
    set_holiday(by=admin, day=NATIONAL, version=line.version, **TEXT)
    assert not work_calendar().works_on(NATIONAL)
    assert Holiday.objects.count() == 1


def test_a_declared_line_is_corrected_and_marked_as_compared(admin):
    unverified = next(line for line in days_of(2026) if not line.verified and not line.worked)
    set_holiday(by=admin, day=unverified.day, name=unverified.name, document="Bản gốc", verified=True, version=0)
    line = day_line(unverified.day)
    assert (line.verified, line.source, line.by_office, line.version) == (True, "Bản gốc", True, 1)
    assert work_calendar() == STATE_OFFICES


@pytest.mark.parametrize(
    ("day", "worked", "sentence"),
    [
        (SATURDAY, False, "10/10/2026 là thứ Bảy, vốn đã được nghỉ"),
        (PLAIN, True, "07/10/2026 là thứ Tư, vốn là ngày làm việc"),
        (NATIONAL, False, "đã có trong lịch: “Quốc khánh”"),
        (date(1999, 1, 4), False, "nằm ngoài các năm từ 2000"),
    ],
)
def test_a_day_that_will_not_do_is_refused_in_words(admin, day, worked, sentence):
    with pytest.raises(Refused) as refused:
        set_holiday(by=admin, day=day, worked=worked, **TEXT)
    assert sentence in refused.value.messages["day"][0]
    assert not Holiday.objects.exists()


def test_everything_wrong_is_said_at_once(admin):
    with pytest.raises(Refused) as refused:
        set_holiday(by=admin, day=SATURDAY, name=" ", document="x" * 256)
    assert set(refused.value.messages) == {"day", "name", "document"}


def test_twice_the_same_day_is_refused(admin):
    set_holiday(by=admin, day=PLAIN, **TEXT)
    with pytest.raises(Refused, match="đã có trong lịch"):
        set_holiday(by=admin, day=PLAIN, **TEXT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(day=PLAIN, name="x", document="x")


def test_whoever_saw_an_older_line_is_told(admin):
    row = set_holiday(by=admin, day=PLAIN, **TEXT)
    set_holiday(by=admin, day=PLAIN, version=row.version, **TEXT)
    with pytest.raises(Stale):
        set_holiday(by=admin, day=PLAIN, version=row.version - 1, **TEXT)
    with pytest.raises(Stale):
        withdraw_holiday(by=admin, day=PLAIN, reason="x", version=0)


@pytest.mark.parametrize("role", [RoleCode.ORGANISATION_STAFF, RoleCode.LEADER])
def test_only_who_keeps_catalogues_may(tree, role):
    person = UserFactory(role=role, organisation=tree.root)
    for act in (
        lambda: set_holiday(by=person, day=PLAIN, **TEXT),
        lambda: withdraw_holiday(by=person, day=NATIONAL, reason="x", version=0),
        lambda: confirm_year(by=person, year=2026, document="x"),
    ):
        with pytest.raises(Refused, match="không có quyền"):
            act()


def test_a_year_is_known_when_it_is_confirmed(admin):
    span = date(2029, 1, 1), date(2029, 2, 1)
    with pytest.raises(Refused, match="Chưa có ngày nghỉ nào của năm 2029"):
        confirm_year(by=admin, year=2029, document="TB")
    set_holiday(by=admin, day=date(2029, 1, 1), **TEXT)
    assert work_calendar().unknown_years(*span) == (2029,)
    confirm_year(by=admin, year=2029, document="Thông báo 1")
    assert work_calendar().unknown_years(*span) == ()
    assert confirm_year(by=admin, year=2029, document="Thông báo 2").document == "Thông báo 2"


def test_listeners_hear_of_a_change_once_it_is_committed(admin, monkeypatch, django_capture_on_commit_callbacks):
    heard = []

    def broken(year):
        raise RuntimeError("a listener that fails takes nothing back and stops nobody")

    monkeypatch.setattr("membership.domain.holiday_acts.on_calendar_changed", [broken, heard.append])
    with django_capture_on_commit_callbacks(execute=True):
        set_holiday(by=admin, day=PLAIN, **TEXT)
        assert heard == []
    assert heard == [2026]
    assert not work_calendar().works_on(PLAIN)


def test_the_effect_is_told_before_with_what_others_add(admin, monkeypatch):
    monkeypatch.setattr(holidays, "calendar_effects", [lambda before, after: ["Làm thay đổi hạn của 3 việc."]])
    told = effect_of(PLAIN, worked=False)
    assert "trước là" in told[0] and told[1] == "Làm thay đổi hạn của 3 việc."
    assert "không đổi" in effect_of(NATIONAL, worked=False)[0]
    assert work_calendar() == STATE_OFFICES


def test_outside_a_request_every_call_sees_what_others_wrote(db):
    work_calendar()
    Holiday.objects.create(day=PLAIN, name="Từ tiến trình khác", document="x")
    with CaptureQueriesContext(connection) as taken:
        assert not work_calendar().works_on(PLAIN)
    assert len(taken) == 1


def test_within_a_request_it_is_read_once_and_a_change_is_seen(admin):
    holidays._begin()
    try:
        with CaptureQueriesContext(connection) as taken:
            for _ in range(5):
                work_calendar()
        assert len(taken) == 1
        set_holiday(by=admin, day=PLAIN, **TEXT)
        assert not work_calendar().works_on(PLAIN)
    finally:
        holidays._end()


def test_from_october_on_the_next_year_is_asked_for(admin, frozen_today):
    def asked():
        admin.forget_reach()
        return [item.title for item in work_of(admin) if "lịch nghỉ lễ" in item.title]

    assert asked() == []
    frozen_today.move_to("2027-10-02T03:00:00Z")
    assert asked() == ["Chưa xác nhận lịch nghỉ lễ năm 2028"]
    set_holiday(by=admin, day=date(2028, 1, 3), **TEXT)
    confirm_year(by=admin, year=2028, document="TB")
    assert asked() == []
