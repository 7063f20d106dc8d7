"""Reading a list from a file and writing it into the records: a trial run is the real one without its last step.

What kinds of list there are is not known here: a kind (membership.exchange.registry.ListKind) brings the columns that
read the cells and the bulk domain function that writes the rows.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from membership.base.sheets.cells import cell_name, place_of
from membership.base.sheets.header import HeaderMatch, data_rows
from membership.base.sheets.reader import Sheet, UnreadableFile, Workbook, read_workbook
from membership.base.speech import quote
from membership.domain.column_memory import recall
from membership.domain.effects import Effect, Progress, RowError, no_progress
from membership.domain.errors import Refused
from membership.domain.import_layout import doubts_about_layout, takes_several_rows
from membership.domain.import_sheet import FileRefused, header_texts, locate, match_header, plain
from membership.models import Organisation


@dataclass(frozen=True)
class Problem:
    """An error or a doubt as a person finds it again: in which sheet and cell. Without both it is about the file."""

    message: str
    sheet: str | None = None
    cell: str | None = None
    column: str | None = None
    value: Any = None

    def as_dict(self) -> dict:
        return {
            "sheet": self.sheet,
            "cell": self.cell,
            "column": self.column,
            "value": self.value,
            "message": self.message,
        }


@dataclass
class ImportOutcome:
    """What a trial run found, or a real one did. create + update + unchanged + rows with errors = rows."""

    sheet: str = ""
    header_row: int | None = None
    header: dict[str, str] = field(default_factory=dict)  # column key -> header as written
    mapping: dict[str, int] = field(default_factory=dict)  # column key -> place, from 0
    unknown_columns: list[str] = field(default_factory=list)
    rows: int = 0
    create: int = 0
    update: int = 0
    unchanged: int = 0
    rows_in_error: int = 0
    errors: list[Problem] = field(default_factory=list)
    questions: list[Problem] = field(default_factory=list)
    applied: bool = False
    sha256: str = ""

    def as_dict(self) -> dict:
        return {
            "rows": self.rows,
            "create": self.create,
            "update": self.update,
            "unchanged": self.unchanged,
            "errors": [problem.as_dict() for problem in self.errors],
            "questions": [problem.as_dict() for problem in self.questions],
        }


@dataclass
class Draft:
    """A list that has been read and cleaned, not yet weighed against the records."""

    kind: Any
    into: Organisation | None
    outcome: ImportOutcome
    rows: list = field(default_factory=list)
    cell_errors: list[RowError] = field(default_factory=list)
    cells: dict[int, Any] = field(default_factory=dict)  # row number -> cells as found
    first_row: int = 1
    places: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Whether the file itself is wrong, so that there are no rows to speak of."""
        return any(problem.sheet is None for problem in self.outcome.errors)

    def problem(self, error) -> Problem:
        """An objection to a row, at the cell of its field or else at the first cell that was read."""
        mapping, cells = self.outcome.mapping, self.cells.get(error.row, ())
        key = next((key for key in (error.field, *self.places.get(error.field, ())) if key in mapping), None)
        if key is None:
            key = min(mapping, key=mapping.get)
        index = mapping[key]
        return Problem(
            message=str(error.message),
            sheet=self.outcome.sheet,
            cell=cell_name(error.row, index),
            column=self.outcome.header.get(key, key),
            value=plain(cells[index]) if index < len(cells) else None,
        )


