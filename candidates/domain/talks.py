"""Thematic talks for the people on the list: held, attended, withdrawn; who has not heard one for months."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count, Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.domain.deadlines import refresh
from candidates.models import BEFORE_DECISION, Candidate, Deadline, Stage, Talk, TalkAttendance
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.models import Action, Organisation, within

INVITED = (*BEFORE_DECISION, Stage.SUSPENDED)
MOST_PEOPLE = 1000
_LENGTHS = {name: Talk._meta.get_field(name).max_length for name in ("subject", "speaker", "place", "note")}
_NEEDED = {"subject": gettext_lazy("Cần ghi chuyên đề."), "speaker": gettext_lazy("Cần ghi báo cáo viên.")}


def invited(organisation: Organisation):
    """Whom a talk of an organisation is for: everybody on the way in its part of the tree, with their last talk."""
    last = (
        TalkAttendance.objects.filter(candidate=OuterRef("pk"), talk__withdrawn_at=None)
        .order_by().values("candidate").annotate(day=Max("talk__on")).values("day")
    )  # fmt: skip
    people = Candidate.objects.filter(within(organisation.path, "organisation_path"), stage__in=INVITED)
    return (
        people.annotate(last_talk=Subquery(last))
        .select_related("organisation")
        .order_by("organisation_path", "sort_key", "pk")
    )


def due_people(user, action: str):
    """Deadlines of talks within the reader's reach; the projection says until when each should hear the next."""
    return Deadline.objects.visible_to(user, action).filter(code="talk")


def attended(talks: Iterable[int]) -> dict[int, int]:
    """Talk -> how many came; one query."""
    rows = TalkAttendance.objects.filter(talk__in=list(talks)).order_by().values("talk_id").annotate(n=Count("pk"))
    return dict(rows.values_list("talk_id", "n"))


def hold_talk(
    *,
    by,
    on: date | None,
    organisation: Organisation,
    subject: str,
    speaker: str,
    place: str = "",
    note: str = "",
    people: Sequence[int] = (),
) -> Talk:
    """A talk was held `on` a day for the people of an organisation; `people`: candidates who came."""
    _check_right(by, organisation.path)
    said = {"subject": normalise(subject), "speaker": normalise(speaker), "place": normalise(place),
            "note": normalise(note)}  # fmt: skip
    wrong: dict[str, list[str]] = {}
    if on is None:
        wrong["on"] = [_("Cần ghi ngày nói chuyện.")]
    elif on > timezone.localdate():
        wrong["on"] = [_("Ngày này ở sau ngày hôm nay.")]
    for name, text in said.items():
        if name in _NEEDED and not text:
            wrong[name] = [str(_NEEDED[name])]
        elif len(text) > _LENGTHS[name]:
            wrong[name] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": _LENGTHS[name]}]
    if on is not None and not wrong:
        same = Talk.objects.filter(organisation=organisation, on=on, withdrawn_at=None)
        if any(each.subject.casefold() == said["subject"].casefold() for each in same):
            wrong["subject"] = [_("Đã ghi buổi nói chuyện này, cùng ngày, cùng chuyên đề.")]
    with transaction.atomic():
        keys = _known(organisation, people, wrong)
        if wrong:
            raise Refused(messages=wrong)
        talk = Talk.objects.create(
            organisation=organisation, organisation_path=organisation.path, on=on, recorded_by=by, **said
        )
        TalkAttendance.objects.bulk_create([TalkAttendance(talk=talk, candidate_id=key) for key in keys])
        record("talk.held", by=by, organisation=organisation, subject=talk, label=talk.subject, people=len(keys))
        refresh(keys)
    return talk


def set_attendance(*, by, talk: Talk, version: int, people: Sequence[int]) -> int:
    """Who came, as a whole: those left out did not. Whoever has left the organisation since keeps what was recorded.

    Returns how many came of those who can still be ticked.
    """
    with transaction.atomic():
        row = _hold(talk, by=by, version=version)
        wrong: dict[str, list[str]] = {}
        keys = set(_known(row.organisation, people, wrong, row))
        if wrong:
            raise Refused(messages=wrong)
        known = set(row.attendance.values_list("candidate_id", flat=True))
        here = set(invited(row.organisation).order_by().values_list("pk", flat=True))
        gone, new = (known & here) - keys, keys - known
        row.attendance.filter(candidate__in=gone).delete()
        TalkAttendance.objects.bulk_create([TalkAttendance(talk=row, candidate_id=key) for key in sorted(new)])
        if gone or new:
            row.version += 1
            row.save(update_fields=["version"])
            record(
                "talk.attended", by=by, organisation=row.organisation, subject=row, label=row.subject,
                added=sorted(new), removed=sorted(gone),
            )  # fmt: skip
            refresh([*gone, *new])
    return len(keys)


def withdraw_talk(*, by, talk: Talk, version: int, reason: str) -> None:
    """Recorded by mistake: it counts no longer, and stays in the records."""
    reason = normalise(reason)[:300]
    if not reason:
        raise Refused(_("Cần ghi lý do bỏ."), field="reason")
    with transaction.atomic():
        row = _hold(talk, by=by, version=version)
        row.withdrawn_at = timezone.now()
        row.version += 1
        row.save(update_fields=["withdrawn_at", "version"])
        record("talk.withdrawn", by=by, organisation=row.organisation, subject=row, label=row.subject, reason=reason)
        refresh(list(row.attendance.values_list("candidate_id", flat=True)))


def _hold(talk: Talk, *, by, version: int) -> Talk:
    row = Talk.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=talk.pk)
    _check_right(by, row.organisation_path)
    if row.withdrawn_at is not None:
        raise Refused(_("Buổi nói chuyện này đã được bỏ trước đó."))
    if row.version != version:
        raise Stale(_("Người khác vừa sửa buổi nói chuyện này. Hãy xem lại rồi làm tiếp."))
    return row


def _check_right(by, path: str) -> None:
    if by is not None and not by.may(Action.EDIT_PERSON, path):
        raise Refused(_("Đồng chí không có quyền ghi buổi nói chuyện của tổ chức này."))


def _known(organisation: Organisation, people: Sequence[int], wrong, talk: Talk | None = None) -> list[int]:
    keys = sorted(set(people))
    if len(keys) > MOST_PEOPLE:
        wrong["people"] = [_("Nhiều nhất %(n)d người một buổi.") % {"n": MOST_PEOPLE}]
        return []
    found = set(invited(organisation).order_by().filter(pk__in=keys).values_list("pk", flat=True))
    if talk is not None:
        found |= set(talk.attendance.filter(candidate__in=keys).values_list("candidate_id", flat=True))
    if set(keys) - found:
        wrong["people"] = [_("Có người không còn trong danh sách của tổ chức này. Hãy mở lại trang.")]
    return keys
