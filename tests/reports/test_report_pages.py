"""The pages of a report: what they show, who may see it, and that every number opens to its people."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.utils.html import escape

from candidates.models import Admission
from membership.domain import jobs
from membership.models import Activity, RoleCode
from reports.domain.reading import FIGURES, people_behind
from reports.domain.runs import start_run
from reports.indicators import REGISTRY
from reports.models import Quota, Row, Run
from reports.periods import quarter
from tests.factories import AdmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts(tree):
    for organisation, quota in ((tree.root, 3), (tree.province, 3), (tree.commune, 2), (tree.foreign_province, 1)):
        Quota.objects.create(
            organisation=organisation, organisation_path=organisation.path, year=2011, admission_quota=quota
        )
    AdmissionFactory(organisation=tree.branch, decision_date=date(2011, 2, 1), ethnic_group="khmer")
    AdmissionFactory(organisation=tree.branch, decision_date=date(2011, 11, 1), sex="male", occupation="student")
    AdmissionFactory(organisation=tree.sibling_branch, decision_date=date(2011, 10, 1), religion="buddhist")
    AdmissionFactory(organisation=tree.sibling_branch, decision_date=date(2010, 11, 1))
    AdmissionFactory(organisation=tree.foreign_branch, decision_date=date(2011, 11, 1))
    return tree


def report(organisation, **changes) -> Run:
    run, _created = start_run(**{"by": None, "organisation": organisation, "period": quarter(2011, 4)} | changes)
    jobs.run(run.job_id)
    run.refresh_from_db()
    return run


def address(run: Run, part: str = "", **query) -> str:
    pairs = "&".join(f"{name.replace('_', '-')}={value}" for name, value in query.items())
    return f"/bao-cao/{run.pk}/{part}?{pairs}"


def test_a_report_shows_its_figures_and_what_they_mean(facts, as_role):
    client = as_role(RoleCode.ORGANISATION_STAFF, facts.root)
    run = report(facts.root)
    page = client.get(address(run)).content.decode()
    for text in ("Quý IV năm 2011", "ngày quyết định kết nạp", "133,3\xa0%", "4 trên 3 chỉ tiêu", "01/10/2011"):
        assert text in page
    assert "1/2" in page  # one of two provinces is over its quota, the other exactly at it
    assert facts.commune.name not in page  # the next level only
    inner = client.get(address(run, to_chuc=facts.province.pk)).content.decode()
    assert facts.commune.name in inner
    assert "150,0\xa0%" in inner
    assert facts.foreign_province.name not in inner


def test_rows_of_the_next_level_come_alone(facts, as_role):
    client = as_role(RoleCode.LEADER, facts.root)
    run = report(facts.root)
    rows = client.get(address(run, "cap-duoi/", to_chuc=facts.commune.pk, tu=1)).content.decode()
    assert facts.branch.name in rows
    assert "level-3" in rows
    assert "<html" not in rows


@pytest.mark.parametrize(
    ("order", "first"),
    [("-tu-dau-nam", "province"), ("tu-dau-nam", "foreign_province"), ("-ty-le", "foreign_province"), ("", "province")],
)
def test_rows_can_be_sorted(facts, as_role, order, first):
    Quota.objects.filter(organisation=facts.foreign_province).update(admission_quota=None)
    Quota.objects.filter(organisation=facts.province).update(admission_quota=None)
    Quota.objects.filter(organisation=facts.foreign_province).update(admission_quota=1)
    run = report(facts.root)
    client = as_role(RoleCode.LEADER, facts.root)
    lines = client.get(address(run, sap_xep=order)).context["lines"]
    assert lines[0].row.organisation == getattr(facts, first)


def test_every_number_opens_to_exactly_its_people(facts, as_role):
    client = as_role(RoleCode.LEADER, facts.root)
    run = report(facts.root)
    counted = {
        "to_date": "admitted_to_date",
        "admitted": "admitted",
        "same_period": "same_period_last_year",
        "last_year_to_date": "last_year_to_date",
    }
    assert set(counted) == set(FIGURES)
    for row in run.rows.all():
        for figure, column in counted.items():
            assert people_behind(run, row, figure=figure).count() == getattr(row, column)
        for indicator in REGISTRY.counts:
            people = people_behind(run, row, indicator=indicator.code)
            assert people.count() == row.breakdowns.get(indicator.code, 0), indicator.code
    page = client.get(address(run, "nguoi/", to_chuc=facts.province.pk, so="admitted"))
    assert page.context["table"].paginator.count == 2
    page = client.get(address(run, "nguoi/", nhom="ethnic_minority"))
    assert page.context["table"].paginator.count == 1
    assert "Dân tộc thiểu số" in page.content.decode()


def test_people_stay_those_that_were_counted(facts, as_role):
    """What is recorded or moved after the count changes neither the figure nor its people."""
    client = as_role(RoleCode.LEADER, facts.root)
    run = report(facts.province)
    AdmissionFactory(organisation=facts.branch, decision_date=date(2011, 12, 1))
    assert client.get(address(run, "nguoi/")).context["table"].paginator.count == 3
    assert Admission.objects.current().filter(decision_date__year=2011).under(facts.province).count() == 4


def test_people_can_be_searched_and_exported(facts, as_role):
    client = as_role(RoleCode.ORGANISATION_STAFF, facts.root)
    run = report(facts.root)
    student = Admission.objects.get(occupation="student")
    page = client.get(address(run, "nguoi/", q=student.folded_name.replace(" ", "+")))
    assert [row.record for row in page.context["table"].page] == [student]
    answer = client.get(address(run, "nguoi/", nhom="student", xuat="xlsx"))
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert student.full_name in cells
    assert len([value for value in cells if str(value).startswith("Trần Thị Thử")]) == 1


@pytest.mark.parametrize("part", ["", "co-cau/", "bieu-do/", "nguoi/", "cap-duoi/", "tep/"])
def test_outside_ones_subtree_there_is_no_report(facts, as_role, part):
    run = report(facts.root)
    assert as_role(RoleCode.BASE_STAFF, facts.commune).get(address(run, part)).status_code == 404
    own = report(facts.commune)
    other = as_role(RoleCode.BASE_STAFF, facts.sibling_commune)
    assert other.get(address(own, part)).status_code == 404
    assert as_role(RoleCode.BASE_STAFF, facts.commune).get(address(own, part)).status_code == 200
    elsewhere = as_role(RoleCode.BASE_STAFF, facts.commune)
    assert elsewhere.get(address(own, part, to_chuc=facts.foreign_branch.pk)).status_code == 404
    assert elsewhere.get(address(own, part, to_chuc="x")).status_code == 404


def test_nonsense_in_the_address_of_people(facts, as_role):
    client = as_role(RoleCode.LEADER, facts.root)
    run = report(facts.root)
    for query in ({"so": "x"}, {"nhom": "x"}, {"nhom": "mean_age"}, {"to_chuc": "99999999999999"}):
        assert client.get(address(run, "nguoi/", **query)).status_code == 404


def test_structure_follows_the_form_and_shows_the_unknown(facts, as_role):
    client = as_role(RoleCode.LEADER, facts.root)
    run = report(facts.root)
    page = client.get(address(run, "co-cau/")).content.decode()
    for text in ("Trong tổng số kết nạp", "Dân tộc thiểu số", "Tuổi bình quân", "18–30 tuổi", "Chưa rõ", "Sinh viên"):
        assert text in page
    assert page.index("Nghề nghiệp") < page.index("Tuổi đời") < page.index("Trình độ giáo dục phổ thông")
    figures = {
        figure.indicator.code: figure
        for group in client.get(address(run, "co-cau/")).context["groups"]
        for figure in group.figures
    }
    assert figures["female"].value == 3
    assert figures["female"].percent == 75
    assert figures["ethnic_minority"].unknown == 3
    assert figures["mean_age"].value == 25.8
    assert client.get(address(run, "bieu-do/")).status_code == 200


def test_workbook_of_a_report(facts, as_role):
    client = as_role(RoleCode.ORGANISATION_STAFF, facts.root)
    run = report(facts.root)
    answer = client.get(address(run, "tep/", to_chuc=facts.province.pk))
    assert 'filename="bao-cao-tinh-uy-an-binh-quy-iv-nam-2011-' in answer["Content-Disposition"]
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))["Kết quả"]
    names = [row[2].value for row in sheet.iter_rows(min_row=11) if row[2].value]
    assert names == [row.name for row in run.rows.filter(path__startswith=facts.province.path).order_by("pk")]
    assert Activity.objects.filter(action="report.exported", by=client.user).count() == 1
    assert as_role(RoleCode.INSPECTOR, facts.root).get(address(run, "tep/")).status_code == 403


def test_a_person_starts_a_report_and_watches_it(facts, as_role, django_capture_on_commit_callbacks):
    client = as_role(RoleCode.BASE_STAFF, facts.commune)
    asked = client.get(f"/bao-cao/lap/?to-chuc={facts.commune.pk}&ky=q4&nam=2011")
    assert asked.context["form"]["organisation"].value() == facts.commune.code
    wanted = {"organisation": facts.commune.code, "period": "q4", "year": "2011", "counting": "decision"}
    sent = client.post("/bao-cao/lap/", wanted)
    run = Run.objects.get()
    assert sent["Location"] == f"/bao-cao/{run.pk}/"
    assert 'hx-trigger="every 1s"' in client.get(address(run)).content.decode()
    again = client.post("/bao-cao/lap/", wanted, follow=True)
    assert "đang được lập" in again.content.decode()
    assert Run.objects.count() == 1
    jobs.run(run.job_id)
    assert "Kết nạp từ đầu năm" in client.get(address(run)).content.decode()
    assert "Quý IV năm 2011" in client.get("/bao-cao/").content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"organisation": "99"}, "Không thấy tổ chức này trong phạm vi được lập báo cáo"),
        ({"year": ""}, "Cần ghi năm."),
        ({"year": "3000"}, "2200"),
        ({"period": "from_to"}, "Cần ghi ngày này."),
        ({"period": "from_to", "first": "02/01/2011", "last": "01/01/2011"}, "Từ ngày 02/01/2011 ở sau"),
        ({"year": "2199"}, "Kỳ báo cáo này chưa bắt đầu."),
    ],
)
def test_wrong_answers_are_kept_and_explained(facts, as_role, changes, sentence):
    client = as_role(RoleCode.BASE_STAFF, facts.commune)
    wanted = {"organisation": facts.commune.code, "period": "q4", "year": "2011", "counting": "decision"}
    answer = client.post("/bao-cao/lap/", wanted | changes)
    assert answer.status_code == 200
    assert escape(sentence) in answer.content.decode()
    assert not Run.objects.exists()


def test_a_superseded_report_points_to_the_one_in_force(facts, as_role):
    client = as_role(RoleCode.LEADER, facts.root)
    old, new = report(facts.root), report(facts.root)
    page = client.get(address(old)).content.decode()
    assert f"/bao-cao/{new.pk}/" in page
    assert "đã được thay" in page
    listed = client.get("/bao-cao/").content.decode()
    assert str(new.pk) in listed
    assert str(old.pk) not in listed
    assert str(old.pk) in client.get("/bao-cao/?all=1").content.decode()


def test_pages_ask_the_database_the_same_number_of_times(facts, as_role, django_assert_max_num_queries):
    client = as_role(RoleCode.LEADER, facts.root)
    run = report(facts.root)
    client.get(address(run))
    with django_assert_max_num_queries(20):
        client.get(address(run))
    for number in range(30):
        Row.objects.create(
            run=run, organisation=AdmissionFactory().organisation, parent=facts.root, code=str(number),
            name=f"Tổ chức {number}", path=f"{facts.root.path}{number:05d}",
        )  # fmt: skip
    with django_assert_max_num_queries(20):
        client.get(address(run))
