"""`requires` and `fetch`: outside one's subtrees 404, inside without the right 403, whatever the role."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from membership.catalogues import CATALOGUES
from membership.models import Action, CatalogueAlias, Organisation, RoleCode, User
from membership.views.access import fetch, requires
from tests.factories import AssignmentFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(tree):
    def ask(user, organisation, action=Action.MANAGE_ORGANISATION):
        @requires(action)
        def view(request, pk):
            return HttpResponse(fetch(Organisation.objects.all(), request.user, action, pk=pk).name)

        request = RequestFactory().get("/")
        request.user = user
        return view(request, pk=organisation.pk)

    return ask


def test_a_branch_secretary_finds_nothing_outside(tree, ask):
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    for organisation in tree.all:
        if organisation != tree.branch:
            for action in (Action.VIEW_ORGANISATION, Action.MANAGE_ORGANISATION):
                with pytest.raises(Http404):
                    ask(secretary, organisation, action)
    assert ask(secretary, tree.branch, Action.VIEW_ORGANISATION).status_code == 200
    with pytest.raises(PermissionDenied):
        ask(secretary, tree.branch)


def test_rights_of_one_place_do_not_reach_another(tree, ask):
    user = UserFactory(role=RoleCode.ORGANISATION_STAFF, organisation=tree.commune)
    AssignmentFactory(user=user, role=RoleCode.LEADER, organisation=tree.foreign_province)
    assert ask(user, tree.branch).status_code == 200
    with pytest.raises(PermissionDenied):
        ask(user, tree.foreign_branch)
    with pytest.raises(Http404):
        ask(user, tree.province)


def test_an_assignment_that_ended_gives_nothing(tree, ask):
    user = UserFactory()
    AssignmentFactory(user=user, role=RoleCode.LEADER, organisation=tree.commune, valid_to="2020-01-01")
    with pytest.raises(Http404):
        ask(user, tree.commune, Action.VIEW_ORGANISATION)


def test_a_refused_view_writes_nothing(tree):
    """A view that forgot to fetch its object must still do nothing for a person without the right."""

    @requires(Action.MANAGE_ORGANISATION)
    def careless(request, pk):
        OrganisationFactory(name="Không được ghi", parent=tree.root)
        return HttpResponse("đã ghi")

    request = RequestFactory().post("/")
    request.user = UserFactory(role=RoleCode.LEADER, organisation=tree.root)
    with pytest.raises(PermissionDenied):
        careless(request, pk=1)
    assert not Organisation.objects.filter(name="Không được ghi").exists()


def test_a_refused_act_does_not_say_that_it_was_done(tree, as_role):
    client = as_role(RoleCode.BASE_STAFF, tree.commune)
    entry = CATALOGUES["ethnic_group"].entries[0]
    address = reverse("membership:catalogue.alias", args=["ethnic_group"])
    assert client.post(address, {"code": entry.code, "text": "Cách viết lạ"}).status_code == 403
    assert not CatalogueAlias.objects.exists()
    assert "Cách viết lạ" not in client.get(reverse("membership:home")).content.decode()


def test_accounts_are_found_by_their_assignments(tree):
    manager = UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.province)
    staff = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    stranger = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.foreign_commune)
    assert fetch(User.objects.all(), manager, Action.MANAGE_USERS, pk=staff.pk) == staff
    with pytest.raises(Http404):
        fetch(User.objects.all(), manager, Action.MANAGE_USERS, pk=stranger.pk)
    leader = UserFactory(role=RoleCode.LEADER, organisation=tree.province)
    with pytest.raises(PermissionDenied):
        fetch(User.objects.all(), leader, Action.MANAGE_USERS, pk=staff.pk)
