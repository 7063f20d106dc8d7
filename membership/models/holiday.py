from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

YEARS_KEPT = (2000, 2100)


class Holiday(models.Model):
    """What the administrator says of one day: a day off, a weekend day worked instead, or (withdrawn) neither.

    A row stands above what is declared in catalogues/holidays.py for its day. Nothing is deleted: a withdrawn row says
    that the day is like any other of its weekday, whatever was declared.
    """

    day = models.DateField(_("ngày"), unique=True)
    name = models.CharField(_("lý do"), max_length=160)
    worked = models.BooleanField(_("làm bù"), default=False)
    document = models.CharField(_("căn cứ"), max_length=255)
    verified = models.BooleanField(_("đã đối chiếu với văn bản"), default=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(_("lý do bỏ"), max_length=255, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("ngày nghỉ")
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(day__year__gte=YEARS_KEPT[0], day__year__lte=YEARS_KEPT[1]), name="holiday_year_plausible"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} – {self.name}"


class HolidayYear(models.Model):
    """A year whose days off the administrator has gone through: only then a term counted in it is certain."""

    year = models.PositiveSmallIntegerField(_("năm"), unique=True)
    confirmed_on = models.DateField(_("xác nhận ngày"))
    document = models.CharField(_("văn bản"), max_length=255)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("lịch nghỉ của năm")
        ordering = ["year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=YEARS_KEPT[0], year__lte=YEARS_KEPT[1]), name="holiday_known_year_plausible"
            )
        ]

    def __str__(self) -> str:
        return str(self.year)
