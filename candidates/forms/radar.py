"""Forms of the radar: what is shown, a list to be fixed, a base without masses."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.domain.radar import TITLES
from candidates.models import RadarWarning
from membership.forms.organisations import RefusableForm

_NOTE = forms.Textarea(attrs={"rows": 2})
# What stands in the address.
SLUGS: dict[str, str] = {
    RadarWarning.NO_ADMISSION: "khong-ket-nap",
    RadarWarning.UNDER_FIVE: "duoi-5",
    RadarWarning.UNDER_THREE: "duoi-3",
    RadarWarning.NO_CANDIDATE: "khong-nguon",
    RadarWarning.UNIT_AT_RISK: "don-vi-dan-cu",
    RadarWarning.NO_MASSES: "khong-quan-chung",
}
BY_SLUG = {slug: str(warning) for warning, slug in SLUGS.items()}


class FixForm(RefusableForm):
    """The findings of a day become a list of their own."""

    warning = forms.ChoiceField(label=_("Loại"))
    on = forms.DateField(
        label=_("Ngày chốt"), initial=timezone.localdate, help_text=_("Hôm nay, hoặc ngày bắt đầu kế hoạch.")
    )
    name = forms.CharField(label=_("Tên danh sách"), max_length=200)
    target = forms.IntegerField(
        label=_("Chỉ tiêu: số nơi phải ra khỏi danh sách"), required=False, min_value=1,
        help_text=_("Bỏ trống: tất cả."),
    )  # fmt: skip
    due_on = forms.DateField(label=_("Phải xong trước ngày"), required=False)
    decision_number = forms.CharField(label=_("Số kế hoạch, nghị quyết"), max_length=60, required=False)
    decision_date = forms.DateField(label=_("Ngày văn bản"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["warning"].choices = [
            (code, title) for code, title in TITLES.items() if code != RadarWarning.UNIT_AT_RISK
        ]


class EndListForm(RefusableForm):
    reason = forms.CharField(label=_("Lý do thôi theo dõi"), max_length=300, widget=_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)


class NoMassesForm(RefusableForm):
    on = forms.DateField(label=_("Từ ngày"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("Lý do"), max_length=300, widget=_NOTE, help_text=_("Ví dụ: mọi người lao động đều đã là đảng viên.")
    )
    decision_number = forms.CharField(label=_("Số văn bản"), max_length=60, required=False)
    decision_date = forms.DateField(label=_("Ngày văn bản"), required=False)


class MassesAgainForm(RefusableForm):
    on = forms.DateField(label=_("Từ ngày"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Lý do"), max_length=300, widget=_NOTE)
