"""Forms about titles in residential units, who holds them, and the share of members asked of them."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from membership.base.dates import PartialDate
from membership.base.text import fold
from membership.domain.position_titles import known_titles
from membership.forms.member_field import MemberField
from membership.forms.organisations import PlaceField, RefusableForm
from membership.forms.people import UNKNOWN, BirthField
from membership.models import ResidentialUnit, Sex

UNITS_LIST = "goi-y-thon-ban"
MOST_OFFERED = 300
_NOTE = forms.Textarea(attrs={"rows": 2})


class UnitField(forms.CharField):
    """A residential unit by its code, or by its name with the commune. `reachable`: what may be named."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 340)
        kwargs.setdefault("label", _("Thôn, bản, tổ dân phố"))
        kwargs.setdefault("help_text", _("Gõ tên hoặc mã rồi chọn trong danh sách hiện ra."))
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": UNITS_LIST, "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.reachable = ResidentialUnit.objects.none()

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        coded = self.reachable.filter(code=text).first()
        if coded is not None:
            return coded
        name, _comma, _commune = text.partition(",")
        found = list(self.reachable.filter(folded_name=fold(name))[:20])
        if len(found) > 1:
            found = [unit for unit in found if fold(unit_told(unit)) == fold(text)] or found
        if not found:
            raise forms.ValidationError(gettext("Không thấy nơi nào có tên hoặc mã này."), code="unknown")
        if len(found) > 1:
            known = "; ".join(f"{unit.code}: {unit_told(unit)}" for unit in found)
            told = gettext("Có nhiều nơi cùng tên. Hãy ghi mã: %(known)s.") % {"known": known}
            raise forms.ValidationError(told, code="several")
        return found[0]

    def offered(self) -> list[str]:
        rows = list(self.reachable.order_by("commune", "name")[: MOST_OFFERED + 1])
        return [unit_told(unit) for unit in rows] if len(rows) <= MOST_OFFERED else []


def unit_told(unit: ResidentialUnit) -> str:
    return f"{unit.name}, {unit.commune}"


class HolderPersonForm(RefusableForm):
    """Who holds a title: a member by name, or anybody."""

    member = MemberField(
        label=_("Nếu là đảng viên: tên trong sổ"),
        required=False,
        help_text=_("Để trống nếu chưa là đảng viên, hoặc sinh hoạt đảng ở nơi khác."),
    )
    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=120, required=False, help_text=_("Đã chọn đảng viên thì không cần ghi.")
    )
    born = BirthField(required=False)
    sex = forms.ChoiceField(label=_("Giới tính"), required=False, choices=[("", UNKNOWN), *Sex.choices])
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False, widget=_NOTE)

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].reachable = members

    def person(self) -> dict:
        """What the domain takes of a person."""
        born, cleaned = self.cleaned_data["born"], self.cleaned_data
        return {
            **{name: cleaned[name] for name in ("full_name", "sex", "member", "note")},
            "born_on": born.day if born else None,
            "born_precision": born.precision if born else "day",
        }

    def refuse(self, refusal) -> None:
        if "born_on" in refusal.messages:
            refusal.messages["born"] = refusal.messages.pop("born_on")
        super().refuse(refusal)


class AppointForm(HolderPersonForm):
    unit = UnitField()
    title = forms.ChoiceField(label=_("Chức danh"))
    on = forms.DateField(label=_("Giữ chức từ ngày"), required=False, help_text=_("Để trống nếu không còn nhớ ngày."))

    field_order = ["unit", "title", "member", "full_name", "born", "sex", "on", "note"]

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].reachable = units
        self.fields["title"].choices = [("", _("Chọn chức danh…")), *title_choices()]


class ReplaceForm(HolderPersonForm):
    on = forms.DateField(label=_("Thay từ ngày"))
    reason = forms.CharField(label=_("Lý do thôi của người cũ"), max_length=160, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ["on", "reason", "member", "full_name", "born", "sex", "note"]


class AmendForm(HolderPersonForm):
    valid_from = forms.DateField(label=_("Giữ chức từ ngày"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ["member", "full_name", "born", "sex", "valid_from", "note"]

    def values(self) -> dict:
        return self.person() | {"valid_from": self.cleaned_data["valid_from"]}


class EndForm(RefusableForm):
    on = forms.DateField(label=_("Thôi giữ chức từ ngày"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("Lý do"), max_length=160, required=False, help_text=_("Ví dụ: hết nhiệm kỳ, chuyển đi, sức khỏe.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class TitleForm(RefusableForm):
    name = forms.CharField(label=_("Tên chức danh"), max_length=120)
    short = forms.CharField(label=_("Viết tắt"), max_length=40, required=False)
    order = forms.IntegerField(
        label=_("Thứ tự"), min_value=0, max_value=999, initial=100, help_text=_("Số nhỏ đứng trước.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TargetForm(RefusableForm):
    organisation = PlaceField(label=_("Cấp ủy đặt chỉ tiêu"))
    percent = forms.DecimalField(
        label=_("Tỷ lệ là đảng viên, %"),
        max_digits=5,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        localize=True,
        help_text=_("Ví dụ: 95. Ai dưới cấp ủy này cũng theo, trừ nơi tự đặt mức riêng."),
    )
    on = forms.DateField(label=_("Áp dụng từ ngày"))
    decision_number = forms.CharField(label=_("Số nghị quyết, kế hoạch"), max_length=60)
    decision_date = forms.DateField(label=_("Ngày văn bản"), required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False, widget=_NOTE)

    def __init__(self, *args, reachable, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].reachable = reachable


class WithdrawTargetForm(RefusableForm):
    reason = forms.CharField(label=_("Lý do bỏ"), max_length=300, widget=_NOTE)


def title_choices() -> list[tuple[str, str]]:
    return [(title.code, title.name) for title in known_titles()]


def born_of(holder) -> PartialDate | None:
    return PartialDate(holder.born_on, holder.born_precision) if holder.born_on else None
