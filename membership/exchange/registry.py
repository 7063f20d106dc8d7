"""The kinds of list that can be imported and exported. Each app registers its own in its exchange/kinds.py."""

from collections.abc import Callable
from dataclasses import dataclass

from membership.domain.effects import Effect
from membership.exchange.resources import ListResource
from membership.models import Action, Organisation


@dataclass(frozen=True)
class ListKind:
    """One kind of list: its columns, the right it needs, and the domain function that writes its rows."""

    code: str
    name: str
    resource_class: type[ListResource]
    record: Callable[..., Effect]  # (rows, *, by, into, apply, batch, progress)
    action: Action
    help: str = ""
    into_may_be_empty: bool = False

    def resource(self, into: Organisation | None = None) -> ListResource:
        return self.resource_class(into)


KINDS: dict[str, ListKind] = {}


def register(kind: ListKind) -> ListKind:
    if KINDS.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"two kinds of list are called {kind.code!r}")
    return kind
