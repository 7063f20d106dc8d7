from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from membership.models.activity import AppendOnlyError
from membership.models.organisation import Located, LocatedQuerySet
from membership.models.person import Attributes, Named


class AdmissionQuerySet(LocatedQuerySet):
    def current(self):
        """Facts as we know them now."""
        return self.filter(replaced_at=None)

    def known_at(self, moment):
        """Facts as they were known at a moment: what was recorded later is left out, what was replaced later is in."""
        return self.filter(Q(recorded_at__lte=moment), Q(replaced_at=None) | Q(replaced_at__gt=moment))

    def counted_between(self, first, last, *, by: str):
        """Facts whose counting date lies in [first, last]; `by` is "decision" or "ceremony"."""
        column = {"decision": "decision_date", "ceremony": "ceremony_date"}[by]
        return self.filter(**{f"{column}__gte": first, f"{column}__lte": last})


class Admission(Named, Attributes, Located):
    """The fact of an admission, frozen at the decision: the person's attributes as they were that day.

    A correction writes a new row and marks this one replaced (`replaced_at`), so that every past figure can be
    counted again as it was known. `organisation` is the branch that admitted; its path is rewritten by moves.
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="admissions")
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True, default="")
    decision_date = models.DateField(_("ngày quyết định"))
    ceremony_date = models.DateField(_("ngày kết nạp"), null=True, blank=True)
    age = models.PositiveSmallIntegerField(_("tuổi khi có quyết định"), null=True, blank=True)
    enterprise_kind = models.CharField(_("loại hình doanh nghiệp"), max_length=24, blank=True, default="")
    private_owner = models.BooleanField(_("chủ doanh nghiệp tư nhân"), null=True, blank=True)
    readmission = models.BooleanField(_("kết nạp lại"), null=True, blank=True)
    foreign_spouse = models.BooleanField(_("có quan hệ hôn nhân với người nước ngoài"), null=True, blank=True)
    population_policy_breach = models.BooleanField(_("vi phạm KHHGĐ"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, editable=False)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")
    batch = models.ForeignKey("membership.ImportBatch", models.SET_NULL, null=True, editable=False, related_name="+")

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt kết nạp")
        verbose_name_plural = _("lượt kết nạp")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["organisation_path", "decision_date"], name="admission_in_subtree"),
            models.Index(fields=["decision_date", "organisation"], name="admission_by_decision"),
            models.Index(fields=["ceremony_date", "organisation"], name="admission_by_ceremony"),
            models.Index(fields=["sort_key", "id", "organisation_path"], name="admission_sorted"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(replaced_at=None), name="admission_one_current_per_candidate"
            ),
            models.CheckConstraint(
                condition=Q(ceremony_date=None) | Q(ceremony_date__gte=models.F("decision_date")),
                name="admission_ceremony_after_decision",
            ),
        ]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError(f"Admission {self.pk} is frozen; a correction is a new row")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(f"Admission {self.pk} is frozen and cannot be deleted")
