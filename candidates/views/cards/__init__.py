"""The cards of a candidate's page: each a function of the dossier and a template of its own.

A card `x` is drawn by templates/candidates/cards/x.html with what its function returns as `card`; a function that
returns None has nothing to show to this reader. `details`: the reader may see sensitive facts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from candidates.domain.dossier import Dossier

# In the order of the page. A module registers its cards with @card when it is imported.
MODULES: tuple[str, ...] = (
    "transfers",
    "referrals",
    "dossier",
    "circumstances",
    "home",
    "positions",
    "nominations",
    "reviews",
    "mentors",
    "training",
    "verification",
)


@dataclass(frozen=True)
class Card:
    name: str
    title: str
    order: int
    build: Callable[..., dict[str, Any] | None]

    @property
    def template(self) -> str:
        return f"candidates/cards/{self.name}.html"


_CARDS: dict[str, Card] = {}


def card(name: str, title: str, order: int):
    """Register `build(request, dossier, *, may_edit, details) -> dict | None` as a card."""

    def register(function):
        _CARDS[name] = Card(name, title, order, function)
        return function

    return register


def cards_of(request, dossier: Dossier, *, may_edit: bool, details: bool) -> list[dict[str, Any]]:
    """What the page shows, in order."""
    for module in MODULES:
        import_module(f"candidates.views.cards.{module}")
    shown = []
    for each in sorted(_CARDS.values(), key=lambda each: each.order):
        content = each.build(request, dossier, may_edit=may_edit, details=details)
        if content is not None:
            shown.append({"name": each.name, "title": each.title, "template": each.template, "card": content})
    return shown
