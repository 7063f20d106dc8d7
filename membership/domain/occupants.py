"""Who is still active in an organisation: each app says it for its own records, for counts and before a dissolution."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from membership.models import MemberStatus, PartyMember, ResidentialUnit, UnitCoverage


@dataclass(frozen=True)
class Occupants:
    """`name` as it reads after a number ("đảng viên"); `active` gives the rows that keep an organisation in use."""

    code: str
    name: str
    active: Callable[[], QuerySet]
    route: str = ""  # the list that shows them, which takes ?to-chuc=
    advice: str = "hãy chuyển những người này sang tổ chức khác trước"  # what to do before the organisation ends


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
register(
    Occupants(
        "units",
        "thôn, bản, tổ dân phố",
        lambda: ResidentialUnit.objects.order_by().current(),
        "membership:unit.list",
        "hãy giao các đơn vị này cho đảng ủy khác trước (sửa từng đơn vị, hoặc nhập danh sách)",
    )
)
register(
    Occupants(
        "units_covered",
        "thôn, bản, tổ dân phố do chi bộ phụ trách",
        lambda: UnitCoverage.objects.order_by().filter(valid_to=None),
        "",
        "hãy ghi chi bộ khác phụ trách, hoặc thôi phụ trách, trước",
    )
)
