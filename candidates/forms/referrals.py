"""Forms about people who are known in two places: where they work or study, and where they live."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.domain.transfers import possible_targets
from candidates.models import ReferralDirection
from membership.forms.organisations import PlaceField, RefusableForm
from membership.forms.people import UNKNOWN

_NOTE = forms.Textarea(attrs={"rows": 2})


class ReferForm(RefusableForm):
    """Any branch of the tree may be named: that it exists is no secret, its people are."""

    direction = forms.ChoiceField(label=_("Chiều giới thiệu"))
    target = PlaceField(label=_("Chi bộ được giới thiệu đến"), help_text=_("Gõ đúng tên hoặc mã tổ chức."))
    on = forms.DateField(label=_("Ngày giới thiệu"))
    reason = forms.CharField(
        label=_("Lý do"), max_length=300, widget=_NOTE,
        help_text=_("Ví dụ: làm ca, không dự được sinh hoạt ở nơi cư trú; tốt nghiệp, về địa phương."),
    )  # fmt: skip
    letter_number = forms.CharField(label=_("Số văn bản, nếu có"), max_length=60, required=False)
    shift_work = forms.NullBooleanField(label=_("Làm ca, khó dự sinh hoạt ở một nơi"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["direction"].choices = [(code, capfirst(str(label))) for code, label in ReferralDirection.choices]
        self.fields["target"].reachable = possible_targets()
        self.fields["shift_work"].widget.choices = [("unknown", UNKNOWN), ("true", _("Có")), ("false", _("Không"))]
