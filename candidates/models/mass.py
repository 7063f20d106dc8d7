from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.introduction import Body
from membership.models.organisation import DecisionFields, Located, LocatedQuerySet
from membership.models.roles import Action


class MassOrganisationQuerySet(LocatedQuerySet):
    view_action = Action.VIEW_ORGANISATION

    def current(self):
        return self.filter(valid_to=None)


class MassOrganisation(Located):
    """A mass organisation that introduces people to the Party (Đoàn xã, Công đoàn công ty…).

    `organisation` is the committee it works beside; whom it may introduce lives under that committee.
    """

    body = models.CharField(_("loại"), max_length=16, choices=Body.choices)
    name = models.CharField(_("tên"), max_length=160)
    folded_name = models.CharField(max_length=160, editable=False)
    valid_to = models.DateField(_("thôi theo dõi từ ngày"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MassOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("đoàn thể")
        ordering = ["organisation_path", "body", "name"]
        indexes = [models.Index(fields=["organisation_path", "body"], name="mass_organisation_in_subtree")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "body", "folded_name"],
                condition=Q(valid_to=None),
                name="mass_organisation_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class MassQuota(DecisionFields):
    """How many people a mass organisation is to introduce in a year. Given anew, the row is amended (version)."""

    mass_organisation = models.ForeignKey(MassOrganisation, models.PROTECT, related_name="quotas")
    year = models.PositiveSmallIntegerField(_("năm"))
    quota = models.PositiveIntegerField(_("chỉ tiêu giới thiệu"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("chỉ tiêu giới thiệu")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["mass_organisation", "year"], name="mass_quota_once_per_year"),
        ]


class MassAccount(models.Model):
    """A login that works for one mass organisation: it sees whom that one introduced and how far they are."""

    user = models.ForeignKey("membership.User", models.PROTECT, related_name="mass_accounts")
    mass_organisation = models.ForeignKey(MassOrganisation, models.PROTECT, related_name="accounts")
    granted_at = models.DateTimeField(default=timezone.now, editable=False)
    granted_by = models.ForeignKey("membership.User", models.PROTECT, null=True, editable=False, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("tài khoản đoàn thể")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "mass_organisation"], condition=Q(ended_at=None), name="mass_account_once"
            )
        ]
