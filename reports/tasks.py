from celery import shared_task


@shared_task(name="reports.tasks.start_quarter_runs")
def start_quarter_runs() -> int:
    from reports.domain.runs import start_quarter_runs as start

    return start()
