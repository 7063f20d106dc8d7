"""What people are told: notices in the application, once each, and their reading.

A source tells again every night whatever still holds; who was told is not told twice, and a notice lasts as long as
its source speaks of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from membership.base.bulk import chunks
from membership.domain import jobs
from membership.domain.lookup import link
from membership.domain.nightly import KIND as NIGHTLY
from membership.domain.nightly import nightly
from membership.domain.worklist import INFO, OVERDUE, Urgency
from membership.models import OPEN_STATES, Action, Assignment, Job, JobState, Notice, User
from membership.models.roles import roles_that_may

KEPT_DAYS = 180  # so long a notice that was read can be looked up
REMEMBER_DAYS = 30  # how far `told_at` may lag behind: one write a month keeps a standing notice
_CHUNK = 500


@dataclass(frozen=True)
class Telling:
    """One thing for one person. `key` names it for ever (kind, object, and the day or the round where it returns)."""

    user_id: int
    key: str
    title: str
    url: str = ""
    body: str = ""
    urgency: Urgency = INFO


def tell(
    user_ids: Iterable[int], key: str, title: str, url: str = "", *, body: str = "", urgency: Urgency = INFO
) -> int:
    """Tell one thing to several people. Returns how many had not been told before."""
    return tell_all(Telling(user_id, key, title, url, body, urgency) for user_id in user_ids)


@transaction.atomic
def tell_all(tellings: Iterable[Telling]) -> int:
    """Tell many things in few queries. Telling again changes nothing, even when two tellers run at once."""
    now, told = timezone.now(), 0
    wanted = {(one.user_id, one.key): one for one in tellings}
    for chunk in chunks(sorted(wanted), _CHUNK):
        keys, users = {key for _user, key in chunk}, {user for user, _key in chunk}
        known = {
            (user, key): (pk, told_at)
            for pk, user, key, told_at in Notice.objects.filter(key__in=keys, user__in=users).values_list(
                "pk", "user_id", "key", "told_at"
            )
        }
        new = [_notice(wanted[pair], now) for pair in chunk if pair not in known]
        Notice.objects.bulk_create(new, ignore_conflicts=True)
        told += len(new)
        late = now - timedelta(days=REMEMBER_DAYS)
        standing = [known[pair][0] for pair in chunk if pair in known and known[pair][1] < late]
        if standing:
            Notice.objects.filter(pk__in=standing).update(told_at=now)
    return told


def _notice(one: Telling, now) -> Notice:
    if one.url and (not one.url.startswith("/") or one.url.startswith("//")):
        raise ValueError(f"a notice leads to a page of this house, not to {one.url!r}")
    return Notice(
        user_id=one.user_id,
        key=one.key,
        title=one.title[:255],
        body=one.body[:500],
        url=one.url,
        urgency=int(one.urgency),
        created_at=now,
        told_at=now,
    )


def mark_read(*, by, notice: Notice) -> bool:
    """The person has read it; reading it again keeps the first moment."""
    return bool(Notice.objects.visible_to(by).filter(pk=notice.pk, read_at=None).update(read_at=timezone.now()))


@transaction.atomic
def mark_all_read(*, by) -> int:
    """All notices of a person, and their ended jobs, which the bell counts too."""
    jobs.mark_seen(by=by)
    return Notice.objects.visible_to(by).unread().update(read_at=timezone.now())


def unread_count(user) -> int:
    return Notice.objects.visible_to(user).unread().count()


def bell_counts(user) -> tuple[int, int]:
    """(unread notices, own jobs that run or ended within a day and were not yet seen), in one query."""
    unread = Notice.objects.filter(user_id=OuterRef("pk"), read_at=None)
    row = User.objects.filter(pk=user.pk).values_list(_count(unread, "user_id"), _count(bell_jobs(), "requested_by_id"))
    return row.first() or (0, 0)


def bell_jobs():
    """Jobs that the bell counts, of whoever asked for them."""
    recently = timezone.now() - timedelta(days=1)
    running = Q(state__in=OPEN_STATES) | Q(seen_at=None, finished_at__gte=recently)
    return Job.objects.filter(running, requested_by=OuterRef("pk"))


def _count(rows, owner: str) -> Coalesce:
    counted = rows.order_by().values(owner).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


@nightly("nightly.failures", "Báo việc hằng đêm không thành", late=True)
def tell_failures() -> str:
    """Whoever looks after the whole installation is told of a nightly job that failed within a week."""
    failed = Job.objects.filter(
        kind=NIGHTLY, state=JobState.FAILED, finished_at__gte=timezone.now() - timedelta(days=7)
    )
    roots = Assignment.objects.current().filter(organisation__parent=None, user__is_active=True)
    people = set(roots.filter(role__in=roles_that_may(Action.VIEW_JOBS)).values_list("user_id", flat=True))
    told = tell_all(
        Telling(user, f"job-failed:{job.pk}", job.title, link("membership:job.detail", job.pk), job.error, OVERDUE)
        for job in failed
        for user in people
    )
    return f"{told}"


@nightly("notices.prune", "Dọn thông báo đã đọc từ lâu")
def prune_notices() -> str:
    """Read over half a year ago and told no more: gone. What nobody has read stays."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    gone, _tables = Notice.objects.filter(read_at__lt=before, told_at__lt=before).delete()
    return f"{gone}"
