"""The card: what the branch's last reviews said of the person."""

from django.utils.translation import gettext_lazy as _

from candidates.views.cards import card

LAST = 3


@card("reviews", _("Rà soát của chi bộ"), 60)
def reviews(request, dossier, *, may_edit, details):
    lines = dossier.candidate.review_lines.filter(review__replaced_at=None).select_related("review")
    rows = list(lines.order_by("-review__held_on", "-pk")[:LAST])
    return {"rows": rows, "details": details} if rows else None
