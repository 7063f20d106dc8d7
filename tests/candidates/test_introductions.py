"""Who stands for an applicant: two members, or Đoàn or Công đoàn and one; official, near, and each only once."""

from datetime import date

import pytest
from django.urls import reverse

from candidates.domain.contents import contents
from candidates.domain.dossier import load_dossier
from candidates.domain.introductions import introduce, may_introduce, withdraw_introduction
from candidates.domain.progress import move
from candidates.models import Body, EventKind, Introduction, Stage
from membership.domain.errors import Refused, Stale
from membership.models import Activity, MemberStatus, RoleCode
from tests.factories import CandidateFactory, IntroductionFactory, MemberFactory, OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
SIGNED = date(2026, 6, 1)
LONG = date(2020, 1, 1)


@pytest.fixture
def candidate(tree):
    return CandidateFactory(organisation=tree.branch, born_on=date(1996, 6, 1), stage_since=date(2026, 1, 6))


def say(candidate, by=None, **fields):
    candidate.refresh_from_db()
    fields = {"signed_on": SIGNED, "together_since": LONG if fields.get("member") else None} | fields
    return introduce(by=by, candidate=candidate, version=candidate.version, **fields)


def refused(candidate, **fields) -> dict:
    with pytest.raises(Refused) as caught:
        say(candidate, **fields)
    return caught.value.messages


def test_two_members_and_not_a_third(tree, candidate):
    clerk = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    first, second, third = MemberFactory.create_batch(3, organisation=tree.branch)
    done = say(candidate, member=first, number=" 1-GGT ", by=clerk)
    assert (done.introduction.number, done.introduction.recorded_by, done.questions) == ("1-GGT", clerk, [])
    assert "đã giới thiệu người này rồi" in refused(candidate, member=first)["member"][0]
    say(candidate, member=second)
    (message,) = refused(candidate, member=third)["member"]
    assert "Đã đủ 2" in message and "mục 3.2" in message
    assert candidate.introductions.current().count() == 2
    assert Activity.objects.filter(action="introduction.recorded").count() == 2


def test_a_union_and_one_member(tree, candidate):
    say(candidate, body=Body.YOUTH_UNION, body_name="Đoàn xã Thử", number="4-NQ")
    assert "Đã có một tổ chức" in refused(candidate, body=Body.TRADE_UNION, body_name="Công đoàn Thử")["body"][0]
    assert (
        "Chỉ ban chấp hành Đoàn hoặc Công đoàn" in refused(candidate, body=Body.FRONT, body_name="Mặt trận")["body"][0]
    )
    assert set(refused(candidate, body=Body.TRADE_UNION)) == {"body", "body_name"}
    assert "không chọn cả hai" in refused(candidate)["member"][0]
    member = MemberFactory(organisation=tree.branch)
    assert (
        "không chọn cả hai" in refused(candidate, member=member, body=Body.YOUTH_UNION, body_name="Đoàn")["member"][0]
    )


def test_who_is_not_official_on_that_day_or_not_near_may_not_introduce(tree, candidate):
    words = {
        "late": MemberFactory(organisation=tree.branch, official_on=date(2026, 6, 2)),
        "probationary": MemberFactory(organisation=tree.branch, official_on=None, status=MemberStatus.PROBATIONARY),
        "left": MemberFactory(organisation=tree.branch, status=MemberStatus.LEFT),
    }
    for member in words.values():
        (message,) = refused(candidate, member=member)["member"]
        assert "chưa phải là đảng viên chính thức ngày 01/06/2026" in message and "mục 3.2" in message
    say(candidate, member=MemberFactory(organisation=tree.branch, official_on=SIGNED))
    (message,) = refused(candidate, member=MemberFactory(organisation=tree.other_branch))["member"]
    assert "cùng tổ chức cơ sở đảng" in message and "mục 3.2" in message
    say(candidate, member=MemberFactory(organisation=tree.sibling_branch))


