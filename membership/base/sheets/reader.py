"""Reading a workbook that came from outside.

`read_workbook` looks at the file (what it is, how far it unpacks), then has it parsed in a child process under limits
(child.py), and gives plain values back. Whatever is wrong becomes an `UnreadableFile` whose text is a sentence for the
person who sent the file.
"""

import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from ..numbers import format_integer
from ..speech import quote
from ..speech import translate as _

MiB = 1 << 20
CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True)
class Limits:
    file: int = 25 * MiB
    unpacked: int = 200 * MiB
    parts: int = 1_000
    ratio: int = 150  # unpacked : packed, for parts from `big_part` up; ordinary sheets are 5 to 15
    big_part: int = 1 * MiB
    rows: int = 100_000
    columns: int = 200
    cells: int = 6_000_000
    blank_rows: int = 200  # so many in a row end a sheet
    answer: int = 160 * MiB  # what the child may send back
    memory: int = 1024 * MiB
    cpu: int = 60  # seconds
    wall: int = 60  # seconds


DEFAULT = Limits()


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
    """

    name: str
    hidden: bool
    rows: list[list[Value]]
    first_row: int = 1
    left_out: str = ""


@dataclass
class Workbook:
    sheets: list[Sheet] = field(default_factory=list)
    sha256: str = ""
    kind: str = ""


class UnreadableFile(Exception):
    """The file cannot be read; the text names it and says what to do. `reason` is one word for logs and tests."""

    def __init__(self, message: str, reason: str = ""):
        super().__init__(message)
        self.reason = reason


def read_workbook(path: str | os.PathLike, *, filename: str = "", limits: Limits = DEFAULT) -> Workbook:
    """The sheets of an .xlsx, .xlsm, .xls, .ods or .csv file; `filename` is the name the sender knows it by."""
    path = Path(path).absolute()
    filename = filename or path.name
    deadline = time.monotonic() + limits.wall
    size = path.stat().st_size
    if size > limits.file:
        raise _unreadable("size", filename, limits)
    kind = sniff(path)
    if kind == "text":
        kind = "csv" if not _SPREADSHEET_NAME.search(filename) else "text"
    if kind not in ("xlsx", "xls", "ods", "csv"):
        raise _unreadable(kind, filename, limits)
    if kind in ("xlsx", "ods"):
        _check_parts(path, filename, limits)
    with open(path, "rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    try:
        sheets = _read_in_child(path, kind, limits, deadline)
    except _ChildFailed as failure:
        if kind != "xlsx" or failure.reason not in ("aborted", "memory"):
            raise _unreadable(failure.reason, filename, limits) from None
        try:
            sheets = _read_in_child(path, "slow", limits, deadline)
        except _ChildFailed as second:
            raise _unreadable(second.reason, filename, limits) from None
    if not any(sheet.rows for sheet in sheets):
        raise _unreadable("blank", filename, limits)
    return Workbook(sheets, sha256, kind)


# --- what kind of file -------------------------------------------------------------------------------------------

_SPREADSHEET_NAME = re.compile(r"\.(xlsx|xlsm|xltx|xltm|xlsb|xls|ods)\s*$", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(path: str | os.PathLike) -> str:
    """What the file is by its content.

    xlsx (macros or not), xls, ods, text (a .csv among others) can be read;
    empty, encrypted, xlsb, word, html, xml, zip, broken-zip, ole and unknown cannot.
    """
    with open(path, "rb") as stream:
        head = stream.read(65_536)
        if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
            return "empty"
        if head.startswith(_OLE):
            return _sniff_ole(head + stream.read())
    if head.startswith(b"PK"):
        return _sniff_zip(path)
    return _sniff_text(head)


def _sniff_ole(content: bytes) -> str:
    """By the names in the directory of the compound file."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "encrypted"
    if any(f"{name}\0".encode("utf-16-le") in content for name in ("Workbook", "WORKBOOK", "Book", "BOOK")):
        return "xls"
    return "word" if "WordDocument".encode("utf-16-le") in content else "ole"


def _sniff_zip(path: str | os.PathLike) -> str:
    entries = _directory(path)
    if entries is None:
        return "broken-zip"
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        return "encrypted"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "word/document.xml" in names:
        return "word"
    if "content.xml" in names and "mimetype" in names:
        with zipfile.ZipFile(path) as archive:
            try:
                with archive.open("mimetype") as stream:
                    mimetype = stream.read(200)
                with archive.open("META-INF/manifest.xml") as stream:
                    manifest = stream.read(65_536)
            except (KeyError, *_ZIP_PROBLEMS):
                return "broken-zip"
        if b"encryption-data" in manifest:
            return "encrypted"
        return "ods" if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet") else "zip"
    return "zip"


