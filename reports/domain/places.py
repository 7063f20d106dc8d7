"""The tree a report is laid out in: as it was at the period's end, with nothing lost that closed or came later."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from membership.base import paths
from membership.domain.tree import TreeNode, subtree_on
from membership.models import Organisation, Placement

MOST_PLACES = 200
AT_ONCE = 10_000


class Places:
    """Organisations in preorder: everything under the one at `i` stands in `i : ends[i]`."""

    def __init__(self, root: Organisation, day: date):
        self.root, self.day = root, day
        self.nodes: list[TreeNode] = subtree_on(root, day)
        self.index = {node.id: position for position, node in enumerate(self.nodes)}
        self.strays: dict[int, str] = {}

    def search_in(self) -> list[str] | None:
        """Subtrees of today's tree in which facts of these organisations may lie; None: look everywhere.

        Facts carry today's path, so organisations that have moved away since are looked for at their new place.
        """
        if self.root.parent_id is None and not Organisation.objects.filter(parent=None).exclude(pk=self.root.pk):
            return None
        here = set(Organisation.objects.under(self.root).order_by().values_list("id", flat=True))
        gone = [identifier for identifier in self.index if identifier not in here]
        if len(gone) > AT_ONCE:
            return None
        elsewhere = Organisation.objects.filter(pk__in=gone).values_list("path", flat=True) if gone else ()
        found = paths.topmost([self.root.path, *elsewhere])
        return found if len(found) <= MOST_PLACES else None

    def take_in(self, organisations: Iterable[int]) -> None:
        """Give a place to organisations with facts that are not in the tree of the day.

        One that had closed keeps its last place, one founded later has its first. One that stood elsewhere that day is
        left out, as its facts belong to the tree it stood in.
        """
        parents: dict[int, tuple[int | None, str]] = {}
        unknown = {identifier for identifier in organisations if identifier not in self.index}
        while unknown:
            found = _places_on(unknown, self.day)
            parents |= found
            unknown = {parent for parent, _ in found.values() if parent and parent not in self.index} - parents.keys()
        wanted = [identifier for identifier in parents if self._reaches(identifier, parents)]
        if not wanted:
            return
        described = {
            row[0]: row[1:]
            for start in range(0, len(wanted), AT_ONCE)
            for row in Organisation.objects.filter(pk__in=wanted[start : start + AT_ONCE]).values_list(
                "id", "code", "name", "type_code"
            )
        }
        below: dict[int, list[int]] = defaultdict(list)
        for identifier in sorted(wanted, key=lambda each: described[each][0]):
            below[parents[identifier][0]].append(identifier)
            self.strays[identifier] = parents[identifier][1]
        added = [parent for parent in below if parent in self.index]
        while added:
            parent = added.pop()
            above = self.nodes[self.index[parent]]
            for identifier in below[parent]:
                code, name, type_code = described[identifier]
                self.index[identifier] = len(self.nodes)
                path = paths.child(above.path, identifier)
                leaf = identifier not in below
                self.nodes.append(TreeNode(identifier, parent, path, code, name, paths.depth(path), leaf, type_code))
                if not leaf:
                    added.append(identifier)
        self._put_in_order()

    def _reaches(self, identifier: int, parents: dict[int, tuple[int | None, str]]) -> bool:
        seen = set()
        while identifier not in self.index:
            if identifier in seen or identifier not in parents or parents[identifier][0] is None:
                return False
            seen.add(identifier)
            identifier = parents[identifier][0]
        return True

    def _put_in_order(self) -> None:
        """Preorder again after nodes were added at the end (parents still come before their children)."""
        ends = self._sizes()
        place = [0] * len(self.nodes)
        free = [1] * len(self.nodes)
        for position, node in enumerate(self.nodes[1:], start=1):
            parent = self.index[node.parent_id]
            place[position] = free[parent]
            free[parent] += ends[position]
            free[position] = place[position] + 1
        parents_of_strays = {self.nodes[self.index[identifier]].parent_id for identifier in self.strays}
        ordered: list = [None] * len(self.nodes)
        for position, node in enumerate(self.nodes):
            ordered[place[position]] = node._replace(is_leaf=False) if node.id in parents_of_strays else node
        self.nodes = ordered
        self.index = {node.id: position for position, node in enumerate(ordered)}

    def _sizes(self) -> list[int]:
        """How many organisations each subtree has, itself included."""
        sizes = [1] * len(self.nodes)
        for position in range(len(self.nodes) - 1, 0, -1):
            sizes[self.index[self.nodes[position].parent_id]] += sizes[position]
        return sizes

    def ends(self) -> list[int]:
        return [position + size for position, size in enumerate(self._sizes())]


def _places_on(organisations: set[int], day: date) -> dict[int, tuple[int | None, str]]:
    """(parent, "here" | "closed" | "later") of organisations as of a day, from their placements."""
    rows: dict[int, list[tuple[date | None, date | None, int | None]]] = defaultdict(list)
    ids = sorted(organisations)
    for start in range(0, len(ids), AT_ONCE):
        for identifier, first, last, parent in Placement.objects.filter(
            organisation_id__in=ids[start : start + AT_ONCE]
        ).values_list("organisation_id", "valid_from", "valid_to", "parent_id"):
            rows[identifier].append((first or date.min, last or date.max, parent))
    found: dict[int, tuple[int | None, str]] = dict.fromkeys(ids, (None, "here"))
    for identifier, spells in rows.items():
        spells.sort(key=lambda spell: spell[:2])
        before = [spell for spell in spells if spell[0] <= day]
        chosen = before[-1] if before else spells[0]
        state = "later" if not before else "closed" if chosen[1] <= day else "here"
        found[identifier] = (chosen[2], state)
    return found