def test_days_that_cannot_be(tree, candidate):
    member = MemberFactory(organisation=tree.branch)
    messages = refused(candidate, member=member, signed_on=date(2026, 7, 16), together_since=date(2026, 7, 17))
    assert set(messages) == {"signed_on", "together_since"}
    assert "sau ngày hôm nay" in messages["signed_on"][0]
    assert "Cần ghi ngày" in refused(candidate, member=member, signed_on=None)["signed_on"][0]
    assert "ngày sinh" in refused(candidate, member=member, signed_on=date(1996, 6, 1))["signed_on"][0]


@pytest.mark.parametrize(
    ("since", "first"),
    [
        (date(2025, 7, 15), None),  # twelve months are over today
        (date(2025, 7, 16), "16/07/2026"),
        (date(2026, 2, 28), "28/02/2027"),
        (None, "từ ngày nào"),
    ],
)
def test_twelve_months_in_one_place_are_asked_about(tree, candidate, since, first):
    member = MemberFactory(organisation=tree.branch)
    questions = say(candidate, member=member, together_since=since).questions
    line = next(each for each in contents(load_dossier(candidate), date(2026, 7, 15)) if each.introduction)
    if first is None:
        assert (questions, line.remark) == ([], "")
    else:
        assert first in questions[0] and "mục 3.2" in questions[0]
        assert first in line.remark or since is None


def test_nobody_counts_the_months_again_for_who_moved_while_being_helped(tree, candidate):
    candidate.events.create(
        sequence=2, kind=EventKind.RECOGNISED, from_stage=Stage.NOMINATED, to_stage=Stage.SYMPATHISER,
        organisation=tree.branch, occurred_on=date(2026, 2, 1),
    )  # fmt: skip
    type(candidate).objects.update(last_sequence=2, stage=Stage.SYMPATHISER)
    candidate.refresh_from_db()
    move(by=None, candidate=candidate, organisation=tree.other_branch, on=date(2026, 6, 20), version=candidate.version)
    member = MemberFactory(organisation=tree.other_branch)
    assert say(candidate, member=member, together_since=date(2026, 6, 20), signed_on=date(2026, 7, 1)).questions == []


@pytest.mark.parametrize(("born", "asked"), [(date(1995, 6, 2), False), (date(1995, 6, 1), True)])
def test_who_is_past_the_age_of_the_youth_union_is_asked_about(tree, born, asked):
    candidate = CandidateFactory(organisation=tree.branch, born_on=born)  # 31 on the day of the paper, or a day short
    questions = say(candidate, body=Body.YOUTH_UNION, body_name="Đoàn xã Thử").questions
    assert bool(questions) is asked
    assert candidate.introductions.current().exists()


def test_a_new_paper_of_the_same_member_takes_the_place_of_the_old(tree, candidate):
    member = MemberFactory(organisation=tree.branch)
    old = say(candidate, member=member, signed_on=date(2025, 6, 1)).introduction
    new = say(candidate, member=member, instead_of=old).introduction
    assert list(candidate.introductions.current()) == [new]
    old.refresh_from_db()
    assert old.replaced_at is not None and old.signed_on == date(2025, 6, 1)
    assert "đã được thay" in refused(candidate, member=member, instead_of=old)[""][0]


def test_taking_one_out_and_the_other_clerk(tree, candidate):
    row = IntroductionFactory(candidate=candidate, signed_on=SIGNED)
    with pytest.raises(Refused) as caught:
        withdraw_introduction(by=None, candidate=candidate, version=1, introduction=row, reason="")
    assert set(caught.value.messages) == {"reason"}
    withdraw_introduction(by=None, candidate=candidate, version=1, introduction=row, reason="Chuyển đi")
    assert not candidate.introductions.current().exists()
    assert Activity.objects.get(action="introduction.withdrawn").data["reason"] == "Chuyển đi"
    with pytest.raises(Stale):
        introduce(by=None, candidate=candidate, version=1, member=row.member, signed_on=SIGNED)
    say(candidate, member=row.member)  # may introduce again
    leader = UserFactory(role=RoleCode.LEADER, organisation=tree.commune)
    with pytest.raises(Refused, match="không có quyền"):
        say(candidate, by=leader, member=MemberFactory(organisation=tree.branch))


