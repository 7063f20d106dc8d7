"""Where an organisation stands by its label: branch, section, base, above the base, under the Centre.

`kind` is what offices write; which level a label means changed with the two-tier government of 2025 and again in 2026
(294-QĐ/TW, 298-QĐ/TW: a commune's committee stands directly above the base, a pilot; 208-QĐ/TW: it is the base again).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from candidates.procedure.schema import Level
from membership.base.text import fold

_COMMUNE_ABOVE = (date(2025, 7, 1), date(2026, 7, 25))
_COMMUNES = ("xa", "phuong", "thi tran", "dac khu")
_OFFICES = ("cac co quan", "uy ban nhan dan", "ubnd")
# How a label goes on after "đảng bộ"; the longest that fits decides.
_LABELS: dict[str, Level] = {
    "bo phan": Level.SECTION,
    "co so": Level.BASE,
    "co quan": Level.BASE,
    "cac co quan": Level.ABOVE_BASE,
    "uy ban nhan dan tinh": Level.ABOVE_BASE,
    "uy ban nhan dan thanh pho": Level.ABOVE_BASE,
    "ubnd tinh": Level.ABOVE_BASE,
    "ubnd thanh pho": Level.ABOVE_BASE,
    "huyen": Level.ABOVE_BASE,
    "quan": Level.ABOVE_BASE,
    "thi xa": Level.ABOVE_BASE,
    "khoi": Level.ABOVE_BASE,
    "cap tren": Level.ABOVE_BASE,
    "thanh pho thuoc tinh": Level.ABOVE_BASE,
    "thanh pho truc thuoc tinh": Level.ABOVE_BASE,
    "thanh pho": Level.UNDER_CENTRE,
    "tinh": Level.UNDER_CENTRE,
    "truc thuoc trung uong": Level.UNDER_CENTRE,
    "quan khu": Level.UNDER_CENTRE,
}
# Committees named without "đảng ủy".
_COMMITTEES = {"tinh uy": "tinh", "thanh uy": "thanh pho", "huyen uy": "huyen", "quan uy": "quan", "thi uy": "thi xa"}


def level_of(kind: str, day: date) -> Level | None:
    """The level a label stands for on a day; None where the label does not say."""
    words = _words(kind)
    if _begins(words, "chi bo"):
        return Level.BASE if _begins(words, "chi bo co so") else Level.BRANCH
    for committee, rest in _COMMITTEES.items():
        if _begins(words, committee):
            return _LABELS[rest]
    rest = words.removeprefix("dang uy").removeprefix("dang bo").strip()
    first, last = _COMMUNE_ABOVE
    if any(_begins(rest, commune) for commune in _COMMUNES):
        return Level.ABOVE_BASE if first <= day <= last else Level.BASE
    if any(_begins(rest, offices) for offices in _OFFICES) and any(f" {each} " in f"{rest} " for each in _COMMUNES):
        return Level.BASE if first <= day <= last else None  # a commune's own offices: only the pilot had them
    fitting = [label for label in _LABELS if _begins(rest, label)]
    return _LABELS[max(fitting, key=len)] if fitting else None


def _words(kind: str) -> str:
    return " ".join(re.findall(r"\w+", fold(kind)))


def _begins(words: str, label: str) -> bool:
    """Whole words: xăng dầu is no xã."""
    return f"{words} ".startswith(f"{label} ")


@dataclass(frozen=True)
class Link:
    """One organisation on the way from the root down to the branch."""

    id: int
    path: str
    name: str
    kind: str

    def level(self, day: date) -> Level | None:
        return level_of(self.kind, day)

    def decides_at(self, day: date) -> Level | None:
        """The level of its committee. A branch has none that could decide, though it may be a base organisation."""
        return Level.BRANCH if _begins(_words(self.kind), "chi bo") else self.level(day)


@dataclass(frozen=True)
class Chain:
    """The branch and everything above it, from the root down; who acts at which step is read from here."""

    links: tuple[Link, ...]
    delegated: frozenset[int] = frozenset()

    @property
    def branch(self) -> Link:
        return self.links[-1]

    def find(self, identifier: int) -> Link | None:
        return next((link for link in self.links if link.id == identifier), None)

    def base(self, day: date) -> Link:
        """The base committee: the nearest base from the branch upwards; else what stands directly above the branch."""
        for link in reversed(self.links):
            if link.level(day) == Level.BASE:
                return link
        above = [link for link in self.links[:-1] if link.level(day) != Level.SECTION]
        return above[-1] if above else self.branch

    def section(self, day: date) -> Link | None:
        """The committee of a section between the branch and the base, where there is one."""
        return next((link for link in reversed(self.links[:-1]) if link.level(day) == Level.SECTION), None)

    def deciders(self, day: date, base_decides: bool) -> Sequence[Link]:
        """Committees that may decide, the nearest first. `base_decides`: without delegation (208-QĐ/TW)."""
        found = []
        for link in reversed(self.links):
            level = link.decides_at(day)
            delegated = link.id in self.delegated
            if level in (Level.ABOVE_BASE, Level.UNDER_CENTRE) or delegated or (base_decides and level == Level.BASE):
                found.append(link)
        return found
