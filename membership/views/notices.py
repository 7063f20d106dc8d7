"""Notices: what one was told, unread first on request; reading one goes on to the page it speaks of."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from membership.domain.notices import mark_all_read, mark_read, unread_count
from membership.models import Notice
from membership.views.access import OPEN_TO_ALL, fetch, requires
from membership.views.lists import CappedPaginator

UNREAD = "chua-doc"


@requires(OPEN_TO_ALL)
@require_safe
def notice_list(request):
    only_unread = request.GET.get("loc") == UNREAD
    rows = Notice.objects.visible_to(request.user)
    paginator = CappedPaginator(rows.unread() if only_unread else rows, settings.PAGE_SIZE)
    context = {
        "page": paginator.get_page(request.GET.get("trang")),
        "paginator": paginator,
        "only_unread": only_unread,
        "unread": unread_count(request.user),
    }
    return render(request, "membership/notice_list.html", context)


@requires(OPEN_TO_ALL)
@require_POST
def notice_read(request, pk):
    """Mark as read; `mo` goes on to the page of the notice, otherwise back to the list."""
    notice = fetch(Notice.objects.all(), request.user, pk=pk)
    mark_read(by=request.user, notice=notice)
    if "mo" in request.POST and notice.url:
        return redirect(notice.url)
    return redirect("membership:notice.list")


@requires(OPEN_TO_ALL)
@require_POST
def notice_read_all(request):
    count = mark_all_read(by=request.user)
    if count:
        told = ngettext("Đã đánh dấu %d thông báo là đã đọc.", "Đã đánh dấu %d thông báo là đã đọc.", count)
        messages.success(request, told % count)
    else:
        messages.info(request, _("Không còn thông báo nào chưa đọc."))
    return redirect("membership:notice.list")
