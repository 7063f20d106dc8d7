"""Background runs: the Job row is the truth, any worker may die at any moment, and nothing is done twice.

A kind of job is a function registered with `@runner("kind")` that takes a `JobHandle`. It must write its effects and
call `handle.finish(...)` inside ONE transaction: `finish` fails when a later attempt has taken over, and takes the
effects back with it.
"""

import logging
import threading
import traceback
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from membership.domain.activity import record
from membership.models import OPEN_STATES, Job, JobState, Organisation

logger = logging.getLogger(__name__)

RUNNERS: dict[str, Callable[["JobHandle"], None]] = {}
SENDER: list[Callable[[str], None]] = []


class LostClaim(Exception):
    """Another worker has taken the job over; whatever this one was doing must be undone."""


class Cancelled(Exception):
    """The person who asked for the job asked to stop it."""


class JobRefused(Exception):
    """The job cannot be done, for a reason a person can act on (a sentence)."""


def runner(kind: str):
    def register(function):
        RUNNERS[kind] = function
        return function

    return register


def enqueue(
    kind: str,
    *,
    key: str,
    title: str,
    by=None,
    organisation: Organisation | None = None,
    params: dict | None = None,
    here: bool = False,
) -> tuple[Job, bool]:
    """The job of `key`, made and sent if there was none. Returns (job, whether it is new).

    `here`: the caller runs a new one itself; it is not sent, unless the sweep finds it lying.
    """
    if kind not in RUNNERS:
        raise ValueError(f"no runner for {kind!r}")
    job, created = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "title": title[:255],
            "requested_by": by,
            "organisation": organisation,
            "organisation_path": organisation.path if organisation else "",
            "params": params or {},
            "sent_at": timezone.now() if here else None,
        },
    )
    if created and not here:
        transaction.on_commit(lambda: send(job.pk))
    return job, created


def send(job_id) -> None:
    """Hand the id to the broker. A broker that is down costs time only: the sweep sends again."""
    Job.objects.filter(pk=job_id).update(sent_at=timezone.now())
    try:
        SENDER[0](str(job_id))
    except Exception:
        logger.exception("Job %s could not be sent; the sweep will send it again", job_id)


def waiting_jobs():
    """Jobs nobody works on: queued for a while, or running with a silent worker."""
    now = timezone.now()
    stale = now - timedelta(seconds=settings.JOB_STALE_SECONDS)
    return Job.objects.filter(
        Q(state=JobState.QUEUED) & (Q(sent_at=None) | Q(sent_at__lt=now - timedelta(seconds=20)))
        | Q(state=JobState.RUNNING, heartbeat_at__lt=stale)
    )


def send_waiting() -> int:
    ids = list(waiting_jobs().values_list("pk", flat=True)[:500])
    for job_id in ids:
        send(job_id)
    return len(ids)


def claim(job_id) -> Job | None:
    """Take the job if it waits, or if its worker has been silent too long. One conditional UPDATE decides."""
    now = timezone.now()
    stale = now - timedelta(seconds=settings.JOB_STALE_SECONDS)
    taken = (
        Job.objects.filter(pk=job_id)
        .filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, heartbeat_at__lt=stale))
        .update(state=JobState.RUNNING, attempts=F("attempts") + 1, heartbeat_at=now, started_at=now, done=0, error="")
    )
    if not taken:
        return None
    job = Job.objects.get(pk=job_id)
    if job.attempts > settings.JOB_MAX_ATTEMPTS:
        _end(job, JobState.FAILED, error="Công việc đã ngừng giữa chừng nhiều lần nên không chạy lại nữa.")
        return None
    return job


