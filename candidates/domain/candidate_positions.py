"""The holder of a title in a residential unit who is on the way into the Party: tie the two, untie, tell how far."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.register import register
from candidates.models import (
    BEFORE_DECISION,
    PIPELINE,
    Candidate,
    CandidatePosition,
    Stage,
)
from membership.base.text import name_sort_key
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.position_ways import Candidacy, Ways, of_members, tell_ways
from membership.models import Action, MemberStatus, Organisation, PositionHolder

# Decided but not yet a member: still on the way as far as titles are counted.
WALKING = (*BEFORE_DECISION, Stage.DECIDED)


def tie(*, by, holder: PositionHolder, candidate: Candidate) -> CandidatePosition:
    """Say that a holder is this candidate. Refused when the holder is a member, or somebody else on the list."""
    with transaction.atomic():
        holder = _held(holder, by)
        wrong = _why_not(holder, candidate, by)
        if wrong:
            raise Refused(messages=wrong)
        tied = CandidatePosition.objects.create(candidate=candidate, holder=holder, recorded_by=by)
        _linked(by, holder, candidate)
    return tied


def register_holder(
    *, by, on: date | None, holder: PositionHolder, organisation: Organisation, document_number: str = ""
) -> Candidate:
    """Put a holder on the list of a branch as quần chúng ưu tú, with what is known of them, and tie the two."""
    with transaction.atomic():
        holder = _held(holder, by)
        _refuse_known(holder)
        attributes = {"sex": holder.sex, "position": f"{holder.title.name}, {holder.unit.name}"[:255]}
        if holder.born_on is not None:
            attributes |= {"born_on": holder.born_on, "born_precision": holder.born_precision}
        candidate = register(
            by=by, on=on, organisation=organisation, full_name=holder.full_name, attributes=attributes,
            document_number=document_number,
        )  # fmt: skip
        CandidatePosition.objects.create(candidate=candidate, holder=holder, recorded_by=by)
        _linked(by, holder, candidate)
    return candidate


def _linked(by, holder: PositionHolder, candidate: Candidate) -> None:
    place = holder.organisation
    record("holder.candidate_linked", by=by, organisation=place, subject=holder, candidate=candidate.pk)


def untie(*, by, holder: PositionHolder) -> None:
    """They are not the same person after all: the tie ends, and stays to be read."""
    with transaction.atomic():
        holder = _held(holder, by)
        if not CandidatePosition.objects.filter(holder=holder, ended_at=None).update(ended_at=timezone.now()):
            raise Refused(_("Người giữ chức danh này không gắn với quần chúng nào."))
        record("holder.candidate_unlinked", by=by, organisation=holder.organisation, subject=holder)


def namesakes(holder: PositionHolder, user) -> list[Candidate]:
    """Candidates within the reach of a person who may be this holder: same name in the same commune's committee."""
    rows = Candidate.objects.visible_to(user, Action.EDIT_PERSON).under(holder.organisation)
    rows = rows.filter(folded_name=holder.folded_name, stage__in=(*PIPELINE, Stage.SUSPENDED))
    return list(rows.select_related("organisation__parent").order_by("sort_key", "pk")[:20])


def candidate_of(holder: PositionHolder) -> Candidate | None:
    tied = CandidatePosition.objects.filter(holder=holder, ended_at=None)
    tied = tied.select_related("candidate__organisation__parent").first()
    return tied.candidate if tied else None


def _held(holder: PositionHolder, by) -> PositionHolder:
    rows = PositionHolder.objects.select_for_update(of=("self",), no_key=True)
    holder = rows.select_related("title", "unit", "organisation", "member").get(pk=holder.pk)
    if by is not None and not by.may(Action.EDIT_PERSON, holder.organisation_path):
        raise Refused(_("Đồng chí không có quyền ghi nhận, sửa thông tin của người này."))
    return holder


def _refuse_known(holder: PositionHolder) -> None:
    if holder.valid_to is not None:
        raise Refused(_("Người này đã thôi giữ chức danh."))
    if holder.member is not None and holder.member.status != MemberStatus.LEFT:
        raise Refused(_("Người này đã là đảng viên."))
    tied = candidate_of(holder)
    if tied is not None:
        raise Refused(_("Người này đã được gắn với quần chúng %(name)s.") % {"name": tied.full_name})


def _why_not(holder: PositionHolder, candidate: Candidate, by) -> dict[str, list[str]]:
    _refuse_known(holder)
    if by is not None and not by.may(Action.VIEW_PERSON, candidate.organisation_path):
        return {"candidate": [_("Không thấy quần chúng này trong phạm vi đồng chí được xem.")]}
    if candidate.stage not in (*PIPELINE, Stage.SUSPENDED):
        return {"candidate": [_("Người này nay là “%(stage)s”.") % {"stage": candidate.get_stage_display()}]}
    if name_sort_key(candidate.full_name) != holder.sort_key and candidate.folded_name != holder.folded_name:
        return {"candidate": [_("Họ và tên khác nhau: %(name)s.") % {"name": candidate.full_name}]}
    return {}


# --- what membership asks --------------------------------------------------------------------------------------------
def _ties():
    return CandidatePosition.objects.filter(holder=OuterRef("pk"), ended_at=None)


def _admitted(day: date):
    """Holders whose candidacy made them members by a day."""
    condition = of_members(day, "candidate__member")
    return Exists(_ties().filter(condition))


def _on_the_way():
    return Exists(_ties().filter(candidate__stage__in=(*WALKING, Stage.SUSPENDED)))


def _by_stage(holders) -> dict[int, list[tuple[str, str, int]]]:
    rows = CandidatePosition.objects.filter(ended_at=None, holder__in=holders.order_by().values("pk"))
    rows = rows.values("holder__title", "candidate__stage").annotate(n=Count("pk")).order_by()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row["holder__title"]][row["candidate__stage"]] = row["n"]
    order = list(Stage.values)
    return {
        title: [(stage, str(Stage(stage).label), each[stage]) for stage in sorted(each, key=order.index)]
        for title, each in found.items()
    }


def _of(holders: Iterable[int]) -> dict[int, Candidacy]:
    rows = CandidatePosition.objects.filter(Q(ended_at=None), holder__in=list(holders)).select_related("candidate")
    return {
        row.holder_id: Candidacy(
            candidate=row.candidate_id,
            stage=row.candidate.stage,
            stage_name=str(row.candidate.get_stage_display()),
            since=row.candidate.stage_since,
            path=row.candidate.organisation_path,
            name=row.candidate.full_name,
            on_the_way=row.candidate.stage in (*WALKING, Stage.SUSPENDED),
        )
        for row in rows
    }


tell_ways(Ways(_admitted, _on_the_way, _by_stage, _of))
