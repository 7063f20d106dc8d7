"""Forms about mass organisations: keep them, their number to reach, their accounts, whom they put forward."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Body
from membership.forms.organisations import PlaceField, RefusableForm
from membership.forms.people import UNKNOWN, BirthField
from membership.models import Sex

BRANCHES_LIST = "goi-y-chi-bo"
_NOTE = forms.Textarea(attrs={"rows": 2})


def _capital(choices) -> list[tuple[str, str]]:
    return [(key, str(label)[:1].upper() + str(label)[1:]) for key, label in choices]


class MassForm(RefusableForm):
    organisation = PlaceField(label=_("Cấp ủy"))
    body = forms.ChoiceField(label=_("Loại đoàn thể"))
    name = forms.CharField(label=_("Tên đoàn thể"), max_length=160, help_text=_("Ví dụ: Đoàn xã An Bình."))
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False, widget=_NOTE)

    def __init__(self, *args, reachable, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].reachable = reachable
        self.fields["body"].choices = [("", _("Chọn loại…")), *_capital(Body.choices)]


class RenameMassForm(RefusableForm):
    name = forms.CharField(label=_("Tên đoàn thể"), max_length=160)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False, widget=_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)


class EndMassForm(RefusableForm):
    on = forms.DateField(label=_("Thôi theo dõi từ ngày"), initial=timezone.localdate)
    version = forms.IntegerField(widget=forms.HiddenInput)


class MassQuotaForm(RefusableForm):
    quota = forms.IntegerField(label=_("Chỉ tiêu giới thiệu (người)"), min_value=0, max_value=100_000)
    decision_number = forms.CharField(label=_("Số văn bản giao"), max_length=60, required=False)
    decision_date = forms.DateField(label=_("Ngày văn bản"), required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False, widget=_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)


class LinkForm(RefusableForm):
    """Names under which a mass organisation stands in old nominations."""

    names = forms.MultipleChoiceField(
        label=_("Tên đã ghi"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Cần chọn tên.")}
    )

    def __init__(self, *args, names, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["names"].choices = [(row["body_name"], row["body_name"]) for row in names]


class MassAccountForm(RefusableForm):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Tài khoản đã có thì ghi đúng tên đăng nhập; tên chưa có thì mở tài khoản mới."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=120, required=False, help_text=_("Chỉ cần khi mở tài khoản mới.")
    )
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)


class IntroduceForm(RefusableForm):
    """A new person, put forward by the account of a mass organisation."""

    mass = forms.ChoiceField(label=_("Đoàn thể"))
    organisation = PlaceField(
        label=_("Chi bộ nơi người ấy cư trú hoặc làm việc"),
        widget=forms.TextInput(attrs={"list": BRANCHES_LIST, "autocomplete": "off"}),
        help_text=_("Gõ tên chi bộ rồi chọn trong danh sách hiện ra."),
    )
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    born = BirthField(required=False)
    sex = forms.ChoiceField(label=_("Giới tính"), required=False, choices=[("", UNKNOWN), *Sex.choices])
    on = forms.DateField(label=_("Ngày giới thiệu"), initial=timezone.localdate)
    document_number = forms.CharField(label=_("Số văn bản giới thiệu"), max_length=60, required=False)
    movement = forms.CharField(label=_("Nổi lên từ phong trào"), max_length=200, required=False)
    achievements = forms.CharField(label=_("Thành tích"), max_length=500, required=False, widget=_NOTE)

    def __init__(self, *args, masses, reachable, **kwargs):
        super().__init__(*args, **kwargs)
        self.masses = {str(mass.pk): mass for mass in masses}
        self.fields["mass"].choices = [(key, mass.name) for key, mass in self.masses.items()]
        if len(self.masses) == 1:
            self.fields["mass"].widget = forms.HiddenInput()
            self.initial.setdefault("mass", next(iter(self.masses)))
        self.fields["organisation"].reachable = reachable

    def said(self) -> dict:
        """What the domain takes."""
        cleaned, born = self.cleaned_data, self.cleaned_data["born"]
        attributes = {"sex": cleaned["sex"]}
        if born:
            attributes |= {"born_on": born.day, "born_precision": born.precision}
        texts = ("on", "organisation", "full_name", "movement", "achievements", "document_number")
        return {
            "mass_organisation": self.masses[cleaned["mass"]],
            "attributes": attributes,
            **{name: cleaned[name] for name in texts},
        }

    def refuse(self, refusal) -> None:
        if "born_on" in refusal.messages:
            refusal.messages["born"] = refusal.messages.pop("born_on")
        super().refuse(refusal)


class HolderCandidateForm(RefusableForm):
    """The holder of a title as quần chúng ưu tú: somebody on the list already, or put on the list of a branch."""

    NEW = "moi"

    candidate = forms.ChoiceField(label=_("Người này là ai"), widget=forms.RadioSelect)
    organisation = PlaceField(label=_("Chi bộ theo dõi"), required=False)
    on = forms.DateField(label=_("Ngày được giới thiệu"), required=False, help_text=_("Để trống nếu chưa có ngày."))
    document_number = forms.CharField(label=_("Số văn bản giới thiệu"), max_length=60, required=False)

    def __init__(self, *args, reachable, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in known}
        told = [
            (key, f"{one.full_name}, {one.organisation.name} ({one.get_stage_display()})")
            for key, one in self.known.items()
        ]
        self.fields["candidate"].choices = [*told, (self.NEW, _("Chưa có trong danh sách, thêm mới"))]
        if not known:
            self.fields["candidate"].widget = forms.HiddenInput()
            self.initial["candidate"] = self.NEW
        self.fields["organisation"].reachable = reachable

    def clean(self):
        cleaned = super().clean()
        is_new = cleaned.get("candidate") == self.NEW
        if is_new and not cleaned.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", _("Cần ghi chi bộ theo dõi."))
        return cleaned
