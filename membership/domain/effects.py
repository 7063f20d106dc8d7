"""What a bulk write would do, or did: the same numbers in a trial run and in the real one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# progress(done, total, step in Vietnamese)
Progress = Callable[[int, int, str], None]


def no_progress(done: int, total: int, step: str = "") -> None:
    return None


@dataclass(frozen=True)
class RowError:
    """Why a row cannot be written. `row` is the number the row object carries, `field` the name of its field."""

    row: int
    field: str
    message: str
    value: Any = None


@dataclass(frozen=True)
class RowQuestion:
    """A doubt that only a person can settle; the row is written as it stands."""

    row: int
    field: str
    message: str


@dataclass
class Effect:
    """Counts of list rows: created + updated + unchanged + rows with errors = rows."""

    create: int = 0
    update: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    questions: list[RowQuestion] = field(default_factory=list)
    applied: bool = False

    @property
    def rows_in_error(self) -> int:
        return len({error.row for error in self.errors})


@dataclass(frozen=True)
class OrganisationRef:
    """As much of an organisation as a bulk write needs, read once for all rows."""

    id: int
    path: str
    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    type_code: str


@dataclass
class PersonRow:
    """One person of a list. `attributes` holds only what the list says: a blank cell leaves what is on record.

    Keys are names of membership.models.ATTRIBUTE_NAMES; values are clean (codes, dates, booleans).
    """

    row: int
    full_name: str
    organisation: OrganisationRef
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def born_on(self) -> date | None:
        return self.attributes.get("born_on")
