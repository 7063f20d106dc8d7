"""Random trees with moves, closures and foundings, and random facts in them, for figures to be counted from."""

import random
from datetime import date, datetime, timedelta

from candidates.models import Admission, Candidate, Stage
from membership.base.dates import completed_years
from membership.base.text import fold, name_sort_key
from membership.catalogues import DEGREES, GENERAL_EDUCATION, OCCUPATIONS, OWNERSHIP_NAMES, POLITICAL_THEORY
from membership.domain import reorganise
from membership.models import Organisation
from reports.models import Quota


def plant(draw: random.Random, *, name: str = "R", width: int = 3, depth: int = 3) -> Organisation:
    """A root with everything under it, all there since ever."""
    root = _establish(name, None)
    level = [root]
    for _ in range(depth - 1):
        level = [
            _establish(f"{parent.code}.{number}", parent)
            for parent in level
            for number in range(1, draw.randint(1, width) + 1)
        ]
    return root


def _establish(code: str, parent: Organisation | None, on: date | None = None) -> Organisation:
    return reorganise.establish(by=None, on=on, code=code, name=f"Tổ chức {code}", parent=parent)


def shake(draw: random.Random, root: Organisation, year: int) -> None:
    """Found, move and close some organisations in the course of a year."""
    for number in range(3):
        parent = draw.choice(list(Organisation.objects.under(root)))
        if parent.depth < 4:
            _establish(f"{parent.code}.new{number}", parent, _day(draw, year))
    leaves = [each for each in Organisation.objects.under(root) if not each.children.exists() and each.parent_id]
    draw.shuffle(leaves)
    for organisation in leaves[:2]:
        targets = [
            each
            for each in Organisation.objects.under(root).current()
            if each.pk not in (organisation.pk, organisation.parent_id)
            and each.children.exists()
            and not each.valid_from
        ]
        if targets and not organisation.valid_from:
            reorganise.move(
                by=None,
                on=_day(draw, year),
                organisation=organisation,
                parent=draw.choice(targets),
                version=organisation.version,
            )
    for organisation in leaves[2:4]:
        if not organisation.valid_from:
            reorganise.dissolve(by=None, on=_day(draw, year), organisation=organisation, version=organisation.version)


def _day(draw: random.Random, year: int) -> date:
    return date(year, 1, 2) + timedelta(days=draw.randrange(360))


def admit(draw: random.Random, organisations: list[Organisation], count: int, *, years, recorded_at: datetime) -> None:
    """Facts of invented people with whatever attributes come, "chưa rõ" among them."""
    for number in range(count):
        organisation = draw.choice(organisations)
        decided = _day(draw, draw.choice(years))
        fact = _fact(draw, organisation, f"Lê Văn Thử {number}", decided, recorded_at)
        if draw.random() < 0.15:  # a correction: the first row is replaced by a second
            replaced = recorded_at + timedelta(days=10)
            Admission.objects.filter(pk=fact.pk).update(replaced_at=replaced)
            _fact(draw, organisation, fact.full_name, _day(draw, draw.choice(years)), replaced, fact)


def _fact(draw, organisation, name, decided, recorded_at, replaces=None) -> Admission:
    born = draw.choice([None, date(draw.randint(decided.year - 66, decided.year - 19), draw.randint(1, 12), 5)])
    person = {
        "full_name": name,
        "folded_name": fold(name),
        "sort_key": name_sort_key(name),
        "organisation": organisation,
        "organisation_path": organisation.path,
        "sex": draw.choice(["", "male", "female"]),
        "born_on": born,
        "ethnic_group": draw.choice(["", "kinh", "khmer", "foreign_origin"]),
        "religion": draw.choice(["", "none", "buddhist"]),
        "youth_union": draw.choice([None, True, False]),
        "general_education": _code(draw, GENERAL_EDUCATION),
        "degree": _code(draw, DEGREES),
        "political_theory": _code(draw, POLITICAL_THEORY),
        "occupation": _code(draw, OCCUPATIONS),
    }
    candidate = replaces.candidate if replaces else Candidate.objects.create(stage=Stage.OFFICIAL, **person)
    return Admission.objects.create(
        **person,
        candidate=candidate,
        decision_date=decided,
        ceremony_date=draw.choice([None, decided, decided + timedelta(days=draw.randrange(60))]),
        age=completed_years(born, decided) if born else None,
        enterprise_kind=draw.choice(["", *OWNERSHIP_NAMES]),
        private_owner=draw.choice([None, True, False]),
        readmission=draw.choice([None, True, False]),
        foreign_spouse=draw.choice([None, True, False]),
        population_policy_breach=draw.choice([None, True, False]),
        recorded_at=recorded_at,
        replaces=replaces,
    )


def _code(draw: random.Random, catalogue) -> str:
    return draw.choice(["", *(entry.code for entry in catalogue.entries)])


def allot(draw: random.Random, organisations: list[Organisation], year: int) -> None:
    for organisation in organisations:
        if draw.random() < 0.7:
            Quota.objects.create(
                organisation=organisation,
                organisation_path=organisation.path,
                year=year,
                admission_quota=draw.choice([None, 0, 1, 3, 7]),
            )
