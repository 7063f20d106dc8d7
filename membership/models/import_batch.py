import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.models.organisation import Located
from membership.models.roles import Action
from membership.models.scope import ScopedQuerySet


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("đã tải lên")
    TRIED = "tried", _("đã chạy thử")
    APPLYING = "applying", _("đang ghi")
    APPLIED = "applied", _("đã ghi")
    DISCARDED = "discarded", _("đã bỏ")


class ImportBatchQuerySet(ScopedQuerySet):
    view_action = Action.IMPORT

    def visible_to(self, user, action: str | None = None):
        """Receipts of one's subtrees; a list that is not yet written is its owner's affair alone."""
        return super().visible_to(user, action).filter(_written_or_own(user))

    def inside(self, user):
        return super().inside(user).filter(_written_or_own(user))


def _written_or_own(user) -> Q:
    return Q(created_by=user) | Q(state=ImportState.APPLIED)


class ImportBatch(Located):
    """One uploaded list on its way into the records, and afterwards its receipt.

    The file stays in the private upload folder under the batch's id; `mapping` says which column holds which field,
    `counts` and `errors` are what the last trial or run found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("loại danh sách"), max_length=40)
    filename = models.CharField(_("tên tệp"), max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(default=0)
    sheet = models.CharField(_("trang tính"), max_length=255, blank=True, default="")
    header_row = models.PositiveIntegerField(null=True)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED)
    job = models.ForeignKey("membership.Job", models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt nhập")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["organisation_path", "-created_at"], name="batch_in_subtree")]

    def __str__(self) -> str:
        return self.filename
