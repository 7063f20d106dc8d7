"""Start, compute and publish runs: any worker may die at any moment, and one run per key is published."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.bulk import chunks, insert, maker, reserve_ids
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.jobs import JobHandle, JobRefused, enqueue, runner
from membership.models import OPEN_STATES, Action, Job, Organisation
from reports.domain.engine import Figures, compute
from reports.models import CountingDate, Row, Run
from reports.periods import Period, last_quarter_before

KIND = "report.run"
AT_ONCE = 20_000
LONG_WRITING = timedelta(minutes=1)
WRITING = "writing"  # the kind of a note in Run.notes; the others are about organisations


def start_run(*, by, organisation: Organisation, period: Period, counting: str = "") -> tuple[Run, bool]:
    """The run that is being made for this key, or a new one. Returns (run, whether it is new)."""
    counting = CountingDate(counting or settings.REPORT_COUNTING_DATE).value
    if by is not None and not by.may(Action.RUN_REPORT, organisation.path):
        raise Refused(_("Đồng chí không có quyền lập báo cáo cho tổ chức này."))
    if period.first > timezone.localdate():
        raise Refused(_("Kỳ báo cáo này chưa bắt đầu."), field="last_day")
    stem = f"report:{organisation.pk}:{period.first}:{period.last}:{counting}:"
    ended = Job.objects.filter(key__startswith=stem).exclude(state__in=OPEN_STATES).count()
    return _begin(f"{stem}{ended}", by=by, organisation=organisation, period=period, counting=counting)


def start_quarter_runs(today: date | None = None) -> int:
    """A run of the quarter that ended last for every root organisation; once per quarter, however often called."""
    period = last_quarter_before(today or timezone.localdate())
    counting = CountingDate(settings.REPORT_COUNTING_DATE).value
    started = 0
    reported = Run.objects.published().filter(
        first_day=period.first, last_day=period.last, counting=counting, known_at__date__gt=period.last
    )
    roots = Organisation.objects.filter(parent=None).current().exclude(pk__in=reported.values("organisation_id"))
    for organisation in roots:
        key = f"quarter:{organisation.pk}:{period.year}Q{period.number}"
        started += _begin(key, by=None, organisation=organisation, period=period, counting=counting)[1]
    return started


def _begin(key: str, *, by, organisation: Organisation, period: Period, counting: str) -> tuple[Run, bool]:
    with transaction.atomic():
        job, created = enqueue(
            KIND,
            key=key,
            title=_("Báo cáo %(period)s – %(organisation)s") % {"period": period.label, "organisation": organisation},
            by=by,
            organisation=organisation,
        )
        if not created:
            return job.report_run, False
        run = Run.objects.create(
            organisation=organisation,
            organisation_path=organisation.path,
            first_day=period.first,
            last_day=period.last,
            counting=counting,
            requested_by=by,
            job=job,
        )
        record("report.started", by=by, organisation=organisation, subject=run, label=period.label, counting=counting)
    return run, True


@runner(KIND)
def make(handle: JobHandle) -> None:
    """Count, then write the rows and publish them in the transaction that ends the job.

    Until that transaction ends nobody sees a row; a worker that dies leaves nothing behind, and one that was thought
    dead and comes back loses its claim in `finish`, which takes its rows back.
    """
    run = Run.objects.select_related("organisation", "requested_by").filter(job=handle.job, published_at=None).first()
    if run is None:
        raise JobRefused(_("Báo cáo này không còn nữa."))
    by = run.requested_by
    if by is not None and not by.may(Action.RUN_REPORT, run.organisation.path):
        raise JobRefused(_("Người yêu cầu không còn quyền lập báo cáo cho tổ chức này."))
    handle.progress(0, 3, _("đếm số liệu"), force=True)
    period = Period(run.first_day, run.last_day)
    asked_at = timezone.now()
    figures = compute(run.organisation, period, run.counting, moment_of_knowledge())
    figures.notes.extend(held_up(figures.known_at, asked_at))
    handle.progress(1, 3, _("ghi báo cáo của %(count)d tổ chức") % {"count": len(figures.nodes)}, force=True)
    with transaction.atomic():
        publish(run, figures)
        handle.finish(result={"run": str(run.pk), "rows": run.row_count}, result_url=f"/bao-cao/{run.pk}/")


def publish(run: Run, figures: Figures) -> None:
    """Write the rows and make the run the one in force for its key; the former one is kept as superseded."""
    Organisation.objects.select_for_update().filter(pk=run.organisation_id).first()
    run.rows.all().delete()
    ids = reserve_ids(Row, len(figures.nodes))
    make_row = maker(Row)
    for positions in chunks(range(len(ids)), AT_ONCE):
        insert(Row, [_row(make_row, run, figures, position, ids[position]) for position in positions])
    Run.objects.published().filter(
        organisation=run.organisation, first_day=run.first_day, last_day=run.last_day, counting=run.counting
    ).exclude(pk=run.pk).filter(superseded=False).update(superseded=True)
    run.known_at, run.published_at = figures.known_at, timezone.now()
    run.row_count, run.notes = len(figures.nodes), figures.notes
    run.save(update_fields=["known_at", "published_at", "row_count", "notes"])
    record(
        "report.published",
        by=run.requested_by,
        organisation=run.organisation,
        subject=run,
        label=figures.period.label,
        admitted_to_date=figures.admitted_to_date[0],
        quota=figures.quotas[0],
    )


def _row(make_row, run: Run, figures: Figures, position: int, identifier: int) -> Row:
    """The root's breakdowns are complete and so say which figures were counted; elsewhere zeros are left out."""
    node = figures.nodes[position]
    return make_row(
        id=identifier,
        run_id=run.pk,
        organisation_id=node.id,
        parent_id=node.parent_id if position else None,
        path=node.path,
        code=node.code,
        name=node.name,
        is_leaf=node.is_leaf,
        quota=figures.quotas[position],
        training_quota=figures.training_quotas[position],
        children_quota=figures.children_quotas[position],
        admitted=figures.admitted[position],
        admitted_to_date=figures.admitted_to_date[position],
        same_period_last_year=figures.same_period_last_year[position],
        last_year_to_date=figures.last_year_to_date[position],
        let_pass=figures.let_pass[position],
        breakdowns=figures.breakdowns(position, full=position == 0),
    )


def moment_of_knowledge() -> datetime:
    """A moment whose facts are all visible by now, so that counting again as of it finds the same.

    A fact carries the time it was written at, but shows itself only when its transaction ends. On PostgreSQL the
    moment lies before the oldest transaction that is still writing; SQLite has one writer, whose end is waited for.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT min(xact_start) FROM pg_stat_activity"
                " WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() AND datname = current_database()"
                " AND backend_type = 'client backend'"  # the server's own, like autovacuum, writes no facts
            )
            oldest = cursor.fetchone()[0]
        return min(oldest, timezone.now()) if oldest else timezone.now()
    with transaction.atomic():
        return timezone.now()


def held_up(known_at: datetime, asked_at: datetime) -> list[dict]:
    """A note for the run where somebody has been writing for long, so that it knows less than its reader expects."""
    if asked_at - known_at <= LONG_WRITING:
        return []
    return [{"kind": WRITING, "since": known_at.isoformat()}]
