"""The process that opens a workbook from outside. Run by reader.py as a script; imports nothing of the project.

Parsers of office files can be made to ask for hundreds of gigabytes, and one of them then ends its whole process. So
they run here, under limits, with nothing at hand worth taking. What was read goes to standard output as JSON lines:

    ["sheet", name, hidden]                 a sheet begins
    ["rows", rows, dates, times, errors]    its next rows; then (row, column, value) within this block:
                                            ordinals of dates, ISO texts of date-times, codes of error cells
    ["end", first_row, note, at]            the sheet is complete, or `note` says where it was cut
    ["done"]                                nothing is missing
    ["failed", reason]                      the file cannot be read; reader.py has the sentence for it
"""

import csv
import io
import itertools
import json
import re
import sys
import threading
import zipfile
from datetime import date, datetime, time, timedelta

BLOCK = 500
LONGEST_CELL = 32_767
ERROR_CODES = frozenset(
    ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"]
)


class Failed(Exception):
    """The file cannot be read, for a reason reader.py knows by name."""


def main(path: str, kind: str, limits: dict) -> None:
    confine(limits)
    out = sys.stdout.buffer

    def send(*message) -> None:
        out.write(json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n")

    try:
        READERS[kind](path, limits, send)
    except Failed as reason:
        send("failed", str(reason))
    except MemoryError:
        send("failed", "memory")
    except BaseException as problem:  # a panic inside the Rust parser is a BaseException
        send("failed", "password" if type(problem).__name__ == "PasswordError" else "broken")
    else:
        send("done")
    out.flush()


def confine(limits: dict) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit
        return
    for name, value in (("RLIMIT_AS", "memory"), ("RLIMIT_CPU", "cpu"), ("RLIMIT_FSIZE", None), ("RLIMIT_CORE", None)):
        wanted = limits[value] if value else 0
        try:
            _soft, hard = resource.getrlimit(getattr(resource, name))
            if hard != resource.RLIM_INFINITY:
                wanted = min(wanted, hard)
            resource.setrlimit(getattr(resource, name), (wanted, wanted))
        except (ValueError, OSError):  # a system that knows the limit but does not let it be set (RLIMIT_AS on macOS)
            continue


class Sink:
    """Takes the rows of one sheet in order, cuts it to the limits and sends it in blocks."""

    def __init__(self, send, limits: dict, budget: list[int]):
        self.send, self.limits, self.budget = send, limits, budget
        self.rows, self.dates, self.times, self.errors = [], [], [], []
        self.first_row, self.number, self.blank = 1, 0, 0
        self.note, self.at = "", 0

    def skip_to(self, row: int) -> None:
        """The sheet's first value stands so far down that the blank rows above it are not sent."""
        self.first_row, self.number = row, row - 1

    def take(self, row: list, errors: dict[int, str] | None = None) -> bool:
        """One row; False when no more is wanted."""
        self.number += 1
        if len(row) > self.limits["columns"]:
            if not self.note and any(value not in ("", None) for value in row[self.limits["columns"] :]):
                self.note, self.at = "columns", self.limits["columns"]
            row = row[: self.limits["columns"]]
        here = len(self.rows) + self.blank
        cells = []
        for column, value in enumerate(row):
            if value is not None and value != "":
                if (kind := type(value)) is str:
                    if value[0] == "#" and value in ERROR_CODES:
                        self.errors.append((here, column, value))
                        value = 0
                elif kind is float:
                    if value.is_integer() and abs(value) < 9_007_199_254_740_992:
                        value = int(value)
                    elif value != value or value in (float("inf"), float("-inf")):
                        self.errors.append((here, column, "#NUM!"))
                        value = 0
                elif kind is date:
                    self.dates.append((here, column, value.toordinal()))
                    value = 0
                elif kind is datetime:
                    self.times.append((here, column, value.isoformat()))
                    value = 0
                elif kind is time:
                    value = value.isoformat()
                elif kind is timedelta:
                    value = str(value)
                elif kind is not int and kind is not bool:
                    value = str(value)
                cells.append(value)
            else:
                cells.append(None)
        for column, code in (errors or {}).items():
            if column < self.limits["columns"]:
                cells.extend([None] * (column + 1 - len(cells)))
                if cells[column] is None:
                    cells[column] = 0
                    self.errors.append((here, column, code))
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            self.blank += 1
            if self.blank >= self.limits["blank_rows"]:
                return False
            return True
        if self.number > self.limits["rows"]:
            raise Failed("rows")
        self.budget[0] -= len(cells)
        if self.budget[0] < 0:
            raise Failed("cells")
        self.rows.extend([] for _ in range(self.blank))
        self.blank = 0
        self.rows.append(cells)
        if len(self.rows) >= BLOCK:
            self.flush()
        return True

    def flush(self) -> None:
        if self.rows:
            self.send("rows", self.rows, self.dates, self.times, self.errors)
            self.rows, self.dates, self.times, self.errors = [], [], [], []

    def stopped_at(self, row: int) -> None:
        """Something was left unread from this row on."""
        self.note, self.at = "blank", row

    def end(self) -> None:
        self.flush()
        self.send("end", self.first_row, self.note, self.at)


def read_calamine(path: str, limits: dict, send) -> None:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(path)
    scan = ErrorScan(path) if zipfile.is_zipfile(path) else None
    budget = [limits["cells"]]
    for meta in book.sheets_metadata:
        if meta.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        send("sheet", meta.name, meta.visible is not python_calamine.SheetVisibleEnum.Visible)
        sink = Sink(send, limits, budget)
        if sheet.start is not None:
            errors = scan.errors_of(meta.name) if scan else {}
            read_calamine_sheet(sheet, sink, errors, limits)
        sink.end()
    if scan:
        scan.finish()


def read_calamine_sheet(sheet, sink: Sink, errors: dict, limits: dict) -> None:
    first, last = sheet.start[0] + 1, sheet.end[0] + 1
    rows = enumerate(sheet.iter_rows(), start=1)  # from row 1 and column A, wherever the first value stands
    if first > limits["blank_rows"]:
        sink.skip_to(first)
        rows = itertools.islice(rows, first - 1, None)
    for number, row in rows:
        if not sink.take(row, errors.get(number)):
            if number < last:
                sink.stopped_at(number + 1)
            break


class ErrorScan:
    """Finds the error cells of an .xlsx, which calamine reports as empty, while calamine is at work on the same file.

    Reading the parts to their end also checks their CRC.
    """

    def __init__(self, path: str):
        self.path = path
        self.found: dict[str, dict[int, dict[int, str]]] = {}
        self.ready: dict[str, threading.Event] = {}
        self.problem: BaseException | None = None
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            self.parts = sheet_parts(archive) if "xl/workbook.xml" in names else {}
        self.ready = {name: threading.Event() for name in self.parts}
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        try:
            with zipfile.ZipFile(self.path) as archive:
                for name, part in self.parts.items():
                    self.found[name] = error_cells(archive, part)
                    self.ready[name].set()
                for part in archive.namelist():
                    if part not in self.parts.values() and part.lower().endswith((".xml", ".rels")):
                        with archive.open(part) as stream:
                            while stream.read(1 << 20):
                                pass
        except BaseException as problem:
            self.problem = problem
        finally:
            for event in self.ready.values():
                event.set()

    def errors_of(self, name: str) -> dict[int, dict[int, str]]:
        if name in self.ready:
            self.ready[name].wait()
        if self.problem:
            raise Failed("broken")
        return self.found.get(name, {})

    def finish(self) -> None:
        self.thread.join()
        if self.problem:
            raise Failed("broken")


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the part that holds its cells."""
    from xml.etree import ElementTree

    targets = {}
    for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
        target = relation.get("Target", "")
        targets[relation.get("Id")] = target.lstrip("/") if target.startswith("/") else "xl/" + target
    names = set(archive.namelist())
    parts = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
            if targets.get(relation) in names:
                parts[element.get("name", "")] = targets[relation]
    return parts


_ERROR_TYPE = re.compile(rb"""\st\s*=\s*["']e["']""")
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]{0,400})>(?:\s*<(?:\w+:)?f\b[^<>]{0,400}(?:/>|>[^<]{0,9000}</[\w:]+>))?"
                         rb"\s*<(?:\w+:)?v>\s*([^<]{1,20}?)\s*</")
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_REACH = 16_384  # no cell of type error is longer than this, formula included


