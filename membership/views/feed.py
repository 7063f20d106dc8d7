"""The calendar at its secret address, for calendar programs: no session, no login, no trace but the last reading."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from membership.domain.calendar_feed import find_feed, note_failure, note_reading, too_many_failures
from membership.domain.calendar_sources import entries_of
from membership.exchange.calendar import calendar_file

RETRY_SECONDS = 900


@login_not_required
@require_safe
def feed(request, token):
    address = client_address(request)
    if too_many_failures(address):
        return HttpResponse(
            _("Có quá nhiều địa chỉ lịch sai từ máy này; xin thử lại sau 15 phút."),
            status=429,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": str(RETRY_SECONDS)},
        )
    found = find_feed(token)
    if found is None:
        note_failure(address)
        raise Http404
    note_reading(found)
    host = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    body = calendar_file(entries_of(found.user), with_names=found.with_names, host=host)
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": 'inline; filename="tao-nguon.ics"',
            "X-Robots-Tag": "noindex",
        },
    )


def client_address(request) -> str:
    """Who asks. Behind the office's own proxy it is the last address the proxy wrote; what stands before is hearsay."""
    if settings.BEHIND_PROXY and (forwarded := request.headers.get("X-Forwarded-For")):
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")
