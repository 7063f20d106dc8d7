"""The way around: sidebar, bottom bar, the places a person works for. Only what the person may do is shown."""

from dataclasses import dataclass

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from membership.base import paths
from membership.domain.lookup import link
from membership.domain.notices import bell_counts
from membership.models import Action, Organisation, RoleCode


@dataclass(frozen=True)
class Page:
    """A page that can be gone to: the name of its route, the action it needs ("" for none), its words and icon."""

    route: str
    action: str
    label: str
    icon: str
    short: str = ""
    words: str = ""  # other words by which the search finds it


@dataclass(frozen=True)
class Entry:
    label: str
    short: str
    url: str
    icon: str
    active: bool
    words: str


@dataclass(frozen=True)
class Group:
    title: str
    entries: list[Entry]


WORK, PEOPLE, PLAN, ADMINISTRATION = "", _("Con người"), _("Kế hoạch và tổ chức"), _("Quản trị")

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
            Page("candidates:mentor.list", Action.VIEW_PERSON, _("Người giúp đỡ"), "heart-handshake", "", "nhận xét"),
            Page("candidates:review.new", Action.EDIT_PERSON, _("Rà soát nguồn"), "checklist", "", "cảm tình đảng"),
            Page("candidates:review.list", Action.VIEW_PERSON, _("Các lần rà soát"), "history", "", "nghị quyết"),
            Page("candidates:nomination.list", Action.VIEW_PERSON, _("Giới thiệu"), "user-plus", "", "đoàn thể"),
            Page(
                "candidates:quick",
                Action.EDIT_PERSON,
                _("Ghi nhanh"),
                "checkbox",
                _("Ghi nhanh"),
                "ghi việc trên điện thoại bước tiếp theo",
            ),
            Page("candidates:verification.list", Action.VIEW_PERSON_DETAILS, _("Thư thẩm tra"), "mail", "", "lý lịch"),
            Page("membership:member.list", Action.VIEW_PERSON, _("Đảng viên"), "users", _("Đảng viên"), "dự bị"),
            Page(
                "candidates:admission.list",
                Action.VIEW_PERSON,
                _("Kết nạp"),
                "award",
                _("Kết nạp"),
                "quyết định kết nạp đảng viên mới",
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
                "candidates:transfer.list",
                Action.VIEW_PERSON,
                _("Chuyển sinh hoạt"),
                "arrows-exchange",
                _("Chuyển đi, đến"),
                "giấy giới thiệu chuyển đi chuyển đến",
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
BOTTOM_ORDER = (
    "membership:home",
    "candidates:candidate.list",
    "membership:member.list",
    "reports:report.list",
    "reports:quota.list",
    "membership:organisation.list",
    "membership:user.list",
    "membership:activity.list",
)
# A branch secretary holds the phone: what is to be recorded is one tap away.
BOTTOM_OF_A_BRANCH = ("membership:home", "candidates:quick", *BOTTOM_ORDER[1:])
BOTTOM_COUNT = 4
SHORTCUTS = (
    "candidates:candidate.list",
    "candidates:admission.list",
    "membership:member.list",
    "reports:quota.list",
    "reports:report.list",
    "membership:organisation.list",
    "membership:import.list",
    "membership:user.list",
)
SHOWN_PLACES = 1


def entries_for(user, path: str = "") -> list[tuple[str, list[tuple[str, Entry]]]]:
    """(group, [(route, entry)]) of what the person may open; active is the longest address that begins `path`."""
    found = []
    for title, pages in PAGES:
        rows = []
        for page in pages:
            if page.action and not user.may(page.action):
                continue
            if url := link(page.route):
                rows.append((page, url))
        found.append((title, rows))
    urls = [
        url for _title, rows in found for _page, url in rows if path == url or (url != "/" and path.startswith(url))
    ]
    active = max(urls, key=len, default=None)
    return [
        (
            title,
            [
                (page.route, Entry(page.label, page.short or page.label, url, page.icon, url == active, page.words))
                for page, url in rows
            ],
        )
        for title, rows in found
        if rows
    ]


class Navigation:
    """Everything the frame of a page shows, in two queries beside those that read the person's rights."""

    def __init__(self, user, path: str):
        found = entries_for(user, path)
        self.groups = [Group(title, [entry for _route, entry in rows]) for title, rows in found]
        by_route = dict(pair for _title, rows in found for pair in rows)
        of_branch = any(role == RoleCode.BRANCH_SECRETARY for role, _path in user.current_assignments())
        order = BOTTOM_OF_A_BRANCH if of_branch else BOTTOM_ORDER
        self.bottom = [by_route[route] for route in order if route in by_route][:BOTTOM_COUNT]
        self.shortcuts = [entry for route, entry in by_route.items() if route in SHORTCUTS]
        self.places, self.more_places = _places(user)
        self.roles = _roles(user)
        self.unread, self.jobs = bell_counts(user)

    @property
    def bell(self) -> int:
        """Unread notices, and own jobs that run or have just ended."""
        return self.unread + self.jobs


def _places(user) -> tuple[list[dict], int]:
    """The organisations a person works for (the topmost of all assignments), each with a link where there is a page."""
    tops = paths.topmost([path for _role, path in user.current_assignments()])
    shown = Organisation.objects.filter(path__in=tops[:SHOWN_PLACES]).only("pk", "name", "path")
    places = [{"name": row.name, "url": link("membership:organisation.detail", row.pk)} for row in shown]
    return places, max(0, len(tops) - SHOWN_PLACES)


def _roles(user) -> str:
    codes = dict.fromkeys(role for role, _path in user.current_assignments())
    return ", ".join(str(RoleCode(code).label) for code in codes) or str(_("Chưa được phân công"))


def navigation(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"nav": SimpleLazyObject(lambda: Navigation(user, request.path))}
