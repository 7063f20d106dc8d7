from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.base import paths
from membership.base.columns import BinaryTextField
from membership.models.roles import Action
from membership.models.scope import ScopedQuerySet


class OrganisationQuerySet(ScopedQuerySet):
    scope_column = "path"
    view_action = Action.VIEW_ORGANISATION

    def open_on(self, day):
        """Organisations that exist on a day: founded by then (or since ever) and not yet closed."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day))

    def current(self):
        return self.filter(valid_to=None)


class Organisation(models.Model):
    """A Party organisation (tổ chức đảng). `parent` is the truth, `path` is derived from it; nothing is deleted.

    `kind` is a label as written by the office (Đảng bộ tỉnh, Đảng ủy xã, Chi bộ…), never a level: districts
    ended on 1/7/2025 and names of levels changed again in 2026. `type_code` is the loại hình of Biểu 5-BTCTW.
    """

    code = models.CharField(_("mã tổ chức"), max_length=32, unique=True)
    name = models.CharField(_("tên tổ chức"), max_length=255)
    folded_name = models.CharField(max_length=255, editable=False)
    kind = models.CharField(_("loại tổ chức"), max_length=80, blank=True, default="")
    type_code = models.CharField(_("loại hình"), max_length=40, blank=True, default="")
    type_text = models.CharField(_("loại hình như đã ghi"), max_length=160, blank=True, default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = BinaryTextField(max_length=120, unique=True, editable=False)
    valid_from = models.DateField(_("ngày thành lập"), null=True, blank=True)
    valid_to = models.DateField(_("ngày kết thúc hoạt động"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("tổ chức đảng")
        verbose_name_plural = _("tổ chức đảng")
        ordering = ["path"]
        indexes = [models.Index(fields=["parent", "code"], name="organisation_children")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="organisation_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="organisation_not_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.valid_to is None

    @property
    def depth(self) -> int:
        return paths.depth(self.path)

    @property
    def code_display(self) -> str:
        """M1.M2.M3.M4.M5 for the 14-digit code of 1361-CV/BTCTW; other codes as they are."""
        code = self.code
        if len(code) == 14 and code.isdigit():
            return ".".join((code[:2], code[2:5], code[5:8], code[8:11], code[11:]))
        return code

    def ancestor_ids(self) -> list[int]:
        """From the root down to the parent."""
        return paths.ids(self.path)[:-1]


class DecisionFields(models.Model):
    """What every legal act leaves behind: the document, and who wrote it down when."""

    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True, default="")
    decision_date = models.DateField(_("ngày quyết định"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True


class PeriodQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day))


class Placement(DecisionFields):
    """The legal history of the tree: an organisation under a parent from a day until (not including) another.

    `valid_from` empty means "since ever", as old lists give no day.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("vị trí trong cây tổ chức")
        ordering = ["organisation", F("valid_from").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(valid_to=None), name="placement_one_open_per_organisation"
            )
        ]


class OrganisationName(DecisionFields):
    """What an organisation was called from a day until (not including) another; old names stay findable."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="names")
    name = models.CharField(max_length=255)
    folded_name = models.CharField(max_length=255, db_index=True)
    kind = models.CharField(max_length=80, blank=True, default="")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("tên tổ chức đảng")
        ordering = ["organisation", F("valid_from").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(valid_to=None), name="name_one_open_per_organisation"
            )
        ]


class LocatedQuerySet(ScopedQuerySet):
    """Rows that belong to an organisation and carry a copy of its path."""


class TwoSidedQuerySet(LocatedQuerySet):
    """Letters from an organisation to a `target`: seen by both sides, where it comes from and where it goes to."""

    def visible_to(self, user, action=None):
        return self.filter(self._of_either_side(user.reach(action or self.view_action)))

    def inside(self, user):
        return self.filter(self._of_either_side(user.subtrees()))

    @staticmethod
    def _of_either_side(reach):
        return reach.condition("organisation_path") | reach.condition("target__path")


class Located(models.Model):
    """A row that belongs to an organisation and carries a copy of its path: any subtree is one index range.

    A move of the organisation rewrites the copies in bulk (`domain.reorganise.move`).
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    organisation_path = BinaryTextField(max_length=120, editable=False)

    class Meta:
        abstract = True
