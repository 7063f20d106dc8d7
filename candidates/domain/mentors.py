"""The branch assigns an official member to help somebody, puts another in their place, or ends the help."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.conditions import judge
from candidates.domain.dossier import Dossier, load_dossier
from candidates.domain.guard import NUMBER_LENGTH, Act, Waiver, check_waiver, hold, open_steps
from candidates.domain.ledger import Ledger
from candidates.domain.mentor_endings import WENT
from candidates.domain.step_effects import take_effect
from candidates.models import Candidate, CandidateEvent, EventKind, MentorPurpose, Mentorship, Stage
from candidates.procedure import BY_CODE
from candidates.procedure.texts import NoRulesKnown, procedure_on
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.places import Place
from membership.models import Action, MemberStatus, PartyMember

STEP = BY_CODE["assign_mentor"]
# Practice, not law: one who leads and one who helps along. Of more nobody feels charged.
MENTORS_AT_ONCE = 2
REASON_LENGTH = 200


def assign_mentor(
    *,
    by,
    on: date,
    candidate: Candidate,
    version: int,
    member: PartyMember | None,
    together_since: date | None = None,
    resolution_number: str = "",
    purpose: str | None = None,
    replaces: Mentorship | None = None,
    end_reason: str = "",
    waiver: Waiver | None = None,
) -> Mentorship:
    """The branch assigned a member to help, `on` a day; with `replaces` the other's help ended by the same act.

    It may be recorded later than what happened since, so only the first event bounds the day. `purpose` follows from
    the stage: a probationary member is helped anew, and whoever helped until the ceremony has done their task.
    Conditions that are not met (24-QĐ/TW, mục 3.2.1) raise Unfulfilled unless a `waiver` lets them pass.
    """
    number, end_reason = normalise(resolution_number), normalise(end_reason)
    with transaction.atomic():
        candidate, place = hold(candidate, by=by, version=version)
        dossier = load_dossier(candidate)
        if STEP not in open_steps(candidate, dossier.events):
            words = {"step": STEP.label, "stage": Stage(candidate.stage).label}
            raise Refused(_("Không ghi được “%(step)s” khi đang là “%(stage)s”.") % words)
        wanted = purpose_at(candidate.stage)
        wrong: dict[str, list[str]] = {}
        if purpose is not None and purpose != wanted:
            message = _("Đang là “%(stage)s” nên chỉ phân công để %(purpose)s.")
            words = {"stage": Stage(candidate.stage).label, "purpose": MentorPurpose(wanted).label}
            wrong["purpose"] = [message % words]
        if len(number) > NUMBER_LENGTH:
            wrong["resolution_number"] = [_("Số nghị quyết dài quá %(n)d chữ.") % {"n": NUMBER_LENGTH}]
        ending = _ending(dossier, wanted, replaces, end_reason, wrong)
        _check_member(candidate, member, on, by=by, wrong=wrong)
        _check_day(dossier, place, on, ending, wrong)
        staying = [each for each in dossier.mentors if each.pk not in {old.pk for old, _reason in ending}]
        if member is not None and any(each.member_id == member.pk for each in staying):
            wrong.setdefault("member", []).append(_("Đồng chí %(name)s đang giúp đỡ người này.") % _named(member))
        elif len(staying) >= MENTORS_AT_ONCE:
            message = _("Đang có %(n)d đồng chí giúp đỡ người này; hãy thay, hoặc thôi phân công một đồng chí trước.")
            wrong.setdefault("", []).append(message % {"n": len(staying)})
        if wrong:
            raise Refused(messages=wrong)

        said = {"mentor": member, "together_since": together_since}
        act = Act(dossier, STEP, on, number, None, said, waiver, place, dossier.chain.branch)
        act.verdict = judge(dossier, STEP, on, said, act.acting)
        if act.verdict.unmet:
            check_waiver(waiver, act.verdict.unmet, by=by, path=candidate.organisation_path)
        for old, reason in ending:
            _end(old, on, reason)
        mentorship = Mentorship.objects.create(
            candidate=candidate, member=member, purpose=wanted, valid_from=on, together_since=together_since,
            resolution_number=number, recorded_by=by,
        )  # fmt: skip
        ledger = Ledger(by=by)
        event = take_effect(ledger, act)
        event.data |= {
            "mentorship": mentorship.pk,
            "mentor_name": member.full_name,
            "ended": [{"mentorship": old.pk, "name": old.member.full_name, "reason": why} for old, why in ending],
        }
        ledger.write()
        Mentorship.objects.filter(pk=mentorship.pk).update(event_id=event.pk)
        mentorship.event_id = event.pk
        record(
            "mentor.changed" if replaces is not None else "mentor.assigned",
            by=by, organisation=candidate.organisation, subject=candidate, on=on.isoformat(), member=member.pk,
            ended=[old.pk for old, _reason in ending],
            **({"let_pass": [each.code for each in act.verdict.unmet]} if act.verdict.unmet else {}),
        )  # fmt: skip
    return mentorship


def end_mentorship(
    *, by, on: date, mentorship: Mentorship, version: int, reason: str, resolution_number: str = ""
) -> Mentorship:
    """The help ended `on` a day without another in its place. `version`: of the person who was helped."""
    number, reason = normalise(resolution_number), normalise(reason)
    with transaction.atomic():
        candidate, _place = hold(mentorship.candidate, by=by, version=version)
        dossier = load_dossier(candidate)
        wrong: dict[str, list[str]] = {}
        old = _open_one(dossier, mentorship)
        if not reason:
            wrong["reason"] = [_("Cần ghi lý do.")]
        elif len(reason) > REASON_LENGTH:
            wrong["reason"] = [_("Lý do dài quá %(n)d chữ.") % {"n": REASON_LENGTH}]
        if len(number) > NUMBER_LENGTH:
            wrong["resolution_number"] = [_("Số nghị quyết dài quá %(n)d chữ.") % {"n": NUMBER_LENGTH}]
        if on is None or on > timezone.localdate():
            wrong["on"] = [_("Cần ghi ngày.") if on is None else _("Ngày này ở sau ngày hôm nay.")]
        elif on < old.valid_from:
            wrong["on"] = [_before_start(old)]
        if wrong:
            raise Refused(messages=wrong)
        _end(old, on, reason)
        ledger = Ledger(by=by)
        ended = [{"mentorship": old.pk, "name": old.member.full_name, "reason": reason}]
        ledger.event(
            candidate, EventKind.MENTOR_ENDED, candidate.stage, on,
            document_number=number, data={"ended": ended, "reason": reason},
        )  # fmt: skip
        ledger.write()
        record(
            "mentor.ended", by=by, organisation=candidate.organisation, subject=candidate,
            on=on.isoformat(), member=old.member_id,
        )  # fmt: skip
    return old


def take_back(ledger: Ledger, candidate: Candidate, event: CandidateEvent) -> None:
    """The act was reversed: the mentorship it made never was, those it ended go on."""
    made = event.data.get("mentorship")
    if made is not None:
        Mentorship.objects.filter(pk=made, candidate=candidate).update(taken_back_at=ledger.now)
    ended = [each["mentorship"] for each in event.data.get("ended", ())]
    Mentorship.objects.filter(pk__in=ended, candidate=candidate).update(valid_to=None, end_reason="")


def purpose_at(stage: str) -> str:
    return MentorPurpose.PROBATIONER if stage == Stage.PROBATIONARY else MentorPurpose.CANDIDATE


def told(event: CandidateEvent) -> str:
    """What an event says of mentors: “A → B”, “B”, “thôi: A”; "" for events of other kinds."""
    ended = ", ".join(each["name"] for each in event.data.get("ended", ()))
    if event.kind == EventKind.MENTOR_ASSIGNED:
        new = event.data.get("mentor_name", "")
        return f"{ended} → {new}" if ended and ended != new else new
    return ended if event.kind == EventKind.MENTOR_ENDED else ""


def reason_in_words(mentorship: Mentorship) -> str:
    """Why the help ended. A move says so by itself (domain.transfers), and so does who left (domain.mentor_endings)."""
    if mentorship.end_reason == WENT:
        return _("không còn theo dõi người được giúp đỡ")
    return _("người được giúp đỡ chuyển nơi khác") if mentorship.end_reason == "moved_on" else mentorship.end_reason


# --- what may not be -------------------------------------------------------------------------------------------------
def _ending(dossier: Dossier, wanted: str, replaces: Mentorship | None, reason: str, wrong) -> list:
    """(mentorship, reason) of those that end by the assignment."""
    ending = []
    if replaces is not None:
        old = _open_one(dossier, replaces)
        if not reason:
            wrong["end_reason"] = [_("Cần ghi lý do thay người giúp đỡ.")]
        elif len(reason) > REASON_LENGTH:
            wrong["end_reason"] = [_("Lý do dài quá %(n)d chữ.") % {"n": REASON_LENGTH}]
        ending.append((old, reason))
    for each in dossier.mentors:
        if each.purpose != wanted and (replaces is None or each.pk != replaces.pk):
            ending.append((each, _("đã kết nạp, phân công giúp đỡ đảng viên dự bị")))
    return ending


def _open_one(dossier: Dossier, mentorship: Mentorship) -> Mentorship:
    found = next((each for each in dossier.mentors if each.pk == mentorship.pk), None)
    if found is None:
        raise Refused(_("Việc phân công này đã kết thúc, hoặc đã được đính chính."))
    return found


def _check_member(candidate: Candidate, member: PartyMember | None, on: date | None, *, by, wrong) -> None:
    """What no waiver lets pass: nobody, somebody out of sight, the person themselves, a member no more or not yet."""
    messages = wrong.setdefault("member", [])
    if member is None or (by is not None and not by.may(Action.VIEW_PERSON, member.organisation_path)):
        messages.append(_("Chưa chọn đảng viên giúp đỡ.") if member is None else _("Không tìm thấy đảng viên này."))
    elif candidate.member_id == member.pk:
        messages.append(_by_paragraph(_("Không ai được phân công giúp đỡ chính mình."), on))
    elif member.status == MemberStatus.LEFT:
        words = _named(member) | {"day": format_date(member.left_on) or _("không rõ ngày")}
        messages.append(_by_paragraph(_("Đồng chí %(name)s không còn sinh hoạt đảng (%(day)s).") % words, on))
    elif on is not None and member.official_on is not None and on < member.official_on:
        words = _named(member) | {"day": format_date(member.official_on)}
        message = _("Đồng chí %(name)s là đảng viên chính thức từ ngày %(day)s, sau ngày phân công.") % words
        messages.append(_by_paragraph(message, on))
    if not messages:
        del wrong["member"]


def _check_day(dossier: Dossier, place: Place, on: date | None, ending: list, wrong) -> None:
    messages = wrong.setdefault("on", [])
    first = min((event.occurred_on for event in dossier.events if event.occurred_on), default=None)
    came, held = dossier.day_of(EventKind.MOVED), dossier.day_in_round(EventKind.CEREMONY_HELD)
    if on is None:
        messages.append(_("Cần ghi ngày."))
    elif on > timezone.localdate():
        messages.append(_("Ngày này ở sau ngày hôm nay."))
    elif first is not None and on < first:
        messages.append(_("Ngày này ở trước việc đầu tiên đã ghi, ngày %(day)s.") % {"day": format_date(first)})
    elif came is not None and on < came:
        messages.append(_("Người này chuyển đến chi bộ ngày %(day)s, sau ngày này.") % {"day": format_date(came)})
    elif held is not None and dossier.candidate.stage == Stage.PROBATIONARY and on < held:
        message = _("Phân công giúp đỡ đảng viên dự bị có từ ngày kết nạp %(day)s.")
        messages.append(message % {"day": format_date(held)})
    elif place.closed_on(on):
        message = _("%(name)s đã kết thúc hoạt động từ ngày %(day)s.")
        messages.append(message % {"name": place.name, "day": format_date(place.valid_to)})
    else:
        messages += [_before_start(old) for old, _reason in ending if on < old.valid_from]
    if not messages:
        del wrong["on"]


def _before_start(old: Mentorship) -> str:
    words = _named(old.member) | {"day": format_date(old.valid_from)}
    return _("Đồng chí %(name)s được phân công từ ngày %(day)s, sau ngày này.") % words


def _end(mentorship: Mentorship, on: date, reason: str) -> None:
    mentorship.valid_to, mentorship.end_reason = on, reason
    Mentorship.objects.filter(pk=mentorship.pk).update(valid_to=on, end_reason=reason)


def _named(member: PartyMember) -> dict[str, str]:
    return {"name": member.full_name}


def _by_paragraph(message: str, on: date | None) -> str:
    """A sentence with the paragraph it rests on, of the text in force on the day."""
    source = STEP.source
    try:
        procedure = procedure_on(on or timezone.localdate())
        source = next((each.source for each in procedure.conditions if each.code == "mentor_fits"), source)
    except NoRulesKnown:
        pass
    return f"{message} ({source})"
