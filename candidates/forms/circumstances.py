"""The circumstances that the conditions of admission ask about, in groups, each with why it is asked."""

from dataclasses import dataclass

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from candidates.domain.circumstances import FIELDS
from candidates.models import Circumstances
from membership.forms.organisations import RefusableForm
from membership.forms.people import UNKNOWN


@dataclass(frozen=True)
class Group:
    """`conditions`: codes of the conditions of admission that look at these fields."""

    code: str
    title: str
    why: str
    fields: tuple[str, ...]
    conditions: tuple[str, ...] = ()


GROUPS = (
    Group(
        "chung", _("Quốc tịch, trình độ, tuổi"),
        _("Chỉ công dân Việt Nam được xét. Người học vấn chưa hết trung học cơ sở, người trên 60 tuổi chỉ được xét "
          "trong trường hợp ghi ở đây."),
        ("citizen", "education_exception", "over_age_consent"), ("citizen", "education", "age"),
    ),
    Group(
        "chinh-tri", _("Lịch sử chính trị, chính trị hiện nay"),
        _("Nếu có vấn đề thì phải có kết luận của cấp ủy có thẩm quyền trước khi chi bộ xét. Không ghi nội dung vấn đề "
          "vào đây, chỉ ghi số văn bản."),
        ("political_question", "political_conclusion"), ("political_history",),
    ),
    Group(
        "lan-truoc", _("Đã từng là đảng viên"),
        _("Kết nạp lại chỉ một lần, phải đủ thời gian và được ban thường vụ tỉnh ủy, thành ủy đồng ý bằng văn bản."),
        ("former_member", "left_on", "left_because", "readmitted_before", "readmission_consent", "convicted",
         "conviction_cleared_on"),
        ("readmission",),
    ),
    Group(
        "con", _("Con"),
        _("Hỏi vì chính sách dân số: sinh con thứ ba, thứ tư phải qua một thời gian phấn đấu mới được xét."),
        ("children", "youngest_born_on", "population_exception"), ("population_policy",),
    ),
    Group(
        "chu-doanh-nghiep", _("Chủ doanh nghiệp tư nhân"),
        _("Chủ doanh nghiệp tư nhân có điều kiện riêng: cần văn bản thẩm định trước khi chi bộ ra nghị quyết. Điều ghi "
          "ở đây đi theo vào lượt kết nạp khi có quyết định."),
        ("private_owner", "owner_review"), ("private_owner",),
    ),
    Group(
        "roi-di", _("Làm ca, sắp rời nơi này"),
        _("Người làm ca có thể được chi bộ nơi cư trú theo dõi, giúp đỡ. Người sắp tốt nghiệp, hết hợp đồng, nhập ngũ "
          "cần được làm thủ tục sớm, hoặc chuyển hồ sơ đi đúng lúc. Phần mềm nhắc trước ngày này."),
        ("shift_work", "leaves_on", "leaves_because"),
    ),
)  # fmt: skip
_HELP = {
    "over_age_consent": _("Số, ngày văn bản của ban thường vụ cấp ủy trực thuộc Trung ương."),
    "political_conclusion": _("Số, ngày văn bản kết luận; không ghi nội dung."),
    "readmission_consent": _("Số, ngày văn bản của ban thường vụ tỉnh ủy, thành ủy."),
    "population_exception": _("Ví dụ: sinh ba, dân tộc dưới 10.000 người; kèm căn cứ."),
    "owner_review": _("Số, ngày văn bản và cơ quan thẩm định."),
    "leaves_on": _("Có thể là ngày sắp tới."),
}
_LABELS = {"leaves_because": _("Lý do rời đi")}
_NONE = {"education_exception": _("không, hoặc chưa rõ")}


class CircumstancesForm(RefusableForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    version_of_candidate = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in fields_for_model(Circumstances, fields=FIELDS).items():
            field.required = False
            field.help_text, field.label = _HELP.get(name, ""), _LABELS.get(name, field.label)
            if isinstance(field, forms.NullBooleanField):
                field.widget.choices = [("unknown", UNKNOWN), ("true", _("Có")), ("false", _("Không"))]
            elif isinstance(field, forms.ChoiceField):
                field.choices = [("", _NONE.get(name, UNKNOWN)), *(pair for pair in field.choices if pair[0])]
            self.fields[name] = field

    @classmethod
    def of(cls, candidate, row: Circumstances | None):
        """The form filled with what is known."""
        known = {name: getattr(row, name) for name in FIELDS} if row is not None else {}
        versions = {"version": row.version if row is not None else 0, "version_of_candidate": candidate.version}
        return cls(initial=known | versions)

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def groups(self) -> list[tuple[Group, list]]:
        return [(group, [self[name] for name in group.fields]) for group in GROUPS]
