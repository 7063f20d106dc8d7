from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from membership.models.frozen import Frozen


class Paper(Frozen):
    """A paper of the dossier: which form, its number and the day on it. Never the paper itself (24-QĐ/TW, mục 6.2.4).

    `form` is a code as data (1-KNĐ…): re-issues renumber the forms. A redone paper replaces the one before; papers of
    which there may be several (3-KNĐ, one per introducer) tell them apart by `copy`.
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="papers")
    form = models.CharField(_("mẫu"), max_length=24)
    copy = models.CharField(max_length=120, blank=True, default="")
    number = models.CharField(_("số"), max_length=60, blank=True, default="")
    signed_on = models.DateField(_("ngày ký"))
    issued_by = models.CharField(_("nơi ban hành"), max_length=255, blank=True, default="")
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    event = models.ForeignKey("candidates.CandidateEvent", models.PROTECT, null=True, related_name="papers")

    class Meta:
        verbose_name = _("giấy tờ hồ sơ")
        ordering = ["candidate", "form", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "form", "copy"], condition=Q(replaced_at=None), name="paper_one_current"
            )
        ]


class PaperTemplate(models.Model):
    """A .docx an administrator put in the place of the built-in one. The newest that is not withdrawn is used."""

    code = models.CharField(_("mẫu"), max_length=24, db_index=True)
    filename = models.CharField(max_length=160)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("mẫu giấy tờ")
        ordering = ["code", "-pk"]
