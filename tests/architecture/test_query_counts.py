"""How many queries a page takes: never more for more rows, and never more than it took before (query_counts.json).

`UPDATE_QUERY_COUNTS=1 pytest tests/architecture/test_query_counts.py` writes the numbers anew; read the difference.
"""

import json
import os
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership.models import RoleCode
from tests.access.matrix import PUBLIC, ROUTES
from tests.access.test_matrix import RESOLVED, address
from tests.access.world import MAKERS, PARTS, World
from tests.conftest import make_tree
from tests.factories import AssignmentFactory, OrganisationFactory, UserFactory

BASELINE = Path(__file__).parents[1] / "query_counts.json"
PAGES = [
    name
    for name, route in ROUTES.items()
    if "GET" in route.methods and 200 in route.shows and route.action != PUBLIC and not route.owner_only
]
UPDATE = os.environ.get("UPDATE_QUERY_COUNTS") == "1"
GROWING = (
    "candidate", "mentorship", "member", "admission", "verification", "transfer", "nomination", "review",
    "dossier_paper", "introduction", "account", "assignment", "job", "receipt", "run", "quota",
)  # fmt: skip
MOST = 40  # however good the reasons, a page of more queries wants to be thought about again


@pytest.fixture(scope="module")
def baseline():
    known = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    seen = {}
    yield known, seen
    if UPDATE:
        kept = {name: count for name, count in (known | seen).items() if name in PAGES}
        BASELINE.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def queries(client: Client, where: str) -> int | None:
    """How many a page takes; None if it is not shown."""
    with CaptureQueriesContext(connection) as taken:
        answer = client.get(where)
        b"".join(answer.streaming_content) if answer.streaming else answer.content
    return len(taken) if answer.status_code == 200 else None


def fill(world: World, times: int) -> None:
    """More of everything under the branch and the commune that the pages show."""
    for _ in range(times):
        for organisation in (world.tree.commune, world.tree.branch):
            child = OrganisationFactory(parent=organisation)
            for target in (*GROWING, *(target for part in PARTS for target in part.GROWING)):
                MAKERS[target](world, child, "Người thêm")


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker):
    """(queries for few rows, for many rows) of every page: one world that grows once, asked before and after."""
    # The clock stands still: a session that is prolonged now and then would cost a page three queries more.
    with time_machine.travel(timezone.now(), tick=False), django_db_blocker.unblock(), transaction.atomic():
        tree = make_tree()
        world = World(tree)
        user = UserFactory(role=RoleCode.ORGANISATION_STAFF, organisation=tree.root)
        for role in (RoleCode.ADMINISTRATOR, RoleCode.MASS_ORGANISATION):
            AssignmentFactory(user=user, role=role, organisation=tree.root)
        client = Client()
        client.force_login(user)
        where = {name: address(world, name, "own") for name in PAGES if name in RESOLVED}
        fill(world, 2)
        for page in where.values():
            queries(client, page)  # fills what is read once per process
        few = {name: queries(client, page) for name, page in where.items()}
        fill(world, 8)
        many = {name: queries(client, page) for name, page in where.items()}
        yield {name: (few[name], many[name]) for name in where}
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.xdist_group("query-counts")
@pytest.mark.parametrize("name", [name for name in PAGES if name in RESOLVED])
def test_query_count(counted, name, baseline):
    few, many = counted[name]
    assert few is not None, "not shown to somebody who may do everything"
    assert many <= few, f"{few} queries for few rows, {many} for many"

    known, seen = baseline
    seen[name] = many
    assert many <= MOST
    if not UPDATE and connection.vendor == "sqlite":  # PostgreSQL asks some questions in its own way
        assert name in known, "record it: UPDATE_QUERY_COUNTS=1"
        assert many <= known[name], f"{many} queries, were {known[name]}"
