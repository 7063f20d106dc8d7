"""The branch reviews its source list by resolution: who stays, who is put forward, who leaves, who is taken up.

The branch does so at its meeting, the base committee looks over it (09-HD/BTCTW 2017); every year at least.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.deadlines import refresh
from candidates.domain.progress import ManyRefused, advance_all, reverse
from candidates.domain.source_list import branches_to_review, last_reviewed, source_list
from candidates.models import Candidate, CandidateEvent, EventKind, Review, ReviewKind, ReviewLine, Verdict
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.lookup import link
from membership.domain.places import Place, read_places
from membership.domain.worklist import SOON, WorkItem, provider
from membership.models import Action, Organisation

__all__ = ["Line", "ReviewRefused", "additions_of", "hold_review", "last_reviewed", "verdict_counts", "withdraw_review"]

_LENGTHS = {name: Review._meta.get_field(name).max_length for name in ("resolution_number", "note")}
REMARK_LENGTH = ReviewLine._meta.get_field("remark").max_length
FROM_MONTH = 11  # from when on a branch is told that this year's review is missing


class Line(NamedTuple):
    """What the review says of one person, seen in that version."""

    candidate: Candidate
    version: int
    verdict: str
    remark: str = ""


class ReviewRefused(Refused):
    """`people`: candidate id -> sentences, beside what is wrong with the review itself. Nothing was written."""

    def __init__(self, messages: dict[str, list[str]], people: dict[int, list[str]]):
        self.people = people
        if people:
            message = _("%(n)d người trong danh sách chưa ghi được.") % {"n": len(people)}
            messages = messages | {"": [*messages.get("", ()), message]}
        super().__init__(messages=messages)


def hold_review(
    *,
    by,
    on: date | None,
    organisation: Organisation,
    kind: str,
    resolution_number: str = "",
    lines: Sequence[Line] = (),
    additions: Sequence[tuple[Candidate, int]] = (),
    note: str = "",
    apply: bool = True,
) -> Review | None:
    """Record a review `on` a day, with the removals and recognitions of its resolution: all of it or nothing.

    Everybody on the branch's list on that day gets a verdict. `additions`: people nominated before, each with the
    version seen, who are recognised. A yearly review, a removal and a recognition need the number of the resolution.
    `apply=False` only tries it: raises what is wrong, writes nothing, returns None. Raises ReviewRefused, Refused.
    """
    number, note = normalise(resolution_number), normalise(note)
    lines = [line._replace(remark=normalise(line.remark)) for line in map(Line._make, lines)]
    with transaction.atomic():
        place = _hold(organisation, by=by)
        wrong: dict[str, list[str]] = {}
        people: dict[int, list[str]] = defaultdict(list)
        changes = bool(additions) or any(line.verdict == Verdict.REMOVE for line in lines)
        _check_review(on, kind, number, note, place, changes, wrong)
        if "on" not in wrong:
            _check_people(organisation, on, lines, additions, wrong, people)
        if not wrong and Review.objects.current().filter(organisation=organisation, kind=kind, held_on=on).exists():
            wrong["on"] = [_("Đã ghi một lần rà soát cùng kỳ của chi bộ vào ngày này.")]
        if wrong or people:
            raise ReviewRefused(wrong, dict(people))
        review = Review(
            organisation_id=place.id, organisation_path=place.path, kind=kind, held_on=on, resolution_number=number,
            note=note, recorded_by=by,
        )  # fmt: skip
        review.save()
        ReviewLine.objects.bulk_create(
            ReviewLine(review=review, candidate=line.candidate, verdict=line.verdict, remark=line.remark)
            for line in lines
        )
        _carry_out(review, lines, additions, by=by)
        counts = Counter(line.verdict for line in lines)
        record(
            "review.held", by=by, organisation=organisation, label=organisation.name, kind=kind, on=on.isoformat(),
            recognise=len(additions), **{str(verdict): counts[verdict] for verdict in Verdict},
        )  # fmt: skip
        refresh([line.candidate.pk for line in lines])
        if not apply:
            transaction.set_rollback(True)
    return review if apply else None


def withdraw_review(*, by, review: Review, reason: str) -> None:
    """The review was recorded by mistake: its removals and recognitions are taken back, where nothing followed them."""
    reason = normalise(reason)
    if not reason:
        raise Refused(_("Cần ghi lý do bỏ."), field="reason")
    with transaction.atomic():
        _hold(review.organisation, by=by)
        if not Review.objects.current().filter(pk=review.pk).exists():
            raise Refused(_("Lần rà soát này đã được bỏ trước đó."))
        people: dict[int, list[str]] = {}
        for event in _events_of(review).select_related("candidate"):
            candidate = event.candidate
            try:
                reverse(by=by, candidate=candidate, event=event, reason=reason, version=candidate.version)
            except Refused as refused:
                people[candidate.pk] = [f"{candidate.full_name}: {refused}"]
        if people:
            sentences = [sentence for each in people.values() for sentence in each]
            raise ReviewRefused({"": sentences}, people)
        Review.objects.filter(pk=review.pk).update(replaced_at=timezone.now())
        record(
            "review.withdrawn", by=by, organisation=review.organisation, label=review.organisation.name,
            review=review.pk, reason=reason,
        )  # fmt: skip
        refresh(list(review.lines.values_list("candidate_id", flat=True)))


def additions_of(review: Review) -> list[CandidateEvent]:
    """Recognitions by the review's resolution, also those taken back since."""
    events = _of(review).filter(kind=EventKind.RECOGNISED)
    return list(events.select_related("candidate").order_by("candidate__sort_key", "pk"))


