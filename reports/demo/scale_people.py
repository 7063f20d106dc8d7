"""Made-up people in bulk: columns drawn many at a time, so that a province takes seconds."""

from collections.abc import Iterator
from datetime import date
from random import Random

from membership.base.dates import completed_years
from membership.base.text import fold, name_sort_key
from reports.demo.names import FEMALE, MALE, invent_name
from reports.demo.people import MILIEUX
from reports.demo.scale_tree import Made

PERSON = (
    "full_name",
    "folded_name",
    "sort_key",
    "sex",
    "ethnic_group",
    "religion",
    "youth_union",
    "general_education",
    "degree",
    "political_theory",
    "occupation",
    "occupation_text",
    "hometown",
)
_NAMES = 60_000
_ETHNIC = {"kinh": 88.2, "khmer": 1.6, "hoa": 1, "tay": 3.2, "thai": 2.4, "mong": 2.2, "cham": 0.4}
_RELIGIONS = {"none": 90, "buddhist": 5, "catholic": 3.4, "hoa_hao": 0.8, "cao_dai": 0.5, "protestant": 0.3}
_FREE_TEXT = ("Thợ hồ", "Làm thuê theo mùa", "Buôn chuyến", "Cộng tác viên")
_PLACES = ("Hà Nội", "Nghệ An", "Thanh Hóa", "Nam Định", "Thái Bình", "Cần Thơ", "An Giang", "Gia Lai", "Sơn La", "Huế")


class Crowd:
    """Draws people for organisations. The same seed gives the same people."""

    def __init__(self, seed: int):
        self.rng = Random(f"people/{seed}")
        self._names = {sex: self._invent(sex) for sex in (FEMALE, MALE)}

    def _invent(self, sex: str) -> dict[str, list[tuple[str, str, str]]]:
        found = {}
        for group, weight in _ETHNIC.items():
            names = [invent_name(self.rng, sex, group) for _ in range(max(200, round(_NAMES * weight / 200)))]
            found[group] = [(name, fold(name), name_sort_key(name)) for name in names]
        return found

    def draw(self, places: list[Made]) -> Iterator[tuple]:
        """Per place one person: values of PERSON, fitting the milieu of the place."""
        rng, count = self.rng, len(places)
        ethnic = _many(rng, _ETHNIC, count)
        religions = _many(rng, _RELIGIONS, count)
        theories = _many(rng, {"none": 50, "elementary": 36, "intermediate": 14}, count)
        schooling = _many(rng, {"upper_secondary": 88, "lower_secondary": 11, "primary": 1}, count)
        hometowns = rng.choices(_PLACES, k=count)
        jobs = {name: _endless(rng, kind.occupations) for name, kind in MILIEUX.items()}
        degrees = {name: _endless(rng, kind.degrees) for name, kind in MILIEUX.items()}
        for number, place in enumerate(places):
            kind = MILIEUX[place.milieu]
            sex = FEMALE if rng.random() < kind.women else MALE
            group = ethnic[number]
            names = self._names[sex][group]
            occupation = next(jobs[place.milieu])
            yield (
                *names[int(rng.random() * len(names))],
                sex,
                group,
                religions[number],
                rng.random() < 0.7,
                schooling[number],
                next(degrees[place.milieu]),
                theories[number],
                occupation,
                "" if occupation else _FREE_TEXT[number % len(_FREE_TEXT)],
                hometowns[number],
            )

    def birth(self, decided: int) -> tuple[str, int]:
        """(birth date as ISO text, completed years) of somebody who is of age on a day; most are young."""
        age = 18.2 + self.rng.random() ** 2.2 * 40
        born = date.fromordinal(decided - round(age * 365.25))
        return born.isoformat(), completed_years(born, date.fromordinal(decided))


def _many(rng: Random, weights: dict, count: int) -> list:
    return rng.choices(list(weights), list(weights.values()), k=count)


def _endless(rng: Random, weights: dict) -> Iterator:
    while True:
        yield from _many(rng, weights, 512)
