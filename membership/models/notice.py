from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoticeUrgency(models.IntegerChoices):
    """The same three degrees as the work list (domain/worklist.py)."""

    OVERDUE = 0, _("cần xử lý ngay")
    SOON = 1, _("sắp đến hạn")
    INFO = 2, _("nên biết")


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user, action: str | None = None):
        """A notice is for one person; no right opens another person's."""
        return self.filter(user_id=user.pk)

    def unread(self):
        return self.filter(read_at=None)


class Notice(models.Model):
    """Something one person should know. `key` names it: the same person is never told the same thing twice.

    `told_at` is when its source last said so; while it keeps saying so the row stays, or it would be told anew.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    key = models.CharField(max_length=160)
    title = models.CharField(_("thông báo"), max_length=255)
    body = models.CharField(_("chi tiết"), max_length=500, blank=True, default="")
    url = models.CharField(max_length=255, blank=True, default="")
    urgency = models.PositiveSmallIntegerField(choices=NoticeUrgency.choices, default=NoticeUrgency.INFO)
    created_at = models.DateTimeField(_("lúc"), default=timezone.now)
    told_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_told_once")]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notice_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["read_at"], condition=Q(read_at__isnull=False), name="notice_read"),
        ]

    def __str__(self) -> str:
        return self.title


class DigestState(models.TextChoices):
    SENDING = "sending", _("đang gửi")
    SENT = "sent", _("đã gửi")
    REFUSED = "refused", _("máy chủ thư từ chối")
    UNCERTAIN = "uncertain", _("không rõ đã đến hay chưa")


class Digest(models.Model):
    """One mail to one person on one day. Written before the mail is sent, so that no second one can follow."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField()
    notices = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=DigestState.choices, default=DigestState.SENDING)
    error = models.CharField(max_length=255, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("thư nhắc việc")
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day")]
