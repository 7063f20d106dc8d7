"""The table of every limit (limits_table.py, limits_conditions.py) case by case, and that nothing is left out of it."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import product

import pytest

from candidates.procedure.checks import unmet_at
from candidates.procedure.facts import Facts
from candidates.procedure.limits import (
    Ballot,
    authority,
    due,
    earliest,
    is_valid,
    lasts_until,
    official_day,
    outcome,
    valid_until,
)
from candidates.procedure.schema import Procedure, Source
from candidates.procedure.texts import PROCEDURES, NoRulesKnown, procedure_on
from membership.base.working_days import WEEKENDS_ONLY
from membership.catalogues.holidays import STATE_OFFICES
from membership.domain.charter import ADULT_MONTHS, PROBATION_MONTHS
from tests.candidates.procedure import limits_table as table
from tests.candidates.procedure.limits_conditions import CONDITIONS
from tests.candidates.procedure.limits_table import COLUMNS, IN_FORCE, LONG, MET, ON, TEXTS, Row, signed

BY_TEXT: dict[str, Procedure] = {procedure.text.code: procedure for procedure in PROCEDURES}
each_text = pytest.mark.parametrize("text", TEXTS)
ONE = timedelta(days=1)
day = date.fromisoformat


def cites(source: Source, text: str, code: str, paragraph: str = "") -> bool:
    return table.SAID_ANEW.get((text, code), paragraph or table.PARAGRAPHS[code]) in str(source)


# --- the days a text holds -------------------------------------------------------------------------------------------
@each_text
def test_the_first_and_the_last_day_of_a_text(text):
    first, last = IN_FORCE[text]
    assert procedure_on(day(first)).text.code == text
    try:
        before = procedure_on(day(first) - ONE).text.code
    except NoRulesKnown:
        before = ""
    assert before == ("", *TEXTS)[TEXTS.index(text)]
    if last:
        assert procedure_on(day(last)).text.code == text
        assert procedure_on(day(last) + ONE).text.code == TEXTS[TEXTS.index(text) + 1]
    assert procedure_on(day(ON[text])).text.code == text


@each_text
def test_a_term_goes_back_to_the_text_of_its_first_day(text):
    latest = BY_TEXT[TEXTS[-1]]
    assert latest.at(day(IN_FORCE[text][0])) is BY_TEXT[text]
    assert latest.at(date(2000, 1, 1)) is BY_TEXT[TEXTS[0]], "before everything known, the first"
    assert BY_TEXT[text].at(date(2030, 1, 1)) is BY_TEXT[text]


# --- deadlines -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "code", "start", "last", "extended"), table.DEADLINES)
def test_the_last_day_in_time(text, code, start, last, extended):
    procedure = BY_TEXT[text]
    begins = official_day(procedure, day(start)) if code == "propose_official" else day(start)
    assert procedure_on(begins) is procedure
    found = due(procedure, code, occurred=day(start), received=day(start), extended=extended)
    assert (found.day, found.doubts) == (day(last), ())
    assert not found.overdue_on(day(last))
    assert found.overdue_on(day(last) + ONE)
    assert STATE_OFFICES.works_on(day(last))
    assert cites(procedure.deadline(code).source, text, code)


@pytest.mark.parametrize(("text", "code"), sorted({row[:2] for row in table.DEADLINES}))
def test_over_a_year_whose_days_off_nobody_knows_the_doubt_is_said(text, code):
    start = day(ON[text])
    said = " ".join(due(BY_TEXT[text], code, occurred=start, received=start, calendar=WEEKENDS_ONLY).doubts)
    assert "Chưa có lịch nghỉ lễ năm" in said
    year = start.year + (code == "propose_official")
    assert str(year) in said
    known = due(BY_TEXT["208-QĐ/TW"], code, occurred=day("2027-12-15"), received=day("2027-12-15"))
    assert "2028" in known.doubts[0]


# --- waitings, validities, numbers -----------------------------------------------------------------------------------
@each_text
@pytest.mark.parametrize(("code", "column", "months"), table.WAITINGS)
def test_the_first_day_after_waiting(text, code, column, months):
    procedure, (enough, too_late) = BY_TEXT[text], COLUMNS[column][text]
    assert earliest(procedure, code, enough) <= day(ON[text]) < earliest(procedure, code, too_late)
    waiting = procedure.waiting(code)
    assert (waiting.length.amount, waiting.length.unit) == (months, "months")
    assert cites(waiting.source, text, code)


@each_text
@pytest.mark.parametrize(("code", "column", "months"), table.VALIDITIES)
def test_the_last_day_papers_are_valid(text, code, column, months):
    procedure, (fresh, stale) = BY_TEXT[text], COLUMNS[column][text]
    on = day(ON[text])
    assert is_valid(procedure, code, fresh, on)
    assert not is_valid(procedure, code, stale, on)
    assert is_valid(procedure, code, stale, valid_until(procedure, code, stale))
    assert is_valid(procedure, code, on, on)
    assert not is_valid(procedure, code, on + ONE, on)
    validity = procedure.validity(code)
    assert (validity.length.amount, validity.length.unit) == (months, "months")
    assert cites(validity.source, text, code)


@each_text
@pytest.mark.parametrize(("code", "amount", "unit", "term"), table.THRESHOLDS)
def test_numbers(text, code, amount, unit, term):
    threshold = BY_TEXT[text].threshold(code)
    assert (threshold.length.amount, threshold.length.unit) == (amount, unit)
    assert cites(threshold.source, text, code)
    if term is not None:
        since, reached = term
        assert lasts_until(day(since), threshold.length) == day(reached)


@each_text
def test_the_charter_says_what_every_text_says(text):
    """membership counts these two itself (membership/domain/charter.py)."""
    procedure = BY_TEXT[text]
    for code in ("probation", "after_probation"):
        assert procedure.waiting(code).length.amount == PROBATION_MONTHS
    (age,) = (row for row in procedure.conditions if row.code == "age")
    assert age.check.youngest * 12 == ADULT_MONTHS


# --- votes and who decides -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "code", "shares"), table.VOTES)
def test_enough_votes_and_one_less(text, code, shares):
    rule = BY_TEXT[text].vote(code)
    for counted, needed in shares:
        assert outcome(rule.majority, Ballot(members=counted + 3, away=1, exempt_absent=2, in_favour=needed)).reached
        assert not outcome(rule.majority, Ballot(members=counted, in_favour=needed - 1)).reached
    assert cites(rule.source, text, code)


@pytest.mark.parametrize(("text", "code", "level", "delegated", "vote"), table.AUTHORITIES)
def test_who_decides(text, code, level, delegated, vote):
    row = authority(BY_TEXT[text], level)
    assert (row.code, row.delegated, row.vote) == (code, delegated, vote)
    assert cites(row.source, text, code)


# --- conditions ------------------------------------------------------------------------------------------------------
def step_of(procedure: Procedure, condition: str) -> str:
    (row,) = (row for row in procedure.conditions if row.code == condition)
    return procedure.task(row.task).step


def looked_at(text: str, row: Row, nth: int) -> list:
    """What is unmet with the allowed (0) or the refused (1) value, everything else being met."""
    procedure, on = BY_TEXT[text], day(ON[text])
    step = step_of(procedure, row.condition)
    known = MET | signed(on) | {"on": on}
    if step in ("propose_official", "make_official"):
        known["ceremony_on"] = LONG
    value = COLUMNS[row.cell][text][nth] if isinstance(row.cell, str) else row.cell[nth]
    return unmet_at(procedure, step, Facts(**(known | row.build(value, on))))


CASES = [pytest.param(text, row, id=f"{text} {row}") for row in CONDITIONS for text in row.texts]


@pytest.mark.parametrize(("text", "row"), CASES)
def test_what_just_suffices_and_what_just_does_not(text, row):
    assert [each.message for each in looked_at(text, row, 0)] == []
    (found,) = looked_at(text, row, 1)
    assert found.code == row.condition
    assert row.said.lower() in found.message.lower()
    assert found.mend
    assert cites(found.source, text, row.condition, row.paragraph)


def test_a_rite_refused_on_a_guess_says_the_doubt():
    on = day("2028-03-01")
    known = MET | signed(on) | {"on": on, "decision_on": day("2027-12-15")}
    (found,) = unmet_at(BY_TEXT["208-QĐ/TW"], "hold_ceremony", Facts(**known))
    assert "Chưa có lịch nghỉ lễ năm 2028" in found.message


@pytest.mark.parametrize(
    ("decided", "received", "last"),
    [
        ("2026-07-20", "2026-07-27", "2026-09-09"),  # decided under 20-QĐ/TW: from receipt, though held under 208
        ("2026-07-25", "2026-07-28", "2026-09-10"),
        ("2026-07-26", "2026-07-28", "2026-09-08"),  # decided under 208-QĐ/TW: from issue
    ],
)
def test_a_running_term_keeps_the_text_of_its_first_day(decided, received, last):
    def found(on: date) -> list:
        known = MET | {"on": on, "decision_on": day(decided), "decision_received_on": day(received)}
        return unmet_at(procedure_on(on), "hold_ceremony", Facts(**known))

    assert procedure_on(day(last)).text.code == "208-QĐ/TW"
    assert found(day(last)) == []
    assert [each.code for each in found(day(last) + ONE)] == ["ceremony_in_time"]


# --- nothing is left out ---------------------------------------------------------------------------------------------
def everywhere(codes: Iterable[str]) -> set[tuple[str, str]]:
    return set(product(TEXTS, codes))


COVERED = {
    "deadlines": {row[:2] for row in table.DEADLINES},
    "waitings": everywhere(row[0] for row in table.WAITINGS),
    "validities": everywhere(row[0] for row in table.VALIDITIES),
    "thresholds": everywhere(row[0] for row in table.THRESHOLDS),
    "votes": {row[:2] for row in table.VOTES},
    "authorities": {row[:2] for row in table.AUTHORITIES},
    "conditions": {(text, row.condition) for row in CONDITIONS for text in row.texts},
}


@pytest.mark.parametrize("kind", COVERED)
def test_the_table_names_everything_the_texts_declare_and_nothing_else(kind):
    declared = {(text, row.code) for text, procedure in BY_TEXT.items() for row in getattr(procedure, kind)}
    assert declared == COVERED[kind]
    if kind == "deadlines":
        longer = {(text, row.code) for text, each in BY_TEXT.items() for row in each.deadlines if row.extension}
        assert {row[:2] for row in table.DEADLINES if row[4]} == longer
