from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from membership.models.activity import AppendOnlyError


class FrozenQuerySet(models.QuerySet):
    def current(self):
        """What holds now: not replaced and not taken back."""
        return self.filter(replaced_at=None)

    def known_at(self, moment):
        return self.filter(Q(recorded_at__lte=moment), Q(replaced_at=None) | Q(replaced_at__gt=moment))


class Frozen(models.Model):
    """A fact that is written once. What corrects it is a new row; the old one only learns when it was replaced."""

    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, editable=False)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} {self.pk} is frozen; a correction is a new row")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(f"{type(self).__name__} {self.pk} is frozen and cannot be deleted")
