"""Register, amend, rename and end residential units. They are no organisations; nothing is deleted, units end."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.bulk import reserve_ids
from membership.base.dates import format_date
from membership.base.text import fold, normalise
from membership.domain import unit_people
from membership.domain import unit_rules as rules
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.places import read_places
from membership.domain.unit_cover import cover_problems, has_children
from membership.domain.unit_states import residents_on, state_problems
from membership.models import (
    Organisation,
    ResidentialUnit,
    UnitCause,
    UnitCoverage,
    UnitName,
    UnitStatus,
)

AMENDABLE = ("code", "name", "kind", "commune", "commune_code", "households", "note", "valid_from", "organisation")


@transaction.atomic
def establish_unit(
    *,
    by,
    organisation: Organisation,
    name: str,
    commune: str,
    on: date | None = None,
    code: str = "",
    kind: str = "",
    commune_code: str = "",
    households: int | None = None,
    branch: Organisation | None = None,
    state: str = "",
    state_since: date | None = None,
    cause: str = UnitCause.FIRST,
    document_number: str = "",
    document_date: date | None = None,
    note: str = "",
) -> ResidentialUnit:
    """Register a unit in the commune of a committee. `on=None`: it has been there since ever.

    `branch`: what covers it from the day it is there. `state`: what the committee confirms of it, from `state_since`
    (else from `on`). Without a code it gets one. Raises Refused.
    """
    read_places([organisation.pk], by=None, lock=True)
    organisation = Organisation.objects.get(pk=organisation.pk)
    rules.require_place(by, organisation.path)
    unit = ResidentialUnit(
        organisation=organisation, organisation_path=organisation.path, valid_from=on,
        households=households, **_texts(code, name, kind, commune, commune_code),
    )  # fmt: skip
    wrong = rules.text_problems(**{key: getattr(unit, key) for key in ("code", "name", "kind", "commune")})
    wrong |= rules.text_problems(commune_code=unit.commune_code) | household_problems(households)
    if organisation.valid_to is not None:
        wrong["organisation"] = [_("“%(name)s” đã kết thúc hoạt động.") % {"name": organisation.name}]
    if on is not None:
        wrong |= rules.day_problems(on)
    wrong |= identity_problems(unit)
    if branch is not None:
        wrong |= cover_problems(unit, branch, on, None, ended=None, has_children=has_children(branch.pk))
    since = state_since or on
    if state:
        problems = state_problems(unit, since, state, cause, None)
        wrong |= {{"on": "state_since"}.get(field, field): sentences for field, sentences in problems.items()}
    wrong |= rules.document_problems(document_number, document_date, note)
    if wrong:
        raise Refused(messages=wrong)
    act = rules.document(by, document_number, document_date, note)
    [unit.pk] = reserve_ids(ResidentialUnit, 1)
    unit.code = unit.code or own_code(unit.pk)
    if state:
        unit.state, unit.state_since = state, since
    unit.save(force_insert=True)
    rules.name_row(unit, on, act)
    if branch is not None:
        UnitCoverage.objects.create(unit=unit, branch=branch, valid_from=on, **act)
    if state:
        UnitStatus(unit=unit, state=state, since=since, cause=cause, **act).save()
    record("unit.established", by=by, organisation=organisation, subject=unit, **rules.told(on, act))
    return unit


@transaction.atomic
def amend_unit(*, by, unit: ResidentialUnit, version: int, values: dict[str, Any]) -> ResidentialUnit:
    """Put right what is known of a unit (AMENDABLE). Another name from a day on is a renaming, not this.

    Another `organisation` gives it to another committee, as when communes are merged.
    """
    [unit] = rules.hold([unit], by=by, versions=[version])
    texts = {key: normalise(values.get(key, getattr(unit, key)) or "") for key in _TEXTS}
    after = {key: values.get(key, getattr(unit, key)) for key in ("households", "valid_from", "organisation")}
    wrong = rules.text_problems(**texts) | household_problems(after["households"])
    place = after["organisation"]
    if place.pk != unit.organisation_id:
        read_places([place.pk], by=None, lock=True)
        place = Organisation.objects.get(pk=place.pk)
        rules.require_place(by, place.path)
        if place.valid_to is not None:
            wrong["organisation"] = [_("“%(name)s” đã kết thúc hoạt động.") % {"name": place.name}]
    if not texts["code"]:
        wrong["code"] = [_("Cần ghi mã.")]
    if after["valid_from"] != unit.valid_from:
        wrong |= _start_problems(unit, after["valid_from"])
    before = {key: getattr(unit, key) for key in AMENDABLE}
    for key, value in (texts | after | {"organisation": place}).items():
        setattr(unit, key, value)
    unit.organisation_path, unit.folded_name = place.path, fold(unit.name)
    wrong |= identity_problems(unit)
    if wrong:
        raise Refused(messages=wrong)
    changed = [key for key in AMENDABLE if getattr(unit, key) != before[key]]
    if not changed:
        return unit
    unit.version += 1
    unit.save()
    unit.names.filter(valid_to=unit.valid_to).update(name=unit.name, folded_name=unit.folded_name, kind=unit.kind)
    if "valid_from" in changed:
        first = unit.names.first()
        UnitName.objects.filter(pk=first.pk).update(valid_from=unit.valid_from)
    changes = {key: [_plain(before[key]), _plain(getattr(unit, key))] for key in changed}
    record("unit.amended", by=by, organisation=unit.organisation, subject=unit, changes=changes)
    return unit


@transaction.atomic
def rename_unit(
    *,
    by,
    on: date,
    unit: ResidentialUnit,
    version: int,
    name: str,
    kind: str | None = None,
    document_number: str = "",
    document_date: date | None = None,
    note: str = "",
) -> ResidentialUnit:
    """Another name from a day on; the old one stays in the history and is found by the search."""
    [unit] = rules.hold([unit], by=by, versions=[version])
    rules.require_open(unit)
    current = unit.names.filter(valid_to=None).first()
    name, kind = normalise(name), unit.kind if kind is None else normalise(kind)
    wrong = rules.text_problems(name=name, kind=kind) | rules.day_problems(on, unit)
    if (name, kind) == (unit.name, unit.kind):
        wrong["name"] = [_("Tên mới trùng với tên đang dùng.")]
    elif (other := rules.namesake(unit.organisation, name, unit.commune, but=unit.pk)) is not None:
        wrong["name"] = [_("%(commune)s đã có “%(name)s”.") % {"commune": unit.commune, "name": other.name}]
    if "on" not in wrong and current.valid_from is not None and on < current.valid_from:
        day = format_date(current.valid_from)
        wrong["on"] = [_("Tên đang dùng có từ ngày %(day)s; ngày đổi tên phải từ ngày đó trở đi.") % {"day": day}]
    wrong |= rules.document_problems(document_number, document_date, note)
    if wrong:
        raise Refused(messages=wrong)
    act, before = rules.document(by, document_number, document_date, note), unit.name
    unit.name, unit.folded_name, unit.kind = name, fold(name), kind
    unit.version += 1
    unit.save(update_fields=["name", "folded_name", "kind", "version"])
    if current.valid_from == on:
        UnitName.objects.filter(pk=current.pk).update(name=name, folded_name=unit.folded_name, kind=kind, **act)
    else:
        UnitName.objects.filter(pk=current.pk).update(valid_to=on)
        rules.name_row(unit, on, act)
    record("unit.renamed", by=by, organisation=unit.organisation, subject=unit, from_name=before, to_name=name,
           **rules.told(on, act))  # fmt: skip
    return unit


@transaction.atomic
def end_unit(
    *,
    by,
    on: date,
    unit: ResidentialUnit,
    version: int,
    document_number: str = "",
    document_date: date | None = None,
    note: str = "",
) -> ResidentialUnit:
    """The unit is no more from a day on, and nothing follows it (people resettled, a reservoir). Nobody lives there."""
    [unit] = rules.hold([unit], by=by, versions=[version])
    rules.require_open(unit)
    wrong = closing_problems(unit, on) | rules.document_problems(document_number, document_date, note)
    if used := still_used(unit, on):
        wrong[""] = used
    if wrong:
        raise Refused(messages=wrong)
    act = rules.document(by, document_number, document_date, note)
    close(unit, on)
    record("unit.ended", by=by, organisation=unit.organisation, subject=unit, **rules.told(on, act))
    return unit


def still_used(unit: ResidentialUnit, on: date | None) -> list[str]:
    """What must be moved elsewhere before a unit ends with nothing after it."""
    said = []
    members = residents_on(on or timezone.localdate()).filter(unit=unit).values("member").distinct().count()
    if members:
        message = _("Còn %(count)d đảng viên cư trú ở đây; hãy ghi họ về nơi khác trước, hoặc ghi sáp nhập.")
        said.append(message % {"count": members})
    for name, count in unit_people.followers_of(unit):
        message = _("Còn %(count)d %(who)s ghi ở đây; hãy ghi họ về nơi khác trước, hoặc ghi sáp nhập.")
        said.append(message % {"count": count, "who": name})
    if count := unit.holders.filter(valid_to=None).count():
        message = _("Còn %(count)d người giữ chức danh ở đây; hãy ghi thôi giữ chức trước.")
        said.append(message % {"count": count})
    return said


def closing_problems(unit: ResidentialUnit, on: date | None) -> dict[str, list[str]]:
    """Days on record that a unit's end may not cut off."""
    wrong = rules.day_problems(on, unit)
    if wrong:
        return wrong
    latest = [unit.valid_from, unit.names.filter(valid_to=None).values_list("valid_from", flat=True).first()]
    latest += unit.coverages.filter(valid_to=None).values_list("valid_from", flat=True)
    latest += unit.residences.filter(valid_to=None).values_list("valid_from", flat=True)
    latest += unit.statuses.current().values_list("since", flat=True)
    latest += unit.holders.filter(valid_to=None).values_list("valid_from", flat=True)
    last = max((day for day in latest if day), default=None)
    if last is not None and on <= last:
        told = {"name": unit.name, "day": format_date(last)}
        wrong["on"] = [_("“%(name)s” còn việc đã ghi từ ngày %(day)s; ngày kết thúc phải sau ngày đó.") % told]
    return wrong


