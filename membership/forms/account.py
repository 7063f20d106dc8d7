from django import forms
from django.utils.translation import gettext_lazy as _

from membership.forms.organisations import RefusableForm
from membership.forms.users import MailFields


class OwnContactForm(RefusableForm, MailFields):
    version = forms.IntegerField(widget=forms.HiddenInput)


class FeedForm(forms.Form):
    with_names = forms.BooleanField(
        label=_("Hiện họ tên trong lịch"),
        required=False,
        help_text=_("Ai có được địa chỉ lịch đều đọc được lịch; vì vậy mặc định lịch không ghi họ tên."),
    )
