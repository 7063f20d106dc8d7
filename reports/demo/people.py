"""Invented people with the attributes that Biểu 2-BTCTW counts, in a mix that fits the place they work in."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from reports.demo.names import FEMALE, MALE, invent_name

_HOMETOWNS = (
    "Cần Thơ",
    "Cần Thơ",
    "Cần Thơ",
    "Cần Thơ",
    "Cần Thơ",
    "Hậu Giang",
    "Vĩnh Long",
    "Sóc Trăng",
    "An Giang",
    "Đồng Tháp",
    "Kiên Giang",
    "Cà Mau",
    "Bạc Liêu",
    "Trà Vinh",
    "Bến Tre",
    "Nam Định",
    "Thái Bình",
    "Nghệ An",
)
_FREE_TEXT = (
    "Nhân viên hợp đồng theo vụ",
    "Cộng tác viên dân số",
    "Thợ hồ",
    "Chạy xe ôm",
    "Làm thuê theo mùa",
    "Tiểu thương chợ",
)
_FREE_DEGREES = ("Chứng chỉ nghề điện lạnh", "Y sĩ đa khoa", "Lớp 9 + nghề may", "Bằng lái hạng C")


@dataclass(frozen=True)
class Milieu:
    """What kind of people a sort of place has: weights of occupations and degrees, share of women, their ages."""

    occupations: dict[str, float]
    degrees: dict[str, float]
    women: float = 0.46
    ages: dict[tuple[int, int], float] = field(
        default_factory=lambda: {(20, 30): 66, (31, 35): 18, (36, 40): 8, (41, 45): 4, (46, 50): 2.5, (51, 58): 1.5}
    )


_TRAINED = {"college": 9, "intermediate": 12, "university": 68, "master": 9, "elementary": 2}
_MIXED = {"none": 26, "elementary": 12, "intermediate": 24, "college": 12, "university": 25, "master": 1}
_YOUNG = {(18, 18): 1, (19, 22): 60, (23, 26): 30, (27, 32): 9}

MILIEUX: dict[str, Milieu] = {
    "neighbourhood": Milieu(
        {
            "commune_official": 12,
            "village_activist": 30,
            "other": 30,
            "farmer": 10,
            "student": 3,
            "enterprise_worker": 7,
            "": 8,
        },
        _MIXED,
    ),
    "hamlet": Milieu(
        {"commune_official": 10, "village_activist": 34, "farmer": 38, "other": 9, "student": 2, "": 7}, _MIXED, 0.38
    ),
    "commune_office": Milieu(
        {"commune_official": 92, "other": 5, "": 3}, {"intermediate": 30, "college": 10, "university": 58, "master": 2}
    ),
    "school": Milieu({"public_employee": 100}, {"intermediate": 8, "college": 24, "university": 64, "master": 4}, 0.66),
    "health": Milieu(
        {"public_employee": 98, "other": 2}, {"intermediate": 34, "college": 14, "university": 46, "master": 6}, 0.58
    ),
    "party_agency": Milieu({"party_official": 88, "public_employee": 8, "other": 4}, _TRAINED, 0.44),
    "state_agency": Milieu({"state_official": 82, "public_employee": 12, "other": 6}, _TRAINED, 0.43),
    "public_service": Milieu({"public_employee": 96, "other": 4}, _TRAINED, 0.52),
    "police": Milieu(
        {"armed_forces": 100},
        {"intermediate": 52, "college": 6, "university": 41, "master": 1},
        0.14,
        {(19, 30): 86, (31, 38): 14},
    ),
    "army": Milieu(
        {"armed_forces": 100},
        {"none": 44, "intermediate": 32, "college": 8, "university": 16},
        0.05,
        {(19, 27): 88, (28, 36): 12},
    ),
    "university": Milieu(
        {"public_employee": 100},
        {"university": 34, "master": 54, "doctor": 12},
        0.47,
        {(23, 30): 60, (31, 35): 26, (36, 45): 14},
    ),
    "students": Milieu({"student": 100}, {"none": 100}, 0.54, _YOUNG),
    "state_enterprise": Milieu(
        {"enterprise_leader": 7, "enterprise_staff": 48, "enterprise_worker": 43, "": 2},
        {"elementary": 17, "intermediate": 22, "college": 13, "university": 45, "master": 3, "none": 0.1},
        0.4,
    ),
    "private_enterprise": Milieu(
        {"enterprise_leader": 16, "enterprise_staff": 50, "enterprise_worker": 31, "": 3},
        {"none": 14, "elementary": 14, "intermediate": 20, "college": 14, "university": 37, "master": 1},
        0.42,
    ),
}


@dataclass
class Person:
    full_name: str
    attributes: dict[str, Any]


def invent_person(
    rng: Random,
    milieu: str,
    at: date,
    place: str = "",
    *,
    ethnic_groups: dict[str, float] | None = None,
    hometowns: tuple[str, ...] = _HOMETOWNS,
) -> Person:
    """A person who is of age at `at`, with everything a list of admissions says about them."""
    kind = MILIEUX[milieu]
    sex = FEMALE if rng.random() < kind.women else MALE
    ethnic_group = pick(rng, ethnic_groups or {"kinh": 96.4, "khmer": 2.1, "hoa": 1.4, "cham": 0.1})
    low, high = pick(rng, kind.ages)
    born_on = birthday(rng, at, rng.randint(low, high))
    age = at.year - born_on.year - ((at.month, at.day) < (born_on.month, born_on.day))
    occupation = pick(rng, kind.occupations)
    degree = pick(rng, kind.degrees)
    attributes: dict[str, Any] = {
        "sex": sex,
        "born_on": born_on,
        "ethnic_group": ethnic_group,
        "religion": _religion(rng, ethnic_group),
        "youth_union": rng.random() < (0.97 if age <= 30 else 0.06),
        "general_education": _schooling(rng, milieu, degree),
        "degree": degree,
        "political_theory": pick(
            rng,
            {"none": 52, "elementary": 38, "intermediate": 10}
            if age < 45
            else {"none": 30, "elementary": 40, "intermediate": 30},
        ),
        "occupation": occupation,
        "hometown": rng.choice(hometowns),
    }
    if not occupation:
        attributes["occupation_text"] = rng.choice(_FREE_TEXT)
    if degree == "none" and milieu != "students" and rng.random() < 0.12:
        attributes["degree"], attributes["degree_text"] = "", rng.choice(_FREE_DEGREES)
    if place:
        attributes["residence"] = place
    return Person(invent_name(rng, sex, ethnic_group), attributes)


def pick(rng: Random, weights: dict):
    """One key, as often as its weight says."""
    mark = rng.random() * sum(weights.values())
    for key, weight in weights.items():
        mark -= weight
        if mark < 0:
            return key
    return key


def birthday(rng: Random, at: date, age: int) -> date:
    """A birth date of somebody who has completed `age` years at a day, the birth month being past."""
    last = date(at.year - age, at.month, 1) - timedelta(days=1)
    return last - timedelta(days=rng.randrange(300))


def _religion(rng: Random, ethnic_group: str) -> str:
    if ethnic_group == "khmer":
        return pick(rng, {"buddhist": 55, "none": 45})
    if ethnic_group == "cham":
        return "muslim"
    return pick(
        rng, {"none": 92.6, "buddhist": 4.3, "catholic": 1.4, "hoa_hao": 1.2, "cao_dai": 0.4, "protestant": 0.1}
    )


def _schooling(rng: Random, milieu: str, degree: str) -> str:
    if degree in ("none", "elementary") and milieu in (
        "hamlet",
        "neighbourhood",
        "private_enterprise",
        "state_enterprise",
    ):
        return pick(rng, {"upper_secondary": 78, "lower_secondary": 21, "primary": 1})
    return "upper_secondary"
