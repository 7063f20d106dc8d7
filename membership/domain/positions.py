"""Titles in residential units and who holds them: everything other modules need, in one place."""

from membership.domain.position_holders import amend_holder, appoint, holding_on, replace_holder, step_down
from membership.domain.position_list import HolderRow, record_holders
from membership.domain.position_shares import Share, set_target, shares, targets_at, withdraw_target
from membership.domain.position_titles import (
    add_title,
    amend_title,
    ensure_titles,
    known_titles,
    restore_title,
    retire_title,
    title_of,
)

__all__ = [
    "HolderRow",
    "Share",
    "add_title",
    "amend_holder",
    "amend_title",
    "appoint",
    "ensure_titles",
    "holding_on",
    "known_titles",
    "record_holders",
    "replace_holder",
    "restore_title",
    "retire_title",
    "set_target",
    "shares",
    "step_down",
    "targets_at",
    "title_of",
    "withdraw_target",
]
