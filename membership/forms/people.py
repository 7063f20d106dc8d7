"""Forms about one person. Values go to the domain as they were typed, cleaned of form only; an empty one is unknown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from membership.base.dates import DateError, PartialDate, parse_date
from membership.catalogues import DEGREES, ETHNIC_GROUPS, GENERAL_EDUCATION, OCCUPATIONS, POLITICAL_THEORY, RELIGIONS
from membership.forms.organisations import PlaceField, RefusableForm
from membership.models import Action, Organisation, PartyMember, Sex

UNKNOWN = _("chưa rõ")
SUGGESTED = 100


class BirthField(forms.CharField):
    """05/06/1990, 06/1990 or 1990: what is not known is not made up. Gives a PartialDate."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Ngày sinh"))
        kwargs.setdefault("help_text", _("Ngày/tháng/năm; nếu chỉ biết tháng và năm, hoặc chỉ năm, thì ghi bấy nhiêu."))
        kwargs.setdefault("widget", forms.DateInput(attrs={"placeholder": _("dd/mm/yyyy hoặc năm")}))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return str(value) if isinstance(value, PartialDate) else value

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_date(text, allow_partial=True)
        except DateError as error:
            raise forms.ValidationError(str(error)) from None


def catalogue_field(catalogue, label) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", UNKNOWN), *catalogue.choices()])


class PersonForm(RefusableForm):
    """What Biểu 2-BTCTW asks of a person."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    born = BirthField(required=False)
    sex = forms.ChoiceField(label=_("Giới tính"), required=False, choices=[("", UNKNOWN), *Sex.choices])
    ethnic_group = catalogue_field(ETHNIC_GROUPS, _("Dân tộc"))
    religion = catalogue_field(RELIGIONS, _("Tôn giáo"))
    youth_union = forms.NullBooleanField(label=_("Đoàn viên"), required=False)
    general_education = catalogue_field(GENERAL_EDUCATION, _("Trình độ GDPT"))
    degree = catalogue_field(DEGREES, _("Chuyên môn"))
    political_theory = catalogue_field(POLITICAL_THEORY, _("Lý luận chính trị"))
    occupation = catalogue_field(OCCUPATIONS, _("Nhóm nghề nghiệp"))
    position = forms.CharField(label=_("Chức vụ, đơn vị công tác"), max_length=255, required=False)
    hometown = forms.CharField(label=_("Quê quán"), max_length=255, required=False)
    residence = forms.CharField(label=_("Nơi cư trú"), max_length=255, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    PERSON = (
        "full_name", "sex", "ethnic_group", "religion", "youth_union", "general_education", "degree",
        "political_theory", "occupation", "position", "hometown", "residence",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.NullBooleanField):
                field.widget.choices = [("unknown", UNKNOWN), ("true", _("Có")), ("false", _("Không"))]
            if isinstance(field, forms.ChoiceField) and not self.is_bound:
                field.choices = self._with_words(name, field.choices)

    def _with_words(self, name, choices):
        """What a list said, where no entry of the catalogue fits, stays readable beside "chưa rõ"."""
        words = (self.initial or {}).get(f"{name}_text")
        return [(key, f"{label} – “{words}”" if key == "" and words else label) for key, label in choices]

    @classmethod
    def of(cls, record, **kwargs):
        """The form filled with what is on record."""
        names = [*cls.base_fields, *(f"{name}_text" for name in ("general_education", "degree", "occupation"))]
        initial = {name: getattr(record, name) for name in names if hasattr(record, name)}
        if record.born_on is not None:
            initial["born"] = PartialDate(record.born_on, record.born_precision)
        return cls(initial=initial | kwargs.pop("initial", {}), **kwargs)

    def attributes(self) -> dict:
        """The attributes of a person as the domain takes them."""
        values = {name: self.cleaned_data[name] for name in self.PERSON if name != "full_name"}
        born = self.cleaned_data.get("born")
        return values | {"born_on": born.day if born else None, "born_precision": born.precision if born else "day"}

    def refuse(self, refusal) -> None:
        if "born_on" in refusal.messages:
            refusal.messages["born"] = refusal.messages.pop("born_on")
        super().refuse(refusal)


class PlacedForm(RefusableForm):
    """A form that names an organisation within the reach of the person who fills it in."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.reachable = Organisation.objects.visible_to(user, Action.EDIT_PERSON).filter(valid_to=None)
        self.fields["organisation"].reachable = self.reachable
        tops = list(
            self.reachable.filter(path__in=user.reach(Action.EDIT_PERSON).subtrees).order_by("path")[:SUGGESTED]
        )
        under = self.reachable.filter(parent__in=tops).order_by("path")[:SUGGESTED]
        self.suggestions = [*tops, *under]
        if not self.is_bound and "organisation" not in self.initial and len(self.suggestions) == 1:
            self.initial["organisation"] = self.suggestions[0].name


class MemberForm(PersonForm):
    card_number = forms.CharField(label=_("Số thẻ đảng viên"), max_length=20, required=False)
    joined_on = forms.DateField(label=_("Ngày vào Đảng"), required=False)
    official_on = forms.DateField(label=_("Ngày chính thức"), required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    OWN = ("card_number", "joined_on", "official_on", "note")

    def values(self) -> dict:
        own = {name: self.cleaned_data[name] for name in self.OWN if name in self.cleaned_data}
        return {"full_name": self.cleaned_data["full_name"], **self.attributes(), **own}

    @classmethod
    def of(cls, record: PartyMember, **kwargs):
        form = super().of(record, **kwargs)
        if hasattr(record, "candidate"):  # those days belong to the file of the admission
            del form.fields["joined_on"], form.fields["official_on"]
        return form


class NewMemberForm(PlacedForm, MemberForm):
    organisation = PlaceField(label=_("Chi bộ đang sinh hoạt"))

    field_order = ["organisation", "full_name", "born", "card_number", "joined_on", "official_on"]
