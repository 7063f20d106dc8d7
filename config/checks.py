"""Checks of a deployment: `manage.py check --deploy` shouts about what would hurt an office."""

import os

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}
INSECURE_KEY_WORDS = ("django-insecure-", "only-for-tests", "change-me", "changeme", "doi-khoa-nay")


@register(Tags.database, deploy=True)
def check_database(app_configs, **kwargs):
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        return []
    return [
        Warning(
            "SQLite is meant for one office PC.",
            hint="Set DATABASE_URL=postgres://… for an office with several people.",
            id="tao_nguon.W001",
        )
    ]


@register(Tags.security, deploy=True)
def check_debug(app_configs, **kwargs):
    if not settings.DEBUG:
        return []
    return [Error("DEBUG shows source code and settings to everyone.", hint="Unset DEBUG.", id="tao_nguon.E002")]


@register(Tags.security, deploy=True)
def check_broker(app_configs, **kwargs):
    if settings.REDIS_URL:
        return []
    return [
        Warning(
            "Jobs travel through a folder: only workers on this very machine find them.",
            hint="Set REDIS_URL=redis://… (with appendonly yes and maxmemory-policy noeviction).",
            id="tao_nguon.W003",
        )
    ]


@register(Tags.security, deploy=True)
def check_secret_key(app_configs, **kwargs):
    key = settings.SECRET_KEY
    if any(word in key for word in INSECURE_KEY_WORDS) or len(key) < 32:
        return [
            Error(
                "SECRET_KEY is a sample or too short.",
                hint="Generate one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
                id="tao_nguon.E004",
            )
        ]
    if not os.environ.get("SECRET_KEY", "").strip():
        return [
            Warning(
                "SECRET_KEY was generated into DATA_DIR: a second web machine would not know it.",
                hint="Set SECRET_KEY in the environment of web and worker alike.",
                id="tao_nguon.W004",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_hosts(app_configs, **kwargs):
    hosts = settings.ALLOWED_HOSTS
    if "*" in hosts:
        return [Error("ALLOWED_HOSTS accepts any name.", hint="Name the address people type in.", id="tao_nguon.E005")]
    if set(hosts) <= LOCAL_HOSTS:
        return [
            Warning(
                "ALLOWED_HOSTS knows this machine only: nobody else can open a page.",
                hint="Set ALLOWED_HOSTS=taonguon.example.vn.",
                id="tao_nguon.W005",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_https(app_configs, **kwargs):
    if settings.HTTPS:
        return []
    return [
        Warning(
            "Pages and passwords travel unencrypted.",
            hint="Put a proxy with a certificate in front and set HTTPS=1 BEHIND_PROXY=1.",
            id="tao_nguon.W006",
        )
    ]


@register(Tags.caches, deploy=True)
def check_cache(app_configs, **kwargs):
    backend = settings.CACHES["default"]["BACKEND"]
    if settings.WEB_PROCESSES < 2 or not backend.endswith("LocMemCache"):
        return []
    return [
        Error(
            "Several web processes with a cache of their own each would disagree.",
            hint="Set REDIS_URL, or WEB_PROCESSES=1.",
            id="tao_nguon.E007",
        )
    ]


@register(Tags.security, deploy=True)
def check_mail(app_configs, **kwargs):
    """Without EMAIL_HOST there is no mail and nothing to say."""
    if not settings.EMAIL_HOST:
        return []
    found = []
    if not settings.SITE_URL:
        found.append(
            Warning(
                "EMAIL_HOST is set, but no mail is sent: a mail could not say where to look.",
                hint="Set SITE_URL=https://taonguon.example.vn.",
                id="tao_nguon.W009",
            )
        )
    if settings.EMAIL_SECURITY == "none" and settings.EMAIL_HOST not in LOCAL_HOSTS:
        found.append(
            Warning(
                "Mail and its password travel to EMAIL_HOST unencrypted.",
                hint="Set EMAIL_SECURITY=starttls or tls.",
                id="tao_nguon.W010",
            )
        )
    return found


@register(Tags.security)
def check_time_limits(app_configs, **kwargs):
    """Redis hands a task out again after the visibility timeout: a job must have ended well before."""
    timeout = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("visibility_timeout")
    if timeout is None or timeout / 2 >= settings.CELERY_TASK_TIME_LIMIT:
        return []
    return [
        Error(
            "A job may run longer than half the broker's visibility timeout and would then run twice at once.",
            hint="Keep CELERY_TASK_TIME_LIMIT at or below visibility_timeout / 2.",
            id="tao_nguon.E008",
        )
    ]
