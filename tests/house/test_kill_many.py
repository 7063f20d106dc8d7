"""`kill -9` at random moments of an import and of its undo: all of it or nothing, each once.

`KILLS=100` (in `make test-long`) deals a hundred; a run of every day some.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.house.machine import ROOT, Machine

KILLS = int(os.environ.get("KILLS", "6"))
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill")]


def test_killed_at_random_moments(tmp_path):
    machine = Machine(tmp_path)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.house.kill_many", str(KILLS), "20261122"],
            cwd=ROOT, env=machine.environment, capture_output=True, text=True, check=False, timeout=60 + 12 * KILLS,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        found = json.loads(done.stdout.strip().splitlines()[-1])
    finally:
        machine.close()
    assert found["wrong"] == []
    assert found["kills"] >= KILLS
    assert found["imported"] == found["taken_back"] == found["rounds"]
