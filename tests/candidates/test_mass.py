"""Mass organisations: followed beside a committee, given a number to reach, and what came of whom they introduced."""

from datetime import date
from decimal import Decimal

import pytest

from candidates.domain.candidate_positions import register_holder, tie, untie
from candidates.domain.mass import (
    Funnel,
    end_mass_account,
    end_mass_organisation,
    found_mass_organisation,
    funnels,
    give_mass_quota,
    grant_mass_account,
    introduced,
    link_nominations,
    masses_above,
    rename_mass_organisation,
    unlinked_names,
)
from candidates.domain.nominations import nominate
from candidates.domain.progress import advance
from candidates.models import Candidate, CandidatePosition, MassAccount, Nomination
from membership.domain.errors import Refused, Stale
from membership.domain.positions import shares
from membership.models import Activity, Assignment, RoleCode, User
from tests.factories import (
    AdmissionFactory,
    CandidateFactory,
    HolderFactory,
    MassOrganisationFactory,
    MemberFactory,
    TitleFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
DAY, TODAY = date(2026, 6, 1), date(2026, 7, 15)


def refusal_of(call, *args, **fields) -> dict:
    with pytest.raises(Refused) as refused:
        call(*args, **fields)
    return refused.value.messages


def put_forward(candidate, mass=None, on=DAY, **fields) -> Nomination:
    return nominate(by=None, on=on, candidate=candidate, version=candidate.version, mass_organisation=mass, **fields)


def found(place, name="Đoàn xã An Bình", body="youth_union", by=None):
    return found_mass_organisation(by=by, organisation=place, body=body, name=name)


# --- keeping them ----------------------------------------------------------------------------------------------------
def test_a_mass_organisation_is_founded_renamed_and_ended(tree):
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    mass = found(tree.commune, by=clerk)
    assert (mass.organisation_path, mass.folded_name) == (tree.commune.path, "doan xa an binh")
    assert list(refusal_of(found, tree.commune, " đoàn xã  AN BÌNH")) == ["name"]
    assert found(tree.commune, body="women").pk
    assert found(tree.sibling_commune).pk
    mass = rename_mass_organisation(by=clerk, mass_organisation=mass, version=1, name="Đoàn xã An Bình mới")
    with pytest.raises(Stale):
        rename_mass_organisation(by=clerk, mass_organisation=mass, version=1, name="Khác")
    ended = {"by": clerk, "mass_organisation": mass, "version": 2}
    assert list(refusal_of(end_mass_organisation, on=date(2026, 7, 16), **ended)) == ["on"]
    assert end_mass_organisation(on=TODAY, **ended).valid_to == TODAY
    assert list(refusal_of(end_mass_organisation, on=TODAY, **(ended | {"version": 3}))) == [""]
    assert found(tree.commune, "Đoàn xã An Bình mới").pk  # the name is free again


@pytest.mark.parametrize(
    ("fields", "where"), [({"name": " "}, "name"), ({"name": "x" * 161}, "name"), ({"body": ""}, "body")]
)
def test_a_mass_organisation_is_refused(tree, fields, where):
    assert list(refusal_of(found, tree.commune, **fields)) == [where]


def test_only_who_manages_them_there(tree):
    for role, place in ((RoleCode.BRANCH_SECRETARY, tree.commune), (RoleCode.BASE_STAFF, tree.sibling_commune)):
        by = UserFactory(role=role, organisation=place)
        assert list(refusal_of(found, tree.commune, by=by)) == [""]
    mass = MassOrganisationFactory(organisation=tree.commune)
    assert list(refusal_of(give_mass_quota, by=by, mass_organisation=mass, year=2026, quota=3)) == [""]


def test_the_nearest_come_first(tree):
    far, near = (MassOrganisationFactory(organisation=place) for place in (tree.province, tree.commune))
    MassOrganisationFactory(organisation=tree.sibling_commune)
    MassOrganisationFactory(organisation=tree.commune, valid_to=TODAY)
    assert masses_above(tree.branch.path) == [near, far]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"year": 1989}, "year"),
        ({"year": 2101}, "year"),
        ({"quota": -1}, "quota"),
        ({"quota": 100_001}, "quota"),
        ({"decision_number": "x" * 61}, "decision_number"),
        ({"decision_date": date(2026, 7, 16)}, "decision_date"),
    ],
)
def test_a_number_to_reach_is_refused(tree, fields, where):
    said = {"year": 2026, "quota": 5} | fields
    mass = MassOrganisationFactory(organisation=tree.commune)
    assert list(refusal_of(give_mass_quota, by=None, mass_organisation=mass, **said)) == [where]


