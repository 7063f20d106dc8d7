"""Limits as the domain judges and counts them: the text of a day, a running term, the administrator's days off."""

from datetime import UTC, date, datetime, timedelta

import pytest

from candidates.domain.conditions import decider_of, judge
from candidates.domain.deadline_rules import deadlines_of
from candidates.domain.dossier import Dossier
from candidates.models import Candidate, CandidateEvent, EventKind, Stage
from candidates.procedure import BY_CODE
from candidates.procedure.levels import Chain, Link
from candidates.procedure.limits import Ballot
from membership.domain.holiday_acts import set_holiday
from membership.models import RoleCode
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
day = date.fromisoformat
WAY = ("Đảng bộ", "Đảng bộ tỉnh", "Đảng bộ xã", "Chi bộ")


def dossier(stage: str, *events: tuple[str, str], way: tuple[str, ...] = WAY) -> Dossier:
    links = tuple(Link(n, f"{n:05}", f"{kind} {n}", kind) for n, kind in enumerate(way, start=1))
    candidate = Candidate(pk=7, stage=stage, organisation_id=links[-1].id, organisation_path=links[-1].path)
    rows = [
        CandidateEvent(pk=n, sequence=n, kind=kind, occurred_on=day(on), from_stage="x", to_stage=stage,
                       recorded_at=datetime(2026, 1, n, tzinfo=UTC))
        for n, (kind, on) in enumerate(events, start=1)
    ]  # fmt: skip
    return Dossier(candidate, rows, Chain(links))


def unmet(found: Dossier, step: str, on: date, decider: Link | None = None, **data) -> set[str]:
    return {each.code for each in judge(found, BY_CODE[step], on, data, decider).unmet}


DECIDED = [
    # the last and the first days of the texts; decided, received; the last day of the rite counted by hand
    ("2025-01-19", "2025-01-20", "2025-03-10"),
    ("2025-06-30", "2025-07-02", "2025-08-13"),
    ("2026-04-07", "2026-04-08", "2026-05-25"),
    ("2026-07-24", "2026-07-31", "2026-09-15"),
    ("2026-07-25", "2026-07-27", "2026-09-09"),
    ("2026-07-26", "2026-07-31", "2026-09-08"),  # from issue
]


@pytest.mark.parametrize(("decided", "received", "last"), DECIDED)
def test_the_rite_is_refused_from_the_day_after_the_one_the_work_list_names(decided, received, last):
    person = dossier(
        Stage.DECIDED, (EventKind.NOMINATED, "2022-01-01"), (EventKind.ADMISSION_DECIDED, decided),
        (EventKind.DECISION_RECEIVED, received),
    )  # fmt: skip
    (term,) = (each for each in deadlines_of(person) if each.code == "hold_ceremony")
    assert term.due_on == day(last)
    assert unmet(person, "hold_ceremony", day(last)) == set()
    assert unmet(person, "hold_ceremony", day(last) + timedelta(days=1)) == {"ceremony_in_time"}
    assert unmet(person, "hold_ceremony", day(last) + timedelta(days=1), late_consent="3-CV/TU") == set()


def test_a_day_off_that_the_administrator_enters_moves_the_term_and_the_refusal(tree, frozen_today):
    admin = UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.root)
    person = dossier(
        Stage.DECIDED, (EventKind.NOMINATED, "2022-01-01"), (EventKind.ADMISSION_DECIDED, "2026-07-01"),
        (EventKind.DECISION_RECEIVED, "2026-07-06"),
    )  # fmt: skip
    last = day("2026-08-17")
    assert unmet(person, "hold_ceremony", last) == set()
    assert unmet(person, "hold_ceremony", last + timedelta(days=1)) == {"ceremony_in_time"}
    set_holiday(by=admin, day=day("2026-07-22"), name="Quốc tang", document="1-TB")
    assert unmet(person, "hold_ceremony", last + timedelta(days=1)) == set()
    assert unmet(person, "hold_ceremony", last + timedelta(days=2)) == {"ceremony_in_time"}


VOTE = Ballot(members=15, in_favour=15)


@pytest.mark.parametrize(
    ("on", "who", "missing"),
    [
        ("2025-06-30", 3, {"authority"}),  # a commune was a base committee without delegation…
        ("2025-07-01", 3, set()),  # …then stood above the base…
        ("2026-07-25", 3, set()),
        ("2026-07-26", 3, set()),  # …and is a base committee again, whose standing committee decides
        ("2026-07-26", 4, {"authority", "base_proposed"}),
        ("2026-07-26", 2, {"base_proposed"}),
    ],
)
def test_who_may_decide_by_the_text_of_the_day(on, who, missing):
    person = dossier(Stage.BRANCH_PROPOSED, (EventKind.NOMINATED, "2022-01-01"), (EventKind.BRANCH_PROPOSED, on))
    assert unmet(person, "decide", day(on), person.chain.find(who), ballot=VOTE) == missing


def test_a_branch_that_is_a_base_organisation_never_decides_on_its_own_people():
    way = ("Đảng bộ", "Đảng bộ tỉnh", "Đảng bộ xã", "Chi bộ cơ sở")
    on = day("2026-07-26")
    person = dossier(
        Stage.BRANCH_PROPOSED, (EventKind.NOMINATED, "2022-01-01"), (EventKind.BRANCH_PROPOSED, "2026-07-26"), way=way
    )
    assert decider_of(person, on).id == 3
    assert unmet(person, "decide", on, person.chain.branch, ballot=VOTE) == {"authority"}
    assert unmet(person, "decide", on, person.chain.find(3), ballot=VOTE) == set()


@pytest.mark.parametrize(
    ("held", "on", "rules", "missing"),
    [
        ("2024-01-19", "2025-01-19", "24-QĐ/TW", True),  # the twelve months end on that day
        ("2024-01-19", "2025-01-20", "232-QĐ/TW", False),
        ("2024-06-30", "2025-07-01", "294-QĐ/TW", False),
        ("2024-07-01", "2025-07-01", "294-QĐ/TW", True),
        ("2025-07-25", "2026-07-25", "20-QĐ/TW", True),
        ("2025-07-25", "2026-07-26", "208-QĐ/TW", False),
    ],
)
def test_an_act_is_judged_by_the_text_of_its_own_day(held, on, rules, missing):
    person = dossier(Stage.PROBATIONARY, (EventKind.NOMINATED, "2022-01-01"), (EventKind.CEREMONY_HELD, held))
    verdict = judge(person, BY_CODE["propose_official"], day(on), {"ballot": VOTE})
    assert verdict.rules == rules
    assert ("probation" in {each.code for each in verdict.unmet}) is missing


def test_before_every_known_text_nothing_is_judged():
    person = dossier(Stage.DECIDED, (EventKind.NOMINATED, "2020-01-01"), (EventKind.ADMISSION_DECIDED, "2021-01-01"))
    verdict = judge(person, BY_CODE["hold_ceremony"], day("2021-07-29"), {})
    assert (verdict.procedure, verdict.unmet) == (None, [])
