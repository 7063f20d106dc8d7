"""Each condition of the law at its boundary under each legal text, with a sentence, a paragraph and what mends it."""

from dataclasses import replace
from datetime import date

import pytest

from candidates.models import Override
from candidates.procedure.checks import unmet
from candidates.procedure.facts import Facts, Introducer
from candidates.procedure.limits import Ballot
from candidates.procedure.schema import Level
from candidates.procedure.texts import PROCEDURES
from membership.base.dates import PartialDate

each_text = pytest.mark.parametrize("procedure", PROCEDURES, ids=[procedure.text.code for procedure in PROCEDURES])
ON = date(2026, 6, 10)
PAPERS = {
    "CN-NTVĐ": date(2024, 6, 5),
    "1-KNĐ": date(2026, 1, 5),
    "2-KNĐ": date(2026, 1, 12),
    "3-KNĐ": date(2026, 4, 2),
    "5-KNĐ": date(2026, 5, 8),
}
LONG = date(2020, 1, 1)
ALL_MET = Facts(
    on=ON,
    born=PartialDate(date(1998, 3, 20)),
    citizen=True,
    education="upper_secondary",
    papers=PAPERS,
    introducers=(Introducer("Nguyễn Văn Thử", True, LONG), Introducer("Trần Thị Mẫu", True, LONG)),
    official_members=9,
    ballot=Ballot(members=9, in_favour=6),
    mentored=True,
    history_concluded=True,
    member_trained=True,
    official_proposed=True,
    official_base_proposed=True,
    decided_by="Đảng ủy xã Thử",
    decided_at=Level.ABOVE_BASE,
)
PROBATION = {"10-KNĐ": date(2026, 6, 1), "11-KNĐ": date(2026, 6, 1), "12-KNĐ": date(2026, 6, 1)}


def words(procedure, task="branch_propose", **known) -> str:
    """The sentences about one change of the facts; every other condition is met."""
    found = unmet(procedure, task, replace(ALL_MET, **known))
    assert all(each.source.text and each.mend for each in found)
    return " | ".join(each.message for each in found)


@each_text
def test_nothing_stands_in_the_way(procedure):
    assert words(procedure) == ""


# --- age, by the month -----------------------------------------------------------------------------------------------
@each_text
@pytest.mark.parametrize(
    ("born", "allowed"),
    [
        ("2008-06-30", True),  # 18 in this month, whatever the day
        ("2008-06-01", True),
        ("2008-07-01", False),
        ("1966-06-01", True),  # 60 in this month
        ("1966-05-31", False),
        ("1966-06-30", True),
    ],
)
def test_from_18_to_60_by_the_month(procedure, born, allowed):
    assert (words(procedure, born=PartialDate(date.fromisoformat(born))) == "") is allowed


@each_text
@pytest.mark.parametrize(("born", "allowed"), [("2008-02-29", True), ("2008-03-01", False)])
def test_born_on_the_leap_day(procedure, born, allowed):
    person = {"born": PartialDate(date.fromisoformat(born)), "on": date(2026, 2, 28)}
    papers = {code: min(day, date(2026, 2, 1)) for code, day in PAPERS.items()}
    assert ("chưa đủ 18 tuổi" not in words(procedure, **person, papers=papers)) is allowed


@each_text
def test_over_60_with_written_consent(procedure):
    born = PartialDate(date(1960, 1, 1))
    assert "đã quá 60 tuổi" in words(procedure, born=born)
    assert words(procedure, born=born, consent_over_age=True) == ""


@each_text
@pytest.mark.parametrize(
    ("year", "said"),
    [(2007, ""), (2008, "chưa rõ"), (2009, "chưa đủ 18"), (1967, ""), (1966, "chưa rõ"), (1965, "đã quá 60")],
)
def test_only_the_year_of_birth_is_known(procedure, year, said):
    found = words(procedure, born=PartialDate(date(year, 1, 1), "year"))
    assert said in found
    assert bool(said) == bool(found)


@each_text
def test_no_birth_date_is_no_age(procedure):
    assert "Chưa ghi ngày sinh" in words(procedure, born=None)


