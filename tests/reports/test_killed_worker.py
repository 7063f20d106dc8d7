"""kill -9 of a worker in the middle of writing a report: the next one publishes it once, in whole."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from django.db import connections

pytestmark = pytest.mark.slow
HERE = Path(__file__).resolve().parent.parent.parent

SEED = """
    from datetime import date
    from membership.domain import jobs, reorganise
    from reports.domain.runs import start_run
    from reports.periods import quarter
    from tests.factories import AdmissionFactory
    jobs.SENDER[:] = [lambda job_id: None]
    root = reorganise.establish(by=None, on=None, code="R", name="Đảng bộ thử", parent=None)
    for number in range(1, 4):
        branch = reorganise.establish(by=None, on=None, code=f"B{number}", name=f"Chi bộ {number}", parent=root)
        AdmissionFactory(organisation=branch, decision_date=date(2011, 11, number))
    print(start_run(by=None, organisation=root, period=quarter(2011, 4))[0].job_id)
"""
# Stops once the rows are written, before the transaction ends.
WORK_AND_HANG = """
    import sys, time
    from membership.domain import jobs
    from reports.domain import runs
    publish = runs.publish
    def hang(*arguments):
        publish(*arguments)
        print("written", flush=True)
        time.sleep(600)
    runs.publish = hang
    jobs.run("{job}")
"""
WORK = """
    from membership.domain import jobs
    jobs.run("{job}")
"""
COUNT = """
    from membership.models import Job
    from reports.models import Row, Run
    root = Row.objects.filter(parent=None).first()
    print(Run.objects.published().count(), Row.objects.count(), root and root.admitted, Job.objects.get().state)
"""


@pytest.fixture
def office(tmp_path):
    """The environment of a small office of its own, on the kind of database that the tests run on."""
    environment = os.environ | {
        "DATA_DIR": str(tmp_path),
        "JOB_STALE_SECONDS": "1",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(HERE),
    }
    settings = connections["default"].settings_dict
    if connections["default"].vendor != "postgresql":
        environment.pop("DATABASE_URL", None)
        yield environment
        return
    import psycopg2

    name = f"tn_killed_{os.getpid()}"
    where = {"host": settings["HOST"], "port": settings["PORT"] or 5432, "user": settings["USER"]}
    admin = psycopg2.connect(dbname="postgres", password=settings["PASSWORD"], **where)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
        environment["DATABASE_URL"] = f"postgres://{where['user']}{password}@{where['host']}:{where['port']}/{name}"
        try:
            yield environment
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.close()


def python(environment, code: str, **how):
    program = "import django; django.setup()\n" + textwrap.dedent(code)
    return subprocess.Popen(
        [sys.executable, "-c", program], env=environment, cwd=HERE, stdout=subprocess.PIPE, text=True, **how
    )


def answer(environment, code: str) -> str:
    process = python(environment, code)
    out, _err = process.communicate(timeout=120)
    assert process.returncode == 0
    return out.strip()


def test_a_report_survives_the_death_of_its_worker(office):
    migrated = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(migrated, env=office, cwd=HERE, check=True, timeout=240)
    job = answer(office, SEED).splitlines()[-1]
    worker = python(office, WORK_AND_HANG.format(job=job))
    assert worker.stdout.readline().strip() == "written"
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=30)
    worker.stdout.close()
    assert answer(office, COUNT) == "0 0 None running"
    time.sleep(1.5)  # until the dead worker counts as silent
    for _ in range(2):  # the sweep may send a job more than once
        answer(office, WORK.format(job=job))
    assert answer(office, COUNT) == "1 4 3 done"
