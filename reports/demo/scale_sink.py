"""Rows straight into a table: COPY on PostgreSQL, one prepared INSERT on SQLite. Only for made-up data in bulk."""

import io
from collections.abc import Iterable, Sequence

from django.db import connection, models

_AT_ONCE = 20_000


class Sink:
    """Takes tuples of the named columns; every other column gets its model's default, the same for all rows.

    Values are ready for the database: text without tabs or backslashes, whole numbers, dates as ISO text, None, bool.
    """

    def __init__(self, model: type[models.Model], *names: str):
        self.model = model
        self.count = 0
        fields = {field.attname: field for field in model._meta.concrete_fields}
        rest = [field for name, field in fields.items() if name not in names]
        self._constants = tuple(_prepared(field) for field in rest)
        self._columns = [fields[name].column for name in names] + [field.column for field in rest]
        self._rows: list[Sequence] = []

    def add(self, rows: Iterable[Sequence]) -> None:
        self._rows.extend(rows)
        if len(self._rows) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        rows, self._rows = self._rows, []
        if not rows:
            return
        self.count += len(rows)
        quote = connection.ops.quote_name
        table = quote(self.model._meta.db_table)
        columns = ", ".join(quote(column) for column in self._columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                tail = "".join("\t" + _text(value) for value in self._constants) + "\n"
                text = io.StringIO("".join("\t".join(map(_text, row)) + tail for row in rows))
                cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", text)
            else:
                holes = ", ".join(["%s"] * len(self._columns))
                # Names of our own models, values as parameters.
                statement = f"INSERT INTO {table} ({columns}) VALUES ({holes})"  # noqa: S608
                constants = self._constants
                cursor.executemany(statement, [(*row, *constants) for row in rows])


def _prepared(field):
    return field.get_db_prep_save(field.get_default(), connection)


def _text(value) -> str:
    if type(value) is str:
        return value
    if value is None:
        return "\\N"
    if value is True:
        return "t"
    if value is False:
        return "f"
    return str(value)
