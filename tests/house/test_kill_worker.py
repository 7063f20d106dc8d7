"""`kill -9` of the worker in mid-import and in mid-report: done once after the restart, no row lost or doubled."""

import time

import pytest

from tests.house.machine import STALE_SECONDS, Machine

BRANCHES, ROWS = 12_000, 6_000
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill")]


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    machine = Machine(tmp_path_factory.mktemp("machine"))
    yield machine
    machine.close()


@pytest.fixture(scope="module")
def batch(machine):
    prepared = machine.errand("prepare", str(BRANCHES), str(ROWS))
    assert (prepared["rows"], prepared["errors"]) == (ROWS, [])
    return prepared["batch"]


def kill_twice(machine: Machine, job: str, *, write_from: float, deeper: float = 0) -> None:
    """Once as soon as the job runs, once while it writes (from that share of its steps on); then let it end."""
    machine.start_worker()
    machine.wait_for(job, lambda state, attempts, done, total: state == "running")
    kill_in_mid_job(machine, job, attempt=1)

    machine.start_worker()
    machine.wait_for(job, lambda state, attempts, done, total: attempts == 2 and total and done >= total * write_from)
    time.sleep(deeper)  # further into the transaction
    kill_in_mid_job(machine, job, attempt=2)

    machine.start_worker()
    machine.wait_for(job, lambda state, attempts, done, total: state not in ("queued", "running"), seconds=120)
    assert machine.job(job)[:2] == ("done", 3)


def kill_in_mid_job(machine: Machine, job: str, *, attempt: int) -> None:
    machine.freeze()
    time.sleep(0.3)  # a COMMIT already on its way to the server still counts
    state, attempts, *_ = machine.job(job)
    assert (state, attempts) == ("running", attempt), "the worker was too quick for this test: give it more rows"
    machine.kill()
    time.sleep(STALE_SECONDS + 0.5)  # nobody else may take the job before


def test_mid_import(machine, batch):
    job = machine.errand("start_import", batch)["job"]
    kill_twice(machine, job, write_from=0.6, deeper=0.2)
    found = machine.errand("look")
    for table in ("admissions", "people", "candidates", "members", "spells", "decisions"):
        assert found[table] == ROWS, table
    assert (found["doubled"], found["receipts"], found["batches"]) == (0, 1, ["applied"])
    machine.kill()


def test_mid_report(machine, batch):
    started = machine.errand("start_report")
    assert started["created"]
    kill_twice(machine, started["job"], write_from=0.33)
    found = machine.errand("look")
    assert (found["runs"], found["published"], found["published_acts"]) == (1, 1, 1)
    assert (found["rows"], found["rows_outside"]) == (BRANCHES + 1, 0)
    assert found["admitted"] == found["admissions"] == ROWS

    # Everything left in the broker, and a sweep after the last restart, change nothing any more.
    machine.kill()
    machine.start_worker()
    time.sleep(STALE_SECONDS + 2)
    assert machine.errand("look") == found
    machine.kill()
