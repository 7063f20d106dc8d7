"""The night: each function a job of its own, once a day, one failing without the others, the mail last."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config.celery import app
from membership.domain import nightly as night
from membership.domain.errors import Refused
from membership.models import Job, JobState, Notice
from membership.tasks import nightly as nightly_task
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ran(monkeypatch):
    """A registry of our own; what ran is in the list."""
    ran = []
    monkeypatch.setattr(night, "FUNCTIONS", {})

    @night.nightly("late", "Sau cùng", late=True)
    def late():
        ran.append("late")

    @night.nightly("first", "Việc một")
    def first():
        ran.append("first")
        return "làm 3 dòng"

    @night.nightly("second", "Việc hai")
    def second():
        ran.append("second")

    return ran


def test_each_runs_once_a_day_and_the_late_one_last(ran):
    nightly_task()
    assert ran == ["first", "second", "late"]
    nightly_task()
    assert len(ran) == 3
    assert Job.objects.filter(kind="nightly", state=JobState.DONE).count() == 3
    assert Job.objects.get(key__startswith="nightly:first:").result == {"told": "làm 3 dòng"}


def test_the_next_day_it_runs_again(ran, frozen_today):
    nightly_task()
    frozen_today.shift(24 * 3600)
    nightly_task()
    assert len(ran) == 6


def test_one_that_fails_takes_its_writes_back_and_stops_nobody(ran):
    user = UserFactory()

    @night.nightly("broken", "Hỏng")
    def broken():
        Notice.objects.create(user=user, key="half", title="nửa chừng")
        raise Refused("hỏng giữa chừng")

    nightly_task()
    nightly_task()  # the next beat: what has ended does not run again, what waited for it does
    assert sorted(ran) == ["first", "late", "second"]
    assert Job.objects.get(key__startswith="nightly:broken:").state == JobState.FAILED
    assert not Notice.objects.exists()


def test_the_late_one_waits_while_another_still_runs(ran):
    nightly_task()
    Job.objects.filter(key__startswith="nightly:late:").delete()
    Job.objects.filter(key__startswith="nightly:first:").update(state=JobState.RUNNING)
    night.start_night()
    assert not Job.objects.filter(key__startswith="nightly:late:").exists()


def test_the_command_runs_all_of_it_without_a_worker(ran, monkeypatch):
    monkeypatch.setattr("membership.domain.jobs.SENDER", [lambda job_id: pytest.fail("sent to a worker")])
    out = StringIO()
    call_command("nightly", stdout=out)
    assert ran == ["first", "second", "late"]
    assert "đã xong: Việc hằng đêm: Việc một – làm 3 dòng" in out.getvalue()


def test_the_command_fails_when_something_failed(ran):
    @night.nightly("broken", "Hỏng")
    def broken():
        raise ValueError("x")

    with pytest.raises(CommandError, match="1 việc không thành"):
        call_command("nightly", stdout=StringIO())


def test_beat_asks_in_the_night():
    entry = app.conf.beat_schedule["nightly"]
    assert entry["task"] == nightly_task.name
    assert (min(entry["schedule"].hour), entry["schedule"].minute) == (1, {30})


def test_the_real_night_runs_through():
    call_command("nightly", stdout=StringIO())
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    names = {job.params["name"] for job in Job.objects.all()}
    assert {"notices.prune", "digests.prune", "jobs.prune", "notices.mail", "nightly.failures"} <= names
