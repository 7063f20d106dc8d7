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
    UNDOING = "undoing", _("đang thu hồi")
    UNDONE = "undone", _("đã thu hồi")
    DISCARDED = "discarded", _("đã bỏ")


WRITTEN = (ImportState.APPLIED, ImportState.UNDOING, ImportState.UNDONE)


class ImportBatchQuerySet(ScopedQuerySet):
    view_action = Action.IMPORT

    def visible_to(self, user, action: str | None = None):
        """Receipts of one's subtrees; a list that is not yet written is its owner's affair alone."""
        return super().visible_to(user, action).filter(_written_or_own(user))

    def inside(self, user):
        return super().inside(user).filter(_written_or_own(user))


def _written_or_own(user) -> Q:
    return Q(created_by=user) | Q(state__in=WRITTEN)


class ImportBatch(Located):
    """One uploaded list on its way into the records, and afterwards its receipt.

    The file stays in the private upload folder under the batch's id; `mapping` says which column holds which field,
    `counts` and `errors` are what the last trial or run found. What people said about the file is kept beside it, the
    file itself never changes: `edits` (cell -> what it should say), `answers` (question -> choice), `only_valid` (rows
    with errors are left out). So a trial can be repeated at any time and comes to the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("loại danh sách"), max_length=40)
    filename = models.CharField(_("tên tệp"), max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(default=0)
    sheet = models.CharField(_("trang tính"), max_length=255, blank=True, default="")
    header_row = models.PositiveIntegerField(null=True)
    mapping = models.JSONField(default=dict)
    edits = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    only_valid = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED)
    job = models.ForeignKey("membership.Job", models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undo_reason = models.CharField(_("lý do thu hồi"), max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt nhập")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["organisation_path", "-created_at"], name="batch_in_subtree")]

    def __str__(self) -> str:
        return self.filename


class ImportTrace(models.Model):
    """Some rows of one table that a list made or changed: enough to take them back while nobody went on with them.

    `rows` of a table whose rows were made: [key, digest of the row as the list left it]; of one whose rows were
    changed: [key, columns as they were, the same columns as the list left them].
    """

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="traces")
    table = models.CharField(max_length=60)
    made = models.BooleanField()
    rows = models.JSONField(default=list)

    class Meta:
        verbose_name = _("dấu vết của lần nhập")
        ordering = ["pk"]


class ColumnMemoryQuerySet(ScopedQuerySet):
    scope_column = "organisation__path"
    view_action = Action.IMPORT


class ColumnMemory(models.Model):
    """How an office's layout is read: what its header cells mean, as somebody there once said."""

    organisation = models.ForeignKey("membership.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    titles = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    uses = models.PositiveIntegerField(default=1)
    learnt_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    learnt_at = models.DateTimeField(default=timezone.now)
    forgotten_at = models.DateTimeField(null=True)

    objects = ColumnMemoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("cách hiểu cột")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "fingerprint"],
                condition=Q(forgotten_at=None),
                name="column_memory_once_per_layout",
            )
        ]


class ExportedFileQuerySet(ScopedQuerySet):
    view_action = Action.EXPORT


class ExportedFile(Located):
    """A file that left the house: who took it, when, of what place, with which filters. Its serial stands in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(_("số thứ tự trong năm"))
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    filename = models.CharField(max_length=255)
    filters = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = ExportedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp đã xuất")
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["organisation_path", "-made_at"], name="exported_in_subtree")]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="exported_file_numbered_once")]
