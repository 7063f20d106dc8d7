"""Who may open a page: every view names the action it needs, and fetches its objects through `visible_to`.

Logged out: to the login page. Without the right anywhere: 403. Outside one's subtree, or not there at all: 404.
In the subtree but without the right there: 403.
"""

import logging
from functools import wraps

from django.contrib.messages.storage import default_storage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed

logger = logging.getLogger(__name__)

OPEN_TO_ALL = ""  # any logged-in person, about themselves only
METHODS = ("GET", "HEAD", "POST")


def requires(action: str):
    """Declare the action a view needs (`OPEN_TO_ALL`: none). The access matrix reads it from `view.required_action`."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if action and not request.user.may(action):
                if kwargs and _look_for_the_object(view, request, args, kwargs) == HttpResponseNotAllowed.status_code:
                    return HttpResponseNotAllowed(METHODS)
                raise PermissionDenied
            if request.method not in METHODS:
                return HttpResponseNotAllowed(METHODS)
            return view(request, *args, **kwargs)

        guarded.required_action = action
        return guarded

    return decorate


def _look_for_the_object(view, request, args, kwargs) -> int | None:
    """A view about one object begins with `fetch`, which raises Http404 when it lies outside the person's subtrees.

    Nothing else of the view counts for a person without the right: of its answer only the status is kept, no write.
    """
    told = getattr(request, "_messages", None)
    if told is not None:
        request._messages = default_storage(request)  # what it says it did, it did not do
    with transaction.atomic():
        try:
            return view(request, *args, **kwargs).status_code
        except (Http404, PermissionDenied):
            raise
        except Exception as error:
            logger.debug("A refused request went on into its view: %r", error)
            return None
        finally:
            if told is not None:
                request._messages = told
            transaction.set_rollback(True)


def fetch(queryset, user, action: str | None = None, **lookup):
    """The row that a person may reach for `action` (by default: look at it).

    403 where it lies in one of their subtrees but the right is missing, 404 where it lies outside or is not there.
    """
    row = queryset.visible_to(user, action).filter(**lookup).first()
    if row is not None:
        return row
    if hasattr(queryset, "inside") and queryset.inside(user).filter(**lookup).exists():
        raise PermissionDenied
    raise Http404
