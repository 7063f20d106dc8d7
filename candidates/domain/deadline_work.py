"""Deadlines as work: what a person must do first, what waits above, whom to press below; counted in one query."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from candidates.domain.deadline_kinds import BY_CODE, ORDER, RANK, WINDOWS
from candidates.models import Actor, Deadline
from candidates.procedure.levels import level_of
from candidates.procedure.schema import Level
from candidates.procedure.texts import PROCEDURES
from membership.domain.lookup import link
from membership.domain.worklist import INFO, OVERDUE, SOON, Urgency, WorkItem, provider
from membership.models import Action, Organisation, RoleCode
from membership.models.roles import roles_that_may

ROUTE = "candidates:deadline.list"
NEAR = 30  # days ahead that the home page speaks of kind by kind; beyond, it only counts
LATE = 0
_EDITORS = roles_that_may(Action.EDIT_PERSON)


# --- who acts --------------------------------------------------------------------------------------------------------
def actors_at(role: str, kind: str, today: date) -> frozenset[str]:
    """Whose acts a person of a role does in an organisation of this kind: what is theirs to do first."""
    if role == RoleCode.BRANCH_SECRETARY:
        actors = {Actor.PERSON, Actor.BRANCH}
    else:
        actors = {Actor.SECTION, Actor.BASE} if role == RoleCode.BASE_STAFF else {Actor.AUTHORITY}
    level = level_of(kind, today)
    if Level.BASE in (level, level_of(kind, PROCEDURES[-1].text.in_force_from)):
        actors.add(Actor.BASE)
    if level in (Level.ABOVE_BASE, Level.UNDER_CENTRE):
        actors.add(Actor.AUTHORITY)
    return frozenset(str(actor) for actor in actors)


def own_actors(user, today: date | None = None) -> frozenset[str]:
    """Whose acts this person does, over all their assignments; one query."""
    held = [(role, path) for role, path in user.current_assignments() if role in _EDITORS]
    if not held:
        return frozenset()
    kinds = dict(Organisation.objects.filter(path__in={path for _role, path in held}).values_list("path", "kind"))
    today = today or timezone.localdate()
    return frozenset().union(*(actors_at(role, kinds.get(path, ""), today) for role, path in held))


def is_below(actor: str, own: Iterable[str]) -> bool:
    """Somebody further down than all of one's own acts: to be pressed, not to be waited for."""
    return RANK[actor] < min((RANK[each] for each in own), default=len(RANK))


# --- counting --------------------------------------------------------------------------------------------------------
def in_window(days: int, today: date) -> Q:
    """Due within a window of WINDOWS, or overdue (LATE)."""
    if days == LATE:
        return Q(due_on__lt=today)
    shorter = max((each for each in WINDOWS if each < days), default=None)
    first = today if shorter is None else today + timedelta(days=shorter + 1)
    return Q(due_on__gte=first, due_on__lte=today + timedelta(days=days))


def counted(rows, today: date) -> Mapping[tuple[str, str, int], int]:
    """(kind, actor, window) -> how many, of deadlines that are overdue or due within the last window. One query."""
    window = Case(
        When(due_on__lt=today, then=Value(LATE)),
        *(When(due_on__lte=today + timedelta(days=days), then=Value(days)) for days in WINDOWS),
        output_field=IntegerField(),
    )
    rows = rows.filter(due_on__lte=today + timedelta(days=WINDOWS[-1])).order_by().annotate(window=window)
    grouped = rows.values_list("code", "actor", "window").annotate(n=Count("pk"))
    return {(code, actor, window): n for code, actor, window, n in grouped}


