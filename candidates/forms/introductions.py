"""The form of one introduction: a member, or Đoàn or Công đoàn."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.domain.introductions import MAY_INTRODUCE
from candidates.models import Body, Candidate, Introduction
from membership.domain.lookup import with_words
from membership.forms.organisations import RefusableForm
from membership.models import PartyMember

MOST = 200  # members of other branches offered at once; more are found by name


class IntroductionForm(RefusableForm):
    """`members`: whom one may choose from. `words`: parts of a name that narrow the choice."""

    member = forms.ModelChoiceField(
        label=_("Đảng viên giới thiệu"), queryset=PartyMember.objects.none(), required=False,
        help_text=_("Đảng viên chính thức của chi bộ, hoặc của chi bộ khác trong cùng tổ chức cơ sở đảng."),
    )  # fmt: skip
    together_since = forms.DateField(
        label=_("Cùng công tác, học tập, cư trú với người vào Đảng từ ngày"), required=False
    )
    body = forms.ChoiceField(
        label=_("Hoặc tổ chức giới thiệu"), required=False,
        choices=[("", _("không")), *((body.value, body.label) for body in MAY_INTRODUCE)],
        help_text=_("Ban chấp hành cơ sở giới thiệu thay cho một đảng viên; vẫn cần một đảng viên nữa."),
    )  # fmt: skip
    body_name = forms.CharField(
        label=_("Tên tổ chức"), max_length=160, required=False, help_text=_("Ví dụ: Đoàn phường Bình Thủy.")
    )
    signed_on = forms.DateField(label=_("Ngày ký giấy, nghị quyết giới thiệu"))
    number = forms.CharField(label=_("Số văn bản (nếu có)"), max_length=60, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, candidate: Candidate, members: QuerySet, words: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members
        near = members.filter(organisation=candidate.organisation_id)
        rest = with_words(members.exclude(organisation=candidate.organisation_id), words)
        others = list(rest[: MOST + 1])
        self.more = len(others) > MOST or bool(words)
        self.fields["member"].choices = [
            ("", gettext("chọn đảng viên")),
            (gettext("Cùng chi bộ"), [(row.pk, _named(row)) for row in with_words(near, words)]),
            (
                gettext("Chi bộ khác trong tổ chức cơ sở đảng"),
                [(row.pk, f"{_named(row)}, {row.organisation.name}") for row in others[:MOST]],
            ),
        ]

    @staticmethod
    def initial_of(row: Introduction | None) -> dict:
        """A new paper of the same introducer starts from what the old one said."""
        if row is None:
            return {}
        names = ("member", "body", "body_name", "together_since")
        return {name: getattr(row, name) for name in names}

    def said(self) -> dict:
        said = {name: value for name, value in self.cleaned_data.items() if name != "body"}
        return said | {"body": Body(self.cleaned_data["body"]) if self.cleaned_data["body"] else ""}


def _named(member: PartyMember) -> str:
    return f"{member.full_name} ({member.born_on.year})" if member.born_on else member.full_name
