"""Who put a person forward: an official member of the same base organisation, or a mass organisation."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.dossier import chains_of
from candidates.domain.guard import hold
from candidates.models import (
    BEFORE_DECISION,
    Body,
    Candidate,
    CandidateEvent,
    MassOrganisation,
    Nomination,
    Stage,
)
from membership.base import paths
from membership.base.dates import format_date
from membership.base.text import fold, normalise
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.official import official_on
from membership.models import MemberSpell, PartyMember

# Somebody may be put forward by more people until the admission is done.
NOMINABLE = (*BEFORE_DECISION, Stage.DECIDED, Stage.SUSPENDED)
_LENGTHS = {name: Nomination._meta.get_field(name).max_length for name in (
    "body_name", "movement", "achievements", "document_number",
)}  # fmt: skip


@dataclass(frozen=True)
class NominationSaid:
    """What is told of a nomination: by an official member, by a mass organisation that is followed, or by another and
    its name. Of one that is followed its kind and name are those on record."""

    member: PartyMember | None = None
    body: str = ""
    body_name: str = ""
    movement: str = ""
    achievements: str = ""
    document_number: str = ""
    mass_organisation: MassOrganisation | None = None


def nominate(
    *,
    by,
    on: date | None,
    candidate: Candidate,
    version: int,
    member: PartyMember | None = None,
    body: str = "",
    body_name: str = "",
    movement: str = "",
    achievements: str = "",
    document_number: str = "",
    mass_organisation: MassOrganisation | None = None,
) -> Nomination:
    """Somebody put a person on the list forward `on` a day; several may put forward the same person.

    Either `member`, official on that day in a branch of the same base organisation, or `mass_organisation` of a
    committee above, or `body` (a mass organisation that is not followed). Each puts the same person forward once.
    The stage does not change. Raises Refused, Stale.
    """
    said = NominationSaid(member, body, body_name, movement, achievements, document_number, mass_organisation)
    with transaction.atomic():
        candidate, _place = hold(candidate, by=by, version=version)
        if candidate.stage not in NOMINABLE:
            words = {"stage": candidate.get_stage_display()}
            raise Refused(_("Người này nay là “%(stage)s” nên không ghi thêm người giới thiệu được.") % words)
        nomination = add_nomination(by=by, on=on, candidate=candidate, said=said)
        record("nomination.recorded", by=by, organisation=candidate.organisation, subject=candidate)
    return nomination


def add_nomination(
    *, by, on: date | None, candidate: Candidate, said: NominationSaid, event: CandidateEvent | None = None
) -> Nomination:
    """Write a nomination inside the act of the caller, who holds the candidate. `event`: the one it belongs to."""
    texts = {name: normalise(getattr(said, name)) for name in _LENGTHS}
    wrong: dict[str, list[str]] = {}
    for name, text in texts.items():
        if len(text) > _LENGTHS[name]:
            wrong[name] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": _LENGTHS[name]}]
    _check_day(on, candidate, wrong)
    _check_nominator(on, candidate, said, texts["body_name"], wrong)
    if wrong:
        raise Refused(messages=wrong)
    mass = said.mass_organisation
    if said.member is not None:
        texts["body_name"] = ""
    elif mass is not None:
        texts["body_name"] = mass.name
    nomination = Nomination(
        candidate=candidate,
        organisation_id=candidate.organisation_id,
        organisation_path=candidate.organisation_path,
        member=said.member,
        body="" if said.member else mass.body if mass else said.body,
        mass_organisation=mass,
        nominated_on=on,
        event=event,
        recorded_by=by,
        **texts,
    )
    nomination.save()
    return nomination


def withdraw_nomination(*, by, nomination: Nomination, reason: str, version: int) -> None:
    """Recorded by mistake: it counts no longer, and stays in the records. `version`: of the candidate."""
    reason = normalise(reason)
    if not reason:
        raise Refused(_("Cần ghi lý do bỏ."), field="reason")
    with transaction.atomic():
        candidate, _place = hold(nomination.candidate, by=by, version=version)
        done = Nomination.objects.current().filter(pk=nomination.pk).update(replaced_at=timezone.now())
        if not done:
            raise Refused(_("Lượt giới thiệu này đã được bỏ trước đó."))
        record(
            "nomination.withdrawn", by=by, organisation=candidate.organisation, subject=candidate,
            nomination=nomination.pk, reason=reason,
        )  # fmt: skip


def _check_day(on: date | None, candidate: Candidate, wrong: dict[str, list[str]]) -> None:
    if on is None:
        wrong["on"] = [_("Cần ghi ngày giới thiệu.")]
    elif on > timezone.localdate():
        wrong["on"] = [_("Ngày này ở sau ngày hôm nay.")]
    elif candidate.born_on is not None and on <= candidate.born_on:
        wrong["on"] = [_("Ngày này không ở sau ngày sinh của người được giới thiệu.")]


def _check_nominator(on, candidate: Candidate, said: NominationSaid, body_name: str, wrong) -> None:
    earlier = candidate.nominations.current()
    if said.mass_organisation is not None:
        _check_mass(on, candidate, said, earlier, wrong)
    elif said.member is not None:
        if said.body:
            wrong["body"] = [_("Chọn một trong hai: đảng viên giới thiệu, hoặc tổ chức giới thiệu.")]
        if earlier.filter(member=said.member).exists():
            message = _("Đồng chí %(name)s đã giới thiệu người này rồi.")
            wrong["member"] = [message % {"name": said.member.full_name}]
        elif on is not None and (reason := why_no_nominator(said.member, on, candidate.organisation_path)):
            wrong["member"] = [reason]
    elif said.body not in Body.values:
        wrong["body"] = [_("Cần ghi đảng viên hoặc tổ chức nào giới thiệu.")]
    else:
        known = {fold(name) for name in earlier.filter(body=said.body).values_list("body_name", flat=True)}
        if said.body == Body.OTHER and not body_name:
            wrong["body_name"] = [_("Tổ chức khác thì cần ghi tên tổ chức.")]
        elif fold(body_name) in known:
            name = body_name or Body(said.body).label
            wrong["body"] = [_("%(name)s đã giới thiệu người này rồi.") % {"name": name}]


def _check_mass(on, candidate: Candidate, said: NominationSaid, earlier, wrong) -> None:
    mass, sentences = said.mass_organisation, []
    words = {"name": mass.name}
    if said.member is not None or said.body:
        sentences.append(_("Chọn một trong hai: đảng viên giới thiệu, hoặc tổ chức giới thiệu."))
    if not paths.contains(mass.organisation_path, candidate.organisation_path):
        sentences.append(_("%(name)s không thuộc cấp ủy nào ở trên chi bộ này.") % words)
    if mass.valid_to is not None and (on is None or on >= mass.valid_to):
        words["day"] = format_date(mass.valid_to)
        sentences.append(_("%(name)s đã thôi theo dõi từ ngày %(day)s.") % words)
    if earlier.filter(mass_organisation=mass).exists():
        sentences.append(_("%(name)s đã giới thiệu người này rồi.") % words)
    if sentences:
        wrong["body"] = sentences


def why_no_nominator(member: PartyMember, on: date, path: str) -> str:
    """Why a member may not put forward a person of the branch at `path` on a day; "" when they may."""
    words = {"name": member.full_name, "day": format_date(on)}
    if not official_on(member, on):
        return _("Ngày %(day)s đồng chí %(name)s chưa phải là đảng viên chính thức.") % words
    base = chains_of([path])[path].base(on)
    for spell in MemberSpell.objects.filter(member=member).select_related("organisation"):
        begun = spell.valid_from is None or spell.valid_from <= on
        if begun and (spell.valid_to is None or on < spell.valid_to):
            if paths.contains(base.path, spell.organisation.path):
                return ""
            words |= {"place": spell.organisation.name, "base": base.name}
            return _("Ngày %(day)s đồng chí %(name)s sinh hoạt ở %(place)s, không thuộc %(base)s.") % words
    return _("Không thấy đồng chí %(name)s sinh hoạt ở tổ chức đảng nào vào ngày %(day)s.") % words
