"""Which titles the person holds in a thôn, bản, tổ dân phố."""

from django.utils.translation import gettext_lazy as _

from candidates.views.cards import card
from membership.models import PositionHolder


@card("positions", _("Chức danh ở thôn, bản"), order=76)
def positions(request, dossier, *, may_edit, details):
    """Only where somebody tied the two; titles of a place the reader does not see are not told."""
    held = PositionHolder.objects.visible_to(request.user).filter(
        candidacies__candidate=dossier.candidate, candidacies__ended_at=None
    )
    rows = list(held.select_related("title", "unit").order_by("title__order", "pk"))
    return {"holders": rows} if rows else None
