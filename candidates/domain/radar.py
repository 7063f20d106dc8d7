"""The radar: where the Party's ground is thin, what could still help, and lists followed to their target."""

from candidates.domain.no_masses import declare_no_masses, declared_for, end_no_masses
from candidates.domain.radar_findings import RULES, TITLES, Finding, Found, findings, look
from candidates.domain.radar_help import Help, help_for
from candidates.domain.radar_lists import Followed, Progress, end_list, fix_list, follow, follow_all

__all__ = [
    "RULES",
    "TITLES",
    "Finding",
    "Followed",
    "Found",
    "Help",
    "Progress",
    "declare_no_masses",
    "declared_for",
    "end_list",
    "end_no_masses",
    "findings",
    "fix_list",
    "follow",
    "follow_all",
    "help_for",
    "look",
]
