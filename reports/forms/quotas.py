from django import forms
from django.utils.translation import gettext_lazy as _

from membership.base.numbers import NumberError, parse_integer
from membership.domain.errors import Refused
from reports.models import Quota


class WholeNumberField(forms.IntegerField):
    """A whole number as people write it: 2100 or 2.100."""

    widget = forms.TextInput

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return parse_integer(value)
        except NumberError as error:
            raise forms.ValidationError(str(error)) from None

    def widget_attrs(self, widget):
        return {"inputmode": "numeric", "autocomplete": "off"}


class QuotaForm(forms.Form):
    """The two quotas of a year and the decision that gave them."""

    admission_quota = WholeNumberField(
        label=_("Chỉ tiêu kết nạp"),
        required=False,
        min_value=0,
        help_text=_("Số đảng viên cần kết nạp trong năm. Để trống nghĩa là không giao."),
    )
    training_quota = WholeNumberField(
        label=_("Chỉ tiêu bồi dưỡng"),
        required=False,
        min_value=0,
        help_text=_("Số quần chúng cần dự lớp bồi dưỡng nhận thức về Đảng trong năm."),
    )
    decision_number = forms.CharField(label=_("Số quyết định giao"), required=False, max_length=60)
    decision_date = forms.DateField(label=_("Ngày quyết định"), required=False)
    note = forms.CharField(label=_("Lý do, ghi chú"), required=False, max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, quota: Quota | None) -> "QuotaForm":
        if quota is None:
            return cls(initial={"version": 0})
        return cls(initial={name: getattr(quota, name) for name in cls.base_fields})

    def refuse(self, refusal: Refused) -> None:
        for field, sentences in refusal.messages.items():
            for sentence in sentences:
                self.add_error(field if field in self.fields else None, sentence)
