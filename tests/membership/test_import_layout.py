"""Lists without a header, and headers over several rows, through the pages of the wizard."""

import pytest
from django.urls import reverse

from membership.models import ImportBatch, ImportState, PartyMember
from tests.membership.list_files import write_xlsx
from tests.membership.test_import_pages import apply, choose, client, private_folder, upload  # noqa: F401

pytestmark = pytest.mark.django_db

PEOPLE = [
    [1, "Nguyễn Văn Hải", "05/06/1980", "Nam", "Kinh"],
    [2, "Trần Thị Yến", "1979", "Nữ", "Tày"],
    [3, "Lê Đức Thử", "07/1985", "Nam", "Kinh"],
]


def through_the_pages(client, path, tree):  # noqa: F811
    upload(client, path, tree, kind="members", into=tree.branch.code)
    batch = ImportBatch.objects.get()
    page = client.get(reverse("membership:import.columns", args=[batch.pk]))
    choose(client, batch)
    batch.refresh_from_db()
    assert (batch.state, batch.errors) == (ImportState.TRIED, [])
    return batch, page


def test_a_list_without_a_header_goes_through_the_pages(client, tree, tmp_path):  # noqa: F811
    batch, page = through_the_pages(client, write_xlsx(tmp_path / "a.xlsx", *PEOPLE), tree)
    assert (batch.header_row, batch.counts["create"]) == (0, 3)
    assert "không có dòng tiêu đề" in client.get(reverse("membership:import.detail", args=[batch.pk])).content.decode()
    apply(client, batch)
    born = dict(PartyMember.objects.values_list("full_name", "born_precision"))
    assert born == {"Nguyễn Văn Hải": "day", "Trần Thị Yến": "year", "Lê Đức Thử": "month"}


def test_a_header_of_three_rows_keeps_them_when_chosen(client, tree, tmp_path):  # noqa: F811
    header = [
        ["STT", "Họ và tên", "Lý lịch", None, None],
        [None, None, "Ngày sinh", None, "Dân tộc"],
        [None, None, "Nam", "Nữ", None],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", *header, [1, "Trần Thị Yến", None, "05/06/1980", "Tày"])
    batch, _page = through_the_pages(client, path, tree)
    assert (batch.header_row, batch.counts["create"]) == (1, 1)
    apply(client, batch)
    assert PartyMember.objects.get().sex == "female"


def test_a_header_in_unknown_words_is_not_taken_for_a_list_without_one(client, tree, tmp_path):  # noqa: F811
    path = write_xlsx(tmp_path / "a.xlsx", ["Xx", "Yy", "Zz", "Ww", "Vv"], *PEOPLE)
    upload(client, path, tree, kind="members", into=tree.branch.code)
    page = client.get(reverse("membership:import.columns", args=[ImportBatch.objects.get().pk]))
    assert page.context["recognised"] == 0
