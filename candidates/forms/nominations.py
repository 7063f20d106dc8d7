"""Forms about who put a person forward."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.domain.nominations import NominationSaid
from candidates.models import Body
from membership.base.text import fold
from membership.forms.organisations import RefusableForm
from membership.models import MemberStatus, PartyMember

MEMBERS_LIST = "goi-y-dang-vien"
MOST_OFFERED = 300
MEMBER = "member"
_NOTE = forms.Textarea(attrs={"rows": 2})


class MemberField(forms.CharField):
    """A member by name. `reachable`: who may be named. Who shares a name is told apart by birth year and branch."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 255)
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": MEMBERS_LIST, "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.reachable = PartyMember.objects.none()

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        name = fold(text.partition(",")[0])
        found = list(self.reachable.filter(folded_name=name).select_related("organisation")[:20])
        if len(found) > 1:
            found = [one for one in found if fold(told_apart(one)) == fold(text)] or found
        if not found:
            raise forms.ValidationError(
                gettext("Không thấy đảng viên nào có tên này trong phạm vi đồng chí được xem."), code="unknown"
            )
        if len(found) > 1:
            known = "; ".join(told_apart(one) for one in found)
            raise forms.ValidationError(
                gettext("Có nhiều đảng viên cùng tên. Hãy ghi đúng một trong các dòng: %(known)s.") % {"known": known},
                code="several",
            )
        return found[0]

    def offered(self) -> list[str]:
        """What the box proposes; nothing where that would be too long a list to be of use."""
        rows = self.reachable.filter(status=MemberStatus.OFFICIAL).select_related("organisation").order_by("sort_key")
        people = list(rows[: MOST_OFFERED + 1])
        return [told_apart(one) for one in people] if len(people) <= MOST_OFFERED else []


def told_apart(member: PartyMember) -> str:
    parts = [member.full_name]
    if member.born_on is not None:
        parts.append(gettext("sinh %(year)d") % {"year": member.born_on.year})
    return ", ".join([*parts, member.organisation.name])


def who_may_nominate(user):
    """Members whom the person may see and who are, or were, official."""
    return PartyMember.objects.visible_to(user).exclude(status=MemberStatus.PROBATIONARY)


class NominatorForm(RefusableForm):
    """Who put somebody forward, in what they stood out. `nominators`: the members who may be named."""

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
        label=_("Tên tổ chức giới thiệu"), max_length=160, required=False, help_text=_("Ví dụ: Chi đoàn thôn Đông.")
    )
    movement = forms.CharField(label=_("Nổi lên từ phong trào"), max_length=200, required=False)
    achievements = forms.CharField(label=_("Thành tích"), max_length=500, required=False, widget=_NOTE)

    NOMINATION = ("nominated_by", "member", "body_name", "movement", "achievements")

    def __init__(self, *args, nominators, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nominated_by"].choices = [
            (key, str(label)[:1].upper() + str(label)[1:] if key else label)
            for key, label in self.fields["nominated_by"].choices
        ]
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
        return NominationSaid(
            member=member,
            body="" if whom == MEMBER else whom,
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
