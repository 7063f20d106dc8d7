"""Who leaves on a known day: what is left to do by then, whether there is time, and where they are referred."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from candidates.domain.register import register
from candidates.domain.students import USUAL, leavers, plans
from candidates.models import Candidate, Circumstances, Stage
from membership.models import RoleCode
from tests.candidates.test_conditions import BASE_VOTE, at_dossier, go, probationer, proposed
from tests.candidates.test_referrals import accept, refer
from tests.factories import CandidateFactory, MemberFactory, MentorshipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
TODAY = date(2026, 7, 15)
LIST = reverse("candidates:student.list")


def leaves(candidate, day, why="graduation"):
    Circumstances.objects.update_or_create(candidate=candidate, defaults={"leaves_on": day, "leaves_because": why})
    return candidate


def another(tree, number):
    """Somebody else just put on the list."""
    return register(
        by=None, on=date(2024, 3, 1), organisation=tree.branch, full_name=f"Lý Văn Thử {number}",
        attributes={"born_on": date(1996, 4, 2), "sex": "male"},
    )  # fmt: skip


def plan(candidate):
    people = leavers(Candidate.objects.filter(pk=candidate.pk)).select_related("circumstances", "organisation")
    return plans(list(people), TODAY)[candidate.pk]


def steps(candidate) -> list[str]:
    return [step.step for step in plan(leaves(candidate, date(2027, 6, 30))).steps]


BEFORE = ["recognise", "assign_mentor", "train", "open_dossier", "conclude_history", "branch_propose"]
AFTER = ["decide", "hold_ceremony"]


def test_what_is_left_follows_from_what_was_done(tree):
    assert steps(another(tree, 1)) == [*BEFORE, *AFTER]
    recognised = go(another(tree, 2), "recognise", date(2024, 4, 1))
    assert steps(recognised) == [*BEFORE[1:], *AFTER]
    MentorshipFactory(candidate=recognised, member=MemberFactory(organisation=tree.sibling_branch))
    assert steps(recognised) == [*BEFORE[2:], *AFTER]
    trained = go(another(tree, 3), "train", date(2024, 4, 1))
    assert steps(trained) == ["recognise", "assign_mentor", *BEFORE[3:], *AFTER]
    applied = go(trained, "recognise", date(2024, 5, 1))
    assert steps(go(applied, "open_dossier", date(2025, 1, 6))) == [*BEFORE[4:], *AFTER]
    candidate = proposed(tree)
    assert steps(candidate) == AFTER
    candidate = go(candidate, "base_propose", date(2025, 3, 20), data={"ballot": BASE_VOTE})
    candidate = go(candidate, "decide", date(2025, 4, 8), data={"decided_by": tree.province.pk})
    assert steps(candidate) == ["hold_ceremony"]
    candidate = go(candidate, "hold_ceremony", date(2025, 4, 29))
    assert steps(candidate) == ["train_member", "propose_official", "make_official"]


def test_the_day_adds_up_from_usual_lengths_and_the_terms_of_the_law(tree):
    found = plan(leaves(at_dossier(tree), date(2027, 6, 30)))
    verified, resolved, decided, held = (step.by for step in found.steps)
    assert (verified - TODAY).days == USUAL["conclude_history"]
    assert (resolved - verified).days == USUAL["branch_propose"]
    assert [step.by_law for step in found.steps] == [False, False, True, True]
    # 60 working days from Tuesday 13/10/2026 without 24/11 and 1/1; then 30 without the five days of Tết
    assert (resolved, decided, held) == (date(2026, 10, 13), date(2027, 1, 7), date(2027, 2, 25))


@pytest.mark.parametrize(("day", "in_time"), [(date(2027, 2, 25), True), (date(2027, 2, 24), False)])
def test_in_time_to_the_day(tree, day, in_time):
    found = plan(leaves(at_dossier(tree), day))
    assert (found.in_time, found.finish) == (in_time, date(2027, 2, 25))
    assert ("quá 1 ngày" in found.why) is not in_time


def test_a_probation_that_ends_after_the_day_cannot_be_shortened(tree):
    candidate = probationer(tree)  # since 29/04/2025, so long over
    assert plan(leaves(candidate, date(2027, 1, 1))).in_time
    candidate.events.filter(kind="ceremony_held").update(occurred_on=date(2026, 4, 29))
    found = plan(leaves(candidate, date(2027, 4, 29)))
    assert (found.in_time, found.goal) == (False, "công nhận chính thức")
    assert "30/04/2027" in found.why


def test_a_day_gone_by_and_somebody_suspended(tree):
    assert "Đã qua ngày" in plan(leaves(at_dossier(tree), date(2026, 7, 14))).why
    suspended = go(another(tree, 1), "suspend", date(2025, 2, 1))
    found = plan(leaves(suspended, date(2027, 1, 1)))
    assert (found.in_time, found.steps) == (None, [])


def test_where_the_person_was_referred_last(tree):
    candidate = leaves(at_dossier(tree), date(2027, 6, 30))
    assert (plan(candidate).referral, plan(candidate).open_referral) == (None, False)
    referral = refer(candidate, tree.foreign_branch)
    assert (plan(candidate).referral, plan(candidate).open_referral) == (referral, True)
    accept(referral)
    assert not plan(candidate).open_referral


def test_the_number_of_queries_does_not_grow(tree):
    def asked(count):
        for _ in range(count):
            leaves(CandidateFactory(organisation=tree.branch), date(2027, 1, 1))
        people = list(leavers(Candidate.objects.all()).select_related("circumstances", "organisation"))
        with CaptureQueriesContext(connection) as taken:
            plans(people, TODAY)
        return len(taken)

    assert asked(2) == asked(6)


# --- the page --------------------------------------------------------------------------------------------------------
def test_the_page_lists_who_leaves_first_and_tells_why(tree, as_role):
    secretary = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    later, sooner = another(tree, 1), at_dossier(tree)
    Candidate.objects.filter(pk=sooner.pk).update(full_name="Vàng Thị Gấp")
    leaves(later, date(2028, 6, 30), "contract")
    leaves(sooner, date(2026, 9, 1))
    soldier = leaves(CandidateFactory(organisation=tree.branch, full_name="Lính Thử"), date(2026, 8, 1), "enlistment")
    leaves(CandidateFactory(organisation=tree.sibling_branch, full_name="Người Chỗ Khác"), date(2026, 8, 1))
    page = secretary.get(LIST).content.decode()
    assert page.index("Vàng Thị Gấp") < page.index(later.full_name)
    assert "Không kịp" in page
    assert page.count("badge-behind") == 1
    assert "Người Chỗ Khác" not in page
    assert soldier.full_name not in page
    assert soldier.full_name in secretary.get(f"{LIST}?vi=enlistment").content.decode()
    assert reverse("candidates:referral.new", args=[sooner.pk]) in page
    rows = list(load_workbook(BytesIO(b"".join(secretary.get(f"{LIST}?xuat=xlsx")))).active.values)
    (line,) = [row for row in rows if row[0] == "Vàng Thị Gấp"]
    assert (line[2], line[6]) == ("tốt nghiệp", "Không kịp")


def test_students_count_without_a_reason_and_who_left_the_way_does_not(tree, as_role):
    leader = as_role(RoleCode.LEADER, tree.commune)
    student = leaves(CandidateFactory(organisation=tree.branch, full_name="Sinh Viên Thử"), date(2027, 1, 1), "")
    Candidate.objects.filter(pk=student.pk).update(occupation="student")
    gone = leaves(CandidateFactory(organisation=tree.branch, full_name="Đã Rút"), date(2027, 1, 1))
    Candidate.objects.filter(pk=gone.pk).update(stage=Stage.WITHDRAWN)
    page = leader.get(LIST).content.decode()
    assert "Sinh Viên Thử" in page
    assert "Đã Rút" not in page
    assert reverse("candidates:referral.new", args=[student.pk]) not in page  # a leader only reads


def test_the_days_of_leaving_are_details_of_a_person(tree, as_role):
    training = as_role(RoleCode.TRAINING_STAFF, tree.province)
    assert training.get(LIST).status_code == 403
    assert LIST not in training.get(reverse("candidates:referral.list")).content.decode()
