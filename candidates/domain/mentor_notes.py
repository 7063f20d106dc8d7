"""What mentors tell their branch every month: written, corrected, missing.

The month itself is practice (09-HD/BTCTW 2017 asks the helper to report to the branch); a month is missing once it is
over. The month in which the help began counts only if it began on its first day, but may be reported on.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, ExtractDay, ExtractMonth, ExtractYear, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.deadlines import refresh
from candidates.models import BEFORE_DECISION, Candidate, MentorNote, Mentorship, Stage
from membership.base.bulk import chunks
from membership.base.dates import add_months, format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.domain.places import read_places
from membership.models import Action

# Who is on the way is helped; an open assignment of somebody who left the way, or arrived, asks for nothing.
HELPED = (*BEFORE_DECISION, Stage.DECIDED, Stage.PROBATIONARY, Stage.SUSPENDED)
PROGRESS = tuple(code for code, _label in MentorNote._meta.get_field("progress").choices)
TEXT_LENGTH = 1000


@dataclass(frozen=True)
class NoteRow:
    """What is said of one mentorship. `version`: id of the note the writer saw (0: none; None: whatever is there)."""

    mentorship: Mentorship
    progress: str
    text: str = ""
    version: int | None = None

    @property
    def is_empty(self) -> bool:
        return not self.progress and not normalise(self.text)


def write_note(
    *,
    by,
    mentorship: Mentorship,
    month: date,
    written_on: date,
    progress: str,
    text: str = "",
    version: int | None = None,
) -> MentorNote:
    """What the mentor told of a month (any day of it). Said anew, it takes the place of what was said before."""
    row = NoteRow(mentorship, progress, text, version)
    try:
        (note,) = write_notes(by=by, month=month, written_on=written_on, rows=[row])
    except Refused as refused:
        field = field_of(mentorship)
        if field in refused.messages:
            messages = dict(refused.messages)
            messages["progress"] = messages.pop(field)
            raise type(refused)(messages=messages) from None
        raise
    return note


def write_notes(*, by, month: date, written_on: date, rows: Sequence[NoteRow]) -> list[MentorNote]:
    """The notes of one month for many people at once: all or none, and saying the same again changes nothing.

    Messages about one row stand under `field_of(its mentorship)`. Gives the note that holds for every row.
    """
    month = month.replace(day=1)
    with transaction.atomic():
        held = _hold([row.mentorship for row in rows], by=by)
        wrong = _check_days(month, written_on)
        current = {note.mentorship_id: note for note in notes_of(held.values(), month)}
        stale = False
        for row in rows:
            sentences, raced = _check(row, held.get(row.mentorship.pk), current.get(row.mentorship.pk), month)
            if sentences:
                wrong.setdefault(field_of(row.mentorship), []).extend(sentences)
            stale = stale or raced
        if wrong:
            raise (Stale if stale else Refused)(messages=wrong)
        new = []
        for row in rows:
            old = current.get(row.mentorship.pk)
            if not _differs(row, old):
                continue
            if old is not None:
                MentorNote.objects.filter(pk=old.pk).update(replaced_at=timezone.now())
            note = MentorNote.objects.create(
                mentorship_id=row.mentorship.pk, month=month, written_on=written_on,
                progress=row.progress, text=normalise(row.text), recorded_by=by,
            )  # fmt: skip
            current[row.mentorship.pk] = note
            new.append((row, old))
        for row, old in new:
            candidate = held[row.mentorship.pk].candidate
            record(
                "mentor.note_corrected" if old else "mentor.note_written", by=by, subject=candidate,
                organisation=candidate.organisation, month=f"{month:%Y-%m}", member=row.mentorship.member_id,
            )  # fmt: skip
        refresh({held[row.mentorship.pk].candidate_id for row, _old in new})
    return [current[row.mentorship.pk] for row in rows]


def notes_of(mentorships: Iterable[Mentorship], month: date) -> Iterable[MentorNote]:
    """What was told of a month and holds."""
    return MentorNote.objects.current().filter(mentorship__in=[each.pk for each in mentorships], month=month)


def latest_notes(mentorships: Iterable[Mentorship]) -> dict[int, MentorNote]:
    """The note about the latest month, by mentorship id. One query."""
    notes = MentorNote.objects.current().filter(mentorship__in=[each.pk for each in mentorships])
    return {note.mentorship_id: note for note in notes.order_by("month")}


def field_of(mentorship: Mentorship) -> str:
    return f"note-{mentorship.pk}"


# --- which months ----------------------------------------------------------------------------------------------------
def months_open(mentorship: Mentorship, today: date) -> list[date]:
    """First days of the months that may be reported on, the oldest first. Reads `mentorship.candidate`."""
    first, last = mentorship.valid_from.replace(day=1), _last_day(mentorship, today).replace(day=1)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first, number) for number in range(max(count, 0))]


def months_due(mentorship: Mentorship, today: date) -> list[date]:
    """Those that should have been reported on: they are over, and the mentor helped from their first day."""
    this = today.replace(day=1)
    return [month for month in months_open(mentorship, today) if mentorship.valid_from <= month < this]


def missing_of(mentorships: Iterable[Mentorship], today: date) -> dict[int, list[date]]:
    """Months without a note by mentorship id, the oldest first. One query."""
    rows = list(mentorships)
    written: dict[int, set[date]] = defaultdict(set)
    for chunk in chunks(rows, 2000):
        notes = MentorNote.objects.current().filter(mentorship__in=[each.pk for each in chunk])
        for mentorship, month in notes.order_by().values_list("mentorship_id", "month"):
            written[mentorship].add(month)
    return {each.pk: [month for month in months_due(each, today) if month not in written[each.pk]] for each in rows}


def missing_months(mentorship: Mentorship, today: date) -> list[date]:
    return missing_of([mentorship], today)[mentorship.pk]


def helping(queryset):
    """Open mentorships of people who are still on the way."""
    return queryset.open().filter(candidate__stage__in=HELPED)


def with_missing_counted(queryset, today: date):
    """Open mentorships with `missing`: how many months are without a note. What `missing_of` names, counted for any
    number of them by the database."""
    this = today.replace(day=1)
    start = ExtractYear("valid_from") * 12 + ExtractMonth("valid_from")
    begun = Case(When(first_day__gt=1, then=Value(1)), default=Value(0), output_field=IntegerField())
    told = MentorNote.objects.current().filter(
        mentorship=OuterRef("pk"), month__gte=OuterRef("valid_from"), month__lt=this
    )
    told = told.order_by().values("mentorship").annotate(n=Count("pk")).values("n")
    due = Greatest(Value(this.year * 12 + this.month) - start - begun, Value(0), output_field=IntegerField())
    return (
        helping(queryset)
        .order_by()
        .annotate(first_day=ExtractDay("valid_from"))
        .annotate(missing=due - Coalesce(Subquery(told, output_field=IntegerField()), 0))
    )


def with_missing(queryset, today: date):
    """Open mentorships with at least one month without a note."""
    return with_missing_counted(queryset, today).filter(missing__gt=0)


def without_note(queryset, month: date):
    """Open mentorships that should have been told of in one month, and were not: cheaper than looking at all months."""
    told = MentorNote.objects.current().filter(mentorship=OuterRef("pk"), month=month)
    return helping(queryset).filter(~Exists(told), valid_from__lte=month)


def last_month(today: date) -> date:
    """The month that was over last: what a branch writes notes about at its meeting."""
    return add_months(today.replace(day=1), -1)


def _last_day(mentorship: Mentorship, today: date) -> date:
    candidate, ends = mentorship.candidate, [today]
    if mentorship.valid_to is not None:  # not a day of help any more
        ends.append(max(mentorship.valid_to - timedelta(days=1), mentorship.valid_from))
    if candidate.stage not in HELPED and candidate.stage_since is not None:
        ends.append(candidate.stage_since)
    return min(ends)


# --- what may not be -------------------------------------------------------------------------------------------------
def _hold(mentorships: Sequence[Mentorship], *, by) -> dict[int, Mentorship]:
    """The mentorships read anew, their people held until the act is done; refused without the right to any of them."""
    keys = {each.pk for each in mentorships}
    people = set(Mentorship.objects.filter(pk__in=keys).order_by().values_list("candidate_id", flat=True))
    places = set(Candidate.objects.filter(pk__in=people).order_by().values_list("organisation_id", flat=True))
    read_places(places, by=by, lock=True)
    locked = Candidate.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk")
    candidates = {each.pk: each for each in locked.select_related("organisation")}
    if by is not None and not all(by.may(Action.EDIT_PERSON, one.organisation_path) for one in candidates.values()):
        raise Refused(_("Đồng chí không có quyền ghi nhận, sửa thông tin của người này."))
    held = {}
    for each in Mentorship.objects.standing().filter(pk__in=keys):
        each.candidate = candidates[each.candidate_id]
        held[each.pk] = each
    return held


def _check_days(month: date, written_on: date | None) -> dict[str, list[str]]:
    today, wrong = timezone.localdate(), {}
    if written_on is None:
        wrong["written_on"] = [_("Cần ghi ngày báo cáo.")]
    elif written_on > today:
        wrong["written_on"] = [_("Ngày này ở sau ngày hôm nay.")]
    elif written_on < month:
        wrong["written_on"] = [_("Ngày báo cáo ở trước tháng %(m)s.") % {"m": format_date(month, "month")}]
    if month > today.replace(day=1):
        wrong["month"] = [_("Tháng %(m)s chưa đến.") % {"m": format_date(month, "month")}]
    return wrong


def _check(row: NoteRow, held: Mentorship | None, old: MentorNote | None, month: date) -> tuple[list[str], bool]:
    """What is wrong with a row, and whether somebody else was faster."""
    if held is None:
        return [_("Việc phân công này đã được đính chính.")], True
    sentences, raced = [], False
    today = timezone.localdate()
    if month <= today and month not in months_open(held, today):
        words = {"m": format_date(month, "month"), "day": format_date(held.valid_from)}
        message = _("Tháng %(m)s không nằm trong thời gian được phân công giúp đỡ (từ ngày %(day)s).")
        if held.valid_to is not None:
            words["to"] = format_date(held.valid_to)
            message = _("Tháng %(m)s không nằm trong thời gian được phân công giúp đỡ (từ %(day)s đến %(to)s).")
        sentences.append(message % words)
    if row.progress not in PROGRESS:
        sentences.append(_("Cần chọn mức tiến bộ."))
    if len(normalise(row.text)) > TEXT_LENGTH:
        sentences.append(_("Nhận xét dài quá %(n)d chữ.") % {"n": TEXT_LENGTH})
    if row.version is not None and row.version != (old.pk if old else 0) and _differs(row, old):
        sentences.append(_("Người khác vừa ghi nhận xét tháng này. Hãy xem lại rồi ghi tiếp."))
        raced = True
    return sentences, raced


def _differs(row: NoteRow, old: MentorNote | None) -> bool:
    return old is None or (old.progress, old.text) != (row.progress, normalise(row.text))
