"""THE access rule: what a person may reach. Every read by a person starts with `.visible_to(user)`."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from membership.base import paths
from membership.models.roles import Action, roles_that_may


@dataclass(frozen=True)
class Reach:
    """The subtrees in which a person may do one thing. `everything`: those subtrees are the whole tree."""

    subtrees: tuple[str, ...] = ()
    everything: bool = False

    def __bool__(self) -> bool:
        return self.everything or bool(self.subtrees)

    def covers(self, path: str) -> bool:
        return self.everything or any(paths.contains(subtree, path) for subtree in self.subtrees)

    def condition(self, column: str) -> Q:
        """A range per subtree, so that an index on the path serves; no condition at all for the whole tree."""
        if self.everything:
            return Q()
        if not self.subtrees:
            return Q(pk__in=())
        condition = Q()
        for subtree in self.subtrees:
            condition |= Q(**{f"{column}__gte": subtree, f"{column}__lt": paths.upper(subtree)})
        return condition


def within(path: str, column: str) -> Q:
    """The subtree of one path, as a range."""
    return Q(**{f"{column}__gte": path, f"{column}__lt": paths.upper(path)})


class ScopedQuerySet(models.QuerySet):
    """Rows that lie somewhere in the tree. `scope_column` says where; `view_action` what a plain look needs."""

    scope_column = "organisation_path"
    view_action = Action.VIEW_PERSON

    def visible_to(self, user, action: str | None = None):
        """Rows in the subtrees where the person may do `action` (by default: look at them)."""
        return self.filter(user.reach(action or self.view_action).condition(self.scope_column))

    def inside(self, user):
        """Rows in the subtrees where the person has any role at all: what is there is no secret, only closed."""
        return self.filter(user.subtrees().condition(self.scope_column))

    def under(self, organisation):
        """Rows of an organisation and everything now under it."""
        return self.filter(within(organisation.path, self.scope_column))


def reach_of(assignments, action: str | None, *, roots: int) -> Reach:
    """The reach that assignments give for an action (None: for anything). `roots` is the number of trees there are."""
    roles = roles_that_may(action) if action is not None else None
    subtrees = paths.topmost([path for role, path in assignments if roles is None or role in roles])
    whole = sum(1 for subtree in subtrees if paths.depth(subtree) == 1)
    return Reach(subtrees=tuple(subtrees), everything=roots > 0 and whole == roots)
