"""The pages that can be gone to from the sidebar, by task. One whose route does not exist is not shown."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from membership.models import Action


@dataclass(frozen=True)
class Page:
    """A page that can be gone to: the name of its route, the action it needs ("" for none), its words and icon.

    `also`: routes that belong to it although their addresses do not begin with its own.
    """

    route: str
    action: str
    label: str
    icon: str
    short: str = ""
    words: str = ""  # other words by which the search finds it
    also: tuple[str, ...] = ()


WORK, PEOPLE, TRAINING, GROUND, PLAN, ADMINISTRATION = (
    "",
    _("Con người"),
    _("Bồi dưỡng"),
    _("Địa bàn, đoàn thể"),
    _("Kế hoạch và tổ chức"),
    _("Quản trị"),
)

PAGES: tuple[tuple[str, tuple[Page, ...]], ...] = (
    (
        WORK,
        (
            Page("membership:home", "", _("Việc cần làm"), "list-check", _("Việc"), "trang chủ nhắc việc"),
            Page(
                "candidates:deadline.list",
                Action.VIEW_PERSON_DETAILS,
                _("Thời hạn"),
                "calendar-due",
                "",
                "quá hạn đến hạn đôn đốc",
            ),
            Page(
                "candidates:quick",
                Action.EDIT_PERSON,
                _("Ghi nhanh"),
                "checkbox",
                _("Ghi nhanh"),
                "ghi việc trên điện thoại bước tiếp theo",
            ),
            Page("candidates:own", Action.INTRODUCE, _("Người đoàn thể giới thiệu"), "users-group", _("Giới thiệu")),
        ),
    ),
    (
        PEOPLE,
        (
            Page(
                "candidates:candidate.list",
                Action.VIEW_PERSON,
                _("Quần chúng ưu tú"),
                "user-star",
                _("Quần chúng"),
                "cảm tình đảng nguồn phát triển đảng viên",
            ),
            Page("candidates:nomination.list", Action.VIEW_PERSON, _("Giới thiệu"), "user-plus", "", "đoàn thể"),
            Page(
                "candidates:mentor.list",
                Action.VIEW_PERSON,
                _("Người giúp đỡ"),
                "heart-handshake",
                "",
                "nhận xét",
                ("candidates:mentor.month",),
            ),
            Page(
                "candidates:review.list",
                Action.VIEW_PERSON,
                _("Rà soát nguồn"),
                "checklist",
                "",
                "cảm tình đảng",
                ("candidates:review.new",),
            ),
            Page("candidates:verification.list", Action.VIEW_PERSON_DETAILS, _("Thư thẩm tra"), "mail", "", "lý lịch"),
            Page(
                "candidates:transfer.list",
                Action.VIEW_PERSON,
                _("Chuyển sinh hoạt"),
                "arrows-exchange",
                _("Chuyển đi, đến"),
                "giấy giới thiệu chuyển đi chuyển đến",
            ),
            Page(
                "candidates:referral.list",
                Action.VIEW_PERSON,
                _("Hai nơi làm việc, cư trú"),
                "building-factory",
                "",
                "doanh nghiệp công nhân sinh viên giới thiệu",
            ),
            Page(
                "candidates:paper.bundle",
                Action.VIEW_PERSON_DETAILS,
                _("In giấy tờ"),
                "printer",
                "",
                "mẫu đơn nghị quyết quyết định danh sách trích ngang",
            ),
            Page(
                "candidates:admission.list",
                Action.VIEW_PERSON,
                _("Kết nạp"),
                "award",
                _("Kết nạp"),
                "quyết định kết nạp đảng viên mới",
            ),
            Page("membership:member.list", Action.VIEW_PERSON, _("Đảng viên"), "users", _("Đảng viên"), "dự bị"),
            Page(
                "membership:movement.list",
                Action.VIEW_PERSON,
                _("Tăng, giảm đảng viên"),
                "arrows-up-down",
                "",
                "biểu 1 biến động từ trần khai trừ xóa tên chuyển đi chuyển đến",
            ),
        ),
    ),
    (
        TRAINING,
        (
            Page(
                "candidates:class.list",
                Action.VIEW_ORGANISATION,
                _("Lớp bồi dưỡng"),
                "school",
                _("Lớp học"),
                "nhận thức về đảng đảng viên mới học viên điểm danh",
            ),
            Page("candidates:training.need", Action.VIEW_PERSON, _("Nhu cầu học"), "clipboard-list", "", "cử đi học"),
            Page(
                "candidates:talk.list", Action.VIEW_PERSON, _("Nói chuyện chuyên đề"), "speakerphone", "", "sáu tháng"
            ),
        ),
    ),
    (
        GROUND,
        (
            Page(
                "candidates:radar",
                Action.VIEW_FIGURES,
                _("Nơi cần chú ý"),
                "radar-2",
                "",
                "chi bộ nhiều năm không kết nạp dưới 5 đảng viên nguy cơ tái trắng",
            ),
            Page(
                "membership:unit.list",
                Action.VIEW_ORGANISATION,
                _("Thôn, bản, tổ dân phố"),
                "home-2",
                _("Thôn, bản"),
                "đơn vị dân cư trắng đảng viên chưa có chi bộ",
            ),
            Page(
                "membership:holder.list",
                Action.VIEW_PERSON,
                _("Chức danh ở thôn, bản"),
                "id-badge-2",
                "",
                "trưởng ban công tác mặt trận chi hội trưởng bí thư chi đoàn trưởng thôn",
            ),
            Page(
                "candidates:mass.list",
                Action.VIEW_FIGURES,
                _("Đoàn thể"),
                "flag",
                "",
                "đoàn thanh niên công đoàn mặt trận chỉ tiêu giới thiệu",
            ),
        ),
    ),
    (
        PLAN,
        (
            Page("reports:quota.list", Action.VIEW_FIGURES, _("Chỉ tiêu"), "target-arrow", _("Chỉ tiêu"), "kế hoạch"),
            Page(
                "reports:report.list",
                Action.VIEW_FIGURES,
                _("Báo cáo"),
                "report-analytics",
                _("Báo cáo"),
                "tiến độ quý số liệu biểu",
            ),
            Page(
                "membership:organisation.list",
                Action.VIEW_ORGANISATION,
                _("Tổ chức đảng"),
                "sitemap",
                _("Tổ chức"),
                "chi bộ đảng bộ cây tổ chức",
            ),
            Page(
                "membership:import.list",
                Action.IMPORT,
                _("Nhập, xuất tệp"),
                "file-import",
                _("Nhập tệp"),
                "excel tải lên danh sách",
            ),
        ),
    ),
    (
        ADMINISTRATION,
        (
            Page("membership:user.list", Action.MANAGE_USERS, _("Tài khoản"), "user-cog", "", "người dùng phân quyền"),
            Page(
                "membership:catalogue.list",
                Action.VIEW_ORGANISATION,
                _("Danh mục"),
                "books",
                "",
                "dân tộc tôn giáo lịch nghỉ lễ làm bù",
            ),
            Page(
                "candidates:rules",
                Action.VIEW_ORGANISATION,
                _("Quy định"),
                "gavel",
                "",
                "thời hạn điều kiện kết nạp văn bản biểu mẫu thẩm quyền ngày nghỉ lễ",
            ),
            Page(
                "candidates:template.list",
                Action.MANAGE_CATALOGUES,
                _("Mẫu giấy tờ"),
                "file-text",
                "",
                "biểu mẫu word kết nạp",
            ),
            Page("membership:job.list", "", _("Công việc nền"), "clock", "", "tiến trình"),
            Page("membership:activity.list", Action.VIEW_LOG, _("Nhật ký"), "history", "", "ai đã làm gì"),
        ),
    ),
)
