"""The engine against an independent recount in plain Python, over trees that change and facts that are corrected."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Admission
from membership.catalogues import ENTERPRISE, UNIVERSITY_OR_HIGHER
from membership.domain import reorganise
from membership.models import Organisation, Placement
from reports.domain.engine import compute
from reports.indicators import REGISTRY
from reports.models import Quota
from reports.periods import Period, nine_months, quarter
from tests.reports.builders import admit, allot, plant, shake

pytestmark = pytest.mark.django_db
RECORDED = datetime(2012, 3, 1, tzinfo=UTC)
LATER = RECORDED + timedelta(days=30)

BANDS = {
    "age_18_30": (0, 30),
    "age_31_35": (31, 35),
    "age_36_40": (36, 40),
    "age_41_45": (41, 45),
    "age_46_50": (46, 50),
    "age_51_55": (51, 55),
    "age_56_60": (56, 60),
    "age_over_60": (61, 200),
}


def has(fact: Admission, code: str) -> bool:
    """Whether a fact belongs to an indicator, written anew from the words of the form."""
    if code in BANDS:
        low, high = BANDS[code]
        return fact.age is not None and low <= fact.age <= high
    plain = {
        "female": fact.sex == "female",
        "sex_unknown": not fact.sex,
        "ethnic_minority": fact.ethnic_group not in ("", "kinh", "foreign_origin"),
        "ethnicity_unknown": fact.ethnic_group == "",
        "religious": fact.religion not in ("", "none"),
        "religion_unknown": fact.religion == "",
        "student": fact.occupation == "student",
        "enterprise": fact.occupation in ENTERPRISE,
        "university": fact.degree in UNIVERSITY_OR_HIGHER,
        "age_unknown": fact.age is None,
        "enterprise_unknown": fact.occupation in ENTERPRISE and fact.enterprise_kind == "",
    }
    if code in plain:
        return plain[code]
    for flag in ("youth_union", "private_owner", "population_policy_breach", "foreign_spouse", "readmission"):
        if code == flag:
            return getattr(fact, flag) is True
        if code == f"{flag}_unknown":
            return getattr(fact, flag) is None
    prefix, _, value = code.partition("_")
    if prefix == "enterprise":
        return fact.occupation in ENTERPRISE and fact.enterprise_kind == value
    column = {
        "occupation": "occupation",
        "education": "general_education",
        "degree": "degree",
        "theory": "political_theory",
    }[prefix]
    return getattr(fact, column) == ("" if value == "unknown" else value)


def parent_on(identifier: int, day: date) -> int | None:
    spells = sorted(
        (row.valid_from or date.min, row.valid_to or date.max, row.parent_id or 0)
        for row in Placement.objects.filter(organisation_id=identifier)
    )
    for first, last, parent in spells:
        if first <= day < last:
            return parent
    begun = [spell for spell in spells if spell[0] <= day]
    return (begun[-1] if begun else spells[0])[2]


def recount(root: Organisation, period: Period, counting: str, known_at: datetime) -> dict[int, dict]:
    """Organisation -> its people, each fact carried up by hand from the branch to the root."""
    parents = {each.pk: parent_on(each.pk, period.last) for each in Organisation.objects.all()}
    windows = {
        "admitted": period,
        "admitted_to_date": period.year_to_date,
        "same_period_last_year": period.same_period_last_year,
        "last_year_to_date": period.same_period_last_year.year_to_date,
    }
    people: dict[int, dict] = {}
    for fact in Admission.objects.all():
        if fact.recorded_at > known_at or (fact.replaced_at and fact.replaced_at <= known_at):
            continue
        day = fact.decision_date if counting == "decision" else fact.ceremony_date
        if day is None:
            continue
        chain, place = [], fact.organisation_id
        while place:
            chain.append(place)
            place = parents[place]
        if root.pk not in chain:
            continue
        for name, window in windows.items():
            if window.first <= day <= window.last:
                for place in chain[: chain.index(root.pk) + 1]:
                    people.setdefault(place, {each: [] for each in windows})[name].append(fact)
    return people


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("counting", ["decision", "ceremony"])
def test_figures_equal_a_recount_by_hand(seed, counting):
    draw = random.Random(seed)
    root, other = plant(draw), plant(draw, name="S", width=2)
    everyone = list(Organisation.objects.all())
    admit(draw, everyone, 60, years=(2010, 2011), recorded_at=RECORDED)
    shake(draw, root, 2011)
    admit(draw, list(Organisation.objects.under(root)), 40, years=(2010, 2011), recorded_at=RECORDED)
    allot(draw, everyone, 2011)
    inner = draw.choice([each for each in everyone if each.parent_id == root.pk])
    periods = (quarter(2011, 4), quarter(2011, 2), nine_months(2011), Period(date(2010, 10, 15), date(2011, 3, 10)))
    for start in (root, other, inner):
        for period in periods[:: 1 + (start is not root)]:
            for known_at in (RECORDED, LATER):
                check(start, period, counting, known_at)


def check(root, period, counting, known_at):
    root.refresh_from_db()
    figures = compute(root, period, counting, known_at)
    people = recount(root, period, counting, known_at)
    ids = [node.id for node in figures.nodes]
    assert ids[0] == root.pk
    assert len(ids) == len(set(ids))
    assert set(people) <= set(ids)
    nobody = dict.fromkeys(("admitted", "admitted_to_date", "same_period_last_year", "last_year_to_date"), [])
    quotas = dict(Quota.objects.filter(year=period.year).values_list("organisation_id", "admission_quota"))
    for position, identifier in enumerate(ids):
        mine = people.get(identifier, nobody)
        for name, facts in mine.items():
            assert getattr(figures, name)[position] == len(facts), (name, figures.nodes[position])
        to_date = mine["admitted_to_date"]
        found = figures.breakdowns(position)
        for indicator in REGISTRY.counts:
            assert found[indicator.code] == sum(has(fact, indicator.code) for fact in to_date), indicator.code
        for group in REGISTRY.groups.values():
            if group.splits is not None:
                whole = found[group.splits] if group.splits else len(to_date)
                assert sum(found[each.code] for each in REGISTRY.of(group.code)) == whole, group.code
        ages = [fact.age for fact in to_date if fact.age is not None]
        mean = Decimal(sum(ages)) / len(ages) if ages else None
        expected = float(mean.quantize(Decimal("0.1"), ROUND_HALF_UP)) if ages else None
        assert found["mean_age"] == expected
        assert figures.quotas[position] == quotas.get(identifier)
        children = [
            quotas[node.id]
            for node in figures.nodes
            if node.parent_id == identifier and quotas.get(node.id) is not None and node.id != root.pk
        ]
        assert figures.children_quotas[position] == (sum(children) if children else None)


def test_organisations_that_closed_or_came_later_are_counted_and_noted():
    draw = random.Random(7)
    root = plant(draw, width=2, depth=2)
    branch = Organisation.objects.filter(parent=root).first()
    admit(draw, [branch], 3, years=(2011,), recorded_at=RECORDED)
    reorganise.dissolve(by=None, on=date(2011, 12, 30), organisation=branch, version=branch.version)
    late = reorganise.establish(by=None, on=date(2012, 2, 1), code="L", name="Chi bộ mới", parent=root)
    admit(draw, [late], 2, years=(2011,), recorded_at=RECORDED)
    figures = compute(root, quarter(2011, 4), "decision", LATER)
    assert figures.admitted_to_date[0] == Admission.objects.current().filter(decision_date__year=2011).count() == 5
    assert {(note["kind"], note["code"], note["admitted_to_date"]) for note in figures.notes} == {
        ("closed", branch.code, 3),
        ("later", "L", 2),
    }


def test_an_organisation_that_moved_away_since_is_counted_where_it_stood():
    draw = random.Random(8)
    here, there = plant(draw, name="H", depth=2), plant(draw, name="T", depth=2)
    branch = Organisation.objects.filter(parent=here).first()
    admit(draw, [branch], 4, years=(2011,), recorded_at=RECORDED)
    reorganise.move(by=None, on=date(2012, 2, 1), organisation=branch, parent=there, version=branch.version)
    here.refresh_from_db()
    old, new = quarter(2011, 4), Period(date(2011, 1, 1), date(2012, 2, 10))
    assert compute(here, old, "decision", LATER).admitted_to_date[0] == 4
    assert compute(there, old, "decision", LATER).admitted_to_date[0] == 0
    assert compute(here, new, "decision", LATER).admitted[0] == 0
    assert compute(there, new, "decision", LATER).admitted[0] == 4


def test_queries_do_not_grow_with_the_tree():
    def queries(root):
        with CaptureQueriesContext(connection) as captured:
            compute(root, quarter(2011, 4), "decision", LATER)
        return len(captured)

    draw = random.Random(9)
    small = plant(draw, name="A", width=2, depth=2)
    admit(draw, [small], 5, years=(2011,), recorded_at=RECORDED)
    few = queries(small)
    large = plant(draw, name="B", width=5, depth=4)
    admit(draw, list(Organisation.objects.under(large)), 60, years=(2010, 2011), recorded_at=RECORDED)
    assert queries(large) - few <= 1  # one more to see that there are two trees now
    assert few <= 24
