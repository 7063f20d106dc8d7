"""Problems of a list as a person mends them: what is wrong in the same way is shown once, with all its cells."""

from collections.abc import Iterable
from dataclasses import dataclass, field

SHOWN_CELLS = 12


@dataclass
class Group:
    """The same thing wrong with the same words in several cells of one column: mended once for all of them."""

    column: str | None
    value: object
    message: str
    cells: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.cells[0]

    @property
    def shown(self) -> list[str]:
        return self.cells[:SHOWN_CELLS]

    @property
    def more(self) -> int:
        return max(0, len(self.cells) - SHOWN_CELLS)


def groups_of(problems: Iterable[dict]) -> list[Group]:
    """Problems by column and by what is said there, in the order of the columns' first cells; the largest first."""
    found: dict[tuple, Group] = {}
    for problem in problems:
        key = (problem["column"], str(problem["value"]), problem["message"], None if problem["cell"] else id(problem))
        group = found.setdefault(key, Group(problem["column"], problem["value"], problem["message"]))
        if problem["cell"]:
            group.cells.append(problem["cell"])
    return sorted(found.values(), key=lambda group: -len(group.cells))
