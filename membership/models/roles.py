"""Roles as a table: what a person may do in the subtree of the organisation the role is given for.

An action is a word "thing.verb". A role reaches its organisation and everything under it; nothing else gives a right.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    VIEW_ORGANISATION = "organisation.view", _("xem tổ chức đảng")
    MANAGE_ORGANISATION = "organisation.manage", _("thành lập, chuyển, đổi tên, giải thể tổ chức đảng")
    VIEW_PERSON = "person.view", _("xem quần chúng ưu tú, đảng viên")
    VIEW_PERSON_DETAILS = "person.details", _("xem dân tộc, tôn giáo và thông tin chi tiết của một người")
    EDIT_PERSON = "person.edit", _("ghi nhận, sửa quần chúng ưu tú, đảng viên")
    MANAGE_CLASS = "class.manage", _("mở lớp bồi dưỡng, xếp học viên, điểm danh, cấp giấy chứng nhận")
    MANAGE_UNIT = "unit.manage", _("quản lý thôn, bản, tổ dân phố và người giữ chức danh ở đó")
    MANAGE_MASS = "mass.manage", _("giao chỉ tiêu giới thiệu cho đoàn thể")
    INTRODUCE = "introduction.own", _("xem người do đoàn thể mình giới thiệu")
    VIEW_FIGURES = "figures.view", _("xem chỉ tiêu và báo cáo")
    SET_QUOTA = "quota.set", _("giao chỉ tiêu")
    RUN_REPORT = "report.run", _("lập báo cáo")
    IMPORT = "list.import", _("nhập danh sách từ tệp")
    EXPORT = "list.export", _("xuất danh sách ra tệp")
    MANAGE_USERS = "user.manage", _("quản lý tài khoản")
    MANAGE_CATALOGUES = "catalogue.manage", _("quản lý danh mục")
    MANAGE_RULES = "rules.manage", _("đặt quy định riêng của địa phương")
    OVERRIDE = "condition.override", _("cho qua một điều kiện chưa đủ, có lý do và văn bản")
    VIEW_LOG = "log.view", _("xem nhật ký")
    VIEW_JOBS = "job.view", _("xem công việc nền của mọi người")


class RoleCode(models.TextChoices):
    BRANCH_SECRETARY = "branch_secretary", _("Bí thư chi bộ")
    BASE_STAFF = "base_staff", _("Cán bộ đảng ủy cơ sở")
    ORGANISATION_STAFF = "organisation_staff", _("Cán bộ ban tổ chức")
    LEADER = "leader", _("Lãnh đạo cấp ủy")
    TRAINING_STAFF = "training_staff", _("Cán bộ trung tâm chính trị")
    MASS_ORGANISATION = "mass_organisation", _("Cán bộ đoàn thể")
    INSPECTOR = "inspector", _("Cán bộ kiểm tra")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")


@dataclass(frozen=True)
class Role:
    code: RoleCode
    may: frozenset[Action]
    note: str

    @property
    def label(self) -> str:
        return self.code.label


_READ = frozenset({Action.VIEW_ORGANISATION, Action.VIEW_PERSON, Action.VIEW_PERSON_DETAILS, Action.VIEW_FIGURES})

ROLES: dict[str, Role] = {
    role.code.value: role
    for role in (
        Role(
            RoleCode.BRANCH_SECRETARY,
            _READ | {Action.EDIT_PERSON, Action.EXPORT},
            _("Ghi nhận và theo dõi người của chi bộ mình."),
        ),
        Role(
            RoleCode.BASE_STAFF,
            _READ
            | {
                Action.EDIT_PERSON,
                Action.MANAGE_CLASS,
                Action.MANAGE_UNIT,
                Action.MANAGE_MASS,
                Action.OVERRIDE,
                Action.SET_QUOTA,
                Action.RUN_REPORT,
                Action.IMPORT,
                Action.EXPORT,
            },
            _("Làm mọi việc nghiệp vụ trong đảng bộ cơ sở, trừ thay đổi tổ chức."),
        ),
        Role(
            RoleCode.ORGANISATION_STAFF,
            _READ
            | {
                Action.MANAGE_ORGANISATION,
                Action.EDIT_PERSON,
                Action.MANAGE_CLASS,
                Action.MANAGE_UNIT,
                Action.MANAGE_MASS,
                Action.OVERRIDE,
                Action.MANAGE_RULES,
                Action.SET_QUOTA,
                Action.RUN_REPORT,
                Action.IMPORT,
                Action.EXPORT,
            },
            _("Làm mọi việc nghiệp vụ và thay đổi tổ chức trong đảng bộ."),
        ),
        Role(RoleCode.LEADER, _READ | {Action.EXPORT}, _("Chỉ đọc: số liệu, danh sách, tiến độ.")),
        Role(
            RoleCode.TRAINING_STAFF,
            frozenset({Action.VIEW_ORGANISATION, Action.VIEW_PERSON, Action.MANAGE_CLASS}),
            _(
                "Mở lớp, điểm danh, cấp giấy chứng nhận; thấy họ tên, năm sinh, đơn vị của quần chúng để mở lớp, "
                "không thấy thông tin chi tiết."
            ),
        ),
        Role(
            RoleCode.MASS_ORGANISATION,
            frozenset({Action.INTRODUCE}),
            _("Chỉ thấy người do đoàn thể mình giới thiệu và họ đã đến bước nào; không xem hồ sơ."),
        ),
        Role(RoleCode.INSPECTOR, _READ | {Action.VIEW_LOG}, _("Chỉ đọc, và đọc nhật ký.")),
        Role(
            RoleCode.ADMINISTRATOR,
            frozenset(
                {
                    Action.VIEW_ORGANISATION,
                    Action.MANAGE_USERS,
                    Action.MANAGE_CATALOGUES,
                    Action.MANAGE_RULES,
                    Action.VIEW_LOG,
                    Action.VIEW_JOBS,
                }
            ),
            _("Quản lý tài khoản, danh mục, công việc nền; không xem hồ sơ cá nhân."),
        ),
    )
}


def roles_that_may(action: str) -> frozenset[str]:
    return frozenset(code for code, role in ROLES.items() if action in role.may)
