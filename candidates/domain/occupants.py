"""Candidates who keep an organisation in use: those still on the way (from the ceremony on they count as members)."""

from candidates.models import Candidate
from candidates.models.candidate import BEFORE_DECISION, Stage
from membership.domain.occupants import Occupants, register

ON_THE_WAY = (*BEFORE_DECISION, Stage.DECIDED, Stage.SUSPENDED)

register(
    Occupants(
        "candidates",
        "quần chúng ưu tú",
        lambda: Candidate.objects.order_by().filter(stage__in=ON_THE_WAY),
        "candidates:candidate.list",
    )
)
