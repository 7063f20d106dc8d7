"""What a file is, judged by its content, and whether its archive may be unpacked. Nothing is parsed here."""

import os
import re
import struct
import zipfile
import zlib
from pathlib import Path

from .limits import Limits, MiB
from .refusals import unreadable

# --- what kind of file -------------------------------------------------------------------------------------------

SPREADSHEET_NAMES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(path: str | os.PathLike) -> str:
    """What the file is by its content.

    xlsx (macros or not), xls, ods, csv (any plain text) and html with a table can be read;
    empty, encrypted, xlsb, word, xml, zip, broken-zip, ole and unknown cannot.
    """
    with Path(path).open("rb") as stream:
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
    encoding = "latin-1"  # any single-byte or UTF-8 text: the signs looked for are ASCII
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif b"\0" in head[:4_000]:  # UTF-16 without a byte-order mark: every other byte of plain letters is 0
        even, odd = head[:4_000:2].count(0), head[1:4_000:2].count(0)
        if max(even, odd) <= len(head[:4_000]) // 8:
            return "unknown"
        encoding = "utf-16-be" if even > odd else "utf-16-le"
    while head.startswith(b"\xef\xbb\xbf"):
        head = head[3:]
    text = head.decode(encoding, "replace")
    if text.startswith("%PDF") or _NOT_TEXT.search(text):
        return "unknown"
    start = text.lstrip("\ufeff \t\r\n")[:4_000].lower()
    if start.startswith("<"):
        if any(sign in start for sign in ("<html", "<!doctype html", "<table", "<meta", "<head", "<style")):
            return "html"
        if start.startswith("<?xml"):
            return "xml"
    return "csv"


# --- what a zip archive says about itself ------------------------------------------------------------------------

_ZIP_PROBLEMS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    OverflowError,
)
_LARGEST_DIRECTORY = 4 * MiB
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def _directory(path: str | os.PathLike) -> list[zipfile.ZipInfo] | None:
    """The entries of the archive, or None if its directory cannot be read or is absurdly long."""
    with Path(path).open("rb") as stream:
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


def check_parts(path: Path, filename: str, limits: Limits) -> None:
    """Refuses an archive by what its directory says, and documents with declarations by their first 4 KB."""
    entries = _directory(path) or []
    if len(entries) > limits.parts:
        raise unreadable("parts", filename, limits)
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise unreadable("unpacked", filename, limits)
    if sum(entry.compress_size for entry in entries) > path.stat().st_size:  # entries that share their bytes
        raise unreadable("broken", filename, limits)
    if len({entry.filename for entry in entries}) < len(entries):
        raise unreadable("broken", filename, limits)
    for entry in entries:
        if entry.file_size >= limits.big_part and entry.file_size > limits.ratio * max(1, entry.compress_size):
            raise unreadable("ratio", filename, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with archive.open(entry) as stream:
                        if _DECLARATION.search(stream.read(4_096).replace(b"\0", b"")):
                            raise unreadable("declaration", filename, limits)
    except _ZIP_PROBLEMS:
        raise unreadable("broken", filename, limits) from None


_FONT = re.compile(rb'<(?:name|rFont)\s+val="([^"]{1,60})"')
_MOST_STYLES = 2 * MiB


def fonts_of(path: str | os.PathLike) -> tuple[str, ...]:
    """The font names of an .xlsx, for what they tell of old encodings; none where they cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("xl/styles.xml") as stream:
            styles = stream.read(_MOST_STYLES)
    except (KeyError, OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return ()
    return tuple(dict.fromkeys(name.decode("utf-8", "replace") for name in _FONT.findall(styles)))
