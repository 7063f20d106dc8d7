from django import forms
from django.utils.translation import gettext_lazy as _

from membership.forms.organisations import PlaceField, RefusableForm
from membership.models import RoleCode


class MailFields(forms.Form):
    """How to reach somebody, and whether the nightly mail is wanted."""

    email = forms.EmailField(label=_("Thư điện tử"), max_length=254, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)
    wants_mail = forms.BooleanField(
        label=_("Gửi thư nhắc khi có thông báo chưa đọc"),
        required=False,
        help_text=_("Mỗi đêm nhiều nhất một thư, chỉ ghi số thông báo và địa chỉ trang, không ghi họ tên ai."),
    )


class ContactFields(MailFields):
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)


class AssignmentForm(RefusableForm):
    """A role for an organisation, from a day to a day."""

    role = forms.ChoiceField(label=_("Vai trò"), choices=[("", _("Chọn vai trò…")), *RoleCode.choices])
    organisation = PlaceField(label=_("Ở tổ chức"))
    valid_from = forms.DateField(label=_("Từ ngày"), required=False, help_text=_("Để trống là từ hôm nay."))
    valid_to = forms.DateField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu không có thời hạn."))

    def __init__(self, *args, reachable, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].reachable = reachable
        self.fields["organisation"].help_text = _(
            "Vai trò có hiệu lực ở tổ chức này và mọi tổ chức trực thuộc. Gõ tên hoặc mã rồi chọn trong danh sách."
        )


class OpenAccountForm(AssignmentForm, ContactFields):
    field_order = [
        "full_name",
        "username",
        "role",
        "organisation",
        "valid_from",
        "valid_to",
        "email",
        "phone",
        "wants_mail",
    ]

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Chữ không dấu, viết liền, ví dụ: nva.songtra."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class EditAccountForm(RefusableForm, ContactFields):
    field_order = ["full_name", "email", "phone", "wants_mail"]

    version = forms.IntegerField(widget=forms.HiddenInput)


class EndAssignmentForm(RefusableForm):
    last_day = forms.DateField(
        label=_("Ngày cuối còn hiệu lực"), required=False, help_text=_("Để trống là thôi ngay bây giờ.")
    )
