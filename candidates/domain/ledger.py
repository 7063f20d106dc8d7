"""One act's writing: events, the stage they lead to, the frozen facts and the members they make, all in bulk.

Nothing else writes `Candidate.stage`. An act first collects here what it will do (a trial stops there), then `write()`
puts it down with a fixed number of statements, inside the transaction of the act.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from candidates.domain.fold import reached_on
from candidates.domain.mentor_endings import end_help
from candidates.models import Admission, Candidate, CandidateEvent, EventKind, Override, Paper
from membership.base.bulk import amend, insert, maker, reserve_ids, upsert
from membership.domain.movement_log import MovementLog
from membership.models import ATTRIBUTE_NAMES, MemberSpell, MemberStatus, PartyMember

PERSON_FIELDS = ("full_name", "folded_name", "sort_key", *ATTRIBUTE_NAMES)
FLAGS = ("private_owner", "readmission", "foreign_spouse", "population_policy_breach")
_KEPT = {"id", "created_at", "created_by", "batch"}
_CANDIDATE_FIELDS = [field.name for field in Candidate._meta.concrete_fields if field.name not in _KEPT]
_MEMBER_FIELDS = [field.name for field in PartyMember._meta.concrete_fields if field.name not in _KEPT]
_FACT_FIELDS = [
    field.attname
    for field in Admission._meta.concrete_fields
    if field.name not in ("id", "candidate", "recorded_at", "recorded_by", "replaced_at", "replaces", "batch")
]

# Called with the ids of the people written and the batch, within the transaction: what follows from the record.
AFTER_WRITE: list[Callable[[list[int], int | None], None]] = []

_candidate, _event, _fact = maker(Candidate), maker(CandidateEvent), maker(Admission)
_paper, _override = maker(Paper), maker(Override)
_member, _spell = maker(PartyMember), maker(MemberSpell)


class Ledger:
    def __init__(self, *, by, batch=None):
        self.by_id = by.pk if by else None
        self.batch_id = batch.pk if batch else None
        self.now = timezone.now()
        self.new_candidates: list[Candidate] = []
        self.changed_candidates: dict[int, Candidate] = {}
        self.events: list[CandidateEvent] = []
        self.facts: list[Admission] = []
        self.replaced: list[int] = []
        self.papers: list[Paper] = []
        self.replaced_papers: list[int] = []
        self.overrides: list[Override] = []
        self.new_members: list[PartyMember] = []
        self.changed_members: dict[int, PartyMember] = {}
        self.new_spells: list[MemberSpell] = []
        self.changed_spells: dict[int, MemberSpell] = {}
        self.movements = MovementLog(by_id=self.by_id, batch_id=self.batch_id, now=self.now)
        self.joined: dict[int, tuple[PartyMember, date]] = {}
        # (row, its column, the row it refers to), for rows whose keys are given at the end
        self.links: list[tuple[Any, str, Any]] = []

    # --- candidates and their events -----------------------------------------------------------------------------
    def new_candidate(self, **fields: Any) -> Candidate:
        candidate = _candidate(created_at=self.now, created_by_id=self.by_id, batch_id=self.batch_id, **fields)
        self.new_candidates.append(candidate)
        return candidate

    def change(self, candidate: Candidate, **fields: Any) -> None:
        """Set fields of a candidate on record; one act raises the version once."""
        for name, value in fields.items():
            setattr(candidate, name, value)
        if candidate.pk is not None and candidate.pk not in self.changed_candidates:
            candidate.version += 1
            self.changed_candidates[candidate.pk] = candidate

    def event(
        self,
        candidate: Candidate,
        kind: str,
        to_stage: str,
        on: date | None,
        *,
        document_number: str = "",
        document_date: date | None = None,
        data: dict | None = None,
        from_organisation_id: int | None = None,
    ) -> CandidateEvent:
        """The next thing that happened; the candidate now stands in `to_stage`."""
        event = self._add(candidate, kind, to_stage, on, document_number, document_date, data)
        event.from_organisation_id = from_organisation_id
        if to_stage != candidate.stage or candidate.last_sequence == 1:
            candidate.stage, candidate.stage_since = to_stage, reached_on(event)
        return event

    def correct(
        self, candidate: Candidate, event: CandidateEvent, on: date | None, *, document_number: str, document_date
    ) -> CandidateEvent:
        """Say the same event again with a better date or number; it stands where the old one stood."""
        better = self._add(candidate, event.kind, event.to_stage, on, document_number, document_date, dict(event.data))
        better.from_stage, better.organisation_id = event.from_stage, event.organisation_id
        better.from_organisation_id = event.from_organisation_id
        better.reverses_id = event.pk
        if candidate.stage == event.to_stage and candidate.stage_since == reached_on(event):
            candidate.stage_since = reached_on(better)
        return better

    def reverse(self, candidate: Candidate, event: CandidateEvent, stage: str, since, *, reason: str) -> None:
        """Take an event out; `stage` and `since` are what the rest leads to."""
        undone = self._add(candidate, EventKind.REVERSED, stage, timezone.localdate(), "", None, {"reason": reason})
        undone.reverses_id = event.pk
        candidate.stage, candidate.stage_since = stage, since

    def _add(self, candidate, kind, to_stage, on, document_number, document_date, data) -> CandidateEvent:
        self.change(candidate)
        candidate.last_sequence += 1
        event = _event(
            sequence=candidate.last_sequence,
            kind=kind,
            from_stage=candidate.stage if candidate.last_sequence > 1 else "",
            to_stage=to_stage,
            organisation_id=candidate.organisation_id,
            occurred_on=on,
            document_number=document_number,
            document_date=document_date,
            data=data or {},
            recorded_at=self.now,
            recorded_by_id=self.by_id,
        )
        self.links.append((event, "candidate_id", candidate))
        self.events.append(event)
        return event

    # --- the frozen fact of admission ----------------------------------------------------------------------------
    def fact(self, candidate: Candidate, **fields: Any) -> Admission:
        fact = _fact(recorded_at=self.now, recorded_by_id=self.by_id, batch_id=self.batch_id, **fields)
        self.links.append((fact, "candidate_id", candidate))
        self.facts.append(fact)
        return fact

    def replace_fact(self, old: Admission, **changes: Any) -> Admission:
        """A correction: the old row stays and is marked replaced at the very moment the new one is recorded."""
        new = self._fact_after(old, changes)
        self.replaced.append(old.pk)
        return new

    def restore_fact(self, old: Admission) -> Admission:
        """An admission that was withdrawn by mistake holds again, from now on."""
        return self._fact_after(old, {})

    def _fact_after(self, old: Admission, changes: dict[str, Any]) -> Admission:
        new = self.fact(old.candidate, **{name: getattr(old, name) for name in _FACT_FIELDS} | changes)
        new.replaces_id = old.pk
        return new

    def withdraw_fact(self, old: Admission) -> None:
        """The admission no longer holds (decision cancelled, or recorded by mistake); it stays readable."""
        self.replaced.append(old.pk)

    # --- papers and conditions let pass ------------------------------------------------------------------------------
    def paper(self, candidate: Candidate, event: CandidateEvent, **fields: Any) -> Paper:
        """A paper that an act puts into the dossier; one of its form that is there already is replaced."""
        if candidate.pk is not None:
            same = {"form": fields["form"], "copy": fields.get("copy", "")}
            self.replaced_papers += candidate.papers.current().filter(**same).values_list("pk", flat=True)
        paper = _paper(recorded_at=self.now, recorded_by_id=self.by_id, **fields)
        self.links += [(paper, "candidate_id", candidate), (paper, "event_id", event)]
        self.papers.append(paper)
        return paper

    def take_back_papers(self, event: CandidateEvent) -> None:
        """The act never happened, so its papers are not in the dossier."""
        self.replaced_papers += event.papers.current().values_list("pk", flat=True)

    def override(self, candidate: Candidate, event: CandidateEvent, **fields: Any) -> Override:
        """A condition that was let pass at this event."""
        override = _override(
            organisation_id=event.organisation_id,
            organisation_path=candidate.organisation_path,
            occurred_on=event.occurred_on,
            recorded_at=self.now,
            recorded_by_id=self.by_id,
            **fields,
        )
        self.links.append((override, "event_id", event))
        self.overrides.append(override)
        return override

    # --- members -------------------------------------------------------------------------------------------------
    def admit(self, candidate: Candidate, joined_on: date, person: dict[str, Any]) -> PartyMember:
        """A probationary member from the day of the ceremony, in the branch of the candidate."""
        member = _member(
            organisation_id=candidate.organisation_id,
            organisation_path=candidate.organisation_path,
            joined_on=joined_on,
            status=MemberStatus.PROBATIONARY,
            created_at=self.now,
            batch_id=self.batch_id,
            **person,
        )
        self.new_members.append(member)
        self.open_spell(member, joined_on, "admitted")
        self.movements.admitted(member, joined_on)
        self.links.append((candidate, "member_id", member))
        return member

    def open_spell(self, member: PartyMember, valid_from: date | None, reason: str) -> MemberSpell:
        spell = _spell(
            organisation_id=member.organisation_id,
            valid_from=valid_from,
            reason_in=reason,
            recorded_at=self.now,
            recorded_by_id=self.by_id,
        )
        self.links.append((spell, "member_id", member))
        self.new_spells.append(spell)
        return spell

    def change_member(self, member: PartyMember, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(member, name, value)
        if member.pk is not None and member.pk not in self.changed_members:
            member.version += 1
            self.changed_members[member.pk] = member

    def change_spell(self, spell: MemberSpell, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(spell, name, value)
        if spell.pk is not None:
            self.changed_spells[spell.pk] = spell

    def join_on(self, member: PartyMember, on: date) -> None:
        """The day on which a member of a list joined is learnt: their first spell, of no known day, begins with it."""
        self.change_member(member, joined_on=on)
        self.joined[member.pk] = (member, on)

    def _begin_joined(self) -> None:
        rows = MemberSpell.objects.filter(member__in=list(self.joined), valid_from=None)
        for spell in rows.select_related("organisation"):
            member, on = self.joined[spell.member_id]
            if spell.valid_to is None or on <= spell.valid_to:
                self.change_spell(spell, valid_from=on)
                self.movements.admitted(member, on, place=(spell.organisation_id, spell.organisation.path))

    # --- writing -------------------------------------------------------------------------------------------------
    def write(self) -> None:
        """Put everything down. Inside a transaction; the order respects every key and constraint."""
        _number(PartyMember, self.new_members)
        _number(Candidate, self.new_candidates)
        _number(CandidateEvent, self.events)
        for row, column, other in self.links:
            setattr(row, column, other.pk)
        end_help(self.events)
        _number(Paper, self.papers)
        _number(Override, self.overrides)
        _number(Admission, self.facts)
        _number(MemberSpell, self.new_spells)

        if self.joined:
            self._begin_joined()
        insert(PartyMember, self.new_members)
        upsert(PartyMember, list(self.changed_members.values()), _MEMBER_FIELDS)
        upsert(MemberSpell, list(self.changed_spells.values()), ["valid_from", "valid_to", "reason_out"])
        insert(MemberSpell, self.new_spells)
        self.movements.write()
        insert(Candidate, self.new_candidates)
        upsert(Candidate, list(self.changed_candidates.values()), _CANDIDATE_FIELDS)
        insert(CandidateEvent, self.events)
        amend(Admission, self.replaced, replaced_at=self.now)
        insert(Admission, self.facts)
        amend(Paper, self.replaced_papers, replaced_at=self.now)
        insert(Paper, self.papers)
        insert(Override, self.overrides)
        if keys := [*(candidate.pk for candidate in self.new_candidates), *self.changed_candidates]:
            for follow in AFTER_WRITE:
                follow(keys, self.batch_id)


def _number(model, rows: list) -> None:
    """Keys for rows that will be written together with others that refer to them."""
    unnumbered = [row for row in rows if row.pk is None]
    for row, identifier in zip(unnumbered, reserve_ids(model, len(unnumbered)), strict=True):
        row.pk = identifier


def person_fields(source) -> dict[str, Any]:
    """Name, keys and attributes, to be copied from one record of a person to another."""
    return {name: getattr(source, name) for name in PERSON_FIELDS}
