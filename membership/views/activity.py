"""The log: who did what, where, when."""

from django.utils.translation import gettext as _

from membership.filters import ActivityFilterSet
from membership.models import Action, Activity
from membership.tables import ActivityTable
from membership.views.access import requires
from membership.views.lists import list_page


@requires(Action.VIEW_LOG)
def activity_list(request):
    return list_page(
        request,
        queryset=Activity.objects.visible_to(request.user).select_related("by", "organisation"),
        filterset_class=ActivityFilterSet,
        table_class=ActivityTable,
        template="membership/activity_list.html",
        title=_("Nhật ký"),
        context={
            "empty_title": _("Chưa có việc nào được ghi"),
            "empty_text": _("Mỗi việc làm thay đổi dữ liệu để lại một dòng ở đây, không ai sửa hay xóa được."),
        },
    )
