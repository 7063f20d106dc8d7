from django import forms
from django.utils.translation import gettext_lazy as _


class RulesDayForm(forms.Form):
    ngay = forms.DateField(label=_("Quy định có hiệu lực ngày"))
