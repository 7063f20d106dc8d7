"""The report of a period from the command line: a row for the organisation and every one under it."""

import io
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from membership.base.dates import DateError, parse_date
from membership.base.numbers import NumberError, parse_integer
from membership.domain.tree import find_organisation
from reports.domain.engine import Figures, compute
from reports.domain.runs import moment_of_knowledge
from reports.exchange.report_workbook import ReportHead, ReportLine, write_report
from reports.models import CountingDate
from reports.periods import Period, PeriodError, quarter


class Wrong(Exception):
    """What was asked makes no sense; its text is a sentence."""


class Command(BaseCommand):
    help = "Báo cáo kết quả kết nạp đảng viên so với chỉ tiêu, của một tổ chức và mọi tổ chức trực thuộc."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--organisation", metavar="MÃ", default="", help="mã tổ chức (có chấm hay không đều được)")
        parser.add_argument("--year", metavar="NĂM", default="", help="năm, dùng cùng --quarter")
        parser.add_argument("--quarter", metavar="QUÝ", default="", help="quý 1 đến 4")
        parser.add_argument("--from", dest="first", metavar="NGÀY", default="", help="từ ngày dd/mm/yyyy")
        parser.add_argument("--to", dest="last", metavar="NGÀY", default="", help="đến ngày dd/mm/yyyy")
        parser.add_argument("--count-by", metavar="NGÀY", default="", help="decision (mặc định) hoặc ceremony")
        parser.add_argument("--format", metavar="DẠNG", default="json", help="json (mặc định) hoặc xlsx")
        parser.add_argument("--output", metavar="TỆP", default="", help="tệp sẽ ghi; không có thì ghi ra màn hình")

    def handle(self, *args, **options):
        try:
            self._answer(options)
        except (Wrong, PeriodError, DateError, NumberError) as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from None

    def _answer(self, options) -> None:
        period, counting = _period(options), _counting(options["count_by"])
        if options["format"] not in ("json", "xlsx"):
            raise Wrong(_("Không có dạng “%(given)s”; dạng là json hoặc xlsx.") % {"given": options["format"]})
        if options["format"] == "xlsx" and not options["output"] and sys.stdout.isatty():
            raise Wrong(_("Cần --output để ghi tệp Excel."))
        if not options["organisation"]:
            raise Wrong(_("Cần --organisation với mã của tổ chức."))
        organisation = find_organisation(str(options["organisation"]))
        if organisation is None:
            raise Wrong(_("Không có tổ chức nào mang mã “%(code)s”.") % {"code": options["organisation"]})
        figures = compute(organisation, period, counting, moment_of_knowledge())
        content = as_json(figures) if options["format"] == "json" else as_workbook(figures)
        if options["output"]:
            _write(Path(options["output"]), content)
        elif options["format"] == "json":
            self.stdout.write(content.decode())
        else:
            sys.stdout.buffer.write(content)


def as_json(figures: Figures) -> bytes:
    answer = {
        "organisation": figures.nodes[0].code,
        "from": figures.period.first.isoformat(),
        "to": figures.period.last.isoformat(),
        "period": figures.period.label,
        "counted_by": figures.counting,
        "known_at": figures.known_at.isoformat(),
        "notes": figures.notes,
        "rows": [_json_row(figures, position) for position in range(len(figures.nodes))],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1).encode()


def _json_row(figures: Figures, position: int) -> dict:
    node = figures.nodes[position]
    percent = figures.attainment(position)
    return {
        "code": node.code,
        "name": node.name,
        "quota": figures.quotas[position],
        "training_quota": figures.training_quotas[position],
        "admitted": figures.admitted[position],
        "admitted_to_date": figures.admitted_to_date[position],
        "attainment_percent": None if percent is None else float(percent),
        "same_period_last_year": figures.same_period_last_year[position],
        "last_year_to_date": figures.last_year_to_date[position],
        "let_pass": figures.let_pass[position],
        "breakdowns": {code: value for code, value in figures.breakdowns(position).items() if value is not None},
    }


def as_workbook(figures: Figures) -> bytes:
    target = io.BytesIO()
    head = ReportHead(figures.nodes[0].name, figures.period, figures.counting, figures.known_at)
    write_report(target, head, _lines(figures))
    return target.getvalue()


def _lines(figures: Figures) -> Iterator[ReportLine]:
    top = figures.nodes[0].depth
    for position, node in enumerate(figures.nodes):
        yield ReportLine(
            code=node.code,
            name=node.name,
            depth=node.depth - top,
            quota=figures.quotas[position],
            admitted=figures.admitted[position],
            admitted_to_date=figures.admitted_to_date[position],
            same_period_last_year=figures.same_period_last_year[position],
            breakdowns=figures.breakdowns(position, full=position == 0),
        )


def _period(options) -> Period:
    by_quarter, by_days = [bool(options[a] or options[b]) for a, b in (("year", "quarter"), ("first", "last"))]
    if by_quarter == by_days:
        raise Wrong(_("Cần kỳ báo cáo: --year và --quarter, hoặc --from và --to."))
    if by_quarter:
        if not (options["year"] and options["quarter"]):
            raise Wrong(_("Cần cả --year và --quarter."))
        return quarter(parse_integer(str(options["year"])), parse_integer(str(options["quarter"])))
    if not (options["first"] and options["last"]):
        raise Wrong(_("Cần cả --from và --to."))
    return Period(parse_date(str(options["first"])).day, parse_date(str(options["last"])).day)


def _counting(given: str) -> str:
    counting = given or settings.REPORT_COUNTING_DATE
    if counting not in CountingDate.values:
        raise Wrong(_("Không đếm được theo “%(given)s”; cần decision hoặc ceremony.") % {"given": counting})
    return counting


def _write(path: Path, content: bytes) -> None:
    """The file is there in whole or not at all."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as unfinished:
            unfinished.write(content)
        Path(unfinished.name).chmod(0o644)
        Path(unfinished.name).replace(path)
    except OSError:
        raise Wrong(_("Không ghi được tệp “%(path)s”.") % {"path": path}) from None
