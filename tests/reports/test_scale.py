"""Made-up data for measuring: any size, consistent, and only in an empty database."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from candidates.domain.fold import fold_with_day
from candidates.models import ADMITTED, Admission, Candidate, Stage
from membership.base import paths
from membership.models import MemberSpell, Organisation, OrganisationName, PartyMember, Placement
from reports.demo.scale import SCALES, generate
from reports.models import Quota
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(frozen_today):
    return generate(SCALES["commune"], seed=7, today=timezone.localdate())


def test_the_tree_is_sound(commune):
    organisations = {each.pk: each for each in Organisation.objects.all()}
    assert len(organisations) > 30
    for each in organisations.values():
        parent = organisations.get(each.parent_id)
        assert each.path == paths.child(parent.path if parent else "", each.pk)
    assert Placement.objects.filter(valid_to=None).count() == len(organisations)
    assert OrganisationName.objects.filter(valid_to=None).count() == len(organisations)
    placed = dict(Placement.objects.values_list("organisation_id", "parent_id"))
    assert placed == {each.pk: each.parent_id for each in organisations.values()}


def test_the_checks_of_the_house_find_nothing(commune):
    call_command("check_tree")
    call_command("check_candidates")


def test_stages_follow_from_the_events(commune):
    for candidate in Candidate.objects.prefetch_related("events"):
        events = sorted(candidate.events.all(), key=lambda event: event.sequence)
        assert [event.sequence for event in events] == list(range(1, candidate.last_sequence + 1))
        assert fold_with_day(events) == (candidate.stage, candidate.stage_since)
        for before, after in zip(events, events[1:], strict=False):
            assert after.from_stage == before.to_stage
            assert after.occurred_on >= before.occurred_on


def test_facts_members_and_candidates_belong_together(commune):
    admitted = Candidate.objects.filter(stage__in=ADMITTED)
    assert admitted.count() == Admission.objects.count() == commune["candidates_admission"]
    for candidate in admitted.select_related("member"):
        assert (candidate.member is None) == (candidate.stage == Stage.DECIDED)
        if candidate.member:
            assert candidate.member.full_name == candidate.full_name
            assert candidate.member.organisation_id == candidate.organisation_id
    assert MemberSpell.objects.filter(valid_to=None).count() == PartyMember.objects.count()


def made(seed: int) -> tuple[Counter, Counter]:
    """People and quotas of a commune that is taken back at once."""
    with transaction.atomic():
        generate(SCALES["commune"], seed=seed, today=timezone.localdate())
        people = Counter(Candidate.objects.values_list("full_name", "born_on", "stage", "organisation__code"))
        quotas = Counter(Quota.objects.values_list("organisation__code", "year", "admission_quota"))
        transaction.set_rollback(True)
    return people, quotas


def test_the_same_seed_makes_the_same_people(frozen_today):
    assert made(7) == made(7)


def test_another_seed_makes_others(frozen_today):
    assert made(7) != made(8)


def test_refused_unless_empty():
    OrganisationFactory(parent=None)
    with pytest.raises(CommandError, match="không trống"):
        call_command("generate_scale", scale="commune")
    assert Organisation.objects.count() == 1
