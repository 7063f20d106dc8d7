"""The tree of organisations: finding one by what a list says, and the tree as it was on a day."""

import re
from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Count

from membership.base import paths
from membership.base.text import fold, normalise
from membership.domain.effects import OrganisationRef
from membership.models import Organisation, OrganisationName, Placement, within

_DOTTED = re.compile(r"[.\s]+")
_FULL_CODE = re.compile(r"\d{14}")


def normalise_code(text) -> str:
    """The form a code is stored and compared in: the 14 digits of 1361-CV/BTCTW without dots, others as written.

    >>> normalise_code(" 38.168.053.000.001 "), normalise_code("ĐU-01")
    ('38168053000001', 'ĐU-01')
    """
    code = normalise(str(text)) if text is not None else ""
    bare = _DOTTED.sub("", code)
    return bare if _FULL_CODE.fullmatch(bare) else code


class OrganisationIndex:
    """The organisations of a subtree (of every tree when `into` is None), read once for a whole list."""

    def __init__(self, into: Organisation | None):
        self.into = into
        self._rows: dict[int, tuple] = {}
        self._by_code: dict[str, int] = {}
        for row in self._organisations().values_list(
            "id", "path", "code", "name", "valid_from", "valid_to", "type_code", "folded_name"
        ):
            self._rows[row[0]] = row
            self._by_code[row[2]] = row[0]
        self._without_zeros: dict[str, list[int]] | None = None
        self._by_name: dict[str, list[int]] | None = None

    def _organisations(self):
        organisations = Organisation.objects.order_by()
        return organisations.under(self.into) if self.into else organisations

    def by_code(self, code: str) -> OrganisationRef | None:
        """The organisation of a code. Where a spreadsheet ate the leading zeros, only if exactly one code fits."""
        code = normalise_code(code)
        found = self._by_code.get(code)
        if found is None and code.isdecimal():
            if self._without_zeros is None:
                self._without_zeros = defaultdict(list)
                for known, identifier in self._by_code.items():
                    if known.startswith("0") and known.isdecimal():
                        self._without_zeros[known.lstrip("0")].append(identifier)
            fitting = self._without_zeros.get(code, ())
            found = fitting[0] if len(fitting) == 1 else None
        return self._ref(found) if found is not None else None

    def by_name(self, name: str) -> list[OrganisationRef]:
        """Every organisation that is or was called so; marks, capitals and punctuation do not matter."""
        if self._by_name is None:
            self._by_name = self._read_names()
        return [self._ref(identifier) for identifier in self._by_name.get(fold(name), ())]

    def contains(self, ref: OrganisationRef) -> bool:
        return ref.id in self._rows

    def _read_names(self) -> dict[str, list[int]]:
        names: dict[str, list[int]] = defaultdict(list)
        for identifier, row in self._rows.items():
            names[row[7]].append(identifier)
        old = OrganisationName.objects.order_by().exclude(valid_to=None)
        if self.into:
            old = old.filter(within(self.into.path, "organisation__path"))
        for identifier, folded in old.values_list("organisation_id", "folded_name"):
            if identifier in self._rows and identifier not in names[folded]:
                names[folded].append(identifier)
        return names

    def _ref(self, identifier: int) -> OrganisationRef:
        return OrganisationRef(*self._rows[identifier][:7])


def once_called(words: list[str]):
    """Ids of organisations that had all these (folded) words in a name they no longer bear."""
    names = OrganisationName.objects.exclude(valid_to=None).order_by()
    for word in words:
        names = names.filter(folded_name__contains=word)
    return names.values("organisation_id")


def count_under(organisation: Organisation) -> int:
    """How many open organisations there are now from this one down, itself included."""
    return Organisation.objects.under(organisation).current().count()


def children_counts(ids: list[int], day: date | None = None) -> dict[int, int]:
    """How many organisations lie directly under each of some: those open now, or those there on a day."""
    if day is None:
        rows = Organisation.objects.current().filter(parent__in=ids)
    else:
        rows = Placement.objects.on(day).filter(parent__in=ids)
    return dict(rows.order_by().values_list("parent").annotate(Count("pk")))


def names_on(ids: list[int], day: date) -> dict[int, str]:
    """What some organisations were called on a day; those that did not exist are missing."""
    rows = OrganisationName.objects.on(day).filter(organisation__in=ids)
    return dict(rows.order_by().values_list("organisation_id", "name"))


def find_organisation(code: str) -> Organisation | None:
    """The organisation a command names: by code (with or without dots), else by its exact name if only one has it."""
    found = Organisation.objects.filter(code=normalise_code(code)).first()
    if found is None:
        named = list(Organisation.objects.filter(name=normalise(code))[:2])
        found = named[0] if len(named) == 1 else None
    return found


class TreeNode(NamedTuple):
    """An organisation in the tree of a day. `depth` is 1 for a root of the whole tree; `path` is that day's."""

    id: int
    parent_id: int | None
    path: str
    code: str
    name: str
    depth: int
    is_leaf: bool
    type_code: str


