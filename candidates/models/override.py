from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import CandidateEvent
from membership.models.activity import AppendOnly
from membership.models.organisation import Located, LocatedQuerySet


class OverrideQuerySet(LocatedQuerySet):
    def standing(self):
        """Of acts that still hold: one that was reversed counts no longer."""
        return self.filter(event__reversed_by=None)

    def known_at(self, moment):
        """As it was known at a moment: recorded by then, and not yet reversed."""
        return self.filter(recorded_at__lte=moment).exclude(event__reversed_by__recorded_at__lte=moment)


class Override(AppendOnly, Located):
    """A condition that was not met and was let pass, by a person with the right, for a reason, on a document.

    One row per condition. It is shown on the person's page and counted on the quarter's report.
    """

    event = models.ForeignKey(CandidateEvent, models.PROTECT, related_name="overrides")
    condition = models.CharField(max_length=32)
    message = models.CharField(max_length=500)
    source = models.CharField(max_length=255)
    reason = models.CharField(_("lý do"), max_length=500)
    document_number = models.CharField(_("số văn bản"), max_length=60)
    document_date = models.DateField(_("ngày văn bản"), null=True)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("điều kiện cho qua")
        ordering = ["event", "pk"]
        indexes = [models.Index(fields=["organisation_path", "occurred_on"], name="override_in_subtree")]
