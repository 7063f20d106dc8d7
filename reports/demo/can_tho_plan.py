"""Who was admitted where and when in Cần Thơ: invented people, so that the figures of 2011 come out by counting.

Everything follows from the seed and from today's date: a later day shows the same people, and some more.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from reports.demo.accounts import BINH_THUY_BRANCH
from reports.demo.can_tho_places import CITY_QUOTA
from reports.demo.can_tho_tree import BaseNode, CommitteeNode, Node, Tree
from reports.demo.data import PlannedAdmission, PlannedQuota
from reports.demo.people import invent_person, pick

SEED = "can-tho-2011"
PUBLISHED_YEAR = 2011
# Share of a year's decisions by month: few before Tết, many around 19/5, 2/9 and the year's end.
_MONTHS = {1: 5, 2: 5, 3: 7, 4: 7, 5: 11, 6: 10, 7: 7, 8: 9, 9: 10, 10: 8, 11: 10, 12: 11}
_OWNED = ("sole_proprietor", "limited")
# Committees whose bases were given other quotas in sum than they were given themselves.
_UNEVEN = {"thoilai": 4, "khoidn": -6, "codo": 5, "dhct": 3}


@dataclass(frozen=True)
class YearPlan:
    """A year of the demo: its quotas and what came of them, per committee and for the city."""

    year: int
    city_quota: int
    quotas: dict[str, int]
    admitted: dict[str, int]


def year_plans(tree: Tree, today: date) -> list[YearPlan]:
    """2010 and 2011, last year and the present one (whose decisions stop at today)."""
    figures = {entry.committee.key: entry.committee.figures for entry in tree.committees}

    def to_five(value: float) -> int:
        return max(5, round(value / 5) * 5)

    before = {key: to_five(figure.quota * 0.94) for key, figure in figures.items()}
    last = {key: to_five(figure.quota * 1.02) for key, figure in figures.items()}
    present = {key: to_five(figure.quota * 1.06) for key, figure in figures.items()}
    return [
        YearPlan(2010, 1950, before, {key: round(figure.admitted * 0.84) for key, figure in figures.items()}),
        YearPlan(
            PUBLISHED_YEAR,
            CITY_QUOTA,
            {key: figure.quota for key, figure in figures.items()},
            {key: figure.admitted for key, figure in figures.items()},
        ),
        YearPlan(
            today.year - 1, 2150, last, {key: round(last[key] * (0.5 + 0.55 * figures[key].pace)) for key in figures}
        ),
        YearPlan(today.year, 2250, present, {key: round(present[key] * figures[key].pace * 1.05) for key in figures}),
    ]


def share(total: int, weights: list[float]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to the total (largest remainders)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def split_admissions(entry: CommitteeNode, plan: YearPlan) -> list[int]:
    """How many each base of a committee admits in a year; in 2011 as published where the article says so."""
    total = plan.admitted[entry.committee.key]
    return _split(entry, total, plan.year, "admitted", lambda base: base.published_admitted)


def split_quotas(entry: CommitteeNode, plan: YearPlan) -> list[int]:
    total = plan.quotas[entry.committee.key] + _UNEVEN.get(entry.committee.key, 0)
    return _split(entry, total, plan.year, "quota", lambda base: base.quota)


def _split(entry: CommitteeNode, total: int, year: int, what: str, published) -> list[int]:
    rng = Random(f"{SEED}/{entry.node.code}/{year}/{what}")
    fixed = [published(base.base) if year == PUBLISHED_YEAR else None for base in entry.bases]
    weights = [
        (base.base.weight or 1) * rng.uniform(0.75, 1.25) if known is None else 0
        for base, known in zip(entry.bases, fixed, strict=True)
    ]
    if year != PUBLISHED_YEAR:
        weights = [
            weight * (published(base.base) / 4 if published(base.base) else 1)
            for base, weight in zip(entry.bases, weights, strict=True)
        ]
    parts = share(total - sum(known or 0 for known in fixed), weights)
    return [part if known is None else known for part, known in zip(parts, fixed, strict=True)]


def plan_quotas(tree: Tree, today: date) -> list[PlannedQuota]:
    """The city's quota, its committees' and their bases'; the sums differ here and there, as they do in life."""
    quotas = []
    for plan in year_plans(tree, today):
        day = date(plan.year, 1, 14)
        quotas.append(_quota(tree.root, plan.year, plan.city_quota, "05-QĐ/TU", day))
        for number, entry in enumerate(tree.committees, start=21):
            total = plan.quotas[entry.committee.key]
            quotas.append(_quota(entry.node, plan.year, total, f"{number}-QĐ/TU", day + timedelta(days=6)))
            for base, part in zip(entry.bases, split_quotas(entry, plan), strict=True):
                if part:
                    number_text = f"09-QĐ/{entry.committee.decides_as}"
                    quotas.append(_quota(base.node, plan.year, part, number_text, day + timedelta(days=20)))
    return [quota for quota in quotas if quota.decision_date <= today]


