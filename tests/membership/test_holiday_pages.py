"""Pages of the calendar of days off: a year, entering with the effect shown first, correcting, withdrawing."""

from datetime import date

import pytest

from membership.domain.holidays import work_calendar
from membership.models import Holiday, HolidayYear, RoleCode

PAGE = "/danh-muc/ngay-nghi/"


@pytest.fixture
def admin(tree, as_role):
    return as_role(RoleCode.ADMINISTRATOR, tree.root)


def text(answer) -> str:
    return answer.content.decode()


def confirmed(client, address, said):
    """Shown first, then sent again with the seal of what was shown."""
    shown = client.post(address, said)
    assert shown.status_code == 200 and "Xem lại trước khi ghi" in text(shown)
    return client.post(address, said | {"shown": shown.context["form"].seal})


def test_a_year_shows_its_days_with_source_and_doubt(admin):
    page = text(admin.get(PAGE, {"nam": "2026"}))
    assert "02/09/2026 (thứ Tư)" in page and "Quốc khánh" in page
    assert "chưa kiểm chứng" in page and "làm bù" in page
    assert "/danh-muc/ngay-nghi/" in text(admin.get("/danh-muc/"))


@pytest.mark.parametrize("year", ["²", "99999999999", "-1", "abc", "1", ""])
def test_a_year_that_is_none_shows_this_one(admin, year, frozen_today):
    assert admin.get(PAGE, {"nam": year}).context["year"] == 2026


def test_an_unknown_year_says_so(admin):
    assert "chưa được xác nhận" in text(admin.get(PAGE, {"nam": "2031"}))


def test_entering_shows_the_effect_first_and_then_writes(admin):
    said = {"kind": "nghi", "day": "07/10/2026", "name": "Nghỉ hoán đổi", "document": "TB 12"}
    shown = admin.post(PAGE + "moi/", said)
    assert "07/10/2026 (thứ Tư) là ngày nghỉ" in text(shown)
    assert not Holiday.objects.exists()
    assert confirmed(admin, PAGE + "moi/", said).headers["Location"] == PAGE + "?nam=2026"
    assert not work_calendar().works_on(date(2026, 10, 7))
    assert "cơ quan ghi" in text(admin.get(PAGE, {"nam": "2026"}))


def test_what_was_changed_after_the_look_is_shown_again(admin):
    said = {"kind": "nghi", "day": "07/10/2026", "name": "Nghỉ hoán đổi", "document": "TB 12"}
    seal = admin.post(PAGE + "moi/", said).context["form"].seal
    again = admin.post(PAGE + "moi/", said | {"day": "08/10/2026", "shown": seal})
    assert "Xem lại trước khi ghi" in text(again)
    assert not Holiday.objects.exists()


def test_a_wrong_day_is_refused_beside_its_field(admin):
    said = {"kind": "nghi", "day": "10/10/2026", "name": "x", "document": "x"}
    answer = admin.post(PAGE + "moi/", said)
    assert answer.status_code == 422
    assert "là thứ Bảy, vốn đã được nghỉ" in text(answer)


def test_correcting_and_withdrawing_a_declared_line(admin):
    edit, withdraw = PAGE + "2026-09-01/sua/", PAGE + "2026-09-01/bo/"
    initial = admin.get(edit).context["form"].initial
    assert (initial["name"], initial["version"]) == ("Quốc khánh", 0)
    confirmed(admin, edit, {"name": "Quốc khánh", "document": "TB 5", "verified": "on", "version": "0"})
    assert Holiday.objects.get().verified
    confirmed(admin, withdraw, {"reason": "Thông báo lại", "version": "1"})
    assert work_calendar().works_on(date(2026, 9, 1))
    page = text(admin.get(PAGE, {"nam": "2026"}))
    assert "đã bỏ" in page and "Thông báo lại" in page and "Ghi lại" in page


@pytest.mark.parametrize("day", ["2026-10-07", "2026-99-99", "khong-phai"])
def test_a_day_nobody_speaks_of_has_no_line(admin, day):
    assert admin.get(f"{PAGE}{day}/sua/").status_code == 404


def test_a_year_is_confirmed_with_its_announcement(admin):
    address = f"{PAGE}nam/2026/xac-nhan/"
    assert admin.post(address, {"document": ""}).status_code == 422
    assert admin.post(address, {"document": "TB 2026"}, follow=True).status_code == 200
    assert HolidayYear.objects.get(year=2026).recorded_by == admin.user
    assert "Đã xác nhận đủ ngày nghỉ" in text(admin.get(PAGE, {"nam": "2026"}))
    assert admin.post(f"{PAGE}nam/2030/xac-nhan/", {"document": "x"}).status_code == 422
    assert admin.get(f"{PAGE}nam/1900/xac-nhan/").status_code == 404


def test_who_may_not_change_sees_no_buttons(tree, as_role):
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.province)
    page = text(staff.get(PAGE, {"nam": "2026"}))
    assert "Quốc khánh" in page and "/sua/" not in page and "/moi/" not in page
    assert staff.get(PAGE + "moi/").status_code == 403
