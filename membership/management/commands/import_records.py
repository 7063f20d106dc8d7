"""Import a list from the command line: the same reading, trial and writing as in the browser."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from membership.base.speech import quote
from membership.domain.activity import record
from membership.domain.imports import Draft, ImportOutcome, Problem, read_list, weigh
from membership.domain.tree import find_organisation
from membership.exchange.registry import KINDS
from membership.models import ImportBatch, ImportState


class Command(BaseCommand):
    help = "Nhập một danh sách từ tệp. Không có --apply thì chỉ chạy thử; có lỗi thì không ghi gì."

    def add_arguments(self, parser):
        parser.add_argument("kind", metavar="KIND", help="Loại danh sách: " + ", ".join(KINDS))
        parser.add_argument("file", metavar="FILE", help="Tệp .xlsx, .xls, .ods hoặc .csv")
        parser.add_argument("--into", default="", metavar="CODE", help="Mã (hoặc tên) tổ chức mà danh sách thuộc về")
        parser.add_argument("--apply", action="store_true", help="Ghi vào sổ nếu không có lỗi")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="Dạng kết quả in ra")

    def handle(self, *args, kind, file, into, apply, format, **options):
        outcome = self._run(kind, Path(file), into, apply)
        if format == "json":
            self.stdout.write(json.dumps(outcome.as_dict(), ensure_ascii=False))
        else:
            self._tell(outcome, Path(file).name, apply)
        if outcome.errors:
            raise SystemExit(1)

    def _run(self, code: str, path: Path, into: str, apply: bool) -> ImportOutcome:
        name = quote(path.name, 120)
        kind = KINDS.get(code)
        if kind is None:
            known = ", ".join(KINDS)
            return _refused(f"Tệp {name}: không có loại danh sách {quote(code)}; chọn một trong {known}.")
        organisation = find_organisation(into) if into else None
        if into and organisation is None:
            return _refused(f"Tệp {name}: không có tổ chức nào mang mã hoặc tên {quote(into)}.")
        if not path.is_file():
            return _refused(f"Không có tệp {name}.")
        draft = read_list(kind, path, path.name, into=organisation)
        if not apply or draft.refused or draft.cell_errors:
            return weigh(draft, by=None, apply=False)
        return _apply(draft, path)

    def _tell(self, outcome: ImportOutcome, name: str, apply: bool) -> None:
        say = self.stdout.write
        if outcome.sheet:
            say(f"{name}, trang tính {quote(outcome.sheet)}, tiêu đề ở dòng {outcome.header_row}: {outcome.rows} dòng")
        if outcome.unknown_columns:
            say("Cột không đọc: " + ", ".join(map(quote, outcome.unknown_columns)))
        say(
            f"Mới: {outcome.create} · Thay đổi: {outcome.update} · Không đổi: {outcome.unchanged} · "
            f"Dòng có lỗi: {outcome.rows_in_error}"
        )
        for title, problems in (("Lỗi", outcome.errors), ("Cần xem lại", outcome.questions)):
            if problems:
                say(f"{title}:")
            for problem in problems:
                place = " ".join(filter(None, (problem.sheet and quote(problem.sheet), problem.cell)))
                say(f"  {place + ': ' if place else ''}{problem.message}")
        if outcome.errors:
            say("Chưa ghi gì.")
        elif outcome.applied:
            say("Đã ghi vào sổ.")
        elif apply:
            say("Mọi dòng đã có trong sổ đúng như vậy; không ghi gì.")
        else:
            say("Chạy thử: chưa ghi gì. Thêm --apply để ghi.")


def _refused(message: str) -> ImportOutcome:
    return ImportOutcome(errors=[Problem(message)])


def _apply(draft: Draft, path: Path) -> ImportOutcome:
    """Write with a receipt. A list that changes nothing leaves nothing behind, not even the receipt."""
    with transaction.atomic():
        batch = _receipt(draft, path) if draft.into is not None else None
        outcome = weigh(draft, by=None, apply=True, batch=batch)
        if not outcome.applied or not outcome.create + outcome.update:
            transaction.set_rollback(True)
            outcome.applied = False
            return outcome
        if batch is not None:
            batch.counts = {
                "rows": outcome.rows,
                "create": outcome.create,
                "update": outcome.update,
                "unchanged": outcome.unchanged,
                "rows_in_error": 0,
                "errors": 0,
                "questions": len(outcome.questions),
            }
            batch.questions = [problem.as_dict() for problem in outcome.questions[:2000]]
            batch.save()
            record("list.imported", by=None, organisation=draft.into, subject=batch, kind=batch.kind,
                   sha256=batch.sha256, **batch.counts)  # fmt: skip
    return outcome


def _receipt(draft: Draft, path: Path) -> ImportBatch:
    found = draft.outcome
    return ImportBatch.objects.create(
        kind=draft.kind.code,
        filename=path.name[:255],
        sha256=found.sha256,
        size=path.stat().st_size,
        organisation=draft.into,
        organisation_path=draft.into.path,
        sheet=found.sheet,
        header_row=found.header_row,
        mapping=found.mapping,
        state=ImportState.APPLIED,
        applied_at=timezone.now(),
    )
