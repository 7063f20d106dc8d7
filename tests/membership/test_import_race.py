"""Two clicks at the same moment write a list once."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from candidates.models import Admission
from membership.models import Activity, ImportBatch, ImportState, RoleCode
from tests.factories import UserFactory
from tests.membership.list_files import ADMISSIONS, admission, write_xlsx
from tests.membership.test_import_pages import tried

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.office]


@pytest.fixture(autouse=True)
def only_with_many_writers(settings, tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("a database in memory has one connection")
    settings.UPLOAD_DIR = tmp_path / "uploads"


def test_many_clicks_at_once(tree, tmp_path):
    user = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    clients = []
    for _number in range(6):
        client = Client()
        client.force_login(user)
        clients.append(client)
    batch = tried(clients[0], write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, *map(admission, range(1, 40))), tree)
    start = threading.Barrier(len(clients))
    answers = []

    def click(client):
        start.wait()
        try:
            url = reverse("membership:import.apply", args=[batch.pk])
            answers.append(client.post(url, {"version": batch.version}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * len(clients)
    assert ImportBatch.objects.get().state == ImportState.APPLIED
    assert Admission.objects.count() == 39
    assert Activity.objects.filter(action="list.imported").count() == 1
