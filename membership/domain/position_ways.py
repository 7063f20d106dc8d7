"""What another app knows of the holder of a title: whether they are on the way into the Party, or came in by it.

This app knows only members; candidates.domain.candidate_positions tells the rest.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from membership.models import MemberStatus


@dataclass(frozen=True)
class Candidacy:
    """One holder's way into the Party as it stands now. `path`: where the candidate is, for who may see them."""

    candidate: int
    stage: str
    stage_name: str
    since: date | None
    path: str
    name: str
    on_the_way: bool


@dataclass(frozen=True)
class Ways:
    """`admitted(day)` and `on_the_way()` are conditions on PositionHolder rows; `by_stage` counts those on the way
    of each title: title id -> [(stage, its name, how many)]; `of` tells of single holders."""

    admitted: Callable[[date], object]
    on_the_way: Callable[[], object]
    by_stage: Callable[[QuerySet], dict[int, list[tuple[str, str, int]]]]
    of: Callable[[Iterable[int]], dict[int, Candidacy]]


_NEVER = Value(False, output_field=BooleanField())
_known = Ways(lambda day: _NEVER, lambda: _NEVER, lambda holders: {}, lambda holders: {})


def tell_ways(ways: Ways) -> None:
    global _known
    _known = ways


def ways() -> Ways:
    return _known


def of_members(day: date, via: str = "member") -> Q:
    """Rows whose Party member (by the relation `via`) takes part on a day."""
    return (
        Q(**{f"{via}__isnull": False})
        & (Q(**{f"{via}__joined_on": None}) | Q(**{f"{via}__joined_on__lte": day}))
        & (
            Q(**{f"{via}__left_on__gt": day})
            | (Q(**{f"{via}__left_on": None}) & ~Q(**{f"{via}__status": MemberStatus.LEFT}))
        )
    )


def with_standing(holders: QuerySet, day: date) -> QuerySet:
    """Holders with `is_member` on a day (by themselves or through their candidacy) and `is_candidate` now."""
    holders = holders.alias(admitted=_known.admitted(day), walking=_known.on_the_way())
    return holders.annotate(
        is_member=Case(
            When(of_members(day) | Q(admitted=True), then=Value(True)), default=_NEVER, output_field=BooleanField()
        ),
    ).annotate(
        is_candidate=Case(
            When(Q(is_member=False) & Q(walking=True), then=Value(True)), default=_NEVER, output_field=BooleanField()
        )
    )
