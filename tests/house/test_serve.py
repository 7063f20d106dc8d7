"""`make run` keeps its processes alive and leaves none behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from config.management.commands.serve import free_port
from config.processes import Child, Supervisor

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes through /proc")


def wait_for(condition, seconds: float = 20.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def supervisor(tmp_path):
    def make(code: str, grace: float = 1.0) -> Supervisor:
        child = Child("web", [sys.executable, "-c", code], tmp_path / "web.log")
        made.append(Supervisor([child], tmp_path, dict(os.environ), lambda event, child: told.append(event), grace))
        return made[-1]

    made, told = [], []
    make.told = told
    yield make
    for each in made:
        each.stop()


def test_what_ignores_a_polite_request_is_ended_all_the_same(supervisor, tmp_path):
    keeper = supervisor(
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = os.fork()\n"
        "open('pids', 'a').write(f'{os.getpid()}\\n')\n"
        "time.sleep(60)",
        grace=0.3,
    )
    keeper.start()
    pids = wait_for(
        lambda: (
            (tmp_path / "pids").exists()
            and len((tmp_path / "pids").read_text().split()) == 2
            and [int(pid) for pid in (tmp_path / "pids").read_text().split()]
        )
    )
    started = time.monotonic()
    keeper.stop()
    assert time.monotonic() - started < 3
    wait_for(lambda: not any(alive(pid) for pid in pids), 5)


def test_a_child_that_keeps_dying_is_started_ever_more_slowly(supervisor):
    keeper = supervisor("raise SystemExit('no room left')")
    keeper.start()
    child = keeper.children[0]
    wait_for(lambda: not child.is_running)
    keeper._mourn(child, time.monotonic())
    first = child.start_again_at - time.monotonic()
    keeper._start(child)
    wait_for(lambda: not child.is_running)
    keeper._mourn(child, time.monotonic())
    assert child.start_again_at - time.monotonic() > first
    assert child.last_line() == "no room left"
    assert supervisor.told == ["died", "died"]


def test_a_taken_port_is_passed_over():
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port) > port


@pytest.mark.slow
def test_serve_restarts_its_worker_and_stops_everything(tmp_path):
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
    }
    environment |= {"DATA_DIR": str(tmp_path), "PORT": str(port), "DEMO": "0"}
    told = tmp_path / "told"
    with told.open("wb") as output:
        serve = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_for(lambda: "đang chạy tại" in told.read_text() or serve.poll() is not None, 60)
        assert serve.poll() is None, told.read_text()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
            assert answer.status == 200

        second = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert second.returncode == 1
        assert f"đang chạy trên dữ liệu này rồi: http://127.0.0.1:{port}/" in second.stderr

        children = children_of(serve.pid)
        assert set(children) == {"gunicorn", "worker", "beat"}
        worker = children["worker"]
        os.kill(worker, signal.SIGKILL)
        wait_for(lambda: children_of(serve.pid).get("worker") not in (None, worker))
        wait_for(lambda: "Tiến trình việc nền đã chạy lại" in told.read_text())

        everyone = [serve.pid, *descendants(serve.pid)]
        assert len(everyone) > 4
        serve.send_signal(signal.SIGINT)
        assert serve.wait(15) == 0, told.read_text()
        wait_for(lambda: not any(alive(pid) for pid in everyone), 5)
        assert "Đã dừng." in told.read_text()
    finally:
        if serve.poll() is None:
            serve.terminate()
            serve.wait(20)


def children_of(pid: int) -> dict[str, int]:
    """What serve runs, by the word of the command line that tells it."""
    found = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            words = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
            found[next((word for word in ("gunicorn", "worker", "beat") if word in words), "?")] = int(child)
    return found


def descendants(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *descendants(int(child))]
    return found
