"""What is stored about the way into the Party: the person, the events, the frozen fact of admission, and what goes
with them: mentors, papers, introductions, verification, circumstances, moves, reviews, deadlines."""

from candidates.models.admission import Admission, AdmissionQuerySet
from candidates.models.candidate import (
    ADMITTED,
    BEFORE_DECISION,
    GONE,
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
from candidates.models.mass import MassAccount, MassOrganisation, MassQuota
from candidates.models.mentor import MentorNote, MentorPurpose, Mentorship
from candidates.models.override import Override
from candidates.models.paper import Paper, PaperTemplate
from candidates.models.position import CandidatePosition
from candidates.models.radar import BaseWithoutMasses, RadarLine, RadarList, RadarWarning
from candidates.models.referral import Referral, ReferralDirection, ReferralState
from candidates.models.review import Review, ReviewKind, ReviewLine, Verdict
from candidates.models.submission import Submission
from candidates.models.training import (
    SEATED,
    Attendance,
    AttendanceMark,
    ClassHours,
    ClassKind,
    ClassSession,
    ClassState,
    Enrolment,
    EnrolmentState,
    Grade,
    Talk,
    TalkAttendance,
    TrainingClass,
)
from candidates.models.transfer import Transfer, TransferMoment, TransferState
from candidates.models.verification import Relative, Verification, VerificationResult

__all__ = [
    "ADMITTED",
    "BEFORE_DECISION",
    "GONE",
    "PIPELINE",
    "SEATED",
    "Actor",
    "Admission",
    "AdmissionQuerySet",
    "Attendance",
    "AttendanceMark",
    "BaseWithoutMasses",
    "Body",
    "Candidate",
    "CandidateEvent",
    "CandidatePosition",
    "Circumstances",
    "ClassHours",
    "ClassKind",
    "ClassSession",
    "ClassState",
    "CommuneChange",
    "Deadline",
    "Enrolment",
    "EnrolmentState",
    "EventKind",
    "Grade",
    "Introduction",
    "LeftBecause",
    "LocalRule",
    "MassAccount",
    "MassOrganisation",
    "MassQuota",
    "MentorNote",
    "MentorPurpose",
    "Mentorship",
    "Nomination",
    "Override",
    "Paper",
    "PaperTemplate",
    "RadarLine",
    "RadarList",
    "Referral",
    "ReferralDirection",
    "ReferralState",
    "Relative",
    "Review",
    "ReviewKind",
    "ReviewLine",
    "Stage",
    "Submission",
    "Talk",
    "TalkAttendance",
    "TrainingClass",
    "Transfer",
    "TransferMoment",
    "TransferState",
    "Verdict",
    "Verification",
    "VerificationResult",
    "RadarWarning",
]
