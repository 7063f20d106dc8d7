from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from membership.domain.tree import normalise_code
from membership.models import Action, Organisation
from reports import periods
from reports.models import CountingDate

SUGGESTED = 100
FROM_TO = "from_to"
PERIODS = {
    "q1": (gettext_lazy("Quý I"), lambda year: periods.quarter(year, 1)),
    "q2": (gettext_lazy("Quý II"), lambda year: periods.quarter(year, 2)),
    "q3": (gettext_lazy("Quý III"), lambda year: periods.quarter(year, 3)),
    "q4": (gettext_lazy("Quý IV"), lambda year: periods.quarter(year, 4)),
    "h1": (gettext_lazy("6 tháng đầu năm"), lambda year: periods.half_year(year, 1)),
    "h2": (gettext_lazy("6 tháng cuối năm"), lambda year: periods.half_year(year, 2)),
    "m9": (gettext_lazy("9 tháng đầu năm"), periods.nine_months),
    "year": (gettext_lazy("Cả năm"), periods.whole_year),
}


class RunForm(forms.Form):
    """Which organisation, which period, which date counts."""

    organisation = forms.CharField(
        label=gettext_lazy("Tổ chức"),
        help_text=gettext_lazy("Ghi mã hoặc tên; báo cáo gồm tổ chức này và mọi tổ chức trực thuộc."),
        widget=forms.TextInput(attrs={"list": "noi-bao-cao", "autocomplete": "off"}),
        max_length=255,
    )
    period = forms.ChoiceField(
        label=gettext_lazy("Kỳ báo cáo"),
        choices=[*((code, words) for code, (words, _make) in PERIODS.items()),
                 (FROM_TO, gettext_lazy("Từ ngày … đến ngày …"))],
    )  # fmt: skip
    year = forms.IntegerField(label=gettext_lazy("Năm"), required=False, min_value=1930, max_value=2200)
    first = forms.DateField(
        label=gettext_lazy("Từ ngày"),
        required=False,
        help_text=gettext_lazy("Chỉ cần khi chọn kỳ “Từ ngày … đến ngày …”."),
    )
    last = forms.DateField(label=gettext_lazy("Đến ngày"), required=False)
    counting = forms.ChoiceField(
        label=gettext_lazy("Tính theo"),
        choices=CountingDate.choices,
        help_text=gettext_lazy("Người có ngày này trong kỳ thì được tính vào kỳ."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not self.is_bound:
            latest = periods.last_quarter_before(timezone.localdate() + timedelta(days=1))
            usual = {
                "period": f"q{latest.number}",
                "year": latest.year,
                "counting": settings.REPORT_COUNTING_DATE,
                "organisation": self.suggestions[0].code if self.suggestions else "",
            }
            self.initial = usual | self.initial

    @property
    def reachable(self):
        return Organisation.objects.visible_to(self.user, Action.RUN_REPORT)

    @property
    def suggestions(self) -> list[Organisation]:
        """The person's own places and what lies right under them; any other within reach may be typed."""
        if not hasattr(self, "_suggestions"):
            tops = list(self.reachable.filter(path__in=self.user.reach(Action.RUN_REPORT).subtrees).order_by("path"))
            under = self.reachable.current().filter(parent__in=tops).order_by("code")[:SUGGESTED]
            self._suggestions = [*tops, *under]
        return self._suggestions

    def clean_organisation(self) -> Organisation:
        text = self.cleaned_data["organisation"].strip()
        found = self.reachable.filter(code=normalise_code(text)).first()
        if found is None:
            named = list(self.reachable.filter(name=text)[:2])
            if len(named) > 1:
                raise forms.ValidationError(_("Có nhiều tổ chức cùng tên này; hãy ghi mã tổ chức."))
            found = named[0] if named else None
        if found is None:
            raise forms.ValidationError(_("Không thấy tổ chức này trong phạm vi được lập báo cáo; hãy xem lại mã."))
        return found

    def clean(self):
        data = super().clean()
        kind = data.get("period")
        if kind == FROM_TO:
            for name in ("first", "last"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Cần ghi ngày này."))
            if data.get("first") and data.get("last"):
                self._keep("last", lambda: periods.Period(data["first"], data["last"]))
        elif kind:
            if data.get("year"):
                self._keep("year", lambda: PERIODS[kind][1](data["year"]))
            elif "year" not in self.errors:
                self.add_error("year", _("Cần ghi năm."))
        return data

    def _keep(self, field: str, make) -> None:
        try:
            self.cleaned_data["made"] = make()
        except periods.PeriodError as error:
            self.add_error(field, str(error))
