from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from membership.models.roles import Action
from membership.models.scope import ScopedQuerySet


class Relative(models.TextChoices):
    """Whose history is verified (01-HD/TW, mục 3)."""

    SELF = "self", _("bản thân")
    FATHER = "father", _("cha đẻ")
    MOTHER = "mother", _("mẹ đẻ")
    SPOUSE = "spouse", _("vợ hoặc chồng")
    FATHER_IN_LAW = "father_in_law", _("cha vợ hoặc cha chồng")
    MOTHER_IN_LAW = "mother_in_law", _("mẹ vợ hoặc mẹ chồng")
    FOSTER = "foster", _("người trực tiếp nuôi dưỡng")
    CHILD = "child", _("con đẻ")


class VerificationResult(models.TextChoices):
    CLEAR = "clear", _("không có vấn đề")
    QUESTION = "question", _("có vấn đề cần xem xét")
    UNKNOWN = "unknown", _("nơi được hỏi không nắm được")
    NOT_NEEDED = "not_needed", _("không phải thẩm tra")


class VerificationQuerySet(ScopedQuerySet):
    """A verification lies where the person is followed; who may not read a person's details sees none."""

    scope_column = "candidate__organisation_path"
    view_action = Action.VIEW_PERSON_DETAILS

    def current(self):
        return self.filter(withdrawn_at=None)

    def open(self):
        """Neither answered nor exempt, whether a letter went out or not."""
        return self.current().filter(result="")


class Verification(models.Model):
    """One relative (or the applicant) to be verified at one place: sent, reminded, answered, with what result.

    `place` as the person wrote it; `place_now` what that commune is called since 1/7/2025. Results of a political kind
    are for holders of Action.VIEW_PERSON_DETAILS only.
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="verifications")
    relative = models.CharField(_("quan hệ"), max_length=16, choices=Relative.choices)
    relative_name = models.CharField(_("họ tên người được thẩm tra"), max_length=120, blank=True, default="")
    place = models.CharField(_("nơi thẩm tra"), max_length=255, blank=True, default="")
    place_now = models.CharField(_("tên nơi ấy hiện nay"), max_length=255, blank=True, default="")
    letter_number = models.CharField(_("số công văn, giấy giới thiệu"), max_length=60, blank=True, default="")
    sent_on = models.DateField(_("ngày gửi"), null=True, blank=True)
    reminded_on = models.DateField(_("ngày nhắc gần nhất"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    answered_on = models.DateField(_("ngày có kết quả"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=12, choices=VerificationResult.choices, blank=True, default="")
    result_note = models.CharField(_("nội dung cần lưu ý"), max_length=500, blank=True, default="")
    exempt_reason = models.CharField(_("lý do không phải thẩm tra"), max_length=200, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("thư thẩm tra")
        ordering = ["candidate", "pk"]
        indexes = [
            models.Index(fields=["sent_on"], condition=Q(result="", withdrawn_at=None), name="verification_open_by_day")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(sent_on=None) | Q(answered_on__gte=F("sent_on")),
                name="verification_answered_after_sent",
            )
        ]

    @property
    def is_open(self) -> bool:
        return not self.result and self.withdrawn_at is None

    @property
    def days_waiting(self) -> int | None:
        """Days since the letter went out, while no answer is there."""
        return (timezone.localdate() - self.sent_on).days if self.is_open and self.sent_on is not None else None
