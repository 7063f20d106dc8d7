"""Forms of the calendar of days off: the domain says what is wrong, and each change is shown before it is made."""

from django import forms
from django.utils.translation import gettext_lazy as _

from membership.forms.organisations import RefusableForm, SealedForm

OFF, WORKED = "nghi", "lam-bu"


class HolidayTextForm(SealedForm):
    """The words of a line: why, by which announcement, whether it was compared with it."""

    name = forms.CharField(label=_("Lý do"), max_length=160, help_text=_("Ví dụ: Tết Nguyên đán; Nghỉ bù Quốc khánh."))
    document = forms.CharField(
        label=_("Căn cứ"), max_length=255, help_text=_("Số, ngày của văn bản hoặc thông báo về ngày nghỉ của năm.")
    )
    verified = forms.BooleanField(label=_("Đã đối chiếu với văn bản ấy"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class HolidayForm(HolidayTextForm):
    field_order = ["kind", "day", "name", "document", "verified"]

    kind = forms.ChoiceField(
        label=_("Ngày này"),
        choices=[(OFF, _("Được nghỉ (thứ Hai đến thứ Sáu)")), (WORKED, _("Làm bù (thứ Bảy, Chủ nhật)"))],
        initial=OFF,
    )
    day = forms.DateField(label=_("Ngày"))


class WithdrawHolidayForm(SealedForm):
    reason = forms.CharField(label=_("Lý do, căn cứ"), max_length=255)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ConfirmYearForm(RefusableForm):
    document = forms.CharField(
        label=_("Văn bản, thông báo đã đối chiếu"),
        max_length=255,
        help_text=_("Ví dụ: Thông báo về lịch nghỉ Tết Âm lịch và Quốc khánh của năm."),
    )
