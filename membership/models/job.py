import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.base.columns import BinaryTextField
from membership.models.roles import Action


class JobState(models.TextChoices):
    QUEUED = "queued", _("đang chờ")
    RUNNING = "running", _("đang chạy")
    DONE = "done", _("đã xong")
    FAILED = "failed", _("không thành")
    CANCELLED = "cancelled", _("đã hủy")


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(models.QuerySet):
    def visible_to(self, user, action: str | None = None):
        """One's own jobs, and those of the subtrees whose jobs one may see."""
        reach = user.reach(action or Action.VIEW_JOBS)
        if reach.everything:  # its condition is empty, and an empty one would vanish beside the other
            return self
        return self.filter(Q(requested_by=user) | (reach.condition("organisation_path") if reach else Q(pk__in=())))

    def open(self):
        return self.filter(state__in=OPEN_STATES)


class Job(models.Model):
    """One background run. This row is the truth about it; Celery carries nothing but its id.

    `key` is unique among all jobs ever: asking twice for the same effect gives the same row. `attempts` fences off
    a worker that was thought dead: it may finish only while its own attempt is the latest.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    title = models.CharField(_("công việc"), max_length=255)
    params = models.JSONField(default=dict)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="jobs")
    organisation = models.ForeignKey("membership.Organisation", models.PROTECT, null=True, related_name="+")
    organisation_path = BinaryTextField(max_length=120, default="")
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(_("bước"), max_length=120, blank=True, default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    result_url = models.CharField(max_length=255, blank=True, default="")
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("công việc nền")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "heartbeat_at"], name="job_waiting"),
            models.Index(fields=["requested_by", "-created_at"], name="job_of_user"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        if self.state == JobState.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
