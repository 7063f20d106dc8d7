"""What a Word file is made of, judged before anything of it is used. Nothing is parsed that has not been measured."""

import re
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _
from lxml import etree

from membership.base.sheets.archive import check_parts, sniff
from membership.base.sheets.limits import Limits, MiB
from membership.base.sheets.refusals import UnreadableFile
from membership.base.speech import quote

LIMITS = Limits(file=2 * MiB, unpacked=16 * MiB, parts=200)
LARGEST_TEXT = 1 * MiB  # of one part that holds text
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CONTENT_TYPES = "[Content_Types].xml"

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN = f"{_WORD}document.main+xml"
_TEXT_TYPES = {_MAIN, *(f"{_WORD}{part}+xml" for part in ("header", "footer", "footnotes", "endnotes"))}
_ALLOWED = {".xml", ".rels", ".png", ".jpg", ".jpeg"}
_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES"}
_ACTIVE = {"altChunk", "object", "control", "subDoc", "OLEObject"}


class TemplateProblem(Exception):
    """The template cannot be used; `problems` are sentences for the person who wrote it."""

    def __init__(self, problems: list[str]):
        super().__init__(" ".join(problems))
        self.problems = problems


def open_package(content: bytes) -> tuple[dict[str, bytes], dict[str, etree._Element]]:
    """The parts of a .docx by name, and those that hold text, parsed. Raises TemplateProblem with all that is wrong."""
    parts = _unpack(content)
    problems, texts = [], {}
    types = _content_types(parts, problems)
    for name, blob in parts.items():
        suffix = ".rels" if name.endswith(".rels") else PurePosixPath(name).suffix.lower()
        if name.endswith("vbaProject.bin") or "macroEnabled" in types.get(name, ""):
            problems.append(_("Tệp có macro (%(part)s); hãy lưu lại ở dạng .docx không có macro.") % {"part": name})
        elif suffix not in _ALLOWED and not name.startswith("docProps/thumbnail"):
            problems.append(
                _("Tệp chứa thành phần %(part)s không được dùng trong mẫu giấy tờ; hãy xóa đối tượng ấy khỏi văn bản.")
                % {"part": quote(name)}
            )
        if suffix in (".xml", ".rels"):
            root = _parse(name, blob, problems)
            if root is None:
                continue
            if suffix == ".rels":
                problems += _outside(root)
            if types.get(name) in _TEXT_TYPES:
                texts[name] = root
                problems += _active(root)
                if len(blob) > LARGEST_TEXT:
                    problems.append(_("Nội dung văn bản quá dài cho một mẫu giấy tờ; hãy bớt nội dung."))
    if _MAIN not in types.values() and not problems:
        problems.append(_("Tệp không phải là văn bản Word .docx; hãy mở bằng Word, lưu lại ở dạng .docx rồi gửi lại."))
    if problems:
        raise TemplateProblem(list(dict.fromkeys(problems)))
    return parts, texts


def _unpack(content: bytes) -> dict[str, bytes]:
    if len(content) > LIMITS.file:
        raise TemplateProblem([_("Tệp lớn hơn %(size)s MB; hãy bớt hình ảnh.") % {"size": LIMITS.file // MiB}])
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        file.write(content)
        file.flush()
        path = Path(file.name)
        kind = sniff(path)
        if kind != "word" or not content.startswith(b"PK"):
            raise TemplateProblem([_not_word(kind)])
        try:
            check_parts(path, path.name, LIMITS)
            with zipfile.ZipFile(path) as archive:
                return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        except UnreadableFile as error:
            raise TemplateProblem([_unreadable(error.reason)]) from None
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
            raise TemplateProblem([_unreadable("broken")]) from None


def _not_word(kind: str) -> str:
    if kind == "encrypted":
        return _("Tệp được đặt mật khẩu nên không mở được; hãy bỏ mật khẩu, lưu lại rồi gửi lại.")
    if kind == "empty":
        return _("Tệp trống, không có nội dung nào; hãy chọn lại tệp.")
    if kind == "word":
        return _("Tệp ở dạng .doc cũ; hãy mở bằng Word, lưu lại ở dạng .docx rồi gửi lại.")
    return _("Tệp không phải là văn bản Word .docx; hãy mở bằng Word, lưu lại ở dạng .docx rồi gửi lại.")


def _unreadable(reason: str) -> str:
    if reason == "declaration":
        return _("Tệp chứa khai báo XML không an toàn nên không được mở; hãy chép nội dung sang một văn bản Word mới.")
    if reason in ("parts", "unpacked", "ratio"):
        return _("Tệp được nén bất thường nên không được mở; hãy chép nội dung sang một văn bản Word mới.")
    return _("Tệp bị hỏng nên không mở được; hãy mở bằng Word, lưu lại ở dạng .docx rồi gửi lại.")


def _content_types(parts: dict[str, bytes], problems: list[str]) -> dict[str, str]:
    root = _parse(CONTENT_TYPES, parts.get(CONTENT_TYPES, b""), problems)
    if root is None:
        return {}
    by_name = {}
    for each in root:
        kind = each.get("ContentType", "")
        if each.get("PartName"):
            by_name[each.get("PartName").lstrip("/")] = kind
        elif "macroEnabled" in kind or "vbaProject" in kind:
            by_name[each.get("Extension", "")] = kind
            problems.append(_("Tệp có macro; hãy lưu lại ở dạng .docx không có macro."))
    return by_name


def _parse(name: str, blob: bytes, problems: list[str]):
    declared = _ENCODING.match(blob[:300])
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii") or blob[:2] in (b"\xff\xfe", b"\xfe\xff"):
        problems.append(_("Thành phần %(part)s không dùng bảng mã UTF-8.") % {"part": quote(name)})
        return None
    if _DECLARATION.search(blob):
        problems.append(_unreadable("declaration"))
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(blob, parser)
    except (etree.XMLSyntaxError, ValueError):
        problems.append(_("Thành phần %(part)s bị hỏng.") % {"part": quote(name)})
        return None


def _outside(root) -> list[str]:
    return [
        _("Tệp lấy nội dung từ bên ngoài (%(target)s); hãy xóa liên kết, hình ảnh hoặc mẫu nền ấy khỏi văn bản.")
        % {"target": quote(each.get("Target", ""))}
        for each in root
        if each.get("TargetMode", "").lower() == "external"
    ]


def _active(root) -> list[str]:
    """Objects that bring other files along, and fields that compute more than page numbers."""
    problems = [
        _("Văn bản chứa đối tượng nhúng (%(kind)s); hãy xóa đối tượng ấy.") % {"kind": etree.QName(each).localname}
        for each in root.iter()
        if etree.QName(each).localname in _ACTIVE
    ]
    fields = [each.get(f"{W}instr", "") for each in root.iter(f"{W}fldSimple")]
    written = None
    for each in root.iter(f"{W}fldChar", f"{W}instrText"):
        if each.tag == f"{W}instrText":
            written = (written or "") + (each.text or "")
        elif written is not None:
            fields.append(written)
            written = None
    fields.append(written or "")
    for instruction in fields:
        word = instruction.split()[:1]
        if word and word[0].upper() not in _FIELDS:
            problems.append(
                _("Trường %(field)s không được dùng trong mẫu giấy tờ; chỉ dùng số trang.")
                % {"field": quote(instruction)}
            )
    return problems
