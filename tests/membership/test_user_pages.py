"""Pages of accounts: who sees whom, and the one page that shows a password."""

import pytest
from django.urls import reverse

from membership.models import RoleCode, User
from tests.factories import AssignmentFactory, UserFactory


def url(name, *args):
    return reverse(f"membership:user.{name}", args=args)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def manager(as_role, tree):
    return as_role(RoleCode.ADMINISTRATOR, tree.province)


@pytest.fixture
def clerk(tree):
    return UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune, full_name="Phạm Thị Nhân Viên")


def test_the_list_shows_accounts_of_the_subtree_in_few_queries(manager, clerk, tree, django_assert_max_num_queries):
    stranger = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.foreign_commune, full_name="Người Nơi Khác")
    AssignmentFactory(user=clerk, organisation=tree.foreign_branch)
    with django_assert_max_num_queries(18):
        page = text(manager.get(url("list")))
    assert clerk.full_name in page
    assert f"Cán bộ đảng ủy cơ sở – {tree.commune.name}" in page
    assert stranger.full_name not in page
    assert tree.foreign_branch.name not in page, "roles elsewhere are not told"
    for number in range(30):
        UserFactory(role=RoleCode.LEADER, organisation=tree.branch, full_name=f"Lãnh Đạo {number}")
    with django_assert_max_num_queries(18):
        manager.get(url("list"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=nhân viên", True),
        ("q=không có ai", False),
        ("vai-tro=base_staff", True),
        ("vai-tro=leader", False),
        ("tinh-trang=da-khoa", False),
        ("tinh-trang=dang-dung", True),
    ],
)
def test_the_list_filters(manager, clerk, query, found):
    assert (clerk.username in text(manager.get(f"{url('list')}?{query}"))) is found


def test_opening_an_account_shows_the_password_once(manager, tree):
    assert manager.get(url("create")).status_code == 200
    response = manager.post(
        url("create"),
        {
            "full_name": "Hoàng Văn Mới",
            "username": "hvm",
            "role": "base_staff",
            "organisation": tree.commune.code_display,
        },
    )
    user = User.objects.get(username="hvm")
    shown = response.context["shown"]
    assert user.check_password(shown)
    assert shown in text(response)
    assert "no-store" in response.headers["Cache-Control"]
    assert shown not in text(manager.get(url("detail", user.pk)))
    assert shown not in str(dict(manager.session))


def test_errors_stand_beside_their_fields(manager, tree):
    response = manager.post(
        url("create"),
        {"full_name": "Hoàng Văn Mới", "username": "hvm", "role": "leader", "organisation": tree.foreign_commune.code},
    )
    assert "Không thấy tổ chức" in response.context["form"].errors["organisation"][0]


def test_the_page_of_an_account_and_its_acts(manager, clerk, tree):
    page = text(manager.get(url("detail", clerk.pk)))
    assert url("reset_password", clerk.pk) in page
    manager.post(url("grant", clerk.pk), {"role": "leader", "organisation": tree.branch.code})
    assert clerk.assignments.count() == 2
    first = clerk.assignments.get(role="base_staff")
    manager.post(reverse("membership:assignment.end", args=[first.pk]), {"last_day": ""})
    assert "đã hết" in text(manager.get(url("detail", clerk.pk)))
    shown = manager.post(url("reset_password", clerk.pk)).context["shown"]
    clerk.refresh_from_db()
    assert clerk.check_password(shown)
    manager.post(url("close", clerk.pk))
    assert not User.objects.get(pk=clerk.pk).is_active
    assert url("reopen", clerk.pk) in text(manager.get(url("detail", clerk.pk)))
    assert manager.post(url("reopen", clerk.pk)).context["shown"]
    edited = {"full_name": "Phạm Thị Khác", "email": "", "phone": "", "version": User.objects.get(pk=clerk.pk).version}
    manager.post(url("edit", clerk.pk), edited)
    assert User.objects.get(pk=clerk.pk).full_name == "Phạm Thị Khác"


def test_ones_own_page_has_no_acts(manager):
    page = text(manager.get(url("detail", manager.user.pk)))
    assert url("close", manager.user.pk) not in page
    assert url("grant", manager.user.pk) not in page
    manager.post(url("close", manager.user.pk))
    assert User.objects.get(pk=manager.user.pk).is_active


def test_who_also_works_above_is_left_alone(manager, clerk, tree):
    AssignmentFactory(user=clerk, organisation=tree.foreign_branch)
    page = text(manager.get(url("detail", clerk.pk)))
    assert "người quản trị cấp trên" in page
    assert url("reset_password", clerk.pk) not in page
    before = clerk.password
    manager.post(url("reset_password", clerk.pk))
    clerk.refresh_from_db()
    assert clerk.password == before


@pytest.mark.parametrize("name", ["reset_password", "close", "reopen"])
def test_acts_are_posts(manager, clerk, name):
    assert manager.get(url(name, clerk.pk)).status_code == 405


def test_pages_outside_ones_subtree_are_not_there(manager, as_role, clerk, tree):
    stranger = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.foreign_commune)
    for name in ("detail", "edit", "grant"):
        assert manager.get(url(name, stranger.pk)).status_code == 404
        assert as_role(RoleCode.LEADER, tree.province).get(url(name, clerk.pk)).status_code == 403
    held = stranger.assignments.get()
    assert manager.get(reverse("membership:assignment.end", args=[held.pk])).status_code == 404
    assert as_role(RoleCode.LEADER, tree.province).get(url("list")).status_code == 403
