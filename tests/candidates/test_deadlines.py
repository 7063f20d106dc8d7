"""Deadlines: by the text in force on the day they start, in working days, kept right whatever happens and when."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from candidates.domain import deadlines
from candidates.domain.deadline_rules import Noted, deadlines_of
from candidates.domain.deadlines import KIND, held_back, refresh, refresh_all, refresh_under
from candidates.domain.dossier import Dossier
from candidates.domain.fold import standing
from candidates.domain.local_rules import LocalRules
from candidates.domain.progress import advance, move, open_steps, reverse
from candidates.domain.register import CandidateRow, record_candidates, register
from candidates.models import (
    Actor,
    Candidate,
    CandidateEvent,
    Circumstances,
    Deadline,
    EventKind,
    LocalRule,
    MentorNote,
    Mentorship,
    Paper,
    Stage,
    Transfer,
    TransferMoment,
    Verification,
)
from candidates.procedure.levels import Chain, Link
from candidates.procedure.texts import PROCEDURES
from membership.base.working_days import WorkCalendar
from membership.catalogues.holidays import STATE_OFFICES
from membership.domain import jobs
from membership.domain.charter import ADULT_MONTHS, PROBATION_MONTHS
from membership.domain.errors import Refused
from membership.domain.holiday_acts import set_holiday
from membership.domain.people import reference
from membership.models import Job, JobState, RoleCode
from tests.factories import CandidateFactory, MentorshipFactory, UserFactory

K, S = EventKind, Stage
BRANCH = Chain((Link(1, "00001", "Tỉnh ủy", "Đảng bộ tỉnh"), Link(2, "0000100002", "Đảng ủy Sở", "Đảng bộ cơ sở"),
                Link(3, "000010000200003", "Chi bộ", "Chi bộ")))  # fmt: skip


def person(stage: str, *events: tuple[str, date | None], chain: Chain = BRANCH, **more) -> Dossier:
    """A dossier in memory: kinds and days; each later event of a stage leads to `stage`."""
    candidate = Candidate(pk=7, stage=stage, organisation_id=3, organisation_path=chain.branch.path)
    for name in ("certificate_date",):
        setattr(candidate, name, more.pop(name, None))
    rows = [
        CandidateEvent(
            pk=number,
            sequence=number,
            kind=kind,
            occurred_on=day,
            from_stage="x",
            to_stage=stage,
            recorded_at=datetime(2026, 1, number, tzinfo=UTC),
        )  # fmt: skip
        for number, (kind, day) in enumerate(events, start=1)
    ]
    return Dossier(candidate, rows, chain, **more)


def due_of(dossier: Dossier, code: str, noted: Noted | None = None, calendar: WorkCalendar = STATE_OFFICES):
    found = [each for each in deadlines_of(dossier, noted or Noted({}), calendar) if each.code == code]
    assert len(found) <= 1 or len({each.subject for each in found}) == len(found)
    return found[0] if found else None


# --- the law ---------------------------------------------------------------------------------------------------------
# Counted by hand from the announced days off, not by the software.
DECIDE = [
    ("2024-01-15", "2024-04-15", "24-QĐ/TW"),  # over Tết 2024 and the worked Saturday of 4 May lies after
    ("2025-01-19", "2025-04-21", "24-QĐ/TW"),  # the last day of 24-QĐ/TW, before Tết 2025
    ("2025-01-20", "2025-04-22", "232-QĐ/TW"),
    ("2025-06-30", "2025-09-24", "232-QĐ/TW"),
    ("2025-07-01", "2025-09-25", "294-QĐ/TW"),
    ("2026-04-07", "2026-07-03", "294-QĐ/TW"),
    ("2026-04-08", "2026-07-06", "20-QĐ/TW"),
    ("2026-07-25", "2026-10-20", "20-QĐ/TW"),  # a Saturday: the first day of the term is Monday
    ("2026-07-26", "2026-10-20", "208-QĐ/TW"),
]


@pytest.mark.parametrize(("proposed", "until", "rules"), DECIDE)
def test_the_decision_is_due_by_the_text_of_the_day_it_starts(proposed, until, rules):
    dossier = person(
        S.BRANCH_PROPOSED, (K.NOMINATED, date(2023, 1, 1)), (K.BRANCH_PROPOSED, date.fromisoformat(proposed))
    )
    item = due_of(dossier, "decide")
    assert (item.due_on.isoformat(), item.rules, item.since_on.isoformat(), item.doubt) == (until, rules, proposed, "")


CEREMONY = [
    # under 20-QĐ/TW from the day the branch got it, under 208-QĐ/TW from the day it was issued
    ("2026-07-24", "2026-07-27", "2026-09-09", "20-QĐ/TW", "2026-07-27"),
    ("2026-07-26", "2026-07-27", "2026-09-08", "208-QĐ/TW", "2026-07-26"),
    ("2026-01-20", "2026-02-10", "2026-03-31", "294-QĐ/TW", "2026-02-10"),  # Tết 2026: 16 to 20 February
]


@pytest.mark.parametrize(("decided", "received", "until", "rules", "since"), CEREMONY)
def test_the_ceremony_is_due_from_receipt_or_from_issue(decided, received, until, rules, since):
    events = [(K.NOMINATED, date(2023, 1, 1)), (K.ADMISSION_DECIDED, date.fromisoformat(decided))]
    dossier = person(S.DECIDED, *events, (K.DECISION_RECEIVED, date.fromisoformat(received)))
    item = due_of(dossier, "hold_ceremony")
    assert (item.due_on.isoformat(), item.rules, item.since_on.isoformat()) == (until, rules, since)
    assert item.actor == Actor.BRANCH and item.doubt == ""
    unknown = due_of(person(S.DECIDED, *events), "hold_ceremony")
    assert unknown.since_on.isoformat() == decided
    assert bool(unknown.doubt) == (rules != "208-QĐ/TW")


def test_a_probation_begun_on_the_leap_day_ends_on_the_last_of_february():
    dossier = person(S.PROBATIONARY, (K.NOMINATED, date(2022, 1, 1)), (K.CEREMONY_HELD, date(2024, 2, 29)))
    item = due_of(dossier, "propose_official")
    assert (item.since_on, item.due_on, item.rules) == (date(2025, 2, 28), date(2025, 4, 14), "232-QĐ/TW")
    proposed = person(
        S.PROBATIONARY, (K.NOMINATED, date(2022, 1, 1)), (K.CEREMONY_HELD, date(2024, 2, 29)),
        (K.OFFICIAL_PROPOSED, date(2026, 1, 20)),
    )  # fmt: skip
    assert due_of(proposed, "propose_official") is None
    assert (due_of(proposed, "make_official").due_on, due_of(proposed, "make_official").rules) == (
        date(2026, 3, 10), "294-QĐ/TW",
    )  # fmt: skip


def test_a_certificate_of_the_leap_day_holds_sixty_months_until_the_branch_proposes():
    events = [(K.NOMINATED, date(2023, 1, 1)), (K.TRAINED, date(2024, 2, 29))]
    item = due_of(person(S.TRAINED, *events, certificate_date=date(2024, 2, 29)), "certificate")
    assert (item.due_on, item.rules) == (date(2029, 2, 28), "24-QĐ/TW")
    later = person(
        S.BRANCH_PROPOSED, *events, (K.BRANCH_PROPOSED, date(2026, 1, 5)), certificate_date=date(2024, 2, 29)
    )
    assert due_of(later, "certificate") is None


def test_the_paper_that_goes_stale_first_counts():
    papers = [Paper(form="5-KNĐ", signed_on=date(2025, 3, 1)), Paper(form="1-KNĐ", signed_on=date(2024, 2, 29)),
              Paper(form="6-KNĐ", signed_on=date(2020, 1, 1))]  # fmt: skip
    dossier = person(S.DOSSIER, (K.NOMINATED, date(2023, 1, 1)), papers=papers)
    item = due_of(dossier, "papers")
    assert (item.subject, item.due_on) == ("1-KNĐ", date(2025, 2, 28))
    dossier.candidate.stage = S.BASE_PROPOSED
    assert due_of(dossier, "papers") is None


def test_what_is_not_known_for_sure_is_said():
    before = person(S.BRANCH_PROPOSED, (K.NOMINATED, date(2019, 1, 1)), (K.BRANCH_PROPOSED, date(2021, 7, 29)))
    item = due_of(before, "decide")
    assert item.rules == PROCEDURES[0].text.code and "tạm tính" in item.doubt
    known = WorkCalendar(STATE_OFFICES.days_off, STATE_OFFICES.worked, frozenset({2025}))
    over_new_year = person(S.BRANCH_PROPOSED, (K.NOMINATED, date(2023, 1, 1)), (K.BRANCH_PROPOSED, date(2025, 12, 1)))
    assert "2026" in due_of(over_new_year, "decide", calendar=known).doubt
    undated = person(S.BRANCH_PROPOSED, (K.NOMINATED, None), (K.BRANCH_PROPOSED, None))
    assert deadlines_of(undated, Noted({}), STATE_OFFICES) == []


def test_who_acts_next_is_read_from_what_was_done_and_from_the_tree():
    with_section = Chain((*BRANCH.links[:2], Link(4, "000010000200004", "Bộ phận", "Đảng bộ bộ phận"),
                          Link(5, "00001000020000400005", "Chi bộ", "Chi bộ")))  # fmt: skip
    day = date(2025, 3, 3)
    done = [(K.NOMINATED, date(2023, 1, 1)), (K.BRANCH_PROPOSED, day)]
    for events, actor in (
        (done, Actor.SECTION),
        ([*done, (K.APPRAISED, day)], Actor.BASE),
        ([*done, (K.APPRAISED, day), (K.BASE_PROPOSED, day)], Actor.AUTHORITY),
    ):
        assert due_of(person(S.BRANCH_PROPOSED, *events, chain=with_section), "decide").actor == actor
    assert due_of(person(S.BRANCH_PROPOSED, *done), "decide").actor == Actor.BASE


def test_only_the_present_round_counts():
    day = date(2025, 3, 3)
    again = person(
        S.DOSSIER, (K.NOMINATED, date(2023, 1, 1)), (K.BRANCH_PROPOSED, day), (K.ADMISSION_DECIDED, day),
        (K.CANCELLED, day), (K.REDONE, date(2025, 6, 2)),
    )  # fmt: skip
    assert {each.code for each in deadlines_of(again, Noted({}), STATE_OFFICES)} == {"quiet"}
    for stage in (S.OFFICIAL, S.REMOVED, S.WITHDRAWN, S.MOVED_AWAY, S.CANCELLED, S.STRUCK_OFF, S.DECEASED):
        again.candidate.stage = stage
        assert deadlines_of(again, Noted({}), STATE_OFFICES) == []


def test_the_charter_says_what_every_text_says():
    for procedure in PROCEDURES:
        assert procedure.waiting("probation").length.amount == PROBATION_MONTHS
        age = next(each for each in procedure.conditions if each.code == "age")
        assert age.check.youngest * 12 == ADULT_MONTHS


# --- practices -------------------------------------------------------------------------------------------------------
def local(code: str, value, since=date(2020, 1, 1)) -> LocalRules:
    return LocalRules((LocalRule(code=code, value=value, in_force_from=since, organisation_id=1),))


def test_a_talk_is_due_after_the_last_one_heard_or_the_recognition():
    dossier = person(S.SYMPATHISER, (K.NOMINATED, date(2025, 1, 1)), (K.RECOGNISED, date(2025, 8, 31)))
    assert due_of(dossier, "talk").due_on == date(2026, 2, 28)
    assert due_of(dossier, "talk", Noted({}, last_talk_on=date(2026, 1, 15))).due_on == date(2026, 7, 15)
    dossier.local = local("talk_months", 0)
    assert due_of(dossier, "talk") is None


def test_a_review_is_due_after_the_last_one_or_the_recognition():
    dossier = person(S.SYMPATHISER, (K.NOMINATED, date(2025, 1, 1)), (K.RECOGNISED, date(2025, 8, 31)))
    assert due_of(dossier, "review").due_on == date(2026, 2, 28)
    assert due_of(dossier, "review", Noted({}, None, date(2026, 1, 15))).due_on == date(2026, 7, 15)
    dossier.local = local("review_months", 3)
    assert due_of(dossier, "review").due_on == date(2025, 11, 30)
    dossier.local = local("review_months", 3, since=date(2026, 1, 1))  # not in force yet when the time began
    assert due_of(dossier, "review").due_on == date(2026, 2, 28)
    dossier.local = local("review_months", 0)
    assert due_of(dossier, "review") is None


def test_nothing_for_a_year_is_told_and_a_note_is_something():
    dossier = person(S.NOMINATED, (K.NOMINATED, date(2024, 2, 29)))
    assert due_of(dossier, "quiet").due_on == date(2025, 2, 28)
    assert due_of(dossier, "quiet", Noted({}, date(2024, 12, 1), None)).due_on == date(2025, 12, 1)
    assert due_of(person(S.DECIDED, (K.NOMINATED, date(2024, 2, 29))), "quiet") is None


def test_nobody_is_late_for_months_before_the_mentor_was_on_record():
    mentorship = Mentorship(pk=4, valid_from=date(2024, 1, 31), recorded_at=datetime(2024, 1, 31, 9, tzinfo=UTC))
    dossier = person(S.SYMPATHISER, (K.NOMINATED, date(2023, 1, 1)), mentorships=[mentorship])
    assert due_of(dossier, "mentor_note").due_on == date(2024, 2, 29)
    assert due_of(dossier, "mentor_note", Noted({4: date(2024, 2, 1)})).due_on == date(2024, 3, 31)
    mentorship.recorded_at = datetime(2026, 11, 30, 20, tzinfo=UTC)  # 1 December in Hà Nội
    assert due_of(dossier, "mentor_note", Noted({4: date(2024, 2, 1)})).due_on == date(2027, 1, 31)
    mentorship.valid_to = date(2026, 12, 1)
    assert due_of(dossier, "mentor_note") is None


def test_letters_without_answer_are_asked_for_again():
    asked = Verification(pk=11, sent_on=date(2025, 3, 1))
    reminded = Verification(pk=12, sent_on=date(2025, 3, 1), reminded_on=date(2025, 4, 2))
    answered = Verification(pk=13, sent_on=date(2025, 3, 1), result="clear")
    dossier = person(S.DOSSIER, (K.NOMINATED, date(2025, 1, 1)), verifications=[asked, reminded, answered])
    found = {
        each.subject: each.due_on
        for each in deadlines_of(dossier, Noted({}), STATE_OFFICES)
        if each.code == "verification"
    }
    assert found == {"11": date(2025, 3, 31), "12": date(2025, 5, 2)}
    concluded = person(
        S.DOSSIER, (K.NOMINATED, date(2025, 1, 1)), (K.HISTORY_VERIFIED, date(2025, 5, 1)), verifications=[asked]
    )
    assert due_of(concluded, "verification") is None


def test_whoever_leaves_is_introduced_before_and_then_followed():
    leaves = Circumstances(leaves_on=date(2026, 6, 30), changed_at=datetime(2026, 1, 20, tzinfo=UTC))
    dossier = person(S.PROBATIONARY, (K.NOMINATED, date(2025, 1, 1)), circumstances=leaves)
    assert due_of(dossier, "leaves").due_on == date(2026, 6, 30)
    dossier.transfers = [Transfer(pk=5, moment=TransferMoment.PROBATION, state="offered", offered_on=date(2026, 1, 20))]
    found = {each.code: (each.due_on, each.actor) for each in deadlines_of(dossier, Noted({}), STATE_OFFICES)}
    assert found == {
        "transfer": (date(2026, 4, 21), Actor.BASE),
        "present_letter": (date(2026, 3, 10), Actor.PERSON),
        "transfer_reply": (date(2026, 2, 19), Actor.BASE),
    }
    dossier.transfers[0].moment = TransferMoment.HELPED
    assert due_of(dossier, "transfer") is None
    moved = person(S.SYMPATHISER, (K.NOMINATED, date(2025, 1, 1)), (K.MOVED, date(2026, 6, 1)), circumstances=leaves)
    leaves.changed_at = datetime(2026, 1, 1, tzinfo=UTC)
    assert due_of(moved, "leaves") is None


# --- the projection --------------------------------------------------------------------------------------------------
def kept() -> set[tuple]:
    names = ("candidate_id", "code", "subject", "actor", "since_on", "due_on", "rules", "doubt", "organisation_id",
             "organisation_path")  # fmt: skip
    return set(Deadline.objects.values_list(*names))


DAY = date(2020, 1, 1)


@pytest.mark.django_db
@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a case is short enough, and shrinking takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(0, 60)), min_size=4, max_size=16))
def test_rows_kept_act_by_act_are_those_computed_at_once(tree, acts):
    with transaction.atomic():
        people = [
            register(
                by=None, on=DAY, organisation=tree.branch, full_name=name, attributes={"born_on": date(1990, 1, 1)}
            )
            for name in ("Trần Thị Một", "Trần Thị Hai", "Trần Thị Ba")
        ]
        day = DAY
        for who, what, later in acts:
            day += timedelta(days=later)
            try:
                with transaction.atomic():
                    people[who] = _some_act(tree, people[who], what, day)
            except Refused:
                people[who].refresh_from_db()
        before = kept()
        assert refresh_all() == 0
        Deadline.objects.all().delete()
        assert refresh_all() == len(before)
        assert kept() == before
        assert refresh([candidate.pk for candidate in people]) == 0
        transaction.set_rollback(True)


def _some_act(tree, candidate, what: int, day: date) -> Candidate:
    if what == 0:
        event = standing(candidate.events.all())[-1]
        return reverse(by=None, candidate=candidate, event=event, reason="Ghi nhầm", version=candidate.version)
    if what == 1:
        target = tree.foreign_branch if candidate.organisation_id == tree.branch.pk else tree.branch
        return move(by=None, on=day, candidate=candidate, organisation=target, version=candidate.version)
    steps = [step for step in open_steps(candidate) if not step.own_page and (what < 5 or not step.ends)]
    if not steps:
        return candidate
    step = steps[0 if what > 15 else what % len(steps)]
    return advance(
        by=None, on=day, candidate=candidate, step=step.code, version=candidate.version, document_number="1-NQ",
        data={"ballot": {"members": 5, "in_favour": 1 if step.code == "fail_vote" else 5}} if step.votes else {},
    )  # fmt: skip


@pytest.mark.django_db
def test_side_tables_count_too_and_every_refresh_takes_as_many_queries(tree, frozen_today):
    def one(number: int) -> Candidate:
        candidate = CandidateFactory(organisation=tree.branch, stage_since=date(2026, 1, 5))
        CandidateEvent.objects.create(
            candidate=candidate, sequence=2, kind=K.RECOGNISED, from_stage=S.NOMINATED, to_stage=S.SYMPATHISER,
            organisation=tree.branch, occurred_on=date(2026, 1, 20),
        )  # fmt: skip
        Candidate.objects.filter(pk=candidate.pk).update(stage=S.SYMPATHISER, last_sequence=2)
        mentorship = MentorshipFactory(
            candidate=candidate, valid_from=date(2026, 1, 20), recorded_at=datetime(2026, 1, 20, tzinfo=UTC)
        )
        MentorNote.objects.create(mentorship=mentorship, month=date(2026, 3, 1), written_on=date(2026, 3, 30),
                                  progress="good")  # fmt: skip
        return candidate

    first = one(1)
    assert refresh([first.pk]) == 4  # review, talk, quiet, the mentor
    assert dict(first.deadlines.values_list("code", "due_on")) == {
        "review": date(2026, 7, 20), "mentor_note": date(2026, 4, 30), "quiet": date(2027, 3, 30),
        "talk": date(2026, 7, 20),
    }  # fmt: skip

    def queries(keys) -> int:
        with CaptureQueriesContext(connection) as taken:
            refresh(keys)
        return len(taken)

    few = queries([one(2).pk])
    assert queries([one(number).pk for number in range(3, 9)]) == few


@pytest.mark.django_db
def test_the_check_finds_and_mends_what_was_tampered_with(tree):
    candidate = register(
        by=None, on=DAY, organisation=tree.branch, full_name="Trần Thị Thử", attributes={"born_on": date(1990, 1, 1)}
    )
    for tamper in (
        lambda: Deadline.objects.update(due_on=date(2030, 1, 1)),
        lambda: Deadline.objects.update(organisation=tree.foreign_branch),
        lambda: Deadline.objects.all().delete(),
        lambda: Deadline.objects.create(
            candidate=candidate, organisation=tree.branch, organisation_path=tree.branch.path, code="decide",
            actor="base", since_on=DAY, due_on=DAY,
        ),
    ):  # fmt: skip
        right = kept()
        tamper()
        told = StringIO()
        with pytest.raises(SystemExit) as stopped:
            call_command("check_candidates", stdout=told, stderr=StringIO())
        assert stopped.value.code == 1 and str(candidate.pk) in told.getvalue()
        call_command("check_candidates", "--repair", stdout=StringIO())
        assert kept() == right
        call_command("check_candidates", stdout=StringIO())


def listed(tree, count: int) -> list[CandidateRow]:
    return [
        CandidateRow(
            number,
            f"Trần Thị Thử {number}",
            reference(tree.branch),
            {"born_on": date(1990, 1, 1)},
            nominated_on=date(2024, 1, 1),
        )  # fmt: skip
        for number in range(2, count + 2)
    ]


@pytest.mark.django_db
def test_a_long_list_leaves_its_deadlines_to_a_job_that_may_die(tree, monkeypatch):
    monkeypatch.setattr(deadlines, "MOST_AT_ONCE", 4)
    monkeypatch.setattr(deadlines, "CHUNK", 3)
    record_candidates(listed(tree, 4), by=None, apply=True)
    assert Deadline.objects.count() == 4 and not Job.objects.filter(kind=KIND).exists()
    Deadline.objects.all().delete()
    Candidate.objects.update(note="")
    rows = [CandidateRow(row.row + 100, f"{row.full_name} khác", row.organisation, row.attributes,
                         nominated_on=row.nominated_on) for row in listed(tree, 8)]  # fmt: skip
    record_candidates(rows, by=None, apply=True)
    job = Job.objects.get(kind=KIND)
    assert Deadline.objects.count() == 0 and job.state == JobState.QUEUED

    real, done = deadlines.refresh, []

    def dies(keys):
        if done:
            raise SystemExit  # a killed worker writes nothing more
        done.append(1)
        return real(keys)

    monkeypatch.setattr(deadlines, "refresh", dies)
    with pytest.raises(SystemExit):
        jobs.run(job.pk)
    assert Deadline.objects.count() == 3
    monkeypatch.setattr(deadlines, "refresh", real)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    jobs.run(job.pk)
    assert Job.objects.get(pk=job.pk).state == JobState.DONE
    assert Deadline.objects.count() == 8


@pytest.mark.django_db
def test_a_rule_of_a_committee_reaches_its_subtree_only(tree, frozen_today):
    with held_back():
        here, there = (
            register(
                by=None, on=date(2026, 1, 5), organisation=place, full_name="Trần Thị Thử",
                attributes={"born_on": date(1990, 1, 1)},
            )
            for place in (tree.branch, tree.foreign_branch)
        )  # fmt: skip
    refresh_all()
    for place in (tree.commune, tree.foreign_commune):
        LocalRule.objects.create(
            code="quiet_months", value=6, in_force_from=date(2025, 1, 1), organisation=place,
            organisation_path=place.path, document_number="1-NQ",
        )  # fmt: skip
    jobs.run(refresh_under(tree.commune).pk)
    assert here.deadlines.get(code="quiet").due_on == date(2026, 7, 5)
    assert there.deadlines.get(code="quiet").due_on == date(2027, 1, 5)


@pytest.mark.django_db(transaction=True)
def test_a_changed_day_off_moves_the_terms_that_run_over_it(frozen_today):
    from tests.conftest import make_tree

    tree = make_tree()
    admin = UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.root)
    candidate = CandidateFactory(organisation=tree.branch, stage_since=date(2025, 1, 5))
    CandidateEvent.objects.create(
        candidate=candidate, sequence=2, kind=K.ADMISSION_DECIDED, from_stage=S.NOMINATED, to_stage=S.DECIDED,
        organisation=tree.branch, occurred_on=date(2026, 7, 6),
    )  # fmt: skip
    Candidate.objects.filter(pk=candidate.pk).update(stage=S.DECIDED, stage_since=date(2026, 7, 6), last_sequence=2)
    refresh([candidate.pk])
    before = candidate.deadlines.get(code="hold_ceremony").due_on
    day = date(2026, 7, 22)
    from membership.domain.holidays import effect_of

    assert any("1 thời hạn" in sentence for sentence in effect_of(day, worked=False))
    set_holiday(by=admin, day=day, name="Quốc tang", document="1-TB")
    assert candidate.deadlines.get(code="hold_ceremony").due_on == before + timedelta(days=1)
