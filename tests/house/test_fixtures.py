"""The fixtures themselves: what other tests rely on."""

from datetime import date

import pytest
from django.utils import timezone

from candidates.models import Candidate, Stage
from membership.base import paths
from membership.models import Action, Organisation, PartyMember, RoleCode
from tests.factories import AdmissionFactory


def test_the_tree_is_consistent(tree):
    for organisation in Organisation.objects.all():
        parent = organisation.parent.path if organisation.parent else ""
        assert organisation.path == paths.child(parent, organisation.pk)
        assert organisation.placements.get().parent_id == organisation.parent_id
        assert organisation.names.get().name == organisation.name
    assert len(tree.all) == Organisation.objects.count() == 15


def test_a_role_reaches_its_own_subtree_only(tree, as_role):
    user = as_role(RoleCode.BRANCH_SECRETARY, tree.branch).user
    assert user.may(Action.VIEW_PERSON, tree.branch.path)
    assert not user.may(Action.VIEW_PERSON, tree.sibling_branch.path)
    assert list(Organisation.objects.visible_to(user)) == [tree.branch]


@pytest.mark.django_db
def test_an_admission_has_everything_behind_it(tree):
    fact = AdmissionFactory(organisation=tree.branch)
    candidate = Candidate.objects.get(admissions=fact)
    assert candidate.stage == Stage.PROBATIONARY
    assert [event.sequence for event in candidate.events.all()] == [1, 2, 3]
    assert PartyMember.objects.get(candidate=candidate).joined_on == fact.ceremony_date
    assert fact.age == 25


def test_today_can_be_fixed(frozen_today):
    assert timezone.localdate() == date(2026, 7, 15)
