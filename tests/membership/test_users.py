"""Accounts and rights: who may give what to whom, and passwords that are seen once."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from membership.domain import users as accounts
from membership.domain.errors import Refused, Stale
from membership.models import Activity, Assignment, Organisation, RoleCode, User
from tests.factories import PASSWORD, AssignmentFactory, OrganisationFactory, UserFactory


@pytest.fixture
def manager(tree):
    return UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.province)


@pytest.fixture
def clerk(tree):
    return UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)


def open_one(by, organisation, **changes):
    wanted = {"username": "nva", "full_name": "Nguyễn Văn Ánh", "role": RoleCode.BASE_STAFF} | changes
    return accounts.open_account(by=by, organisation=organisation, **wanted)


def test_an_account_opens_with_a_role_and_a_password_for_once(tree, manager):
    user, shown = open_one(manager, tree.commune, username=" nva ", full_name=" Nguyễn  Văn Ánh ")
    assert (user.username, user.full_name, user.must_change_password) == ("nva", "Nguyễn Văn Ánh", True)
    assert user.check_password(shown)
    assert len(shown) >= 16
    [assignment] = user.assignments.all()
    assert (assignment.role, assignment.organisation, assignment.granted_by) == ("base_staff", tree.commune, manager)
    assert assignment.valid_from == timezone.localdate()
    told = list(Activity.objects.order_by("pk").values_list("action", flat=True))
    assert told == ["user.opened", "assignment.granted"]
    assert not any(shown in str(row.data) + row.subject_label for row in Activity.objects.all())


def test_two_passwords_are_never_the_same():
    assert len({accounts.one_time_password() for _ in range(200)}) == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "có dấu cách"}, "username"),
        ({"username": "TAKEN"}, "username"),
        ({"full_name": " "}, "full_name"),
        ({"email": "không phải"}, "email"),
        ({"role": "vua"}, "role"),
        ({"organisation": "foreign_commune"}, "organisation"),
        ({"organisation": "closed"}, "organisation"),
        ({"valid_from": date(2030, 1, 1), "valid_to": date(2029, 1, 1)}, "valid_to"),
        ({"valid_from": date(2020, 1, 1), "valid_to": date(2021, 1, 1)}, "valid_to"),
    ],
)
def test_opening_refuses(tree, manager, changes, field):
    UserFactory(username="taken")
    tree.closed = OrganisationFactory(parent=tree.commune, valid_to=date(2020, 1, 1))
    organisation = getattr(tree, changes.pop("organisation", "commune"))
    before = User.objects.count(), Assignment.objects.count()
    with pytest.raises(Refused) as refused:
        open_one(manager, organisation, **changes)
    assert list(refused.value.messages) == [field]
    assert (User.objects.count(), Assignment.objects.count()) == before


def test_closing_puts_the_person_out_and_reopening_needs_a_new_password(tree, manager, clerk):
    client = Client()
    client.force_login(clerk)
    assert client.get("/").status_code == 200
    accounts.close_account(by=manager, user=clerk)
    assert client.get("/").status_code == 302
    clerk.refresh_from_db()
    assert not clerk.has_usable_password()
    user, shown = accounts.reopen_account(by=manager, user=clerk)
    assert user.is_active
    assert user.check_password(shown)
    assert user.must_change_password
    assert client.get("/").status_code == 302, "an old session does not come back to life"


def test_a_new_password_ends_every_session(tree, manager, clerk):
    client = Client()
    client.force_login(clerk)
    user, shown = accounts.reset_password(by=manager, user=clerk)
    assert client.get("/").status_code == 302
    assert not user.check_password(PASSWORD)
    assert user.check_password(shown)


@pytest.mark.parametrize("act", [accounts.close_account, accounts.reset_password, accounts.reopen_account])
def test_nobody_takes_over_an_account_that_reaches_further(tree, manager, clerk, act):
    if act is accounts.reopen_account:
        accounts.close_account(by=manager, user=clerk)
    AssignmentFactory(user=clerk, organisation=tree.foreign_commune)
    with pytest.raises(Refused, match="ngoài phạm vi"):
        act(by=manager, user=clerk)
    with pytest.raises(Refused, match="chính mình"):
        act(by=manager, user=manager)


def test_what_has_ended_elsewhere_does_not_count(tree, manager, clerk):
    AssignmentFactory(user=clerk, organisation=tree.foreign_commune, valid_to=date(2020, 1, 1))
    assert accounts.manageable(manager, clerk)
    AssignmentFactory(user=clerk, organisation=tree.foreign_branch, valid_from=timezone.localdate() + timedelta(30))
    assert not accounts.manageable(manager, clerk), "what begins later counts already"


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda by, user: accounts.reopen_account(by=by, user=user), "đang hoạt động"),
        (lambda by, user: accounts.close_account(by=by, user=accounts.close_account(by=by, user=user)), "đã khóa"),
        (lambda by, user: accounts.reset_password(by=by, user=accounts.close_account(by=by, user=user)), "đã khóa"),
    ],
)
def test_states_that_refuse(tree, manager, clerk, act, words):
    with pytest.raises(Refused, match=words):
        act(manager, clerk)


def test_a_role_reaches_its_subtree_from_its_day_on(tree, manager, clerk):
    assert not clerk.may("person.edit", tree.other_branch.path)
    accounts.grant(by=manager, user=clerk, role=RoleCode.BASE_STAFF, organisation=tree.sibling_commune)
    clerk.forget_reach()
    assert clerk.may("person.edit", tree.other_branch.path)
    ahead = timezone.localdate() + timedelta(days=3)
    accounts.grant(by=manager, user=clerk, role=RoleCode.INSPECTOR, organisation=tree.commune, valid_from=ahead)
    clerk.forget_reach()
    assert not clerk.may("log.view")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"user": "manager"}, "", "tự giao quyền"),
        ({"user": "closed"}, "", "đã khóa"),
        ({"organisation": "foreign_commune"}, "organisation", "không quản lý"),
        ({"organisation": "root"}, "organisation", "không quản lý"),
        ({"role": "base_staff"}, "role", "đã có vai trò"),
        ({"role": "?"}, "role", "Cần chọn"),
        ({"valid_to": date(2020, 1, 1)}, "valid_to", "từ"),
    ],
)
def test_grant_refuses(tree, manager, clerk, changes, field, words):
    people = {"clerk": clerk, "manager": manager, "closed": UserFactory(is_active=False)}
    wanted = {"user": "clerk", "role": RoleCode.LEADER, "organisation": "commune"} | changes
    wanted["user"] = people[wanted["user"]]
    wanted["organisation"] = getattr(tree, wanted["organisation"])
    with pytest.raises(Refused) as refused:
        accounts.grant(by=manager, **wanted)
    assert list(refused.value.messages) == [field]
    assert words in refused.value.messages[field][0]


def test_only_who_manages_accounts_grants(tree, clerk):
    staff = UserFactory(role=RoleCode.ORGANISATION_STAFF, organisation=tree.root)
    with pytest.raises(Refused):
        accounts.grant(by=staff, user=clerk, role=RoleCode.LEADER, organisation=tree.commune)


def test_a_role_is_taken_back_at_once_or_later(tree, manager, clerk):
    held = clerk.assignments.get()
    today = timezone.localdate()
    later = accounts.end_assignment(by=manager, assignment=held, last_day=today + timedelta(days=5))
    assert later.valid_to == today + timedelta(days=5)
    accounts.end_assignment(by=manager, assignment=held)
    clerk.forget_reach()
    assert not clerk.may("person.view")
    with pytest.raises(Refused, match="đã hết hạn"):
        accounts.end_assignment(by=manager, assignment=held)
    assert accounts.grant(by=manager, user=clerk, role=RoleCode.BASE_STAFF, organisation=tree.commune)


@pytest.mark.parametrize(("days", "words"), [(-1, "không được trước hôm nay"), (40, "hết hạn ngày"), (0, "phải từ")])
def test_ending_refuses_days(tree, manager, clerk, days, words):
    today = timezone.localdate()
    begins = today + timedelta(days=1) if words == "phải từ" else today - timedelta(days=9)
    held = AssignmentFactory(
        user=clerk,
        organisation=tree.commune,
        role=RoleCode.LEADER,
        valid_from=begins,
        valid_to=today + timedelta(days=30),
    )
    with pytest.raises(Refused, match=words) as refused:
        accounts.end_assignment(by=manager, assignment=held, last_day=today + timedelta(days=days))
    assert list(refused.value.messages) == ["last_day"]


def test_ending_needs_reach_and_is_not_for_oneself(tree, manager):
    with pytest.raises(Refused, match="tự bỏ quyền"):
        accounts.end_assignment(by=manager, assignment=manager.assignments.get())
    foreign = AssignmentFactory(organisation=tree.foreign_commune)
    with pytest.raises(Refused, match="không quản lý"):
        accounts.end_assignment(by=manager, assignment=foreign)


def test_changing_an_account(tree, manager, clerk):
    told = {"full_name": "Trần Thị Bé", "email": "be@vi-du.vn", "phone": "0901"}
    accounts.change_account(by=manager, user=clerk, version=1, **told)
    clerk.refresh_from_db()
    assert (clerk.full_name, clerk.version) == ("Trần Thị Bé", 2)
    with pytest.raises(Stale):
        accounts.change_account(by=manager, user=clerk, version=1, **told)
    with pytest.raises(Refused) as refused:
        accounts.change_account(by=manager, user=clerk, version=2, full_name="", email="x", phone="")
    assert set(refused.value.messages) == {"full_name", "email"}


def create(*args, **options) -> str:
    out = StringIO()
    call_command("create_account", *args, stdout=out, **options)
    return out.getvalue()


def test_the_command_makes_the_first_administrator(tree):
    told = create("quantri", name="Lê Thị Quản", role="administrator", organisation="10.000.000.000.000")
    user = User.objects.get(username="quantri")
    assert user.check_password(told.split()[-1])
    assert user.must_change_password
    assert user.may("user.manage", tree.foreign_branch.path)


def test_the_command_takes_a_password_that_is_good_enough(tree, monkeypatch):
    how = {"name": "Lê Thị Quản", "role": "administrator", "organisation": tree.root.name, "password_stdin": True}
    monkeypatch.setattr("sys.stdin", StringIO("12345\n"))
    with pytest.raises(CommandError):
        create("quantri", **how)
    monkeypatch.setattr("sys.stdin", StringIO("mot-mat-khau-kho-doan-2026\n"))
    assert "mot-mat-khau" not in create("quantri", **how)
    user = User.objects.get(username="quantri")
    assert user.check_password("mot-mat-khau-kho-doan-2026")
    assert not user.must_change_password


@pytest.mark.parametrize(
    "options", [{"organisation": "không có"}, {"role": "vua"}, {"username": "thu-roi"}, {"name": " "}]
)
def test_the_command_refuses(tree, options):
    UserFactory(username="thu-roi")
    wanted = {"username": "quantri", "name": "Lê", "role": "leader", "organisation": "10000000000000"} | options
    with pytest.raises(CommandError):
        create(wanted.pop("username"), **wanted)
    assert Organisation.objects.count() == len(tree.all)
    assert User.objects.count() == 1
