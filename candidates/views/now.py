"""The head of a candidate's page: where the person stands, what is missing, who acts next and until when."""

from django.utils import timezone

from candidates.domain.checklist import Checklist, Item
from candidates.domain.dossier import Dossier
from candidates.models import Candidate, Deadline
from candidates.procedure import Step
from candidates.views.mend import mend_link
from membership.domain.lookup import link
from membership.models import Action

DUE_SOON_DAYS = 7
# Never the ordinary way on, so never offered first.
LESS_USUAL = ("nominate_again", "suspend")


def now_of(user, dossier: Dossier, checklist: Checklist, *, may_edit: bool) -> dict:
    """What the panel shows. `url`: where the next step is recorded, if the reader may record it."""
    step = checklist.next
    may_record = step is not None and may_edit and user.may(Action.EDIT_PERSON, checklist.actor.path)
    others = [(each, step_url(dossier.candidate, each)) for each in checklist.others] if may_edit else []
    return {
        "since": dossier.candidate.stage_since,
        "step": step,
        "actor": checklist.actor,
        "may_record": may_record,
        "url": step_url(dossier.candidate, step) if may_record and not checklist.waiting else "",
        "waiting": checklist.waiting,
        "due": due_of(checklist.due),
        "missing": rows_of(dossier.candidate, checklist.missing, may_edit=may_edit),
        "met": [item for item in checklist.items if item.met],
        "with_act": [item for item in checklist.items if item.with_act and not item.met],
        "rules": checklist.procedure,
        "others": [(each, url) for each, url in others if url],
    }


def rows_of(candidate: Candidate, items: list[Item], *, may_edit: bool) -> list[dict]:
    """What is missing, each with the page that mends it."""
    return [{"item": item, "mend": mend_link(candidate, item.condition.code) if may_edit else ""} for item in items]


def due_of(row: Deadline | None) -> dict | None:
    """A last day, and how it stands to today."""
    if row is None:
        return None
    days = (row.due_on - timezone.localdate()).days
    tone = "behind" if days < 0 else "on" if days <= DUE_SOON_DAYS else "quiet"
    return {"day": row.due_on, "days": days, "late_by": -days, "tone": tone, "doubt": row.doubt}


def step_url(candidate: Candidate, step: Step) -> str:
    """Where a step is recorded: its own page, where it has one."""
    if step.own_page:
        return link(f"candidates:{step.own_page}", candidate.pk)
    return link("candidates:candidate.step", candidate.pk, step.code)
