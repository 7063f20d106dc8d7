"""Which thôn, bản, tổ dân phố the person lives in."""

from django.utils.translation import gettext_lazy as _

from candidates.domain.settle import ON_THE_WAY
from candidates.views.cards import card


@card("home", _("Nơi cư trú"), order=75)
def home(request, dossier, *, may_edit, details):
    candidate = dossier.candidate
    may_write = may_edit and candidate.stage in ON_THE_WAY
    if not details or (candidate.unit is None and not may_write):
        return None
    seen = candidate.unit is not None and type(candidate.unit).objects.visible_to(request.user).filter(
        pk=candidate.unit_id
    ).exists()  # fmt: skip
    return {"candidate": candidate, "unit": candidate.unit, "opens": seen, "may_write": may_write}
