"""Forms about verification: whom to ask where, letters sent and reminded, what came back."""

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.domain.verification import ANSWERS, Asked
from candidates.models import Relative, VerificationResult
from membership.base.numbers import format_integer
from membership.base.text import normalise
from membership.forms.organisations import RefusableForm

SUGGESTIONS = "nay-la"


class ConfirmableForm(RefusableForm):
    """What looks unlikely is asked back once: the box to confirm shows only then."""

    confirmed = forms.BooleanField(label=gettext_lazy("Tôi xác nhận như vậy là đúng"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.data.get("confirmed"):
            self.fields["confirmed"].widget = forms.HiddenInput()

    def refuse(self, refusal) -> None:
        if "confirmed" in refusal.messages:
            self.fields["confirmed"].widget = forms.CheckboxInput(attrs={"class": "form-check-input"})
            self.data = self.data.copy()
            self.data.pop("confirmed", None)
        super().refuse(refusal)


class PlanForm(RefusableForm):
    """One person at one place, or exempt. `place_now`: only what somebody typed or chose."""

    relative = forms.ChoiceField(
        label=gettext_lazy("Quan hệ với người vào Đảng"), choices=[("", gettext_lazy("– chọn –")), *Relative.choices]
    )
    relative_name = forms.CharField(
        label=gettext_lazy("Họ và tên người được thẩm tra"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Để trống nếu thẩm tra chính bản thân người vào Đảng."),
    )
    place = forms.CharField(
        label=gettext_lazy("Nơi thẩm tra"),
        max_length=255,
        required=False,
        help_text=gettext_lazy(
            "Ghi như trong lý lịch, ví dụ: xã Thử, huyện Mẫu, tỉnh Ví Dụ. Nơi thứ hai thì ghi thêm một lần nữa."
        ),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "hx-get": reverse_lazy("candidates:commune.suggest"),
                "hx-trigger": "input changed delay:400ms",
                "hx-target": f"#{SUGGESTIONS}",
            }
        ),
    )
    place_now = forms.CharField(
        label=gettext_lazy("Nơi ấy nay là"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Để trống nếu tên không đổi, hoặc còn phải hỏi lại."),
    )
    exempt_reason = forms.CharField(
        label=gettext_lazy("Lý do không phải thẩm tra"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi không phải thẩm tra, ví dụ: là đảng viên, đã có lý lịch đảng viên đầy đủ."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def asked(self) -> Asked:
        """What the domain function is told; a name of today that was chosen from the table, unless one was typed."""
        said = self.cleaned_data
        place = normalise(said["place"])
        now = said["place_now"] or normalise(self.data.get("place_now_chosen", ""))
        return Asked(
            said["relative"], said["relative_name"], (place,) if place else (), said["exempt_reason"], {place: now}
        )


class SendForm(ConfirmableForm):
    on = forms.DateField(label=gettext_lazy("Ngày gửi"), initial=timezone.localdate)
    letter_number = forms.CharField(
        label=gettext_lazy("Số công văn hoặc số giấy giới thiệu đi thẩm tra"),
        max_length=60,
        help_text=gettext_lazy("Một công văn có thể hỏi về nhiều người."),
    )

    field_order = ["on", "letter_number", "confirmed"]


class RemindForm(RefusableForm):
    on = forms.DateField(label=gettext_lazy("Ngày nhắc"), initial=timezone.localdate)


class AnswerForm(ConfirmableForm):
    result = forms.ChoiceField(
        label=gettext_lazy("Kết quả"),
        widget=forms.RadioSelect,
        choices=[(code, VerificationResult(code).label) for code in ANSWERS],
    )
    answered_on = forms.DateField(label=gettext_lazy("Ngày có kết quả"), initial=timezone.localdate)
    result_note = forms.CharField(
        label=gettext_lazy("Nội dung cần lưu ý"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Bắt buộc khi có vấn đề cần xem xét. Chỉ người được xem thông tin chi tiết đọc được."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ["result", "answered_on", "result_note", "confirmed"]

    def said(self) -> dict:
        return dict(self.cleaned_data)


class WithdrawForm(RefusableForm):
    AGAIN, AWAY = "gui-lai", "bo"

    what = forms.ChoiceField(label=gettext_lazy("Bỏ gì"), widget=forms.RadioSelect, initial=AWAY)
    reason = forms.CharField(
        label=gettext_lazy("Lý do"), max_length=200, help_text=gettext_lazy("Ví dụ: ghi nhầm người, nhầm nơi.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, sent: bool, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(self.AWAY, _("Bỏ hẳn dòng này khỏi danh sách phải thẩm tra"))]
        if sent:
            choices.append((self.AGAIN, _("Chỉ bỏ thư và kết quả đã ghi nhầm; người này vẫn phải thẩm tra")))
        self.fields["what"].choices = choices

    def said(self) -> dict:
        said = self.cleaned_data
        return {"reason": said["reason"], "version": said["version"], "keep": said["what"] == self.AGAIN}


class CommuneTableForm(RefusableForm):
    file = forms.FileField(
        label=gettext_lazy("Tệp bảng chuyển đổi"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv"}),
        max_length=255,
    )
    document = forms.CharField(
        label=gettext_lazy("Lấy từ văn bản, nguồn nào"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: Bảng kèm công văn số 10/CV-SNV ngày 05/08/2025."),
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > settings.IMPORT_MAX_BYTES:
            message = _("Tệp lớn hơn %(size)s MB; hãy tách thành nhiều tệp nhỏ hơn.")
            raise forms.ValidationError(message % {"size": format_integer(settings.IMPORT_MAX_BYTES // 1024**2)})
        return upload
