"""Acts as the log shows them: every action that any app records has its phrase here, or adds it when ready."""

from django.utils.translation import gettext_lazy as _

PHRASES: dict[str, str] = {
    "catalogue.alias_added": _("thêm cách viết vào danh mục"),
    "job.cancelled": _("dừng công việc nền"),
    "user.password_changed": _("đổi mật khẩu của mình"),
}

SUBJECTS: dict[str, str] = {
    "organisation": _("tổ chức đảng"),
    "user": _("tài khoản"),
    "assignment": _("phân công"),
    "importbatch": _("đợt nhập"),
    "job": _("công việc nền"),
    "cataloguealias": _("danh mục"),
    "partymember": _("đảng viên"),
    "candidate": _("quần chúng ưu tú"),
    "admission": _("lượt kết nạp"),
    "quota": _("chỉ tiêu"),
    "run": _("báo cáo"),
}


def phrase(action: str) -> str:
    return str(PHRASES.get(action, action))
