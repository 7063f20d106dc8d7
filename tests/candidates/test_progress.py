"""One candidate's way: each step in order, nothing ahead of its time, every step can be taken back."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates.domain.admit import hold_ceremony
from candidates.domain.amend import amend_admission, amend_candidate
from candidates.domain.fold import fold, fold_with_day, standing
from candidates.domain.ledger import Ledger
from candidates.domain.progress import advance, move, open_steps, reverse
from candidates.domain.register import register
from candidates.models import ADMITTED, Admission, Candidate, EventKind, Stage
from candidates.procedure import BY_CODE, STEPS, steps_from
from membership.domain.errors import Refused, Stale
from membership.models import Activity, MemberStatus, RoleCode
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2020, 1, 1)
WAY = (
    "recognise", "train", "open_dossier", "branch_propose", "base_propose", "decide", "hold_ceremony", "make_official",
)  # fmt: skip


def start(organisation, **fields) -> Candidate:
    fields.setdefault("attributes", {"born_on": date(1990, 1, 1), "sex": "female"})
    return register(by=None, on=DAY, organisation=organisation, full_name="Trần Thị Thử", **fields)


def go(candidate, *steps, on=DAY, by=None, every=10, **fields) -> Candidate:
    for number, step in enumerate(steps, 1):
        day = on + timedelta(days=every * number)
        if step == "make_official":
            day += timedelta(days=400)
        candidate = advance(
            by=by, on=day, candidate=candidate, step=step, version=candidate.version,
            document_number=f"{number}-NQ/CB", **fields,
        )  # fmt: skip
    return candidate


def back(candidate, reason="Ghi nhầm", by=None) -> Candidate:
    last = standing(candidate.events.all())[-1]
    return reverse(by=by, candidate=candidate, event=last, reason=reason, version=candidate.version)


def test_the_whole_way(tree):
    candidate = go(start(tree.branch), *WAY)
    candidate.refresh_from_db()
    assert candidate.stage == Stage.OFFICIAL == fold(candidate.events.all())
    assert candidate.certificate_number == "2-NQ/CB"
    fact = Admission.objects.current().get()
    assert (fact.decision_number, fact.sex, fact.ceremony_date) == ("6-NQ/CB", "female", DAY + timedelta(days=70))
    assert candidate.member.status == MemberStatus.OFFICIAL
    assert candidate.member.joined_on == fact.ceremony_date


def test_and_all_the_way_back(tree):
    candidate = go(start(tree.branch), *WAY)
    for stage in ("probationary", "decided", "base_proposed", "branch_proposed", "dossier", "trained", "sympathiser",
                  "nominated"):  # fmt: skip
        candidate = back(candidate)
        candidate.refresh_from_db()
        assert (candidate.stage, candidate.stage_since) == fold_with_day(candidate.events.all())
        assert candidate.stage == stage
    assert Admission.objects.current().count() == 0
    assert candidate.member.status == MemberStatus.LEFT
    assert [spell.valid_from == spell.valid_to for spell in candidate.member.spells.all()] == [True]
    with pytest.raises(Refused):
        back(candidate)
    candidate = go(candidate, *WAY)
    candidate.refresh_from_db()
    assert candidate.member.status == MemberStatus.OFFICIAL
    assert candidate.member.spells.filter(valid_to=None).count() == 1


def test_known_at_survives_a_reversal(tree):
    candidate = go(start(tree.branch), *WAY[:6])
    moment = Admission.objects.get().recorded_at
    back(candidate)
    assert Admission.objects.current().count() == 0
    assert Admission.objects.known_at(moment).count() == 1


@pytest.mark.parametrize("step", ["cancel", "strike_off", "die", "move_away"])
def test_leaving_as_a_probationer_and_its_reversal(tree, step):
    candidate = go(start(tree.branch), *WAY[:7])
    candidate = go(candidate, step, on=DAY + timedelta(days=100))
    candidate.refresh_from_db()
    assert candidate.stage == BY_CODE[step].to_stage
    assert candidate.member.status == MemberStatus.LEFT
    assert candidate.member.spells.get().valid_to == DAY + timedelta(days=110)
    assert Admission.objects.current().count() == (0 if step == "cancel" else 1)
    candidate = back(candidate)
    candidate.refresh_from_db()
    assert candidate.stage == Stage.PROBATIONARY
    assert candidate.member.status == MemberStatus.PROBATIONARY
    assert candidate.member.spells.get().valid_to is None
    assert Admission.objects.current().count() == 1


REFUSED = {
    "out of order": ({"step": "decide"}, ""),
    "in the future": ({"on": date(2026, 7, 16)}, "on"),
    "before what happened last": ({"on": DAY - timedelta(days=1)}, "on"),
    "without a day": ({"on": None}, "on"),
    "a document from the future": ({"document_date": date(2026, 7, 16)}, "document_date"),
    "a number beyond measure": ({"document_number": "x" * 61}, "document_number"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(tree, frozen_today, case):
    fields, field = REFUSED[case]
    candidate = start(tree.branch)
    with pytest.raises(Refused) as refused:
        advance(**{"by": None, "on": DAY, "candidate": candidate, "step": "recognise", "version": 1} | fields)
    assert list(refused.value.messages) == [field]
    candidate.refresh_from_db()
    assert (candidate.stage, candidate.version, candidate.events.count()) == (Stage.NOMINATED, 1, 1)


def test_a_decision_needs_its_number_and_eighteen_years(tree):
    candidate = start(tree.branch, attributes={"born_on": date(2002, 6, 1)})
    candidate = go(candidate, *WAY[:5], every=1)
    with pytest.raises(Refused) as refused:
        advance(by=None, on=date(2020, 5, 31), candidate=candidate, step="decide", version=candidate.version)
    assert set(refused.value.messages) == {"document_number", "on"}


def test_official_only_after_twelve_months(tree):
    candidate = go(start(tree.branch), *WAY[:7])
    arguments = {"by": None, "candidate": candidate, "step": "make_official", "document_number": "1-QĐ/ĐU"}
    with pytest.raises(Refused):
        advance(on=date(2021, 3, 10), version=candidate.version, **arguments)
    advance(on=date(2021, 3, 11), version=candidate.version, **arguments)


def test_two_clerks_at_once(tree):
    candidate = start(tree.branch)
    go(candidate, "recognise")
    with pytest.raises(Stale):
        go(candidate, "recognise")
    with pytest.raises(Stale):
        amend_candidate(by=None, candidate=candidate, version=1, values={"note": "x"})


def test_only_who_may_edit_there(tree):
    candidate = start(tree.branch)
    for role, organisation in ((RoleCode.LEADER, tree.province), (RoleCode.BASE_STAFF, tree.foreign_commune)):
        user = UserFactory(role=role, organisation=organisation)
        with pytest.raises(Refused):
            go(candidate, "recognise", by=user)
        with pytest.raises(Refused):
            register(by=user, on=DAY, organisation=tree.branch, full_name="Lê Văn Thử", attributes={})
    clerk = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    go(candidate, "recognise", by=clerk)
    assert Activity.objects.filter(by=clerk, action="candidate.advanced").count() == 1


def test_a_suspended_person_goes_on_where_they_stood(tree):
    candidate = go(start(tree.branch), "recognise", "train", "suspend", "resume")
    assert candidate.stage == Stage.TRAINED == fold(candidate.events.all())


def test_a_trained_person_recognised_later_does_not_fall_back(tree):
    assert go(start(tree.branch), "train", "recognise").stage == Stage.TRAINED


def test_moving_takes_the_member_along_and_leaves_the_admission(tree):
    candidate = go(start(tree.branch), *WAY[:7])
    on = DAY + timedelta(days=90)
    candidate = move(by=None, on=on, candidate=candidate, organisation=tree.foreign_branch, version=candidate.version)
    candidate.refresh_from_db()
    assert candidate.organisation_path == tree.foreign_branch.path
    assert candidate.stage == Stage.PROBATIONARY
    spells = [(s.organisation_id, s.valid_from, s.valid_to) for s in candidate.member.spells.order_by("pk")]
    assert spells == [(tree.branch.pk, DAY + timedelta(days=70), on), (tree.foreign_branch.pk, on, None)]
    assert Admission.objects.current().get().organisation == tree.branch
    candidate = back(candidate)
    candidate.refresh_from_db()
    assert candidate.organisation == tree.branch
    assert candidate.member.organisation == tree.branch
    assert candidate.member.spells.get(valid_to=None).organisation == tree.branch


def test_nobody_moves_people_into_an_organisation_they_do_not_reach(tree):
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    candidate = start(tree.branch)
    with pytest.raises(Refused) as refused:
        move(by=clerk, on=DAY, candidate=candidate, organisation=tree.foreign_branch, version=1)
    assert list(refused.value.messages) == ["organisation"]


def test_amending_keeps_the_log_and_the_frozen_fact(tree):
    candidate = go(start(tree.branch), *WAY[:6])
    fact = Admission.objects.get()
    candidate = amend_candidate(
        by=None, candidate=candidate, version=candidate.version, values={"sex": "male", "note": "Đã xác minh"}
    )
    assert Admission.objects.current().get() == fact
    assert fact.sex == "female"
    trace = Activity.objects.get(action="candidate.amended")
    assert trace.data["changes"] == {"sex": ["female", "male"], "note": ["", "Đã xác minh"]}
    new = amend_admission(by=None, admission=fact, version=fact.pk, values={"born_on": date(1991, 5, 1)})
    assert (new.age, new.replaces_id) == (28, fact.pk)
    candidate.refresh_from_db()
    assert candidate.born_on == date(1991, 5, 1)
    with pytest.raises(Stale):
        amend_admission(by=None, admission=fact, version=fact.pk, values={"sex": "male"})


def test_a_correction_must_keep_the_days_in_order(tree):
    go(start(tree.branch), *WAY[:7])
    fact = Admission.objects.current().get()
    for values in (
        {"decision_date": fact.ceremony_date + timedelta(days=1)},
        {"ceremony_date": None},
        {"decision_date": date(2007, 1, 1)},
    ):
        with pytest.raises(Refused):
            amend_admission(by=None, admission=fact, version=fact.pk, values=values)
    assert Admission.objects.current().get() == fact


def test_registering_the_same_person_again_is_refused(tree):
    start(tree.branch)
    with pytest.raises(Refused) as refused:
        start(tree.branch)
    assert list(refused.value.messages) == ["full_name"]
    with pytest.raises(Refused) as refused:
        register(by=None, on=date(2030, 1, 1), organisation=tree.branch, full_name="", attributes={})
    assert set(refused.value.messages) == {"full_name", "on"}


def test_the_check_finds_and_mends_a_wrong_stage(tree):
    candidate = start(tree.branch)
    call_command("check_candidates", stdout=StringIO())
    Candidate.objects.update(stage=Stage.DOSSIER)
    with pytest.raises(SystemExit):
        call_command("check_candidates", stdout=StringIO(), stderr=StringIO())
    call_command("check_candidates", "--repair", stdout=StringIO())
    candidate.refresh_from_db()
    assert candidate.stage == Stage.NOMINATED
    call_command("check_candidates", stdout=StringIO())


def test_every_step_names_a_kind_and_real_stages():
    for step in STEPS:
        assert step.kind in EventKind.values
        assert set(step.from_stages) <= set(Stage.values)
        assert step.to_stage in ("", *Stage.values)
    assert [step.code for step in steps_from(Stage.NOMINATED)][0] == "recognise"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.lists(st.integers(0, 30), min_size=1, max_size=14))
def test_the_stage_is_always_the_fold_of_the_events(tree, choices):
    candidate = start(tree.branch, attributes={"born_on": date(1960, 1, 1) + timedelta(days=Candidate.objects.count())})
    day = DAY
    for choice in choices:
        ways = [step for step in open_steps(candidate) if not step.own_page and step.code != "fail_vote"]
        if choice % 4 == 0 or not ways:
            if len(standing(candidate.events.all())) == 1:
                continue
            candidate = back(candidate)
        else:
            step = ways[choice % len(ways)]
            day += timedelta(days=400 if step.code == "make_official" else 3)
            candidate = advance(
                by=None, on=day, candidate=candidate, step=step.code, version=candidate.version, document_number="1"
            )
        candidate.refresh_from_db()
        events = list(candidate.events.all())
        assert candidate.stage == fold(events)
        assert candidate.last_sequence == len(events)
        facts = candidate.admissions.current().count()
        assert facts == (candidate.stage in ADMITTED) or candidate.stage in ("moved_away", "struck_off", "deceased")
        if candidate.member_id:
            open_spells = candidate.member.spells.filter(valid_to=None).count()
            assert open_spells == (candidate.stage in (Stage.PROBATIONARY, Stage.OFFICIAL))


def test_a_ceremony_taken_back_twice_leaves_nobody_behind(tree):
    candidate = go(start(tree.branch), *WAY[:7])
    candidate = go(back(candidate), "hold_ceremony", on=DAY + timedelta(days=80))
    candidate = back(candidate)
    candidate.refresh_from_db()
    assert candidate.member.status == MemberStatus.LEFT
    assert not candidate.member.spells.filter(valid_to=None).exists()
    call_command("check_members", stdout=StringIO())


def test_a_decision_cancelled_and_redone_makes_the_member_one_again(tree):
    candidate = go(start(tree.branch), *WAY[:7])
    candidate = go(candidate, "cancel", on=DAY + timedelta(days=100), data={"ground": "procedure"})
    member = candidate.member
    ledger = Ledger(by=None)
    hold_ceremony(ledger, candidate, DAY + timedelta(days=200), member)
    ledger.write()
    member.refresh_from_db()
    assert (member.status, member.joined_on) == (MemberStatus.PROBATIONARY, DAY + timedelta(days=200))
    kinds = member.movements.in_force().order_by("occurred_on").values_list("kind", flat=True)
    assert list(kinds) == ["admitted", "struck_off", "admitted"]
    call_command("check_members", stdout=StringIO())
