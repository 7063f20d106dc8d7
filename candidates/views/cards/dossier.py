"""The folder: how many of its papers are there, which want care first."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.domain.contents import Part, contents, current_part, summary
from candidates.domain.guard import open_steps
from candidates.domain.papers import CLOSED
from candidates.views.cards import card
from candidates.views.dossier import mend_of
from membership.domain.lookup import link

SHOWN = 4


@card("dossier", _("Hồ sơ"), order=40)
def dossier(request, dossier, *, may_edit, details):
    candidate = dossier.candidate
    if not details:
        return None
    part = current_part(dossier)
    counted = summary([line for line in contents(dossier, timezone.localdate()) if line.part == part])
    may_record = may_edit and candidate.stage not in CLOSED
    steps = open_steps(candidate, dossier.events) if may_record else []
    care = [*counted.care, *counted.soon, *counted.doubtful]
    return {
        "candidate": candidate,
        "part": part.label,
        "summary": counted,
        "care": [
            {"line": line, "mend": mend_of(candidate, line, steps) if may_record else ("", "")} for line in care[:SHOWN]
        ],
        "more": max(len(care) - SHOWN, 0),
        "print_url": link("candidates:paper.list", candidate.pk),
        "may_record": may_record,
        "open": candidate.stage not in CLOSED,
        "probation": part == Part.OFFICIAL,
    }
