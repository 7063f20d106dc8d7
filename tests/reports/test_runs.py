"""Runs: one per key, published in one update, whatever happens to the worker."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from membership.domain import jobs
from membership.domain.errors import Refused
from membership.models import Job, JobState, RoleCode
from membership.templatetags.present import moment
from reports.domain import runs
from reports.domain.runs import start_quarter_runs, start_run
from reports.models import Row, Run
from reports.periods import Period, quarter
from tests.factories import AdmissionFactory, UserFactory

pytestmark = pytest.mark.django_db
Q4 = quarter(2011, 4)


@pytest.fixture
def no_worker(monkeypatch):
    """Jobs are queued and nobody takes them."""
    monkeypatch.setattr(jobs, "SENDER", [lambda job_id: None])


@pytest.fixture
def facts(tree):
    AdmissionFactory(organisation=tree.branch, decision_date=date(2011, 11, 1))
    AdmissionFactory(organisation=tree.branch, decision_date=date(2011, 2, 1), sex="male")
    return tree


def start(organisation, **changes) -> Run:
    return start_run(**{"by": None, "organisation": organisation, "period": Q4} | changes)[0]


def silent(job: Job) -> None:
    """The worker of this job has not been heard of for long."""
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(hours=1))


def test_a_run_is_counted_and_published(facts, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = start(facts.root)
    run.refresh_from_db()
    assert run.published_at
    assert run.job.state == JobState.DONE
    assert run.row_count == run.rows.count() == len(facts.all)
    root = run.rows.get(organisation=facts.root)
    assert (root.admitted, root.admitted_to_date, root.parent_id) == (1, 2, None)
    assert root.breakdowns["female"] == 1
    assert root.breakdowns["student"] == 0
    branch = run.rows.get(organisation=facts.branch)
    assert branch.is_leaf
    assert branch.parent_id == facts.commune.pk
    assert "student" not in branch.breakdowns  # zeros are kept for the root only


def test_asking_twice_gives_the_same_run_until_it_ends(tree, no_worker):
    run, created = start_run(by=None, organisation=tree.root, period=Q4)
    again, second = start_run(by=None, organisation=tree.root, period=Q4)
    other, third = start_run(by=None, organisation=tree.root, period=Q4, counting="ceremony")
    assert (created, second, third) == (True, False, True)
    assert again == run
    assert other != run
    jobs.run(run.job_id)
    anew, created = start_run(by=None, organisation=tree.root, period=Q4)
    assert created
    jobs.run(anew.job_id)
    run.refresh_from_db(), anew.refresh_from_db()
    assert (run.superseded, anew.superseded) == (True, False)
    assert run.published_at
    assert run.rows.exists()  # kept, not deleted


def test_known_at_leaves_out_what_was_learnt_later(facts, no_worker):
    run = start(facts.root)
    jobs.run(run.job_id)
    AdmissionFactory(organisation=facts.branch, decision_date=date(2011, 12, 1))
    run.refresh_from_db()
    assert run.rows.get(organisation=facts.root).admitted_to_date == 2
    figures = runs.compute(facts.root, Q4, run.counting, run.known_at)
    assert figures.admitted_to_date[0] == 2
    assert runs.compute(facts.root, Q4, run.counting, timezone.now()).admitted_to_date[0] == 3


def test_a_worker_killed_while_it_writes_leaves_nothing(facts, no_worker, monkeypatch):
    class Killed(BaseException):
        """kill -9: nothing of ours runs any more."""

    def die(*args, **how):
        raise Killed

    run = start(facts.root)
    monkeypatch.setattr(jobs.JobHandle, "finish", die)
    with pytest.raises(Killed):
        jobs.run(run.job_id)
    monkeypatch.undo()
    assert not Row.objects.exists()
    assert not Run.objects.published().exists()
    assert jobs.claim(run.job_id) is None  # its worker may still live
    silent(run.job)
    jobs.run(run.job_id)
    assert Run.objects.published().get() == run
    assert run.rows.count() == len(facts.all)


def test_a_worker_thought_dead_that_comes_back_publishes_nothing(facts, no_worker):
    run = start(facts.root)
    first = jobs.JobHandle(jobs.claim(run.job_id))
    silent(run.job)
    jobs.run(run.job_id)  # a second worker takes it over and ends it
    published = Run.objects.get(pk=run.pk).published_at
    with pytest.raises((jobs.LostClaim, jobs.JobRefused)):
        runs.make(first)
    run.refresh_from_db()
    assert run.published_at == published
    assert run.rows.count() == len(facts.all)


def test_a_worker_overtaken_between_counting_and_publishing_loses(facts, no_worker, monkeypatch):
    run = start(facts.root)
    first = jobs.JobHandle(jobs.claim(run.job_id))
    count = runs.compute

    def overtaken(*arguments):
        monkeypatch.setattr(runs, "compute", count)
        figures = count(*arguments)
        silent(run.job)
        jobs.run(run.job_id)
        return figures

    monkeypatch.setattr(runs, "compute", overtaken)
    with pytest.raises(jobs.LostClaim):
        runs.make(first)
    assert Run.objects.published().get() == run
    assert run.rows.count() == len(facts.all)
    assert run.job.__class__.objects.get(pk=run.job_id).state == JobState.DONE


def test_quarter_runs_start_once_for_every_root(tree, no_worker):
    assert start_quarter_runs(date(2012, 1, 1)) == 1
    assert start_quarter_runs(date(2012, 1, 1)) == 0
    assert start_quarter_runs(date(2012, 3, 31)) == 0
    assert start_quarter_runs(date(2012, 4, 1)) == 1
    run = Run.objects.get(first_day=date(2011, 10, 1))
    assert (run.organisation, run.last_day) == (tree.root, date(2011, 12, 31))
    assert run.job.key == f"quarter:{tree.root.pk}:2011Q4"


def test_a_quarter_that_a_person_reported_already_is_left_alone(tree, no_worker):
    jobs.run(start(tree.root).job_id)
    assert start_quarter_runs(date(2012, 1, 5)) == 0


def test_who_may_start_and_what(tree, no_worker):
    staff = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    assert start(tree.commune, by=staff).requested_by == staff
    with pytest.raises(Refused, match="không có quyền"):
        start(tree.province, by=staff)
    leader = UserFactory(role=RoleCode.LEADER, organisation=tree.root)
    with pytest.raises(Refused, match="không có quyền"):
        start(tree.commune, by=leader)
    with pytest.raises(Refused, match="chưa bắt đầu"):
        start(tree.root, period=Period(date(2190, 1, 1), date(2190, 2, 1)))


@pytest.mark.parametrize(("seconds", "told"), [(60, False), (61, True)])
def test_a_write_that_holds_the_figures_up_for_more_than_a_minute_is_told(seconds, told):
    asked_at = datetime(2026, 7, 15, 8, 0, tzinfo=UTC)
    notes = runs.held_up(asked_at - timedelta(seconds=seconds), asked_at)
    assert bool(notes) == told


def test_a_run_that_was_held_up_says_since_when(facts, no_worker, monkeypatch):
    known_at = timezone.now() - timedelta(minutes=5)
    monkeypatch.setattr(runs, "moment_of_knowledge", lambda: known_at)
    run = start(facts.root)
    jobs.run(run.job_id)
    run.refresh_from_db()
    assert [note for note in run.notes if note["kind"] == runs.WRITING] == [
        {"kind": runs.WRITING, "since": known_at.isoformat()}
    ]
    client = Client()
    client.force_login(UserFactory(role=RoleCode.LEADER, organisation=facts.root))
    page = client.get(f"/bao-cao/{run.pk}/").content.decode()
    assert f"Một lần ghi dữ liệu đang chạy từ {moment(known_at)}; số liệu tính đến lúc đó" in page
    assert "tổ chức không còn hoặc chưa có" not in page


@pytest.mark.office
@pytest.mark.django_db(transaction=True)
def test_a_client_that_writes_holds_the_moment_back():
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time")
    writing, seen = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
            writing.set()
            seen.wait(timeout=10)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    writing.wait(timeout=10)
    begun = timezone.now()
    held_back = runs.moment_of_knowledge()
    seen.set()
    writer.join(timeout=10)
    assert held_back < begun
    assert runs.moment_of_knowledge() > begun


def test_moment_of_knowledge_is_not_in_the_future():
    assert datetime(2020, 1, 1, tzinfo=UTC) < runs.moment_of_knowledge() <= timezone.now()
