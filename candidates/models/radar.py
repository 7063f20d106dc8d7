from django.db import models
from django.utils.translation import gettext_lazy as _

from membership.models.organisation import DecisionFields, Located, LocatedQuerySet
from membership.models.roles import Action


class RadarWarning(models.TextChoices):
    """What the radar looks for. The years and numbers behind each are settings with a date (candidates.procedure)."""

    NO_ADMISSION = "no_admission", _("nhiều năm không kết nạp được đảng viên")
    UNDER_FIVE = "under_five", _("chi bộ dưới 5 đảng viên")
    UNDER_THREE = "under_three", _("nguy cơ còn dưới 3 đảng viên chính thức")
    NO_CANDIDATE = "no_candidate", _("không có quần chúng nào đang được theo dõi")
    UNIT_AT_RISK = "unit_at_risk", _("đơn vị dân cư có nguy cơ tái trắng")
    NO_MASSES = "no_masses", _("không còn quần chúng để kết nạp")


class RadarListQuerySet(LocatedQuerySet):
    view_action = Action.VIEW_FIGURES


class RadarList(DecisionFields, Located):
    """A list fixed when a plan began (“80 chi bộ nhiều năm không kết nạp”), followed to its target from then on."""

    warning = models.CharField(_("loại"), max_length=16, choices=RadarWarning.choices)
    name = models.CharField(_("tên danh sách"), max_length=200)
    years = models.PositiveSmallIntegerField(_("số năm liền"), null=True, blank=True)
    fixed_on = models.DateField(_("ngày chốt"))
    due_on = models.DateField(_("phải xong trước ngày"), null=True, blank=True)
    target = models.PositiveIntegerField(_("số phải xóa"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RadarListQuerySet.as_manager()

    class Meta:
        verbose_name = _("danh sách theo dõi")
        ordering = ["-fixed_on", "-pk"]
        indexes = [models.Index(fields=["organisation_path", "warning"], name="radar_list_in_subtree")]


class RadarLine(models.Model):
    """One organisation of a fixed list; whether it has got off the list is counted, never typed."""

    radar_list = models.ForeignKey(RadarList, models.PROTECT, related_name="lines")
    organisation = models.ForeignKey("membership.Organisation", models.PROTECT, related_name="+")
    last_admission_on = models.DateField(null=True)
    members = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("tổ chức trong danh sách theo dõi")
        ordering = ["radar_list", "organisation__path"]
        constraints = [models.UniqueConstraint(fields=["radar_list", "organisation"], name="radar_line_once")]


class BaseWithoutMasses(DecisionFields):
    """A base organisation declared that it has nobody left to admit, from a day until (not including) another."""

    organisation = models.ForeignKey("membership.Organisation", models.PROTECT, related_name="+")
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=300)

    class Meta:
        verbose_name = _("cơ sở không còn quần chúng")
        ordering = ["organisation", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(valid_to=None), name="no_masses_one_open"
            )
        ]
