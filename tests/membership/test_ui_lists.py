"""The one list page: search without marks, chips, sorting, pages, counts, partial answers, the file of what is seen."""

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from membership.models import Activity, RoleCode
from membership.views import lists
from tests.factories import MemberFactory, OrganisationFactory, UserFactory


@pytest.fixture
def log(tree, as_role):
    """An inspector of the province, and acts in it: `log(30)` writes so many."""
    client = as_role(RoleCode.INSPECTOR, tree.province)

    def write(count, organisation=tree.branch, label="Nguyễn Thị Lựu"):
        Activity.objects.bulk_create(
            Activity(
                by=client.user,
                action="quota.set",
                organisation=organisation,
                organisation_path=organisation.path,
                subject_label=f"{label} {number}",
            )
            for number in range(count)
        )

    client.write = write
    return client


URL = "/nhat-ky/"


def test_shows_what_is_in_reach_and_counts_it(log, tree):
    log.write(60)
    log.write(5, organisation=tree.foreign_branch, label="Ngoài phạm vi")
    page = log.get(URL)
    text = page.content.decode()
    assert "1–50 trong 60" in text
    assert "Ngoài phạm vi" not in text
    assert "giao chỉ tiêu" in text  # the phrase, not the code
    assert "quota.set" not in re.sub(r'value="[^"]*"', "", text)


def test_second_page_and_a_page_that_does_not_exist(log):
    log.write(60)
    assert "51–60 trong 60" in log.get(URL, {"trang": "2"}).content.decode()
    assert "51–60 trong 60" in log.get(URL, {"trang": "999"}).content.decode()
    assert "1–50 trong 60" in log.get(URL, {"trang": "x"}).content.decode()


def test_filters_stand_as_chips_that_can_be_taken_away(log, tree):
    log.write(3)
    page = log.get(URL, {"to-chuc": tree.commune.pk, "viec": "quota.set", "q": "Lựu", "ngay_tu": "01/01/2020"})
    chips = {chip.label: chip for chip in page.context["chips"]}
    assert chips["Tổ chức"].value == tree.commune.name
    assert chips["Việc"].value == "giao chỉ tiêu"
    assert chips["Ngày"].value == "từ 01/01/2020"
    assert "to-chuc" not in chips["Tổ chức"].url
    assert "viec=quota.set" in chips["Tổ chức"].url
    assert "ngay_tu" not in chips["Ngày"].url


def test_an_organisation_outside_reach_is_refused_in_words(log, tree):
    log.write(3)
    page = log.get(URL, {"to-chuc": tree.foreign_branch.pk})
    assert page.status_code == 200
    assert "Không có tổ chức này trong phạm vi được xem" in page.content.decode()
    assert page.context["table"].page.paginator.count == 0


@pytest.mark.parametrize("value", ["abc", "-1", "9" * 30, "1' OR 1=1", "²"])
def test_nonsense_in_the_address_is_no_error(log, value):
    log.write(1)
    for name in ("to-chuc", "trang", "sap-xep", "viec", "ngay_tu", "q", "xuat"):
        assert log.get(URL, {name: value}).status_code == 200


def test_the_way_down_offers_the_children_of_what_is_chosen(log, tree):
    log.write(1)
    field = log.get(URL, {"to-chuc": tree.commune.pk}).context["filter"].form.fields["to-chuc"]
    offered = [key for key, _label in field.choices if key]
    assert offered[:2] == [tree.province.pk, tree.commune.pk]
    assert tree.branch.pk in offered
    assert tree.root.pk not in offered and tree.foreign_branch.pk not in offered


def test_htmx_gets_the_results_alone(log):
    log.write(2)
    part = log.get(URL, headers={"HX-Request": "true", "HX-Target": "ket-qua"}).content.decode()
    assert "1–2 trong 2" in part
    assert "<html" not in part
    whole = log.get(URL, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}).content.decode()
    assert "<html" in whole


def test_an_empty_list_says_so_and_a_filtered_one_offers_the_way_back(log):
    assert "Chưa có việc nào được ghi" in log.get(URL).content.decode()
    log.write(1)
    text = log.get(URL, {"viec": "user.opened"}).content.decode()
    assert "Không có dòng nào hợp" in text


def test_the_count_of_a_long_list_stops_early(log, monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 40)
    log.write(60)
    assert "trong 40+" in log.get(URL).content.decode()


