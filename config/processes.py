"""Keeps child processes running: starts them, starts again what dies, and stops all of them together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = (1, 2, 4, 8, 15, 30)  # seconds before the next start of a child that keeps dying
CALM_AFTER = 60.0  # a child that lived this long starts afresh
KEEP_LOG_BYTES = 5_000_000
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A command that should always run. `log` takes what it prints."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    deaths: int = 0

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def last_line(self) -> str:
        with contextlib.suppress(OSError):
            lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            return lines[-1][:300] if lines else ""
        return ""


def _end_with_the_parent() -> None:
    """Linux tells the child when its parent is killed outright, so that nothing is left behind."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Supervisor:
    """Runs children until `stop` is called. `tell` gets (what happened, child)."""

    children: list[Child]
    cwd: Path
    environment: dict[str, str]
    tell: Callable[[str, Child], None]
    grace: float = 4.0
    stopping: bool = field(default=False, init=False)

    def start(self) -> None:
        for child in self.children:
            self._start(child)

    def watch(self, pause: float = 0.3) -> None:
        """Blocks until `ask_to_stop`; a child that died starts again, later each time it keeps dying."""
        while not self.stopping:
            now = time.monotonic()
            for child in self.children:
                if child.is_running:
                    continue
                if child.process is not None:
                    self._mourn(child, now)
                elif now >= child.start_again_at:
                    self._start(child)
                    self.tell("restarted", child)
            time.sleep(pause)

    def ask_to_stop(self) -> None:
        self.stopping = True

    def stop(self) -> None:
        """Ends every child with its own children: politely, then for good."""
        self.stopping = True
        running = [child for child in self.children if child.process is not None]
        for child in running:
            # Only the child itself: a worker that is told may still finish the job its own child has in hand.
            child.process.terminate()
        deadline = time.monotonic() + self.grace
        while time.monotonic() < deadline and any(child.is_running for child in running):
            time.sleep(0.05)
        for child in running:
            self._kill_group(child)
            child.process.wait()
            child.process = None

    def _start(self, child: Child) -> None:
        child.log.parent.mkdir(parents=True, exist_ok=True)
        if child.log.exists() and child.log.stat().st_size > KEEP_LOG_BYTES:
            child.log.replace(child.log.with_suffix(".1.log"))
        with child.log.open("ab") as output:
            child.process = subprocess.Popen(
                child.command,
                cwd=self.cwd,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_the_parent if sys.platform == "linux" else None,
            )
        child.started_at = time.monotonic()

    def _mourn(self, child: Child, now: float) -> None:
        """What a dead child left behind must not go on working beside its successor."""
        self._kill_group(child)
        if now - child.started_at > CALM_AFTER:
            child.deaths = 0
        child.start_again_at = now + PATIENCE[min(child.deaths, len(PATIENCE) - 1)]
        child.deaths += 1
        self.tell("died", child)
        child.process = None

    @staticmethod
    def _kill_group(child: Child) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
