"""Six warnings counted from the records, each at its boundary; lists fixed once and followed to their target."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.domain import radar
from candidates.domain.radar_work import new_warnings
from candidates.models import (
    Admission,
    BaseWithoutMasses,
    Candidate,
    Circumstances,
    LocalRule,
    RadarLine,
    RadarList,
    RadarWarning,
    Stage,
)
from membership.base.text import fold
from membership.domain.errors import Refused, Stale
from membership.models import (
    MemberHandover,
    MemberSpell,
    MemberStatus,
    Organisation,
    PartyMember,
    Residence,
    ResidentialUnit,
    RoleCode,
    UnitCoverage,
)
from tests.factories import AdmissionFactory, CandidateFactory, MemberFactory, OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
TODAY = date(2026, 7, 15)
NO_ADMISSION, UNDER_FIVE, UNDER_THREE, NO_CANDIDATE, UNIT, NO_MASSES = RadarWarning.values


def names(tree, warning, place=None, today=TODAY) -> set[str]:
    return {each.name for each in radar.findings(place or tree.commune, warning, today)}


def rule(place, code, value, since=date(2020, 1, 1)):
    LocalRule.objects.create(
        organisation=place, organisation_path=place.path, code=code, value=value, in_force_from=since,
        document_number="1-QĐ",
    )  # fmt: skip


def members(branch, count, **fields):
    return [MemberFactory(organisation=branch, **fields) for _ in range(count)]


def admitted(branch, day):
    return AdmissionFactory(organisation=branch, decision_date=day)


def unit(tree, name="Bản Thử", branch=None, lives=(), state=""):
    made = ResidentialUnit.objects.create(
        organisation=tree.commune, organisation_path=tree.commune.path, code=f"U-{name}", name=name,
        folded_name=fold(name), commune="Xã Thử", state=state,
    )  # fmt: skip
    if branch is not None:
        UnitCoverage.objects.create(unit=made, branch=branch)
    for member in lives:
        Residence.objects.create(unit=made, member=member)
    return made


# --- many years without admission ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("last", "warned"),
    [(date(2023, 7, 15), True), (date(2023, 7, 16), False), (date(2023, 7, 14), True), (date(2026, 7, 15), False)],
)
def test_three_full_years_without_a_decision(tree, last, warned):
    admitted(tree.branch, last)
    admitted(tree.sibling_branch, date(2026, 1, 5))
    assert names(tree, NO_ADMISSION) == ({tree.branch.name} if warned else set())


@pytest.mark.parametrize(("founded", "warned"), [(None, True), (date(2023, 7, 15), True), (date(2023, 7, 16), False)])
def test_a_branch_younger_than_that_has_not_failed(tree, founded, warned):
    admitted(tree.sibling_branch, date(2026, 1, 5))
    Organisation.objects.filter(pk=tree.branch.pk).update(valid_from=founded)
    assert (tree.branch.name in names(tree, NO_ADMISSION)) is warned


def test_the_nearest_committee_says_how_many_years(tree):
    admitted(tree.branch, date(2022, 1, 1))
    admitted(tree.sibling_branch, date(2024, 1, 1))
    assert names(tree, NO_ADMISSION) == {tree.branch.name}
    rule(tree.province, "many_years", 2)
    assert names(tree, NO_ADMISSION) == {tree.branch.name, tree.sibling_branch.name}
    rule(tree.branch, "many_years", 5)
    assert names(tree, NO_ADMISSION) == {tree.sibling_branch.name}
    rule(tree.branch, "many_years", 4, since=date(2026, 7, 16))  # not yet
    assert names(tree, NO_ADMISSION) == {tree.sibling_branch.name}
    (found,) = radar.findings(tree.commune, NO_ADMISSION, TODAY)
    assert (found.years, found.last_admission) == (2, date(2024, 1, 1))


def test_what_was_withdrawn_is_no_admission_and_committees_are_no_branches(tree):
    fact = admitted(tree.branch, date(2026, 1, 5))
    admitted(tree.sibling_branch, date(2026, 1, 5))
    OrganisationFactory(parent=tree.commune, kind="Đảng bộ bộ phận", name="Đảng bộ bộ phận chưa có chi bộ")
    OrganisationFactory(parent=tree.commune, name="Chi bộ đã giải thể", valid_to=date(2026, 7, 15))
    assert names(tree, NO_ADMISSION) == set()
    Admission.objects.filter(pk=fact.pk).update(replaced_at="2026-02-01T00:00Z")
    assert names(tree, NO_ADMISSION) == {tree.branch.name}


# --- few members -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("count", "warned"), [(0, False), (1, True), (4, True), (5, False)])
def test_under_five_members_but_unknown_is_not_few(tree, count, warned):
    members(tree.branch, count)
    assert names(tree, UNDER_FIVE) == ({tree.branch.name} if warned else set())
    assert radar.look(tree.commune, TODAY).unknown == (1 if count else 2)


def test_probationers_count_as_members_and_who_left_does_not(tree):
    members(tree.branch, 4)
    probationer = MemberFactory(organisation=tree.branch, official_on=None, status=MemberStatus.PROBATIONARY)
    assert names(tree, UNDER_FIVE) == set()
    MemberSpell.objects.filter(member=probationer).update(valid_to=TODAY)
    assert names(tree, UNDER_FIVE) == {tree.branch.name}
    assert names(tree, UNDER_FIVE, today=date(2026, 7, 14)) == set()


@pytest.mark.parametrize(("official", "warned"), [(2, True), (3, True), (4, False), (5, False)])
def test_three_official_members_or_fewer(tree, official, warned):
    members(tree.branch, official)
    members(tree.branch, 2, official_on=None, status=MemberStatus.PROBATIONARY)
    assert names(tree, UNDER_THREE) == ({tree.branch.name} if warned else set())


OLD = date(1956, 7, 15)


@pytest.mark.parametrize(
    ("born", "age", "warned"),
    [(OLD, 70, True), (date(1956, 7, 16), 70, False), (date(1961, 1, 1), 65, True), (OLD, 80, False)],
)
def test_four_of_whom_one_is_old(tree, born, age, warned):
    members(tree.branch, 3)
    MemberFactory(organisation=tree.branch, born_on=born)
    members(tree.sibling_branch, 5, born_on=OLD)  # enough of them
    rule(tree.commune, "old_age", age)
    assert names(tree, UNDER_THREE) == ({tree.branch.name} if warned else set())


def test_four_of_whom_one_is_about_to_leave(tree):
    *_rest, one = members(tree.branch, 4)
    assert names(tree, UNDER_THREE) == set()
    handed = MemberHandover.objects.create(
        member=one, organisation=tree.branch, organisation_path=tree.branch.path, target=tree.sibling_branch,
        offered_on=TODAY, letter_number="1",
    )  # fmt: skip
    assert names(tree, UNDER_THREE) == {tree.branch.name}
    MemberHandover.objects.filter(pk=handed.pk).update(state="recalled")
    assert names(tree, UNDER_THREE) == set()
    person = CandidateFactory(organisation=tree.branch)
    Candidate.objects.filter(pk=person.pk).update(member=one, stage=Stage.OFFICIAL)
    told = Circumstances.objects.create(candidate=person, leaves_on=date(2027, 7, 15))
    assert "1 sắp chuyển đi" in radar.findings(tree.commune, UNDER_THREE, TODAY)[0].why
    Circumstances.objects.filter(pk=told.pk).update(leaves_on=date(2027, 7, 16))
    assert names(tree, UNDER_THREE) == set()


# --- nobody on the way, units at risk, no masses ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("stage", "warned"),
    [(Stage.NOMINATED, False), (Stage.DECIDED, False), (Stage.SUSPENDED, False), (Stage.PROBATIONARY, True),
     (Stage.REMOVED, True)],
)  # fmt: skip
def test_a_branch_with_nobody_on_the_way(tree, stage, warned):
    CandidateFactory(organisation=tree.sibling_branch)
    Candidate.objects.filter(pk=CandidateFactory(organisation=tree.branch).pk).update(stage=stage)
    assert names(tree, NO_CANDIDATE) == ({tree.branch.name} if warned else set())


def test_units_whose_only_member_is_old_or_leaves_or_that_have_no_branch(tree):
    old, young, other, leaver, lone = (
        MemberFactory(organisation=tree.branch, born_on=day)
        for day in (OLD, date(1990, 1, 1), date(1990, 1, 1), date(1990, 1, 1), date(1990, 1, 1))
    )
    MemberHandover.objects.create(
        member=leaver, organisation=tree.branch, organisation_path=tree.branch.path, target=tree.sibling_branch,
        offered_on=TODAY, letter_number="1",
    )  # fmt: skip
    unit(tree, "Bản Già", tree.branch, [old])
    unit(tree, "Bản Trẻ", tree.branch, [young])
    unit(tree, "Bản Sắp Đi", tree.branch, [leaver])
    unit(tree, "Bản Lẻ", None, [lone])
    unit(tree, "Bản Hai Người", None, [other, MemberFactory(organisation=tree.branch, born_on=OLD)])
    unit(tree, "Bản Trắng", None, state="no_members")
    unit(tree, "Bản Ghi Có", None, state="members_only")
    assert {each.split(",")[0] for each in names(tree, UNIT)} == {"Bản Già", "Bản Sắp Đi", "Bản Lẻ", "Bản Ghi Có"}
    PartyMember.objects.filter(pk=old.pk).update(status=MemberStatus.LEFT)
    assert "Bản Già" not in {each.split(",")[0] for each in names(tree, UNIT)}  # white by now, no longer at risk


def test_a_base_without_masses_is_declared_and_ended(tree):
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    how = {"organisation": tree.branch, "on": date(2026, 7, 1)}
    with pytest.raises(Refused, match="không có quyền"):
        radar.declare_no_masses(by=secretary, reason="Hết người", **how)
    with pytest.raises(Refused) as refused:
        radar.declare_no_masses(by=clerk, reason=" ", organisation=tree.branch, on=date(2026, 7, 16))
    assert set(refused.value.messages) == {"on", "reason"}
    radar.declare_no_masses(by=clerk, reason="Mọi người lao động đều là đảng viên", **how)
    assert names(tree, NO_MASSES) == {tree.branch.name}
    assert names(tree, NO_MASSES, today=date(2026, 6, 30)) == set()
    with pytest.raises(Refused, match="đã được ghi"):
        radar.declare_no_masses(by=clerk, reason="Lại", **how)
    with pytest.raises(Refused) as refused:
        radar.end_no_masses(by=clerk, on=date(2026, 6, 30), organisation=tree.branch, reason="")
    assert set(refused.value.messages) == {"on", "reason"}
    radar.end_no_masses(by=clerk, on=date(2026, 7, 10), organisation=tree.branch, reason="Tuyển người mới")
    assert names(tree, NO_MASSES) == set()
    assert names(tree, NO_MASSES, today=date(2026, 7, 9)) == {tree.branch.name}
    with pytest.raises(Refused, match="không đang"):
        radar.end_no_masses(by=clerk, on=TODAY, organisation=tree.branch, reason="x")
    CandidateFactory(organisation=tree.branch)
    with pytest.raises(Refused, match="1 quần chúng"):
        radar.declare_no_masses(by=clerk, reason="x", organisation=tree.branch, on=TODAY)


# --- the whole -------------------------------------------------------------------------------------------------------
def test_a_place_sees_only_what_lies_under_it_and_the_counts_are_the_lists(tree):
    members(tree.branch, 2)
    members(tree.other_branch, 2)
    found = radar.look(tree.commune, TODAY)
    assert (found.branches, found.years, found.old_age) == (2, 3, 70)
    for warning, rows in found.by_warning.items():
        assert [each.name for each in rows] == [each.name for each in radar.findings(tree.commune, warning, TODAY)]
    assert len(found.by_warning[UNDER_FIVE]) == 1
    assert len(radar.look(tree.province, TODAY).by_warning[UNDER_FIVE]) == 2


def test_the_number_of_queries_does_not_grow(tree):
    def asked():
        with CaptureQueriesContext(connection) as taken:
            found = radar.look(tree.province, TODAY)
            user = UserFactory(role=RoleCode.LEADER, organisation=tree.root)
            before = len(taken)
            radar.help_for(user, [each for rows in found.by_warning.values() for each in rows], TODAY)
        return before, len(taken)

    def grow(number):
        branch = OrganisationFactory(parent=tree.commune, name=f"Chi bộ thêm {number}")
        members(branch, 2)
        CandidateFactory(organisation=branch)
        unit(tree, f"Bản {number}", None, members(branch, 1))

    for number in range(2):
        grow(number)
    few = asked()
    for number in range(2, 8):
        grow(number)
    assert asked() == few


def test_help_names_the_nearest_to_admission_whom_the_reader_may_see(tree):
    members(tree.branch, 2)
    members(tree.sibling_branch, 2)
    for stage in (Stage.NOMINATED, Stage.BRANCH_PROPOSED, Stage.TRAINED, Stage.DOSSIER):
        person = CandidateFactory(organisation=tree.branch, full_name=f"Người {stage}")
        Candidate.objects.filter(pk=person.pk).update(stage=stage)
    CandidateFactory(organisation=tree.other_branch, full_name="Người xã khác")
    leader = UserFactory(role=RoleCode.LEADER, organisation=tree.commune)
    UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch, full_name="Bí Thư Thử")
    rows = radar.findings(tree.commune, UNDER_FIVE, TODAY)
    given = radar.help_for(leader, rows, TODAY)
    own = given[tree.branch.pk, None]
    assert [each.stage for each in own.own] == [Stage.BRANCH_PROPOSED, Stage.DOSSIER, Stage.TRAINED]
    assert (own.secretary, own.near) == ("Bí Thư Thử", [])
    beside = given[tree.sibling_branch.pk, None]
    assert (beside.own, [each.stage for each in beside.near]) == (
        [], [Stage.BRANCH_PROPOSED, Stage.DOSSIER, Stage.TRAINED],
    )  # fmt: skip
    stranger = UserFactory(role=RoleCode.LEADER, organisation=tree.foreign_province)
    assert radar.help_for(stranger, rows, TODAY)[tree.branch.pk, None].own == []


# --- fixed lists -----------------------------------------------------------------------------------------------------
def fix(tree, warning=NO_ADMISSION, on=date(2026, 1, 1), **fields):
    fields.setdefault("name", "80 chi bộ nhiều năm không kết nạp")
    fields.setdefault("by", None)
    fields.setdefault("organisation", tree.province)
    return radar.fix_list(on=on, warning=warning, **fields)


def test_a_list_stays_as_it_was_fixed_and_counts_who_got_off_it(tree):
    admitted(tree.branch, date(2020, 5, 5))
    admitted(tree.sibling_branch, date(2022, 3, 3))
    admitted(tree.last_branch, date(2025, 3, 3))
    listed = fix(tree, target=2, due_on=date(2026, 12, 31))
    assert set(listed.lines.values_list("organisation__name", "last_admission_on")) == {
        (tree.branch.name, date(2020, 5, 5)), (tree.sibling_branch.name, date(2022, 3, 3)),
        (tree.other_branch.name, None),
    }  # fmt: skip
    assert listed.years == 3
    progress = radar.follow(listed, TODAY)
    assert (progress.done, progress.target, progress.left, progress.percent) == (0, 2, 2, 0)
    assert progress.expected == pytest.approx(195 * 100 / 364)
    second = admitted(tree.branch, date(2026, 6, 1))
    first = admitted(tree.branch, date(2026, 5, 20))
    assert second.decision_date > first.decision_date
    admitted(tree.sibling_branch, date(2026, 1, 1))  # on the very day: known when the list was fixed
    progress = radar.follow(listed, TODAY)
    (off,) = [each for each in progress.lines if each.off]
    assert (off.line.organisation, off.off_on, off.first, off.admitted) == (tree.branch, date(2026, 5, 20), first, 2)
    assert (progress.done, progress.percent, progress.left) == (1, 50, 1)
    assert radar.follow(listed, date(2026, 5, 19)).done == 0
    assert RadarLine.objects.filter(radar_list=listed).count() == 3


def test_a_branch_that_ended_is_told_apart_and_counts_for_nothing(tree):
    listed = fix(tree)
    assert listed.target == 4
    Organisation.objects.filter(pk=tree.branch.pk).update(valid_to=date(2026, 3, 1))
    progress = radar.follow(listed, TODAY)
    assert (progress.done, progress.gone, progress.left) == (0, 1, 4)


def test_under_five_gets_off_when_the_fifth_came(tree):
    members(tree.branch, 4)
    listed = fix(tree, UNDER_FIVE)
    assert not radar.follow(listed, TODAY).done
    MemberFactory(organisation=tree.branch, joined_on=date(2026, 2, 2), official_on=None, status="probationary")
    (line,) = radar.follow(listed, TODAY).lines
    assert (line.off, line.off_on, line.members) == (True, date(2026, 2, 2), 5)


def test_under_three_no_candidate_and_no_masses_get_off(tree):
    members(tree.branch, 3)
    falling = fix(tree, UNDER_THREE, on=TODAY, organisation=tree.commune)
    empty = fix(tree, NO_CANDIDATE, on=TODAY, organisation=tree.branch)
    BaseWithoutMasses.objects.create(organisation=tree.branch, valid_from=date(2025, 1, 1), reason="x")
    bare = fix(tree, NO_MASSES)
    members(tree.branch, 1, official_on=date(2026, 7, 20))
    CandidateFactory(organisation=tree.branch, stage_since=date(2026, 7, 18))
    BaseWithoutMasses.objects.update(valid_to=date(2026, 7, 19))
    later = date(2026, 7, 21)
    assert [(each.off, each.off_on) for each in radar.follow(falling, later).lines] == [(True, date(2026, 7, 20))]
    assert [(each.off, each.off_on) for each in radar.follow(empty, later).lines] == [(True, date(2026, 7, 18))]
    assert [(each.off, each.off_on) for each in radar.follow(bare, later).lines] == [(True, date(2026, 7, 19))]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"on": None}, {"on"}),
        ({"on": date(2026, 7, 16)}, {"on"}),
        ({"name": " ", "decision_number": "9" * 61, "decision_date": date(2026, 7, 16)},
         {"name", "decision_number", "decision_date"}),
        ({"due_on": date(2026, 1, 1)}, {"due_on"}),
        ({"target": 0}, {"target"}),
        ({"target": 5}, {"target"}),
        ({"warning": NO_CANDIDATE}, {"on"}),
        ({"warning": UNIT}, {""}),
        ({"warning": UNDER_FIVE}, {""}),
    ],
)  # fmt: skip
def test_what_cannot_be_fixed(tree, fields, wrong):
    with pytest.raises(Refused) as refused:
        fix(tree, **fields)
    assert set(refused.value.messages) == wrong
    assert not RadarList.objects.exists()


def test_rights_and_ending(tree):
    leader = UserFactory(role=RoleCode.LEADER, organisation=tree.province)
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    for user in (leader, clerk):
        with pytest.raises(Refused, match="không có quyền"):
            fix(tree, by=user)
    listed = fix(tree, by=clerk, organisation=tree.commune)
    with pytest.raises(Refused) as refused:
        radar.end_list(by=clerk, radar_list=listed, version=1, reason="")
    assert set(refused.value.messages) == {"reason"}
    radar.end_list(by=clerk, radar_list=listed, version=1, reason="Hết kế hoạch")
    with pytest.raises(Stale):
        radar.end_list(by=clerk, radar_list=listed, version=1, reason="Lần nữa")
    listed.refresh_from_db()
    assert (listed.ended_at is not None, listed.note) == (True, "Hết kế hoạch")


# --- the home page ---------------------------------------------------------------------------------------------------
def lines(user):
    return [(item.count, item.detail) for item in new_warnings(user)]


@pytest.mark.parametrize(
    ("last", "counted"),
    [(date(2023, 7, 15), 1), (date(2023, 6, 16), 1), (date(2023, 6, 15), 0), (date(2023, 7, 16), 0)],
)
def test_home_tells_what_came_up_within_thirty_days(tree, last, counted):
    leader = UserFactory(role=RoleCode.LEADER, organisation=tree.commune)
    admitted(tree.branch, last)
    admitted(tree.other_branch, date(2023, 7, 1))  # another commune's
    assert [count for count, _detail in lines(leader)] == [1] * counted
    admitted(tree.branch, date(2025, 1, 1))
    assert lines(leader) == []


def test_home_tells_of_branches_that_fell_under_five(tree, monkeypatch):
    staff = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    one, *_others = members(tree.branch, 5)
    small, *_small = members(tree.sibling_branch, 3)
    MemberSpell.objects.filter(member__in=[one, small]).update(valid_to=date(2026, 7, 1))
    ((count, detail),) = lines(staff)
    assert (count, "dưới 5 đảng viên: 1" in detail) == (1, True)  # the other was small before
    assert lines(secretary) == []
    monkeypatch.setattr("candidates.domain.radar_work.MOST_ORGANISATIONS", 2)
    assert lines(staff) == []  # three organisations: too many to read every spell for one line
    monkeypatch.undo()
    MemberSpell.objects.filter(member=one).update(valid_to=date(2026, 6, 15))
    assert lines(staff) == []
