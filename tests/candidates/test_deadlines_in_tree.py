"""Whose act a deadline is follows from the committees above: a change of the tree is seen at once, not at night."""

from datetime import date

import pytest

from candidates.domain import deadlines_in_tree
from candidates.domain.deadlines import KIND, differences, refresh
from candidates.models import Actor, Deadline
from membership.domain import reorganise
from membership.models import Job
from tests.candidates.test_conditions import proposed
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
ON = date(2026, 7, 1)


@pytest.fixture
def candidate(tree):
    candidate = proposed(tree)
    refresh([candidate.pk])
    return candidate


def actor(candidate) -> str:
    return candidate.deadlines.get(code="decide").actor


def under_a_section(tree):
    section = OrganisationFactory(parent=tree.commune, name="Đảng bộ bộ phận Khu Đông", kind="Đảng bộ bộ phận")
    tree.branch.refresh_from_db()
    reorganise.move(by=None, on=ON, organisation=tree.branch, parent=section, version=tree.branch.version)
    return section


def test_a_moved_branch_and_a_changed_kind_change_who_must_act(tree, candidate):
    before = actor(candidate)
    section = under_a_section(tree)
    assert (before, actor(candidate)) == (Actor.BASE, Actor.SECTION)
    reorganise.rename(
        by=None, on=ON, organisation=section, name="Đảng bộ cơ sở Khu Đông", kind="Đảng bộ cơ sở",
        version=section.version,
    )  # fmt: skip
    assert actor(candidate) != Actor.SECTION
    assert not [wrong for found in differences() for wrong in found.wrong]


def test_many_people_are_left_to_a_job(tree, candidate, monkeypatch):
    monkeypatch.setattr(deadlines_in_tree, "MOST_AT_ONCE", 0)
    under_a_section(tree)
    assert Job.objects.filter(kind=KIND).count() == 1


def test_nobody_under_way_leaves_no_job(tree, monkeypatch):
    monkeypatch.setattr(deadlines_in_tree, "MOST_AT_ONCE", 0)
    under_a_section(tree)
    assert not Job.objects.exists() and not Deadline.objects.exists()
