"""Who puts people forward: members of the same base organisation, mass organisations; and what is counted of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from candidates.domain.nomination_counts import by_body, outcomes, with_given
from candidates.domain.nominations import NominationSaid, nominate, withdraw_nomination
from candidates.domain.progress import advance
from candidates.domain.register import register
from candidates.models import Candidate, EventKind, Nomination, Stage
from membership.domain.errors import Refused, Stale
from membership.models import Activity, MemberStatus, PartyMember, RoleCode
from tests.factories import AdmissionFactory, CandidateFactory, MemberFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
DAY = date(2026, 6, 1)


def put_forward(candidate, member=None, *, by=None, on=DAY, **fields) -> Nomination:
    return nominate(by=by, on=on, candidate=candidate, version=candidate.version, member=member, **fields)


def refusal_of(call, *args, **fields) -> dict:
    with pytest.raises(Refused) as refused:
        call(*args, **fields)
    return refused.value.messages


# --- the act ---------------------------------------------------------------------------------------------------------
def test_a_member_puts_a_person_forward(tree):
    candidate, member = CandidateFactory(organisation=tree.branch), MemberFactory(organisation=tree.sibling_branch)
    clerk = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    made = put_forward(candidate, member, by=clerk, movement="Xây dựng nông thôn mới", achievements="Giấy khen xã 2025")
    assert (made.member, made.body, made.organisation_path) == (member, "", tree.branch.path)
    assert (made.nominated_on, made.movement, made.recorded_by) == (DAY, "Xây dựng nông thôn mới", clerk)
    candidate.refresh_from_db()
    assert (candidate.stage, candidate.events.count()) == (Stage.NOMINATED, 1)
    assert Activity.objects.get(action="nomination.recorded").by == clerk


def test_a_mass_organisation_puts_a_person_forward_and_so_may_others(tree):
    candidate = CandidateFactory(organisation=tree.branch)
    put_forward(candidate, body="youth_union", body_name="Chi đoàn thôn Đông")
    put_forward(candidate, body="youth_union", body_name="Chi đoàn thôn Tây")
    put_forward(candidate, MemberFactory(organisation=tree.branch))
    assert Nomination.objects.current().count() == 3


def test_who_may_not_put_forward(tree):
    candidate = CandidateFactory(organisation=tree.branch)
    young = MemberFactory(organisation=tree.branch, official_on=DAY + timedelta(days=1))
    probationer = MemberFactory(organisation=tree.branch, official_on=None, status=MemberStatus.PROBATIONARY)
    stranger = MemberFactory(organisation=tree.foreign_branch)
    newcomer = MemberFactory(organisation=tree.branch, joined_on=DAY + timedelta(days=1), official_on=date(2015, 1, 1))
    for member, word in (
        (young, "chưa phải là đảng viên chính thức"),
        (probationer, "chưa phải là đảng viên chính thức"),
        (stranger, "không thuộc Đảng ủy xã An Bình 1"),
        (newcomer, "Không thấy đồng chí"),
    ):
        (sentence,) = refusal_of(put_forward, candidate, member)["member"]
        assert word in sentence
    assert not Nomination.objects.exists()


def test_nobody_puts_the_same_person_forward_twice(tree):
    candidate, member = CandidateFactory(organisation=tree.branch), MemberFactory(organisation=tree.branch)
    first = put_forward(candidate, member)
    put_forward(candidate, body="front")
    assert list(refusal_of(put_forward, candidate, member, on=DAY + timedelta(days=9))) == ["member"]
    assert list(refusal_of(put_forward, candidate, body="front")) == ["body"]
    withdraw_nomination(by=None, nomination=first, reason="Ghi nhầm người", version=candidate.version)
    put_forward(candidate, member)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"on": None, "body": "front"}, "on"),
        ({"on": date(2026, 7, 16), "body": "front"}, "on"),
        ({"on": date(1985, 6, 1), "body": "front"}, "on"),
        ({}, "body"),
        ({"body": "chi-hoi"}, "body"),
        ({"body": "other"}, "body_name"),
        ({"body": "front", "movement": "x" * 201}, "movement"),
    ],
)
def test_refused(tree, fields, where):
    candidate = CandidateFactory(organisation=tree.branch)
    assert list(refusal_of(put_forward, candidate, **fields)) == [where]


def test_neither_who_was_admitted_nor_who_left_is_put_forward(tree):
    admitted = Candidate.objects.get(admissions=AdmissionFactory(organisation=tree.branch))
    removed = CandidateFactory(organisation=tree.branch)
    removed = advance(by=None, on=DAY, candidate=removed, step="remove", version=1)
    for candidate in (admitted, removed):
        assert list(refusal_of(put_forward, candidate, body="front")) == [""]


def test_only_who_may_write_there_and_only_what_they_saw(tree):
    candidate = CandidateFactory(organisation=tree.branch)
    for role, place in ((RoleCode.LEADER, tree.root), (RoleCode.BASE_STAFF, tree.foreign_commune)):
        user = UserFactory(role=role, organisation=place)
        with pytest.raises(Refused):
            put_forward(candidate, by=user, body="front")
    with pytest.raises(Stale):
        nominate(by=None, on=DAY, candidate=candidate, version=7, body="front")


def test_a_withdrawn_nomination_stays_in_the_records(tree):
    candidate = CandidateFactory(organisation=tree.branch)
    made = put_forward(candidate, body="front")
    assert list(refusal_of(withdraw_nomination, by=None, nomination=made, reason=" ", version=1)) == ["reason"]
    withdraw_nomination(by=None, nomination=made, reason="Ghi nhầm người", version=1)
    assert (Nomination.objects.count(), Nomination.objects.current().count()) == (1, 0)
    assert Activity.objects.get(action="nomination.withdrawn").data["reason"] == "Ghi nhầm người"
    with pytest.raises(Refused):
        withdraw_nomination(by=None, nomination=made, reason="Ghi nhầm người", version=1)


def test_registering_tells_who_nominated_in_the_same_act(tree):
    member = MemberFactory(organisation=tree.branch)
    person = {"by": None, "organisation": tree.branch, "full_name": "Lê Thị Thử", "attributes": {}}
    candidate = register(on=DAY, nomination=NominationSaid(member, movement="Hiến đất làm đường"), **person)
    made = candidate.nominations.get()
    assert (made.event.kind, made.event, made.nominated_on) == (EventKind.NOMINATED, candidate.events.get(), DAY)
    stranger = NominationSaid(MemberFactory(organisation=tree.foreign_branch))
    person["full_name"] = "Lê Thị Khác"
    assert list(refusal_of(register, on=DAY, nomination=stranger, **person)) == ["member"]
    assert list(refusal_of(register, on=None, nomination=NominationSaid(body="front"), **person)) == ["on"]
    assert not Candidate.objects.filter(full_name="Lê Thị Khác").exists()


# --- what is counted -------------------------------------------------------------------------------------------------
def test_outcomes_follow_the_people(tree):
    busy, idle = (MemberFactory(organisation=tree.branch) for _ in range(2))
    people = [CandidateFactory(organisation=tree.branch) for _ in range(3)]
    for person in people:
        put_forward(person, busy)
    put_forward(people[0], body="women")
    advance(by=None, on=DAY, candidate=people[0], step="recognise", version=1, document_number="1-NQ/CB")
    admitted = Candidate.objects.get(admissions=AdmissionFactory(organisation=tree.branch))
    Nomination.objects.create(
        candidate=admitted, organisation=tree.branch, organisation_path=tree.branch.path, member=busy, nominated_on=DAY
    )
    nominations = Nomination.objects.current()
    members = with_given(PartyMember.objects.filter(pk__in=[busy.pk, idle.pk]), nominations)
    assert dict(members.values_list("pk", "given")) == {busy.pk: 4, idle.pk: 0}
    (told,) = outcomes([busy.pk, idle.pk], nominations).values()
    assert (told.nominated, told.recognised, told.admitted) == (4, 1, 1)
    bodies = {body: (told.nominated, told.recognised) for body, _name, told in by_body(nominations)}
    assert (bodies[""], bodies["women"], bodies["farmers"]) == ((4, 1), (1, 1), (0, 0))


# --- pages -----------------------------------------------------------------------------------------------------------
def test_the_list_begins_with_who_nominated_nobody(tree, as_role):
    MemberFactory(organisation=tree.branch, full_name="Lê Văn An")
    busy = MemberFactory(organisation=tree.branch, full_name="Lê Văn Bình")
    MemberFactory(organisation=tree.branch, full_name="Lê Văn Dự", status=MemberStatus.PROBATIONARY, official_on=None)
    MemberFactory(organisation=tree.foreign_branch, full_name="Lê Văn Xa")
    put_forward(CandidateFactory(organisation=tree.branch), busy)
    client = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    page = client.get(reverse("candidates:nomination.list")).content.decode()
    assert page.index("Lê Văn An") < page.index("Lê Văn Bình")
    assert "Lê Văn Dự" not in page
    assert "Lê Văn Xa" not in page
    idle = client.get(reverse("candidates:nomination.list"), {"chua": "chua"}).content.decode()
    assert "Lê Văn An" in idle
    assert "Lê Văn Bình" not in idle
    before = client.get(reverse("candidates:nomination.list"), {"nam": "2025", "chua": "chua"}).content.decode()
    assert "Lê Văn Bình" in before


def test_the_nominations_of_a_year_by_who_made_them(tree, as_role):
    member = MemberFactory(organisation=tree.branch, full_name="Lê Văn Bình")
    put_forward(CandidateFactory(organisation=tree.branch, full_name="Trần Thị Một"), member)
    put_forward(
        CandidateFactory(organisation=tree.branch, full_name="Trần Thị Hai"), body="women", body_name="Chi hội 3"
    )
    client, url = as_role(RoleCode.LEADER, tree.commune), reverse("candidates:nomination.records")
    page = client.get(url).content.decode()
    assert "Trần Thị Một" in page
    assert "Hội Phụ nữ: Chi hội 3" in page
    assert "Trần Thị Một" not in client.get(url, {"ben": "women"}).content.decode()
    assert "Trần Thị Hai" not in client.get(url, {"dang-vien": member.pk}).content.decode()
    assert "Trần Thị Một" not in client.get(url, {"nam": "2025"}).content.decode()


def test_a_secretary_writes_down_who_nominated(tree, as_role):
    member = MemberFactory(organisation=tree.branch, full_name="Lê Văn Bình")
    candidate = CandidateFactory(organisation=tree.branch)
    client = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    url = reverse("candidates:nomination.new", args=[candidate.pk])
    assert "Lê Văn Bình, sinh 1985" in client.get(url).content.decode()
    said = {"nominated_by": "member", "member": "le van binh", "on": "01/06/2026", "version": 1, "movement": "Dân vận"}
    assert client.post(url, said | {"member": "Không Có Ai"}).status_code == 422
    assert client.post(url, said | {"nominated_by": "", "member": ""}).status_code == 422
    assert client.post(url, said).status_code == 302
    made = candidate.nominations.get()
    assert (made.member, made.movement) == (member, "Dân vận")
    withdraw = reverse("candidates:nomination.withdraw", args=[made.pk])
    assert "Lê Văn Bình" in client.get(withdraw).content.decode()
    assert client.post(withdraw, {"reason": "Ghi nhầm", "version": 1}).status_code == 302
    assert not Nomination.objects.current().exists()


def test_namesakes_are_told_apart(tree, as_role):
    one = MemberFactory(organisation=tree.branch, full_name="Lê Văn Bình", born_on=date(1970, 1, 1))
    MemberFactory(organisation=tree.branch, full_name="Lê Văn Bình", born_on=date(1980, 1, 1))
    candidate = CandidateFactory(organisation=tree.branch)
    client = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    url = reverse("candidates:nomination.new", args=[candidate.pk])
    said = {"nominated_by": "member", "member": "Lê Văn Bình", "on": "01/06/2026", "version": 1}
    answer = client.post(url, said)
    assert answer.status_code == 422
    assert "sinh 1970" in answer.content.decode()
    said["member"] = f"Lê Văn Bình, sinh 1970, {tree.branch.name}"
    assert client.post(url, said).status_code == 302
    assert candidate.nominations.get().member == one


def test_a_new_person_comes_with_who_nominated_them(tree, as_role):
    MemberFactory(organisation=tree.branch, full_name="Lê Văn Bình")
    client = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    said = {
        "organisation": tree.branch.code, "full_name": "Phạm Thị Mới", "on": "01/06/2026",
        "document_number": "5-CV/ĐTN", "nominated_by": "youth_union", "body_name": "Chi đoàn thôn 1",
        "movement": "Tình nguyện hè",
    }  # fmt: skip
    url = reverse("candidates:candidate.new")
    assert client.post(url, said | {"nominated_by": ""}).status_code == 422
    assert not Candidate.objects.exists()
    assert client.post(url, said).status_code == 302
    made = Candidate.objects.get().nominations.get()
    assert (made.body, made.body_name, made.movement) == ("youth_union", "Chi đoàn thôn 1", "Tình nguyện hè")
    assert (made.document_number, made.event.kind) == ("5-CV/ĐTN", EventKind.NOMINATED)
    said = {"organisation": tree.branch.code, "full_name": "Phạm Thị Hai"}  # nothing told of it: as before
    assert client.post(url, said).status_code == 302
    assert Nomination.objects.count() == 1
