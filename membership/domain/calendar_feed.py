"""The secret address of a person's calendar: made, replaced, revoked, and read without a log-in."""

import hmac
import secrets
from datetime import timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from membership.domain.activity import record
from membership.models import CalendarFeed, User

TOKEN_LENGTH = 43  # 32 bytes from the machine's own source, as letters
FAILURES, FAILURE_SECONDS = 30, 15 * 60
_READ_EVERY = timedelta(hours=1)  # calendars ask every few minutes; so often is written down


def hash_of(token: str) -> str:
    """Plain SHA-256: nobody guesses 256 random bits, so there is nothing to slow down."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def make_feed(*, by: User, with_names: bool = False) -> str:
    """A new secret address for one's own calendar; the one before it ends. Returns the token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    feed, created = CalendarFeed.objects.update_or_create(
        user=by,
        defaults={
            "token_hash": hash_of(token),
            "with_names": with_names,
            "created_at": timezone.now(),
            "last_read_at": None,
            "revoked_at": None,
        },
    )
    record("feed.made" if created else "feed.replaced", by=by, subject=by, with_names=with_names)
    return token


@transaction.atomic
def show_names(*, by: User, with_names: bool) -> bool:
    """Whether the entries name people. True if that changed something."""
    changed = CalendarFeed.objects.filter(user=by, revoked_at=None, with_names=not with_names)
    if not changed.update(with_names=with_names):
        return False
    record("feed.names_set", by=by, subject=by, with_names=with_names)
    return True


@transaction.atomic
def revoke_feed(*, by: User | None, user: User | None = None) -> bool:
    """End the address, one's own or (with the account) somebody's. True if there was one."""
    user = user or by
    if not CalendarFeed.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now()):
        return False
    record("feed.revoked", by=by, subject=user)
    return True


def feed_of(user: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(user_id=user.pk).first()


def find_feed(token: str) -> CalendarFeed | None:
    """The open feed behind a token, of somebody who may still work here. Looked up by the hash: what an attacker
    could time is the comparison of hashes, which tells nothing of a token."""
    if len(token) != TOKEN_LENGTH:
        return None
    wanted = hash_of(token)
    feed = CalendarFeed.objects.select_related("user").filter(token_hash=wanted, revoked_at=None).first()
    if feed is None or not hmac.compare_digest(feed.token_hash, wanted):
        return None
    return feed if feed.user.is_active and feed.user.current_assignments() else None


def note_reading(feed: CalendarFeed) -> None:
    """So that a person sees on the account page whether somebody still reads the address."""
    now = timezone.now()
    unread = Q(last_read_at=None) | Q(last_read_at__lt=now - _READ_EVERY)
    CalendarFeed.objects.filter(unread, pk=feed.pk).update(last_read_at=now)


def too_many_failures(address: str) -> bool:
    return cache.get(_key(address), 0) >= FAILURES


def note_failure(address: str) -> None:
    """An address that asked for a feed that is not there; after some it has to wait."""
    cache.add(_key(address), 0, FAILURE_SECONDS)
    try:
        cache.incr(_key(address))
    except ValueError:  # it ran out in between
        cache.set(_key(address), 1, FAILURE_SECONDS)


def _key(address: str) -> str:
    return f"calendar-feed-failures:{sha256(address.encode()).hexdigest()[:32]}"
