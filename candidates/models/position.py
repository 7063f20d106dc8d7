from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate


class CandidatePosition(models.Model):
    """The holder of a title in a residential unit is this person on the way into the Party. Ended, never deleted."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="positions")
    holder = models.ForeignKey("membership.PositionHolder", models.PROTECT, related_name="candidacies")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey("membership.User", models.PROTECT, null=True, editable=False, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("chức danh của quần chúng")
        constraints = [
            models.UniqueConstraint(
                fields=["holder"], condition=models.Q(ended_at=None), name="holder_is_one_candidate"
            )
        ]
