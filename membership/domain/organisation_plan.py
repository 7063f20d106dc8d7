"""What a list of organisations says, what is on record about it, and what it comes to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from membership.base import paths
from membership.models import Organisation

KNOWN = ("id", "path", "code", "name", "kind", "type_code", "type_text", "valid_from", "valid_to")
LONGEST = {"code": 32, "name": 255, "kind": 80, "type_code": 40, "type_text": 160}
DEEPEST = 24  # levels that fit in a path
CORRECTABLE = ("name", "kind", "type_code", "type_text")


@dataclass
class OrganisationRow:
    """One line of a list. None: the list does not say, so what is on record stays."""

    row: int
    code: str
    name: str
    parent_code: str
    kind: str | None = None
    type_code: str | None = None
    type_text: str | None = None
    founded_on: date | None = None


@dataclass
class Known:
    """An organisation on record that the list speaks of."""

    id: int
    path: str
    code: str
    name: str
    kind: str
    type_code: str
    type_text: str
    valid_from: date | None
    valid_to: date | None


@dataclass
class Plan:
    """What the list comes to. A key is the id of an organisation on record, or minus the number of a new row.

    `parent`: key -> key of the parent the list wants; `on_record`: id -> path of the organisations it speaks of.
    """

    into: Organisation | None
    new: list[tuple[int, OrganisationRow]] = field(default_factory=list)
    corrected: list[tuple[Known, OrganisationRow, dict]] = field(default_factory=list)
    moved: list[Known] = field(default_factory=list)
    parent: dict[int, int | None] = field(default_factory=dict)
    on_record: dict[int, str] = field(default_factory=dict)


def parents_on_record(known_paths: Iterable[str]) -> dict[int, int]:
    """id -> id of the parent, of every organisation that these paths pass through (roots have none)."""
    parents: dict[int, int] = {}
    for path in known_paths:
        steps = paths.ids(path)
        parents.update(zip(steps[1:], steps, strict=False))
    return parents