# --- nationality, education, political history -----------------------------------------------------------------------
@each_text
@pytest.mark.parametrize(
    ("education", "exception", "said"),
    [
        ("lower_secondary", "", ""),
        ("primary", "", "thấp hơn mức cần có là “Trung học cơ sở”"),
        ("primary", "hard_area", ""),
        ("literate", "hard_area", "cần có là “Tiểu học”"),
        ("literate", "village_elder", ""),
        ("", "", "Chưa ghi trình độ"),
        ("nonsense", "", "Chưa ghi trình độ"),
    ],
)
def test_education_and_its_exceptions(procedure, education, exception, said):
    found = words(procedure, education=education, education_exception=exception)
    assert said in found
    assert bool(said) == bool(found)


@each_text
def test_citizens_whose_political_history_is_settled(procedure):
    assert "công dân Việt Nam" in words(procedure, citizen=False)
    assert "chưa được kết luận" in words(procedure, political_question_open=True)


# --- papers ----------------------------------------------------------------------------------------------------------
@each_text
@pytest.mark.parametrize(
    ("code", "signed", "said"),
    [
        ("CN-NTVĐ", "2021-06-10", ""),
        ("CN-NTVĐ", "2021-06-09", "đến hết ngày 09/06/2026"),
        ("CN-NTVĐ", "2026-06-11", "sau ngày 10/06/2026"),
        ("5-KNĐ", "2025-06-10", ""),
        ("5-KNĐ", "2025-06-09", "đến hết ngày 09/06/2026"),
        ("1-KNĐ", "2026-01-12", ""),  # application and life history on one day
        ("1-KNĐ", "2026-01-13", "1-KNĐ đề ngày 13/01/2026, sau 2-KNĐ đề ngày 12/01/2026"),
    ],
)
def test_how_old_a_paper_may_be_and_in_which_order(procedure, code, signed, said):
    found = words(procedure, papers=PAPERS | {code: date.fromisoformat(signed)})
    assert said in found
    assert bool(said) == bool(found)


@each_text
def test_every_paper_that_is_too_old_is_named_at_once(procedure):
    old = {"1-KNĐ": date(2025, 1, 6), "2-KNĐ": date(2025, 1, 10), "5-KNĐ": date(2026, 8, 1)}
    found = words(procedure, papers=PAPERS | old)
    for said in ("ngày 06/01/2025 chỉ có giá trị", "ngày 10/01/2025 chỉ có giá trị", "đề ngày 01/08/2026, sau ngày"):
        assert said in found
    every = dict.fromkeys(procedure.validity("papers").forms, date(2020, 1, 1))
    assert len(words(procedure, papers=PAPERS | every)) <= Override._meta.get_field("message").max_length


@each_text
@pytest.mark.parametrize("code", ["CN-NTVĐ", "1-KNĐ", "2-KNĐ", "5-KNĐ"])
def test_a_missing_paper_is_named(procedure, code):
    found = words(procedure, papers={each: day for each, day in PAPERS.items() if each != code})
    assert "còn thiếu" in found
    assert code in found


# --- introducers -----------------------------------------------------------------------------------------------------
@each_text
def test_introduced_by_two_or_by_an_organisation_and_one(procedure):
    one = (Introducer("Nguyễn Văn Thử", True, LONG),)
    assert "Cần 2 đảng viên" in words(procedure, introducers=one)
    assert words(procedure, introducers=one, introduced_by="youth_union") == ""
    assert "Cần 1 đảng viên" in words(procedure, introducers=(), introduced_by="trade_union")


@each_text
@pytest.mark.parametrize(("since", "said"), [("2025-06-10", ""), ("2025-06-11", "chưa cùng công tác")])
def test_together_for_twelve_months(procedure, since, said):
    newer = Introducer("Lê Văn Thử", True, date.fromisoformat(since))
    people = (ALL_MET.introducers[0], newer)
    found = words(procedure, introducers=people)
    assert said in found
    assert bool(said) == bool(found)
    assert words(procedure, introducers=people, moved_while_helped=True) == ""


@each_text
def test_an_introducer_is_official_and_known(procedure):
    first = ALL_MET.introducers[0]
    assert "chưa phải là đảng viên chính thức" in words(procedure, introducers=(first, Introducer("A", False, LONG)))
    assert "từ ngày nào" in words(procedure, introducers=(first, Introducer("A", True)))


