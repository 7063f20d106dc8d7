"""Lists typed in fonts from before Unicode, imported as they are."""

import pytest

from candidates.models import Admission
from tests.membership.base.test_encodings import NAMES, TO_TCVN3, TO_VNI
from tests.membership.list_files import ADMISSIONS, admission, write_xlsx
from tests.membership.test_import_command import counts, run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("table", "encoding"), [(TO_TCVN3, "TCVN3"), (TO_VNI, "VNI")])
def test_a_whole_list_in_an_old_font_becomes_unicode_and_says_so(tree, tmp_path, table, encoding):
    header = [title.translate(table) if not title.startswith("Đ") else title for title in ADMISSIONS]
    rows = [
        [cell.translate(table) if isinstance(cell, str) else cell for cell in admission(number, **{"Họ và tên": name})]
        for number, name in enumerate(NAMES)
    ]
    path = write_xlsx(tmp_path / "cu.xlsx", header, *rows)
    code, report = run("admissions", path, tree.province.code, apply=True)
    assert (code, report["errors"]) == (0, [])
    assert sorted(Admission.objects.values_list("full_name", flat=True)) == sorted(NAMES)
    assert set(Admission.objects.values_list("occupation", flat=True)) == {"farmer"}
    told = [question for question in report["questions"] if encoding in question["message"]]
    assert told[0]["cell"] == "A2"
    assert NAMES[0] in told[0]["message"]


def test_too_little_to_be_sure_is_asked_about_and_left_as_it_is(tree, tmp_path):
    path = write_xlsx(tmp_path / "it.xlsx", ADMISSIONS, admission(1, **{"Họ và tên": "NguyÔn V¨n Hïng"}))
    code, report = run("admissions", path, tree.province.code)
    assert counts(report)[1] == 1
    (question,) = [each for each in report["questions"] if "TCVN3" in each["message"]]
    assert "Nguyễn Văn Hùng" in question["message"]
    assert "giữ nguyên" in question["message"]
