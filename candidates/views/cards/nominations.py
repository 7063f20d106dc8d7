"""The card: who put the person forward, in what they stood out."""

from django.utils.translation import gettext_lazy as _

from candidates.domain.nomination_counts import nominator_of
from candidates.domain.nominations import NOMINABLE
from candidates.views.cards import card


@card("nominations", _("Người, tổ chức giới thiệu"), 20)
def nominations(request, dossier, *, may_edit, details):
    rows = [{"row": row, "by": nominator_of(row)} for row in dossier.nominations]
    may_add = may_edit and dossier.candidate.stage in NOMINABLE
    if not rows and not may_add:
        return None
    return {"rows": rows, "candidate": dossier.candidate, "may_add": may_add, "may_edit": may_edit}
