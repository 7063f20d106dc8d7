"""Write what a list of organisations comes to: the number of queries follows the list, never the tree."""

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base import paths
from membership.base.bulk import amend, chunks, insert, reserve_ids, update_some, upsert
from membership.base.text import fold, normalise
from membership.domain import copies
from membership.domain.effects import Progress
from membership.domain.errors import Refused
from membership.domain.organisation_plan import DEEPEST, OrganisationRow, Plan, parents_on_record
from membership.domain.tree import normalise_code
from membership.models import Organisation, OrganisationName, Placement, within

CHUNK = 5000
FEW = 500  # rows of one UPDATE with a value each
RANGES = 100  # subtrees of one query


def write(plan: Plan, *, by, progress: Progress) -> None:
    """Inside the transaction that checked the plan."""
    total = len(plan.new) + len(plan.corrected)
    ids = dict(zip((key for key, _row in plan.new), reserve_ids(Organisation, len(plan.new)), strict=True))
    new_paths = _Paths(plan, ids)
    for number, some in enumerate(chunks(plan.corrected, CHUNK)):
        _correct({known.id: changes for known, _row, changes in some})
        progress(number * CHUNK + len(some), total, _("Ghi thay đổi"))
    found = sorted(((new_paths.of(ids[key]), key, row) for key, row in plan.new), key=lambda each: len(each[0]))
    for number, some in enumerate(chunks(found, CHUNK)):
        _found(some, ids, plan, by)
        progress(len(plan.corrected) + number * CHUNK + len(some), total, _("Ghi tổ chức mới"))
    if plan.moved:
        _move(plan, ids, new_paths, by)


class _Paths:
    """The path of any organisation once the list is written: its parent's, as the list or the record has it."""

    def __init__(self, plan: Plan, ids: dict[int, int]):
        wanted = [*ids, *(known.id for known in plan.moved)]
        self.parents = parents_on_record(plan.on_record.values())
        self.parents |= {ids.get(key, key): ids.get(plan.parent[key], plan.parent[key]) for key in wanted}
        self._known: dict[int | None, str] = {None: ""}

    def of(self, identifier: int) -> str:
        trail = []
        at: int | None = identifier
        while at not in self._known:
            trail.append(at)
            at = self.parents.get(at)
        path = self._known[at]
        for step in reversed(trail):
            path = self._known[step] = paths.child(path, step)
        return path


def _found(found: list[tuple[str, int, OrganisationRow]], ids: dict[int, int], plan: Plan, by) -> None:
    organisations, placements, names = [], [], []
    placement_ids, name_ids = reserve_ids(Placement, len(found)), reserve_ids(OrganisationName, len(found))
    for number, (path, key, row) in enumerate(found):
        parent = ids.get(plan.parent[key], plan.parent[key])
        days = {"organisation_id": ids[key], "valid_from": row.founded_on, "recorded_by": by}
        called = {"name": normalise(row.name), "kind": normalise(row.kind or "")}
        called["folded_name"] = fold(called["name"])
        organisations.append(
            Organisation(
                pk=ids[key],
                code=normalise_code(row.code),
                type_code=row.type_code or "",
                type_text=normalise(row.type_text or ""),
                parent_id=parent,
                path=path,
                valid_from=row.founded_on,
                **called,
            )
        )
        placements.append(Placement(pk=placement_ids[number], parent_id=parent, **days))
        names.append(OrganisationName(pk=name_ids[number], **called, **days))
    insert(Organisation, organisations)
    insert(Placement, placements)
    insert(OrganisationName, names)


def _correct(changes: dict[int, dict]) -> None:
    """Names, labels, types and founding days. The name in use is corrected in place, as a list gives no day."""
    organisations = []
    for some in chunks(list(changes), FEW):
        organisations += Organisation.objects.filter(pk__in=some)
    for organisation in organisations:
        for name, value in changes[organisation.pk].items():
            setattr(organisation, name, value)
        organisation.folded_name = fold(organisation.name)
        organisation.version += 1
    columns = ("name", "folded_name", "kind", "type_code", "type_text", "valid_from", "version")
    upsert(Organisation, organisations, columns)
    named = {each.pk: each for each in organisations if {"name", "kind"} & changes[each.pk].keys()}
    for some in chunks(list(named), FEW):
        rows = list(OrganisationName.objects.filter(organisation__in=some, valid_to=None))
        for row in rows:
            now = named[row.organisation_id]
            row.name, row.folded_name, row.kind = now.name, now.folded_name, now.kind
        upsert(OrganisationName, rows, ("name", "folded_name", "kind"))
    founded = {key: changed["valid_from"] for key, changed in changes.items() if "valid_from" in changed}
    for some in chunks(list(founded), FEW):
        _begin(Placement, some, founded)
        _begin(OrganisationName, some, founded)


def _begin(model, some: list[int], founded: dict[int, date]) -> None:
    """The first row of an organisation's history begins with its founding."""
    first = {}
    for row in model.objects.filter(organisation__in=some):  # ordered by day, so the first met is the first
        first.setdefault(row.organisation_id, row)
    for key, row in first.items():
        row.valid_from = founded[key]
    upsert(model, list(first.values()), ("valid_from",))


def _move(plan: Plan, ids: dict[int, int], new_paths: _Paths, by) -> None:
    """Other parents as of today: the parents, the placements, and the paths of everything below."""
    today = timezone.localdate()
    parents = {known.id: ids.get(plan.parent[known.id], plan.parent[known.id]) for known in plan.moved}
    for some in chunks(list(parents), FEW):
        update_some(Organisation, [Organisation(pk=key, parent_id=parents[key]) for key in some], ["parent"])
        opened = Placement.objects.filter(organisation__in=some, valid_to=None)
        replaced = list(opened.filter(valid_from=today))
        for placement in replaced:
            placement.parent_id, placement.recorded_by = parents[placement.organisation_id], by
        upsert(Placement, replaced, ("parent", "recorded_by"))
        closing = set(some) - {placement.organisation_id for placement in replaced}
        amend(Placement, [row.pk for row in opened.filter(organisation__in=closing)], valid_to=today)
        days = {"valid_from": today, "recorded_by": by}
        numbered = zip(reserve_ids(Placement, len(closing)), sorted(closing), strict=True)
        insert(
            Placement,
            [Placement(pk=pk, organisation_id=key, parent_id=parents[key], **days) for pk, key in numbered],
        )
    _follow(plan, new_paths)


def _follow(plan: Plan, new_paths: _Paths) -> None:
    """Everything below what moved, and all copies of the paths."""
    present: dict[int, str] = {}
    for some in chunks(paths.topmost([known.path for known in plan.moved]), RANGES):
        ranges = Q()
        for path in some:
            ranges |= within(path, "path")
        present |= dict(Organisation.objects.order_by().filter(ranges).values_list("pk", "path"))
    for key, parent in parents_on_record(present.values()).items():
        new_paths.parents.setdefault(key, parent)
    changed = {key: new for key, old in present.items() if (new := new_paths.of(key)) != old}
    if any(paths.depth(path) > DEEPEST for path in changed.values()):
        raise Refused(_("Sau khi chuyển, cây tổ chức sẽ quá %d cấp.") % DEEPEST)
    for some in chunks(sorted(changed), FEW):
        Organisation.objects.bulk_update([Organisation(pk=key, path=changed[key]) for key in some], ["path"])
        copies.refresh(some)
