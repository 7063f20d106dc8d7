"""What every act on verifications needs: the rows read anew for us alone, the right, the days in their order."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.deadlines import refresh
from candidates.models import BEFORE_DECISION, Candidate, CandidateEvent, EventKind, Stage, Verification
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.domain.places import common_organisation, read_places
from membership.models import Action

WHILE_VERIFIED = (*BEFORE_DECISION, Stage.SUSPENDED)
LENGTHS = {
    name: Verification._meta.get_field(name).max_length
    for name in ("relative_name", "place", "place_now", "letter_number", "result_note", "exempt_reason")
}
NAMED = 5  # so many people a sentence names

Wrong = dict[str, list[str]]


def hold_rows(seen: Sequence[Verification], *, by) -> list[Verification]:
    """The rows read anew with their candidates, for us alone; a fixed number of queries for any number of rows.

    `seen`: as the person saw them. Refused without the right over one of them, stale if one has changed since.
    """
    if not seen:
        raise Refused(_("Chưa chọn dòng thẩm tra nào."))
    wanted = {row.pk: row.version for row in seen}
    people = dict(Candidate.objects.filter(verifications__in=wanted).values_list("pk", "organisation_id"))
    places = read_places(people.values(), by=by, lock=True)
    held = {
        candidate.pk: candidate
        for candidate in Candidate.objects.filter(pk__in=people)
        .select_for_update(of=("self",))
        .select_related("organisation")
        .order_by("pk")
    }
    for candidate in held.values():
        if by is not None and not by.may(Action.EDIT_PERSON, candidate.organisation_path):
            raise Refused(_("Đồng chí không có quyền ghi việc thẩm tra của người này."))
        if candidate.organisation_id not in places:
            raise _stale()
    rows = list(Verification.objects.filter(pk__in=wanted, withdrawn_at=None).select_for_update().order_by("pk"))
    if {row.pk: row.version for row in rows} != wanted:
        raise _stale()
    for row in rows:
        row.candidate = held[row.candidate_id]
    return rows


def _stale() -> Stale:
    return Stale(_("Người khác vừa ghi việc thẩm tra này. Hãy xem lại rồi làm tiếp."))


def write(rows: Sequence[Verification], *fields: str) -> None:
    for row in rows:
        row.version += 1
    Verification.objects.bulk_update(rows, [*fields, "version"], batch_size=500)


def settle(action: str, rows: Sequence[Verification], *, by, **data) -> None:
    """One line in the log for the whole act, and the deadlines of the people it was about."""
    people = {row.candidate_id: row.candidate for row in rows}
    if len(people) == 1:
        (candidate,) = people.values()
        record(action, by=by, organisation=candidate.organisation, subject=candidate, label=candidate.full_name,
               letters=len(rows), **data)  # fmt: skip
    else:
        places = read_places({candidate.organisation_id for candidate in people.values()}, by=None, lock=False)
        label = _("%(letters)d dòng của %(people)d người") % {"letters": len(rows), "people": len(people)}
        record(action, by=by, organisation=common_organisation(places.values()), label=label, letters=len(rows),
               people=sorted(people), **data)  # fmt: skip
    refresh(people)


# --- what is wrong with an act ---------------------------------------------------------------------------------------
def check_day(field: str, on: date | None, wrong: Wrong) -> bool:
    """The day is there and not in the future."""
    if on is None:
        wrong.setdefault(field, []).append(_("Cần ghi ngày."))
    elif on > timezone.localdate():
        wrong.setdefault(field, []).append(_("Ngày này ở sau ngày hôm nay."))
    else:
        return True
    return False


def check_after_opening(rows: Sequence[Verification], on: date, confirmed: bool, wrong: Wrong) -> None:
    """Verification follows the application (06-HD/TW, mục 3); an exception is confirmed, not guessed."""
    if confirmed:
        return
    opened = opening_days({row.candidate_id for row in rows})
    early, never = [], []
    for candidate in {row.candidate_id: row.candidate for row in rows}.values():
        day = opened.get(candidate.pk)
        if day is None:
            never.append(candidate.full_name)
        elif on < day:
            early.append(f"{candidate.full_name} ({format_date(day)})")
    if early:
        message = _("Ngày này ở trước ngày nộp đơn, bắt đầu làm hồ sơ của: %(names)s. Nếu đúng thì đánh dấu xác nhận.")
        wrong.setdefault("confirmed", []).append(message % {"names": named(early)})
    if never:
        message = _("Chưa ghi ngày nộp đơn, bắt đầu làm hồ sơ của: %(names)s. Nếu vẫn thẩm tra thì đánh dấu xác nhận.")
        wrong.setdefault("confirmed", []).append(message % {"names": named(never)})


def opening_days(candidates: Iterable[int]) -> dict[int, date | None]:
    """Candidate -> the day on which the dossier was opened last; absent where it was not."""
    events = CandidateEvent.objects.filter(
        candidate__in=candidates, kind=EventKind.DOSSIER_OPENED, reversed_by=None, occurred_on__isnull=False
    )
    return dict(events.order_by("sequence").values_list("candidate_id", "occurred_on"))


def check_text(field: str, text: str, wrong: Wrong, *, needed: str = "") -> str:
    """The text as it is stored; `needed`: the sentence when it is missing."""
    text = normalise(text)
    if needed and not text:
        wrong.setdefault(field, []).append(needed)
    if len(text) > LENGTHS[field]:
        wrong.setdefault(field, []).append(_("Dài quá %(n)d chữ.") % {"n": LENGTHS[field]})
    return text


def person_of(row: Verification) -> str:
    """“cha đẻ Nguyễn Văn A (của Nguyễn Văn B)”, fit to stand in a sentence."""
    who = f"{row.get_relative_display()} {row.relative_name}".strip()
    return _("%(who)s (của %(name)s)") % {"who": who, "name": row.candidate.full_name}


def named(names: Sequence[str]) -> str:
    shown = "; ".join(names[:NAMED])
    rest = len(names) - NAMED
    return _("%(names)s và %(n)d dòng khác") % {"names": shown, "n": rest} if rest > 0 else shown
