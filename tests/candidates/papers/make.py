"""Word files for the tests of templates: good ones with any text, and broken ones."""

import io
import zipfile

from docx import Document

from candidates.exchange.papers.package import W


def word(*paragraphs: str, header: str = "") -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    return _bytes(document)


def with_row(*cells: str) -> bytes:
    """A table of one column, each text in a row of its own."""
    document = Document()
    table = document.add_table(len(cells), 1)
    for row, text in zip(table.rows, cells, strict=True):
        row.cells[0].text = text
    return _bytes(document)


def split_runs(*pieces: str) -> bytes:
    """One paragraph whose text Word has broken into runs, as it likes to."""
    document = Document()
    paragraph = document.add_paragraph()
    for piece in pieces:
        paragraph.add_run(piece)
    return _bytes(document)


def _bytes(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(content: bytes, *, change: dict[str, tuple[str, str]] | None = None, add: dict | None = None) -> bytes:
    """The archive with texts of its parts replaced and parts added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            blob = old.read(name)
            if name in (change or {}):
                before, after = change[name]
                assert before.encode() in blob
                blob = blob.replace(before.encode(), after.encode())
            new.writestr(name, blob)
        for name, blob in (add or {}).items():
            new.writestr(name, blob)
    return stream.getvalue()


def text_of(content: bytes) -> str:
    """All words of a Word file, tables included."""
    body = Document(io.BytesIO(content)).element.body
    return "\n".join("".join(node.text or "" for node in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
