"""The page of one's own account: how to be reached, and one's calendar."""

import re

import pytest

from membership.models import Activity, CalendarFeed, RoleCode, User

PAGE = "/ca-nhan/"


@pytest.fixture
def staff(tree, as_role):
    return as_role(RoleCode.ORGANISATION_STAFF, tree.province, email="cu@example.vn")


def said(client, **fields):
    user = User.objects.get(pk=client.user.pk)
    return {"email": user.email, "phone": user.phone, "version": user.version} | fields


def test_one_changes_ones_own_address_and_asks_for_mail(staff):
    assert PAGE in staff.get("/").content.decode()
    staff.post(PAGE, said(staff, email="moi@example.vn", wants_mail="on"))
    user = User.objects.get(pk=staff.user.pk)
    assert (user.email, user.wants_mail) == ("moi@example.vn", True)
    assert Activity.objects.filter(action="user.contact_changed", by=user).exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "", "wants_mail": "on"}, "cần ghi địa chỉ thư điện tử"),
        ({"email": "không phải"}, "field-errors"),
        ({"version": "99"}, "vừa được sửa ở nơi khác"),
    ],
)
def test_what_will_not_do_is_said(staff, fields, sentence):
    answer = staff.post(PAGE, said(staff, **fields))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert User.objects.get(pk=staff.user.pk).email == "cu@example.vn"


def test_a_missing_mail_server_is_said(staff, settings):
    assert "chưa đặt máy chủ thư" in staff.get(PAGE).content.decode()
    settings.MAIL_ENABLED = True
    assert "chưa đặt máy chủ thư" not in staff.get(PAGE).content.decode()


def test_the_administrator_sets_it_too(tree, as_role, staff):
    admin = as_role(RoleCode.ADMINISTRATOR, tree.root)
    address = f"/tai-khoan/{staff.user.pk}/sua/"
    fields = {"full_name": "Lê Văn Thử", "email": "a@example.vn", "phone": "", "wants_mail": "on", "version": "1"}
    admin.post(address, fields)
    assert User.objects.get(pk=staff.user.pk).wants_mail
    assert "nhận thư nhắc việc" in admin.get(f"/tai-khoan/{staff.user.pk}/").content.decode()


def test_the_calendar_address_is_shown_once_and_works(staff, client):
    page = staff.post(f"{PAGE}lich/").content.decode()
    (address,) = re.findall(r"http://testserver(/lich/[\w-]{43}\.ics)", page)
    assert client.get(address).status_code == 200
    assert "/lich/" not in re.sub(r"/ca-nhan/lich/", "", staff.get(PAGE).content.decode())


def test_names_are_switched_without_a_new_address(staff):
    staff.post(f"{PAGE}lich/")
    before = CalendarFeed.objects.get().token_hash
    staff.post(f"{PAGE}lich/ho-ten/", {"with_names": "on"})
    feed = CalendarFeed.objects.get()
    assert (feed.with_names, feed.token_hash) == (True, before)
    staff.post(f"{PAGE}lich/ho-ten/")
    assert CalendarFeed.objects.get().with_names is False


def test_replacing_keeps_the_choice_and_revoking_ends_it(staff):
    staff.post(f"{PAGE}lich/", {"with_names": "on"})
    assert 'name="with_names" value="on"' in staff.get(PAGE).content.decode()
    staff.post(f"{PAGE}lich/thoi/")
    assert not CalendarFeed.objects.get().is_open
    assert "Mở địa chỉ lịch" in staff.get(PAGE).content.decode()
