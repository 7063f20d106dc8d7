"""What is done every night: each app registers functions; each runs as a job of its own, once a day.

A function computes from the state it finds, never from the time since the last night, so a missed night loses nothing.
One that fails takes back what it wrote and does not stop the others. Late ones (the mail) wait for all the others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.domain.jobs import JobHandle, enqueue, run, runner
from membership.models import OPEN_STATES, Job

KIND = "nightly"
KEPT_DAYS = 180


@dataclass(frozen=True)
class NightlyFunction:
    """`function` takes nothing and returns a short account of what it did, or None."""

    name: str
    title: str
    function: Callable[[], str | None]
    late: bool = False
    own_transactions: bool = False


FUNCTIONS: dict[str, NightlyFunction] = {}


def nightly(name: str, title: str, *, late: bool = False, own_transactions: bool = False):
    """Register a function under a name that never changes. Modules that use it are imported when their app is ready.

    `own_transactions`: it does something that no rollback takes back (a mail) and keeps its own account of it.
    """

    def register(function):
        FUNCTIONS[name] = NightlyFunction(name, title, function, late, own_transactions)
        return function

    return register


@nightly("jobs.prune", "Dọn việc hằng đêm đã xong từ lâu")
def prune_jobs() -> str:
    """Jobs of nights half a year ago; other jobs stay."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    gone, _tables = Job.objects.filter(kind=KIND, finished_at__lt=before).exclude(state__in=OPEN_STATES).delete()
    return f"{gone}"


def key_of(name: str, day: date) -> str:
    return f"{KIND}:{name}:{day.isoformat()}"


def start_night(day: date | None = None, *, here: bool = False) -> list[Job]:
    """The jobs of the night that may run now, made where there were none; call it as often as you like.

    `here`: the caller runs them itself, so they are not sent to a worker.
    """
    day = day or timezone.localdate()
    early = [_job(one, day, here) for one in FUNCTIONS.values() if not one.late]
    if any(job.state in OPEN_STATES for job in early):
        return early
    return early + [_job(one, day, here) for one in FUNCTIONS.values() if one.late]


def run_night(day: date | None = None) -> list[Job]:
    """The whole night in this process (manage.py nightly): the jobs as they ended, or as others have them in hand."""
    day = day or timezone.localdate()
    for _stage in ("early", "late"):
        for job in start_night(day, here=True):
            run(job.pk)
    return list(Job.objects.filter(key__in=[key_of(name, day) for name in FUNCTIONS]).order_by("created_at"))


def _job(one: NightlyFunction, day: date, here: bool) -> Job:
    job, _created = enqueue(
        KIND,
        key=key_of(one.name, day),
        title=_("Việc hằng đêm: %(title)s") % {"title": one.title},
        params={"name": one.name, "day": day.isoformat(), "here": here},
        here=here,
    )
    return job


@runner(KIND)
def run_one(handle: JobHandle) -> None:
    one = FUNCTIONS.get(handle.params["name"])
    if one is None:  # registered by an app that is gone
        return
    if one.own_transactions:
        handle.finish(result={"told": one.function() or ""})
    else:
        with transaction.atomic():
            handle.finish(result={"told": one.function() or ""})
    if not one.late and not handle.params.get("here"):
        start_night(date.fromisoformat(handle.params["day"]))
