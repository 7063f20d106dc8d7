"""Quick entry: the most pressing steps, recorded once however often the form arrives, refused without a loss."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.domain.submissions import forget_submissions, once, trial
from candidates.models import Candidate, CandidateEvent, Deadline, EventKind, Stage, Submission
from membership.domain.errors import Refused
from membership.models import RoleCode
from tests.candidates.test_conditions import BASE_VOTE, at_dossier, go, proposed
from tests.factories import CandidateFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
URL = reverse("candidates:quick")
JSON = {"Accept": "application/json"}


@pytest.fixture
def secretary(tree, as_role):
    return as_role(RoleCode.BRANCH_SECRETARY, tree.branch)


def typed(page, candidate, **fields):
    """What a browser sends of one line."""
    (line,) = [each for each in page.context["lines"] if each["candidate"].pk == candidate.pk]
    hidden = {field.name: field.value() for field in line["form"].hidden_fields()}
    return {**hidden, "day": "2026-07-15", "document_number": "4-NQ/CB", **fields}


def recognised(candidate) -> int:
    return CandidateEvent.objects.filter(candidate=candidate, kind=EventKind.RECOGNISED).count()


# --- once ------------------------------------------------------------------------------------------------------------
def test_a_key_does_its_act_once_and_answers_the_same():
    user, key, done = UserFactory(), uuid4(), []

    def do():
        done.append(1)
        return "xong"

    assert once(key, user, "quick:x", do) == ("xong", True)
    assert once(key, user, "quick:x", do) == ("xong", False)
    assert done == [1]
    with pytest.raises(Refused):
        once(key, UserFactory(), "quick:x", do)
    with pytest.raises(Refused):
        once(key, user, "bulk:x", do)


def test_a_refusal_leaves_the_key_unused():
    user, key = UserFactory(), uuid4()

    def refuse():
        UserFactory(username="thua")
        raise Refused("chưa được")

    with pytest.raises(Refused):
        once(key, user, "quick:x", refuse)
    assert not Submission.objects.exists()
    assert not type(user).objects.filter(username="thua").exists()
    assert once(key, user, "quick:x", lambda: "xong") == ("xong", True)


def test_a_trial_takes_back_what_it_wrote_and_tells_what_it_would_answer():
    assert trial(lambda: UserFactory(username="nhap").username) == "nhap"
    assert not UserFactory._meta.model.objects.filter(username="nhap").exists()


def test_keys_are_forgotten_when_no_phone_can_remember_them(frozen_today):
    once(uuid4(), UserFactory(), "quick:x", lambda: "xong")
    assert forget_submissions() == "0"
    frozen_today.move_to("2027-01-15 03:00:00Z")
    assert forget_submissions() == "1"


# --- the page --------------------------------------------------------------------------------------------------------
def test_the_three_most_pressing_come_first(tree, secretary):
    people = CandidateFactory.create_batch(5, organisation=tree.branch, stage_since=date(2026, 3, 1))
    CandidateFactory(organisation=tree.foreign_branch, full_name="Lý Người Lạ")
    decided = go(proposed(tree), "base_propose", date(2025, 3, 20), data={"ballot": BASE_VOTE})
    decided = go(decided, "decide", date(2025, 4, 8), data={"decided_by": tree.province.pk})
    Deadline.objects.filter(candidate=decided).delete()
    go(people[4], "recognise", date(2026, 3, 2))  # a mentor comes next, which has a page of its own
    page = secretary.get(URL)
    steps = [(line["candidate"].pk, line["step"].code) for line in page.context["lines"]]
    assert len(steps) == 3
    assert {step for _pk, step in steps} == {"recognise"}
    unready = {each["candidate"].pk: each["step"].code for each in page.context["unready"]}
    assert unready == {decided.pk: "hold_ceremony"}  # too late without the consent of the committee above
    assert "Lý Người Lạ" not in page.content.decode()


def test_what_others_must_do_is_not_offered(tree, secretary):
    candidate = proposed(tree)
    page = secretary.get(URL)
    assert candidate.pk not in {each["candidate"].pk for each in (*page.context["lines"], *page.context["unready"])}


def test_the_number_of_queries_does_not_grow_with_the_branch(tree, secretary):
    CandidateFactory(organisation=tree.branch)
    secretary.get(URL)
    with CaptureQueriesContext(connection) as few:
        secretary.get(URL)
    CandidateFactory.create_batch(9, organisation=tree.branch)
    with CaptureQueriesContext(connection) as many:
        secretary.get(URL)
    assert len(many) <= len(few)


# --- without script --------------------------------------------------------------------------------------------------
def test_three_taps_record_a_step(tree, secretary):
    candidate = CandidateFactory(organisation=tree.branch)
    answer = secretary.post(URL, typed(secretary.get(URL), candidate))
    assert answer["Location"] == URL
    event = candidate.events.get(kind=EventKind.RECOGNISED)
    assert (event.occurred_on, event.document_number) == (date(2026, 7, 15), "4-NQ/CB")
    assert "Đã ghi “Công nhận cảm tình Đảng”" in secretary.get(URL).content.decode()


def test_another_day_is_typed(tree, secretary):
    candidate = CandidateFactory(organisation=tree.branch)
    fields = typed(secretary.get(URL), candidate, day="khac", on="01072026")
    assert secretary.post(URL, fields).status_code == 302
    assert candidate.events.get(kind=EventKind.RECOGNISED).occurred_on == date(2026, 7, 1)


def test_a_refusal_keeps_what_was_typed(tree, secretary):
    candidate = CandidateFactory(organisation=tree.branch)
    answer = secretary.post(URL, typed(secretary.get(URL), candidate, day="khac", on="16/07/2026"))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "sau ngày hôm nay" in shown
    assert "4-NQ/CB" in shown
    assert "16/07/2026" in shown
    assert re.search(r'<details class="quick-line"[^>]* open>', shown)
    assert recognised(candidate) == 0


# --- with script -----------------------------------------------------------------------------------------------------
def test_the_second_arrival_answers_with_the_first_result(tree, secretary):
    candidate = CandidateFactory(organisation=tree.branch)
    fields = typed(secretary.get(URL), candidate)
    answers = [secretary.post(URL, fields, headers=JSON).json() for _ in range(3)]
    assert [answer["first"] for answer in answers] == [True, False, False]
    assert len({answer["message"] for answer in answers}) == 1
    assert recognised(candidate) == 1


def test_a_phone_that_was_away_too_long_is_told(tree, secretary, as_role):
    candidate = CandidateFactory(organisation=tree.branch)
    fields = typed(secretary.get(URL), candidate)
    clerk = as_role(RoleCode.BASE_STAFF, tree.commune)
    assert clerk.post(URL, typed(clerk.get(URL), candidate)).status_code == 302
    answer = secretary.post(URL, fields, headers=JSON)
    assert (answer.status_code, answer.json()["state"]) == (409, "stale")
    assert recognised(candidate) == 1
    assert Submission.objects.count() == 1


def test_unmet_conditions_come_back_as_sentences(tree, secretary):
    candidate = at_dossier(tree)
    fields = {
        "candidate": candidate.pk, "step": "branch_propose", "version": candidate.version, "key": str(uuid4()),
        "day": "2026-07-15", "document_number": "1-NQ", "members": 3, "in_favour": 3,
    }  # fmt: skip
    answer = secretary.post(URL, fields, headers=JSON)
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert any("kết luận thẩm tra" in sentence for sentence in answer.json()["sentences"])
    candidate.refresh_from_db()
    assert candidate.stage == Stage.DOSSIER


@pytest.mark.parametrize("broken", [{"candidate": "x"}, {"step": "khong-co"}, {"step": "assign_mentor"}, {"key": "x"}])
def test_nonsense_is_refused_in_words(tree, secretary, broken):
    candidate = CandidateFactory(organisation=tree.branch)
    answer = secretary.post(URL, typed(secretary.get(URL), candidate) | broken, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["sentences"]
    assert Candidate.objects.get(pk=candidate.pk).version == candidate.version


def test_a_secretary_reaches_it_in_one_tap(tree, secretary, as_role):
    shown = secretary.get(reverse("membership:home")).content.decode()
    bottom = shown[shown.index('class="bottombar"') : shown.index('class="menu-more"')]
    assert f'href="{URL}"' in bottom
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.root).get(reverse("membership:home")).content.decode()
    assert f'href="{URL}"' not in staff[staff.index('class="bottombar"') : staff.index('class="menu-more"')]
