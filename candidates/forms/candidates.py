"""Forms about candidates and admissions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.forms.nominations import NominatorForm
from membership.forms.organisations import PlaceField, RefusableForm
from membership.forms.people import PersonForm, PlacedForm

_NOTE = forms.Textarea(attrs={"rows": 2})


class CandidateForm(PersonForm):
    certificate_number = forms.CharField(label=_("Số giấy chứng nhận lớp nhận thức"), max_length=60, required=False)
    certificate_date = forms.DateField(label=_("Ngày cấp giấy chứng nhận"), required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, widget=_NOTE)

    OWN = ("certificate_number", "certificate_date", "note")

    def values(self) -> dict:
        own = {name: self.cleaned_data[name] for name in self.OWN}
        return {"full_name": self.cleaned_data["full_name"], **self.attributes(), **own}


class RegisterForm(NominatorForm, PlacedForm, PersonForm):
    organisation = PlaceField(label=_("Chi bộ theo dõi"))
    on = forms.DateField(
        label=_("Ngày được giới thiệu"), required=False, help_text=_("Để trống nếu không còn nhớ ngày.")
    )
    document_number = forms.CharField(label=_("Số văn bản giới thiệu"), max_length=60, required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, widget=_NOTE)

    field_order = [
        "organisation", "full_name", "born", "sex", "on", "document_number", *NominatorForm.NOMINATION,
    ]  # fmt: skip


FLAG_LABELS = {
    "readmission": _("Kết nạp lại"),
    "private_owner": _("Chủ doanh nghiệp tư nhân"),
    "foreign_spouse": _("Có quan hệ hôn nhân với người nước ngoài"),
    "population_policy_breach": _("Vi phạm chính sách dân số, KHHGĐ"),
}


class FlagsForm(forms.Form):
    """The four marks of Biểu 2 that are asked at the decision."""

    readmission = forms.NullBooleanField(label=FLAG_LABELS["readmission"], required=False)
    private_owner = forms.NullBooleanField(label=FLAG_LABELS["private_owner"], required=False)
    foreign_spouse = forms.NullBooleanField(label=FLAG_LABELS["foreign_spouse"], required=False)
    population_policy_breach = forms.NullBooleanField(label=FLAG_LABELS["population_policy_breach"], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in FLAG_LABELS:
            self.fields[name].widget.choices = [("unknown", _("chưa rõ")), ("true", _("Có")), ("false", _("Không"))]


class ReverseForm(RefusableForm):
    reason = forms.CharField(
        label=_("Lý do đính chính"), max_length=300, widget=_NOTE, help_text=_("Ví dụ: ghi nhầm người, nhầm ngày.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(PlacedForm):
    organisation = PlaceField(label=_("Chuyển đến chi bộ"))
    on = forms.DateField(label=_("Từ ngày"))
    document_number = forms.CharField(label=_("Số giấy giới thiệu"), max_length=60, required=False)
    document_date = forms.DateField(label=_("Ngày giấy giới thiệu"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class AdmissionForm(FlagsForm, PersonForm):
    """Correct the facts frozen at the decision."""

    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60, required=False)
    decision_date = forms.DateField(label=_("Ngày quyết định"))
    ceremony_date = forms.DateField(label=_("Ngày kết nạp (làm lễ)"), required=False)

    field_order = ["full_name", "born", "sex", "decision_number", "decision_date", "ceremony_date"]

    def values(self) -> dict:
        own = ("decision_number", "decision_date", "ceremony_date", *FLAG_LABELS)
        values = {"full_name": self.cleaned_data["full_name"], **self.attributes()}
        return values | {name: self.cleaned_data[name] for name in own}
