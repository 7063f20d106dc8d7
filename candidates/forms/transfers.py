"""Forms about people who move in mid-procedure."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.domain.transfers import possible_targets
from membership.forms.organisations import PlaceField, RefusableForm

_NOTE = forms.Textarea(attrs={"rows": 2})


class OfferForm(RefusableForm):
    """Any branch of the tree may be named as the new place: that it exists is no secret, its people are."""

    target = PlaceField(
        label=_("Chi bộ nơi đến, trong đảng bộ"), required=False, help_text=_("Gõ đúng tên hoặc mã tổ chức.")
    )
    target_text = forms.CharField(
        label=_("Hoặc nơi đến ở ngoài đảng bộ"), max_length=255, required=False,
        help_text=_("Ghi đủ tên chi bộ, đảng bộ, tỉnh hoặc thành phố."),
    )  # fmt: skip
    on = forms.DateField(label=_("Ngày giới thiệu"))
    letter_number = forms.CharField(label=_("Số giấy giới thiệu, công văn"), max_length=60)
    reason = forms.CharField(label=_("Lý do chuyển"), max_length=300, required=False, widget=_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].reachable = possible_targets()
        self.user = user


class AnswerForm(RefusableForm):
    on = forms.DateField(label=_("Ngày"), initial=timezone.localdate)
    note = forms.CharField(label=_("Nội dung"), max_length=300, required=False, widget=_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)
