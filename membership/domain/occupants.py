"""Who is still active in an organisation: each app says it for its own records, for counts and before a dissolution."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from membership.models import MemberStatus, PartyMember


@dataclass(frozen=True)
class Occupants:
    """`name` as it reads after a number ("đảng viên"); `active` gives the rows that keep an organisation in use."""

    code: str
    name: str
    active: Callable[[], QuerySet]
    route: str = ""  # the list that shows them, which takes ?to-chuc=


OCCUPANTS: dict[str, Occupants] = {}


def register(occupants: Occupants) -> None:
    OCCUPANTS[occupants.code] = occupants


def counts(organisation) -> list[tuple[Occupants, int]]:
    """How many of each kind are active in an organisation and everything now under it."""
    return [(kind, kind.active().under(organisation).count()) for kind in OCCUPANTS.values()]


register(
    Occupants(
        "members",
        "đảng viên",
        lambda: PartyMember.objects.order_by().exclude(status=MemberStatus.LEFT),
        "membership:member.list",
    )
)
