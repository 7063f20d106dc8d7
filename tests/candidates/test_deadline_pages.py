"""Deadlines as work: the home page's lines, the page of deadlines, who lags behind, notices and calendars."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from candidates.domain.deadline_notices import deadline_entries, every_night, tell_new
from candidates.domain.deadline_work import own_actors
from candidates.domain.deadlines import refresh_all
from candidates.models import Actor, Candidate, CandidateEvent, Deadline, EventKind, Stage
from membership.domain.nightly import FUNCTIONS
from membership.domain.worklist import INFO, OVERDUE, SOON, work_of
from membership.models import Activity, Notice, RoleCode
from tests.factories import AssignmentFactory, CandidateFactory, OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
LIST, PLACES = "/viec-can-lam/", "/viec-can-lam/to-chuc/"
TODAY = date(2026, 7, 15)


def due(organisation, code: str, days: int, actor: str = Actor.BRANCH, **fields) -> Deadline:
    """A deadline so many days from today, of somebody new."""
    candidate = CandidateFactory(organisation=organisation)
    day = TODAY + timedelta(days=days)
    return Deadline.objects.create(
        candidate=candidate, organisation=organisation, organisation_path=organisation.path, code=code, actor=actor,
        since_on=day - timedelta(days=30), due_on=day, **fields,
    )  # fmt: skip


def lines(user) -> list[tuple]:
    """(urgency, address, how many) of the home page that lead to deadlines."""
    return [(each.urgency, each.url, each.count) for each in work_of(user) if each.url.startswith(LIST)]


def text(answer) -> str:
    return answer.content.decode()


def test_a_secretary_sees_the_branchs_own_first_by_kind_and_nearness(tree):
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    for days in (-1, 0, 7, 8, 15, 16, 30, 31, 60, 61, 90, 91):
        due(tree.branch, "hold_ceremony", days)
    due(tree.branch, "decide", -3, Actor.BASE)
    due(tree.branch, "decide", 3, Actor.BASE)
    due(tree.sibling_branch, "hold_ceremony", -5)
    mine = f"{LIST}?loai=hold_ceremony&han={{}}&ai=toi"
    assert lines(secretary) == [
        (OVERDUE, mine.format("qua-han"), 1),
        (SOON, mine.format(30), 6),
        (INFO, f"{LIST}?han=sau-30&ai=toi", 4),
        (INFO, f"{LIST}?han=qua-han&ai=base", 1),
    ]
    soon = next(each for each in work_of(secretary) if each.urgency == SOON and each.url.startswith(LIST))
    assert "7 ngày: 2" in soon.detail and "15 ngày: 2" in soon.detail and "30 ngày: 2" in soon.detail


def test_staff_of_the_base_do_their_own_and_press_the_branches(tree):
    staff = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    due(tree.branch, "decide", -1, Actor.BASE)
    due(tree.branch, "quiet", -1)
    due(tree.sibling_branch, "quiet", -9)
    due(tree.sibling_branch, "quiet", 9)  # not late yet: the branch's own business
    assert lines(staff) == [
        (OVERDUE, f"{LIST}?loai=decide&han=qua-han&ai=toi", 1),
        (OVERDUE, f"{LIST}?han=qua-han&ai=branch", 2),
    ]


def test_every_line_leads_to_as_many_rows(tree, as_role):
    for role, place in ((RoleCode.BRANCH_SECRETARY, tree.branch), (RoleCode.ORGANISATION_STAFF, tree.province),
                        (RoleCode.LEADER, tree.province)):  # fmt: skip
        client = as_role(role, place)
        for days, actor in ((-2, "branch"), (-1, "base"), (5, "authority"), (20, "branch"), (40, "person")):
            due(tree.branch, "decide", days, actor)
        told = lines(client.user)
        assert told
        for _urgency, url, count in told:
            assert f"trong {count}" in text(client.get(url)), url


@pytest.mark.parametrize(
    ("role", "kind", "own"),
    [
        (RoleCode.BRANCH_SECRETARY, "Chi bộ", {"person", "branch"}),
        (RoleCode.BRANCH_SECRETARY, "Chi bộ cơ sở", {"person", "branch", "base"}),
        (RoleCode.BASE_STAFF, "Đảng bộ cơ sở", {"section", "base"}),
        (RoleCode.BASE_STAFF, "Đảng bộ xã", {"section", "base", "authority"}),  # above the base until 25/7/2026
        (RoleCode.ORGANISATION_STAFF, "Đảng bộ xã", {"base", "authority"}),
        (RoleCode.ORGANISATION_STAFF, "Đảng bộ tỉnh", {"authority"}),
        (RoleCode.LEADER, "Đảng bộ tỉnh", set()),
    ],
)
def test_whose_acts_a_person_does(role, kind, own):
    assert own_actors(UserFactory(role=role, organisation=OrganisationFactory(kind=kind))) == own


def test_the_page_says_who_what_until_when_and_by_which_paragraph(tree, as_role):
    client = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    row = due(tree.branch, "hold_ceremony", -4, rules="20-QĐ/TW", doubt="Chưa ghi ngày nhận.")
    due(tree.branch, "review", 7)
    far = due(tree.branch, "certificate", 300)
    foreign = due(tree.foreign_branch, "hold_ceremony", -4)
    shown = text(client.get(LIST))
    for word in (row.candidate.full_name, "Tổ chức lễ kết nạp", "quá hạn 4 ngày", "còn 7 ngày", "11/07/2026",
                 "20-QĐ/TW", "chưa kiểm chứng", "Chưa ghi ngày nhận.", "thông lệ"):  # fmt: skip
        assert word in shown
    assert reverse("candidates:candidate.step", args=[row.candidate_id, "hold_ceremony"]) in shown
    assert far.candidate.full_name not in shown and foreign.candidate.full_name not in shown
    assert far.candidate.full_name in text(client.get(LIST + "?han=tat-ca"))
    assert row.candidate.full_name not in text(client.get(LIST + "?loai=review"))
    assert "Không có dòng nào" in text(client.get(LIST + "?ai=base"))
    leader = as_role(RoleCode.LEADER, tree.branch)
    assert reverse("candidates:candidate.step", args=[row.candidate_id, "hold_ceremony"]) not in text(leader.get(LIST))


def test_the_page_as_a_workbook(tree, as_role):
    client = as_role(RoleCode.BASE_STAFF, tree.commune)
    row = due(tree.branch, "hold_ceremony", -4, rules="20-QĐ/TW")
    due(tree.foreign_branch, "hold_ceremony", -4)
    answer = client.get(LIST + "?xuat=xlsx&han=qua-han")
    sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    rows = [line for line in sheet.to_python() if row.candidate.full_name in line]
    assert len(rows) == 1 and "Tổ chức lễ kết nạp" in rows[0] and -4 in rows[0] and date(2026, 7, 11) in rows[0]
    assert sum("Tổ chức lễ kết nạp" in line for line in sheet.to_python()) == 1
    assert Activity.objects.get(action="list.exported").data["rows"] == 1


def test_which_organisations_lag_behind_one_level_after_the_other(tree, as_role):
    client = as_role(RoleCode.LEADER, tree.province)
    for place, days in ((tree.branch, -9), (tree.branch, -2), (tree.other_branch, -1), (tree.branch, 3),
                        (tree.other_branch, 20), (tree.foreign_branch, -9)):  # fmt: skip
        due(place, "quiet", days)
    rows = client.get(PLACES).context["rows"]
    assert [(row.organisation, row.late, row.week, row.month, row.oldest) for row in rows] == [
        (tree.commune, 2, 1, 1, date(2026, 7, 6)), (tree.sibling_commune, 1, 0, 1, date(2026, 7, 14)),
    ]  # fmt: skip
    below = client.get(f"{PLACES}?to-chuc={tree.commune.pk}")
    assert [(row.organisation, row.late) for row in below.context["rows"]] == [(tree.branch, 2)]
    assert "trong 2" in text(client.get(f"{LIST}?han=qua-han&to-chuc={tree.branch.pk}"))
    own = client.get(f"{PLACES}?to-chuc={tree.foreign_province.pk}").context  # outside: as if nothing was chosen
    assert own["place"] == tree.province
    AssignmentFactory(user=client.user, role=RoleCode.LEADER, organisation=tree.foreign_commune)
    assert {(row.organisation, row.late) for row in client.get(PLACES).context["rows"]} == {
        (tree.province, 3), (tree.foreign_commune, 1),
    }  # fmt: skip


@pytest.mark.parametrize("where", ["/", LIST, PLACES, "/quan-chung/"])
def test_a_page_asks_the_same_number_of_questions_whatever_is_due(tree, as_role, where):
    client = as_role(RoleCode.ORGANISATION_STAFF, tree.root)
    due(tree.branch, "quiet", -1)
    client.get(where)

    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert client.get(where).status_code == 200
        return len(taken)

    few = queries()
    for place in (tree.branch, tree.foreign_branch, tree.other_branch):
        for days in range(-5, 5):
            due(place, "quiet", days)
    assert queries() <= few


# --- notices ---------------------------------------------------------------------------------------------------------
def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


def test_people_are_told_once_of_what_is_new_and_without_names(tree, frozen_today):
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    leader = UserFactory(role=RoleCode.LEADER, organisation=tree.province)
    staff = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    late, near = due(tree.branch, "quiet", -1), due(tree.branch, "review", 7)
    due(tree.branch, "decide", 5, Actor.BASE)
    due(tree.branch, "quiet", 8)
    assert (tell_new(), tell_new()) == (2, 0)
    assert told(secretary) == ["Có 1 việc quá hạn, 1 việc đến hạn trong 7 ngày"]
    assert told(staff) == ["Có 1 việc đến hạn trong 7 ngày"]
    assert told(leader) == []
    assert late.candidate.full_name not in str(Notice.objects.values_list("title", "body", "url"))
    late.delete()  # what was done is no news
    assert tell_new() == 0
    due(tree.branch, "quiet", 7)  # one more on the last day told of
    assert tell_new() == 1
    frozen_today.move_to(datetime(2026, 7, 16, 3, tzinfo=UTC))
    assert tell_new() == 1  # the one of the eighth day has come near
    near.delete()
    frozen_today.move_to(datetime(2026, 7, 23, 3, tzinfo=UTC))
    assert tell_new() == 2  # now they are late, the base committee's too; the nights between were missed
    assert tell_new() == 0


def test_every_night_puts_the_deadlines_right_and_tells(tree):
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    candidate = CandidateFactory(organisation=tree.branch, stage_since=date(2024, 1, 1))
    assert "candidates.deadlines" in FUNCTIONS
    every_night()
    assert candidate.deadlines.get().code == "quiet"
    assert told(secretary) == ["Có 1 việc quá hạn"]


# --- calendars -------------------------------------------------------------------------------------------------------
def test_a_calendar_holds_ones_own_near_deadlines_and_names_only_aside(tree):
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    alone = due(tree.branch, "hold_ceremony", 90)
    due(tree.branch, "quiet", -60)
    for _twice in range(2):
        due(tree.branch, "review", 5)
    for days in (-61, 91):
        due(tree.branch, "quiet", days)
    due(tree.branch, "decide", 5, Actor.BASE)
    due(tree.sibling_branch, "review", 5)
    entries = {(each.day - TODAY).days: each for each in deadline_entries(secretary)}
    assert set(entries) == {90, -60, 5}
    assert entries[5].title == "Hạn: Rà soát quần chúng trong danh sách (2)" and entries[5].person == ""
    assert entries[-60].title.startswith("Quá hạn")
    assert entries[90].person == alone.candidate.full_name and entries[90].person not in entries[90].title
    uid = entries[90].uid
    Deadline.objects.filter(pk=alone.pk).update(due_on=TODAY + timedelta(days=80))
    assert uid in {each.uid for each in deadline_entries(secretary)}
    assert deadline_entries(UserFactory(role=RoleCode.LEADER, organisation=tree.branch)) == []


def test_the_list_of_people_shows_the_nearest_deadline(tree, as_role):
    client = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    candidate = CandidateFactory(organisation=tree.branch, stage_since=date(2026, 6, 1))
    CandidateEvent.objects.create(
        candidate=candidate, sequence=2, kind=EventKind.ADMISSION_DECIDED, from_stage=Stage.NOMINATED,
        to_stage=Stage.DECIDED, organisation=tree.branch, occurred_on=date(2026, 6, 8),
    )  # fmt: skip
    Candidate.objects.filter(pk=candidate.pk).update(stage=Stage.DECIDED, last_sequence=2)
    refresh_all()
    shown = text(client.get("/quan-chung/"))
    assert "Tổ chức lễ kết nạp" in shown and "20/07/2026" in shown
    assert "Tổ chức lễ kết nạp" not in text(as_role(RoleCode.TRAINING_STAFF, tree.branch).get("/quan-chung/"))