# A placement counts on a day when it covers it. An organisation that is older than its parent (normal after a merger)
# would hang in the air before the parent's founding, so the walk goes on through the first placement of an
# organisation not yet founded (`there` = 0) and leaves it out afterwards.
_EFFECTIVE = """
    (p.valid_to IS NULL OR p.valid_to > %(day)s)
    AND (p.valid_from IS NULL OR p.valid_from <= %(day)s OR NOT EXISTS (
        SELECT 1 FROM membership_placement e WHERE e.organisation_id = p.organisation_id
        AND (e.valid_from IS NULL OR e.valid_from < p.valid_from)))
"""
_THERE = "CASE WHEN p.valid_from IS NULL OR p.valid_from <= %(day)s THEN 1 ELSE 0 END"
_DOWN = f"""
    WITH RECURSIVE placed(id, parent_id, there, code, name, type_code) AS (
        SELECT o.id, CAST(NULL AS bigint), 1, o.code, o.name, o.type_code
        FROM membership_organisation o WHERE o.id = %(root)s
        UNION SELECT p.organisation_id, p.parent_id, {_THERE}, o.code, o.name, o.type_code
        FROM placed JOIN membership_placement p ON p.parent_id = placed.id
        JOIN membership_organisation o ON o.id = p.organisation_id WHERE {_EFFECTIVE})
    SELECT id, parent_id, there, code, COALESCE((
        SELECT n.name FROM membership_organisationname n WHERE n.organisation_id = placed.id
        AND (n.valid_from IS NULL OR n.valid_from <= %(day)s) AND (n.valid_to IS NULL OR n.valid_to > %(day)s) LIMIT 1
    ), name), type_code FROM placed
"""  # noqa: S608 (put together from the constants above; the values are parameters)
_CHILDREN = f"""
    WITH RECURSIVE placed(id, there) AS (
        SELECT CAST(%(root)s AS bigint), 0
        UNION SELECT p.organisation_id, {_THERE}
        FROM placed JOIN membership_placement p ON p.parent_id = placed.id AND placed.there = 0 WHERE {_EFFECTIVE})
    SELECT id, there FROM placed
"""  # noqa: S608 (as above)
_UP = f"""
    WITH RECURSIVE placed(id, parent_id, there) AS (
        SELECT p.organisation_id, p.parent_id, {_THERE}
        FROM membership_placement p WHERE p.organisation_id = %(root)s AND {_EFFECTIVE}
        UNION SELECT p.organisation_id, p.parent_id, {_THERE}
        FROM membership_placement p JOIN placed ON p.organisation_id = placed.parent_id WHERE {_EFFECTIVE})
    SELECT id, parent_id, there FROM placed
"""  # noqa: S608 (as above)


def subtree_on(organisation: Organisation, day: date) -> list[TreeNode]:
    """The organisation and everything under it as of a day, parents before children, siblings by code.

    The organisation itself always comes first, even where it was founded later or had ended by then. One that is
    older than its parent hangs, before the parent's founding, from the nearest organisation above that existed.
    Two queries, whatever the size.
    """
    root_path, root_parent = _path_on(organisation, day)
    with connection.cursor() as cursor:
        cursor.execute(_DOWN, {"root": organisation.pk, "day": day.isoformat()})
        rows: dict[int, tuple] = {}
        for row in cursor.fetchall():
            rows.setdefault(row[0], row)  # parents are found before their children
    children: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for identifier, row in rows.items():
        if identifier == organisation.pk or not row[2]:
            continue
        parent = row[1]
        while not rows[parent][2]:
            parent = rows[parent][1]
        children[parent].append((row[3], identifier))
    nodes: list[TreeNode] = []
    stack = [(organisation.pk, root_parent, root_path)]
    while stack:
        identifier, parent, path = stack.pop()
        _, _, _, code, name, type_code = rows[identifier]
        below = sorted(children.get(identifier, ()), reverse=True)
        nodes.append(TreeNode(identifier, parent, path, code, name, paths.depth(path), not below, type_code))
        stack.extend((each, identifier, paths.child(path, each)) for _, each in below)
    return nodes


def children_on(organisation: Organisation, day: date) -> list[int]:
    """Ids of what lay directly under an organisation on a day (for who hangs there, see `subtree_on`)."""
    with connection.cursor() as cursor:
        cursor.execute(_CHILDREN, {"root": organisation.pk, "day": day.isoformat()})
        return [identifier for identifier, there in cursor.fetchall() if there and identifier != organisation.pk]


def _path_on(organisation: Organisation, day: date) -> tuple[str, int | None]:
    """(path, parent) of an organisation as of a day; today's where no placement tells."""
    with connection.cursor() as cursor:
        cursor.execute(_UP, {"root": organisation.pk, "day": day.isoformat()})
        above = {row[0]: row for row in cursor.fetchall()}
    if organisation.pk not in above:
        return organisation.path, organisation.parent_id
    steps = [organisation.pk]
    parent = above[organisation.pk][1]
    while parent in above:
        if above[parent][2]:
            steps.append(parent)
        parent = above[parent][1]
    return "".join(paths.step(each) for each in reversed(steps)), steps[1] if len(steps) > 1 else None
