"""Quotas: by hand and by list, the difference to the sum of the children's, the history."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from membership.domain.effects import OrganisationRef
from membership.domain.errors import Refused, Stale
from membership.models import Activity, RoleCode
from reports.domain.quotas import QuotaRow, record_quotas, set_quota
from reports.models import Quota
from tests.factories import AdmissionFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(tree):
    return UserFactory(role=RoleCode.ORGANISATION_STAFF, organisation=tree.province)


def ref(organisation) -> OrganisationRef:
    return OrganisationRef(
        organisation.pk, organisation.path, organisation.code, organisation.name, organisation.valid_from,
        organisation.valid_to, organisation.type_code,
    )  # fmt: skip


def give(organisation, by, **changes) -> Quota:
    wanted = {"year": 2026, "admission_quota": 5, "training_quota": 9, "decision_number": "12-QĐ/TU", "version": 0}
    return set_quota(by=by, organisation=organisation, **wanted | changes)


def row(number, organisation, **changes) -> QuotaRow:
    return QuotaRow(row=number, organisation=ref(organisation), **{"year": 2026} | changes)


# --- by hand ---------------------------------------------------------------------------------------------------------
def test_give_and_adjust(tree, staff, frozen_today):
    quota = give(tree.commune, staff, decision_date=date(2026, 1, 5))
    assert (quota.admission_quota, quota.training_quota, quota.version) == (5, 9, 1)
    assert quota.organisation_path == tree.commune.path
    changed = give(tree.commune, staff, admission_quota=8, training_quota=None, version=1, note="bổ sung")
    assert (changed.pk, changed.admission_quota, changed.training_quota, changed.version) == (quota.pk, 8, None, 2)
    acts = Activity.objects.filter(subject_type="quota").order_by("pk")
    assert [act.action for act in acts] == ["quota.set", "quota.adjusted"]
    assert acts[1].data["before"]["admission_quota"] == 5
    assert acts[1].data["after"]["admission_quota"] == 8
    assert acts[1].by == staff


def test_the_same_again_writes_nothing(tree, staff):
    give(tree.commune, staff)
    assert give(tree.commune, staff, version=1).version == 1
    assert Activity.objects.count() == 1


def test_two_people_at_once(tree, staff):
    give(tree.commune, staff)
    with pytest.raises(Stale):
        give(tree.commune, staff, admission_quota=7)
    give(tree.commune, staff, admission_quota=7, version=1)
    with pytest.raises(Stale):
        give(tree.commune, staff, admission_quota=6, version=1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": 26}, "year"),
        ({"admission_quota": -1}, "admission_quota"),
        ({"training_quota": 1_000_001}, "training_quota"),
        ({"admission_quota": None, "training_quota": None}, "admission_quota"),
        ({"decision_date": date(2199, 1, 1)}, "decision_date"),
        ({"decision_number": "x" * 61}, "decision_number"),
    ],
)
def test_what_makes_no_sense_is_refused(tree, staff, changes, field):
    with pytest.raises(Refused) as refusal:
        give(tree.commune, staff, **changes)
    assert field in refusal.value.messages
    assert not Quota.objects.exists()


def test_only_within_reach_and_for_years_in_which_it_exists(tree, staff):
    with pytest.raises(Refused, match="không có quyền"):
        give(tree.foreign_commune, staff)
    with pytest.raises(Refused, match="không có quyền"):
        give(tree.commune, UserFactory(role=RoleCode.LEADER, organisation=tree.root))
    closed = OrganisationFactory(parent=tree.commune, valid_to=date(2025, 7, 1))
    with pytest.raises(Refused, match="đã kết thúc hoạt động từ 01/07/2025"):
        give(closed, staff)
    assert give(closed, staff, year=2025)
    young = OrganisationFactory(parent=tree.commune, valid_from=date(2027, 1, 1))
    with pytest.raises(Refused, match="thành lập ngày 01/01/2027"):
        give(young, staff)


# --- by list ---------------------------------------------------------------------------------------------------------
def test_a_list_is_tried_then_written_and_twice_changes_nothing(tree, staff):
    give(tree.commune, staff)
    rows = [
        row(2, tree.commune, admission_quota=6),
        row(3, tree.sibling_commune, admission_quota=3, decision_number="13-QĐ/TU"),
        row(4, tree.branch),
    ]
    for apply in (False, True):
        effect = record_quotas(rows, by=staff, apply=apply)
        assert (effect.create, effect.update, effect.unchanged, effect.errors) == (1, 1, 1, [])
        assert effect.applied is apply
        assert Quota.objects.count() == 1 + apply
    commune = Quota.objects.get(organisation=tree.commune)
    assert (commune.admission_quota, commune.training_quota, commune.version) == (6, 9, 2)  # what is not said stays
    again = record_quotas(rows, by=staff, apply=True)
    assert (again.create, again.update, again.unchanged) == (0, 0, 3)
    act = Activity.objects.get(action="quota.recorded")
    assert act.organisation == tree.province  # the lowest place that holds them all
    assert act.data["before"] == {
        str(commune.pk): {
            "admission_quota": 5, "training_quota": 9, "decision_number": "12-QĐ/TU", "decision_date": None,
        }
    }  # fmt: skip


def test_any_error_and_nothing_is_written(tree, staff):
    rows = [
        row(2, tree.commune, admission_quota=6),
        row(3, tree.commune, admission_quota=7),
        row(4, tree.foreign_commune, admission_quota=7),
        row(5, tree.branch, admission_quota=-7, year=20266),
    ]
    effect = record_quotas(rows, by=staff, apply=True)
    assert [(error.row, error.field) for error in effect.errors] == [
        (3, "organisation"),
        (4, "organisation"),
        (5, "year"),
        (5, "admission_quota"),
    ]
    assert "ở dòng 2 của danh sách" in effect.errors[0].message
    assert effect.rows_in_error == 3
    assert not effect.applied
    assert not Quota.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_list(tree, staff):
    def queries(organisations) -> int:
        rows = [row(number, each, admission_quota=1) for number, each in enumerate(organisations)]
        with CaptureQueriesContext(connection) as captured:
            record_quotas(rows, by=staff, apply=True)
        return len(captured)

    staff.may("quota.set")
    few = queries([OrganisationFactory(parent=tree.commune)])
    many = queries([OrganisationFactory(parent=tree.commune) for _ in range(60)])
    assert many == few


# --- on pages --------------------------------------------------------------------------------------------------------
def test_the_list_shows_the_difference_and_never_forces_it(tree, as_role, frozen_today):
    client = as_role(RoleCode.ORGANISATION_STAFF, tree.province)
    give(tree.province, client.user, admission_quota=1905)
    give(tree.commune, client.user, admission_quota=1900)
    give(tree.sibling_commune, client.user, admission_quota=50)
    AdmissionFactory(organisation=tree.branch, decision_date=date(2026, 2, 1))
    page = client.get("/chi-tieu/?nam=2026")
    head, commune, sibling = page.context["head"], *page.context["lines"]
    assert (head.admission_quota, head.children_sum, head.gap, head.admitted) == (1905, 1950, 45, 1)
    assert (commune.admission_quota, commune.children_sum, commune.gap, commune.admitted) == (1900, None, None, 1)
    assert sibling.admitted == 0
    assert "hơn 45" in page.content.decode()
    rows = client.get(f"/chi-tieu/cap-duoi/?to-chuc={tree.commune.pk}&nam=2026&tu=2").content.decode()
    assert tree.branch.name in rows
    assert "level-2" in rows


def test_the_form_writes_explains_and_keeps_history(tree, as_role, frozen_today):
    client = as_role(RoleCode.BASE_STAFF, tree.commune)
    url = f"/chi-tieu/{tree.branch.pk}/2026/"
    assert "Chưa có chỉ tiêu năm 2026." in client.get(url).content.decode()
    wanted = {"admission_quota": "2.100", "training_quota": "", "decision_number": "7-QĐ/ĐU", "version": "0"}
    answer = client.post(f"{url}giao/", wanted, follow=True)
    assert Quota.objects.get(organisation=tree.branch).admission_quota == 2100
    page = answer.content.decode()
    assert "2.100" in page
    assert "kết nạp 2.100, bồi dưỡng – (7-QĐ/ĐU)" in page
    stale = client.post(f"{url}giao/", wanted | {"admission_quota": "9"})
    assert stale.status_code == 422
    assert "vừa được người khác ghi" in stale.content.decode()
    wrong = client.post(f"{url}giao/", wanted | {"admission_quota": "hai", "version": "1"}).content.decode()
    assert "“hai” không phải là số nguyên" in wrong
    assert Quota.objects.get(organisation=tree.branch).admission_quota == 2100


def test_history_tells_of_lists(tree, as_role, frozen_today):
    client = as_role(RoleCode.BASE_STAFF, tree.commune)
    give(tree.branch, client.user)
    record_quotas([row(2, tree.branch, admission_quota=6)], by=client.user, apply=True)
    page = client.get(f"/chi-tieu/{tree.branch.pk}/2026/").content.decode()
    assert "Sửa theo danh sách nhập từ tệp" in page
    assert "trước đó: kết nạp 5, bồi dưỡng 9" in page


def test_who_may_look_and_who_may_give(tree, as_role):
    leader = as_role(RoleCode.LEADER, tree.commune)
    url = f"/chi-tieu/{tree.branch.pk}/2026/"
    assert leader.get(url).status_code == 200
    assert "Ghi chỉ tiêu" not in leader.get(url).content.decode()
    assert leader.post(f"{url}giao/", {"admission_quota": 1, "version": 0}).status_code == 403
    staff = as_role(RoleCode.BASE_STAFF, tree.sibling_commune)
    assert staff.get(url).status_code == 404
    assert staff.post(f"{url}giao/", {"admission_quota": 1, "version": 0}).status_code == 404
    assert staff.get(f"/chi-tieu/?to-chuc={tree.commune.pk}").status_code == 404
    assert staff.get(f"{url}giao/").status_code == 405
    assert not Quota.objects.exists()
