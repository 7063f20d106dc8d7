from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.base.dates import (
    DateError,
    PartialDate,
    add_months,
    completed_years,
    format_date,
    months_between,
    parse_date,
)

DAY = date(2026, 6, 5)


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        datetime(2026, 6, 5, 14, 30),
        "05/06/2026",
        "5/6/2026",
        "5-6-2026",
        "05.06.2026",
        " 05 / 06 / 2026 ",
        "05–06–2026",
        "05\u00a0/06/2026",
        "ngày 05 tháng 6 năm 2026",
        "Ngày 5 tháng 06, năm 2026",
        "NGAY 5 THANG 6 NAM 2026",
        "ngày 05/06/2026",
        "2026-06-05",
        "2026-06-05 00:00:00",
        "2026-06-05T00:00:00",
        "05/06/2026 00:00:00",
        "05062026",
        46178,
        46178.0,
        46178.75,
        PartialDate(DAY),
    ],
)
def test_the_same_day_written_in_many_ways(value):
    assert parse_date(value) == PartialDate(DAY, "day")
    assert parse_date(value, allow_partial=True) == PartialDate(DAY, "day")


@pytest.mark.parametrize(
    "value, shown",
    [
        ("06/1986", "06/1986"),
        ("6-1986", "06/1986"),
        ("/06/1986", "06/1986"),
        ("/6/1986", "06/1986"),
        ("00/06/1986", "06/1986"),
        ("…/06/1986", "06/1986"),
        ("1986-06", "06/1986"),
        ("tháng 6 năm 1986", "06/1986"),
        ("1986", "1986"),
        (1986, "1986"),
        (1986.0, "1986"),
        ("/ /1986", "1986"),
        ("/ / //1986", "1986"),
        ("//1986", "1986"),
        ("../../1986", "1986"),
        ("__/__/1986", "1986"),
        ("00/00/1986", "1986"),
        ("năm 1986", "1986"),
    ],
)
def test_partial_dates_only_where_they_are_allowed(value, shown):
    parsed = parse_date(value, allow_partial=True)
    assert str(parsed) == shown and parsed.precision != "day"
    with pytest.raises(DateError):
        parse_date(value)
    with pytest.raises(DateError):
        parse_date(parsed)


@pytest.mark.parametrize(
    "value",
    [
        "31/02/1990",
        "29/02/2025",
        "32/01/1990",
        "12/25/1990",
        "13/1986",
        "05/06/86",
        "5/6/86",
        "ngày 5 tháng 6 năm 86",
        "20260605",
        "",
        None,
        True,
        "chưa rõ",
        "05/06",
        "5 tuổi",
        0,
        -1,
        80_001,
        60,
        5_132_026,
        20_240_310,
        99_999_999,
        5_062_026.5,
        float("nan"),
        float("inf"),
        "45000",
        "05/06/0198",
        "05/06/9999",
        "01/01/1899",
        "09/9/2022 - 18/9/2022",
        "0000",
        "٠٥/٠٦/٢٠٢٦",
        "x" * 10_000,
        b"x",
        [],
    ],
)
def test_refused_with_a_sentence(value):
    for allow_partial in (False, True):
        with pytest.raises(DateError) as refusal:
            parse_date(value, allow_partial=allow_partial)
        assert str(refusal.value).endswith(".") and len(str(refusal.value)) < 250


def test_the_sentences():
    with pytest.raises(DateError) as refusal:
        parse_date("31/02/1990")
    assert str(refusal.value) == ("“31/02/1990” không phải là ngày có thật; cần dạng ngày/tháng/năm, ví dụ 05/06/1990.")
    with pytest.raises(DateError, match="hai chữ số"):
        parse_date("05/06/86")
    with pytest.raises(DateError, match="chưa đủ ngày, tháng và năm"):
        parse_date("1986")
    with pytest.raises(DateError, match="chưa đủ ngày, tháng và năm"):
        parse_date(1986)  # not 08/06/1905, which is what the serial would mean


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_what_is_written_is_read_back(day):
    assert parse_date(format_date(day)) == PartialDate(day)
    assert parse_date(day.isoformat()) == PartialDate(day)
    assert parse_date(format_date(day).replace("/", "")) == PartialDate(day)
    month = PartialDate(day.replace(day=1), "month")
    assert parse_date(format_date(day, "month"), allow_partial=True) == month
    year = PartialDate(date(day.year, 1, 1), "year")
    assert parse_date(format_date(day, "year"), allow_partial=True) == year


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_typed_in_digits_that_a_workbook_took_for_a_number(day):
    digits = int(format_date(day).replace("/", ""))
    assert parse_date(digits) == parse_date(float(digits)) == PartialDate(day)


@given(st.dates(date(1905, 12, 31), date(2119, 1, 10)))
def test_excel_serials(day):
    serial = (day - date(1899, 12, 30)).days
    if not 1900 <= serial <= 2100:
        assert parse_date(serial).day == day


@given(
    st.one_of(
        st.text(max_size=80), st.text(alphabet="0123456789/-. ngàythángăm", max_size=40), st.floats(), st.integers()
    )
)
def test_anything_gives_a_date_or_a_sentence(value):
    for allow_partial in (False, True):
        try:
            assert 1900 <= parse_date(value, allow_partial=allow_partial).day.year <= 2199
        except DateError as refusal:
            assert str(refusal).endswith(".")


@pytest.mark.parametrize(
    "born, on, years",
    [
        (date(2000, 5, 19), date(2018, 5, 18), 17),
        (date(2000, 5, 19), date(2018, 5, 19), 18),
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
    ],
)
def test_completed_years(born, on, years):
    assert completed_years(born, on) == years


def test_months():
    assert months_between(date(2026, 1, 31), date(2026, 2, 1)) == 1
    assert months_between(date(2026, 2, 1), date(2025, 12, 31)) == -2
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2025, 3, 31), -1) == date(2025, 2, 28)
    assert add_months(date(2025, 11, 30), 1) == date(2025, 12, 30)
    assert add_months(date(2025, 12, 31), 12) == date(2026, 12, 31)
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-1200, 1200))
def test_adding_months_moves_by_that_many_months(day, months):
    moved = add_months(day, months)
    assert months_between(day, moved) == months and moved.day <= day.day
    assert moved.day == day.day or (
        moved.replace(day=1).toordinal() + moved.day == add_months(moved.replace(day=1), 1).toordinal()
    )


def test_format_of_nothing():
    assert format_date(None) == ""
