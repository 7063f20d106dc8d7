"""A list as a django-import-export Resource: its declared columns serve reading and writing alike.

Cells are cleaned column by column, each distinct value once; rows then become the row objects of the bulk domain
functions, which alone write. import-export's own row-by-row writing is not used.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from import_export.resources import Resource

from membership.base.encodings import decode, examine
from membership.base.sheets.footer import MOST_CELLS, foot_length
from membership.base.speech import quote
from membership.domain.effects import Progress, RowError, RowQuestion, no_progress
from membership.exchange.columns import Column, is_blank
from membership.exchange.matching import Lookups
from membership.exchange.month_first import doubt_month_first
from membership.models import Organisation

Row = Sequence[Any]


@dataclass
class Reading:
    """What a list says: row objects as far as the cells allow, and what is wrong with the others.

    Rows with a wrong cell are there too where they can be told apart (`flawed` holds their numbers), so that the
    domain's own objections to them come in the same answer.
    """

    rows: list = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    questions: list[RowQuestion] = field(default_factory=list)

    @property
    def flawed(self) -> set[int]:
        return {error.row for error in self.errors}


def _speaks(row: Row, index: int) -> bool:
    return index < len(row) and not is_blank(row[index])


def _decoded(row: Row, encodings: dict[int, str]) -> Row:
    mended = list(row)
    for index, encoding in encodings.items():
        if index < len(mended) and isinstance(mended[index], str):
            mended[index] = decode(mended[index], encoding)
    return mended


class ListResource(Resource):
    """Base of the five lists."""

    # Without these cells a row is nobody and nothing can be said about it.
    vital: tuple[str, ...] = ()
    # At least one column of each group must be there.
    one_of: tuple[tuple[str, ...], ...] = ()
    # Where an objection of the domain is shown when no column has the name of its field.
    places: dict[str, tuple[str, ...]] = {}

    def __init__(self, into: Organisation | None = None):
        super().__init__()
        self.lookups = Lookups(into)
        self.understood: dict[int, str] = {}  # row that is no data -> what it was taken for
        self.unknown: list[tuple[int, Row, str]] = []  # (row, cells, why a title of rows below is an error)
        for key, column in self.fields.items():
            column.key = key

    @property
    def columns(self) -> list[Column]:
        return list(self.fields.values())

    @property
    def written_columns(self) -> list[Column]:
        """Those of an export and of an empty form: whole columns, no parts."""
        return [column for column in self.columns if not column.part_of]

    # --- reading -------------------------------------------------------------------------------------------------

    def missing(self, keys: Iterable[str], rows: Iterable[tuple[int, Row]] = ()) -> list[str]:
        """Titles of the columns a list needs and does not have; rows between the others may say it instead."""
        keys = set(keys)
        keys |= {column.part_of for column in self.columns if column.key in keys}
        titles = [column.title for column in self.columns if column.required and column.key not in keys]
        for group in self.one_of:
            if keys.isdisjoint(group) and not self.may_do_without(group, rows):
                titles.append(_(" hoặc ").join(self.fields[key].title for key in group))
        return titles

    def may_do_without(self, group: tuple[str, ...], rows: Iterable[tuple[int, Row]] = ()) -> bool:
        return False

    def read(
        self,
        rows: Sequence[tuple[int, Row]],
        mapping: dict[str, int],
        progress: Progress = no_progress,
        fonts: Sequence[str] = (),
    ) -> Reading:
        """Clean every cell of the mapped columns, then make the row objects. `rows`: (number in the sheet, cells).

        `fonts`: what fonts the workbook uses, a signal for text from before Unicode.
        """
        reading = Reading()
        rows = self._in_unicode(rows, mapping, fonts, reading)
        cells: dict[str, list] = {}
        total = len(rows)
        for done, (key, index) in enumerate(mapping.items()):
            progress(total * done // len(mapping), total, _("Kiểm tra từng ô"))
            column = self.fields[key]
            column.widget.bind(self.lookups)
            cells[key] = self._read_column(column, index, rows, reading.errors)
            if column.kind == "date":
                reading.errors.extend(doubt_month_first(key, index, rows))
        wrong = {(error.row, error.field) for error in reading.errors}
        self.finish_columns(cells, rows, reading)
        vital = [key for key in self.vital if key in cells]
        for position, (number, _cells) in enumerate(rows):
            if any((number, key) in wrong for key in vital):
                continue
            row = self.make_row(number, {key: values[position] for key, values in cells.items()}, reading, wrong)
            if row is not None:
                reading.rows.append(row)
        return reading

    def _in_unicode(self, rows, mapping: dict[str, int], fonts: Sequence[str], reading: Reading):
        """The rows with the columns that an old font wrote (TCVN3, VNI) read as they were meant; each is told of."""
        columns = {key: [row[index] for _number, row in rows if index < len(row)] for key, index in mapping.items()}
        found = {key: examine(values, fonts) for key, values in columns.items()}
        sure = {each.encoding for each in found.values() if each.sure}
        if len(sure) == 1:
            beside = sure.pop()
            found = {key: examine(values, fonts, beside=beside) for key, values in columns.items()}
        mended: dict[int, str] = {}
        for key, diagnosis in found.items():
            if not diagnosis.encoding:
                continue
            index = mapping[key]
            old, new = diagnosis.examples[0]
            at = next(number for number, row in rows if index < len(row) and row[index] == old)
            words = {"encoding": diagnosis.encoding, "old": quote(old), "new": quote(new)}
            if diagnosis.sure:
                mended[index] = diagnosis.encoding
                message = _(
                    "Cột này gõ bằng phông chữ cũ (%(encoding)s); đã đọc lại thành chữ Unicode, ví dụ %(old)s là "
                    "%(new)s. Hãy xem các tên đã đúng chưa."
                )
            else:
                message = _(
                    "Cột này có lẽ gõ bằng phông chữ cũ (%(encoding)s), %(old)s có lẽ là %(new)s, nhưng ít chữ nên "
                    "chưa chắc; đã giữ nguyên. Nếu đúng thế, hãy gõ lại bằng Unicode rồi gửi lại tệp."
                )
            reading.questions.append(RowQuestion(at, key, message % words))
        if not mended:
            return rows
        return [(number, _decoded(row, mended)) for number, row in rows]

    @staticmethod
    def _read_column(column: Column, index: int, rows: Sequence[tuple[int, Row]], errors: list[RowError]) -> list:
        seen: dict[tuple, tuple[Any, str]] = {}
        values = []
        for number, row in rows:
            cell = row[index] if index < len(row) else None
            known = seen.get((cell.__class__, cell))
            if known is None:
                try:
                    known = (column.read(cell), "")
                except ValueError as error:
                    known = (None, str(error))
                seen[(cell.__class__, cell)] = known
            value, message = known
            if message:
                errors.append(RowError(number, column.key, message, cell))
            values.append(value)
        return values

    def finish_columns(self, cells: dict[str, list], rows, reading: Reading) -> None:
        """A last look at whole columns before rows are made."""

    def make_row(self, number: int, cells: dict[str, Any], reading: Reading, wrong: set) -> Any:
        """The row object, or None when it cannot be told what the row is about."""
        raise NotImplementedError

    def passed_over(self, rows: Iterable[tuple[int, Row]], mapping: dict[str, int]) -> Iterator[tuple[int, Row, bool]]:
        """(number, cells, whether it is a row of the list: not its foot, and a mapped cell says something)"""
        rows = list(rows)
        places = sorted(set(mapping.values()))
        end = len(rows) - foot_length([row for _number, row in rows], lambda row: self._is_short_data(row, mapping))
        for position, (number, row) in enumerate(rows):
            yield number, row, position < end and any(map(partial(_speaks, row), places))

    def _is_short_data(self, row: Row, mapping: dict[str, int]) -> bool:
        """Whether few cells are enough for a row of a list with so few columns."""
        spoken = sum(map(partial(_speaks, row), set(mapping.values())))
        if len(mapping) > 2 * MOST_CELLS - 1 or 2 * spoken < len(mapping):
            return False
        needed = [mapping[column.key] for column in self.columns if column.required and column.key in mapping]
        groups = [[mapping[key] for key in group if key in mapping] for group in self.one_of]
        return all(map(partial(_speaks, row), needed)) and all(
            any(map(partial(_speaks, row), group)) for group in groups if group
        )

    # --- writing -------------------------------------------------------------------------------------------------

    def queryset(self, queryset):
        """The rows to export with all that the columns need."""
        return queryset.select_related("organisation")

    def enrich(self, instances: list) -> None:
        """Look up what several rows need at once."""

    def writers(self, columns: Iterable[Column]) -> list[Callable[[Any], Any]]:
        """One function per column that gives an instance's cell."""
        return [self._writer(column) for column in columns]

    def _writer(self, column: Column) -> Callable[[Any], Any]:
        dehydrate = getattr(self, column.get_dehydrate_method(column.key), None)
        if dehydrate is not None:
            return dehydrate
        get, render = column.get_value, column.widget.render
        return lambda instance: render(get(instance), instance)
