"""`manage.py check --deploy` must shout about each thing that would hurt an office, and only then."""

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
