"""Forms of movements of members: what happened, the arrival of somebody from outside, letters between branches."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.domain.handovers import possible_targets
from membership.domain.movement_rules import RETURNS
from membership.forms.organisations import PlaceField, RefusableForm
from membership.forms.people import MemberForm, PlacedForm
from membership.models import DECREASE, MovementKind

_NOTE = forms.Textarea(attrs={"rows": 2})
_KINDS = {
    MovementKind.DIED: _("Từ trần"),
    MovementKind.EXPELLED: _("Khai trừ"),
    MovementKind.STRUCK_OFF: _("Xóa tên"),
    MovementKind.RESIGNED: _("Xin ra, cho ra khỏi Đảng"),
    MovementKind.TRANSFERRED_OUT: _("Chuyển đi ngoài đảng bộ"),
    MovementKind.GONE: _("Rời, chưa rõ hình thức"),
    MovementKind.RESTORED: _("Phục hồi đảng tịch"),
    MovementKind.TRANSFERRED_IN: _("Chuyển đến từ ngoài đảng bộ"),
}


class DocumentFields(forms.Form):
    document_number = forms.CharField(
        label=_("Số văn bản"), max_length=60, required=False, help_text=_("Quyết định, giấy giới thiệu.")
    )
    document_date = forms.DateField(label=_("Ngày văn bản"), required=False)


class LeaveForm(DocumentFields, RefusableForm):
    """How a member left; `kinds` of the statistics, the vague one last."""

    kind = forms.ChoiceField(
        label=_("Hình thức"), choices=[("", "—"), *((str(kind.value), _KINDS[kind]) for kind in DECREASE)]
    )
    on = forms.DateField(label=_("Từ ngày"))
    other_place = forms.CharField(
        label=_("Nơi đến, nếu chuyển đi"), max_length=255, required=False,
        help_text=_("Tên chi bộ, đảng bộ, tỉnh hoặc thành phố ở ngoài đảng bộ."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Lý do, ghi chú"), max_length=300, required=False, widget=_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ["kind", "on", "other_place", "document_number", "document_date", "reason"]


class TransferForm(DocumentFields, PlacedForm):
    """At once to another branch, for who may write people at both."""

    organisation = PlaceField(label=_("Chuyển đến"))
    on = forms.DateField(label=_("Từ ngày"))
    note = forms.CharField(label=_("Ghi chú"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ["organisation", "on", "document_number", "document_date", "note"]


class ReturnForm(DocumentFields, PlacedForm):
    """Somebody who left comes back: restored, or by a letter from outside."""

    kind = forms.ChoiceField(label=_("Hình thức"), choices=[(str(kind.value), _KINDS[kind]) for kind in RETURNS[::-1]])
    organisation = PlaceField(label=_("Sinh hoạt ở chi bộ"))
    on = forms.DateField(label=_("Từ ngày"))
    other_place = forms.CharField(label=_("Nơi đi, nếu chuyển đến"), max_length=255, required=False)
    note = forms.CharField(label=_("Lý do, ghi chú"), max_length=300, required=False, widget=_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ["kind", "organisation", "on", "other_place", "document_number", "document_date", "note"]


class ArrivalForm(DocumentFields, PlacedForm, MemberForm):
    """A member from outside the tree with what the letter says of them."""

    organisation = PlaceField(label=_("Chi bộ nơi đến"))
    on = forms.DateField(label=_("Ngày chuyển đến"))
    other_place = forms.CharField(
        label=_("Nơi đi, ở ngoài đảng bộ"), max_length=255,
        help_text=_("Tên chi bộ, đảng bộ, tỉnh hoặc thành phố."),
    )  # fmt: skip

    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False, widget=_NOTE)

    field_order = [
        "organisation", "on", "other_place", "document_number", "document_date", "full_name", "born", "card_number",
        "joined_on", "official_on",
    ]  # fmt: skip

    def letter(self) -> dict:
        names = ("on", "other_place", "document_number", "document_date", "note")
        return {name: self.cleaned_data[name] for name in names}


class ReversalForm(RefusableForm):
    reason = forms.CharField(label=_("Lý do đính chính"), max_length=300, widget=_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)


class HandoverForm(RefusableForm):
    """Any branch of the tree may be named: that it exists is no secret, its people are."""

    organisation = PlaceField(label=_("Chi bộ nơi đến"), help_text=_("Gõ đúng tên hoặc mã tổ chức."))
    on = forms.DateField(label=_("Ngày giới thiệu"))
    letter_number = forms.CharField(label=_("Số giấy giới thiệu"), max_length=60)
    reason = forms.CharField(label=_("Lý do chuyển"), max_length=300, required=False, widget=_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].reachable = possible_targets()


class HandoverAnswerForm(RefusableForm):
    on = forms.DateField(label=_("Ngày"), initial=timezone.localdate)
    note = forms.CharField(label=_("Nội dung"), max_length=300, required=False, widget=_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)


class PeriodForm(forms.Form):
    """From a day to a day, both included; names as in the address."""

    tu = forms.DateField(label=_("Từ ngày"))
    den = forms.DateField(label=_("Đến ngày"))

    def clean(self):
        data = super().clean()
        first, last = data.get("tu"), data.get("den")
        if first and last and first > last:
            self.add_error("den", _("Đến ngày ở trước từ ngày."))
        for name, day in (("tu", first), ("den", last)):
            if day and not 1931 <= day.year <= 2200:
                self.add_error(name, _("Năm phải từ 1931 đến 2200."))
        return data
