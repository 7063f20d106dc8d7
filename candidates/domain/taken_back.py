"""What follows from people on the way when an import is taken back: their deadlines are computed anew."""

from candidates.domain.deadlines import refresh
from candidates.models import Candidate, Deadline
from membership.domain.import_undo import AFTERWARDS, PROJECTIONS

PROJECTIONS.append((Deadline, "candidate", Candidate))


def _refresh(model, keys: list) -> None:
    if model is Candidate:
        refresh(keys)


AFTERWARDS.append(_refresh)
