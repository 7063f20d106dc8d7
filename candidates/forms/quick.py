"""The short form of a step, for a thumb: today, yesterday or another day, the number, the votes."""

from datetime import date, timedelta
from uuid import uuid4

from django import forms
from django.utils.translation import gettext

from candidates.forms.steps import StepForm
from membership.base.dates import format_date

OTHER = "khac"
SHORT_BALLOT = ("members", "in_favour")


class QuickForm(StepForm):
    """`day`: the day itself, not “today”, as the form may reach the server days later."""

    day = forms.CharField(max_length=10)
    candidate = forms.IntegerField(widget=forms.HiddenInput)
    step = forms.CharField(widget=forms.HiddenInput, max_length=32)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].required = False
        for name in ("note", "document_date", "away", "exempt_absent", "present"):
            self.fields.pop(name, None)

    @property
    def days(self) -> list[tuple[str, str, bool]]:
        """The big buttons: value, words, whether it is the one chosen."""
        yesterday = self.today - timedelta(days=1)
        chosen = self.data.get("day") if self.is_bound else self.today.isoformat()
        rows = [
            (self.today.isoformat(), gettext("Hôm nay %(day)s") % {"day": format_date(self.today)[:5]}),
            (yesterday.isoformat(), gettext("Hôm qua %(day)s") % {"day": format_date(yesterday)[:5]}),
            (OTHER, gettext("Ngày khác")),
        ]
        return [(value, words, value == chosen) for value, words in rows]

    @property
    def short_ballot(self) -> list:
        return [self[name] for name in SHORT_BALLOT if name in self.fields]

    def clean(self):
        cleaned = super().clean()
        day = cleaned.get("day", "")
        if day != OTHER:
            try:
                cleaned["on"] = date.fromisoformat(day)
            except ValueError:
                self.add_error("on", gettext("Xin chọn ngày."))
        elif cleaned.get("on") is None and "on" not in self.errors:
            self.add_error("on", gettext("Xin ghi ngày."))
        return cleaned
