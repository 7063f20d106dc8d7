"""Working days over weekends, Tết and exchanged Saturdays; whatever the days off, the two functions agree."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.base.working_days import WEEKENDS_ONLY, WorkCalendar, add_working_days, working_days_between
from membership.catalogues.holidays import STATE_OFFICES, YEARS

DAYS = st.dates(date(2020, 1, 1), date(2029, 12, 31))
CALENDARS = st.builds(
    lambda off, worked: WorkCalendar(frozenset(off), frozenset(worked) - frozenset(off)),
    st.lists(st.dates(date(2020, 1, 1), date(2029, 12, 31)), max_size=60),
    st.lists(st.dates(date(2020, 1, 1), date(2029, 12, 31)), max_size=10),
)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-06-05", 0, "2026-06-05"),
        ("2026-06-06", 0, "2026-06-06"),  # a Saturday stays what it is
        ("2026-06-05", 1, "2026-06-08"),  # Friday, the next is Monday
        ("2026-06-06", 1, "2026-06-08"),
        ("2026-06-07", 1, "2026-06-08"),
        ("2026-02-13", 1, "2026-02-23"),  # over Tết: nine free days
        ("2026-02-12", 2, "2026-02-23"),
        ("2026-02-18", 1, "2026-02-23"),  # starts within Tết
        ("2024-04-26", 1, "2024-05-02"),  # 29/04 exchanged, 30/04, 01/05
        ("2024-05-03", 1, "2024-05-04"),  # the Saturday worked instead
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-08-28", 1, "2026-09-03"),
        ("2024-02-28", 1, "2024-02-29"),  # leap day
        ("2025-12-31", 1, "2026-01-05"),
    ],
)
def test_the_nth_working_day_after(start, n, end):
    assert add_working_days(date.fromisoformat(start), n, STATE_OFFICES) == date.fromisoformat(end)


def test_a_term_has_no_negative_length():
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 1, 1), -1)


@given(DAYS, st.integers(0, 90), CALENDARS)
def test_adding_and_counting_agree(day, n, calendar):
    assert working_days_between(day, add_working_days(day, n, calendar), calendar) == n


@given(DAYS, st.integers(1, 90), CALENDARS)
def test_the_last_day_is_worked_and_the_earliest_such(day, n, calendar):
    end = add_working_days(day, n, calendar)
    assert calendar.works_on(end)
    assert working_days_between(day, end - timedelta(days=1), calendar) == n - 1


@given(DAYS, st.integers(0, 40), st.integers(0, 40), CALENDARS)
def test_terms_can_be_put_together(day, first, second, calendar):
    together = add_working_days(day, first + second, calendar)
    assert add_working_days(add_working_days(day, first, calendar), second, calendar) == together


@given(DAYS, DAYS, CALENDARS)
def test_counting_back_is_counting_on(first, last, calendar):
    assert working_days_between(first, last, calendar) == -working_days_between(last, first, calendar)


@given(DAYS, DAYS, st.integers(0, 40), CALENDARS)
def test_who_starts_later_never_ends_earlier(one, other, n, calendar):
    early, late = sorted((one, other))
    if n:
        assert add_working_days(early, n, calendar) <= add_working_days(late, n, calendar)


@given(DAYS, st.integers(0, 90), CALENDARS)
def test_a_day_off_never_shortens_a_term(day, n, calendar):
    without = WorkCalendar(worked=calendar.worked)
    assert add_working_days(day, n, without) <= add_working_days(day, n, calendar)


# --- the table of days off -------------------------------------------------------------------------------------------
def test_every_year_is_there_once_and_in_order():
    assert sorted(YEARS) == list(range(2021, 2028))
    for year, rows in YEARS.items():
        off = [row.day for row in rows if not row.worked]
        assert off == sorted(set(off)), year
        assert {row.day.year for row in rows} == {year}


def test_days_off_are_weekdays_and_worked_days_are_not():
    for row in (row for rows in YEARS.values() for row in rows):
        assert (row.day.weekday() >= 5) == row.worked, row


def test_tet_takes_five_working_days_in_every_year():
    for year, rows in YEARS.items():
        assert sum(row.name == "Tết Nguyên đán" for row in rows) == 5, year


def test_as_many_days_worked_as_exchanged():
    for rows in YEARS.values():
        assert sum(row.worked for row in rows) == sum("hoán đổi" in row.name for row in rows)


def test_a_year_nobody_entered_is_named():
    assert STATE_OFFICES.unknown_years(date(2027, 12, 20), date(2028, 1, 20)) == (2028,)
    assert STATE_OFFICES.unknown_years(date(2026, 1, 1), date(2027, 12, 31)) == ()
    assert WEEKENDS_ONLY.unknown_years(date(2026, 1, 1), date(2026, 1, 2)) == (2026,)
