"""What a list made and changed, kept with its receipt: enough to take it back while nobody has gone on with it."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from membership.base.bulk import chunks
from membership.models import ImportBatch, ImportTrace

PER_TRACE = 2000
# Columns that follow the tree or count amendments: when they move nobody has said anything new about the row.
FOLLOWING = frozenset({"path", "organisation_path", "class_path"})


class Recorder:
    """Told of every row written in bulk (membership.base.bulk.watched_by); `keep` puts it down with the batch."""

    def __init__(self) -> None:
        self._made: dict[type[models.Model], dict[Any, models.Model]] = {}
        self._before: dict[type[models.Model], dict[Any, dict[str, Any]]] = {}
        self._rewritten: dict[type[models.Model], set] = {}

    def made(self, model: type[models.Model], rows: Sequence[models.Model]) -> None:
        self._made.setdefault(model, {}).update((row.pk, row) for row in rows)

    def changing(self, model: type[models.Model], keys: Sequence, fields: Sequence[str]) -> None:
        own = self._made.get(model, {})
        self._rewritten.setdefault(model, set()).update(key for key in keys if key in own)
        known = self._before.setdefault(model, {})
        names = _columns(model, fields)
        wanted = [key for key in keys if key not in own and not set(names) <= set(known.get(key, ()))]
        for some in chunks(wanted, PER_TRACE):
            for key, *values in model._base_manager.filter(pk__in=some).values_list("pk", *names):
                before = known.setdefault(key, {})
                for name, value in zip(names, values, strict=True):
                    before.setdefault(name, value)

    def keep(self, batch: ImportBatch) -> None:
        """Write the traces. Inside the transaction of the import, as its last word."""
        traces = []
        for model, rows in self._made.items():
            label, again = model._meta.label, self._rewritten.get(model, set())
            names = columns_of(model)
            digests = {
                key: digest_of(row.__dict__[name] for name in names) for key, row in rows.items() if key not in again
            }
            digests |= dict(present(model, sorted(again)))
            traces += [ImportTrace(batch=batch, table=label, made=True, rows=some) for some in _pairs(digests)]
        for model, before in self._before.items():
            changed = _changed(model, before)
            traces += [
                ImportTrace(batch=batch, table=model._meta.label, made=False, rows=_as_json(list(some)))
                for some in chunks(changed, PER_TRACE)
            ]
        ImportTrace.objects.bulk_create(traces, batch_size=50)


def _pairs(digests: dict) -> Iterable[list]:
    for some in chunks(list(digests.items()), PER_TRACE):
        yield [[key, digest] for key, digest in some]


def _changed(model: type[models.Model], before: dict[Any, dict[str, Any]]) -> list[list]:
    """[key, as it was, as it is now] of the rows in which something is now otherwise."""
    found = []
    for some in chunks(list(before), PER_TRACE):
        names = sorted({name for key in some for name in before[key]})
        for key, *values in model._base_manager.filter(pk__in=some).values_list("pk", *names):
            now = dict(zip(names, values, strict=True))
            old = {name: value for name, value in before[key].items() if plain(value) != plain(now[name])}
            if old:
                found.append([key, old, {name: now[name] for name in old}])
    return found


def _as_json(rows: list) -> list:
    return json.loads(json.dumps(rows, cls=DjangoJSONEncoder))


# --- what a row says, in a form that can be compared later ------------------------------------------------------------


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns by which a row is known to be untouched."""
    return [field.attname for field in model._meta.concrete_fields if field.attname not in FOLLOWING]


def _columns(model: type[models.Model], fields: Sequence[str]) -> list[str]:
    return [name for name in (model._meta.get_field(field).attname for field in fields) if name not in FOLLOWING]


def present(model: type[models.Model], keys: Sequence) -> Iterable[tuple[Any, str]]:
    """(key, digest as of now) of rows that are still there."""
    names = columns_of(model)
    for some in chunks(list(keys), PER_TRACE):
        for key, *values in model._base_manager.filter(pk__in=some).values_list("pk", *names):
            yield key, digest_of(values)


def digest_of(values: Iterable[Any]) -> str:
    said = "\x1f".join(map(plain, values))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def plain(value: Any) -> str:
    """A value as text, the same whether it was just set or read from either database."""
    if value is None:
        return "\x00"
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return format(Decimal(str(value)).normalize(), "f")
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return str(value)


def model_of(trace: ImportTrace) -> type[models.Model]:
    return apps.get_model(trace.table)
