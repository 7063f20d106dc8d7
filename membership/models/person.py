from django.db import models
from django.utils.translation import gettext_lazy as _

from membership.base.columns import BinaryTextField


class Sex(models.TextChoices):
    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class Precision(models.TextChoices):
    """How much of a birth date is known; a birth year stays a birth year (stored as 1 January of it)."""

    DAY = "day", _("ngày")
    MONTH = "month", _("tháng")
    YEAR = "year", _("năm")


class Attributes(models.Model):
    """What the forms of Biểu 2-BTCTW ask of a person. An empty value means "chưa rõ", never "không".

    Codes belong to the catalogues (membership.catalogues); `…_text` keeps what the list said when no entry fits.
    """

    sex = models.CharField(_("giới tính"), max_length=6, choices=Sex.choices, blank=True, default="")
    born_on = models.DateField(_("ngày sinh"), null=True, blank=True)
    born_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    ethnic_group = models.CharField(_("dân tộc"), max_length=24, blank=True, default="")
    religion = models.CharField(_("tôn giáo"), max_length=24, blank=True, default="")
    youth_union = models.BooleanField(_("đoàn viên"), null=True, blank=True)
    general_education = models.CharField(_("trình độ GDPT"), max_length=24, blank=True, default="")
    general_education_text = models.CharField(max_length=120, blank=True, default="")
    degree = models.CharField(_("chuyên môn"), max_length=24, blank=True, default="")
    degree_text = models.CharField(max_length=160, blank=True, default="")
    political_theory = models.CharField(_("lý luận chính trị"), max_length=24, blank=True, default="")
    political_theory_text = models.CharField(max_length=120, blank=True, default="")
    occupation = models.CharField(_("nhóm nghề nghiệp"), max_length=40, blank=True, default="")
    occupation_text = models.CharField(_("nghề nghiệp"), max_length=160, blank=True, default="")
    position = models.CharField(_("chức vụ, đơn vị công tác"), max_length=255, blank=True, default="")
    hometown = models.CharField(_("quê quán"), max_length=255, blank=True, default="")
    residence = models.CharField(_("nơi cư trú"), max_length=255, blank=True, default="")

    class Meta:
        abstract = True


class Named(models.Model):
    """A person's name with the two stored keys that search and sorting use."""

    full_name = models.CharField(_("họ và tên"), max_length=120)
    folded_name = models.CharField(max_length=120, editable=False)
    sort_key = BinaryTextField(max_length=120, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.full_name


ATTRIBUTE_NAMES = tuple(field.name for field in Attributes._meta.local_fields)
