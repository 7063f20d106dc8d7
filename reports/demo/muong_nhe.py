"""The demo “Mường Nhé 2016”: bản with and without members, classes for the people of the bản (article 002)."""

from collections.abc import Sequence
from datetime import date, timedelta

from reports.demo.can_tho_plan import share
from reports.demo.data import DemoData, PlannedAdmission, PlannedCandidate, PlannedMember, PlannedQuota
from reports.demo.muong_nhe_places import DISTRICT, MEMBERS, MINORITIES, Village
from reports.demo.muong_nhe_places import build as build_places
from reports.demo.muong_nhe_villages import Pupil, further
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
from reports.demo.schooling import PlannedClass
from reports.periods import quarter, whole_year

CODE = "muong-nhe-2016"
QUOTA = 80  # invented, as is how many were admitted: the 13 of bản without members, 47 others of the classes, 24 more
PUPILS_ADMITTED, OTHERS_ADMITTED = 47, 24
BY_ADMISSION = 13  # of the twenty bản that were white no longer
SIZES = (78, 75, 80, 72, 76, 74, 77, 70, 75)  # nine classes, 677 learners
_OPENED = (
    date(2016, 2, 22), date(2016, 3, 14), date(2016, 4, 4), date(2016, 4, 25), date(2016, 6, 6), date(2016, 7, 11),
    date(2016, 8, 8), date(2016, 9, 19), date(2016, 10, 24),
)  # fmt: skip
_ROLES = ("Trưởng bản", "Công an viên", "Trưởng ban công tác mặt trận", "Thôn đội trưởng", "Chi hội trưởng phụ nữ",
          "Bí thư chi đoàn", "Chi hội trưởng nông dân")  # fmt: skip
ACCOUNTS = accounts_of(DISTRICT, ("11009001000001", "chi bộ bản thứ nhất của xã Mường Nhé"))
_MINORITY = {"mong": 62, "ha_nhi": 18, "thai": 10, "dao": 5, "si_la": 3, "tay": 2}
# How likely somebody of a place is of a minority, against the others of the district.
_LOCAL = {"hamlet": 1.0, "commune_office": 0.45, "school": 0.15}
PEOPLE = People(CODE, ("Điện Biên", "Điện Biên", "Điện Biên", "Lai Châu", "Thái Bình", "Nam Định"), {"kinh": 1.0})


def build(today: date) -> DemoData:
    sketch, villages = build_places()
    pupils = plan_pupils(sketch, villages)
    admissions = number_decisions(plan_admissions(sketch, pupils), "HU")
    joined = recognised(admissions, today)
    minorities = sum(each.person.attributes["ethnic_group"] != "kinh" for each in joined)
    stock = plan_members(sketch, MEMBERS - len(joined), MINORITIES - minorities)
    again = next(village for village in villages if village.fate == "again")
    leaver = PEOPLE.member(PEOPLE.rng("leaver"), sketch.by_code[again.branch], until=date(2014, 1, 1))
    return DemoData(
        code=CODE,
        title="Mường Nhé 2016",
        root_code=DISTRICT[0],
        organisations=sketch.rows,
        accounts=ACCOUNTS,
        quotas=_quotas(sketch),
        members=number_cards([*stock, *joined, leaver]),
        candidates=[pupil.planned for pupil in pupils],
        admissions=by_year(admissions),
        periods=[whole_year(2016), quarter(2016, 4)],
        further=further(villages, pupils, stock, admissions, leaver, _classes(pupils)),
    )


def plan_members(sketch: Sketch, number: int, minorities: int) -> list[PlannedMember]:
    """So many members in all the places, so many of them of minorities: most where most of them live."""
    rng = PEOPLE.rng("members")
    places = sketch.branches
    counts = share(number, [11 if place.milieu == "hamlet" else 14 for place in places])
    seats = [place for place, count in zip(places, counts, strict=True) for _ in range(count)]
    likely = sorted(range(len(seats)), key=lambda seat: -(_LOCAL.get(seats[seat].milieu, 0.05) + rng.random() * 0.6))
    chosen = set(likely[:minorities])
    return [
        PEOPLE.member(
            rng, place, until=date(2015, 6, 1), ethnic_group=_minority(rng) if seat in chosen else "kinh"
        )  # fmt: skip
        for seat, place in enumerate(seats)
    ]


