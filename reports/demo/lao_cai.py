"""The demo “Lào Cai Khối 2023”: classes and decisions of 2021 – 8/2023 in agencies, schools, enterprises (004)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from reports.demo.can_tho_plan import decision_day, share
from reports.demo.data import DemoData, PlannedAdmission, PlannedQuota
from reports.demo.lao_cai_classes import plan_classes
from reports.demo.lao_cai_places import KHOI, Base
from reports.demo.lao_cai_places import build as build_places
from reports.demo.people import birthday
from reports.demo.planning import (
    People,
    Sketch,
    accounts_of,
    by_year,
    day_between,
    number_cards,
    number_decisions,
    recognised,
)
from reports.demo.schooling import record_planned
from reports.periods import Period, whole_year

CODE = "lao-cai-khoi-2023"
UNTIL = date(2023, 8, 31)
BEFORE = 80  # decisions of the end of 2020 (invented): their people come to the first classes for new members
BY_YEAR = {2021: 216, 2022: 226, 2023: 145}  # 587; of 2021 and 2022 only the sum of both can be told from the article
QUOTAS = {2021: 210, 2022: 220, 2023: 230}  # 230 = 145 / 63 %; the others are invented, just passed
IN_ENTERPRISES, LEADERS, STUDENTS, IN_SCHOOLS = 242, 18, 5, 12
GRADUATES = 446  # university or higher: "75 % trở lên"
OVER_THIRTY = 24  # "tuổi trẻ … trên 95 %": the others are at most 30
STUDENTS_DECIDED = date(2023, 5, 12)
ACCOUNTS = accounts_of(KHOI, ("10012004000001", "chi bộ Văn phòng, Công ty TNHH Hóa chất Đức Giang Lào Cai"))
PEOPLE = People(
    CODE,
    ("Lào Cai", "Lào Cai", "Lào Cai", "Yên Bái", "Phú Thọ", "Nam Định", "Hà Nam"),
    {"kinh": 68, "tay": 12, "dao": 7, "giay": 6, "mong": 5, "nung": 2},
)


def build(today: date) -> DemoData:
    sketch, bases, sizes = build_places()
    admissions = number_decisions(plan_admissions(sketch, bases), "ĐUK")
    candidates, classes = plan_classes(sketch, bases, admissions)
    joined = Counter(each.code for each in admissions)
    rng = PEOPLE.rng("members")
    places = sketch.by_code
    stock = [
        PEOPLE.member(rng, places[code], until=date(2020, 1, 1))
        for code, size in sizes.items()
        for _number in range(size - joined[code])
    ]
    return DemoData(
        code=CODE,
        title="Lào Cai Khối 2023",
        root_code=KHOI[0],
        organisations=sketch.rows,
        accounts=ACCOUNTS,
        quotas=_quotas(bases),
        members=number_cards([*stock, *recognised(admissions, today)]),
        candidates=candidates,
        admissions=by_year(admissions),
        periods=[Period(date(2023, 1, 1), UNTIL), Period(date(2021, 1, 1), UNTIL), whole_year(2022), whole_year(2021)],
        further=[(f"{len(classes)} lớp", lambda done: record_planned(done, classes))],
    )


def plan_admissions(sketch: Sketch, bases: Sequence[Base]) -> list[PlannedAdmission]:
    """587 of the article, and those of the end of 2020: who, where, of what age and degree."""
    rng = PEOPLE.rng("admissions")
    kinds = ["leader"] * LEADERS + ["enterprise"] * (IN_ENTERPRISES - LEADERS) + ["school"] * IN_SCHOOLS
    kinds += ["agency"] * (sum(BY_YEAR.values()) - len(kinds) - STUDENTS)
    rng.shuffle(kinds)
    years = [year for year, number in BY_YEAR.items() for _ in range(number - STUDENTS * (year == 2023))]
    drafts = [("student", STUDENTS_DECIDED)] * STUDENTS
    drafts += [(kind, _decided(rng, year)) for kind, year in zip(kinds, years, strict=True)]
    graduates, elder = _graduates(rng, drafts), _elder(rng, drafts)
    made = [
        _admission(rng, sketch, bases, kind, day, graduate=number in graduates, elder=number in elder)
        for number, (kind, day) in enumerate(drafts)
    ]
    earlier = ["enterprise"] * 26 + ["agency"] * (BEFORE - 26)
    return made + [
        _admission(rng, sketch, bases, kind, day_between(rng, date(2020, 9, 7), date(2020, 12, 18)), graduate=True)
        for kind in earlier
    ]


def _decided(rng: Random, year: int) -> date:
    return day_between(rng, date(2023, 1, 9), date(2023, 8, 14)) if year == 2023 else decision_day(rng, year)


def _graduates(rng: Random, drafts) -> set[int]:
    """All but 141: the students, most of the workers of enterprises, a few others."""
    likely = {"student": 0.0, "enterprise": 1.0, "school": 4.0, "leader": 3.0, "agency": 2.0}
    order = sorted(range(len(drafts)), key=lambda number: likely[drafts[number][0]] + rng.random() * 1.3)
    return set(order[len(drafts) - GRADUATES :])


def _elder(rng: Random, drafts) -> set[int]:
    leaders = [number for number, (kind, _day) in enumerate(drafts) if kind == "leader"]
    others = [number for number, (kind, _day) in enumerate(drafts) if kind == "agency"]
    return {*leaders, *rng.sample(others, OVER_THIRTY - len(leaders))}


def _admission(rng, sketch: Sketch, bases, kind: str, decided: date, *, graduate: bool, elder=False):
    group = {"leader": "enterprise", "student": "school"}.get(kind, kind)
    own = [base for base in bases if base.group == group]
    branches = {code: base.weight / len(base.branches) for base in own for code in base.branches}
    places = {code: place for code, place in sketch.by_code.items() if code in branches}
    wanted = [code for code, place in places.items() if (place.milieu == "students") == (kind == "student")]
    place = places[rng.choices(wanted, [branches[code] for code in wanted])[0]]
    age = rng.randint(31, 44) if elder else rng.randint(19, 22) if kind == "student" else rng.randint(22, 30)
    told = {"born_on": birthday(rng, decided, age), "youth_union": not elder, "general_education": "upper_secondary"}
    told["degree"] = rng.choices(("university", "master"), (9, 1))[0] if graduate else "none"
    if not graduate and kind != "student":
        told["degree"] = rng.choice(("elementary", "intermediate", "college"))
    if kind == "leader":
        told["occupation"] = "enterprise_leader"
    elif kind == "enterprise":
        told["occupation"] = rng.choices(("enterprise_staff", "enterprise_worker"), (40, 60))[0]
    person = PEOPLE.person(rng, place, decided, **told)
    if told["degree"]:
        person.attributes.pop("degree_text", None)
    if person.attributes["occupation"]:
        person.attributes.pop("occupation_text", None)
    return PlannedAdmission(place.code, person, decided, decided + timedelta(days=rng.choice((5, 7, 7, 10, 14))))


def _quotas(bases: Sequence[Base]) -> list[PlannedQuota]:
    quotas = []
    for year, number in QUOTAS.items():
        day = date(year, 1, 15)
        quotas.append(PlannedQuota(KHOI[0], year, number, round(number * 1.5), "05-KH/ĐUK", day))
        for base, part in zip(bases, share(number, [base.weight for base in bases]), strict=True):
            if part:
                quotas.append(PlannedQuota(base.code, year, part, part + 2, "06-QĐ/ĐUK", day + timedelta(days=9)))
    return quotas
