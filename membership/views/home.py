from django.shortcuts import render
from django.utils import timezone

from membership.domain.worklist import Urgency, work_of
from membership.views.access import OPEN_TO_ALL, requires


@requires(OPEN_TO_ALL)
def home(request):
    """The work list. What cannot be done by this person is not here."""
    items = work_of(request.user)
    groups = [(urgency.name.lower(), [item for item in items if item.urgency == urgency]) for urgency in Urgency]
    context = {
        "groups": [(name, rows) for name, rows in groups if rows],
        "today": timezone.localdate(),
        "has_no_rights": not request.user.current_assignments(),
    }
    return render(request, "membership/home.html", context)
