from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CommuneChange(models.Model):
    """One line of the office's table: a unit of before 1/7/2025, and the commune it went into, wholly or partly.

    An old commune that was divided has several lines; none of them is more right than the others. `*_key` are what a
    place is looked up by (`domain.communes.name_key`): the name without its kind, marks and usual variants of spelling;
    `old_kind` the folded word before it (xa, phuong, thi tran, huyen). A line that a later table no longer holds is
    withdrawn, never deleted.
    """

    old_name = models.CharField(_("tên cũ"), max_length=120)
    old_district = models.CharField(_("huyện, quận cũ"), max_length=120, blank=True, default="")
    old_province = models.CharField(_("tỉnh cũ"), max_length=120, blank=True, default="")
    old_kind = models.CharField(max_length=20, blank=True, default="")
    old_key = models.CharField(max_length=120)
    district_key = models.CharField(max_length=120, blank=True, default="")
    province_key = models.CharField(max_length=120, blank=True, default="")
    new_name = models.CharField(_("tên mới"), max_length=120)
    new_key = models.CharField(max_length=120)
    new_province = models.CharField(_("tỉnh mới"), max_length=120)
    new_province_key = models.CharField(max_length=120)
    partial = models.BooleanField(_("chỉ một phần"), default=False)
    note = models.CharField(_("ghi chú"), max_length=255, blank=True, default="")
    document = models.CharField(_("văn bản, bảng làm căn cứ"), max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("xã, phường sắp xếp lại")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["old_name", "old_district", "old_province", "new_name", "new_province"],
                name="commune_change_once",
            )
        ]
        indexes = [
            models.Index(fields=["old_key"], name="commune_by_old_name"),
            models.Index(fields=["new_key"], name="commune_by_new_name"),
        ]