@pytest.mark.parametrize("url", ["/dang-vien/", "/quan-chung/", "/ket-nap/", "/to-chuc/tim/", "/nhat-ky/"])
def test_a_list_is_counted_once_and_no_further_than_a_person_reads(tree, as_role, url):
    MemberFactory(organisation=tree.branch)
    client = as_role(RoleCode.ADMINISTRATOR if url == "/nhat-ky/" else RoleCode.ORGANISATION_STAFF, tree.root)
    with CaptureQueriesContext(connection) as sent:
        page = client.get(url)
    table = page.context["table"].data.model._meta.db_table
    counts = [each["sql"] for each in sent if "COUNT(*)" in each["sql"] and f'FROM "{table}"' in each["sql"]]
    counts = [sql for sql in counts if '"parent_id" IS NULL' not in sql]  # how many trees there are
    assert len(counts) == 1
    assert f"LIMIT {lists.MOST_COUNTED + 1}" in counts[0]


def test_queries_do_not_grow_with_the_rows(log, tree):
    log.write(1)
    log.get(URL)
    with CaptureQueriesContext(connection) as few:
        log.get(URL)
    for number in range(30):
        branch = OrganisationFactory(parent=tree.commune, name=f"Chi bộ thêm {number}")
        Activity.objects.create(
            by=UserFactory(), action="quota.set", organisation=branch, organisation_path=branch.path, subject_label="x"
        )
    with CaptureQueriesContext(connection) as many:
        log.get(URL)
    assert len(many) == len(few)


def test_a_search_finds_before_it_sorts(tree, as_role, monkeypatch):
    """Few found are fetched by their keys; of many the database walks the order of names. The page is the same."""
    for name in ("Trần Văn Bình", "Lê Thị Ánh", "Phạm Ánh", "Lý Văn Cường"):
        MemberFactory(full_name=name, organisation=tree.branch)
    MemberFactory(full_name="Đỗ Ánh", organisation=tree.foreign_branch)
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.province)
    staff.get("/dang-vien/")  # what is read once is read
    seen, sizes = [], []
    for few, most in ((2_000, 10_000), (1, 10_000), (1, 1)):
        monkeypatch.setattr(lists, "FEW_FOUND", few)
        monkeypatch.setattr(lists, "MOST_COUNTED", most)
        with CaptureQueriesContext(connection) as sent:
            page = staff.get("/dang-vien/", {"q": "anh"})
        seen.append([row.record.full_name for row in page.context["table"].page])
        sizes.append((len(sent), page.context["table"].paginator.count_text))
        searching = [each["sql"] for each in sent if "folded_name" in each["sql"] and " LIKE " in each["sql"]]
        assert len(searching) == (1 if few == 2_000 else 2)
        assert "ORDER BY" not in searching[0]
        assert f"LIMIT {most + 1}" in searching[0]
    assert seen == [["Lê Thị Ánh", "Phạm Ánh"], ["Lê Thị Ánh", "Phạm Ánh"], ["Lê Thị Ánh"]]
    assert [text for _queries, text in sizes] == ["2", "2", "1+"]
    assert len({queries for queries, _text in sizes}) == 1


def test_a_search_narrows_together_with_other_filters_and_in_any_order(tree, as_role):
    for name, place in (("Lê Ánh", tree.branch), ("Phạm Ánh", tree.branch), ("Đỗ Ánh", tree.sibling_branch)):
        MemberFactory(full_name=name, organisation=place)
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.province)
    page = staff.get("/dang-vien/", {"q": "anh", "to-chuc": tree.branch.pk, "sap-xep": "-full_name"})
    assert [row.record.full_name for row in page.context["table"].page] == ["Phạm Ánh", "Lê Ánh"]
    assert staff.get("/dang-vien/", {"q": "khong co ai"}).context["table"].paginator.count == 0


def test_search_needs_no_marks(tree):
    """The folded search itself, over a model that has the folded column."""
    from membership.filters import FoldedSearch
    from membership.models import Organisation

    found = FoldedSearch().filter(Organisation.objects.all(), "AN BINH  xã")
    assert tree.commune in found
    assert tree.foreign_commune not in found


def test_the_file_holds_what_is_filtered_within_the_right_to_export(tree, as_role):
    MemberFactory(full_name="Lê Văn Ánh", organisation=tree.branch)
    MemberFactory(full_name="Trần Thị Bình", organisation=tree.branch)
    MemberFactory(full_name="Phạm Văn Ánh", organisation=tree.foreign_branch)
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.province)
    assert "xuat=xlsx" in staff.get("/dang-vien/").content.decode()
    answer = staff.get("/dang-vien/", {"q": "anh", "xuat": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = {cell for row in book.active.iter_rows(values_only=True) for cell in row if cell}
    assert "Lê Văn Ánh" in cells
    assert not cells & {"Trần Thị Bình", "Phạm Văn Ánh"}


def test_without_the_right_there_is_no_button_and_no_file(tree, as_role):
    MemberFactory(organisation=tree.branch)
    trainer = as_role(RoleCode.TRAINING_STAFF, tree.province)
    assert "xuat=xlsx" not in trainer.get("/dang-vien/").content.decode()
    assert trainer.get("/dang-vien/", {"xuat": "xlsx"}).headers["Content-Type"].startswith("text/html")
