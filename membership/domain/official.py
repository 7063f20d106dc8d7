"""Was a member official on a day? Lists often lack the day; then only a probationer is known not to be."""

from datetime import date

from django.db.models import Q

from membership.models import MemberStatus, PartyMember


def official_on(member: PartyMember, day: date) -> bool:
    """Whoever left counts as what they were: who still takes part is another question."""
    if member.official_on is not None:
        return member.official_on <= day
    return member.status != MemberStatus.PROBATIONARY


def officials_on(day: date, member: str = "") -> Q:
    """The same asked of the database; `member`: the way to the member, as "member__"."""
    known = Q(**{f"{member}official_on__lte": day})
    unknown = Q(**{f"{member}official_on": None}) & ~Q(**{f"{member}status": MemberStatus.PROBATIONARY})
    return known | unknown
