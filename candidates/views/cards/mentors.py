"""Who helps the person, since when, and what they told last."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.domain.guard import open_steps
from candidates.domain.mentor_loads import is_lost
from candidates.domain.mentor_notes import HELPED, latest_notes, missing_of
from candidates.domain.mentors import MENTORS_AT_ONCE, STEP, reason_in_words
from candidates.views.cards import card
from membership.models import Action


@card("mentors", _("Người giúp đỡ"), order=30)
def mentors(request, dossier, *, may_edit, details):
    candidate, today = dossier.candidate, timezone.localdate()
    may_assign = may_edit and STEP in open_steps(candidate, dossier.events)
    if not dossier.mentorships and not may_assign:
        return None
    helped = candidate.stage in HELPED
    base = dossier.chain.base(today).path
    for each in dossier.mentorships:
        each.candidate = candidate
    now = dossier.mentors if helped else []
    missing, notes = missing_of(now, today), latest_notes(dossier.mentorships)
    return {
        "candidate": candidate,
        "may_edit": may_edit,
        "may_assign": may_assign and len(now) < MENTORS_AT_ONCE,
        "details": details,
        "now": [
            {
                "mentorship": each,
                "missing": missing[each.pk],
                "note": notes.get(each.pk),
                "gone": is_lost(each, base),
                "sees": request.user.may(Action.VIEW_PERSON, each.member.organisation_path),
            }
            for each in now
        ],
        "before": [
            {"mentorship": each, "why": reason_in_words(each)} for each in dossier.mentorships if each not in now
        ],
    }
