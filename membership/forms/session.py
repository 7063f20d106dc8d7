from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.password_validation import get_default_password_validators
from django.utils.translation import gettext_lazy as _


class LoginForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _(
            "Tên đăng nhập hoặc mật khẩu không đúng. Xin kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại; "
            "sau năm lần sai, việc đăng nhập bị tạm khóa 15 phút."
        ),
        "inactive": _("Tài khoản này đã ngừng hoạt động. Xin liên hệ người quản trị."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Tên đăng nhập")
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].label = _("Mật khẩu")


def _least_length() -> int:
    return max((getattr(validator, "min_length", 0) for validator in get_default_password_validators()), default=0)


class NewPasswordForm(SetPasswordForm):
    """The old one, and the new one twice."""

    field_order = ["old_password", "new_password1", "new_password2"]
    error_messages = {"password_mismatch": _("Hai lần gõ mật khẩu mới không giống nhau.")}

    old_password = forms.CharField(
        label=_("Mật khẩu đang dùng"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("Mật khẩu mới")
        self.fields["new_password1"].help_text = _(
            "Ít nhất %(n)d ký tự; nên dùng vài từ dễ nhớ với mình mà người khác không đoán được. Không dùng tên mình, "
            "tên đơn vị."
        ) % {"n": _least_length()}
        self.fields["new_password2"].label = _("Gõ lại mật khẩu mới")
        self.fields["new_password2"].help_text = ""

    def clean_old_password(self):
        given = self.cleaned_data["old_password"]
        if not self.user.check_password(given):
            raise forms.ValidationError(_("Mật khẩu đang dùng không đúng."))
        return given

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new_password1") and cleaned.get("new_password1") == cleaned.get("old_password"):
            self.add_error("new_password1", _("Mật khẩu mới phải khác mật khẩu đang dùng."))
        return cleaned
