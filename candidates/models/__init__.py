"""What is stored about the way into the Party: the person, the events, the frozen fact of admission."""

from candidates.models.admission import Admission, AdmissionQuerySet
from candidates.models.candidate import (
    ADMITTED,
    BEFORE_DECISION,
    PIPELINE,
    Candidate,
    CandidateEvent,
    EventKind,
    Stage,
)

__all__ = [
    "ADMITTED",
    "BEFORE_DECISION",
    "PIPELINE",
    "Admission",
    "AdmissionQuerySet",
    "Candidate",
    "CandidateEvent",
    "EventKind",
    "Stage",
]
