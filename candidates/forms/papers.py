"""Forms of printing papers and of their templates."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.domain.overdue import ON_THE_WAY
from candidates.domain.resolutions import put_forward_by
from candidates.models import Candidate, Stage
from membership.base.text import normalise
from membership.forms.organisations import PlaceField, RefusableForm
from membership.models import Action, Organisation


class WhoForm(forms.Form):
    """Whose papers: people of an organisation, at a stage, put forward by one resolution of the branch."""

    to_chuc = PlaceField(label=gettext_lazy("Trong tổ chức"), required=False)
    giai_doan = forms.ChoiceField(label=gettext_lazy("Giai đoạn"), required=False)
    nghi_quyet = forms.CharField(
        label=gettext_lazy("Số nghị quyết của chi bộ"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Để trống nếu không chọn theo nghị quyết."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["giai_doan"].choices = [("", _("Đang theo dõi")), *Stage.choices]
        self.fields["to_chuc"].reachable = Organisation.objects.visible_to(user, Action.VIEW_PERSON_DETAILS)

    def add_prefix(self, field_name):
        return super().add_prefix(field_name).replace("_", "-")  # as in the addresses of the lists

    def people(self):
        """The people of whom this person may print papers, as chosen, in the order of lists."""
        rows = Candidate.objects.visible_to(self.user, Action.VIEW_PERSON_DETAILS).select_related(
            "organisation__parent"
        )
        if not self.is_valid():
            return rows.none()
        said = self.cleaned_data
        if said["to_chuc"] is not None:
            rows = rows.under(said["to_chuc"])
        if said["giai_doan"]:
            rows = rows.filter(stage=said["giai_doan"])
        elif not said["nghi_quyet"]:
            rows = rows.filter(stage__in=ON_THE_WAY)
        if number := normalise(said["nghi_quyet"]):
            rows = put_forward_by(rows, number)
        return rows.order_by("sort_key", "pk")


class WhatForm(forms.Form):
    """Which papers of which people; `everyone`: all that the choice above finds, not only those ticked."""

    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Giấy tờ cần in"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một loại giấy tờ.")},
    )
    people = forms.TypedMultipleChoiceField(coerce=int, required=False)
    everyone = forms.BooleanField(label=gettext_lazy("In cho mọi người khớp điều kiện trên"), required=False)
    only = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, papers, shown, **kwargs):
        """`papers`: address and words of each to choose from; `shown`: the people on the page, who may be ticked."""
        super().__init__(*args, **kwargs)
        self.fields["papers"].choices = papers
        self.fields["people"].choices = [(person.pk, person.full_name) for person in shown]

    def clean(self):
        said = super().clean()
        if "people" in said and not said["people"] and not said.get("everyone"):
            self.add_error(None, _("Hãy đánh dấu ít nhất một người."))
        return said

    @property
    def ticked(self) -> set[str]:
        return set(self.data.getlist("people")) if self.is_bound else set()


class TemplateForm(RefusableForm):
    file = forms.FileField(
        label=gettext_lazy("Tệp mẫu mới"),
        max_length=160,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Ví dụ: theo mẫu ban hành lại năm 2026."),
    )
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, largest: int, **kwargs):
        """`largest`: of a file, in megabytes."""
        super().__init__(*args, **kwargs)
        self.largest = largest
        help_text = _("Word (.docx), không có macro; nhiều nhất %(size)s MB.")
        self.fields["file"].help_text = help_text % {"size": largest}

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > self.largest << 20:
            raise forms.ValidationError(_("Tệp lớn hơn %(size)s MB.") % {"size": self.largest})
        return file


class WithdrawTemplateForm(RefusableForm):
    replaces = forms.IntegerField(widget=forms.HiddenInput)
