"""Every limit of the law at its boundary under each legal text: the last day allowed and the day after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.procedure.limits import (
    Ballot,
    BallotError,
    authority,
    due,
    earliest,
    is_valid,
    lasts_until,
    official_day,
    outcome,
    valid_until,
)
from candidates.procedure.schema import Length, Level, Majority, Unit
from candidates.procedure.texts import PROCEDURES
from membership.base.working_days import WEEKENDS_ONLY

BY_TEXT = {procedure.text.code: procedure for procedure in PROCEDURES}
each_text = pytest.mark.parametrize("procedure", PROCEDURES, ids=list(BY_TEXT))
ONE = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


# --- deadlines in working days ---------------------------------------------------------------------------------------
# The start lies in the text's own time; counted by hand on the calendar of State offices.
DEADLINES = [
    # (text, deadline, start, last day in time)
    ("24-QĐ/TW", "decide", "2024-01-15", "2024-04-15"),  # over Tết 8–14/2
    ("24-QĐ/TW", "hold_ceremony", "2024-01-31", "2024-03-20"),  # from a month's end, over Tết and 29/02
    ("24-QĐ/TW", "make_official", "2022-12-30", "2023-02-20"),  # over both New Years
    ("24-QĐ/TW", "transfer", "2024-03-01", "2024-05-29"),  # 18/4, 29/4 exchanged, 30/4, 1/5; 4/5 worked
    ("24-QĐ/TW", "present_letter", "2024-08-30", "2024-10-15"),  # 2/9, 3/9
    ("232-QĐ/TW", "decide", "2025-01-24", "2025-04-26"),  # Tết 27–31/1, 7/4; the last is a worked Saturday
    ("232-QĐ/TW", "hold_ceremony", "2025-01-24", "2025-03-14"),
    ("232-QĐ/TW", "make_official", "2025-02-28", "2025-04-14"),
    ("294-QĐ/TW", "decide", "2025-08-29", "2025-11-25"),  # 1/9, 2/9
    ("294-QĐ/TW", "hold_ceremony", "2026-01-30", "2026-03-20"),  # Tết 16–20/2
    ("294-QĐ/TW", "make_official", "2025-12-31", "2026-02-12"),  # 1/1, 2/1 exchanged, 10/1 worked
    ("20-QĐ/TW", "decide", "2026-04-24", "2026-07-22"),  # 27/4, 30/4, 1/5
    ("20-QĐ/TW", "hold_ceremony", "2026-04-24", "2026-06-10"),
    ("20-QĐ/TW", "make_official", "2026-05-31", "2026-07-10"),  # a Sunday
    ("208-QĐ/TW", "decide", "2026-08-21", "2026-11-17"),  # 22/8 worked, 31/8–2/9
    ("208-QĐ/TW", "hold_ceremony", "2026-08-21", "2026-10-06"),
    ("208-QĐ/TW", "make_official", "2026-12-31", "2027-02-19"),  # Tết 2027
]


@pytest.mark.parametrize(("text", "code", "start", "last"), DEADLINES)
def test_the_last_day_in_time_and_the_day_after(text, code, start, last):
    procedure = BY_TEXT[text]
    assert procedure.text.covers(day(start))
    found = due(procedure, code, occurred=day(start), received=day(start))
    assert found.day == day(last)
    assert found.doubts == ()
    assert not found.overdue_on(day(last))
    assert found.overdue_on(day(last) + ONE)


@each_text
@pytest.mark.parametrize(
    ("code", "length"),
    [("decide", 60), ("hold_ceremony", 30), ("propose_official", 30), ("make_official", 30), ("transfer", 60),
     ("present_letter", 30)],
)  # fmt: skip
def test_how_long_each_deadline_is(procedure, code, length):
    assert procedure.deadline(code).length == Length(length, Unit.WORKING_DAYS)


@each_text
def test_the_ceremony_from_receipt_until_2026_and_from_issue_since(procedure):
    """Issued on 3/9, received on 9/9: the same papers, two last days."""
    found = due(procedure, "hold_ceremony", occurred=day("2026-09-03"), received=day("2026-09-09"))
    assert found.day == (day("2026-10-15") if procedure.text.code == "208-QĐ/TW" else day("2026-10-21"))
    assert found.doubts == ()


def test_a_receipt_nobody_wrote_down_is_said():
    found = due(BY_TEXT["24-QĐ/TW"], "hold_ceremony", occurred=day("2024-06-03"))
    assert found.day == day("2024-07-15")
    assert len(found.doubts) == 1
    assert "ngày nhận" in found.doubts[0]
    assert due(BY_TEXT["208-QĐ/TW"], "hold_ceremony", occurred=day("2026-09-03")).doubts == ()


@each_text
@pytest.mark.parametrize(
    ("held", "last"),
    [
        ("2023-05-19", "2024-06-28"),  # the twelve months end on Sunday 19/5/2024
        ("2024-02-29", "2025-04-14"),  # end on 28/2/2025, no leap day
        ("2023-02-28", "2024-04-10"),  # end on 28/2/2024, not the 29th
        ("2022-01-31", "2023-03-14"),
    ],
)
def test_the_branch_considers_within_30_working_days_after_probation(procedure, held, last):
    found = due(procedure, "propose_official", occurred=day(held))
    assert found.day == day(last)


@each_text
@pytest.mark.parametrize("code", ["decide", "make_official"])
def test_an_extension_adds_at_most_30_working_days(procedure, code):
    plain = due(procedure, code, occurred=day("2026-03-02"), calendar=WEEKENDS_ONLY).day
    extended = due(procedure, code, occurred=day("2026-03-02"), calendar=WEEKENDS_ONLY, extended=True).day
    assert (extended - plain).days == 42


@each_text
def test_a_ceremony_cannot_be_extended(procedure):
    with pytest.raises(ValueError, match="extended"):
        due(procedure, "hold_ceremony", occurred=day("2026-03-02"), extended=True)


@each_text
def test_a_year_without_holidays_is_said(procedure):
    found = due(procedure, "decide", occurred=day("2027-12-15"), received=day("2027-12-15"))
    assert any("2028" in doubt for doubt in found.doubts)


# --- months: waiting and validity ------------------------------------------------------------------------------------
@each_text
@pytest.mark.parametrize(
    ("code", "months", "since", "first"),
    [
        ("same_place", 12, "2025-06-15", "2026-06-15"),
        ("same_place", 12, "2024-02-29", "2025-02-28"),
        ("probation", 12, "2025-05-19", "2026-05-19"),
        ("probation", 12, "2024-02-29", "2025-02-28"),
        ("probation", 12, "2023-02-28", "2024-02-28"),
        ("probation", 12, "2025-12-31", "2026-12-31"),
        ("after_probation", 12, "2025-05-19", "2026-05-20"),
        ("after_probation", 12, "2024-02-29", "2025-03-01"),
        ("readmit", 36, "2021-02-28", "2024-02-28"),
        ("readmit", 36, "2024-02-29", "2027-02-28"),
        ("readmit_convicted", 60, "2020-02-29", "2025-02-28"),
        ("readmit_convicted", 60, "2021-03-31", "2026-03-31"),
        ("third_child", 24, "2024-08-31", "2026-08-31"),
        ("third_child", 24, "2024-02-29", "2026-02-28"),
        ("fourth_child", 36, "2023-10-31", "2026-10-31"),
    ],
)
def test_the_first_day_after_waiting(procedure, code, months, since, first):
    assert procedure.waiting(code).length == Length(months, Unit.MONTHS)
    assert earliest(procedure, code, day(since)) == day(first)


@each_text
@pytest.mark.parametrize(
    ("code", "months", "signed", "last"),
    [
        ("certificate", 60, "2021-06-05", "2026-06-05"),
        ("certificate", 60, "2020-02-29", "2025-02-28"),
        ("certificate", 60, "2019-11-30", "2024-11-30"),
        ("certificate", 60, "2021-08-31", "2026-08-31"),
        ("papers", 12, "2025-06-05", "2026-06-05"),
        ("papers", 12, "2024-02-29", "2025-02-28"),
        ("papers", 12, "2023-12-31", "2024-12-31"),
    ],
)
def test_the_last_day_papers_are_valid(procedure, code, months, signed, last):
    assert procedure.validity(code).length == Length(months, Unit.MONTHS)
    assert valid_until(procedure, code, day(signed)) == day(last)
    assert is_valid(procedure, code, day(signed), day(last))
    assert not is_valid(procedure, code, day(signed), day(last) + ONE)
    assert is_valid(procedure, code, day(signed), day(signed))
    assert not is_valid(procedure, code, day(signed), day(signed) - ONE), "from the future"


@each_text
@pytest.mark.parametrize(("held", "official"), [("2025-05-19", "2026-05-19"), ("2024-02-29", "2025-02-28")])
def test_the_official_day_is_the_day_probation_ends(procedure, held, official):
    assert official_day(procedure, day(held)) == day(official)


@each_text
@pytest.mark.parametrize(
    ("code", "amount", "unit"),
    [
        ("branch_members", 3, Unit.PERSONS),
        ("failed_votes", 3, Unit.TIMES),
        ("readmissions", 1, Unit.TIMES),
        ("too_many_children", 5, Unit.PERSONS),
        ("inactive", 3, Unit.MONTHS),
        ("lost_will", 12, Unit.MONTHS),
        ("unworthy", 2, Unit.YEARS),
    ],
)
def test_thresholds(procedure, code, amount, unit):
    assert procedure.threshold(code).length == Length(amount, unit)


def test_lengths_of_every_unit():
    start = day("2024-02-29")
    assert lasts_until(start, Length(2, Unit.YEARS)) == day("2026-02-28")
    assert lasts_until(start, Length(4, Unit.YEARS)) == day("2028-02-29")
    assert lasts_until(start, Length(10, Unit.DAYS)) == day("2024-03-10")
    with pytest.raises(ValueError, match="no term"):
        lasts_until(start, Length(3, Unit.PERSONS))


@given(st.dates(date(2021, 7, 30), date(2027, 12, 31)), st.integers(0, 400), st.sampled_from(PROCEDURES))
def test_a_later_start_is_never_due_earlier(start, later, procedure):
    for deadline in procedure.deadlines:
        first = due(procedure, deadline.code, occurred=start, received=start).day
        other = start + timedelta(days=later)
        assert first <= due(procedure, deadline.code, occurred=other, received=other).day
        assert first > start


# --- votes -----------------------------------------------------------------------------------------------------------
@each_text
@pytest.mark.parametrize("code", ["branch_propose", "propose_official"])
@pytest.mark.parametrize(
    ("ballot", "needed", "reached"),
    [
        (Ballot(members=3, in_favour=2), 2, True),
        (Ballot(members=3, in_favour=1), 2, False),
        (Ballot(members=9, in_favour=6), 6, True),  # exactly two thirds is enough
        (Ballot(members=9, in_favour=5), 6, False),
        (Ballot(members=10, in_favour=7), 7, True),  # 6,67
        (Ballot(members=10, in_favour=6), 7, False),
        (Ballot(members=11, in_favour=7), 8, False),  # 7,33
        (Ballot(members=12, away=1, exempt_absent=2, in_favour=6), 6, True),
        (Ballot(members=12, away=1, exempt_absent=2, in_favour=5), 6, False),
        (Ballot(members=12, present=7, in_favour=7), 8, False),  # all present in favour, and yet not enough
        (Ballot(members=12, away=2, present=7, in_favour=7), 7, True),
    ],
)
def test_two_thirds_of_all_official_members(procedure, code, ballot, needed, reached):
    found = outcome(procedure.vote(code).majority, ballot)
    assert (found.needed, found.reached) == (needed, reached)


@each_text
def test_two_thirds_of_the_base_committee_propose(procedure):
    assert procedure.vote("base_propose").majority == Majority(2, 3)


def test_more_than_half_is_not_half():
    more = Majority(1, 2, strict=True)
    assert [more.needed(n) for n in (9, 10, 11)] == [5, 6, 6]
    assert str(more) == "trên 1/2"
    assert str(Majority(2, 3)) == "từ 2/3 trở lên"


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"members": -1, "in_favour": 0}, "nhỏ hơn 0"),
        ({"members": 0, "in_favour": 0}, "Không còn"),
        ({"members": 5, "away": 3, "exempt_absent": 2, "in_favour": 0}, "Không còn"),
        ({"members": 5, "in_favour": 6}, "nhiều hơn số người có thể"),
        ({"members": 5, "present": 4, "in_favour": 5}, "nhiều hơn số người có thể"),
        ({"members": 5, "away": 1, "present": 5, "in_favour": 4}, "Có mặt 5"),
    ],
)
def test_votes_that_do_not_add_up_are_refused_in_a_sentence(numbers, words):
    with pytest.raises(BallotError, match=words):
        Ballot(**numbers)


@given(st.integers(1, 500), st.integers(1, 6), st.integers(1, 7), st.booleans())
def test_needed_is_the_smallest_number_that_is_enough(counted, numerator, rest, strict):
    majority = Majority(numerator, numerator + rest, strict)
    needed = majority.needed(counted)

    def enough(votes):
        left, right = votes * majority.denominator, counted * majority.numerator
        return left > right if strict else left >= right

    assert enough(needed)
    assert not enough(needed - 1)


# --- authority -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "body", "share"),
    [
        ("24-QĐ/TW", "được ủy quyền", Majority(2, 3)),
        ("232-QĐ/TW", "được ủy quyền", Majority(2, 3)),
        ("294-QĐ/TW", "được ủy quyền", Majority(2, 3)),
        ("20-QĐ/TW", "được ủy quyền", Majority(2, 3)),
        ("208-QĐ/TW", "Ban thường vụ", Majority(1, 2, strict=True)),
    ],
)
def test_who_admits_at_the_base(text, body, share):
    found = authority(BY_TEXT[text], Level.BASE)
    assert body in str(found.body)
    assert BY_TEXT[text].vote(found.vote).majority == share


@each_text
def test_who_admits_above_the_base(procedure):
    assert "Ban thường vụ" in str(authority(procedure, Level.ABOVE_BASE).way)
    assert "Thường trực" in str(authority(procedure, Level.UNDER_CENTRE).way)
