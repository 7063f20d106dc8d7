"""The one screen of a review: what is said of the review, then of each person."""

from hashlib import sha256

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.domain.reviews import REMARK_LENGTH, Line
from candidates.domain.source_list import Listed, SourceList
from candidates.models import ReviewKind, Verdict
from membership.forms.organisations import RefusableForm

YEARLY_FROM = 10  # from this month on the review is rather that of the year
SHOWN, BACK = "shown", "sua-lai"
VERDICTS = [
    (Verdict.KEEP, _("Giữ trong danh sách")),
    (Verdict.READY, _("Đề nghị kết nạp trong kỳ tới")),
    (Verdict.REMOVE, _("Đưa ra khỏi danh sách")),
]


def likely_kind() -> str:
    return ReviewKind.YEAR if timezone.localdate().month >= YEARLY_FROM else ReviewKind.HALF_YEAR


class ReviewForm(RefusableForm):
    """The review itself."""

    kind = forms.ChoiceField(
        label=_("Kỳ rà soát"),
        choices=[(ReviewKind.YEAR, _("Hằng năm")), (ReviewKind.HALF_YEAR, _("Sáu tháng"))],
        initial=likely_kind,
    )
    on = forms.DateField(label=_("Ngày họp chi bộ"), initial=timezone.localdate)
    resolution_number = forms.CharField(
        label=_("Số nghị quyết"),
        max_length=60,
        required=False,
        help_text=_("Bắt buộc khi rà soát hằng năm, khi bổ sung hoặc đưa người ra."),
    )
    note = forms.CharField(label=_("Ghi chú chung"), max_length=500, required=False)


class LinesForm(RefusableForm):
    """A verdict and a remark for everybody on the list, a tick for everybody who waits for it.

    `seen` holds the version in which each was shown, so that what somebody else recorded meanwhile is noticed.
    """

    rest = forms.BooleanField(label=_("Ai chưa chọn thì giữ trong danh sách"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, source: SourceList, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source
        self.by_id = {person.candidate.pk: person.candidate for person in (*source.listed, *source.waiting)}
        for person in source.listed:
            pk, name = person.candidate.pk, person.candidate.full_name
            self.fields[f"verdict-{pk}"] = forms.ChoiceField(
                label=gettext("Kết luận đối với %(name)s") % {"name": name},
                choices=VERDICTS,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"remark-{pk}"] = forms.CharField(
                label=gettext("Nhận xét về %(name)s") % {"name": name},
                max_length=REMARK_LENGTH,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": gettext("Nhận xét, lý do")}),
            )
        for person in source.waiting:
            label = gettext("Đưa %(name)s vào danh sách cảm tình Đảng") % {"name": person.candidate.full_name}
            self.fields[f"add-{person.candidate.pk}"] = forms.BooleanField(label=label, required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("rest"):
            for person in self.source.listed:
                name = f"verdict-{person.candidate.pk}"
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, gettext("Cần chọn kết luận."))
        return cleaned

    @property
    def versions_shown(self) -> str:
        return " ".join(f"{pk}:{candidate.version}" for pk, candidate in self.by_id.items())

    def _seen(self) -> dict[int, int]:
        pairs = (word.partition(":") for word in self.cleaned_data["seen"].split())
        return {int(pk): int(version) for pk, _colon, version in pairs if pk.isdecimal() and version.isdecimal()}

    def lines(self) -> list[Line]:
        """Version 0, which nobody has, for who came onto the list after the page was shown."""
        seen, cleaned = self._seen(), self.cleaned_data
        return [
            Line(
                person.candidate,
                seen.get(person.candidate.pk, 0),
                cleaned[f"verdict-{person.candidate.pk}"] or Verdict.KEEP,
                cleaned[f"remark-{person.candidate.pk}"],
            )
            for person in self.source.listed
        ]

    def additions(self) -> list:
        seen = self._seen()
        chosen = [each.candidate for each in self.source.waiting if self.cleaned_data[f"add-{each.candidate.pk}"]]
        return [(candidate, seen.get(candidate.pk, 0)) for candidate in chosen]

    def refuse_people(self, people: dict[int, list[str]]) -> None:
        for pk, sentences in people.items():
            name = next((name for name in (f"verdict-{pk}", f"add-{pk}") if name in self.fields), None)
            for sentence in sentences:
                self.add_error(name, sentence)

    # --- for the page ------------------------------------------------------------------------------------------------
    def listed_rows(self) -> list[dict]:
        return [
            {"person": person, "verdict": self[f"verdict-{pk}"], "remark": self[f"remark-{pk}"]}
            for person in self.source.listed
            if (pk := person.candidate.pk)
        ]

    def waiting_rows(self) -> list[dict]:
        return [{"person": person, "add": self[f"add-{person.candidate.pk}"]} for person in self.source.waiting]


def posted(request) -> list[tuple[str, str]]:
    """Everything that was sent, but for the marks of the way it was sent."""
    skipped = {"csrfmiddlewaretoken", SHOWN, BACK}
    return [(name, value) for name, values in request.POST.lists() if name not in skipped for value in values]


def seal(request) -> str:
    """What was shown before it is written: the act is done only if it is the very one that was confirmed."""
    return sha256(repr(sorted(posted(request))).encode()).hexdigest()[:32]


def by_verdict(lines: list) -> dict[str, list]:
    """Lines of a review, said or on record, by what they say."""
    return {verdict: [line for line in lines if line.verdict == verdict] for verdict, _label in VERDICTS}


def people_of(rows: list[Listed]) -> str:
    return ", ".join(person.candidate.full_name for person in rows)
