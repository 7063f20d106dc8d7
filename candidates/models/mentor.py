from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from membership.models.frozen import Frozen
from membership.models.scope import ScopedQuerySet


class MentorPurpose(models.TextChoices):
    CANDIDATE = "candidate", _("giúp đỡ người vào Đảng")
    PROBATIONER = "probationer", _("giúp đỡ đảng viên dự bị")


class MentorshipQuerySet(ScopedQuerySet):
    """A mentorship lies where the person who is helped is followed, wherever the mentor takes part."""

    scope_column = "candidate__organisation_path"

    def standing(self):
        return self.filter(taken_back_at=None)

    def open(self):
        """Not ended. The person may have gone another way since: see domain.mentor_notes.HELPED."""
        return self.filter(taken_back_at=None, valid_to=None)


class Mentorship(models.Model):
    """An official member was assigned to help a person, from a day until (not including) another.

    `together_since`: working, studying or living in the same place (12 months by 24-QĐ/TW, mục 3.2.1). `event` is the
    act of the branch that assigned; a reversal of it takes the mentorship back (`taken_back_at`), nothing is deleted.
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="mentorships")
    member = models.ForeignKey("membership.PartyMember", models.PROTECT, related_name="mentorships")
    purpose = models.CharField(max_length=12, choices=MentorPurpose.choices, default=MentorPurpose.CANDIDATE)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    end_reason = models.CharField(_("lý do thôi"), max_length=200, blank=True, default="")
    together_since = models.DateField(_("cùng nơi từ ngày"), null=True, blank=True)
    resolution_number = models.CharField(_("số nghị quyết phân công"), max_length=60, blank=True, default="")
    event = models.ForeignKey("candidates.CandidateEvent", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công giúp đỡ")
        ordering = ["candidate", "valid_from", "pk"]
        indexes = [models.Index(fields=["member", "valid_to"], name="mentorship_of_member")]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "member"],
                condition=Q(valid_to=None, taken_back_at=None),
                name="mentorship_open_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="mentorship_ends_after_start"
            ),
        ]


class MentorNote(Frozen):
    """What the mentor told the branch of a month (monthly by the practice of article 003): `month` is its first day."""

    mentorship = models.ForeignKey(Mentorship, models.PROTECT, related_name="notes")
    month = models.DateField(_("tháng"))
    written_on = models.DateField(_("ngày báo cáo"))
    progress = models.CharField(
        _("mức tiến bộ"),
        max_length=12,
        choices=[("good", _("tiến bộ rõ")), ("steady", _("giữ vững")), ("weak", _("chưa tiến bộ"))],
    )
    text = models.CharField(_("nhận xét"), max_length=1000, blank=True, default="")

    class Meta:
        verbose_name = _("nhận xét hằng tháng")
        ordering = ["mentorship", "month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "month"], condition=Q(replaced_at=None), name="mentor_note_once_a_month"
            )
        ]