def test_a_number_given_anew_is_amended(tree):
    mass = MassOrganisationFactory(organisation=tree.commune)
    first = give_mass_quota(by=None, mass_organisation=mass, year=2026, quota=5, version=0)
    again = give_mass_quota(by=None, mass_organisation=mass, year=2026, quota=8, version=1, decision_number="9-KH")
    assert (again.pk, again.quota, again.version) == (first.pk, 8, 2)
    with pytest.raises(Stale):
        give_mass_quota(by=None, mass_organisation=mass, year=2026, quota=9, version=1)
    assert Activity.objects.filter(action="mass.quota_given").last().data["before"] in (None, 5)


# --- who introduced --------------------------------------------------------------------------------------------------
def test_a_mass_organisation_introduces_by_its_record(tree):
    mass = MassOrganisationFactory(organisation=tree.commune, name="Đoàn xã An Bình 1")
    candidate = CandidateFactory(organisation=tree.branch)
    made = put_forward(candidate, mass)
    assert (made.body, made.body_name, made.mass_organisation) == ("youth_union", "Đoàn xã An Bình 1", mass)
    assert list(refusal_of(put_forward, candidate, mass)) == ["body"]
    other = CandidateFactory(organisation=tree.branch)
    stranger = MassOrganisationFactory(organisation=tree.sibling_commune)
    assert list(refusal_of(put_forward, other, stranger)) == ["body"]
    ended = MassOrganisationFactory(organisation=tree.commune, valid_to=DAY)
    assert list(refusal_of(put_forward, other, ended)) == ["body"]
    assert put_forward(other, ended, on=date(2026, 5, 31)).pk
    third = CandidateFactory(organisation=tree.branch)
    assert list(refusal_of(put_forward, third, mass, body="women")) == ["body"]
    assert list(refusal_of(put_forward, third, mass, member=MemberFactory(organisation=tree.branch))) == ["body"]


def test_the_funnel_of_a_year(tree):
    mass, idle = (MassOrganisationFactory(organisation=tree.commune) for _ in range(2))
    people = [CandidateFactory(organisation=tree.branch) for _ in range(3)]
    for person in people:
        put_forward(person, mass)
    advance(by=None, on=DAY, candidate=people[0], step="recognise", version=1, document_number="1-NQ/CB")
    admitted = Candidate.objects.get(admissions=AdmissionFactory(organisation=tree.branch))
    Nomination.objects.create(
        candidate=admitted, organisation=tree.branch, organisation_path=tree.branch.path, body="youth_union",
        body_name="x", mass_organisation=mass, nominated_on=date(2026, 1, 1),
    )  # fmt: skip
    put_forward(CandidateFactory(organisation=tree.branch), mass, on=date(2025, 12, 31))
    give_mass_quota(by=None, mass_organisation=mass, year=2026, quota=8)
    assert introduced(mass, 2026) == Funnel(8, 4, 1, 1)
    assert introduced(mass, 2026).percent == Decimal("50.00")
    assert introduced(mass, 2025) == Funnel(None, 1, 0, 0)
    assert introduced(mass, 2025).percent is None
    both = funnels([mass.pk, idle.pk], 2026)
    assert both[idle.pk] == Funnel()
    assert both[mass.pk] + both[idle.pk] == Funnel(8, 4, 1, 1)


def test_old_words_are_tied_many_at_once(tree):
    mass = MassOrganisationFactory(organisation=tree.commune, name="Đoàn xã An Bình 1")
    people = [CandidateFactory(organisation=tree.branch) for _ in range(3)]
    old = [put_forward(person, body="youth_union", body_name="ĐTN xã") for person in people[:2]]
    put_forward(people[2], body="youth_union", body_name="Đoàn trường")
    put_forward(people[0], body="women", body_name="ĐTN xã")
    stranger = CandidateFactory(organisation=tree.other_branch)
    put_forward(stranger, body="youth_union", body_name="ĐTN xã")
    assert [(row["body_name"], row["n"]) for row in unlinked_names(mass)] == [("ĐTN xã", 2), ("Đoàn trường", 1)]
    assert list(refusal_of(link_nominations, by=None, mass_organisation=mass, names=[])) == ["names"]
    assert link_nominations(by=None, mass_organisation=mass, names=["ĐTN xã"]) == 2
    assert introduced(mass, 2026).introduced == 2
    assert Nomination.objects.filter(pk__in=[row.pk for row in old]).exclude(replaced_at=None).count() == 2
    fresh = Nomination.objects.current().filter(mass_organisation=mass)
    assert set(fresh.values_list("nominated_on", "body_name")) == {(DAY, "Đoàn xã An Bình 1")}
    assert [row["body_name"] for row in unlinked_names(mass)] == ["Đoàn trường"]
    assert list(refusal_of(link_nominations, by=None, mass_organisation=mass, names=["ĐTN xã"])) == ["names"]


