"""Checks of a deployment: `manage.py check --deploy` shouts about what would hurt an office."""

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def check_office(app_configs, **kwargs):
    found = []
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        found.append(
            Warning(
                "SQLite is meant for one office PC.",
                hint="Set DATABASE_URL=postgres://… for an office with several people.",
                id="tao_nguon.W001",
            )
        )
    return found
