"""Reports: the list, a new one, one of them level by level, and as a workbook."""

import tempfile
from datetime import datetime

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from membership.base import paths
from membership.base.numbers import whole_in_address
from membership.base.text import fold
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.models import Action, Organisation
from membership.views.access import fetch, requires
from membership.views.jobs import progress_of
from membership.views.lists import list_page
from reports.domain.reading import RunReader, period_of, standings
from reports.domain.runs import WRITING, start_run
from reports.exchange.report_workbook import ReportHead, ReportLine, write_report
from reports.filters import RunFilterSet
from reports.forms.runs import RunForm
from reports.models import Row, Run
from reports.tables import RunTable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    ("ten", gettext_lazy("Tổ chức"), ""),
    ("chi-tieu", gettext_lazy("Chỉ tiêu"), "num"),
    ("trong-ky", gettext_lazy("Trong kỳ"), "num"),
    ("tu-dau-nam", gettext_lazy("Từ đầu năm"), "num"),
    ("ty-le", gettext_lazy("Đạt so với chỉ tiêu"), "bar-column"),
    ("cung-ky", gettext_lazy("Cùng kỳ năm trước"), "num"),
    ("tang-giam", gettext_lazy("Tăng, giảm"), "num"),
)


@requires(Action.VIEW_FIGURES)
def report_list(request):
    roots = Row.objects.visible_to(request.user).filter(run=OuterRef("pk"), parent=None)
    return list_page(
        request,
        queryset=Run.objects.visible_to(request.user)
        .select_related("organisation", "job")
        .annotate(
            root_done=Subquery(roots.values("admitted_to_date")[:1]), root_quota=Subquery(roots.values("quota")[:1])
        ),
        filterset_class=RunFilterSet,
        table_class=RunTable,
        template="reports/report_list.html",
        title=_("Báo cáo"),
        context={
            "may_run": request.user.may(Action.RUN_REPORT),
            "empty_title": _("Chưa có báo cáo nào"),
            "empty_text": _("Hết mỗi quý phần mềm tự lập báo cáo; cũng có thể lập bất cứ lúc nào cho bất cứ kỳ nào."),
            "empty_icon": "report-analytics",
        },
    )


@requires(Action.RUN_REPORT)
def report_new(request):
    if request.method == "POST":
        form = RunForm(request.POST, user=request.user)
        if form.is_valid():
            data = form.cleaned_data
            try:
                run, created = start_run(
                    by=request.user, organisation=data["organisation"], period=data["made"], counting=data["counting"]
                )
            except Refused as refusal:
                for sentences in refusal.messages.values():
                    for sentence in sentences:
                        form.add_error(None, sentence)
            else:
                if not created:
                    messages.info(request, _("Báo cáo này đang được lập; xin chờ kết quả."))
                return redirect("reports:report.detail", pk=run.pk)
    else:
        form = RunForm(user=request.user, initial=_asked_for(request))
    return render(request, "reports/report_new.html", {"form": form})


def _asked_for(request) -> dict:
    """What a link to the form says beforehand: the organisation and the period."""
    given = {name: request.GET[key] for key, name in (("ky", "period"), ("nam", "year"), ("tinh-theo", "counting"))
             if request.GET.get(key)}  # fmt: skip
    for key, name in (("tu", "first"), ("den", "last")):
        if request.GET.get(key):
            given[name] = request.GET[key]
    number = whole_in_address(request.GET.get("to-chuc", ""))
    if number is not None:
        organisation = Organisation.objects.visible_to(request.user, Action.RUN_REPORT).filter(pk=number).first()
        if organisation is not None:
            given["organisation"] = organisation.code
    return given


def opened(request, pk, action: str | None = None) -> Run:
    """The run of an address, as far as the person may reach it."""
    return fetch(Run.objects.select_related("organisation", "job", "requested_by"), request.user, action, pk=pk)


def chosen_row(request, run: Run) -> Row:
    """The organisation that the address asks for (to-chuc), or the one that the report is about."""
    number = request.GET.get("to-chuc", "")
    which = {"organisation_id": whole_in_address(number) or 0} if number else {"parent": None}
    return fetch(Row.objects.filter(run=run).select_related("organisation"), request.user, **which)


def reader_of(request, run: Run) -> RunReader:
    return RunReader(run, Row.objects.filter(run=run).visible_to(request.user))