@dataclass(frozen=True)
class Work:
    """What the counts mean for one person."""

    counts: Mapping[tuple[str, str, int], int]
    own: frozenset[str]

    def mine(self) -> Mapping[str, Mapping[int, int]]:
        """Kind -> window -> how many, of what this person does."""
        found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for (code, actor, window), n in self.counts.items():
            if actor in self.own:
                found[code][window] += n
        return {code: found[code] for code in sorted(found, key=lambda code: ORDER.get(code, len(ORDER)))}

    def late_elsewhere(self) -> Mapping[str, Mapping[str, int]]:
        """Actor -> kind -> how many are overdue with others."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for (code, actor, window), n in self.counts.items():
            if actor not in self.own and window == LATE:
                found[actor][code] = n
        return {actor: found[actor] for actor in sorted(found, key=RANK.__getitem__)}


def work_of_person(user, today: date) -> Work:
    rows = Deadline.objects.visible_to(user, Action.EDIT_PERSON)
    return Work(counted(rows, today), own_actors(user, today))


def nearest_deadlines(candidates: Sequence[int]) -> dict[int, Deadline]:
    """Candidate id -> what is due first. One query."""
    found: dict[int, Deadline] = {}
    for row in Deadline.objects.filter(candidate__in=candidates).order_by("due_on", "pk"):
        found.setdefault(row.candidate_id, row)
    return found


# --- lines of the home page ------------------------------------------------------------------------------------------
def address(**query) -> str:
    """The page of deadlines with some filters."""
    return f"{link(ROUTE)}?{urlencode(query)}"


def window_words(window: int) -> str:
    return _("quá hạn") if window == LATE else _("trong %(n)d ngày") % {"n": window}


@provider
def waiting_deadlines(user):
    if not link(ROUTE):
        return
    today = timezone.localdate()
    if user.may(Action.EDIT_PERSON):
        work = work_of_person(user, today)
        yield from _own_lines(work)
        yield from _others_lines(work)
    elif user.may(Action.VIEW_PERSON_DETAILS):
        late = Deadline.objects.visible_to(user, Action.VIEW_PERSON_DETAILS).filter(due_on__lt=today).count()
        if late:
            yield WorkItem(_("Việc quá hạn trong đảng bộ"), address(han="qua-han"), INFO,
                           _("Xem tổ chức nào còn chậm."), count=late)  # fmt: skip


def _own_lines(work: Work) -> Iterator[WorkItem]:
    mine = work.mine()
    for code, windows in mine.items():
        kind = BY_CODE[code]
        near = [(days, windows[days]) for days in WINDOWS if days <= NEAR and windows.get(days)]
        if late := windows.get(LATE):
            yield _line(kind.label, OVERDUE, _("Quá hạn. %(advice)s") % {"advice": kind.advice}, late, code, "qua-han")
        if near:
            told = " · ".join(f"{window_words(days)}: {n}" for days, n in near)
            yield _line(kind.label, SOON, told[:1].upper() + told[1:], sum(n for _d, n in near), code, str(NEAR))
    later = {days: sum(windows.get(days, 0) for windows in mine.values()) for days in WINDOWS if days > NEAR}
    if total := sum(later.values()):
        told = " · ".join(f"{window_words(days)}: {n}" for days, n in later.items() if n)
        title = _("Việc đến hạn sau %(n)d ngày nữa") % {"n": NEAR}
        yield WorkItem(title, address(han="sau-30", ai="toi"), INFO, told[:1].upper() + told[1:], count=total)


def _line(title: str, urgency: Urgency, detail: str, count: int, code: str, window: str) -> WorkItem:
    return WorkItem(str(title), address(loai=code, han=window, ai="toi"), urgency, detail, count=count)


def _others_lines(work: Work) -> Iterator[WorkItem]:
    """Below: to be pressed. Above: only good to know."""
    for actor, kinds in work.late_elsewhere().items():
        names = sorted(kinds, key=lambda code: -kinds[code])
        told = " · ".join(f"{BY_CODE[code].label}: {kinds[code]}" for code in names[:3])
        who, url = Actor(actor).label, address(han="qua-han", ai=actor)
        if is_below(actor, work.own):
            title, urgency = _("Đôn đốc: %(who)s làm chậm") % {"who": who}, OVERDUE
        else:
            title, urgency = _("Đang chờ %(who)s, đã quá hạn") % {"who": who}, INFO
        yield WorkItem(title, url, urgency, told, count=sum(kinds.values()))
