"""A box for the name of a Party member."""

from django import forms
from django.utils.translation import gettext

from membership.base.text import fold
from membership.models import MemberStatus, PartyMember

MEMBERS_LIST = "goi-y-dang-vien"
MOST_OFFERED = 300


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
