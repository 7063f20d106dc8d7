"""Filling a template: read, judged and compiled once; then each paper is text put into a fresh archive."""

import io
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from docx import Document
from docxtpl import DocxTemplate
from jinja2 import Template, TemplateError
from lxml import etree

from candidates.exchange.papers.context import PaperContext
from candidates.exchange.papers.language import ENVIRONMENT, TagError, walls
from candidates.exchange.papers.package import CONTENT_TYPES, TemplateProblem, open_package
from candidates.exchange.papers.tags import Reading
from candidates.exchange.papers.values import as_values, example_of
from membership.base.text import normalise

LARGEST = 8 << 20  # characters of one filled part
_DATE = (1980, 1, 1, 0, 0, 0)
_NOT_XML = re.compile("[\ufffe\uffff\U0001fffe\U0001ffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Compiled:
    parts: dict[str, bytes]
    texts: dict[str, Template]

    def fill(self, values: dict) -> bytes:
        filled = {name: _fill(template, values) for name, template in self.texts.items()}
        return pack({**self.parts, **filled})


def render(template: bytes, context: PaperContext) -> bytes:
    """The paper as .docx. Raises TemplateProblem where the template cannot be used."""
    return compiled(template).fill(_clean(as_values(context)))


def check_template(template: bytes) -> list[str]:
    """All that is wrong with a template, as sentences; empty if it may be used."""
    try:
        ready = compiled(template)
        for values in (as_values(example_of(PaperContext)), as_values(PaperContext())):
            Document(io.BytesIO(ready.fill(_clean(values))))
    except TemplateProblem as error:
        return error.problems
    except Exception:  # whatever python-docx stumbles over, Word would too
        return [_("Tệp không mở lại được sau khi điền; hãy chép nội dung sang một văn bản Word mới.")]
    return []


@lru_cache(maxsize=64)
def compiled(template: bytes) -> Compiled:
    parts, roots = open_package(template)
    reading = Reading()
    for root in roots.values():
        reading.read(root)
    if reading.problems:
        raise TemplateProblem(reading.problems)
    texts = {}
    for name, root in roots.items():
        source = DocxTemplate(None).patch_xml(etree.tostring(root, encoding="unicode"))
        try:
            walls(source)
            texts[name] = ENVIRONMENT.from_string(source)
        except TagError as error:
            raise TemplateProblem([str(error)]) from None
        except TemplateError:
            raise TemplateProblem([_("Các thẻ của mẫu không khớp nhau; hãy kiểm tra các cặp for, if.")]) from None
    ready = Compiled(parts, texts)
    ready.fill(_clean(as_values(PaperContext())))
    return ready


def _fill(template: Template, values: dict) -> bytes:
    pieces, length = [_HEAD], 0
    try:
        for piece in template.generate(values):
            length += len(piece)
            if length > LARGEST:
                raise TemplateProblem([_("Giấy tờ điền ra quá dài; hãy bớt người hoặc bớt nội dung mẫu.")])
            pieces.append(piece)
        filled = "".join(pieces).encode()
        etree.fromstring(filled, etree.XMLParser(resolve_entities=False, no_network=True))
    except TemplateError:
        raise TemplateProblem([_("Mẫu dùng một giá trị không có; hãy kiểm tra các thẻ.")]) from None
    except etree.XMLSyntaxError:
        raise TemplateProblem([_("Các thẻ của mẫu cắt ngang đoạn hoặc bảng; hãy kiểm tra các cặp for, if.")]) from None
    return filled


def _clean(value):
    """Only what XML can hold, on one line."""
    if isinstance(value, dict):
        return {name: _clean(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return normalise(_NOT_XML.sub("", str(value)))


def pack(parts: dict[str, bytes]) -> bytes:
    """The parts as an archive that is the same every time, the table of types first."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return stream.getvalue()
