"""Reading and writing workbooks of many rows, against the libraries alone."""

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone
from python_calamine import CalamineWorkbook

from benchmarks.export_once import export_members
from benchmarks.measure import Measured, against, interleaved
from benchmarks.people import admission_rows, write_workbook
from membership.base.sheets.reader import read_workbook
from membership.models import Assignment, Organisation, RoleCode, User

EXTRA_MEGABYTES = 30


def run(*, rows: int) -> list[Measured]:
    with TemporaryDirectory() as folder:
        return [*_read(Path(folder), rows), *_write(Path(folder), rows)]


def _read(folder: Path, count: int) -> list[Measured]:
    path = folder / "read.xlsx"
    rows = admission_rows(count, today=timezone.localdate())
    write_workbook(path, rows)
    columns = len(rows[0])
    del rows
    seconds = interleaved({"floor": lambda: list(_calamine(path)), "ours": lambda: read_workbook(path)})
    what = f"reading {count} rows × {columns} columns (.xlsx) in a confined child process"
    return [against(what, "calamine alone, same process", seconds, 2.5, name="ours", floor="floor")]


def _calamine(path: Path):
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()


def _write(folder: Path, count: int) -> list[Measured]:
    user = User.objects.create_user("bench-export", "Người đo")
    root = Organisation.objects.get(parent=None)
    Assignment.objects.create(user=user, organisation=root, role=RoleCode.ORGANISATION_STAFF)
    ours, floor = folder / "ours.xlsx", folder / "floor.xlsx"

    def export() -> None:
        with ours.open("wb") as target:
            export_members(count, target)

    export()
    header, *rows = (tuple(map(_typed, row)) for row in _calamine(ours))
    seconds = interleaved({"floor": lambda: write_workbook(floor, rows, header), "ours": export}, rounds=3)
    what = f"exporting {len(rows)} members × {len(header)} columns from the database"
    results = [against(what, "XlsxWriter constant_memory, rows in memory", seconds, 2, name="ours", floor="floor")]
    # An argument list of our own.
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmarks.export_once", str(count)], check=True, capture_output=True, text=True
    )
    extra = int(told.stdout.split()[-1]) / 1e6
    if extra > 0:
        results.append(Measured("… its extra memory", extra, "allowed", EXTRA_MEGABYTES, 1, (extra, extra), unit="MB"))
    return results


def _typed(value):
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  a cell has no time zone
    return value
