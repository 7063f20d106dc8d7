"""A Tạo Nguồn of its own for one test: own data folder, own database, own broker, a worker that can be killed."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import redis

ROOT = Path(__file__).resolve().parents[2]
STALE_SECONDS = 2


class Machine:
    """On SQLite and a folder, or (where the tests were given them) on a new PostgreSQL database and a Redis number."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.worker: subprocess.Popen | None = None
        self.served: subprocess.Popen | None = None
        self.server_url = os.environ.get("DATABASE_URL", "")
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
        }
        self.environment |= {"DATA_DIR": str(folder), "JOB_STALE_SECONDS": str(STALE_SECONDS)}
        if self.server_url.startswith("postgres"):
            self.database = f"tao_nguon_kill_{uuid.uuid4().hex[:12]}"
            self._on_server(f'CREATE DATABASE "{self.database}"')
            self.environment["DATABASE_URL"] = self._url(self.database)
        if os.environ.get("REDIS_URL"):
            # Each process of the tests has a Redis number of its own, far from anybody's.
            number = 9 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
            self.environment["REDIS_URL"] = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}"))
            redis.Redis.from_url(self.environment["REDIS_URL"]).flushdb()

    def close(self) -> None:
        if self.worker is not None:
            self.kill()
        if self.served is not None:
            self.served.terminate()
            self.served.wait(30)
        if "DATABASE_URL" in self.environment:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    # --- What it does -----------------------------------------------------------------------------

    def errand(self, *words: str) -> dict:
        done = subprocess.run(
            [sys.executable, "-m", "tests.house.errands", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.strip().splitlines()[-1])

    def serve(self, *, seconds: float = 240) -> str:
        """`make run` as it is; returns the address it prints."""
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        with (self.folder / "serve.log").open("wb") as log:
            self.served = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", port],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.served.poll() is None:
            found = re.search(r"đang chạy tại +(\S+)", (self.folder / "serve.log").read_text(encoding="utf-8"))
            if found:
                return found[1].rstrip("/")
            time.sleep(0.2)
        raise AssertionError((self.folder / "serve.log").read_text(encoding="utf-8")[-3000:])

    def start_worker(self) -> None:
        with (self.folder / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "1", "--loglevel", "INFO"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def freeze(self) -> None:
        """Hold the worker and the child that has the job: from here on nothing changes."""
        os.killpg(self.worker.pid, signal.SIGSTOP)

    def kill(self) -> None:
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()
        self.worker = None

    # --- What it shows ----------------------------------------------------------------------------

    def job(self, identifier: str) -> tuple[str, int, int, int]:
        """(state, attempts, done, total), read straight from the table."""
        question = "SELECT state, attempts, done, total FROM membership_job WHERE id = "
        if "DATABASE_URL" in self.environment:
            import psycopg2

            with closing(psycopg2.connect(self.environment["DATABASE_URL"])) as connection:
                cursor = connection.cursor()
                cursor.execute(f"{question} %s", [identifier])
                return cursor.fetchone()
        with closing(sqlite3.connect(self.folder / "tao-nguon.sqlite3", timeout=20)) as connection:
            return connection.execute(f"{question} ?", [identifier.replace("-", "")]).fetchone()

    def wait_for(self, identifier: str, condition, seconds: float = 60.0):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = self.job(identifier)
            if condition(*found):
                return found
            assert self.worker.poll() is None, self.log()
            time.sleep(0.01)
        raise AssertionError(f"waited in vain; the job is {found}\n{self.log()}")

    def log(self) -> str:
        return (self.folder / "worker.log").read_text(encoding="utf-8", errors="replace")[-3000:]

    def _url(self, database: str) -> str:
        return urlunsplit(urlsplit(self.server_url)._replace(path=f"/{database}"))

    def _on_server(self, command: str) -> None:
        import psycopg2

        with closing(psycopg2.connect(self._url("postgres"))) as connection:
            connection.autocommit = True
            connection.cursor().execute(command)
