"""The office's own workbook back: as it came, with what is wrong or doubtful in each row in a coloured column."""

import tempfile
from collections import defaultdict

from django.http import FileResponse
from django.utils.translation import gettext as _

from membership.base.sheets.cells import row_of
from membership.base.sheets.marked import Marks, mark_other, mark_xlsx
from membership.base.sheets.reader import read_workbook
from membership.domain import import_files
from membership.models import ImportBatch

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def marks_of(batch: ImportBatch) -> Marks:
    """What the last trial found, row by row: errors first, doubts after them."""
    said: dict[int, list[str]] = defaultdict(list)
    for mark, problems in ((_("SỬA"), batch.errors), (_("xem lại"), batch.questions)):
        for problem in problems:
            if problem["cell"] and problem["sheet"] == batch.sheet:
                said[row_of(problem["cell"])].append(f"{mark} {problem['cell']}: {problem['message']}")
    shown, all_of_them = len(batch.errors), batch.counts.get("errors", 0)
    title = _("Tạo Nguồn: cần sửa, cần xem lại")
    if all_of_them > shown:
        title += " " + _("(%(shown)s trong %(all)s lỗi)") % {"shown": shown, "all": all_of_them}
    return Marks(batch.sheet, batch.header_row or 1, title, {row: "\n".join(texts) for row, texts in said.items()})


def marked_copy(batch: ImportBatch) -> FileResponse:
    """The file as a download, made in a temporary file."""
    path, marks = import_files.path_of(batch), marks_of(batch)
    target = tempfile.TemporaryFile(prefix="tao-nguon-")  # noqa: SIM115  (FileResponse closes it)
    try:
        if path.open("rb").read(2) == b"PK" and batch.filename.lower().endswith((".xlsx", ".xlsm")):
            mark_xlsx(path, target, marks)
        else:
            mark_other(read_workbook(path, filename=batch.filename), target, marks)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    stem, _dot, ending = batch.filename.rpartition(".")
    name = f"{stem or batch.filename} - {_('cần sửa')}.{ending if ending.lower() == 'xlsm' else 'xlsx'}"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)
