"""Reading a workbook that came from outside.

`read_workbook` looks at the file (what it is, how far it unpacks), then has it parsed in a child process under limits
(child.py), and gives plain values back. Whatever is wrong becomes an `UnreadableFile` whose text is a sentence for the
person who sent the file.
"""

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from ..numbers import format_integer
from ..speech import quote
from ..speech import translate as _
from .archive import SPREADSHEET_NAMES, check_parts, fonts_of, sniff
from .limits import DEFAULT, Limits
from .refusals import UnreadableFile, unreadable

__all__ = ["DEFAULT", "ErrorCell", "Limits", "Sheet", "UnreadableFile", "Value", "Workbook", "read_workbook", "sniff"]

CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True)
class ErrorCell:
    """A cell whose formula failed: #N/A, #REF! …"""

    code: str

    def __str__(self) -> str:
        return self.code


Value = str | int | float | bool | date | datetime | ErrorCell | None


@dataclass
class Sheet:
    """One sheet. All rows are equally long; rows[0] is row 1 unless `first_row` says otherwise.

    `left_out` is empty, or a sentence on what was not read because it stood far from everything else.
    `hidden_rows`: the numbers of rows that are not in sight, as far as the format tells (.xlsx and web pages).
    """

    name: str
    hidden: bool
    rows: list[list[Value]]
    first_row: int = 1
    left_out: str = ""
    hidden_rows: frozenset[int] = frozenset()


@dataclass
class Workbook:
    """`fonts`: the names its styles use (.xlsx only), a signal for text from before Unicode."""

    sheets: list[Sheet] = field(default_factory=list)
    sha256: str = ""
    kind: str = ""
    fonts: tuple[str, ...] = ()


def read_workbook(path: str | os.PathLike, *, filename: str = "", limits: Limits = DEFAULT) -> Workbook:
    """The sheets of an .xlsx, .xlsm, .xls, .ods or .csv file, or of a web page saved under such a name.

    `filename` is the name the sender knows it by.
    """
    path = Path(path).absolute()
    filename = filename or path.name
    deadline = time.monotonic() + limits.wall
    size = path.stat().st_size
    if size > limits.file:
        raise unreadable("size", filename, limits)
    kind = sniff(path)
    if kind == "csv" and filename.lower().rstrip().endswith(SPREADSHEET_NAMES):
        kind = "text"  # a letter renamed .xlsx would otherwise be read as a list of one column
    if kind not in ("xlsx", "xls", "ods", "csv", "html"):
        raise unreadable(kind, filename, limits)
    if kind in ("xlsx", "ods"):
        check_parts(path, filename, limits)
    with Path(path).open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    try:
        sheets = _read_in_child(path, kind, limits, deadline)
    except _ChildFailed as failure:
        if kind != "xlsx" or failure.reason not in ("aborted", "memory", "broken"):
            raise unreadable(failure.reason, filename, limits) from None
        try:
            sheets = _read_in_child(path, "slow", limits, deadline)
        except _ChildFailed as second:
            raise unreadable(second.reason, filename, limits) from None
    if not any(sheet.rows for sheet in sheets):
        raise unreadable("blank", filename, limits)
    return Workbook(sheets, sha256, kind, fonts_of(path) if kind == "xlsx" else ())


# --- the child ---------------------------------------------------------------------------------------------------


class _ChildFailed(Exception):
    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def _read_in_child(path: Path, kind: str, limits: Limits, deadline: float) -> list[Sheet]:
    # _inherited only: nothing in the environment that could be worth stealing or could change what Python loads
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    process = subprocess.Popen(
        [_python(), "-I", "-X", "utf8", str(CHILD), str(path), kind, json.dumps(asdict(limits))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        close_fds=True,
    )
    timed_out = threading.Event()

    def stop() -> None:
        timed_out.set()
        process.kill()

    clock = threading.Timer(max(0.0, deadline - time.monotonic()), stop)
    clock.daemon = True
    clock.start()
    try:
        sheets = _receive(process.stdout, limits)
    except _ChildFailed as failure:
        if failure.reason == "aborted" and timed_out.is_set():
            raise _ChildFailed("slow") from None
        if failure.reason == "aborted" and process.wait() == -24:
            raise _ChildFailed("slow") from None
        raise
    finally:
        clock.cancel()
        process.kill()
        process.stdout.close()
        process.wait()
    return sheets


_INHERITED = ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP")


def _python() -> str:
    """The interpreter itself: under uWSGI or mod_wsgi sys.executable is the server."""
    if Path(sys.executable).name.lower().startswith("python"):
        return sys.executable
    for candidate in ("bin/python3", "bin/python", "Scripts/python.exe", "python.exe"):
        if (found := Path(sys.prefix, candidate)).exists():
            return str(found)
    return sys.executable


def _receive(stream, limits: Limits) -> list[Sheet]:
    """The child's answer, checked against the limits once more."""
    sheets: list[Sheet] = []
    left = limits.answer
    while True:
        line = stream.readline(min(left, limits.answer) + 1)
        left -= len(line)
        if left < 0:
            raise _ChildFailed("cells")
        if not line.endswith(b"\n"):
            raise _ChildFailed("aborted")
        try:
            message = json.loads(line)
            what = message[0]
            if what == "rows":
                _take_rows(sheets[-1], message, limits)
            elif what == "sheet":
                sheets.append(Sheet(str(message[1]), bool(message[2]), []))
            elif what == "hidden":
                sheets[-1].hidden_rows = frozenset(map(int, message[1]))
            elif what == "end":
                _complete(sheets[-1], message)
            elif what == "failed":
                raise _ChildFailed(str(message[1]))
            elif what == "done":
                return sheets
        except (ValueError, IndexError, TypeError, KeyError):
            raise _ChildFailed("aborted") from None


def _take_rows(sheet: Sheet, message: list, limits: Limits) -> None:
    _what, rows, dates, times, errors = message
    for row, column, ordinal in dates:
        rows[row][column] = date.fromordinal(ordinal)
    for row, column, text in times:
        rows[row][column] = datetime.fromisoformat(text)
    for row, column, code in errors:
        rows[row][column] = ErrorCell(code)
    sheet.rows.extend(rows)
    if len(sheet.rows) > limits.rows:
        raise _ChildFailed("rows")


def _complete(sheet: Sheet, message: list) -> None:
    _what, sheet.first_row, note, at = message
    width = max(map(len, sheet.rows), default=0)
    for row in sheet.rows:
        if len(row) < width:
            row.extend([None] * (width - len(row)))
    if note == "blank":
        sheet.left_out = _(
            "Trang tính %(sheet)s có phần sau một quãng dài toàn dòng trống, từ dòng %(row)s trở đi, không được đọc."
        ) % {"sheet": quote(sheet.name), "row": format_integer(at)}
    elif note == "columns":
        sheet.left_out = _(
            "Trang tính %(sheet)s có dữ liệu ở các cột sau cột thứ %(column)s; các cột đó không được đọc."
        ) % {"sheet": quote(sheet.name), "column": format_integer(at)}
