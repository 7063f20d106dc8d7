"""What follows from a change of the tree or of a kind: whoever computes from them says so here."""

from collections.abc import Callable

from membership.models import Organisation

# Called within the transaction of the act, with the top of the subtree it concerns (None: the whole tree).
AFTER: list[Callable[[Organisation | None], None]] = []


def reorganised(organisation: Organisation | None) -> None:
    for follow in AFTER:
        follow(organisation)
