"""Everything on record about some candidates that conditions, checklists, deadlines and papers ask for.

A fixed number of queries for any number of people; nothing here writes.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q

from candidates.domain.fold import standing
from candidates.domain.local_rules import LocalRules, rules_for
from candidates.models import (
    Candidate,
    CandidateEvent,
    Circumstances,
    EventKind,
    Introduction,
    Mentorship,
    Nomination,
    Override,
    Paper,
    Transfer,
    Verification,
)
from candidates.procedure.levels import Chain, Link
from membership.base import paths
from membership.base.bulk import chunks
from membership.domain.official import officials_on
from membership.models import MemberSpell, Organisation

CHUNK = 2000


@dataclass
class Dossier:
    """One candidate with everything that belongs to them. `events`: those that stand, in their order."""

    candidate: Candidate
    events: list[CandidateEvent]
    chain: Chain
    local: LocalRules = LocalRules()
    papers: list[Paper] = field(default_factory=list)
    introductions: list[Introduction] = field(default_factory=list)
    nominations: list[Nomination] = field(default_factory=list)
    mentorships: list[Mentorship] = field(default_factory=list)
    verifications: list[Verification] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    circumstances: Circumstances | None = None
    official_members: int | None = None

    def last(self, *kinds: str) -> CandidateEvent | None:
        """The latest event of these kinds that stands."""
        return next((event for event in reversed(self.events) if event.kind in kinds), None)

    def day_of(self, *kinds: str) -> date | None:
        event = self.last(*kinds)
        return event.occurred_on if event is not None else None

    def since_last(self, *kinds: str) -> list[CandidateEvent]:
        """What happened after the latest event of these kinds; everything, if there is none."""
        found = self.last(*kinds)
        return self.events if found is None else self.events[self.events.index(found) + 1 :]

    def of_this_way(self) -> list[CandidateEvent]:
        """Everything since the person was last nominated: who comes back begins anew."""
        return self.since_last(EventKind.NOMINATED) or self.events

    def of_this_round(self) -> list[CandidateEvent]:
        """Everything since the person was last nominated, or the votes begun anew after a cancelled decision."""
        return self.since_last(EventKind.NOMINATED, EventKind.REDONE) or self.events

    def day_in_round(self, kind: str) -> date | None:
        return next((event.occurred_on for event in reversed(self.of_this_round()) if event.kind == kind), None)

    def within_stage(self) -> list[CandidateEvent]:
        """What happened since the present stage was reached."""
        return within_stage(self.events)

    @property
    def mentors(self) -> list[Mentorship]:
        """Who helps now."""
        return [each for each in self.mentorships if each.valid_to is None]

    def paper_days(self) -> dict[str, date]:
        """Form code -> the day on the paper; of several copies the oldest, as that one goes stale first."""
        days: dict[str, date] = {}
        for paper in self.papers:
            days[paper.form] = min(paper.signed_on, days.get(paper.form, paper.signed_on))
        for each in self.introductions:
            form = {"youth_union": "4-KNĐ", "trade_union": "4A-KNĐ"}.get(each.body, "3-KNĐ")
            days[form] = min(each.signed_on, days.get(form, each.signed_on))
        if self.candidate.certificate_date is not None:
            days["CN-NTVĐ"] = self.candidate.certificate_date
        return days


def within_stage(events: list[CandidateEvent]) -> list[CandidateEvent]:
    """What happened since the present stage was reached, among events that stand."""
    at = max((n for n, event in enumerate(events) if event.from_stage != event.to_stage), default=-1)
    return events[at + 1 :]


def load_dossiers(candidates: Iterable[Candidate], *, on: date | None = None) -> dict[int, Dossier]:
    """Dossier by candidate id. `on`: the day for which the official members of the branches are counted."""
    people = list(candidates)
    found: dict[int, Dossier] = {}
    for chunk in chunks(people, CHUNK):
        found |= _load(chunk, on)
    return found


def load_dossier(candidate: Candidate, *, on: date | None = None) -> Dossier:
    return load_dossiers([candidate], on=on)[candidate.pk]


def _load(people: Sequence[Candidate], on: date | None) -> dict[int, Dossier]:
    keys = [candidate.pk for candidate in people]
    events = _grouped(CandidateEvent.objects.filter(candidate__in=keys).order_by("candidate", "sequence"))
    chains = chains_of({candidate.organisation_path for candidate in people})
    local = rules_for(chains)
    members = official_members({candidate.organisation_id for candidate in people}, on) if on else {}
    found = {
        candidate.pk: Dossier(
            candidate,
            standing(events[candidate.pk]),
            chains[candidate.organisation_path],
            local[candidate.organisation_path],
            official_members=members.get(candidate.organisation_id),
        )
        for candidate in people
    }
    mentorships = Mentorship.objects.filter(taken_back_at=None).select_related("member")
    with_member = Introduction.objects.current().select_related("member")
    for name, rows in (
        ("papers", Paper.objects.current()),
        ("introductions", with_member),
        ("nominations", Nomination.objects.current().select_related("member")),
        ("mentorships", mentorships),
        ("verifications", Verification.objects.filter(withdrawn_at=None)),
        ("transfers", Transfer.objects.select_related("target")),
    ):
        for row in rows.filter(candidate__in=keys).order_by("pk"):
            getattr(found[row.candidate_id], name).append(row)
    for row in Override.objects.standing().filter(event__candidate__in=keys).select_related("event"):
        found[row.event.candidate_id].overrides.append(row)
    for row in Circumstances.objects.filter(candidate__in=keys):
        found[row.candidate_id].circumstances = row
    return found


def chains_of(all_paths: Iterable[str]) -> dict[str, Chain]:
    """Path of a branch -> the organisations from the root down to it. One query."""
    wanted = {path: paths.ids(path) for path in all_paths}
    ids = sorted({identifier for way in wanted.values() for identifier in way})
    links: dict[int, Link] = {}
    for chunk in chunks(ids, 5000):
        for row in Organisation.objects.filter(pk__in=chunk).values_list("pk", "path", "name", "kind"):
            links[row[0]] = Link(*row)
    return {path: Chain(tuple(links[identifier] for identifier in way)) for path, way in wanted.items()}


def official_members(organisations: Iterable[int], on: date) -> dict[int, int]:
    """Official members who took part in each branch on a day; a branch whose members are not on record is absent."""
    open_spells = (
        MemberSpell.objects.filter(organisation__in=list(organisations))
        .filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on))
        .order_by()
        .values("organisation")
        .annotate(official=Count("member", filter=officials_on(on, "member__")), everybody=Count("member"))
    )
    return {row["organisation"]: row["official"] for row in open_spells if row["everybody"]}


def _grouped(events: Iterable[Any]) -> dict[int, list[CandidateEvent]]:
    grouped: dict[int, list[CandidateEvent]] = defaultdict(list)
    for event in events:
        grouped[event.candidate_id].append(event)
    return grouped
