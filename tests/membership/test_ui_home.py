"""The work list, the way around, the quick search, and jobs as a person sees them."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership.domain import lookup, worklist
from membership.models import Activity, ImportBatch, ImportState, Job, JobState, RoleCode
from tests.factories import UserFactory


def make_job(user, organisation, **fields):
    return Job.objects.create(
        kind="thu",
        key=str(uuid.uuid4()),
        title="Lập báo cáo thử",
        requested_by=user,
        organisation=organisation,
        organisation_path=organisation.path,
        **fields,
    )


@pytest.fixture(autouse=True)
def only_this_apps_lines(monkeypatch):
    """Lines that other apps add to the work list are proved beside those apps."""
    ours = [one for one in worklist.PROVIDERS if one.__module__.startswith("membership.")]
    monkeypatch.setattr(worklist, "PROVIDERS", ours)


@pytest.fixture
def staff(tree, as_role):
    return as_role(RoleCode.ORGANISATION_STAFF, tree.province)


def test_nothing_to_do_is_said_kindly(staff):
    assert "Không có việc nào đang chờ" in staff.get("/").content.decode()


def test_an_account_without_assignment_is_told_so(client, tree):
    client.force_login(UserFactory())
    assert "chưa được phân công" in client.get("/").content.decode()


def test_work_is_sorted_by_urgency_and_each_line_is_a_link(staff, tree):
    make_job(staff.user, tree.province, state=JobState.FAILED, finished_at=timezone.now())
    make_job(staff.user, tree.province, state=JobState.RUNNING)
    batch = ImportBatch.objects.create(
        kind="admissions",
        filename="ket_nap.xlsx",
        sha256="0" * 64,
        state=ImportState.TRIED,
        created_by=staff.user,
        organisation=tree.commune,
        organisation_path=tree.commune.path,
    )
    page = staff.get("/")
    names = [name for name, _items in page.context["groups"]]
    assert names == ["overdue", "soon", "info"]
    text = page.content.decode()
    assert "Công việc nền không thành" in text
    assert "ket_nap.xlsx" in text and str(batch.pk) in text


def test_work_of_others_is_not_shown(staff, tree, as_role):
    make_job(staff.user, tree.province, state=JobState.FAILED, finished_at=timezone.now())
    other = as_role(RoleCode.ORGANISATION_STAFF, tree.province)
    assert "Công việc nền không thành" not in other.get("/").content.decode()


def test_apps_above_add_lines_of_their_own(staff, monkeypatch):
    monkeypatch.setattr(worklist, "PROVIDERS", [])

    @worklist.provider
    def waiting(user):
        yield worklist.WorkItem("Ba người chờ làm lễ", "/danh-muc/", worklist.OVERDUE, count=3)

    text = staff.get("/").content.decode()
    assert "Ba người chờ làm lễ" in text


def test_the_sidebar_shows_only_what_one_may_do(tree, as_role):
    admin = as_role(RoleCode.ADMINISTRATOR, tree.root).get("/").content.decode()
    secretary = as_role(RoleCode.BRANCH_SECRETARY, tree.branch).get("/").content.decode()
    assert "/nhat-ky/" in admin and "/quan-chung/" not in admin
    assert "/nhat-ky/" not in secretary
    assert 'aria-current="page"' in admin


def test_search_finds_organisations_without_marks_within_reach(staff, tree):
    found = [item.title for group in lookup.find(staff.user, "xa an binh") for item in group.items]
    assert all("Sông Trà" not in title for title in found)
    part = staff.get("/tim-kiem/", {"q": "danh muc"}, headers={"HX-Request": "true"}).content.decode()
    assert "/danh-muc/" in part and "<html" not in part
    assert "Không tìm thấy" in staff.get("/tim-kiem/", {"q": "song tra"}).content.decode()


def test_search_needs_two_letters(staff):
    assert "ít nhất hai chữ cái" in staff.get("/tim-kiem/", {"q": "a"}).content.decode()
    assert staff.get("/tim-kiem/", {"q": "%" * 500}).status_code == 200


def test_the_frame_costs_a_constant_number_of_queries(staff, tree):
    staff.get("/")
    with CaptureQueriesContext(connection) as few:
        staff.get("/")
    for _ in range(20):
        make_job(staff.user, tree.province, state=JobState.RUNNING)
    with CaptureQueriesContext(connection) as many:
        staff.get("/")
    assert len(many) == len(few)
    assert len(few) < 40


def test_a_running_job_polls_and_an_ended_one_does_not(staff, tree):
    now = timezone.now()
    job = make_job(
        staff.user, tree.province, state=JobState.RUNNING, done=1234, total=5678, started_at=now - timedelta(seconds=30)
    )
    address = f"/cong-viec/{job.pk}/"
    text = staff.get(address).content.decode()
    assert "every 1s" in text and "HX-Polling" in text
    assert "1.234 trong 5.678" in text and "còn khoảng" in text
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, finished_at=now, result_url="/danh-muc/")
    ended = staff.get(f"{address}tien-do/?tai-lai=1")
    assert ended.headers["HX-Refresh"] == "true"
    assert "every 1s" not in ended.content.decode()
    assert "Xem kết quả" in ended.content.decode()


def test_polling_does_not_keep_a_session_alive(staff, tree, settings):
    job = make_job(staff.user, tree.province, state=JobState.RUNNING)
    session = staff.session
    session["last_seen"] = 1
    session.save()
    answer = staff.get(f"/cong-viec/{job.pk}/tien-do/", headers={"HX-Polling": "1"})
    assert answer.status_code == 302


def test_stopping_a_job_needs_a_post_and_is_logged(staff, tree):
    job = make_job(staff.user, tree.province)
    assert staff.get(f"/cong-viec/{job.pk}/dung/").status_code == 405
    staff.post(f"/cong-viec/{job.pk}/dung/")
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert Activity.objects.filter(action="job.cancelled", by=staff.user).exists()


def test_jobs_of_others_are_not_there(staff, tree, as_role):
    job = make_job(staff.user, tree.province)
    stranger = as_role(RoleCode.BRANCH_SECRETARY, tree.foreign_branch)
    assert stranger.get(f"/cong-viec/{job.pk}/").status_code == 404
    assert stranger.post(f"/cong-viec/{job.pk}/dung/").status_code == 404
    assert as_role(RoleCode.ADMINISTRATOR, tree.root).get(f"/cong-viec/{job.pk}/").status_code == 200


def test_notices_go_out_when_marked_as_seen(staff, tree):
    make_job(staff.user, tree.province, state=JobState.FAILED, finished_at=timezone.now())
    assert "dot-count" in staff.get("/danh-muc/").content.decode()
    assert "Đánh dấu đã xem" in staff.get("/cong-viec/").content.decode()
    staff.post("/cong-viec/da-xem/")
    assert "dot-count" not in staff.get("/danh-muc/").content.decode()


def test_the_sidebar_marks_the_page_one_is_on_wherever_its_address_begins(tree, as_role):
    secretary = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    for address, marked in (
        ("/ra-soat/", "/ra-soat/da-qua/"),
        ("/quan-chung/nhan-xet-thang/", "/nguoi-giup-do/"),
        ("/quan-chung/", "/quan-chung/"),
    ):
        page = secretary.get(address, follow=True).content.decode()
        assert f'<a href="{marked}" class="is-active" aria-current="page">' in page
