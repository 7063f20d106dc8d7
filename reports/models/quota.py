from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from membership.models.organisation import DecisionFields, Located
from membership.models.roles import Action
from membership.models.scope import ScopedQuerySet


class QuotaQuerySet(ScopedQuerySet):
    view_action = Action.VIEW_FIGURES


class Quota(DecisionFields, Located):
    """What an organisation is to reach in a year: people admitted, people sent to the awareness class.

    Empty means no quota was given ("–"), which is not zero. A parent's quota need not equal the sum of its
    children's: the difference is shown, never forced.
    """

    year = models.PositiveSmallIntegerField(_("năm"))
    admission_quota = models.PositiveIntegerField(_("chỉ tiêu kết nạp"), null=True, blank=True)
    training_quota = models.PositiveIntegerField(_("chỉ tiêu bồi dưỡng"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    batch = models.ForeignKey("membership.ImportBatch", models.SET_NULL, null=True, editable=False, related_name="+")

    objects = QuotaQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu")
        ordering = ["year", "organisation_path"]
        indexes = [models.Index(fields=["organisation_path", "year"], name="quota_in_subtree")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="quota_once_per_year"),
            models.CheckConstraint(condition=Q(year__gte=1930) & Q(year__lte=2200), name="quota_year_plausible"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"