def verdict_counts(reviews: Iterable[int]) -> dict[int, dict[str, int]]:
    """Review id -> verdict -> how many people. One query."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = ReviewLine.objects.filter(review__in=list(reviews)).order_by().values("review_id", "verdict")
    for review, verdict, count in rows.annotate(n=Count("pk")).values_list("review_id", "verdict", "n"):
        found[review][verdict] = count
    return found


@provider
def missing_reviews(user):
    today = timezone.localdate()
    if today.month < FROM_MONTH or not user.may(Action.EDIT_PERSON):
        return
    if count := branches_to_review(user).filter(reviewed=False).count():
        yield WorkItem(
            _("Chi bộ chưa rà soát danh sách nguồn năm %(year)d") % {"year": today.year},
            link("candidates:review.new") + "?ra-soat=chua",
            SOON,
            _("Rà soát từng người, bổ sung hoặc đưa ra khỏi danh sách bằng nghị quyết chi bộ."),
            due=date(today.year, 12, 31),
            count=count,
        )


# --- what is checked -------------------------------------------------------------------------------------------------
def _hold(organisation: Organisation, *, by) -> Place:
    """The branch, for us alone until the review is written."""
    place = read_places([organisation.pk], by=by, lock=True)[organisation.pk]
    if by is not None and not by.may(Action.EDIT_PERSON, place.path):
        raise Refused(_("Đồng chí không có quyền ghi rà soát của tổ chức này."))
    return place


def _check_review(on, kind: str, number: str, note: str, place: Place, changes: bool, wrong) -> None:
    if on is None:
        wrong["on"] = [_("Cần ghi ngày họp.")]
    elif on > timezone.localdate():
        wrong["on"] = [_("Ngày này ở sau ngày hôm nay.")]
    elif place.founded_after(on) or place.closed_on(on):
        message = _("Ngày %(day)s %(name)s chưa thành lập hoặc đã kết thúc hoạt động.")
        wrong["on"] = [message % {"day": format_date(on), "name": place.name}]
    if kind not in ReviewKind.values:
        wrong["kind"] = [_("Cần chọn kỳ rà soát.")]
    for name, text in (("resolution_number", number), ("note", note)):
        if len(text) > _LENGTHS[name]:
            wrong[name] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": _LENGTHS[name]}]
    if not number and kind == ReviewKind.YEAR:
        wrong["resolution_number"] = [_("Rà soát hằng năm cần ghi số nghị quyết của chi bộ.")]
    elif not number and changes:
        wrong["resolution_number"] = [_("Bổ sung hoặc đưa người ra khỏi danh sách cần ghi số nghị quyết của chi bộ.")]


def _check_people(organisation, on: date, lines: Sequence[Line], additions, wrong, people) -> None:
    known = source_list(organisation, on)
    listed = {each.candidate.pk: each.candidate for each in known.listed}
    waiting = {each.candidate.pk: each.candidate for each in known.waiting}
    told = Counter(line.candidate.pk for line in lines) + Counter(candidate.pk for candidate, _version in additions)
    missing = [candidate.full_name for pk, candidate in listed.items() if pk not in told]
    if missing:
        wrong["lines"] = [_("Chưa có kết luận rà soát đối với: %(names)s.") % {"names": ", ".join(missing)}]
    for line in lines:
        say = people[line.candidate.pk].append
        if line.candidate.pk not in listed:
            say(_("Ngày rà soát, người này không ở trong danh sách cảm tình Đảng của chi bộ."))
        elif listed[line.candidate.pk].version != line.version:
            say(_("Người khác vừa ghi nhận hoặc sửa thông tin của người này. Hãy xem lại rồi làm tiếp."))
        if line.verdict not in Verdict.values:
            say(_("Cần chọn kết luận rà soát."))
        if len(line.remark) > REMARK_LENGTH:
            say(_("Nhận xét dài quá %(limit)d chữ.") % {"limit": REMARK_LENGTH})
    for candidate, version in additions:
        say = people[candidate.pk].append
        if candidate.pk not in waiting:
            say(_("Người này không ở trong số được giới thiệu đang chờ công nhận của chi bộ."))
        elif waiting[candidate.pk].version != version:
            say(_("Người khác vừa ghi nhận hoặc sửa thông tin của người này. Hãy xem lại rồi làm tiếp."))
    for pk, times in told.items():
        if times > 1:
            people[pk].append(_("Người này có hai kết luận trong cùng một lần rà soát."))
    for pk in [pk for pk, sentences in people.items() if not sentences]:
        del people[pk]


def _carry_out(review: Review, lines: Sequence[Line], additions, *, by) -> None:
    """The removals and recognitions of the resolution, each an event that remembers its review."""
    removed = [line for line in lines if line.verdict == Verdict.REMOVE]
    own = {line.candidate.pk: {"note": line.remark} for line in removed}
    people: dict[int, list[str]] = {}
    for step, group in (("remove", [(line.candidate, line.version) for line in removed]), ("recognise", additions)):
        if not group:
            continue
        try:
            advance_all(
                by=by, on=review.held_on, candidates=list(group), step=step,
                document_number=review.resolution_number, data={"review": review.pk}, own=own,
            )  # fmt: skip
        except ManyRefused as refused:
            for pk, reason in refused.people.items():
                people[pk] = [sentence for sentences in reason.messages.values() for sentence in sentences]
    if people:
        raise ReviewRefused({}, people)


def _of(review: Review):
    """The events that the review brought about."""
    return CandidateEvent.objects.filter(occurred_on=review.held_on, data__review=review.pk)


def _events_of(review: Review):
    """Those that still stand."""
    return _of(review).filter(kind__in=(EventKind.REMOVED, EventKind.RECOGNISED), reversed_by=None)
