"""What the access matrix says of one route."""

from dataclasses import dataclass

PUBLIC = "public"  # no login: the login page itself, health
EVERYBODY = ""  # any logged-in person, about themselves

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")


@dataclass(frozen=True)
class Route:
    """`target` names the maker (tests/access/world.py) of what the route is about; None for a page about no one thing.

    `private`: outside its owner's hands the object does not exist, wherever it lies, except for `action`.
    `from_above`: what a committee above holds for this part of the tree may be looked at from below.
    `owner_only`: even the right does not open another person's object.
    """

    action: str
    target: str | None = None
    methods: tuple[str, ...] = GET
    private: bool = False
    owner_only: bool = False
    from_above: bool = False
    shows: frozenset[int] = frozenset({200})
