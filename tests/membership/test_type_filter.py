"""People by loại hình: enterprises of each ownership, schools; a branch without a type has that of its base."""

from datetime import date

import pytest
from django.urls import reverse

from membership.catalogues import ORGANISATION_TYPES, OWNERSHIP, OWNERSHIP_NAMES
from membership.domain.reorganise import describe
from membership.models import Organisation, RoleCode
from tests.factories import AdmissionFactory, CandidateFactory, MemberFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
LISTS = ["candidates:candidate.list", "membership:member.list"]


@pytest.fixture
def places(tree):
    """A company with two levels under it, a co-operative, a school, and the branches of the tree without a type."""
    made = {}
    for key, kind, type_code, name, parent in (
        ("company", "Đảng bộ cơ sở", "joint_stock", "Đảng bộ Công ty CP Thử", tree.commune),
        ("mine", "Đảng bộ bộ phận", "", "Đảng bộ bộ phận Mỏ", "company"),
        ("shift", "Chi bộ", "", "Chi bộ ca ba", "mine"),
        ("canteen", "Chi bộ", "state_minority", "Chi bộ Nhà ăn", "company"),
        ("coop", "Chi bộ cơ sở", "cooperative", "Chi bộ HTX Thử", tree.commune),
        ("college", "Đảng bộ cơ sở", "public_service", "Đảng bộ Trường Cao đẳng Thử", tree.commune),
        ("faculty", "Chi bộ", "", "Chi bộ Khoa Cơ khí", "college"),
        ("ward", "Chi bộ", "", "Chi bộ phố Trường Sơn", tree.commune),
    ):
        made[key] = OrganisationFactory(
            kind=kind,
            type_code=type_code,
            name=name,
            parent=made.get(parent, parent) if isinstance(parent, str) else parent,
        )
        for factory in (CandidateFactory, MemberFactory):
            factory(organisation=made[key], full_name=f"Người {key}")
    return made


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("dn", {"company", "mine", "shift", "canteen", "coop"}),
        ("dn-non_state", {"company", "mine", "shift"}),
        ("dn-state", {"canteen"}),
        ("dn-cooperative", {"coop"}),
        ("dn-foreign", set()),
        ("joint_stock", {"company", "mine", "shift"}),
        ("truong", {"college", "faculty"}),
        ("public_service", {"college", "faculty"}),
    ],
)
def test_the_nearest_type_counts(tree, places, as_role, name, value, found):
    staff = as_role(RoleCode.BASE_STAFF, tree.commune)
    page = staff.get(f"{reverse(name)}?loai-hinh={value}")
    rows = {row.record.full_name.removeprefix("Người ") for row in page.context["table"].rows}
    assert rows == found
    if found:
        assert page.context["chips"][0].value


def test_admissions_too_and_never_beyond_ones_reach(tree, places, as_role):
    AdmissionFactory(organisation=places["shift"], decision_date=date(2026, 3, 3), full_name="Công Nhân Thử")
    AdmissionFactory(organisation=places["ward"], decision_date=date(2026, 3, 3), full_name="Người Phố Thử")
    url = f"{reverse('candidates:admission.list')}?loai-hinh=dn"
    page = as_role(RoleCode.BASE_STAFF, tree.commune).get(url)
    assert [row.record.full_name for row in page.context["table"].rows] == ["Công Nhân Thử"]
    assert not as_role(RoleCode.BASE_STAFF, tree.foreign_commune).get(url).context["table"].rows
    assert as_role(RoleCode.BASE_STAFF, tree.commune).get(f"{url}x").status_code == 200  # said, not a broken page


def test_every_ownership_can_be_recorded_on_an_organisation(tree):
    assert set(OWNERSHIP.values()) == set(OWNERSHIP_NAMES)
    for code in OWNERSHIP:
        tree.branch = Organisation.objects.get(pk=tree.branch.pk)
        describe(by=None, organisation=tree.branch, type_code=code, version=tree.branch.version)
        tree.branch.refresh_from_db()
        assert ORGANISATION_TYPES.name_of(tree.branch.type_code)
        assert tree.branch.type_code == code
