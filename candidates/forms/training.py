"""Forms about classes: the plan, the call, who learns."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.domain.classes import MOST_SEATS
from candidates.domain.enrolments import MOST_AT_ONCE
from candidates.models import ClassHours, ClassKind, ClassState, TrainingClass
from membership.base.numbers import whole_in_address
from membership.forms.organisations import PlaceField, RefusableForm
from membership.models import Action, Organisation

_NOTE = forms.Textarea(attrs={"rows": 2})
PEOPLE = "nguoi"


def _capital(choices):
    return [(key, str(label)[:1].upper() + str(label)[1:]) for key, label in choices]


class ClassForm(RefusableForm):
    """What is planned of a class."""

    code = forms.CharField(label=_("Ký hiệu lớp"), max_length=40, help_text=_("Ví dụ: NTVĐ-01/2026."))
    name = forms.CharField(label=_("Tên lớp"), max_length=160)
    kind = forms.ChoiceField(label=_("Loại lớp"), choices=ClassKind.choices)
    target_group = forms.CharField(
        label=_("Đối tượng"), max_length=160, required=False,
        help_text=_("Ví dụ: công nhân khu công nghiệp, trưởng bản, sinh viên."),
    )  # fmt: skip
    hours = forms.ChoiceField(label=_("Thời gian học"), choices=lambda: _capital(ClassHours.choices))
    seats = forms.IntegerField(label=_("Số chỗ"), min_value=1, max_value=MOST_SEATS)
    opens_on = forms.DateField(label=_("Ngày khai giảng"))
    closes_on = forms.DateField(label=_("Ngày bế giảng"))
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    organiser = forms.CharField(
        label=_("Đơn vị giảng dạy"), max_length=200, required=False, help_text=_("Ví dụ: Trung tâm chính trị.")
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, widget=_NOTE)


class PlanForm(ClassForm):
    organisation = PlaceField(
        label=_("Tổ chức mở lớp"), help_text=_("Chi bộ trong tổ chức này được cử người. Gõ tên hoặc mã tổ chức.")
    )

    field_order = ["organisation"]

    def __init__(self, *args, user, **kwargs):
        reachable = Organisation.objects.visible_to(user, Action.MANAGE_CLASS).current()
        home = reachable.filter(path__in=user.reach(Action.MANAGE_CLASS).subtrees).order_by("path").first()
        initial = {"organisation": home.name if home else "", "opens_on": None, **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["organisation"].reachable = reachable


class AmendForm(ClassForm):
    enrol_until = forms.DateField(label=_("Nhận danh sách đến ngày"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, training_class: TrainingClass, **kwargs):
        initial = {name: getattr(training_class, name) for name in (*ClassForm.base_fields, "enrol_until", "version")}
        super().__init__(*args, initial=initial, **kwargs)
        if training_class.state != ClassState.CALLED:
            del self.fields["enrol_until"]
        if training_class.taken:
            words = {"taken": training_class.taken}
            self.fields["seats"].help_text = _("Đã xếp %(taken)d người; không thể ít hơn.") % words


class CallForm(RefusableForm):
    number = forms.CharField(label=_("Số thông báo chiêu sinh"), max_length=60)
    on = forms.DateField(label=_("Ngày thông báo"), initial=timezone.localdate)
    enrol_until = forms.DateField(
        label=_("Nhận danh sách đến ngày"), help_text=_("Sau ngày này chi bộ không tự cử thêm người được.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class OpenForm(RefusableForm):
    on = forms.DateField(label=_("Ngày khai giảng"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class CancelForm(RefusableForm):
    reason = forms.CharField(label=_("Lý do không mở lớp"), max_length=240, widget=_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(RefusableForm):
    """A name is taken back."""

    reason = forms.CharField(label=_("Lý do"), max_length=300, widget=_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ChosenForm(RefusableForm):
    """People ticked in a list; the day it happened. `confirmed`: doubts were read."""

    on = forms.DateField(label=_("Ngày"), initial=timezone.localdate)
    confirmed = forms.BooleanField(label=_("Đã xem lại, vẫn cử những người này đi học"), required=False)

    @property
    def chosen(self) -> list[int]:
        """The numbers ticked, as far as they are numbers; one more than may be written at once says too many."""
        given = self.data.getlist(PEOPLE) if hasattr(self.data, "getlist") else ()
        numbers = (whole_in_address(value) for value in given)
        return list(dict.fromkeys(number for number in numbers if number is not None))[: MOST_AT_ONCE + 1]


class AnswerForm(ChosenForm):
    """Agreed to, or not and why; `act` is the button that was pressed."""

    YES, NO = "dong-y", "khong"
    act = forms.ChoiceField(choices=[(YES, ""), (NO, "")], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Lý do (nếu không đồng ý)"), max_length=300, required=False, widget=forms.TextInput()
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["confirmed"]
