"""Tables of lists: plain columns in the house's own frame (templates/parts/table.html)."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from membership.catalogues import ORGANISATION_TYPES
from membership.domain.phrases import phrase
from membership.models import Activity, Job, Organisation, User
from membership.templatetags.present import UNKNOWN, day, moment, number


class NumberColumn(tables.Column):
    """A count, to the right: 1.234; unknown is –."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("attrs", {"td": {"class": "num"}, "th": {"class": "num"}})
        kwargs.setdefault("default", UNKNOWN)
        super().__init__(*args, **kwargs)

    def render(self, value):
        return number(value)


class DayColumn(tables.Column):
    """dd/mm/yyyy; unknown is –."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("attrs", {"td": {"class": "nowrap tabular"}})
        kwargs.setdefault("default", UNKNOWN)
        super().__init__(*args, **kwargs)

    def render(self, value):
        return day(value)


class MomentColumn(tables.Column):
    """Hour and day in local time."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("attrs", {"td": {"class": "nowrap tabular"}})
        kwargs.setdefault("default", UNKNOWN)
        super().__init__(*args, **kwargs)

    def render(self, value):
        return moment(value)


class ListTable(tables.Table):
    """Base of every list: the first column is the link, and the whole row follows it."""

    class Meta:
        template_name = "parts/table.html"
        order_by_field = "sap-xep"
        page_field = "trang"
        empty_text = ""
        default = UNKNOWN

    def __init__(self, *args, request=None, **kwargs):
        kwargs.setdefault("order_by_field", "sap-xep")
        kwargs.setdefault("page_field", "trang")
        # Given to the library, the request would page by itself: count all rows, and break on ?per_page=-1.
        super().__init__(*args, **kwargs)
        self.request = request


class JobTable(ListTable):
    title = tables.Column(linkify=("membership:job.detail", {"pk": tables.A("pk")}))
    state = tables.TemplateColumn(
        template_name="parts/job_state.html", verbose_name=_("Tình trạng"), extra_context={"quiet": True}
    )
    requested_by = tables.Column(
        verbose_name=_("Người yêu cầu"), accessor="requested_by__full_name", default=_("hệ thống")
    )
    created_at = MomentColumn(verbose_name=_("Lúc"))

    class Meta(ListTable.Meta):
        model = Job
        fields = ("title", "state", "requested_by", "created_at")
        order_by = "-created_at"


class ActivityTable(ListTable):
    at = MomentColumn(verbose_name=_("Lúc"))
    by = tables.Column(verbose_name=_("Người làm"), accessor="by__full_name", default=_("hệ thống"))
    action = tables.Column(verbose_name=_("Việc"))
    subject_label = tables.Column(verbose_name=_("Đối tượng"))
    organisation = tables.Column(verbose_name=_("Tổ chức"), accessor="organisation__name")

    class Meta(ListTable.Meta):
        model = Activity
        fields = ("at", "by", "action", "subject_label", "organisation")
        order_by = "-at"

    def render_action(self, value):
        return phrase(value)


class OrganisationTable(ListTable):
    name = tables.Column(
        verbose_name=_("Tên tổ chức"), linkify=("membership:organisation.detail", {"pk": tables.A("pk")})
    )
    code = tables.Column(verbose_name=_("Mã"), attrs={"td": {"class": "nowrap tabular"}})
    kind = tables.Column(verbose_name=_("Loại tổ chức"))
    type_code = tables.Column(verbose_name=_("Loại hình"))
    parent = tables.Column(verbose_name=_("Cấp trên"), accessor="parent__name", orderable=False)
    valid_to = DayColumn(verbose_name=_("Kết thúc"))

    class Meta(ListTable.Meta):
        model = Organisation
        fields = ("name", "code", "kind", "type_code", "parent", "valid_to")
        order_by = "code"

    def render_code(self, record):
        return record.code_display

    def render_type_code(self, value):
        return ORGANISATION_TYPES.name_of(value) or UNKNOWN


class UserTable(ListTable):
    full_name = tables.Column(
        verbose_name=_("Họ và tên"), linkify=("membership:user.detail", {"pk": tables.A("pk")}), order_by=("sort_key",)
    )
    username = tables.Column(verbose_name=_("Tên đăng nhập"))
    roles = tables.TemplateColumn(
        template_name="membership/_user_roles.html",
        verbose_name=_("Vai trò hiện nay"),
        orderable=False,
        empty_values=(),
    )
    is_active = tables.Column(
        verbose_name=_("Tình trạng"), attrs={"td": {"class": "nowrap"}, "th": {"class": "nowrap"}}
    )
    last_login = MomentColumn(verbose_name=_("Lần vào gần nhất"))

    class Meta(ListTable.Meta):
        model = User
        fields = ("full_name", "username", "roles", "is_active", "last_login")
        order_by = "full_name"

    def render_is_active(self, value):
        return _("Đang dùng") if value else _("Đã khóa")
