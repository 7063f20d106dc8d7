"""Lists as offices really send them: codes kept as numbers, signatures under the table, headers in their own words."""


import pytest

from membership.models import Organisation
from reports.models import Quota
from tests.membership.list_files import write_xlsx
from tests.membership.test_import_command import ORGANISATIONS, counts, run

pytestmark = pytest.mark.django_db


def test_a_code_with_a_dot_that_excel_took_for_a_number(tmp_path):
    rows = [
        [92, "Thành ủy Thử", None],
        [92.005, "Đảng ủy Phường Năm", 92],
        [5001, "Chi bộ Năm Một", 92.005],
    ]
    path = write_xlsx(tmp_path / "to-chuc.xlsx", ORGANISATIONS[:3], *rows)
    code, report = run("organisations", path, apply=True)
    assert (code, report["errors"]) == (0, [])
    found = Organisation.objects.order_by("path").values_list("code", "parent__code")
    assert list(found) == [("92", None), ("92.005", "92"), ("5001", "92.005")]
    quotas = write_xlsx(tmp_path / "chi-tieu.xlsx", ("Mã tổ chức", "Năm", "Chỉ tiêu kết nạp"), [92.005, 2026, 4])
    assert run("quotas", quotas, "92", apply=True)[0] == 0
    named = write_xlsx(tmp_path / "ten.xlsx", ("Tổ chức đảng", "Năm", "Chỉ tiêu kết nạp"), [92.005, 2026, 4])
    assert counts(run("quotas", named, "92")[1]) == (1, 0, 0, 1)
    assert Quota.objects.get().organisation.code == "92.005"
    wrong = write_xlsx(tmp_path / "sai.xlsx", ("Mã tổ chức", "Năm", "Chỉ tiêu kết nạp"), [92.007, 2026, 4])
    assert "“92.007”" in run("quotas", wrong, "92")[1]["errors"][0]["message"]
