"""Units whose records say something else than what is confirmed: since when, and most likely why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from membership.base.bulk import chunks
from membership.domain.unit_states import CHUNK, Proposal, last_statuses, proposed_state
from membership.models import MemberMovement, MovementKind, Residence, ResidentialUnit, UnitCause, UnitState, UnitStatus

_LEFT = {
    MovementKind.DIED: UnitCause.DEATH,
    MovementKind.EXPELLED: UnitCause.LEFT_PARTY,
    MovementKind.STRUCK_OFF: UnitCause.LEFT_PARTY,
    MovementKind.RESIGNED: UnitCause.LEFT_PARTY,
    MovementKind.TRANSFERRED_OUT: UnitCause.MOVED_OUT,
    MovementKind.MOVED: UnitCause.MOVED_OUT,
}


@dataclass(frozen=True)
class Doubt:
    """A unit whose proposal differs from what is confirmed; `since` and `cause` as the records let us guess them."""

    unit: ResidentialUnit
    proposal: Proposal
    last: UnitStatus | None
    since: date
    cause: str
    weak: bool = False  # nobody was ever written down there: that nobody lives there now is no news


def doubts(units: Iterable[ResidentialUnit], day: date | None = None) -> list[Doubt]:
    """Open units whose records and confirmation differ, or that were never confirmed; the weak ones come last."""
    day, units = day or timezone.localdate(), list(units)
    proposals = proposed_state([unit.pk for unit in units], day)
    differing = [unit for unit in units if proposals[unit.pk].state != unit.state]
    ids = [unit.pk for unit in differing]
    last, stays = last_statuses(ids), _stays(ids)
    gone = _gone([row[1] for rows in stays.values() for row in rows])
    found = []
    for unit in differing:
        proposal, before = proposals[unit.pk], last.get(unit.pk)
        since, cause = guess(unit, proposal, before, stays.get(unit.pk, ()), gone, day)
        weak = proposal.state == UnitState.NO_MEMBERS and not stays.get(unit.pk)
        found.append(Doubt(unit, proposal, before, since, cause, weak))
    return sorted(found, key=lambda doubt: doubt.weak)


def guess(unit, proposal: Proposal, last: UnitStatus | None, stays: Sequence, gone: dict, day: date):
    """(since, cause). `stays`: (from, member, until, joined) of who lived there; `gone`: member -> (day, movement)."""
    before = last.state if last is not None else ""
    least = max((d for d in (last.since + timedelta(days=1) if last else None, unit.valid_from) if d), default=None)

    def dated(found: date | None, cause: str):
        since = found or day
        if least is not None and since < least:
            since = least
        return min(since, day), cause

    if last is None:
        return dated(proposal.branch.since if proposal.branch else None, UnitCause.FIRST)
    if proposal.state == UnitState.OWN_BRANCH:
        return dated(proposal.branch.since, UnitCause.BRANCH_FOUNDED)
    if proposal.state == UnitState.JOINT_BRANCH:
        return dated(proposal.branch.since, UnitCause.BRANCH_JOINED)
    if proposal.state == UnitState.NO_MEMBERS:
        return dated(*_why_empty(stays, gone))
    if before in (UnitState.OWN_BRANCH, UnitState.JOINT_BRANCH):
        return dated(None, UnitCause.BRANCH_ENDED)
    came = [(max(d for d in (start, joined) if d), joined) for start, _m, until, joined in stays
            if until is None and (start or joined)]  # fmt: skip
    first = min(came, default=(None, None))
    admitted = first[1] is not None and first[1] > last.since
    return dated(first[0], UnitCause.ADMISSION if admitted else UnitCause.MOVED_IN)


def _why_empty(stays: Sequence, gone: dict):
    """The latest way in which somebody ceased to live there: moved house, or left the Party."""
    ends = []
    for _start, member, until, _joined in stays:
        left, kind = gone.get(member, (None, None))
        if left is not None and (until is None or left <= until):
            ends.append((left, _LEFT.get(kind, UnitCause.LEFT_PARTY)))
        elif until is not None:
            ends.append((until, UnitCause.MOVED_OUT))
    return max(ends, default=(None, UnitCause.OTHER))


def _stays(ids: Sequence[int]) -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = {}
    for some in chunks(list(ids), CHUNK):
        rows = Residence.objects.order_by().filter(unit__in=some)
        for unit, *row in rows.values_list("unit_id", "valid_from", "member_id", "valid_to", "member__joined_on"):
            found.setdefault(unit, []).append(tuple(row))
    return found


def _gone(members: Sequence[int]) -> dict[int, tuple[date, str]]:
    """When members last ceased to take part anywhere, and by which movement where one was recorded."""
    found: dict[int, tuple[date, str]] = {}
    for some in chunks(sorted(set(members)), CHUNK):
        kinds: dict[int, str] = {}
        moves = MemberMovement.objects.filter(member__in=some, kind__in=_LEFT, reversed_by=None).order_by("occurred_on")
        kinds |= dict(moves.values_list("member_id", "kind"))
        left = Residence.objects.order_by().filter(member__in=some).exclude(member__left_on=None)
        for member, day in left.values_list("member_id", "member__left_on"):
            found[member] = (day, kinds.get(member, ""))
    return found
