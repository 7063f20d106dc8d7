"""Celery tasks: they carry an id and call one domain function."""

from celery import shared_task
from celery.signals import worker_ready

from membership.domain import jobs
from membership.domain.nightly import start_night


@shared_task(name="membership.tasks.run_job")
def run_job(job_id: str) -> None:
    jobs.run(job_id)


@shared_task(name="membership.tasks.send_waiting_jobs")
def send_waiting_jobs() -> int:
    return jobs.send_waiting()


@shared_task(name="membership.tasks.nightly")
def nightly() -> int:
    """Start what is done every night; each function is a job of its own."""
    return len(start_night())


@worker_ready.connect
def send_what_waited(**kwargs) -> None:
    """A worker that starts looks first for jobs that a dead one left behind."""
    send_waiting_jobs.delay()


jobs.SENDER[:] = [run_job.delay]
