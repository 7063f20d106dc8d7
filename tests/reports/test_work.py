"""What the home page reminds of."""

from datetime import date

import pytest

from membership.domain import jobs
from membership.domain.worklist import work_of
from membership.models import RoleCode
from reports.domain.runs import start_run
from reports.models import Quota
from reports.periods import quarter
from tests.factories import AdmissionFactory, UserFactory

pytestmark = pytest.mark.django_db


def titles(user) -> dict[str, int | None]:
    return {item.title: item.count for item in work_of(user) if "/chi-tieu/" in item.url or "/bao-cao/" in item.url}


def allot(organisation, number):
    Quota.objects.create(
        organisation=organisation, organisation_path=organisation.path, year=2026, admission_quota=number
    )


def test_reports_and_quotas_that_are_missing(tree, frozen_today):
    staff = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    assert titles(staff) == {"Chưa có báo cáo Quý II năm 2026": None, "Chưa có chỉ tiêu kết nạp năm 2026": None}
    run, _created = start_run(by=staff, organisation=tree.commune, period=quarter(2026, 2))
    jobs.run(run.job_id)
    allot(tree.branch, 2)
    assert titles(staff) == {
        "Tổ chức trực thuộc chưa được giao chỉ tiêu năm 2026": 1,
        "Tổ chức trực thuộc kết nạp chậm so với tiến độ năm 2026": 1,
    }
    allot(tree.sibling_branch, 1)
    for month in (1, 2, 3):
        AdmissionFactory(organisation=tree.branch, decision_date=date(2026, month, 5))
    assert titles(staff) == {"Tổ chức trực thuộc kết nạp chậm so với tiến độ năm 2026": 1}
    AdmissionFactory(organisation=tree.sibling_branch, decision_date=date(2026, 5, 5))
    assert titles(staff) == {}


def test_a_leader_is_told_of_what_lags_and_a_secretary_of_the_own_branch(tree, frozen_today):
    allot(tree.branch, 2)
    assert titles(UserFactory(role=RoleCode.LEADER, organisation=tree.commune)) == {
        "Tổ chức trực thuộc kết nạp chậm so với tiến độ năm 2026": 1
    }
    assert titles(UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)) == {
        "Kết nạp chậm so với tiến độ năm 2026": None
    }
    assert titles(UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.root)) == {}
