"""Coming in, being locked out, changing one's password, going out."""

import pytest
from django.test import Client

from membership.models import Activity, RoleCode, User
from tests.factories import PASSWORD, UserFactory

NEW = "mot cau de nho 2026"


@pytest.fixture
def person(tree):
    return UserFactory(username="minhnguyet", role=RoleCode.ORGANISATION_STAFF, organisation=tree.province)


def log_in(client, username, password, **extra):
    return client.post("/dang-nhap/", {"username": username, "password": password, **extra})


def test_login_page_is_open_and_warns_of_secrets(client, db):
    page = client.get("/dang-nhap/")
    assert page.status_code == 200
    assert "bí mật nhà nước" in page.content.decode()


def test_login_leads_to_the_work_list_or_to_the_page_wanted(client, person):
    assert log_in(client, "minhnguyet", PASSWORD).headers["Location"] == "/"
    other = Client()
    assert log_in(other, "minhnguyet", PASSWORD, next="/danh-muc/").headers["Location"] == "/danh-muc/"
    assert other.get("/dang-nhap/").status_code == 302


@pytest.mark.parametrize("wanted", ["https://example.com/", "//example.com", "javascript:alert(1)", "/\\example.com"])
def test_login_never_leads_out_of_the_house(client, person, wanted):
    assert log_in(client, "minhnguyet", PASSWORD, next=wanted).headers["Location"] == "/"


def test_wrong_password_and_unknown_name_read_the_same(client, person):
    wrong = log_in(client, "minhnguyet", "sai").content.decode()
    unknown = log_in(Client(), "khongco", "sai").content.decode()
    assert "không đúng" in wrong
    assert ("không đúng" in unknown) and "không tồn tại" not in unknown
    assert 'value="minhnguyet"' in wrong  # what was typed is kept


def test_the_sixth_wrong_password_is_locked_out_in_words(client, person):
    for _ in range(5):
        answer = log_in(client, "minhnguyet", "sai")
    assert answer.status_code == 429
    assert "Tạm khóa đăng nhập" in answer.content.decode()
    assert log_in(client, "minhnguyet", PASSWORD).status_code == 429


def test_logging_out_needs_a_post(client, person):
    client.force_login(person)
    assert client.get("/dang-xuat/").status_code == 405
    assert client.post("/dang-xuat/").headers["Location"] == "/dang-nhap/"
    assert client.get("/").status_code == 302


def test_changing_the_password_ends_the_other_sessions(client, person):
    other = Client()
    for one in (client, other):
        log_in(one, "minhnguyet", PASSWORD)
    answer = client.post("/mat-khau/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert User.objects.get(pk=person.pk).check_password(NEW)
    assert Activity.objects.filter(action="user.password_changed", by=person).count() == 1


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("sai", NEW, NEW, "Mật khẩu đang dùng không đúng"),
        (PASSWORD, NEW, NEW + "x", "không giống nhau"),
        (PASSWORD, PASSWORD, PASSWORD, "phải khác"),
        (PASSWORD, "ngan", "ngan", "12"),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_words(client, person, old, new, again, sentence):
    client.force_login(person)
    answer = client.post("/mat-khau/", {"old_password": old, "new_password1": new, "new_password2": again})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_who_must_change_the_password_sees_nothing_before(client, tree):
    person = UserFactory(role=RoleCode.LEADER, organisation=tree.province, must_change_password=True)
    client.force_login(person)
    for address in ("/", "/danh-muc/", "/tim-kiem/?q=an"):
        assert client.get(address).headers["Location"] == "/mat-khau/"
    assert "sidebar" not in client.get("/mat-khau/").content.decode()
    client.post("/mat-khau/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert client.get("/").status_code == 200


def test_pages_answer_under_the_content_policy(client, person):
    client.force_login(person)
    page = client.get("/")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    text = page.content.decode()
    assert " style=" not in text and "<style" not in text and "onclick" not in text
    assert "<script>" not in text


def test_a_page_that_is_not_there_says_so_in_words(client, person):
    client.force_login(person)
    page = client.get("/khong-co-trang-nay/")
    assert page.status_code == 404
    assert "Không có trang này" in page.content.decode()


def test_a_part_asked_for_after_the_session_ended_brings_the_whole_login_page(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/nhat-ky/?q=a"}
    answer = client.get("/cong-viec/", headers=headers, follow=True)
    assert answer.headers["HX-Redirect"] == "/dang-nhap/?next=%2Fnhat-ky%2F%3Fq%3Da"
    assert answer.content == b""


def test_a_body_larger_than_any_list_is_refused_unread(client, settings):
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    answer = client.generic("POST", "/dang-nhap/", b"x", CONTENT_LENGTH=str(3 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert "tối đa 1 MB" in answer.content.decode()
    assert client.generic("POST", "/dang-nhap/", b"x", CONTENT_LENGTH="nhiều").status_code != 413