# --- the branch and its vote -----------------------------------------------------------------------------------------
@each_text
def test_three_official_members_and_two_thirds_of_them(procedure):
    assert "có 2 đảng viên chính thức, cần ít nhất 3" in words(procedure, official_members=2)
    assert words(procedure, official_members=3) == ""
    assert "5 người tán thành trên 9" in words(procedure, ballot=Ballot(members=9, in_favour=5))
    assert "Chưa ghi kết quả biểu quyết" in words(procedure, ballot=None)


# --- probation -------------------------------------------------------------------------------------------------------
@each_text
@pytest.mark.parametrize(
    ("task", "held", "on", "allowed"),
    [
        ("propose_official", "2025-06-09", "2026-06-10", True),
        ("propose_official", "2025-06-10", "2026-06-10", False),  # the resolution is dated after the twelve months
        ("make_official", "2025-06-10", "2026-06-10", True),
        ("make_official", "2025-06-11", "2026-06-10", False),
        ("make_official", "2024-02-29", "2025-02-28", True),
        ("make_official", "2024-02-29", "2025-02-27", False),
        ("propose_official", "2024-02-29", "2025-03-01", True),
        ("propose_official", "2024-02-29", "2025-02-28", False),
    ],
)
def test_probation_has_to_end(procedure, task, held, on, allowed):
    papers = PAPERS | PROBATION
    found = words(procedure, task, ceremony_on=date.fromisoformat(held), on=date.fromisoformat(on), papers=papers)
    assert (found == "") is allowed
    assert "Chưa ghi ngày kết nạp" in words(procedure, task)


@each_text
def test_official_from_the_day_the_probation_ends_however_late_the_decision(procedure):
    known = {"ceremony_on": date(2025, 6, 10), "on": date(2026, 9, 1)}
    assert words(procedure, "make_official", official_on=date(2026, 6, 10), **known) == ""
    said = words(procedure, "make_official", official_on=date(2026, 6, 11), **known)
    assert "phải là ngày hết 12 tháng dự bị: 10/06/2026" in said


# --- admitted once more ----------------------------------------------------------------------------------------------
AGAIN = {"readmission": True, "consent_to_readmit": True}
CLEARED = {"left_on": LONG, "convicted": True}


@each_text
@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"left_on": date(2023, 6, 10)}, ""),
        ({"left_on": date(2023, 6, 11)}, "Sớm nhất là ngày 11/06/2026"),
        ({"left_on": None}, "Chưa ghi ngày ra khỏi Đảng"),
        (CLEARED | {"conviction_cleared_on": date(2021, 6, 10)}, ""),
        (CLEARED | {"conviction_cleared_on": date(2021, 6, 11)}, "Sớm nhất là ngày 11/06/2026"),
        ({"left_on": LONG, "readmitted_before": 1}, "một lần"),
        ({"left_on": LONG, "consent_to_readmit": False}, "Chưa có văn bản đồng ý"),
        ({"left_on": LONG, "left_because": "gave_up"}, "tự bỏ sinh hoạt"),
        ({"left_on": LONG, "left_because": "corruption"}, "tham nhũng"),
    ],
)
def test_readmission(procedure, known, said):
    found = words(procedure, **(AGAIN | known))
    assert said in found
    assert bool(said) == bool(found)


# --- population policy, which an office may turn off -----------------------------------------------------------------
@each_text
@pytest.mark.parametrize(
    ("children", "born", "said"),
    [
        (None, None, ""),
        (2, "2026-06-01", ""),
        (3, "2024-06-10", ""),
        (3, "2024-06-11", "Sớm nhất là ngày 11/06/2026"),
        (4, "2023-06-10", ""),
        (4, "2023-06-11", "Sớm nhất là ngày 11/06/2026"),
        (3, None, "Chưa ghi ngày sinh của con út"),
        (5, "2010-01-01", "không xem xét"),
    ],
)
def test_population_policy(procedure, children, born, said):
    known = {"children": children, "youngest_born_on": date.fromisoformat(born) if born else None}
    found = words(procedure, **known)
    assert said.lower() in found.lower()
    assert bool(said) == bool(found)
    assert words(procedure, **known, settings={"population_policy": False}) == ""
    assert words(procedure, **known, population_exception=True) == ""
