"""Forms about who helps: assign, change, end, the note of a month for one person and for a whole branch."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.domain.guard import Waiver
from candidates.domain.mentor_notes import TEXT_LENGTH, NoteRow
from candidates.models import MentorNote, Mentorship
from membership.base.dates import format_date
from membership.forms.organisations import RefusableForm
from membership.models import PartyMember

_NOTE = forms.Textarea(attrs={"rows": 2})
WAIVER = ("waiver_reason", "waiver_number", "waiver_date")
PROGRESS = [(code, f"{label[:1].upper()}{label[1:]}") for code, label in MentorNote._meta.get_field("progress").choices]


class AssignForm(RefusableForm):
    """`members`: whom one may choose from. The page draws the choice itself, with what each member does already."""

    member = forms.ModelChoiceField(
        label=_("Đảng viên giúp đỡ"), queryset=PartyMember.objects.none(), required=False, widget=forms.RadioSelect
    )
    on = forms.DateField(label=_("Ngày phân công"))
    together_since = forms.DateField(
        label=_("Cùng công tác, học tập hoặc cư trú từ ngày"),
        required=False,
        help_text=_("Ngày hai người bắt đầu cùng một nơi; cần đủ 12 tháng đến ngày phân công."),
    )
    resolution_number = forms.CharField(label=_("Số nghị quyết phân công (nếu có)"), max_length=60, required=False)
    end_reason = forms.CharField(label=_("Lý do thay người đang giúp đỡ"), max_length=200, widget=_NOTE)
    waiver_reason = forms.CharField(label=_("Lý do cho qua"), max_length=500, required=False, widget=_NOTE)
    waiver_number = forms.CharField(label=_("Số văn bản cho phép"), max_length=60, required=False)
    waiver_date = forms.DateField(label=_("Ngày văn bản cho phép"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, members, changes: bool, asks_since: bool, may_waive: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members
        gone = set() if may_waive else set(WAIVER)
        gone |= set() if changes else {"end_reason"}
        gone |= set() if asks_since else {"together_since"}
        for name in gone:
            del self.fields[name]

    @property
    def main_fields(self) -> list:
        return [field for field in self.visible_fields() if field.name not in ("member", *WAIVER)]

    @property
    def waiver_fields(self) -> list:
        return [self[name] for name in WAIVER if name in self.fields]

    @property
    def chosen(self) -> str:
        return str(self["member"].value() or "")

    def said(self) -> dict:
        values = {name: value for name, value in self.cleaned_data.items() if name not in WAIVER}
        cleaned = self.cleaned_data
        waived = Waiver(cleaned.get("waiver_reason", ""), cleaned.get("waiver_number", ""), cleaned.get("waiver_date"))
        return values | {"waiver": waived if waived.reason or waived.document_number else None}


class EndForm(RefusableForm):
    on = forms.DateField(label=_("Thôi từ ngày"))
    reason = forms.CharField(
        label=_("Lý do"), max_length=200, widget=_NOTE, help_text=_("Ví dụ: chuyển công tác, sức khỏe yếu, bận việc.")
    )
    resolution_number = forms.CharField(label=_("Số nghị quyết (nếu có)"), max_length=60, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class _ProgressForm(RefusableForm):
    progress = forms.ChoiceField(label=_("Mức tiến bộ"), choices=PROGRESS, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Nhận xét"), max_length=TEXT_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NoteForm(_ProgressForm):
    """The note of one month. `months`: those that may be chosen, the first is proposed."""

    month = forms.TypedChoiceField(label=_("Tháng"), coerce=date.fromisoformat)
    written_on = forms.DateField(label=_("Ngày báo cáo"))

    field_order = ["month", "progress", "text", "written_on"]

    def __init__(self, *args, months: list[date], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(month.isoformat(), format_date(month, "month")) for month in months]


class NoteRowForm(_ProgressForm):
    """One line of the page of a branch; left empty it says nothing."""

    def __init__(self, *args, mentorship: Mentorship, note: MentorNote | None, **kwargs):
        initial = {"progress": note.progress, "text": note.text} if note else {}
        kwargs |= {"prefix": f"n{mentorship.pk}", "initial": initial | {"version": note.pk if note else 0}}
        super().__init__(*args, **kwargs)
        self.mentorship, self.note = mentorship, note
        self.fields["progress"].required = False
        self.fields["text"].widget.attrs["rows"] = 2

    def row(self) -> NoteRow:
        cleaned = self.cleaned_data
        return NoteRow(self.mentorship, cleaned["progress"], cleaned["text"], cleaned.get("version") or 0)


class MonthForm(RefusableForm):
    """What is the same for all lines."""

    written_on = forms.DateField(label=_("Ngày báo cáo"))
