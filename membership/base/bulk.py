"""Write many rows at once: ids reserved before the rows, so that related rows need no second look."""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Protocol

from django.db import connection, models
from django.db.models.base import ModelState


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """`count` primary keys that nobody else will get. Call inside the transaction that uses them.

    PostgreSQL draws them from the table's sequence; SQLite keeps the same counter in `sqlite_sequence`.
    """
    if count <= 0:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{table}"', model._meta.pk.column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        # The counter moves at once, so that a second call before the rows are written gives other numbers.
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq", [count, table])
        row = cursor.fetchone()
        if row is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
        last = row[0] - count if row else 0
        return list(range(last + 1, last + 1 + count))


class Watcher(Protocol):
    """Somebody who is told of every row that is written in bulk: a receipt that may have to be taken back."""

    def made(self, model: type[models.Model], rows: Sequence[models.Model]) -> None: ...

    def changing(self, model: type[models.Model], keys: Sequence, fields: Sequence[str]) -> None: ...


_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Tell a watcher of what is written in bulk until the block ends."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def insert(model: type[models.Model], rows: Sequence[models.Model], *, batch_size: int = 2000) -> None:
    """Insert prepared rows without reading anything back: COPY on PostgreSQL when ids are set, else INSERT."""
    if not rows:
        return
    if connection.vendor == "postgresql" and all(row.pk is not None for row in rows):
        for chunk in chunks(rows, 20_000):
            _copy(model, chunk)
    else:
        model._base_manager.bulk_create(rows, batch_size=batch_size)
    if watcher := _watcher.get():
        watcher.made(model, rows)


def amend(model: type[models.Model], keys: Sequence, **values) -> None:
    """Give the same values to many rows, some thousand at a time."""
    for chunk in chunks(keys, 2000):
        if watcher := _watcher.get():
            watcher.changing(model, chunk, list(values))
        model._base_manager.filter(pk__in=chunk).update(**values)


def update_some(model: type[models.Model], rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write the named fields of rows of which nothing else is known."""
    if watcher := _watcher.get():
        watcher.changing(model, [row.pk for row in rows], fields)
    model._base_manager.bulk_update(rows, fields, batch_size=500)


def upsert(model: type[models.Model], rows: Sequence[models.Model], fields: Sequence[str], *, size: int = 1000) -> None:
    """Write the named fields of rows that exist: many times quicker than bulk_update of many columns."""
    if rows:
        if watcher := _watcher.get():
            watcher.changing(model, [row.pk for row in rows], fields)
        model._base_manager.bulk_create(
            rows,
            batch_size=size,
            update_conflicts=True,
            unique_fields=[model._meta.pk.name],
            update_fields=list(fields),
        )


def maker(model: type[models.Model]) -> Callable[..., models.Model]:
    """A function that builds rows for `insert` ten times quicker than the model's own constructor.

    It takes column attributes (`organisation_id`, not `organisation`), fills in the defaults and sends no signals.
    """
    static, computed = {}, {}
    for field in model._meta.concrete_fields:
        default = field._get_default
        (computed if field.has_default() and callable(field.default) else static)[field.attname] = default
    static = {name: default() for name, default in static.items()}

    def make(**values):
        row = model.__new__(model)
        row._state = ModelState()
        row.__dict__.update(static)
        row.__dict__.update(values)
        for name, default in computed.items():
            if name not in values:
                row.__dict__[name] = default()
        return row

    return make


def chunks(items: Sequence, size: int) -> Iterable[Sequence]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


# --- COPY ----------------------------------------------------------------------------------------------------------
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copy(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    names = [field.attname for field in fields]
    as_json = {field.attname for field in fields if isinstance(field, models.JSONField)}
    text = io.StringIO()
    for row in rows:
        text.write("\t".join(_values(row.__dict__, names, as_json)))
        text.write("\n")
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN", text)


def _values(row: dict, names: list[str], as_json: set[str]) -> Iterator[str]:
    for name in names:
        value = row[name]
        if name in as_json:
            value = json.dumps(value, ensure_ascii=False)
        if value is None:
            yield "\\N"
        elif type(value) is bool:
            yield "t" if value else "f"
        elif isinstance(value, str):
            # Members of TextChoices print as their names; their text is the value.
            yield str.__str__(value).translate(_ESCAPES)
        elif isinstance(value, date | datetime):
            yield value.isoformat()
        else:
            yield str(value)
