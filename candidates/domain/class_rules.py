"""What may be said of a class at all, whatever else is on record: for one class and for a list of them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.models import ClassHours, ClassKind, TrainingClass
from membership.base.dates import format_date
from membership.base.text import normalise

MOST_SEATS = 2000
LONGEST_DAYS = 400  # a class spread over Sundays lasts months, not years
PLANNED_FIELDS = (
    "code", "name", "kind", "target_group", "hours", "place", "organiser", "seats", "opens_on", "closes_on", "note",
)  # fmt: skip
TEXTS = {
    name: TrainingClass._meta.get_field(name).max_length
    for name in ("code", "name", "target_group", "place", "organiser", "note", "call_number")
}
_NEEDED = {
    "code": gettext_lazy("Cần ghi ký hiệu lớp."),
    "name": gettext_lazy("Cần ghi tên lớp."),
    "opens_on": gettext_lazy("Cần ghi ngày khai giảng."),
    "closes_on": gettext_lazy("Cần ghi ngày bế giảng."),
    "seats": gettext_lazy("Cần ghi số chỗ."),
}


def clean_said(said: dict) -> dict:
    unknown = set(said) - set(PLANNED_FIELDS)
    if unknown:
        raise ValueError(f"not fields of a planned class: {sorted(unknown)}")
    return {name: normalise(value) if isinstance(value, str) else value for name, value in said.items()}


def wrong_of(said: dict) -> dict[str, list[str]]:
    """Everything that cannot be so of a class, whatever else is on record. Used for one class and for a list."""
    wrong: dict[str, list[str]] = {}
    for name, sentence in _NEEDED.items():
        if said.get(name) in (None, ""):
            wrong[name] = [str(sentence)]
    for name, limit in TEXTS.items():
        if len(said.get(name) or "") > limit:
            wrong.setdefault(name, []).append(_("Nội dung dài quá %(limit)d chữ.") % {"limit": limit})
    if said.get("kind") not in ClassKind.values:
        wrong["kind"] = [_("Cần chọn loại lớp.")]
    if said.get("hours", ClassHours.WEEKDAYS) not in ClassHours.values:
        wrong["hours"] = [_("Không có thời gian học này.")]
    seats = said.get("seats")
    if seats is not None and not 1 <= seats <= MOST_SEATS:
        wrong["seats"] = [_("Số chỗ phải từ 1 đến %(most)d.") % {"most": MOST_SEATS}]
    opens, closes = said.get("opens_on"), said.get("closes_on")
    if opens and closes and closes < opens:
        words = {"day": format_date(opens)}
        wrong["closes_on"] = [_("Ngày bế giảng ở trước ngày khai giảng %(day)s.") % words]
    elif opens and closes and (closes - opens).days > LONGEST_DAYS:
        wrong["closes_on"] = [_("Lớp dài quá %(days)d ngày; hãy xem lại năm.") % {"days": LONGEST_DAYS}]
    return wrong
