"""Who holds a title in a residential unit on the period's last day, and how many of them are members (article 000)."""

from django.db.models import Q

from membership.catalogues.position_titles import POSITION_TITLES
from membership.domain.position_ways import with_standing
from membership.models import PositionHolder
from reports.indicators.declarations import Ask, Indicator, Tallied, Tally
from reports.indicators.registry import REGISTRY

_TITLES = {title.code: title.name for title in POSITION_TITLES}
_OTHER = "other"


def read(ask: Ask) -> dict[str, Tallied]:
    """One row a holder, at the committee of the commune. A member: by themselves, or through their candidacy, on the
    last day. Whether the holder was known to be one is not kept as of a moment; a holder recorded later is left out."""
    last = ask.period.last
    holders = ask.here(PositionHolder.objects.filter(recorded_at__lte=ask.known_at)).filter(
        Q(valid_from=None) | Q(valid_from__lte=last), Q(valid_to=None) | Q(valid_to__gt=last)
    )
    rows = with_standing(holders, last).order_by().values_list("organisation_id", "title__code", "is_member")
    found: dict[str, list[int]] = {}
    for organisation, title, is_member in rows:
        code = _key(title)
        for key in ("holders", f"holders_{code}"):
            found.setdefault(key, []).append(organisation)
        if is_member:
            for key in ("holders_members", f"holders_members_{code}"):
                found.setdefault(key, []).append(organisation)
    return {key: Tallied.of(organisations) for key, organisations in found.items()}


def _key(title: str) -> str:
    """Titles that an administrator added count together, as the registry is declared once."""
    return title if title in _TITLES else _OTHER


def _both(code: str, label: str) -> tuple[Indicator, Indicator]:
    holders, members = f"holders_{code}", f"holders_members_{code}"
    return (
        Indicator(holders, label, "holders_by_title", Tally(read, holders)),
        Indicator(members, label, "holders_members_by_title", Tally(read, members), of=holders),
    )


_PAIRS = [_both(code, label) for code, label in {**_TITLES, _OTHER: "Chức danh khác"}.items()]
REGISTRY.group("holders", "Người giữ chức danh ở thôn, bản, tổ dân phố cuối kỳ")
REGISTRY.add(Indicator("holders", "Người giữ chức danh", "holders", Tally(read, "holders")))
REGISTRY.group("holders_by_title", "Theo chức danh", splits="holders")
REGISTRY.add(*(holders for holders, _members in _PAIRS))
REGISTRY.group("holders_members", "Là đảng viên", of="holders")
REGISTRY.add(Indicator("holders_members", "Là đảng viên", "holders_members", Tally(read, "holders_members")))
REGISTRY.group(
    "holders_members_by_title",
    "Là đảng viên, theo chức danh",
    splits="holders_members",
    note="Tỷ lệ là của những người giữ chức danh ấy.",
)
REGISTRY.add(*(members for _holders, members in _PAIRS))
