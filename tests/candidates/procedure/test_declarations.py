"""What the legal texts declare hangs together, and the text of a day is the one in force on it."""

from datetime import date, timedelta

import pytest

from candidates.models import PIPELINE, Stage
from candidates.procedure import BY_CODE, LEADS_TO, STEPS
from candidates.procedure.schema import Authority, Condition, Form, Limit, Source, VoteRule, restate
from candidates.procedure.texts import PROCEDURES, NoRulesKnown, procedure_on

IDS = [procedure.text.code for procedure in PROCEDURES]
each_text = pytest.mark.parametrize("procedure", PROCEDURES, ids=IDS)


# --- which text holds ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2021-07-30", "24-QĐ/TW"),
        ("2025-01-19", "24-QĐ/TW"),
        ("2025-01-20", "232-QĐ/TW"),
        ("2025-06-30", "232-QĐ/TW"),
        ("2025-07-01", "294-QĐ/TW"),
        ("2026-04-07", "294-QĐ/TW"),
        ("2026-04-08", "20-QĐ/TW"),
        ("2026-07-25", "20-QĐ/TW"),
        ("2026-07-26", "208-QĐ/TW"),
        ("2030-01-01", "208-QĐ/TW"),
    ],
)
def test_the_text_of_a_day(day, text):
    assert procedure_on(date.fromisoformat(day)).text.code == text


def test_a_day_before_every_text_is_said_not_guessed():
    with pytest.raises(NoRulesKnown, match="29/07/2021.*30/07/2021"):
        procedure_on(date(2021, 7, 29))


def test_texts_follow_each_other_without_gap_or_overlap():
    for before, after in zip(PROCEDURES, PROCEDURES[1:], strict=False):
        assert after.text.in_force_from == before.text.in_force_to + timedelta(days=1)
    assert PROCEDURES[-1].text.in_force_to is None


# --- what hangs together ---------------------------------------------------------------------------------------------
@each_text
def test_every_step_on_the_way_has_its_tasks(procedure):
    known = {task.step for task in procedure.tasks}
    assert known - set(BY_CODE) == {""}
    on_the_way = {
        step.code for step in STEPS if step.to_stage in PIPELINE and step.code not in ("nominate_again", "redo")
    }
    assert on_the_way <= known
    assert {LEADS_TO[stage] for stage in PIPELINE if stage != Stage.NOMINATED} == {
        BY_CODE[code].kind for code in on_the_way
    }


@each_text
def test_everything_is_about_a_task_that_is_there(procedure):
    tasks = {task.code for task in procedure.tasks}
    for row in procedure.declarations():
        if isinstance(row, Limit | VoteRule | Condition | Form):
            assert row.task in tasks, row
    for row in (*procedure.deadlines, *procedure.waitings):
        assert row.runs_from in tasks, row
    for deadline in procedure.deadlines:
        assert not deadline.after or procedure.waiting(deadline.after)


@each_text
def test_codes_are_unique_and_names_refer_to_something(procedure):
    for rows in (
        procedure.tasks, procedure.deadlines, procedure.waitings, procedure.validities, procedure.thresholds,
        procedure.votes, procedure.authorities, procedure.conditions, procedure.forms, procedure.settings,
    ):  # fmt: skip
        codes = [row.code for row in rows]
        assert len(codes) == len(set(codes))
    forms, settings = {form.code for form in procedure.forms}, {setting.code for setting in procedure.settings}
    for validity in procedure.validities:
        assert set(validity.forms) <= forms
        assert procedure.validity_of(validity.forms[0]) is not None
    assert procedure.validity_of("16-KNĐ") is None
    assert {condition.setting for condition in procedure.conditions} <= settings | {""}
    for row in procedure.authorities:
        assert isinstance(row, Authority)
        assert not row.vote or procedure.vote(row.vote)


@each_text
def test_every_declaration_names_its_source(procedure):
    assert all(row.source.text for row in procedure.declarations())


@each_text
def test_what_was_not_read_is_not_called_verified(procedure):
    text = procedure.text
    for row in procedure.declarations():
        if row.source.verified:
            assert not row.source.before, row
            assert row.source.text != text.code or text.verified, row
    if not text.verified:
        others = {row.source.text for row in procedure.declarations() if row.source.verified}
        assert others <= {"Điều lệ Đảng", "09-HD/BTCTW 2017", "61-HD/BTGTW 16/6/2022"}


@each_text
def test_no_later_text_cites_a_paragraph_of_an_earlier_one_as_its_own(procedure):
    earlier = set(IDS[: IDS.index(procedure.text.code)])
    for row in procedure.declarations():
        assert row.source.text not in earlier, row


@each_text
def test_the_forms_of_the_dossier_are_there(procedure):
    codes = {form.code for form in procedure.forms}
    assert {f"{number}-KNĐ" for number in range(1, 17)} | {"4A-KNĐ", "CN-NTVĐ"} <= codes


def test_a_source_says_which_text_was_read_instead():
    assert str(Source("24-QĐ/TW", "mục 4.1", True)) == "24-QĐ/TW, mục 4.1"
    ceremony = procedure_on(date(2026, 5, 1)).deadline("hold_ceremony")
    assert str(ceremony.source) == "20-QĐ/TW (theo 294-QĐ/TW, mục 4.1)"
    assert not ceremony.source.verified


def test_a_change_must_take_the_place_of_something():
    first = PROCEDURES[0]
    with pytest.raises(LookupError):
        restate(first, first.text, cites={}, forms=(Form("99-KNĐ", "", "train", Source("x")),))
    with pytest.raises(LookupError):
        restate(first, first.text, cites={}, papers=())
    with pytest.raises(LookupError):
        first.deadline("no_such")


def test_a_setting_of_the_office_stands_before_the_default():
    procedure = PROCEDURES[-1]
    assert procedure.setting_values()["population_policy"] is True
    assert procedure.setting_values({"population_policy": False})["population_policy"] is False
    assert procedure.setting_values({"many_years": 3, "unknown": 1}) == {
        "population_policy": True, "many_years": 3, "local_criteria": "", "may_admit": False, "reply_days": 30,
        "review_months": 6, "quiet_months": 12, "old_age": 70, "referral_days": 15,
        "talk_months": 6, "class_attendance": 80, "class_essay": 5,
    }  # fmt: skip
