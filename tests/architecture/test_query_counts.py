"""How many queries a page takes: never more for more rows, and never more than it took before (query_counts.json).

`UPDATE_QUERY_COUNTS=1 pytest tests/architecture/test_query_counts.py` writes the numbers anew; read the difference.
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from membership.models import RoleCode
from tests.access.matrix import PUBLIC, ROUTES
from tests.access.test_matrix import RESOLVED, address
from tests.access.world import MAKERS, World
from tests.factories import AssignmentFactory, OrganisationFactory, UserFactory

BASELINE = Path(__file__).parents[1] / "query_counts.json"
PAGES = [
    name
    for name, route in ROUTES.items()
    if "GET" in route.methods and 200 in route.shows and route.action != PUBLIC and not route.owner_only
]
UPDATE = os.environ.get("UPDATE_QUERY_COUNTS") == "1"
MOST = 40  # however good the reasons, a page of more queries wants to be thought about again


@pytest.fixture(scope="module")
def baseline():
    known = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    seen = {}
    yield known, seen
    if UPDATE:
        kept = {name: count for name, count in (known | seen).items() if name in PAGES}
        BASELINE.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def queries(client: Client, where: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as taken:
        answer = client.get(where)
        b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200, where
    return len(taken)


def fill(world: World, times: int) -> None:
    """More of everything under the branch and the commune that the pages show."""
    for _ in range(times):
        for organisation in (world.tree.commune, world.tree.branch):
            child = OrganisationFactory(parent=organisation)
            for target in (
                "candidate",
                "mentorship",
                "member",
                "admission",
                "verification",
                "account",
                "assignment",
                "job",
                "receipt",
                "run",
                "quota",
            ):
                MAKERS[target](world, child, "Người thêm")


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in PAGES if name in RESOLVED])
def test_query_count(tree, name, baseline):
    world = World(tree)
    user = UserFactory(role=RoleCode.ORGANISATION_STAFF, organisation=tree.root)
    AssignmentFactory(user=user, role=RoleCode.ADMINISTRATOR, organisation=tree.root)
    client = Client()
    client.force_login(user)
    where = address(world, name, "own")
    if client.get(where).status_code != 200:  # also fills what is read once per process
        pytest.fail(f"{where} is not shown to somebody who may do everything")
    fill(world, 2)
    few = queries(client, where)
    fill(world, 8)
    many = queries(client, where)
    assert many <= few, f"{few} queries for few rows, {many} for many"

    known, seen = baseline
    seen[name] = many
    assert many <= MOST
    if not UPDATE and connection.vendor == "sqlite":  # PostgreSQL has its own way with savepoints
        assert name in known, "record it: UPDATE_QUERY_COUNTS=1"
        assert many <= known[name], f"{many} queries, were {known[name]}"