def run(job_id) -> None:
    """Claim and run one job to its end. Safe to call any number of times."""
    job = claim(job_id)
    if job is None:
        return
    handle = JobHandle(job)
    beat = _Heartbeat(job)
    beat.start()
    try:
        handle.check()
        RUNNERS[job.kind](handle)
        if not handle.finished:
            handle.finish()
    except LostClaim:
        logger.warning("Job %s was taken over by another worker", job.pk)
    except Cancelled:
        _end(job, JobState.CANCELLED)
    except JobRefused as error:
        _end(job, JobState.FAILED, error=str(error))
    except Exception as error:
        logger.exception("Job %s (%s) failed", job.pk, job.kind)
        _end(
            job,
            JobState.FAILED,
            error="Công việc gặp lỗi ngoài dự kiến và chưa ghi gì. Hãy báo người quản trị mã " + str(job.pk)[:8] + ".",
            result={"exception": repr(error)[:500], "trace": traceback.format_exc()[-2000:]},
        )
    finally:
        beat.stop()


@transaction.atomic
def cancel(job: Job, *, by) -> bool:
    """Ask a job to stop. A queued one ends at once, a running one at its next step."""
    stopped = Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, cancel_requested=True, finished_at=timezone.now()
    ) or Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested=True)
    if stopped:
        record("job.cancelled", by=by, organisation=job.organisation, subject=job)
    return bool(stopped)


def _unseen(by):
    return Job.objects.filter(requested_by=by, seen_at=None).exclude(state__in=OPEN_STATES)


def unseen(*, by) -> int:
    """How many of a person's ended jobs were not yet marked as seen."""
    return _unseen(by).count()


def mark_seen(*, by) -> int:
    """A person has read how their ended jobs ended; the notices go out."""
    return _unseen(by).update(seen_at=timezone.now())


def _end(job: Job, state: str, **fields) -> bool:
    return bool(
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts).update(
            state=state, finished_at=timezone.now(), heartbeat_at=timezone.now(), **fields
        )
    )


class JobHandle:
    """What a runner sees of its job."""

    def __init__(self, job: Job):
        self.job = job
        self.params = job.params
        self.finished = False
        self._told = 0.0

    def progress(self, done: int, total: int, stage: str = "", *, force: bool = False) -> None:
        """Show how far it is (at most once a second) and stop if somebody else has the job or asked to stop it.

        Inside the transaction that writes the effects call nothing but `finish`: it would not be seen anyway.
        """
        now = monotonic()
        if not force and now - self._told < 0.7 and done < total:
            return
        self._told = now
        fields = {"done": done, "total": total, "heartbeat_at": timezone.now()}
        if stage:
            fields["stage"] = stage[:120]
        self._update(**fields)
        self.check()

    def check(self) -> None:
        if Job.objects.filter(pk=self.job.pk, cancel_requested=True, attempts=self.job.attempts).exists():
            raise Cancelled

    def finish(self, *, result: dict | None = None, result_url: str = "") -> None:
        """The last write of the run, in the same transaction as its effects. Raises LostClaim if taken over."""
        now = timezone.now()
        self._update(
            state=JobState.DONE,
            done=max(self.job.total, 1),
            finished_at=now,
            heartbeat_at=now,
            result=result or {},
            result_url=result_url,
        )
        self.finished = True

    def _update(self, **fields) -> None:
        mine = Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempts=self.job.attempts)
        changed = mine.update(**fields)
        if not changed:
            raise LostClaim
        for name, value in fields.items():
            setattr(self.job, name, value)


class _Heartbeat(threading.Thread):
    """Tells that the worker lives while a long step runs, over a connection of its own."""

    def __init__(self, job: Job):
        super().__init__(daemon=True, name=f"heartbeat-{job.pk}")
        self.job = job
        self._ended = threading.Event()

    def start(self) -> None:
        # In the tests' transaction another connection would see nothing; on SQLite it would only queue behind us.
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            super().start()

    def run(self) -> None:
        every = max(1.0, settings.JOB_STALE_SECONDS / 4)
        while not self._ended.wait(every):
            try:
                Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempts=self.job.attempts).update(
                    heartbeat_at=timezone.now()
                )
            except Exception:
                logger.exception("Heartbeat of job %s", self.job.pk)
            finally:
                connection.close()

    def stop(self) -> None:
        self._ended.set()
