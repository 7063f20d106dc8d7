"""Write many rows at once: ids reserved before the rows, so that related rows need no second look."""

from collections.abc import Iterable, Sequence

from django.db import connection, models


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """`count` primary keys that nobody else will get. Call inside the transaction that uses them.

    PostgreSQL draws them from the table's sequence; SQLite has one writer at a time, so the next numbers
    after the largest ever given are free until the transaction ends.
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
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        last = row[0] if row else 0
        return list(range(last + 1, last + 1 + count))


def insert(model: type[models.Model], rows: Sequence[models.Model], *, batch_size: int = 2000) -> None:
    """Insert prepared rows (ids set or not) without reading anything back."""
    if rows:
        model._default_manager.bulk_create(rows, batch_size=batch_size)


def chunks(items: Sequence, size: int) -> Iterable[Sequence]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
