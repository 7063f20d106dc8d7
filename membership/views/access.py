"""Who may open a page: every view names the action it needs, and fetches its objects through `visible_to`.

Logged out: to the login page. Without the right anywhere: 403. Outside one's subtree, or not there at all: 404.
In the subtree but without the right there: 403.
"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404

OPEN_TO_ALL = ""  # any logged-in person, about themselves only


def requires(action: str):
    """Declare the action a view needs (`OPEN_TO_ALL`: none). The access matrix reads it from `view.required_action`."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if action and not request.user.may(action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.required_action = action
        return guarded

    return decorate


def fetch(queryset, user, action: str | None = None, **lookup):
    """The row that a person may reach for `action`: 404 outside their subtree, 403 where they may only look."""
    seen = queryset.visible_to(user).filter(**lookup)
    if action is not None:
        row = queryset.visible_to(user, action).filter(**lookup).first()
        if row is not None:
            return row
        if seen.exists():
            raise PermissionDenied
        raise Http404
    row = seen.first()
    if row is None:
        raise Http404
    return row
