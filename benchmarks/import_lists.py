"""Import of a long list of admissions, trial and apply, against parsing it and copying it into one bare table."""

import io
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction
from django.utils import timezone
from python_calamine import CalamineWorkbook

from benchmarks.measure import Measured, against, interleaved
from benchmarks.people import PLACE, admission_rows, write_workbook
from membership.domain.imports import try_or_apply
from membership.exchange.registry import KINDS
from membership.models import Organisation


def run(*, rows: int) -> list[Measured]:
    people = admission_rows(rows, today=timezone.localdate())
    root = Organisation.objects.get(parent=None)
    with TemporaryDirectory() as folder:
        path, corrected = Path(folder) / "list.xlsx", Path(folder) / "corrected.xlsx"
        write_workbook(path, people)
        write_workbook(corrected, [[*row[:PLACE], f"{row[PLACE]}, khu mới", *row[PLACE + 1 :]] for row in people])

        def imported(file: Path, *, apply: bool):
            outcome = try_or_apply(KINDS["admissions"], file, file.name, into=root, by=None, apply=apply)
            if outcome.errors:
                raise RuntimeError(f"{len(outcome.errors)} errors, the first: {outcome.errors[0].message}")
            return outcome

        def trial_and_apply() -> None:
            imported(path, apply=False)
            with transaction.atomic():
                if imported(path, apply=True).create != rows:
                    raise RuntimeError("not every row was new")
                transaction.set_rollback(True)

        seconds = interleaved({"floor": lambda: parse_and_copy(path), "both": trial_and_apply}, rounds=3)
        with transaction.atomic():
            imported(path, apply=True)
            again = interleaved({"unchanged": lambda: imported(path, apply=True)}, rounds=1)

            def update() -> None:
                if imported(corrected, apply=True).update != rows:
                    raise RuntimeError("not every row was corrected")

            again |= interleaved({"update": update}, rounds=1)
            transaction.set_rollback(True)
        with transaction.atomic():
            again |= interleaved({"insert": lambda: imported(path, apply=True)}, rounds=1)
            transaction.set_rollback(True)
    floor = "parse + COPY of one table" if connection.vendor == "postgresql" else "parse + INSERT into one table"
    return [
        against(f"import of {rows} admissions, trial + apply", floor, seconds, 10, name="both", floor="floor"),
        against(
            "correcting all of them by a second list", "the same list as new", again, 2, name="update", floor="insert"
        ),
        against(
            "the same list again (nothing changes)",
            "the same list as new",
            again,
            None,
            name="unchanged",
            floor="insert",
        ),
    ]


def parse_and_copy(path: Path) -> None:
    """No rule, no key, no index: the least that anything that stores these rows must do."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]
    width = len(rows[0])
    names = ", ".join(f"c{number}" for number in range(width))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bench_list ({', '.join(f'c{number} text' for number in range(width))})")
        if connection.vendor == "postgresql":
            text = io.StringIO("".join("\t".join(map(_plain, row)) + "\n" for row in rows))
            cursor.copy_expert(f"COPY bench_list ({names}) FROM STDIN", text)
        else:
            holes = ", ".join(["%s"] * width)
            statement = f"INSERT INTO bench_list ({names}) VALUES ({holes})"  # noqa: S608  our own column names
            cursor.executemany(statement, [tuple(map(_plain, row)) for row in rows])
        cursor.execute("DROP TABLE bench_list")


def _plain(value) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
