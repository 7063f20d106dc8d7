"""The Celery application and what beat starts; each entry carries no data, jobs are rows."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("tao_nguon")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # Jobs of dead workers and messages lost by a broker are sent again.
    "send-waiting-jobs": {"task": "membership.tasks.send_waiting_jobs", "schedule": 30.0, "options": {"expires": 25}},
    # Asked again in the hours after: what has run is not run twice, and the mail waits for the rest of the night.
    "nightly": {
        "task": "membership.tasks.nightly",
        "schedule": crontab(hour="1-5", minute=30),
        "options": {"expires": 3000},
    },
    # The day after a quarter ends; running every morning costs nothing, as one run exists per key.
    "close-quarter": {
        "task": "reports.tasks.start_quarter_runs",
        "schedule": crontab(hour=2, minute=15),
        "options": {"expires": 3600},
    },
}
