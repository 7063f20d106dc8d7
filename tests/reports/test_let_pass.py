"""What was let pass is counted on the quarter's report, and the count opens to the acts."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.domain.progress import reverse as take_back
from candidates.models import EventKind
from membership.domain import jobs
from membership.models import RoleCode
from reports.domain.engine import compute
from reports.domain.runs import start_run
from reports.models import Row
from reports.periods import Period
from tests.candidates.test_conditions import REASON, at_dossier, go
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
QUARTER = Period(date(2025, 1, 1), date(2025, 3, 31))


def let_pass(tree):
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    candidate = at_dossier(tree)
    return go(candidate, "branch_propose", date(2025, 3, 3), by=clerk, waiver=REASON)


def counted(tree, organisation, known_at=None):
    figures = compute(tree.root, QUARTER, "decision", known_at or timezone.now())
    names = [node.id for node in figures.nodes]
    return figures.let_pass[names.index(organisation.pk)]


def test_counted_once_an_act_up_the_tree(tree):
    candidate = let_pass(tree)
    assert candidate.events.get(kind=EventKind.BRANCH_PROPOSED).overrides.count() > 1
    for organisation in (tree.branch, tree.commune, tree.province, tree.root):
        assert counted(tree, organisation) == 1
    assert counted(tree, tree.foreign_province) == 0
    later = Period(date(2025, 4, 1), date(2025, 6, 30))
    assert compute(tree.root, later, "decision", timezone.now()).let_pass[0] == 0


def test_a_reversed_act_counts_no_longer_but_did_then(tree, frozen_today):
    candidate = let_pass(tree)
    before = timezone.now()
    frozen_today.shift(60)
    event = candidate.events.get(kind=EventKind.BRANCH_PROPOSED)
    take_back(by=None, candidate=candidate, event=event, reason="Nhầm", version=candidate.version)
    assert counted(tree, tree.root) == 0
    assert counted(tree, tree.root, before) == 1


def test_the_report_says_so_and_opens_to_the_acts(tree, as_role):
    candidate = let_pass(tree)
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.root)
    run, _new = start_run(by=staff.user, organisation=tree.root, period=QUARTER)
    jobs.run(run.job_id)
    run.refresh_from_db()
    assert Row.objects.get(run=run, organisation=tree.branch).let_pass == 1
    page = staff.get(reverse("reports:report.detail", args=[run.pk])).content.decode()
    url = reverse("reports:report.let_pass", args=[run.pk])
    assert url in page
    shown = staff.get(url).content.decode()
    assert candidate.full_name in shown
    assert REASON.document_number in shown
    assert "24-QĐ/TW" in shown or "232-QĐ/TW" in shown
    nowhere = staff.get(url + f"?to-chuc={tree.foreign_province.pk}").content.decode()
    assert candidate.full_name not in nowhere
