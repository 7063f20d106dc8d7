"""Every limit of the law at its boundary, as data: the last day allowed, the first refused, under each legal text.

Last days of terms in working days were counted by hand from the announced days off, not by the software.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from candidates.procedure.facts import Introducer
from candidates.procedure.limits import Ballot
from candidates.procedure.schema import Level
from membership.base.dates import PartialDate

TEXTS = ("24-QĐ/TW", "232-QĐ/TW", "294-QĐ/TW", "20-QĐ/TW", "208-QĐ/TW")
# The first and the last day of each.
IN_FORCE = {
    "24-QĐ/TW": ("2021-07-30", "2025-01-19"),
    "232-QĐ/TW": ("2025-01-20", "2025-06-30"),
    "294-QĐ/TW": ("2025-07-01", "2026-04-07"),
    "20-QĐ/TW": ("2026-04-08", "2026-07-25"),
    "208-QĐ/TW": ("2026-07-26", None),
}

# --- deadlines: (text, code, start, last day in time, extended) ------------------------------------------------------
# `start`: the day of the act; of propose_official the ceremony, twelve months before the term starts.
DEADLINES = [
    ("24-QĐ/TW", "decide", "2024-01-31", "2024-05-06", False),  # Tết; 18/4; 29/4 off for Saturday 4/5; 30/4, 1/5
    ("24-QĐ/TW", "decide", "2024-02-29", "2024-07-09", True),
    ("24-QĐ/TW", "hold_ceremony", "2024-01-31", "2024-03-20", False),  # Tết 8–14/2, 29/2
    ("24-QĐ/TW", "hold_ceremony", "2025-01-19", "2025-03-07", False),  # the last day of the text, a Sunday; Tết 2025
    ("24-QĐ/TW", "propose_official", "2023-02-28", "2024-04-10", False),  # ends on 28/2/2024, not the 29th
    ("24-QĐ/TW", "make_official", "2024-03-31", "2024-05-15", False),
    ("24-QĐ/TW", "make_official", "2024-12-31", "2025-04-02", True),
    ("24-QĐ/TW", "transfer", "2024-04-29", "2024-07-23", False),  # from a day off
    ("24-QĐ/TW", "present_letter", "2024-08-31", "2024-10-15", False),  # 2/9, 3/9
    ("232-QĐ/TW", "decide", "2025-01-31", "2025-04-26", False),  # ends on the Saturday worked for 2/5
    ("232-QĐ/TW", "decide", "2025-01-31", "2025-06-11", True),
    ("232-QĐ/TW", "hold_ceremony", "2025-03-31", "2025-05-15", False),  # 7/4, 26/4 worked, 30/4, 1/5, 2/5
    ("232-QĐ/TW", "propose_official", "2024-02-29", "2025-04-14", False),  # ends on 28/2/2025: no leap day
    ("232-QĐ/TW", "make_official", "2025-04-26", "2025-06-11", False),  # from a worked Saturday
    ("232-QĐ/TW", "make_official", "2025-02-28", "2025-05-28", True),
    ("232-QĐ/TW", "transfer", "2025-06-30", "2025-09-24", False),  # the last day of the text
    ("232-QĐ/TW", "present_letter", "2025-05-02", "2025-06-13", False),
    ("294-QĐ/TW", "decide", "2025-08-31", "2025-11-25", False),  # 1/9, 2/9
    ("294-QĐ/TW", "decide", "2025-08-31", "2026-01-08", True),  # 1/1, 2/1
    ("294-QĐ/TW", "hold_ceremony", "2026-02-13", "2026-04-03", False),  # the eve of Tết 2026
    ("294-QĐ/TW", "propose_official", "2024-12-31", "2026-02-12", False),  # 2/1 off for Saturday 10/1
    ("294-QĐ/TW", "make_official", "2026-01-31", "2026-03-20", False),
    ("294-QĐ/TW", "make_official", "2026-01-31", "2026-05-06", True),
    ("294-QĐ/TW", "transfer", "2026-04-07", "2026-07-03", False),  # 27/4, 30/4, 1/5
    ("294-QĐ/TW", "present_letter", "2025-08-30", "2025-10-14", False),
    ("20-QĐ/TW", "decide", "2026-04-30", "2026-07-24", False),
    ("20-QĐ/TW", "decide", "2026-04-30", "2026-09-08", True),  # 22/8 worked; 31/8, 1/9, 2/9
    ("20-QĐ/TW", "hold_ceremony", "2026-06-30", "2026-08-11", False),
    ("20-QĐ/TW", "propose_official", "2025-05-31", "2026-07-10", False),  # the term starts on a Sunday
    ("20-QĐ/TW", "make_official", "2026-07-25", "2026-09-08", False),  # the last day of the text, a Saturday
    ("20-QĐ/TW", "make_official", "2026-04-30", "2026-07-24", True),
    ("20-QĐ/TW", "transfer", "2026-05-01", "2026-07-24", False),
    ("20-QĐ/TW", "present_letter", "2026-07-23", "2026-09-07", False),
    ("208-QĐ/TW", "decide", "2026-12-31", "2027-04-02", False),  # 1/1, Tết 4–10/2/2027
    ("208-QĐ/TW", "decide", "2026-12-31", "2027-05-19", True),  # 16/4, 30/4, 3/5
    ("208-QĐ/TW", "hold_ceremony", "2026-08-31", "2026-10-14", False),
    ("208-QĐ/TW", "hold_ceremony", "2027-01-31", "2027-03-19", False),
    ("208-QĐ/TW", "propose_official", "2026-02-28", "2027-04-09", False),
    ("208-QĐ/TW", "make_official", "2027-04-30", "2027-06-14", False),
    ("208-QĐ/TW", "make_official", "2026-12-31", "2027-04-02", True),
    ("208-QĐ/TW", "transfer", "2027-01-31", "2027-05-05", False),
    ("208-QĐ/TW", "present_letter", "2027-08-31", "2027-10-14", False),  # 2/9, 3/9
]
# Where the rule is written; under 20 and 208 the paragraph that was read instead.
PARAGRAPHS = {
    "decide": "mục 4.3.1", "hold_ceremony": "mục 4.1", "propose_official": "mục 4.2", "make_official": "mục 4.3.1",
    "transfer": "HD/TW", "present_letter": "HD/TW",
    "same_place": "mục 3.2.1", "probation": "Điều lệ Đảng, Điều 5", "after_probation": "mục 4.2",
    "readmit": "mục 3.5.1", "readmit_convicted": "mục 3.5.1", "third_child": "05-QĐi/TW", "fourth_child": "05-QĐi/TW",
    "certificate": "HD/TW", "papers": "HD/TW",
    "branch_members": "QĐ/TW", "failed_votes": "mục 4.2", "readmissions": "mục 3.5.1",
    "too_many_children": "05-QĐi/TW", "inactive": "Điều lệ Đảng, Điều 8", "lost_will": "mục 8", "unworthy": "mục 8",
    "temporary_from": "HD/TW", "official_from": "HD/TW", "study_to": "HD/TW",
    "branch_propose": "mục 9.3.2", "base_propose": "mục 3.6", "base_decide": "mục 3.7a", "board_decide": "mục 3.7",
    "base": "mục 4.3.2a", "above_base": "mục 4.3.2b", "under_centre": "mục 4.3.2c",
}  # fmt: skip
# What 208-QĐ/TW says anew, without a paragraph that could be read.
SAID_ANEW = {("208-QĐ/TW", code): "208-QĐ/TW" for code in ("hold_ceremony", "base_decide", "base", "education")}

# --- columns: of a day chosen in each text, (the last day that is allowed, the first refused) ------------------------
ON = dict(zip(TEXTS, ("2024-02-29", "2025-02-28", "2025-12-31", "2026-06-30", "2026-08-31"), strict=True))


def _column(*cells: str) -> dict[str, tuple[date, date]]:
    pairs = [tuple(map(date.fromisoformat, cell.split())) for cell in cells]
    return dict(zip(TEXTS, pairs, strict=True))


COLUMNS = {
    # something began so many months before
    "ago12": _column("2023-02-28 2023-03-01", "2024-02-29 2024-03-01", "2024-12-31 2025-01-01",
                     "2025-06-30 2025-07-01", "2025-08-31 2025-09-01"),
    "ago24": _column("2022-02-28 2022-03-01", "2023-02-28 2023-03-01", "2023-12-31 2024-01-01",
                     "2024-06-30 2024-07-01", "2024-08-31 2024-09-01"),
    "ago36": _column("2021-02-28 2021-03-01", "2022-02-28 2022-03-01", "2022-12-31 2023-01-01",
                     "2023-06-30 2023-07-01", "2023-08-31 2023-09-01"),
    "ago60": _column("2019-02-28 2019-03-01", "2020-02-29 2020-03-01", "2020-12-31 2021-01-01",
                     "2021-06-30 2021-07-01", "2021-08-31 2021-09-01"),
    # twelve months and a day before
    "over12": _column("2023-02-28 2023-03-01", "2024-02-27 2024-02-28", "2024-12-30 2024-12-31",
                      "2025-06-29 2025-06-30", "2025-08-30 2025-08-31"),
    # signed so many months before and still valid, or one day too old
    "signed12": _column("2023-03-01 2023-02-28", "2024-02-28 2024-02-27", "2024-12-31 2024-12-30",
                        "2025-06-30 2025-06-29", "2025-08-31 2025-08-30"),
    "signed60": _column("2019-03-01 2019-02-28", "2020-02-28 2020-02-27", "2020-12-31 2020-12-30",
                        "2021-06-30 2021-06-29", "2021-08-31 2021-08-30"),
    # full 18 and not more than full 60, by the month whatever the day
    "born18": _column("2006-02-28 2006-03-01", "2007-02-28 2007-03-01", "2007-12-31 2008-01-01",
                      "2008-06-30 2008-07-01", "2008-08-31 2008-09-01"),
    "born60": _column("1964-02-01 1964-01-31", "1965-02-01 1965-01-31", "1965-12-01 1965-11-30",
                      "1966-06-01 1966-05-31", "1966-08-01 1966-07-31"),
    # the rite: the last day in time and the day after; decided and received on RITES
    "rite": _column("2024-03-20 2024-03-21", "2025-04-14 2025-04-15", "2026-04-03 2026-04-04",
                    "2026-07-13 2026-07-14", "2027-03-19 2027-03-20"),
}  # fmt: skip
RITES = _column("2024-01-25 2024-01-31", "2025-02-20 2025-02-28", "2026-02-10 2026-02-13", "2026-05-28 2026-06-01",
                "2027-01-31 2027-02-15")  # fmt: skip

# --- waitings and validities: (code, column, months) -----------------------------------------------------------------
WAITINGS = [
    ("same_place", "ago12", 12), ("probation", "ago12", 12), ("after_probation", "over12", 12),
    ("readmit", "ago36", 36), ("readmit_convicted", "ago60", 60), ("third_child", "ago24", 24),
    ("fourth_child", "ago36", 36),
]  # fmt: skip
VALIDITIES = [("certificate", "signed60", 60), ("papers", "signed12", 12)]

# --- numbers: (code, amount, unit) and, of those that are terms, (since, the day it is so) ----------------------------
THRESHOLDS = [
    ("branch_members", 3, "persons", None), ("failed_votes", 3, "times", None), ("readmissions", 1, "times", None),
    ("too_many_children", 5, "persons", None), ("inactive", 3, "months", ("2025-11-30", "2026-02-28")),
    ("lost_will", 12, "months", ("2024-02-29", "2025-02-28")), ("unworthy", 2, "years", ("2024-02-29", "2026-02-28")),
    ("temporary_from", 3, "months", ("2025-11-30", "2026-02-28")),
    ("official_from", 12, "months", ("2025-08-31", "2026-08-31")),
    ("study_to", 2, "years", ("2024-02-29", "2026-02-28")),
]  # fmt: skip

# --- votes: how many of so many are enough; one less is not -----------------------------------------------------------
TWO_THIRDS = ((3, 2), (4, 3), (5, 4), (9, 6), (10, 7), (11, 8), (30, 20), (31, 21))
MORE_THAN_HALF = ((3, 2), (4, 3), (5, 3), (9, 5), (10, 6), (11, 6), (30, 16))
VOTES = [
    *((text, code, TWO_THIRDS) for text in TEXTS for code in ("branch_propose", "propose_official", "base_propose")),
    *((text, "base_decide", TWO_THIRDS) for text in TEXTS[:-1]),
    ("208-QĐ/TW", "base_decide", MORE_THAN_HALF),
    *((text, "board_decide", MORE_THAN_HALF) for text in TEXTS),
]

# --- who decides: (text, code, level, only by delegation, vote) ------------------------------------------------------
AUTHORITIES = [
    *((text, "base", Level.BASE, text != "208-QĐ/TW", "base_decide") for text in TEXTS),
    *((text, "above_base", Level.ABOVE_BASE, False, "board_decide") for text in TEXTS),
    *((text, "under_centre", Level.UNDER_CENTRE, False, "") for text in TEXTS),
]

# --- conditions ------------------------------------------------------------------------------------------------------
LONG = date(2015, 1, 1)
PAPERS = ("CN-NTVĐ", "1-KNĐ", "2-KNĐ", "3-KNĐ", "5-KNĐ", "10-KNĐ", "11-KNĐ", "12-KNĐ")
MET: dict[str, Any] = {
    "born": PartialDate(date(1990, 3, 20)), "citizen": True, "education": "upper_secondary",
    "introducers": (Introducer("Nguyễn Văn Thử", True, LONG), Introducer("Trần Thị Mẫu", True, LONG)),
    "official_members": 9, "ballot": Ballot(members=9, in_favour=9), "mentored": True,
    "mentor": Introducer("Lê Thị Giúp", True, LONG), "history_concluded": True, "history_asked": True,
    "history_self": True, "base": "Đảng ủy xã Thử", "base_proposed": True, "decided_by": "Tỉnh ủy Thử",
    "decided_at": Level.ABOVE_BASE, "member_trained": True, "official_proposed": True, "official_base_proposed": True,
}  # fmt: skip


def signed(on: date, **changed: date | None) -> dict[str, Any]:
    """The papers, all of ten days before; `changed` by the form's number, None takes a paper out."""
    papers = dict.fromkeys(PAPERS, on - timedelta(days=10))
    for name, day in changed.items():
        papers["CN-NTVĐ" if name == "cn" else f"{name[1:].upper()}-KNĐ"] = day
    return {"papers": {code: day for code, day in papers.items() if day is not None}}


@dataclass(frozen=True)
class Row:
    """`cell`: a column, or what is allowed and what is refused. `build`: the facts, of such a value and the day.

    `said`: part of the sentence of the refusal. `texts`: those under which it is so; all, where nothing is said.
    """

    condition: str
    paragraph: str
    cell: str | tuple[Any, Any]
    build: Callable[[Any, date], dict[str, Any]]
    said: str
    texts: tuple[str, ...] = field(default=TEXTS)

    def __str__(self) -> str:
        return f"{self.condition}: {self.said}"
