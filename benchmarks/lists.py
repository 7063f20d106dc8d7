"""List pages of any subtree: time in the database and number of queries, through the whole view stack."""

from contextlib import contextmanager
from random import Random
from statistics import median
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from benchmarks.measure import Measured, percentile
from membership.models import Assignment, Organisation, RoleCode, User

PAGES = {
    "candidates": ("candidates:candidate.list", ""),
    "candidates, one stage": ("candidates:candidate.list", "?giai-doan=trained"),
    "candidates, a name": ("candidates:candidate.list", "?q=nguyen+van+t"),
    "admissions": ("candidates:admission.list", ""),
    "members": ("membership:member.list", ""),
    "deadlines": ("candidates:deadline.list", ""),
}
PLACES = 12
LIMIT = 0.005


def run(*, rows: int) -> list[Measured]:
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    floor = median(_select_one() for _ in range(200))
    clients = {level: [_client(place) for place in places] for level, places in _places().items()}
    results = []
    for name, (route, query) in PAGES.items():
        for level, readers in clients.items():
            url = reverse(route) + query
            seconds, queries = [], set()
            for client in readers:
                client.get(url)  # the session and the plan cache are warm from here on
                for _round in range(3 if len(readers) > 1 else 15):
                    with timed() as spent:
                        response = client.get(url)
                    if response.status_code != 200:
                        raise RuntimeError(f"{url} answered {response.status_code}")
                    seconds.append(sum(spent))
                    queries.add(len(spent))
            results.append(
                Measured(
                    f"list of {name}, {level}: database time, p95",
                    percentile(seconds, 0.95),
                    "SELECT 1",
                    floor,
                    None,
                    (min(seconds), max(seconds)),
                    unit="ms",
                    limit=LIMIT,
                    note=f"median {median(seconds) * 1000:.2f} ms, queries {_span(queries)}",
                )
            )
    return results


def _span(counts: set[int]) -> str:
    return str(min(counts)) if len(counts) == 1 else f"{min(counts)}–{max(counts)}"


@contextmanager
def timed():
    """Seconds of every statement the block sends."""
    spent: list[float] = []

    def clock(execute, sql, parameters, many, context):
        begun = perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            spent.append(perf_counter() - begun)

    with connection.execute_wrapper(clock):
        yield spent


def _select_one() -> float:
    with timed() as spent, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return spent[0]


def _places() -> dict[str, list[Organisation]]:
    """Organisations by their depth, at most a dozen of each."""
    rng = Random("lists")
    root = Organisation.objects.get(parent=None)
    levels, found = [root], {"root": [root]}
    names = iter(("under the root", "two below", "three below", "four below"))
    while levels:
        children = list(Organisation.objects.filter(parent__in=levels).order_by("pk")[:4000])
        levels = rng.sample(children, min(PLACES, len(children)))
        if levels:
            found[next(names)] = levels
    return found


def _client(place: Organisation) -> Client:
    user = User.objects.create_user(f"bench-{place.pk}", "Người đo")
    Assignment.objects.create(user=user, organisation=place, role=RoleCode.ORGANISATION_STAFF)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
