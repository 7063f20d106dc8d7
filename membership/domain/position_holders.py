"""Who holds a title in a residential unit: appoint, step down, replace, amend. One holder of it in a unit at a time."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base import paths
from membership.base.dates import format_date
from membership.base.text import fold, name_sort_key, normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.domain.people import as_trace, differences
from membership.domain.position_titles import stored
from membership.models import (
    Action,
    MemberStatus,
    PartyMember,
    PositionHolder,
    PositionTitle,
    Precision,
    ResidentialUnit,
    Sex,
)

_LENGTHS = {"full_name": 120, "note": 300}
REASON_LENGTH = 160
PERSON = ("full_name", "sex", "born_on", "born_precision")
EDITABLE = (*PERSON, "member", "valid_from", "note")
Wrong = dict[str, list[str]]


def holding_on(day: date) -> Q:
    """Holders in office on a day, in units that exist then."""
    return (
        Q(Q(valid_from=None) | Q(valid_from__lte=day))
        & Q(Q(valid_to=None) | Q(valid_to__gt=day))
        & Q(Q(unit__valid_to=None) | Q(unit__valid_to__gt=day))
    )


def appoint(
    *,
    by,
    on: date | None,
    title: PositionTitle,
    unit: ResidentialUnit,
    full_name: str = "",
    sex: str = "",
    born_on: date | None = None,
    born_precision: str = Precision.DAY,
    member: PartyMember | None = None,
    note: str = "",
) -> PositionHolder:
    """Somebody holds a title in a unit from a day; `on` None: since a day nobody remembers.

    `member`: the Party member this person is, of the same commune; then name, sex and birth may be left out. Refused
    while somebody else holds the title there.
    """
    with transaction.atomic():
        unit = _held_unit(unit, by)
        holder = _appoint(by, on, stored(title.code), unit, note, {
            "full_name": full_name, "sex": sex, "born_on": born_on, "born_precision": born_precision, "member": member,
        })  # fmt: skip
        record("holder.appointed", by=by, organisation=unit.organisation, subject=holder, title=holder.title.name)
    return holder


def step_down(*, by, on: date, holder: PositionHolder, version: int, reason: str = "") -> PositionHolder:
    """The title is held no longer from a day on."""
    with transaction.atomic():
        holder = _held(holder, by, version)
        _end(holder, on, reason)
        holder.save()
        record(
            "holder.ended", by=by, organisation=holder.organisation, subject=holder,
            title=holder.title.name, on=on.isoformat(), reason=holder.end_reason,
        )  # fmt: skip
    return holder


def replace_holder(
    *, by, on: date, holder: PositionHolder, version: int, reason: str = "", note: str = "", **person: Any
) -> PositionHolder:
    """Somebody else takes the title over: the old holder steps down the same day. `person`: as for `appoint`."""
    with transaction.atomic():
        old = _held(holder, by, version)
        _end(old, on, reason)
        old.save()
        new = _appoint(by, on, old.title, old.unit, note, person)
        record(
            "holder.replaced", by=by, organisation=old.organisation, subject=new,
            title=new.title.name, before=old.full_name, on=on.isoformat(),
        )  # fmt: skip
    return new


def amend_holder(*, by, holder: PositionHolder, version: int, values: Mapping[str, Any]) -> PositionHolder:
    """Write what is known of a holder: name, sex, birth, which member they are, since when, a note."""
    with transaction.atomic():
        holder = _held(holder, by, version)
        wrong: Wrong = {}
        said = _person(
            {name: values.get(name, getattr(holder, name)) for name in (*PERSON, "member")}, holder.unit, wrong
        )
        said["note"] = _text("note", values.get("note", holder.note), wrong)
        said["valid_from"] = values.get("valid_from", holder.valid_from)
        span = (said["valid_from"], holder.valid_to)
        _check_span(holder.title, holder.unit, span, holder.pk, wrong, field="valid_from")
        if wrong:
            raise Refused(messages=wrong)
        changes = differences(holder, said)
        if not changes:
            return holder
        for name, (_old, new) in changes.items():
            setattr(holder, name, new)
        holder.version += 1
        holder.save()
        traced = as_trace({name: pair for name, pair in changes.items() if name != "member"})
        if "member" in changes:
            traced[_("Đảng viên")] = [one.full_name if one else None for one in changes["member"]]
        record("holder.amended", by=by, organisation=holder.organisation, subject=holder, changes=traced)
    return holder


def holder_now(title: PositionTitle, unit: ResidentialUnit) -> PositionHolder | None:
    if title.pk is None:
        return None
    return PositionHolder.objects.filter(title=title, unit=unit, valid_to=None).first()


def who_holds(title_name: str, unit_name: str, holder: PositionHolder) -> str:
    """The sentence that refuses a second holder."""
    words = {"title": title_name, "unit": unit_name, "name": holder.full_name}
    if holder.valid_from is None:
        return _("%(title)s của %(unit)s đang là %(name)s; nếu đã thay người, hãy ghi “Thay người” ở đó.") % words
    words["day"] = format_date(holder.valid_from)
    told = _("%(title)s của %(unit)s đang là %(name)s, từ %(day)s; nếu đã thay người, hãy ghi “Thay người” ở đó.")
    return told % words


# --- inside an act ---------------------------------------------------------------------------------------------------
def _held_unit(unit: ResidentialUnit, by) -> ResidentialUnit:
    """The unit for us alone, so that two clerks do not appoint two people at once."""
    locked = ResidentialUnit.objects.select_for_update(of=("self",), no_key=True)
    unit = locked.select_related("organisation").get(pk=unit.pk)
    if by is not None and not by.may(Action.MANAGE_UNIT, unit.organisation_path):
        raise Refused(_("Đồng chí không quản lý người giữ chức danh ở nơi này."))
    return unit


def _held(holder: PositionHolder, by, version: int) -> PositionHolder:
    unit = _held_unit(ResidentialUnit(pk=holder.unit_id), by)
    rows = PositionHolder.objects.select_for_update(of=("self",)).select_related("title", "organisation", "member")
    holder = rows.get(pk=holder.pk)
    holder.unit = unit
    if holder.version != version:
        raise Stale(_("Người khác vừa sửa thông tin của người giữ chức danh này. Hãy xem lại rồi làm tiếp."))
    return holder


def _appoint(by, on, title: PositionTitle, unit: ResidentialUnit, note: str, said: Mapping[str, Any]) -> PositionHolder:
    wrong: Wrong = {}
    person = _person(said, unit, wrong)
    note = _text("note", note, wrong)
    if title.retired_at is not None:
        wrong["title"] = [_("Chức danh “%(name)s” đã thôi dùng.") % {"name": title.name}]
    if unit.valid_to is not None and (on is None or on >= unit.valid_to):
        words = {"name": unit.name, "day": format_date(unit.valid_to)}
        wrong["unit"] = [_("%(name)s đã kết thúc từ ngày %(day)s.") % words]
    now = holder_now(title, unit)
    if now is not None:
        wrong.setdefault("title", []).append(who_holds(title.name, unit.name, now))
    else:
        _check_span(title, unit, (on, None), None, wrong, field="on")
    if wrong:
        raise Refused(messages=wrong)
    holder = PositionHolder(
        title=title, unit=unit, organisation=unit.organisation, organisation_path=unit.organisation_path,
        valid_from=on, note=note, recorded_by=by, **person,
    )  # fmt: skip
    holder.save()
    return holder


def _end(holder: PositionHolder, on: date | None, reason: str) -> None:
    wrong: Wrong = {}
    reason = normalise(reason)
    if holder.valid_to is not None:
        raise Refused(_("Người này đã thôi giữ chức từ ngày %(day)s.") % {"day": format_date(holder.valid_to)})
    if on is None:
        wrong["on"] = [_("Cần ghi ngày.")]
    elif on > timezone.localdate():
        wrong["on"] = [_("Ngày này ở sau ngày hôm nay.")]
    elif holder.valid_from is not None and on < holder.valid_from:
        words = {"day": format_date(holder.valid_from)}
        wrong["on"] = [_("Ngày này ở trước ngày bắt đầu giữ chức, %(day)s.") % words]
    if len(reason) > REASON_LENGTH:
        wrong["reason"] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": REASON_LENGTH}]
    if wrong:
        raise Refused(messages=wrong)
    holder.valid_to, holder.end_reason = on, reason
    holder.version += 1


def _text(name: str, text: str, wrong: Wrong) -> str:
    text = normalise(text)
    if len(text) > _LENGTHS[name]:
        wrong.setdefault(name, []).append(_("Nội dung dài quá %(limit)d chữ.") % {"limit": _LENGTHS[name]})
    return text


def _person(said: Mapping[str, Any], unit: ResidentialUnit, wrong: Wrong) -> dict[str, Any]:
    """Who it is, cleaned. Of a member, what was left out is what is on record."""
    member: PartyMember | None = said.get("member")
    name = _text("full_name", said.get("full_name") or (member.full_name if member else ""), wrong)
    born_on, sex = said.get("born_on"), said.get("sex") or ""
    precision = said.get("born_precision") or Precision.DAY
    if not fold(name):
        wrong.setdefault("full_name", []).append(_("Chưa ghi họ và tên."))
    if sex not in ("", *Sex.values):
        wrong["sex"] = [_("Không có giới tính này.")]
    if born_on is not None and born_on > timezone.localdate():
        wrong["born_on"] = [_("Ngày sinh ở sau ngày hôm nay.")]
    if member is not None:
        _check_member(member, name, unit, wrong)
        sex = sex or member.sex
        if born_on is None:
            born_on, precision = member.born_on, member.born_precision
    return {
        "full_name": name, "folded_name": fold(name), "sort_key": name_sort_key(name), "sex": sex,
        "born_on": born_on, "born_precision": str(Precision(precision).value), "member": member,
    }  # fmt: skip


def _check_member(member: PartyMember, name: str, unit: ResidentialUnit, wrong: Wrong) -> None:
    words = {"name": member.full_name, "place": unit.organisation.name}
    if not paths.contains(unit.organisation_path, member.organisation_path):
        wrong["member"] = [_("Đồng chí %(name)s không sinh hoạt ở %(place)s.") % words]
    elif member.status == MemberStatus.LEFT:
        wrong["member"] = [_("Đồng chí %(name)s không còn sinh hoạt đảng.") % words]
    elif fold(name) != member.folded_name:
        wrong["full_name"] = [_("Họ và tên khác với đảng viên đã chọn, đồng chí %(name)s.") % words]


def _check_span(title, unit, span: tuple, own: int | None, wrong: Wrong, *, field: str) -> None:
    """Nothing in the future, nothing after its end, nothing while another held the title."""
    first, last = span
    if first is not None and first > timezone.localdate():
        wrong.setdefault(field, []).append(_("Ngày này ở sau ngày hôm nay."))
    elif first is not None and last is not None and first > last:
        message = _("Ngày này ở sau ngày thôi giữ chức, %(day)s.")
        wrong.setdefault(field, []).append(message % {"day": format_date(last)})
    elif unit.valid_from is not None and first is not None and first < unit.valid_from:
        words = {"unit": unit.name, "day": format_date(unit.valid_from)}
        wrong.setdefault(field, []).append(_("%(unit)s thành lập ngày %(day)s.") % words)
    others = PositionHolder.objects.filter(title=title, unit=unit).exclude(pk=own).exclude(valid_to=None)
    if first is not None:
        others = others.filter(valid_to__gt=first)
    if last is not None:
        others = others.filter(Q(valid_from=None) | Q(valid_from__lt=last))
    other = others.order_by("-valid_to").first() if first is not None else None
    if other is not None:
        words = {"name": other.full_name, "day": format_date(other.valid_to)}
        wrong.setdefault(field, []).append(_("%(name)s còn giữ chức danh này đến ngày %(day)s.") % words)
