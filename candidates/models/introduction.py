from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from membership.models.frozen import Frozen
from membership.models.organisation import Located, LocatedQuerySet


class Body(models.TextChoices):
    """Who may nominate or introduce beside official members."""

    YOUTH_UNION = "youth_union", _("Đoàn Thanh niên")
    TRADE_UNION = "trade_union", _("Công đoàn")
    FRONT = "front", _("Mặt trận Tổ quốc")
    WOMEN = "women", _("Hội Phụ nữ")
    FARMERS = "farmers", _("Hội Nông dân")
    VETERANS = "veterans", _("Hội Cựu chiến binh")
    OTHER = "other", _("tổ chức khác")


class NominationQuerySet(LocatedQuerySet):
    def current(self):
        return self.filter(replaced_at=None)


class Nomination(Frozen, Located):
    """Somebody put the person forward as quần chúng ưu tú: an official member, or a mass organisation.

    `movement`: the work or campaign the person stood out in; `achievements`: what was awarded. Who nominated counts:
    each official member is asked for at least one (article 003), mass organisations have a number to reach.
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="nominations")
    member = models.ForeignKey("membership.PartyMember", models.PROTECT, null=True, related_name="nominations")
    body = models.CharField(_("tổ chức giới thiệu"), max_length=16, choices=Body.choices, blank=True, default="")
    body_name = models.CharField(_("tên tổ chức giới thiệu"), max_length=160, blank=True, default="")
    mass_organisation = models.ForeignKey(
        "candidates.MassOrganisation", models.PROTECT, null=True, related_name="nominations"
    )
    nominated_on = models.DateField(_("ngày giới thiệu"))
    movement = models.CharField(_("phong trào"), max_length=200, blank=True, default="")
    achievements = models.CharField(_("thành tích"), max_length=500, blank=True, default="")
    document_number = models.CharField(_("số văn bản"), max_length=60, blank=True, default="")
    event = models.ForeignKey("candidates.CandidateEvent", models.PROTECT, null=True, related_name="+")

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt giới thiệu")
        ordering = ["candidate", "nominated_on", "pk"]
        indexes = [
            models.Index(fields=["organisation_path", "nominated_on"], name="nomination_in_subtree"),
            models.Index(fields=["member", "nominated_on"], name="nomination_of_member"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(member=None, body__gt="") | Q(member__isnull=False, body=""),
                name="nomination_by_member_or_body",
            )
        ]


class Introduction(Frozen):
    """Who stands for the applicant: an official member, or the committee of Đoàn or Công đoàn (24-QĐ/TW, mục 3.2)."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="introductions")
    member = models.ForeignKey("membership.PartyMember", models.PROTECT, null=True, related_name="introductions")
    body = models.CharField(_("tổ chức giới thiệu"), max_length=16, choices=Body.choices, blank=True, default="")
    body_name = models.CharField(_("tên tổ chức giới thiệu"), max_length=160, blank=True, default="")
    together_since = models.DateField(_("cùng nơi từ ngày"), null=True, blank=True)
    signed_on = models.DateField(_("ngày ký giấy"))
    number = models.CharField(_("số văn bản"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("người giới thiệu vào Đảng")
        ordering = ["candidate", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member=None, body__gt="") | Q(member__isnull=False, body=""),
                name="introduction_by_member_or_body",
            ),
            models.UniqueConstraint(
                fields=["candidate", "member"],
                condition=Q(replaced_at=None, member__isnull=False),
                name="introduction_once_per_member",
            ),
        ]
