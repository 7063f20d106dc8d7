"""Made-up data of a given size, straight into empty tables: for measuring, never for showing.

The rows keep every rule that `check_tree` and `check_candidates` look at; nothing else is written, no activity either.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db import connection, transaction
from django.utils.translation import gettext as _

from candidates.domain.deadlines import refresh_all
from candidates.models import Admission, Candidate, CandidateEvent, Deadline, EventKind, Stage
from membership.base import paths
from membership.base.bulk import chunks, reserve_ids
from membership.base.dates import add_months
from membership.catalogues import OWNERSHIP
from membership.domain.errors import Refused
from membership.models import (
    MemberMovement,
    MemberSpell,
    MemberStatus,
    MovementKind,
    Organisation,
    PartyMember,
    User,
)
from reports.demo.scale_people import PERSON, Crowd
from reports.demo.scale_sink import Sink
from reports.demo.scale_tree import Made, Size, TreeMaker
from reports.models import Quota

_TOGETHER = 20_000
# The way of a candidate: what happened, where it led.
_WAY = (
    (EventKind.NOMINATED.value, Stage.NOMINATED.value),
    (EventKind.RECOGNISED.value, Stage.SYMPATHISER.value),
    (EventKind.TRAINED.value, Stage.TRAINED.value),
    (EventKind.DOSSIER_OPENED.value, Stage.DOSSIER.value),
    (EventKind.BRANCH_PROPOSED.value, Stage.BRANCH_PROPOSED.value),
    (EventKind.BASE_PROPOSED.value, Stage.BASE_PROPOSED.value),
)
_POOL = (18, 26, 24, 14, 10, 8)
_EVENT = ("id", "candidate_id", "sequence", "kind", "from_stage", "to_stage", "organisation_id", "occurred_on",
          "document_number", "document_date", "data")  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """`members` are of long standing; every admission adds one more member and one more candidate."""

    tree: Size
    members: int
    pool: int
    admissions_a_year: int
    years: int


SCALES = {
    "commune": Scale(Size(1, 1, 12, 4), 1_500, 260, 60, 3),
    "province": Scale(Size(1, 105, 11.5, 4.7), 109_000, 19_000, 3_700, 3),
    "nation": Scale(Size(34, 105, 11.5, 4.85), 0, 400_000, 200_000, 5),
}


def generate(scale: Scale, *, seed: int, today: date, say: Callable[[str], None] = lambda text: None) -> dict[str, int]:
    """Fill an empty database; how many rows each table got. Refused where there is anything."""
    for model in (Organisation, PartyMember, Candidate, User):
        if model._base_manager.exists():
            raise Refused(
                _("Cơ sở dữ liệu này không trống (đã có %(what)s). Dữ liệu đo chỉ ghi vào cơ sở dữ liệu trống.")
                % {"what": model._meta.verbose_name}
            )
    with transaction.atomic():
        filler = _Filler(scale, seed, today)
        for number, made in enumerate(TreeMaker(scale.tree, seed).make(), start=1):
            filler.fill(made)
            say(_("  %(done)d/%(all)d tỉnh") % {"done": number, "all": scale.tree.provinces})
        say(_("  tính thời hạn"))
        if connection.vendor == "postgresql":  # it knows nothing yet of tables that were empty a moment ago
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        refresh_all()
        return (
            filler.counts()
            | {"candidates_deadline": Deadline.objects.count()}
            | {"membership_organisation": Organisation.objects.count()}
        )


class _Filler:
    def __init__(self, scale: Scale, seed: int, today: date):
        self.scale, self.today = scale, today
        self.rng = Random(f"scale/{seed}")
        self.crowd = Crowd(seed)
        self.card = 0
        located = ("organisation_id", "organisation_path")
        self.members = Sink(
            PartyMember, "id", *located, *PERSON, "born_on", "joined_on", "official_on", "status", "card_number"
        )
        self.spells = Sink(MemberSpell, "id", "member_id", "organisation_id", "valid_from", "reason_in")
        self.movements = Sink(
            MemberMovement, "member_id", "id", *located, "occurred_on", "sequence", "kind", "probationary"
        )
        self.candidates = Sink(
            Candidate, "id", *located, *PERSON, "born_on", "stage", "stage_since", "last_sequence",
            "certificate_number", "certificate_date", "member_id",
        )  # fmt: skip
        self.events = Sink(CandidateEvent, *_EVENT)
        self.admissions = Sink(
            Admission, "id", "candidate_id", *located, *PERSON, "born_on", "age", "decision_number", "decision_date",
            "ceremony_date", "enterprise_kind",
        )  # fmt: skip
        self.quotas = Sink(
            Quota, "id", "organisation_id", "organisation_path", "year", "admission_quota", "training_quota",
            "decision_number", "decision_date",
        )  # fmt: skip
        self._sinks = (
            self.quotas,
            self.members,
            self.spells,
            self.movements,
            self.candidates,
            self.events,
            self.admissions,
        )

    def counts(self) -> dict[str, int]:
        return {sink.model._meta.db_table: sink.count for sink in self._sinks}

    def fill(self, made: list[Made]) -> None:
        parents = {each.path[: -paths.STEP] for each in made}
        leaves = [each for each in made if each.milieu and each.path not in parents]
        share = self.scale.tree.provinces
        for some in self._spread(leaves, self.scale.members // share):
            self._write_members(some)
        for some in self._spread(leaves, self.scale.pool // share):
            self._write_pool(some)
        admitted: dict[int, dict[str, int]] = {}
        for year in range(self.today.year - self.scale.years + 1, self.today.year + 1):
            admitted[year] = {}
            for some in self._spread(leaves, self.scale.admissions_a_year // share):
                self._write_admitted(some, year)
                for place in some:
                    base = place.path[: -paths.STEP if place.is_branch else None]
                    admitted[year][base] = admitted[year].get(base, 0) + 1
        self._write_quotas(made, admitted)
        for sink in self._sinks:
            sink.flush()

    def _spread(self, leaves: list[Made], count: int) -> Iterator[list[Made]]:
        yield from chunks(self.rng.choices(leaves, k=count), _TOGETHER)

    # --- members of long standing --------------------------------------------------------------------------------
    def _write_members(self, places: list[Made]) -> None:
        rng, first = self.rng, date(1985, 1, 1).toordinal()
        last = date(self.today.year - self.scale.years, 1, 1).toordinal()
        ids, spell_ids = reserve_ids(PartyMember, len(places)), reserve_ids(MemberSpell, len(places))
        rows, spells = [], []
        for pk, spell, place, person in zip(ids, spell_ids, places, self.crowd.draw(places), strict=True):
            joined = rng.randrange(first, last)
            official = add_months(date.fromordinal(joined), 12).isoformat()
            since = date.fromordinal(joined).isoformat()
            self.card += 1
            card = f"998{self.card:09}"
            born, _age = self.crowd.birth(joined)
            rows.append((pk, place.id, place.path, *person, born, since, official, MemberStatus.OFFICIAL.value, card))
            spells.append((spell, pk, place.id, since, "recorded"))
        self.members.add(rows)
        self.members.flush()
        self.spells.add(spells)
        self._admit(rows)

    def _admit(self, members: list[tuple]) -> None:
        """The movement that began each of these members' spells: id, place and path come first, the day is named."""
        day = 3 + len(PERSON) + 1
        pks = reserve_ids(MemberMovement, len(members))
        self.movements.add(
            (row[0], pk, row[1], row[2], row[day], 1, MovementKind.ADMITTED.value, True)
            for row, pk in zip(members, pks, strict=True)
        )

    # --- candidates on their way -----------------------------------------------------------------------------------
    def _write_pool(self, places: list[Made]) -> None:
        steps = self.rng.choices(range(1, len(_WAY) + 1), _POOL, k=len(places))
        ids = reserve_ids(Candidate, len(places))
        event_ids = iter(reserve_ids(CandidateEvent, sum(steps)))
        rows, events = [], []
        today = self.today.toordinal()
        for pk, place, count, person in zip(ids, places, steps, self.crowd.draw(places), strict=True):
            days = self._days(count, today - self.rng.randrange(300))
            events.extend(self._way(pk, place, days, event_ids))
            certificate = days[2] if count > 2 else None
            rows.append(
                (pk, place.id, place.path, *person, self.crowd.birth(today)[0], _WAY[count - 1][1], days[-1], count,
                 f"{pk % 500}/GCN-NTVĐ" if certificate else "", certificate, None)
            )  # fmt: skip
        self.candidates.add(rows)
        self.candidates.flush()
        self.events.add(events)

    def _days(self, count: int, last: int) -> list[str]:
        """Days of the first steps of the way, the last of them given."""
        rng, days = self.rng, [last]
        for _step in range(count - 1):
            days.append(days[-1] - rng.randrange(20, 130))
        return [date.fromordinal(day).isoformat() for day in reversed(days)]

    def _way(self, candidate: int, place: Made, days: list[str], ids: Iterator[int]) -> Iterator[tuple]:
        before = ""
        for sequence, day in enumerate(days, start=1):
            kind, stage = _WAY[sequence - 1]
            yield (next(ids), candidate, sequence, kind, before, stage, place.id, day, "", None, "{}")
            before = stage

    # --- the admitted --------------------------------------------------------------------------------------------
    def _write_admitted(self, places: list[Made], year: int) -> None:
        rng, first = self.rng, date(year, 1, 1).toordinal()
        span = min(date(year, 12, 31), self.today).toordinal() - first + 1
        size = len(places)
        ids, fact_ids = reserve_ids(Candidate, size), reserve_ids(Admission, size)
        member_ids, spell_ids = reserve_ids(PartyMember, size), reserve_ids(MemberSpell, size)
        event_ids = iter(reserve_ids(CandidateEvent, size * (len(_WAY) + 3)))
        candidates, events, facts, members, spells = [], [], [], [], []
        for number, (place, person) in enumerate(zip(places, self.crowd.draw(places), strict=True)):
            pk, member = ids[number], member_ids[number]
            decided = first + rng.randrange(span)
            held = decided + rng.randrange(3, 40)
            held_on = date.fromordinal(held) if held <= self.today.toordinal() else None
            official_on = add_months(held_on, 12) if held_on else None
            if official_on is not None and official_on + timedelta(days=rng.randrange(40)) > self.today:
                official_on = None
            born, age = self.crowd.birth(decided)
            days = self._days(len(_WAY), decided - rng.randrange(5, 60)) if rng.random() < 0.5 else []
            own = list(self._way(pk, place, days, event_ids))
            decision = f"{number % 900 + 1}-QĐ/TU"
            decided_text = date.fromordinal(decided).isoformat()
            steps = [
                (EventKind.ADMISSION_DECIDED.value, Stage.DECIDED.value, decided_text, decision, decided_text, "{}")
            ]
            if held_on:
                made = '{"made_member": true}'
                steps.append(
                    (EventKind.CEREMONY_HELD.value, Stage.PROBATIONARY.value, held_on.isoformat(), "", None, made)
                )
            if official_on:
                steps.append(
                    (EventKind.MADE_OFFICIAL.value, Stage.OFFICIAL.value, official_on.isoformat(), "", None, "{}")
                )
            stage = own[-1][5] if own else ""
            for kind, to_stage, day, document, document_day, data in steps:
                sequence = len(own) + 1
                own.append(
                    (next(event_ids), pk, sequence, kind, stage, to_stage, place.id, day, document, document_day, data)
                )
                stage = to_stage
            events.extend(own)
            certificate = days[2] if days else None
            candidates.append(
                (pk, place.id, place.path, *person, born, stage, steps[-1][2], len(own),
                 f"{pk % 500}/GCN-NTVĐ" if certificate else "", certificate, member if held_on else None)
            )  # fmt: skip
            facts.append(
                (fact_ids[number], pk, place.id, place.path, *person, born, age, decision, decided_text,
                 held_on and held_on.isoformat(), place.type_code if place.type_code in OWNERSHIP else "")
            )  # fmt: skip
            if held_on:
                status = (MemberStatus.OFFICIAL if official_on else MemberStatus.PROBATIONARY).value
                since = held_on.isoformat()
                official = official_on and official_on.isoformat()
                members.append((member, place.id, place.path, *person, born, since, official, status, ""))
                spells.append((spell_ids[number], member, place.id, since, "admitted"))
        for sink, rows in (
            (self.members, members), (self.spells, spells), (self.candidates, candidates), (self.events, events),
            (self.admissions, facts),
        ):  # fmt: skip
            sink.add(rows)
            sink.flush()
        self._admit(members)

    # --- quotas --------------------------------------------------------------------------------------------------
    def _write_quotas(self, made: list[Made], admitted: dict[int, dict[str, int]]) -> None:
        """Each committee's and base's, near what it reached, so that rates lie around 100 %."""
        rows = []
        for year, by_base in admitted.items():
            reached: dict[str, int] = {}
            for base, count in by_base.items():
                for end in range(paths.STEP, len(base) + 1, paths.STEP):
                    reached[base[:end]] = reached.get(base[:end], 0) + count
            for place in made:
                if not place.is_branch and reached.get(place.path):
                    quota = max(1, round(reached[place.path] * self.rng.uniform(0.75, 1.2)))
                    rows.append((place.id, place.path, year, quota, round(quota * 1.4) + 1))
        ids = reserve_ids(Quota, len(rows))
        self.quotas.add((pk, *row, "05-QĐ/TU", f"{row[2]}-01-15") for pk, row in zip(ids, rows, strict=True))
