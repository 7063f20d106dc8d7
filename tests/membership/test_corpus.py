"""Every layout of the corpus through the engine: what is clear comes out right, what is not is asked."""

import sys
from collections import Counter

import pytest

from membership.base.sheets.cells import row_of
from membership.base.text import normalise
from membership.catalogues import CATALOGUES
from membership.domain.imports import read_list, weigh
from membership.exchange.registry import KINDS
from membership.models import PartyMember
from tests.data.corpus.books import Person
from tests.data.corpus.make_corpus import CORPUS, UNITS
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

FORMS = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}
COUNTED = Counter()


def on_record() -> list[Person]:
    units = {code: unit for unit, (code, _name) in UNITS.items()}
    return [
        Person(
            name=member.full_name,
            born=member.born_on.strftime(FORMS[member.born_precision]) if member.born_on else "",
            sex={"male": "Nam", "female": "Nữ", "": ""}[member.sex],
            unit=units.get(member.organisation.code, member.organisation.code),
            joined=member.joined_on.strftime(FORMS["day"]) if member.joined_on else "",
            ethnic=CATALOGUES["ethnic_group"].name_of(member.ethnic_group),
        )
        for member in PartyMember.objects.select_related("organisation")
    ]


def told(person: Person, lacks: str) -> tuple:
    fields = ("born", "sex", "unit", "joined", "ethnic")
    name = normalise(person.name).lower()
    return (name, *(getattr(person, field) if field not in lacks.split() else "" for field in fields))


@pytest.fixture(scope="module", autouse=True)
def tally():
    yield
    words = "{workbooks} workbooks, {rows} rows: {cells} cells right, {questions} questions, {errors} cells refused, "
    sys.stdout.write("\n" + (words + "{refusals} files refused\n").format_map(Counter(COUNTED)))


@pytest.mark.parametrize("name", CORPUS)
def test_a_workbook_of_the_corpus(tree, tmp_path, name):
    OrganisationFactory(parent=tree.commune, code=UNITS["office"][0], name=UNITS["office"][1], kind="Chi bộ")
    case = CORPUS[name](tmp_path)
    draft = read_list(KINDS[case.kind], case.path, into=getattr(tree, case.into))
    outcome = weigh(draft, by=None, apply=True, only_valid=True)
    COUNTED.update(workbooks=1, rows=outcome.rows, questions=len(outcome.questions), refusals=bool(case.refusal))
    if case.refusal:
        assert case.refusal in " ".join(problem.message for problem in outcome.errors)
        assert not PartyMember.objects.exists()
        return
    assert not draft.refused, [problem.message for problem in outcome.errors]
    refused = {problem.cell for problem in outcome.errors}
    asked = {problem.cell for problem in outcome.questions}
    COUNTED.update(errors=len(refused))
    doubtful_rows = {row_of(cell) for cell in case.doubts}
    assert case.doubts <= refused | asked, [case.doubts - refused - asked, problems(outcome)]
    assert {row_of(cell) for cell in refused} <= doubtful_rows, problems(outcome)
    questions = " ".join(problem.message for problem in outcome.questions)
    assert not [words for words in case.asked if words not in questions], problems(outcome)

    found = Counter(told(person, case.lacks) for person in on_record())
    true = Counter(told(person, case.lacks) for person in case.people)
    missing, wrong = true - found, found - true
    assert missing.total() <= len({row_of(cell) for cell in refused | (asked & case.doubts)}), missing
    assert wrong.total() <= len(asked & case.doubts), wrong
    COUNTED.update(cells=sum(len([value for value in person if value]) for person in (found & true).elements()))


def problems(outcome) -> list[tuple]:
    return [(problem.cell, problem.message) for problem in [*outcome.errors, *outcome.questions]]
