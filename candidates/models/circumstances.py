from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate


class LeftBecause(models.TextChoices):
    """Why a former member left; some reasons exclude a second admission (24-QĐ/TW, mục 3.5)."""

    STRUCK_OFF = "struck_off", _("bị xóa tên")
    EXPELLED = "expelled", _("bị khai trừ")
    HARDSHIP = "hardship", _("xin ra vì hoàn cảnh gia đình đặc biệt khó khăn")
    GAVE_UP = "gave_up", _("tự bỏ sinh hoạt đảng")
    RESIGNED = "resigned", _("tự xin ra khỏi Đảng")
    DISUNITY = "disunity", _("gây mất đoàn kết nội bộ nghiêm trọng")
    CORRUPTION = "corruption", _("bị kết án về tội tham nhũng")
    SERIOUS_CRIME = "serious_crime", _("bị kết án về tội nghiêm trọng trở lên")


class Circumstances(models.Model):
    """What the conditions of admission ask of a person beyond the form's attributes. None and "" mean: not known.

    Read only with Action.VIEW_PERSON_DETAILS. The log names which of these changed, never their values.
    """

    candidate = models.OneToOneField(Candidate, models.PROTECT, related_name="circumstances", primary_key=True)
    citizen = models.BooleanField(_("công dân Việt Nam"), null=True, blank=True)
    education_exception = models.CharField(
        _("diện được xét trình độ thấp hơn"),
        max_length=16,
        blank=True,
        default="",
        choices=[
            ("hard_area", _("miền núi, biên giới, hải đảo, vùng dân tộc thiểu số, vùng đặc biệt khó khăn, ngư dân")),
            ("village_elder", _("già làng, trưởng bản, người có uy tín")),
        ],
    )
    over_age_consent = models.CharField(
        _("văn bản đồng ý xét người trên 60 tuổi"), max_length=120, blank=True, default=""
    )
    political_question = models.BooleanField(
        _("có vấn đề lịch sử chính trị, chính trị hiện nay"), null=True, blank=True
    )
    political_conclusion = models.CharField(_("văn bản kết luận"), max_length=120, blank=True, default="")
    former_member = models.BooleanField(_("đã từng là đảng viên"), null=True, blank=True)
    left_on = models.DateField(_("ngày ra khỏi Đảng"), null=True, blank=True)
    left_because = models.CharField(
        _("lý do ra khỏi Đảng"), max_length=16, choices=LeftBecause.choices, blank=True, default=""
    )
    readmitted_before = models.PositiveSmallIntegerField(_("số lần đã kết nạp lại"), default=0)
    convicted = models.BooleanField(_("bị án về tội ít nghiêm trọng"), null=True, blank=True)
    conviction_cleared_on = models.DateField(_("ngày được xóa án tích"), null=True, blank=True)
    readmission_consent = models.CharField(_("văn bản đồng ý xét kết nạp lại"), max_length=120, blank=True, default="")
    children = models.PositiveSmallIntegerField(_("số con"), null=True, blank=True)
    youngest_born_on = models.DateField(_("ngày sinh con út"), null=True, blank=True)
    population_exception = models.CharField(
        _("trường hợp được trừ về chính sách dân số"), max_length=160, blank=True, default=""
    )
    private_owner = models.BooleanField(_("chủ doanh nghiệp tư nhân"), null=True, blank=True)
    owner_review = models.CharField(
        _("văn bản thẩm định điều kiện của chủ doanh nghiệp tư nhân"), max_length=120, blank=True, default=""
    )
    shift_work = models.BooleanField(_("làm việc theo ca"), null=True, blank=True)
    leaves_on = models.DateField(_("dự kiến rời nơi này ngày"), null=True, blank=True)
    leaves_because = models.CharField(
        _("vì"),
        max_length=16,
        blank=True,
        default="",
        choices=[
            ("graduation", _("tốt nghiệp")),
            ("contract", _("hết hợp đồng lao động")),
            ("enlistment", _("nhập ngũ, xuất ngũ")),
            ("other", _("lý do khác")),
        ],
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("hoàn cảnh, điều kiện")
