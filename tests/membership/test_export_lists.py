"""What goes out comes back in as it was; nothing in it is a formula; nobody sees more than they may."""

from io import BytesIO

import openpyxl
import pytest
from django.test import RequestFactory

from candidates.models import Admission, Candidate
from membership.exchange.export import export_list
from membership.models import Activity, Organisation, PartyMember, RoleCode
from reports.models import Quota
from tests.factories import AdmissionFactory, CandidateFactory, MemberFactory, UserFactory
from tests.membership.list_files import ADMISSIONS, admission, write_xlsx
from tests.membership.test_import_command import counts, everything, run

pytestmark = pytest.mark.django_db


def export(user, kind, queryset):
    """(the answer, its file's bytes)"""
    request = RequestFactory().get("/", {"q": "nguyễn", "xuat": "xlsx", "nam": "2026"})
    request.user = user
    answer = export_list(request, kind, queryset)
    return answer, b"".join(answer.streaming_content)


@pytest.fixture
def staff(tree):
    return UserFactory(role=RoleCode.ORGANISATION_STAFF, organisation=tree.province)


def test_every_list_comes_back_unchanged(tree, staff, tmp_path):
    run(
        "admissions",
        write_xlsx(
            tmp_path / "kn.xlsx",
            [*ADMISSIONS, "Chức vụ", "Kết nạp lại"],
            [*admission(1), "=SUM(A1)", "x"],
            [
                *admission(2, **{"Chuyên môn": "Đại học Luật", "Nghề nghiệp": "Trưởng thôn", "Ngày sinh": "1990"}),
                "+84",
                None,
            ],
            [
                *admission(
                    3, **{"Chuyên môn": "Thợ hàn", "Ngày sinh": "06/1991", "Đoàn viên": None, "Ngày kết nạp": None}
                ),
                "-",
                "k",
            ],
            [*admission(4, **{"Ngày sinh": None, "Giới tính": None, "Dân tộc": None, "Tôn giáo": None}), "@a", None],
        ),
        tree.province.code,
        apply=True,
    )
    run(
        "candidates",
        write_xlsx(
            tmp_path / "qc.xlsx",
            ("Họ tên", "Ngày sinh", "Ngày giới thiệu", "Ngày công nhận", "Số GCN", "Ngày cấp", "Chi bộ", "Ghi chú"),
            ["Võ Văn Em", "05/06/2000", "01/02/2025", "01/03/2025", "12/GCN", "01/06/2025", tree.branch.name, "=1+1"],
        ),
        tree.province.code,
        apply=True,
    )
    header = ("Mã tổ chức", "Năm", "Chỉ tiêu kết nạp", "Chỉ tiêu bồi dưỡng", "Số QĐ", "Ngày QĐ")
    rows = [
        [tree.province.code, 2026, 1200, None, "01-QĐ/TU", "05/01/2026"],
        [tree.commune.code, 2026, 0, 5, None, None],
    ]
    run("quotas", write_xlsx(tmp_path / "ct.xlsx", header, *rows), tree.root.code, apply=True)
    before = everything()
    for kind, queryset in (
        ("organisations", Organisation.objects.all()),
        ("members", PartyMember.objects.all()),
        ("candidates", Candidate.objects.all()),
        ("admissions", Admission.objects.current()),
        ("quotas", Quota.objects.all()),
    ):
        rows = queryset.visible_to(staff)
        assert rows.exists()
        _answer, content = export(staff, kind, rows)
        path = tmp_path / f"{kind}.xlsx"
        path.write_bytes(content)
        code, report = run(kind, path, tree.province.code, apply=True)
        assert (code, counts(report), report["questions"]) == (0, (rows.count(), 0, 0, rows.count()), []), (
            kind,
            report,
        )
    assert everything() == before | {"membership.Activity": before["membership.Activity"] + 5}


def test_people_of_every_factory_come_back_unchanged(tree, staff, tmp_path):
    for factory, branch in (
        (MemberFactory, tree.branch),
        (CandidateFactory, tree.branch),
        (AdmissionFactory, tree.other_branch),
    ):
        factory.create_batch(3, organisation=branch)
    for kind, queryset in (("members", PartyMember.objects.all()), ("candidates", Candidate.objects.all())):
        path = tmp_path / f"{kind}.xlsx"
        path.write_bytes(export(staff, kind, queryset.visible_to(staff))[1])
        code, report = run(kind, path, tree.province.code)
        assert (code, report["unchanged"]) == (0, 6), report["errors"]


def test_no_cell_is_a_formula(tree, staff):
    MemberFactory(
        organisation=tree.branch, full_name="=HYPERLINK(1)", position='=cmd|"/c calc"!A1', note="+1", hometown="@x"
    )
    _answer, content = export(staff, "members", PartyMember.objects.visible_to(staff))
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "d", "n"}
    assert "=HYPERLINK(1)" in [cell.value for cell in sheet[2]]


def test_sensitive_columns_are_for_whoever_may_see_details(tree, staff):
    MemberFactory(organisation=tree.branch, ethnic_group="khmer", religion="buddhist")
    titles = [
        cell.value
        for cell in openpyxl.load_workbook(BytesIO(export(staff, "members", PartyMember.objects.all())[1])).active[1]
    ]
    assert {"Dân tộc", "Tôn giáo"} <= set(titles)
    trainer = UserFactory(role=RoleCode.TRAINING_STAFF, organisation=tree.province)
    rows = list(openpyxl.load_workbook(BytesIO(export(trainer, "members", PartyMember.objects.all())[1])).active.values)
    assert not {"Dân tộc", "Tôn giáo"} & set(rows[0])
    assert "Khơ-me" not in rows[1]
    # Details in the own commune only: the others' cells stay empty.
    from tests.factories import AssignmentFactory

    AssignmentFactory(user=trainer, role=RoleCode.BASE_STAFF, organisation=tree.sibling_commune)
    trainer.forget_reach()
    MemberFactory(organisation=tree.other_branch, ethnic_group="cham")
    rows = list(openpyxl.load_workbook(BytesIO(export(trainer, "members", PartyMember.objects.all())[1])).active.values)
    place = rows[0].index("Dân tộc")
    assert sorted(row[place] or "" for row in rows[1:]) == ["", "Chăm"]


def test_an_export_leaves_a_trace_and_names_its_file(tree, staff):
    MemberFactory.create_batch(2, organisation=tree.branch)
    answer, _content = export(staff, "members", PartyMember.objects.all())
    assert "filename*=utf-8''%C4%90%E1%BA%A3ng%20vi%C3%AAn%20" in answer["Content-Disposition"]
    trace = Activity.objects.get(action="list.exported")
    assert (trace.by, trace.organisation, trace.data["rows"], trace.data["filters"]) == (
        staff,
        tree.province,
        2,
        {"nam": "2026"},
    )


@pytest.mark.parametrize("kind", ["members", "candidates", "admissions"])
def test_an_export_asks_as_much_for_many_as_for_few(tree, staff, kind, django_assert_num_queries):
    model = {"members": PartyMember, "candidates": Candidate, "admissions": Admission}[kind]
    factory = {"members": MemberFactory, "candidates": CandidateFactory, "admissions": AdmissionFactory}[kind]
    factory(organisation=tree.branch)
    staff.reach("list.export")
    staff.reach("person.details")
    queries = {"members": 3, "candidates": 4, "admissions": 3}[kind]
    for more in (0, 5):
        if more:
            factory.create_batch(more, organisation=tree.sibling_branch)
        with django_assert_num_queries(queries):
            export(staff, kind, model.objects.all())
