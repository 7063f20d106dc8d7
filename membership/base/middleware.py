"""Requests have an end; sessions end when nobody works; private pages stay out of every cache."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import render

LAST_SEEN = "last_seen"


class BodyLimitMiddleware:
    """Refuse a body larger than any list may be before a byte of it is read, so that nobody can fill the disk.

    Forms check the file itself and answer beside the field; this leaves them room for the rest of a form.
    """

    ROOM = 1024 * 1024

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > 2 * settings.IMPORT_MAX_BYTES + self.ROOM:
            megabytes = settings.IMPORT_MAX_BYTES // (1024 * 1024)
            return render(request, "413.html", {"megabytes": megabytes}, status=413)
        return self.get_response(request)


class IdleSessionMiddleware:
    """Log out a session idle for SESSION_IDLE_SECONDS. A page that polls by itself does not count as work."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(LAST_SEEN)
            if seen is not None and now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif "HX-Polling" not in request.headers and (seen is None or now - seen >= 30):
                request.session[LAST_SEEN] = now
        return self.get_response(request)


class PrivatePagesMiddleware:
    """What a logged-in person was shown is not kept by a browser or a proxy on a shared PC."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response
