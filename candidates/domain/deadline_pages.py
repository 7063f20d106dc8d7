"""Where a deadline is dealt with: the page of the act itself, or the person's own page."""

from candidates.domain.deadline_kinds import BY_CODE
from candidates.models import Deadline
from membership.domain.lookup import link


def page_of(row: Deadline) -> str:
    """For somebody who may record people there; whatever page this house does not have is the person's own."""
    return _special(row) or link("candidates:candidate.detail", row.candidate_id)


def _special(row: Deadline) -> str:
    kind = BY_CODE[row.code]
    if kind.step:
        return link("candidates:candidate.step", row.candidate_id, kind.step)
    match row.code:
        case "mentor_note":
            return link("candidates:mentor.note", int(row.subject))
        case "transfer_reply":
            return link("candidates:transfer.detail", int(row.subject))
        case "leaves":
            return link("candidates:transfer.new", row.candidate_id)
        case "review":
            page = link("candidates:review.new")
            return f"{page}?chi-bo={row.organisation_id}" if page else ""
        case "talk":
            return link("candidates:talk.list")
        case "papers" | "verification" | "certificate":
            return link("candidates:dossier.detail", row.candidate_id)
        case _:
            return ""
