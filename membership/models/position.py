from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.models.frozen import Frozen, FrozenQuerySet
from membership.models.organisation import DecisionFields, Located, LocatedQuerySet
from membership.models.person import Named, Precision, Sex
from membership.models.roles import Action


class PositionTitle(models.Model):
    """A title held in a residential unit (trưởng ban công tác mặt trận, trưởng thôn…), kept by the administrator.

    Nothing is deleted: a title that is no longer used is retired.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("chức danh"), max_length=120)
    folded_name = models.CharField(max_length=120, unique=True, editable=False)
    short = models.CharField(_("viết tắt"), max_length=40, blank=True, default="")
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=100)
    retired_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("chức danh")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class TitleTargetQuerySet(LocatedQuerySet, FrozenQuerySet):
    view_action = Action.VIEW_ORGANISATION


class TitleTarget(DecisionFields, Frozen, Located):
    """The share of the holders of a title who are to be members, set by a committee for everything under it.

    The nearest committee above decides; a later target takes the place of an earlier one from its day on.
    """

    title = models.ForeignKey(PositionTitle, models.PROTECT, related_name="targets")
    percent = models.DecimalField(_("tỷ lệ đảng viên, %"), max_digits=5, decimal_places=2)
    in_force_from = models.DateField(_("từ ngày"))

    objects = TitleTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu đảng viên của chức danh")
        ordering = ["title", "in_force_from", "pk"]
        indexes = [models.Index(fields=["organisation_path", "title"], name="title_target_in_subtree")]
        constraints = [
            models.CheckConstraint(condition=Q(percent__gt=0) & Q(percent__lte=100), name="title_target_is_a_share"),
        ]


class PositionHolder(Named, Located):
    """Who holds a title in a residential unit, from a day until (not including) another.

    `organisation` is the committee in whose commune the unit lies. `member`: the Party member this person is; whether
    they are a candidate is told by candidates.models.CandidatePosition.
    """

    title = models.ForeignKey(PositionTitle, models.PROTECT, related_name="holders")
    unit = models.ForeignKey("membership.ResidentialUnit", models.PROTECT, related_name="holders")
    sex = models.CharField(_("giới tính"), max_length=6, choices=Sex.choices, blank=True, default="")
    born_on = models.DateField(_("ngày sinh"), null=True, blank=True)
    born_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    member = models.ForeignKey(
        "membership.PartyMember", models.PROTECT, null=True, blank=True, related_name="positions"
    )
    valid_from = models.DateField(_("giữ chức từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("thôi giữ chức ngày"), null=True, blank=True)
    end_reason = models.CharField(_("lý do thôi"), max_length=160, blank=True, default="")
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey("membership.User", models.PROTECT, null=True, editable=False, related_name="+")
    batch = models.ForeignKey("membership.ImportBatch", models.SET_NULL, null=True, editable=False, related_name="+")

    objects = LocatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("người giữ chức danh")
        ordering = ["title__order", "sort_key", "pk"]
        indexes = [
            models.Index(fields=["organisation_path", "title", "valid_to"], name="holder_in_subtree"),
            models.Index(fields=["sort_key", "id", "organisation_path"], name="holder_sorted"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["title", "unit"], condition=Q(valid_to=None), name="holder_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="holder_ends_after_start",
            ),
        ]
