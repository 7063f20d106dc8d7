"""The demo “Yên Sơn 2023”: 280 to admit, 80 branches that long admitted nobody, titles to be held by members (000).

What was reached by the day the demo stops at (31/8/2023) is invented; the article tells the targets of the year only.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from reports.demo.can_tho_plan import share
from reports.demo.data import DemoData, PlannedAdmission, PlannedCandidate, PlannedMember, PlannedQuota
from reports.demo.planning import (
    People,
    Place,
    Sketch,
    accounts_of,
    by_year,
    day_between,
    number_cards,
    number_decisions,
    recognised,
)
from reports.demo.yen_son_books import Holder, further
from reports.demo.yen_son_places import DISTRICT, Village
from reports.demo.yen_son_places import build as build_places
from reports.periods import Period, half_year

CODE = "yen-son-2023"
QUOTA, ADMITTED = 280, 168
LISTED = 80
LISTED_ADMITTED = 31  # of the eighty, by the end of August (invented)
SMALL, SMALL_HELPED = 4, 2  # branches of four members; two of them admitted somebody
PLAN_BEGINS, UNTIL = date(2023, 1, 16), date(2023, 8, 31)
# Title -> how many of the 270 thôn have a member in it: the shares of the article, just passed.
TITLES = {"front_head": 258, "women_head": 137, "farmers_head": 190, "youth_secretary": 163, "veterans_head": 162}
ON_THE_WAY = 60  # holders who are no members yet and are followed
ACCOUNTS = accounts_of(DISTRICT, ("08007001000001", "chi bộ tổ dân phố 1, thị trấn Yên Sơn"))
PEOPLE = People(
    CODE,
    ("Tuyên Quang", "Tuyên Quang", "Tuyên Quang", "Hà Giang", "Phú Thọ", "Vĩnh Phúc"),
    {"kinh": 48, "tay": 28, "dao": 12, "san_chay": 6, "nung": 4, "mong": 2},
)


@dataclass
class _Books:
    """What the plan has found so far."""

    sketch: Sketch
    villages: list[Village]
    members: list[PlannedMember] = field(default_factory=list)
    candidates: list[PlannedCandidate] = field(default_factory=list)
    holders: list[Holder] = field(default_factory=list)


def build(today: date) -> DemoData:
    sketch, villages = build_places()
    books = _Books(sketch, villages)
    rng = PEOPLE.rng("branches")
    branches = sketch.branches
    small = [village.branch for village in villages[7::53]][:SMALL]
    listed = {place.code for place in rng.sample([each for each in branches if each.code not in small], LISTED - SMALL)}
    listed |= set(small)
    _plan_holders(books, set(small))
    _plan_members(books, set(small))
    admissions = number_decisions(_plan_admissions(branches, listed, small), "HU")
    return DemoData(
        code=CODE,
        title="Yên Sơn 2023",
        root_code=DISTRICT[0],
        organisations=sketch.rows,
        accounts=ACCOUNTS,
        quotas=_quotas(sketch),
        members=number_cards([*books.members, *recognised(admissions, today)]),
        candidates=books.candidates,
        admissions=by_year(admissions),
        periods=[Period(date(2023, 1, 1), UNTIL), half_year(2023)],
        further=further(villages, books.holders, books.members, PLAN_BEGINS),
    )


def _plan_holders(books: _Books, small: set[str]) -> None:
    """Five holders in every thôn: members of its branch, or neighbours who are not, some of them on the way."""
    rng = PEOPLE.rng("holders")
    # A small branch has four members and cannot hold five titles by them.
    villages = sorted(books.villages, key=lambda village: (village.branch in small, rng.random()))
    for title, number in TITLES.items():
        order = villages if title == "front_head" else sorted(
            villages, key=lambda village: (village.branch in small, rng.random())
        )  # fmt: skip
        for place, village in enumerate(order):
            branch = books.sketch.by_code[village.branch]
            told = _told(title, rng)
            if place < number:
                member = PEOPLE.member(rng, branch, until=date(2022, 1, 1), **told)
                books.members.append(member)
                books.holders.append(Holder(title, village, member.person, member))
            else:
                person = PEOPLE.person(rng, branch, date(2022, 1, 1), **told)
                books.holders.append(Holder(title, village, person))
    waiting = [holder for holder in books.holders if holder.member is None]
    for holder in rng.sample(waiting, ON_THE_WAY):
        holder.candidate = _candidate(rng, holder.village.branch, holder.person)
        books.candidates.append(holder.candidate)


def _told(title: str, rng: Random) -> dict:
    if title == "women_head":
        return {"sex": "female"}
    if title == "veterans_head":
        return {"sex": "male"}
    return {}


def _candidate(rng: Random, code: str, person) -> PlannedCandidate:
    nominated = day_between(rng, date(2022, 5, 1), date(2023, 4, 28))
    recognised_on = nominated + timedelta(days=rng.randint(20, 60)) if rng.random() < 0.7 else None
    return PlannedCandidate(code, person, nominated, recognised_on, followed=False)


def _plan_members(books: _Books, small: set[str]) -> None:
    """Seven to twelve in every branch; four in the small ones, the holders of titles among them."""
    rng = PEOPLE.rng("members")
    have: dict[str, int] = {}
    for member in books.members:
        have[member.code] = have.get(member.code, 0) + 1
    for place in books.sketch.branches:
        wanted = 4 if place.code in small else rng.randint(7, 12)
        for _number in range(wanted - have.get(place.code, 0)):
            books.members.append(PEOPLE.member(rng, place, until=date(2022, 1, 1)))


def _plan_admissions(branches: list[Place], listed: set[str], small: list[str]) -> list[PlannedAdmission]:
    """Long ago in some of the listed; once at least in the three years before the plan in all others; then 2023."""
    rng = PEOPLE.rng("admissions")
    made = []
    for place in branches:
        if place.code not in listed:
            for _number in range(1 + (rng.random() < 0.12)):
                made.append(_admission(rng, place, date(2020, 1, 20), date(2022, 12, 20)))
        elif place.code not in small and rng.random() < 0.6:
            made.append(_admission(rng, place, date(2017, 1, 10), date(2019, 12, 20)))
    by_code = {place.code: place for place in branches}
    chosen = [by_code[code] for code in small[:SMALL_HELPED]]
    chosen += [by_code[code] for code in sorted(listed - set(small))[: LISTED_ADMITTED - SMALL_HELPED]]
    others = [place for place in branches if place.code not in listed]
    chosen += rng.sample(others, ADMITTED - LISTED_ADMITTED)
    return made + [_admission(rng, place, date(2023, 1, 30), date(2023, 8, 11)) for place in chosen]


def _admission(rng: Random, place: Place, first: date, last: date) -> PlannedAdmission:
    decided = day_between(rng, first, last)
    held = decided + timedelta(days=rng.choice((3, 7, 10, 14, 19)))
    return PlannedAdmission(place.code, PEOPLE.person(rng, place, decided), decided, held)


def _quotas(sketch: Sketch) -> list[PlannedQuota]:
    day = date(2023, 1, 10)
    bases = [place for place in sketch.places if place.kind in ("Đảng bộ xã", "Đảng bộ thị trấn")]
    parts = share(265, [1.0] * len(bases))
    return [PlannedQuota(DISTRICT[0], 2023, QUOTA, 360, "31-KH/HU", day)] + [
        PlannedQuota(base.code, 2023, part, part + 3, "32-QĐ/HU", day + timedelta(days=4))
        for base, part in zip(bases, parts, strict=True)
    ]
