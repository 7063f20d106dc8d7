"""The demo's accounts. Everybody knows their password: they belong to invented data and to nothing else."""

from typing import NamedTuple

from membership.models import RoleCode
from reports.demo.can_tho_places import CITY_CODE

DEMO_PASSWORD = "tao-nguon-demo-2026"  # noqa: S105  published on purpose: load_demo and serve print it


class DemoAccount(NamedTuple):
    username: str
    password: str
    purpose: str
    role: RoleCode
    organisation_code: str
    full_name: str


BINH_THUY = "92002000000000"
BINH_THUY_BRANCH = "92002001000003"


def _account(username: str, purpose: str, role: RoleCode, organisation_code: str, full_name: str) -> DemoAccount:
    return DemoAccount(username, DEMO_PASSWORD, purpose, role, organisation_code, f"{full_name} (dùng thử)")


DEMO_ACCOUNTS = (
    _account(
        "bantochuc",
        "Ban Tổ chức Thành ủy: mọi việc nghiệp vụ của cả đảng bộ",
        RoleCode.ORGANISATION_STAFF,
        CITY_CODE,
        "Ban Tổ chức Thành ủy",
    ),
    _account("lanhdao", "lãnh đạo Thành ủy: chỉ đọc", RoleCode.LEADER, CITY_CODE, "Lãnh đạo Thành ủy"),
    _account(
        "quan.binhthuy",
        "Ban Tổ chức Quận ủy Bình Thủy: một đảng bộ quận",
        RoleCode.ORGANISATION_STAFF,
        BINH_THUY,
        "Ban Tổ chức Quận ủy Bình Thủy",
    ),
    _account(
        "bithu.chibo",
        "bí thư Chi bộ khu vực 3, phường Bình Thủy",
        RoleCode.BRANCH_SECRETARY,
        BINH_THUY_BRANCH,
        "Bí thư Chi bộ khu vực 3",
    ),
    _account(
        "trungtam",
        "trung tâm chính trị quận Bình Thủy: mở lớp, chỉ thấy họ tên, năm sinh, đơn vị",
        RoleCode.TRAINING_STAFF,
        BINH_THUY,
        "Trung tâm Chính trị quận Bình Thủy",
    ),
    _account("kiemtra", "cán bộ kiểm tra: chỉ đọc, và đọc nhật ký", RoleCode.INSPECTOR, CITY_CODE, "Ủy ban Kiểm tra"),
    _account(
        "quantri",
        "quản trị: tài khoản, danh mục, công việc nền",
        RoleCode.ADMINISTRATOR,
        CITY_CODE,
        "Quản trị hệ thống",
    ),
)
