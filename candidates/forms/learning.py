"""Forms of a class's life: meetings, grades, its end."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.domain.learning import GradeSaid, SessionSaid
from candidates.models import Enrolment, Grade
from membership.base.text import fold
from membership.domain.holidays import WEEKDAYS
from membership.forms.organisations import RefusableForm

SUNDAY = 6
_TIMES = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh"]
GRADES = [("", "–"), *Grade.choices]


def _time(label, initial):
    return forms.TimeField(
        label=label, initial=initial, input_formats=_TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "07:30", "autocomplete": "off", "size": 6}),
    )  # fmt: skip


class AskingForm(RefusableForm):
    """An act that may be asked about once more; the box to confirm it is there only then."""

    confirmed = forms.BooleanField(label=_("Đã xem lại, vẫn ghi"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].widget = forms.HiddenInput()
        if self.data.get("asked"):
            self._ask()

    def clean(self):
        cleaned = super().clean()
        cleaned.pop("asked", None)
        return cleaned

    def refuse(self, refusal) -> None:
        if "confirmed" in refusal.messages:
            self.data = self.data.copy()
            self.data["asked"] = "1"
            self._ask()
        super().refuse(refusal)

    def _ask(self) -> None:
        self.fields["confirmed"].widget = forms.CheckboxInput()
        self.fields["asked"] = forms.CharField(widget=forms.HiddenInput, required=False)


class SessionForm(AskingForm):
    on = forms.DateField(label=_("Ngày học"))
    starts = _time(_("Từ giờ"), "07:30")
    ends = _time(_("Đến giờ"), "11:30")
    lesson = forms.CharField(label=_("Bài học"), max_length=200)
    lecturer = forms.CharField(label=_("Giảng viên"), max_length=120, required=False)
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ["on", "starts", "ends", "lesson", "lecturer", "place", "confirmed"]

    def said(self) -> SessionSaid:
        return SessionSaid(**{name: self.cleaned_data[name] for name in SessionSaid.__dataclass_fields__})


class TimetableForm(AskingForm):
    first = forms.DateField(label=_("Từ ngày"))
    last = forms.DateField(label=_("Đến ngày"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Học vào"), coerce=int, widget=forms.CheckboxSelectMultiple,
        choices=[(number, str(name)[:1].upper() + str(name)[1:]) for number, name in enumerate(map(str, WEEKDAYS))],
        initial=[SUNDAY],
    )  # fmt: skip
    starts = _time(_("Từ giờ"), "07:30")
    ends = _time(_("Đến giờ"), "11:30")
    lessons = forms.CharField(
        label=_("Các bài, mỗi bài một dòng"), max_length=9000, widget=forms.Textarea(attrs={"rows": 11})
    )
    lecturer = forms.CharField(label=_("Giảng viên chung, nếu có"), max_length=120, required=False)
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    skip_days_off = forms.BooleanField(label=_("Không xếp vào ngày nghỉ lễ"), required=False, initial=True)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("Ngày này ở trước ngày đầu."))
        return cleaned

    def said(self) -> dict:
        names = ("first", "last", "weekdays", "starts", "ends", "lecturer", "place", "skip_days_off")
        return {name: self.cleaned_data[name] for name in names} | {
            "lessons": self.cleaned_data["lessons"].splitlines()
        }


# --- grades ----------------------------------------------------------------------------------------------------------
class EssayField(forms.Field):
    """A mark out of ten; comma and point both part the decimals."""

    def to_python(self, value):
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise forms.ValidationError(gettext("Ghi điểm bằng số, ví dụ 7,5."), code="invalid")
        return number


class GradesForm(RefusableForm):
    """A line a learner: essay and grade. `learners`: in the order of the page."""

    def __init__(self, *args, learners, **kwargs):
        super().__init__(*args, **kwargs)
        self.learners = list(learners)
        for learner in self.learners:
            name = {"name": learner.candidate.full_name}
            self.fields[f"essay-{learner.pk}"] = EssayField(
                label=gettext("Điểm của %(name)s") % name, required=False, initial=essay_text(learner.essay),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 5}),
            )  # fmt: skip
            self.fields[f"grade-{learner.pk}"] = forms.ChoiceField(
                label=gettext("Xếp loại của %(name)s") % name, required=False, choices=GRADES, initial=learner.grade
            )
            self.fields[f"version-{learner.pk}"] = forms.IntegerField(widget=forms.HiddenInput, initial=learner.version)

    def rows(self):
        for learner in self.learners:
            yield learner, *(self[f"{name}-{learner.pk}"] for name in ("essay", "grade", "version"))

    def said(self) -> list[GradeSaid]:
        return [
            GradeSaid(
                learner.pk,
                self.cleaned_data[f"version-{learner.pk}"],
                self.cleaned_data[f"essay-{learner.pk}"],
                self.cleaned_data[f"grade-{learner.pk}"],
            )
            for learner in self.learners
        ]


def essay_text(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")


class PastedForm(forms.Form):
    """Marks copied from a sheet: a name, the essay, the grade; or only marks, one a line, in the order of the list."""

    pasted = forms.CharField(
        label=_("Dán điểm từ bảng tính"), max_length=60_000, required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mỗi người một dòng: họ tên, điểm, xếp loại, cách nhau bằng phím Tab hoặc dấu chấm phẩy. "
                    "Hoặc chỉ điểm, đúng thứ tự danh sách."),
    )  # fmt: skip


def read_pasted(text: str, learners: list[Enrolment]) -> tuple[dict[str, str], list[str]]:
    """Values for the fields of GradesForm, and a sentence for every line that names nobody or several."""
    by_name: dict[str, list[Enrolment]] = {}
    for learner in learners:
        by_name.setdefault(fold(learner.candidate.full_name), []).append(learner)
    grades = {fold(str(label)): key for key, label in Grade.choices}
    lines = [line for line in text.splitlines() if line.strip()]
    in_order = not any(set(by_name) & {fold(cell) for cell in _cells(line)} for line in lines)
    found, problems = {}, []
    if in_order and len(lines) != len(learners):
        words = {"lines": len(lines), "learners": len(learners)}
        return {}, [gettext("Có %(lines)d dòng cho %(learners)d học viên; hãy dán kèm họ tên.") % words]
    for number, line in enumerate(lines):
        cells = _cells(line)
        named = [learners[number]] if in_order else next((by_name[fold(c)] for c in cells if fold(c) in by_name), [])
        if len(named) != 1:
            why = gettext("có nhiều người cùng tên") if named else gettext("không có tên này trong lớp")
            problems.append(gettext("Dòng %(n)d: %(why)s.") % {"n": number + 1, "why": why})
            continue
        for cell in cells:
            if fold(cell) in grades:
                found[f"grade-{named[0].pk}"] = grades[fold(cell)]
            elif any(sign.isdigit() for sign in cell) and not any(sign.isalpha() for sign in cell):
                found[f"essay-{named[0].pk}"] = cell
    return found, problems


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.replace(";", "\t").split("\t") if cell.strip()]


# --- the end ---------------------------------------------------------------------------------------------------------
class CloseForm(AskingForm):
    result_number = forms.CharField(label=_("Số quyết định công nhận kết quả"), max_length=60)
    on = forms.DateField(label=_("Ngày quyết định"))
    certificate_date = forms.DateField(
        label=_("Ngày cấp giấy chứng nhận"), required=False, help_text=_("Để trống: là ngày quyết định.")
    )
    first_number = forms.CharField(
        label=_("Số giấy chứng nhận đầu tiên"),
        max_length=9,
        required=False,
        help_text=_("Ví dụ 001; người sau tăng dần."),
    )
    suffix = forms.CharField(label=_("Ký hiệu sau số"), max_length=50, required=False, help_text=_("Ví dụ /GCN-TTCT."))
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ["result_number", "on", "certificate_date", "first_number", "suffix", "confirmed"]
