"""May this be recorded of this person? The right, the other clerk, the order of days, the conditions of the law."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.conditions import Verdict, decider_of, judge
from candidates.domain.dossier import Dossier, within_stage
from candidates.domain.fold import standing
from candidates.models import Candidate, CandidateEvent, EventKind, Stage
from candidates.procedure import Step, steps_from
from candidates.procedure.levels import Link
from candidates.procedure.limits import Ballot, BallotError, outcome
from candidates.procedure.schema import Unmet
from candidates.procedure.texts import NoRulesKnown, procedure_on
from membership.base.dates import add_months, format_date, months_between
from membership.base.text import normalise
from membership.domain.charter import ADULT_MONTHS, PROBATION_MONTHS
from membership.domain.errors import Refused, Stale
from membership.domain.identity import birth_text
from membership.domain.places import Place, read_places
from membership.models import Action, Organisation

NUMBER_LENGTH = 60


class Unfulfilled(Refused):
    """Conditions of the law that are not met: each with its paragraph and what mends it."""

    def __init__(self, unmet: list[Unmet]):
        self.unmet = unmet
        super().__init__(messages={"": [f"{each.message} ({each.source})" for each in unmet]})


@dataclass(frozen=True)
class Waiver:
    """What lets unmet conditions pass: the reason, and the document that allows it."""

    reason: str
    document_number: str
    document_date: date | None = None


@dataclass
class Act:
    """One step of one person, as it was said and as it will be recorded."""

    dossier: Dossier
    step: Step
    on: date
    number: str = ""
    document_date: date | None = None
    data: dict[str, Any] = field(default_factory=dict)
    waiver: Waiver | None = None
    place: Place | None = None
    acting: Link | None = None
    verdict: Verdict = field(default_factory=lambda: Verdict(None, []))

    @property
    def candidate(self) -> Candidate:
        return self.dossier.candidate

    def stored(self) -> dict[str, Any]:
        """What the event keeps of what was said, as JSON."""
        kept = {}
        for name, value in self.data.items():
            if isinstance(value, Ballot):
                value = {key: each for key, each in vars(value).items() if each is not None}
            elif isinstance(value, date):
                value = value.isoformat()
            elif hasattr(value, "pk"):
                value = value.pk
            if value not in (None, ""):
                kept[name] = value
        return kept


# --- who holds the row -----------------------------------------------------------------------------------------------
def hold(candidate: Candidate, *, by, version: int) -> tuple[Candidate, Place]:
    """The candidate read anew, for us alone until the act is done; refused without the right, stale if changed."""
    place = read_places([candidate.organisation_id], by=by, lock=True)[candidate.organisation_id]
    candidate = (
        Candidate.objects.select_for_update(of=("self",)).select_related("organisation", "member").get(pk=candidate.pk)
    )
    if by is not None and not by.may(Action.EDIT_PERSON, candidate.organisation_path):
        raise Refused(_("Đồng chí không có quyền ghi nhận, sửa thông tin của người này."))
    if candidate.version != version or candidate.organisation_id != place.id:
        raise Stale(_("Người khác vừa ghi nhận hoặc sửa thông tin của người này. Hãy xem lại rồi làm tiếp."))
    return candidate, place


# --- what may come next ----------------------------------------------------------------------------------------------
def open_steps(candidate: Candidate, stand: list[CandidateEvent] | None = None) -> list[Step]:
    """What may be recorded next. Who was admitted and moved away comes back as a member, not as a nominee."""
    steps = steps_from(candidate.stage)
    if stand is None and any(step.once or step.code == "redo" for step in steps):
        stand = standing(candidate.events.all())
    if candidate.stage == Stage.MOVED_AWAY and candidate.admissions.current().exists():
        steps = [step for step in steps if step.code != "nominate_again"]
    if candidate.stage == Stage.CANCELLED and not cancelled_for_procedure(stand or []):
        steps = [step for step in steps if step.code != "redo"]
    done = {event.kind for event in within_stage(stand or [])}
    return [step for step in steps if not (step.once and step.kind in done)]


def cancelled_for_procedure(stand: list[CandidateEvent]) -> bool:
    """Wrong procedure or authority: cancelled, done again. A wrong standard ends the way (24-QĐ/TW, mục 4.4)."""
    last = next((event for event in reversed(stand) if event.kind == EventKind.CANCELLED), None)
    return last is not None and last.data.get("ground") == "procedure"


# --- the act itself --------------------------------------------------------------------------------------------------
def check(act: Act, *, by) -> None:
    """Everything that is wrong with an act at once; then, that its maker may do it and that the law allows it."""
    stand = act.dossier.events
    if act.step not in open_steps(act.candidate, stand):
        words = {"step": act.step.label, "stage": Stage(act.candidate.stage).label}
        raise Refused(_("Không ghi được “%(step)s” khi đang là “%(stage)s”.") % words)
    wrong: dict[str, list[str]] = {}
    check_order(act.on, stand, wrong)
    _check_document(act, wrong)
    _check_ballot(act, wrong)
    if act.on is not None:
        _check_day(act, wrong)
    if wrong:
        raise Refused(messages=wrong)
    act.acting = _acting(act)
    if by is not None and act.acting is not None and not by.may(Action.EDIT_PERSON, act.acting.path):
        words = {"step": act.step.label, "name": act.acting.name}
        raise Refused(_("“%(step)s” là việc của %(name)s; đồng chí không có quyền ghi thay.") % words)
    act.verdict = judge(act.dossier, act.step, act.on, act.data, act.acting)
    if act.verdict.unmet:
        check_waiver(act.waiver, act.verdict.unmet, by=by, path=act.candidate.organisation_path)


def check_waiver(waiver: Waiver | None, unmet: list[Unmet], *, by, path: str) -> None:
    """Unmet conditions pass only with the right, a reason and a document."""
    if waiver is None:
        raise Unfulfilled(unmet)
    wrong: dict[str, list[str]] = {}
    if by is not None and not by.may(Action.OVERRIDE, path):
        raise Refused(_("Đồng chí không có quyền cho qua điều kiện chưa đủ."))
    if not normalise(waiver.reason):
        wrong["waiver_reason"] = [_("Cần ghi lý do cho qua.")]
    if not normalise(waiver.document_number):
        wrong["waiver_number"] = [_("Cần ghi số văn bản cho phép.")]
    elif len(normalise(waiver.document_number)) > NUMBER_LENGTH:
        wrong["waiver_number"] = [_("Số văn bản dài quá %(n)d chữ.") % {"n": NUMBER_LENGTH}]
    if waiver.document_date is not None and waiver.document_date > timezone.localdate():
        wrong["waiver_date"] = [_("Ngày văn bản ở sau ngày hôm nay.")]
    if wrong:
        raise Refused(messages=wrong)


def check_order(on: date | None, stand: list[CandidateEvent], wrong: dict[str, list[str]]) -> None:
    """A day must be there, not in the future, and not before what happened last."""
    if on is None:
        wrong.setdefault("on", []).append(_("Cần ghi ngày."))
    elif on > timezone.localdate():
        wrong.setdefault("on", []).append(_("Ngày này ở sau ngày hôm nay."))
    else:
        last = max((event for event in stand if event.occurred_on), key=lambda event: event.occurred_on, default=None)
        if last is not None and on < last.occurred_on:
            message = _("Ngày này ở trước việc đã ghi gần nhất: %(what)s, ngày %(day)s.")
            what = EventKind(last.kind).label
            wrong.setdefault("on", []).append(message % {"what": what, "day": format_date(last.occurred_on)})


def _check_document(act: Act, wrong: dict[str, list[str]]) -> None:
    if act.step.needs_document and not act.number:
        wrong.setdefault("document_number", []).append(_("Cần ghi số văn bản."))
    if len(act.number) > NUMBER_LENGTH:
        wrong.setdefault("document_number", []).append(_("Số văn bản dài quá %(n)d chữ.") % {"n": NUMBER_LENGTH})
    if act.document_date is not None and act.document_date > timezone.localdate():
        wrong.setdefault("document_date", []).append(_("Ngày văn bản ở sau ngày hôm nay."))


def _check_ballot(act: Act, wrong: dict[str, list[str]]) -> None:
    """Numbers of a vote become a Ballot, or say why they cannot be one."""
    said = act.data.get("ballot")
    if said is None or isinstance(said, Ballot):
        ballot = said
    else:
        confirmed = said.pop("confirmed", False) if (said := dict(said)) else False
        try:
            ballot = Ballot(**said)
        except BallotError as error:
            wrong.setdefault("ballot", []).append(str(error))
            return
        known = act.dossier.official_members
        if act.step.actor == "branch" and known is not None and ballot.members != known and not confirmed:
            message = _(
                "Sổ đảng viên có %(known)d đảng viên chính thức ở chi bộ, đồng chí ghi %(said)d. "
                "Nếu số đã ghi là đúng thì đánh dấu xác nhận."
            )
            wrong.setdefault("members", []).append(message % {"known": known, "said": ballot.members})
        act.data["ballot"] = ballot
    if act.step.code == "fail_vote":
        _check_failed(act, ballot, wrong)


def _check_failed(act: Act, ballot: Ballot | None, wrong: dict[str, list[str]]) -> None:
    if ballot is None:
        wrong.setdefault("ballot", []).append(_("Cần ghi kết quả biểu quyết."))
        return
    rule = "propose_official" if act.candidate.stage == Stage.PROBATIONARY else "branch_propose"
    try:
        majority = procedure_on(act.on).vote(rule).majority
    except (NoRulesKnown, TypeError):
        return
    if outcome(majority, ballot).reached:
        wrong.setdefault("ballot", []).append(_("Số phiếu này đủ để thông qua; hãy ghi nghị quyết đề nghị."))


def _check_day(act: Act, wrong: dict[str, list[str]]) -> None:
    candidate, on, place = act.candidate, act.on, act.place
    if candidate.born_on is not None and on <= candidate.born_on:
        wrong.setdefault("on", []).append(_("Ngày này không ở sau ngày sinh %(d)s.") % {"d": birth_text(candidate)})
    if place is not None and place.closed_on(on) and not act.step.ends:
        message = _("%(name)s đã kết thúc hoạt động từ ngày %(day)s.")
        wrong.setdefault("on", []).append(message % {"name": place.name, "day": format_date(place.valid_to)})
    if act.step.code == "decide" and candidate.born_on and months_between(candidate.born_on, on) < ADULT_MONTHS:
        message = _("Sinh %(born)s, đến ngày này chưa đủ 18 tuổi.") % {"born": birth_text(candidate)}
        wrong.setdefault("on", []).append(message)
    if act.step.code == "make_official":
        held = act.dossier.day_in_round(EventKind.CEREMONY_HELD)
        if held is not None and on < (end := add_months(held, PROBATION_MONTHS)):
            message = _("Thời gian dự bị 12 tháng đến ngày %(day)s mới hết.") % {"day": format_date(end)}
            wrong.setdefault("on", []).append(message)


def _acting(act: Act) -> Link | None:
    """Whose act it is: the branch, the section, the base committee, or the committee that decides."""
    chain = act.dossier.chain
    match act.step.actor:
        case "section":
            return chain.section(act.on) or chain.base(act.on)
        case "base":
            return chain.base(act.on)
        case "authority":
            return decider_of(act.dossier, act.on, _chosen(act)) or chain.base(act.on)
        case _:
            return chain.branch


def _chosen(act: Act) -> Link | None:
    named = act.data.get("decided_by")
    if named is None:
        return None
    identifier = getattr(named, "pk", named)
    link = act.dossier.chain.find(identifier)
    if link is None:
        # Not above this branch: its name may be none of the clerk's business.
        row = Organisation.objects.filter(pk=identifier).values_list("pk", "path", "kind").first()
        if row is None:
            raise Refused(_("Không tìm thấy cấp ủy ra quyết định."), field="decided_by")
        link = Link(row[0], row[1], _("Cấp ủy đã chọn"), row[2])
    return link
