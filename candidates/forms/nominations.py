"""Forms about who put a person forward."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.domain.nominations import NominationSaid
from candidates.models import Body
from membership.forms.member_field import MemberField
from membership.forms.organisations import RefusableForm
from membership.models import MemberStatus, PartyMember

MEMBER = "member"
MASS = "mass-"  # + the number of a mass organisation that is followed
_NOTE = forms.Textarea(attrs={"rows": 2})


def who_may_nominate(user):
    """Members whom the person may see and who are, or were, official."""
    return PartyMember.objects.visible_to(user).exclude(status=MemberStatus.PROBATIONARY)


class NominatorForm(RefusableForm):
    """Who put somebody forward, in what they stood out. `nominators`: the members who may be named; `masses`: the mass
    organisations of the committees above, which need no name to be typed."""

    nominated_by = forms.ChoiceField(
        label=_("Ai giới thiệu"),
        required=False,
        choices=[("", _("chưa ghi")), (MEMBER, _("Đảng viên chính thức")), *Body.choices],
    )
    member = MemberField(
        label=_("Đảng viên giới thiệu"),
        required=False,
        help_text=_("Đảng viên chính thức, sinh hoạt cùng đảng bộ cơ sở."),
    )
    body_name = forms.CharField(
        label=_("Tên tổ chức giới thiệu"),
        max_length=160,
        required=False,
        help_text=_("Ví dụ: Chi đoàn thôn Đông. Đoàn thể đã chọn theo tên ở trên thì không cần ghi."),
    )
    movement = forms.CharField(label=_("Nổi lên từ phong trào"), max_length=200, required=False)
    achievements = forms.CharField(label=_("Thành tích"), max_length=500, required=False, widget=_NOTE)

    NOMINATION = ("nominated_by", "member", "body_name", "movement", "achievements")

    def __init__(self, *args, nominators, masses=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.masses = {f"{MASS}{mass.pk}": mass for mass in masses}
        choices = [
            (key, str(label)[:1].upper() + str(label)[1:] if key else label)
            for key, label in self.fields["nominated_by"].choices
        ]
        if self.masses:
            followed = [(key, f"{mass.name} ({mass.organisation.name})") for key, mass in self.masses.items()]
            own = [choice for choice in choices if choice[0] in ("", MEMBER)]
            others = [choice for choice in choices if choice not in own]
            choices = [*own, (gettext("Đoàn thể của cấp ủy"), followed), (gettext("Tổ chức khác, ghi tên"), others)]
        self.fields["nominated_by"].choices = choices
        self.fields["member"].reachable = nominators

    def clean(self):
        cleaned = super().clean()
        whom, member, name = cleaned.get("nominated_by"), cleaned.get("member"), cleaned.get("body_name")
        if whom == MEMBER and member is None and "member" not in self.errors:
            self.add_error("member", gettext("Cần ghi tên đảng viên giới thiệu."))
        elif not whom and member is None and "member" not in self.errors:
            if name:
                self.add_error("nominated_by", gettext("Cần chọn đây là tổ chức nào."))
            elif cleaned.get("movement") or cleaned.get("achievements"):
                self.add_error("nominated_by", gettext("Đã ghi phong trào, thành tích thì cần ghi ai giới thiệu."))
        return cleaned

    def nomination(self, **fields) -> NominationSaid | None:
        """What was told; None where nothing was."""
        cleaned = self.cleaned_data
        whom, member = cleaned["nominated_by"], cleaned["member"]
        if not whom and member is None:
            return None
        mass = self.masses.get(whom)
        return NominationSaid(
            member=member,
            mass_organisation=mass,
            body="" if whom == MEMBER or mass else whom,
            **{name: cleaned[name] for name in ("body_name", "movement", "achievements")},
            **fields,
        )

    def refuse(self, refusal) -> None:
        if "body" in refusal.messages:
            refusal.messages["nominated_by"] = refusal.messages.pop("body")
        super().refuse(refusal)


class NominationForm(NominatorForm):
    on = forms.DateField(label=_("Ngày giới thiệu"), initial=timezone.localdate)
    document_number = forms.CharField(label=_("Số văn bản giới thiệu"), max_length=60, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = [*NominatorForm.NOMINATION[:3], "on", "document_number", "movement", "achievements"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nominated_by"].required = True


class WithdrawForm(RefusableForm):
    reason = forms.CharField(
        label=_("Lý do bỏ"), max_length=300, widget=_NOTE, help_text=_("Ví dụ: ghi nhầm người, nhầm ngày.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