# --- accounts --------------------------------------------------------------------------------------------------------
def test_an_account_is_opened_or_one_that_exists_is_used(tree):
    admin = UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.commune)
    mass, other = (MassOrganisationFactory(organisation=tree.commune) for _ in range(2))
    said = {"by": admin, "mass_organisation": mass, "username": "doan.anbinh"}
    assert list(refusal_of(grant_mass_account, **said)) == ["full_name"]
    made, shown = grant_mass_account(**said, full_name="Vì Thị Đoàn")
    assert shown
    assert made.user.current_assignments() == [("mass_organisation", tree.commune.path)]
    assert list(refusal_of(grant_mass_account, **said)) == ["username"]
    second, none_shown = grant_mass_account(**(said | {"mass_organisation": other, "username": "DOAN.anbinh"}))
    assert (second.user, none_shown) == (made.user, "")
    end_mass_account(by=admin, account=made)
    assert Assignment.objects.current().filter(user=made.user).count() == 1  # still works for the other one
    end_mass_account(by=admin, account=second)
    assert not Assignment.objects.current().filter(user=made.user).exists()
    assert list(refusal_of(end_mass_account, by=admin, account=second)) == [""]
    assert MassAccount.objects.count() == 2


def test_no_account_of_somebody_out_of_reach_is_taken(tree):
    admin = UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.commune)
    mass = MassOrganisationFactory(organisation=tree.commune)
    UserFactory(username="tinhdoan", role=RoleCode.BASE_STAFF, organisation=tree.foreign_commune)
    said = {"by": admin, "username": "tinhdoan", "full_name": "Người Xa"}
    assert list(refusal_of(grant_mass_account, mass_organisation=mass, **said)) == ["username"]
    beside = MassOrganisationFactory(organisation=tree.sibling_commune)
    assert list(refusal_of(grant_mass_account, mass_organisation=beside, **said)) == [""]
    assert not MassAccount.objects.exists()
    assert User.objects.count() == 2


# --- holders of titles who are candidates ----------------------------------------------------------------------------
def test_a_holder_becomes_a_candidate_and_then_a_member(tree):
    title, unit = TitleFactory(name="Trưởng bản thử"), UnitFactory(organisation=tree.commune, name="Bản Hua Ngài")
    holder = HolderFactory(title=title, unit=unit, full_name="Giàng A Thử")
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    candidate = register_holder(by=clerk, on=DAY, holder=holder, organisation=tree.branch)
    assert (candidate.full_name, candidate.born_on, candidate.sex) == ("Giàng A Thử", holder.born_on, "male")
    assert candidate.position == "Trưởng bản thử, Bản Hua Ngài"

    def share():
        return next(each for each in shares(tree.commune, TODAY) if each.title.pk == title.pk)

    assert (share().members, share().candidates, share().neither) == (0, 1, 0)
    assert share().stages == [("nominated", "được giới thiệu", 1)]
    assert list(refusal_of(register_holder, by=clerk, on=DAY, holder=holder, organisation=tree.branch)) == [""]
    member = MemberFactory(organisation=tree.branch, joined_on=date(2026, 7, 1))
    Candidate.objects.filter(pk=candidate.pk).update(member=member, stage="probationary")
    assert (share().members, share().candidates, share().neither) == (1, 0, 0)
    assert next(each for each in shares(tree.commune, date(2026, 6, 30)) if each.title.pk == title.pk).members == 0
    untie(by=clerk, holder=holder)
    assert (share().members, share().neither) == (0, 1)
    assert list(refusal_of(untie, by=clerk, holder=holder)) == [""]
    assert CandidatePosition.objects.count() == 1


def test_a_holder_is_tied_to_somebody_on_the_list(tree):
    unit = UnitFactory(organisation=tree.commune)
    holder = HolderFactory(unit=unit, full_name="Giàng A Thử")
    same = CandidateFactory(organisation=tree.branch, full_name="Giàng A Thử")
    assert list(refusal_of(tie, by=None, holder=holder, candidate=CandidateFactory(organisation=tree.branch))) == [
        "candidate"
    ]
    tie(by=None, holder=holder, candidate=same)
    assert list(refusal_of(tie, by=None, holder=holder, candidate=same)) == [""]
    member = HolderFactory(unit=UnitFactory(organisation=tree.commune), member=MemberFactory(organisation=tree.branch))
    assert list(refusal_of(register_holder, by=None, on=DAY, holder=member, organisation=tree.branch)) == [""]
    gone = HolderFactory(unit=UnitFactory(organisation=tree.commune), valid_to=DAY)
    assert list(refusal_of(register_holder, by=None, on=DAY, holder=gone, organisation=tree.branch)) == [""]
    leader = UserFactory(role=RoleCode.LEADER, organisation=tree.commune)
    assert list(refusal_of(untie, by=leader, holder=holder)) == [""]
