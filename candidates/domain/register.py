"""Put people on the list of quần chúng ưu tú: one by one, or a whole list with what happened to them so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.fold import standing
from candidates.domain.ledger import Ledger
from candidates.domain.nominations import NominationSaid, add_nomination
from candidates.models import ADMITTED, PIPELINE, Candidate, CandidateEvent, EventKind, Stage
from candidates.procedure import LEADS_TO
from membership.base.bulk import chunks
from membership.base.text import name_sort_key, normalise
from membership.domain.activity import record
from membership.domain.effects import Effect, PersonRow, Progress, RowError, RowQuestion, no_progress
from membership.domain.errors import Refused
from membership.domain.identity import Person, ask_about_namesakes, on_record
from membership.domain.people import (
    CHUNK,
    check_day,
    clean_people,
    differences,
    reference,
    refusal,
    said_values,
    write_traces,
)
from membership.domain.places import common_organisation
from membership.models import Action, Organisation

_LENGTHS = {"certificate_number": 60, "note": 500}


@dataclass
class CandidateRow(PersonRow):
    """One person of a list of quần chúng ưu tú. None: the list does not say."""

    nominated_on: date | None = None
    recognised_on: date | None = None
    certificate_number: str | None = None
    certificate_date: date | None = None
    stage: str | None = None
    note: str | None = None


def record_candidates(
    rows: Sequence[CandidateRow], *, by, apply: bool, batch=None, progress: Progress = no_progress
) -> Effect:
    """Write a list of candidates, or (apply=False) say what that would do. With any error nothing is written."""
    rows, effect = list(rows), Effect()
    if not rows:
        return effect
    with transaction.atomic():
        ledger, traces, people = _plan(rows, effect, by=by, lock=apply, batch=batch, progress=progress)
        if apply and not effect.errors:
            progress(len(rows), len(rows), _("Ghi vào sổ"))
            ledger.write()
            write_traces("candidate.corrected_by_list", traces, by=by, batch=batch)
            effect.applied = True
            if effect.create or effect.update:
                record(
                    "candidates.recorded",
                    by=by,
                    organisation=batch.organisation if batch else common_organisation(p.place for p in people),
                    subject=batch,
                    create=effect.create,
                    update=effect.update,
                    unchanged=effect.unchanged,
                )
    return effect


def register(
    *,
    by,
    on: date | None,
    organisation: Organisation,
    full_name: str,
    attributes: dict[str, Any],
    document_number: str = "",
    note: str = "",
    nomination: NominationSaid | None = None,
    right: str = Action.EDIT_PERSON,
) -> Candidate:
    """Put one person on the list: the branch took up the nomination `on` a day. Refused when they are on it already.

    `nomination`: who nominated, where that is told; its day is `on`. `right`: what lets `by` do so there, where it is
    not the right to write about people (the account of a mass organisation).
    """
    checked = right != Action.EDIT_PERSON
    if checked and by is not None and not by.may(right, organisation.path):
        raise Refused(_("Đồng chí không có quyền ghi người của %(name)s.") % {"name": organisation.name})
    row = CandidateRow(0, full_name, reference(organisation), attributes, nominated_on=on, note=note)
    effect = Effect()
    with transaction.atomic():
        ledger, _traces, _people = _plan(
            [row], effect, by=by, lock=True, batch=None, progress=no_progress, checked=checked
        )
        if effect.errors:
            raise refusal(effect.errors, {"nominated_on": "on"})
        if not effect.create:
            raise Refused(_("Người này đã có trong danh sách của tổ chức đảng."), field="full_name")
        (event,) = ledger.events
        event.document_number = normalise(document_number)
        ledger.write()
        candidate = Candidate.objects.select_related("organisation").get(pk=ledger.new_candidates[0].pk)
        if nomination is not None:
            add_nomination(by=by, on=on, candidate=candidate, said=nomination, event=event)
        record("candidate.registered", by=by, organisation=candidate.organisation, subject=candidate)
    return candidate


def _plan(rows, effect: Effect, *, by, lock: bool, batch, progress: Progress, checked: bool = False):
    people = clean_people(rows, by=None if checked else by, lock=lock, effect=effect, progress=progress, rules=_rules())
    progress(len(rows), len(rows), _("So với dữ liệu đã có"))
    found = _on_record(people, lock=lock)
    ask_about_namesakes(Candidate, people, [each.pk for each in found.values()], by=by, effect=effect)
    ledger = Ledger(by=by, batch=batch)
    return ledger, _settle(people, found, ledger, effect), people


def _rules():
    today = timezone.localdate()
    labels = {
        "nominated_on": _("Ngày giới thiệu"),
        "recognised_on": _("Ngày công nhận cảm tình Đảng"),
        "certificate_date": _("Ngày cấp giấy chứng nhận"),
    }

    def rules(person: Person, say) -> None:
        row: CandidateRow = person.row
        born = (person.born_on, _("ngày sinh"))
        check_day(say, "nominated_on", labels["nominated_on"], row.nominated_on, today=today, not_before=born)
        before = (row.nominated_on, _("ngày giới thiệu")) if row.nominated_on else born
        for name in ("recognised_on", "certificate_date"):
            check_day(say, name, labels[name], getattr(row, name), today=today, not_before=before)
        for name, length in _LENGTHS.items():
            if len(getattr(row, name) or "") > length:
                say(name, _("Nội dung dài quá %(limit)d chữ.") % {"limit": length}, getattr(row, name))
        if row.stage is not None and row.stage not in Stage.values:
            say("stage", _("Không có giai đoạn này."), row.stage)
        if person.place.valid_to is not None and row.stage not in (*ADMITTED, *_EXITS):
            say("organisation", _("%(name)s đã kết thúc hoạt động.") % {"name": person.place.name}, person.place.name)

    return rules


_EXITS = tuple(stage for stage in Stage.values if stage not in PIPELINE and stage != Stage.SUSPENDED)


def _on_record(people: list[Person], *, lock: bool) -> dict[tuple, Candidate]:
    """Of several candidates of one identity (admitted again after being struck off) the latest is meant."""
    return {identity: rows[0] for identity, rows in on_record(Candidate, people, lock=lock).items()}


def _settle(people: list[Person], found: dict, ledger: Ledger, effect: Effect) -> list[tuple[Candidate, dict]]:
    traces = []
    known = [found[person.identity] for person in people if person.identity in found]
    events = _events(known)
    for person in people:
        row: CandidateRow = person.row
        candidate = found.get(person.identity)
        if candidate is None:
            if row.stage in ADMITTED:
                message = _("Người đã có quyết định kết nạp cần ghi ở danh sách kết nạp, có số và ngày quyết định.")
                effect.errors.append(RowError(row.row, "stage", message, Stage(row.stage).label))
                continue
            candidate = ledger.new_candidate(**person.named(), **_said(person))
            _tell(ledger, candidate, row, [], effect)
            effect.create += 1
            continue
        changes = differences(candidate, _said(person, candidate))
        before = len(ledger.events)
        if changes:
            ledger.change(candidate, **{name: new for name, (_old, new) in changes.items()})
            traces.append((candidate, changes))
        _tell(ledger, candidate, row, standing(events.get(candidate.pk, ())), effect)
        if changes or len(ledger.events) > before:
            effect.update += 1
        else:
            effect.unchanged += 1
    return traces


def _said(person: Person, known: Candidate | None = None) -> dict[str, Any]:
    row: CandidateRow = person.row
    said = said_values(person.values)
    for name in ("certificate_number", "note"):
        if text := normalise(getattr(row, name) or ""):
            said[name] = text
    if row.certificate_date is not None:
        said["certificate_date"] = row.certificate_date
    if known is not None and known.full_name.casefold() != person.full_name.casefold():
        said |= {"full_name": person.full_name, "sort_key": name_sort_key(person.full_name)}
    return said


def _tell(ledger: Ledger, candidate: Candidate, row: CandidateRow, stand: list[CandidateEvent], effect: Effect) -> None:
    """The events a row speaks of: new ones, and better dates for known ones."""
    dated = [
        (EventKind.NOMINATED, row.nominated_on, ""),
        (EventKind.RECOGNISED, row.recognised_on, ""),
        (EventKind.TRAINED, row.certificate_date, normalise(row.certificate_number or "")),
    ]
    told = [item for item in dated if item[1] is not None or item[2]]
    if not stand and not told and row.stage in (None, Stage.NOMINATED):
        told = [(EventKind.NOMINATED, None, "")]
    told.sort(key=lambda item: item[1] or date.max)
    for kind, day, number in told:
        known = next((event for event in reversed(stand) if event.kind == kind), None)
        if known is None:
            to_stage = _reached(candidate, kind, row)
            ledger.event(candidate, kind, to_stage, day, document_number=number, document_date=day if number else None)
        elif (day is not None and day != known.occurred_on) or (number and number != known.document_number):
            number = number or known.document_number
            ledger.correct(
                candidate, known, day or known.occurred_on, document_number=number, document_date=known.document_date
            )
    _reach(ledger, candidate, row, effect)


def _reached(candidate: Candidate, kind: str, row: CandidateRow) -> str:
    """The stage an event leads to: never back, and never beyond what the list itself says."""
    leads = {"nominated": Stage.NOMINATED, "recognised": Stage.SYMPATHISER, "trained": Stage.TRAINED}[kind]
    if candidate.last_sequence == 0:
        return leads if row.stage not in PIPELINE else min(leads, row.stage, key=PIPELINE.index)
    if candidate.stage not in PIPELINE:
        return candidate.stage
    ahead = max(leads, candidate.stage, key=PIPELINE.index)
    if row.stage in PIPELINE:
        ahead = max(candidate.stage, min(ahead, row.stage, key=PIPELINE.index), key=PIPELINE.index)
    return ahead


def _reach(ledger: Ledger, candidate: Candidate, row: CandidateRow, effect: Effect) -> None:
    """The stage the list names, when the dated events do not lead there."""
    if row.stage is None or row.stage == candidate.stage and candidate.last_sequence:
        return
    stages = {"told": Stage(row.stage).label, "known": Stage(candidate.stage).label}
    if row.stage in ADMITTED and candidate.stage not in ADMITTED:
        message = _("Danh sách ghi “%(told)s” nhưng trên sổ đang là “%(known)s”; cần ghi ở danh sách kết nạp.") % stages
        effect.errors.append(RowError(row.row, "stage", message, stages["told"]))
    elif candidate.last_sequence and candidate.stage in PIPELINE and row.stage in PIPELINE and (
        PIPELINE.index(row.stage) < PIPELINE.index(candidate.stage)
    ):  # fmt: skip
        message = _("Danh sách ghi “%(told)s” nhưng trên sổ đã là “%(known)s”; giữ nguyên như trên sổ.") % stages
        effect.questions.append(RowQuestion(row.row, "stage", message))
    elif candidate.stage in ADMITTED:
        message = _("Danh sách ghi “%(told)s” nhưng trên sổ đã là “%(known)s”; hãy ghi việc này ở trang của người đó.")
        effect.questions.append(RowQuestion(row.row, "stage", message % stages))
    else:
        ledger.event(candidate, LEADS_TO[row.stage], row.stage, None)


def _events(candidates: list[Candidate]) -> dict[int, list[CandidateEvent]]:
    found: dict[int, list[CandidateEvent]] = {}
    for chunk in chunks(candidates, CHUNK):
        for event in CandidateEvent.objects.filter(candidate__in=[candidate.pk for candidate in chunk]):
            found.setdefault(event.candidate_id, []).append(event)
    return found
