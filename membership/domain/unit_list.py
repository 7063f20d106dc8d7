"""Write a list of residential units: register those that are new, correct what it says differently of the others.

A list says how things stand, not how they came about: another name is a correction of the name, another branch or state
is one from the row's day on. What it says twice changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base import paths
from membership.base.bulk import chunks
from membership.base.dates import format_date
from membership.base.text import fold, normalise
from membership.domain import unit_rules as rules
from membership.domain.activity import record
from membership.domain.effects import Effect, OrganisationRef, Progress, RowError, RowQuestion, no_progress
from membership.domain.errors import Refused
from membership.domain.places import common_organisation, read_places
from membership.domain.unit_acts import household_problems
from membership.domain.unit_cover import cover_problems
from membership.domain.unit_list_write import Writing
from membership.domain.unit_states import state_problems
from membership.models import Action, Organisation, ResidentialUnit, UnitCause, UnitCoverage, UnitState, UnitStatus

CHUNK = 2000
TEXTS = ("name", "kind", "commune", "commune_code", "note")


@dataclass
class UnitRow:
    """One unit of a list. None: the list does not say. `place`: the committee in whose commune the unit lies.

    `since`: from which day the state (and the branch) holds; without it, the day the unit came into being, else today.
    """

    row: int
    code: str | None
    name: str
    kind: str | None = None
    commune: str | None = None
    place: OrganisationRef | None = None
    branch: OrganisationRef | None = None
    state: str | None = None
    since: date | None = None
    cause: str | None = None
    valid_from: date | None = None
    households: int | None = None
    commune_code: str | None = None
    note: str | None = None


@dataclass
class _Known:
    """What is on record of the units a list may speak of."""

    by_code: dict[str, ResidentialUnit] = field(default_factory=dict)
    by_name: dict[tuple[int, str, str], ResidentialUnit] = field(default_factory=dict)
    covered: dict[int, UnitCoverage] = field(default_factory=dict)
    uncovered: dict[int, date] = field(default_factory=dict)
    first: dict[int, UnitStatus] = field(default_factory=dict)
    last: dict[int, UnitStatus] = field(default_factory=dict)
    parents: set[int] = field(default_factory=set)

    def cover_problems(self, unit, branch: OrganisationRef, start: date | None) -> dict[str, list[str]]:
        return cover_problems(
            unit, branch, start, self.covered.get(unit.pk), ended=self.uncovered.get(unit.pk),
            has_children=branch.id in self.parents,
        )  # fmt: skip


def record_units(
    rows: Sequence[UnitRow],
    *,
    by,
    into: Organisation | None = None,
    apply: bool,
    batch=None,
    progress: Progress = no_progress,
) -> Effect:
    """Write a list of units, or (apply=False) say what that would do. With any error nothing is written."""
    rows, effect = list(rows), Effect()
    if not rows:
        return effect
    with transaction.atomic():
        writing = Writing(by, batch)
        places = _plan(rows, writing, effect, by=by, into=into, lock=apply, progress=progress)
        if apply and not effect.errors:
            progress(len(rows), len(rows), _("Ghi vào sổ"))
            writing.write()
            effect.applied = True
            if effect.create or effect.update:
                record(
                    "units.recorded", by=by, organisation=batch.organisation if batch else common_organisation(places),
                    subject=batch, create=effect.create, update=effect.update, unchanged=effect.unchanged,
                )  # fmt: skip
    return effect


def _plan(rows: list[UnitRow], writing: Writing, effect: Effect, *, by, into, lock: bool, progress: Progress) -> list:
    places = read_places([row.place.id for row in rows if row.place], by=None, lock=lock)
    reach = by.reach(Action.MANAGE_UNIT) if by is not None else None
    if reach is not None and not reach:
        raise Refused(_("Đồng chí không có quyền quản lý thôn, bản, tổ dân phố ở nơi này."))
    known = _read(rows, places)
    seen: dict[Any, int] = {}
    for number, row in enumerate(rows):
        if number % 500 == 0:
            progress(number, len(rows), _("So với dữ liệu đã có"))
        say = _Say(row, effect)
        unit = _unit_of(row, known)
        _check_place(row, unit, places, reach, into, say)
        _check_twice(row, unit, known, seen, say)
        _check_texts(row, unit, say)
        if not say.wrong:
            if unit is None:
                _create(row, places[row.place.id], known, writing, say)
            else:
                _update(row, unit, places, known, writing, say)
    return list(places.values())


class _Say:
    """Objections to one row."""

    def __init__(self, row: UnitRow, effect: Effect):
        self.row, self.effect, self.wrong = row, effect, False

    def __call__(self, name: str, message: str, value: Any = None) -> None:
        self.wrong = True
        self.effect.errors.append(RowError(self.row.row, name, message, value))

    def ask(self, name: str, message: str) -> None:
        self.effect.questions.append(RowQuestion(self.row.row, name, message))

    def all(self, problems: dict[str, list[str]], names: dict[str, str] | None = None) -> None:
        for name, sentences in problems.items():
            for sentence in sentences:
                self((names or {}).get(name, name), sentence)


def _read(rows: list[UnitRow], places: dict) -> _Known:
    known = _Known()
    for some in chunks(sorted({row.code for row in rows if row.code}), CHUNK):
        found = ResidentialUnit.objects.filter(code__in=some).order_by().select_related("organisation")
        known.by_code |= {unit.code: unit for unit in found}
    for some in chunks(sorted(places), CHUNK):
        for unit in ResidentialUnit.objects.current().filter(organisation__in=some).order_by("pk"):
            known.by_name[(unit.organisation_id, fold(unit.commune), unit.folded_name)] = unit
    ids = sorted({unit.pk for unit in (*known.by_code.values(), *known.by_name.values())})
    for some in chunks(ids, CHUNK):
        for status in UnitStatus.objects.current().filter(unit__in=some).order_by("since", "pk"):
            known.first.setdefault(status.unit_id, status)
            known.last[status.unit_id] = status
        for row in UnitCoverage.objects.filter(unit__in=some).order_by("valid_to", "pk").select_related("branch"):
            if row.valid_to is None:
                known.covered[row.unit_id] = row
            else:
                known.uncovered[row.unit_id] = row.valid_to
    branches = sorted({row.branch.id for row in rows if row.branch})
    for some in chunks(branches, CHUNK):
        under = Organisation.objects.current().order_by().filter(parent__in=some)
        known.parents |= set(under.values_list("parent_id", flat=True))
    return known


def _unit_of(row: UnitRow, known: _Known) -> ResidentialUnit | None:
    if row.code:
        return known.by_code.get(row.code)
    return known.by_name.get(_name_key(row))


def _name_key(row: UnitRow) -> tuple[int, str, str]:
    return (row.place.id if row.place else 0, fold(row.commune or ""), fold(row.name or ""))


def _check_twice(row: UnitRow, unit, known: _Known, seen: dict, say: _Say) -> None:
    """One row for one unit; a name stands once in a commune."""
    name = _name_key(row) if unit is None else (unit.organisation_id, fold(row.commune or unit.commune), fold(row.name))
    for field_name, key in (("code", unit.pk if unit is not None else row.code), ("name", name)):
        if key and not say.wrong and seen.setdefault((field_name, key), row.row) != row.row:
            say(field_name, _("Đơn vị này đã có ở dòng %(row)d.") % {"row": seen[field_name, key]}, row.name)
    other = known.by_name.get(name)
    if not say.wrong and other is not None and (unit is None or other.pk != unit.pk):
        told = {"name": other.name, "code": other.code}
        say("name", _("Xã này đã có “%(name)s”, mã %(code)s; nếu là đơn vị đó thì ghi đúng mã.") % told, row.name)


def _check_place(row: UnitRow, unit, places: dict, reach, into, say: _Say) -> None:
    if row.place is None:
        if unit is None:
            say("place", _("Chưa rõ đơn vị này thuộc đảng ủy nào; hãy ghi mã hoặc tên đảng ủy xã."))
    elif places[row.place.id].valid_to is not None:
        say("place", _("“%(name)s” đã kết thúc hoạt động.") % {"name": row.place.name}, row.place.name)
    elif reach is not None and not reach.covers(row.place.path):
        say("place", _("Đồng chí không có quyền quản lý thôn, bản, tổ dân phố ở nơi này."), row.place.name)
    if unit is None:
        return
    outside = into is not None and not paths.contains(into.path, unit.organisation_path)
    if outside or (reach is not None and not reach.covers(unit.organisation_path)):
        say("code", _("Không dùng được mã này; hãy kiểm tra lại mã."), row.code)
    elif unit.valid_to is not None:
        told = {"name": unit.name, "day": format_date(unit.valid_to)}
        say("code", _("“%(name)s” đã kết thúc ngày %(day)s.") % told, row.code)


def _check_texts(row: UnitRow, unit, say: _Say) -> None:
    texts = {key: normalise(getattr(row, key) or "") for key in TEXTS if getattr(row, key) is not None}
    texts["name"] = normalise(row.name or "")
    if unit is None:
        texts.setdefault("commune", "")
    say.all(rules.text_problems(**texts) | household_problems(row.households))
    if row.code and len(row.code) > rules.LONGEST["code"]:
        say("code", _("Dài quá %(longest)d ký tự.") % {"longest": rules.LONGEST["code"]}, row.code)
    if row.state is not None and row.state not in UnitState.values:
        say("state", _("Không có tình trạng này."), row.state)
    if row.cause is not None and row.cause not in UnitCause.values:
        say("cause", _("Không có nguyên nhân này."), row.cause)
    if row.valid_from is not None and row.valid_from > timezone.localdate():
        say("valid_from", _("Ngày này ở sau ngày hôm nay."), row.valid_from)
    if row.state == UnitState.OWN_BRANCH and row.branch is None:
        say.ask("state", _("Ghi là có chi bộ nhưng chưa ghi chi bộ nào phụ trách."))
    if row.state in (UnitState.NO_MEMBERS, UnitState.MEMBERS_ONLY) and row.branch is not None:
        say.ask("state", _("Có chi bộ phụ trách mà tình trạng ghi là chưa có chi bộ; vẫn ghi theo danh sách."))


def _create(row: UnitRow, place, known: _Known, writing: Writing, say: _Say) -> None:
    said = {key: normalise(getattr(row, key) or "") for key in TEXTS}
    unit = ResidentialUnit(
        code=row.code or "", organisation_id=place.id, organisation_path=place.path,
        folded_name=fold(said["name"]), households=row.households, valid_from=row.valid_from,
        batch=writing.batch, created_at=writing.now, **said,
    )  # fmt: skip
    if row.branch is not None:
        start = row.since or row.valid_from
        problems = known.cover_problems(unit, row.branch, start)
        say.all(problems, {"on": "since"})
        if not problems:
            writing.covered(unit, row.branch.id, start, None)
    if row.state is not None:
        since = _since(row, say)
        say.all(state_problems(unit, since, row.state, row.cause or UnitCause.FIRST, None), {"on": "since"})
        if not say.wrong:
            writing.confirmed(unit, row.state, since, row.cause or UnitCause.FIRST)
    if not say.wrong:
        writing.new.append(unit)
        say.effect.create += 1


def _update(row: UnitRow, unit: ResidentialUnit, places: dict, known: _Known, writing: Writing, say: _Say) -> None:
    changed = _corrections(row, unit, known.first.get(unit.pk), places, say)
    current = known.covered.get(unit.pk)
    if row.branch is not None and (current is None or current.branch_id != row.branch.id):
        start = row.since or (timezone.localdate() if current is not None else row.valid_from)
        problems = known.cover_problems(unit, row.branch, start)
        say.all(problems, {"on": "since"})
        if not problems:
            writing.covered(unit, row.branch.id, start, current)
            changed = True
    last = known.last.get(unit.pk)
    if row.state is not None and (last is None or last.state != row.state):
        since, cause = _since(row, say), row.cause or (UnitCause.OTHER if last else UnitCause.FIRST)
        say.all(state_problems(unit, since, row.state, cause, last), {"on": "since"})
        if not say.wrong:
            writing.confirmed(unit, row.state, since, cause)
            changed = True
    elif row.state is not None and row.since is not None and row.since != last.since:
        told = {"day": format_date(last.since)}
        say.ask("since", _("Tình trạng này đã xác nhận từ ngày %(day)s; giữ ngày đã ghi.") % told)
    if say.wrong:
        return
    if changed:
        writing.changed.append(unit)
        say.effect.update += 1
    else:
        say.effect.unchanged += 1


def _corrections(row: UnitRow, unit: ResidentialUnit, first: UnitStatus | None, places: dict, say: _Say) -> bool:
    """Write what the row says otherwise into the unit; a blank cell leaves what is on record."""
    changed = False
    for key in TEXTS:
        text = normalise(getattr(row, key) or "")
        if text and text != getattr(unit, key):
            if key == "name" and fold(text) != unit.folded_name:
                message = _(
                    "Trên sổ là “%(before)s”, danh sách ghi “%(after)s”; ghi theo danh sách. "
                    "Nếu là đổi tên từ một ngày, hãy ghi đổi tên ở trang của đơn vị."
                )
                say.ask("name", message % {"before": unit.name, "after": text})
            setattr(unit, key, text)
            changed = True
    unit.folded_name = fold(unit.name)
    if row.households is not None and row.households != unit.households:
        unit.households, changed = row.households, True
    if row.valid_from is not None and unit.valid_from is None:
        if first is not None and first.since < row.valid_from:
            day = format_date(first.since)
            say("valid_from", _("Đã có tình trạng từ ngày %(day)s, trước ngày này.") % {"day": day}, row.valid_from)
        unit.valid_from, changed = row.valid_from, True
    elif row.valid_from is not None and row.valid_from != unit.valid_from:
        told = {"day": format_date(unit.valid_from)}
        say.ask("valid_from", _("Trên sổ ghi từ ngày %(day)s; giữ ngày trên sổ.") % told)
    if row.place is not None and row.place.id != unit.organisation_id:
        told = {"before": unit.organisation.name, "after": row.place.name}
        say.ask("place", _("Đơn vị này đang thuộc “%(before)s”; chuyển sang “%(after)s”.") % told)
        place = places[row.place.id]
        unit.organisation_id, unit.organisation_path, changed = place.id, place.path, True
    return changed


def _since(row: UnitRow, say: _Say) -> date:
    since = row.since or row.valid_from
    if since is None:
        since = timezone.localdate()
        told = {"day": format_date(since)}
        say.ask("state", _("Danh sách không ghi tình trạng này có từ ngày nào; ghi từ %(day)s.") % told)
    return since
