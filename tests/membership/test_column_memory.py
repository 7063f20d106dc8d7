"""What a person once said about the columns of an office's layout holds for the next list of the same shape."""

import pytest
from django.urls import reverse

from membership.domain.column_memory import fingerprint, recall, remember
from membership.models import ColumnMemory, ImportBatch, RoleCode
from tests.membership.list_files import ADMISSIONS, admission, write_xlsx
from tests.membership.test_import_command import run
from tests.membership.test_import_pages import choose, client, private_folder, tried, upload  # noqa: F401

pytestmark = pytest.mark.django_db
ODD = ["Người" if title == "Họ và tên" else "Lúc chào đời" if title == "Ngày sinh" else title for title in ADMISSIONS]


def columns_page(client, tree, path):  # noqa: F811
    upload(client, path, tree)
    batch = ImportBatch.objects.latest("created_at")
    return batch, client.get(reverse("membership:import.columns", args=[batch.pk]))


@pytest.fixture
def said(client, tree, tmp_path):  # noqa: F811
    """Once said: column A of the odd layout is the name, B the birth date."""
    path = write_xlsx(tmp_path / "la.xlsx", ODD, admission(1))
    batch, page = columns_page(client, tree, path)
    assert page.context["form"]["c_full_name"].value() == ""
    answer = choose(client, batch, c_full_name="0", c_born_on="1")
    assert answer.status_code == 302
    return path


def test_the_next_list_of_the_same_shape_is_read_as_was_said(client, tree, tmp_path, said):  # noqa: F811
    memory = ColumnMemory.objects.get()
    assert (memory.organisation, memory.learnt_by, memory.uses) == (tree.commune, client.user, 1)
    other = write_xlsx(tmp_path / "khac.xlsx", ["Danh sách"], [title.upper() for title in ODD], admission(7))
    _batch, page = columns_page(client, tree, other)
    assert (page.context["form"]["c_full_name"].value(), page.context["form"]["c_born_on"].value()) == (0, 1)
    assert f"cách hiểu mà {client.user.full_name} đã lưu" in page.content.decode()
    # The command line and the jobs read it the same way, also in a branch under the committee; a neighbour does not.
    assert run("admissions", other, tree.branch.code)[1]["errors"] == []
    assert "thiếu cột" in run("admissions", other, tree.sibling_commune.code)[1]["errors"][0]["message"]


def test_used_again_it_is_counted_and_said_anew_it_is_changed(client, tree, said):  # noqa: F811
    batch, _page = columns_page(client, tree, said)
    choose(client, batch)
    assert ColumnMemory.objects.get().uses == 2
    batch, _page = columns_page(client, tree, said)
    choose(client, batch, c_position="4", c_religion="")
    memory = ColumnMemory.objects.get()
    assert (memory.uses, memory.mapping["position"], "religion" in memory.mapping) == (3, 4, False)


def test_forgotten_it_is_guessed_at_again(client, tree, said):  # noqa: F811
    memory = ColumnMemory.objects.get()
    batch, _page = columns_page(client, tree, said)
    answer = client.post(reverse("membership:import.forget", args=[memory.pk]), {"batch": str(batch.pk)})
    assert answer.url == reverse("membership:import.columns", args=[batch.pk])
    assert recall("admissions", tree.commune) == {}
    page = client.get(answer.url)
    assert page.context["form"]["c_full_name"].value() == ""
    assert ColumnMemory.objects.get().forgotten_at is not None
    for nonsense in ("", "x", "9" * 40):
        answer = client.post(reverse("membership:import.forget", args=[memory.pk]), {"batch": nonsense})
        assert answer.url == reverse("membership:import.list")


def test_what_is_read_rightly_by_itself_is_not_remembered(client, tree, tmp_path):  # noqa: F811
    tried(client, write_xlsx(tmp_path / "thuong.xlsx", ADMISSIONS, admission(1)), tree)
    assert not ColumnMemory.objects.exists()


def test_the_nearest_committee_that_said_something_is_followed(tree):
    titles = {0: "Người", 1: "Lúc chào đời"}
    for place, mapping in ((tree.province, {"full_name": 0}), (tree.commune, {"full_name": 1})):
        remember(by=None, kind="members", organisation=place, titles=titles, mapping=mapping, guess={})
    key = fingerprint(titles)
    assert recall("members", tree.branch)[key].mapping == {"full_name": 1}
    assert recall("members", tree.sibling_commune)[key].mapping == {"full_name": 0}
    assert recall("members", tree.foreign_commune) == recall("candidates", tree.branch) == recall("members", None) == {}


def test_only_who_may_import_there_forgets(tree, as_role):
    memory = remember(
        by=None, kind="members", organisation=tree.province, titles={0: "A", 1: "B"}, mapping={"full_name": 0}, guess={}
    )
    below = as_role(RoleCode.BASE_STAFF, tree.commune)
    assert below.post(reverse("membership:import.forget", args=[memory.pk])).status_code == 404
    assert recall("members", tree.commune)


def test_a_fingerprint_knows_words_and_places_not_marks_and_capitals():
    one = fingerprint({0: "Họ và tên", 2: "Ngày sinh"})
    assert one == fingerprint({2: "NGÀY  SINH", 0: "ho va ten"})
    assert one != fingerprint({0: "Họ và tên", 1: "Ngày sinh"})
    assert fingerprint({0: "Họ và tên"}) == ""
