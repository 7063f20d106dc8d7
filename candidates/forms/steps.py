"""The form of one step: its fields and words are those of the step, its choices those of the day."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.domain.conditions import CRITERIA_MET
from candidates.domain.guard import Waiver
from candidates.domain.terms import Terms
from candidates.forms.candidates import FLAG_LABELS, FlagsForm
from candidates.procedure.levels import Link
from membership.forms.organisations import RefusableForm

_NOTE = forms.Textarea(attrs={"rows": 2})
_COUNT = forms.NumberInput(attrs={"min": 0, "max": 9999, "inputmode": "numeric", "class": "count-box"})
VOTE_CODES = ("branch_vote", "base_vote", "decision_vote", "official_vote")
BALLOT = ("members", "away", "exempt_absent", "present", "in_favour")
WAIVER = ("waiver_reason", "waiver_number", "waiver_date")
OF_BRANCH_ONLY = ("away", "exempt_absent")
ON_LABELS = {
    "decide": _("Ngày ký quyết định"),
    "train": _("Ngày cấp giấy chứng nhận"),
    "train_member": _("Ngày cấp giấy chứng nhận"),
    "hold_ceremony": _("Ngày làm lễ kết nạp"),
    "receive_decision": _("Ngày chi bộ nhận quyết định"),
    "make_official": _("Ngày ký quyết định công nhận"),
    "branch_propose": _("Ngày họp chi bộ"),
    "propose_official": _("Ngày họp chi bộ"),
}
# The day of the step is that of the paper, so it is not asked for again.
DAY_OF_PAPER = ("decide", "train", "train_member", "make_official")
WITHOUT_PAPER = ("hold_ceremony", "receive_decision", "die")


def _count(label) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=9999, required=False, widget=_COUNT)


class BallotForm(RefusableForm):
    """A vote in numbers; `ballot()` is what the domain is told of it."""

    members = _count(_("Tổng số đảng viên chính thức"))
    away = _count(_("Sinh hoạt tạm thời ở nơi khác"))
    exempt_absent = _count(_("Được miễn sinh hoạt và vắng mặt"))
    present = _count(_("Có mặt"))
    in_favour = _count(_("Tán thành"))
    confirmed = forms.BooleanField(label=_("Số đã ghi là đúng, sổ đảng viên chưa cập nhật"), required=False)

    def ballot(self) -> dict | None:
        """None while nobody's votes were said: a total alone is no vote."""
        cleaned = self.cleaned_data
        said = {name: cleaned.get(name) for name in BALLOT if cleaned.get(name) is not None}
        if "in_favour" not in said or "members" not in said:
            return None
        return said | {"confirmed": cleaned.get("confirmed", False)}

    def clean(self):
        cleaned = super().clean()
        names = [name for name in BALLOT if name in self.fields]
        said = [name for name in names if cleaned.get(name) is not None]
        if set(said) - {"members"}:
            for name in ("members", "in_favour"):
                if name not in said and name not in self.errors:
                    self.add_error(name, gettext("Ghi biểu quyết thì cần ô này."))
        return cleaned

    def refuse(self, refusal) -> None:
        if "ballot" in refusal.messages and "in_favour" in self.fields:
            refusal.messages["in_favour"] = refusal.messages.pop("ballot")
        self.ask_to_confirm = "members" in refusal.messages
        super().refuse(refusal)

    ask_to_confirm = False