def close(unit: ResidentialUnit, on: date) -> None:
    """Let everything dated about a unit end with it."""
    for rows in (unit.names, unit.coverages, unit.residences):
        rows.filter(valid_to=None).update(valid_to=on)
    unit.valid_to = on
    unit.version += 1
    unit.save(update_fields=["valid_to", "version"])


def household_problems(households) -> dict[str, list[str]]:
    if households is not None and not 0 <= households <= rules.MOST_HOUSEHOLDS:
        return {"households": [_("Số hộ từ 0 đến %(most)d.") % {"most": rules.MOST_HOUSEHOLDS}]}
    return {}


def identity_problems(unit: ResidentialUnit) -> dict[str, list[str]]:
    """A code names one unit; within a commune a name does too."""
    wrong: dict[str, list[str]] = {}
    if unit.code and ResidentialUnit.objects.filter(code=unit.code).exclude(pk=unit.pk).exists():
        wrong["code"] = [_("Mã này đã dùng cho một đơn vị khác.")]
    if unit.valid_to is None and unit.name and unit.commune:
        other = rules.namesake(unit.organisation, unit.name, unit.commune, but=unit.pk)
        if other is not None:
            told = {"commune": unit.commune, "name": other.name, "code": other.code}
            wrong["name"] = [_("%(commune)s đã có “%(name)s” (mã %(code)s).") % told]
    return wrong


def own_code(pk: int) -> str:
    return f"DVDC{pk:06d}"


_TEXTS = ("code", "name", "kind", "commune", "commune_code", "note")


def _texts(code, name, kind, commune, commune_code) -> dict[str, str]:
    texts = zip(_TEXTS, (code, name, kind, commune, commune_code), strict=False)
    said = {key: normalise(text or "") for key, text in texts}
    return said | {"folded_name": fold(said["name"])}


def _start_problems(unit: ResidentialUnit, start: date | None) -> dict[str, list[str]]:
    """A unit cannot have come into being after something that happened to it."""
    if start is None:
        return {}
    wrong = rules.day_problems(start, field="valid_from")
    known = [unit.names.values_list("valid_to", flat=True).first(), unit.valid_to]
    known += unit.statuses.current().values_list("since", flat=True)
    for rows in (unit.coverages, unit.residences):
        known += rows.exclude(valid_from=unit.valid_from).values_list("valid_from", flat=True)
    first = min((day for day in known if day), default=None)
    if not wrong and first is not None and start > first:
        wrong["valid_from"] = [_("Đã có việc ghi từ ngày %(day)s, trước ngày này.") % {"day": format_date(first)}]
    return wrong


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else str(value) if hasattr(value, "pk") else value
