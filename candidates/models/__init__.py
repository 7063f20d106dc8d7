"""What is stored about the way into the Party: the person, the events, the frozen fact of admission, and what goes
with them: mentors, papers, introductions, verification, circumstances, moves, reviews, deadlines."""

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
from candidates.models.circumstances import Circumstances, LeftBecause
from candidates.models.commune import CommuneChange
from candidates.models.deadline import Actor, Deadline
from candidates.models.introduction import Body, Introduction, Nomination
from candidates.models.local_rule import LocalRule
from candidates.models.mentor import MentorNote, MentorPurpose, Mentorship
from candidates.models.override import Override
from candidates.models.paper import Paper, PaperTemplate
from candidates.models.review import Review, ReviewKind, ReviewLine, Verdict
from candidates.models.submission import Submission
from candidates.models.transfer import Transfer, TransferMoment, TransferState
from candidates.models.verification import Relative, Verification, VerificationResult

__all__ = [
    "ADMITTED",
    "BEFORE_DECISION",
    "PIPELINE",
    "Actor",
    "Admission",
    "AdmissionQuerySet",
    "Body",
    "Candidate",
    "CandidateEvent",
    "Circumstances",
    "CommuneChange",
    "Deadline",
    "EventKind",
    "Introduction",
    "LeftBecause",
    "LocalRule",
    "MentorNote",
    "MentorPurpose",
    "Mentorship",
    "Nomination",
    "Override",
    "Paper",
    "PaperTemplate",
    "Relative",
    "Review",
    "ReviewKind",
    "ReviewLine",
    "Stage",
    "Submission",
    "Transfer",
    "TransferMoment",
    "TransferState",
    "Verdict",
    "Verification",
    "VerificationResult",
]