def _sniff_text(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")[2:]
    elif b"\0" in head[:4_000]:  # UTF-16 without a byte-order mark: every other byte of plain letters is 0
        zeros = max(head[:4_000:2].count(0), head[1:4_000:2].count(0))
        if zeros <= len(head[:4_000]) // 8:
            return "unknown"
        head = head.replace(b"\0", b"")
    while head.startswith(b"\xef\xbb\xbf"):
        head = head[3:]
    start = head.lstrip()[:4_000].lower()
    if head.startswith(b"%PDF") or _NOT_TEXT.search(head):
        return "unknown"
    if start.startswith(b"<"):
        if any(sign in start for sign in (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style")):
            return "html"
        if start.startswith(b"<?xml"):
            return "xml"
    return "text"


# --- what a zip archive says about itself ------------------------------------------------------------------------

_ZIP_PROBLEMS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
                 struct.error, OverflowError)  # fmt: skip
_LARGEST_DIRECTORY = 4 * MiB
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def _directory(path: str | os.PathLike) -> list[zipfile.ZipInfo] | None:
    """The entries of the archive, or None if its directory cannot be read or is absurdly long."""
    with open(path, "rb") as stream:
        stream.seek(0, os.SEEK_END)
        stream.seek(max(0, stream.tell() - 66_000))
        tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return None
    length = struct.unpack_from("<L", tail, end + 12)[0]
    if length == 0xFFFFFFFF:
        large = tail.rfind(b"PK\x06\x06", 0, end)
        if large < 0 or len(tail) < large + 56:
            return None
        length = struct.unpack_from("<Q", tail, large + 40)[0]
    if length > _LARGEST_DIRECTORY:
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except _ZIP_PROBLEMS:
        return None


def _check_parts(path: Path, filename: str, limits: Limits) -> None:
    """Refuses an archive by what its directory says, and documents with declarations by their first 4 KB."""
    entries = _directory(path) or []
    if len(entries) > limits.parts:
        raise _unreadable("parts", filename, limits)
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise _unreadable("unpacked", filename, limits)
    if sum(entry.compress_size for entry in entries) > path.stat().st_size:  # entries that share their bytes
        raise _unreadable("broken", filename, limits)
    if len({entry.filename for entry in entries}) < len(entries):
        raise _unreadable("broken", filename, limits)
    for entry in entries:
        if entry.file_size >= limits.big_part and entry.file_size > limits.ratio * max(1, entry.compress_size):
            raise _unreadable("ratio", filename, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with archive.open(entry) as stream:
                        if _DECLARATION.search(stream.read(4_096).replace(b"\0", b"")):
                            raise _unreadable("declaration", filename, limits)
    except _ZIP_PROBLEMS:
        raise _unreadable("broken", filename, limits) from None


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

    clock = threading.Timer(max(0.1, deadline - time.monotonic()), stop)
    clock.daemon = True
    clock.start()
    try:
        sheets = _receive(process.stdout, limits)
    except _ChildFailed as failure:
        if failure.reason == "aborted" and timed_out.is_set():
            raise _ChildFailed("slow") from None
        if failure.reason == "aborted" and process.wait() in _CPU_SIGNALS:
            raise _ChildFailed("slow") from None
        raise
    finally:
        clock.cancel()
        process.kill()
        process.stdout.close()
        process.wait()
    return sheets


_INHERITED = ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP")
_CPU_SIGNALS = (-24, -9)  # SIGXCPU, and the SIGKILL that follows it


def _python() -> str:
    """The interpreter itself: under uWSGI or mod_wsgi sys.executable is the server."""
    if os.path.basename(sys.executable).lower().startswith("python"):
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
        sheet.left_out = _("Trang tính %(sheet)s có phần sau một quãng dài toàn dòng trống, từ dòng %(row)s trở đi, "
                           "không được đọc.") % {"sheet": quote(sheet.name), "row": format_integer(at)}  # fmt: skip
    elif note == "columns":
        sheet.left_out = _("Trang tính %(sheet)s có dữ liệu ở các cột sau cột thứ %(column)s; các cột đó không được "
                           "đọc.") % {"sheet": quote(sheet.name), "column": format_integer(at)}  # fmt: skip


# --- sentences ---------------------------------------------------------------------------------------------------


def _unreadable(reason: str, filename: str, limits: Limits) -> UnreadableFile:
    sentences = {
        "empty": _("Tệp %(file)s trống, không có nội dung nào; hãy chọn lại tệp."),
        "blank": _("Tệp %(file)s không có trang tính nào có dữ liệu; hãy kiểm tra lại tệp rồi gửi lại."),
        "size": _("Tệp %(file)s lớn hơn %(size)s MB; hãy tách thành nhiều tệp nhỏ hơn."),
        "encrypted": _("Tệp %(file)s được đặt mật khẩu nên không mở được; hãy bỏ mật khẩu, lưu lại rồi gửi lại."),
        "xlsb": _("Tệp %(file)s ở dạng .xlsb; hãy mở bằng Excel, lưu lại ở dạng .xlsx rồi gửi lại."),
        "word": _("Tệp %(file)s là văn bản Word, không phải bảng tính; hãy chép bảng sang Excel và lưu ở dạng .xlsx."),
        "html": _("Tệp %(file)s thực ra là một trang web được đổi tên; hãy mở bằng Excel, lưu lại ở dạng .xlsx rồi gửi lại."),
        "xml": _("Tệp %(file)s ở dạng XML, không phải bảng tính; hãy mở bằng Excel, lưu lại ở dạng .xlsx rồi gửi lại."),
        "text": _("Tệp %(file)s mang tên bảng tính nhưng bên trong chỉ là văn bản; hãy mở bằng Excel, lưu lại ở dạng .xlsx "
                  "rồi gửi lại, hoặc đổi đuôi tệp thành .csv nếu đó là danh sách dạng CSV."),
        "zip": _("Tệp %(file)s là tệp nén, không phải bảng tính; hãy giải nén rồi gửi tệp Excel bên trong."),
        "unknown": _("Tệp %(file)s không phải là bảng tính; hãy gửi tệp .xlsx, .xls, .ods hoặc .csv."),
        "rows": _("Tệp %(file)s có trang tính dài hơn %(rows)s dòng; hãy tách thành nhiều tệp nhỏ hơn."),
        "cells": _("Tệp %(file)s chứa quá nhiều dữ liệu cho một lần nhập; hãy tách thành nhiều tệp nhỏ hơn."),
        "parts": _("Tệp %(file)s có cấu trúc bất thường (quá nhiều thành phần) nên không được mở; hãy chép dữ liệu sang một tệp Excel mới rồi gửi lại."),
        "unpacked": _("Tệp %(file)s khi giải nén lớn hơn %(unpacked)s MB nên không được mở; hãy chép dữ liệu sang một tệp Excel mới rồi gửi lại."),
        "ratio": _("Tệp %(file)s được nén bất thường nên không được mở; hãy chép dữ liệu sang một tệp Excel mới rồi gửi lại."),
        "declaration": _("Tệp %(file)s chứa khai báo XML không an toàn nên không được mở; hãy chép dữ liệu sang một tệp Excel mới rồi gửi lại."),
        "encoding": _("Tệp %(file)s dùng bảng mã không nhận ra được; hãy lưu lại ở dạng .xlsx, hoặc .csv với bảng mã UTF-8."),
        "quotes": _("Tệp %(file)s có ô quá dài hoặc dấu nháy kép không khép lại; hãy lưu lại ở dạng .xlsx rồi gửi lại."),
        "slow": _("Tệp %(file)s mất quá nhiều thời gian để đọc; hãy chép dữ liệu sang một tệp Excel mới hoặc tách nhỏ rồi gửi lại."),
        "memory": _("Tệp %(file)s cần quá nhiều bộ nhớ để đọc; hãy chép dữ liệu sang một tệp Excel mới rồi gửi lại."),
    }  # fmt: skip
    reason = {"password": "encrypted", "broken-zip": "broken", "ole": "unknown", "aborted": "memory"}.get(reason, reason)
    sentence = sentences.get(reason) or _(
        "Tệp %(file)s bị hỏng nên không đọc được; hãy mở lại bằng Excel, lưu thành tệp mới rồi gửi lại."
    )
    return UnreadableFile(
        sentence
        % {
            "file": quote(filename, 120),
            "size": limits.file // MiB,
            "unpacked": limits.unpacked // MiB,
            "rows": format_integer(limits.rows),
        },
        reason,
    )
