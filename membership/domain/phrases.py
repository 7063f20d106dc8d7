"""Acts as the log shows them, and how a filter offers them: every action that any app records has its phrase here."""

from django.utils.translation import gettext_lazy as _

PHRASES: dict[str, str] = {
    "admission.corrected": _("đính chính lượt kết nạp"),
    "admissions.recorded": _("ghi danh sách kết nạp"),
    "assignment.ended": _("kết thúc phân công"),
    "assignment.granted": _("phân công vai trò"),
    "candidate.advanced": _("ghi bước tiếp theo của quần chúng"),
    "candidate.amended": _("sửa thông tin quần chúng"),
    "candidate.corrected_by_list": _("sửa thông tin quần chúng theo danh sách"),
    "candidate.moved": _("chuyển quần chúng sang tổ chức khác"),
    "candidate.registered": _("thêm quần chúng ưu tú"),
    "candidate.reversed": _("đính chính việc đã ghi của quần chúng"),
    "candidates.recorded": _("ghi danh sách quần chúng ưu tú"),
    "catalogue.alias_added": _("thêm cách viết vào danh mục"),
    "job.cancelled": _("dừng công việc nền"),
    "list.discarded": _("bỏ danh sách đã tải lên"),
    "list.exported": _("xuất danh sách ra tệp"),
    "list.imported": _("nhập danh sách từ tệp"),
    "member.amended": _("sửa thông tin đảng viên"),
    "member.corrected_by_list": _("sửa thông tin đảng viên theo danh sách"),
    "member.left": _("ghi đảng viên không còn sinh hoạt"),
    "member.recorded": _("thêm đảng viên"),
    "member.transferred": _("chuyển sinh hoạt đảng viên"),
    "members.recorded": _("ghi danh sách đảng viên"),
    "organisation.described": _("sửa loại hình tổ chức"),
    "organisation.dissolved": _("giải thể tổ chức"),
    "organisation.established": _("thành lập tổ chức"),
    "organisation.listed": _("ghi danh sách tổ chức"),
    "organisation.moved": _("chuyển tổ chức sang cấp trên khác"),
    "organisation.renamed": _("đổi tên tổ chức"),
    "quota.adjusted": _("điều chỉnh chỉ tiêu"),
    "quota.recorded": _("ghi danh sách chỉ tiêu"),
    "quota.set": _("giao chỉ tiêu"),
    "report.exported": _("xuất báo cáo ra tệp"),
    "report.published": _("công bố báo cáo"),
    "report.started": _("bắt đầu lập báo cáo"),
    "user.changed": _("sửa tài khoản"),
    "user.closed": _("khóa tài khoản"),
    "user.opened": _("mở tài khoản"),
    "user.password_changed": _("đổi mật khẩu của mình"),
    "user.password_reset": _("cấp lại mật khẩu"),
    "user.reopened": _("mở lại tài khoản"),
}


def phrase(action: str) -> str:
    return str(PHRASES.get(action, action))
