"""Establish, move, rename and dissolve organisations. `parent` and the placements are the truth, paths follow.

A day is never in the future: the tree of today is what everybody works with, so an act is recorded when it is in force.
Writers on one tree queue up behind its root, so that no two of them can close a circle between them.
"""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base import paths
from membership.base.bulk import reserve_ids
from membership.base.dates import format_date
from membership.base.text import fold, normalise
from membership.domain import copies
from membership.domain import reorganise_rules as rules
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.organisation_list import OrganisationRow, record_organisations
from membership.domain.reorganised import reorganised
from membership.domain.tree import normalise_code
from membership.models import Action, Organisation, OrganisationName, Placement

__all__ = ["OrganisationRow", "describe", "dissolve", "establish", "move", "record_organisations", "rename", "try_out"]


def try_out(act: Callable[[], object]) -> None:
    """Do an act and take it back: what would refuse it refuses now, before a person is asked to confirm."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


@transaction.atomic
def establish(
    *,
    by,
    on: date | None,
    code: str,
    name: str,
    parent: Organisation | None,
    kind: str = "",
    type_code: str = "",
    type_text: str = "",
    decision_number: str = "",
    decision_date: date | None = None,
    note: str = "",
) -> Organisation:
    """Found an organisation under a parent (a root without one). `on=None`: since ever, the day is not known."""
    code, name = normalise_code(code), normalise(name)
    if parent is not None:
        parent = rules.locked(parent)[0]
    rules.require_place(by, parent, field="parent")
    problems = rules.text_problems(code=code, name=name, kind=kind)
    if code and (taken := Organisation.objects.filter(code=code).first()):
        seen = by is None or by.may(Action.VIEW_ORGANISATION, taken.path)
        problems["code"] = [
            _("Mã này đã dùng cho “%(name)s”.") % {"name": taken.name}
            if seen
            else _("Không dùng được mã này; hãy kiểm tra lại mã.")
        ]
    if on is not None and on > timezone.localdate():
        problems["on"] = [_("Ngày thành lập không được sau hôm nay.")]
    elif parent is not None:
        problems |= rules.parent_problems(parent, on)
    problems |= rules.decision_problems(decision_number, decision_date, note)
    if problems:
        raise Refused(messages=problems)
    [identifier] = reserve_ids(Organisation, 1)
    organisation = Organisation.objects.create(
        pk=identifier,
        code=code,
        name=name,
        folded_name=fold(name),
        kind=normalise(kind),
        type_code=type_code,
        type_text=normalise(type_text),
        parent=parent,
        path=paths.child(parent.path if parent else "", identifier),
        valid_from=on,
    )
    act = _act(by, decision_number, decision_date, note)
    Placement.objects.create(organisation=organisation, parent=parent, valid_from=on, **act)
    _name_row(organisation, on, act)
    if by is not None:
        by.forget_reach()  # a first root changes what "everything" means
    record("organisation.established", by=by, organisation=organisation, subject=organisation, **_told(on, act))
    return organisation


@transaction.atomic
def move(
    *,
    by,
    on: date,
    organisation: Organisation,
    parent: Organisation,
    version: int,
    decision_number: str = "",
    decision_date: date | None = None,
    note: str = "",
) -> Organisation:
    """Put an organisation, with everything under it, under another parent from a day on."""
    organisation, parent = rules.locked(organisation, parent)
    rules.require_same(organisation, version)
    rules.require_place(by, organisation.parent, field="")
    rules.require_place(by, parent, field="parent")
    current = organisation.placements.filter(valid_to=None).first()
    rules.require_open(organisation, current)
    problems = rules.day_problems(on, organisation)
    if paths.contains(organisation.path, parent.path):
        problems["parent"] = [_("Không thể chuyển một tổ chức vào chính nó hoặc vào tổ chức trực thuộc nó.")]
    elif parent.pk == organisation.parent_id:
        problems["parent"] = [_("Tổ chức này đang trực thuộc “%(name)s” rồi.") % {"name": parent.name}]
    else:
        problems |= rules.parent_problems(parent, on, levels=rules.levels(organisation))
    if not problems and current.valid_from is not None and on < current.valid_from:
        problems["on"] = [
            _("Lần chuyển gần nhất có hiệu lực từ %(day)s; ngày chuyển phải từ ngày đó trở đi.")
            % {"day": format_date(current.valid_from)}
        ]
    if not problems and rules.was_under(parent, organisation, since=on):
        problems["on"] = [
            _("Sau ngày này đã có lúc “%(parent)s” trực thuộc “%(name)s”; hãy chọn ngày muộn hơn.")
            % {"parent": parent.name, "name": organisation.name}
        ]
    problems |= rules.decision_problems(decision_number, decision_date, note)
    if problems:
        raise Refused(messages=problems)
    act = _act(by, decision_number, decision_date, note)
    before, old_path = organisation.parent, organisation.path
    if current.valid_from == on:
        Placement.objects.filter(pk=current.pk).update(parent=parent, **act)
    else:
        Placement.objects.filter(pk=current.pk).update(valid_to=on)
        Placement.objects.create(organisation=organisation, parent=parent, valid_from=on, **act)
    Organisation.objects.filter(pk=organisation.pk).update(parent=parent, version=F("version") + 1)
    copies.move_range(old_path, paths.child(parent.path, organisation.pk))
    if by is not None:
        by.forget_reach()
    organisation.refresh_from_db()
    record(
        "organisation.moved",
        by=by,
        organisation=organisation,
        subject=organisation,
        from_parent=before.name if before else "",
        to_parent=parent.name,
        **_told(on, act),
    )
    reorganised(organisation)
    return organisation


@transaction.atomic
def rename(
    *,
    by,
    on: date,
    organisation: Organisation,
    name: str,
    version: int,
    kind: str | None = None,
    decision_number: str = "",
    decision_date: date | None = None,
    note: str = "",
) -> Organisation:
    """Give an organisation another name (and label) from a day on; the old name stays in its history."""
    organisation = rules.locked(organisation)[0]
    rules.require_same(organisation, version)
    rules.require_place(by, organisation, field="")
    current = organisation.names.filter(valid_to=None).first()
    rules.require_open(organisation, current)
    name = normalise(name)
    kind = organisation.kind if kind is None else normalise(kind)
    problems = rules.text_problems(code=organisation.code, name=name, kind=kind) | rules.day_problems(on, organisation)
    if (name, kind) == (organisation.name, organisation.kind):
        problems["name"] = [_("Tên mới trùng với tên đang dùng.")]
    if not problems and current.valid_from is not None and on < current.valid_from:
        problems["on"] = [
            _("Tên đang dùng có hiệu lực từ %(day)s; ngày đổi tên phải từ ngày đó trở đi.")
            % {"day": format_date(current.valid_from)}
        ]
    problems |= rules.decision_problems(decision_number, decision_date, note)
    if problems:
        raise Refused(messages=problems)
    act = _act(by, decision_number, decision_date, note)
    before, before_kind = organisation.name, organisation.kind
    organisation.name, organisation.folded_name, organisation.kind = name, fold(name), kind
    organisation.version += 1
    organisation.save(update_fields=["name", "folded_name", "kind", "version"])
    if current.valid_from == on:
        OrganisationName.objects.filter(pk=current.pk).update(name=name, folded_name=fold(name), kind=kind, **act)
    else:
        OrganisationName.objects.filter(pk=current.pk).update(valid_to=on)
        _name_row(organisation, on, act)
    record(
        "organisation.renamed",
        by=by,
        organisation=organisation,
        subject=organisation,
        from_name=before,
        to_name=name,
        **_told(on, act),
    )
    if organisation.kind != before_kind:
        reorganised(organisation)
    return organisation


@transaction.atomic
def dissolve(
    *,
    by,
    on: date,
    organisation: Organisation,
    version: int,
    decision_number: str = "",
    decision_date: date | None = None,
    note: str = "",
) -> Organisation:
    """End an organisation: from that day on it is no more. Its history and its figures stay."""
    organisation = rules.locked(organisation)[0]
    rules.require_same(organisation, version)
    rules.require_place(by, organisation.parent or organisation, field="")
    current = organisation.placements.filter(valid_to=None).first()
    rules.require_open(organisation, current)
    problems = rules.day_problems(on, organisation)
    if in_the_way := rules.still_used(organisation):
        problems[""] = in_the_way
    elif not problems:
        starts = [organisation.valid_from, current.valid_from, organisation.names.get(valid_to=None).valid_from]
        latest = max((day for day in starts if day), default=None)
        ends = Placement.objects.filter(parent=organisation, valid_to__gt=on).order_by("-valid_to").first()
        if latest and on <= latest:
            problems["on"] = [_("Ngày giải thể phải sau %(day)s.") % {"day": format_date(latest)}]
        elif ends:
            problems["on"] = [
                _("“%(name)s” còn trực thuộc tổ chức này đến %(day)s; ngày giải thể phải từ ngày đó trở đi.")
                % {"name": ends.organisation.name, "day": format_date(ends.valid_to)}
            ]
    problems |= rules.decision_problems(decision_number, decision_date, note)
    if problems:
        raise Refused(messages=problems)
    act = _act(by, decision_number, decision_date, note)
    Placement.objects.filter(pk=current.pk).update(valid_to=on)
    organisation.names.filter(valid_to=None).update(valid_to=on)
    organisation.valid_to = on
    organisation.version += 1
    organisation.save(update_fields=["valid_to", "version"])
    record("organisation.dissolved", by=by, organisation=organisation, subject=organisation, **_told(on, act))
    return organisation


@transaction.atomic
def describe(*, by, organisation: Organisation, type_code: str, type_text: str = "", version: int) -> Organisation:
    """Say which loại hình an organisation is. It has no history: figures use what it is now."""
    organisation = rules.locked(organisation)[0]
    rules.require_same(organisation, version)
    rules.require_place(by, organisation, field="")
    before = organisation.type_code
    organisation.type_code, organisation.type_text = type_code, normalise(type_text)
    organisation.version += 1
    organisation.save(update_fields=["type_code", "type_text", "version"])
    record(
        "organisation.described", by=by, organisation=organisation, subject=organisation, before=before, after=type_code
    )
    return organisation


# --- What an act leaves behind ---------------------------------------------------------------------------------------


def _act(by, decision_number: str, decision_date: date | None, note: str) -> dict:
    return {
        "decision_number": normalise(decision_number),
        "decision_date": decision_date,
        "note": normalise(note),
        "recorded_by": by,
        "recorded_at": timezone.now(),
    }


def _name_row(organisation: Organisation, on: date | None, act: dict) -> None:
    OrganisationName.objects.create(
        organisation=organisation,
        name=organisation.name,
        folded_name=organisation.folded_name,
        kind=organisation.kind,
        valid_from=on,
        **act,
    )


def _told(on: date | None, act: dict) -> dict:
    return {"on": on.isoformat() if on else "", "decision_number": act["decision_number"], "note": act["note"]}
