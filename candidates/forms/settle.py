"""Where a candidate lives."""

from django import forms
from django.utils.translation import gettext_lazy as _

from membership.forms.organisations import RefusableForm
from membership.forms.units import UnitField


class SettleCandidateForm(RefusableForm):
    unit = UnitField(
        label=_("Thôn, bản, tổ dân phố"), required=False, help_text=_("Gõ tên hoặc mã rồi chọn; để trống nếu chưa rõ.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].user = user
