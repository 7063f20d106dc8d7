"""Catalogues on screen, and teaching them a spelling."""

import pytest

from membership.catalogues import CATALOGUES
from membership.domain.catalogues import matchers
from membership.models import Activity, CatalogueAlias, RoleCode


@pytest.fixture
def admin(tree, as_role):
    return as_role(RoleCode.ADMINISTRATOR, tree.root)


def test_every_catalogue_has_its_page(admin):
    text = admin.get("/danh-muc/").content.decode()
    for catalogue in CATALOGUES.values():
        assert catalogue.name in text
        page = admin.get(f"/danh-muc/{catalogue.code}/")
        assert page.status_code == 200
        assert catalogue.entries[0].name in page.content.decode()


def test_entries_from_second_hand_are_marked(admin):
    text = admin.get("/danh-muc/ethnic_group/").content.decode()
    assert "chưa kiểm chứng" in text
    assert "Biểu 2B-BTCTW" in text


def test_looking_for_an_entry_needs_no_marks(admin):
    shown = admin.get("/danh-muc/ethnic_group/", {"q": "ede"}).context["rows"]
    assert [row["entry"].code for row in shown] == ["e_de"]


def test_unknown_catalogue_is_not_there(admin):
    assert admin.get("/danh-muc/khong-co/").status_code == 404


def test_a_new_spelling_is_understood_from_then_on(admin):
    answer = admin.post("/danh-muc/degree/cach-viet/", {"text": "Nghề lái máy ABC", "code": "elementary"}, follow=True)
    assert "Nghề lái máy ABC" in answer.content.decode()
    assert matchers("degree")["degree"].find("NGHỀ lái máy abc") == "elementary"
    assert Activity.objects.filter(action="catalogue.alias_added", by=admin.user).exists()


@pytest.mark.parametrize(
    ("text", "code"), [("", "university"), ("Thạc sĩ", "university"), ("Lạ", "khongco"), ("Lạ", "")]
)
def test_a_spelling_that_will_not_do_is_refused_beside_its_field(admin, text, code):
    answer = admin.post("/danh-muc/degree/cach-viet/", {"text": text, "code": code})
    assert answer.status_code == 422
    assert "field-errors" in answer.content.decode()
    assert not CatalogueAlias.objects.exists()


def test_only_who_may_teaches(tree, as_role):
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.province)
    assert "cach-viet" not in staff.get("/danh-muc/degree/").content.decode()
    assert staff.post("/danh-muc/degree/cach-viet/", {"text": "x", "code": "university"}).status_code == 403
