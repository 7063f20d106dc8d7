"""Two people change one tree at the same moment (on a database where that can happen)."""

import threading
from datetime import date

import pytest
from django.db import connection

from membership.domain.errors import Refused
from membership.domain.reorganise import dissolve, establish, move
from membership.domain.tree_check import differences
from membership.models import Organisation

pytestmark = [pytest.mark.office, pytest.mark.django_db(transaction=True)]
DAY = date(2025, 7, 1)


@pytest.fixture
def at_once(db):
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time")

    def run(*acts) -> list[str]:
        barrier, told = threading.Barrier(len(acts)), []

        def work(act):
            try:
                barrier.wait(timeout=10)
                act()
                told.append("done")
            except Refused:
                told.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=work, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return sorted(told)

    return run


@pytest.mark.parametrize("attempt", range(5))
def test_no_circle_is_closed_between_two_moves(tree, at_once, attempt):
    """A under a child of B while B goes under a child of A: each alone is right, together they are a circle."""
    told = at_once(
        lambda: move(by=None, on=DAY, organisation=tree.commune, parent=tree.other_branch, version=1),
        lambda: move(by=None, on=DAY, organisation=tree.sibling_commune, parent=tree.branch, version=1),
    )
    assert told == ["done", "refused"]
    assert list(differences()) == []


def test_nothing_is_founded_under_what_is_being_dissolved(tree, at_once):
    told = at_once(
        lambda: dissolve(by=None, on=DAY, organisation=tree.branch, version=1),
        lambda: establish(by=None, on=DAY, code="77", name="Chi bộ mới", parent=tree.branch),
    )
    assert told == ["done", "refused"]
    assert list(differences()) == []


def test_a_code_is_given_once(tree, at_once):
    new = {"by": None, "on": DAY, "code": "77", "name": "Chi bộ mới"}
    told = at_once(
        lambda: establish(parent=tree.branch, **new),
        lambda: establish(parent=tree.foreign_branch, **new),
    )
    assert told == ["done", "refused"]
    assert Organisation.objects.filter(code="77").count() == 1
