"""Uploaded lists on their way: kept in a private folder under the batch's id, with a first look beside each."""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from membership.base.numbers import format_integer
from membership.base.sheets.reader import Workbook
from membership.domain.errors import Refused
from membership.domain.import_sheet import plain
from membership.models import ImportBatch

SHOWN_ROWS = 20
SHOWN_COLUMNS = 60


def path_of(batch: ImportBatch) -> Path:
    return settings.UPLOAD_DIR / str(batch.pk)


def _look_path(batch: ImportBatch) -> Path:
    return settings.UPLOAD_DIR / f"{batch.pk}.json"


def store(batch: ImportBatch, chunks: Iterable[bytes]) -> None:
    """Write the upload, and its size and SHA-256 into the batch. Refused above the size cap."""
    settings.UPLOAD_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path_of(batch), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            for chunk in chunks:
                size += len(chunk)
                if size > settings.IMPORT_MAX_BYTES:
                    megabytes = format_integer(settings.IMPORT_MAX_BYTES // (1024 * 1024))
                    message = _("Tệp lớn hơn %(size)s MB; hãy tách thành nhiều tệp nhỏ hơn.")
                    raise Refused(message % {"size": megabytes}, field="file")
                digest.update(chunk)
                target.write(chunk)
    except BaseException:
        forget(batch)
        raise
    batch.sha256, batch.size = digest.hexdigest(), size


def forget(batch: ImportBatch) -> None:
    for path in (path_of(batch), _look_path(batch)):
        path.unlink(missing_ok=True)


def keep_look(batch: ImportBatch, workbook: Workbook) -> None:
    """The first rows of every sheet as text, so that the page of columns need not read the whole file again."""
    sheets = [
        {
            "name": sheet.name,
            "hidden": sheet.hidden,
            "first_row": sheet.first_row,
            "row_count": len(sheet.rows),
            "rows": [[plain(cell) for cell in row[:SHOWN_COLUMNS]] for row in sheet.rows[:SHOWN_ROWS]],
        }
        for sheet in workbook.sheets
    ]
    _look_path(batch).write_text(json.dumps(sheets, ensure_ascii=False), encoding="utf-8")


def first_look(batch: ImportBatch) -> list[dict]:
    """What `keep_look` kept; nothing once the file has been put away."""
    try:
        return json.loads(_look_path(batch).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
