"""Forms about residential units. What is wrong is said by the domain; a form only reads what was typed."""

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from membership.domain.residence import find_units
from membership.domain.unit_merge import NewUnit
from membership.forms.organisations import PlaceField, RefusableForm
from membership.models import Action, Organisation, ResidentialUnit, UnitCause, UnitState

UNITS_LIST, UNIT_KINDS_LIST = "goi-y-don-vi", "loai-don-vi"
KINDS = ("Thôn", "Bản", "Tổ dân phố", "Khu phố", "Khu vực", "Ấp", "Khóm", "Buôn", "Làng", "Xóm", "Tiểu khu")
_NOTE = forms.Textarea(attrs={"rows": 2})


def _capital(choices):
    return [(key, str(label)[:1].upper() + str(label)[1:]) for key, label in choices]


class UnitField(forms.CharField):
    """A residential unit by its code, or by words of its name and commune; `user` says which may be named."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 200)
        suggest = {
            "hx-get": reverse_lazy("membership:unit.suggest"),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{UNITS_LIST}",
        }
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": UNITS_LIST, "autocomplete": "off", **suggest}))
        kwargs.setdefault("help_text", _("Gõ tên hoặc mã rồi chọn trong danh sách hiện ra."))
        super().__init__(**kwargs)
        self.user = None

    def prepare_value(self, value):
        return value.code if isinstance(value, ResidentialUnit) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = find_units(self.user, text, most=6)
        if not found:
            raise forms.ValidationError(gettext("Không thấy thôn, bản, tổ dân phố nào có mã hoặc tên này."))
        if len(found) > 1:
            known = "; ".join(f"{unit.name}, {unit.commune} ({unit.code})" for unit in found[:5])
            raise forms.ValidationError(
                gettext("Có nhiều đơn vị hợp với chữ này; hãy ghi mã của một trong các đơn vị: %(known)s.")
                % {"known": known}
            )
        return found[0]


class DocumentForm(RefusableForm):
    """From which day, by which document."""

    on = forms.DateField(label=_("Từ ngày"))
    document_number = forms.CharField(label=_("Số văn bản"), max_length=60, required=False)
    document_date = forms.DateField(label=_("Ngày văn bản"), required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    DOCUMENT = ("on", "document_number", "document_date", "note", "version")

    def said(self) -> dict:
        return dict(self.cleaned_data)


class DescribedForm(RefusableForm):
    """What is known of a unit itself. `user` may give it to committees where they may manage units."""

    name = forms.CharField(label=_("Tên"), max_length=160, required=False)
    kind = forms.CharField(
        label=_("Loại"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"list": UNIT_KINDS_LIST, "autocomplete": "off"}),
        help_text=_("Ví dụ: Thôn, Bản, Tổ dân phố."),
    )
    commune = forms.CharField(label=_("Xã, phường"), max_length=160, required=False)
    organisation = PlaceField(label=_("Thuộc đảng ủy"))
    code = forms.CharField(label=_("Mã"), max_length=32, required=False, help_text=_("Để trống thì phần mềm đặt mã."))
    commune_code = forms.CharField(label=_("Mã xã, phường"), max_length=16, required=False)
    households = forms.IntegerField(label=_("Số hộ"), required=False)
    valid_from = forms.DateField(
        label=_("Ngày thành lập"), required=False, help_text=_("Để trống nếu có từ trước, không rõ ngày.")
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False, widget=_NOTE)

    DESCRIBED = (
        "name", "kind", "commune", "organisation", "code", "commune_code", "households", "valid_from", "note",
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("name", "commune"):
            self.fields[name].widget.attrs["aria-required"] = "true"
        reachable = Organisation.objects.visible_to(user, Action.MANAGE_UNIT).filter(valid_to=None)
        self.fields["organisation"].reachable = reachable
        if not self.is_bound and "organisation" not in self.initial:
            places = list(reachable.filter(path__in=user.reach(Action.MANAGE_UNIT).subtrees)[:2])
            if len(places) == 1:
                self.initial["organisation"] = places[0].code


class NewUnitForm(DescribedForm):
    branch = PlaceField(label=_("Chi bộ phụ trách"), required=False)
    state = forms.ChoiceField(
        label=_("Tình trạng được xác nhận"),
        required=False,
        choices=lambda: [("", gettext("chưa xác nhận")), *_capital(UnitState.choices)],
    )
    state_since = forms.DateField(label=_("Tình trạng từ ngày"), required=False)
    document_number = forms.CharField(label=_("Số văn bản"), max_length=60, required=False)
    document_date = forms.DateField(label=_("Ngày văn bản"), required=False)

    field_order = [*DescribedForm.DESCRIBED[:4], "branch", "state", "state_since", *DescribedForm.DESCRIBED[4:]]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["branch"].reachable = Organisation.objects.visible_to(user).filter(valid_to=None)

    def said(self) -> dict:
        said = dict(self.cleaned_data)
        said["on"] = said.pop("valid_from")
        return said

    def refuse(self, refusal) -> None:
        if "on" in refusal.messages:
            refusal.messages["valid_from"] = refusal.messages.pop("on")
        super().refuse(refusal)


class AmendUnitForm(DescribedForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.DESCRIBED}


class RenameUnitForm(DocumentForm):
    name = forms.CharField(label=_("Tên mới"), max_length=160)
    kind = forms.CharField(
        label=_("Loại"), max_length=40, required=False, widget=forms.TextInput(attrs={"list": UNIT_KINDS_LIST})
    )

    field_order = ["name", "kind"]


class CoverForm(DocumentForm):
    branch = PlaceField(
        label=_("Chi bộ phụ trách"),
        help_text=_("Gõ tên hoặc mã rồi chọn. Một chi bộ phụ trách từ hai đơn vị trở lên là sinh hoạt ghép."),
    )

    field_order = ["branch"]

    def __init__(self, *args, reachable, first: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["branch"].reachable = reachable
        if first:
            self.fields["on"].required = False
            self.fields["on"].help_text = _("Để trống nếu từ trước, không rõ ngày.")


class EndForm(DocumentForm):
    pass


class MergeForm(DocumentForm):
    """`others`: open units of the same committee, any of which may go together with the one at hand."""

    units = forms.MultipleChoiceField(label=_("Sáp nhập với"), widget=forms.CheckboxSelectMultiple)
    into = forms.ChoiceField(label=_("Sau sáp nhập"), required=False)
    name = forms.CharField(label=_("Tên đơn vị mới"), max_length=160, required=False)
    kind = forms.CharField(
        label=_("Loại"), max_length=40, required=False, widget=forms.TextInput(attrs={"list": UNIT_KINDS_LIST})
    )
    code = forms.CharField(label=_("Mã đơn vị mới"), max_length=32, required=False)

    field_order = ["units", "into", "name", "kind", "code"]

    def __init__(self, *args, unit, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(each.pk): each for each in (unit, *others)}
        words = [(key, f"{each.name}, {each.commune}") for key, each in self.known.items()]
        self.fields["units"].choices = words[1:]
        self.fields["into"].choices = [
            ("", gettext("lập đơn vị mới, ghi tên ở dưới")),
            *((key, gettext("giữ tên và lịch sử của %(unit)s") % {"unit": text}) for key, text in words),
        ]
        self.unit = unit

    def said(self) -> dict:
        """What the domain is told; the version read on the page is that of the unit at hand."""
        said = {name: self.cleaned_data[name] for name in ("on", "document_number", "document_date", "note")}
        into = self.known.get(self.cleaned_data["into"])
        units = [self.unit, *(self.known[key] for key in self.cleaned_data["units"])]
        if into is not None:
            units = [each for each in units if each.pk != into.pk]
        new = None
        if into is None:
            new = NewUnit(*(self.cleaned_data[name] for name in ("name", "kind", "code")))
        versions = [
            self.cleaned_data["version"] if each.pk == self.unit.pk else each.version
            for each in (*units, *([into] if into else []))
        ]
        return said | {"units": units, "into": into, "new": new, "versions": versions}


class SplitForm(DocumentForm):
    parts = forms.CharField(
        label=_("Các đơn vị mới"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mỗi dòng một tên."),
    )
    keep = forms.BooleanField(label=_("Đơn vị cũ vẫn còn, chỉ nhỏ đi"), required=False)

    field_order = ["parts", "keep"]

    def said(self) -> dict:
        said = super().said()
        said["parts"] = [NewUnit(line.strip()) for line in said["parts"].splitlines() if line.strip()]
        return said


class StateForm(DocumentForm):
    state = forms.ChoiceField(
        label=_("Tình trạng"), choices=lambda: _capital(UnitState.choices), widget=forms.RadioSelect
    )
    cause = forms.ChoiceField(label=_("Nguyên nhân"), choices=lambda: _capital(UnitCause.choices))

    field_order = ["state", "on", "cause"]


class WithdrawStateForm(RefusableForm):
    reason = forms.CharField(
        label=_("Lý do bỏ"), max_length=300, widget=_NOTE, help_text=_("Ví dụ: ghi nhầm bản, nhầm ngày.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class StateLineForm(forms.Form):
    """One line of the page that confirms many: what was proposed, since when and why."""

    chosen = forms.BooleanField(required=False)
    on = forms.DateField(label=_("Từ ngày"))
    cause = forms.ChoiceField(label=_("Nguyên nhân"), choices=lambda: _capital(UnitCause.choices))
    state = forms.ChoiceField(choices=UnitState.choices, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)


class StateDocumentForm(RefusableForm):
    document_number = forms.CharField(label=_("Số văn bản xác nhận"), max_length=60, required=False)
    document_date = forms.DateField(label=_("Ngày văn bản"), required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)


class SettleForm(RefusableForm):
    """Where a member lives, from which day."""

    unit = UnitField(label=_("Thôn, bản, tổ dân phố"), required=False)
    on = forms.DateField(label=_("Từ ngày"), required=False)

    def __init__(self, *args, user, first: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].user = user
        if first:
            self.fields["unit"].required = True
            self.fields["on"].help_text = _("Để trống nếu ở đó từ trước, không rõ ngày.")
        else:
            self.fields["unit"].help_text = _("Để trống nếu không còn ở đơn vị nào trong danh sách.")


class SettleManyForm(RefusableForm):
    on = forms.DateField(label=_("Cư trú từ ngày"), required=False, help_text=_("Để trống nếu ở đó từ trước."))


class SpanForm(forms.Form):
    """From one day to another, and one state to look at."""

    tu = forms.DateField(label=_("Từ ngày"), required=False)
    den = forms.DateField(label=_("Đến ngày"), required=False)
    trang_thai = forms.ChoiceField(label=_("Theo dõi"), required=False, choices=lambda: _capital(UnitState.choices))

    def span(self, first):
        """(first day, last day, state); what was not given or cannot be read is `first`, today, no members."""
        said = self.cleaned_data if self.is_valid() else {}
        today = timezone.localdate()
        last = min(said.get("den") or today, today)
        start = said.get("tu") or first
        if start > last:
            start = last
        return start, last, said.get("trang_thai") or UnitState.NO_MEMBERS.value
