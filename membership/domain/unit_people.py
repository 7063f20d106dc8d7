"""Who else is written down as living in a residential unit: other apps say it for their own records."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from membership.models import ResidentialUnit


@dataclass(frozen=True)
class Group:
    """Some people of a unit as its page shows them: a heading and (name, address, detail) of each."""

    title: str
    people: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Followers:
    """`count` those who keep a unit in use, `move` them to the unit that goes on, `groups(user, unit)` to look at."""

    name: str
    count: Callable[[ResidentialUnit], int]
    move: Callable[[list[int], ResidentialUnit | None], int]
    groups: Callable[[Any, ResidentialUnit], list[Group]]


FOLLOWERS: dict[str, Followers] = {}


def register(code: str, followers: Followers) -> None:
    FOLLOWERS[code] = followers


def followers_of(unit: ResidentialUnit) -> list[tuple[str, int]]:
    """How many of each kind are written down there, those with any."""
    counted = [(kind.name, kind.count(unit)) for kind in FOLLOWERS.values()]
    return [(name, count) for name, count in counted if count]


def move_followers(from_ids: list[int], to: ResidentialUnit | None) -> int:
    return sum(kind.move(from_ids, to) for kind in FOLLOWERS.values())


def groups_of(user, unit: ResidentialUnit) -> list[Group]:
    return [group for kind in FOLLOWERS.values() for group in kind.groups(user, unit)]
