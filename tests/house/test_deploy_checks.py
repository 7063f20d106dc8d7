"""`manage.py check --deploy` must shout about each thing that would hurt an office, and only then."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

GOOD_KEY = "k" * 20 + "0123456789abcdefghijklmnopqrstuv"


@pytest.fixture
def office(settings, monkeypatch):
    """Settings with nothing to complain about."""
    monkeypatch.setenv("SECRET_KEY", GOOD_KEY)
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    settings.DEBUG = False
    settings.REDIS_URL = "redis://redis:6379/0"
    settings.SECRET_KEY = GOOD_KEY
    settings.ALLOWED_HOSTS = ["taonguon.example.vn"]
    settings.HTTPS = True
    settings.WEB_PROCESSES = 4
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    return settings


def found() -> set[str]:
    # The database tag is off by default in run_checks; ours looks at settings only.
    return {
        message.id
        for message in run_checks(include_deployment_checks=True, tags=["security", "caches"], databases=[])
        + run_checks(include_deployment_checks=True, tags=["database"], databases=[])
        if message.id.startswith("tao_nguon.")
    }


def test_a_sound_office_is_left_in_peace(office):
    assert found() == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"DEBUG": True}, "tao_nguon.E002"),
        ({"REDIS_URL": ""}, "tao_nguon.W003"),
        ({"SECRET_KEY": "django-insecure-" + "a" * 40}, "tao_nguon.E004"),
        ({"SECRET_KEY": "short"}, "tao_nguon.E004"),
        ({"ALLOWED_HOSTS": ["*"]}, "tao_nguon.E005"),
        ({"ALLOWED_HOSTS": ["localhost", "127.0.0.1"]}, "tao_nguon.W005"),
        ({"HTTPS": False}, "tao_nguon.W006"),
        ({"EMAIL_HOST": "mail.example.vn", "SITE_URL": ""}, "tao_nguon.W009"),
        (
            {"EMAIL_HOST": "mail.example.vn", "SITE_URL": "https://x", "EMAIL_SECURITY": "none"},
            "tao_nguon.W010",
        ),
        ({"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}, "tao_nguon.E007"),
        (
            {"CELERY_TASK_TIME_LIMIT": 1801, "CELERY_BROKER_TRANSPORT_OPTIONS": {"visibility_timeout": 3600}},
            "tao_nguon.E008",
        ),
    ],
)
def test_each_danger_is_named(office, changes, expected):
    for name, value in changes.items():
        setattr(office, name, value)
    assert found() == {expected}


def test_sqlite_is_named(office, monkeypatch):
    monkeypatch.setitem(office.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert found() == {"tao_nguon.W001"}


def test_a_generated_key_is_named(office, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    assert found() == {"tao_nguon.W004"}


OFFICE = {
    "SECRET_KEY": "3fT-9xQ_mZr7Lw2KdVb8NcYh5JpGs4AeUo6XtRiWq1MyHvBnCkDzPjFgSlEaO0u",
    "DATABASE_URL": "postgres://taonguon:x@db.invalid/taonguon",
    "REDIS_URL": "redis://redis.invalid/0",
    "ALLOWED_HOSTS": "taonguon.example.vn",
    "HTTPS": "1",
    "HSTS_SECONDS": "31536000",
    "BEHIND_PROXY": "1",
    "WEB_PROCESSES": "2",
}


def check_deploy(tmp_path, **variables) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=Path(__file__).resolve().parents[2],
        env=kept | {"DATA_DIR": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_office_of_the_handbook_passes_all_of_djangos_checks_too(tmp_path):
    done = check_deploy(tmp_path, **OFFICE)
    assert done.returncode == 0, done.stderr


def test_one_machine_is_told_what_it_lacks_and_nothing_else(tmp_path):
    done = check_deploy(tmp_path)
    assert done.returncode == 1
    assert set(re.findall(r"\(([\w.]+\.[WE]\d+)\)", done.stderr)) == {
        "security.W004",  # HSTS
        "security.W008",  # redirect to HTTPS
        "security.W012",  # session cookie over HTTPS only
        "security.W016",  # CSRF cookie over HTTPS only
        "tao_nguon.W001",
        "tao_nguon.W003",
        "tao_nguon.W004",
        "tao_nguon.W005",
        "tao_nguon.W006",
    }
