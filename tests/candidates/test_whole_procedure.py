"""Clerks do whatever comes to their minds, in any order and on any day; what is on record stays lawful and whole.

A state machine over the whole procedure. PROCEDURE_EXAMPLES makes it long (`.ci/run` asks for at least 5 000 steps).
"""

import os
import sys
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from candidates.domain import transfers
from candidates.domain.conditions import decider_of, judge
from candidates.domain.deadlines import refresh
from candidates.domain.dossier import load_dossier
from candidates.domain.fold import fold_with_day, standing
from candidates.domain.guard import Unfulfilled, Waiver, open_steps
from candidates.domain.introductions import introduce
from candidates.domain.mentors import assign_mentor, end_mentorship
from candidates.domain.papers import record_papers
from candidates.domain.progress import advance
from candidates.domain.progress import reverse as take_back
from candidates.domain.register import register
from candidates.domain.verification import ALWAYS, Asked, plan_verification
from candidates.domain.verification_answer import record_answer
from candidates.domain.verification_letters import send_letters
from candidates.models import ADMITTED, Candidate, EventKind, Override, Stage, Transfer, TransferState
from candidates.procedure import BY_CODE, STEPS
from candidates.procedure.limits import due
from candidates.procedure.texts import NoRulesKnown, procedure_on
from membership.base.dates import add_months, months_between
from membership.domain.errors import Refused, Stale
from membership.models import MemberStatus
from tests.conftest import make_tree
from tests.factories import MemberFactory

EXAMPLES = int(os.environ.get("PROCEDURE_EXAMPLES", "3"))
STEPS_EACH = 45
# Looking for the shortest walk that fails takes minutes: only for whoever is mending.
PHASES = [phase for phase in Phase if phase != Phase.shrink or os.environ.get("PROCEDURE_SHRINK")]
BEGIN, TODAY = date(2021, 9, 1), datetime(2027, 12, 30, 3, 0, tzinfo=UTC)
WAIVER = Waiver("Cấp trên cho phép bổ sung sau", "9-CV/TU", date(2021, 9, 1))
WAY = ("recognise", "train", "open_dossier", "conclude_history", "branch_propose", "base_propose", "decide",
       "hold_ceremony", "train_member", "propose_official", "base_propose_official", "make_official")  # fmt: skip
DONE = {"steps": 0, "recorded": 0, "refused": 0, "let pass": 0}
numbers = st.integers(0, 10**6)