def frame_of(request, run: Run, row: Row, reader: RunReader, tab: str) -> dict:
    """What every page of a report shows at its top."""
    ancestors = reader.ancestors(row)
    return {
        "run": run,
        "row": row,
        "tab": tab,
        "period": reader.period,
        "last_year": reader.period.same_period_last_year,
        "ancestors": ancestors,
        "root": ancestors[0] if ancestors else row,
        "expected": reader.expected,
        "may_export": request.user.may(Action.EXPORT, run.organisation_path),
        "may_run": request.user.may(Action.RUN_REPORT, run.organisation_path),
        "newer": _newer(request, run) if run.superseded else None,
        "notes": [note for note in run.notes if note["kind"] != WRITING],
        "writing_since": next((datetime.fromisoformat(n["since"]) for n in run.notes if n["kind"] == WRITING), None),
    }


def _newer(request, run: Run) -> Run | None:
    return (
        Run.objects.visible_to(request.user)
        .published()
        .filter(
            organisation=run.organisation,
            first_day=run.first_day,
            last_day=run.last_day,
            counting=run.counting,
            superseded=False,
        )
        .first()
    )


@requires(Action.VIEW_FIGURES)
def report_detail(request, pk):
    run = opened(request, pk)
    if run.published_at is None:
        return _in_the_making(request, run)
    row, reader = chosen_row(request, run), reader_of(request, run)
    order = request.GET.get("sap-xep", "")
    children = reader.children(row, order)
    together, kinds = standings(children)
    top = paths.depth(row.path)
    context = {
        "head": reader.line(row, top=top),
        "lines": [reader.line(child, top=top) for child in children],
        "together": together,
        "kinds": kinds,
        "columns": _columns(request, order),
        "order": order,
        "top": top,
    }
    return render(request, "reports/report_detail.html", context | frame_of(request, run, row, reader, "so-lieu"))


def _columns(request, order: str) -> list[dict]:
    found = []
    for name, words, css in COLUMNS:
        query = request.GET.copy()
        # Names go up first, numbers down first.
        ways = (name, f"-{name}") if name == "ten" else (f"-{name}", name)
        query["sap-xep"] = ways[1] if order == ways[0] else ways[0]
        sorted_as = {name: "ascending", f"-{name}": "descending"}.get(order, "")
        found.append({"words": words, "css": css, "url": f"?{query.urlencode()}", "sorted": sorted_as})
    return found


def _in_the_making(request, run: Run):
    """Progress for the person who asked for it, a word for others."""
    job = run.job
    own = job is not None and (job.requested_by_id == request.user.pk or request.user.may(Action.VIEW_JOBS))
    context = {"run": run, "period": period_of(run), "job": job, "own": own, **(progress_of(job) if job else {})}
    return render(request, "reports/report_waiting.html", context)


@requires(Action.VIEW_FIGURES)
def report_children(request, pk):
    """The rows under one organisation, to be put beneath its own."""
    run = opened(request, pk)
    row, reader = chosen_row(request, run), reader_of(request, run)
    from_depth = whole_in_address(request.GET.get("tu", ""), 2)
    top = paths.depth(run.organisation.path) if from_depth is None else from_depth
    order = request.GET.get("sap-xep", "")
    context = {
        "run": run,
        "lines": [reader.line(child, top=top) for child in reader.children(row, order)],
        "expected": reader.expected,
        "order": order,
        "top": top,
    }
    return render(request, "reports/_report_rows.html", context)


@requires(Action.EXPORT)
def report_export(request, pk):
    run = opened(request, pk, Action.EXPORT)
    row, reader = chosen_row(request, run), reader_of(request, run)
    target = tempfile.TemporaryFile(prefix="tao-nguon-")  # noqa: SIM115  (FileResponse closes it)
    try:
        head = ReportHead(row.name, reader.period, run.counting, run.known_at)
        count = write_report(target, head, _lines(reader, row))
    except BaseException:
        target.close()
        raise
    record(
        "report.exported",
        by=request.user,
        organisation=row.organisation,
        subject=run,
        label=reader.period.label,
        rows=count,
    )
    target.seek(0)
    today = timezone.localdate()
    name = fold(f"bao cao {row.name} {reader.period.label}").replace(" ", "-")[:80]
    filename = f"{name}-{today:%Y%m%d}.xlsx"
    return FileResponse(target, as_attachment=True, filename=filename, content_type=XLSX)


def _lines(reader: RunReader, row: Row):
    top = paths.depth(row.path)
    for each in reader.in_order(row).iterator(chunk_size=2000):
        yield ReportLine(
            code=each.code,
            name=each.name,
            depth=paths.depth(each.path) - top,
            quota=each.quota,
            admitted=each.admitted,
            admitted_to_date=each.admitted_to_date,
            same_period_last_year=each.same_period_last_year,
            breakdowns=each.breakdowns,
        )
