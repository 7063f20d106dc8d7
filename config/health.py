"""Two addresses for whoever watches over the machine: is the process alive, and can it serve?"""

import os
from contextlib import suppress

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def alive(request):
    """The process answers. Looks at nothing else, so that a slow database does not get the web restarted."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def ready(request):
    """The database answers and has every migration, and jobs can be handed over. Says what, never why."""
    found = {"database": _database(), "migrations": False, "broker": _broker()}
    if found["database"]:
        found["migrations"] = _migrations()
    return JsonResponse(
        {name: "ok" if good else "failed" for name, good in found.items()}, status=200 if all(found.values()) else 503
    )


def _database() -> bool:
    with suppress(Exception), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)
    return False


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _broker() -> bool:
    if not settings.REDIS_URL:
        return os.access(settings.BROKER_DIR / "messages", os.W_OK)
    with suppress(redis.RedisError):
        client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2)
        try:
            return bool(client.ping())
        finally:
            client.close()
    return False
