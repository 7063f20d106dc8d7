"""Where is this person, what is missing, who acts next: the same conditions that guard the step."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.domain.checklist import checklist_of
from candidates.domain.dossier import load_dossier, load_dossiers
from candidates.domain.guard import Unfulfilled
from candidates.domain.progress import advance
from candidates.models import Candidate, MentorPurpose, Stage
from tests.candidates.test_conditions import BASE_VOTE, VOTE, at_dossier, go, probationer, proposed, start
from tests.factories import MentorshipFactory, OrganisationFactory, complete_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]


def seen(candidate, on=date(2025, 3, 25)):
    candidate = Candidate.objects.select_related("organisation").get(pk=candidate.pk)
    return checklist_of(load_dossier(candidate, on=on), on)


def test_the_next_step_at_each_stage(tree):
    candidate = start(tree.branch)
    steps = [seen(candidate).next.code]
    candidate = go(candidate, "recognise", date(2024, 4, 1))
    steps.append(seen(candidate).next.code)
    MentorshipFactory(candidate=candidate)
    steps.append(seen(candidate).next.code)
    candidate = go(candidate, "train", date(2024, 9, 1))
    steps.append(seen(candidate).next.code)
    candidate = go(candidate, "open_dossier", date(2025, 1, 6))
    steps.append(seen(candidate).next.code)
    complete_dossier(candidate, date(2025, 3, 3))
    candidate = go(candidate, "conclude_history", date(2025, 3, 1))
    steps.append(seen(candidate).next.code)
    candidate = go(candidate, "branch_propose", date(2025, 3, 3), data={"ballot": {**VOTE, "members": 4}})
    steps.append(seen(candidate).next.code)
    candidate = go(candidate, "base_propose", date(2025, 3, 20), data={"ballot": BASE_VOTE})
    steps.append(seen(candidate).next.code)
    assert steps == [
        "recognise", "assign_mentor", "train", "open_dossier", "conclude_history", "branch_propose", "base_propose",
        "decide",
    ]  # fmt: skip


def test_what_is_missing_is_what_blocks(tree):
    candidate = go(complete_dossier(at_dossier(tree), date(2025, 3, 3)), "conclude_history", date(2025, 3, 1))
    candidate.papers.update(replaced_at="2025-03-02T00:00Z")
    candidate.introductions.update(replaced_at="2025-03-02T00:00Z")
    before = seen(candidate, date(2025, 3, 3))
    assert before.next.code == "branch_propose"
    with pytest.raises(Unfulfilled) as refused:
        advance(
            by=None, on=date(2025, 3, 3), candidate=candidate, step="branch_propose", version=candidate.version,
            document_number="1-NQ", data={"ballot": VOTE},
        )  # fmt: skip
    assert [item.unmet for item in before.missing] == refused.value.unmet
    assert not before.ready
    assert {item.condition.code for item in before.items if item.with_act} == {"branch_vote"}


def test_who_acts(tree):
    candidate = proposed(tree)
    assert seen(candidate).actor.name == tree.commune.name
    candidate = go(candidate, "base_propose", date(2025, 3, 20), data={"ballot": BASE_VOTE})
    assert seen(candidate, date(2025, 4, 1)).actor.name == tree.province.name  # 24-QĐ/TW: no delegation on record
    assert seen(candidate, date(2025, 8, 1)).actor.name == tree.commune.name  # 294-QĐ/TW: directly above the base
    section = OrganisationFactory(parent=tree.commune, kind="Đảng bộ bộ phận", name="Đảng bộ bộ phận Thử")
    inside = OrganisationFactory(parent=section, kind="Chi bộ")
    person = start(inside)
    Candidate.objects.filter(pk=person.pk).update(stage=Stage.BRANCH_PROPOSED)
    assert seen(person).next.code == "appraise"
    assert seen(person).actor.name == section.name


def test_during_the_probation_nobody_is_pressed(tree):
    candidate = probationer(tree)
    assert seen(candidate, date(2025, 6, 1)).next.code == "assign_mentor"
    MentorshipFactory(candidate=candidate, purpose=MentorPurpose.PROBATIONER)
    assert seen(candidate, date(2025, 6, 1)).next.code == "train_member"
    candidate = go(candidate, "train_member", date(2025, 9, 1))
    waiting = seen(candidate, date(2025, 10, 1))
    assert (waiting.next.code, waiting.ready) == ("propose_official", False)
    assert "30/04/2026" in waiting.waiting
    assert seen(candidate, date(2026, 4, 30)).waiting == ""


def test_the_number_of_queries_does_not_grow_with_people(tree):
    def count(people):
        with CaptureQueriesContext(connection) as queries:
            for dossier in load_dossiers(people, on=date(2026, 7, 15)).values():
                checklist_of(dossier, date(2026, 7, 15), [])
        return len(queries)

    one = at_dossier(tree)
    complete_dossier(one, date(2025, 3, 3))
    few = count(Candidate.objects.select_related("organisation").filter(pk=one.pk))
    people = [one]
    for _number in range(4):
        other = start(OrganisationFactory(parent=tree.commune, kind="Chi bộ"))
        MentorshipFactory(candidate=other)
        people.append(other)
    assert count(people) <= few
