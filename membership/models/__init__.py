"""What is stored: the tree, the people who work here, the members, and the traces of every act."""

from membership.models.activity import Activity, AppendOnly, AppendOnlyError
from membership.models.alias import CatalogueAlias
from membership.models.assignment import Assignment
from membership.models.calendar_feed import CalendarFeed
from membership.models.frozen import Frozen, FrozenQuerySet
from membership.models.holiday import YEARS_KEPT, Holiday, HolidayYear
from membership.models.import_batch import ColumnMemory, ExportedFile, ImportBatch, ImportState, ImportTrace
from membership.models.job import OPEN_STATES, Job, JobState
from membership.models.member import MemberSpell, MemberStatus, PartyMember
from membership.models.movement import (
    DECREASE,
    INCREASE,
    HandoverState,
    MemberHandover,
    MemberMovement,
    MovementKind,
)
from membership.models.notice import Digest, DigestState, Notice, NoticeUrgency
from membership.models.organisation import Located, LocatedQuerySet, Organisation, OrganisationName, Placement
from membership.models.person import ATTRIBUTE_NAMES, Attributes, Named, Precision, Sex
from membership.models.position import PositionHolder, PositionTitle, TitleTarget
from membership.models.residential_unit import (
    Residence,
    ResidentialUnit,
    UnitCause,
    UnitCoverage,
    UnitName,
    UnitState,
    UnitStatus,
    UnitSuccession,
)
from membership.models.roles import ROLES, Action, Role, RoleCode
from membership.models.scope import Reach, ScopedQuerySet, within
from membership.models.user import User

__all__ = [
    "ATTRIBUTE_NAMES",
    "DECREASE",
    "INCREASE",
    "OPEN_STATES",
    "ROLES",
    "YEARS_KEPT",
    "Action",
    "Activity",
    "AppendOnly",
    "AppendOnlyError",
    "Assignment",
    "Attributes",
    "CalendarFeed",
    "CatalogueAlias",
    "Digest",
    "DigestState",
    "Frozen",
    "FrozenQuerySet",
    "HandoverState",
    "Holiday",
    "HolidayYear",
    "ColumnMemory",
    "ExportedFile",
    "ImportTrace",
    "ImportBatch",
    "ImportState",
    "Job",
    "JobState",
    "Located",
    "LocatedQuerySet",
    "MemberHandover",
    "MemberMovement",
    "MemberSpell",
    "MemberStatus",
    "MovementKind",
    "Named",
    "Notice",
    "NoticeUrgency",
    "Organisation",
    "OrganisationName",
    "PartyMember",
    "Placement",
    "PositionHolder",
    "PositionTitle",
    "Precision",
    "Reach",
    "Residence",
    "ResidentialUnit",
    "Role",
    "RoleCode",
    "ScopedQuerySet",
    "Sex",
    "TitleTarget",
    "UnitCause",
    "UnitCoverage",
    "UnitName",
    "UnitState",
    "UnitStatus",
    "UnitSuccession",
    "User",
    "within",
]
