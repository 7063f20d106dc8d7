"""Thematic talks: who came, who is due again, and what a withdrawal takes back."""

from datetime import date

import pytest
from django.urls import reverse

from candidates.domain.deadlines import refresh
from candidates.domain.progress import advance
from candidates.domain.talks import hold_talk, invited, set_attendance, withdraw_talk
from candidates.models import Candidate, Deadline, LocalRule, Talk, TalkAttendance
from membership.domain.errors import Refused, Stale
from membership.models import Activity, RoleCode
from tests.factories import CandidateFactory, TalkFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
DAY = date(2026, 6, 20)


def listed(organisation, name: str, since=date(2026, 1, 10)) -> Candidate:
    person = CandidateFactory(organisation=organisation, full_name=name, stage_since=date(2025, 10, 1))
    return advance(
        by=None, on=since, candidate=person, step="recognise", version=person.version, document_number="1-NQ"
    )


@pytest.fixture
def people(tree):
    tree.people = [listed(tree.branch, "Lê Thị An"), listed(tree.branch, "Lê Thị Bình")]
    tree.outsider = listed(tree.foreign_branch, "Lê Thị Xa")
    tree.clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    return tree


def hold(tree, **fields):
    said = {
        "by": tree.clerk,
        "on": DAY,
        "organisation": tree.commune,
        "subject": "Điều lệ Đảng",
        "speaker": "Vũ Văn Báo",
    }
    return hold_talk(**said | fields)


def due_on(person) -> date | None:
    return Deadline.objects.filter(candidate=person, code="talk").values_list("due_on", flat=True).first()


def test_a_talk_moves_the_day_of_the_next_for_those_who_came(people):
    first, second = people.people
    assert (due_on(first), due_on(second)) == (date(2026, 7, 10), date(2026, 7, 10))
    hold(people, people=[first.pk])
    assert (due_on(first), due_on(second)) == (date(2026, 12, 20), date(2026, 7, 10))


def test_a_withdrawn_talk_counts_no_longer(people):
    first, _second = people.people
    talk = hold(people, people=[first.pk])
    with pytest.raises(Refused):
        withdraw_talk(by=people.clerk, talk=talk, version=1, reason=" ")
    withdraw_talk(by=people.clerk, talk=talk, version=1, reason="Ghi nhầm ngày")
    assert due_on(first) == date(2026, 7, 10)
    assert TalkAttendance.objects.count() == 1  # the record stays
    with pytest.raises(Refused):
        set_attendance(by=people.clerk, talk=talk, version=2, people=[])


def test_the_months_are_the_committees_own_and_can_be_turned_off(people):
    LocalRule.objects.create(
        organisation=people.commune, organisation_path=people.commune.path, code="talk_months", value=3,
        in_force_from=date(2026, 1, 1), document_number="1-QĐ",
    )  # fmt: skip
    refresh([people.people[0].pk])
    assert due_on(people.people[0]) == date(2026, 4, 10)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"on": None}, "on"),
        ({"on": date(2026, 7, 16)}, "on"),
        ({"subject": " "}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"speaker": ""}, "speaker"),
    ],
)
def test_refused_with_the_field(people, fields, field):
    with pytest.raises(Refused) as caught:
        hold(people, **fields)
    assert set(caught.value.messages) == {field}
    assert not Talk.objects.exists()


def test_people_from_elsewhere_do_not_come(people):
    with pytest.raises(Refused) as caught:
        hold(people, people=[people.outsider.pk])
    assert set(caught.value.messages) == {"people"}
    with pytest.raises(Refused):
        hold(people, by=UserFactory(role=RoleCode.BASE_STAFF, organisation=people.foreign_commune))


def test_the_same_talk_is_recorded_once(people):
    hold(people)
    with pytest.raises(Refused):
        hold(people, subject="ĐIỀU LỆ  Đảng")


def test_attendance_is_set_as_a_whole_and_a_second_clerk_is_told(people):
    first, second = people.people
    talk = hold(people, people=[first.pk])
    assert set_attendance(by=people.clerk, talk=talk, version=1, people=[second.pk]) == 1
    assert due_on(first) == date(2026, 7, 10)
    assert due_on(second) == date(2026, 12, 20)
    log = Activity.objects.get(action="talk.attended")
    assert (log.data["added"], log.data["removed"]) == ([second.pk], [first.pk])
    with pytest.raises(Stale):
        set_attendance(by=people.clerk, talk=talk, version=1, people=[])


def test_who_is_invited_shows_the_last_talk(people):
    hold(people, people=[people.people[1].pk])
    assert [(one.full_name, one.last_talk) for one in invited(people.commune)] == [
        ("Lê Thị An", None), ("Lê Thị Bình", DAY),
    ]  # fmt: skip


# --- pages -----------------------------------------------------------------------------------------------------------
def test_held_ticked_and_shown(people, as_role):
    client = as_role(RoleCode.BASE_STAFF, people.commune)
    new = reverse("candidates:talk.new")
    said = {"organisation": people.commune.code, "on": "20/06/2026", "subject": "Tư tưởng Hồ Chí Minh", "speaker": "Vũ"}
    answer = client.post(new, said)
    talk = Talk.objects.get()
    assert answer.url == reverse("candidates:talk.attend", args=[talk.pk])
    page = client.get(answer.url).content.decode()
    assert "Lê Thị An" in page and "Lê Thị Xa" not in page
    answer = client.post(answer.url, {"version": 1, "people": [people.people[0].pk]})
    assert answer.url == reverse("candidates:talk.detail", args=[talk.pk])
    page = client.get(answer.url).content.decode()
    assert "Lê Thị An" in page and "Lê Thị Bình" not in page
    assert client.post(new, said | {"speaker": ""}).status_code == 422
    stranger = client.post(
        reverse("candidates:talk.attend", args=[talk.pk]), {"version": 2, "people": [people.outsider.pk]}
    )
    assert stranger.status_code == 422
    assert TalkAttendance.objects.count() == 1


def test_the_list_says_how_many_are_overdue(people, as_role, frozen_today):
    TalkFactory(organisation=people.commune, subject="Xây dựng Đảng")
    client = as_role(RoleCode.BASE_STAFF, people.commune)
    page = client.get(reverse("candidates:talk.list")).content.decode()
    assert "Xây dựng Đảng" in page
    assert "2 người đã quá hạn" in page  # due on 10 July, today is the 15th
