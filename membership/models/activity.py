from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.base.columns import BinaryTextField
from membership.models.roles import Action
from membership.models.scope import ScopedQuerySet


class ActivityQuerySet(ScopedQuerySet):
    view_action = Action.VIEW_LOG


class AppendOnlyError(RuntimeError):
    """A row of history was about to be changed or deleted."""


class AppendOnly(models.Model):
    """History: a row is written once. Changing or deleting one through the model raises."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} {self.pk} is history and cannot be changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(f"{type(self).__name__} {self.pk} is history and cannot be deleted")


class Activity(AppendOnly):
    """Who did what, where, when: one row per act of a person or of the system (append-only)."""

    at = models.DateTimeField(_("lúc"), default=timezone.now, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    action = models.CharField(_("việc"), max_length=60)
    organisation = models.ForeignKey("membership.Organisation", models.PROTECT, null=True, related_name="+")
    organisation_path = BinaryTextField(max_length=120, default="", db_index=True)
    subject_type = models.CharField(max_length=40, blank=True, default="")
    subject_id = models.CharField(max_length=40, blank=True, default="")
    subject_label = models.CharField(_("đối tượng"), max_length=255, blank=True, default="")
    data = models.JSONField(default=dict)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhật ký")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="activity_subject")]
