"""`python -m tests.house.kill_many KILLS SEED`: an import and its undo, killed at random moments until enough.

Runs on the machine's own database (DATA_DIR, DATABASE_URL). Each attempt is a child of this process that runs the job
and is killed somewhere on its way; after each the records must be as before the job or as after it, nothing between.
Prints one line of JSON.
"""

import hashlib
import json
import os
import random
import signal
import sys
import time

import django

BRANCHES, ROWS = 40, 120
LEFT_BEHIND = ("membership.Activity", "membership.ImportBatch", "membership.ImportTrace", "membership.Job", "sessions.")


def records() -> str:
    """A digest of everything in the records but the log and the receipts; automatic keys and moments left out."""
    from django.apps import apps
    from django.db import models

    digest = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        if model._meta.label.startswith(LEFT_BEHIND):
            continue
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if not field.primary_key and not field.remote_field and not isinstance(field, models.DateTimeField)
        ]
        rows = sorted(map(str, model._base_manager.values_list(*names))) if names else model._base_manager.count()
        digest.update(f"{model._meta.label}{rows}".encode())
    return digest.hexdigest()


class Killer:
    """Runs a job in children that it kills, and looks at what they leave."""

    def __init__(self, chance: random.Random):
        self.chance, self.kills, self.survived = chance, 0, 0
        self.wrong: list[str] = []
        self.takes: dict[str, float] = {}

    def finish(self, kind: str, job_id, before: str, *, most: int) -> str:
        """Until the job is done, or `most` kills more have been dealt; then it may end. Returns what it led to."""
        from django.db import connections

        from membership.models import Job

        dealt, after = 0, None
        while True:
            connections.close_all()
            started = time.monotonic()
            child = os.fork()
            if child == 0:
                self.work(job_id)
            killed = False
            if dealt < most:
                time.sleep(self.chance.uniform(0, self.takes.get(kind, 1.0) * 1.05))
                if os.waitpid(child, os.WNOHANG) == (0, 0):
                    os.kill(child, signal.SIGKILL)
                    os.waitpid(child, 0)
                    dealt, killed = dealt + 1, True
                    self.kills += 1
            else:
                os.waitpid(child, 0)
                self.takes.setdefault(kind, time.monotonic() - started)
            job, found = Job.objects.get(pk=job_id), records()
            if job.state == "done":
                self.survived += killed
                after = after or found
                if found == before:
                    self.wrong.append(f"{kind}: done, and nothing has changed")
                return found
            if job.state not in ("queued", "running"):
                self.wrong.append(f"{kind}: {job.state} {job.error}")
                return found
            if found != before:
                self.wrong.append(f"{kind}: half of it was written (attempt {job.attempts})")

    @staticmethod
    def work(job_id) -> None:
        from membership.domain import jobs

        try:
            jobs.run(job_id)
        finally:
            os._exit(0)


def main(kills: int, seed: int) -> dict:
    from django.conf import settings

    from membership.domain import jobs
    from membership.exchange.steps import start_apply
    from membership.exchange.undo_steps import start_undo
    from membership.models import Activity, ImportBatch, User
    from tests.house import errands

    settings.JOB_STALE_SECONDS, settings.JOB_MAX_ATTEMPTS, settings.IMPORT_INLINE_ROWS = -1, 10**9, 0
    jobs.SENDER[:] = [lambda job_id: None]
    batch = ImportBatch.objects.get(pk=errands.prepare(str(BRANCHES), str(ROWS))["batch"])
    by = User.objects.get(username="canbo")
    killer, empty, rounds, full = Killer(random.Random(seed)), records(), 0, ""
    while killer.kills < kills or rounds < 2:
        # The first round measures how long each job takes when nobody kills it.
        share = 0 if rounds == 0 else max(1, min(12, kills - killer.kills))
        batch.refresh_from_db()
        job = start_apply(batch, by=by, version=batch.version)
        written = killer.finish("import", job.pk, empty, most=share)
        full = full or written
        if written != full:
            killer.wrong.append("the import came to something else this time")
        batch.refresh_from_db()
        job = start_undo(batch, by=by, version=batch.version, reason="thử")
        if killer.finish("undo", job.pk, written, most=share) != empty:
            killer.wrong.append("the undo left something behind")
        rounds += 1
        batch = again(batch, by)
    return {
        "kills": killer.kills,
        "rounds": rounds,
        "wrong": killer.wrong,
        "imported": Activity.objects.filter(action="list.imported").count(),
        "taken_back": Activity.objects.filter(action="list.taken_back").count(),
    }


def again(batch, by):
    """The same list once more: received and tried."""
    from membership.domain import import_batches, import_files
    from membership.domain.imports import read_list, weigh
    from membership.exchange.registry import KINDS

    kind = KINDS[batch.kind]
    fresh = import_batches.receive(
        by=by, kind=kind, organisation=batch.organisation, filename=batch.filename,
        chunks=[import_files.path_of(batch).read_bytes()],
    )  # fmt: skip
    import_batches.choose_columns(
        by=by, batch=fresh, version=fresh.version, sheet=batch.sheet, header_row=batch.header_row, mapping=batch.mapping
    )
    draft = read_list(kind, import_files.path_of(fresh), fresh.filename, into=fresh.organisation)
    import_batches.keep_trial(fresh, fresh.version, weigh(draft, by=by, apply=False))
    fresh.refresh_from_db()
    return fresh


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201  (this is what it is for)
