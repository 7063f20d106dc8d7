"""The process that opens a workbook from outside. Run by reader.py as a script; imports nothing of the project.

Parsers of office files can be made to ask for hundreds of gigabytes, and one of them then ends its whole process. So
they run here, under limits, with nothing at hand worth taking. What was read goes to standard output as JSON lines:

    ["sheet", name, hidden]                 a sheet begins
    ["rows", rows, dates, times, errors]    its next rows; then (row, column, value) within this block:
                                            ordinals of dates, ISO texts of date-times, codes of error cells
    ["hidden", rows]                        the numbers of rows that a filter or a person has hidden
    ["end", first_row, note, at]            the sheet is complete, or `note` says where it was cut
    ["done"]                                nothing is missing
    ["failed", reason]                      the file cannot be read; reader.py has the sentence for it
"""

import contextlib
import csv
import io
import itertools
import json
import re
import sys
import threading
import unicodedata
import zipfile
from datetime import date, datetime, time, timedelta
from html.parser import HTMLParser
from pathlib import Path

BLOCK = 500
LONGEST_BLOCK = 4_000_000  # characters
LONGEST_CELL = 32_767
ERROR_CODE = re.compile(r"#(?:N/A|GETTING_DATA|[A-Z0-9/]{2,12}[!?])")  # Excel keeps adding some: #SPILL!, #CALC!


class Failed(Exception):
    """The file cannot be read, for a reason reader.py knows by name."""