def _minority(rng) -> str:
    return rng.choices(list(_MINORITY), list(_MINORITY.values()))[0]


def plan_pupils(sketch: Sketch, villages: Sequence[Village]) -> list[Pupil]:
    """Who learns in which class: the people of the bản in turn, so that every bản sends some."""
    rng = PEOPLE.rng("pupils")
    seats = [number for number, size in enumerate(SIZES) for _ in range(size)]
    gained = [village for village in villages if village.fate == "gained"]
    others = [village for village in villages if village.fate != "gained"]
    # The bản that are to have their first member send somebody to the first class.
    order = gained + [village for _round in range(8) for village in (*others, *gained)]
    pupils = []
    for seat, village in zip(seats, order, strict=False):
        place = sketch.by_code[village.branch]
        place = Place(
            place.code, place.name, place.kind, place.parent, "hamlet", "", f"{village.name}, {village.commune}"
        )
        opened = _OPENED[seat]
        person = PEOPLE.person(rng, place, opened, ethnic_group=_minority(rng), general_education="upper_secondary")
        planned = PlannedCandidate(
            place.code,
            person,
            nominated_on=opened - timedelta(days=rng.randint(150, 260)),
            recognised_on=opened - timedelta(days=rng.randint(20, 120)),
            followed=False,
        )
        pupils.append(Pupil(planned, village, seat, _ROLES[len(pupils) % len(_ROLES)]))
    return pupils


def plan_admissions(sketch: Sketch, pupils: Sequence[Pupil]) -> list[PlannedAdmission]:
    """In the second half of 2016: of the first four classes, and others of the offices."""
    rng = PEOPLE.rng("admissions")
    first = [pupil for pupil in pupils if pupil.village.fate == "gained"][:BY_ADMISSION]
    early = [pupil for pupil in pupils if pupil.seat < 4 and pupil.village.fate == "own"][:PUPILS_ADMITTED]
    made = []
    for pupil in (*first, *early):
        decided = day_between(rng, date(2016, 8, 1), date(2016, 12, 9))
        made.append(PlannedAdmission(pupil.planned.code, pupil.planned.person, decided, decided + timedelta(days=14)))
    offices = [place for place in sketch.branches if place.milieu != "hamlet"]
    for _number in range(OTHERS_ADMITTED):
        place = rng.choice(offices)
        decided = day_between(rng, date(2016, 1, 11), date(2016, 12, 9))
        ethnic_group = _minority(rng) if rng.random() < 0.5 else "kinh"
        person = PEOPLE.person(rng, place, decided, ethnic_group=ethnic_group)
        made.append(PlannedAdmission(place.code, person, decided, decided + timedelta(days=10)))
    return made


def _classes(pupils: Sequence[Pupil]) -> list[PlannedClass]:
    return [
        PlannedClass(
            code=f"NT-{number + 1:02}/2016",
            name=f"Lớp bồi dưỡng nhận thức về Đảng khóa {number + 1} năm 2016",
            kind="awareness",
            organiser=DISTRICT[0],
            opens_on=opened,
            closes_on=opened + timedelta(days=4),
            target_group="Cán bộ bản",
            learners=[
                (pupil.planned.code, pupil.planned.person, pupil.role) for pupil in pupils if pupil.seat == number
            ],
        )
        for number, opened in enumerate(_OPENED)
    ]


def _quotas(sketch: Sketch) -> list[PlannedQuota]:
    """The district's quota and its communes' (invented); the offices share one and a half each."""
    day = date(2016, 1, 20)
    communes = [place for place in sketch.places if place.kind == "Đảng bộ xã"]
    parts = share(60, [1.0] * len(communes))
    return [PlannedQuota(DISTRICT[0], 2016, QUOTA, 700, "12-QĐ/HU", day)] + [
        PlannedQuota(commune.code, 2016, part, 60, "13-QĐ/HU", day + timedelta(days=3))
        for commune, part in zip(communes, parts, strict=True)
    ]