class StepForm(BallotForm):
    """One step of the procedure. `terms`: what the step asks for on the day; `may_waive`: whether the person who fills
    it in may let an unmet condition pass."""

    on = forms.DateField(label=_("Ngày"))
    document_number = forms.CharField(label=_("Số văn bản"), max_length=60, required=False)
    document_date = forms.DateField(
        label=_("Ngày văn bản"), required=False, help_text=_("Để trống nếu cùng ngày ở trên.")
    )
    decided_by = forms.TypedChoiceField(label=_("Cấp ủy quyết định"), coerce=int, empty_value=None, required=False)
    late_consent = forms.CharField(
        label=_("Số văn bản của cấp trên đồng ý làm lễ muộn"),
        max_length=60,
        required=False,
        help_text=_("Hạn làm lễ đã qua: phải báo cáo và được cấp ủy cấp trên trực tiếp đồng ý."),
    )
    criteria_met = forms.BooleanField(label=_("Chi bộ đã xét: đạt tiêu chí riêng của đảng bộ"), required=False)
    ground = forms.ChoiceField(
        label=_("Vì sao hủy quyết định"),
        choices=[
            ("standard", _("Người được kết nạp không đủ tiêu chuẩn, điều kiện: việc xem xét kết thúc")),
            ("procedure", _("Sai thủ tục hoặc sai thẩm quyền: có thể làm lại thủ tục, dùng tiếp hồ sơ đã có")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, widget=_NOTE)
    waiver_reason = forms.CharField(label=_("Lý do cho qua"), max_length=500, required=False, widget=_NOTE)
    waiver_number = forms.CharField(label=_("Số văn bản cho phép"), max_length=60, required=False)
    waiver_date = forms.DateField(label=_("Ngày văn bản cho phép"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, terms: Terms, named: tuple[Link, ...] = (), may_waive: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.terms, step = terms, terms.step
        gone = set() if may_waive else set(WAIVER)
        gone |= set() if step.votes else {*BALLOT, "confirmed"}
        gone |= set() if step.actor == "branch" else set(OF_BRANCH_ONLY)
        gone |= {"document_date"} if step.code in DAY_OF_PAPER else set()
        gone |= {"document_number", "document_date"} if step.code in WITHOUT_PAPER else set()
        gone |= set() if step.code == "cancel" else {"ground"}
        gone |= (
            set() if step.code == "hold_ceremony" and (terms.late or self._said("late_consent")) else {"late_consent"}
        )
        gone |= set() if terms.criteria else {CRITERIA_MET}
        choices = self._deciders(terms, named)
        gone |= set() if choices else {"decided_by"}
        for name in gone:
            del self.fields[name]
        self.fields["on"].label = ON_LABELS.get(step.code, self.fields["on"].label)
        if "document_number" in self.fields:
            self.fields["document_number"].label = step.document_label or _("Số văn bản (nếu có)")
            self.fields["document_number"].required = step.needs_document
        if choices:
            self.fields["decided_by"].choices = choices
        if terms.criteria:
            # the words are an office's own; help texts are shown as they are
            self.fields[CRITERIA_MET].help_text = format_html("“{}” ({})", terms.criteria, terms.criteria_by)
        if step.votes:
            self._count_members(terms)

    def _said(self, name: str) -> bool:
        return bool(self.is_bound and self.data.get(self.add_prefix(name)))

    def _deciders(self, terms: Terms, named: tuple[Link, ...]) -> list[tuple[int, str]]:
        """Who may decide on the day, and who was named although they may not: the law then says why."""
        links = {link.id: link for link in (*terms.deciders, *named)}
        return [(link.id, link.name) for link in links.values()]

    def _count_members(self, terms: Terms) -> None:
        field = self.fields["members"]
        if terms.vote is not None:
            counted = str(terms.vote.counted)
            field.label = counted[:1].upper() + counted[1:]
        elif terms.step.actor != "branch":
            field.label = _("Tổng số cấp ủy viên")
        if terms.members is not None:
            self.initial.setdefault("members", terms.members)

    # --- what the page shows ---------------------------------------------------------------------------------------
    @property
    def main_fields(self) -> list:
        apart = {*BALLOT, "confirmed", *WAIVER}
        return [field for field in self.visible_fields() if field.name not in apart]

    @property
    def ballot_fields(self) -> list:
        return [self[name] for name in BALLOT if name in self.fields]

    @property
    def waiver_fields(self) -> list:
        return [self[name] for name in WAIVER if name in self.fields]

    @property
    def shows_confirmation(self) -> bool:
        return "confirmed" in self.fields and (self.ask_to_confirm or self._said("confirmed"))

    # --- what the domain is told -----------------------------------------------------------------------------------
    def data_said(self) -> dict:
        cleaned = self.cleaned_data
        data = {name: cleaned[name] for name in FLAG_LABELS if cleaned.get(name) is not None}
        for name in ("note", "decided_by", "late_consent", "ground", CRITERIA_MET):
            if cleaned.get(name):
                data[name] = cleaned[name]
        if (ballot := self.ballot()) is not None:
            data["ballot"] = ballot
        return data

    def said(self) -> dict:
        cleaned = self.cleaned_data
        return {
            "on": cleaned["on"],
            "version": cleaned["version"],
            "document_number": cleaned.get("document_number", ""),
            "document_date": cleaned.get("document_date"),
            "data": self.data_said(),
        }

    def waiver(self) -> Waiver:
        cleaned = self.cleaned_data
        return Waiver(cleaned.get("waiver_reason", ""), cleaned.get("waiver_number", ""), cleaned.get("waiver_date"))


class DecisionForm(FlagsForm, StepForm):
    field_order = ["on", "document_number", "decided_by", *BALLOT, "confirmed", *FLAG_LABELS, "note", *WAIVER]


class DayForm(forms.Form):
    """Asks what the law wants of a step on another day."""

    on = forms.DateField(label=_("Việc diễn ra ngày khác"), required=False)


def step_form(code: str) -> type[StepForm]:
    return DecisionForm if code == "decide" else StepForm
