"""The organisations of a list of people, read once, and again under a lock by the act that writes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from membership.base import paths
from membership.base.bulk import chunks
from membership.catalogues import OWNERSHIP
from membership.models import Action, Organisation

MAY_WRITE = (Action.EDIT_PERSON, Action.IMPORT)


@dataclass(frozen=True, slots=True)
class Place:
    """As much of an organisation as writing about its people needs. `enterprise_kind`: ownership of its loại hình."""

    id: int
    path: str
    name: str
    valid_from: date | None
    valid_to: date | None
    enterprise_kind: str
    allowed: bool

    def closed_on(self, day: date) -> bool:
        return self.valid_to is not None and day >= self.valid_to

    def founded_after(self, day: date) -> bool:
        return self.valid_from is not None and day < self.valid_from


def read_places(ids: Iterable[int], *, by, lock: bool) -> dict[int, Place]:
    """Place by organisation id. With `lock`, nobody else writes people of these organisations until we are done."""
    found: dict[int, tuple] = {}
    for chunk in chunks(sorted(set(ids)), 2000):
        query = Organisation.objects.filter(pk__in=chunk)
        if lock:
            # Not FOR UPDATE: rows that only refer to the organisation may still be written meanwhile.
            query = query.select_for_update(no_key=True).order_by("pk")
        columns = ("pk", "path", "name", "valid_from", "valid_to", "type_code")
        found.update((row[0], row) for row in query.values_list(*columns))
    types = _types_of_ancestors([row[1] for row in found.values()])
    reaches = [by.reach(action) for action in MAY_WRITE] if by is not None else []
    return {
        pk: Place(
            id=pk,
            path=path,
            name=name,
            valid_from=valid_from,
            valid_to=valid_to,
            enterprise_kind=OWNERSHIP.get(_nearest_type(path, types), ""),
            allowed=by is None or any(reach.covers(path) for reach in reaches),
        )
        for pk, path, name, valid_from, valid_to, _type_code in found.values()
    }


def common_organisation(places: Iterable[Place]) -> Organisation | None:
    """The lowest organisation that holds all of them; None when they lie in different trees."""
    shared: list[int] | None = None
    for place in places:
        steps = paths.ids(place.path)
        if shared is None:
            shared = steps
        else:
            length = next((i for i, (a, b) in enumerate(zip(shared, steps, strict=False)) if a != b), None)
            shared = shared[: min(len(shared), len(steps)) if length is None else length]
    return Organisation.objects.filter(pk=shared[-1]).first() if shared else None


def _types_of_ancestors(all_paths: list[str]) -> dict[int, str]:
    ids = sorted({identifier for path in all_paths for identifier in paths.ids(path)})
    types: dict[int, str] = {}
    for chunk in chunks(ids, 5000):
        types.update(Organisation.objects.filter(pk__in=chunk).exclude(type_code="").values_list("pk", "type_code"))
    return types


def _nearest_type(path: str, types: dict[int, str]) -> str:
    return next((types[identifier] for identifier in reversed(paths.ids(path)) if identifier in types), "")
