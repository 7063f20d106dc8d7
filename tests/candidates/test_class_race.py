"""Fifty people ask for ten seats at the same moment: exactly ten get one, and forty wait."""

import sqlite3
import threading

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from candidates.models import Enrolment, TrainingClass
from membership.models import RoleCode
from tests.factories import CandidateFactory, EnrolmentFactory, TrainingClassFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.office]
ASKING, SEATS = 50, 10


@pytest.fixture
def at_once(tmp_path):
    """`at_once(acts)`: each act in a thread and a connection of its own, all let go together.

    The tests' SQLite lives in memory, where there is but one connection: so it is copied into a file, in the mode it
    is used in (WAL, IMMEDIATE), and the threads and whoever looks afterwards work there.
    """
    kept, where = connections["default"], tmp_path / "race.sqlite3"

    def copy():
        with sqlite3.connect(where) as file:
            kept.connection.backup(file)
            file.execute("PRAGMA journal_mode=WAL")

    def connect():
        if kept.vendor == "sqlite":
            settings = {**kept.settings_dict, "NAME": str(where)}
            connections["default"] = type(kept)(settings, alias="default")

    def run(acts) -> list:
        if kept.vendor == "sqlite":
            copy()
        barrier, told = threading.Barrier(len(acts)), []

        def work(act):
            connect()
            try:
                barrier.wait(timeout=30)
                told.append(act())
            finally:
                connections["default"].close()

        threads = [threading.Thread(target=work, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=120)
        connect()
        return told

    yield run
    if connections["default"] is not kept:
        connections["default"].close()
        connections["default"] = kept


def counted(training_class) -> tuple[int, dict[str, int]]:
    states = list(Enrolment.objects.values_list("state", flat=True))
    return TrainingClass.objects.get(pk=training_class.pk).taken, {state: states.count(state) for state in set(states)}


def test_ten_seats_are_given_ten_times(tree, at_once):
    user = UserFactory(role=RoleCode.TRAINING_STAFF, organisation=tree.commune)
    held = TrainingClassFactory(organisation=tree.commune, state="called", seats=SEATS)
    rows = [
        EnrolmentFactory(training_class=held, state="confirmed", candidate=CandidateFactory(organisation=tree.branch))
        for _number in range(ASKING)
    ]
    where, clients = reverse("candidates:class.accept", args=[held.pk]), []
    client = Client()
    client.force_login(user)
    for _row in rows:
        clients.append(Client())
        clients[-1].cookies = client.cookies.copy()

    def ask(client, row):
        return lambda: client.post(where, {"act": "dong-y", "on": "2026-07-15", "nguoi": [row.pk]}).status_code

    # The session and every row are committed before the threads begin, so that each asks about its own learner.
    assert at_once([ask(client, row) for client, row in zip(clients, rows, strict=True)]) == [302] * ASKING
    assert counted(held) == (SEATS, {"accepted": SEATS, "waiting": ASKING - SEATS})


def test_who_leaves_at_the_same_moment_hands_over_each_seat_once(tree, at_once):
    user = UserFactory(role=RoleCode.TRAINING_STAFF, organisation=tree.commune)
    held = TrainingClassFactory(organisation=tree.commune, state="called", seats=SEATS)
    seated = [
        EnrolmentFactory(training_class=held, candidate=CandidateFactory(organisation=tree.branch))
        for _number in range(SEATS)
    ]
    for number in range(SEATS + 5):
        EnrolmentFactory(
            training_class=held, state="waiting", candidate=CandidateFactory(organisation=tree.branch),
            queued_at=f"2026-07-01 08:{number:02d}Z",
        )  # fmt: skip
    client = Client()
    client.force_login(user)

    def leave(row):
        def act():
            one = Client()
            one.cookies = client.cookies.copy()
            where = reverse("candidates:enrolment.release", args=[row.pk])
            return one.post(where, {"reason": "rút", "version": row.version}).status_code

        return act

    assert at_once([leave(row) for row in seated]) == [302] * SEATS
    assert counted(held) == (SEATS, {"withdrawn": SEATS, "accepted": SEATS, "waiting": 5})
