"""What happened to a residential unit, as its page tells it."""

from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.domain.unit_states import withdrawal_reasons
from membership.models import Action, ResidentialUnit


def states_of(unit: ResidentialUnit) -> list[dict]:
    """Every confirmed state, the latest first; what was withdrawn stays, struck out, with its reason."""
    reasons = withdrawal_reasons(unit)
    rows = list(unit.statuses.select_related("recorded_by").order_by("-since", "-pk"))
    standing = [row for row in rows if row.replaced_at is None]
    had_members, again = False, set()
    for row in reversed(standing):
        if row.state == "no_members" and had_members:
            again.add(row.pk)
        had_members = had_members or row.state != "no_members"
    return [
        {"row": row, "again": row.pk in again, "last": bool(standing) and row.pk == standing[0].pk,
         "withdrawn": row.replaced_at is not None, "reason": reasons.get(row.pk, "")}
        for row in rows
    ]  # fmt: skip


def branches_of(user, unit: ResidentialUnit) -> list[dict]:
    """Which branches covered it, the latest first; the name of one that the reader may not see is left out."""
    reach = user.reach(Action.VIEW_ORGANISATION)
    shown = []
    for row in unit.coverages.select_related("branch").order_by("-pk"):
        seen = reach.covers(row.branch.path)
        shown.append({"row": row, "seen": seen, "name": row.branch.name if seen else _("một chi bộ khác")})
    return shown


def successions_of(unit: ResidentialUnit) -> list[tuple[str, ResidentialUnit]]:
    """Sentence and the other unit: what it came out of, what it went on as."""
    told = [
        (_("Hình thành ngày %(day)s từ") % {"day": format_date(link.on)}, link.predecessor)
        for link in unit.precessions.select_related("predecessor")
    ]
    return told + [
        (_("Từ ngày %(day)s tiếp nối ở") % {"day": format_date(link.on)}, link.successor)
        for link in unit.successions.select_related("successor")
    ]
