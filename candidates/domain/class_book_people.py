"""The people of a list of learners: who is on record, who is put on the source list, what the class brings about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.fold import standing
from candidates.domain.ledger import Ledger
from candidates.models import PIPELINE, Candidate, CandidateEvent, ClassKind, EnrolmentState, EventKind, Stage
from membership.base.bulk import chunks
from membership.base.text import fold, name_sort_key, normalise
from membership.domain.effects import Effect, Progress
from membership.domain.identity import Identity, Person, ask_about_namesakes, on_record
from membership.domain.people import CHUNK, check_day, clean_people, differences, said_values
from membership.models import Precision

_EVENTS = {ClassKind.AWARENESS.value: EventKind.TRAINED, ClassKind.NEW_MEMBER.value: EventKind.MEMBER_TRAINED}
_POSITION = Candidate._meta.get_field("position").max_length


@dataclass
class People:
    """`by_row`: the person of each row that may be written; one person may stand in several classes of the list."""

    ledger: Ledger
    by_row: dict[int, Person] = field(default_factory=dict)
    found: dict[Identity, Candidate] = field(default_factory=dict)
    trained: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    traces: list[tuple[Candidate, dict[str, tuple]]] = field(default_factory=list)
    _amended: set[int] = field(default_factory=set)

    def candidate_of(self, row) -> Candidate | None:
        person = self.by_row.get(row.row)
        return self.found.get(person.identity) if person is not None else None

    def add(self, row, nominated_on: date) -> Candidate:
        """Somebody new on the source list, nominated on a day."""
        person = self.by_row[row.row]
        said = said_values(person.values)
        if role := normalise(row.role or ""):
            said.setdefault("position", role[:_POSITION])
        candidate = self.ledger.new_candidate(**person.named(), **said)
        self.ledger.event(candidate, EventKind.NOMINATED, Stage.NOMINATED, nominated_on)
        self.found[person.identity] = candidate
        return candidate

    def amend(self, candidate: Candidate, row) -> bool:
        """What the list says of somebody on record that was not so, once a person."""
        if candidate.pk is None or candidate.pk in self._amended:
            return False
        self._amended.add(candidate.pk)
        person = self.by_row[row.row]
        said = said_values(person.values)
        if candidate.full_name.casefold() != person.full_name.casefold():
            said |= {"full_name": person.full_name, "sort_key": name_sort_key(person.full_name)}
        changes = differences(candidate, said)
        if changes:
            self.ledger.change(candidate, **{name: new for name, (_old, new) in changes.items()})
            self.traces.append((candidate, changes))
        return bool(changes)

    def event_of(self, candidate: Candidate, kind: str, said: dict[str, Any], closes: date) -> CandidateEvent | None:
        """Whoever passed has been taught: the event, unless it is known, and the certificate if it is the newest."""
        if said.get("state") != EnrolmentState.PASSED:
            return None
        day, number = said.get("certificate_date"), said.get("certificate_number", "")
        if kind == ClassKind.AWARENESS and day is not None:
            self._certify(candidate, day, number)
        known = self.trained[id(candidate)]
        if _EVENTS[kind] in known:
            return None
        known.add(_EVENTS[kind])
        return self.ledger.event(
            candidate, _EVENTS[kind], _reached(candidate, kind), day or closes, document_number=number,
            document_date=day if number else None,
        )  # fmt: skip

    def _certify(self, candidate: Candidate, day: date, number: str) -> None:
        before = candidate.certificate_date
        if before is not None and (before > day or (before == day and (candidate.certificate_number or not number))):
            return
        changes = differences(candidate, {"certificate_date": day, "certificate_number": number})
        self.ledger.change(candidate, **{name: new for name, (_old, new) in changes.items()})


def _reached(candidate: Candidate, kind: str) -> str:
    """The stage the class leads to: never back."""
    if kind != ClassKind.AWARENESS or candidate.stage not in PIPELINE:
        return candidate.stage
    return max(Stage.TRAINED, candidate.stage, key=PIPELINE.index)


def identity_key(row) -> tuple:
    """Who a row speaks of, as far as it can be told before it is cleaned."""
    born = row.attributes.get("born_on")
    precision = row.attributes.get("born_precision", Precision.DAY.value) if born else Precision.DAY.value
    name = normalise(row.full_name)
    return (row.organisation.id, name_sort_key(name), fold(name), born, precision)


def read_people(rows: Sequence, ledger: Ledger, *, by, lock: bool, effect: Effect, progress: Progress) -> People:
    """Every person once, however many classes they sit in; what a later row adds fills what the first left blank."""
    several: dict[tuple, list] = defaultdict(list)
    for row in rows:
        several[identity_key(row)].append(row)
    for same in several.values():
        for row in same[1:]:
            for name, value in row.attributes.items():
                if same[0].attributes.get(name) in (None, ""):
                    same[0].attributes[name] = value
    firsts = [same[0] for same in several.values()]
    people = People(ledger)
    clean = clean_people(firsts, by=by, lock=lock, effect=effect, progress=progress, rules=_rules)
    for person in clean:
        for row in several[identity_key(person.row)]:
            people.by_row[row.row] = person
    found = on_record(Candidate, clean, lock=lock)
    people.found = {identity: same[0] for identity, same in found.items()}
    ask_about_namesakes(Candidate, clean, [each.pk for each in people.found.values()], by=by, effect=effect)
    _read_events(people)
    return people


def _rules(person: Person, say) -> None:
    row = person.row
    born = (person.born_on, _("ngày sinh"))
    check_day(say, "opens_on", _("Ngày khai giảng"), _past(row.opens_on), today=timezone.localdate(), not_before=born)


def _past(day: date | None) -> date | None:
    """A class of the future is no mistake."""
    return day if day is not None and day <= timezone.localdate() else None


def _read_events(people: People) -> None:
    by_id = {candidate.pk: candidate for candidate in people.found.values()}
    for chunk in chunks(sorted(by_id), CHUNK):
        events = defaultdict(list)
        for event in CandidateEvent.objects.filter(candidate__in=chunk).order_by("candidate", "sequence"):
            events[event.candidate_id].append(event)
        for key, rows in events.items():
            kinds = {event.kind for event in standing(rows)}
            people.trained[id(by_id[key])] = kinds & {*_EVENTS.values()}