def test_who_may_be_chosen(tree, candidate):
    near = MemberFactory(organisation=tree.branch, full_name="An")
    also = MemberFactory(organisation=tree.sibling_branch, full_name="Bình")
    MemberFactory(organisation=tree.other_branch)
    MemberFactory(organisation=tree.branch, official_on=None, status=MemberStatus.PROBATIONARY)
    MemberFactory(organisation=tree.branch, status=MemberStatus.LEFT)
    assert list(may_introduce(candidate, date(2026, 7, 15))) == [near, also]
    base = OrganisationFactory(parent=tree.commune, kind="Đảng bộ cơ sở")
    person = CandidateFactory(organisation=OrganisationFactory(parent=base))
    assert list(may_introduce(person, date(2026, 7, 15))) == []


# --- the pages -------------------------------------------------------------------------------------------------------
def test_the_page_offers_whom_its_reader_sees(tree, as_role, candidate):
    near = MemberFactory(organisation=tree.branch, full_name="Lê Văn Gần")
    also = MemberFactory(organisation=tree.sibling_branch, full_name="Lê Văn Bên")
    url = reverse("candidates:introduction.new", args=[candidate.pk])
    secretary, clerk = as_role(RoleCode.BRANCH_SECRETARY, tree.branch), as_role(RoleCode.BASE_STAFF, tree.commune)
    page = secretary.get(url).content.decode()
    assert "Lê Văn Gần" in page and "Lê Văn Bên" not in page
    assert "Lê Văn Bên" in clerk.get(url).content.decode()
    found = clerk.get(url + "?tim=ben").content.decode()
    assert "Lê Văn Bên" in found and "Lê Văn Gần" not in found
    fields = {"version": candidate.version, "member": also.pk, "signed_on": "01062026", "together_since": "01/01/2026"}
    assert secretary.post(url, fields).status_code == 422  # not among those the secretary may see
    answer = clerk.post(url, fields, follow=True)
    assert "01/01/2027" in answer.content.decode()
    assert Introduction.objects.get().member == also
    candidate.refresh_from_db()
    answer = clerk.post(url, {"version": candidate.version, "body": "youth_union", "signed_on": "01/06/2026"})
    assert set(answer.context["form"].errors) == {"body_name"}
    assert clerk.post(url, {"version": 1, "member": near.pk, "signed_on": "01/06/2026"}).status_code == 409


def test_a_stale_paper_is_renewed_from_the_table(tree, as_role, candidate):
    clerk = as_role(RoleCode.BASE_STAFF, tree.commune)
    old = IntroductionFactory(candidate=candidate, signed_on=date(2025, 5, 4), member__full_name="Lê Văn Gần")
    page = clerk.get(reverse("candidates:dossier.detail", args=[candidate.pk])).content.decode()
    url = reverse("candidates:introduction.new", args=[candidate.pk]) + f"?thay={old.pk}"
    assert url in page and "hết giá trị" in page
    assert f'value="{old.member_id}" selected' in clerk.get(url).content.decode()
    fields = {"version": candidate.version, "member": old.member_id, "signed_on": "02/06/2026"}
    assert clerk.post(url, fields).status_code == 302
    assert candidate.introductions.current().get().signed_on == date(2026, 6, 2)
    assert clerk.get(url).status_code == 404
    new = candidate.introductions.current().get()
    where = reverse("candidates:introduction.withdraw", args=[candidate.pk, new.pk])
    candidate.refresh_from_db()
    answer = clerk.post(where, {"version": candidate.version, "reason": "Chuyển đi"}, follow=True)
    assert "lý do bỏ: Chuyển đi" in answer.content.decode()
