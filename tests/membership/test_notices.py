"""Notices: told once, read by their owner, shown by the bell, pruned when long read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership.domain.notices import (
    KEPT_DAYS,
    Telling,
    bell_counts,
    mark_all_read,
    mark_read,
    prune_notices,
    tell,
    tell_all,
    tell_failures,
    unread_count,
)
from membership.domain.worklist import OVERDUE
from membership.models import Job, JobState, Notice, RoleCode
from tests.factories import UserFactory


@pytest.fixture
def staff(tree, as_role):
    return as_role(RoleCode.ORGANISATION_STAFF, tree.province)


def test_several_people_are_told_and_nobody_twice(db):
    people = [UserFactory().pk for _ in range(3)]
    assert tell(people, "ho-so:1", "Hồ sơ sắp đến hạn", "/danh-muc/", body="Còn 3 ngày", urgency=OVERDUE) == 3
    assert tell([*people, UserFactory().pk], "ho-so:1", "Viết khác đi") == 1
    notice = Notice.objects.get(user=people[0])
    assert (notice.title, notice.body, notice.urgency) == ("Hồ sơ sắp đến hạn", "Còn 3 ngày", OVERDUE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(user_id=people[0], key="ho-so:1", title="x")


def test_many_are_told_in_few_queries(db):
    people = [UserFactory().pk for _ in range(4)]

    def queries(count):
        with CaptureQueriesContext(connection) as taken:
            tell_all(Telling(user, f"{count}:{n}", "x") for user in people for n in range(count))
        return len(taken)

    assert queries(20) == queries(2)


def test_a_notice_leads_nowhere_else(db):
    for url in ("https://example.com/", "//example.com/", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="of this house"):
            tell([UserFactory().pk], "k", "x", url)


def test_the_bell_counts_notices_and_jobs_in_one_query(staff, tree):
    tell([staff.user.pk], "a", "Một")
    tell([staff.user.pk], "b", "Hai")
    tell([UserFactory().pk], "a", "Của người khác")
    Job.objects.create(kind="x", key="x", title="x", requested_by=staff.user, state=JobState.RUNNING)
    with CaptureQueriesContext(connection) as taken:
        assert bell_counts(staff.user) == (2, 1)
    assert len(taken) == 1
    page = staff.get("/danh-muc/").content.decode()
    assert '<span class="dot-count">3</span>' in page
    assert "Thông báo: 2 chưa đọc" in page


def test_opening_one_marks_it_as_read_and_goes_on(staff):
    tell([staff.user.pk], "a", "Một", "/danh-muc/")
    notice = Notice.objects.get()
    page = staff.get("/thong-bao/").content.decode()
    assert "Một" in page and "mới" in page
    assert Notice.objects.get().read_at is None, "looking at the list reads nothing"
    answer = staff.post(f"/thong-bao/{notice.pk}/doc/", {"mo": "1"})
    assert answer.headers["Location"] == "/danh-muc/"
    first = Notice.objects.get().read_at
    assert first is not None
    staff.post(f"/thong-bao/{notice.pk}/doc/")
    assert Notice.objects.get().read_at == first


def test_a_notice_of_somebody_else_is_not_there(staff):
    other = UserFactory()
    tell([other.pk], "a", "Chuyện của người khác")
    notice = Notice.objects.get()
    assert staff.post(f"/thong-bao/{notice.pk}/doc/").status_code == 404
    assert not mark_read(by=staff.user, notice=notice)
    assert "Chuyện của người khác" not in staff.get("/thong-bao/").content.decode()
    assert unread_count(other) == 1


def test_all_are_read_at_once_and_ended_jobs_too(staff):
    other = UserFactory()
    tell([staff.user.pk, other.pk], "a", "Một")
    now = timezone.now()
    job = Job.objects.create(
        kind="x", key="x", title="x", requested_by=staff.user, state=JobState.DONE, finished_at=now
    )
    staff.post("/thong-bao/doc-het/")
    job.refresh_from_db()
    assert bell_counts(staff.user) == (0, 0) and job.seen_at
    assert unread_count(other) == 1
    assert mark_all_read(by=staff.user) == 0


def test_the_list_filters_and_pages(staff, settings):
    settings.PAGE_SIZE = 10
    for number in range(25):
        tell([staff.user.pk], f"k{number}", f"Thông báo số {number:02d}.")
    mark_read(by=staff.user, notice=Notice.objects.get(key="k3"))
    assert staff.get("/thong-bao/").context["paginator"].count == 25
    unread = staff.get("/thong-bao/", {"loc": "chua-doc", "trang": "3"})
    assert unread.context["paginator"].count == 24
    assert "21–24 trong 24" in unread.content.decode()
    assert "loc=chua-doc&amp;trang=2" in unread.content.decode()


def test_read_long_ago_goes_unread_stays_and_what_is_still_told_stays(db, frozen_today):
    user = UserFactory().pk
    for key in ("read", "unread", "standing"):
        tell([user], key, key)
    Notice.objects.exclude(key="unread").update(read_at=timezone.now())
    for _ in range(7):
        frozen_today.shift(timedelta(days=31))
        tell([user], "standing", "vẫn còn")
    prune_notices()
    assert set(Notice.objects.values_list("key", flat=True)) == {"unread", "standing"}
    frozen_today.shift(timedelta(days=KEPT_DAYS + 1))
    prune_notices()
    assert set(Notice.objects.values_list("key", flat=True)) == {"unread"}


def test_those_who_keep_the_house_hear_of_a_night_that_failed(tree):
    keeper = UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.root)
    UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.commune)
    UserFactory(role=RoleCode.ORGANISATION_STAFF, organisation=tree.root)
    job = Job.objects.create(
        kind="nightly", key="nightly:x", title="Việc hằng đêm: x", state=JobState.FAILED, finished_at=timezone.now()
    )
    tell_failures()
    tell_failures()
    notice = Notice.objects.get()
    assert (notice.user, notice.url) == (keeper, f"/cong-viec/{job.pk}/")
