from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from membership.models.organisation import Located, TwoSidedQuerySet


class TransferMoment(models.TextChoices):
    """The four moments at which a person may move (domain of 24-QĐ/TW, mục 3.4; letters 92–94 of 1361-CV/BTCTW)."""

    HELPED = "helped", _("đang được giúp đỡ, xem xét")
    BRANCH_PROPOSED = "branch_proposed", _("chi bộ đã đề nghị kết nạp")
    BASE_PROPOSED = "base_proposed", _("cấp ủy cơ sở đã đề nghị kết nạp")
    DECIDED = "decided", _("đã có quyết định kết nạp, chưa làm lễ")
    PROBATION = "probation", _("đang là đảng viên dự bị")


class TransferState(models.TextChoices):
    OFFERED = "offered", _("đã giới thiệu, chờ nơi đến nhận")
    ACCEPTED = "accepted", _("nơi đến đã nhận")
    REFUSED = "refused", _("nơi đến không nhận")
    RECALLED = "recalled", _("nơi đi rút lại")


class Transfer(Located):
    """A person who moves in mid-procedure: offered by the old place, accepted or refused by the new one, chased.

    `organisation` is the old place; `target` the new one, empty where it lies outside this tree (`target_text`).
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="transfers")
    target = models.ForeignKey("membership.Organisation", models.PROTECT, null=True, related_name="+")
    target_text = models.CharField(_("nơi đến ngoài đảng bộ"), max_length=255, blank=True, default="")
    moment = models.CharField(max_length=16, choices=TransferMoment.choices)
    state = models.CharField(max_length=10, choices=TransferState.choices, default=TransferState.OFFERED)
    offered_on = models.DateField(_("ngày giới thiệu"))
    letter_number = models.CharField(_("số giấy giới thiệu"), max_length=60)
    reason = models.CharField(_("lý do chuyển"), max_length=300, blank=True, default="")
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    answer_note = models.CharField(_("nội dung trả lời"), max_length=300, blank=True, default="")
    reminded_on = models.DateField(_("ngày nhắc gần nhất"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    event = models.ForeignKey("candidates.CandidateEvent", models.PROTECT, null=True, related_name="+")
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
        verbose_name = _("chuyển sinh hoạt")
        ordering = ["-offered_on", "-pk"]
        indexes = [
            models.Index(fields=["organisation_path", "state"], name="transfer_from_subtree"),
            models.Index(fields=["target", "state"], name="transfer_to_organisation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(state="offered"), name="transfer_one_open_per_candidate"
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("offered_on")),
                name="transfer_answered_after_offered",
            ),
        ]
