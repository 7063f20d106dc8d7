"""Residential units (thôn, bản, tổ dân phố…): the front door of what may happen to them.

They are no Party organisations. A unit lies in the commune of a committee, a branch of its own or a joint one may cover
it, members live in it; from these its state is proposed, and the committee confirms it.
"""

from membership.domain.residence import find_units, homes_of, settle, settle_many, within_call
from membership.domain.unit_acts import amend_unit, end_unit, establish_unit, rename_unit
from membership.domain.unit_causes import Doubt, doubts
from membership.domain.unit_cover import cover_unit, uncover_unit
from membership.domain.unit_list import UnitRow, record_units
from membership.domain.unit_merge import NewUnit, merge_units, split_unit
from membership.domain.unit_states import (
    Confirmed,
    Proposal,
    confirm_state,
    confirm_states,
    last_statuses,
    proposed_state,
    residents_on,
    with_state_on,
    withdraw_state,
)
from membership.domain.unit_table import (
    CLOSED,
    STATES,
    UNKNOWN,
    Change,
    Flow,
    Histories,
    changes_by_place,
    partition,
    states_by_place,
)

__all__ = [
    "CLOSED",
    "STATES",
    "UNKNOWN",
    "Change",
    "Confirmed",
    "Doubt",
    "Flow",
    "Histories",
    "NewUnit",
    "Proposal",
    "UnitRow",
    "amend_unit",
    "changes_by_place",
    "confirm_state",
    "confirm_states",
    "cover_unit",
    "doubts",
    "end_unit",
    "establish_unit",
    "find_units",
    "homes_of",
    "last_statuses",
    "merge_units",
    "partition",
    "proposed_state",
    "record_units",
    "rename_unit",
    "residents_on",
    "settle",
    "settle_many",
    "split_unit",
    "states_by_place",
    "uncover_unit",
    "with_state_on",
    "withdraw_state",
    "within_call",
]
