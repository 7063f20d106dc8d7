"""Forms about the rules: which day to read them for, and what a committee sets for itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.domain.set_rules import is_number, is_yes_no
from candidates.procedure.schema import Setting
from membership.forms.organisations import PlaceField, RefusableForm
from membership.models import Action, Organisation

_LINES = forms.Textarea(attrs={"rows": 3})


class RulesDayForm(forms.Form):
    ngay = forms.DateField(label=_("Quy định có hiệu lực ngày"))


class LocalRuleForm(RefusableForm):
    """One setting of a committee. The field for its value is of the setting's own kind."""

    organisation = PlaceField(label=_("Áp dụng cho đảng bộ, và mọi tổ chức trực thuộc"))
    in_force_from = forms.DateField(label=_("Có hiệu lực từ ngày"))
    document_number = forms.CharField(label=_("Số văn bản"), max_length=60)
    document_date = forms.DateField(label=_("Ngày văn bản"), required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    field_order = ["organisation", "value", "in_force_from", "document_number", "document_date", "note"]

    def __init__(self, *args, user, setting: Setting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].reachable = Organisation.objects.current().visible_to(user, Action.MANAGE_RULES)
        self.fields["value"] = _value_field(setting)
        if setting.code == "may_admit":
            self.fields["organisation"].label = _("Đảng ủy được ủy quyền")
        self.order_fields(self.field_order)


def _value_field(setting: Setting) -> forms.Field:
    if is_yes_no(setting):
        return forms.TypedChoiceField(
            label=setting.label, choices=[("1", _("Có")), ("0", _("Không"))], coerce=lambda text: text == "1",
            widget=forms.RadioSelect,
        )  # fmt: skip
    if is_number(setting):
        return forms.IntegerField(label=setting.label)
    return forms.CharField(label=setting.label, max_length=2000, widget=_LINES)


class WithdrawRuleForm(RefusableForm):
    reason = forms.CharField(label=_("Lý do bỏ"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
