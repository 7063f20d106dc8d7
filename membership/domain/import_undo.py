"""Take an import back: what nobody went on with goes, what somebody did stays and is named.

Rows that a list made hang together (a person, their events, the fact of admission): they go together or not at all. A
row that was there before gets back those columns that still say what the list wrote.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.bulk import chunks, upsert
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.effects import Progress, no_progress
from membership.domain.errors import Refused, Stale
from membership.domain.import_traces import columns_of, digest_of, model_of, plain
from membership.domain.tree_check import mend
from membership.models import ImportBatch, ImportState, ImportTrace, Organisation

SHOWN = 200
PER_QUERY = 2000

# Tables that are computed from others: (table, its column, the table it is computed from). They never hold a row back.
PROJECTIONS: list[tuple[type[models.Model], str, type[models.Model]]] = []
# Called with the model and the keys of its rows that were taken back, to compute anew what follows from them.
AFTERWARDS: list = []

Node = tuple[type[models.Model], Any]


@dataclass(frozen=True)
class Kept:
    """A row that stays, and why. `model`, `key` let a page link to it."""

    model: type[models.Model]
    key: Any
    name: str
    why: str


@dataclass
class Survey:
    """What taking the import back would do. Numbers by the name of what is counted."""

    taken: dict[str, int] = field(default_factory=dict)
    restored: dict[str, int] = field(default_factory=dict)
    stays: int = 0
    kept: list[Kept] = field(default_factory=list)  # the first of those that stay
    deletions: dict[type[models.Model], list] = field(default_factory=dict)
    restorations: dict[type[models.Model], dict[Any, dict[str, Any]]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.deletions and not self.restorations

    def as_dict(self) -> dict:
        return {
            "taken": self.taken,
            "restored": self.restored,
            "stays": self.stays,
            "kept": [{"name": each.name, "why": each.why} for each in self.kept],
        }


def survey(batch: ImportBatch, progress: Progress = no_progress) -> Survey:
    """Compare everything the list made and changed with what is there now."""
    made: dict[type[models.Model], dict[Any, str]] = defaultdict(dict)
    changed: dict[type[models.Model], dict[Any, tuple[dict, dict]]] = defaultdict(dict)
    for trace in ImportTrace.objects.filter(batch=batch).order_by("pk").iterator(chunk_size=20):
        if trace.made:
            made[model_of(trace)].update((key, digest) for key, digest in trace.rows)
        else:
            changed[model_of(trace)].update((key, (before, after)) for key, before, after in trace.rows)
    look = _Look(made, changed)
    total = sum(map(len, made.values())) + sum(map(len, changed.values()))
    done = 0
    for model in [*made, *(model for model in changed if model not in made)]:
        look.read(model)
        done += len(made.get(model, ())) + len(changed.get(model, ()))
        progress(done, total, _("So với những gì đã đổi từ khi nhập"))
    look.find_followers()
    return look.sum_up()


class _Look:
    """Which rows are as the list left them, and which hang together."""

    def __init__(self, made, changed):
        self.made, self.changed = made, changed
        self.touched: dict[Node, str] = {}
        self.names: dict[Node, str] = {}
        self.conflicts: dict[Node, list[str]] = {}
        self._leader: dict[Node, Node] = {}

    # Rows that hang together have one leader.
    def _lead(self, node: Node) -> Node:
        while (above := self._leader.setdefault(node, node)) != node:
            self._leader[node] = self._leader[above]
            node = above
        return node

    def _join(self, one: Node, other: Node) -> None:
        one, other = self._lead(one), self._lead(other)
        if one != other:
            self._leader[one] = other

    def read(self, model: type[models.Model]) -> None:
        own, others = self.made.get(model, {}), self.changed.get(model, {})
        links = [
            (each.attname, each.remote_field.model._meta.concrete_model)
            for each in model._meta.concrete_fields
            if each.remote_field is not None
            and each.remote_field.model._meta.concrete_model in {*self.made, *self.changed}
        ]
        names, own_columns = [each.attname for each in model._meta.concrete_fields], columns_of(model)
        for some in chunks([*own, *others], PER_QUERY):
            seen = set()
            for values in model._base_manager.filter(pk__in=some).values_list(*names):
                row = dict(zip(names, values, strict=True))
                key = row[model._meta.pk.attname]
                seen.add(key)
                node = (model, key)
                self._lead(node)
                self.names[node] = str(row.get("full_name") or row.get("name") or "")
                for column, remote in links:
                    other = row[column]
                    if other is not None and (
                        other in self.made.get(remote, ()) or other in self.changed.get(remote, ())
                    ):
                        self._join(node, (remote, other))
                if key in own:
                    if digest_of(row[name] for name in own_columns) != own[key]:
                        self.touched[node] = _("đã được sửa, ghi thêm từ khi nhập")
                else:
                    _before, after = others[key]
                    moved = [
                        name for name, value in after.items() if plain(_typed(model, name, value)) != plain(row[name])
                    ]
                    if moved:
                        self.conflicts[node] = moved
            for gone in set(some) - seen:
                self._forget(model, gone)

    def _forget(self, model, key) -> None:
        self.made.get(model, {}).pop(key, None)
        self.changed.get(model, {}).pop(key, None)

    def find_followers(self) -> None:
        """Rows of others that refer to what the list made: somebody went on with it."""
        computed = {(model, column) for model, column, _of in PROJECTIONS}
        for model, own in self.made.items():
            for relation in model._meta.related_objects:
                follower, column = relation.related_model, relation.field.attname
                if (follower, relation.field.name) in computed or follower is ImportTrace:
                    continue
                mine = self.made.get(follower, {})
                for some in chunks(list(own), PER_QUERY):
                    rows = follower._base_manager.filter(**{f"{column}__in": some}).values_list("pk", column)
                    for key, at in rows.iterator(chunk_size=PER_QUERY):
                        if key not in mine and key not in self.changed.get(follower, {}):
                            words = {"what": follower._meta.verbose_name}
                            self.touched[model, at] = _("đã có ghi chép khác gắn vào (%(what)s)") % words

    def sum_up(self) -> Survey:
        found = Survey()
        makers = {self._lead((model, key)) for model, own in self.made.items() for key in own}
        held: dict[Node, str] = {self._lead(node): why for node, why in self.touched.items()}
        for node in self.conflicts:
            if self._lead(node) in makers:
                held.setdefault(self._lead(node), _("đã được sửa, ghi thêm từ khi nhập"))
        for model, own in self.made.items():
            free = [key for key in own if self._lead((model, key)) not in held]
            if free:
                found.deletions[model] = free
                found.taken[str(model._meta.verbose_name)] = len(free)
            self._keep(found, model, [key for key in own if self._lead((model, key)) in held], held)
        for model, others in self.changed.items():
            back: dict[Any, dict[str, Any]] = {}
            for key, (before, _after) in others.items():
                if self._lead((model, key)) in held:
                    continue
                moved = self.conflicts.get((model, key), ())
                values = {name: _typed(model, name, value) for name, value in before.items() if name not in moved}
                if moved:
                    words = ", ".join(str(model._meta.get_field(_field(model, name)).verbose_name) for name in moved)
                    self._name(found, model, key, _("giữ lại điều đã sửa sau đó: %(fields)s") % {"fields": words})
                if values:
                    back[key] = values
            if back:
                found.restorations[model] = back
                found.restored[str(model._meta.verbose_name)] = len(back)
        return found

    def _keep(self, found: Survey, model, keys: Iterable, held: dict[Node, str]) -> None:
        for key in keys:
            found.stays += 1
            if self.names.get((model, key)):
                self._name(found, model, key, held[self._lead((model, key))])

    def _name(self, found: Survey, model, key, why: str) -> None:
        if len(found.kept) < SHOWN:
            found.kept.append(Kept(model, key, self.names.get((model, key)) or str(model._meta.verbose_name), why))


def _field(model: type[models.Model], attname: str) -> str:
    return next(each.name for each in model._meta.concrete_fields if each.attname == attname)


def _typed(model: type[models.Model], attname: str, value: Any) -> Any:
    """A value that came through JSON as the column holds it."""
    return model._meta.get_field(_field(model, attname)).to_python(value) if value is not None else None


# --- doing it ---------------------------------------------------------------------------------------------------------


def begin_undo(*, by, batch: ImportBatch, version: int, reason: str) -> int:
    """Take the right to take this import back, once. Returns the version that the undo goes under."""
    reason = normalise(reason)
    if not reason:
        raise Refused(_("Cần ghi lý do thu hồi."), field="reason")
    if len(reason) > 300:
        raise Refused(_("Lý do dài quá 300 chữ."), field="reason")
    if not ImportTrace.objects.filter(batch=batch).exists():
        raise Refused(_("Danh sách này không ghi thêm, không sửa gì nên không có gì để thu hồi."))
    ready = ImportBatch.objects.filter(
        pk=batch.pk, version=version, state__in=(ImportState.APPLIED, ImportState.UNDOING)
    )
    if not ready.update(state=ImportState.UNDOING, undo_reason=reason, version=F("version") + 1):
        raise Stale(_("Danh sách này vừa được thu hồi ở cửa sổ khác."))
    batch.refresh_from_db()
    return batch.version


def take_back(*, by, batch: ImportBatch, version: int, progress: Progress = no_progress) -> Survey:
    """Undo what nobody went on with; the receipt stays and says so. Inside the transaction that ends the job."""
    with transaction.atomic():
        held = (
            ImportBatch.objects.select_for_update()
            .filter(pk=batch.pk, version=version, state=ImportState.UNDOING)
            .first()
        )
        if held is None:
            raise Stale(_("Danh sách này vừa được thu hồi ở cửa sổ khác."))
        found = survey(held, progress)
        _take(found, progress)
        held.state, held.undone_by, held.undone_at = ImportState.UNDONE, by, timezone.now()
        held.counts = held.counts | {"undo": found.as_dict()}
        held.version += 1
        held.save()
        record(
            "list.taken_back", by=by, organisation=held.organisation, subject=held, kind=held.kind,
            reason=held.undo_reason, taken=sum(found.taken.values()), restored=sum(found.restored.values()),
            stays=found.stays,
        )  # fmt: skip
    batch.refresh_from_db()
    return found


def _take(found: Survey, progress: Progress) -> None:
    for model, column, of in PROJECTIONS:
        for some in chunks(found.deletions.get(of, []), PER_QUERY):
            _erase(model._base_manager.filter(**{f"{column}__in": some}))
    total = sum(map(len, found.deletions.values())) or 1
    done = 0
    for model in _leaves_first(list(found.deletions)):
        for some in chunks(found.deletions[model], PER_QUERY):
            _erase(model._base_manager.filter(pk__in=some))
            done += len(some)
            progress(done, total, _("Thu hồi"))
    for model, rows in found.restorations.items():
        by_columns: dict[tuple[str, ...], list] = defaultdict(list)
        for key, values in rows.items():
            by_columns[tuple(sorted(values))].append(key)
        for columns, keys in by_columns.items():
            for some in chunks(keys, PER_QUERY):
                present = list(model._base_manager.filter(pk__in=some))
                for row in present:
                    for name in columns:
                        setattr(row, name, rows[row.pk][name])
                upsert(model, present, [_field(model, name) for name in columns])
    for follow in AFTERWARDS:
        for model, keys in [
            *found.deletions.items(),
            *((model, list(rows)) for model, rows in found.restorations.items()),
        ]:
            follow(model, keys)


def _erase(rows: models.QuerySet) -> None:
    """Rows whose whole cluster goes: no cascade is wanted, the database itself checks that nothing hangs loose."""
    rows._raw_delete(connection.alias)


def _leaves_first(tables: list[type[models.Model]]) -> list[type[models.Model]]:
    """Tables in an order in which whatever refers to a row goes before it."""
    ordered: list[type[models.Model]] = []

    def visit(model, above=()):
        if model in ordered or model in above:
            return
        for relation in model._meta.related_objects:
            if relation.related_model in tables:
                visit(relation.related_model, (*above, model))
        ordered.append(model)

    for model in tables:
        visit(model)
    return ordered


def _mend_tree(model: type[models.Model], _keys: list) -> None:
    """Parents went back to what they were: the paths follow."""
    if model is Organisation:
        mend()


AFTERWARDS.append(_mend_tree)
