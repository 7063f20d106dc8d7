from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from membership.models.organisation import Located, TwoSidedQuerySet


class ReferralDirection(models.TextChoices):
    """Article 003: workers are referred to the organisation of their enterprise, and the other way round."""

    TO_WORKPLACE = "to_workplace", _("nơi cư trú giới thiệu đến nơi làm việc, học tập")
    TO_RESIDENCE = "to_residence", _("nơi làm việc, học tập giới thiệu về nơi cư trú")


class ReferralState(models.TextChoices):
    OFFERED = "offered", _("đã giới thiệu, chờ trả lời")
    ACCEPTED = "accepted", _("đã nhận theo dõi, giúp đỡ")
    REFUSED = "refused", _("không nhận")
    RECALLED = "recalled", _("nơi giới thiệu rút lại")


class Referral(Located):
    """One organisation asks another to take up a person who works here and lives there (or the reverse).

    The dossier stays with `organisation` until the other side accepts; then the person moves to `target`
    (candidates.domain.transfers does the moving, so that clocks and credit follow its rule).
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="referrals")
    target = models.ForeignKey("membership.Organisation", models.PROTECT, related_name="+")
    direction = models.CharField(max_length=12, choices=ReferralDirection.choices)
    state = models.CharField(max_length=10, choices=ReferralState.choices, default=ReferralState.OFFERED)
    shift_work = models.BooleanField(_("làm ca, khó dự sinh hoạt ở một nơi"), null=True, blank=True)
    offered_on = models.DateField(_("ngày giới thiệu"))
    letter_number = models.CharField(_("số văn bản"), max_length=60, blank=True, default="")
    reason = models.CharField(_("lý do"), max_length=300)
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    answer_note = models.CharField(_("nội dung trả lời"), max_length=300, blank=True, default="")
    reminded_on = models.DateField(_("ngày nhắc gần nhất"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = TwoSidedQuerySet.as_manager()

    class Meta:
        verbose_name = _("giới thiệu hai nơi")
        ordering = ["-offered_on", "-pk"]
        indexes = [models.Index(fields=["organisation_path", "state"], name="referral_from_subtree")]
        constraints = [
            models.UniqueConstraint(fields=["candidate"], condition=Q(state="offered"), name="referral_one_open"),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("offered_on")),
                name="referral_answered_after_offered",
            ),
        ]
