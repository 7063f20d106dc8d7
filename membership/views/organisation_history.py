"""The history of an organisation in words: its names and its places, by day."""

from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.domain.lookup import link
from membership.models import Action, Organisation


def entries_of(user, organisation: Organisation) -> list[dict]:
    """Entries of parts/timeline.html, the newest first."""
    entries = []
    reach = user.reach(Action.VIEW_ORGANISATION)
    for place in organisation.placements.select_related("parent", "recorded_by"):
        above = place.parent
        entry = _entry(place)
        entry["title"] = _("Trực thuộc %s") % above.name if above else _("Không có cấp trên")
        entry["icon"] = "sitemap"
        if above and reach.covers(above.path):
            entry["url"] = link("membership:organisation.detail", above.pk)
        entries.append(entry)
    for name in organisation.names.select_related("recorded_by"):
        label = f" ({name.kind})" if name.kind else ""
        entries.append(_entry(name) | {"title": _("Tên gọi: %s") % (name.name + label), "icon": "tag"})
    if organisation.valid_to:
        day = organisation.valid_to
        entries.append({"title": _("Kết thúc hoạt động"), "when": format_date(day), "from": day, "icon": "archive"})
    return sorted(entries, key=lambda entry: entry["from"].isoformat() if entry["from"] else "", reverse=True)


def _entry(row) -> dict:
    start = format_date(row.valid_from) if row.valid_from else _("từ trước")
    end = format_date(row.valid_to) if row.valid_to else _("nay")
    detail = []
    if row.decision_number or row.decision_date:
        told = _("Quyết định %s") % row.decision_number if row.decision_number else _("Quyết định")
        detail.append(told + (_(" ngày %s") % format_date(row.decision_date) if row.decision_date else ""))
    if row.note:
        detail.append(row.note)
    by = str(row.recorded_by) if row.recorded_by else ""
    return {
        "when": f"{start} – {end}",
        "detail": " · ".join(detail),
        "by": by,
        "from": row.valid_from,
        "tone": "plain" if row.valid_to else "done",
    }
