from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.models.organisation import Located, LocatedQuerySet
from membership.models.person import Attributes, Named


class MemberStatus(models.TextChoices):
    PROBATIONARY = "probationary", _("đảng viên dự bị")
    OFFICIAL = "official", _("đảng viên chính thức")
    LEFT = "left", _("không còn sinh hoạt")


class PartyMember(Named, Attributes, Located):
    """A Party member (đảng viên) as they are today, in the branch where they now take part.

    `joined_on` is the day of the ceremony (ngày vào Đảng), `official_on` the day recognised as official.
    """

    card_number = models.CharField(_("số thẻ đảng viên"), max_length=12, blank=True, default="")
    joined_on = models.DateField(_("ngày vào Đảng"), null=True, blank=True)
    official_on = models.DateField(_("ngày chính thức"), null=True, blank=True)
    status = models.CharField(max_length=16, choices=MemberStatus.choices, default=MemberStatus.OFFICIAL)
    left_on = models.DateField(_("ngày rời"), null=True, blank=True)
    left_reason = models.CharField(_("lý do rời"), max_length=120, blank=True, default="")
    note = models.CharField(_("ghi chú"), max_length=500, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    batch = models.ForeignKey("membership.ImportBatch", models.SET_NULL, null=True, editable=False, related_name="+")

    objects = LocatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("đảng viên")
        verbose_name_plural = _("đảng viên")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["organisation_path", "status", "sort_key"], name="member_in_subtree"),
            models.Index(fields=["status", "sort_key"], name="member_by_status"),
            models.Index(fields=["sort_key", "id", "organisation_path"], name="member_sorted"),
            models.Index(fields=["folded_name"], name="member_folded"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["card_number"], condition=~Q(card_number=""), name="member_card_once"),
        ]


class MemberSpell(models.Model):
    """A member took part in a branch from a day until (not including) another."""

    member = models.ForeignKey(PartyMember, models.PROTECT, related_name="spells")
    organisation = models.ForeignKey("membership.Organisation", models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    reason_in = models.CharField(max_length=40, blank=True, default="")
    reason_out = models.CharField(max_length=40, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("thời gian sinh hoạt")
        ordering = ["member", F("valid_from").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(valid_to=None), name="spell_one_open_per_member")
        ]
