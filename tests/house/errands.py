"""`python -m tests.house.errands ERRAND …`: what a kill test asks of a machine of its own, in a process of its own.

Runs on the project's real settings (the machine's DATA_DIR, database and broker come from the environment) and
prints one line of JSON.
"""

import json
import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import django

ROOT_CODE = "01000000000000"
HEADER = [
    "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Mã tổ chức", "Số quyết định", "Ngày quyết định", "Ngày kết nạp",
]  # fmt: skip


def prepare(branches: str, rows: str) -> dict:
    """A tree of that many branches, a person who may do everything, and an uploaded, tried list of that many people."""
    from django.core.management import call_command

    from membership.domain import import_batches
    from membership.domain.imports import read_list, weigh
    from membership.exchange.registry import KINDS
    from membership.models import RoleCode
    from tests.factories import OrganisationFactory, UserFactory

    call_command("migrate", verbosity=0)
    root = OrganisationFactory(code=ROOT_CODE, name="Đảng bộ thử", kind="Đảng bộ")
    plant(root, int(branches))
    user = UserFactory(username="canbo", role=RoleCode.ORGANISATION_STAFF, organisation=root)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        write_list(file.name, int(branches), int(rows))
        batch = import_batches.receive(
            by=user,
            kind=KINDS["admissions"],
            organisation=root,
            filename="ket-nap.xlsx",
            chunks=[Path(file.name).read_bytes()],
        )
        draft = read_list(KINDS["admissions"], file.name, into=root)
    outcome = draft.outcome
    import_batches.choose_columns(
        by=user,
        batch=batch,
        version=batch.version,
        sheet=outcome.sheet,
        header_row=outcome.header_row,
        mapping=outcome.mapping,
    )
    outcome = weigh(draft, by=user, apply=False)
    import_batches.keep_trial(batch, batch.version, outcome)
    return {"batch": str(batch.pk), "rows": outcome.rows, "errors": [error.message for error in outcome.errors[:3]]}


def plant(root, count: int) -> None:
    from django.db import transaction

    from membership.base import paths
    from membership.base.bulk import insert, reserve_ids
    from membership.base.text import fold
    from membership.models import Organisation, OrganisationName, Placement

    with transaction.atomic():
        rows = []
        for number, identifier in enumerate(reserve_ids(Organisation, count)):
            name = f"Chi bộ {number}"
            rows.append(
                Organisation(
                    id=identifier,
                    code=branch_code(number),
                    name=name,
                    folded_name=fold(name),
                    kind="Chi bộ",
                    parent=root,
                    path=paths.child(root.path, identifier),
                )
            )
        insert(Organisation, rows)
        insert(Placement, [Placement(organisation=row, parent=root) for row in rows])
        insert(
            OrganisationName,
            [
                OrganisationName(organisation=row, name=row.name, folded_name=row.folded_name, kind=row.kind)
                for row in rows
            ],
        )


def branch_code(number: int) -> str:
    return f"01{number // 1000 + 1:03d}{number % 1000 + 1:03d}000000"


def write_list(path: str, branches: int, rows: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Kết nạp")
        sheet.write_row(0, 0, HEADER)
        for row in range(rows):
            born = date(1970, 1, 1) + timedelta(days=row % 9000)
            decided = date(2011, 1, 3) + timedelta(days=row % 350)
            sheet.write_row(
                row + 1,
                0,
                [
                    f"Lê Văn Thử {row}",
                    born.strftime("%d/%m/%Y"),
                    ("Nam", "Nữ")[row % 2],
                    "Kinh",
                    branch_code(row % branches),
                    f"{row}-QĐ/TU",
                    decided.strftime("%d/%m/%Y"),
                    (decided + timedelta(days=10)).strftime("%d/%m/%Y"),
                ],
            )


def start_import(batch: str) -> dict:
    from membership.exchange.steps import start_apply
    from membership.models import ImportBatch, User

    row = ImportBatch.objects.get(pk=batch)
    job = start_apply(row, by=User.objects.get(username="canbo"), version=row.version)
    return {"job": str(job.pk)}


def start_report() -> dict:
    from membership.models import Organisation, User
    from reports.domain.runs import start_run
    from reports.periods import quarter

    run, created = start_run(
        by=User.objects.get(username="canbo"),
        organisation=Organisation.objects.get(code=ROOT_CODE),
        period=quarter(2011, 4),
    )
    return {"job": str(run.job_id), "created": created}


def branches(code: str) -> dict:
    """The codes of the lowest organisations under one of the demo's."""
    from membership.models import Organisation

    top = Organisation.objects.get(code=code)
    lowest = Organisation.objects.under(top).current().filter(children=None).order_by("code")
    return {"name": top.name, "codes": list(lowest.values_list("code", flat=True)[:60])}


def look() -> dict:
    """Everything that could have been lost or doubled."""
    from django.db.models import Count

    from candidates.models import Admission, Candidate, CandidateEvent
    from membership.models import Activity, ImportBatch, Job, MemberSpell, PartyMember
    from reports.models import Row, Run

    people = Admission.objects.values("folded_name", "born_on")
    published = Run.objects.published()
    top = Row.objects.filter(run__in=published, organisation__code=ROOT_CODE).first()
    return {
        "admissions": Admission.objects.count(),
        "people": people.distinct().count(),
        "doubled": people.annotate(n=Count("pk")).filter(n__gt=1).count(),
        "candidates": Candidate.objects.count(),
        "members": PartyMember.objects.count(),
        "spells": MemberSpell.objects.count(),
        "decisions": CandidateEvent.objects.filter(kind="admission_decided").count(),
        "receipts": Activity.objects.filter(action="list.imported").count(),
        "batches": list(ImportBatch.objects.values_list("state", flat=True)),
        "jobs": {str(job.pk): [job.state, job.attempts, job.error] for job in Job.objects.all()},
        "runs": Run.objects.count(),
        "published": published.count(),
        "published_acts": Activity.objects.filter(action="report.published").count(),
        "rows": Row.objects.count(),
        "rows_outside": Row.objects.exclude(run__in=published).count(),
        "admitted": top.admitted_to_date if top else None,
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))  # noqa: T201  (this is what the errand is for)
