"""A candidate's events as a page shows them: the stepper of stages and the timeline."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.models import PIPELINE, Candidate, CandidateEvent, EventKind, Stage
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
    EventKind.MOVED: "arrows-exchange",
    EventKind.MOVED_AWAY: "arrow-right",
    EventKind.SUSPENDED: "player-pause",
    EventKind.RESUMED: "player-play",
    EventKind.REVERSED: "arrow-back-up",
}
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
        day = format_date(event.occurred_on) if event is not None and number <= at else ""
        steps.append({"label": SHORT[stage], "state": state, "date": day})
    return steps


def timeline_of(events: list[CandidateEvent], stand: list[CandidateEvent], *, details: bool) -> list[dict]:
    """Everything recorded, the latest first; what was corrected stays readable, struck through."""
    standing = {event.pk for event in stand}
    order = {event.pk: number for number, event in enumerate(stand)}
    entries = []
    for event in sorted(events, key=lambda event: event.sequence, reverse=True):
        struck = event.kind != EventKind.REVERSED and event.pk not in standing
        entries.append(
            {
                "title": _title(event),
                "detail": _detail(event, details),
                "when": format_date(event.occurred_on) or _("không rõ ngày"),
                "by": _("ghi lúc %(at)s%(by)s")
                % {
                    "at": moment(event.recorded_at),
                    "by": f", {event.recorded_by.full_name}" if event.recorded_by else "",
                },
                "icon": ICONS.get(event.kind, "point"),
                "tone": "done" if event.pk in order else "plain",
                "struck": struck,
            }
        )
    return entries


def _title(event: CandidateEvent) -> str:
    if event.kind == EventKind.REVERSED and event.reverses is not None:
        return _("Đính chính: bỏ việc “%(what)s”") % {"what": EventKind(event.reverses.kind).label}
    label = str(EventKind(event.kind).label)
    title = label[:1].upper() + label[1:]
    if event.kind == EventKind.MOVED:
        return _("Chuyển đến %(place)s") % {"place": event.organisation.name}
    return _("%(what)s (đính chính)") % {"what": title} if event.reverses_id else title


def _detail(event: CandidateEvent, details: bool) -> str:
    parts = []
    if event.document_number:
        parts.append(_("Số %(number)s") % {"number": event.document_number})
    if event.document_date and event.document_date != event.occurred_on:
        parts.append(_("ngày %(day)s") % {"day": format_date(event.document_date)})
    if event.kind == EventKind.MOVED and event.from_organisation is not None:
        parts.append(_("từ %(place)s") % {"place": event.from_organisation.name})
    if details:
        parts += [event.data[name] for name in ("note", "reason") if event.data.get(name)]
    return " · ".join(parts)
