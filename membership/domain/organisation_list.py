"""Record a list of organisations at once: found the new ones, correct the known ones, move those with another parent.

A list says how things are, not since when. So a name or label that differs corrects the one in use (a renaming with its
own day is `reorganise.rename`), another parent is a move as of today, and a founding day replaces the one on record.
Nothing here depends on the size of the tree, only on the length of the list.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base import paths
from membership.base.bulk import chunks
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.effects import Effect, Progress, RowError, no_progress
from membership.domain.errors import Refused
from membership.domain.organisation_plan import (
    CORRECTABLE,
    DEEPEST,
    KNOWN,
    LONGEST,
    Known,
    OrganisationRow,
    Plan,
    parents_on_record,
)
from membership.domain.organisation_write import write
from membership.domain.reorganised import reorganised
from membership.domain.tree import normalise_code
from membership.models import Action, Organisation, OrganisationName, Placement

CHUNK = 2000


def record_organisations(
    rows: Sequence[OrganisationRow],
    *,
    by,
    into: Organisation | None,
    apply: bool,
    batch=None,
    progress: Progress = no_progress,
) -> Effect:
    """Check the whole list; with `apply` and no error write it. `into`: the organisation whose tree the list fills.

    Rows come in any order; a parent may be another row. Only a root (`into` None) or `into` itself has no parent code.
    """
    with transaction.atomic():
        if apply:
            _lock(into)
        if into is not None:
            into.refresh_from_db()
        _require_right(by, into)
        effect, plan = _check(rows, into, progress)
        if not apply or effect.errors:
            return effect
        write(plan, by=by, progress=progress)
        if by is not None:
            by.forget_reach()
        if effect.create or effect.update:
            record(
                "organisation.listed",
                by=by,
                organisation=into,
                subject=batch or into,
                create=effect.create,
                update=effect.update,
                moved=len(plan.moved),
            )
        if plan.corrected or plan.moved:
            reorganised(into)
        effect.applied = True
    return effect


def _lock(into: Organisation | None) -> None:
    roots = Organisation.objects.select_for_update(no_key=True).order_by("pk")
    list(roots.filter(pk=paths.ids(into.path)[0]) if into is not None else roots.filter(parent=None))


def _require_right(by, into: Organisation | None) -> None:
    """A list changes the tree: it needs the right to do so, and everything it touches lies in the tree of `into`."""
    if by is None:
        return
    reach = by.reach(Action.MANAGE_ORGANISATION)
    if not (reach.covers(into.path) if into is not None else reach.everything):
        raise Refused(_("Đồng chí không có quyền thay đổi tổ chức ở nơi này."))


def _check(rows: Sequence[OrganisationRow], into: Organisation | None, progress: Progress) -> tuple[Effect, Plan]:
    effect, plan = Effect(), Plan(into)
    add = effect.errors.append
    progress(0, len(rows), _("Đối chiếu mã tổ chức"))
    codes = [normalise_code(row.code) for row in rows]
    parents = [normalise_code(row.parent_code) for row in rows]
    known = _known({code for code in (*codes, *parents) if code}, into)
    keys: dict[str, int] = {}
    first_row: dict[int, int] = {}
    listed: list[tuple[int, OrganisationRow, str]] = []
    for number, (row, code, parent_code) in enumerate(zip(rows, codes, parents, strict=True), start=1):
        on_record = known.get(code)
        key = on_record.id if on_record else keys.get(code, -number)
        if not code:
            add(RowError(row.row, "code", _("Thiếu mã tổ chức.")))
        elif key in first_row:
            add(RowError(row.row, "code", _("Mã này đã có ở dòng %d của danh sách.") % first_row[key], row.code))
        else:
            first_row[key] = row.row
            keys[code] = key
            if on_record and not _inside(on_record, into):
                add(RowError(row.row, "code", _("Không dùng được mã này; hãy kiểm tra lại mã."), row.code))
            else:
                listed.append((key, row, parent_code))
        for name, message in _text_errors(row, code):
            add(RowError(row.row, name, message, getattr(row, name)))
    by_id = {each.id: each for each in known.values()}
    plan.on_record = {each.id: each.path for each in known.values()}
    for number, (key, row, parent_code) in enumerate(listed):
        if number % CHUNK == 0:
            progress(number, len(rows), _("Đối chiếu cấp trên"))
        parent, message = _parent_key(key, parent_code, keys, known, by_id.get(key), into)
        if message:
            add(RowError(row.row, "parent_code", message, row.parent_code))
            continue
        plan.parent[key] = parent
    _refuse_circles(plan, listed, by_id, effect)
    _weigh(plan, listed, by_id, effect)
    effect.errors.sort(key=lambda error: error.row)
    return effect, plan


def _known(codes: set[str], into: Organisation | None) -> dict[str, Known]:
    """What is on record under these codes, inside `into` or not. A 13-digit code may have lost its leading zero."""
    padded = {"0" + code: code for code in codes if len(code) == 13 and code.isdecimal()}
    found: dict[str, Known] = {}
    for some in chunks(sorted(codes | padded.keys()), CHUNK):
        for values in Organisation.objects.order_by().filter(code__in=some).values_list(*KNOWN):
            found[values[2]] = Known(*values)
    for code, short in padded.items():
        if code in found and short not in found:
            found[short] = found[code]
    return found


def _inside(known: Known, into: Organisation | None) -> bool:
    return into is None or paths.contains(into.path, known.path)


def _text_errors(row: OrganisationRow, code: str) -> list[tuple[str, str]]:
    errors = []
    if not normalise(row.name):
        errors.append(("name", _("Thiếu tên tổ chức.")))
    for name, longest in LONGEST.items():
        text = code if name == "code" else normalise(getattr(row, name) or "")
        if len(text) > longest:
            errors.append((name, _("Dài quá %d ký tự.") % longest))
    if row.founded_on and row.founded_on > timezone.localdate():
        errors.append(("founded_on", _("Ngày thành lập sau hôm nay.")))
    return errors


def _parent_key(
    key: int,
    parent_code: str,
    keys: dict[str, int],
    known: dict[str, Known],
    on_record: Known | None,
    into: Organisation | None,
) -> tuple[int | None, str]:
    """(key of the parent, why not)."""
    above = paths.ids(on_record.path)[-2:-1] if on_record else []
    top = into is not None and key == into.pk
    if not parent_code:
        if top or (into is None and not above):
            return (above[0] if above else None), ""
        if into is None:
            return None, _("Tổ chức này đang có cấp trên; hãy ghi mã cấp trên.")
        return None, _("Thiếu mã cấp trên.")
    found = known.get(parent_code)
    if found is not None and [found.id] == above:
        return found.id, ""
    if top:
        return None, _("Không thể chuyển “%s” bằng danh sách nhập vào chính tổ chức này.") % into.name
    if found is not None and _inside(found, into):
        if found.valid_to is not None:
            told = {"name": found.name, "day": format_date(found.valid_to)}
            return None, _("“%(name)s” đã kết thúc hoạt động ngày %(day)s.") % told
        return found.id, ""
    if found is None:
        in_list = keys.get(parent_code)
        if in_list is None and len(parent_code) == 13 and parent_code.isdecimal():
            in_list = keys.get("0" + parent_code)
        if in_list is not None:
            return in_list, ""
    if into is None:
        return None, _("Không thấy tổ chức có mã này trong danh sách và trong sổ.")
    return None, _("Không thấy tổ chức có mã này trong danh sách và trong “%s”.") % into.name


def _refuse_circles(plan: Plan, listed: list, by_id: dict[int, Known], effect: Effect) -> None:
    """Follow every row upwards, through the list first and what is on record otherwise."""
    on_record = parents_on_record(plan.on_record.values())
    row_of = {key: row for key, row, _parent in listed}
    depth: dict[int | None, int] = {None: 0}
    for start in plan.parent:
        trail: dict[int, None] = {}
        at: int | None = start
        while at not in depth and at not in trail:
            trail[at] = None
            at = plan.parent[at] if at in plan.parent else on_record.get(at)
        steps = list(trail)
        if at in trail:
            circle = steps[steps.index(at) :]
            known = {**by_id, **row_of}
            names = [known[key].name for key in circle if key in known]
            shown = " → ".join([*names[:6], *(["…"] if len(names) > 6 else []), names[0]])
            for key in set(circle) & plan.parent.keys():
                message = _("Các mã cấp trên tạo thành vòng: %s.") % shown
                effect.errors.append(RowError(row_of[key].row, "parent_code", message, row_of[key].parent_code))
            depth |= dict.fromkeys(circle, 0)
            steps = steps[: steps.index(at)]
        for key in reversed(steps):
            depth[key] = depth[at] + 1
            at = key
            if depth[key] == DEEPEST + 1 and key in row_of:
                message = _("Cây tổ chức không được quá %d cấp.") % DEEPEST
                effect.errors.append(RowError(row_of[key].row, "parent_code", message, row_of[key].parent_code))


def _weigh(plan: Plan, listed: list, by_id: dict[int, Known], effect: Effect) -> None:
    """Sort the rows without an error into new, changed and unchanged."""
    wrong = {error.row for error in effect.errors}
    founded = {
        key: row.founded_on
        for key, row, _parent in listed
        if key > 0 and row.founded_on and row.founded_on != by_id[key].valid_from
    }
    too_late = _founded_too_late(founded)
    for key, row, _parent in listed:
        if row.row in wrong:
            continue
        known = by_id.get(key)
        if known is None:
            plan.new.append((key, row))
            effect.create += 1
            continue
        changes = {
            name: normalise(getattr(row, name))
            for name in CORRECTABLE
            if getattr(row, name) is not None and normalise(getattr(row, name)) != getattr(known, name)
        }
        if key in founded:
            changes["valid_from"] = row.founded_on
        moved = [plan.parent[key]] != (paths.ids(known.path)[-2:-1] or [None])
        if key in too_late:
            day = format_date(too_late[key])
            message = _("Ngày thành lập phải trước %s, ngày của thay đổi đầu tiên đã ghi.") % day
            effect.errors.append(RowError(row.row, "founded_on", message, row.founded_on))
        elif (changes or moved) and known.valid_to is not None:
            message = _("Tổ chức này đã kết thúc hoạt động ngày %s.") % format_date(known.valid_to)
            effect.errors.append(RowError(row.row, "code", message, row.code))
        elif changes or moved:
            effect.update += 1
            plan.corrected.append((known, row, changes))
            if moved:
                plan.moved.append(known)
        else:
            effect.unchanged += 1


def _founded_too_late(founded: dict[int, date]) -> dict[int, date]:
    """Organisations whose first placement or name had ended before the day the list says they were founded."""
    late: dict[int, date] = {}
    for some in chunks(list(founded), CHUNK):
        for model in (Placement, OrganisationName):
            ended = model.objects.order_by().filter(organisation__in=some).exclude(valid_to=None)
            for key, until in ended.values_list("organisation_id", "valid_to"):
                if founded[key] >= until:
                    late[key] = min(until, late.get(key, until))
    return late