def main(path: str, kind: str, limits: dict) -> None:
    confine(limits)
    out = sys.stdout.buffer

    def send(*message) -> None:
        out.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n")

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
    wanted = {"RLIMIT_AS": limits["memory"], "RLIMIT_CPU": limits["cpu"], "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, value in wanted.items():
        with contextlib.suppress(ValueError, OSError):  # macOS knows RLIMIT_AS but does not let it be set
            _soft, hard = resource.getrlimit(getattr(resource, name))
            if hard != resource.RLIM_INFINITY:
                value = min(value, hard)
            most = value
            if name == "RLIMIT_CPU" and (hard == resource.RLIM_INFINITY or hard > value):
                most = value + 1  # so that it ends by SIGXCPU, not by the SIGKILL that could mean anything
            resource.setrlimit(getattr(resource, name), (value, most))


class Sink:
    """Takes the rows of one sheet in order, cuts it to the limits and sends it in blocks."""

    def __init__(self, send, limits: dict, budget: list[int]):
        self.send, self.limits, self.budget = send, limits, budget
        self.rows, self.dates, self.times, self.errors = [], [], [], []
        self.first_row, self.number, self.blank, self.length = 1, 0, 0, 0
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
                    if value[0] == "#" and ERROR_CODE.fullmatch(value):
                        self.errors.append((here, column, value))
                        value = 0
                    else:
                        self.length += len(value)
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
                elif kind is timedelta or kind is not int and kind is not bool:
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
            return self.blank < self.limits["blank_rows"]
        if self.number > self.limits["rows"]:
            raise Failed("rows")
        self.budget[0] -= len(cells)
        if self.budget[0] < 0:
            raise Failed("cells")
        self.rows.extend([] for _ in range(self.blank))
        self.blank = 0
        self.rows.append(cells)
        if len(self.rows) >= BLOCK or self.length > LONGEST_BLOCK:
            self.flush()
        return True

    def flush(self) -> None:
        if self.rows:
            self.budget[1] -= self.length
            if self.budget[1] < 0:  # one shared text named by a million cells
                raise Failed("cells")
            self.send("rows", self.rows, self.dates, self.times, self.errors)
            self.rows, self.dates, self.times, self.errors = [], [], [], []
            self.length = 0

    def stopped_at(self, row: int) -> None:
        """Something was left unread from this row on."""
        self.note, self.at = "blank", row

    def end(self, hidden=()) -> None:
        self.flush()
        if hidden:
            self.send("hidden", sorted(hidden)[: self.limits["rows"]])
        self.send("end", self.first_row, self.note, self.at)


def read_calamine(path: str, limits: dict, send) -> None:
    import python_calamine

    content = io.BytesIO(Path(path).read_bytes())  # by path calamine would believe the extension
    book = python_calamine.CalamineWorkbook.from_filelike(content)
    scan = ErrorScan(path) if zipfile.is_zipfile(path) else None
    budget = [limits["cells"], limits["answer"]]
    for meta in book.sheets_metadata:
        if meta.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        send("sheet", meta.name, meta.visible is not python_calamine.SheetVisibleEnum.Visible)
        sink = Sink(send, limits, budget)
        if sheet.start is not None:
            errors = scan.errors_of(meta.name) if scan else {}
            read_calamine_sheet(sheet, sink, errors, limits)
        sink.end(scan.hidden.get(meta.name, ()) if scan else ())
    if scan:
        scan.finish()


def read_calamine_sheet(sheet, sink: Sink, errors: dict, limits: dict) -> None:
    first, last = sheet.start[0] + 1, sheet.end[0] + 1
    margin = [""] * sheet.start[1]
    rows = enumerate(sheet.iter_rows(), start=1)  # from row 1, but from the first column that holds a value
    if first > limits["blank_rows"]:
        sink.skip_to(first)
        rows = itertools.islice(rows, first - 1, None)
    for number, row in rows:
        if not sink.take(margin + row if margin else row, errors.get(number)):
            if number < last:
                sink.stopped_at(number + 1)
            break


class ErrorScan:
    """Finds the error cells of an .xlsx, which calamine reports as empty, and its hidden rows, while calamine is at
    work on the same file.

    Reading the parts to their end also checks their CRC.
    """

    def __init__(self, path: str):
        self.path = path
        self.found: dict[str, dict[int, dict[int, str]]] = {}
        self.hidden: dict[str, set[int]] = {}
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
                    self.hidden[name] = set()
                    self.found[name] = error_cells(archive, part, self.hidden[name])
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
            raise Failed("corrupt")
        return self.found.get(name, {})

    def finish(self) -> None:
        self.thread.join()
        if self.problem:
            raise Failed("corrupt")


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the part that holds its cells."""
    from xml.etree import ElementTree  # the parent has refused declarations, and expat bounds what they could do

    targets = {}
    for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):  # noqa: S314
        target = relation.get("Target", "")
        targets[relation.get("Id")] = target.lstrip("/") if target.startswith("/") else "xl/" + target
    names = set(archive.namelist())
    parts = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314
        if element.tag.rpartition("}")[2] == "sheet":
            relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
            if targets.get(relation) in names:
                parts[element.get("name", "")] = targets[relation]
    return parts


_ERROR_TYPE = re.compile(rb"""\st\s*=\s*["']e["']""")
_ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\s([^<>]{0,400})>(?:\s*<(?:\w+:)?f\b[^<>]{0,400}(?:/>|>[^<]{0,9000}</[\w:]+>))?"
    rb"\s*<(?:\w+:)?v>\s*([^<]{1,20}?)\s*</"
)
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_REACH = 16_384  # longer cells are rare enough to be left to error_cells_counted


_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row(?=\s)([^<>]{0,600}?\shidden\s*=\s*["'](?:1|true)["'][^<>]{0,600})>""")
_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")


def error_cells(archive: zipfile.ZipFile, part: str, hidden: set[int]) -> dict[int, dict[int, str]]:
    """{row from 1: {column from 0: code}}, found without parsing what is not an error cell; `hidden` takes the numbers
    of hidden rows."""
    found: dict[int, dict[int, str]] = {}
    with archive.open(part) as stream:
        buffer, checked = b"", 0
        while True:
            chunk = stream.read(1 << 20)
            buffer += chunk
            limit = len(buffer) - (_REACH if chunk else 0)
            if b"hidden" in buffer:
                hidden.update(
                    int(place[1]) for row in _HIDDEN_ROW.finditer(buffer) if (place := _NUMBER.search(row[1]))
                )
            for hit in _ERROR_TYPE.finditer(buffer, checked):
                if hit.start() >= limit:
                    break
                start = buffer.rfind(b"<", max(0, hit.start() - 400), hit.start())
                cell = _ERROR_CELL.match(buffer, start) if start >= 0 else None
                place = _REFERENCE.search(cell[1]) if cell else None
                if place is None:  # cells need not say where they stand, and formulas may be longer than expected
                    return error_cells_counted(archive, part, hidden)
                found.setdefault(int(place[2]), {})[column_of(place[1].decode())] = known(
                    cell[2].decode("ascii", "replace")
                )
            if not chunk:
                return found
            checked = max(0, limit)
            drop = max(0, checked - 400)
            buffer, checked = buffer[drop:], checked - drop


def error_cells_counted(archive: zipfile.ZipFile, part: str, hidden: set[int]) -> dict[int, dict[int, str]]:
    """The same by a full parse, several times slower; a cell without a reference follows the one before it."""
    from xml.etree import ElementTree

    found: dict[int, dict[int, str]] = {}
    row, column, code = 0, -1, ""
    with archive.open(part) as stream:
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):  # noqa: S314
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                if tag == "row":
                    row, column = int(element.get("r") or row + 1), -1
                    if element.get("hidden") in ("1", "true"):
                        hidden.add(row)
                elif tag == "c":
                    column, code = column + 1, ""
                    if place := re.fullmatch("([A-Za-z]{1,3})([0-9]{1,7})", element.get("r") or ""):
                        row, column = int(place[2]), column_of(place[1])
                continue
            if tag == "v":
                code = (element.text or "").strip()
            elif tag == "c" and element.get("t") == "e":
                found.setdefault(row, {})[column] = known(code)
            if tag in ("row", "c"):
                element.clear()
    return found


def column_of(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def known(code: str) -> str:
    return code if ERROR_CODE.fullmatch(code) else "#N/A"


def read_slowly(path: str, limits: dict, send) -> None:
    """openpyxl row by row: for the workbook whose far-off cells make calamine ask for more memory than there is."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    budget = [limits["cells"], limits["answer"]]
    for sheet in book.worksheets:
        send("sheet", sheet.title, sheet.sheet_state != "visible")
        sink = Sink(send, limits, budget)
        sheet.reset_dimensions()
        seen = False
        for row in sheet.iter_rows(values_only=True):
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
    text = decode(Path(path).read_bytes())
    csv.field_size_limit(LONGEST_CELL)
    sink = Sink(send, limits, [limits["cells"], limits["answer"]])
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


def decode(content: bytes, said: re.Match | None = None) -> str:
    """UTF-8, UTF-16 or windows-1258, with or without (several) byte-order marks. `said`: a page names windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif content[:4000:2].count(0) > len(content[:4000]) // 8:
        encodings = ["utf-16-be"]
    elif content[1:4000:2].count(0) > len(content[:4000]) // 8:
        encodings = ["utf-16-le"]
    else:
        encodings = ["utf-8", "cp1252" if said else "cp1258"]
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


def read_html(path: str, limits: dict, send) -> None:
    """A web page with a table, saved under the name of a workbook. Every table that says something is a sheet."""
    content = Path(path).read_bytes()
    page = Page(limits)
    page.feed(decode(content, said=CHARSET.search(content[:4000])))
    page.close()
    page.leave()
    if not page.tables:
        raise Failed("html")
    budget = [limits["cells"], limits["answer"]]
    tables = [table for table in page.tables if any(any(row) for row in table.rows)]
    for number, table in enumerate(tables, start=1):
        send("sheet", f"Bảng {number}" if len(tables) > 1 else "", False)
        sink = Sink(send, limits, budget)
        for row in table.rows:
            if not sink.take(row):
                sink.stopped_at(sink.number + 1)
                break
        sink.end(table.hidden)


CHARSET = re.compile(rb"""charset\s*=\s*["']?(windows-1252|iso-8859-1)""", re.IGNORECASE)


class Table:
    """The rows of one table as a sheet holds merged cells: the value at the first place, nothing at the others."""

    def __init__(self):
        self.rows: list[list[str]] = []
        self.hidden: list[int] = []
        self.open = False  # a row is being filled
        self.taken: dict[int, int] = {}  # column -> rows further down that a cell above still covers
        self.text: list[str] | None = None  # of the cell that is being read
        self.span = (1, 1)


class Page(HTMLParser):
    LINE = frozenset({"br", "p", "div", "li"})
    SILENT = frozenset({"script", "style", "head", "title"})

    def __init__(self, limits: dict):
        super().__init__(convert_charrefs=True)
        self.limits, self.cells, self.silent = limits, limits["cells"], ""
        self.tables: list[Table] = []
        self.inside: list[Table] = []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        if tag in self.SILENT:
            self.silent = tag
        elif tag == "table":
            self.inside.append(Table())
            self.tables.append(self.inside[-1])
        elif not self.inside:
            return
        elif tag == "tr":
            self.end_row()
            self.begin_row()
            if "display:none" in (dict(attributes).get("style") or "").replace(" ", "").lower():
                self.inside[-1].hidden.append(len(self.inside[-1].rows))
        elif tag in ("td", "th"):
            self.end_cell()
            self.begin_cell(dict(attributes))
        elif tag in self.LINE and self.inside[-1].text is not None:
            self.inside[-1].text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        elif not self.inside:
            return
        elif tag in ("td", "th"):
            self.end_cell()
        elif tag == "tr":
            self.end_row()
        elif tag == "table":
            self.end_row()
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1].text is not None and not self.silent:
            self.inside[-1].text.append(data)

    def leave(self) -> None:
        """The page ended in the middle of a table."""
        for table in reversed(self.inside):
            self.inside = [table]
            self.end_row()

    def begin_row(self) -> None:
        table = self.inside[-1]
        table.rows.append([])
        table.open = True

    def end_row(self) -> None:
        self.end_cell()
        table = self.inside[-1]
        if table.open:
            table.taken = {column: rows - 1 for column, rows in table.taken.items() if rows > 1}
        table.open = False

    def begin_cell(self, attributes: dict) -> None:
        if not self.inside[-1].open:
            self.begin_row()
        self.inside[-1].text = []
        self.inside[-1].span = (times(attributes.get("colspan"), 1000), times(attributes.get("rowspan"), 65_534))

    def end_cell(self) -> None:
        table = self.inside[-1]
        if table.text is None:
            return
        text, table.text = unicodedata.normalize("NFC", "".join(table.text).replace("\0", "")), None
        text = "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)
        row, (wide, high) = table.rows[-1], table.span
        widest = self.limits["columns"] + 1  # one more, so that the rest is seen to be missing
        while len(row) < widest and len(row) in table.taken:
            row.append("")
        if len(row) >= widest:
            row[-1] = row[-1] or text
            return
        first = len(row)
        row.append(text[:LONGEST_CELL])
        row.extend([""] * min(wide - 1, widest - len(row)))
        self.cells -= len(row) - first
        if self.cells < 0:
            raise Failed("cells")
        if high > 1:  # counted down at the end of this row too
            table.taken |= dict.fromkeys(range(first, len(row)), high)


def times(value: str | None, most: int) -> int:
    return min(int(value), most) if value and value.isascii() and value.isdigit() and len(value) < 8 else 1


READERS = {
    "xlsx": read_calamine, "xls": read_calamine, "ods": read_calamine,
    "slow": read_slowly, "csv": read_csv, "html": read_html,
}  # fmt: skip

if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
