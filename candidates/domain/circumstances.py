"""What the conditions of admission ask of a person beyond the form: set by whoever may read it, logged by name only."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.deadlines import refresh
from candidates.domain.guard import hold
from candidates.models import Candidate, Circumstances
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.domain.identity import birth_text
from membership.models import Action

FIELDS = tuple(
    field.name
    for field in Circumstances._meta.local_fields
    if field.name not in ("candidate", "version", "changed_at", "changed_by")
)
_BLANK = {field.name: field.get_default() for field in Circumstances._meta.local_fields if field.name in FIELDS}
_LENGTHS = {
    field.name: field.max_length
    for field in Circumstances._meta.local_fields
    if field.get_internal_type() == "CharField" and not field.choices
}
_CHOICES = {
    field.name: {code for code, _label in field.choices} for field in Circumstances._meta.local_fields if field.choices
}
MOST_CHILDREN = 20
# What only a former member can have; with "not a former member" each of them is a contradiction.
_OF_FORMER = ("left_on", "left_because", "readmitted_before", "readmission_consent")


def set_circumstances(
    *, by, candidate: Candidate, version_of_candidate: int, version: int, values: dict[str, Any]
) -> Circumstances:
    """Write what is known. `version`: that of the circumstances as they were shown, 0 where nothing was recorded yet.

    Needs the right to edit the person and to see the details. The log names the fields that changed, never values.
    """
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise ValueError(f"not circumstances of a person: {sorted(unknown)}")
    with transaction.atomic():
        candidate, _place = hold(candidate, by=by, version=version_of_candidate)
        if by is not None and not by.may(Action.VIEW_PERSON_DETAILS, candidate.organisation_path):
            raise Refused(_("Đồng chí không có quyền xem, sửa thông tin chi tiết của người này."))
        row = Circumstances.objects.select_for_update().filter(candidate=candidate).first()
        if (row.version if row is not None else 0) != version:
            raise Stale(_("Người khác vừa sửa phần điều kiện của người này. Hãy xem lại rồi làm tiếp."))
        known = {name: getattr(row, name) for name in FIELDS} if row is not None else dict(_BLANK)
        said = known | {name: normalise(value) if isinstance(value, str) else value for name, value in values.items()}
        if said["readmitted_before"] is None:
            said["readmitted_before"] = 0
        _check(candidate, said)
        changed = [name for name in FIELDS if said[name] != known[name]]
        if not changed:
            return row if row is not None else Circumstances(candidate=candidate, version=0)
        if row is None:
            row = Circumstances(candidate=candidate, version=0)
        for name in changed:
            setattr(row, name, said[name])
        row.version += 1
        row.changed_at, row.changed_by = timezone.now(), by
        row.save()
        record(
            "circumstances.set", by=by, organisation=candidate.organisation, subject=candidate,
            changes=dict.fromkeys(changed),
        )  # fmt: skip
        refresh([candidate.pk])
    return row


def _check(candidate: Candidate, said: dict[str, Any]) -> None:
    """Everything that is wrong at once."""
    wrong: dict[str, list[str]] = {}

    def say(name: str, message: str) -> None:
        wrong.setdefault(name, []).append(message)

    for name, most in _LENGTHS.items():
        if len(said[name]) > most:
            say(name, _("Nội dung dài quá %(limit)d chữ.") % {"limit": most})
    for name, codes in _CHOICES.items():
        if said[name] and said[name] not in codes:
            say(name, _("Không có mục “%(value)s” trong danh sách.") % {"value": said[name]})
    for name in ("left_on", "conviction_cleared_on", "youngest_born_on"):
        _check_past(candidate, name, said[name], say)
    _check_former_member(said, say)
    _check_children(said, say)
    if said["owner_review"] and said["private_owner"] is not True:
        say("private_owner", _("Có ghi văn bản thẩm định nên ô này phải là “Có”; nếu không phải thì xóa văn bản."))
    if said["leaves_because"] and said["leaves_on"] is None:
        say("leaves_on", _("Đã ghi lý do rời nơi này thì cần ghi dự kiến ngày nào."))
    if wrong:
        raise Refused(messages=wrong)


def _check_past(candidate: Candidate, name: str, day, say) -> None:
    if day is None:
        return
    if day > timezone.localdate():
        say(name, _("Ngày %(day)s ở sau ngày hôm nay.") % {"day": format_date(day)})
    elif candidate.born_on is not None and day <= candidate.born_on:
        words = {"day": format_date(day), "born": birth_text(candidate)}
        say(name, _("Ngày %(day)s không ở sau ngày sinh của chính người này (%(born)s).") % words)


def _check_former_member(said: dict[str, Any], say) -> None:
    if said["former_member"] is not True and any(said[name] for name in _OF_FORMER):
        message = _(
            "Có ghi việc ra khỏi Đảng hoặc kết nạp lại, nhưng ô này không ghi là đã từng là đảng viên. "
            "Hãy chọn “Có”, hoặc xóa các ô về lần trước."
        )
        say("former_member", message)
    if said["readmitted_before"] < 0:
        say("readmitted_before", _("Số lần không thể nhỏ hơn 0."))
    if said["conviction_cleared_on"] is not None and said["convicted"] is not True:
        message = _("Có ghi ngày được xóa án tích, nhưng ô này không ghi là bị án. Hãy chọn “Có”, hoặc xóa ngày ấy.")
        say("convicted", message)


def _check_children(said: dict[str, Any], say) -> None:
    children, youngest = said["children"], said["youngest_born_on"]
    if children is not None and not 0 <= children <= MOST_CHILDREN:
        say("children", _("Số con phải từ 0 đến %(n)d.") % {"n": MOST_CHILDREN})
    if youngest is not None and children in (None, 0):
        say("children", _("Có ghi ngày sinh con út thì cần ghi số con, ít nhất là 1."))
