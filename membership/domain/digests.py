"""The nightly mail: one to each person who wants it, saying how much is unread and where. Never a name.

Mail is no safe channel, so it carries counts and an address of the house, nothing of what the notices say. It is sent
at most once: the record and the marks are committed first, the mail goes out after. A worker that is killed in
between leaves a mail unsent, never one sent twice. Only where the server definitely took nothing are the marks taken
back, and the next night tries again.
"""

import logging
import smtplib
from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.domain.jobs import JobRefused
from membership.domain.nightly import nightly
from membership.domain.notices import KEPT_DAYS
from membership.models import Digest, DigestState, Notice, NoticeUrgency, User

logger = logging.getLogger(__name__)

# The server said no to the mail and holds nothing of it.
REFUSALS = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
)


@nightly("notices.mail", "Gửi thư nhắc việc", late=True, own_transactions=True)
def send_digests() -> str:
    """Mail to everybody who wants it and has unread notices that no mail has spoken of."""
    if not settings.MAIL_ENABLED:
        return _("chưa đặt máy chủ thư")
    waiting = Notice.objects.unread().filter(mailed_at=None).values("user_id")
    people = User.objects.filter(pk__in=waiting, is_active=True, wants_mail=True).exclude(email="")
    states: Counter[str] = Counter()
    connection = get_connection()
    try:
        for user in people.order_by("pk"):
            _open(connection)  # before anything is marked: a server that is down costs nobody a mail
            if (digest := _begin(user)) is not None:
                states[_send(connection, user, *digest)] += 1
    finally:
        connection.close()
    told = ", ".join(f"{DigestState(state).label}: {count}" for state, count in sorted(states.items()))
    return told or _("không có thư nào phải gửi")


def _open(connection) -> None:
    try:
        connection.open()
    except Exception as error:
        logger.exception("The mail server cannot be reached")
        raise JobRefused(_("Không nối được máy chủ thư (%s); đêm sau gửi lại.") % type(error).__name__) from error


def _begin(user: User) -> tuple[Digest, list[int], Counter] | None:
    """The record of the mail and the marks on its notices; None where today's is on record already."""
    try:
        with transaction.atomic():
            digest = Digest.objects.create(user=user, day=timezone.localdate(), notices=0)
            unread = Notice.objects.unread().filter(user=user, mailed_at=None).select_for_update()
            urgencies = dict(unread.values_list("pk", "urgency"))
            if not urgencies:  # read in the meantime
                transaction.set_rollback(True)
                return None
            Notice.objects.filter(pk__in=urgencies).update(mailed_at=timezone.now())
            digest.notices = len(urgencies)
            digest.save(update_fields=["notices"])
    except IntegrityError:
        return None
    return digest, list(urgencies), Counter(urgencies.values())


def _send(connection, user: User, digest: Digest, notices: list[int], urgencies: Counter) -> str:
    message = _message(user, urgencies)
    message.connection = connection
    try:
        message.send()
    except REFUSALS as error:
        logger.warning("The mail server refused the digest %s: %s", digest.pk, type(error).__name__)
        connection.close()
        with transaction.atomic():
            Notice.objects.filter(pk__in=notices).update(mailed_at=None)
            _end(digest, DigestState.REFUSED, error)
        return DigestState.REFUSED
    except Exception as error:
        logger.exception("Nobody knows whether the digest %s arrived", digest.pk)
        connection.close()
        _end(digest, DigestState.UNCERTAIN, error)
        return DigestState.UNCERTAIN
    _end(digest, DigestState.SENT)
    return DigestState.SENT


def _end(digest: Digest, state: str, error: Exception | None = None) -> None:
    # The class and the code only: servers repeat the address in their answers.
    code = getattr(error, "smtp_code", "")
    told = f"{type(error).__name__} {code}".strip() if error else ""
    Digest.objects.filter(pk=digest.pk).update(state=state, error=told)


def _message(user: User, urgencies: Counter) -> EmailMessage:
    total = sum(urgencies.values())
    lines = [_("Kính gửi đồng chí,"), "", _("Trong phần mềm có %(n)d thông báo chưa đọc:") % {"n": total}]
    lines += [f"- {urgency.label}: {urgencies[urgency]}" for urgency in NoticeUrgency if urgencies[urgency]]
    lines += ["", _("Mở để xem: %(url)s") % {"url": settings.SITE_URL + reverse("membership:notice.list")}]
    account = settings.SITE_URL + reverse("membership:account")
    lines += ["", _("Thư tự động, xin không trả lời. Thôi nhận thư này: %(url)s") % {"url": account}]
    return EmailMessage(
        subject=_("Tạo Nguồn: %(n)d thông báo chưa đọc") % {"n": total},
        body="\n".join(lines) + "\n",
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


@nightly("digests.prune", "Dọn sổ thư đã gửi từ lâu")
def prune_digests() -> str:
    before = timezone.localdate() - timedelta(days=KEPT_DAYS)
    gone, _tables = Digest.objects.filter(day__lt=before).delete()
    return f"{gone}"