class Procedure(RuleBasedStateMachine):
    """One person, two branches in two provinces, a day that only goes forward."""

    @initialize(born=st.integers(1950, 2004), educated=st.booleans(), ready=st.booleans())
    def begin(self, born, educated, ready):
        self.example = transaction.atomic()
        self.example.__enter__()
        self.tree = make_tree()
        self.places = (self.tree.branch, self.tree.foreign_branch)
        self.members = {
            place.pk: [MemberFactory(organisation=place, full_name=f"Lê Văn {name}") for name in "ABC"]
            for place in self.places
        }
        self.day, self.known, self.rng = BEGIN, [], Random(born)
        self.candidate = register(
            by=None, on=self.day, organisation=self.tree.branch, full_name="Trần Thị Thử",
            attributes={
                "born_on": date(born, 6, 1), "sex": "female",
                "general_education": "upper_secondary" if educated else "primary",
            },
        )  # fmt: skip
        if ready:
            self.to_the_dossier()

    def teardown(self):
        """Every walk begins with an empty database."""
        if hasattr(self, "example"):
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    def to_the_dossier(self):
        """Most random walks would end before anything interesting; half of them start from a lawful dossier."""
        for step in ("recognise", "train", "open_dossier"):
            self.pass_days(20)
            self.attempt(step, lawful=True)
        self.mend_everything()

    # --- helpers -----------------------------------------------------------------------------------------------------
    def pass_days(self, days):
        self.day = min(self.day + timedelta(days=days), TODAY.date())

    def fresh(self):
        self.candidate = Candidate.objects.select_related("organisation", "member").get(pk=self.candidate.pk)
        return self.candidate

    def here(self):
        return self.members.get(self.fresh().organisation_id) or self.members[self.tree.branch.pk]

    def attempt(self, step, *, lawful=False, choice=0):
        """Record a step; whatever the answer, the law is checked on what is on record before and after."""
        candidate, data = self.fresh(), {}
        before = load_dossier(candidate, on=self.day)
        declared = BY_CODE[step]
        if declared.votes:
            members = before.official_members or 3
            carried = lawful or choice % 4
            data["ballot"] = {"members": members, "in_favour": members if carried else 0, "confirmed": True}
            if step in ("base_propose", "decide", "make_official"):
                data["ballot"] = {"members": 9, "in_favour": 9 if carried else 2}
        if step == "cancel":
            data["ground"] = ("standard", "procedure")[choice % 2]
        if step == "hold_ceremony" and choice % 5 == 0:
            data["late_consent"] = "4-CV/TU"
        waiver = None if lawful or choice % 2 else WAIVER
        judged = judge(before, declared, self.day, self.said(before, data), self.decider(before, declared))
        try:
            advance(
                by=None, on=self.day, candidate=candidate, step=step, version=candidate.version,
                document_number=f"{choice % 90 + 1}-NQ", data=data, waiver=waiver,
            )  # fmt: skip
        except Unfulfilled as refused:
            assert waiver is None
            assert {each.code for each in refused.unmet} == {each.code for each in judged.unmet} != set()
            DONE["refused"] += 1
            return False
        except Refused:
            DONE["refused"] += 1
            return False
        event = self.fresh().events.last()
        let_pass = set(Override.objects.filter(event=event).values_list("condition", flat=True))
        assert let_pass == {each.code for each in judged.unmet}
        assert not let_pass or waiver is not None
        DONE["recorded"] += 1
        DONE["let pass"] += bool(let_pass)
        if not let_pass and event.rules:
            self.is_lawful(before, declared, event)
        return True

    def said(self, dossier, data):
        from candidates.procedure.limits import Ballot

        told = dict(data)
        if "ballot" in told:
            told["ballot"] = Ballot(**{key: value for key, value in told["ballot"].items() if key != "confirmed"})
        return told

    def decider(self, dossier, step):
        chain = dossier.chain
        return {
            "branch": chain.branch,
            "base": chain.base(self.day),
            "section": chain.section(self.day) or chain.base(self.day),
            "authority": decider_of(dossier, self.day) or chain.base(self.day),
        }[step.actor]

    def is_lawful(self, before, step, event):
        """The law once more, in plain words and without the declarations."""
        candidate = before.candidate
        if step.code == "branch_propose":
            age = months_between(candidate.born_on, self.day)
            assert 18 * 12 <= age <= 60 * 12
            assert candidate.general_education == "upper_secondary"
            assert self.day <= add_months(candidate.certificate_date, 60)
            assert all(self.day <= add_months(paper.signed_on, 12) for paper in before.papers if paper.form[0] in "125")
            assert {"1-KNĐ", "2-KNĐ", "5-KNĐ"} <= {paper.form for paper in before.papers}
            assert len([each for each in before.introductions if each.member]) >= 2
            assert before.mentorships
            assert any(each.kind == EventKind.HISTORY_VERIFIED for each in before.of_this_way())
            vote = event.data["ballot"]
            assert 3 * vote["in_favour"] >= 2 * vote["members"] and vote["members"] >= 3
        if step.code == "hold_ceremony" and not event.data.get("late_consent"):
            decided = before.last(EventKind.ADMISSION_DECIDED)
            received = before.day_in_round(EventKind.DECISION_RECEIVED)
            law = procedure_on(self.day)
            assert self.day <= due(law, "hold_ceremony", occurred=decided.occurred_on, received=received).day
        if step.code == "make_official":
            held = before.day_in_round(EventKind.CEREMONY_HELD)
            assert self.day >= add_months(held, 12)
            assert any(each.kind == EventKind.OFFICIAL_PROPOSED for each in before.of_this_round())
            self.fresh()
            assert self.candidate.member.official_on == add_months(held, 12)

    def mend_everything(self):
        for member in self.here()[:2]:
            self.try_to(
                lambda member=member: introduce(
                    by=None,
                    candidate=self.fresh(),
                    version=self.candidate.version,
                    signed_on=self.day,
                    member=member,
                    together_since=date(2015, 1, 1),
                )  # fmt: skip
            )
        self.try_to(
            lambda: assign_mentor(
                by=None,
                on=self.day,
                candidate=self.fresh(),
                version=self.candidate.version,
                member=self.here()[2],
                together_since=date(2015, 1, 1),
                resolution_number="3-NQ/CB",
            )  # fmt: skip
        )
        self.write_papers(("2-KNĐ", "5-KNĐ"))
        self.ask([Asked(relative, f"Người {relative}", ["Xã Thử, tỉnh Mẫu"]) for relative in ALWAYS])
        self.everybody_answers()

    def write_papers(self, forms):
        self.try_to(
            lambda: record_papers(
                by=None,
                candidate=self.fresh(),
                version=self.candidate.version,
                papers=[(form, "", "", self.day, "", "") for form in forms],
            )  # fmt: skip
        )

    def try_to(self, act):
        try:
            act()
        except Refused:
            DONE["refused"] += 1
            return False
        DONE["recorded"] += 1
        return True

    # --- what clerks do ----------------------------------------------------------------------------------------------
    @rule(days=st.integers(0, 45), choice=numbers)
    def go_on(self, days, choice):
        """The ordinary way on, as a careful clerk would take it."""
        self.pass_days(days)
        candidate = self.fresh()
        stand = standing(candidate.events.all())
        steps = [step.code for step in open_steps(candidate, stand) if step.code in WAY]
        if steps:
            self.attempt(min(steps, key=WAY.index) if choice % 3 else steps[choice % len(steps)], choice=choice)

    @rule(days=st.integers(0, 90), choice=numbers)
    def record_anything(self, days, choice):
        self.pass_days(days)
        candidate = self.fresh()
        leaves = choice % 7 == 0
        steps = [step.code for step in open_steps(candidate) if not step.own_page and (leaves or not step.ends)]
        if steps:
            self.attempt(steps[choice % len(steps)], choice=choice)

    @rule(choice=numbers)
    def record_what_is_not_open(self, choice):
        candidate = self.fresh()
        may = {step.code for step in open_steps(candidate)}
        shut = [step.code for step in STEPS if step.code not in may and not step.own_page]
        assert not self.attempt(shut[choice % len(shut)], choice=choice)

    @precondition(lambda self: self.fresh().stage in (Stage.PROBATIONARY, Stage.DECIDED))
    @rule(months=st.integers(1, 13))
    def wait_for_the_probation(self, months):
        self.day = min(add_months(self.day, months), TODAY.date())

    @rule(days=st.integers(0, 10))
    def mend(self, days):
        self.pass_days(days)
        self.mend_everything()

    @rule(form=st.sampled_from(["1-KNĐ", "2-KNĐ", "5-KNĐ", "10-KNĐ", "11-KNĐ", "12-KNĐ", "6-KNĐ", "99-X"]))
    def write_paper(self, form):
        self.write_papers((form,))

    @precondition(lambda self: self.fresh().stage == Stage.PROBATIONARY)
    @rule()
    def write_the_papers_of_probation(self):
        self.write_papers(("10-KNĐ", "11-KNĐ", "12-KNĐ"))

    @rule(choice=numbers)
    def change_the_mentor(self, choice):
        open_ones = list(self.fresh().mentorships.filter(valid_to=None, taken_back_at=None))
        if open_ones and choice % 2:
            self.try_to(
                lambda: end_mentorship(
                    by=None, on=self.day, mentorship=open_ones[0], version=self.candidate.version, reason="Bận việc"
                )
            )
        else:
            self.try_to(
                lambda: assign_mentor(
                    by=None,
                    on=self.day,
                    candidate=self.candidate,
                    version=self.candidate.version,
                    member=self.here()[choice % 3],
                    together_since=date(2015, 1, 1),
                    resolution_number="3-NQ",
                )  # fmt: skip
            )

    def ask(self, persons):
        self.try_to(
            lambda: plan_verification(by=None, candidate=self.fresh(), version=self.candidate.version, persons=persons)
        )

    @rule(choice=numbers)
    def ask_about_somebody(self, choice):
        self.ask([Asked("child", f"Trần Văn {choice % 4}", ["Xã Thử, tỉnh Mẫu"])])
        waiting = list(self.fresh().verifications.filter(withdrawn_at=None, sent_on=None, result=""))
        if waiting:
            self.try_to(
                lambda: send_letters(by=None, on=self.day, verifications=waiting, letter_number="7-CV", confirmed=True)
            )

    @rule()
    def everybody_answers(self):
        for row in self.fresh().verifications.filter(withdrawn_at=None, result=""):
            self.try_to(
                lambda row=row: record_answer(
                    by=None,
                    verification=row,
                    version=row.version,
                    result="clear",
                    answered_on=self.day,
                    confirmed=True,
                )  # fmt: skip
            )

    @rule(choice=numbers)
    def move(self, choice):
        candidate = self.fresh()
        waiting = Transfer.objects.filter(candidate=candidate, state=TransferState.OFFERED).first()
        if waiting is None:
            other = self.places[candidate.organisation_id == self.places[0].pk]
            said = {"target": other} if choice % 5 else {"target_text": "Nơi khác"}
            self.try_to(
                lambda: transfers.offer(
                    by=None, on=self.day, candidate=candidate, version=candidate.version, letter_number="1-GGT", **said
                )
            )
        elif choice % 3:
            self.try_to(lambda: transfers.accept(by=None, on=self.day, transfer=waiting, version=waiting.version))
        else:
            self.try_to(
                lambda: transfers.refuse(by=None, on=self.day, transfer=waiting, version=waiting.version, note="Không")
            )

    @rule()
    def take_the_last_one_back(self):
        candidate = self.fresh()
        last = standing(candidate.events.all())[-1]
        self.try_to(
            lambda: take_back(by=None, candidate=candidate, event=last, reason="Nhầm", version=candidate.version)
        )

    @rule()
    def be_the_second_clerk(self):
        candidate = self.fresh()
        with pytest.raises(Stale):
            advance(by=None, on=self.day, candidate=candidate, step="withdraw", version=candidate.version - 1)

    @rule(back=st.integers(1, 400))
    def record_a_day_before_the_last(self, back):
        candidate = self.fresh()
        last = max(event.occurred_on for event in standing(candidate.events.all()) if event.occurred_on)
        day = last - timedelta(days=back)
        for step in ("remove", "move_away", "die"):
            with pytest.raises(Refused):
                advance(by=None, on=day, candidate=candidate, step=step, version=candidate.version)

    def history(self):
        """What happened, for whoever mends what this test finds."""
        return "\n".join(
            f"{event.sequence} {event.kind} → {event.to_stage} {event.occurred_on} {event.reverses_id or ''}"
            for event in self.candidate.events.order_by("sequence")
        )

    # --- what always holds -------------------------------------------------------------------------------------------
    @invariant()
    def the_stage_follows_from_the_events(self):
        DONE["steps"] += 1
        candidate, events = self.fresh(), list(self.candidate.events.order_by("sequence"))
        assert (candidate.stage, candidate.stage_since) == fold_with_day(events)
        assert [event.sequence for event in events] == list(range(1, len(events) + 1)) or candidate.last_sequence
        assert candidate.last_sequence == len(events)

    @invariant()
    def recorded_history_never_changes(self):
        rows = list(self.candidate.events.order_by("sequence").values())
        assert rows[: len(self.known)] == self.known
        self.known = rows

    @invariant()
    def time_never_runs_backwards(self):
        days = [
            event.occurred_on for event in standing(self.candidate.events.all()) if event.from_stage != event.to_stage
        ]
        assert days == sorted(days)

    @invariant()
    def nothing_is_let_pass_in_silence(self):
        """A stage event under a known text either met every condition or carries what was let pass."""
        for event in standing(self.candidate.events.all()):
            try:
                code = procedure_on(event.occurred_on).text.code
            except NoRulesKnown:
                code = ""
            if event.kind in (EventKind.NOMINATED, EventKind.REVERSED, EventKind.MOVED, EventKind.TRANSFER_OFFERED,
                              EventKind.TRANSFER_REFUSED, EventKind.MENTOR_ENDED):  # fmt: skip
                continue
            moved_out = event.kind == EventKind.MOVED_AWAY
            assert event.rules == code or moved_out

    @invariant()
    def the_admission_and_the_member_agree(self):
        candidate = self.fresh()
        facts = candidate.admissions.current().count()
        ended = candidate.stage in (Stage.MOVED_AWAY, Stage.STRUCK_OFF, Stage.DECEASED)
        assert facts == (candidate.stage in ADMITTED) or ended, self.history()
        if candidate.member is not None:
            open_spells = candidate.member.spells.filter(valid_to=None).count()
            assert open_spells == (candidate.stage in (Stage.PROBATIONARY, Stage.OFFICIAL))
            assert (candidate.member.status == MemberStatus.OFFICIAL) == (candidate.stage == Stage.OFFICIAL)

    @invariant()
    def deadlines_are_those_of_the_rules(self):
        if DONE["steps"] % 3 == 0:
            assert refresh([self.candidate.pk]) == 0  # nothing differed


@pytest.mark.django_db
@pytest.mark.xdist_group("whole-procedure")
def test_whatever_clerks_do():
    from hypothesis.stateful import run_state_machine_as_test

    DONE.update(dict.fromkeys(DONE, 0))
    with time_machine.travel(TODAY, tick=False):
        run_state_machine_as_test(
            Procedure,
            settings=settings(
                max_examples=EXAMPLES, stateful_step_count=STEPS_EACH, deadline=None,
                suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
                phases=PHASES,
            ),
        )  # fmt: skip
    sys.stdout.write(f"{DONE}\n")
    assert DONE["recorded"] > DONE["steps"] / 20
    if DONE["steps"] > 3000:
        assert DONE["let pass"]
