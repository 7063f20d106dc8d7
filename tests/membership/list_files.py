"""Workbooks as offices make them, for the tests of importing."""

from pathlib import Path

import openpyxl

ADMISSIONS = (
    "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Tôn giáo", "Đoàn viên", "Trình độ GDPT", "Chuyên môn",
    "Lý luận chính trị", "Nghề nghiệp", "Mã tổ chức", "Số quyết định", "Ngày quyết định", "Ngày kết nạp",
)  # fmt: skip


def write_xlsx(path: Path, *rows, sheet: str = "Danh sách", more: dict | None = None, hidden: tuple = ()) -> Path:
    """`rows` of the first sheet; `more`: name -> rows of further sheets."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    for name, others in (more or {}).items():
        other = book.create_sheet(name)
        for row in others:
            other.append(list(row))
    for name in hidden:
        book[name].sheet_state = "hidden"
    book.save(path)
    return path


def admission(number: int = 1, code: str = "10001001001000", **said) -> list:
    """One row under ADMISSIONS; `said` by header replaces what is there."""
    row = {
        "Họ và tên": f"Nguyễn Văn Thử {number}",
        "Ngày sinh": "05/06/1990",
        "Giới tính": "Nam",
        "Dân tộc": "Kinh",
        "Tôn giáo": "Không",
        "Đoàn viên": "x",
        "Trình độ GDPT": "12/12",
        "Chuyên môn": "Đại học",
        "Lý luận chính trị": "Sơ cấp",
        "Nghề nghiệp": "Nông dân",
        "Mã tổ chức": code,
        "Số quyết định": f"{number}-QĐ/ĐU",
        "Ngày quyết định": "10/02/2026",
        "Ngày kết nạp": "01/03/2026",
    } | said
    return [row[header] for header in ADMISSIONS]
