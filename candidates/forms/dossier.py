"""Forms about what is in a person's folder: papers, several at once; who introduces; why something is taken out."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.domain.papers import Said
from candidates.models import Paper
from candidates.procedure.schema import Form
from membership.domain.errors import Refused
from membership.forms.organisations import RefusableForm

# A field of the form -> what the domain calls it.
_NAMES = {"there": "form", "day": "signed_on", "number": "number", "issued": "issued_by", "note": "note"}


class PapersForm(RefusableForm):
    """One row for each form whose day is typed. `on_record`: form code -> the paper that is there already.

    A row counts when its box is ticked or its day is filled in; what is there already has no box to be ticked off, as
    taking a paper out asks for a reason.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, papers: Sequence[Form], on_record: Mapping[str, Paper], focus: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.papers, self.on_record = list(papers), on_record
        for place, paper in enumerate(self.papers):
            for name, field in self._fields(paper, on_record.get(paper.code)).items():
                self.fields[f"{name}{place}"] = field
            if paper.code == focus:
                self.fields[f"day{place}"].widget.attrs["autofocus"] = True

    @staticmethod
    def _fields(paper: Form, there: Paper | None) -> dict[str, forms.Field]:
        initial = {name: getattr(there, column) for name, column in _NAMES.items() if there and name != "there"}
        fields = {
            "there": forms.BooleanField(label=_("Đã có trong hồ sơ"), required=False),
            "day": forms.DateField(label=_("Ngày trên giấy"), required=False),
            "number": forms.CharField(label=_("Số (nếu có)"), max_length=60, required=False),
            "issued": forms.CharField(label=_("Nơi ban hành, người ký"), max_length=255, required=False),
            "note": forms.CharField(label=_("Ghi chú"), max_length=300, required=False),
        }
        if there is not None:
            del fields["there"]
        for name, field in fields.items():
            field.initial = initial.get(name)
        for name in ("day", "number"):
            fields[name].widget.attrs["aria-label"] = f"{fields[name].label}, {paper.code}"
        return fields

    @property
    def rows(self) -> list[dict]:
        """For the page: each form with its fields, in order."""
        rows = []
        for place, paper in enumerate(self.papers):
            bound = {name: self[f"{name}{place}"] for name in _NAMES if f"{name}{place}" in self.fields}
            more = [bound[name] for name in ("issued", "note")]
            filled = any(each.value() or each.errors for each in more)
            rows.append({"paper": paper, "place": place, "more_open": filled, "more": more, **bound})
        return rows

    def clean(self):
        cleaned = super().clean()
        for place, paper in enumerate(self.papers):
            if cleaned.get(f"day{place}") or f"day{place}" in self.errors:
                continue
            if cleaned.get(f"there{place}") or any(cleaned.get(f"{name}{place}") for name in ("number", "issued")):
                self.add_error(f"day{place}", gettext("Cần ghi ngày trên giấy."))
            elif paper.code in self.on_record:
                message = gettext("Giấy này đã có trong hồ sơ. Muốn bỏ thì bấm “Bỏ” ở bảng trên và ghi lý do.")
                self.add_error(f"day{place}", message)
        return cleaned

    def said(self) -> list[Said]:
        """What the domain function is told: the rows with a day."""
        cleaned = self.cleaned_data
        return [
            Said(
                paper.code, "", cleaned[f"number{place}"], cleaned[f"day{place}"], cleaned[f"issued{place}"],
                cleaned[f"note{place}"],
            )
            for place, paper in enumerate(self.papers)
            if cleaned.get(f"day{place}")
        ]  # fmt: skip

    def refuse(self, refusal: Refused) -> None:
        columns = {column: name for name, column in _NAMES.items()}
        places = {paper.code: place for place, paper in enumerate(self.papers)}
        moved: dict[str, list[str]] = {}
        for key, sentences in refusal.messages.items():
            code, _dot, column = key.rpartition(".")
            if code in places and column in columns:
                field = f"{columns[column]}{places[code]}"
                key = field if field in self.fields else f"day{places[code]}"
            moved.setdefault(key, []).extend(sentences)
        super().refuse(Refused(messages=moved))


class WithdrawForm(RefusableForm):
    reason = forms.CharField(
        label=_("Lý do bỏ"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ví dụ: ghi nhầm người, giấy trả lại để làm lại."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
