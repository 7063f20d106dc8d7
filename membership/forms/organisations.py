"""Forms of acts on organisations. What is wrong is said by the domain; a form only reads what was typed."""

from hashlib import sha256

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from membership.base.text import normalise
from membership.catalogues import ORGANISATION_TYPES
from membership.domain.errors import Refused
from membership.domain.tree import normalise_code
from membership.models import Organisation

KINDS_LIST, PLACES_LIST = "loai-to-chuc", "goi-y-to-chuc"


class PlaceField(forms.CharField):
    """An organisation by its code or its exact name; `reachable` is what may be named."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 255)
        suggest = {
            "hx-get": reverse_lazy("membership:organisation.suggest"),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{PLACES_LIST}",
        }
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": PLACES_LIST, "autocomplete": "off", **suggest}))
        kwargs.setdefault("help_text", _("Gõ tên hoặc mã rồi chọn trong danh sách hiện ra."))
        super().__init__(**kwargs)
        self.reachable = Organisation.objects.none()

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = self.reachable.filter(code=normalise_code(text)).first()
        if found is None:
            named = list(self.reachable.filter(name=normalise(text))[:2])
            if len(named) > 1:
                raise forms.ValidationError(gettext("Có nhiều tổ chức cùng tên này; hãy ghi mã tổ chức."))
            found = named[0] if named else None
        if found is None:
            raise forms.ValidationError(gettext("Không thấy tổ chức nào có mã hoặc tên này."))
        return found


class RefusableForm(forms.Form):
    """Puts what the domain says beside the fields it says it about."""

    def refuse(self, refusal: Refused) -> None:
        for field, sentences in refusal.messages.items():
            for sentence in sentences:
                self.add_error(field if field in self.fields else None, sentence)


class SealedForm(RefusableForm):
    """An act that is shown before it is done: `shown` seals what was shown, so that nothing else is done."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def said(self) -> dict:
        """What the domain function is told."""
        return {name: value for name, value in self.cleaned_data.items() if name != "shown"}

    @property
    def seal(self) -> str:
        values = {name: getattr(value, "pk", value) for name, value in self.said().items()}
        return sha256(repr(sorted(values.items())).encode()).hexdigest()[:32]

    def was_shown(self) -> bool:
        return self.cleaned_data["shown"] == self.seal

    def mark_shown(self) -> None:
        self.data = self.data.copy()
        self.data["shown"] = self.seal


class ActForm(SealedForm):
    """An act on an organisation: from which day, by which decision."""

    on = forms.DateField(label=_("Có hiệu lực từ ngày"))
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60, required=False)
    decision_date = forms.DateField(label=_("Ngày quyết định"), required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NamedActForm(ActForm):
    name = forms.CharField(label=_("Tên tổ chức"), max_length=255)
    kind = forms.CharField(
        label=_("Loại tổ chức"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": KINDS_LIST, "autocomplete": "off"}),
        help_text=_("Ví dụ: Đảng bộ cơ sở, Chi bộ cơ sở, Chi bộ trực thuộc."),
    )


def type_choices() -> list[tuple[str, str]]:
    return [("", gettext("Chưa rõ")), *ORGANISATION_TYPES.choices()]


class EstablishForm(NamedActForm):
    field_order = ["name", "code", "kind", "type_code", "on", "decision_number", "decision_date", "note"]

    code = forms.CharField(
        label=_("Mã tổ chức"), max_length=40, help_text=_("14 chữ số, có dấu chấm hay không đều được.")
    )
    type_code = forms.ChoiceField(label=_("Loại hình (Biểu 5)"), choices=type_choices, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["on"].label = _("Ngày thành lập")
        self.fields["on"].required = False
        self.fields["on"].help_text = _("Để trống nếu không rõ ngày.")


class MoveForm(ActForm):
    field_order = ["parent", "on", "decision_number", "decision_date", "note"]

    parent = PlaceField(label=_("Chuyển đến trực thuộc"))

    def __init__(self, *args, reachable, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].reachable = reachable


class RenameForm(NamedActForm):
    field_order = ["name", "kind", "on", "decision_number", "decision_date", "note"]


class DissolveForm(ActForm):
    pass


class DescribeForm(RefusableForm):
    type_code = forms.ChoiceField(label=_("Loại hình (Biểu 5)"), choices=type_choices, required=False)
    type_text = forms.CharField(
        label=_("Loại hình như trong giấy tờ"),
        max_length=160,
        required=False,
        help_text=_("Ghi khi không mục nào ở trên khớp."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class DayForm(forms.Form):
    ngay = forms.DateField(label=_("Xem cây tại ngày"))