def error_cells(archive: zipfile.ZipFile, part: str) -> dict[int, dict[int, str]]:
    """{row from 1: {column from 0: code}}, found without parsing what is not an error cell."""
    found: dict[int, dict[int, str]] = {}
    with archive.open(part) as stream:
        buffer, checked = b"", 0
        while True:
            chunk = stream.read(1 << 20)
            buffer += chunk
            limit = len(buffer) - (_REACH if chunk else 0)
            for hit in _ERROR_TYPE.finditer(buffer, checked):
                if hit.start() >= limit:
                    break
                start = buffer.rfind(b"<", max(0, hit.start() - 400), hit.start())
                cell = _ERROR_CELL.match(buffer, start) if start >= 0 else None
                place = _REFERENCE.search(cell[1]) if cell else None
                if place:
                    column = 0
                    for letter in place[1].upper():
                        column = column * 26 + letter - 64
                    code = cell[2].decode("ascii", "replace")
                    found.setdefault(int(place[2]), {})[column - 1] = code if code in ERROR_CODES else "#N/A"
            if not chunk:
                return found
            checked = max(0, limit)
            drop = max(0, checked - 400)
            buffer, checked = buffer[drop:], checked - drop


def read_slowly(path: str, limits: dict, send) -> None:
    """openpyxl row by row: for the workbook whose far-off cells make calamine ask for more memory than there is."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    budget = [limits["cells"]]
    for sheet in book.worksheets:
        send("sheet", sheet.title, sheet.sheet_state != "visible")
        sink = Sink(send, limits, budget)
        sheet.reset_dimensions()
        seen = False
        for row in sheet.iter_rows(max_col=16_384, values_only=True):
            row = [midnight(value) if type(value) is datetime else value for value in row]
            if not seen:  # blank rows above the first value do not end the sheet
                seen = any(value is not None for value in row)
                if not seen:
                    sink.skip_to(sink.number + 2)
                    continue
                if sink.number <= limits["blank_rows"]:
                    leading, sink.first_row, sink.number = sink.number, 1, 0
                    for _ in range(leading):
                        sink.take([])
            if not sink.take(row):
                sink.stopped_at(sink.number + 1)
                break
        sink.end()


def midnight(value: datetime) -> date | datetime:
    return value.date() if value.time() == time() else value


def read_csv(path: str, limits: dict, send) -> None:
    import unicodedata

    with open(path, "rb") as stream:
        text = decode(stream.read())
    csv.field_size_limit(LONGEST_CELL)
    sink = Sink(send, limits, [limits["cells"]])
    send("sheet", "", False)
    if match := re.match(r"sep=(.)\r?\n", text, re.IGNORECASE):
        delimiter, text = match[1], "\n" + text[match.end() :]
    else:
        delimiter = delimiter_of(text)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for row in rows:
            row = [unicodedata.normalize("NFC", value.replace("\0", "")) for value in row]
            if not sink.take([value if value.strip() else "" for value in row]):
                if any(any(row) for row in rows):
                    sink.stopped_at(sink.number + 1)
                break
    except csv.Error:
        raise Failed("quotes") from None
    sink.end()


def decode(content: bytes) -> str:
    """UTF-8, UTF-16 or windows-1258, with or without (several) byte-order marks."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif content[:4000:2].count(0) > len(content[:4000]) // 8:
        encodings = ["utf-16-be"]
    elif content[1:4000:2].count(0) > len(content[:4000]) // 8:
        encodings = ["utf-16-le"]
    else:
        encodings = ["utf-8", "cp1258"]
    for encoding in encodings:
        try:
            return content.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
    raise Failed("encoding")


def delimiter_of(text: str) -> str:
    """The sign that cuts the first lines into the same number of fields, more than one."""
    sample = [line for line in text[:64_000].splitlines()[:40] if line.strip()]
    best, best_score = ",", (0.0, 0)
    for delimiter in "\t;,":
        try:
            counts = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        except csv.Error:
            continue
        if counts:
            usual = max(set(counts), key=lambda count: (counts.count(count) if count > 1 else 0, count))
            score = (counts.count(usual) / len(counts), usual) if usual > 1 else (0.0, 0)
            if score > best_score:
                best, best_score = delimiter, score
    return best


READERS = {"xlsx": read_calamine, "xls": read_calamine, "ods": read_calamine, "slow": read_slowly, "csv": read_csv}

if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
