"""Every route × role × position × method gives the answer that the role table and the tree demand."""

import inspect
from copy import copy
from functools import cache

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from membership.models import ROLES, RoleCode
from tests.access.matrix import BOTH, EVERYBODY, OUTSIDE, PLACELESS, POSITIONS, PUBLIC, ROUTES, expected
from tests.access.world import CANARY, MAKERS, World
from tests.architecture.test_views_declare import routes
from tests.conftest import make_tree
from tests.factories import UserFactory

RESOLVED = dict(routes())
UNUSED_METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS")
ABOUT_SOMETHING = [name for name, route in ROUTES.items() if route.target and route.target not in PLACELESS]

# A session goes on, an export of people's records leaves its line in the log, and a feed keeps when it was last read.
LEFT_BY_LOOKING = ("django_session", "axes_", "membership_activity", "membership_calendarfeed")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all questions: each is asked in a transaction that is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World(make_tree())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def log_in(world):
    """`log_in(role, organisation)`: a client of a person with that role there; the same person every time."""

    @cache
    def log_in(role: str, organisation) -> Client:
        client = Client()
        client.force_login(UserFactory(role=role, organisation=organisation))
        return client

    return log_in


def ask(client: Client, method: str, address: str):
    """One request whose writes are taken back, so that the next one finds the same world."""
    kept = copy(client.cookies)
    with transaction.atomic():
        answer = client.generic(method, address)
        answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    client.cookies = kept
    return answer


def address(world: World, name: str, position: str) -> str:
    target = ROUTES[name].target
    return reverse(name, kwargs=world.kwargs(target, position) if target else {})


def positions(name: str) -> tuple[str | None, ...]:
    return POSITIONS if name in ABOUT_SOMETHING else (None,)


@pytest.mark.django_db  # one marked test, so that the database is set up when this file runs alone
def test_the_matrix_knows_every_route_and_no_other():
    assert set(RESOLVED) - set(ROUTES) == set(), "declare these in tests/access/matrix.py"
    assert set(ROUTES) - set(RESOLVED) == set(), "these are gone"
    assert {route.target for route in ROUTES.values()} - {None} <= set(MAKERS)


@pytest.mark.parametrize("name", [name for name in RESOLVED if name in ROUTES])
def test_every_view_declares_its_action(name):
    view, declared = RESOLVED[name].callback, ROUTES[name].action
    if declared == PUBLIC:
        assert not hasattr(view, "required_action")
        assert view.login_required is False
        return
    required = inspect.getattr_static(view, "required_action", None)
    assert required is not None, "decorate it with @requires(Action.X)"
    # A private object (a job) is opened to its owner too, so the view itself asks for nothing.
    assert required == (EVERYBODY if ROUTES[name].private else declared)


@pytest.mark.parametrize("name", [name for name in ROUTES if ROUTES[name].action != PUBLIC])
def test_a_stranger_is_sent_to_the_login_page(world, name):
    for position in positions(name):
        for method in BOTH:
            answer = ask(Client(), method, address(world, name, position or "own"))
            assert answer.status_code == 302, (position, method)
            assert answer.url.startswith(reverse("membership:login")), (position, method)


@pytest.mark.parametrize("name", ROUTES)
def test_each_role_gets_what_the_tables_say(world, log_in, name):
    route, wrong = ROUTES[name], []
    for role in ROLES:
        client = log_in(role, world.place["own"])
        for position in positions(name):
            for method in BOTH:
                answer = ask(client, method, address(world, name, position or "own"))
                wanted = expected(route, role, position, method)
                if answer.status_code not in wanted:
                    wrong.append(f"{method} {role} {position}: {answer.status_code}, not {sorted(wanted)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ABOUT_SOMETHING)
def test_nothing_exists_outside_a_branch(world, log_in, name):
    """A branch secretary gets 404 for everything that is not of the branch, or held for it by committees above."""
    client = log_in(RoleCode.BRANCH_SECRETARY, world.tree.other_branch)
    above = ("sibling", "ancestor") if ROUTES[name].from_above else ()  # they stand above this branch too
    for position in (each for each in POSITIONS if each not in above):
        for method in BOTH:
            answer = ask(client, method, address(world, name, position))
            wanted = {404} if method in ROUTES[name].methods else {404, 405}
            assert answer.status_code in wanted, (position, method)


@pytest.mark.parametrize("name", ROUTES)
def test_no_other_method_is_answered(world, log_in, name):
    client = log_in(RoleCode.ORGANISATION_STAFF, world.tree.root)
    for method in UNUSED_METHODS:
        answer = ask(client, method, address(world, name, "own"))
        assert answer.status_code in (403, 404, 405), method


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if "GET" in route.methods])
def test_looking_changes_nothing(world, log_in, name):
    route, writes = ROUTES[name], []

    def note(execute, sql, params, many, context):
        word = sql.lstrip().split(" ", 1)[0].upper()
        if word in ("INSERT", "UPDATE", "DELETE") and not any(f'"{table}' in sql for table in LEFT_BY_LOOKING):
            writes.append(sql[:200])
        return execute(sql, params, many, context)

    for role in (RoleCode.ORGANISATION_STAFF, RoleCode.ADMINISTRATOR):
        client = log_in(role, world.tree.root)
        where = address(world, name, "own")
        with connection.execute_wrapper(note):
            answer = ask(client, "GET", where)
        assert answer.status_code in route.shows | {403, 404}
    assert not writes


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if "GET" in route.methods])
def test_no_word_from_outside_is_seen(world, log_in, name):
    """Somebody who may do everything in one commune sees nothing of what lies beside or above it."""
    world.fill()
    action = ROUTES[name].action
    # Who may not open the page at all is shown the same refusal everywhere (test_each_role_gets_what_the_tables_say).
    for role in [role for role in ROLES if action in (PUBLIC, EVERYBODY) or action in ROLES[role].may]:
        for home in (world.tree.commune, world.tree.branch):
            client = log_in(role, home)
            answer = ask(client, "GET", address(world, name, "descendant"))
            for position in OUTSIDE:
                assert f"{CANARY} {position}".encode() not in answer.body, (role, position)