@contextmanager
def _no_cycle_hunting() -> Iterator[None]:
    """Python looks through all living objects for cycles every few thousand new ones; a list of 50 000 rows has none,
    and the looking took a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def try_or_apply(
    kind,
    path: str | Path,
    filename: str = "",
    *,
    into: Organisation | None,
    by,
    apply: bool,
    batch=None,
    sheet: str | None = None,
    header_row: int | None = None,
    mapping: dict[str, int] | None = None,
    progress: Progress = no_progress,
) -> ImportOutcome:
    """Read the list, say what it would do, and with `apply` and no error do it in one transaction."""
    draft = read_list(
        kind, path, filename, into=into, sheet=sheet, header_row=header_row, mapping=mapping, progress=progress
    )
    return weigh(draft, by=by, apply=apply, batch=batch, progress=progress)


@_no_cycle_hunting()
def read_list(
    kind,
    path: str | Path,
    filename: str = "",
    *,
    into: Organisation | None,
    sheet: str | None = None,
    header_row: int | None = None,
    mapping: dict[str, int] | None = None,
    edits: dict[str, str] | None = None,
    progress: Progress = no_progress,
) -> Draft:
    """Find the list in the file and clean its cells; every problem of the file and of single cells is told at once.

    `edits`: what cells of the list are to say instead (the file itself stays as it came).
    """
    filename = filename or Path(path).name
    draft = Draft(kind, into, ImportOutcome())
    if into is None and not kind.into_may_be_empty:
        draft.outcome.errors.append(
            Problem(_("Chưa nói nhập tệp %(file)s vào tổ chức nào.") % {"file": quote(filename, 120)})
        )
        return draft
    progress(0, 0, _("Đọc tệp"))
    try:
        workbook = read_workbook(path, filename=filename)
        draft.outcome.sha256 = workbook.sha256
        resource = kind.resource(into)
        memory = recall(kind.code, into) if mapping is None else None
        found, match = locate(
            workbook, resource, filename, sheet=sheet, header_row=header_row, mapping=mapping, memory=memory
        )
        _edit(found, edits or {})
        _take(draft, resource, workbook, found, match, filename, progress)
    except (UnreadableFile, FileRefused) as error:
        draft.outcome.errors.append(Problem(str(error)))
    return draft


@_no_cycle_hunting()
def weigh(
    draft: Draft, *, by, apply: bool, batch=None, only_valid: bool = False, progress: Progress = no_progress
) -> ImportOutcome:
    """Compare the list with the records; with `apply`, and no error anywhere, write it.

    `only_valid`: rows with errors are left out, and told; the others are counted and written without them.
    """
    outcome = draft.outcome
    if draft.refused:
        return outcome
    flawed = {error.row for error in draft.cell_errors}
    write = apply and not flawed and not outcome.errors and not only_valid

    def record(rows, write: bool) -> Effect:
        return draft.kind.record(rows, by=by, into=draft.into, apply=write, batch=batch, progress=progress)

    try:
        effect = record(draft.rows, write)
        wrong = flawed | {error.row for error in effect.errors}
        if only_valid:
            _leave_out(draft, effect, wrong, record, apply)
        elif flawed and any(row.row in flawed for row in draft.rows):
            # The whole list was weighed to find every error; the counts are of the rows that have none.
            clean = record([row for row in draft.rows if row.row not in wrong], False)
            settled = clean.create + clean.update + clean.unchanged
            effect.create = clean.create + outcome.rows - len(wrong) - settled
            effect.update, effect.unchanged = clean.update, clean.unchanged
    except Refused as refusal:
        outcome.errors.extend(Problem(text) for texts in refusal.messages.values() for text in texts)
        return outcome
    errors = sorted(
        [*draft.cell_errors, *effect.errors],
        key=lambda error: (error.row, outcome.mapping.get(error.field, -1)),
    )
    outcome.errors.extend(draft.problem(error) for error in errors)
    outcome.questions.extend(draft.problem(doubt) for doubt in effect.questions)
    outcome.create, outcome.update, outcome.unchanged = effect.create, effect.update, effect.unchanged
    outcome.rows_in_error = len(wrong)
    outcome.applied = effect.applied
    return outcome


def _leave_out(draft: Draft, effect: Effect, wrong: set[int], record, apply: bool) -> None:
    """Count, and with `apply` write, the rows that stand without those in error; rows that fail without them go too."""
    while True:
        left = [row for row in draft.rows if row.row not in wrong]
        clean = record(left, False)
        if not clean.errors:
            break
        wrong |= {error.row for error in clean.errors}
        effect.errors += clean.errors
    if apply and left:
        clean = record(left, True)
        if clean.errors:
            raise Refused(_("Dữ liệu vừa đổi trong lúc ghi; hãy chạy thử lại."))
    effect.create, effect.update, effect.unchanged = clean.create, clean.update, clean.unchanged
    effect.questions, effect.applied = clean.questions, clean.applied


# --- reading the rows -----------------------------------------------------------------------------------------------


def _edit(sheet: Sheet, edits: dict[str, str]) -> None:
    """What was said in the browser stands in place of what the file says; only cells that the sheet has."""
    for cell, text in edits.items():
        row, column = place_of(cell)
        index = row - sheet.first_row
        if 0 <= index < len(sheet.rows) and column < len(sheet.rows[index]):
            sheet.rows[index] = [
                (text or None) if place == column else value for place, value in enumerate(sheet.rows[index])
            ]


def _take(
    draft: Draft, resource, workbook: Workbook, sheet: Sheet, match: HeaderMatch, filename: str, progress: Progress
) -> None:
    outcome, shift = draft.outcome, sheet.first_row - 1
    texts = header_texts(sheet, match)
    outcome.sheet = sheet.name
    outcome.header_row = match.row + shift
    outcome.mapping = dict(sorted(match.mapping.items(), key=lambda item: item[1]))
    outcome.header = {key: texts.get(place, resource.fields[key].title) for key, place in outcome.mapping.items()}
    outcome.unknown_columns = [text for _place, text in match.unknown]
    outcome.questions.extend(_doubts_about_sheet(workbook, resource, sheet, match, texts))
    listed = []
    below = ((number + shift, cells) for number, cells in data_rows(sheet.rows, match))
    for number, cells, speaks in resource.passed_over(below, outcome.mapping):
        if speaks:
            listed.append((number, cells))
        else:
            outcome.questions.append(_passed_over(sheet, number, cells, resource.understood.get(number)))
    outcome.errors.extend(_passed_over(sheet, number, draft_row, said) for number, draft_row, said in resource.unknown)
    if not listed:
        raise FileRefused(
            _("Tệp %(file)s, trang tính %(sheet)s không có dòng nào dưới dòng tiêu đề.")
            % {"file": quote(filename, 120), "sheet": quote(sheet.name)}
        )
    if takes_several_rows(texts, listed):
        message = _(
            "Tệp %(file)s, trang tính %(sheet)s ghi mỗi người trên nhiều dòng; hãy chuyển mỗi người về một dòng rồi "
            "gửi lại."
        )
        raise FileRefused(message % {"file": quote(filename, 120), "sheet": quote(sheet.name)})
    outcome.questions.extend(
        Problem(message, sheet=sheet.name, cell=cell_name(row, place))
        for row, place, message in doubts_about_layout(sheet, match, resource, listed)
    )
    draft.first_row, draft.places = sheet.first_row, resource.places
    draft.cells = dict(listed)
    outcome.rows = len(listed)
    reading = resource.read(listed, outcome.mapping, progress, fonts=workbook.fonts)
    draft.rows, draft.cell_errors = reading.rows, reading.errors
    outcome.questions.extend(draft.problem(doubt) for doubt in reading.questions)


def _doubts_about_sheet(workbook, resource, sheet: Sheet, match: HeaderMatch, texts) -> Iterable[Problem]:
    if sheet.left_out:
        yield Problem(sheet.left_out, sheet=sheet.name)
    row = match.row + sheet.first_row - 1
    for key, places in match.duplicate:
        for place in places:
            if place != match.mapping.get(key):
                yield Problem(
                    _("Cột này cũng được hiểu là %(title)s; chỉ đọc cột ở ô %(cell)s.")
                    % {"title": quote(resource.fields[key].title), "cell": cell_name(row, match.mapping[key])},
                    sheet=sheet.name,
                    cell=cell_name(row, place),
                    column=texts.get(place),
                    value=texts.get(place),
                )
    for other in workbook.sheets:
        if other is sheet:
            continue
        found = match_header(other, resource)
        if found is not None and not resource.missing(found.mapping, data_rows(other.rows, found)):
            yield Problem(
                _("Trang tính %(other)s cũng có một danh sách; lần này chỉ đọc trang tính %(sheet)s.")
                % {"other": quote(other.name), "sheet": quote(sheet.name)},
                sheet=other.name,
            )


def _passed_over(sheet: Sheet, number: int, cells, understood: str | None = None) -> Problem:
    place, cell = next((place, cell) for place, cell in enumerate(cells) if cell not in (None, ""))
    return Problem(
        understood or _("Dòng này không phải là một dòng của danh sách nên bỏ qua."),
        sheet=sheet.name,
        cell=cell_name(number, place),
        value=plain(cell),
    )
