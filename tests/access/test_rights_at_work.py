"""A job waits; meanwhile the person who asked for it loses the right. When it runs, it does nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from membership.domain import jobs
from membership.models import Activity, JobState, RoleCode
from reports.domain.runs import start_run
from reports.periods import whole_year
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(tree):
    """A report that a person of the commune has asked for and that no worker has taken yet."""
    staff = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    run, _created = start_run(by=staff, organisation=tree.commune, period=whole_year(2011))
    return staff, run


def end_roles(staff):
    staff.assignments.update(valid_to=timezone.localdate() - timedelta(days=1))


def close(staff):
    staff.is_active = False
    staff.save()


def test_a_report_is_made_for_who_may_have_it(asked):
    _staff, run = asked
    jobs.run(run.job_id)
    run.refresh_from_db()
    assert run.published_at is not None


@pytest.mark.parametrize("loses", [end_roles, close])
def test_a_report_is_not_made_for_who_lost_the_right(asked, loses):
    staff, run = asked
    loses(staff)
    jobs.run(run.job_id)
    run.refresh_from_db()
    assert run.published_at is None
    assert not run.rows.exists()
    assert run.job.state == JobState.FAILED
    assert "không còn quyền" in run.job.error
    assert not Activity.objects.filter(action="report.published").exists()
