"""The question between workplace and residence that is open, or the last one that was answered."""

from django.utils.translation import gettext_lazy as _

from candidates.domain.transfers import MOMENTS
from candidates.models import ReferralState, TransferState
from candidates.views.cards import card


@card("referrals", _("Nơi làm việc, nơi cư trú"), order=56)
def referrals(request, dossier, *, may_edit, details):
    candidate = dossier.candidate
    latest = candidate.referrals.select_related("target", "organisation").order_by("-pk").first()
    open_transfer = any(each.state == TransferState.OFFERED for each in dossier.transfers)
    waits = latest is not None and latest.state == ReferralState.OFFERED
    may_refer = may_edit and candidate.stage in MOMENTS and not waits and not open_transfer
    if latest is None and not may_refer:
        return None
    about = dossier.circumstances if details else None
    return {"latest": latest, "candidate": candidate, "may_refer": may_refer, "shifts": about and about.shift_work}
