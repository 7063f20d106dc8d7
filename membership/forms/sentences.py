"""What forms say of wrong input: sentences that tell what to do, in place of Django's."""

from django import forms
from django.utils.translation import gettext_lazy as _

_SENTENCES = (
    (forms.Field, {"required": _("Ô này còn để trống, xin điền vào.")}),
    (forms.IntegerField, {"invalid": _("Xin ghi một số nguyên, ví dụ 12 hoặc 1.234.")}),
    (forms.DateField, {"invalid": _("Không đọc được ngày này. Xin ghi dạng ngày/tháng/năm, ví dụ 05/06/2026.")}),
    (forms.ChoiceField, {"invalid_choice": _("Xin chọn một mục trong danh sách.")}),
    (
        forms.ModelChoiceField,
        {"invalid_choice": _("Mục này không có, hoặc nằm ngoài phạm vi được làm. Xin chọn mục khác.")},
    ),
    (
        forms.FileField,
        {
            "required": _("Chưa chọn tệp nào."),
            "missing": _("Chưa chọn tệp nào."),
            "empty": _("Tệp này trống."),
            "invalid": _("Tệp chưa tải lên được. Xin chọn lại."),
        },
    ),
)


def install() -> None:
    for field, sentences in _SENTENCES:
        field.default_error_messages = {**field.default_error_messages, **sentences}
