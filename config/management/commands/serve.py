"""`manage.py serve`: the whole of Tạo Nguồn on one machine, without any server beside it."""

import hashlib
import importlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from config.processes import Child, Supervisor
from membership.models import Organisation, User

FIRST_PORT = 8000
PORTS_TRIED = 50
START_SECONDS = 60
DEMO = "can-tho-2011"


class Command(BaseCommand):
    help = "Chạy Tạo Nguồn trên máy này: trang web, tiến trình việc nền và lịch hẹn giờ; Ctrl-C để dừng."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", default=os.environ.get("PORT") or str(FIRST_PORT))
        parser.add_argument("--no-demo", action="store_true", help="Không nạp dữ liệu mẫu vào cơ sở dữ liệu trống.")

    def handle(self, *, host, port, no_demo, **options):
        if os.name == "nt":
            raise CommandError("Trên Windows hãy chạy trong WSL (docs/operations.md, mục Cài đặt).")
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise CommandError(f"PORT={port} không phải là số cổng (1–65535).")
        self.lock = self._lock()
        try:
            self._prepare(demo=not no_demo and os.environ.get("DEMO", "1") != "0")
            self._run(host, self._choose_port(host, int(port)))
        except KeyboardInterrupt:
            self._say("Đã dừng theo yêu cầu.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def _lock(self):
        """One `serve` per data folder: two workers on one SQLite file would only wait for each other."""
        import fcntl

        handle = (settings.DATA_DIR / "serve.lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            handle.seek(0)
            where = handle.read().strip() or settings.DATA_DIR
            raise CommandError(f"Tạo Nguồn đang chạy trên dữ liệu này rồi: {where}") from error
        return handle

    # --- Before the start ------------------------------------------------------------------------

    def _prepare(self, *, demo: bool) -> None:
        self._migrate()
        self._collect_static()
        if demo:
            self._load_demo()
        connections.close_all()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            new = not executor.loader.applied_migrations
            self._say("→ Tạo cơ sở dữ liệu…" if new else f"→ Cập nhật cơ sở dữ liệu ({len(plan)} bước)…")
            call_command("migrate", verbosity=0, interactive=False)

    def _collect_static(self) -> None:
        stamp = settings.STATIC_ROOT / ".collected"
        fingerprint = static_fingerprint()
        if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint:
            return
        self._say("→ Chuẩn bị các tệp giao diện…")
        # In a process of its own: this one's settings were read when there was no manifest yet.
        done = subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"],
            cwd=settings.BASE_DIR,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(f"Không chuẩn bị được các tệp giao diện: {done.stderr.strip()[-500:]}")
        stamp.write_text(fingerprint, encoding="ascii")

    def _load_demo(self) -> None:
        if Organisation.objects.exists():
            return
        if "load_demo" not in get_commands():
            self._say("→ Bản này chưa có dữ liệu mẫu; cơ sở dữ liệu để trống.")
            return
        self._say("→ Nạp dữ liệu mẫu Cần Thơ 2011 (chỉ lần đầu, dưới một phút)…")
        call_command("load_demo", DEMO, stdout=self.stdout, verbosity=0)

    def _choose_port(self, host: str, wanted: int) -> int:
        port = free_port(host, wanted)
        if port is None:
            raise CommandError(
                f"Các cổng {wanted}–{wanted + PORTS_TRIED - 1} đều bận. Hãy chọn cổng khác: PORT=9000 make run"
            )
        if port != wanted:
            self._say(f"→ Cổng {wanted} đang có chương trình khác dùng, nên dùng cổng {port}.")
        return port

    # --- Running ---------------------------------------------------------------------------------

    def _run(self, host: str, port: int) -> None:
        supervisor = Supervisor(children(host, port), settings.BASE_DIR, environment(), self._tell)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: supervisor.ask_to_stop())
        self._say("→ Khởi động trang web, tiến trình việc nền và lịch hẹn giờ…")
        url = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/"  # noqa: S104  (compared, not bound)
        try:
            supervisor.start()
            if self._wait_until_open(supervisor, url):
                self._welcome(url)
                supervisor.watch()
        finally:
            self._say("Đang dừng…")
            supervisor.stop()
        self._say("Đã dừng. Dữ liệu được giữ nguyên; lần sau chạy lại là dùng tiếp.")

    def _wait_until_open(self, supervisor: Supervisor, url: str) -> bool:
        web = supervisor.children[0]
        deadline = time.monotonic() + START_SECONDS
        while not supervisor.stopping:
            try:
                with urllib.request.urlopen(f"{url}healthz", timeout=2):  # noqa: S310  (our own address)
                    return True
            except (urllib.error.URLError, OSError):
                if not web.is_running or time.monotonic() > deadline:
                    raise CommandError(f"Trang web không khởi động được: {web.last_line()} (xem {web.log})") from None
                time.sleep(0.2)
        return False

    def _welcome(self, url: str) -> None:
        self.lock.truncate(0)
        self.lock.write(url)
        self.lock.flush()
        self._say(f"\nTạo Nguồn đang chạy tại  {url}   (Ctrl-C để dừng)")
        accounts = demo_accounts()
        if accounts:
            self._say("Tài khoản dùng thử:")
            for username, password, description in accounts:
                self._say(f"  {username:<16} {password:<18} {description}")
        elif not User.objects.exists():
            self._say("Chưa có tài khoản nào. Tạo tài khoản đầu tiên: .venv/bin/python manage.py create_account --help")
        self._say(f"Dữ liệu: {settings.DATA_DIR}   Nhật ký: {settings.DATA_DIR / 'logs'}\n")
        connections.close_all()

    def _tell(self, event: str, child: Child) -> None:
        names = {"web": "Trang web", "worker": "Tiến trình việc nền", "beat": "Lịch hẹn giờ"}
        if event == "died":
            line = child.last_line()
            self._say(
                f"! {names[child.name]} vừa ngừng, đang chạy lại. {f'Dòng cuối: {line}' if line else ''}".rstrip()
            )
        else:
            self._say(f"→ {names[child.name]} đã chạy lại.")


def environment() -> dict[str, str]:
    return os.environ | {"STATIC_MANIFEST": "1", "PYTHONUNBUFFERED": "1"}


def children(host: str, port: int) -> list[Child]:
    python, logs = sys.executable, settings.DATA_DIR / "logs"
    web = [python, "-m", "gunicorn", "config.wsgi", "--bind", f"{host}:{port}", "--workers", "1", "--threads", "8"]
    web += ["--worker-class", "gthread", "--graceful-timeout", "3", "--no-control-socket"]
    celery = [python, "-m", "celery", "-A", "config"]
    # Where a process can fork, a job that hangs can be ended by its time limit; elsewhere it runs within the worker.
    pool = "prefork" if sys.platform == "linux" else "solo"
    worker = [*celery, "worker", "--pool", pool, "--concurrency", "1", "--hostname", "serve@%h", "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    beat = [*celery, "beat", "--schedule", str(settings.DATA_DIR / "beat-schedule"), "--pidfile="]
    return [
        Child("web", web, logs / "web.log"),
        Child("worker", worker, logs / "worker.log"),
        Child("beat", beat, logs / "beat.log"),
    ]


def free_port(host: str, first: int) -> int | None:
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind((host, port))
            except OSError:
                continue
            return port
    return None


def static_fingerprint() -> str:
    """Changes when a file of the pages is added, removed or edited."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}\n".encode())
    return digest.hexdigest()


def demo_accounts() -> list[tuple[str, str, str]]:
    """(user name, password, what it shows) of the demo's accounts that exist here."""
    try:
        declared = importlib.import_module("reports.demo").DEMO_ACCOUNTS
    except (ModuleNotFoundError, AttributeError):
        return []
    present = set(User.objects.filter(is_active=True).values_list("username", flat=True)[:100])
    return [tuple(account)[:3] for account in declared if tuple(account)[0] in present]
