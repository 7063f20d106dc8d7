"""What committees set for themselves: by a document, from a day on, the nearest committee first."""

from datetime import date

import pytest
from django.urls import reverse

from candidates.domain.checklist import checklist_of
from candidates.domain.conditions import decider_of
from candidates.domain.dossier import load_dossier
from candidates.domain.local_rules import rules_for
from candidates.domain.set_rules import is_number, set_rule, settings, withdraw_rule
from candidates.models import Circumstances, LocalRule
from membership.domain.errors import Refused, Stale
from membership.models import RoleCode
from tests.candidates.test_conditions import BASE_VOTE, at_dossier, go, proposed
from tests.factories import UserFactory, complete_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]


def put(organisation, code="reply_days", value=20, on=date(2026, 1, 1), by=None, **fields):
    fields.setdefault("document_number", "5-QĐ/TU")
    return set_rule(by=by, organisation=organisation, code=code, value=value, in_force_from=on, **fields)


def at(organisation, day=date(2026, 7, 15)):
    return rules_for([organisation.path])[organisation.path].on(day)


def test_the_nearest_committee_decides_from_its_day_on(tree):
    put(tree.province, value=20)
    put(tree.commune, value=40, on=date(2026, 3, 1))
    put(tree.foreign_province, value=60)
    assert at(tree.branch, date(2025, 12, 31)) == {}
    assert at(tree.branch, date(2026, 2, 28)) == {"reply_days": 20}
    assert at(tree.branch) == {"reply_days": 40}
    assert at(tree.other_branch) == {"reply_days": 20}


def test_a_later_rule_keeps_what_held_before_it(tree):
    put(tree.province, value=20)
    put(tree.province, value=25, on=date(2026, 6, 1))
    assert (at(tree.branch, date(2026, 5, 31)), at(tree.branch)) == ({"reply_days": 20}, {"reply_days": 25})
    put(tree.province, value=30, on=date(2026, 6, 1))  # the same day: it was wrong
    assert at(tree.branch) == {"reply_days": 30}
    assert LocalRule.objects.count() == 3


def test_delegation_belongs_to_one_committee(tree):
    put(tree.commune, code="may_admit", value=True, on=date(2025, 1, 1))
    candidate = go(proposed(tree), "base_propose", date(2025, 3, 20), data={"ballot": BASE_VOTE})
    dossier = load_dossier(candidate)
    assert decider_of(dossier, date(2024, 12, 31)).id == tree.province.pk
    assert decider_of(dossier, date(2025, 4, 8)).id == tree.commune.pk
    ballot = {"members": 9, "in_favour": 6}
    done = go(candidate, "decide", date(2025, 4, 8), data={"decided_by": tree.commune.pk, "ballot": ballot})
    assert done.events.last().acted_by == tree.commune


def test_the_population_policy_may_be_turned_off(tree):
    candidate = go(complete_dossier(at_dossier(tree), date(2025, 3, 3)), "conclude_history", date(2025, 3, 1))
    Circumstances.objects.filter(candidate=candidate).update(children=5, youngest_born_on=date(2015, 1, 1))

    def missing():
        checklist = checklist_of(load_dossier(candidate, on=date(2025, 3, 3)), date(2025, 3, 3))
        return {item.condition.code for item in checklist.missing}

    assert missing() == {"population_policy"}
    put(tree.province, code="population_policy", value=False, on=date(2025, 3, 3))
    assert missing() == set()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"value": 0}, "value"),
        ({"value": 999}, "value"),
        ({"document_number": " "}, "document_number"),
        ({"on": None}, "in_force_from"),
        ({"document_date": date(2026, 7, 16)}, "document_date"),
        ({"document_date": date(2026, 1, 2)}, "in_force_from"),
    ],
)
def test_refused(tree, fields, wrong):
    with pytest.raises(Refused) as refused:
        put(tree.province, **fields)
    assert list(refused.value.messages) == [wrong]
    assert not LocalRule.objects.exists()


def test_every_setting_that_is_a_number_is_asked_as_one(tree):
    for each in settings():
        if isinstance(each.default, int) and not isinstance(each.default, bool):
            assert is_number(each), each.code
            with pytest.raises(Refused):
                put(tree.province, code=each.code, value="mười hai")


def test_a_branch_is_never_delegated(tree):
    with pytest.raises(Refused, match="cấp cơ sở"):
        put(tree.branch, code="may_admit", value=True)


def test_withdrawn_with_a_reason_and_only_once(tree):
    rule = put(tree.province)
    with pytest.raises(Refused):
        withdraw_rule(by=None, rule=rule, reason=" ")
    withdraw_rule(by=None, rule=rule, reason="Ghi nhầm")
    assert at(tree.branch) == {}
    with pytest.raises(Stale):
        withdraw_rule(by=None, rule=rule, reason="Ghi nhầm")
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    with pytest.raises(Refused):
        put(tree.branch, by=secretary)


def test_the_pages(tree, as_role):
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.province)
    secretary = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    url = reverse("candidates:rule.new", args=["many_years"])
    assert staff.get(url).status_code == 200
    assert staff.get(reverse("candidates:rule.new", args=["khac"])).status_code == 404
    fields = {"organisation": tree.province.code, "value": "3", "in_force_from": "01/07/2026"}
    assert staff.post(url, fields).status_code == 422
    assert staff.post(url, fields | {"document_number": "7-HD/BTC"}).status_code == 302
    for client in (staff, secretary):
        assert "7-HD/BTC" in client.get(reverse("candidates:rule.list")).content.decode()
    foreign = as_role(RoleCode.BRANCH_SECRETARY, tree.foreign_branch)
    assert "7-HD/BTC" not in foreign.get(reverse("candidates:rule.list")).content.decode()
    rule = LocalRule.objects.get()
    withdraw = reverse("candidates:rule.withdraw", args=[rule.pk])
    assert secretary.get(withdraw).status_code == 404
    assert staff.post(withdraw, {"reason": "Nhầm"}).status_code == 302
    assert staff.get(withdraw).status_code == 404
