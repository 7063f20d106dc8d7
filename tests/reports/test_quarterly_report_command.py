"""`manage.py quarterly_report`: its JSON, its workbook, and what it says to nonsense."""

import json
from datetime import date
from io import StringIO

import openpyxl
import pytest
from django.core.management import call_command

from reports.indicators import REGISTRY
from reports.models import Quota
from tests.factories import AdmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts(tree):
    Quota.objects.create(
        organisation=tree.commune, organisation_path=tree.commune.path, year=2011, admission_quota=3, training_quota=9
    )
    AdmissionFactory(organisation=tree.branch, decision_date=date(2011, 2, 1), ceremony_date=date(2011, 12, 1))
    AdmissionFactory(organisation=tree.branch, decision_date=date(2011, 11, 1), sex="male", occupation="student")
    AdmissionFactory(organisation=tree.sibling_branch, decision_date=date(2010, 11, 1))
    AdmissionFactory(organisation=tree.foreign_branch, decision_date=date(2011, 11, 1))
    return tree


def ask(*arguments) -> dict:
    out = StringIO()
    call_command("quarterly_report", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_json(facts):
    answer = ask("--organisation", facts.province.code, "--year", "2011", "--quarter", "4")
    assert answer["organisation"] == facts.province.code
    assert (answer["from"], answer["to"], answer["counted_by"]) == ("2011-10-01", "2011-12-31", "decision")
    rows = {row["code"]: row for row in answer["rows"]}
    assert len(rows) == len(answer["rows"]) == 7
    assert answer["rows"][0]["code"] == facts.province.code
    commune = rows[facts.commune.code]
    assert commune["name"] == facts.commune.name
    assert (commune["quota"], commune["training_quota"]) == (3, 9)
    assert (commune["admitted"], commune["admitted_to_date"], commune["same_period_last_year"]) == (1, 2, 1)
    assert commune["attainment_percent"] == 66.67
    assert commune["breakdowns"]["female"] == commune["breakdowns"]["student"] == 1
    assert {"ethnic_minority", "religious", "youth_union", "age_18_30", "university", "enterprise"} <= set(
        commune["breakdowns"]
    )
    empty = rows[facts.sibling_commune.code]
    assert (empty["quota"], empty["attainment_percent"], empty["admitted_to_date"]) == (None, None, 0)
    tallied = {indicator.code for indicator in REGISTRY.tallies}
    assert {value for code, value in empty["breakdowns"].items() if code not in tallied} == {0}
    assert empty["breakdowns"]["branches"] == 2
    assert facts.foreign_branch.code not in rows


def test_counting_by_ceremony_and_any_days(facts):
    answer = ask(
        "--organisation", facts.province.code_display, "--from", "01/10/2011", "--to", "2011-12-31",
        "--count-by", "ceremony",
    )  # fmt: skip
    assert answer["counted_by"] == "ceremony"
    assert answer["rows"][0]["admitted"] == 2


def test_workbook(facts, tmp_path):
    path = tmp_path / "bao-cao.xlsx"
    call_command(
        "quarterly_report", "--organisation", facts.province.code, "--year", "2011", "--quarter", "4",
        "--format", "xlsx", "--output", str(path),
    )  # fmt: skip
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Kết quả", "Biểu 2", "Cơ cấu từng tổ chức"]
    sheet = book["Kết quả"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][0] == facts.province.name.upper()
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in cells[0]
    assert cells[4][0] == "Quý IV năm 2011"
    assert cells[9][:4] == ["STT", "Mã tổ chức", "Tổ chức đảng", "Chỉ tiêu năm"]
    commune = next(row for row in cells if row[2] == facts.commune.name)
    assert commune[3:6] == [3, 1, 2]
    assert commune[6] == pytest.approx(2 / 3)
    assert [row[3] for row in cells if row[2] == facts.sibling_commune.name] == ["–"]
    assert any("NGƯỜI LẬP BIỂU" in row and "TRƯỞNG BAN" in row for row in cells)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("--organisation", "LẠ", "--year", "2011", "--quarter", "4"),
            "Không có tổ chức nào mang mã “LẠ”.",
        ),
        (("--year", "2011", "--quarter", "4"), "Cần --organisation với mã của tổ chức."),
        (("--organisation", "{}", "--year", "2011", "--quarter", "5"), "Không có quý 5; quý là một số từ 1 đến 4."),
        (("--organisation", "{}", "--year", "2011"), "Cần cả --year và --quarter."),
        (("--organisation", "{}"), "Cần kỳ báo cáo: --year và --quarter, hoặc --from và --to."),
        (
            ("--organisation", "{}", "--from", "02/01/2011", "--to", "01/01/2011"),
            "Từ ngày 02/01/2011 ở sau đến ngày 01/01/2011.",
        ),
        (
            ("--organisation", "{}", "--year", "2011", "--quarter", "4", "--count-by", "x"),
            "Không đếm được theo “x”; cần decision hoặc ceremony.",
        ),
        (
            ("--organisation", "{}", "--year", "2011", "--quarter", "4", "--format", "pdf"),
            "Không có dạng “pdf”; dạng là json hoặc xlsx.",
        ),
        (
            ("--organisation", "{}", "--year", "2011", "--quarter", "4", "--output", "/khong/co/x.json"),
            "Không ghi được tệp “/khong/co/x.json”.",
        ),
    ],
)
def test_nonsense_is_answered_in_one_sentence(tree, arguments, sentence):
    errors = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("quarterly_report", *(text.format(tree.root.code) for text in arguments), stderr=errors)
    assert ended.value.code == 1
    assert errors.getvalue().strip() == sentence


@pytest.mark.parametrize(
    "arguments", [("--year", "hai", "--quarter", "4"), ("--from", "31/02/2011", "--to", "1/3/2011")]
)
def test_values_that_cannot_be_read(tree, arguments):
    errors = StringIO()
    with pytest.raises(SystemExit):
        call_command("quarterly_report", "--organisation", tree.root.code, *arguments, stderr=errors)
    assert len(errors.getvalue().strip().splitlines()) == 1
