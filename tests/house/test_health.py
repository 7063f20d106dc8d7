"""The two addresses that whoever watches the machine asks."""

import pytest
from django.db import OperationalError, connection


def test_alive_needs_nothing_but_the_process(client):
    assert client.get("/healthz").content == b"ok"  # no database allowed here: this test has no mark for it


@pytest.mark.django_db
def test_ready_names_each_part(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok", "broker": "ok"}


@pytest.mark.django_db
def test_not_ready_while_the_database_is_silent(client, monkeypatch):
    def silent(*args, **kwargs):
        raise OperationalError("password of the office")

    monkeypatch.setattr(connection, "cursor", silent)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "failed", "migrations": "failed", "broker": "ok"}


@pytest.mark.django_db
def test_not_ready_while_the_broker_is_silent(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert client.get("/readyz").json()["broker"] == "failed"


def test_watchers_are_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
