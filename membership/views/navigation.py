"""The way around: sidebar, bottom bar, the places a person works for. Only what the person may do is shown."""

from dataclasses import dataclass

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from membership.base import paths
from membership.domain.lookup import link
from membership.domain.notices import bell_counts
from membership.models import Organisation, RoleCode
from membership.views.pages import PAGES


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


BOTTOM_ORDER = (
    "membership:home",
    "candidates:candidate.list",
    "membership:member.list",
    "reports:report.list",
    "reports:quota.list",
    "membership:organisation.list",
    "membership:user.list",
    "membership:activity.list",
    "candidates:own",
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
    owners = {
        each: url for _title, rows in found for page, url in rows for each in (url, *map(link, page.also)) if each
    }
    begins = [each for each in owners if path == each or (each != "/" and path.startswith(each))]
    active = owners.get(max(begins, key=len, default=""))
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