def _quota(node: Node, year: int, number: int, decision_number: str, day: date) -> PlannedQuota:
    return PlannedQuota(node.code, year, number, max(number + 1, round(number * 1.4)), decision_number, day)


def plan_admissions(tree: Tree, plan: YearPlan, today: date) -> list[PlannedAdmission]:
    """Every admission of a year whose decision has been made by today, in the order of the decisions."""
    found: list[PlannedAdmission] = []
    for entry in tree.committees:
        made = [
            admission
            for base, count in zip(entry.bases, split_admissions(entry, plan), strict=True)
            for admission in _of_base(base, plan, count, today)
        ]
        made.sort(key=lambda admission: (admission.decision_date, admission.code, admission.person.full_name))
        for number, admission in enumerate(made, start=31):
            admission.decision_number = f"{number}-QĐ/{entry.committee.decides_as}"
        found.extend(made)
    return found


def _of_base(base: BaseNode, plan: YearPlan, count: int, today: date) -> list[PlannedAdmission]:
    rng = Random(f"{SEED}/{base.node.code}/{plan.year}/people")
    branches = {branch.code: branch for branch in base.branches}
    weights = {branch.code: branch.weight for branch in base.branches}
    found = []
    taken = set()
    for number in range(count):
        code = BINH_THUY_BRANCH if BINH_THUY_BRANCH in branches and number % 6 == 0 else pick(rng, weights)
        decided = decision_day(rng, plan.year)
        person = invent_person(rng, branches[code].milieu, decided, residence(branches[code]))
        while person.full_name in taken:
            person = invent_person(rng, branches[code].milieu, decided, residence(branches[code]))
        taken.add(person.full_name)
        held = decided + timedelta(days=pick(rng, {3: 2, 7: 5, 10: 6, 14: 6, 19: 5, 24: 4, 30: 3, 37: 1, 52: 0.3}))
        owner = person.attributes["occupation"] == "enterprise_leader" and base.node.type_code in _OWNED
        flags = {
            "private_owner": owner and rng.random() < 0.4,
            "readmission": rng.random() < 0.003,
            "foreign_spouse": rng.random() < 0.004,
            "population_policy_breach": rng.random() < 0.004,
        }
        if decided <= today:
            found.append(PlannedAdmission(code, person, decided, held if held <= today else None, flags=flags))
    return found


def decision_day(rng: Random, year: int) -> date:
    """A working day, as often in each month as decisions are."""
    month = pick(rng, _MONTHS)
    day = date(year, month, rng.randint(1, 28))
    while day.weekday() > 4:
        day = date(year, month, rng.randint(1, 28))
    return day


def residence(node: Node) -> str:
    return f"{node.place}, thành phố Cần Thơ" if node.place else "thành phố Cần Thơ"
