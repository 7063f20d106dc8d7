"""Write a list of admissions: the persons, what happened to them, the frozen fact, the probationary member.

A row is the same admission when organisation, name and birth date are the same; what differs then is a correction,
kept beside what it corrects. A blank cell leaves what is on record.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.admit import correct_admission, decide, hold_ceremony
from candidates.domain.fold import standing
from candidates.domain.ledger import FLAGS, Ledger
from candidates.models import ADMITTED, BEFORE_DECISION, Admission, Candidate, CandidateEvent, EventKind, Stage
from membership.base.bulk import chunks
from membership.base.dates import format_date
from membership.base.text import name_sort_key, normalise
from membership.domain.activity import record
from membership.domain.effects import Effect, PersonRow, Progress, RowError, RowQuestion, no_progress
from membership.domain.identity import Person, ask_about_namesakes, on_record
from membership.domain.people import CHUNK, check_adult, check_day, clean_people, differences, said_values
from membership.domain.places import common_organisation
from membership.models import ATTRIBUTE_NAMES, MemberSpell, MemberStatus, PartyMember

_NUMBER_LENGTH = 60
_CLOSED = (Stage.DECEASED,)


@dataclass
class AdmissionRow(PersonRow):
    """One admission of a list. `flags`: private_owner, readmission, foreign_spouse, population_policy_breach."""

    decision_number: str = ""
    decision_date: date | None = None
    ceremony_date: date | None = None
    flags: dict[str, bool | None] = field(default_factory=dict)


@dataclass(slots=True)
class _Case:
    """A row with what is on record about its person."""

    person: Person
    candidate: Candidate | None = None
    fact: Admission | None = None
    member: PartyMember | None = None
    changes: dict[str, tuple] = field(default_factory=dict)


def record_admissions(
    rows: Sequence[AdmissionRow], *, by, apply: bool, batch=None, progress: Progress = no_progress
) -> Effect:
    """Write a list of admissions, or (apply=False) say what that would do. With any error nothing is written."""
    rows, effect = list(rows), Effect()
    if not rows:
        return effect
    with transaction.atomic():
        people = clean_people(rows, by=by, lock=apply, effect=effect, progress=progress, rules=_rules())
        progress(len(rows), len(rows), _("So với dữ liệu đã có"))
        cases = _find(people, lock=apply)
        own = [case.candidate.pk for case in cases if case.candidate]
        ask_about_namesakes(Candidate, people, own, by=by, effect=effect)
        ledger = Ledger(by=by, batch=batch)
        _settle(cases, ledger, effect, apply=apply)
        if apply and not effect.errors:
            progress(len(rows), len(rows), _("Ghi vào sổ"))
            ledger.write()
            effect.applied = True
            if effect.create or effect.update:
                record(
                    "admissions.recorded",
                    by=by,
                    organisation=batch.organisation if batch else common_organisation(p.place for p in people),
                    subject=batch,
                    create=effect.create,
                    update=effect.update,
                    unchanged=effect.unchanged,
                )
    return effect


def _rules():
    today = timezone.localdate()
    decided, held = _("Ngày quyết định"), _("Ngày kết nạp")

    def rules(person: Person, say) -> None:
        row: AdmissionRow = person.row
        if row.decision_date is None:
            say("decision_date", _("Chưa ghi ngày quyết định kết nạp."), None)
        if len(row.decision_number) > _NUMBER_LENGTH:
            message = _("Nội dung dài quá %(limit)d chữ.") % {"limit": _NUMBER_LENGTH}
            say("decision_number", message, row.decision_number)
        check_day(say, "decision_date", decided, row.decision_date, today=today)
        check_day(
            say, "ceremony_date", held, row.ceremony_date, today=today,
            not_before=(row.decision_date, _("ngày quyết định")),
        )  # fmt: skip
        if row.decision_date is None:
            return
        check_adult(say, person, row.decision_date, _("ngày quyết định"))
        if person.place.closed_on(row.decision_date):
            say(
                "decision_date",
                _("%(name)s đã kết thúc hoạt động từ ngày %(day)s, trước ngày quyết định này.")
                % {"name": person.place.name, "day": format_date(person.place.valid_to)},
                row.decision_date,
            )

    return rules


# --- who is on record already ----------------------------------------------------------------------------------------
def _find(people: list[Person], *, lock: bool) -> list[_Case]:
    facts = on_record(Admission, people, lock=lock, replaced_at=None)
    candidates = on_record(Candidate, people, lock=lock)
    members = on_record(PartyMember, people, lock=lock, candidate=None)
    cases = []
    for person in people:
        case = _Case(person)
        case.fact = _fact_meant(facts.get(person.identity, ()), person.row.decision_date)
        if case.fact is None:
            open_ones = [c for c in candidates.get(person.identity, ()) if c.stage not in (*ADMITTED, Stage.STRUCK_OFF)]
            case.candidate = open_ones[0] if open_ones else None
        case.member = next(iter(members.get(person.identity, ())), None)
        cases.append(case)
    _attach(cases, lock=lock)
    for case in cases:
        if case.fact is not None and case.fact.candidate.stage == Stage.STRUCK_OFF and _is_later(case):
            case.fact = case.candidate = None  # struck off since: to be admitted again is another admission
    return cases


def _fact_meant(facts: Sequence[Admission], decision_date: date) -> Admission | None:
    """Of several admissions of one person: that of the same day, else the latest."""
    same = [fact for fact in facts if fact.decision_date == decision_date]
    return (same or sorted(facts, key=lambda fact: fact.decision_date, reverse=True) or [None])[0]


def _is_later(case: _Case) -> bool:
    since = case.candidate.stage_since
    return since is not None and case.person.row.decision_date > since


def _attach(cases: list[_Case], *, lock: bool) -> None:
    """The candidates and members behind the facts; a candidate may have moved to another organisation since."""
    for chunk in chunks([case for case in cases if case.fact is not None], CHUNK):
        query = Candidate.objects.filter(pk__in=[case.fact.candidate_id for case in chunk])
        found = {c.pk: c for c in (query.select_for_update() if lock else query)}
        query = PartyMember.objects.filter(pk__in=[c.member_id for c in found.values() if c.member_id])
        members = {member.pk: member for member in (query.select_for_update() if lock else query)}
        for case in chunk:
            case.candidate = case.fact.candidate = found[case.fact.candidate_id]
            case.member = members.get(case.candidate.member_id, case.member)


# --- what to do ------------------------------------------------------------------------------------------------------
def _settle(cases: list[_Case], ledger: Ledger, effect: Effect, *, apply: bool) -> None:
    corrections = []
    for case in cases:
        place, row = case.person.place, case.person.row
        if place.founded_after(row.decision_date):
            effect.questions.append(
                RowQuestion(
                    row.row,
                    "decision_date",
                    _("Ngày quyết định ở trước ngày thành lập %(name)s (%(day)s).")
                    % {"name": place.name, "day": format_date(place.valid_from)},
                )
            )
        if case.fact is None:
            if _may_be_decided(case, effect):
                if apply or case.member is not None:  # a trial need not build what it would write
                    _decide(case, ledger, effect)
                effect.create += 1
            continue
        case.changes = differences(case.fact, _said(case.person, case.fact))
        if not case.fact.enterprise_kind and place.enterprise_kind:
            case.changes["enterprise_kind"] = ("", place.enterprise_kind)
        if not case.changes:
            effect.unchanged += 1
        elif _may_be_corrected(case, effect):
            corrections.append(case)
            effect.update += 1
    events = _events([c for c in corrections if {"decision_number", "decision_date", "ceremony_date"} & set(c.changes)])
    spells = _spells([case for case in corrections if "ceremony_date" in case.changes])
    for case in corrections:
        correct_admission(
            ledger, case.fact, case.changes, case.member,
            standing(events.get(case.candidate.pk, ())), spells.get(case.candidate.member_id, ()),
        )  # fmt: skip


def _said(person: Person, known: Any = None) -> dict[str, Any]:
    """What the row says, blanks left out. A name that differs in capitals only says nothing new."""
    row: AdmissionRow = person.row
    said = said_values(person.values)
    said |= {name: row.flags[name] for name in FLAGS if row.flags.get(name) is not None}
    said["decision_date"] = row.decision_date
    if number := normalise(row.decision_number):
        said["decision_number"] = number
    if row.ceremony_date is not None:
        said["ceremony_date"] = row.ceremony_date
    if known is None or known.full_name.casefold() != person.full_name.casefold():
        said["full_name"] = person.full_name
        said["sort_key"] = name_sort_key(person.full_name)
    return said


def _may_be_decided(case: _Case, effect: Effect) -> bool:
    candidate, row = case.candidate, case.person.row
    if candidate is None:
        return True
    label = Stage(candidate.stage).label
    if candidate.stage in _CLOSED:
        message = _("Người này đã được ghi là “%(stage)s”.") % {"stage": label}
        effect.errors.append(RowError(row.row, "full_name", message, case.person.full_name))
        return False
    if candidate.stage_since is not None and candidate.stage_since > row.decision_date:
        message = _("Đã ghi “%(stage)s” ngày %(day)s, sau ngày quyết định này.") % {
            "stage": label,
            "day": format_date(candidate.stage_since),
        }
        effect.errors.append(RowError(row.row, "decision_date", message, row.decision_date))
        return False
    if candidate.stage not in BEFORE_DECISION:
        message = _("Người này đang được ghi là “%(stage)s”; danh sách cho biết đã có quyết định kết nạp.")
        effect.questions.append(RowQuestion(row.row, "full_name", message % {"stage": label}))
    return True


def _decide(case: _Case, ledger: Ledger, effect: Effect) -> None:
    """The decision, and the ceremony when its day is known."""
    person, row = case.person, case.person.row
    said = _said(person, case.candidate)
    attributes = {name: said[name] for name in ATTRIBUTE_NAMES if name in said}
    candidate = case.candidate
    if candidate is None:
        candidate = ledger.new_candidate(**person.named(), **attributes)
    else:
        names = {name: said[name] for name in ("full_name", "sort_key") if name in said}
        ledger.change(candidate, **attributes, **names)
    number = said.get("decision_number", "")
    flags = {name: said[name] for name in FLAGS if name in said}
    decide(ledger, candidate, row.decision_date, number, row.ceremony_date, flags, person.place.enterprise_kind)
    if row.ceremony_date is not None:
        _hold(case, ledger, candidate, effect)


def _hold(case: _Case, ledger: Ledger, candidate: Candidate, effect: Effect) -> None:
    member, held = case.member, case.person.row.ceremony_date
    hold_ceremony(ledger, candidate, held, member)
    if member is None:
        return
    if member.joined_on is not None and member.joined_on != held:
        message = _("Danh sách đảng viên ghi ngày vào Đảng của người này là %(day)s.")
        question = RowQuestion(case.person.row.row, "ceremony_date", message % {"day": format_date(member.joined_on)})
        effect.questions.append(question)
    if member.status == MemberStatus.OFFICIAL and (member.official_on is None or member.official_on >= held):
        ledger.event(candidate, EventKind.MADE_OFFICIAL, Stage.OFFICIAL, member.official_on)


# --- corrections -----------------------------------------------------------------------------------------------------
def _may_be_corrected(case: _Case, effect: Effect) -> bool:
    """A new date must still fit what happened before and after."""
    row, member = case.person.row, case.member
    held = case.changes.get("ceremony_date", (None, case.fact.ceremony_date))[1]
    if held is not None and held < row.decision_date:
        message = _("Đã ghi lễ kết nạp ngày %(day)s, trước ngày quyết định này.") % {"day": format_date(held)}
        effect.errors.append(RowError(row.row, "decision_date", message, row.decision_date))
        return False
    if "ceremony_date" not in case.changes:
        return True
    if case.fact.ceremony_date is None and case.candidate.stage != Stage.DECIDED:
        message = _("Không ghi thêm lễ kết nạp được: người này đang được ghi là “%(stage)s”.")
        stage = Stage(case.candidate.stage).label
        effect.errors.append(RowError(row.row, "ceremony_date", message % {"stage": stage}, held))
        return False
    if member is not None and member.official_on is not None and held > member.official_on:
        message = _("Đã ghi ngày chính thức %(day)s, trước ngày kết nạp này.")
        message %= {"day": format_date(member.official_on)}
        effect.errors.append(RowError(row.row, "ceremony_date", message, held))
        return False
    return True


def _events(cases: list[_Case]) -> dict[int, list[CandidateEvent]]:
    found: dict[int, list[CandidateEvent]] = {}
    for chunk in chunks(cases, CHUNK):
        for event in CandidateEvent.objects.filter(candidate__in=[case.candidate.pk for case in chunk]):
            found.setdefault(event.candidate_id, []).append(event)
    return found


def _spells(cases: list[_Case]) -> dict[int, list[MemberSpell]]:
    found: dict[int, list[MemberSpell]] = {}
    for chunk in chunks([case for case in cases if case.member is not None], CHUNK):
        for spell in MemberSpell.objects.filter(member__in=[case.member.pk for case in chunk]):
            found.setdefault(spell.member_id, []).append(spell)
    return found
