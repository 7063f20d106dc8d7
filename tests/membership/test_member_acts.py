"""One member: on record, amended, transferred, gone; and what may not be."""

from datetime import date

import pytest

from membership.domain.errors import Refused, Stale
from membership.domain.member_acts import amend_member, leave, record_member, transfer
from membership.models import Activity, MemberStatus, RoleCode
from tests.factories import AdmissionFactory, MemberFactory, UserFactory

pytestmark = pytest.mark.django_db


def made(organisation, **fields):
    fields.setdefault("attributes", {"born_on": date(1970, 1, 1)})
    return record_member(by=None, organisation=organisation, full_name="Lê Văn Thử", **fields)


def test_recorded_once(tree):
    member = made(tree.branch, card_number="12345678", joined_on=date(2000, 1, 1))
    assert (member.status, member.spells.get().valid_from) == (MemberStatus.OFFICIAL, date(2000, 1, 1))
    with pytest.raises(Refused) as refused:
        made(tree.branch)
    assert list(refused.value.messages) == ["full_name"]


def test_transferred_the_spells_follow_one_another(tree):
    member = made(tree.branch, joined_on=date(2000, 1, 1))
    member = transfer(by=None, on=date(2010, 5, 1), member=member, organisation=tree.foreign_branch, version=1)
    assert member.organisation_path == tree.foreign_branch.path
    assert [(s.organisation_id, s.valid_from, s.valid_to) for s in member.spells.order_by("pk")] == [
        (tree.branch.pk, date(2000, 1, 1), date(2010, 5, 1)),
        (tree.foreign_branch.pk, date(2010, 5, 1), None),
    ]
    with pytest.raises(Stale):
        leave(by=None, on=date(2011, 1, 1), member=member, reason="Từ trần", version=1)
    leave(by=None, on=date(2011, 1, 1), member=member, reason="Từ trần", version=2)
    with pytest.raises(Refused):
        transfer(by=None, on=date(2012, 5, 1), member=member, organisation=tree.branch, version=3)
    assert Activity.objects.filter(subject_type="partymember").count() == 3


REFUSED = {
    "the future": ({"on": date(2026, 7, 16)}, "on"),
    "before they came": ({"on": date(1999, 1, 1)}, "on"),
    "no day": ({"on": None}, "on"),
    "to where they are": ({"organisation": "branch"}, "organisation"),
    "beyond one's reach": ({"organisation": "foreign_branch"}, "organisation"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_transfer_refused(tree, frozen_today, case):
    fields, field = REFUSED[case]
    fields = {"on": date(2010, 1, 1), "organisation": "sibling_branch"} | fields
    fields["organisation"] = getattr(tree, fields["organisation"])
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    member = made(tree.branch, joined_on=date(2000, 1, 1))
    with pytest.raises(Refused) as refused:
        transfer(by=clerk, member=member, version=1, **fields)
    assert list(refused.value.messages) == [field]


def test_amended_with_the_spell_and_the_log(tree):
    member = made(tree.branch, joined_on=date(2000, 1, 1))
    values = {"joined_on": date(2000, 2, 1), "religion": "buddhist", "card_number": "12.345.678"}
    member = amend_member(by=None, member=member, version=1, values=values)
    assert (member.card_number, member.spells.get().valid_from) == ("12345678", date(2000, 2, 1))
    assert Activity.objects.get(action="member.amended").data["changes"]["religion"] is None
    for wrong in ({"joined_on": date(1985, 1, 1)}, {"card_number": "1"}, {"full_name": " "}):
        with pytest.raises(Refused):
            amend_member(by=None, member=member, version=2, values=wrong)


def test_what_the_admission_says_is_not_changed_here(tree):
    member = AdmissionFactory(organisation=tree.branch).candidate.member
    with pytest.raises(Refused):
        amend_member(by=None, member=member, version=1, values={"official_on": date(2013, 1, 1)})
    with pytest.raises(Refused):
        transfer(by=None, on=date(2012, 5, 1), member=member, organisation=tree.sibling_branch, version=1)
    amend_member(by=None, member=member, version=1, values={"note": "Đủ hồ sơ"})


def test_only_who_may_edit_there(tree):
    member = MemberFactory(organisation=tree.branch)
    leader = UserFactory(role=RoleCode.LEADER, organisation=tree.province)
    with pytest.raises(Refused):
        amend_member(by=leader, member=member, version=1, values={"note": "x"})
