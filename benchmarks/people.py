"""A list of admissions as offices keep it: 25 columns, people who do not exist."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

from membership.catalogues import DEGREES, ETHNIC_GROUPS, GENERAL_EDUCATION, OCCUPATIONS, POLITICAL_THEORY, RELIGIONS
from membership.models import Organisation
from reports.demo.names import FEMALE, MALE, invent_name

HEADERS = (
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Dân tộc",
    "Tôn giáo",
    "Đoàn viên",
    "Trình độ GDPT",
    "Chuyên môn",
    "Lý luận chính trị",
    "Nghề nghiệp",
    "Chức vụ, đơn vị công tác",
    "Quê quán",
    "Nơi cư trú",
    "Mã tổ chức",
    "Tổ đảng",
    "Số quyết định",
    "Ngày quyết định",
    "Ngày kết nạp",
    "Chủ doanh nghiệp tư nhân",
    "Kết nạp lại",
    "Quan hệ hôn nhân với người nước ngoài",
    "Vi phạm KHHGĐ",
    "Điện thoại liên hệ",
    "Cán bộ lập danh sách",
)
PLACE = HEADERS.index("Nơi cư trú")


def admission_rows(count: int, *, today: date, seed: int = 3) -> list[list]:
    """Rows for the branches of the database, everything valid, nobody twice."""
    rng = Random(f"bench/{seed}")
    parents = set(Organisation.objects.exclude(parent=None).values_list("parent_id", flat=True))
    leaves = [row for row in Organisation.objects.values_list("pk", "code", "name") if row[0] not in parents]
    first = date(today.year, 1, 1)
    span = max(1, (today - first).days - 40)
    rows, seen = [], set()
    while len(rows) < count:
        _pk, code, name = rng.choice(leaves)
        sex = rng.choice((FEMALE, MALE))
        group = "kinh" if rng.random() < 0.9 else rng.choice(("khmer", "hoa", "tay", "thai"))
        person = invent_name(rng, sex, group)
        born = date(rng.randint(1980, today.year - 20), rng.randint(1, 12), rng.randint(1, 28))
        if (code, person, born) in seen:
            continue
        seen.add((code, person, born))
        decided = first + timedelta(days=rng.randrange(span))
        rows.append(
            [
                len(rows) + 1,
                person,
                born,
                "Nữ" if sex == FEMALE else "Nam",
                ETHNIC_GROUPS.name_of(group),
                rng.choice(RELIGIONS.entries[:3]).name,
                rng.choice(("x", "")),
                rng.choice(GENERAL_EDUCATION.entries[1:]).name,
                rng.choice(DEGREES.entries[:6]).name,
                rng.choice(POLITICAL_THEORY.entries[:3]).name,
                rng.choice(OCCUPATIONS.entries).name,
                f"Tổ {rng.randint(1, 30)}",
                "Cần Thơ",
                f"Số {rng.randint(1, 400)}, tổ {rng.randint(1, 40)}",
                code,
                name,
                f"{len(rows) % 900 + 1}-QĐ/TU",
                decided,
                decided + timedelta(days=rng.randint(3, 30)),
                "Không",
                "Không",
                "Không",
                "Không",
                f"0900 {rng.randint(100, 999)} {rng.randint(100, 999)}",
                "Người lập",
            ]
        )
    return rows


def write_workbook(path: Path, rows: list[list], headers: tuple[str, ...] = HEADERS) -> None:
    """XlsxWriter as it is: constant memory, typed calls."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for column, title in enumerate(headers):
            sheet.write_string(0, column, title)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value)
                elif value is not None:
                    sheet.write_number(number, column, value)
