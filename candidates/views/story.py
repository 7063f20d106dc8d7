"""A candidate's events as a page shows them: the stepper of stages and the timeline."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.domain.conditions import CRITERIA_MET
from candidates.domain.dossier import Dossier
from candidates.domain.fold import reached_on
from candidates.domain.terms import vote_of
from candidates.models import PIPELINE, Candidate, CandidateEvent, EventKind, MentorPurpose, Override, Stage
from candidates.procedure import STEPS
from candidates.procedure.levels import level_of
from candidates.procedure.limits import Ballot, outcome
from candidates.procedure.schema import Procedure
from candidates.procedure.texts import PROCEDURES
from membership.base.dates import format_date
from membership.templatetags.present import moment

ICONS = {
    EventKind.NOMINATED: "user-plus",
    EventKind.RECOGNISED: "user-check",
    EventKind.TRAINED: "school",
    EventKind.DOSSIER_OPENED: "folder-open",
    EventKind.BRANCH_PROPOSED: "gavel",
    EventKind.BASE_PROPOSED: "gavel",
    EventKind.ADMISSION_DECIDED: "rubber-stamp",
    EventKind.CEREMONY_HELD: "award",
    EventKind.MADE_OFFICIAL: "certificate",
    EventKind.SUSPENDED: "player-pause",
    EventKind.RESUMED: "player-play",
    EventKind.REMOVED: "user-minus",
    EventKind.WITHDREW: "user-off",
    EventKind.MOVED: "arrows-exchange",
    EventKind.MOVED_AWAY: "arrow-right",
    EventKind.CANCELLED: "ban",
    EventKind.STRUCK_OFF: "user-x",
    EventKind.DIED: "user-off",
    EventKind.MENTOR_ASSIGNED: "heart-handshake",
    EventKind.MENTOR_ENDED: "user-minus",
    EventKind.HISTORY_VERIFIED: "shield-check",
    EventKind.APPRAISED: "clipboard-check",
    EventKind.VOTE_FAILED: "circle-x",
    EventKind.DECISION_RECEIVED: "inbox",
    EventKind.MEMBER_TRAINED: "school",
    EventKind.OFFICIAL_PROPOSED: "gavel",
    EventKind.OFFICIAL_APPRAISED: "clipboard-check",
    EventKind.OFFICIAL_BASE_PROPOSED: "gavel",
    EventKind.TRANSFER_OFFERED: "send",
    EventKind.TRANSFER_REFUSED: "arrow-back-up",
    EventKind.REDONE: "rotate",
    EventKind.REVERSED: "arrow-back-up",
}
WARN = (EventKind.VOTE_FAILED, EventKind.CANCELLED, EventKind.STRUCK_OFF, EventKind.TRANSFER_REFUSED)
SHORT = {
    Stage.NOMINATED: gettext_lazy("Được giới thiệu"),
    Stage.SYMPATHISER: gettext_lazy("Cảm tình Đảng"),
    Stage.TRAINED: gettext_lazy("Lớp nhận thức"),
    Stage.DOSSIER: gettext_lazy("Làm hồ sơ"),
    Stage.BRANCH_PROPOSED: gettext_lazy("Chi bộ đề nghị"),
    Stage.BASE_PROPOSED: gettext_lazy("Cơ sở đề nghị"),
    Stage.DECIDED: gettext_lazy("Có quyết định"),
    Stage.PROBATIONARY: gettext_lazy("Dự bị"),
    Stage.OFFICIAL: gettext_lazy("Chính thức"),
}
_TEXTS: dict[str, Procedure] = {procedure.text.code: procedure for procedure in PROCEDURES}
_STEP_OF = {step.kind: step.code for step in STEPS}
# Kinds whose act the law puts conditions on, under any text: without a text nobody looked at them.
_TASKS = {task.code: task.step for procedure in PROCEDURES for task in procedure.tasks}
_CONDITIONED = {_TASKS.get(condition.task) for procedure in PROCEDURES for condition in procedure.conditions}
JUDGED = {step.kind for step in STEPS if step.code in _CONDITIONED}


def steps_of(candidate: Candidate, stand: list[CandidateEvent]) -> list[dict]:
    """The stages in order, with the day each was reached as far as it is known."""
    reached: dict[str, CandidateEvent] = {}
    for event in stand:
        if event.to_stage in PIPELINE:
            reached.setdefault(event.to_stage, event)
    ended = candidate.stage not in PIPELINE
    at = PIPELINE.index(candidate.stage) if not ended else max((PIPELINE.index(stage) for stage in reached), default=0)
    steps = []
    for number, stage in enumerate(PIPELINE):
        event = reached.get(stage)
        state = "done" if number < at else "todo" if number > at else "stopped" if ended else "current"
        if stage == Stage.OFFICIAL and state == "current":
            state = "done"
        day = format_date(reached_on(event)) if event is not None and number <= at else ""
        steps.append({"label": SHORT[stage], "state": state, "date": day})
    return steps


def timeline_of(dossier: Dossier, events: Iterable[CandidateEvent], *, details: bool) -> list[dict]:
    """Everything recorded, the latest first; what was corrected stays readable, struck through.

    `events` come with recorded_by, organisation, from_organisation, acted_by, reverses and their overrides.
    """
    standing = {event.pk for event in dossier.events}
    helpers = _helpers(dossier)
    entries = []
    for event in sorted(events, key=lambda event: event.sequence, reverse=True):
        struck = event.kind != EventKind.REVERSED and event.pk not in standing
        overrides = list(event.overrides.all())
        entries.append(
            {
                "title": _title(event, helpers.get(event.pk, "")),
                "detail": _detail(event, details),
                "vote": vote_words(event),
                "when": _when(event),
                "rules": _rules(event),
                "by": _("ghi lúc %(at)s%(by)s")
                % {
                    "at": moment(event.recorded_at),
                    "by": f", {event.recorded_by.full_name}" if event.recorded_by else "",
                },
                "icon": ICONS.get(event.kind, "point"),
                "tone": _tone(event, struck, overrides),
                "struck": struck,
                "unchecked": "" if struck else _unchecked(event),
                "overrides": overrides,
            }
        )
    return entries


def overrides_of(entries: list[dict]) -> list[dict]:
    """The acts that hold although conditions were unmet, each with what was let pass."""
    return [entry for entry in entries if entry["overrides"] and not entry["struck"]]


def vote_words(event: CandidateEvent) -> str:
    """The vote in numbers, with what it needed under the text in force."""
    said = event.data.get("ballot")
    if not isinstance(said, dict):
        return ""
    try:
        ballot = Ballot(**said)
    except (TypeError, ValueError):
        return ""
    step = _STEP_OF.get(event.kind, "")
    level = level_of(event.acted_by.kind, event.occurred_on) if event.acted_by and event.occurred_on else None
    rule = vote_of(_TEXTS.get(event.rules), step, event.to_stage, level)
    words = {"yes": ballot.in_favour, "all": ballot.counted}
    if rule is None:
        return _("%(yes)d/%(all)d tán thành") % words
    words["n"] = outcome(rule.majority, ballot).needed
    return _("%(yes)d/%(all)d tán thành, cần %(n)d") % words


def _helpers(dossier: Dossier) -> dict[int, str]:
    """Event -> the mentors it assigned, “A → B” where one took the place of another the same day."""
    names: dict[int, str] = {}
    for each in dossier.mentorships:
        if each.event_id is None:
            continue
        before = [
            other.member.full_name
            for other in dossier.mentorships
            if other.pk != each.pk and other.valid_to == each.valid_from and other.purpose == each.purpose
        ]
        words = f"{', '.join(before)} → {each.member.full_name}" if before else each.member.full_name
        if each.purpose == MentorPurpose.PROBATIONER:
            words = _("%(name)s (đảng viên dự bị)") % {"name": words}
        names[each.event_id] = f"{names[each.event_id]}; {words}" if each.event_id in names else words
    return names


def _tone(event: CandidateEvent, struck: bool, overrides: list[Override]) -> str:
    if struck:
        return "plain"
    if overrides or event.kind in WARN:
        return "warn"
    return "plain" if event.kind == EventKind.REVERSED else "done"


def _title(event: CandidateEvent, helpers: str) -> str:
    if event.kind == EventKind.REVERSED and event.reverses is not None:
        return _("Đính chính: bỏ việc “%(what)s”") % {"what": EventKind(event.reverses.kind).label}
    label = str(EventKind(event.kind).label)
    title = label[:1].upper() + label[1:]
    if event.kind == EventKind.MOVED:
        return _("Chuyển đến %(place)s") % {"place": event.organisation.name}
    if helpers:
        title = f"{title}: {helpers}"
    return _("%(what)s (đính chính)") % {"what": title} if event.reverses_id else title


def _detail(event: CandidateEvent, details: bool) -> str:
    parts = []
    if event.acted_by is not None:
        parts.append(event.acted_by.name)
    if event.document_number:
        parts.append(_("số %(number)s") % {"number": event.document_number})
    if event.document_date and event.document_date != event.occurred_on:
        parts.append(_("ngày %(day)s") % {"day": format_date(event.document_date)})
    if event.kind == EventKind.MOVED and event.from_organisation is not None:
        parts.append(_("từ %(place)s") % {"place": event.from_organisation.name})
    if event.kind == EventKind.MADE_OFFICIAL and event.data.get("official_on"):
        parts.append(_("chính thức từ %(day)s") % {"day": format_date(reached_on(event))})
    if event.data.get(CRITERIA_MET):
        parts.append(_("đạt tiêu chí riêng của đảng bộ"))
    if event.data.get("late_consent"):
        parts.append(_("văn bản đồng ý làm muộn số %(number)s") % {"number": event.data["late_consent"]})
    if event.kind == EventKind.CANCELLED and event.data.get("ground"):
        wrong = event.data["ground"] == "procedure"
        parts.append(_("sai thủ tục, thẩm quyền") if wrong else _("không đủ tiêu chuẩn, điều kiện"))
    if details:
        parts += [event.data[name] for name in ("note", "reason") if event.data.get(name)]
    text = " · ".join(parts)
    return text[:1].upper() + text[1:]


def _when(event: CandidateEvent) -> str:
    """The day it happened; that of a recognition is named, as elsewhere the page says since when it holds."""
    day = format_date(event.occurred_on) or _("không rõ ngày")
    differs = event.kind == EventKind.MADE_OFFICIAL and event.occurred_on and reached_on(event) != event.occurred_on
    return _("quyết định ngày %(day)s") % {"day": day} if differs else day


def _rules(event: CandidateEvent) -> str:
    return _("theo %(text)s") % {"text": event.rules} if event.rules else ""


def _unchecked(event: CandidateEvent) -> str:
    """Nobody compared the act with the law: it came from a list, or its day lies before the texts known here."""
    if event.rules or event.kind not in JUDGED:
        return ""
    if event.occurred_on and event.occurred_on < PROCEDURES[0].text.in_force_from:
        return _("chưa đối chiếu điều kiện: phần mềm chưa có quy định của thời gian này")
    return _("theo danh sách, chưa đối chiếu điều kiện")
