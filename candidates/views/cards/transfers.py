"""The letter that is under way, or the last one that was answered."""

from django.utils.translation import gettext_lazy as _

from candidates.domain.transfers import MOMENTS
from candidates.models import TransferState
from candidates.views.cards import card


@card("transfers", _("Chuyển sinh hoạt"), order=55)
def transfers(request, dossier, *, may_edit, details):
    latest = dossier.transfers[-1] if dossier.transfers else None
    may_offer = (
        may_edit
        and dossier.candidate.stage in MOMENTS
        and not (latest is not None and latest.state == TransferState.OFFERED)
    )
    if latest is None and not may_offer:
        return None
    leaves = dossier.circumstances if dossier.circumstances and dossier.circumstances.leaves_on else None
    return {"latest": latest, "candidate": dossier.candidate, "may_offer": may_offer, "leaves": leaves}
