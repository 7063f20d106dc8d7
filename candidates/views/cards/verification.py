"""Verification in a few words: how many of whom answered, what waits longest, what is to be looked into."""

from django.utils.translation import gettext_lazy as _

from candidates.domain.verification import still_to_ask
from candidates.domain.verification_hold import WHILE_VERIFIED
from candidates.models import Stage, VerificationResult
from candidates.views.cards import card

_EARLY = (Stage.NOMINATED, Stage.SYMPATHISER, Stage.TRAINED)


@card("verification", _("Thẩm tra lý lịch"), order=50)
def verification(request, dossier, *, may_edit, details):
    rows = dossier.verifications
    stage = dossier.candidate.stage
    if not details or (not rows and (stage not in WHILE_VERIFIED or stage in _EARLY)):
        return None
    needed = [row for row in rows if row.result != VerificationResult.NOT_NEEDED]
    waiting = [row for row in needed if row.is_open and row.sent_on is not None]
    missing = still_to_ask(rows, dossier.circumstances) if stage in WHILE_VERIFIED else []
    return {
        "candidate": dossier.candidate,
        "needed": len(needed),
        "answered": sum(bool(row.result) for row in needed),
        "exempt": len(rows) - len(needed),
        "unsent": sum(row.is_open and row.sent_on is None for row in needed),
        "waiting": len(waiting),
        "oldest_days": max((row.days_waiting for row in waiting), default=None),
        "questions": sum(row.result == VerificationResult.QUESTION for row in needed),
        "missing": [each for each in missing if each.certain],
        "may_edit": may_edit,
    }
