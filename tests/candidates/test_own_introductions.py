"""The account of a mass organisation: it sees whom its own organisation introduced, how far they are, nothing else."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.domain.mass import end_mass_account, end_mass_organisation, grant_mass_account, introduce
from candidates.domain.nominations import nominate
from candidates.domain.progress import advance
from candidates.models import Candidate, EventKind, Nomination, Stage
from membership.domain.errors import Refused
from membership.models import Activity, RoleCode
from tests.factories import CandidateFactory, MassOrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
DAY = date(2026, 6, 1)


def put_forward(mass, name, place, on=DAY):
    candidate = CandidateFactory(organisation=place, full_name=name, residence="Ngõ Bí Mật", born_on=date(1999, 4, 30))
    nominate(by=None, on=on, candidate=candidate, version=1, mass_organisation=mass, movement="Hiến đất")
    return candidate


@pytest.fixture
def mass(tree):
    return MassOrganisationFactory(organisation=tree.commune, name="Đoàn xã An Bình 1")


@pytest.fixture
def account(mass):
    made, _shown = grant_mass_account(by=None, mass_organisation=mass, username="doan.anbinh", full_name="Vì Thị Đoàn")
    client = Client()
    made.user.must_change_password = False
    made.user.save()
    client.force_login(made.user)
    client.user, client.account = made.user, made
    return client


def page_of(client, name="candidates:own") -> str:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_sees_its_own_people_and_how_far_they_are(tree, mass, account):
    mine = put_forward(mass, "Lò Thị Của Mình", tree.branch)
    beside = MassOrganisationFactory(organisation=tree.commune, name="Hội Phụ nữ xã", body="women")
    put_forward(beside, "Lò Thị Hội Khác", tree.branch)
    CandidateFactory(organisation=tree.branch, full_name="Lò Thị Không Ai")
    advance(by=None, on=date(2026, 6, 9), candidate=mine, step="recognise", version=1, document_number="1-NQ")
    page = page_of(account)
    for word in ("Lò Thị Của Mình", "sinh 1999", tree.branch.name, "01/06/2026", "Cảm tình Đảng", "09/06/2026"):
        assert word in page
    for word in ("Lò Thị Hội Khác", "Lò Thị Không Ai", "Ngõ Bí Mật", "30/04", "Hiến đất", "1-NQ"):
        assert word not in page
    assert reverse("candidates:candidate.detail", args=[mine.pk]) not in page


def test_it_is_led_there_from_home_and_everything_else_is_closed(tree, mass, account):
    candidate = put_forward(mass, "Lò Thị Của Mình", tree.branch)
    home = page_of(account, "membership:home")
    assert reverse("candidates:own") in home
    assert "Không có việc nào đang chờ" not in home
    for name, args in (
        ("candidates:candidate.list", ()),
        ("candidates:mass.list", ()),
        ("candidates:nomination.records", ()),
        ("membership:organisation.list", ()),
        ("membership:holder.list", ()),
    ):
        assert account.get(reverse(name, args=args)).status_code == 403
    detail = account.get(reverse("candidates:candidate.detail", args=[candidate.pk]))
    assert detail.status_code == 403
    found = account.get(reverse("membership:search"), {"q": "Lò Thị"}).content.decode()
    assert "Lò Thị Của Mình" not in found


def test_an_ended_account_sees_nothing(tree, mass, account):
    put_forward(mass, "Lò Thị Của Mình", tree.branch)
    end_mass_account(by=None, account=account.account)
    assert account.get(reverse("candidates:own")).status_code == 403
    with pytest.raises(Refused):
        introduce_by(account.user, mass, tree.branch)


def test_the_account_of_an_ended_mass_organisation_sees_nothing(tree, mass, account):
    put_forward(mass, "Lò Thị Của Mình", tree.branch)
    end_mass_organisation(by=None, on=date(2026, 7, 1), mass_organisation=mass, version=1)
    assert "Lò Thị Của Mình" not in page_of(account)


def test_a_role_without_a_grant_sees_nothing(tree, mass, as_role):
    put_forward(mass, "Lò Thị Của Mình", tree.branch)
    client = as_role(RoleCode.MASS_ORGANISATION, tree.commune)
    assert "Lò Thị Của Mình" not in page_of(client)
    assert "chưa gắn với đoàn thể nào" in page_of(client)
    with pytest.raises(Refused):
        introduce_by(client.user, mass, tree.branch)


def introduce_by(user, mass, branch, name="Lò Văn Mới") -> Candidate:
    person = {"full_name": name, "attributes": {"sex": "male"}}
    return introduce(by=user, on=DAY, mass_organisation=mass, organisation=branch, **person)


def test_it_puts_a_new_person_forward(tree, mass, account, as_role):
    assert tree.branch.name in page_of(account, "candidates:own.new")
    said = {
        "mass": mass.pk,
        "organisation": tree.branch.name,
        "full_name": "Lò Văn Mới",
        "born": "1999",
        "on": "01/07/2026",
    }
    url = reverse("candidates:own.new")
    assert account.post(url, said | {"organisation": tree.other_branch.name}).status_code == 422
    assert account.post(url, said | {"full_name": " "}).status_code == 422
    assert account.post(url, said | {"on": "16/07/2026"}).status_code == 422
    assert not Candidate.objects.exists()
    assert account.post(url, said).status_code == 302
    made = Candidate.objects.get()
    assert (made.stage, made.organisation, made.created_by) == (Stage.NOMINATED, tree.branch, account.user)
    nomination = Nomination.objects.get()
    assert (nomination.mass_organisation, nomination.body, nomination.event.kind) == (
        mass, "youth_union", EventKind.NOMINATED,
    )  # fmt: skip
    assert made.events.get().recorded_by == account.user
    assert Activity.objects.filter(action="mass.introduced", by=account.user).count() == 1
    assert "Lò Văn Mới" in page_of(account)
    assert account.post(url, said).status_code == 422  # on the list already
    secretary = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    assert "Lò Văn Mới" in secretary.get(reverse("candidates:candidate.list")).content.decode()
    removed = advance(by=secretary.user, on=date(2026, 7, 2), candidate=made, step="remove", version=made.version)
    assert removed.stage == Stage.REMOVED
    assert "Đưa ra khỏi danh sách" in page_of(account)


def test_branches_of_one_name_are_told_by_their_code(tree, as_role):
    far = MassOrganisationFactory(organisation=tree.province)
    type(tree.branch).objects.filter(pk__in=[tree.branch.pk, tree.other_branch.pk]).update(name="Chi bộ thôn Đông")
    made, _shown = grant_mass_account(by=None, mass_organisation=far, username="tinhdoan", full_name="Vì Văn Tỉnh")
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    page = page_of(client, "candidates:own.new")
    assert f'value="{tree.branch.code}">Chi bộ thôn Đông, {tree.commune.name}' in page
    assert f'value="{tree.last_branch.name}"' in page
    said = {"mass": far.pk, "full_name": "Lò Văn Mới", "on": "01/07/2026"}
    url = reverse("candidates:own.new")
    assert client.post(url, said | {"organisation": "Chi bộ thôn Đông"}).status_code == 422
    assert client.post(url, said | {"organisation": tree.other_branch.code}).status_code == 302
    assert Candidate.objects.get().organisation == tree.other_branch


def test_its_page_takes_as_many_queries_for_many_people(tree, mass, account, django_assert_max_num_queries):
    for number in range(2):
        put_forward(mass, f"Lò Thị {number}", tree.branch)
    with CaptureQueriesContext(connection) as few:
        page_of(account)
    for number in range(2, 9):
        put_forward(mass, f"Lò Thị {number}", tree.sibling_branch)
    with django_assert_max_num_queries(len(few)):
        page_of(account)


def test_neither_elsewhere_nor_for_another(tree, mass, account):
    beside = MassOrganisationFactory(organisation=tree.commune, body="women")
    with pytest.raises(Refused):
        introduce_by(account.user, beside, tree.branch)
    with pytest.raises(Refused):
        introduce_by(account.user, mass, tree.other_branch)
    assert not Candidate.objects.exists()


def test_two_mass_organisations_of_one_account(tree, mass, account):
    other = MassOrganisationFactory(organisation=tree.commune, name="Hội Phụ nữ xã", body="women")
    grant_mass_account(by=None, mass_organisation=other, username="doan.anbinh")
    put_forward(mass, "Lò Thị Một", tree.branch)
    put_forward(other, "Lò Thị Hai", tree.branch)
    page = page_of(account)
    assert "Lò Thị Một" in page
    assert "Hội Phụ nữ xã giới thiệu ngày" in page
    assert "Đoàn thể" in page_of(account, "candidates:own.new")


# --- the pages of the committee --------------------------------------------------------------------------------------
def test_the_committee_follows_its_mass_organisations(tree, mass, as_role):
    clerk = as_role(RoleCode.BASE_STAFF, tree.commune)
    put_forward(mass, "Lò Thị Của Mình", tree.branch)
    quota = reverse("candidates:mass.quota", args=[mass.pk, 2026])
    assert clerk.post(quota, {"quota": "4", "version": 0}).status_code == 302
    assert clerk.post(quota, {"quota": "5", "version": 0}).status_code == 409
    listed = clerk.get(reverse("candidates:mass.list"))
    assert "25,0" in listed.content.decode()
    assert "Đoàn xã An Bình 1" in listed.content.decode()
    detail = reverse("candidates:mass.detail", args=[mass.pk])
    assert "Lò Thị Của Mình" in clerk.get(detail).content.decode()
    assert "Lò Thị Của Mình" not in clerk.get(detail, {"nam": "2025"}).content.decode()
    new = {"organisation": tree.commune.code, "body": "women", "name": "Hội Phụ nữ xã"}
    assert clerk.post(reverse("candidates:mass.new"), new).status_code == 302
    assert clerk.post(reverse("candidates:mass.new"), new).status_code == 422
    edit = reverse("candidates:mass.edit", args=[mass.pk])
    assert clerk.post(edit, {"name": "Đoàn xã mới", "version": 1}).status_code == 302
    end = reverse("candidates:mass.end", args=[mass.pk])
    assert clerk.post(end, {"on": "01/07/2026", "version": 2}).status_code == 302
    assert "thôi theo dõi từ 01/07/2026" in clerk.get(detail).content.decode()
    assert "Đoàn xã mới" not in clerk.get(reverse("candidates:mass.list")).content.decode()
    assert clerk.get(reverse("candidates:mass.quota", args=[mass.pk, 1900])).status_code == 404


def test_old_nominations_are_tied_on_a_page(tree, mass, as_role):
    clerk = as_role(RoleCode.BASE_STAFF, tree.commune)
    person = CandidateFactory(organisation=tree.branch)
    nominate(by=None, on=DAY, candidate=person, version=1, body="youth_union", body_name="ĐTN xã")
    assert "Còn 1 lượt" in clerk.get(reverse("candidates:mass.detail", args=[mass.pk])).content.decode()
    url = reverse("candidates:mass.link", args=[mass.pk])
    assert "ĐTN xã" in clerk.get(url).content.decode()
    assert clerk.post(url, {}).status_code == 422
    assert clerk.post(url, {"names": ["ĐTN xã"]}).status_code == 302
    assert Nomination.objects.current().get().mass_organisation == mass


def test_an_administrator_grants_and_ends_accounts(tree, mass, as_role):
    admin = as_role(RoleCode.ADMINISTRATOR, tree.commune)
    url = reverse("candidates:mass.account", args=[mass.pk])
    assert admin.post(url, {"username": "doan.moi"}).status_code == 422
    shown = admin.post(url, {"username": "doan.moi", "full_name": "Vì Văn Mới"})
    assert "Mật khẩu dùng một lần" in shown.content.decode()
    assert "Vì Văn Mới" in admin.get(reverse("candidates:mass.accounts")).content.decode()
    row = mass.accounts.get()
    assert admin.post(reverse("candidates:mass.account_end", args=[mass.pk, row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.ended_at is not None


def test_a_secretary_names_the_mass_organisation(tree, mass, as_role):
    secretary = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    candidate = CandidateFactory(organisation=tree.branch)
    url = reverse("candidates:nomination.new", args=[candidate.pk])
    assert "Đoàn xã An Bình 1" in secretary.get(url).content.decode()
    said = {"nominated_by": f"mass-{mass.pk}", "on": "01/06/2026", "version": 1}
    assert secretary.post(url, said).status_code == 302
    assert candidate.nominations.get().mass_organisation == mass
    new = {
        "organisation": tree.branch.code, "full_name": "Phạm Thị Mới", "on": "01/06/2026",
        "nominated_by": f"mass-{mass.pk}",
    }  # fmt: skip
    assert secretary.post(reverse("candidates:candidate.new"), new).status_code == 302
    assert Candidate.objects.get(full_name="Phạm Thị Mới").nominations.get().mass_organisation == mass
