"""Keep the deadlines of candidates: computed from what is on record, compared with what is kept, differences written.

The rows are a projection: any number of refreshes at once lead to the same, and what a dead worker left half done the
next one finishes. Small acts refresh in their own transaction; long lists leave it to a job.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from candidates.domain import ledger
from candidates.domain.deadline_rules import LIVE, NOTHING_NOTED, DueItem, Noted, deadlines_of
from candidates.domain.dossier import CHUNK, load_dossiers
from candidates.domain.talk_days import last_talks
from candidates.models import Candidate, Deadline, MentorNote, ReviewLine
from candidates.procedure.limits import lasts_until
from candidates.procedure.schema import Unit
from candidates.procedure.texts import PROCEDURES
from membership.base.bulk import chunks, maker
from membership.base.working_days import WorkCalendar
from membership.domain.holidays import calendar_effects, on_calendar_changed, work_calendar
from membership.domain.jobs import JobHandle, enqueue, runner
from membership.models import Job, JobState, Organisation, within

__all__ = ["Difference", "deadlines_of", "differences", "held_back", "refresh", "refresh_all", "refresh_under"]

KIND = "candidates.deadlines"
MOST_AT_ONCE = 500
_FIELDS = ("organisation_id", "organisation_path", "actor", "since_on", "due_on", "rules", "doubt")
_WRITTEN = ("organisation", *_FIELDS[1:])
_deadline = maker(Deadline)
_held_back: ContextVar[bool] = ContextVar("deadlines_held_back", default=False)

Progress = Callable[[int, int], None]


@dataclass
class Difference:
    """What would have to be written: `wrong` holds (row as it is kept or None, row as it must be or None)."""

    looked_at: int = 0
    wrong: list[tuple[Deadline | None, Deadline | None]] = field(default_factory=list)


# --- what must be, against what is kept ------------------------------------------------------------------------------
def noted_of(keys: Sequence[int]) -> dict[int, Noted]:
    """The last monthly notes, review and talk of candidates, in three queries."""
    months: dict[int, dict[int, date]] = {}
    written: dict[int, date] = {}
    notes = (
        MentorNote.objects.current()
        .filter(mentorship__candidate__in=keys, mentorship__taken_back_at=None, mentorship__valid_to=None)
        .order_by()
        .values("mentorship_id", "mentorship__candidate_id")
        .annotate(month=Max("month"), written=Max("written_on"))
    )
    for row in notes:
        candidate = row["mentorship__candidate_id"]
        months.setdefault(candidate, {})[row["mentorship_id"]] = row["month"]
        written[candidate] = max(row["written"], written.get(candidate, row["written"]))
    lines = ReviewLine.objects.filter(candidate__in=keys, review__replaced_at=None).order_by().values("candidate_id")
    reviewed = dict(lines.annotate(last=Max("review__held_on")).values_list("candidate_id", "last"))
    heard = last_talks(keys)
    return {
        key: Noted(months.get(key, {}), written.get(key), reviewed.get(key), heard.get(key))
        for key in {*months, *reviewed, *heard}
    }


def compare(people: Sequence[Candidate], calendar: WorkCalendar) -> Difference:
    """Deadlines that differ from the rules, of at most CHUNK people; a fixed number of queries."""
    keys = [candidate.pk for candidate in people]
    live = [candidate for candidate in people if candidate.stage in LIVE]
    dossiers = load_dossiers(live)
    noted = noted_of([candidate.pk for candidate in live])
    kept = {(row.candidate_id, row.code, row.subject): row for row in Deadline.objects.filter(candidate__in=keys)}
    found = Difference(looked_at=len(people))
    for candidate in live:
        for item in deadlines_of(dossiers[candidate.pk], noted.get(candidate.pk, NOTHING_NOTED), calendar):
            row = kept.pop((candidate.pk, item.code, item.subject), None)
            wanted = _row(candidate, item)
            if row is None or any(getattr(row, name) != getattr(wanted, name) for name in _FIELDS):
                found.wrong.append((row, wanted))
    found.wrong += [(row, None) for row in kept.values()]
    return found


def _row(candidate: Candidate, item: DueItem) -> Deadline:
    return _deadline(
        candidate_id=candidate.pk,
        organisation_id=candidate.organisation_id,
        organisation_path=candidate.organisation_path,
        code=item.code,
        subject=item.subject,
        actor=str(item.actor),
        since_on=item.since_on,
        due_on=item.due_on,
        rules=item.rules,
        doubt=item.doubt,
    )


def _write(found: Difference) -> int:
    gone = [kept.pk for kept, wanted in found.wrong if wanted is None and kept is not None]
    if gone:
        Deadline.objects.filter(pk__in=gone).delete()
    Deadline.objects.bulk_create(
        [wanted for _kept, wanted in found.wrong if wanted is not None],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["candidate", "code", "subject"],
        update_fields=list(_WRITTEN),
    )
    return len(found.wrong)


# --- refreshing ------------------------------------------------------------------------------------------------------
def refresh(candidate_ids: Iterable[int]) -> int:
    """Put the deadlines of these candidates right; how many rows changed. A fixed number of queries per 2000 people."""
    keys, changed = sorted(set(candidate_ids)), 0
    calendar = work_calendar() if keys else None
    for chunk in chunks(keys, CHUNK):
        with transaction.atomic():
            people = Candidate.objects.filter(pk__in=chunk).select_for_update(of=("self",)).order_by("pk")
            changed += _write(compare(list(people), calendar))
    return changed


def refresh_all(progress: Progress = lambda done, total: None) -> int:
    """Put every deadline right, some thousand people at a time; how many rows changed.

    Whoever is being written at the moment is passed over: that act refreshes its own people.
    """
    return _refresh_where(Q(), progress)


def _refresh_where(where: Q, progress: Progress) -> int:
    total, done, changed, last = candidates_with_deadlines().filter(where).count(), 0, 0, 0
    calendar = work_calendar()
    while True:
        with transaction.atomic():
            keys = next_keys(last, where)
            if not keys:
                return changed
            free = Candidate.objects.filter(pk__in=keys).select_for_update(of=("self",), skip_locked=True)
            changed += _write(compare(list(free.order_by("pk")), calendar))
        last, done = keys[-1], done + len(keys)
        progress(min(done, total), max(total, 1))


def candidates_with_deadlines():
    """Candidates that may have deadlines, or still have some they should not have."""
    some = Deadline.objects.filter(candidate=OuterRef("pk")).order_by()
    return Candidate.objects.order_by().filter(Q(stage__in=LIVE) | Exists(some))


def next_keys(after: int, where: Q | None = None) -> list[int]:
    rows = candidates_with_deadlines().filter(where or Q(), pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:CHUNK])


def differences(*, repair: bool = False) -> Iterator[Difference]:
    """Every kept deadline against the rules, chunk by chunk; with `repair` the differences are written."""
    calendar, last = work_calendar(), 0
    while keys := next_keys(last):
        last = keys[-1]
        with transaction.atomic():
            people = Candidate.objects.filter(pk__in=keys).order_by("pk")
            found = compare(list(people.select_for_update(of=("self",)) if repair else people), calendar)
            if repair:
                _write(found)
        yield found


# --- in the background -----------------------------------------------------------------------------------------------
@contextmanager
def held_back():
    """Acts within do not refresh: for loading long lists one after the other; `refresh_all` belongs at the end."""
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)


def after_write(keys: Sequence[int], batch_id: int | None) -> None:
    """What the ledger calls when people were written: now for a few, by a job for a long list."""
    if _held_back.get():
        return
    if len(keys) <= MOST_AT_ONCE:
        refresh(keys)
        return
    ordered = sorted(set(keys))
    of = f"batch:{batch_id}:{ordered[0]}-{ordered[-1]}-{len(ordered)}" if batch_id is not None else uuid4().hex
    enqueue(KIND, key=f"{KIND}:{of}", title=_("Tính thời hạn cho danh sách vừa ghi"), params={"runs": _runs(ordered)})


def refresh_under(organisation: Organisation) -> Job:
    """Put the deadlines of a subtree right in the background, after a rule of a committee has changed."""
    return _order({"under": organisation.pk})


def refresh_everything() -> Job:
    """Put every deadline right in the background."""
    return _order({"all": True})


def _order(params: dict) -> Job:
    """A job that has not begun yet will see what is committed now, so it serves."""
    waiting = Job.objects.filter(kind=KIND, state=JobState.QUEUED, params=params)
    if not transaction.get_connection().in_atomic_block and (job := waiting.first()) is not None:
        return job
    return enqueue(KIND, key=f"{KIND}:{uuid4().hex}", title=_("Tính lại thời hạn"), params=params)[0]


@runner(KIND)
def run_refresh(handle: JobHandle) -> None:
    """Recompute from the state it finds: each chunk is a transaction of its own, doing one again changes nothing."""
    params = handle.params

    if "runs" in params:
        keys = [key for first, last in params["runs"] for key in range(first, last + 1)]
        changed = 0
        for done, chunk in enumerate(chunks(keys, CHUNK)):
            changed += refresh(chunk)
            handle.progress(min((done + 1) * CHUNK, len(keys)), len(keys))
    elif "under" in params:
        place = Organisation.objects.filter(pk=params["under"]).first()
        changed = _refresh_where(within(place.path, "organisation_path"), handle.progress) if place is not None else 0
    else:
        changed = refresh_all(handle.progress)
    handle.finish(result={"changed": changed})


def _runs(ordered: Sequence[int]) -> list[list[int]]:
    """Numbers as runs of neighbours: a list that was just written is one of them."""
    runs: list[list[int]] = []
    for key in ordered:
        if runs and runs[-1][1] == key - 1:
            runs[-1][1] = key
        else:
            runs.append([key, key])
    return runs


def moved_by(before: WorkCalendar, after: WorkCalendar) -> list[str]:
    """How many running terms a change of the days off would move, for whoever is about to make it."""
    lengths = {
        (procedure.text.code, deadline.code): deadline.length
        for procedure in PROCEDURES
        for deadline in procedure.deadlines
        if deadline.length.unit == Unit.WORKING_DAYS
    }
    codes = sorted({code for _text, code in lengths})
    rows = Deadline.objects.filter(code__in=codes).order_by().values_list("rules", "code", "since_on")
    moved = 0
    for rules, code, since_on, people in rows.annotate(n=Count("pk")):
        length = lengths.get((rules, code))
        if length is not None and lasts_until(since_on, length, before) != lasts_until(since_on, length, after):
            moved += people
    return [_("%(n)d thời hạn đang chạy sẽ dời ngày.") % {"n": moved}] if moved else []


ledger.AFTER_WRITE.append(after_write)
on_calendar_changed.append(lambda year: refresh_everything())
calendar_effects.append(moved_by)
