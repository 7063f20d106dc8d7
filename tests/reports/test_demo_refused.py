"""A demo never comes near real data."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from candidates.models import Candidate
from membership.models import Organisation, User
from reports.demo.can_tho import build
from reports.models import Quota
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_refused_where_an_organisation_is_on_record():
    OrganisationFactory(parent=None)
    with pytest.raises(CommandError, match="đã có dữ liệu thật"):
        call_command("load_demo", "can-tho-2011")
    assert Organisation.objects.count() == 1
    assert not Candidate.objects.exists() and not Quota.objects.exists()


def test_refused_where_an_account_has_a_name_of_the_demo(db):
    User.objects.create_user("quantri", "Người thật", "mat-khau-cua-nguoi-that")
    with pytest.raises(CommandError, match="quantri"):
        call_command("load_demo", "can-tho-2011")
    assert not Organisation.objects.exists()


def test_the_plan_is_the_same_every_time():
    assert build(date(2026, 7, 15)) == build(date(2026, 7, 15))


def test_a_later_day_shows_the_same_people_and_more():
    early, late = build(date(2026, 6, 30)), build(date(2026, 9, 30))
    people = [{(a.code, a.person.full_name, a.decision_date) for a in data.admissions[3]} for data in (early, late)]
    assert people[0] < people[1]
    assert early.admissions[1] == late.admissions[1]
