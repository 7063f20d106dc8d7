"""People who graduate or whose contract ends: what must be done before, whether there is time, where they go."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from candidates.domain.students import leavers, plans
from candidates.exchange.student_list import export_leavers
from candidates.filters_referrals import LeavingFilterSet
from candidates.models import Candidate
from candidates.tables_referrals import LeavingTable
from candidates.views.referrals import export_address
from membership.models import Action
from membership.views.access import requires
from membership.views.lists import EXPORT_PARAMETER, list_page

SEEN_BY = Action.VIEW_PERSON_DETAILS


@requires(SEEN_BY)
@require_safe
def student_list(request):
    """Who leaves first stands first."""
    queryset = leavers(Candidate.objects.visible_to(request.user, SEEN_BY))
    queryset = queryset.select_related("organisation__parent", "circumstances")
    today = timezone.localdate()
    may_export = request.user.may(Action.EXPORT)
    if may_export and request.GET.get(EXPORT_PARAMETER) == "xlsx":
        filterset = LeavingFilterSet(request.GET, queryset=queryset, request=request)
        found = filterset.qs if filterset.is_valid() else queryset.none()
        found = found.visible_to(request.user, Action.EXPORT).order_by("circumstances__leaves_on", "pk")
        return export_leavers(request, found, today)

    def table(rows, request):
        return LeavingTable(rows, request=request, beside=lambda keys: plans(list(queryset.filter(pk__in=keys)), today))

    return list_page(
        request,
        queryset=queryset,
        filterset_class=LeavingFilterSet,
        table_class=table,
        template="candidates/student_list.html",
        title=_("Sắp tốt nghiệp, hết hợp đồng"),
        context={
            "tab": "sap-di",
            "sees_details": True,
            "export_url": export_address(request) if may_export else "",
            "empty_icon": "school",
            "empty_title": _("Không có ai sắp rời đi"),
            "empty_text": _(
                "Ngày dự kiến rời đi và lý do được ghi ở phần “Điều kiện kết nạp” trên trang của từng người."
            ),
        },
    )
